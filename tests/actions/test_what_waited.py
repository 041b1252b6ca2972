"""What waited and no longer holds comes back with all its words, and nothing goes out that would not count."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from board.actions.deciding import decide, preview
from board.actions.docketing import open_proposal
from board.actions.messaging import ask, message_draft
from board.actions.model import Done, FreeParts
from board.actions.motioning import move, vote_on
from board.actions.reviewing import save_view, share
from board.actions.syncing import sync
from board.actions.voting import ballot_form, cast, save_ballot_draft
from board.core.ballot import BallotDraft, Verdict
from board.core.review import View
from board.store.outbox import Outbox
from board.store.repository import open_repository
from tests.boards import CHARTER_TEXT, PROPOSAL, SmallBoard, git, small_board

ONE = "2026/0001-tokenizer"
NO = BallotDraft(Verdict.REJECT, reason="It splits Norwegian badly.")


@pytest.fixture
def board(tmp_path: Path) -> SmallBoard:
    """A board with a remote and one proposal open."""
    made = small_board(tmp_path, remote=True)
    made.submit(ONE, PROPOSAL.replace('proposer = "mo"', 'proposer = "Farah Nasser"'))
    open_proposal(made.session("kim"), ONE)
    return made


@contextmanager
def offline(board: SmallBoard) -> Iterator[None]:
    """The remote gives no answer."""
    assert board.remote is not None
    away = board.remote.rename(board.remote.with_name("away.git"))
    yield
    away.rename(board.remote)


def elsewhere(board: SmallBoard, tmp_path: Path) -> SmallBoard:
    """Other members at another clone."""
    place = tmp_path / "elsewhere"
    if not place.exists():
        git(tmp_path, "clone", "-q", str(board.remote), str(place))
    return SmallBoard(place, open_repository(place, "main"), board.remote, board.now)


def decided(board: SmallBoard, tmp_path: Path) -> None:
    """The others vote and decide meanwhile."""
    others = elsewhere(board, tmp_path)
    for who in ("ana", "chiara", "lena", "mo"):
        others.vote(who, ONE, "approve")
    others.wait(days=20)
    decide(others.session("ana"), ONE, preview(others.session("ana"), ONE, FreeParts()))


def synced(board: SmallBoard, who: str) -> Done:
    """She syncs, and nothing waits any more."""
    told = sync(board.session(who))
    assert board.session(who).store.waiting(who) == ()
    return told


def test_a_review_that_waited_does_not_go_out_after_the_decision(board: SmallBoard, tmp_path: Path) -> None:
    """Given a review shared offline, when the board decided meanwhile, then it comes back: it would break a rule."""
    ben = board.session("ben")
    save_view(ben, ONE, View("R-07", "", "disagree", ("no",), "Norwegian is missing."))
    with offline(board):
        assert share(ben, ONE).queued
    decided(board, tmp_path)
    told = synced(board, "ben")
    assert any("is decided" in note and "kept as a draft" in note for note in told.notes), told
    assert board.session("ben").drafts.load(ONE)["views"]["R-07"]["note"] == "Norwegian is missing."
    assert not board.session("ben").world.snapshot.blob(f"decisions/{ONE}/reviews/ben.toml")


def test_a_ballot_of_a_seat_that_she_lost_meanwhile_does_not_go_out(board: SmallBoard, tmp_path: Path) -> None:
    with offline(board):
        assert cast(board.session("ben"), ONE, NO).queued
    others = elsewhere(board, tmp_path)
    text = CHARTER_TEXT.replace('seats = ["engineering"]\n', "", 1)
    (others.path / "board.toml").write_text(text)
    git(others.path, "commit", "-qam", "Ben leaves his seat")
    git(others.path, "push", "-q", "origin", "main")
    told = synced(board, "ben")
    assert any("You no longer speak for the seats" in note for note in told.notes), told
    assert ballot_form(board.session("ben"), ONE).draft.reason == NO.reason


def test_what_i_typed_since_is_not_overwritten_by_a_ballot_that_comes_back(board: SmallBoard, tmp_path: Path) -> None:
    """Given a ballot that waited and a newer draft, when the first comes back, then the draft stays."""
    with offline(board):
        assert cast(board.session("ben"), ONE, NO).queued
        save_ballot_draft(board.session("ben"), ONE, BallotDraft(Verdict.RETURN, changes=("Add Norwegian.",)))
    decided(board, tmp_path)
    told = synced(board, "ben")
    assert any(NO.reason in note for note in told.notes), told
    assert board.session("ben").drafts.load(ONE)["ballot"]["changes"] == ["Add Norwegian."]


def test_a_vote_on_a_motion_never_comes_back_as_a_ballot_on_the_proposal(board: SmallBoard, tmp_path: Path) -> None:
    move(board.session("lena"), ONE, "raise-tier", to="limited", reason="People read it.")
    move(board.session("ana"), ONE, "lower-tier", to="minimal", reason="Nobody is concerned.")
    with offline(board):
        assert vote_on(board.session("ben"), ONE, 2, Verdict.REJECT, "People read it.").queued
    decided(board, tmp_path)
    told = synced(board, "ben")
    assert any("You had said on motion 2: “no” People read it." in note for note in told.notes), told
    assert "ballot" not in board.session("ben").drafts.load(ONE)


def test_a_message_whose_place_was_taken_comes_back_as_a_draft(board: SmallBoard, tmp_path: Path) -> None:
    """Given the same second at two machines of one member, then the second message is not lost."""
    others = elsewhere(board, tmp_path)
    others.now = board.now
    with offline(board):
        assert ask(board.session("ben"), ONE, "Which languages?").queued
    ask(others.session("ben"), ONE, "How fast is it?")
    told = synced(board, "ben")
    assert any("kept as a draft" in note for note in told.notes), told
    assert message_draft(board.session("ben"), ONE)["text"].strip() == "Which languages?"


def test_row_59_a_kill_before_the_outbox_lets_go_loses_no_word(
    board: SmallBoard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a kill at the moment in which the outbox is emptied, then the words are in the draft already."""
    with offline(board):
        assert cast(board.session("ben"), ONE, NO).queued
    decided(board, tmp_path)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Outbox, "clear", _killed)
        sync(board.session("ben"))
    assert board.session("ben").drafts.load(ONE)["ballot"]["reason"] == NO.reason
    assert any("kept as a draft" in note for note in synced(board, "ben").notes)


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_what_is_typed_while_a_review_is_shared_stays_in_the_draft(board: SmallBoard) -> None:
    """Given a review being shared, when another answer is saved, then only what was shared leaves the draft."""
    ben = board.session("ben")
    save_view(ben, ONE, View("R-01", view="agree"))
    commit = ben.commit

    def busy(*what: Any, **how: Any) -> Any:
        written = commit(*what, **how)
        save_view(ben, ONE, View("R-02", view="disagree"))
        return written

    ben.__dict__["commit"] = busy
    share(ben, ONE)
    assert set(ben.drafts.load(ONE)["views"]) == {"R-02"}
    del ben.__dict__["commit"]
    share(ben, ONE)
    assert "views" not in ben.drafts.load(ONE)


