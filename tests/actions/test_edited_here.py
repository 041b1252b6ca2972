"""A record that somebody edited by hand is told while it lies in the work tree, before a commit makes it a fault."""

from __future__ import annotations

from pathlib import Path

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
    docket.unlink()
    assert [one for one, _ in told()] == [path]
    git(board.path, "restore", path)
    assert told() == [] and docket.read_text() == whole
