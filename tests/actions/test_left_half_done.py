"""A draft that a full disk cut short, and a text that was edited after its decision."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest

from board.actions import browse, propose
from board.actions.deciding import decide, preview
from board.actions.docketing import open_proposal
from board.core.finding import Refused, Severity
from board.store.base import Change, Person
from tests.boards import PROPOSAL, small_board

ONE = "2026/0001-tokenizer"


def test_a_scaffold_that_finds_no_room_leaves_no_draft_behind(tmp_path: Path) -> None:
    """Given a disk that takes the name of a file but none of its bytes, then no empty draft uses up the number."""
    path = tmp_path / "0001-x.md"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
        with pytest.raises(Refused) as refused:
            propose._write_new(path, "A text.")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    [found] = refused.value.findings
    assert found.code == "disk.full"
    assert "Make room" in found.fix
    assert not path.exists()


def test_a_draft_that_is_there_already_is_not_taken_away(tmp_path: Path) -> None:
    """Given a file of that name, then the refusal leaves it as it is."""
    path = tmp_path / "0001-x.md"
    path.write_text("Mine.")
    with pytest.raises(Refused):
        propose._write_new(path, "A text.")
    assert path.read_text() == "Mine."


def test_a_text_edited_after_its_decision_is_told_where_it_is_read(tmp_path: Path) -> None:
    """Given a decision and a later edit by hand, then the dossier says in a note which text was decided."""
    board = small_board(tmp_path)
    board.judges = False
    board.submit()
    open_proposal(board.session("kim"), ONE)
    for member in ("ana", "ben", "chiara", "lena"):
        board.vote(member, ONE, "approve")
    board.wait(days=60)
    decide(board.session("kim"), ONE, preview(board.session("kim"), ONE))
    found = browse.dossier(board.session("ana"), ONE).findings
    assert "proposal.differs" not in {each.code for each in found}
    edited = PROPOSAL.replace("better", "worse").encode()
    files: dict[str, bytes | None] = {f"proposals/{ONE}.md": edited}
    board.store.write(lambda _: Change(files, "By hand\n"), Person("Mo", "mo@example.org"), board.now, None)
    found = browse.dossier(board.session("ana"), ONE).findings
    [told] = [each for each in found if each.code == "proposal.differs"]
    assert told.severity is Severity.NOTE
    assert "older text" in told.message
