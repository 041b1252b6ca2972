"""`board restore` says what it would put back: a few files one by one, many of them by folder."""

from __future__ import annotations

from pathlib import Path

from board.core.layout import CHARTER
from tests.cli.running import Board, Ran
from tests.trust.history import DECIDED, OPEN, History, lived_board

EXTRA = [f"decisions/{OPEN}/messages/20261007T1000{n:02}Z-mo.md" for n in range(21)]
BALLOT, RECORD = f"decisions/{OPEN}/ballots/ben-1.toml", f"decisions/{DECIDED}/record.toml"


def restored(folder: Path, files: dict[str, str | None]) -> Ran:
    board = lived_board(folder)
    History(board.path, clock=int(board.now.timestamp())).commit({**files}, "eve", key="")
    return Board(board.path)("restore")


def test_a_few_files_are_named_one_by_one(tmp_path: Path) -> None:
    ran = restored(tmp_path, {BALLOT: None, **dict.fromkeys(EXTRA[:19], "Spam.\n")})
    assert f"  {BALLOT}\n" in ran.out and f"  {EXTRA[18]} (is taken away)\n" in ran.out


def test_many_files_are_told_by_folder_with_their_numbers(tmp_path: Path) -> None:
    """Given 23 files to put back or take away, then each folder says how many, and none is named by itself."""
    ran = restored(tmp_path, {BALLOT: None, RECORD: "", **dict.fromkeys(EXTRA, "Spam.\n")})
    lines = ran.out[ran.out.index("Files to put back") :].splitlines()[1:5]
    assert lines == [
        f"  decisions/{DECIDED}/: 1 put back",
        f"  decisions/{OPEN}/ballots/: 1 put back",
        f"  decisions/{OPEN}/messages/: 21 taken away",
        "  23 files in all; `--json` names each.",
    ]
    many = len(Board(tmp_path / "board")("restore", "--json").data["files"])
    assert (ran.status, many) == (1, 23)


def test_files_in_very_many_folders_are_told_by_the_folders_above(tmp_path: Path) -> None:
    files = {f"decisions/2026/{n:04}-x/ballots/mo-1.toml": "x" for n in range(30)}
    ran = restored(tmp_path, {CHARTER: "x", **files})
    assert "  at the top: 1 put back\n  decisions/2026/: 30 taken away\n" in ran.out
