"""Who may not cast a ballot, and what becomes of drafts that are damaged or of an odd shape."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions import syncing
from board.actions.cases import load_case
from board.actions.docketing import open_proposal
from board.actions.reviewing import save_view
from board.actions.voting import ballot_form, cast, save_ballot_draft
from board.core.ballot import BallotDraft, Condition, Verdict
from board.core.finding import Refused
from board.core.review import View
from board.store.base import Commit, Person, Waiting
from tests.boards import CHARTER_TEXT, PROPOSAL, SmallBoard, small_board

IRIS = """
[members.iris]
name = "Iris Novak"
emails = ["iris@example.org"]
roles = ["sponsor"]
"""
YES = BallotDraft(Verdict.APPROVE)


@pytest.fixture
def board(tmp_path: Path) -> SmallBoard:
    return small_board(tmp_path, charter=CHARTER_TEXT + IRIS)


def test_a_sponsor_without_a_seat_casts_only_where_the_kind_asks_for_the_sponsor(board: SmallBoard) -> None:
    """Given a sponsor who holds no seat, then an ordinary ballot is refused and a charter change waits for hers."""
    ordinary = board.submit()
    change = board.submit("2026/0002-rules", PROPOSAL.replace('kind = "model-change"', 'kind = "charter-change"'))
    for proposal in (ordinary, change):
        open_proposal(board.session("kim"), proposal)
    with pytest.raises(Refused, match="You hold no seat that votes on this proposal"):
        cast(board.session("iris"), ordinary, YES)
    assert not [path for path in board.session("iris").world.snapshot.paths("decisions/") if "/ballots/" in path]
    cast(board.session("iris"), change, YES)
    assert board.session("ana").world.snapshot.blob(f"decisions/{change}/ballots/iris-1.toml")


def test_who_has_left_is_offered_no_condition_but_stays_where_my_draft_names_her(tmp_path: Path) -> None:
    """Given a term that ended, then nobody picks her any more; a condition begun for her keeps her name."""
    left = '\n[members.petra]\nname = "Petra Hahn"\nemails = ["petra@example.org"]\nuntil = 2026-01-01\n'
    board = small_board(tmp_path, charter=CHARTER_TEXT + left)
    proposal = board.submit()
    open_proposal(board.session("kim"), proposal)
    assert ballot_form(board.session("ana"), proposal).people == ("ana", "ben", "chiara", "lena", "kim", "mo")
    hers = BallotDraft(Verdict.APPROVE_WITH_CONDITIONS, conditions=(Condition("c1", "Measure it", "petra"),))
    save_ballot_draft(board.session("ana"), proposal, hers)
    assert "petra" in ballot_form(board.session("ana"), proposal).people


def test_what_i_answered_a_minute_ago_suggests_its_condition(tmp_path: Path) -> None:
    """Given an answer of mine that drafts a condition, when I turn to the ballot, then the condition waits there."""
    board = small_board(tmp_path / "asking", checklists=True)
    yes = b'[[answers]]\nquestion = "R-21"\nvalue = "yes"\n'
    proposal = board.submit("2026/0001-limits", PROPOSAL, **{"answers.toml": yes})
    open_proposal(board.session("kim"), proposal)
    before = ballot_form(board.session("ana"), proposal).suggested_conditions
    save_view(board.session("ana"), proposal, View("R-21", view="unsure"))
    after = ballot_form(board.session("ana"), proposal).suggested_conditions
    [new] = {one.text for one in after} - {one.text for one in before}
    assert new.startswith("Set limits on cost")


def test_a_damaged_draft_is_told_before_anything_is_cast_and_only_once(board: SmallBoard) -> None:
    """Given a draft that a failing disk cut off, when its member votes, then she is told, and may vote again."""
    proposal = board.submit()
    open_proposal(board.session("kim"), proposal)
    session = board.session("ana")
    session.drafts.save(proposal, {"views": {"R-05": {"question": "R-05", "view": "agree"}}})
    (file,) = (one for one in Path.home().parent.rglob("*.json") if b"R-05" in one.read_bytes())
    file.write_bytes(b'{"views": {"R-05"')
    with pytest.raises(Refused) as refused:
        cast(session, proposal, YES)
    assert refused.value.findings[0].code == "draft.damaged"
    assert not session.world.snapshot.blob(f"decisions/{proposal}/ballots/ana-1.toml")
    cast(session, proposal, YES)
    assert session.world.snapshot.blob(f"decisions/{proposal}/ballots/ana-1.toml")


@pytest.mark.parametrize("odd", ["a text", 7, ["a", "list"], [["a"]], True])
def test_a_returned_review_finds_a_draft_of_an_odd_shape(board: SmallBoard, odd: object) -> None:
    proposal = board.submit()
    open_proposal(board.session("kim"), proposal)
    session = board.session("ana")
    session.drafts.save(proposal, {"views": odd, "free": {"decision": {}}})
    review = b'[[views]]\nquestion = "R-05"\nview = "agree"\n'
    commit = Commit("0" * 40, (), Person("Ana", "ana@example.org"), board.now, "Share")
    record = Waiting("ana", commit, {f"decisions/{proposal}/reviews/ana.toml": review})
    syncing._back_to_draft(session, record)
    kept = session.drafts.load(proposal)
    assert kept["views"]["R-05"]["view"] == "agree"
    assert kept["free"] == {"decision": {}}


@pytest.mark.parametrize(("entry", "why"), [("suspended = true", "suspended"), ("until = 2026-10-01", "no ballot")])
def test_who_is_out_of_term_or_suspended_is_told_before_and_nothing_is_recorded(
    tmp_path: Path, entry: str, why: str
) -> None:
    """Given a ballot that would not count, then form and command say so beforehand, and none is cast."""
    text = CHARTER_TEXT.replace('seats = ["legal"]', f'seats = ["legal"]\n{entry}')
    board = small_board(tmp_path, charter=text)
    board.submit("2026/0001-tokenizer", PROPOSAL)
    open_proposal(board.session("kim"), "2026/0001-tokenizer")
    assert why in ballot_form(board.session("lena"), "2026/0001-tokenizer").why_not
    with pytest.raises(Refused, match=why):
        cast(board.session("lena"), "2026/0001-tokenizer", BallotDraft(Verdict.APPROVE))
    assert not load_case(board.session("ana").world, "2026/0001-tokenizer").ballots
