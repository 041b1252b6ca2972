"""Replacing a decision settles nothing that it owes, and only what is about the same thing may do it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from board.actions import browse, deciding, docketing, following
from board.actions.asking import Filter
from board.actions.check import check
from board.actions.emergency import restrict
from board.actions.propose import withdraw_unopened
from board.actions.verifying import verify
from board.actions.voting import cautions_now
from board.core.ballot import BallotDraft, Condition, Verdict
from board.core.finding import Finding
from board.core.leaving import duties
from board.core.record import Outcome
from tests.actions.test_dates_come_back import CONDITION, FIRST, SECOND, WIDER, codes, decide, with_policy
from tests.boards import PROPOSAL, SmallBoard, git, small_board
from tests.trust.history import signed_board

PATCH = PROPOSAL.replace('change_class = "major"', 'change_class = "patch"')
THIRD = "2026/0003-for-all"
ALL = ("ana", "ben", "chiara", "lena")


def replacing(old: str, text: str = PATCH) -> str:
    return text.replace("[facts]", f'supersedes = "{old}"\n[facts]')


def about_another(text: str) -> str:
    return text.replace('id = "search"', 'id = "other"').replace("a" * 64, "b" * 64)


def patched(board: SmallBoard, proposal: str, text: str, *, by: tuple[str, ...] = ALL) -> deciding.DecisionPreview:
    """Decide a patch with everybody's yes; what the preview showed."""
    board.submit(proposal, text)
    docketing.open_proposal(board.session("kim"), proposal)
    for member in by:
        board.vote(member, proposal, "approve")
    seen = deciding.preview(board.session("ana"), proposal)
    deciding.decide(board.session("ana"), proposal, seen)
    board.wait(minutes=1)
    return seen


def acts(board: SmallBoard, member: str) -> list[tuple[str, str]]:
    return [(task.act, task.part) for task in browse.inbox(board.session(member)).mine]


@pytest.fixture
def board(tmp_path: Path) -> SmallBoard:
    return with_policy(small_board(tmp_path))


def test_a_patch_ends_neither_a_late_condition_nor_the_freeze(tmp_path: Path) -> None:
    """Given a condition nine days late, when a patch replaces its decision, then it is late still, and the ring frozen.

    The opening, the ballot and the preview of the decision name it. The whole history verifies, the freeze counted in.
    """
    board = with_policy(signed_board(tmp_path))
    board.submit(FIRST)
    decide(board, FIRST, verdict="approve-with-conditions", conditions=(CONDITION,))
    board.wait(days=16)
    board.submit(SECOND, replacing(FIRST))
    opening = docketing.opening_preview(board.session("kim"), SECOND)
    docketing.open_proposal(board.session("kim"), SECOND)
    session = board.session("ben")
    case = browse.case_of(session, SECOND)
    ballot = cautions_now(session, case, BallotDraft(Verdict.APPROVE))
    for member in ALL:
        board.vote(member, SECOND, "approve")
    seen = deciding.preview(board.session("ana"), SECOND)
    for told in ([one.message for one in opening.problems], ballot, [one.message for one in seen.problems]):
        assert any("still owes: condition c1, 9 days late" in words for words in told), told
    deciding.decide(board.session("ana"), SECOND, seen)
    board.wait(minutes=1)
    assert "condition.overdue" in codes(board)
    assert ("prove", "condition c1") in acts(board, "mo")
    row = next(row for row in browse.listing(board.session("ana"), Filter()) if row.id == FIRST)
    assert (row.stage, row.mark, row.waiting_for) == ("superseded", "frozen", ("mo",))
    board.submit(THIRD, WIDER)
    assert decide(board, THIRD) is Outcome.RETURNED
    following.prove(board.session("mo"), FIRST, condition="c1", text="The table is there.")
    assert ("verify", "condition c1") in acts(board, "lena")
    following.verify(board.session("lena"), FIRST, condition="c1", text="I read it.")
    assert "condition.overdue" not in codes(board)
    board.submit(THIRD, WIDER.replace("It splits", "Now it splits"))
    assert decide(board, THIRD) is Outcome.APPROVED
    report = verify(board.path)
    assert not report.faults, report.faults


def test_a_late_condition_freezes_the_ring_after_its_approval_expired(board: SmallBoard) -> None:
    """Given a condition that is late still when its approval ends, then the wider ring stays shut until it is met."""
    board.submit(FIRST)
    decide(board, FIRST, verdict="approve-with-conditions", conditions=(CONDITION,))
    board.wait(days=200)
    assert next(row.stage for row in browse.listing(board.session("ana"), Filter()) if row.id == FIRST) == "expired"
    board.submit(THIRD, WIDER)
    assert decide(board, THIRD) is Outcome.RETURNED
    following.prove(board.session("mo"), FIRST, condition="c1", text="The table is there.")
    following.verify(board.session("lena"), FIRST, condition="c1", text="I read it.")
    board.submit(THIRD, WIDER.replace("It splits", "Now it splits"))
    assert decide(board, THIRD) is Outcome.APPROVED


