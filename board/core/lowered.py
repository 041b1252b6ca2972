"""A tier that the board lowered by vote holds for that text in its later rounds too (docs/charter.md, Motions)."""

from __future__ import annotations

from dataclasses import dataclass

from board.core.case import Case
from board.core.proposal import Tier


@dataclass(frozen=True, slots=True)
class Lowered:
    """To which tier the board lowered a text in a round that ended, and at which that round was opened."""

    to: Tier
    since: Tier


def lowered_before(case: Case, revision: str = "") -> Lowered | None:
    """What an ended round of a revision (by default the open one) lowered, as its record says; None where none did.

    An answer that raises the tier above the one at which that round was opened is new, and raises it again.
    """
    latest = case.docket.latest
    wanted = revision or (latest.revision if latest else "")
    paths = {one.path: one for one in case.motions}
    found = None
    for record in sorted(case.rounds, key=lambda one: one.round):
        opening = next((one for one in reversed(case.docket.openings) if one.round == record.round), None)
        if opening is None or opening.revision != wanted:
            continue
        carried = [one for one in record.motions if one.kind == "lower-tier" and one.outcome == "carried"]
        motion = paths.get(carried[-1].path) if carried else None
        to = tier_named(motion.to) if motion is not None else None
        if to is not None:
            since = max((opening.tier, *([found.since] if found else [])), key=lambda one: one.rank)
            found = Lowered(to, since)
    return found


def tier_named(name: str) -> Tier | None:
    """The tier of this name, or None."""
    return next((tier for tier in Tier if tier.value == name), None)
