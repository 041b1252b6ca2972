"""A link in the work tree, which anybody who can push brings: nothing is written through it, and nothing read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from board.actions.propose import new, submit
from board.actions.proposing_charter import propose_charter
from board.actions.reviewing import put_answers
from board.actions.syncing import sync
from board.core.finding import Refused
from board.core.review import Answer
from board.store.overlay import work_documents, work_files
from tests.boards import CHARTER_TEXT, PROPOSAL, SmallBoard, git, small_board

SECRET = PROPOSAL.replace("tokenizer", "secret")


@pytest.fixture
def board(tmp_path: Path) -> SmallBoard:
    """A board with a remote, and a folder of the user's beside it."""
    (tmp_path / "private/2026").mkdir(parents=True)
    (tmp_path / "private/2026/0007-secret.md").write_text(SECRET)
    (tmp_path / "private/0008-secret.md").write_text(SECRET)
    return small_board(tmp_path, remote=True)


def linked(board: SmallBoard, at: str, to: Path) -> None:
    """A link in the work tree."""
    (board.path / at).parent.mkdir(parents=True, exist_ok=True)
    (board.path / at).symlink_to(to)


def private(board: SmallBoard) -> set[str]:
    """Every file and folder in what is the user's own."""
    top = board.path.parent / "private"
    return {str(path.relative_to(top)) for path in top.rglob("*")}


@pytest.mark.parametrize("link", ["proposals", "proposals/2026"])
def test_row_49_nothing_is_written_or_read_through_a_link(board: SmallBoard, link: str) -> None:
    """Given a link at a folder of proposals, when drafts are made, listed or sent, then what it leads to stays unseen
    and as it is, and a person is told which link it is.
    """
    there, before = board.path.parent / "private", private(board)
    linked(board, link, there if link == "proposals" else there / "2026")
    session = board.session("mo")
    acts: tuple[Callable[[], object], ...] = (
        lambda: new(session, "model-change", "Hello there", shelf="2026"),
        lambda: propose_charter(session, title="More", facts={}, charter=CHARTER_TEXT + "\n", prose=""),
    )
    for act in acts:
        with pytest.raises(Refused) as refused:
            act()
        assert [(one.code, one.where.path) for one in refused.value.findings] == [("worktree.link", link)]
    assert private(board) == before
    assert not any("secret" in one for one in board.session("mo").world_with_drafts().ids)
    assert work_documents(board.path, "proposals") == []
    assert not any(work_files(board.path, "proposals", "proposals/2026", "proposals/2026/0007-secret.md").values())
    with pytest.raises(Refused):
        submit(board.session("mo"), "2026/0007-secret")


def test_given_a_link_that_somebody_pushed_then_a_new_draft_is_refused_in_words(
    board: SmallBoard, tmp_path: Path
) -> None:
    """Given a pushed link at the shelf of the year that git put into the work tree, then `board new` names it."""
    place = tmp_path / "eve"
    git(tmp_path, "clone", "-q", str(board.remote), str(place))
    (place / "proposals").mkdir(exist_ok=True)
    (place / "proposals/2027").symlink_to(tmp_path / "private/2026")
    git(place, "add", "-A")
    git(place, "commit", "-qm", "A shelf")
    git(place, "push", "-q", "origin", "HEAD:main")
    sync(board.session("mo"))
    assert (board.path / "proposals/2027").is_symlink()
    before = private(board)
    with pytest.raises(Refused) as refused:
        new(board.session("mo"), "model-change", "Hello there", shelf="2027")
    (finding,) = refused.value.findings
    assert (finding.code, finding.where.path) == ("worktree.link", "proposals/2027")
    assert private(board) == before


def test_answers_are_not_written_through_a_link_in_place_of_the_folder_of_a_draft(board: SmallBoard) -> None:
    """Given a draft in the work tree whose own folder became a link, then no answer goes through it."""
    (draft,) = new(board.session("mo"), "model-change", "Hello there", shelf="2026").files
    one = draft.removeprefix("proposals/").removesuffix(".md")
    folder, kept = board.path / f"proposals/{one}", board.path.parent / "kept"
    kept.mkdir()
    if folder.exists():
        for file in folder.iterdir():
            file.rename(kept / file.name)
        folder.rmdir()
    folder.symlink_to(kept)
    before = {path: path.read_bytes() for path in kept.rglob("*")}
    with pytest.raises(Refused) as refused:
        put_answers(board.session("mo"), one, [Answer("R-07", ("no",))])
    assert refused.value.findings[0].code == "worktree.link"
    assert {path: path.read_bytes() for path in kept.rglob("*")} == before
