"""Conformance: what records claim of their dates, and what members signed (rows 22, 69).

A date that decides nothing is told and changes no answer; where an outcome rests on one, nobody can tell.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from board.actions.docketing import open_proposal
from board.actions.following import appeal
from board.actions.messaging import ask
from board.actions.motioning import vote_on
from board.core.ballot import Verdict
from board.core.dates import add_working_days, format_utc
from board.core.rules import window_days
from tests.boards import PROPOSAL, SmallBoard, git
from tests.conformance.again_and_at_once import LOW, NEW, TEXT
from tests.conformance.beginnings import beginning
from tests.conformance.cases import case
from tests.conformance.program import at_work, by_hand, everybody
from tests.trust import history as signed
from tests.trust.history import DECIDED, OPEN, History, charter, decide_it, key_line, open_it, signed_board, submit

APART, ORDER, DECISIVE = "date.apart", "date.order", "date.decisive"
SEATED, LATER = ("ana", "ben", "chiara"), "2026/0007-later"
SPONSOR = f"""
[members.iris]
name = "Iris"
emails = ["iris@example.org"]
keys = ["{key_line("iris")}"]
roles = ["sponsor"]
"""


def made_again(board: SmallBoard, by: str, committed: datetime | None = None, **days: datetime | date) -> None:
    """The newest commit once more by a member's own hand: its dates as she likes, its commit dated `committed`."""
    paths = git(board.path, "diff-tree", "-r", "--no-commit-id", "--name-only", "main").splitlines()
    files = {path: (board.path / path).read_text("utf-8") for path in paths}
    for name, day in days.items():
        told = format_utc(day) if isinstance(day, datetime) else str(day)
        files = {path: re.sub(rf"(?m)^{name} = \S+$", f"{name} = {told}", it) for path, it in files.items()}
    git(board.path, "update-ref", "refs/heads/main", "main~1")
    by_hand(board, files, by, committed)


# What is told and decides nothing


def _ballot(name: str, told: str, days: float, fault: str = "") -> None:
    @case(f"22-{name}", fault, told=told)
    def dated(history: History) -> None:
        board = at_work(history)
        board.vote("chiara", OPEN, "approve")
        made_again(board, "chiara", cast_at=board.now + timedelta(days=days))


_ballot("ballot-dated-before-its-opening", ORDER, -3)
_ballot("ballot-dated-after-its-commit_fail", "", 3, "date.made-up")
_ballot("ballot-by-a-clock-that-is-hours-off", "", 0.9)


def _opening(name: str, told: str, days: float, by: str = "kim", *, begin: str = "small", back: bool = False) -> None:
    @case(f"69-{name}", "", begin, told=told)
    def dated(history: History) -> None:
        board = at_work(history)
        for one in ("ben", "lena") if back else ():
            by_hand(board, {f"meetings/{one}.md": "Minutes.\n"}, one)
        submit(board, NEW, TEXT)
        open_it(board, NEW, by)
        at = board.now + timedelta(days=days)
        long = window_days(board.session(by).charter, "model-change")
        ends = add_working_days(at.date(), long, ())
        made_again(board, by, at if back else None, opened_at=at, window_ends=ends)


_opening("opening-dated-before-its-commit", APART, -30, "ana", begin="young")
_opening("opening-and-commit-dated-behind-what-two-signed", ORDER, -30, begin="young", back=True)
_opening("opening-by-a-clock-that-is-hours-off", "", -0.9)


@case("69-opening-dated-before-another-in-front-of-it", told=ORDER)
def before_another(history: History) -> None:
    """The secretary's clock is ten days ahead; then the chair opens something else by hers."""
    board = at_work(history)
    submit(board, NEW, TEXT)
    submit(board, LATER, TEXT)
    board.wait(days=10)
    open_it(board, NEW)
    board.wait(days=-10)
    open_it(board, LATER, "ana")


@case("22-decision-dated-before-a-ballot-that-it-counts", told=ORDER)
def before_a_ballot(history: History) -> None:
    board = at_work(history)
    board.vote("chiara", OPEN, "approve")
    made_again(board, "chiara", board.now + timedelta(days=4), cast_at=board.now + timedelta(days=4))
    board.vote("ana", OPEN, "approve")
    decide_it(board, OPEN)


@case("69-follow-up-dated-before-its-decision", told=ORDER)
def before_its_decision(history: History) -> None:
    board = at_work(history)
    appeal(board.session("ben"), DECIDED, text="Why so?", ground="error")
    made_again(board, "ben", at=board.now - timedelta(days=5))


