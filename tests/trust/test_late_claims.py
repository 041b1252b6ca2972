"""Ballots and motions may be sent late; where an outcome rests on their being older than their commits, it is told."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from board.actions import deciding
from board.actions.cases import load_case
from board.actions.docketing import open_proposal
from board.actions.motioning import vote_on
from board.actions.proof_check import check
from board.actions.proving import prove
from board.actions.verifying import verify
from board.core.ballot import Verdict
from board.core.dates import format_utc
from board.core.finding import Severity
from board.core.proposal import Tier
from tests.boards import PROPOSAL, SmallBoard, git
from tests.trust import history
from tests.trust.history import History, charter, decide_it, key_line, open_it, signed_board, submit

ONE = "2026/0002-stemmer"
TEXT = PROPOSAL.replace("tokenizer", "stemmer")
RISK = 'id = "a", text = "A slow list", basis = "A test", reversible = "yes"'
LOW = f"[facts]\nrisks = [{{ {RISK}, residual = {{ likelihood = 1, impact = 2 }} }}]\n"
SEATS = {"ana": "security", "ben": "engineering", "chiara": "product", "lena": "legal"}
SPONSOR = f"""
[members.iris]
name = "Iris"
emails = ["iris@example.org"]
keys = ["{key_line("iris")}"]
roles = ["sponsor"]
"""


def told(board: SmallBoard, *, whole: bool = True) -> tuple[int, list[tuple[str, str]]]:
    """The answer of verify, and what it says of decisive dates."""
    report = verify(board.path, from_genesis=whole)
    return report.status, [(each.code, each.path) for each in report.unproven if each.code == "date.decisive"]


def warned(board: SmallBoard, by: str = "ana") -> list[str]:
    """What whoever decides is told beforehand of dates."""
    found = deciding.preview(board.session(by), ONE).problems
    return [each.message for each in found if each.code == "date.decisive" and each.severity is Severity.WARNING]


def by_hand(board: SmallBoard, files: dict[str, str], by: str, at: datetime | None = None) -> None:
    """A member commits files with her own program; the commit says the time there is, or `at`."""
    made = History(board.path, clock=int((at or board.now).timestamp()))
    made.commit(dict(files), by)
    git(board.path, "reset", "-q", "--hard", "main")
    board.wait(minutes=5)


def cast(board: SmallBoard, member: str, at: datetime, *, motion: str = "", signed: datetime | None = None) -> None:
    """Her yes, which says that it is of another day."""
    docket = (board.path / f"decisions/{ONE}/docket.toml").read_text("utf-8")
    bound = [re.search(rf'(?m)^{name} = ".*"', docket) for name in ("revision", "charter", "checklists", "policy")]
    lines = [each[0] for each in bound if each] + ([f'motion = "{motion}"'] if motion else [])
    text = "\n".join(
        (
            'schema = 1\nrepository = "0123456789abcdef"',
            f'proposal = "{ONE}"\nround = 1',
            *lines,
            f'review = ""\nmember = "{member}"\nseats = ["{SEATS[member]}"]\nnumber = 1\nprevious = ""',
            f'verdict = "approve"\ncast_at = {format_utc(at)}\n',
        )
    )
    by_hand(board, {f"decisions/{ONE}/ballots/{member}-1.toml": text}, member, signed)


def move(board: SmallBoard, member: str, at: datetime, number: int = 1, **said: str) -> None:
    """A motion, which says that it was made another day."""
    lines = [f'{name} = "{value}"' for name, value in {"member": member, "text": "It is safe.", **said}.items()]
    text = "\n".join((*lines, "round = 1", f"at = {format_utc(at)}\n"))
    by_hand(board, {f"decisions/{ONE}/motions/{number}.toml": text}, member)


# The short way


def short_way(folder: Path) -> tuple[SmallBoard, datetime]:
    """What the chair opened for the short way, ten days later; two members work on meanwhile."""
    board = signed_board(folder)
    board.wait(minutes=1)
    submit(board, ONE, TEXT.replace("[facts]\n", LOW))
    open_proposal(board.session("ana"), ONE, expedited=True)
    opened = board.now
    board.wait(days=10)
    for member in ("lena", "chiara"):
        board.vote(member, ONE, "abstain")
    return board, opened


@pytest.mark.parametrize("signed", [False, True], ids=["sent-truly", "commit-back-dated-too"])
def test_the_short_way_is_over_for_ballots_that_came_later_than_they_say(tmp_path: Path, signed: bool) -> None:
    """Given a chair and a seat who claim to have said yes within the day, when commits say otherwise, it is told."""
    board, opened = short_way(tmp_path)
    assert told(board) == (0, [])
    early = opened + timedelta(hours=1)
    for member in ("ana", "ben"):
        cast(board, member, early, signed=early if signed else None)
    assert told(board, whole=False) == (0, []), "nothing rests on it yet"
    (words,) = warned(board)
    assert words.startswith(f"By the dates that members signed, {ONE} was not approved: ")
    decide_it(board, ONE)
    expected = (3, [("date.decisive", f"decisions/{ONE}/record.toml")])
    assert (told(board, whole=False), told(board)) == (expected, expected)
    assert "date.decisive" in {each.code for each in check(prove(board.session("ana"), ONE)[0], "").doubts}


def test_ballots_may_be_as_old_as_they_like_where_nothing_rests_on_it(tmp_path: Path) -> None:
    """Given all seats, whose ballots were written offline and sent ten days later, then the answer is yes."""
    board = signed_board(tmp_path)
    board.wait(minutes=1)
    submit(board, ONE, TEXT)
    open_it(board, ONE)
    opened = board.now
    board.wait(days=10)
    for member in SEATS:
        cast(board, member, opened)
    assert warned(board) == []
    decide_it(board, ONE)
    assert told(board) == (0, [])


# Motions


@pytest.mark.parametrize("claimed", [0, 9])
def test_a_stop_is_not_overruled_before_its_notice_has_run(
    tmp_path: Path, claimed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a motion of today that says it is nine days old, when its stop is overruled today, then it is told."""
    monkeypatch.setattr(history, "MEMBERS", (*history.MEMBERS, "iris"))
    board = signed_board(tmp_path, charter() + SPONSOR)
    board.wait(minutes=1)
    submit(board, ONE, TEXT)
    open_it(board, ONE)
    more = {"ground": "unmanaged-risk", "evidence": ("eval",), "clears": "A new test.", "reason": "No."}
    board.vote("lena", ONE, "stop", **more)
    for member in ("ana", "ben", "chiara"):
        board.vote(member, ONE, "approve")
    board.wait(days=10)
    move(board, "ben", board.now - timedelta(days=claimed), kind="overrule-stop", about="lena-1.toml")
    for member in ("ana", "ben", "chiara", "iris"):
        vote_on(board.session(member), ONE, 1, Verdict.APPROVE)
        board.wait(minutes=1)
    board.wait(days=0 if claimed else 9)
    assert len(warned(board)) == bool(claimed)
    decide_it(board, ONE)
    found = told(board)
    assert found == ((3, [("date.decisive", f"decisions/{ONE}/record.toml")]) if claimed else (0, []))


