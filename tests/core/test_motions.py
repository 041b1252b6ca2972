"""Motions: who may move what, when they carry, and what they change in the sum."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from board.core.act import Motion, Moved
from board.core.ballot import Ballot
from board.core.case import Case, Tally
from board.core.charter import Charter, KindRule
from board.core.docket import Docket
from board.core.message import Message
from board.core.motions import acted, moved, why_not_move
from board.core.proposal import Tier
from board.core.record import Outcome
from board.core.review import Answer, Review, View
from board.core.stated import STRICTER, WHOLE_LIST
from board.core.tally import tally
from tests.core.building import AFTER, MEMBERS, MONDAY, PLAIN, ballot, case, charter

MOVED_AT = datetime(2026, 10, 5, 10, tzinfo=UTC)
NOTICE_ENDS = date(2026, 10, 12)
FIVE = ("ana", "ben", "chiara", "lena", "ruth")
SIGNED = KindRule("plain", must_sign=("legal",))
TO_LIMITED = Motion(1, "lower-tier", "chiara", "Only staff read the summary.", to="limited")
OVERRULE = Motion(1, "overrule-stop", "ana", "The licence came yesterday.", at=MOVED_AT, about="lena-1.toml")
NAME_YUSUF = Motion(1, "appoint", "iris", "Both lawyers wrote the contract.", to="nora", seat="legal")


def on(number: int, member: str, verdict: str = "approve", **fields: object) -> Ballot:
    """A ballot on a motion, the member's second."""
    return ballot(member, verdict, 2, motion=str(number), **fields)


def only(given: Case, today: date = MONDAY) -> Moved:
    """The one motion of a case."""
    (found,) = moved(given, today)
    return found


def board_with_a_lawyer_who_may_be_named(rule: KindRule = SIGNED) -> Charter:
    """Legal has an alternate; nora sits on the board without a seat."""
    lena, mo = (next(each for each in MEMBERS if each.id == name) for name in ("lena", "mo"))
    members = (*MEMBERS, replace(mo, id="omar", alternate=("legal",), roles=()), replace(lena, id="nora", seats=()))
    return charter(members=members, rule=rule)


# Lowering and raising the tier


@pytest.mark.parametrize(("yes", "state"), [(2, "open"), (3, "carried"), (5, "carried")])
def test_the_tier_is_lowered_by_more_than_half_of_the_seats_at_the_higher_tier(yes: int, state: str) -> None:
    """Given tier high with five seats, when three say yes, then the tier is limited and the panel leaves the sum."""
    given = case(*(on(1, who) for who in FIVE[:yes]), tier=Tier.HIGH, motions=(TO_LIMITED,))
    assert only(given).state == state
    assert acted(given).tier is (Tier.LIMITED if state == "carried" else Tier.HIGH)
    assert tally(given, MONDAY).sum.seats == (4 if state == "carried" else 5)


def test_the_sum_of_a_carried_motion_stands_in_the_sentence() -> None:
    given = case(*(on(1, who) for who in FIVE[:3]), *map(ballot, FIVE[:4]), tier=Tier.HIGH, motions=(TO_LIMITED,))
    assert tally(given, MONDAY).sentence == (
        "4 seats have a vote; the motion to lower the tier to limited is carried (3 of 5 say yes, and at least "
        "3 must); "
        "4 say yes; at least 3 of the 4 seats must say yes (more than half): approved."
    )


def test_a_ballot_on_a_motion_neither_counts_nor_replaces_the_ballot_on_the_proposal() -> None:
    said = ballot("ana"), ballot("ben"), ballot("chiara")
    given = case(*said, on(1, "ana", "reject"), motions=(TO_LIMITED,))
    found = tally(given, AFTER)
    assert (found.sum.yes, found.outcome) == (3, Outcome.APPROVED)
    assert [each.why_not for each in found.ballots if not each.counted] == ["it is on a motion"]


def test_one_person_with_most_seats_lowers_nothing_alone() -> None:
    ana = replace(MEMBERS[0], seats=("security", "engineering", "product"))
    board = charter(members=(ana, *(each for each in MEMBERS if each.id in ("lena", "ruth"))), rule=PLAIN)
    vote = on(1, "ana", seats=ana.seats)
    given = case(vote, tier=Tier.HIGH, motions=(replace(TO_LIMITED, member="ana"),), board=board)
    assert not only(given).carried
    assert only(case(vote, on(1, "lena"), tier=Tier.HIGH, motions=given.motions, board=board)).carried


