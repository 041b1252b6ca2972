"""`verify` answers for the remote's history, and for what only the own branch holds as if it were pushed."""

from __future__ import annotations

from pathlib import Path

from board.actions.verifying import verify
from tests.boards import git
from tests.trust.history import signed_board


def test_commits_that_lie_on_the_own_branch_alone_are_judged_too_and_told_apart(tmp_path: Path) -> None:
    """Given a clone with a commit that anybody may make, then yes; given one that tampers, then no, and which."""
    board = signed_board(tmp_path)
    git(tmp_path, "clone", "-q", str(board.path), str(tmp_path / "clone"))
    clone = tmp_path / "clone"
    assert not verify(clone).notes
    (clone / "notes.md").write_text("Nothing of the board's.\n")
    git(clone, "add", "notes.md")
    git(clone, "commit", "-qm", "A note")
    report = verify(clone)
    assert (report.status, [note.code for note in report.notes]) == (0, ["history.unpushed"])
    assert "1 commit of your branch main is not at the remote" in report.notes[0].words
    (clone / "board.toml").unlink()
    git(clone, "commit", "-qam", "Away with it")
    tip = git(clone, "rev-parse", "HEAD").strip()
    for whole in (False, True):
        report = verify(clone, from_genesis=whole)
        assert report.status == 1
        assert {fault.commit for fault in report.faults} == {tip}
        assert all(fault.words.startswith("Not at the remote yet: ") for fault in report.faults)
    git(clone, "reset", "-q", "--hard", "HEAD~2")
    assert (verify(clone).status, verify(clone).notes) == (0, ())
