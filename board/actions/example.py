"""`make example`: writes the shipped files of the worked example, with fixed dates and without keys."""

from __future__ import annotations

import tempfile
from pathlib import Path

from board.actions.replay import Replay
from board.actions.timeline import Shift, read_timeline
from board.formats.charter import read_charter
from board.formats.edit import set_values
from board.formats.shipped import shipped
from board.store.identity import Identity
from board.store.repository import open_repository

GENERATED = ("board.toml", "decisions", "checklists", "policy.toml", "registers", "incidents", "meetings")


def write_example(root: Path) -> tuple[str, ...]:
    """Play the timeline without moving its dates, then write what the board made below `root`; returns the paths.

    `proposals/` is the source and stays as it is. Files written by an earlier run and no longer made are removed.
    """
    from board.store.porcelain import init as init_repository

    timeline = read_timeline()
    source = shipped("example/board.toml")
    charter = read_charter(source, "board.toml").value
    with tempfile.TemporaryDirectory(prefix="board-example-") as scratch:
        place = Path(scratch) / "example"
        init_repository(place, charter.branch)
        store = open_repository(place, charter.branch, durable=False)
        emails = {member.id: Identity(member.name, member.emails[0], "", "") for member in charter.members}
        unsigned = set_values(source, "board.toml", {("repository", "signing"): "unsigned"})
        shift = Shift(timeline.anchor, timeline.anchor)
        replay = Replay(store, shift, lambda person: emails.get(person) or _outsider(person), unsigned, False)
        replay.play(timeline, lambda what, done, of: None)
        snapshot = store.snapshot()
        made = {path: data for path in snapshot.paths() if (data := snapshot.read(path)) is not None}
    made["board.toml"] = set_values(made["board.toml"], "board.toml", {("example",): True})
    wanted = {path: data for path, data in made.items() if path.split("/")[0] in GENERATED}
    _clear(root, wanted)
    for path, data in wanted.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return tuple(sorted(wanted))


def _outsider(person: str) -> Identity:
    name, _, mail = person.partition("<")
    return Identity(name.strip(), mail.strip(" >"), "", "")


def _clear(root: Path, wanted: dict[str, bytes]) -> None:
    for folder in GENERATED:
        for file in sorted((root / folder).rglob("*")) if (root / folder).is_dir() else ():
            if file.is_file() and file.relative_to(root).as_posix() not in wanted:
                file.unlink()
