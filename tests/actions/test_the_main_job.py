"""A board of four takes a proposal up, reviews it, votes on it and decides; git holds every step."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from board.actions import browse, deciding, docketing, messaging, reviewing, voting
from board.core.ballot import BallotDraft, Condition, Verdict
from board.core.case import Stage
from board.core.finding import Refused
from board.core.record import Outcome
from board.core.review import View
from board.store.base import Change, Person
from tests.boards import CHARTER_TEXT, PROPOSAL, SmallBoard, git, small_board

MEMBERS = ("ana", "ben", "chiara", "lena")


@pytest.fixture
def board(tmp_path: Path) -> SmallBoard:
    return small_board(tmp_path)


def opened(board: SmallBoard) -> str:
    proposal = board.submit()
    docketing.open_proposal(board.session("kim"), proposal)
    return proposal


def test_from_submitted_to_in_force(board: SmallBoard) -> None:
    """Given four yes votes, when the chair decides, then all three files are in git and the stage says so."""
    proposal = board.submit()
    assert browse.dossier(board.session("ana"), proposal).summary.stage is Stage.SUBMITTED
    docketing.open_proposal(board.session("kim"), proposal)
    for member in MEMBERS:
        board.vote(member, proposal, "approve", reason="It is tested.")
    chair = board.session("ana")
    seen = deciding.preview(chair, proposal)
    assert seen.outcome is Outcome.APPROVED
    done = deciding.decide(chair, proposal, seen)
    assert browse.dossier(board.session("ben"), proposal).summary.stage is Stage.IN_FORCE
    names = git(board.path, "ls-tree", "-r", "--name-only", "main", "decisions").splitlines()
    assert f"decisions/{proposal}.md" in names
    assert f"decisions/{proposal}/record.toml" in names
    assert f"decisions/{proposal}/ethics-review.md" in names
    assert git(board.path, "rev-parse", "main") == done.commit
    assert git(board.path, "status", "--porcelain") == ""
    assert git(board.path, "fsck", "--strict") == ""
    row = browse.decisions(board.session("lena"))[0]
    assert (row.id, row.outcome, row.commit) == (proposal, Outcome.APPROVED, done.commit)


def test_what_was_decided_is_what_was_shown(board: SmallBoard) -> None:
    """Given a preview, when nothing changed, then the files written are byte for byte the files shown."""
    proposal = opened(board)
    for member in MEMBERS:
        board.vote(member, proposal, "approve")
    chair = board.session("ana")
    seen = deciding.preview(chair, proposal)
    deciding.decide(chair, proposal, seen)
    for path, text in seen.files.items():
        assert git(board.path, "show", f"main:{path}") == text.strip()


def test_a_ballot_after_the_preview_asks_for_a_new_look(board: SmallBoard) -> None:
    """Given a preview, when a member changes her vote, then deciding on the old preview writes nothing."""
    proposal = opened(board)
    for member in MEMBERS:
        board.vote(member, proposal, "approve")
    seen = deciding.preview(board.session("ana"), proposal)
    board.vote("ben", proposal, "reject", reason="The index grows too much.")
    before = git(board.path, "rev-parse", "main")
    with pytest.raises(Refused, match="Something changed"):
        deciding.decide(board.session("ana"), proposal, seen)
    assert git(board.path, "rev-parse", "main") == before


def test_an_unrelated_commit_does_not_ask_again(board: SmallBoard) -> None:
    """Given a preview, when only the tip moved, then deciding goes through and names the new base."""
    proposal = opened(board)
    for member in MEMBERS:
        board.vote(member, proposal, "approve")
    seen = deciding.preview(board.session("ana"), proposal)
    board.submit("2026/0002-other", PROPOSAL.replace("Give the search", "Give the other search"))
    before = git(board.path, "rev-parse", "main")
    deciding.decide(board.session("ana"), proposal, seen)
    assert f'base = "{before}"' in git(board.path, "show", f"main:decisions/{proposal}/record.toml")


def test_a_new_revision_makes_ballots_stale_until_confirmed(board: SmallBoard) -> None:
    """Given a ballot, when the board opens a new revision, then it does not count until its member confirms it."""
    proposal = opened(board)
    board.vote("ben", proposal, "approve", reason="Fine.")
    board.submit(proposal, PROPOSAL.replace("better", "much better"))
    assert not browse.dossier(board.session("ben"), proposal).stale_why
    docketing.open_proposal(board.session("ana"), proposal)
    shown = browse.dossier(board.session("ben"), proposal)
    assert shown.stale_why
    assert browse.tally_of(board.session("ana"), proposal).sum.present == 0
    voting.confirm(board.session("ben"), proposal)
    assert browse.tally_of(board.session("ana"), proposal).sum.present == 1
    names = git(board.path, "ls-tree", "--name-only", "-r", "main", f"decisions/{proposal}/ballots").splitlines()
    assert [name.rsplit("/", 1)[-1] for name in names] == ["ben-1.toml", "ben-2.toml"]


def test_a_later_edit_changes_nothing_until_accepted(board: SmallBoard) -> None:
    """Given an open proposal, when its text changes, then members still see the opened text, and a finding."""
    proposal = opened(board)
    board.submit(proposal, PROPOSAL.replace("better", "worse"))
    shown = browse.dossier(board.session("lena"), proposal)
    assert "better" in shown.case.proposal.body
    assert "+It splits long German words worse." in shown.changed_since_opened
    assert "proposal.changed-since-opened" in {finding.code for finding in shown.findings}


def test_voting_on_a_revision_that_moved_is_refused_and_the_draft_is_kept(board: SmallBoard) -> None:
    """Given a ballot form, when the chair opens another revision meanwhile, then casting refuses and loses no word."""
    proposal = opened(board)
    ben = board.session("ben")
    form = voting.ballot_form(ben, proposal)
    draft = BallotDraft(Verdict.REJECT, reason="Forty typed words.")
    voting.save_ballot_draft(ben, proposal, draft)
    board.submit(proposal, PROPOSAL.replace("better", "worse"))
    docketing.open_proposal(board.session("ana"), proposal)
    latest = form.case.docket.latest
    assert latest is not None
    with pytest.raises(Refused, match="new revision"):
        voting.cast(board.session("ben"), proposal, draft, latest.revision)
    assert voting.ballot_form(board.session("ben"), proposal).draft.reason == "Forty typed words."


def test_others_ballots_are_hidden_until_mine_is_cast(board: SmallBoard) -> None:
    """Given hidden ballots, when I have not voted, then the dossier says why; afterwards it shows them."""
    proposal = opened(board)
    board.vote("ana", proposal, "reject", reason="No.")
    assert browse.dossier(board.session("ben"), proposal).hidden
    board.vote("ben", proposal, "approve")
    assert not browse.dossier(board.session("ben"), proposal).hidden


def test_a_review_goes_on_at_the_question_whose_note_was_begun(tmp_path: Path) -> None:
    """Given a note and no view yet, when the review is opened again, then it is at that question, words and all."""
    asking = small_board(tmp_path / "asking", checklists=True)
    proposal = asking.submit()
    docketing.open_proposal(asking.session("ana"), proposal)
    first = reviewing.review_form(asking.session("ben"), proposal)
    begun = first.items[first.start].question.id
    reviewing.save_view(asking.session("ben"), proposal, View(begun, note="Half a sen"))
    again = reviewing.review_form(asking.session("ben"), proposal)
    assert (again.start, again.items[again.start].view) == (first.start, View(begun, note="Half a sen"))
    reviewing.save_view(asking.session("ben"), proposal, View(begun, view="unsure", note="Half a sentence."))
    assert reviewing.review_form(asking.session("ben"), proposal).start == first.start + 1


def test_a_shared_review_is_a_file_of_its_own_and_its_ballot_binds_it(board: SmallBoard, tmp_path: Path) -> None:
    """Given views in a draft, when the member votes, then the review file lies beside and the ballot has its digest."""
    asking = small_board(tmp_path / "asking", checklists=True)
    proposal = asking.submit()
    docketing.open_proposal(asking.session("ana"), proposal)
    ben = asking.session("ben")
    form = reviewing.review_form(ben, proposal)
    assert form.to_answer
    question = form.to_answer[0].question.id
    reviewing.save_view(ben, proposal, View(question, view="agree", note="I ran it."))
    assert reviewing.review_form(asking.session("ben"), proposal).items[0].view is not None
    asking.vote("ben", proposal, "approve")
    text = git(asking.path, "show", f"main:decisions/{proposal}/reviews/ben.toml")
    assert "I ran it." in text
    assert 'review = "sha256:' in git(asking.path, "show", f"main:decisions/{proposal}/ballots/ben-1.toml")


def test_a_question_waits_for_its_reply(board: SmallBoard) -> None:
    """Given a question to the proposer, when he replies, then nothing is unanswered any more."""
    proposal = opened(board)
    done = messaging.ask(board.session("lena"), proposal, "Which licence?", about="R-01")
    tasks = browse.inbox(board.session("mo")).mine
    assert [task.act for task in tasks if task.summary.id == proposal and task.act == "reply"] == ["reply"]
    name = done.files[0].rsplit("/", 1)[-1]
    messaging.reply(board.session("mo"), proposal, "Apache-2.0.", re=name)
    assert not [task for task in browse.inbox(board.session("mo")).mine if task.act == "reply"]


def test_only_chair_or_secretary_decide(board: SmallBoard) -> None:
    """Given a complete vote, when somebody else decides, then nothing is written."""
    proposal = opened(board)
    for member in MEMBERS:
        board.vote(member, proposal, "approve")
    seen = deciding.preview(board.session("ben"), proposal)
    assert seen.problems
    with pytest.raises(Refused, match="chair or the secretary"):
        deciding.decide(board.session("ben"), proposal, seen)


def test_a_stranger_reads_and_is_told_how_to_be_added(board: SmallBoard) -> None:
    """Given a mail address that is not in the charter, when voting, then it is refused with who can add it."""
    proposal = opened(board)
    stranger = board.session("zoe")
    assert "Ana Lindqvist" in stranger.me.why_reader
    with pytest.raises(Refused, match="not in the charter"):
        voting.cast(stranger, proposal, BallotDraft(Verdict.APPROVE))


def test_deferred_twice_at_most_and_reopened_in_a_new_round(board: SmallBoard) -> None:
    """Given a deferral, when the board opens it again, then round two begins and old ballots do not count."""
    proposal = opened(board)
    board.vote("ben", proposal, "approve")
    deciding.defer(board.session("ana"), proposal, "We wait for the audit.")
    assert browse.dossier(board.session("ana"), proposal).summary.stage is Stage.DEFERRED
    docketing.open_proposal(board.session("ana"), proposal)
    case = browse.case_of(board.session("ana"), proposal)
    assert case.round == 2
    assert browse.tally_of(board.session("ana"), proposal).sum.present == 0
    deciding.defer(board.session("ana"), proposal, "Still waiting.")
    docketing.open_proposal(board.session("ana"), proposal)
    with pytest.raises(Refused, match="2 times"):
        deciding.defer(board.session("ana"), proposal, "Again.")


def test_the_proposer_has_no_ballot_and_sees_the_sum(board: SmallBoard) -> None:
    """Given a chair who proposes, then she is told that she has no vote, and the others' ballots are not hidden."""
    text = PROPOSAL.replace('proposer = "mo"', 'proposer = "ana"')
    proposal = board.submit("2026/0003-hers", text)
    docketing.open_proposal(board.session("kim"), proposal)
    board.vote("ben", proposal, "approve")
    with pytest.raises(Refused, match="You made this proposal"):
        voting.cast(board.session("ana"), proposal, BallotDraft(Verdict.APPROVE))
    assert not browse.dossier(board.session("ana"), proposal).hidden