@pytest.mark.parametrize(
    ("motion", "tier", "why"),
    [
        (replace(TO_LIMITED, text=" "), Tier.HIGH, "gives no reason"),
        (replace(TO_LIMITED, to="high"), Tier.HIGH, "not higher than high"),
        (replace(TO_LIMITED, to="low"), Tier.HIGH, "names no tier"),
        (TO_LIMITED, Tier.PROHIBITED, "no vote makes a prohibited use"),
        (replace(TO_LIMITED, member="nobody"), Tier.HIGH, "no member"),
        (Motion(1, "raise-tier", "iris", to="high"), Tier.LIMITED, "only a seat"),
        (Motion(1, "raise-tier", "ana", to="limited"), Tier.LIMITED, "already"),
        (Motion(1, "raise-tier", "ana", to="prohibited"), Tier.LIMITED, "names no tier"),
        (Motion(1, "pull", "iris"), Tier.LIMITED, "only a seat"),
        (Motion(1, "dance", "ana"), Tier.LIMITED, "nobody knows"),
    ],
)
def test_what_may_not_be_moved_is_void_whatever_the_votes(motion: Motion, tier: Tier, why: str) -> None:
    given = case(*(on(1, who) for who in FIVE), tier=tier, motions=(motion,))
    assert only(given).state == "void"
    assert why in only(given).words
    assert acted(given).tier is tier
    assert why in why_not_move(case(tier=tier), motion)


def test_any_seat_raises_the_tier_at_once_and_a_vote_lowers_it_again() -> None:
    """Given tier limited, when legal raises it and three of five then lower it, then it is limited again."""
    up = Motion(1, "raise-tier", "lena", "It may reach children.", to="high")
    assert acted(case(motions=(up,))).tier is Tier.HIGH
    down = replace(TO_LIMITED, number=2)
    given = case(*(on(2, who) for who in FIVE[:3]), motions=(up, down))
    assert acted(given).tier is Tier.LIMITED
    assert [each.state for each in moved(given, MONDAY)] == ["carried", "carried"]
    again = replace(up, number=3)
    assert acted(replace(given, motions=(up, down, again))).tier is Tier.HIGH


def test_a_motion_speaks_in_its_own_round_and_on_the_text_it_was_voted_on() -> None:
    votes = tuple(on(1, who) for who in FIVE)
    assert acted(case(*votes, tier=Tier.HIGH, motions=(replace(TO_LIMITED, round=2),))).tier is Tier.HIGH
    old = tuple(replace(each, revision="sha256:r0") for each in votes)
    assert acted(case(*old, tier=Tier.HIGH, motions=(TO_LIMITED,))).tier is Tier.HIGH


def test_whoever_stands_aside_neither_moves_nor_votes_and_the_alternate_does() -> None:
    aside = ballot("chiara", "recuse", interest="owner")
    given = case(aside, on(1, "chiara"), on(1, "ana"), on(1, "ben"), tier=Tier.HIGH, motions=(TO_LIMITED,))
    assert only(given).words == "its mover stands aside"
    by_ana = replace(TO_LIMITED, member="ana")
    given = replace(given, motions=(by_ana,))
    assert only(given).words == "2 of 5 say yes, and at least 3 must"
    kim = on(1, "kim", seats=("product",))
    assert only(replace(given, ballots=(*given.ballots, kim))).carried


def test_an_alternate_whose_holder_is_able_has_no_voice_on_a_motion() -> None:
    votes = on(1, "ana"), on(1, "ben"), on(1, "kim", seats=("product",))
    assert only(case(*votes, tier=Tier.HIGH, motions=(TO_LIMITED,)), AFTER).state == "open"


def test_a_motion_that_can_no_longer_carry_is_lost_and_waits_for_nobody() -> None:
    given = case(*(on(1, who, "reject") for who in FIVE[:3]), tier=Tier.HIGH, motions=(TO_LIMITED,))
    assert (only(given).state, only(given).waiting_for) == ("lost", ())
    assert set(only(case(on(1, "ana"), tier=Tier.HIGH, motions=(TO_LIMITED,))).waiting_for) == {*FIVE} - {"ana"}


# Overruling a stop


def stopped(*more: Ballot, **fields: object) -> Case:
    """Three say yes, legal says stop for want of rights, and somebody moves to overrule it."""
    said = (ballot("ana"), ballot("ben"), ballot("chiara"), ballot("lena", "stop"))
    return case(*said, *more, motions=(OVERRULE,), **fields)


ALL_OTHERS = (on(1, "ana"), on(1, "ben"), on(1, "chiara"), on(1, "iris", seats=()))


