"""What an approved charter or policy change puts in place: its own files below `new/`, and nothing else."""

from __future__ import annotations

from board.actions.load import World
from board.actions.opened import opening_world
from board.actions.placing import KINDS, wrong_in
from board.core.case import Case
from board.core.finding import Refused
from board.core.layout import CHARTER
from board.core.record import Outcome


def installed(world: World, case: Case, outcome: Outcome) -> dict[str, bytes | None]:
    """The files as the board opened them, at their places; empty for other kinds and outcomes.

    Raises Refused when one of them is meant for a place that such a change may not write, or could not be read there.
    """
    if case.proposal.kind not in KINDS or not outcome.yes:
        return {}
    opened = opening_world(world, case.id)
    base = world.layout.evidence(case.id, "new/")
    found: dict[str, bytes | None] = {}
    for path in opened.evidence_files(case.id):
        if path.startswith(base):
            name = path[len(base) :]
            found[CHARTER if name == CHARTER else world.layout.at(name)] = _checked(
                name, opened.snapshot.read(path), case.proposal.kind
            )
    return found


def _checked(name: str, data: bytes | None, kind: str) -> bytes:
    broken = wrong_in(name, data, kind)
    if broken:
        raise Refused(*broken)
    return data or b""
