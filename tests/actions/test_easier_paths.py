"""One yes, or silence, brings back nothing that was stopped, and ends nothing that more people decided."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions import browse, deciding, docketing, following
from board.actions.emergency import restrict
from board.actions.verifying import verify
from board.core.record import Outcome
from board.core.tally import Tally
from tests.actions.test_dates_come_back import FIRST, SECOND, decide
from tests.actions.test_emergency import EMERGENCY
from tests.actions.test_replacing import ALL, PATCH, THIRD, about_another, patched, replacing
from tests.boards import PROPOSAL, SmallBoard, git
from tests.trust.history import made_once, signed_board

MINOR = PROPOSAL.replace('change_class = "major"', 'change_class = "minor"')
STOP = "2026/0005-stop"
TOUCHES = "it names or replaces what was stopped, and only the full vote brings that back, so it is put to the vote"
HARDER = "it would replace what the board decided on a harder path or at a higher tier, so it is put to the vote"


def stopped(folder: Path, *, ratified: bool = True) -> SmallBoard:
    """A version that the board approved and the person on call stopped."""
    return made_once(_ratified if ratified else _stopped, folder)


def _stopped(board: SmallBoard) -> None:
    board.submit(FIRST)
    decide(board, FIRST)
    board.submit(STOP, EMERGENCY)
    restrict(board.session("mo"), STOP, action="stop", text="It is off.")
    board.wait(minutes=1)
    assert board.session("ana").world.standing


def _ratified(board: SmallBoard) -> None:
    _stopped(board)
    for member in ALL:
        board.vote(member, STOP, "approve")
    deciding.decide(board.session("ana"), STOP, deciding.preview(board.session("ana"), STOP))
    board.wait(minutes=1)


def asked(board: SmallBoard, text: str, *by: str, days: int = 0) -> Tally:
    """What an opened proposal comes to with the yes of some, after some days."""
    board.submit(SECOND, text)
    docketing.open_proposal(board.session("kim"), SECOND)
    for member in by:
        board.vote(member, SECOND, "approve")
    board.wait(days=days)
    return browse.tally_of(board.session("ana"), SECOND)


def verified(board: SmallBoard) -> bool:
    git(board.path, "checkout", "-q", "--", ".")
    report = verify(board.path, from_genesis=True)
    assert not report.faults, report.faults
    return True


SAME = {
    "itself": PATCH,
    "other letters": PATCH.replace('"search"', '"Search"'),
    "other name": PATCH.replace('"search"', '"other"').replace("1.1.0", "2.0.0"),
    "other bytes": PATCH.replace("a" * 64, "b" * 64),
}


@pytest.mark.parametrize("ratified", [True, False])
@pytest.mark.parametrize("text", SAME.values(), ids=SAME)
def test_one_yes_brings_back_nothing_that_was_stopped(tmp_path: Path, ratified: bool, text: str) -> None:
    """Given a version that was stopped, when a patch of it has one yes, then the board waits for the full vote."""
    board = stopped(tmp_path, ratified=ratified)
    full_vote(board, text)


def test_one_yes_takes_no_restriction_away(tmp_path: Path) -> None:
    """Given a restriction, when a patch of another version would replace it, then it takes the full vote."""
    board = stopped(tmp_path)
    full_vote(board, replacing(STOP, PATCH.replace("1.1.0", "1.2.0").replace("a" * 64, "b" * 64)))


def full_vote(board: SmallBoard, text: str) -> None:
    """One yes is not enough; everybody's is, and the whole history verifies."""
    sums = asked(board, text, "ben")
    assert (sums.outcome, sums.may_decide) == (Outcome.NO_QUORUM, False)
    assert TOUCHES in sums.sum.sentence
    for member in ("ana", "chiara", "lena"):
        board.vote(member, SECOND, "approve")
    deciding.decide(board.session("ana"), SECOND, deciding.preview(board.session("ana"), SECOND))
    assert verified(board)


def test_silence_brings_back_nothing_that_was_stopped(tmp_path: Path) -> None:
    """Given a version that was stopped, when nobody objects to a minor change of it, then that is no yes."""
    board = stopped(tmp_path)
    sums = asked(board, MINOR, days=10)
    assert sums.outcome is Outcome.NO_QUORUM and TOUCHES in sums.sum.sentence


