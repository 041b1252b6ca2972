"""Checkpoints that somebody pushes by the thousand cost a look at each, not at every signature in everybody's name."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from board.actions.syncing import sync
from board.core.checkpoint import Checkpoint, Note
from board.formats.notes import dump_note, read_note
from board.store import notes as store_notes
from board.store.refs import Refs
from board.trust import witness
from tests.boards import git
from tests.trust.history import History, copy_of, lived_board
from tests.trust.witnessing import chain_at, codes, note, real_session, watched

LOOKED = 4


@pytest.fixture
def history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> History:
    """A board whose history this user verified."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    made = copy_of(lived_board(tmp_path / "lived").path, tmp_path)
    assert watched(made.path).status == 0
    return made


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each look at a signature from now on."""
    seen: list[str] = []
    real = witness.signing_key

    def looked(checkpoint: Checkpoint, one: witness.Cosignature) -> witness.SshKey:
        seen.append(one.member)
        return real(checkpoint, one)

    monkeypatch.setattr(witness, "signing_key", looked)
    return seen


def pushed(history: History, data: bytes, *names: str) -> None:
    blob = history.git("hash-object", "-w", "--stdin", data=data)
    for name in names:
        history.git("update-ref", f"refs/board/checkpoints/{name}", blob)


def other(size: int) -> Checkpoint:
    return Checkpoint("0123456789abcdef", size, b"\x07" * 32)


def test_row_57_one_note_under_many_names_is_looked_at_once(history: History, looks: list[str]) -> None:
    """Given a stranger's note with many good signatures under many names, then a few of them are looked at, once."""
    people = [f"stranger{number}" for number in range(60)]
    pushed(history, note(other(900_000), people, keys=["eve"] * 60), *(f"{n}/m/{n}" for n in range(1, 41)))
    report = watched(history.path)
    assert (report.status, "checkpoint.foreign" in {one.code for one in report.notes}) == (0, True)
    assert len(looks) <= LOOKED


def test_row_57_what_stands_in_a_members_name_is_looked_at_a_few_times(history: History, looks: list[str]) -> None:
    """Given a note with a hundred false signatures under a member's own number, then few of them cost a look."""
    point = other(7)
    read = read_note(note(point, ["ana"]), "").value
    assert read is not None
    (good,) = read.signatures
    false = tuple(witness.Cosignature("ana", good.at + one, good.key_id, good.signature) for one in range(1, 100))
    pushed(history, dump_note(Note(point, false)), "7/ana/1")
    assert watched(history.path).status == 0
    assert len(looks) <= 2 * LOOKED


def test_row_57_many_sizes_are_counted_in_one_pass(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given notes over every size there is, then the whole chain is not counted anew for each."""
    chain = chain_at(history.path)
    for size in range(1, len(chain.leaves) + 1):
        point = Checkpoint(chain.repository, size, b"\x07" * 32)
        pushed(history, note(point, ["eve"]), f"{size}/m/{size}")
    monkeypatch.setattr("board.actions.witnessing.root", lambda _: pytest.fail("counted one by one"))
    assert watched(history.path).status == 0


def test_row_32_what_a_remote_has_too_many_of_is_told(
    tmp_path: Path, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given more checkpoints at the remote than are looked at, when a new clone syncs, verify says it saw not all."""
    for number in range(1, 13):
        pushed(history, note(other(number), ["eve"]), f"{number}/m/1")
    git(tmp_path, "clone", "-q", "--mirror", str(history.path), "server.git")
    git(tmp_path, "clone", "-q", "server.git", "fresh")
    shutil.rmtree(tmp_path / "state")
    monkeypatch.setattr(store_notes, "MOST", 10)
    sync(real_session(tmp_path / "fresh", tmp_path, "ana"))
    assert len(git(tmp_path / "fresh", "for-each-ref", "refs/board").splitlines()) == 11
    assert "checkpoint.crowded" in codes(watched(tmp_path / "fresh"))


def test_row_32_notes_of_too_many_bytes_are_left_unread_and_told(
    tmp_path: Path, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_notes, "TOGETHER", 500)
    monkeypatch.setattr(store_notes, "_AT_ONCE", 2)
    for number in range(1, 9):
        pushed(history, note(other(number), ["eve"]), f"{number}/m/1")
    assert "checkpoint.crowded" in {one.code for one in watched(history.path).notes}


def test_a_remotes_checkpoints_come_by_one_command_of_git(
    tmp_path: Path, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 31):
        pushed(history, note(other(number), ["eve"]), f"{number}/m/1")
    git(tmp_path, "clone", "-q", "--mirror", str(history.path), "server.git")
    git(tmp_path, "clone", "-q", "server.git", "fresh")
    store = real_session(tmp_path / "fresh", tmp_path, "ana").store
    monkeypatch.setattr(Refs, "move", lambda *_: pytest.fail("one command of git for each"))
    store.notes().take()
    assert len(store.notes().all()) == 30
