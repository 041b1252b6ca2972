"""Commits that no honest git writes: each is named, has no effect, and stops neither verifying nor reading."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from board.actions.verifying import verify
from tests.cli.running import Board
from tests.trust.history import History, lived_board


def swapped(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """The first of these bytes in a commit replaced."""

    def change(body: bytes) -> bytes:
        assert old in body
        return body.replace(old, new, 1)

    return change


def without(start: bytes) -> Callable[[bytes], bytes]:
    """A commit without the header that starts so."""
    return lambda body: b"".join(line for line in body.splitlines(True) if not line.startswith(start))


WEIRD: dict[str, Callable[[bytes], bytes]] = {
    "no committer": without(b"committer "),
    "no author": without(b"author "),
    "a huge date": swapped(b"> 17", b"> 99999999999999999917"),
    "a date before all dates": swapped(b"> 17", b"> -17"),
    "a date in words": swapped(b"> 17", b"> now 17"),
    "no time zone": swapped(b" +0000\n", b"\n"),
    "a name that is not UTF-8": swapped(b"author Ana", b"author An\xe4"),
    "a zero byte in a name": swapped(b"author Ana", b"author A\0na"),
    "a carriage return in a header": swapped(b" +0000\n", b" +0000\r\n"),
    "no blank line": lambda body: body.partition(b"\n\n")[0] + b"\n",
    "a tag taken along": swapped(b"\ncommitter ", b"\nmergetag object 0\ncommitter "),
    "a header of nobody's": swapped(b"\n\n", b"\nx-more: 1\n\n"),
}  # fmt: skip


def test_row_58_weird_commits_are_each_named_and_stop_nothing(tmp_path: Path) -> None:
    """Given one commit of each sort in a row, then each is malformed, has no effect, and every list is read."""
    board = lived_board(tmp_path)
    history = History(board.path, clock=int(board.now.timestamp()))
    made = {
        history.commit({f"meetings/{number}.md": "Minutes.\n"}, "ana", change=change): name
        for number, (name, change) in enumerate(WEIRD.items())
    }
    report = verify(board.path)
    assert {made[fault.commit]: fault.code for fault in report.faults} == dict.fromkeys(WEIRD, "commit.malformed")
    assert len(board.store.log()) >= len(WEIRD)
    for command in (("history",), ("list",), ("log", "2"), ("tally", "1"), ("check",)):
        ran = Board(board.path)(*command)
        assert ran.status in (0, 1), (command, ran.err)
    assert f"{len(WEIRD)} commits of this history broke a rule" in ran.err
