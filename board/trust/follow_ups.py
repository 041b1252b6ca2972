"""Who may write which follow-up, where core/entitled.py says so."""

from __future__ import annotations

from board.core.charter import Member
from board.core.dates import add_working_days, local_date, moment_at
from board.core.deadlines import APPEAL_WORKING_DAYS
from board.core.entitled import Given, who_acted, why_not_give
from board.core.record import NAMED, FollowUp, Record
from board.core.seating import names_member
from board.core.stated import STRICTER
from board.formats.acts import read_act
from board.formats.followups import read_follow_up
from board.trust.step import Step, Touch
from board.trust.terms import term_day

BY_RULE = (
    *("appeal", "waiver", "heard", "granted", "dismissed", "recommended", "reply", "correction", "reviewed"),
    *("published", "retired", "confirmed", "proof", "verified", "lapse", "pulled"),
)
"""Kinds of follow-up that core/entitled.py alone judges; the others have their rule in rules.py."""


def may_give(step: Step, touch: Touch, made: FollowUp, record: Record | None, *, proposed: bool) -> bool:
    """Whether the member of a step may give a follow-up of these kinds, by what lay there before."""
    openings = step.openings(touch.place.proposal)
    opener, seats = who_acted(step.charter, openings)
    strict = bool(openings) and openings[-1].facts >= STRICTER
    given = Given(
        made, step.member, record, _before(step, touch), proposed, opener, seats, _agreed(step, touch), strict=strict,
        charter=step.charter, day=term_day(step),
    )  # fmt: skip
    if strict and made.kind == "pulled" and record is not None and _too_late(step, made, record):
        return False
    if strict and made.kind == "granted" and step.before.read(step.ground.layout.proposal(made.proposal)) is None:
        return False  # it names no proposal, so the board could take nothing up
    return not why_not_give(given) and bool(openings or made.kind != "confirmed")


def _too_late(step: Step, made: FollowUp, record: Record) -> bool:
    """Whether the time to pull a decided standard change was over, by the day it names or the one its commit does.

    It runs from the day that signed commits allow: a decision dated back takes no seat's time away.
    """
    if record.decided_at is None:
        return False
    signed = moment_at(step.when.at)
    on = local_date(max(signed, made.at or signed), step.charter.timezone)
    allowed = moment_at(step.when.decided.get(record.id, 0))
    decided = local_date(max(record.decided_at, allowed), step.charter.timezone)
    return on > add_working_days(decided, APPEAL_WORKING_DAYS, step.charter.holidays)


def _agreed(step: Step, touch: Touch) -> tuple[str, ...]:
    """Who agreed to open or to decide it together, by the acts that lay there."""
    folder = step.ground.layout.file(touch.place.proposal, "acts/")
    read = (read_act(step.before.read(path) or b"", path).value for path in sorted(step.before.files(folder)))
    return tuple(one.member for one in read if one is not None)


def proposed_by(record: Record, member: Member) -> bool:
    """Whether a member made the proposal, as its record names the proposer; older records may name nobody."""
    unnamed = not record.proposer and record.render < NAMED
    return unnamed or names_member(record.proposer, member)


def proven(step: Step, touch: Touch, record: Record, condition: str) -> bool:
    """Whether proof of a condition lay there before it is verified; older decisions are not held to that."""
    if record.render < NAMED:
        return True
    return any(one.kind == "proof" and one.condition == condition for one in _before(step, touch))


def _before(step: Step, touch: Touch) -> tuple[FollowUp, ...]:
    """The follow-ups that lay there before a step."""
    folder = step.ground.layout.file(touch.place.proposal, "follow-up/")
    read = (read_follow_up(step.before.read(path) or b"", path).value for path in sorted(step.before.files(folder)))
    return tuple(one for one in read if one is not None)
