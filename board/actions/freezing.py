"""Which late conditions of other decisions keep a proposal from a wider ring."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from board.actions.cases import load_case
from board.actions.load import World
from board.actions.opened import opened_policy
from board.core.case import Bar, Case, Stage
from board.core.conditions import OWING, Freeze, freezes, frozen_bars, may_widen
from board.core.policy import Policy
from board.core.record import Record
from board.core.replacing import other_bar
from board.core.same_thing import marks
from board.core.stated import STRICTER
from board.core.summary import stage
from board.formats.records import read_record_head
from board.formats.toml import may_hold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date


_HELD_BEFORE = (Stage.IN_FORCE, Stage.EXPIRED)
"""Where a late condition froze a ring for openings by an older list of facts."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where to look up other decisions: `among` are those with conditions on one of the artefacts, `narrow` gives the
    files of one of them, `whole` all files. Verifying knows these without reading every record again.
    """

    among: Callable[[], Iterable[str]]
    narrow: Callable[[str], World]
    whole: Callable[[], World]


def frozen(world: World, case: Case, today: date, elsewhere: Elsewhere | None = None) -> tuple[Bar, ...]:
    """What other decisions bar a proposal that the board looks at: late conditions, and that it would replace another.

    Openings by an older list of facts knew nothing of the second.
    """
    return (*_about_another(world, case, elsewhere), *frozen_ring(world, case, today, elsewhere))


def frozen_ring(world: World, case: Case, today: date, elsewhere: Elsewhere | None = None) -> tuple[Bar, ...]:
    """The late conditions of other decisions that bar a proposal, under the policy it was opened with.

    For openings by an older list of facts a freeze ended with the approval that another replaced.
    """
    latest = case.docket.latest
    strict = latest is not None and latest.facts >= STRICTER
    if latest is None or not may_widen(case.proposal.kind, strict=strict) or not case.proposal.artefacts():
        return ()
    policy = opened_policy(world, case.id)
    if policy.freeze_after is None:
        return ()
    names = marks(case.proposal.artefacts())
    others = elsewhere or Elsewhere(lambda: conditioned(world, names), lambda _: world, lambda: world)
    held = OWING if strict else _HELD_BEFORE
    found = _freezes(others, case.id, today, policy, held)
    return frozen_bars(case.charter, case.proposal, found, strict=strict)


def _about_another(world: World, case: Case, elsewhere: Elsewhere | None) -> tuple[Bar, ...]:
    """The bar of a proposal that says it replaces a decision about something else."""
    old, latest = case.proposal.supersedes, case.docket.latest
    if not old or old == case.id or latest is None or latest.facts < STRICTER:
        return ()
    read = (elsewhere.narrow(old) if elsewhere else world).head(old)
    record = read.value if read else None
    return other_bar(record, case.proposal) if record is not None and record.outcome.yes else ()


def _freezes(others: Elsewhere, own: str, today: date, policy: Policy, held: Sequence[Stage]) -> Iterator[Freeze]:
    for one in sorted(set(others.among()) - {own}):
        world = others.narrow(one)
        if one not in world.ids:
            continue
        found = tuple(freezes(load_case(world, one, light=True, superseded_by=""), today, policy))
        if found and stage(load_case(others.whole(), one, light=True), today) in held:
            yield from found


def conditioned(world: World, names: frozenset[str]) -> Iterator[str]:
    """The decisions with conditions on one of these artefacts; every record is read, and few are parsed.

    A record in plain ASCII cannot spell a name that its bytes do not show; any other is parsed.
    """
    signs = [name.removeprefix("sha256:").encode() for name in names]
    for key, data in world.raw_records():
        if may_hold(data, b"conditions") and (not data.isascii() or may_hold(data.lower(), *signs)):
            record = read_record_head(data, world.layout.file(key, "record.toml")).value
            if record is not None and not names.isdisjoint(bound_artefacts(record)):
                yield key


def bound_artefacts(record: Record) -> frozenset[str]:
    """What a decision's conditions can freeze, by the marks of same_thing.py."""
    return marks(record.artefacts) if record.outcome.yes and record.conditions else frozenset()


@dataclass
class Conditioned:
    """Decisions with conditions, by artefact, gathered as a history is walked: from its start, or on from a state."""

    found: dict[str, set[str]] = field(default_factory=dict)
    begun: bool = False

    def note(self, proposal_id: str, record: Record) -> None:
        """A decision was made."""
        for name in bound_artefacts(record):
            self.found.setdefault(name, set()).add(proposal_id)

    def on(self, case: Case, whole: Callable[[], World]) -> set[str]:
        """The decisions whose conditions may freeze what a proposal names; `whole` has those made before the walk."""
        if not self.begun:
            self.begun = True
            for key, data in whole().raw_records():
                record = read_record_head(data, "").value if may_hold(data, b"conditions") else None
                if record is not None:
                    self.note(key, record)
        return set().union(*(self.found.get(name, ()) for name in marks(case.proposal.artefacts())))
