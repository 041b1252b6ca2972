"""Conformance: what may be opened once more, and on what somebody acts at once (rows 13, 20)."""

from __future__ import annotations

import re
from unittest.mock import patch

from board.actions.cases import load_case
from board.actions.docketing import open_proposal
from board.actions.emergency import restrict
from board.actions.founding import board_files
from board.core.dates import add_working_days, format_utc
from board.core.layout import CHARTER, Layout
from board.core.rules import window_days
from tests.boards import PROPOSAL, SmallBoard
from tests.conformance.cases import case, swap
from tests.conformance.program import at_work, by_hand
from tests.trust.history import DECIDED, OPEN, History, open_it, submit

NEW, STOP = "2026/0005-next", "2026/0006-stop"
TEXT = PROPOSAL.replace("tokenizer", "splitter")
EMERGENCY = TEXT.replace('"model-change"', '"emergency-action"').replace('change_class = "major"', 'action = "stop"')
RISK = 'id = "a", text = "A slow list", basis = "A test", reversible = "yes"'
LOW = f"[facts]\nrisks = [{{ {RISK}, residual = {{ likelihood = 1, impact = 2 }} }}]\n"


def opened_again(board: SmallBoard, proposal: str, by: str, *more: str) -> None:
    """The last opening once more by a member's own hand, as of now; of its way there is what `more` says."""
    path = f"decisions/{proposal}/docket.toml"
    text = (board.path / path).read_text("utf-8").rstrip("\n")
    last = "[[openings]]" + text.rpartition("[[openings]]")[2].replace('path = "expedited"', "")
    session = board.session(by)
    days = window_days(session.charter, load_case(session.world, proposal).proposal.kind)
    ends = add_working_days(session.today, days, session.charter.holidays)
    now = {"opened_by": f'"{by}"', "opened_at": format_utc(board.now), "window_ends": str(ends)}
    for name, value in now.items():
        last = re.sub(rf"(?m)^{name} = .*$", f"{name} = {value}", last)
    by_hand(board, {path: "\n".join((text, "", last, *more, ""))}, by)


# The short way


def _short_way(name: str, code: str, before: bool, after: bool) -> None:
    @case(f"20-{name}", code, "young")
    def anew(history: History) -> None:
        """The chair opens the same again, so that ballots cast so far would go another way."""
        board = at_work(history)
        submit(board, NEW, TEXT.replace("[facts]\n", LOW))
        open_proposal(board.session("ana"), NEW, expedited=before)
        board.wait(days=3)
        for member in ("ana", "ben"):
            board.vote(member, NEW, "approve")
        opened_again(board, NEW, "ana", *(['path = "expedited"'] if after else []))


_short_way("opened-again-on-the-ordinary-way_fail", "docket.binding", before=False, after=False)
_short_way("short-way-begun-anew_fail", "docket.binding", before=True, after=True)
_short_way("short-way-taken-in-the-middle_fail", "docket.binding", before=False, after=True)
_short_way("short-way-left-in-the-middle_fail", "docket.binding", before=True, after=False)


# What is decided, or not ready


@case("20-opened-again-with-another-text")
def changed(history: History) -> None:
    board = at_work(history)
    submit(board, OPEN, PROPOSAL.replace("tokenizer", "stemmer").replace("Give", "Now give"))
    open_it(board, OPEN)


@case("20-opened-again-though-it-is-decided_fail", "docket.binding")
def decided(history: History) -> None:
    opened_again(at_work(history), DECIDED, "kim")


def _opened_as(state: str, code: str) -> None:
    @case(f"20-opening-of-what-its-proposer-calls-{state}{'_fail' * bool(code)}", code)
    def opened(history: History) -> None:
        board = at_work(history)
        text = swap("[facts]", f'state = "{state}"\n[facts]')(TEXT)
        by_hand(board, {f"proposals/{NEW}.md": text}, "mo")
        with patch("board.actions.docketing._why_not", lambda *_: ""):
            open_it(board, NEW)


_opened_as("ready", "")
_opened_as("withdrawn", "docket.binding")
_opened_as("draft", "docket.binding")


# At once


def _acts(name: str, code: str, value: str) -> None:
    @case(f"13-{name}", code, "young")
    def at_once(history: History) -> None:
        """By the answer to X-2 somebody switches something on, or off."""
        board = at_work(history)
        by_hand(board, {path: data.decode() for path, data in board_files(Layout()).items() if path != CHARTER}, "ana")
        answers = f'[[answers]]\nquestion = "X-2"\nvalue = "{value}"\n'
        submit(board, STOP, EMERGENCY, {"answers.toml": answers})
        with patch("board.actions.emergency.expands", lambda _: False):
            restrict(board.session("mo"), STOP, action="stop", text="Done.")


_acts("on-call-restricts-at-once", "", "restricts")
_acts("on-call-widens-at-once_fail", "docket.binding", "expands")