def test_verify_counts_a_stop_against_a_decision_that_did_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a program that looks at no stop, when one yes decides, then verifying names the decision, and why."""
    board = stopped(tmp_path)
    with monkeypatch.context() as blind:
        blind.setattr("board.core.counting.why_not_easier", lambda *_: "")
        patched(board, SECOND, PATCH, by=("ben",))
    (fault,) = [one for one in verify(board.path, from_genesis=True).faults if "says approved" in one.words]
    assert fault.code == "decision.outcome" and TOUCHES in fault.words


def test_another_version_is_patched_with_one_yes_as_before(tmp_path: Path) -> None:
    """Given a version that was stopped, when a patch brings another one, then one yes is enough."""
    board = stopped(tmp_path)
    text = PATCH.replace("1.1.0", "1.1.1").replace("a" * 64, "b" * 64)
    assert patched(board, SECOND, text, by=("ben",)).outcome is Outcome.APPROVED
    assert verified(board)


def test_what_the_board_refused_to_stop_is_patched_with_one_yes(tmp_path: Path) -> None:
    """Given an act of the person on call that the board rejected, then it holds nothing up."""
    board = stopped(tmp_path, ratified=False)
    for member in ALL:
        board.vote(member, STOP, "reject", reason="Nothing was wrong.")
    deciding.decide(board.session("ana"), STOP, deciding.preview(board.session("ana"), STOP))
    board.wait(minutes=1)
    assert patched(board, SECOND, PATCH, by=("ben",)).outcome is Outcome.APPROVED
    assert verified(board)


@pytest.mark.parametrize("text", [PATCH, MINOR])
def test_one_yes_or_silence_ends_no_decision_of_the_full_vote(tmp_path: Path, text: str) -> None:
    """Given an approval by the full vote, when an easier path would replace it, then it takes the full vote too.

    The opening says so before anybody votes.
    """
    board = signed_board(tmp_path)
    board.submit(FIRST)
    decide(board, FIRST)
    board.submit(SECOND, replacing(FIRST, text))
    assert "It goes to the full vote." in docketing.opening_preview(board.session("kim"), SECOND).asks
    docketing.open_proposal(board.session("kim"), SECOND)
    board.vote("ben", SECOND, "approve")
    sums = browse.tally_of(board.session("ana"), SECOND)
    assert (sums.may_decide, HARDER in sums.sum.sentence) == (False, True)
    for member in ("ana", "chiara", "lena"):
        board.vote(member, SECOND, "approve")
    deciding.decide(board.session("ana"), SECOND, deciding.preview(board.session("ana"), SECOND))
    assert verified(board)


def test_what_is_taken_out_of_use_may_still_go_by_consent(tmp_path: Path) -> None:
    """Given an approval by the full vote, when its model is retired, then consent is enough, as nothing comes in."""
    board = signed_board(tmp_path)
    board.submit(FIRST)
    decide(board, FIRST)
    text = replacing(FIRST).replace('kind = "model-change"', 'kind = "model-retire"')
    text = text.replace("[facts]", '[facts]\nsunset_on = 2027-06-01\ndata_disposal = "no"')
    assert asked(board, text, days=10).outcome is Outcome.APPROVED


def test_two_yes_end_no_decision_about_another_model(tmp_path: Path) -> None:
    """Given an emergency about one model that says it replaces the approval of another, then two yes do not do that.

    It stops what it is about all the same, from the moment of the act.
    """
    board = signed_board(tmp_path)
    board.submit(FIRST)
    decide(board, FIRST)
    board.submit(STOP, about_another(replacing(FIRST, EMERGENCY)))
    restrict(board.session("mo"), STOP, action="stop", text="It is off.")
    board.wait(minutes=1)
    following.confirm(board.session("ana"), STOP, text="I saw it.")
    for member in ("ben", "lena"):
        board.vote(member, STOP, "approve")
    seen = deciding.preview(board.session("ana"), STOP)
    assert seen.outcome is Outcome.RETURNED and "which is about search" in seen.tally.sum.sentence
    deciding.decide(board.session("ana"), STOP, seen)
    board.submit(THIRD, about_another(PATCH))
    docketing.open_proposal(board.session("kim"), THIRD)
    board.vote("ben", THIRD, "approve")
    assert TOUCHES in browse.tally_of(board.session("ana"), THIRD).sum.sentence
    assert verified(board)