def test_a_condition_in_the_past_is_refused(board: SmallBoard) -> None:
    """Given a condition due yesterday, when the ballot is cast, then nothing is recorded and the words say why."""
    proposal = opened(board)
    late = Condition("c1", "Measure it", "mo", date(2026, 10, 4), "A table", "kim")
    draft = BallotDraft(Verdict.APPROVE_WITH_CONDITIONS, conditions=(late,))
    with pytest.raises(Refused, match="has passed"):
        voting.cast(board.session("ben"), proposal, draft)
    assert browse.tally_of(board.session("ana"), proposal).sum.present == 0


def test_a_second_ballot_says_that_it_replaces_the_first(board: SmallBoard) -> None:
    """Given a ballot, when its member casts another, then she is told which one it replaces."""
    proposal = opened(board)
    voting.cast(board.session("ben"), proposal, BallotDraft(Verdict.APPROVE))
    board.wait(minutes=1)
    told = voting.cast(board.session("ben"), proposal, BallotDraft(Verdict.REJECT, reason="I looked again."))
    assert "This replaces your ballot 1, “Yes (approve)”." in told.notes


def test_a_view_that_bars_approval_is_said_before_the_ballot_is_signed(tmp_path: Path) -> None:
    """Given a blocking question of hers, when she disagrees, then the ballot form says what follows."""
    asking = small_board(tmp_path / "asking", checklists=True)
    proposal = asking.submit()
    docketing.open_proposal(asking.session("ana"), proposal)
    form = reviewing.review_form(asking.session("ana"), proposal)
    blocking = next(item for item in form.to_answer if item.blocking)
    reviewing.save_view(asking.session("ana"), proposal, View(blocking.question.id, view="disagree"))
    warnings = voting.ballot_form(asking.session("ana"), proposal).warnings
    assert any(blocking.question.id in one and "bars approval" in one for one in warnings)


