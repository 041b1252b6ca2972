"""What somebody else put into a member's outbox is shown and set aside: never signed, never sent, never lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from board.actions.syncing import sync
from board.actions.verifying import verify
from tests.boards import SmallBoard, git
from tests.trust.history import OPEN, History
from tests.trust.test_malformed import board, clone

__all__ = ["board"]

BALLOTS = f"decisions/{OPEN}/ballots"


def as_anas(history: History) -> bytes:
    """A ballot in Ana's name, as anybody with a clone can write it."""
    lena = history.read(f"{BALLOTS}/ben-1.toml").decode()
    return lena.replace('member = "ben"', 'member = "ana"').replace('"engineering"', '"security"').encode()


def planted(ana: SmallBoard, tmp_path: Path, path: str, data: bytes, who: str = "ana", key: str = "") -> str:
    """A commit that writes this on the tip, put into Ana's outbox by somebody at her `.git`."""
    place = tmp_path / f"scratch-{len(list(tmp_path.iterdir()))}"
    git(tmp_path, "clone", "-q", str(ana.remote), str(place))
    history = History(place, clock=int(ana.now.timestamp()))
    files = {path: data}
    made = history.commit(files, who, key=key) if key != "own" else history.commit(files, who)
    git(ana.path, "fetch", "-q", str(place), "main:refs/board/outbox/ana")
    return made


FORGED = {
    "a ballot of hers without a signature": (f"{BALLOTS}/ana-1.toml", "ana", ""),
    "her yes to another's new key": ("acts/1-chiara.toml", "ana", ""),
    "a ballot of hers that another signed": (f"{BALLOTS}/ana-1.toml", "ana", "lena"),
    "a ballot of another, signed by that one": (f"{BALLOTS}/lena-2.toml", "lena", "own"),
    "what she signed and nobody queues": ("meetings/0009.md", "ana", "own"),
}


@pytest.mark.parametrize("what", FORGED)
def test_row_9_what_another_put_into_the_outbox_is_set_aside_and_told(
    board: SmallBoard, tmp_path: Path, what: str
) -> None:
    """Given such a commit in Ana's outbox, when she syncs, then nothing goes out and nothing is drafted, she hears what
    it is and where it lies, and her own vote goes out afterwards.
    """
    ana = clone(board, "ana")
    path, who, key = FORGED[what]
    data = as_anas(History(board.path)) if "ballots" in path else b"[act]\n"
    made = planted(ana, tmp_path, path, data, who, key)
    before = git(ana.remote or ana.path, "rev-parse", "main")

    told = sync(ana.session("ana"))
    assert (told.pushed, git(ana.remote or ana.path, "rev-parse", "main")) == (False, before)
    (note,) = told.notes
    assert path in note and "you did not queue it" in note
    ref = next(word.strip("`,") for word in note.split() if word.startswith("refs/"))
    assert git(ana.path, "rev-parse", ref) == made, "it is not lost"
    session = ana.session("ana")
    assert (session.store.waiting("ana"), dict(session.drafts.load(OPEN))) == ((), {})

    ana.vote("ana", OPEN, "approve")
    assert sync(ana.session("ana")).notes == ()
    assert verify(ana.path).status == 0


@contextmanager
def offline(board: SmallBoard) -> Iterator[None]:
    """The remote gives no answer."""
    assert board.remote is not None
    away = board.remote.rename(board.remote.with_name("away.git"))
    yield
    away.rename(board.remote)


def test_her_own_ballot_goes_out_from_between_what_another_put_there(board: SmallBoard, tmp_path: Path) -> None:
    """Given a ballot of Ana's that waits on top of a planted one, when others wrote meanwhile and she syncs, then hers
    is signed again and sent, and the other one is not.
    """
    ana = clone(board, "ana")
    planted(ana, tmp_path, "acts/1-chiara.toml", b"[act]\n")
    with offline(ana):
        ana.vote("ana", OPEN, "approve")
    other = clone(board, "other")
    other.vote("chiara", OPEN, "approve")
    told = sync(ana.session("ana"))
    assert told.pushed and "1 commit of yours went out" in told.words
    assert ["acts/1-chiara.toml" in note for note in told.notes if "Not sent" in note] == [True]
    snapshot = ana.session("ana").world.snapshot
    assert snapshot.blob(f"{BALLOTS}/ana-1.toml") and not snapshot.blob("acts/1-chiara.toml")
    assert verify(ana.path).status == 0


def test_what_nobody_can_check_comes_back_as_a_draft(board: SmallBoard, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a charter that holds only the fingerprint of her key, then her ballot is not sent unseen."""
    ana = clone(board, "ana")
    with offline(ana):
        ana.vote("ana", OPEN, "approve")
    before = git(ana.remote or ana.path, "rev-parse", "main")
    unchecked = (ana.session("ana").world.charter.member("ana"), "unproven.openpgp")
    monkeypatch.setattr("board.actions.waited.author", lambda raw, charter: unchecked)
    told = sync(ana.session("ana"))
    assert not told.pushed and git(ana.remote or ana.path, "rev-parse", "main") == before
    (note,) = told.notes
    assert "only the fingerprint of your key" in note and "kept as a draft" in note
    session = ana.session("ana")
    assert session.store.waiting("ana") == () and "ballot" in session.drafts.load(OPEN)