@pytest.mark.parametrize("act", ["lapse", "retire"])
def test_who_lets_an_approval_go_alone_ends_neither_a_late_condition_nor_the_freeze(tmp_path: Path, act: str) -> None:
    """Given a condition nine days late, when the secretary lets the approval go, then it is late and the ring frozen.

    Only when a second person agrees to waive it may the wider ring be approved; the whole history verifies.
    """
    board = with_policy(signed_board(tmp_path))
    board.submit(FIRST)
    decide(board, FIRST, verdict="approve-with-conditions", conditions=(CONDITION,))
    board.wait(days=16)
    kim = board.session("kim")
    done = (following.lapse if act == "lapse" else following.retire)(kim, FIRST, text="Nobody needs it.")
    assert "It still owes: condition c1, 9 days late" in done.words
    board.wait(minutes=1)
    assert "condition.overdue" in codes(board)
    assert ("prove", "condition c1") in acts(board, "mo")
    row = next(row for row in browse.listing(board.session("ana"), Filter()) if row.id == FIRST)
    assert (row.mark, row.waiting_for, row.findings) == ("frozen", ("mo",), 1)
    assert browse.dossier(board.session("ana"), FIRST).summary.findings == 1
    board.submit(SECOND, WIDER)
    assert decide(board, SECOND) is Outcome.RETURNED
    alone = following.waive(board.session("kim"), FIRST, condition="c1", text="Not needed.")
    assert "until one more says so" in alone.words and "condition.overdue" in codes(board)
    following.waive(board.session("ben"), FIRST, condition="c1", text="Agreed.")
    assert "condition.overdue" not in codes(board)
    board.submit(SECOND, WIDER.replace("It splits", "Now it splits"))
    assert decide(board, SECOND) is Outcome.APPROVED
    report = verify(board.path)
    assert not report.faults, report.faults


def test_an_open_appeal_outlives_the_decision_that_another_replaced(board: SmallBoard) -> None:
    """Given an appeal that nobody answered, when a patch replaces the decision, then it is late as before and heard."""
    board.submit(FIRST)
    decide(board, FIRST)
    following.appeal(board.session("lena"), FIRST, text="The round was closed early.", ground="procedure")
    board.wait(days=40)
    assert "appeal.unheard" in codes(board)
    seen = patched(board, SECOND, replacing(FIRST))
    assert any("an answer to appeal 1" in one.message for one in seen.problems)
    assert "appeal.unheard" in codes(board)
    following.hear(board.session("ben"), FIRST, re=1, answer="dismiss", text="It was not.")


def test_a_restriction_keeps_its_day_when_another_decision_replaces_it(board: SmallBoard) -> None:
    """Given an emergency stop with a foreseen end, when a patch replaces its decision, then the day comes back."""
    text = PROPOSAL.replace('kind = "model-change"', 'kind = "emergency-action"')
    stop = board.submit("2026/0001-stop", text.replace("[facts]", "[facts]\nexpected_end = 2026-10-07"))
    restrict(board.session("mo"), stop, action="stop", text="Off.")
    following.confirm(board.session("ana"), stop, text="I saw it.")
    for member in ("ana", "ben"):
        board.vote(member, stop, "approve")
    deciding.decide(board.session("ana"), stop, deciding.preview(board.session("ana"), stop))
    board.wait(days=4)
    assert "measure.overdue" in codes(board)
    patched(board, SECOND, replacing(stop))
    assert "measure.overdue" in codes(board)


@pytest.mark.parametrize("kind", ["model-change", "emergency-action"])
def test_a_decision_is_not_replaced_by_one_about_another_model(tmp_path: Path, kind: str) -> None:
    """Given a patch of another model that says it replaces a decision, when all say yes, then it goes back."""
    board = with_policy(signed_board(tmp_path))
    board.submit(FIRST, PROPOSAL.replace('kind = "model-change"', f'kind = "{kind}"'))
    assert decide(board, FIRST) is Outcome.APPROVED
    board.submit(SECOND, about_another(replacing(FIRST)))
    (found,) = [one for one in _checked(board) if one.code == "supersede.other"]
    assert "search" in found.message
    assert found.severity == "error"
    assert patched(board, THIRD, about_another(replacing(FIRST))).outcome is Outcome.RETURNED
    assert browse.listing(board.session("ana"), Filter(stage="superseded")) == ()
    report = verify(board.path)
    assert not report.faults, report.faults


