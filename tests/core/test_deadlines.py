"""Nothing that has a date is silent: for every sort, who is told, from when, and what the check says afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.core.case import Case, Stage
from board.core.charter_dates import charter_deadlines
from board.core.conditions import OVER, Lateness, changes_on, open_conditions
from board.core.dated import SORTS, Deadline
from board.core.deadlines import (
    appeal_until,
    deadlines,
    may_hear,
    next_change,
    open_appeals,
)
from board.core.docket import Docket
from board.core.finding import Severity
from board.core.later import came_later
from board.core.policy import Policy
from board.core.proposal import Tier
from board.core.record import FollowUp, Outcome, Record
from board.core.stage import stage, summary, tasks
from tests.core.building import CONDITION, MEMBERS, OPENING, PROPOSAL, case, charter
from tests.core.decided import DAY, DECIDED, POLICY, SUM, day, decided, measured, practised


def follow(number: int, kind: str, member: str, **fields: Any) -> FollowUp:
    return FollowUp(number, kind, member, "Said.", at=DECIDED, **fields)


def of(found: tuple[Deadline, ...], sort: str) -> Deadline:
    return next(one for one in found if one.sort.id == sort)


def adopted(in_use: str, facts: int = 3, kind: str = "model-adopt") -> Case:
    """A model that was adopted, and what the registers say of its use."""
    return replace(decided(kind=kind, ring="beta"), docket=Docket((replace(OPENING, facts=facts),)), in_use=in_use)


ON_CONDITION = decided(Outcome.APPROVED_WITH_CONDITIONS, conditions=(CONDITION,), ring="beta")
SEALED = replace(OPENING, opened_at=DECIDED, opened_by="mo", tier=Tier.HIGH)
EMERGENCY = replace(
    case(kind="emergency-action", proposer="mo"),
    docket=Docket((SEALED,)),
    files=(f"decisions/{PROPOSAL}/emergency.toml",),
)
DEFERRED = replace(case(proposer="mo"), rounds=(Record(PROPOSAL, 1, Outcome.DEFERRED, 1, DECIDED, "ana", "", SUM),))
APPEALED = decided(Outcome.REJECTED, follow(1, "appeal", "chiara"))
GRANTED = replace(
    APPEALED, follow_ups=(*APPEALED.follow_ups, follow(2, "granted", "ben", re=1, proposal="2026/0002-x"))
)
PROMISES = {"review_by": DAY, "pilot_ends": DAY, "sunset_on": DAY, "expected_end": DAY}

TABLE: dict[str, tuple[Case, date, tuple[str, ...], str]] = {
    # sort: the case, the day, who must act, the finding once it has passed
    "condition": (ON_CONDITION, day("2026-10-20"), ("mo",), "condition.overdue"),
    "approval": (decided(expires=day("2027-04-10")), day("2027-04-10"), ("mo",), "approval.expired"),
    "use": (adopted("no"), day("2027-04-10"), ("mo",), "approval.unused"),
    "use-unknown": (adopted("unknown"), day("2027-04-10"), ("mo",), "approval.use-unknown"),
    "evidence": (measured(), day("2026-12-20"), ("mo",), "evidence.stale"),
    "practice": (practised(), day("2026-12-20"), ("mo",), "practice.overdue"),
    "exception": (
        decided(kind="policy-exception", expires=day("2027-01-10"), dates={"ends_on": day("2026-12-01")}),
        day("2026-12-01"),
        ("mo",),
        "exception.ended",
    ),
    "review": (decided(dates=PROMISES), DAY, ("mo",), "review.overdue"),
    "pilot": (decided(dates=PROMISES), DAY, ("mo",), "pilot.ended"),
    "sunset": (decided(dates=PROMISES), DAY, ("mo",), "sunset.passed"),
    "measure": (decided(dates=PROMISES), DAY, ("mo",), "measure.overdue"),
    "confirmation": (EMERGENCY, DAY, ("ana", "ben", "chiara", "lena", "ruth"), "emergency.unconfirmed"),
    "ratification": (EMERGENCY, day("2026-10-19"), ("ana", "kim"), "emergency.not-ratified"),
    "appeal-window": (decided(Outcome.REJECTED), day("2026-11-09"), (), ""),
    "pull-window": (decided(way="standard"), day("2026-11-09"), (), ""),
    "appeal": (APPEALED, day("2026-11-09"), ("ben", "lena", "ruth", "kim"), "appeal.unheard"),
    "rehearing": (GRANTED, day("2026-11-09"), ("ana", "kim"), "appeal.not-taken-up"),
    "reply": (decided(Outcome.APPROVED, follow(1, "recommended", "ruth")), day("2026-11-09"), ("mo",), "reply.overdue"),
    "publication": (
        replace(decided(), record=replace(decided().record, tier="limited")),
        day("2026-11-11"),
        ("ana", "kim"),
        "ethics.unpublished",
    ),
    "deferral": (DEFERRED, day("2026-10-26"), ("ana", "kim"), "deferral.overdue"),
}


def test_the_table_of_tests_knows_every_sort() -> None:
    filed = {"action", "clock", "entry", "retention", "withdrawal"}  # test_filed_deadlines.py
    filed |= {"evidence-void", "vote"}  # late from their first day; test_ageing.py, test_undecided.py
    assert {*TABLE, *filed, "term", "last-term", "charter"} == set(SORTS)


@pytest.mark.parametrize("sort", TABLE)
def test_each_date_is_told_before_it_comes_and_found_once_it_has_passed(sort: str) -> None:
    """Given a date, when days go by, then it is ahead, soon from the first reminder, and late the day after it."""
    one, due, acts, code = TABLE[sort]
    found = of(deadlines(one, due), sort)
    assert (found.due, found.acts) == (due, acts)
    assert found.finding("f", due) is None, "the day itself is still in time"
    first = due - timedelta(days=max(SORTS[sort].remind))
    soon = of(deadlines(one, first), sort)
    assert soon.state is Lateness.SOON
    before = [each for each in deadlines(one, first - timedelta(days=1)) if each.sort.id == sort]
    assert [each.state for each in before] == [Lateness.AHEAD]
    told = acts or soon.told
    assert told and all(soon.hears(member, first) for member in told)
    assert not any(before[0].hears(member, first - timedelta(days=1)) for member in told)
    after = [each for each in deadlines(one, due + timedelta(days=1)) if each.sort.id == sort]
    if not code:
        assert after == []
        return
    finding = after[0].finding("f", due + timedelta(days=1))
    assert finding is not None and finding.code == code
    assert finding.fix and finding.why
    wanted = Severity.WARNING if sort in ("deferral", "use-unknown", "evidence", "practice") else Severity.ERROR
    assert finding.severity is wanted


@pytest.mark.parametrize("sort", [sort for sort in TABLE if sort != "deferral"])
def test_whoever_must_act_finds_it_in_the_inbox(sort: str) -> None:
    one, due, acts, _ = TABLE[sort]
    for member in acts:
        mine = [task for task in tasks(one, member, due) if task.mine and task.due in (due, None)]
        assert mine, f"{member} hears nothing of the {sort}"


def test_a_second_seat_is_late_by_the_hour() -> None:
    """Given an emergency at 9 in the morning, then at one minute past 13 it is late, and told even once it is given."""
    limit = DECIDED + timedelta(hours=4)
    in_time = of(deadlines(EMERGENCY, DAY, limit), "confirmation")
    assert in_time.finding("f", DAY) is None
    assert "by 15:00" in in_time.words(DAY), "the clock of the board's own time zone"
    late = of(deadlines(EMERGENCY, DAY, limit + timedelta(minutes=1)), "confirmation").finding("f", DAY)
    assert late is not None
    assert late.message.endswith("is 1 hour late.")

    def confirmed(after: timedelta) -> list[str]:
        said = replace(EMERGENCY, follow_ups=(FollowUp(1, "confirmed", "ana", "Yes.", at=DECIDED + after),))
        told = [each for each in deadlines(said, DAY, DECIDED + after) if each.sort.id == "confirmation"]
        assert not any(each.hears("ana", DAY) for each in told), "nobody can still do it"
        return [finding.message for each in told if (finding := each.finding("f", DAY))]

    assert confirmed(timedelta(hours=4)) == []
    assert confirmed(timedelta(hours=5, minutes=30)) == [
        "A second seat confirmed the emergency action after 6 hours, not within 4."
    ]


def test_an_emergency_before_midnight_is_confirmed_the_next_day() -> None:
    opened = replace(SEALED, opened_at=datetime(2026, 10, 12, 20, tzinfo=UTC))
    found = of(deadlines(replace(EMERGENCY, docket=Docket((opened,))), DAY), "confirmation")
    assert found.due == DAY + timedelta(days=1)


def test_what_was_let_go_retired_or_replaced_keeps_what_it_owes_and_no_date_of_its_own() -> None:
    """Given a late condition, when chair or secretary let the approval go, then only meeting it ends it."""
    met = (follow(8, "proof", "mo", condition="c1"), follow(9, "verified", "kim", condition="c1"))
    for over in (
        replace(ON_CONDITION, follow_ups=(follow(1, "lapse", "kim"),)),
        replace(ON_CONDITION, follow_ups=(follow(1, "retired", "kim"),)),
        replace(ON_CONDITION, superseded_by="2026/0099-next"),
    ):
        (left,) = deadlines(over, day("2027-06-01"))
        assert (left.sort.id, left.state, left.acts) == ("condition", Lateness.ROLL_BACK, ("mo",))
        assert "roll-back" not in left.fix
        assert summary(over, day("2027-06-01")).mark == "frozen"
        assert any(words.startswith("Condition c1 is ") for words in came_later(over, day("2027-06-01")))
        settled = replace(over, follow_ups=(*over.follow_ups, *met))
        assert deadlines(settled, day("2027-06-01")) == ()
        assert next_change(settled, day("2027-06-01")) is None


@pytest.mark.parametrize("end", ["lapse", "retired", "superseded"])
def test_what_was_let_go_or_replaced_still_owes_an_answer_to_an_appeal_and_to_a_recommendation(end: str) -> None:
    """Given both are open, when the approval ends, then each waits still, on the same day and for the same people."""
    one = decided(Outcome.APPROVED, follow(1, "appeal", "chiara"), follow(2, "recommended", "ruth"))
    over = replace(one, superseded_by="2026/0099-next")
    if end != "superseded":
        over = replace(one, follow_ups=(*one.follow_ups, follow(3, end, "kim")))
    assert stage(over, DAY) in OVER
    for sort in ("appeal", "reply"):
        before, after = of(deadlines(one, DAY), sort), of(deadlines(over, DAY), sort)
        assert (after.due, after.acts) == (before.due, before.acts)


# Conditions


@pytest.mark.parametrize(
    ("days", "state", "words"),
    [
        (-8, Lateness.AHEAD, "is due in 8 days"),
        (-7, Lateness.SOON, "is due in 7 days"),
        (-1, Lateness.SOON, "is due tomorrow"),
        (0, Lateness.SOON, "is due today"),
        (1, Lateness.LATE, "is 1 day late"),
        (7, Lateness.LATE, "is 7 days late"),
        (8, Lateness.FROZEN, "is 8 days late"),
        (30, Lateness.FROZEN, "is 30 days late"),
        (31, Lateness.ROLL_BACK, "is 31 days late"),
    ],
)
def test_a_condition_gets_graver_as_it_gets_later(days: int, state: Lateness, words: str) -> None:
    today = day("2026-10-20") + timedelta(days=days)
    found = of(deadlines(ON_CONDITION, today), "condition")
    assert (found.state, found.words(today)) == (state, f"Condition c1 {words}")


def test_owner_verifier_and_chair_hear_of_a_late_condition() -> None:
    late = day("2026-10-23")
    assert [(t.act, t.mine) for t in tasks(ON_CONDITION, "mo", late)] == [("prove", True)]
    checked_by_yusuf = replace(CONDITION, verifier="yusuf")
    other = decided(Outcome.APPROVED_WITH_CONDITIONS, conditions=(checked_by_yusuf,))
    assert [(t.act, t.mine) for t in tasks(other, "yusuf", late)] == [("wait", False)]
    assert [(t.act, t.mine) for t in tasks(ON_CONDITION, "kim", late)] == [("chase", True)]
    assert [(t.act, t.mine) for t in tasks(ON_CONDITION, "ana", late)] == [("chase", True)]
    assert tasks(ON_CONDITION, "lena", late) == ()


def test_after_a_month_the_chair_is_offered_the_way_back() -> None:
    (task,) = tasks(ON_CONDITION, "ana", day("2026-11-21"))
    assert task.act == "roll-back"
    assert f"`board follow-up {PROPOSAL} roll-back`" in task.words


def test_the_verifier_is_up_once_there_is_proof() -> None:
    proven = replace(ON_CONDITION, follow_ups=(follow(1, "proof", "mo", condition="c1"),))
    found = of(deadlines(proven, day("2026-10-15")), "condition")
    assert (found.act, found.acts, found.told) == ("verify", ("kim",), ("mo",))


def test_a_command_of_a_condition_can_be_pasted_whatever_its_id_is() -> None:
    """Given an id that somebody wrote with a space, then the fix quotes it, to prove and to verify; a plain one not."""
    for name, typed in (("c1", "c1"), ("of June; x", "'of June; x'")):
        owed = replace(CONDITION, id=name)
        open_one = decided(Outcome.APPROVED_WITH_CONDITIONS, conditions=(owed,), ring="beta")
        proven = replace(open_one, follow_ups=(follow(1, "proof", "mo", condition=name),))
        for of_case, act in ((open_one, "prove"), (proven, "verify")):
            assert f" {act} {typed}`." in of(deadlines(of_case, day("2026-10-15")), "condition").fix


def test_a_policy_without_the_numbers_freezes_nothing() -> None:
    plain = replace(ON_CONDITION, policy=Policy())
    assert of(deadlines(plain, day("2027-01-01")), "condition").state is Lateness.LATE


def test_a_waiver_with_a_last_day_lets_the_condition_come_back() -> None:
    """Given a waiver until a day, when it has passed, then the condition is open again and due on that day."""
    until = day("2026-11-30")
    waived = replace(ON_CONDITION, follow_ups=(follow(1, "waiver", "kim", condition="c1", until=until),))
    assert open_conditions(waived, until) == ()
    (again,) = open_conditions(waived, until + timedelta(days=1))
    assert again.condition.due == until
    forever = replace(ON_CONDITION, follow_ups=(follow(1, "waiver", "kim", condition="c1"),))
    assert open_conditions(forever, day("2030-01-01")) == ()


@given(days=st.integers(min_value=-60, max_value=120))
def test_between_two_changes_nothing_about_a_condition_changes(days: int) -> None:
    today = day("2026-10-20") + timedelta(days=days)
    (one,) = open_conditions(ON_CONDITION, today)
    change = changes_on(one, today, POLICY)
    last = (change or today + timedelta(days=50)) - timedelta(days=1)
    assert one.lateness(today, POLICY) is one.lateness(last, POLICY)
    if change:
        assert one.lateness(change, POLICY) is not one.lateness(last, POLICY)


# Appeals, emergencies, publication, terms


def test_an_appeal_may_be_lodged_for_twenty_working_days_holidays_not_counted() -> None:
    assert appeal_until(decided(Outcome.REJECTED)) == day("2026-11-09")
    rested = replace(decided(Outcome.REJECTED), charter=replace(charter(), holidays=(day("2026-10-26"),)))
    assert appeal_until(rested) == day("2026-11-10")


def test_who_decided_and_who_appealed_do_not_hear_it() -> None:
    one = decided(Outcome.REJECTED, follow(1, "appeal", "chiara"))
    hear = {member.id for member in MEMBERS if may_hear(one, member, one.follow_ups[0])}
    assert {"ben", "lena", "ruth", "kim", "yusuf"} == hear, "nor does mo, who proposed it"


@pytest.mark.parametrize("kind", ["dismissed", "granted"])
def test_an_appeal_comes_back_until_it_is_answered(kind: str) -> None:
    appealed = decided(Outcome.REJECTED, follow(1, "appeal", "chiara"), follow(2, "heard", "ben", re=1))
    assert [each.number for each in open_appeals(appealed)] == [1]
    answered = replace(appealed, follow_ups=(*appealed.follow_ups, follow(3, kind, "kim", re=1)))
    assert open_appeals(answered) == ()


def test_an_unratified_restriction_stands_and_the_delay_is_found() -> None:
    late = day("2026-10-20")
    finding = of(deadlines(EMERGENCY, late), "ratification").finding("f", late)
    assert finding is not None and "stands" in finding.why + finding.fix
    assert stage(EMERGENCY, late) is Stage.IN_REVIEW


def test_at_tier_high_the_review_is_out_before_the_general_ring() -> None:
    record = decided().record
    assert record is not None
    for ring, due in (("general", DAY), ("external", DAY), ("beta", DAY + timedelta(days=30))):
        one = replace(decided(), record=replace(record, tier="high", ring=ring))
        assert of(deadlines(one, DAY), "publication").due == due
    minimal = replace(decided(), record=replace(record, tier="minimal"))
    assert not any(each.sort.id == "publication" for each in deadlines(minimal, DAY))


def test_a_look_again_sets_the_next_day_or_settles_it() -> None:
    one = decided(dates={"review_by": DAY})
    moved = replace(one, follow_ups=(follow(1, "reviewed", "mo", about="review", until=day("2027-03-01")),))
    assert of(deadlines(moved, DAY), "review").due == day("2027-03-01")
    settled = replace(one, follow_ups=(follow(1, "reviewed", "mo", about="review"),))
    assert not any(each.sort.id == "review" for each in deadlines(settled, DAY))
    other = replace(one, follow_ups=(follow(1, "reviewed", "mo", about="pilot"),))
    assert of(deadlines(other, DAY), "review").due == DAY


def test_terms_that_end_and_a_charter_nobody_looked_at_come_back() -> None:
    board = charter(members=tuple(replace(one, end=day("2026-12-31")) if one.id == "ruth" else one for one in MEMBERS))
    term, yearly = charter_deadlines(board, day("2026-01-12"), day("2026-12-05"))
    assert (term.due, term.acts, term.told) == (day("2026-12-31"), ("ana", "kim"), ("ruth",))
    assert (term.hears("ruth", day("2026-12-05")), term.hears("ben", day("2026-12-05"))) == ("told", "")
    assert (yearly.due, yearly.state) == (day("2027-01-12"), Lateness.AHEAD)
    late = charter_deadlines(board, day("2026-01-12"), day("2027-02-01"))
    codes = [(f.code, f.severity) for each in late if (f := each.finding("board.toml", day("2027-02-01")))]
    assert codes == [("term.ended", Severity.WARNING), ("charter.review", Severity.WARNING)]


def test_the_last_day_on_which_the_board_can_decide_comes_back() -> None:
    """Given terms that end on two days, then the second is told of where too few are left, and only there."""
    soon, later, today = day("2026-12-31"), day("2027-02-28"), day("2027-01-15")
    ends = {"ana": soon, "ben": soon, "kim": later, "lena": later, "ruth": later}
    all_end = tuple(replace(one, end=ends.get(one.id, later)) for one in MEMBERS)
    told = of(charter_deadlines(charter(members=all_end), None, today), "last-term")
    assert (told.due, told.state.late) == (later, False)
    assert told.hears("chiara", today) == told.hears("kim", today) == "acts"
    after = day("2027-03-01")
    late = of(charter_deadlines(charter(members=all_end), None, after), "last-term").finding("board.toml", after)
    assert late is not None and (late.code, late.severity) == ("term.nobody-left", Severity.ERROR)
    for kept in (("ben", "chiara", "lena"), ("ana", "ben", "chiara", "kim")):
        few = tuple(one if one.id in kept else replace(one, end=soon) for one in MEMBERS)
        assert not any(one.sort.id == "last-term" for one in charter_deadlines(charter(members=few), None, today))
    two = tuple(one if one.id in ("ana", "ben") else replace(one, end=soon) for one in MEMBERS)
    assert of(charter_deadlines(charter(members=two), None, today), "last-term").due == soon


@given(days=st.integers(min_value=-5, max_value=400))
def test_lists_read_a_case_again_on_the_day_its_dates_change(days: int) -> None:
    """Given a case with dates, when no date changes before a day, then its tasks are the same until that day."""
    one, today = decided(expires=day("2027-04-10")), DAY + timedelta(days=days)
    change = next_change(one, today)
    assert change is not None and change > today
    if (change - today).days > 1:
        assert tasks(one, "mo", today) == tasks(one, "mo", change - timedelta(days=1))


def test_the_four_hours_are_in_the_inbox_by_the_clock() -> None:
    """Given an emergency at 9, then the others' task is due at 13 UTC, and overdue a second after, the same day."""
    limit = DECIDED + timedelta(hours=4)
    for now, late in ((limit, False), (limit + timedelta(seconds=1), True)):
        task = next(each for each in tasks(EMERGENCY, "ben", DAY, now) if each.act == "second")
        assert (task.at, task.due, task.until("Europe/Berlin"), task.overdue) == (limit, DAY, f"{DAY} 15:00 CEST", late)
    assert task.words.endswith(f"by 15:00 CEST, is 1 hour late. `board follow-up {EMERGENCY.id} confirm` confirms it.")
