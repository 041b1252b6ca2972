"""An approval that nobody puts to use lapses; where the registers do not tell, the board is warned, no more."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from board.core.case import Stage
from board.core.deadlines import deadlines
from board.core.later import came_later
from board.core.proposal import Artefact
from board.core.register import RegisterEntry
from board.core.stage import stage, summary, tasks
from board.core.unused import in_use, use_by
from tests.core.building import PROPOSAL
from tests.core.test_deadlines import DAY, adopted, decided

LAST = DAY + timedelta(days=180)
AFTER = LAST + timedelta(days=1)
RINGS = ("sandbox", "beta", "general")
MODEL = Artefact("triage", "2.1.0", "sha256:" + "c" * 64)
RECORD = decided(kind="ring-promote", ring="beta", artefacts=(MODEL,)).record


def entry(version: str = "2.1.0", ring: str = "beta", status: str = "approved", **more: Any) -> RegisterEntry:
    return RegisterEntry("triage", "models", version=version, ring=ring, status=status, **more)


def test_given_a_register_that_shows_no_use_then_the_approval_ends_after_its_days_and_is_told_as_lapsed() -> None:
    unused = adopted("no")
    assert use_by(unused) == LAST
    assert stage(unused, LAST) is Stage.IN_FORCE and stage(unused, AFTER) is Stage.EXPIRED
    assert summary(unused, AFTER).mark == "expired, not used" and summary(unused, LAST).mark == ""
    assert came_later(unused, AFTER) == (f"Expired on {LAST}: nobody put it to use. It approves nothing any more.",)
    (owed,) = (one for one in deadlines(unused, AFTER) if one.sort.id == "use")
    found = owed.finding("a.md", AFTER)
    assert found and found.code == "approval.unused" and "lapse" in found.fix
    assert [(one.act, one.overdue) for one in tasks(unused, "mo", AFTER)] == [("use", True)]


@pytest.mark.parametrize(("said", "facts"), [("unknown", 3), ("yes", 3), ("", 3), ("no", 2)])
def test_given_use_or_doubt_or_an_opening_by_an_older_list_then_nothing_lapses(said: str, facts: int) -> None:
    """Given doubt, then one warning once the day has passed; otherwise no word."""
    case = adopted(said, facts)
    assert stage(case, AFTER) is Stage.IN_FORCE
    found = [one.finding("a.md", AFTER) for one in deadlines(case, AFTER) if one.sort.id.startswith("use")]
    assert [one.code for one in found if one] == ["approval.use-unknown"] * (said == "unknown")


def test_a_promotion_is_put_to_use_within_sixty_days_and_a_training_at_any_time() -> None:
    assert use_by(adopted("no", kind="ring-promote")) == DAY + timedelta(days=60)
    assert use_by(adopted("no", kind="model-train")) is None


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ((entry(),), "yes"),
        ((entry(ring="general"),), "yes"),
        ((entry(ring="sandbox"),), "no"),
        ((entry(status="candidate"),), "no"),
        ((entry(status="retired", ring="sandbox"),), "yes"),
        ((entry(version="2.2", ring="sandbox", sha256=MODEL.sha256),), "no"),
        ((entry(ring=""),), "unknown"),
        ((entry(version="2.2"),), "unknown"),
        ((entry(version="2.2", decisions=(PROPOSAL,)),), "yes"),
        ((), "unknown"),
    ],
)
def test_the_registers_tell_use_by_version_and_ring_and_two_readings_are_none(
    entries: tuple[RegisterEntry, ...], said: str
) -> None:
    assert RECORD is not None
    assert in_use(RECORD, entries, RINGS) == said


def test_the_day_is_the_next_date_of_the_row() -> None:
    assert summary(adopted("no"), DAY).deadline == LAST
    assert summary(adopted("yes"), DAY).deadline is None
    assert date.fromisoformat("2027-04-10") == LAST
