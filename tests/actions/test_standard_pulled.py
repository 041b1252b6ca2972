"""A standard change rests on one yes: the consent agenda tells it afterwards, and any seat may put it to the vote."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions import browse, deciding, docketing, motioning
from board.actions.asking import Filter
from board.actions.verifying import verify
from board.core.dates import format_utc
from board.core.finding import Refused
from board.core.replacing import standing_replacements
from board.store.base import Change
from tests.actions.test_dates_come_back import FIRST, SECOND, decide
from tests.actions.test_replacing import THIRD, replacing
from tests.actions.test_replacing import patched as replaced
from tests.boards import PROPOSAL, SmallBoard, small_board
from tests.trust.history import signed_board
from tests.trust.test_openings_judged import by_hand

PATCH = PROPOSAL.replace('change_class = "major"', 'change_class = "patch"')


def patched(board: SmallBoard) -> SmallBoard:
    board.submit(FIRST, PATCH)
    docketing.open_proposal(board.session("kim"), FIRST)
    board.vote("ben", FIRST, "approve")
    deciding.decide(board.session("ana"), FIRST, deciding.preview(board.session("ana"), FIRST))
    board.wait(minutes=1)
    return board


def agenda(board: SmallBoard) -> list[tuple[str, str]]:
    return [(row.id, row.stage) for row in browse.listing(board.session("ana"), Filter(consent=True))]


def test_a_standard_change_stays_on_the_agenda_as_done_until_a_meeting_names_it(tmp_path: Path) -> None:
    board = patched(small_board(tmp_path))
    assert agenda(board) == [(FIRST, "in-force")]
    minutes: dict[str, bytes | None] = {"meetings/2026-10-06.md": f"# Minutes\n\n{FIRST}: nobody pulls it.\n".encode()}
    board.session("ana").commit(lambda _: Change(minutes, "Write the minutes\n"))
    assert agenda(board) == []


def test_a_standard_change_leaves_the_agenda_after_twenty_working_days(tmp_path: Path) -> None:
    board = patched(small_board(tmp_path))
    board.wait(days=28)
    assert agenda(board) == [(FIRST, "in-force")]
    board.wait(days=1)
    assert agenda(board) == []
    with pytest.raises(Refused, match="could be pulled until 2026-11-02"):
        motioning.pull(board.session("lena"), FIRST)


def test_any_seat_pulls_it_afterwards_and_then_it_approves_nothing(tmp_path: Path) -> None:
    """Given legal, who was never asked, then one word without a reason is enough; who holds no seat has none."""
    board = patched(signed_board(tmp_path))
    with pytest.raises(Refused, match="holds a seat"):
        motioning.pull(board.session("kim"), FIRST)
    done = motioning.pull(board.session("lena"), FIRST)
    assert "propose it anew" in done.words
    assert [row.stage for row in browse.listing(board.session("ana"), Filter())] == ["lapsed"]
    assert browse.later(board.session("ana"), FIRST)[0].endswith("it waits to be proposed anew.")
    assert agenda(board) == []
    with pytest.raises(Refused, match="pulled it already"):
        motioning.pull(board.session("ben"), FIRST)
    assert not verify(board.path).faults


def test_neither_who_stood_aside_nor_who_proposed_it_pulls_it(tmp_path: Path) -> None:
    """Given a seat that stood aside and one that proposed it, then another seat pulls it, as while it was open."""
    board = signed_board(tmp_path)
    board.submit(FIRST, PATCH.replace('proposer = "mo"', 'proposer = "chiara"'))
    docketing.open_proposal(board.session("kim"), FIRST)
    board.vote("lena", FIRST, "recuse", interest="financial")
    board.vote("ben", FIRST, "approve")
    deciding.decide(board.session("ana"), FIRST, deciding.preview(board.session("ana"), FIRST))
    board.wait(minutes=1)
    with pytest.raises(Refused, match="You stood aside here, so another seat"):
        motioning.pull(board.session("lena"), FIRST)
    with pytest.raises(Refused, match="You made the proposal, so another seat"):
        motioning.pull(board.session("chiara"), FIRST)
    path = f"decisions/{FIRST}/follow-up/0001-pulled.toml"
    by_hand(board, {path: f'kind = "pulled"\nmember = "lena"\ntext = "x"\nat = {format_utc(board.now)}\n'}, "lena")
    assert [each.code for each in verify(board.path).faults] == ["follow-up.not-entitled"]
    motioning.pull(board.session("ben"), FIRST)


def test_what_the_board_voted_on_is_not_pulled(tmp_path: Path) -> None:
    board = small_board(tmp_path)
    board.submit(FIRST)
    docketing.open_proposal(board.session("kim"), FIRST)
    for member in ("ana", "ben", "chiara", "lena"):
        board.vote(member, FIRST, "approve")
    deciding.decide(board.session("ana"), FIRST, deciding.preview(board.session("ana"), FIRST))
    with pytest.raises(Refused, match="no standard change"):
        motioning.pull(board.session("lena"), FIRST)


def stands(board: SmallBoard, proposal: str) -> tuple[str, str, str]:
    """Where a decision stands by the list and by its own page, and what replaced it by the list of decisions."""
    session = board.session("ana")
    row = next(row for row in browse.listing(session, Filter()) if row.id == proposal)
    decided = next(each for each in browse.decisions(session) if each.id == proposal)
    return row.stage, browse.dossier(session, proposal).summary.stage, decided.superseded_by


def test_what_a_pulled_change_had_replaced_holds_again_until_the_board_decides(tmp_path: Path) -> None:
    """Given a patch that replaced a decision, when a seat pulls it, then the decision stands, and may be replaced anew.

    Lists, pages and verifying say the same at each step.
    """
    board = patched(signed_board(tmp_path))
    replaced(board, SECOND, replacing(FIRST), by=("ben",))
    assert stands(board, FIRST) == ("superseded", "superseded", SECOND)
    told = browse.dossier(board.session("lena"), SECOND)
    assert told.acts["pull"] == "" and f"{FIRST}, which it replaced, holds again" in told.pulling
    done = motioning.pull(board.session("lena"), SECOND)
    assert f"{FIRST}, which it replaced, holds again" in done.words
    board.wait(minutes=1)
    assert stands(board, FIRST) == ("in-force", "in-force", "")
    assert stands(board, SECOND)[0] == "lapsed"
    assert browse.later(board.session("ana"), FIRST) == (
        f"{SECOND} had replaced it, until a seat put that to the full vote: it is replaced no more.",
    )
    assert not verify(board.path).faults
    board.submit(THIRD, PROPOSAL.replace("[facts]", f'supersedes = "{FIRST}"\n[facts]'))
    decide(board, THIRD)
    assert stands(board, FIRST) == ("superseded", "superseded", THIRD)
    assert browse.later(board.session("ana"), FIRST) == (f"Replaced by {THIRD}.",)
    report = verify(board.path)
    assert not report.faults, report.faults


def test_what_another_decision_replaced_since_is_not_pulled(tmp_path: Path) -> None:
    """Given a patch in whose place another stands, then pulling it would bring nothing back, and nobody does."""
    board = patched(small_board(tmp_path))
    replaced(board, SECOND, replacing(FIRST), by=("ben",))
    replaced(board, THIRD, replacing(SECOND), by=("ben",))
    with pytest.raises(Refused, match="It is replaced, so there is nothing left to pull"):
        motioning.pull(board.session("lena"), SECOND)
    assert standing_replacements([(SECOND, FIRST), (THIRD, SECOND)], {SECOND}) == {FIRST: SECOND, SECOND: THIRD}
    assert standing_replacements([(SECOND, FIRST), (THIRD, SECOND)], {SECOND, THIRD}) == {}


def test_who_was_never_asked_hears_how_long_she_may_pull(tmp_path: Path) -> None:
    """Given a patch that engineering decided, then every seat reads in the inbox until when it can be pulled."""
    board = patched(small_board(tmp_path))
    said = [task.words for task in browse.inbox(board.session("lena")).others]
    assert any("One yes decided this standard change; the time to pull it ends in" in words for words in said)
    motioning.pull(board.session("chiara"), FIRST)
    assert not any("One yes" in task.words for task in browse.inbox(board.session("lena")).others)
