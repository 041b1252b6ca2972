"""What an outcome “stopped”, or an act in an emergency, says of other proposals (docs/charter.md, Kinds: Vote)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from board.core.ballot import Verdict
from board.core.charter import Member
from board.core.proposal import Artefact
from board.core.record import Outcome, Record
from board.core.same_thing import mark
from board.core.who import names_member

EMERGENCY, RELEASE, OUTSIDE = "emergency-action", "external-release", "external"
PUTS = ("model-adopt", "model-train", "model-change", "ring-promote", "use-change", "external-release", "dataset-admit")
"""The kinds that put a version in force. A stop said to any other kind says nothing of the versions that it names."""


@dataclass(frozen=True, slots=True)
class Restriction:
    """What one decision, or one act in an emergency, stopped; `by` is the decision, None while there is none."""

    id: str
    gone: tuple[Artefact, ...]
    by: Record | None = None


def stops(record: Record) -> bool:
    """Whether a decision says that what it names must not come: the board stopped it, or an emergency took it away."""
    if record.kind == EMERGENCY:
        return record.outcome.yes
    return record.outcome is Outcome.STOPPED and record.kind in PUTS


def by_proposer_alone(record: Record, members: Iterable[Member]) -> bool:
    """Whether nobody but whom a proposal names as its proposer stopped it: it holds up nothing else."""
    own = {one.id for one in members if names_member(record.proposer, one)}
    said = {one.member for one in record.ballots if one.counted and one.verdict is Verdict.STOP}
    return record.outcome is Outcome.STOPPED and bool(said) and said <= own


def versions(
    gone: Sequence[Artefact], at: datetime | None, approvals: Iterable[Record], *, for_now: bool
) -> Iterator[Artefact]:
    """The versions that a stop made at a moment means; one that names no version means those approved until then.

    `for_now`: while the full vote approved no version of that model since, it means every version.
    """
    known = [one for one in approvals if one.outcome.yes and one.kind in PUTS and one.decided_at is not None]
    for one in gone:
        if one.version or one.sha256:
            yield one
            continue
        about = [each for each in known if any(mark(named.id) == mark(one.id) for named in each.artefacts)]
        since = [each for each in about if at is None or (each.decided_at and each.decided_at > at)]
        if for_now and not any(each.way == "vote" for each in since):
            yield one
            continue
        before = (each for each in about if each not in since)
        yield from (named for each in before for named in each.artefacts if mark(named.id) == mark(one.id))


def meets(record: Record | None, rings: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether a stop said for one ring is about a proposal for some rings: the same or a wider one.

    What an emergency took away, or names no ring of the board's, is about every ring.
    """
    order = (*(one for one in rings if one != OUTSIDE), OUTSIDE)
    said = "" if record is None or record.outcome.yes else OUTSIDE if record.kind == RELEASE else record.ring
    if said not in order or not wanted or any(one not in order for one in wanted):
        return True
    return max(order.index(one) for one in wanted) >= order.index(said)
