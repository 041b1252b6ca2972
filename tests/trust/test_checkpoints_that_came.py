"""Checkpoints that a clone takes from its remote, and what one under a suspended key still says."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from board.actions.checkpointing import sign
from board.actions.syncing import sync
from board.store import notes as store_notes
from tests.boards import git
from tests.conformance.cases import BALLOTS, cast
from tests.conformance.keys import change as two_change
from tests.conformance.keys import suspended
from tests.trust.history import copy_of, lived_board, signed_board
from tests.trust.witnessing import NOW, chain_at, codes, note, real_session, watched


@pytest.fixture(autouse=True)
def _apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def test_row_32_syncing_a_fresh_clone_brings_the_checkpoints_that_lie_at_the_remote(tmp_path: Path) -> None:
    """Given a server with a checkpoint that contradicts its branch, when somebody clones and syncs, verify says no."""
    lived = lived_board(tmp_path / "lived")
    history, other = copy_of(lived.path, tmp_path), copy_of(lived.path, tmp_path / "other")
    other.commit({f"{BALLOTS}/ana-1.toml": cast(other, "ana")}, "ana")
    history.commit({f"{BALLOTS}/chiara-1.toml": cast(history, "chiara")}, "chiara")
    point = chain_at(other.path).checkpoint()
    blob = history.git("hash-object", "-w", "--stdin", data=note(point, ["ana"]))
    history.git("update-ref", f"refs/board/checkpoints/{point.size}/ana/1", blob)
    git(tmp_path, "clone", "-q", "--mirror", str(history.path), "server.git")
    git(tmp_path, "clone", "-q", "server.git", "fresh")
    assert git(tmp_path / "fresh", "for-each-ref", "refs/board") == ""
    shutil.rmtree(tmp_path / "state", ignore_errors=True)
    sync(real_session(tmp_path / "fresh", tmp_path, "ana"))
    assert codes(watched(tmp_path / "fresh")) == {"checkpoint.split"}
    git(tmp_path, "clone", "-q", "server.git", "alone")
    git(tmp_path / "alone", "remote", "set-url", "origin", str(tmp_path / "gone.git"))
    assert watched(tmp_path / "alone").status == 0, "verifying asks no server"


def test_row_57_only_what_members_signed_is_offered_and_not_all_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given strangers' notes that lie here still, when a member signs, then the server gets members' words alone.

    Else each clone brings back what the server's owner took away, and one exchange of thousands never ends.
    """
    history = copy_of(lived_board(tmp_path / "lived").path, tmp_path)
    git(tmp_path, "clone", "-q", "--bare", str(history.path), "server.git")
    git(history.path, "remote", "add", "origin", str(tmp_path / "server.git"))
    git(history.path, "fetch", "-q", "origin")
    point = chain_at(history.path).checkpoint()
    for place, data in {
        "1/ana/1": b"junk", "1/ana/2": b"junk", "2/ana/1": note(point, ["ana"], keys=["stranger"]),
        "1/lena/1": note(point, ["lena"]), f"{point.size}/lena/2": note(point, ["lena"]),
        "1/ben/1": note(point, ["ben"], 5),
    }.items():  # fmt: skip
        blob = history.git("hash-object", "-w", "--stdin", data=data)
        history.git("update-ref", f"refs/board/checkpoints/{place}", blob)

    def there() -> list[str]:
        listed = git(tmp_path / "server.git", "for-each-ref", "--format=%(refname)", "refs/board/checkpoints")
        return sorted(line.split("/")[4] for line in listed.splitlines())

    monkeypatch.setattr(store_notes, "MOST_OFFERED", 2)
    done = sign(real_session(history.path, tmp_path, "ana"))
    assert len(there()) == 2 and any("1 checkpoint of members" in one for one in done.notes), done
    monkeypatch.setattr(store_notes, "MOST_OFFERED", 500)
    session = real_session(history.path, tmp_path, "lena")
    session.now = lambda: NOW + timedelta(hours=1)
    assert sign(session).notes == ()
    assert there() == ["ana", "ben", "lena", "lena"]


def test_row_33_a_suspended_key_gives_no_sign_of_life(tmp_path: Path) -> None:
    """Given a leaked key that two suspended, when its thief signs a fresh checkpoint, then the copy counts as old.

    What she signed before still counts against a split, as a word under a former key.
    """
    history = copy_of(signed_board(tmp_path / "young").path, tmp_path)
    point = chain_at(history.path).checkpoint()
    late = NOW + timedelta(days=60)
    file = tmp_path / "ana.note"
    file.write_bytes(note(point, ["ana"], at=int(late.timestamp())))
    assert watched(history.path, file, max_age=14, now=late).status == 0
    two_change(history, suspended("ana"), "ben", "lena")
    report = watched(history.path, file, max_age=14, now=late)
    assert (report.status, codes(report)) == (3, {"history.stale"})
    (agrees,) = (fault for fault in report.notes if fault.code == "checkpoint.agrees")
    assert "ana (with a former key)" in agrees.words