def test_what_is_typed_while_a_ballot_is_cast_stays_in_the_draft(board: SmallBoard) -> None:
    """Given a ballot being cast, when a view and another reason are saved, then only what was cast leaves the draft."""
    ben = board.session("ben")
    save_view(ben, ONE, View("R-01", view="agree"))
    save_ballot_draft(ben, ONE, NO)
    commit = ben.commit

    def busy(*what: Any, **how: Any) -> Any:
        written = commit(*what, **how)
        save_view(ben, ONE, View("R-02", view="disagree"))
        save_ballot_draft(ben, ONE, replace(NO, reason="It splits Norwegian badly, and Danish."))
        return written

    ben.__dict__["commit"] = busy
    cast(ben, ONE, NO)
    assert set(ben.drafts.load(ONE)["views"]) == {"R-02"}
    assert ben.drafts.load(ONE)["ballot"]["reason"].endswith("and Danish.")
    del ben.__dict__["commit"]
    cast(ben, ONE, NO)
    assert not ben.drafts.load(ONE)


def test_a_vote_that_says_the_same_again_makes_no_second_ballot(board: SmallBoard) -> None:
    """Given a ballot that counts, when it is cast again word for word, then nothing is written."""
    ben = board.session("ben")
    cast(ben, ONE, NO)
    tip = board.store.tip()
    save_ballot_draft(ben, ONE, NO)
    assert cast(board.session("ben"), ONE, NO).words.startswith("Nothing changed")
    assert board.store.tip() == tip and not ben.drafts.load(ONE)
    assert "is recorded" in cast(board.session("ben"), ONE, replace(NO, reason="It splits Danish badly.")).words
    assert "is recorded" in cast(board.session("ben"), ONE, NO).words, "what it says is compared with the last one"