def test_a_stop_is_overruled_by_all_others_and_the_sponsor_after_the_notice() -> None:
    """Given the yes of all others, then the stop counts as a no once five working days have passed, not before."""
    given = stopped(*ALL_OTHERS)
    during, after = tally(given, NOTICE_ENDS), tally(given, AFTER)
    assert (during.outcome, during.may_decide) == (Outcome.STOPPED, False)
    assert "its notice runs to 2026-10-12" in during.why_not_yet
    assert (after.outcome, after.may_decide, after.stops) == (Outcome.APPROVED, True, ())
    assert "the motion to overrule a stop is carried (3 of the 3 other seats say yes, and so does the sponsor)" in (
        after.sentence
    )
    assert "the stop of legal is overruled and counts as a no" in after.sentence


@pytest.mark.parametrize(
    ("facts", "moved_at", "stopped_at", "ends"),
    [
        (STRICTER, datetime(2026, 9, 1, tzinfo=UTC), None, NOTICE_ENDS),
        (STRICTER, datetime(2026, 9, 1, tzinfo=UTC), datetime(2026, 10, 7, tzinfo=UTC), date(2026, 10, 14)),
        (STRICTER, datetime(2026, 10, 8, 9, tzinfo=UTC), datetime(2026, 10, 7, tzinfo=UTC), date(2026, 10, 15)),
        (WHOLE_LIST, datetime(2026, 9, 1, tzinfo=UTC), datetime(2026, 10, 7, tzinfo=UTC), date(2026, 9, 8)),
    ],
)
def test_the_notice_runs_from_before_neither_the_opening_nor_the_stop(
    facts: int, moved_at: datetime, stopped_at: datetime | None, ends: date
) -> None:
    """Given a motion that says it is older than what it is about, then that starts no notice; older openings let it."""
    given = replace(stopped(*ALL_OTHERS), motions=(replace(OVERRULE, at=moved_at),))
    docket = Docket(tuple(replace(one, facts=facts) for one in given.docket.openings))
    ballots = tuple(replace(one, cast_at=stopped_at) if one.member == "lena" else one for one in given.ballots)
    given = replace(given, docket=docket, ballots=ballots)
    assert only(given, max(MONDAY, ends)).notice_ends == ends
    on_the_last_day, after = tally(given, ends), tally(given, ends + timedelta(days=1))
    assert (on_the_last_day.outcome is Outcome.STOPPED, after.stops) == (True, ())


@pytest.mark.parametrize("left_out", range(4))
def test_one_voice_missing_and_the_stop_stands(left_out: int) -> None:
    votes = (*ALL_OTHERS[:left_out], *ALL_OTHERS[left_out + 1 :])
    assert tally(stopped(*votes), AFTER).outcome is Outcome.STOPPED
    against = replace(ALL_OTHERS[left_out], verdict=on(1, "ana", "abstain").verdict)
    given = stopped(*votes, against)
    assert only(given).state == "lost"
    assert tally(given, MONDAY).may_decide


def test_the_seat_that_stopped_has_no_say_on_its_own_stop() -> None:
    given = stopped(*ALL_OTHERS, on(1, "lena", "reject"))
    assert tally(given, AFTER).outcome is Outcome.APPROVED


@pytest.mark.parametrize(
    "fields",
    [
        {"tier": Tier.PROHIBITED},
        {"answers": (Answer("C-19", ("hit",)),)},
        {"answers": (Answer("R-02", ("unscanned",)),)},
        {"reviews": (Review("ana", (View("R-02", "security", "", ("unscanned",)),)),)},
        {"answers": (Answer("R-02", ("data-only",)),), "computed": {"R-02": ("unscanned",)}},
        {"facts": {"weights_format": "pickle-based"}},
        {"facts": {"weights_format": "pickle-based"}, "answers": (Answer("R-02", ("unknown",)),)},
    ],
)
def test_banned_uses_screening_hits_and_unscanned_programs_are_never_overruled(fields: dict[str, object]) -> None:
    given = stopped(*ALL_OTHERS, on(1, "ruth"), **fields)
    assert only(given, AFTER).state == "void"
    assert tally(given, AFTER).outcome is Outcome.STOPPED


def test_a_stop_on_the_ground_of_a_banned_use_is_never_overruled() -> None:
    given = stopped(*ALL_OTHERS)
    banned = tuple(replace(each, ground="unlawful") if each.ground else each for each in given.ballots)
    assert "never overruled" in only(replace(given, ballots=banned), AFTER).words