def _checked(board: SmallBoard) -> tuple[Finding, ...]:
    git(board.path, "checkout", "-q", "--", ".")
    return check(board.session("ana"))


def test_a_condition_stays_with_its_people_after_the_approval_ended(board: SmallBoard) -> None:
    """Given an approval that expired with a condition open, then owner and verifier find it, and leaving names it."""
    late = Condition("c1", "Show results for each language", "ben", date(2026, 10, 12), "A table", "lena")
    board.submit(FIRST)
    decide(board, FIRST, verdict="approve-with-conditions", conditions=(late,))
    board.wait(days=182)
    assert next(row.stage for row in browse.listing(board.session("ana"), Filter())) == "expired"
    assert ("prove", "condition c1") in acts(board, "ben")
    session = board.session("lena")
    case = browse.case_of(session, FIRST)
    for who, kind in (("ben", "condition"), ("lena", "verification")):
        member = session.charter.member(who)
        assert member is not None
        assert kind in {each.kind for each in duties(session.charter, member, session.today, cases=[case])}
    following.prove(board.session("ben"), FIRST, condition="c1", text="The table is there.")
    assert ("verify", "condition c1") in acts(board, "lena")
    assert "condition.overdue" in codes(board)
    following.verify(board.session("lena"), FIRST, condition="c1", text="I read it.")
    assert "condition.overdue" not in codes(board)


DATES = "pilot_ends = 2026-11-01\nreview_by = 2026-10-25\n"


def test_the_days_of_a_replaced_decision_come_back_until_somebody_settles_them(board: SmallBoard) -> None:
    """Given a pilot and a review, when a decision without such days replaces theirs, then both are late as before.

    Opening and preview name them; a look at each settles it. A decision with a day of its own settles that one.
    """
    board.submit(FIRST, PROPOSAL.replace("[facts]", "[facts]\n" + DATES))
    decide(board, FIRST)
    seen = patched(board, SECOND, replacing(FIRST))
    owes = next(one.message for one in seen.problems if one.code == "supersede.owes")
    assert "the board's next look at this, by 2026-10-25" in owes and "the pilot, by 2026-11-01" in owes
    board.wait(days=40)
    assert {"pilot.ended", "review.overdue"} <= codes(board)
    assert [part for act, part in acts(board, "mo") if act == "look-again"] == ["review", "pilot"]
    following.look_again(board.session("mo"), FIRST, about="pilot", text="It went well.")
    assert "pilot.ended" not in codes(board) and "review.overdue" in codes(board)
    patched(board, THIRD, replacing(SECOND).replace("[facts]", "[facts]\nreview_by = 2027-01-25"))
    assert "review.overdue" in codes(board)


def test_a_decision_with_a_day_of_its_own_settles_that_of_the_one_it_replaces(board: SmallBoard) -> None:
    board.submit(FIRST, PROPOSAL.replace("[facts]", "[facts]\n" + DATES))
    decide(board, FIRST)
    seen = patched(board, SECOND, replacing(FIRST).replace("[facts]", "[facts]\nreview_by = 2027-01-25"))
    owes = next(one.message for one in seen.problems if one.code == "supersede.owes")
    assert "next look" not in owes and "the pilot" in owes
    board.wait(days=40)
    assert "pilot.ended" in codes(board) and "review.overdue" not in codes(board)


def test_an_ethics_review_is_published_also_where_another_decision_replaced_it(board: SmallBoard) -> None:
    """Given an approval whose ethics review is due in thirty days, when it is replaced or let go, then it is still."""
    limited = PROPOSAL.replace("interacts_with_people = false", "interacts_with_people = true")
    board.submit(FIRST, limited)
    decide(board, FIRST)
    patched(board, SECOND, replacing(FIRST))
    board.wait(days=45)
    assert "ethics.unpublished" in codes(board)
    following.publish(board.session("kim"), FIRST, text="Published.", evidence=("https://example.org/review",))
    assert "ethics.unpublished" not in codes(board)


def test_what_was_withdrawn_would_replace_nothing_any_more(board: SmallBoard) -> None:
    """Given a proposal to replace what still owes, when its proposer withdraws it, then check says no more of that."""
    board.submit(FIRST, PROPOSAL.replace("[facts]", "[facts]\n" + DATES))
    decide(board, FIRST)
    board.submit(SECOND, replacing(FIRST))
    git(board.path, "checkout", "-q", "-f", "main")
    assert "supersede.owes" in codes(board)
    withdraw_unopened(board.session("mo"), SECOND)
    git(board.path, "checkout", "-q", "-f", "main")
    assert "supersede.owes" not in codes(board)