def test_drafted_texts_name_seats_and_not_people(board: SmallBoard) -> None:
    """Given a charter that keeps names back, when an answer names a member, then the drafted page names her seat."""
    answers = b'[[answers]]\nquestion = "R-17"\nvalue = "Ben Okafor"\n[[answers]]\nquestion = "R-15"\nvalue = "2"\n'
    place = small_board(board.path.parent / "asking", checklists=True)
    proposal = place.submit("2026/0001-names", PROPOSAL, **{"answers.toml": answers})
    docketing.open_proposal(place.session("ana"), proposal)
    for member in MEMBERS:
        place.vote(member, proposal, "reject", reason="Not now.")
    seen = deciding.preview(place.session("ana"), proposal)
    published = [text for path, text in seen.files.items() if path.endswith(".md")]
    assert published
    assert not any("Ben Okafor" in text for text in published)


def test_a_board_too_small_for_its_quorum_is_told_at_opening(tmp_path: Path) -> None:
    """Given two members of whom one proposes, then the preview of opening says so."""
    two = CHARTER_TEXT.split("[members.chiara]")[0]
    tiny = small_board(tmp_path / "tiny", charter=two)
    proposal = tiny.submit("2026/0001-own", PROPOSAL.replace('proposer = "mo"', 'proposer = "ben"'))
    shown = docketing.opening_preview(tiny.session("ana"), proposal)
    assert "quorum.out-of-reach" in {finding.code for finding in shown.problems}


def test_history_says_what_each_did_once_and_names_a_ballot_that_another_committed(tmp_path: Path) -> None:
    """Given a ballot of ben's, when events are listed, then his name stands once; committed by mo, ben is named."""
    board = small_board(tmp_path)
    proposal = board.submit()
    docketing.open_proposal(board.session("kim"), proposal)
    board.vote("ben", proposal, "approve")
    newest = browse.events(board.session("ana"), proposal)[0]
    assert (newest.who, newest.words) == ("Ben", "Cast ballot 1")
    path = f"decisions/{proposal}/ballots/ben-2.toml"
    board.store.write(
        lambda _: Change({path: b"x = 1\n"}, "By hand\n"), Person("Mo", "mo@example.org"), board.now, None
    )
    newest = browse.events(board.session("ana"), proposal)[0]
    assert (newest.who, newest.words) == ("Mo", "Ben Okafor cast ballot 2")
