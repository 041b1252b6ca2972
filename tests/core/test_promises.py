"""How the conditions of a decision stand: met and by whom, let go, or late and what that brought about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from board.core.case import Case
from board.core.policy import Policy
from board.core.promises import in_short, promises
from board.core.record import FollowUp, Outcome, Record, Sum
from tests.core.building import CONDITION, case

SUM = Sum(4, 4, 3, 3, 0, 4, 4, 3, 2, "4 seats.")
APPROVED = replace(
    case(record=Record("p", 1, Outcome.APPROVED_WITH_CONDITIONS, 1, None, "kim", "", SUM, conditions=(CONDITION,))),
    policy=Policy(freeze_after=7, roll_back_after=30),
)
AT = datetime(2026, 10, 18, 9, tzinfo=UTC)
PROOF, VERIFIED = (
    FollowUp(1, "proof", "mo", condition="c1", at=AT),
    FollowUp(2, "verified", "kim", condition="c1", at=AT),
)


def told(one: Case, day: date, drafted: str = "") -> tuple[str, str]:
    (promise,) = promises(one, day, drafted)
    return promise.state, promise.words


def test_a_condition_that_is_met_names_who_proved_it_and_who_checked_it() -> None:
    met = replace(APPROVED, follow_ups=(PROOF, VERIFIED))
    words = "Met: proven by Mo Haddad on 2026-10-18 and checked by Kim Sato on 2026-10-18."
    assert told(met, date(2027, 1, 1)) == ("met", words)


def test_a_proof_waits_for_its_check_and_a_waiver_says_who_let_go() -> None:
    proven = replace(APPROVED, follow_ups=(PROOF,))
    assert told(proven, date(2026, 10, 19)) == (
        "proven",
        "Due tomorrow. Proven by Mo Haddad on 2026-10-18; Kim Sato has not checked it yet.",
    )
    waived = replace(APPROVED, follow_ups=(FollowUp(1, "waiver", "ana", condition="c1", until=date(2026, 12, 1)),))
    assert told(waived, date(2026, 10, 19)) == ("waived", "Let go by Ana Lindqvist, until 2026-12-01.")


def test_a_late_condition_says_how_late_it_is_and_since_when_which_consequence_holds() -> None:
    """Given a freeze after 7 days and a way back after 30, then each is named with its first day once it holds."""
    assert told(APPROVED, date(2026, 10, 20)) == ("soon", "Due today.")
    assert told(APPROVED, date(2026, 10, 23)) == ("late", "3 days late.")
    frozen = "Its ring is frozen since 2026-10-28: until the condition is met, what was approved goes to no wider ring."
    assert told(APPROVED, date(2026, 10, 28)) == ("frozen", f"8 days late. {frozen}")
    state, words = told(APPROVED, date(2026, 11, 20))
    back = f"Since 2026-11-20 it is time to go back by one ring; `board follow-up {APPROVED.id} roll-back` drafts it."
    assert (state, words) == ("roll-back", f"31 days late. {frozen} {back}")
    assert told(APPROVED, date(2026, 11, 20), "2026/0019-back")[1].endswith("2026/0019-back proposes it.")


def test_a_decision_that_is_superseded_leaves_its_conditions_as_late_as_they_are() -> None:
    state, words = told(replace(APPROVED, superseded_by="2026/0020-b"), date(2026, 12, 1))
    assert state == "roll-back"
    assert "Its ring is frozen since 2026-10-28" in words
    assert "go back" not in words
    gone = replace(APPROVED, follow_ups=(*APPROVED.follow_ups, FollowUp(9, "lapse", "kim", at=AT)))
    assert told(gone, date(2026, 12, 1)) == (state, words)


def test_conditions_are_counted_in_words_the_worst_first() -> None:
    """Given conditions in every state, then each is counted under one word, and all that is well is said at once."""
    assert in_short(["met", "soon", "frozen", "proven", "late", "waived"]) == (
        "2 overdue, 1 open, 1 to check, 1 waived, 1 met"
    )
    assert (in_short(["met", "met"]), in_short(())) == ("all met", "")
