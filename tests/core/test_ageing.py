"""Evidence under an approval in force grows old, or is about other files than those in use: both come back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from board.core.case import Case
from board.core.conditions import Lateness
from board.core.dated import Deadline
from board.core.deadlines import deadlines, next_change
from board.core.finding import Severity
from board.core.proposal import Evidence
from board.core.record import FollowUp
from board.core.stage import tasks
from tests.core.decided import day, decided, measured, practised

LAST = day("2026-12-20")  # 90 days after 2026-09-21
LATER = LAST + timedelta(days=1)
DIGEST = "a" * 64


def told(one: Case, today: str) -> list[Deadline]:
    return [each for each in deadlines(one, day(today)) if each.sort.id.startswith("evidence")]


def looked(on: str, until: str = "", about: str = "evidence") -> FollowUp:
    at = datetime.fromisoformat(f"{on}T09:00:00").replace(tzinfo=UTC)
    return FollowUp(
        1, "reviewed", "mo", "Run 15 says the same.", at=at, about=about, until=day(until) if until else None
    )


def test_evidence_is_told_a_week_before_it_is_too_old_and_from_then_on_with_its_day() -> None:
    """Given an evaluation of 21 September, then its last day is 20 December, and it is told by that day."""
    ahead, soon, late = (told(measured(), on)[0] for on in ("2026-12-12", "2026-12-13", "2026-12-21"))
    assert [each.state for each in (ahead, soon, late)] == [Lateness.AHEAD, Lateness.SOON, Lateness.LATE]
    assert (
        soon.words(day("2026-12-13")) == "Evidence “Run 14” under this approval is too old after 2026-12-20, in 7 days"
    )
    assert late.words(LATER) == "Evidence under this approval is too old: “Run 14” since 2026-12-21"
    found = late.finding("f", LATER)
    assert found is not None and (found.code, found.severity) == ("evidence.stale", Severity.WARNING)
    assert [task.words for task in tasks(measured(), "mo", LATER) if task.part == "evidence"] == [
        "Evidence under this approval is too old: “Run 14” since 2026-12-21."
    ]
    assert next_change(measured(), day("2026-12-01")) == day("2026-12-13")


def test_a_later_look_moves_the_day_and_without_a_day_of_its_own_counts_as_a_new_measurement() -> None:
    assert told(measured(looked("2026-12-21", "2027-02-01")), "2026-12-21")[0].due == day("2027-02-01")
    assert told(measured(looked("2026-12-21")), "2026-12-21")[0].due == day("2027-03-21")
    assert told(measured(looked("2026-12-21", about="pilot")), "2026-12-21")[0].due == LAST
    assert told(measured(looked("2026-10-20", "2026-11-01")), "2026-12-21")[0].due == LAST, "never sooner than its age"


@pytest.mark.parametrize(
    "kind", ["policy-change", "charter-change", "model-retire", "emergency-action", "policy-exception"]
)
def test_what_is_done_once_or_ends_soon_needs_no_fresh_evidence_afterwards(kind: str) -> None:
    assert told(measured(kind=kind), "2026-12-21") == []


def test_what_has_no_limit_no_date_or_no_approval_in_force_is_not_told() -> None:
    assert told(measured(dated=""), "2026-12-21") == []
    assert told(measured(dated="last summer"), "2026-12-21") == []
    assert told(replace(measured(), policy=decided().policy), "2026-12-21") == []
    assert told(replace(measured(), superseded_by="2026/0002-x"), "2026-12-21") == []
    assert told(replace(measured(), record=None), "2026-12-21") == []


def test_of_many_pieces_three_are_named_and_the_rest_is_counted() -> None:
    pieces = tuple(Evidence(f"e{n}", f"Run {n}", dated=f"2026-09-{20 + n}", sort="evaluation") for n in range(5))
    one = measured()
    words = told(replace(one, proposal=replace(one.proposal, evidence=pieces)), "2026-12-30")[0].words(
        day("2026-12-30")
    )
    assert words.endswith("“Run 0” since 2026-12-20, “Run 1” since 2026-12-21, “Run 2” since 2026-12-22 and 2 more")


def test_a_register_that_shows_other_files_voids_at_once_what_was_made_on_the_approved_ones() -> None:
    """Given another digest in the register, then it is an error from that day on, which no later look settles."""
    one = replace(
        measured(looked("2026-12-01", "2027-02-01"), artefact=f"sha256:{DIGEST}"), altered={DIGEST: day("2026-11-03")}
    )
    found = next(each for each in told(one, "2026-11-03") if each.sort.id == "evidence-void")
    assert (found.due, found.state, found.acts) == (day("2026-11-03"), Lateness.LATE, ("mo",))
    finding = found.finding("f", day("2026-11-03"))
    assert finding is not None and (finding.code, finding.severity) == ("evidence.void", Severity.ERROR)
    assert (
        finding.message == "Evidence “Run 14” was made on other files than the register shows in use since 2026-11-03."
    )
    spared = replace(one, policy=replace(one.policy, void_on_changed_hash=False))
    assert [each.sort.id for each in told(spared, "2026-11-03")] == ["evidence"]


def practice(one: Case) -> list[Deadline]:
    return [each for each in deadlines(one, LATER) if each.sort.id == "practice"]


def test_a_way_back_that_nobody_practises_any_more_comes_back_where_the_policy_says_within_how_many_days() -> None:
    """Given a practice of 21 September and 90 days, then it is told from 13 December, and late after 20 December."""
    (late,) = practice(practised())
    assert (late.due, late.state, late.acts) == (LAST, Lateness.LATE, ("mo",))
    assert late.words(LATER) == (
        "The way back was last practised on 2026-09-21; the policy wants that within 90 days, by 2026-12-20 next"
    )
    finding = late.finding("f", LATER)
    assert finding is not None and (finding.code, finding.severity) == ("practice.overdue", Severity.WARNING)
    assert practice(practised(ring="beta")) == [] and practice(practised(kind="model-adopt")) == []
    assert [one.due for one in practice(practised(ring="external"))] == [LAST]


def test_practising_again_is_told_with_the_day_of_the_later_look() -> None:
    """Given a look at the way back in December, when it is late again, then no older day is named as the last one."""
    again = practised(looked("2026-12-21", about="practice"))
    (found,) = [each for each in deadlines(again, day("2027-04-01")) if each.sort.id == "practice"]
    assert found.words(day("2027-04-01")).startswith("The way back was last practised by 2026-12-21; the policy")
    (older,) = practice(practised(looked("2026-09-01", about="practice")))
    assert "last practised on 2026-09-21" in older.words(LATER), "a look before the day that is named"


def test_practising_again_moves_the_day() -> None:
    assert practice(practised(looked("2026-12-21", about="practice")))[0].due == day("2027-03-21")
    assert practice(practised(looked("2026-12-21", "2027-01-10", about="practice")))[0].due == day("2027-01-10")
    assert practice(practised(looked("2026-12-21")))[0].due == LAST, "a look at the evidence is none at the way back"
