"""Somebody who can push merges the founding of another board: whoever knows the board's own works on and settles it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from board.actions.checkpointing import sign
from board.actions.proving import prove
from board.actions.restoring import restore
from board.actions.verifying import verify
from board.core.finding import Refused
from board.store.pins import Pins
from board.store.repository import open_repository
from board.trust import walk
from tests.boards import SmallBoard
from tests.cli.running import Board
from tests.trust.history import DECIDED, OPEN, History, copy_of, lived_board, settle
from tests.trust.witnessing import real_session


@pytest.fixture
def board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallBoard:
    """A board whose history this user verified."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    made = lived_board(tmp_path)
    assert verify(made.path).status == 0
    return made


def joined(board: SmallBoard, *, first: bool = False, empty: bool = False) -> tuple[str, str]:
    """A stranger's founding, and its merge with the tip; by default nothing of the board's files changes."""
    history = History(board.path, clock=int(board.now.timestamp()))
    main = history.tip
    foreign = history.commit({"board.toml": "rules = 1\n[repository]\nid='zz'\n"}, "eve", key="", parents=())
    tree = history.git("rev-parse", f"{foreign if empty else main}^{{tree}}")
    merge = history.commit({}, "eve", key="", tree=tree, parents=(foreign, main) if first else (main, foreign))
    board.wait(minutes=30)
    return foreign, merge


def founding(board: SmallBoard) -> str:
    pin = Pins(board.store.key).load()
    assert pin is not None
    return pin.genesis


def codes(board: SmallBoard) -> set[tuple[str, str]]:
    return {(fault.code, fault.commit) for fault in verify(board.path).faults}


@pytest.mark.parametrize(("first", "empty"), [(False, False), (True, False), (True, True)])
def test_row_31_who_knows_the_founding_works_on_and_the_board_settles_the_merge(
    board: SmallBoard, tmp_path: Path, first: bool, empty: bool
) -> None:
    """Given such a merge, then votes, proofs, checkpoints and restoring go on; once acknowledged, the answer is yes."""
    _, merge = joined(board, first=first, empty=empty)
    assert codes(board) == {("chain.foreign", merge)}
    assert prove(board.session("ana"), DECIDED)[1].faults == ()
    assert sign(real_session(board.path, tmp_path, "ana")).members == ("ana",)
    board.vote("chiara", OPEN, "approve")
    settle(board, restore(board.session("lena")))
    report = verify(board.path)
    assert (report.status, [(one.code, one.commit) for one in report.settled]) == (0, [("chain.foreign", merge)])
    assert verify(board.path, from_genesis=True).status == 0


def test_row_31_a_new_clone_counts_nothing_until_a_member_names_the_founding(board: SmallBoard, tmp_path: Path) -> None:
    """Given the merge settled long ago, when somebody clones, then the founding she was told opens the board to her."""
    foreign, merge = joined(board)
    real = founding(board)
    settle(board, restore(board.session("lena")))
    shutil.rmtree(tmp_path / "state")
    program = Board(board.path)
    alone = program("verify", "--json")
    assert (alone.status, {fault["commit"] for fault in alone.data["faults"]}) == (1, {real, foreign, merge})
    assert {fault["code"] for fault in alone.data["faults"]} == {"genesis.second"}, "no decision settles it for her"
    words = {fault["commit"]: fault["message"] for fault in alone.data["faults"]}
    assert words[foreign].endswith("On it count 0 commits signed by 0 members of its own.")
    assert "signed by 0 members" not in words[real] and "members of its own" in words[real]
    refused = program("tally", OPEN)
    assert "board verify --founding COMMIT" in refused.err
    assert "nothing tells which founding is right" in program("list").err
    named = program("verify", "--founding", real[:12])
    assert (named.status, named.err) == (0, "")
    assert (program("list").err, program("tally", OPEN).status) == ("", 0)
    shutil.rmtree(tmp_path / "state")
    assert program("verify", "--founding", real).status == 0
    assert program("verify", "--founding", foreign).status == 1, "what was verified stays"


def test_row_31_before_it_is_settled_the_named_founding_opens_tally_and_votes(
    board: SmallBoard, tmp_path: Path
) -> None:
    foreign, merge = joined(board)
    real = founding(board)
    shutil.rmtree(tmp_path / "state")
    program = Board(board.path)
    assert program("verify", "--founding", foreign, "--json").status == 1, "a name she was told wrongly"
    ran = program("verify", "--founding", real, "--json")
    assert (ran.status, [(one["code"], one["commit"]) for one in ran.data["faults"]]) == (1, [("chain.foreign", merge)])
    assert program("tally", OPEN).status == 0
    board.vote("chiara", OPEN, "approve")


@pytest.mark.parametrize("which", ["main~1", "main"])
def test_row_31_a_commit_that_founds_nothing_is_no_founding(board: SmallBoard, tmp_path: Path, which: str) -> None:
    """Given a single founding, or two, when somebody names another commit, then the answer is no."""
    named = History(board.path).git("rev-parse", which)
    ran = Board(board.path)("verify", "--founding", named, "--json")
    assert (ran.status, [one["code"] for one in ran.data["faults"]]) == (1, ["genesis.other"])
    assert Board(board.path)("verify").status == 0
    joined(board)
    shutil.rmtree(tmp_path / "state")
    ran = Board(board.path)("verify", "--founding", named, "--json")
    assert {one["code"] for one in ran.data["faults"]} == {"genesis.other", "genesis.second"}
    with pytest.raises(Refused):
        _ = board.session("lena").world
    assert Board(board.path)("verify", "--founding", "main").status == 2


def test_row_31_what_was_verified_in_another_clone_tells_the_founding(board: SmallBoard, tmp_path: Path) -> None:
    """Given a merge of two foundings, when a member clones anew on the same computer, then she works on there."""
    _, merge = joined(board)
    (tmp_path / "anew").mkdir()
    anew = copy_of(board.path, tmp_path / "anew")
    assert {(one.code, one.commit) for one in verify(anew.path).faults} == {("chain.foreign", merge)}
    assert Pins(open_repository(anew.path, "main").key).load() is None
    assert Board(anew.path)("tally", OPEN).status == 0


def test_row_31_a_foreign_founding_that_calls_itself_an_example_hides_no_board(
    board: SmallBoard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given an example joined before all else, when somebody clones, then she is told of two foundings, no example."""
    monkeypatch.setattr(walk, "_CHUNK", 1)  # of a long history the walk meets the example long before the board
    history = History(board.path, clock=int(board.now.timestamp()))
    main, real = history.tip, founding(board)
    text = "example = true\n" + history.read("board.toml").decode()
    foreign = history.commit({"board.toml": text}, "eve", key="", parents=(), seconds=-10_000_000)
    tree = history.git("rev-parse", f"{main}^{{tree}}")
    merge = history.commit({}, "eve", key="", tree=tree, parents=(foreign, main))
    shutil.rmtree(tmp_path / "state")
    program = Board(board.path)
    ran = program("verify", "--json")
    assert (ran.status, {fault["code"] for fault in ran.data["faults"]}) == (1, {"genesis.second"})
    assert {fault["commit"] for fault in ran.data["faults"]} == {real, foreign, merge}
    with pytest.raises(Refused):
        _ = board.session("lena").world
    named = program("verify", "--founding", real, "--json")
    assert [(fault["code"], fault["commit"]) for fault in named.data["faults"]] == [("chain.foreign", merge)]
    assert program("tally", OPEN).status == 0
