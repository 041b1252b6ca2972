"""Before she votes, a member is told why she may have to stand aside: on the ballot, in the review, in the dossier."""

from __future__ import annotations

import pytest

from board.actions.aside import why_aside
from board.actions.cases import load_case
from board.actions.docketing import open_proposal
from board.actions.dossier import dossier
from board.actions.reviewing import review_form
from board.actions.voting import ballot_form, cast
from board.core.ballot import BallotDraft, Verdict
from board.store.base import Change, Person
from tests.boards import CHARTER_TEXT, PROPOSAL, START, SmallBoard, small_board

ID = "2026/0001-tokenizer"
REGISTER = """\
id = "search"
name = "Search index"
version = "1.0.0"
owner = "Ben Okafor"
publisher = "Plainfield Models"
"""
EVIDENCE = '[[evidence]]\nid = "eval"\ntitle = "Run 14"\npath = "run.toml"\nauthors = ["lena@example.org"]\n'


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> SmallBoard:
    """Ben owns the model and reports to ana, lena made the evidence, chiara ran it; ana holds two seats."""
    text = CHARTER_TEXT.replace('seats = ["security"]', 'seats = ["security", "legal"]')
    text = text.replace('seats = ["legal"]', 'alternate = ["legal"]')
    text = text.replace('seats = ["engineering"]', 'seats = ["engineering"]\nreports_to = ["ana"]')
    made = small_board(tmp_path_factory.mktemp("aside"), charter=text)
    entry = Change({"registers/models/search.toml": REGISTER.encode()}, "Register\n")
    made.store.write(lambda _: entry, Person("Ana", "ana@example.org"), START, None)
    proposal = PROPOSAL.replace("+++\n# A", EVIDENCE + "+++\n# A")
    files: dict[str, bytes] = {"run.toml": b'evaluator = "Chiara Romano"\nscore = 1\n'}
    made.submit(ID, proposal, **files)
    open_proposal(made.session("kim"), ID)
    return made


@pytest.mark.parametrize(
    ("member", "interest", "words"),
    [
        ("ben", "owner", "You own Search index."),
        ("ana", "owner", "Ben Okafor owns Search index and reports to you."),
        ("lena", "author", "You made the evidence “eval”, which the board judges."),
        ("chiara", "author", "You made the evidence “eval”, which the board judges."),
    ],
)
def test_each_is_told_her_own_reason_wherever_she_looks(
    board: SmallBoard, member: str, interest: str, words: str
) -> None:
    session = board.session(member)
    known = [one for one in why_aside(session, load_case(session.world, ID)) if not one.asks]
    assert [(one.interest, one.words) for one in known] == [(interest, words)]
    assert any(words in one for one in ballot_form(session, ID).warnings)
    assert any(words in one for one in dossier(session, ID).aside)
    assert any(words in one for one in review_form(session, ID).aside)


def test_who_the_supplier_is_is_asked_in_the_dossier_and_does_not_crowd_the_ballot(board: SmallBoard) -> None:
    session = board.session("kim")
    assert any("Plainfield Models" in one for one in dossier(session, ID).aside)
    assert not any("Plainfield Models" in one for one in ballot_form(session, ID).warnings)


def test_one_person_in_two_seats_is_told_what_her_ballot_does(board: SmallBoard) -> None:
    warnings = ballot_form(board.session("ana"), ID).warnings
    assert any("You hold Security and Legal" in one for one in warnings)
    assert not any("You hold" in one for one in ballot_form(board.session("ben"), ID).warnings)


def test_nobody_is_told_again_who_stood_aside_and_a_yes_still_counts(board: SmallBoard) -> None:
    session = board.session("lena")
    told = cast(session, ID, BallotDraft(Verdict.RECUSE, interest="author"))
    assert not any("stand aside" in note for note in told.notes)
    session = board.session("lena")
    assert why_aside(session, load_case(session.world, ID)) == ()
    assert dossier(board.session("ben"), ID).aside
    told = cast(board.session("ben"), ID, BallotDraft(Verdict.APPROVE))
    assert any("recuse --interest owner" in note for note in told.notes)
    assert dossier(board.session("ben"), ID).aside == () and review_form(board.session("ben"), ID).aside == ()


def test_a_stranger_is_told_nothing(board: SmallBoard) -> None:
    session = board.session("nobody")
    assert why_aside(session, load_case(session.world, ID)) == ()
