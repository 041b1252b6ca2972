"""What a change of the rules carries is told before anybody votes, and nothing is put back without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions.carried import carried_lines, undone
from board.actions.cases import load_case
from board.actions.check import check
from board.actions.docketing import open_proposal, opening_preview
from board.actions.dossier import dossier
from board.actions.propose import submit, submit_files, withdraw_unopened
from board.actions.voting import ballot_form
from board.core.finding import Refused
from board.core.layout import CHARTER
from board.store.base import Change
from tests.boards import CHARTER_TEXT, SmallBoard, small_board

TEXT = """\
+++
title = "Fix a typo"
kind = "charter-change"
proposer = "mo"
[facts]
old_text = "a"
new_text = "b"
reason = "c"
+++
# Fix a typo

Only a typo.
"""
ID = "2026/0001-fix-a-typo"


def _submitted(folder: Path, charter: str) -> SmallBoard:
    board = small_board(folder)
    submit_files(
        board.session("mo"),
        ID,
        {f"proposals/{ID}.md": TEXT.encode(), f"proposals/{ID}/new/{CHARTER}": charter.encode()},
    )
    board.wait(minutes=1)
    return board


def _commit_charter(board: SmallBoard, text: str) -> None:
    session = board.session("ana")
    board.judges = False
    session.commit(lambda world: Change({CHARTER: text.encode()}, "Another change of the charter"))
    board.wait(minutes=1)


def test_whoever_votes_is_told_what_the_charter_would_say_otherwise(tmp_path: Path) -> None:
    board = _submitted(tmp_path, CHARTER_TEXT.replace('signing = "unsigned"', 'signing = "required"'))
    session = board.session("ana")
    told = "board.toml: signing: unsigned → required"
    assert told in carried_lines(session.world, load_case(session.world, ID))
    assert [one.lines for one in opening_preview(session, ID).carried] == [("signing: unsigned → required",)]
    open_proposal(session, ID)
    session = board.session("ana")
    assert told in ballot_form(session, ID).carried
    assert dossier(session, ID).carried[0].lines == ("signing: unsigned → required",)


def test_members_and_rules_of_kinds_are_told_too(tmp_path: Path) -> None:
    other = CHARTER_TEXT.replace('alternate = ["engineering"]\n', "") + '\n[kinds.model-change]\npath = "consent"\n'
    board = _submitted(tmp_path, other)
    session = board.session("ana")
    lines = carried_lines(session.world, load_case(session.world, ID))
    assert any("kind model-change, path: vote → consent" in line for line in lines), lines
    assert any("member mo, alternate: engineering → not there" in line for line in lines), lines


def test_a_charter_started_from_an_older_one_is_said_to_put_back_what_changed_since(tmp_path: Path) -> None:
    board = _submitted(tmp_path, CHARTER_TEXT.replace('name = "Small board"', 'name = "Small Board"'))
    session = board.session("ana")
    assert undone(session.world, load_case(session.world, ID)) == ()
    _commit_charter(board, CHARTER_TEXT + "\n[voting]\nquorum_people = 3\n")
    session = board.session("ana")
    (finding,) = undone(session.world, load_case(session.world, ID))
    assert "voting, quorum_people: 3 → 2" in finding.message
    assert "name" not in finding.message.partition("put back: ")[2]
    assert finding in opening_preview(session, ID).problems
    assert "change.would-undo" in {one.code for one in check(session)}
    withdraw_unopened(session, ID)
    found = {one.code for one in check(board.session("ana"))}
    assert "change.would-undo" not in found, "nobody decides about what was taken back"


def test_a_charter_that_could_never_be_put_in_place_is_named_and_not_opened(tmp_path: Path) -> None:
    board = _submitted(tmp_path, CHARTER_TEXT + "\n[voting]\nquorum_people = 1\n")
    session = board.session("ana")
    path = f"proposals/{ID}/new/{CHARTER}"
    assert any(one.where.path == path and one.severity == "error" for one in check(session))
    with pytest.raises(Refused) as refused:
        open_proposal(session, ID)
    assert "could never be put in place" in str(refused.value)


def test_such_a_charter_is_not_submitted_either_and_the_words_are_those_of_opening(tmp_path: Path) -> None:
    """Given a charter nobody could install, when its proposer submits it, then nothing is written; mended, it is."""
    board = small_board(tmp_path)
    folder = board.path / f"proposals/{ID}/new"
    folder.mkdir(parents=True)
    (board.path / f"proposals/{ID}.md").write_text(TEXT.replace("[facts]", 'state = "draft"\n[facts]'))
    (folder / CHARTER).write_text(CHARTER_TEXT + "\n[voting]\nquorum_people = 1\n")
    with pytest.raises(Refused) as refused:
        submit(board.session("mo"), "1")
    assert refused.value.findings[0].code == "change.unfit"
    pushed = _submitted(tmp_path / "pushed", CHARTER_TEXT + "\n[voting]\nquorum_people = 1\n")
    with pytest.raises(Refused) as at_opening:
        open_proposal(pushed.session("ana"), ID)
    assert refused.value.findings[0].message in str(at_opening.value)
    (folder / CHARTER).write_text(CHARTER_TEXT.replace('name = "Small board"', 'name = "Smaller board"'))
    assert submit(board.session("mo"), "1").commit
