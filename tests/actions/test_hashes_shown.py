"""R-01 is found by the program, and never by the proposal's own word alone."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from itertools import count
from pathlib import Path

import pytest

from board.actions.cases import load_case
from board.actions.computed import hashes_fixed
from board.core.docket import Docket
from tests.boards import PROPOSAL, SmallBoard, small_board
from tests.core.building import OPENING

WEIGHTS = b"weights\n"
DIGEST = sha256(WEIGHTS).hexdigest()
ZEROS = "0" * 64
NUMBERS = count(1)
NAMED = 'models = [{{ id = "reader", version = "9", sha256 = "{}" }}]\n'
EVIDENCE = '[[evidence]]\nid = "{}"\ntitle = "Files"\npath = "{}"\nanswers = [{}]\n'


@pytest.fixture
def board(tmp_path: Path) -> SmallBoard:
    return small_board(tmp_path, checklists=True)


def found(board: SmallBoard, digest: str, evidence: str = "", facts: int = 3, **files: bytes) -> str:
    """What R-01 comes to of a proposal that names this digest, opened by a list of facts."""
    lines = [line for line in PROPOSAL.splitlines() if not line.startswith("models = ")]
    text = "\n".join(lines) + "\n"
    head, facts_line, rest = text.partition("[facts]\n")
    top, fence, prose = rest.partition("+++\n")
    proposal = f"2026/{next(NUMBERS):04}-hashes"
    board.submit(proposal, head + facts_line + NAMED.format(digest) + top + evidence + fence + prose, **files)
    world = board.session("mo").world
    case = load_case(world, proposal)
    return hashes_fixed(
        world, replace(case, docket=Docket((replace(OPENING, facts=facts),)) if facts < 3 else Docket())
    )


def test_given_a_digest_that_nothing_shows_then_nobody_knows(board: SmallBoard) -> None:
    """Given 64 zeros, no file and no register, then it is unknown; an opening by an older list took the word for it."""
    assert found(board, ZEROS) == "unknown"
    assert found(board, ZEROS, facts=2) == "yes"


def test_given_the_file_itself_or_a_list_that_answers_r_01_then_it_is_shown(board: SmallBoard) -> None:
    assert found(board, DIGEST, EVIDENCE.format("file", "w.bin", ""), **{"w.bin": WEIGHTS}) == "yes"
    listed = {"SHA256SUMS": f"{DIGEST}  w.bin\n".encode()}
    assert found(board, DIGEST, EVIDENCE.format("sums", "SHA256SUMS", '"R-01"'), **listed) == "yes"
    assert found(board, DIGEST, EVIDENCE.format("sums", "SHA256SUMS", '"R-05"'), **listed) == "unknown"
    assert found(board, ZEROS, EVIDENCE.format("sums", "SHA256SUMS", '"R-01"'), **listed) == "unknown"


def test_given_half_a_digest_then_it_is_no_whatever_is_listed(board: SmallBoard) -> None:
    assert found(board, DIGEST[:12], EVIDENCE.format("sums", "S", '"R-01"'), S=f"{DIGEST}  w.bin\n".encode()) == "no"
