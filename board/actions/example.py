"""`make example`: writes the shipped files of the worked example, with fixed dates and without keys."""

from __future__ import annotations

from pathlib import Path

from board.actions.replay import Replay
from board.actions.timeline import Shift, example_members, read_timeline
from board.core.layout import CHARTER
from board.formats.charter import read_charter
from board.formats.edit import set_values
from board.formats.shipped import shipped
from board.store.identity import Identity
from board.store.memory import MemoryStore

GENERATED = (CHARTER, "acts", "decisions", "checklists", "policy.toml", "registers", "incidents", "meetings")


def write_example(root: Path) -> tuple[str, ...]:
    """Play the timeline without moving its dates, then write what the board made below `root`; returns the paths.

    `proposals/` is the source and stays as it is. Files written by an earlier run and no longer made are removed.
    """
    timeline = read_timeline()
    charter = read_charter(shipped("example/board.toml"), CHARTER).value
    members = example_members(timeline)
    emails = {member.id: Identity(member.name, member.emails[0], "", "") for member in members}
    history = MemoryStore(charter.branch)
    shift = Shift(timeline.anchor, timeline.anchor)
    replay = Replay(history, shift, lambda person: emails.get(person) or _person(person), _unsigned, prints_base=False)
    replay.play(timeline, lambda what, done, of: None)
    snapshot = history.snapshot()
    made = {path: data for path in snapshot.paths() if (data := snapshot.read(path)) is not None}
    made[CHARTER] = set_values(made[CHARTER], CHARTER, {("example",): True})
    wanted = {path: data for path, data in made.items() if path.split("/")[0] in GENERATED}
    _clear(root, wanted)
    for path, data in wanted.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return tuple(sorted(wanted))


def _unsigned(charter: bytes) -> bytes:
    return set_values(charter, CHARTER, {("repository", "signing"): "unsigned"})


def _person(person: str) -> Identity:
    name, _, mail = person.partition("<")
    return Identity(name.strip(), mail.strip(" >"), "", "")


def _clear(root: Path, wanted: dict[str, bytes]) -> None:
    for folder in GENERATED:
        for file in sorted((root / folder).rglob("*")) if (root / folder).is_dir() else ():
            if file.is_file() and file.relative_to(root).as_posix() not in wanted:
                file.unlink()
