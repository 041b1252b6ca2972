"""Why I may have to stand aside on a proposal, from the proposal, its evidence and the registers."""

from __future__ import annotations

from collections.abc import Mapping

from board.actions.load import World
from board.actions.opened import opening_world
from board.actions.session import Session
from board.core.case import Case
from board.core.recusal import Suggestion, suggestions, two_seats
from board.core.register import RegisterEntry
from board.core.rules import voting_seats
from board.core.sentence import and_
from board.core.text import one_line
from board.formats.front import split
from board.formats.registers import SORTS, read_register
from board.formats.toml import RECORD_LIMIT, load

_MADE_BY = ("author", "authors", "made_by", "evaluator", "run_by", "reviewer", "measured_by")
"""Keys by which an evidence file names who made it."""


def why_aside(session: Session, case: Case) -> tuple[Suggestion, ...]:
    """The reasons that can be told from here; none for a stranger, after I stood aside, and once it is decided."""
    member = session.charter.member(session.me.member)
    if member is None or case.record is not None:
        return ()
    if any(one.member == member.id and one.round == case.round and one.interest for one in case.ballots):
        return ()
    world = opening_world(session.world, case.id) if case.id in session.world.ids else session.world_with_drafts()
    return suggestions(case, member, _registered(session.world, case), _authors(world, case))


def seats_at_once(session: Session, case: Case) -> tuple[str, ...]:
    """A sentence for a member who holds several of the seats that vote on this; nothing for everybody else."""
    member = session.charter.member(session.me.member)
    voting = tuple(seat.id for seat in voting_seats(case.charter, case.proposal, case.tier))
    held = two_seats(member, voting) if member is not None else ()
    if not held:
        return ()
    seats = and_(case.charter.seat_title(seat) for seat in held)
    return (f"You hold {seats}: your ballot speaks for each of them, and for the quorum you are one person.",)


def _registered(world: World, case: Case) -> tuple[RegisterEntry, ...]:
    """The register entries of the models and datasets that the proposal names."""
    ids = {artefact.id for artefact in case.proposal.artefacts()}
    paths = (world.layout.at(f"registers/{sort}/{one}.toml") for sort in SORTS for one in sorted(ids) if one)
    reads = (world.parsed.read(world.snapshot, path, read_register, "register") for path in paths)
    return tuple(read.value for read in reads if read is not None)


def _authors(world: World, case: Case) -> Mapping[str, tuple[str, ...]]:
    """Who made each piece of evidence: as the proposal says, and as the evidence itself says."""
    paths = {
        world.layout.evidence(case.id, each.path): each.id
        for each in case.proposal.evidence
        if each.path.endswith((".toml", ".md"))
    }
    found = {each.id: each.authors for each in case.proposal.evidence}
    for path, data in world.snapshot.read_many(paths, RECORD_LIMIT).items():
        found[paths[path]] = (*found[paths[path]], *_named(path, data))
    return found


def _named(path: str, data: bytes) -> tuple[str, ...]:
    table = load(data, path).value if path.endswith(".toml") else split(data, path).value.table
    told = (table.data.get(key) for key in _MADE_BY)
    listed = (each for value in told for each in (value if isinstance(value, list) else [value]))
    return tuple(one_line(each) for each in listed if isinstance(each, str) and each.strip())
