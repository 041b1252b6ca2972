"""Verification sees what the board saw: whatever a page or a sum read when it was written counts again later."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions import deciding, docketing
from board.actions.browse import case_of, decision_text
from board.actions.effective import Past
from board.actions.load import shipped_kinds
from board.actions.standing import walked
from board.actions.verifying import verify
from board.core.layout import Layout
from board.core.record import Outcome
from board.formats.names import GOVERNED
from board.formats.shipped import shipped
from board.store.base import Change
from board.store.pins import Pins
from tests.boards import SmallBoard, small_board

FIRST, SECOND = "2026/0001-tokenizer", "2026/0002-again"
OF_EACH_PROPOSAL = ("proposals", "decisions")
CHECKLIST = """\
id = "risk"
title = "Risk"

[[questions]]
id = "R-23"
core = true
question = "Which past incidents are like this?"
why = "Old mistakes only help if somebody reads them."
type = "text"
each = "incidents"
answers = "proposer"
[[questions.effects]]
answers = ["unknown"]
effect = "COND"
text = "Read the past incidents."
"""
INCIDENT = """\
+++
title = "Long words split in two"
date = 2026-09-01
severity = "SEV3"
models = ["search"]
tags = ["language"]
+++
# Long words split in two

Nobody noticed for a day.
"""
FILES = {
    "acts/1-ana.toml": f'path = "board.toml"\nsha256 = "{"a" * 64}"\n',
    "checklists/risk.toml": CHECKLIST,
    "incidents/0001-long-words.md": INCIDENT,
    "policy.toml": shipped("policy.toml").decode(),
    "registers/models/search.toml": 'id = "search"\nversion = "1.0.0"\n',
}
ANSWERS = b'[[answers]]\nquestion = "R-23"\nvalue = "We read them all."\n'
MINUTES = "meetings"
"""What is never read for a page or a sum: anybody's note there would stand in the way of proving a decision."""
FOLDERS = tuple(folder for folder in GOVERNED if folder not in (*OF_EACH_PROPOSAL, MINUTES))


@pytest.fixture
def board(tmp_path: Path) -> SmallBoard:
    """A board with a file in each folder that it governs."""
    made = small_board(tmp_path)
    files = {**{f"{folder}/note.md": "# A note\n" for folder in (*FOLDERS, MINUTES) if folder != "acts"}, **FILES}
    made.session("ana").commit(lambda _: Change({path: text.encode() for path, text in files.items()}, "Begin\n"))
    made.wait(minutes=1)
    return made


def decided(board: SmallBoard, proposal: str) -> None:
    """Take it up and decide with four yes."""
    board.submit(proposal, **{"answers.toml": ANSWERS})
    docketing.open_proposal(board.session("kim"), proposal)
    for member in ("ana", "ben", "chiara", "lena"):
        board.vote(member, proposal, "approve")
    deciding.decide(board.session("ana"), proposal, deciding.preview(board.session("ana"), proposal))
    board.wait(minutes=1)


def test_a_decision_that_tells_of_past_incidents_verifies(board: SmallBoard) -> None:
    """Given an incident of the model that no line speaks of, when the board decides, then its page says so.

    And the whole history verifies: the page is made again from the same incident.
    """
    decided(board, FIRST)
    case = case_of(board.session("ana"), FIRST)
    assert case.record is not None and case.record.outcome is Outcome.APPROVED
    assert "past incidents" in decision_text(board.session("ana"), FIRST)
    assert verify(board.path).faults == ()


@pytest.mark.parametrize("folder", [*FOLDERS, "policy.toml", "board.toml"])
def test_whatever_the_board_governs_is_in_sight_when_one_decision_is_counted_again(
    board: SmallBoard, folder: str
) -> None:
    """A page may come to read a folder that none reads today; so none is left out, but for other proposals' own."""
    board.submit(FIRST)
    board.submit(SECOND)
    store = board.store
    audit, tip = store.audit(), store.tip()
    walk = walked(store, audit, tip, shipped_kinds(), board.session("ana").world.standing, Pins(store.key).load())
    past = Past(audit, shipped_kinds(), walk.states, Layout())
    whole, narrow = (past.world(walk.states[tip], one).snapshot for one in ("", FIRST))
    assert narrow.paths(folder) == whole.paths(folder) != [] == narrow.paths(MINUTES)
    assert not any(SECOND in path for path in narrow.paths()) and any(FIRST in path for path in narrow.paths())
