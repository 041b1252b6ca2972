"""What the program finds out itself: R-01 never by the proposal's own word alone, C-23, C-25."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from itertools import count
from pathlib import Path

import pytest

from board.actions.cases import load_case
from board.actions.check import check
from board.actions.computed import computed_answers, hashes_fixed
from board.core.docket import Docket
from board.core.policy import Policy
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


@pytest.mark.parametrize(
    ("digest", "evidence", "told"),
    [
        (ZEROS, EVIDENCE.format("sums", "S", '"R-01"'), "S does not hold 000000000000…, the SHA-256 of reader 9."),
        (ZEROS, "", "No evidence answers R-01 and holds 000000000000…, the SHA-256 of reader 9."),
        (DIGEST[:12], "", "reader 9 has no full SHA-256: 64 hex digits."),
    ],
)
def test_what_did_not_match_is_told_on_the_line_that_names_the_models(
    board: SmallBoard, digest: str, evidence: str, told: str
) -> None:
    """Given a hash that nothing shows, when the proposal is checked, then R-01 says which, where, and on which line."""
    found(board, digest, evidence, **({"S": f"{DIGEST}  w.bin\n".encode()} if evidence else {}))
    session = board.session("mo")
    bar = next(one for one in check(session) if one.message.startswith("R-01 is found"))
    assert bar.message.endswith(f"and that bars approval. {told}")
    document = (session.world.snapshot.read(bar.where.path) or b"").decode().splitlines()
    assert document[bar.where.line - 1].startswith("models = ")


SLOTS = "".join(EVIDENCE.format(one, "it.md", "") for one in ("side-by-side", "regressions", "rollback-proof"))


def computed(board: SmallBoard, evidence: str, signing: str = "required", **files: bytes) -> tuple[str, ...]:
    """What C-23 and C-25 come to of a proposal with this evidence."""
    proposal = f"2026/{next(NUMBERS):04}-parts"
    head, fence, prose = PROPOSAL.rpartition("+++\n")
    board.submit(proposal, head + evidence + fence + prose, **files)
    world = board.session("mo").world
    case = load_case(world, proposal)
    answers = computed_answers(world, replace(case, charter=replace(case.charter, signing=signing)))
    return answers["C-23"][0], answers["C-25"][0]


def test_given_a_parts_list_that_programs_can_read_then_nobody_is_asked_for_it(board: SmallBoard) -> None:
    """Given JSON in the slot, or a file that answers C-23, then yes; prose, half a file or none at all says no."""
    bom = EVIDENCE.format("ai-bom", "bom.json", "")
    assert computed(board, bom, **{"bom.json": b"{}"})[0] == "yes"
    assert computed(board, EVIDENCE.format("parts", "b.xml", '"C-23"'), **{"b.xml": b"<bom/>"})[0] == "yes"
    assert computed(board, bom, **{"bom.json": b"{"})[0] == "no"
    assert computed(board, bom)[0] == "no"
    assert computed(board, EVIDENCE.format("ai-bom", "bom.md", ""), **{"bom.md": b"# Parts"})[0] == "no"
    assert computed(board, "")[0] == "no"


def test_given_missing_evidence_or_records_kept_too_short_then_c_25_says_so(
    board: SmallBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given all that the kind asks for, then it is complete; without a piece, or its file, it is not."""
    there = {"it.md": b"Shown."}
    assert computed(board, SLOTS, **there)[1] == "complete"
    assert computed(board, SLOTS, "unsigned", **there)[1] == "unsigned"
    assert computed(board, SLOTS)[1] == "incomplete"
    assert computed(board, SLOTS.replace("rollback-proof", "other"), **there)[1] == "incomplete"
    monkeypatch.setattr("board.actions.computed.opened_policy", lambda *_: Policy(keep_years=2))
    assert computed(board, SLOTS, **there)[1] == "too-short"
