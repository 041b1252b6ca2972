"""Terms bind offices: whose term does not cover the day neither opens, decides, follows up, acts at once nor agrees."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from board.actions import deciding, docketing, following, motioning, pairing
from board.actions.cases import load_case
from board.actions.common import Hand
from board.actions.emergency import restrict
from board.actions.model import FreeParts
from board.actions.verifying import verify
from board.actions.voting import cast
from board.core.act import Emergency
from board.core.ballot import BallotDraft, Condition, Verdict
from board.core.dates import format_utc
from board.core.digest import sha256
from board.core.docket import Docket
from board.core.finding import Refused
from board.formats.acts import write_emergency
from board.formats.dockets import write_docket
from tests.boards import PROPOSAL, SmallBoard
from tests.trust.history import History, charter, decide_it, open_it, signed_board, submit
from tests.trust.test_openings_judged import TEXT, by_hand, faults, opened_again

ONE, TWO, STOP = "2026/0002-stemmer", "2026/0003-patch", "2026/0005-stop"
CONDITION = Condition("c1", "Measure it", "mo", date(2026, 10, 20), "A file", "ben")
ENDED = "Your term does not cover today"


def until(*members: str, day: str = "2026-10-09") -> str:
    """The charter in which the terms of some end."""
    text = charter()
    for one in members:
        text = text.replace(f"[members.{one}]\n", f"[members.{one}]\nuntil = {day}\n")
    return text


def board_with(folder: Path, *members: str) -> SmallBoard:
    """One proposal approved with a condition and a patch decided by one yes; then some terms have ended."""
    board = signed_board(folder, until(*members))
    board.wait(minutes=1)
    for proposal, text in ((ONE, PROPOSAL), (TWO, PROPOSAL.replace('"major"', '"patch"').replace("1.1.0", "1.1.1"))):
        submit(board, proposal, text)
        open_it(board, proposal)
    board.vote("ana", ONE, "approve-with-conditions", conditions=(CONDITION,))
    for one in ("ben", "chiara", "lena"):
        board.vote(one, ONE, "approve")
    board.vote("ben", TWO, "approve")
    decide_it(board, ONE)
    decide_it(board, TWO)
    submit(board, STOP, TEXT)
    board.wait(days=14)
    return board


def refused(act: Callable[[], object]) -> None:
    with pytest.raises(Refused, match=ENDED):
        act()


def follow_up(board: SmallBoard, proposal: str, kind: str, by: str, more: str = "") -> str:
    """A follow-up that somebody writes with her own program; its path."""
    path = f"decisions/{proposal}/follow-up/0001-{kind}.toml"
    text = f'kind = "{kind}"\nmember = "{by}"\ntext = "x"\nat = {format_utc(board.now)}\n{more}'
    by_hand(board, {path: text}, by)
    return path


def test_whose_term_ended_gives_no_follow_up_of_her_office_or_seat(tmp_path: Path) -> None:
    """Given a chair, a secretary and a seat out of term, then neither program nor verify takes their follow-ups."""
    board = board_with(tmp_path, "ana", "kim", "lena")
    refused(lambda: following.waive(board.session("ana"), ONE, condition="c1", text="No."))
    refused(lambda: following.lapse(board.session("kim"), ONE, text="Not used."))
    refused(lambda: motioning.pull(board.session("lena"), TWO))
    refused(lambda: following.appeal(board.session("lena"), ONE, text="x", ground="error"))
    mine = [
        follow_up(board, ONE, "waiver", "ana", 'condition = "c1"\n'),
        follow_up(board, ONE, "lapse", "kim"),
        follow_up(board, TWO, "pulled", "lena"),
    ]
    assert faults(board) == [("follow-up.not-entitled", path) for path in mine]


def test_whose_term_covers_the_day_still_does(tmp_path: Path) -> None:
    """The other side of the same rule: nothing of it touches members in office."""
    board = board_with(tmp_path)
    following.waive(board.session("ana"), ONE, condition="c1", text="No.")
    board.wait(minutes=1)
    motioning.pull(board.session("lena"), TWO)
    board.wait(minutes=1)
    restrict(board.session("mo"), STOP, action="stop", text="Off.")
    board.wait(minutes=1)
    following.confirm(board.session("lena"), STOP, text="Yes.")
    assert faults(board) == []


def test_whose_term_ended_neither_acts_at_once_nor_confirms(tmp_path: Path) -> None:
    """Given a person on call and a seat out of term, then another acts; an act by hand has no effect."""
    board = board_with(tmp_path, "mo", "lena")
    refused(lambda: restrict(board.session("mo"), STOP, action="stop", text="Off."))
    session = board.session("mo")
    opening, _ = docketing.next_opening(
        session.world, load_case(session.world, STOP), Hand("mo", board.now, session.world.snapshot.commit)
    )
    acted = write_emergency(Emergency("stop", "Off.", "mo", board.now)).decode()
    docket = f"decisions/{STOP}/docket.toml"
    files = {docket: write_docket(Docket((opening,))).decode(), f"decisions/{STOP}/emergency.toml": acted}
    by_hand(board, files, "mo")
    assert {code for code, _ in faults(board)} == {"path.role"}
    assert load_case(board.session("ana").world, STOP).emergency is None


def test_a_seat_out_of_term_confirms_no_emergency(tmp_path: Path) -> None:
    board = board_with(tmp_path, "lena")
    restrict(board.session("mo"), STOP, action="stop", text="Off.")
    board.wait(minutes=1)
    refused(lambda: following.confirm(board.session("lena"), STOP, text="Yes."))
    path = follow_up(board, STOP, "confirmed", "lena")
    assert faults(board) == [("follow-up.not-entitled", path)]


def test_whose_term_ended_neither_opens_nor_decides(tmp_path: Path) -> None:
    """Given a secretary out of term, then she opens and decides nothing, by the program or by hand; the chair does."""
    board = board_with(tmp_path, "kim")
    third = "2026/0004-third"
    submit(board, third, PROPOSAL.replace("1.1.0", "1.2.0"))
    refused(lambda: docketing.open_proposal(board.session("kim"), third))
    assert ENDED in docketing.opening_preview(board.session("kim"), third).why_not
    docketing.open_proposal(board.session("ana"), third)
    board.wait(minutes=1)
    for one in ("ana", "ben", "chiara", "lena"):
        board.vote(one, third, "approve")
    refused(lambda: deciding.decide(board.session("kim"), third, deciding.preview(board.session("kim"), third)))
    world = board.session("kim").world
    made = deciding._deed(world, load_case(world, third), Hand("kim", board.now, world.snapshot.commit), FreeParts())
    by_hand(board, {path: (data or b"").decode() for path, data in made.change.files.items()}, "kim")
    assert {code for code, _ in faults(board)} == {"path.role"}
    assert load_case(board.session("ana").world, third).record is None


def test_an_opening_by_a_secretary_out_of_term_has_no_effect(tmp_path: Path) -> None:
    board = board_with(tmp_path, "kim")
    third = "2026/0004-third"
    submit(board, third, PROPOSAL.replace("1.1.0", "1.2.0"))
    docketing.open_proposal(board.session("ana"), third)
    board.wait(minutes=1)
    submit(board, third, PROPOSAL.replace("1.1.0", "1.2.1"))
    docket = f"decisions/{third}/docket.toml"
    by_hand(board, {docket: opened_again(board, third, "kim")}, "kim")
    assert faults(board) == [("path.role", docket)]


def test_whose_term_ended_is_none_of_two_who_suspend(tmp_path: Path) -> None:
    """Given a seat out of term, then her word suspends nobody, also not where her own program writes it."""
    board = board_with(tmp_path, "lena")
    refused(lambda: pairing.suspend(board.session("lena"), "ben", "Leaked."))
    pairing.suspend(board.session("chiara"), "ben", "Leaked.")
    board.wait(minutes=1)
    world = board.session("chiara").world
    act = next(path for path in world.snapshot.paths("acts/"))
    text = (world.snapshot.read(act) or b"").decode().replace('"chiara"', '"lena"')
    by_hand(board, {"acts/2-lena.toml": text}, "lena")
    suspended = pairing._charter(board.session("ana").world, {("members", "ben", "suspended"): True})
    by_hand(board, {"board.toml": suspended.decode()}, "lena")
    assert faults(board) == [("charter.not-decided", "board.toml")]


def test_acts_about_a_proposal_lie_beside_it(tmp_path: Path) -> None:
    """Given two who agree to a decision in the acts about the charter, then they decided nothing (who hears an appeal
    against them could not be told)."""
    board = signed_board(tmp_path)
    board.wait(minutes=1)
    submit(board, ONE, PROPOSAL)
    open_it(board, ONE)
    for one in ("ana", "ben", "chiara", "lena"):
        board.vote(one, ONE, "reject", reason="No.")
    world = board.session("ben").world
    hand = Hand("ben", board.now, world.snapshot.commit, together=True)
    made = deciding._deed(world, load_case(world, ONE), hand, FreeParts())
    act = f'path = "{made.path}"\nsha256 = "{sha256(made.data)}"\nreason = "Away"\nat = {format_utc(board.now)}\n'
    for number, one in ((1, "ben"), (2, "chiara")):
        by_hand(board, {f"acts/{number}-{one}.toml": act}, one)
    by_hand(board, {path: (data or b"").decode() for path, data in made.change.files.items()}, "chiara")
    assert {code for code, _ in faults(board)} == {"path.role"}
    assert load_case(board.session("ana").world, ONE).record is None


def test_a_ballot_out_of_term_is_refused_with_why(tmp_path: Path) -> None:
    """Given a holder out of term, then she is told so instead of “recorded: yes”."""
    board = board_with(tmp_path, "lena")
    third = "2026/0004-third"
    submit(board, third, PROPOSAL.replace("1.1.0", "1.2.0"))
    open_it(board, third)
    refused(lambda: cast(board.session("lena"), third, BallotDraft(Verdict.APPROVE)))


def test_a_decision_dated_back_into_a_term_rests_on_its_date(tmp_path: Path) -> None:
    """Given a secretary who dates file and commit back into her term, then what others signed since tells it."""
    board = board_with(tmp_path, "kim")
    third = "2026/0004-third"
    submit(board, third, PROPOSAL.replace("1.1.0", "1.2.0"))
    docketing.open_proposal(board.session("ana"), third)
    board.wait(minutes=1)
    for one in ("ana", "ben", "chiara", "lena"):
        board.vote(one, third, "approve")
    back = board.now - timedelta(days=14)
    world = board.session("kim").world
    made = deciding._deed(world, load_case(world, third), Hand("kim", back, world.snapshot.commit), FreeParts())
    files = {path: (data or b"").decode() for path, data in made.change.files.items()}
    History(board.path, clock=int(back.timestamp())).commit(files, "kim")
    found = verify(board.path, from_genesis=True)
    told = [each.words for each in found.unproven if each.code == "date.decisive"]
    assert told == [f"By the dates that members signed, {third} was not decided in the term of kim."]


@pytest.mark.parametrize(("ends", "told"), [("2026-10-06", ["date.decisive"]), ("2027-10-06", [])])
def test_a_pull_dated_back_into_a_term_is_told_as_it_arrives(tmp_path: Path, ends: str, told: list[str]) -> None:
    """Given three who signed later dates, when one pulls by an old date, then it decides only out of her term."""
    board = signed_board(tmp_path, until("lena", day=ends))
    board.wait(minutes=1)
    submit(board, ONE, PROPOSAL.replace('"major"', '"minor"').replace("1.1.0", "1.0.1"))
    open_it(board, ONE)
    back = board.now + timedelta(hours=3)
    board.wait(days=9)
    for one in ("ana", "chiara", "mo"):
        by_hand(board, {f"meetings/{one}.md": "Hello.\n"}, one)
    pull = f'kind = "pull"\nmember = "lena"\nround = 1\nat = {format_utc(back)}\n'
    files = {f"decisions/{ONE}/motions/1.toml": pull}
    History(board.path, clock=int(back.timestamp())).commit(files, "lena")
    found = verify(board.path, from_genesis=True)
    assert [each.code for each in found.faults if each.code != "date.order"] == []
    assert [each.code for each in found.unproven if each.code == "date.decisive"] == told