def test_scanned_programs_may_be_overruled() -> None:
    scanned = {"facts": {"weights_format": "pickle-based"}, "answers": (Answer("R-02", ("two-scans",)),)}
    assert tally(stopped(*ALL_OTHERS, **scanned), AFTER).outcome is Outcome.APPROVED


def test_a_stop_cast_again_is_another_stop() -> None:
    given = stopped(*ALL_OTHERS, ballot("lena", "stop", 3, ground="unsafe-artefact"))
    assert tally(given, AFTER).outcome is Outcome.STOPPED
    assert only(given, AFTER).words == "the stop that it names does not stand"


# An independent person


def both_lawyers_aside(*more: Ballot, board: Charter | None = None) -> Case:
    lena = ballot("lena", "recuse", interest="author")
    omar = ballot("omar", "recuse", interest="author", seats=("legal",))
    said = ballot("ana"), ballot("ben"), ballot("chiara")
    return case(lena, omar, *said, *more, motions=(NAME_YUSUF,), board=board or board_with_a_lawyer_who_may_be_named())


NAMED = tuple(on(1, who) for who in ("ana", "ben"))


def test_a_named_person_signs_for_a_seat_that_nobody_else_may_fill() -> None:
    """Given legal and its alternate stand aside, when the board agrees to nora, then her ballot is legal's."""
    before = both_lawyers_aside()
    assert tally(before, MONDAY).sum.eligible == 3
    agreed = both_lawyers_aside(*NAMED)
    waiting = tally(agreed, MONDAY)
    assert (waiting.sum.eligible, waiting.outcome, waiting.waiting_for) == (4, Outcome.NO_QUORUM, ("nora",))
    signed = tally(both_lawyers_aside(*NAMED, ballot("nora", "reject", seats=("legal",), reason="No.")), MONDAY)
    assert (signed.sum.eligible, signed.sum.yes, signed.outcome) == (4, 3, Outcome.APPROVED)
    line = next(each for each in signed.seats if each.seat == "legal")
    assert (line.member, line.appointed, line.must_sign) == ("nora", True, True)


def test_her_ballot_counts_for_nothing_before_the_board_agrees() -> None:
    found = tally(both_lawyers_aside(ballot("nora", seats=("legal",)), NAMED[0]), MONDAY)
    assert (found.sum.eligible, found.sum.yes) == (3, 3)


def _without(board: Charter, *left_out: str) -> Charter:
    return replace(board, members=tuple(each for each in board.members if each.id not in left_out))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"member": "ana"}, "only the sponsor"),
        ({"to": "ben"}, "not independent"),
        ({"to": "omar"}, "stands aside"),
        ({"to": "nobody"}, "no member"),
        ({"to": "iris"}, "somebody else"),
        ({"seat": "product"}, "somebody may still speak"),
        ({"seat": "ethics"}, "no seat that votes"),
    ],
)
def test_who_may_be_named_and_by_whom(change: dict[str, Any], why: str) -> None:
    given = both_lawyers_aside(*NAMED)
    assert why in only(replace(given, motions=(replace(NAME_YUSUF, **change),))).words


# Concerns, and the full vote


def test_a_concern_is_overruled_by_a_recorded_vote_and_no_longer_stands() -> None:
    concern = Message("20261006T101500Z-ruth.md", "ruth", "concern", "Spanish letters")
    motion = Motion(1, "overrule-concern", "ana", "It was measured.", about=concern.file)
    votes = tuple(on(1, who) for who in ("ana", "ben", "lena"))
    assert _open(tally(case(*votes[:2], messages=(concern,), motions=(motion,)), MONDAY)) == [concern.file]
    assert _open(tally(case(*votes, messages=(concern,), motions=(motion,)), MONDAY)) == []


def _open(found: Tally) -> list[str]:
    return [each.file for each in found.unanswered]


@pytest.mark.parametrize("path", ["consent", "standard"])
def test_any_seat_takes_an_item_off_the_consent_agenda_without_a_reason(path: str) -> None:
    """Given a proposal on an easier path, when one seat pulls it, then it is put to the full vote."""
    board = charter(rule=KindRule("plain", path=path))
    pull = Motion(1, "pull", "lena")
    given = case(ballot("ana"), ballot("ben"), board=board, motions=(pull,))
    assert tally(replace(given, motions=()), MONDAY).way == path
    found = tally(given, MONDAY)
    assert (found.way, found.may_decide) == ("vote", False)
    assert "legal asks for the full vote, so it is put to the vote" in found.sentence
    assert {"chiara", "lena"} <= set(found.waiting_for)
