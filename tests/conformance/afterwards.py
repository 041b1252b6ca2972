"""Conformance: who hears an appeal, who keeps a condition, what replaces what, which answer was agreed to."""

from __future__ import annotations

from contextlib import ExitStack, nullcontext
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from board.actions import docketing, following
from board.actions.reviewing import save_answer, save_view
from board.core.ballot import Condition
from board.core.review import Answer, View
from board.store.base import Change
from tests.boards import PROPOSAL, START, SmallBoard
from tests.conformance.again_and_at_once import NEW, TEXT
from tests.conformance.beginnings import beginning
from tests.conformance.cases import case
from tests.conformance.program import at_work, everybody
from tests.trust.history import DECIDED, OPEN, History, decide_it, open_it, signed_board, submit

NOT_ENTITLED = "follow-up.not-entitled"


# Appeals


@beginning
def rejected(folder: Path) -> Path:
    """The secretary wrote down a no; one member stood aside, and one appeals."""
    board = signed_board(folder)
    board.wait(minutes=1)
    submit(board, DECIDED, PROPOSAL)
    open_it(board, DECIDED)
    board.vote("chiara", DECIDED, "recuse", interest="financial")
    for member in ("ana", "ben", "lena", "kim"):
        board.vote(member, DECIDED, "reject", reason="It is too early.")
    decide_it(board, DECIDED, "kim")
    board.wait(days=1)
    following.appeal(board.session("ben"), DECIDED, text="There is a new test.", ground="new-facts")
    return board.path


def _heard(name: str, code: str, by: str) -> None:
    @case(f"09-{name}", code, "rejected")
    def heard(history: History) -> None:
        with patch("board.core.entitled._had_a_part", lambda _: ""):
            following.hear(at_work(history).session(by), DECIDED, re=1, answer="dismiss", text="It is the same.")


_heard("appeal-heard-by-who-had-no-part", "", "lena")
_heard("appeal-heard-by-the-chair_fail", NOT_ENTITLED, "ana")
_heard("appeal-heard-by-who-stood-aside_fail", NOT_ENTITLED, "chiara")
_heard("appeal-heard-by-its-proposer_fail", NOT_ENTITLED, "mo")


# Conditions


LATER = START.date() + timedelta(days=20)
BY_NAME = Condition("c1", "Show results for each language", "Ben Okafor", LATER, "A table", "Mo Haddad")


def _with(board: SmallBoard, condition: Condition) -> None:
    everybody(board, OPEN, "approve", "ana")
    board.vote("chiara", OPEN, "approve-with-conditions", conditions=(condition,))
    decide_it(board, OPEN)


def _proof(name: str, code: str, by: str) -> None:
    @case(f"09-{name}", code)
    def proof(history: History) -> None:
        """Owner and verifier stand there by their full names; the verifier made the proposal, too."""
        board = at_work(history)
        _with(board, BY_NAME)
        with patch("board.core.entitled.Given.is_", lambda self, text: text == self.member.id):
            following.prove(board.session(by), OPEN, condition="c1", text="The table is there.")


_proof("proof-by-the-owner-named-in-full", "", "ben")
_proof("proof-by-the-verifier-named-in-full_fail", NOT_ENTITLED, "mo")


def _for_the_office(name: str, code: str, by: str) -> None:
    @case(f"09-{name}", code)
    def proof(history: History) -> None:
        """The owner is an office: who holds it says that the condition is met, and nobody else does."""
        board = at_work(history)
        _with(board, replace(BY_NAME, owner="the secretary"))
        with patch("board.core.entitled.Given.may_as", lambda *_: True):
            following.prove(board.session(by), OPEN, condition="c1", text="The table is there.")


_for_the_office("proof-by-who-holds-the-office-that-owns-it", "", "kim")
_for_the_office("proof-by-another-seat-than-the-office-that-owns-it_fail", NOT_ENTITLED, "ben")


def _kept(name: str, code: str, verifier: str, owner: str = BY_NAME.owner) -> None:
    @case(f"24-{name}", code)
    def kept(history: History) -> None:
        """A yes that hangs on a condition which its own owner checks is no yes."""
        with patch("board.core.ballots.checks_herself", lambda *_: False):
            _with(at_work(history), replace(BY_NAME, owner=owner, verifier=verifier))


_kept("condition-kept-by-two-people", "", "lena@example.org")
_kept("condition-kept-by-one-person-under-two-names_fail", "decision.outcome", "ben@example.org")
_kept("condition-of-a-seat-kept-by-another", "", "lena", "The seat Engineering")
_kept("condition-of-a-seat-kept-by-its-holder_fail", "decision.outcome", "ben", "The seat Engineering")


# What replaces what


def _replacing(name: str, code: str, *, other: bool, sees: bool = True) -> None:
    @case(f"27-{name}", code)
    def replacing(history: History) -> None:
        board = at_work(history)
        text = TEXT.replace("[facts]", f'supersedes = "{DECIDED}"\n[facts]')
        text = text.replace('id = "search"', 'id = "other"').replace("a" * 64, "b" * 64) if other else text
        submit(board, NEW, text)
        open_it(board, NEW)
        with patch("board.core.replacing.about_another", lambda *_: False) if not sees else nullcontext():
            everybody(board, NEW)
            decide_it(board, NEW)


_replacing("replaced-by-what-is-about-the-same", "", other=False)
_replacing("replacing-what-is-about-another-model-goes-back", "", other=True)
_replacing("replaced-by-what-is-about-another-model_fail", "decision.outcome", other=True, sees=False)


# Which answer a seat agreed to


CHECKLIST = b"""\
id = "compliance"
title = "Law"

[[questions]]
id = "C-09"
core = true
question = "May we use the data for this?"
why = "Rights are hard to buy afterwards."
type = "yes-no"
answers = "proposer"
judge = "legal"
[[questions.effects]]
answers = ["no", "unknown"]
effect = "BLOCK"
text = "Nobody knows whether we may."
"""


@beginning
def agreed(folder: Path) -> Path:
    """A seat agreed to an answer; then the proposer gives another one, and the board takes that up."""
    board = signed_board(folder)
    board.session("ana").commit(lambda _: Change({"checklists/compliance.toml": CHECKLIST}, "Ask about the data\n"))
    board.wait(minutes=5)
    submit(board, OPEN, PROPOSAL)
    save_answer(board.session("mo"), OPEN, Answer("C-09", ("yes",), "The contract says so."))
    open_it(board, OPEN)
    save_view(board.session("lena"), OPEN, View("C-09", view="agree", note="I read it."))
    board.vote("lena", OPEN, "approve")
    save_answer(board.session("mo"), OPEN, Answer("C-09", ("n-a",), "There is no data in it."))
    board.wait(minutes=1)
    docketing.open_proposal(board.session("kim"), OPEN)
    board.wait(minutes=1)
    return board.path


def _agreed(name: str, code: str, *, sees: bool) -> None:
    @case(f"13-{name}", code, "agreed")
    def decided(history: History) -> None:
        board = at_work(history)
        with ExitStack() as lacks:
            for module in () if sees else ("cases", "reviewing"):
                lacks.enter_context(patch(f"board.actions.{module}.as_answered", lambda reviews, _: tuple(reviews)))
            everybody(board, OPEN)
            decide_it(board, OPEN)


_agreed("answer-that-changed-since-its-seat-agreed-is-not-judged", "", sees=True)
_agreed("answer-that-changed-counts-as-agreed-to_fail", "decision.outcome", sees=False)
