"""What came after a decision and changes how its page reads: no published page can say it, so every view of it does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from board.core.case import Case, Stage
from board.core.conditions import OWING, Lateness, open_conditions
from board.core.dates import local_date, local_moment, time_in_zone
from board.core.deadlines import open_appeals
from board.core.record import FollowUp, Record
from board.core.sentence import plural
from board.core.summary import ends_on, stage
from board.core.text import one_line
from board.core.unused import lapsed_unused, use_by

_LAST = {Stage.RETIRED: ("retire", "retired"), Stage.LAPSED: ("lapse", "lapsed", "pulled")}


def came_later(case: Case, today: date) -> tuple[str, ...]:
    """One sentence each, what weighs most first; nothing while the page says all there is to know."""
    later = _came_later(case, case.record, today) if case.record is not None else ()
    return (*_at_once(case), *later)


def _at_once(case: Case) -> Iterator[str]:
    """What the person on call did and who confirmed it; where a page tells the act, it is not told twice."""
    done = case.emergency
    if done is None or (case.record is not None and case.proposal.fact("action")):
        return
    called = case.charter.called
    yield one_line(f"{called(done.member)} acted at once{_at(case, done.at)}: {done.action}. {done.text}")
    for each in case.follow_ups:
        if each.kind == "confirmed":
            yield one_line(f"{called(each.member)} confirmed it{_at(case, each.at)}: {each.text}")


def _at(case: Case, at: datetime | None) -> str:
    if at is None:
        return ""
    moment = local_moment(at, case.charter.timezone)
    return f" on {moment.date()} at {time_in_zone(moment)}"


def _ended(case: Case, record: Record, today: date) -> Iterator[str]:
    """How an approval came to an end; nothing while it stands."""
    now = stage(case, today)
    if now is Stage.SUPERSEDED:
        yield f"Replaced by {case.superseded_by}."
    elif now is Stage.EXPIRED:
        unused = lapsed_unused(case, today)
        ended = f"Expired on {use_by(case)}: nobody put it to use" if unused else f"Expired on {ends_on(record)}"
        yield f"{ended}. It approves nothing any more."
    elif now in _LAST:
        last = next((each for each in reversed(case.follow_ups) if each.kind in _LAST[now]), None)
        gone = now is Stage.RETIRED
        if last is not None and last.kind == "pulled":
            who = case.charter.called(last.member)
            yield f"{who} put it to the full vote{_on(case, last)}: it waits to be proposed anew."
        yield (
            f"Retired{_on(case, last)}: taken out of use."
            if gone
            else f"Lapsed{_on(case, last)}. It approves nothing any more."
        )


def how_it_ended(case: Case, today: date) -> tuple[str, ...]:
    """What ended an approval, and that its open conditions outlive it where they do; nothing while it stands."""
    if case.record is None or not (ended := tuple(_ended(case, case.record, today))):
        return ()
    owes = stage(case, today) in OWING and open_conditions(case, today)
    return (*ended, "Its open conditions are still owed.") if owes else ended


def _came_later(case: Case, record: Record, today: date) -> Iterator[str]:
    yield from _ended(case, record, today)
    for each in case.follow_ups:
        if each.kind == "granted":
            again = f": to be decided again in {each.proposal}" if each.proposal else ""
            yield f"Appeal {each.re} was granted{_on(case, each)}{again}."
    if stage(case, today) in OWING:
        yield from _late(case, record, today)
    for each in open_appeals(case):
        yield f"Appeal {each.number} waits for an answer."
    for each in case.follow_ups:
        if each.kind == "correction":
            yield f"Corrected{_on(case, each)}: what came later tells how."


def _late(case: Case, record: Record, today: date) -> Iterator[str]:
    """The conditions that are late, and what that does."""
    for each in open_conditions(case, today):
        state, due = each.lateness(today, case.policy), each.condition.due
        if due is not None and state.late:
            frozen = state is not Lateness.LATE and case.policy.freeze_after is not None and record.artefacts
            effect = "; until it is met, nothing may go to a wider ring" if frozen else ""
            yield f"Condition {each.condition.id} is {plural((today - due).days, 'day')} late{effect}."


def _on(case: Case, one: FollowUp | None) -> str:
    return f" on {local_date(one.at, case.charter.timezone)}" if one is not None and one.at else ""
