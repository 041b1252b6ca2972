"""A record that somebody edited by hand is told while it lies in the work tree, before a commit makes it a fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions.check import check
from board.actions.docketing import open_proposal
from tests.boards import git, small_board


def test_a_record_edited_in_the_work_tree_is_told_with_how_to_put_it_back(tmp_path: Path) -> None:
    """Given a docket changed, or gone, by hand, when the board is checked, then it is named; put back, nothing is."""
    board = small_board(tmp_path)
    open_proposal(board.session("kim"), board.submit())
    git(board.path, "checkout", "-q", "-f", "HEAD")

    def told() -> list[tuple[str, str]]:
        found = check(board.session("ana"))
        return [(one.where.path, one.fix) for one in found if one.code == "record.edited-here"]

    (docket,) = (board.path / "decisions").rglob("docket.toml")
    path = str(docket.relative_to(board.path))
    assert told() == []
    whole = docket.read_text()
    docket.write_text(whole.replace("round = 1", "round = 2"))
    assert told() == [(path, f"`git restore {path}` puts it back.")]
    docket.write_bytes(whole.replace("\n", "\r\n").encode())
    assert told() == [], "git itself may write such line ends"
    docket.write_text(whole + "# x\n" * (1 << 18))
    assert told() == [(path, f"`git restore {path}` puts it back.")], "nobody reads so much, and it differs"
    docket.unlink()
    assert [one for one, _ in told()] == [path]
    git(board.path, "restore", path)
    assert told() == [] and docket.read_text() == whole


def test_a_file_that_was_committed_too_large_to_read_is_not_taken_for_edited(tmp_path: Path) -> None:
    """Given more than 1 MiB among the decisions, checked out as committed, then nothing says that it differs."""
    board = small_board(tmp_path)
    open_proposal(board.session("kim"), board.submit())
    git(board.path, "checkout", "-q", "-f", "HEAD")
    large = board.path / "decisions/2026/0001-tokenizer/large.md"
    large.write_bytes(b"x" * (1 << 21))
    git(board.path, "add", str(large))
    git(board.path, "commit", "-q", "-m", "Large")
    assert "record.edited-here" not in {one.code for one in check(board.session("ana"))}


@pytest.mark.parametrize("name", ["Templates/letter.md", "DECISIONS/x.md", "Policy.toml"])
def test_a_twin_of_the_boards_own_is_told_wherever_it_comes_from(tmp_path: Path, name: str) -> None:
    """Given a project's own folder that a Mac takes for the board's, then check names it once, committed or not."""
    board = small_board(tmp_path)
    git(board.path, "checkout", "-q", "-f", "HEAD")

    def told() -> list[tuple[str, str]]:
        found = check(board.session("ana"))
        return [(one.where.path, one.fix) for one in found if one.code == "twin-name"]

    assert told() == []
    file = board.path / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("One\n")
    top = name.partition("/")[0]
    expected = [(top, "A member gives it another name, also where it has nothing to do with the board.")]
    assert told() == expected
    git(board.path, "add", name)
    git(board.path, "commit", "-q", "-m", "A folder of our own")
    assert told() == expected
    git(board.path, "mv", top, "letters" if "/" in name else "limits.toml")
    git(board.path, "commit", "-q", "-m", "Under another name")
    assert told() == []
