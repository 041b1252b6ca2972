"""`board demo`: the worked example, played into a scratch repository with keys made on the spot."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from board.actions.demo_checkpoint import SignedNote, countersigned
from board.actions.replay import Progress, Replay
from board.actions.session import Clock, utc_now
from board.actions.timeline import Shift, Timeline, example_members, read_timeline
from board.core.charter import Charter
from board.core.dates import local_date
from board.core.finding import ExitStatus, refuse
from board.core.layout import CHARTER
from board.core.text import one_line
from board.formats.charter import read_charter
from board.formats.edit import set_values
from board.formats.shipped import shipped
from board.store.identity import Identity, demo_identity, save_demo_members
from board.store.memory import MemoryStore
from board.store.pins import Pins
from board.store.repository import GitStore, open_repository
from board.trust.signing import Signer, made_key_signer, make_key

OWN = "board"
"""The folder inside a repository's own that holds what this program keeps there: here, the members' keys."""


def refuse_stranger(handle: str) -> None:
    """Raise Refused where nobody of the example has this handle, before anything is built."""
    if handle and handle not in (known := {one for one, _, _ in _people(read_timeline()).values()}):
        words = f"There is no member “{one_line(handle, 60)}” in the example."
        fix = f"Choose one of: {', '.join(sorted(known))}."
        raise refuse("identity.unknown", words, fix, status=ExitStatus.WRONG_USE)


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
    # Played in memory, kept in the bare remote at once, then cloned: nothing on disk has to follow each commit.
    init_repository(remote, charter.branch, bare=True)
    try:
        notes = _play(remote, charter, timeline, shift, progress)
        clone(remote, place, charter.branch)
        (remote / OWN).rename(place / ".git" / OWN)
    except BaseException:
        shutil.rmtree(remote, ignore_errors=True)  # half a history helps nobody, and would be in the way next time
        raise
    made = open_repository(place, charter.branch)
    _keep(made, notes)
    Pins(made.key).forget()  # of a demo that lay here before and was thrown away
    made.close()
    return place


def _play(
    remote: Path, charter: Charter, timeline: Timeline, shift: Shift, progress: Progress
) -> tuple[SignedNote, ...]:
    """Play the timeline, with keys made on the spot, and keep the history in an empty bare repository.

    Returns the notes of a checkpoint that two members signed on the way.
    """
    bare = open_repository(remote, charter.branch, durable=False)
    keys = _Keys(bare, _people(timeline))
    named = secrets.token_hex(16)

    def dress(data: bytes) -> bytes:
        members = [one for one in read_charter(data, CHARTER).value.members if one.seats or one.alternate or one.roles]
        values: dict[tuple[str, ...], object] = {("repository", "id"): named, ("repository", "signing"): "required"}
        values |= {("members", one.id, "keys"): [keys.public[one.id]] for one in members}
        return set_values(shift.text(data.decode()).encode(), CHARTER, values)

    history = MemoryStore(charter.branch)
    Replay(history, shift, keys.identity, dress, keys.renewed).play(timeline, progress)
    bare.adopt(history.objects(), history.tip())
    now = read_charter(history.snapshot().read(CHARTER) or b"", CHARTER).value
    notes = countersigned(history, now, keys.signer)
    _keep(bare, notes)
    keys.tidy()
    bare.close()
    return notes


def _keep(store: GitStore, notes: Sequence[SignedNote]) -> None:
    """Keep a checkpoint's notes as if its members had signed it there; a clone takes no such refs along."""
    for note in notes:
        store.notes().keep(note.size, note.member, note.at, note.data)


class _Keys:
    """A key for each person, kept inside the repository's own folder, where `--as` finds it by the person's handle."""

    def __init__(self, store: GitStore, people: Mapping[str, tuple[str, str, str]]) -> None:
        self._place, self._people = store.place, people
        mails = {handle: (name, mail) for handle, name, mail in people.values()}
        self._folder = save_demo_members(store.place, mails)
        self._mails = {handle: mail for handle, (_, mail) in mails.items()}
        self.public = {handle: make_key(self._folder / handle, mail) for handle, mail in self._mails.items()}
        self._new: dict[str, str] = {}

    def identity(self, person: str) -> Identity:
        """Who a person of the timeline is, with the key she signs with now."""
        return demo_identity(self._place, self._people[person][0])

    def signer(self, handle: str, namespace: str) -> Signer:
        """Who signs for a member, for something else than a commit."""
        return made_key_signer(self._folder / handle, namespace=namespace)

    def renewed(self, handle: str, usual: str) -> str:
        """The public key that replaces a lost one; the old one is set aside. Both who agree to it see the same."""
        if handle not in self._new:
            (self._folder / handle).rename(self._folder / f"{handle}-lost")
            (self._folder / f"{handle}.pub").unlink()
            self._new[handle] = make_key(self._folder / handle, self._mails[handle])
        return self._new[handle]

    def tidy(self) -> None:
        """Throw away what was lost."""
        for handle in self._new:
            (self._folder / f"{handle}-lost").unlink()


def _folder(at: Path | None) -> Path:
    if at is None:
        return Path(tempfile.mkdtemp(prefix="board-demo-")) / "hollow-oak"
    place = at.expanduser().resolve()
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise refuse("demo.in-use", f"{place} is not empty.", "Name a folder that does not exist yet.", path=str(place))
    return place


def _people(timeline: Timeline) -> dict[str, tuple[str, str, str]]:
    """Everybody who acts, by the name the timeline uses: handle, name and mail."""
    found = {one.id: (one.id, one.name, one.emails[0]) for one in example_members(timeline) if one.emails}
    for step in timeline.steps:
        if step.by not in found:
            name, _, mail = step.by.partition("<")
            address = mail.strip(" >")
            found[step.by] = (address.partition("@")[0].replace(".", "-").lower(), name.strip(), address)
    return found
