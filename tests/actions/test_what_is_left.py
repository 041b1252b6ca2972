"""A medium risk that is left, from the ballot form to the record: one key takes a condition, and none goes without."""

from __future__ import annotations

from pathlib import Path

from board.actions import deciding, docketing, voting
from board.actions.cases import load_case
from board.actions.model import BallotForm
from board.actions.verifying import verify
from board.core.ballot import BallotDraft, Verdict
from board.core.finding import Severity
from board.core.record import Outcome
from board.core.stated import FACTS
from board.tui.ballot_text import in_plain_words
from tests.boards import PROPOSAL, SmallBoard, small_board

RISK = """
[[facts.risks]]
id = "lost"
text = "Rare words are lost."
owner = "Mo Haddad"
basis = "A test"
residual = { likelihood = 2, impact = 3 }
target = { likelihood = 1, impact = 3 }
+++
# A"""
MEDIUM = PROPOSAL.replace("+++\n# A", RISK.lstrip("\n"), 1)
EVERYBODY = ("ana", "ben", "chiara", "lena")


def opened(tmp_path: Path) -> tuple[SmallBoard, str]:
    board = small_board(tmp_path)
    proposal = board.submit(text=MEDIUM)
    docketing.open_proposal(board.session("kim"), proposal)
    board.wait(minutes=1)
    return board, proposal


def test_four_plain_yes_wait_until_one_of_them_takes_the_drafted_condition(tmp_path: Path) -> None:
    """Given a medium risk and four yes, then nothing is decided; the condition that is drafted is enough, unchanged."""
    board, proposal = opened(tmp_path)
    assert load_case(board.session("ana").world, proposal).docket.openings[-1].facts == FACTS
    assert any("asks for a condition" in one for one in voting.ballot_form(board.session("ana"), proposal).warnings)
    for member in EVERYBODY:
        board.vote(member, proposal, "approve")
    before = deciding.preview(board.session("kim"), proposal)
    assert before.outcome is Outcome.NO_QUORUM
    assert "No yes carries the condition that a medium risk asks for" in before.problems[0].message
    (drafted,) = voting.ballot_form(board.session("ana"), proposal).suggested_conditions
    assert (drafted.id, drafted.owner, drafted.verifier) == ("c1", "mo", "ana")
    voting.cast(board.session("ana"), proposal, BallotDraft(Verdict.APPROVE_WITH_CONDITIONS, conditions=(drafted,)))
    board.wait(minutes=1)
    seen = deciding.preview(board.session("kim"), proposal)
    deciding.decide(board.session("kim"), proposal, seen)
    record = load_case(board.session("kim").world, proposal).record
    assert record is not None
    assert (record.outcome, record.conditions) == (Outcome.APPROVED_WITH_CONDITIONS, (drafted,))


def test_nobody_is_warned_of_a_missing_condition_where_one_is_attached(tmp_path: Path) -> None:
    """Given ana's yes carries a condition, then ben is not warned; ana is, for a plain yes of hers would drop it."""
    board, proposal = opened(tmp_path)
    (drafted,) = voting.ballot_form(board.session("ana"), proposal).suggested_conditions
    before = voting.ballot_form(board.session("ana"), proposal)
    attached = BallotDraft(Verdict.APPROVE_WITH_CONDITIONS, conditions=(drafted,))

    def warned(form: BallotForm, draft: BallotDraft) -> bool:
        return any("asks for a condition" in one.plain for one in in_plain_words(form, draft))

    assert warned(before, BallotDraft(Verdict.APPROVE)) and not warned(before, attached)
    voting.cast(board.session("ana"), proposal, attached)
    for member, still in (("ben", False), ("ana", True)):
        form = voting.ballot_form(board.session(member), proposal)
        assert any("asks for a condition" in one for one in form.warnings) is still


def test_whoever_decides_after_the_window_is_told_that_a_condition_is_missing(tmp_path: Path) -> None:
    """Given the window has ended without one, then the preview warns, and the round ends open."""
    board, proposal = opened(tmp_path)
    for member in EVERYBODY:
        board.vote(member, proposal, "approve")
    board.wait(days=14)
    seen = deciding.preview(board.session("kim"), proposal)
    (warned,) = [one for one in seen.problems if one.code == "tally.no-condition"]
    assert warned.severity is Severity.WARNING
    deciding.decide(board.session("kim"), proposal, seen)
    case = load_case(board.session("kim").world, proposal)
    assert case.record is None and case.rounds[-1].outcome is Outcome.NO_QUORUM
    assert not verify(board.path).faults, "whoever checks counts it in the same way"