# Where an outcome rests on it


def _short_way(name: str, code: str, wait: int) -> None:
    @case(f"22-{name}", code, "young", status=3)
    def late(history: History) -> None:
        """Two said yes within the day, as they say; commits say when."""
        board = at_work(history)
        submit(board, NEW, TEXT.replace("[facts]\n", LOW))
        open_proposal(board.session("ana"), NEW, expedited=True)
        opened = board.now
        board.wait(days=wait)
        for one in ("lena", "chiara"):
            board.vote(one, NEW, "abstain")
        for one in ("ana", "ben"):
            board.vote(one, NEW, "approve")
            made_again(board, one, cast_at=opened + timedelta(hours=1))
        decide_it(board, NEW)


_short_way("ballots-of-the-short-way-in-time", "", 0)
_short_way("ballots-of-the-short-way-that-came-later-than-they-say_fail", DECISIVE, 10)


@beginning
def stopped(folder: Path) -> Path:
    """A seat stopped what is open, ten days ago; the others said yes, and a sponsor is there."""
    with patch.object(signed, "MEMBERS", (*signed.MEMBERS, "iris")):
        board = signed_board(folder, charter() + SPONSOR)
    board.wait(minutes=1)
    submit(board, NEW, TEXT)
    open_it(board, NEW)
    more = {"ground": "unmanaged-risk", "evidence": ("eval",), "clears": "A new test.", "reason": "No."}
    board.vote("lena", NEW, "stop", **more)
    everybody(board, NEW, "approve", *SEATED)
    board.wait(days=10)
    ask(board.session("kim"), NEW, "And now?")
    return board.path


def _overruled(name: str, code: str, claimed: int) -> None:
    @case(f"22-{name}", code, "stopped", status=3)
    def overruled(history: History) -> None:
        """A motion to overrule says how old it is; its commit is of today."""
        with patch.object(signed, "MEMBERS", (*signed.MEMBERS, "iris")):
            board = at_work(history)
        at = format_utc(board.now - timedelta(days=claimed))
        said = f'member = "ben"\ntext = "It is safe."\nkind = "overrule-stop"\nabout = "lena-1.toml"\nat = {at}\n'
        by_hand(board, {f"decisions/{NEW}/motions/1.toml": f"round = 1\n{said}"}, "ben")
        for member in (*SEATED, "iris"):
            vote_on(board.session(member), NEW, 1, Verdict.APPROVE)
            board.wait(minutes=1)
        board.wait(days=0 if claimed else 9)
        decide_it(board, NEW)


_overruled("stop-overruled-after-its-notice", "", 0)
_overruled("stop-overruled-by-a-motion-younger-than-it-says_fail", DECISIVE, 9)


@beginning
def term_over(folder: Path) -> Path:
    """A proposal is open; the term of one member ended meanwhile."""
    until = charter().replace("[members.lena]\n", "[members.lena]\nuntil = 2026-10-07\n")
    board = signed_board(folder, until)
    board.wait(minutes=1)
    submit(board, OPEN, PROPOSAL)
    open_it(board, OPEN)
    board.wait(days=5)
    ask(board.session("kim"), OPEN, "And now?")
    return board.path


def _moved(name: str, code: str, *, said: int, signed: int = 0) -> None:
    @case(f"23-{name}", code, "term_over", status=3 if signed else 1)
    def moved(history: History) -> None:
        """Who is out of office raises the tier, by the day that her motion names and the one of its commit."""
        board = at_work(history)
        for one in ("ana", "ben"):
            by_hand(board, {f"meetings/{one}.md": "Minutes.\n"}, one)
        at = format_utc(board.now - timedelta(days=said))
        text = f'member = "lena"\ntext = "Look closer."\nkind = "raise-tier"\nto = "high"\nat = {at}\n'
        made = {f"decisions/{OPEN}/motions/1.toml": f"round = 1\n{text}"}
        now, board.now = board.now, board.now - timedelta(days=signed)
        by_hand(board, made, "lena")
        board.now = now
        everybody(board, OPEN, "approve", *SEATED)
        board.wait(days=10)
        decide_it(board, OPEN)


_moved("motion-of-who-left_fail", "path.role", said=0)
_moved("motion-of-who-left-dated-into-her-term_fail", "path.role", said=4)
_moved("motion-of-who-left-dated-and-signed-into-her-term_fail", DECISIVE, said=4, signed=4)
