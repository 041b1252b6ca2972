"""What an exception may never lift, how long and how often it may, and whose signature it needs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from board.core.case import Case
from board.core.checklist import Checklist, Effect, EffectKind, Question
from board.core.docket import Docket
from board.core.excepting import exception_findings, why_never_holds
from board.core.finding import Severity
from board.core.never import never_overruled
from board.core.policy import Gate, Policy
from board.core.proposal import Proposal, Tier
from board.core.record import Outcome, Record, Sum
from board.core.review import Answer
from board.core.rules import must_sign
from board.core.tally import tally
from board.core.waivers import MOST_DAYS, signers, waivers
from tests.core.building import AFTER, OPENING, SEATS, ballot, case, charter

TODAY = date(2026, 10, 13)
SUM = Sum(4, 4, 3, 3, 0, 4, 4, 3, 2, "4 seats.")
POLICY = Policy(
    gates={
        "license-known": Gate("legal", waivable=False, questions=("C-06=unknown",)),
        "weights-format": Gate("security", never=("unscanned",), questions=("R-02",)),
        "eval-threshold": Gate("engineering"),
    }
)


def asks(name: str, judge: str, *bad: str, kind: EffectKind = EffectKind.BLOCK) -> Question:
    options = Effect(kind, bad, "Bad.")
    return Question(name, "risk", f"{name}?", type="text", judge=judge, effects=(options,))


QUESTIONS = (
    asks("R-02", "security", "unscanned", "unknown"),
    asks("R-05", "engineering", "no", "unknown"),
    asks("C-06", "legal", "unknown", "non-commercial"),
    asks("E-05", "legal", "any", kind=EffectKind.BLOCK_ALWAYS),
    asks("E-08", "ethics", "likely", "unknown"),
    asks("R-15", "product", "low", kind=EffectKind.NOTE),
)
LISTS = (Checklist("risk", "Risk", questions=QUESTIONS),)


def exception(number: int = 1, *, granted: date | None = None, ends: date | None = None, **facts: object) -> Case:
    """An exception from R-05 for the model of the sample case; decided where `granted` says when."""
    stated: dict[str, object] = {"gate": "eval-threshold", "waives": ["R-05"], "scope": ["triage"]} | facts
    if ends is not None:
        stated["ends_on"] = ends
    id_ = f"2026/{number:04}-x"
    at = datetime(granted.year, granted.month, granted.day, 9, tzinfo=UTC) if granted else None
    dates = {"ends_on": ends} if ends else {}
    record = Record(id_, 1, Outcome.APPROVED, 1, at, "kim", "", SUM, kind="policy-exception", dates=dates)
    proposal = Proposal(id_, "Exception", kind="policy-exception", facts=stated)
    held = case(checklists=LISTS, policy=POLICY, record=record if granted else None, board=charter())
    return replace(held, proposal=proposal)


def asked(question: str, value: str, **facts: object) -> Case:
    """A proposal about the model, approved by everybody, with one answer."""
    everybody = [ballot(each) for each in ("ben", "ana", "chiara", "lena")]
    only = (Checklist("risk", "Risk", questions=tuple(one for one in QUESTIONS if one.id == question)),)
    stated = {"models": ["triage"], **facts}
    return case(*everybody, facts=stated, checklists=only, answers=(Answer(question, (value,)),), policy=POLICY)


def outcome(one: Case, *exceptions: Case) -> Outcome:
    return tally(replace(one, waivers=waivers(one, exceptions, AFTER)), AFTER).outcome


def codes(one: Case, *granted: Case) -> list[str]:
    return sorted(each.code.removeprefix("exception.") for each in exception_findings(one, granted, "p.md", TODAY))


def test_an_exception_for_a_gate_that_nobody_may_waive_lifts_nothing() -> None:
    lifting = exception(granted=TODAY - timedelta(days=5))
    assert outcome(asked("R-05", "no"), lifting) is Outcome.APPROVED
    firm = exception(granted=TODAY - timedelta(days=5), gate="license-known")
    assert outcome(asked("R-05", "no"), firm) is Outcome.RETURNED


@pytest.mark.parametrize(
    ("question", "value", "facts", "lifted"),
    [
        ("C-06", "unknown", {}, False),
        ("C-06", "non-commercial", {}, True),
        ("R-02", "unscanned", {}, False),
        ("R-02", "unknown", {"weights_format": "pickle-based"}, False),
        ("R-02", "unknown", {}, False),
        ("R-02", "unknown", {"weights_format": "safetensors"}, True),
        ("E-05", "social-scoring", {}, False),
    ],
)
def test_what_the_policy_keeps_stays_a_bar(question: str, value: str, facts: dict[str, str], lifted: bool) -> None:
    """Given an exception that names the question, then what the policy calls not waivable bars approval anyway."""
    given = exception(granted=TODAY - timedelta(days=5), waives=[question])
    assert outcome(asked(question, value, **facts), given) is (Outcome.APPROVED if lifted else Outcome.RETURNED)
    bars = tally(asked(question, value, **facts), AFTER).bars
    assert [bar.waivable for bar in bars] == [lifted], "and the tally says that no waiver lifts it"


def test_a_stop_against_weights_nobody_knows_of_is_not_overruled() -> None:
    """Given that nobody answered whether the files were scanned, nor said their format, then no vote overrules it."""
    stop = ballot("ana", "stop")
    lists = LISTS[:1]
    assert never_overruled(case(stop, checklists=lists), stop)
    assert never_overruled(case(stop, checklists=lists, facts={"weights_format": "keras"}), stop)
    assert not never_overruled(case(stop, checklists=lists, facts={"weights_format": "safetensors"}), stop)
    assert not never_overruled(case(stop), stop), "where nobody is asked, there are no weights to scan"


def test_a_prohibited_use_is_told_beside_another_bar_that_nothing_lifts() -> None:
    bars = tally(replace(asked("R-02", "unscanned"), docket=case(tier=Tier.PROHIBITED).docket), AFTER).bars
    assert [bar.question for bar in bars] == ["R-02", ""]


def test_an_exception_ends_after_ninety_days_whatever_day_it_names() -> None:
    given = exception(granted=TODAY - timedelta(days=MOST_DAYS), ends=date(2031, 1, 1))
    assert waivers(asked("R-05", "no"), [given], TODAY)
    assert not waivers(asked("R-05", "no"), [given], TODAY + timedelta(days=1))


def test_it_is_renewed_once() -> None:
    """Given three in a row, then the third lifts nothing; another ring, another thing or a long pause begins anew."""
    first, second = exception(1, granted=date(2026, 4, 1)), exception(2, granted=date(2026, 7, 1))
    third = exception(3, granted=date(2026, 10, 1))
    one = asked("R-05", "no")
    assert waivers(one, [second, third], TODAY)["R-05"] == third.id
    assert "R-05" not in waivers(one, [first, second, third], TODAY)
    paused = exception(1, granted=date(2025, 10, 1))
    assert waivers(one, [paused, exception(2, granted=date(2026, 4, 3)), third], TODAY)
    other = replace(first, proposal=replace(first.proposal, facts={**first.proposal.facts, "scope": ["granite"]}))
    assert waivers(one, [other, second, third], TODAY)
    assert codes(exception(3), first, second) == ["renewed"]
    assert codes(exception(3), second) == []


def test_other_letters_make_no_other_exception() -> None:
    """Given three in a row whose scope is written in other letters, then the third lifts nothing; each covers both."""
    one, names = asked("R-05", "no"), ("triage", "Triage", "TRIAGE ")
    older, one = one, replace(one, docket=Docket((replace(OPENING, facts=3),)))
    days = (date(2026, 4, 1), date(2026, 7, 1), date(2026, 10, 1))
    first, second, third = (exception(n, granted=day, scope=[names[n - 1]]) for n, day in enumerate(days, 1))
    assert waivers(one, [third], TODAY), "letters keep no exception from what it is about"
    assert not waivers(one, [first, second, third], TODAY)
    assert not waivers(older, [third], TODAY), "an older list compared letters"
    assert codes(exception(3, scope=["ｔriage"]), first, second) == ["renewed"]


def test_a_new_name_for_the_same_file_renews_it_all_the_same() -> None:
    """Given two in a row for one file, when the third calls it otherwise, then it lifts nothing."""

    def of(number: int, granted: date, name: str, sha256: str) -> Case:
        return exception(number, granted=granted, scope=[name], models=[{"id": name, "version": "1", "sha256": sha256}])

    first, second = (of(n, day, "triage", "sha256:aa") for n, day in ((1, date(2026, 4, 1)), (2, date(2026, 7, 1))))
    renamed, another = (of(3, date(2026, 10, 1), "sorter", digest) for digest in ("aa", "bb"))
    assert codes(replace(renamed, record=None), first, second) == ["renewed"]
    assert codes(replace(another, record=None), first, second) == []


def test_the_owner_by_policy_and_each_judging_seat_must_sign() -> None:
    """Given a proposer who names one seat, then those who own the rule and judge the questions sign all the same."""
    asks_for = exception(gate_owner="security", gate="license-category", waives=["E-08", "C-06", "R-05"]).proposal
    found = signers(asks_for, POLICY, LISTS, charter())
    assert set(found) == {"ethics", "legal", "engineering"}
    signed = must_sign(charter(), replace(asks_for, signers=found), Tier.MINIMAL)
    assert set(signed) == {"engineering", "security", "legal", "ethics"} and set(signed) < set(SEATS)
    assert "ethics" not in must_sign(charter(), asks_for, Tier.MINIMAL), "this is what the proposer alone would choose"


def test_what_is_wrong_with_an_exception_is_told_with_its_fact() -> None:
    far = exception(ends=date(2031, 1, 1), gate="license-known", waives=["E-05", "E-08", "R-99", "C-06", "R-15"])
    assert codes(far) == ["not-waivable", "not-waivable", "nothing-to-waive", "too-long", "unknown-question"]
    parts = {each.where.part for each in exception_findings(far, (), "p.md", TODAY)}
    assert parts == {"fact gate", "fact waives", "fact ends_on"}
    assert codes(exception(gate_owner="legal")) == ["owner"]
    assert codes(exception(gate="no-such-gate")) == ["gate"]
    assert codes(exception(ends=TODAY - timedelta(days=1))) == ["past"]
    assert codes(exception(ends=TODAY + timedelta(days=MOST_DAYS), gate_owner="engineering")) == []
    assert codes(exception(granted=TODAY, gate="license-known")) == [], "a decision is judged no more"


def test_one_that_can_never_hold_is_named_as_such() -> None:
    never = (
        exception(gate="license-known"),
        exception(waives=["E-05", "R-99"]),
        exception(ends=TODAY - timedelta(days=1)),
    )
    assert all(why_never_holds(each, (), TODAY).startswith("It could never hold: ") for each in never)
    assert not why_never_holds(exception(waives=["R-05", "E-05"]), (), TODAY), "it lifts one of the two"
    assert not why_never_holds(exception(gate_owner="legal"), (), TODAY)
    assert Severity.WARNING in {
        each.severity for each in exception_findings(exception(gate_owner="legal"), (), "", TODAY)
    }
