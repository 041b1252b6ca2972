"""Closed streams, files without an end, ids without an end: a sentence and a status, quickly, and never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from board.actions.docketing import open_proposal
from board.actions.given import TOML_LIMIT, read_given
from board.core.finding import Refused
from tests.boards import git, small_board
from tests.cli.running import Board

ENDLESS = ("/dev/zero", "/dev/urandom")


@pytest.fixture(scope="module")
def somewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small board with one open proposal, as ana knows it; nobody writes to it."""
    board = small_board(tmp_path_factory.mktemp("small"))
    open_proposal(board.session("kim"), board.submit())
    git(board.path, "config", "user.name", "Ana Lindqvist")
    git(board.path, "config", "user.email", "ana@example.org")
    return board.path


def shell(where: Path, arguments: str, streams: str) -> subprocess.CompletedProcess[str]:
    command = f'exec "{sys.executable}" -m board {arguments} {streams}'
    here = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": str(here)}
    return subprocess.run(
        ["sh", "-c", command], cwd=where, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("arguments", "streams", "status"),
    [
        ("list", "<&-", 0),
        ("list", ">&-", 0),
        ("show 1 --json", ">&-", 0),
        ("review 1", "<&-", 0),
        ("review 99", "2>&-", 1),
        ("list", "<&- >&- 2>&-", 0),
        ("words -", "<&-", 0),
    ],
)
def test_a_stream_that_is_closed_is_no_traceback(somewhere: Path, arguments: str, streams: str, status: int) -> None:
    ran = shell(somewhere, arguments, streams)
    assert ran.returncode == status, ran.stderr
    assert "Traceback" not in ran.stderr
    assert "did not foresee" not in ran.stderr


@pytest.mark.parametrize("endless", ENDLESS)
@pytest.mark.parametrize(
    "before",
    [
        ("review", "1", "--answers"),
        ("words",),
        ("charter", "try"),
        ("pack", "--diff", "2026-11"),
    ],
    ids=lambda before: before[0],
)
def test_a_file_without_an_end_is_refused(somewhere: Path, before: tuple[str, ...], endless: str) -> None:
    ran = Board(somewhere)(*before, endless)
    assert ran.status == 2
    assert "is a device" in ran.err
    assert len(ran.err) < 1_000


def test_a_pipe_is_read_as_far_as_its_sort_may_be(tmp_path: Path) -> None:
    source, drain = os.pipe()
    os.write(drain, b"x" * 1_000)
    os.close(drain)
    assert len(read_given(Path(f"/dev/fd/{source}"))) == 1_000
    os.close(source)
    large = tmp_path / "large.toml"
    large.write_bytes(b"#" * TOML_LIMIT)
    assert len(read_given(large)) == TOML_LIMIT
    large.write_bytes(b"#" * (TOML_LIMIT + 1))
    with pytest.raises(Refused, match="more than 256 KiB"):
        read_given(large)
    with pytest.raises(Refused, match="is a folder"):
        read_given(tmp_path)
    with pytest.raises(Refused, match="cannot be read"):
        read_given(tmp_path / "nothing")


@pytest.mark.parametrize(
    "before", [("show",), ("review",), ("withdraw",), ("",)], ids=["show", "review", "withdraw", "no"]
)
def test_a_very_long_id_is_not_said_back_whole(somewhere: Path, before: tuple[str, ...]) -> None:
    ran = Board(somewhere)(*(one for one in before if one), "x" * 100_000)
    assert ran.status in (1, 2)
    assert len(ran.err) < 1_000
