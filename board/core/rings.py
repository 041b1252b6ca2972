"""From ring to ring: a promotion goes one step at a time; what replaces a decision may lead back from its ring."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from board.core.finding import Finding, Where
from board.core.proposal import Proposal
from board.core.sentence import and_
from board.core.stated import UNKNOWN, values_of

_PROMOTION, _OUTSIDE = "ring-promote", "external"


def ring_findings(proposal: Proposal, order: Sequence[str], path: str) -> Iterator[Finding]:
    """A promotion that leaves out a ring, or leads to none that is wider; `order` is the charter's.

    The way back from a decision replaces it, and may lead to any narrower ring.
    Others outside the product are wider than its widest ring. A ring that is unknown or none of the charter's is told
    by the facts themselves.
    """
    steps = [*order, *([_OUTSIDE] if _OUTSIDE not in order else [])]
    now, then = (values_of(proposal, fact) for fact in ("from_ring", "target_ring"))
    if proposal.kind != _PROMOTION or len(now) != 1 or len(then) != 1 or UNKNOWN in (*now, *then):
        return
    if now[0] not in steps or then[0] not in steps:
        return
    here, there = steps.index(now[0]), steps.index(then[0])
    if there == here + 1 or (there < here and proposal.supersedes):
        return
    if there <= here:
        said = f"A promotion leads to a wider ring; {then[0]} is not wider than {now[0]}."
    else:
        left_out = and_(steps[here + 1 : there])
        said = (
            f"A promotion goes one step at a time; this one leads from {now[0]} to {then[0]} and leaves out {left_out}."
        )
    yield Finding(
        "ring.skipped",
        said,
        where=Where(path, 0, "fact target_ring"),
        why="Each ring shows, with few people, what would harm many in the next.",
        fix=f"Name {steps[here + 1]} as target_ring." if here + 1 < len(steps) else "Name the ring it is in now.",
    )
