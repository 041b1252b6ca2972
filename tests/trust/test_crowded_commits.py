"""One commit with more of the board's files than anybody writes: void and named, and not one of them is read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from board.actions.restoring import restore
from board.actions.verifying import verify, verify_store
from board.trust import advance, objects
from board.trust.objects import Objects
from tests.boards import PROPOSAL, SmallBoard
from tests.trust.history import OPEN, History, lived_board, open_it, settle, signed_board, submit
from tests.trust.live import YES, LiveBoard, live_board

ONE = "2026/0001-tokenizer"
QUESTION = '+++\nkind = "question"\nto = "proposer"\n+++\nWhy?\n'
Files = dict[str, bytes | str | None]


def messages(number: int, whose: str = "guest-eve", proposal: str = ONE) -> Files:
    """So many questions about a proposal, under one name."""
    stamps = (f"202610{7 + n // 86_400:02d}T{n // 3600 % 24:02d}{n // 60 % 60:02d}{n % 60:02d}Z" for n in range(number))
    return {f"decisions/{proposal}/messages/{stamp}-{whose}.md": f"{QUESTION}{stamp}\n" for stamp in stamps}


def opened() -> LiveBoard:
    board = live_board()
    submit(board, ONE, PROPOSAL, {"answers.toml": YES})
    open_it(board, ONE)
    return board


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> int:
    """A commit may write fewer files than usual."""
    monkeypatch.setattr(advance, "MOST", 40)
    return 40


def test_row_57_a_commit_beyond_the_limit_is_void_and_named_and_none_of_its_files_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given one file more than a commit may write, made by git's own import, then verify says no, and reads none."""
    history = History(signed_board(tmp_path).path)
    lines = [f"commit refs/heads/main\ncommitter Eve <eve@example.org> 1800000000 +0000\ndata 0\nfrom {history.tip}"]
    lines += [f"M 100644 inline {path}\ndata {len(str(text))}\n{text}" for path, text in messages(10_001).items()]
    history.git("fast-import", "--quiet", data="\n".join(lines).encode() + b"\n")
    read = 0
    bodies = Objects._bodies

    def counted(self: Objects, ids: Sequence[str], kind: str, limit: int | None) -> dict[str, bytes | None]:
        nonlocal read
        read += len(ids) if kind == "blob" else 0
        return bodies(self, ids, kind, limit)

    monkeypatch.setattr(Objects, "_bodies", counted)
    monkeypatch.setattr(objects, "FEW", objects.MANY)
    monkeypatch.setattr(objects, "LITTLE", objects.MANY)
    report = verify(history.path)
    assert [(fault.code, fault.commit) for fault in report.faults] == [("commit.crowded", history.tip)]
    assert "10,001" in report.faults[0].words
    assert read < 10


def test_row_57_a_member_may_write_up_to_the_limit_and_one_file_more_has_no_effect(few: int) -> None:
    """Given a member's signed messages, then as many as the limit count, and with one more none of them does."""
    board = opened()
    board.store.forge(messages(few, "chiara"), "chiara", 1_800_000_000)
    assert verify_store(board.store).status == 0
    flood = messages(few + 1, "ben")
    board.store.forge(flood, "ben", 1_800_000_060)
    report = verify_store(board.store)
    assert [fault.code for fault in report.faults] == ["commit.crowded"]
    world = board.session("ana").world
    assert not [path for path in flood if world.snapshot.blob(path)]


def test_row_57_a_merge_that_brings_a_flood_is_void(few: int) -> None:
    board = opened()
    here = board.store.tip()
    side = board.store.forge({"readme.md": "x\n"}, "eve", 1_800_000_000, key="")
    board.store.forge(messages(few + 1), "eve", 1_800_000_060, key="", parents=(here, side))
    assert [fault.code for fault in verify_store(board.store).faults] == ["commit.crowded"]


def test_row_57_a_founding_may_bring_any_number_of_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(advance, "MOST", 1)
    assert verify_store(live_board().store).status == 0


def test_row_57_a_flood_is_restored_and_acknowledged_though_that_touches_as_many_files(
    few: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a flood, when a member restores it and the board decides, then verify says yes: it put files back."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    board: SmallBoard = lived_board(tmp_path)
    history = History(board.path, clock=int(board.now.timestamp()))
    kept = history.git("ls-tree", "-r", "main", "decisions")
    bad = history.commit(messages(few + 1, proposal=OPEN), "eve", key="")
    history.git("reset", "-q", "--hard")
    board.wait(minutes=30)
    done = restore(board.session("lena"))
    assert history.git("ls-tree", "-r", "main", "decisions") == kept
    assert {fault.commit for fault in verify(board.path).faults} == {bad}
    settle(board, done)
    report = verify(board.path)
    assert (report.status, {fault.commit for fault in report.settled}) == (0, {bad})


def test_row_57_messages_that_do_not_count_take_no_place_of_those_that_do() -> None:
    """Given more messages from outside than count, all void, when somebody writes one more, then that one counts."""
    board = opened()
    board.store.forge(messages(51), "eve", 1_800_000_000, key="")
    board.store.forge(messages(1, "guest-rita"), "rita", 1_800_000_060, key="")
    report = verify_store(board.store)
    assert [fault.code for fault in report.faults] == ["commit.unsigned"]
    assert [fault.code for fault in report.unproven] == ["unproven.message"]
