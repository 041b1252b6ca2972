"""What was stopped, so that only the full vote brings it back; and what replaces what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from board.actions.load import World
from board.actions.opened import opening_world
from board.core.case import Case
from board.core.charter import Charter
from board.core.docket import Opening
from board.core.easier import EASIER
from board.core.going_back import stops
from board.core.proposal import Proposal
from board.core.record import Record
from board.core.rules import path_for
from board.core.same_thing import touching
from board.core.stated import STRICTER, values_of
from board.core.stopped import Restriction, by_proposer_alone, meets, versions
from board.core.taken_over import taken_over
from board.formats.acts import read_emergency
from board.formats.records import read_record_head
from board.formats.toml import may_hold

_SIGNS = (b"stopped", b"emergency-action")
_YES = b"approved"
_ACT = "/emergency.toml"


def replaced_in(world: World, proposal: Proposal) -> Record | None:
    """The decision that a proposal says it replaces; None where there is none."""
    old = proposal.supersedes
    read = world.head(old) if old and old != proposal.id else None
    return read.value if read is not None else None


def taken_over_by(world: World, by: str) -> frozenset[str]:
    """The facts whose days the decision of this id settles, which stands in the place of another; none without one."""
    read = world.head(by) if by else None
    return taken_over(read.value.kind, read.value.dates) if read is not None and read.value is not None else frozenset()


def restricted_in(world: World, charter: Charter, proposal: Proposal, latest: Opening | None) -> str:
    """The id of what stopped a version that a proposal names, where it goes an easier path; "" where nothing did.

    A stop counts for good, an act of the person on call until the board refuses it. Openings by an older list did not
    ask for it.
    """
    return first_touched(proposal, world.restrictions, charter.rings) if _asked(charter, proposal, latest) else ""


def _asked(charter: Charter, proposal: Proposal, latest: Opening | None) -> bool:
    if latest is None or latest.facts < STRICTER or not proposal.artefacts():
        return False
    return (latest.path or path_for(charter.rule(proposal.kind), proposal)) in EASIER


def touched_in(world: World, proposal: Proposal) -> str:
    """The id of what stopped a version that a proposal names as it lies at the tip; "" where nothing did."""
    return first_touched(proposal, world.restrictions, world.charter.rings) if proposal.artefacts() else ""


def first_touched(proposal: Proposal, restrictions: Iterable[Restriction], rings: Sequence[str]) -> str:
    """The first of some restrictions that stopped a version which a proposal names for its ring; "" where none did."""
    mine, wanted = proposal.artefacts(), values_of(proposal, "target_ring")
    others = (one for one in restrictions if one.id != proposal.id)
    return next((one.id for one in others if touching(mine, one.gone) and meets(one.by, rings, wanted)), "")


def restrictions_in(world: World) -> Iterator[Restriction]:
    """Every decision and act that stopped something, with the versions it names; few records are parsed."""
    for one in sorted(candidates(world)):
        yield stopped_by(world, one, lambda: world)


def candidates(world: World) -> set[str]:
    """The proposals that may have stopped something, by what their records hold and what acts lie beside them."""
    found = {key for key, data in world.raw_records() if may_hold(data, *_SIGNS) and _stops(data)}
    base = world.layout.at("decisions/")
    acts = (path for path in world.snapshot.paths(base) if path.endswith(_ACT))
    return found | {path.removeprefix(base).removesuffix(_ACT) for path in acts}


def _stops(data: bytes) -> bool:
    record = read_record_head(data, "").value
    return record is not None and stops(record)


def stopped_by(world: World, proposal_id: str, whole: Callable[[], World]) -> Restriction:
    """The versions that one decision stopped, or that the person on call did until the board refused it.

    `whole` gives every file: what was approved is looked for where a stop names no version.
    """
    read = world.head(proposal_id)
    record = read.value if read is not None else None
    path = world.layout.file(proposal_id, "emergency.toml")
    if record is not None:
        gone = record.artefacts if stops(record) and not _own_stop(world, record) else ()
    elif not world.snapshot.blob(path) or not world.has(proposal_id):
        return Restriction(proposal_id, ())
    else:
        gone = opening_world(world, proposal_id).proposal(proposal_id).value.listed().artefacts()
    if all(one.version or one.sha256 for one in gone):
        return Restriction(proposal_id, gone, record)
    at = record.decided_at if record is not None else None
    acted = world.parsed.read(world.snapshot, path, read_emergency, "emergency") if world.snapshot.blob(path) else None
    if acted is not None and acted.value is not None and acted.value.at is not None:
        at = min(at, acted.value.at) if at is not None else acted.value.at
    approvals = (one for _, one in whole().records.naming(_YES))
    meant = versions(gone, at, approvals, for_now=record is None or record.outcome.yes)
    return Restriction(proposal_id, tuple(meant), record)


def _own_stop(world: World, record: Record) -> bool:
    """Whether its proposer alone stopped it; ballots are read only where a proposal was stopped."""
    if record.outcome.yes:
        return False
    whole = world.records.get(record.id)
    return whole is not None and by_proposer_alone(whole, world.charter.members)


@dataclass
class Stopped:
    """What may have stopped something, gathered as a history is walked: from its start, or on from a state."""

    found: set[str] = field(default_factory=set)
    begun: bool = False

    def note(self, proposal_id: str) -> None:
        """A decision that stops, or an act of the person on call."""
        self.found.add(proposal_id)

    def on(self, case: Case, seen: Callable[..., World]) -> str:
        """What stopped a version that a case names; `seen` gives the files of one proposal, or all that came before."""
        if not _asked(case.charter, case.proposal, case.docket.latest):
            return ""
        if not self.begun:
            self.begun = True
            self.found |= candidates(seen())
        return first_touched(
            case.proposal, (stopped_by(seen(one), one, seen) for one in sorted(self.found)), case.charter.rings
        )
