"""What registers and incidents owe by a day: told before it, found once it has passed, silent once it is settled."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from board.core.dated import SORTS, Deadline
from board.core.filed_deadlines import entry_deadlines, incident_deadlines
from board.core.incident import Action, Clock, Incident, carried_on
from board.core.register import RegisterEntry
from tests.core.building import charter

DUE = date(2026, 10, 20)
ENTRY = RegisterEntry("letters", "datasets", "Ward letters", status="approved", owner="mo")
ACTION = Action("a1", "Test other templates", "ben", DUE)
INCIDENT = Incident("0001", "Wrong pile", actions=(ACTION,), path="incidents/0001.md")


def found(what: str, today: date) -> list[Deadline]:
    made = {
        "entry": lambda: entry_deadlines(replace(ENTRY, approved_until=DUE.isoformat()), charter(), today),
        "withdrawal": lambda: entry_deadlines(replace(ENTRY, sunset=DUE.isoformat()), charter(), today),
        "retention": lambda: entry_deadlines(replace(ENTRY, retention_until=DUE.isoformat()), charter(), today),
        "action": lambda: incident_deadlines(INCIDENT, charter(), today),
        "clock": lambda: incident_deadlines(
            replace(INCIDENT, actions=(), clocks=(Clock("GDPR", DUE),)), charter(), today
        ),
    }
    return list(made[what]())


@pytest.mark.parametrize(
    ("sort", "acts", "code"),
    [
        ("entry", "mo", "register.expired"),
        ("withdrawal", "mo", "register.past-sunset"),
        ("retention", "mo", "register.kept-too-long"),
        ("action", "ben", "incident.action-overdue"),
        ("clock", "ana", "incident.unreported"),
    ],
)
def test_each_is_told_before_the_day_and_found_after_it(sort: str, acts: str, code: str) -> None:
    first = DUE - timedelta(days=max(SORTS[sort].remind))
    [ahead], [soon], [on], [late] = (
        found(sort, day) for day in (first - timedelta(days=1), first, DUE, DUE + timedelta(days=1))
    )
    assert not ahead.hears(acts, first - timedelta(days=1))
    assert soon.hears(acts, first) == "acts"
    assert on.finding("f", DUE) is None, "the day itself is still in time"
    told = late.finding("f", DUE + timedelta(days=1))
    assert told is not None and (told.code, told.where.path) == (code, "f")
    assert told.fix and told.why
    assert late.hears("ana", DUE + timedelta(days=1)), "who presides hears of all that is late"


def test_what_is_settled_or_not_in_use_is_silent() -> None:
    gone = replace(ENTRY, approved_until=DUE.isoformat(), status="retired")
    assert not list(entry_deadlines(gone, charter(), DUE))
    assert not list(entry_deadlines(replace(ENTRY, sunset=DUE.isoformat(), status="retired"), charter(), DUE))
    kept = replace(ENTRY, retention_until=DUE.isoformat(), deleted_on="2026-10-19")
    assert not list(entry_deadlines(kept, charter(), DUE))
    done = replace(INCIDENT, actions=(replace(ACTION, done=True),), clocks=(Clock("GDPR", DUE, True),))
    assert not list(incident_deadlines(done, charter(), DUE))


def test_an_action_whose_owner_is_no_member_falls_to_whoever_presides() -> None:
    lost = replace(INCIDENT, actions=(replace(ACTION, owner="Farah Nasser"),))
    [told] = incident_deadlines(lost, charter(), DUE)
    assert "ana" in told.acts


def test_a_later_report_settles_or_moves_an_action_because_reports_are_never_changed() -> None:
    moved = Incident(
        "0002", "", path="incidents/0002.md", follows="0001", actions=(Action("a1", "", due=date(2027, 1, 1)),)
    )
    [one] = carried_on((moved, INCIDENT))
    assert one.actions == (replace(ACTION, due=date(2027, 1, 1)),)
    done = replace(moved, path="incidents/0003.md", actions=(Action("a1", "", done=True),))
    [over] = carried_on((INCIDENT, moved, done))
    assert not list(incident_deadlines(over, charter(), date(2028, 1, 1)))


def test_a_report_that_is_due_by_the_hour_is_late_by_the_hour() -> None:
    noon = datetime(2026, 10, 20, 12, 30, tzinfo=UTC)
    owed = replace(INCIDENT, actions=(), clocks=(Clock("the data authority", DUE, at=noon),))
    board = replace(charter(), timezone="Europe/Berlin")

    def at(now: datetime) -> Deadline:
        [found] = incident_deadlines(owed, board, now.date(), now)
        return found

    soon, late = at(noon - timedelta(hours=3)), at(noon + timedelta(minutes=1))
    assert soon.words(DUE) == "The report to the data authority on “Wrong pile”, by 14:30 CEST, is due in 3 hours"
    assert soon.finding("f", DUE) is None
    told = late.finding("f", DUE)
    assert told is not None and told.code == "incident.unreported" and "is 1 hour late" in told.message
    assert late.hears("ana", DUE) == "acts", "who presides sends it"
    assert not at(noon - timedelta(days=9)).hears("ana", DUE - timedelta(days=9)), "before its first reminder it rests"


def test_a_later_report_moves_the_hour_or_leaves_it() -> None:
    noon = datetime(2026, 10, 20, 12, 30, tzinfo=UTC)
    first = replace(INCIDENT, actions=(), clocks=(Clock("GDPR", DUE, at=noon),))
    silent = Incident("0002", "More", path="incidents/0002.md", follows="0001", clocks=(Clock("GDPR"),))
    moved = replace(silent, clocks=(Clock("GDPR", DUE + timedelta(days=1)),))
    [kept], [new] = (carried_on((first, later)) for later in (silent, moved))
    assert kept.clocks == first.clocks
    assert (new.clocks[0].due, new.clocks[0].at) == (DUE + timedelta(days=1), None), "a whole day instead of an hour"
