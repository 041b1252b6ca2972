"""Who may write which follow-up, where core/entitled.py says so."""

from __future__ import annotations

from board.core.entitled import Given, why_not_give
from board.core.record import FollowUp, Record
from board.formats.followups import read_follow_up
from board.trust.step import Step, Touch

BY_RULE = (
    *("appeal", "waiver", "heard", "granted", "dismissed", "recommended", "reply", "correction", "reviewed"),
    *("published", "retired"),
)
"""Kinds of follow-up that core/entitled.py alone judges; the others have their rule in rules.py."""


def may_give(step: Step, touch: Touch, made: FollowUp, record: Record | None, *, proposed: bool) -> bool:
    """Whether the member of a step may give a follow-up of these kinds, by what lay there before."""
    folder = step.ground.layout.file(touch.place.proposal, "follow-up/")
    read = (read_follow_up(step.before.read(path) or b"", path).value for path in sorted(step.before.files(folder)))
    before = tuple(one for one in read if one is not None)
    return not why_not_give(Given(made, step.member, record, before, proposed))
