"""What other decisions and acts make of an approval: stopped, replaced, or as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from board.core.act import Emergency
from board.core.listed import Stage
from board.core.overtaken import Claim, changes_in_force, claim_of, claim_of_act, overtaken, replaced_by
from board.core.proposal import Artefact
from board.core.record import Outcome, Record
from tests.core.test_stage import record

DAY = datetime(2026, 3, 1, 9, tzinfo=UTC)
RINGS = ("sandbox", "beta", "general")
OLD, NEW = Artefact("speller", "1.2", "a" * 64), Artefact("speller", "1.3", "b" * 64)
ADOPTED = Claim("a", "approved", DAY, (OLD,), "beta")


def after(days: int, one: Claim) -> Claim:
    return replace(one, at=DAY + timedelta(days=days))


def stages(*claims: Claim, ended: tuple[str, ...] = ()) -> dict[str, Stage]:
    return dict(overtaken(claims, lambda one: one not in ended, RINGS))


def test_a_stop_stops_what_was_approved_before_it_and_nothing_approved_later() -> None:
    """Given a stop of a version, then the approval before it is stopped; one after it, or of other bytes, is not."""
    stop = after(1, Claim("s", "stopped", DAY, (OLD,), decided=False))
    assert stages(ADOPTED, stop) == {"a": Stage.STOPPED}
    assert stages(ADOPTED, replace(stop, says="rolled back")) == {"a": Stage.STOPPED}
    assert stages(ADOPTED, replace(stop, says="patched")) == {}
    assert stages(ADOPTED, replace(stop, ends=False)) == {}, "a stop said to another proposal ends no approval"
    assert stages(after(2, ADOPTED), stop) == {}
    assert stages(ADOPTED, replace(stop, named=(replace(OLD, sha256="c" * 64),))) == {}
    assert stages(ADOPTED, stop, ended=("a",)) == {}, "what its own files call ended keeps their word"


def test_a_change_replaces_the_older_version_where_it_reaches_its_ring() -> None:
    """Given an approved change, then the older version of the same or a narrower ring is replaced, no other."""
    change = after(1, Claim("c", "changed", DAY, (NEW,), "beta"))
    assert stages(ADOPTED, change) == {"a": Stage.REPLACED}
    assert stages(ADOPTED, replace(change, ring="general")) == {"a": Stage.REPLACED}
    assert stages(ADOPTED, replace(change, ring="sandbox")) == {}
    assert stages(ADOPTED, replace(change, says="approved")) == {}, "only a change brings another in its place"
    assert stages(ADOPTED, replace(change, named=(replace(OLD, sha256="d" * 64),))) == {}, "the same version again"
    assert stages(replace(ADOPTED, ring=""), change) == {}, "an exception, or data, was put into no ring"
    assert stages(after(2, ADOPTED), change) == {}
    wrong = after(-9, change)
    by_place = overtaken((ADOPTED, wrong), lambda _: True, RINGS, lambda one, other: (one, other) == (ADOPTED, wrong))
    assert by_place == {"a": Stage.REPLACED}, "its place in the history tells, not the date that it claims"


def test_a_change_that_ended_or_was_stopped_replaces_nothing_any_more() -> None:
    """Given a change that was stopped or ran out, then the version before it stands again."""
    change = after(1, Claim("c", "changed", DAY, (NEW,), "beta"))
    stop = after(2, Claim("s", "stopped", DAY, (NEW,)))
    assert stages(ADOPTED, change, stop) == {"c": Stage.STOPPED}
    assert stages(ADOPTED, change, ended=("c",)) == {}


def test_of_many_changes_the_newest_is_the_one_that_is_told() -> None:
    """Given a chain of versions in one ring, then all but the last are replaced, each by the last."""
    chain = [Claim(str(n), "changed", DAY + timedelta(n), (Artefact("speller", f"1.{n}"),), "beta") for n in range(5)]
    assert stages(*chain) == dict.fromkeys("0123", Stage.REPLACED)
    changes = changes_in_force(chain, lambda _: True)
    named = [replaced_by(one, changes, RINGS) for one in chain]
    assert [one[2].id if one else "" for one in named] == ["4", "4", "4", "4", ""]
    by_place = changes_in_force(chain, lambda _: True, lambda one, other: int(one.id) * 3 % 5 <= int(other.id) * 3 % 5)
    assert [one.id for one in by_place] == ["3", "1", "4", "2", "0"], "the place in the history tells, no date"


def test_of_changes_to_one_version_in_one_ring_the_newest_alone_is_looked_at() -> None:
    """Given one version brought into a ring three times, then only the last is a change in force; other rings stay."""
    change = Claim("c", "changed", DAY, (NEW,), "beta")
    again = [replace(after(days, change), id=f"c{days}") for days in (1, 3, 2)]
    wider = replace(after(1, change), id="wider", ring="general")
    assert [one.id for one in changes_in_force((*again, wider), lambda _: True)] == ["c3", "wider"]


def test_a_decision_says_what_its_kind_and_outcome_say() -> None:
    """Given records, then a change replaces, an emergency and a stop take away, a no says nothing."""
    one = replace(record(), decided_at=DAY, artefacts=(OLD,), ring="beta", kind="model-adopt")

    def says(one: Record) -> str:
        claim = claim_of(one)
        return f"{claim.says} {claim.ring}".strip() if claim else ""

    assert says(one) == "approved beta" and says(replace(one, kind="model-change")) == "changed beta"
    assert says(replace(one, kind="policy-exception")) == "approved"
    assert says(replace(one, kind="emergency-action")) == says(replace(one, outcome=Outcome.STOPPED)) == "stopped"
    assert says(replace(one, outcome=Outcome.REJECTED)) == says(replace(one, kind="model-retire")) == ""
    assert says(replace(one, artefacts=())) == ""
    for kind in ("policy-exception", "emergency-action", "model-retire"):
        assert says(replace(one, outcome=Outcome.STOPPED, kind=kind)) == "", "it would have put nothing in force"
    refused, taken = claim_of(replace(one, outcome=Outcome.STOPPED)), claim_of(replace(one, kind="emergency-action"))
    assert refused is not None and taken is not None and (refused.ends, taken.ends) == (False, True)


def test_an_act_in_an_emergency_counts_at_once_until_the_board_decides_against_it() -> None:
    """Given what the person on call did, then it counts undecided and decided, and not once the board refused it."""
    done, refused = Emergency("roll back", "It is off.", "mo", DAY), replace(record(), outcome=Outcome.REJECTED)
    undecided = claim_of_act("e", done, None, (OLD,))
    assert undecided is not None and (undecided.says, undecided.decided) == ("rolled back", False)
    agreed = claim_of_act("e", done, replace(record(), kind="emergency-action", artefacts=(NEW,)), (OLD,))
    assert agreed is not None and (agreed.named, agreed.decided) == ((NEW,), True)
    assert claim_of_act("e", done, refused, (OLD,)) is None
    ratified = replace(record(), kind="emergency-action", artefacts=(OLD,), decided_at=DAY)
    ahead = claim_of_act("e", replace(done, at=DAY + timedelta(9)), ratified, (OLD,))
    assert ahead is not None and ahead.at == DAY, "it was done before the board decided about it"
