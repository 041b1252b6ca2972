"""What the registers say at the tip of a history and no decision backs: for whoever verifies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from board.actions.cases import load_case
from board.actions.load import World
from board.actions.stopped import claims_among
from board.core.backing import Given, unbacked, unregistered
from board.core.case import Stage
from board.core.overtaken import Claim, by_date, overtaken
from board.core.register import RegisterEntry
from board.core.stage import stage
from board.core.text import one_line
from board.formats.registers import read_register
from board.store.audit import Audit
from board.store.refs import is_id
from board.trust.report import Fault

_ENDED = {
    Stage.RETIRED: "was taken out of use",
    Stage.LAPSED: "was let go",
    Stage.SUPERSEDED: "was replaced",
    Stage.STOPPED: "was stopped since",
    Stage.REPLACED: "was followed by another version",
}


def register_doubts(world: World, removed: Mapping[str, str], audit: Audit) -> Iterator[Fault]:
    """Each entry that says more than decisions give it, and each that was removed though one still stands.

    `removed` are the ids of entries that lay there once, each with its path. No clock is asked: an approval whose day
    has passed still gives its version until that day.
    """
    entries = dict(_entries(world))
    gone = {name: path for name, path in removed.items() if name not in {one.id for one in entries.values()}}
    if not entries and not gone:
        return
    given = _given(world, {*gone, *(one.id for one in entries.values())}, audit)
    for path, entry in entries.items():
        decided = {name for name in entry.decisions if name in world.records}
        told = list(unbacked(entry, given.get(entry.id, ()), world.charter.rings, decided))
        if told:
            words = f"{one_line(entry.id, 80) or path}: no decision backs {'; '.join(told)}."
            yield Fault("unproven.register", words, path=path)
    for name, path in gone.items():
        if told := list(unregistered(name, given.get(name, ()))):
            words = f"The entry of {one_line(name, 80)} was removed, and no decision says so: {'; '.join(told)}."
            yield Fault("unproven.register", words, path=path)


def _entries(world: World) -> Iterator[tuple[str, RegisterEntry]]:
    paths = [path for path in world.snapshot.paths(world.layout.at("registers/")) if path.endswith(".toml")]
    for path, data in world.snapshot.read_many(paths).items():
        yield path, read_register(data, path).value


def _given(world: World, names: set[str], audit: Audit) -> Mapping[str, list[Given]]:
    """By id of a model or dataset, the decisions and acts that name it; each record is read once."""
    signs = sorted(f'"{name}"'.encode() for name in names if name)
    records = dict(world.records.naming(*signs)) if signs else {}

    def later(one: Claim, other: Claim) -> bool:
        """By place in the history: each was decided on its base."""
        if is_id(one.base) and is_id(other.base):
            return one.base != other.base and audit.builds_on(other.base, one.base)
        return by_date(one, other)

    def in_force(proposal: str) -> bool:
        return proposal in records and _stage(world, proposal) is Stage.IN_FORCE

    claims = {one.id: one for one in claims_among(world, records.items())}
    ended = overtaken(claims.values(), in_force, world.charter.rings, later)
    found: dict[str, list[Given]] = {}
    for proposal in sorted({*records, *claims}):
        record, claim = records.get(proposal), claims.get(proposal)
        named = (*(record.artefacts if record else ()), *(claim.named if claim else ()))
        stopped = claim.named if claim is not None and claim.stops else ()
        why = _ENDED.get(ended.get(proposal) or _stage(world, proposal)) or "" if record else ""
        for name in {each.id for each in named} & names:
            found.setdefault(name, []).append(Given(proposal, record, why, tuple(stopped)))
    return found


def _stage(world: World, proposal: str) -> Stage:
    """Where a decision stands by its own files and by what replaced it, on no day."""
    return stage(load_case(world, proposal, light=True), date.min)
