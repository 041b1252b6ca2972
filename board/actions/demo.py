"""`board demo`: the worked example, played into a scratch repository with keys made on the spot."""

from __future__ import annotations

import json
import secrets
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from board.actions.replay import Progress, Replay
from board.actions.session import Clock, utc_now
from board.actions.timeline import Shift, Timeline, read_timeline
from board.core.charter import Charter
from board.core.dates import local_date
from board.core.finding import refuse
from board.formats.charter import read_charter
from board.formats.edit import set_values
from board.formats.shipped import shipped
from board.store.identity import Identity
from board.store.repository import open_repository

DEMO = "board/demo"


def demo(at: Path | None, progress: Progress = lambda what, done, of: None, now: Clock = utc_now) -> Path:
    """Make the demo repository at a new or empty folder, by default a fresh temporary one; returns its path.

    A bare remote lies beside it. Raises Refused when the folder is in use.
    """
    from board.store.porcelain import add_remote, init_repository

    place = _folder(at)
    timeline = read_timeline()
    charter = read_charter(shipped("example/board.toml"), "board.toml").value
    shift = Shift(timeline.anchor, local_date(now(), charter.timezone))
    remote = place.with_name(place.name + "-remote.git")
    if remote.exists():
        raise refuse("demo.in-use", f"{remote} is there already.", "Name another folder with --at.", path=str(remote))
    place.mkdir(parents=True, exist_ok=True)
    init_repository(place, charter.branch)
    people = _people(charter, timeline)
    keys = _make_keys(place / ".git" / DEMO, people)
    store = open_repository(place, charter.branch)
    moved = shift.text(shipped("example/board.toml").decode()).encode()
    values: dict[tuple[str, ...], object] = {("repository", "id"): secrets.token_hex(16)}
    values |= {("members", member.id, "keys"): [keys[member.id]] for member in charter.members}
    replay = Replay(store, shift, _identities(place, people), set_values(moved, "board.toml", values))
    replay.play(timeline, progress)
    init_repository(remote, charter.branch, bare=True)
    add_remote(place, "origin", remote)
    open_repository(place, charter.branch).publish()
    return place


def _folder(at: Path | None) -> Path:
    if at is None:
        return Path(tempfile.mkdtemp(prefix="board-demo-")) / "hollow-oak"
    place = at.expanduser().resolve()
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise refuse("demo.in-use", f"{place} is not empty.", "Name a folder that does not exist yet.", path=str(place))
    return place


def _people(charter: Charter, timeline: Timeline) -> dict[str, tuple[str, str]]:
    """Everybody who acts: by the name the timeline uses, the name and mail of the author line."""
    found = {member.id: (member.name, member.emails[0]) for member in charter.members if member.emails}
    for step in timeline.steps:
        if step.by not in found:
            name, _, mail = step.by.partition("<")
            found[step.by] = (name.strip(), mail.strip(" >"))
    return found


def _make_keys(folder: Path, people: dict[str, tuple[str, str]]) -> dict[str, str]:
    """A key for each person, and the page that says whose they are; returns public keys by person."""
    from board.trust.signing import make_key

    folder.mkdir(parents=True, mode=0o700)
    public = {person: make_key(folder / _file_name(mail), mail) for person, (_, mail) in people.items()}
    members = {_file_name(mail): {"name": name, "email": mail} for name, mail in people.values()}
    (folder / "members.json").write_text(json.dumps(members, indent=1, ensure_ascii=False), encoding="utf-8")
    return public


def _file_name(mail: str) -> str:
    return mail.partition("@")[0].replace(".", "-").lower()


def _identities(place: Path, people: dict[str, tuple[str, str]]) -> Callable[[str], Identity]:
    @cache
    def identity(person: str) -> Identity:
        name, mail = people[person]
        return Identity(name, mail, "ssh", str(place / ".git" / DEMO / _file_name(mail)))

    return identity