def term_ends(folder: Path, text: str) -> SmallBoard:
    """A proposal is open; the term of one member is over."""
    board = signed_board(folder, charter().replace("[members.lena]\n", "[members.lena]\nuntil = 2026-10-07\n"))
    board.wait(minutes=1)
    submit(board, ONE, text)
    open_it(board, ONE)
    board.now = datetime(2026, 10, 10, 9, tzinfo=UTC)
    return board


IN_TIME = datetime(2026, 10, 6, 9, tzinfo=UTC)


def test_a_term_that_is_over_moves_nothing(tmp_path: Path) -> None:
    """Given a member out of office who dates her motion back, when it acts at once, then by its commit's day."""
    board = term_ends(tmp_path, TEXT)
    move(board, "lena", IN_TIME, kind="raise-tier", to="high")
    for member in ("ana", "ben", "chiara"):
        board.vote(member, ONE, "approve")
    board.wait(days=10)
    decide_it(board, ONE)
    report = verify(board.path, from_genesis=True)
    assert (report.status, [one.code for one in report.faults]) == (1, ["path.role"])
    assert load_case(board.session("ana").world, ONE).tier is not Tier.HIGH


def test_nor_when_the_board_opens_it_again_at_the_lower_tier(tmp_path: Path) -> None:
    """Given a tier that a seat raised and such a motion lowered, when it is opened anew as low, it is told."""
    board = term_ends(tmp_path, TEXT)
    move(board, "chiara", board.now, kind="raise-tier", to="high")
    move(board, "lena", IN_TIME, 2, kind="lower-tier", to="limited")
    for member in ("ben", "ana", "chiara"):
        cast(board, member, board.now, motion="2")
    submit(board, ONE, TEXT.replace("Give", "Now give"))
    open_it(board, ONE)
    assert told(board) == (3, [("date.decisive", f"decisions/{ONE}/docket.toml")])
