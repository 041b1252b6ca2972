"""What a change of the rules carries, in plain words, against what is in force; and what it would undo by accident."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from board.actions.load import World
from board.actions.model import Carried
from board.actions.opened import opening_world
from board.actions.placing import KINDS, OF_CHARTER, carried_paths
from board.core.case import Case
from board.core.charter import Charter
from board.core.charter_words import Changed, changed, keys_among, put_back
from board.core.finding import Finding, Severity, Where, refuse
from board.core.layout import CHARTER
from board.core.text import one_line
from board.formats.charter import read_charter
from board.formats.keys import given_back

_LINES = 200
_WIDTH = 200


def carried(world: World, case: Case) -> tuple[Carried, ...]:
    """What each file under `new/` would change of what is in force at the tip, the charter first.

    Of a proposal that is open it is the revision the board opened. Nothing once it is decided, and for other kinds.
    """
    if case.record is not None or case.proposal.kind not in KINDS:
        return ()
    opened = _looked_at(world, case)
    names = sorted(carried_paths(opened, case.proposal), key=lambda one: (one[0] != CHARTER, one[0]))
    return tuple(
        Carried(name, _charter_lines(world, data) if name == CHARTER else _lines(world, name, data))
        for name, path in names
        for data in (opened.snapshot.read(path) or b"",)
    )


def carried_lines(world: World, case: Case) -> tuple[str, ...]:
    """The same as plain lines, each with the name of its file."""
    return tuple(f"{one.path}: {words}" for one in carried(world, case) for words in one.lines)


def undone(world: World, case: Case) -> tuple[Finding, ...]:
    """That no changed file lies under `new/`; that a charter would put back what changed since it was started.

    No charter or policy changes by words alone: a decision puts the files in force that the proposal carries.
    """
    if _carries_nothing(world, case):
        return (_nothing(world, case),)
    path, back = _back(world, case)
    if not back:
        return ()
    told = _listed([each.words for each in back])
    return (
        Finding(
            "change.would-undo",
            f"Its {CHARTER} was started from an older charter. Deciding it would put back: {told}.",
            Severity.WARNING,
            Where(path),
            "Other decisions changed the charter since. Nobody proposes here to take them back.",
            "The proposer makes her change in the charter of today and submits again; then it is opened anew.",
        ),
    )


def _carries_nothing(world: World, case: Case) -> bool:
    """Whether a change of the rules, undecided as yet, has no file that a yes could put in force.

    One that acknowledges faults, as `board restore` proposes it, needs none: it changes nothing.
    """
    asked = case.record is None and case.proposal.kind in KINDS and not case.proposal.fact("acknowledges")
    return asked and next(carried_paths(_looked_at(world, case), case.proposal), None) is None


def _nothing(world: World, case: Case) -> Finding:
    charter = case.proposal.kind == OF_CHARTER
    name = CHARTER if charter else "policy.toml"
    others = "" if charter else ", or a file of checklists/ or templates/,"
    return Finding(
        "change.no-file",
        "The changed file is missing: nothing lies under new/ in this proposal's folder.",
        Severity.ERROR,
        Where(world.ids.get(case.id, ""), part="new"),
        "A yes puts in force the files that lie there, byte for byte. Without one it would change nothing.",
        f"Put the changed {name}{others} whole into {world.layout.evidence(case.id, 'new/')}.",
    )


def refuse_lost_keys(world: World, case: Case) -> None:
    """Raise Refused where that would put back a key that was taken from a member since, or lift her suspension."""
    path, back = _back(world, case)
    keys = [each.words for each in keys_among(back)]
    if path:
        opened = _looked_at(world, case)
        data = opened.snapshot.read(path) or b""
        keys += given_back(_since(world, path, data), world.charter, read_charter(data).value)
    if keys:
        words = f"Deciding it would give back what was taken since it was written: {_listed(keys)}."
        fix = "The proposer makes her change in the charter of today and submits again; then it is opened anew."
        raise refuse("change.gives-back-a-key", words, fix, path=path)


def _back(world: World, case: Case) -> tuple[str, tuple[Changed, ...]]:
    """The charter that a change carries, and what of today's it would undo because it was started from an older one."""
    if case.record is not None or case.proposal.kind not in KINDS:
        return "", ()
    opened = _looked_at(world, case)
    path = dict(carried_paths(opened, case.proposal)).get(CHARTER, "")
    data = opened.snapshot.read(path) if path else None
    before = _started_from(world, path, data) if path else None
    if before is None:
        return path, ()
    return path, put_back(before, world.charter, read_charter(data or b"").value)


def _looked_at(world: World, case: Case) -> World:
    return opening_world(world, case.id) if case.docket.latest is not None else world


def _started_from(world: World, path: str, data: bytes | None) -> Charter | None:
    """The charter in force when this file was first written as it is; None where it is not committed yet."""
    found = [one.id for one in world.store.log([path]) if world.store.snapshot(one.id).read(path) == data]
    return world.at(found[-1]).charter if found else None


def _since(world: World, path: str, data: bytes) -> list[Charter]:
    """Every charter that was in force since this file was first written as it is."""
    written = [one.id for one in world.store.log([path]) if world.store.snapshot(one.id).read(path) == data][-1:]
    if not written:
        return []
    commits = [one.id for one in world.store.log([CHARTER, path])]
    return [world.at(one).charter for one in commits[: commits.index(written[0]) + 1]]


def _charter_lines(world: World, data: bytes) -> tuple[str, ...]:
    lines = tuple(_cut(each.words) for each in changed(world.charter, read_charter(data).value))
    if lines:
        return lines
    return ("Nothing it says differs from the charter in force.",)


def _lines(world: World, name: str, data: bytes) -> tuple[str, ...]:
    then = world.snapshot.read(world.layout.at(name))
    if then is None:
        return (f"new file, {len(data.splitlines())} lines", *_shown(data, b""))
    return _shown(data, then) or ("as it is in force",)


def _shown(data: bytes, then: bytes) -> tuple[str, ...]:
    """Each line that goes with a minus, each that comes with a plus."""
    old, new = (one.decode("utf-8", "replace").splitlines() for one in (then, data))
    lines = list(difflib.unified_diff(old, new, lineterm="", n=0))[2:]
    told = [_cut(line) for line in lines if not line.startswith("@@")]
    more = [f"… {len(told) - _LINES} more lines"] if len(told) > _LINES else []
    return (*told[:_LINES], *more)


def _listed(back: Sequence[str]) -> str:
    told = [_cut(each) for each in back[:12]]
    return "; ".join([*told, *([f"and {len(back) - 12} more"] if len(back) > 12 else [])])


def _cut(words: str) -> str:
    return one_line(words, _WIDTH)
