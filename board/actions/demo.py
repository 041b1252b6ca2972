"""`board demo`: the worked example, played into a scratch repository with keys made on the spot."""

from __future__ import annotations

import secrets
import shutil
import tempfile
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
from board.store.identity import demo_identity, save_demo_members
from board.store.repository import GitStore, open_repository

OWN = "board"
"""The folder inside a repository's own that holds what this program keeps there: here, the members' keys."""


def demo(at: Path | None, progress: Progress = lambda what, done, of: None, now: Clock = utc_now) -> Path:
    """Make the demo repository at a new or empty folder, by default a fresh temporary one; returns its path.

    A bare remote lies beside it. Raises Refused when the folder is in use.
    """
    from board.store.porcelain import clone
    from board.store.porcelain import init as init_repository

    place = _folder(at)
    timeline = read_timeline()
    charter = read_charter(shipped("example/board.toml"), "board.toml").value
    shift = Shift(timeline.anchor, local_date(now(), charter.timezone))
    remote = place.with_name(place.name + "-remote.git")
    if remote.exists():
        raise refuse("demo.in-use", f"{remote} is there already.", "Name another folder with --at.", path=str(remote))
    # Played into the bare remote, then cloned: no work tree has to follow a hundred commits.
    init_repository(remote, charter.branch, bare=True)
    try:
        _play(remote, charter, timeline, shift, progress)
        clone(remote, place, charter.branch)
        (remote / OWN).rename(place / ".git" / OWN)
    except BaseException:
        shutil.rmtree(remote, ignore_errors=True)  # half a history helps nobody, and would be in the way next time
        raise
    return place


def _play(remote: Path, charter: Charter, timeline: Timeline, shift: Shift, progress: Progress) -> None:
    """Play the timeline into an empty bare repository, with keys made on the spot."""
    store = open_repository(remote, charter.branch, durable=False)
    people = _people(charter, timeline)
    keys = _make_keys(store, people)
    moved = shift.text(shipped("example/board.toml").decode()).encode()
    values: dict[tuple[str, ...], object] = {("repository", "id"): secrets.token_hex(16)}
    values |= {("members", member.id, "keys"): [keys[member.id]] for member in charter.members}
    identities = {person: demo_identity(store.place, handle) for person, (handle, _, _) in people.items()}
    Replay(store, shift, identities.__getitem__, set_values(moved, "board.toml", values)).play(timeline, progress)
    store.close()


def _folder(at: Path | None) -> Path:
    if at is None:
        return Path(tempfile.mkdtemp(prefix="board-demo-")) / "hollow-oak"
    place = at.expanduser().resolve()
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise refuse("demo.in-use", f"{place} is not empty.", "Name a folder that does not exist yet.", path=str(place))
    return place


def _people(charter: Charter, timeline: Timeline) -> dict[str, tuple[str, str, str]]:
    """Everybody who acts, by the name the timeline uses: handle, name and mail."""
    found = {one.id: (one.id, one.name, one.emails[0]) for one in charter.members if one.emails}
    for step in timeline.steps:
        if step.by not in found:
            name, _, mail = step.by.partition("<")
            address = mail.strip(" >")
            found[step.by] = (address.partition("@")[0].replace(".", "-").lower(), name.strip(), address)
    return found


def _make_keys(store: GitStore, people: dict[str, tuple[str, str, str]]) -> dict[str, str]:
    """A key for each person, kept inside the repository's own folder; returns public keys by handle."""
    from board.trust.signing import make_key

    folder = save_demo_members(store.place, {handle: (name, mail) for handle, name, mail in people.values()})
    return {handle: make_key(folder / handle, mail) for handle, _, mail in people.values()}
