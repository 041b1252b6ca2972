"""Openings that only an honest program would not make: `board verify` refuses them to whoever has another one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from board.actions import docketing, emergency
from board.actions.docketing import open_proposal
from board.actions.emergency import restrict
from board.actions.founding import board_files
from board.actions.verifying import verify
from board.core.dates import format_utc
from board.core.layout import Layout
from tests.boards import PROPOSAL, SmallBoard, git
from tests.trust.history import History, charter, decide_it, open_it, signed_board, submit

STOP = "2026/0005-stop"
TEXT = PROPOSAL.replace('"model-change"', '"emergency-action"').replace('change_class = "major"', 'action = "stop"')
DOCKET = f"decisions/{STOP}/docket.toml"


def faults(board: SmallBoard) -> list[tuple[str, str]]:
    return [(each.code, each.path) for each in verify(board.path, from_genesis=True).faults]


def by_hand(board: SmallBoard, files: dict[str, str], by: str) -> None:
    """A member commits files with her own program."""
    History(board.path, clock=int(board.now.timestamp())).commit(dict(files), by)
    git(board.path, "reset", "-q", "--hard", "main")
    board.wait(minutes=5)


def opened_again(board: SmallBoard, proposal: str, by: str, *more: str) -> str:
    """The docket with its last opening once more, as of now."""
    text = (board.path / f"decisions/{proposal}/docket.toml").read_text("utf-8").rstrip("\n")
    last = "[[openings]]" + text.rpartition("[[openings]]")[2]
    for name, value in {"opened_by": f'"{by}"', "opened_at": format_utc(board.now)}.items():
        last = re.sub(rf"(?m)^{name} = .*$", f"{name} = {value}", last)
    days = str(board.now.date().replace(year=board.now.year + 1))
    last = re.sub(r"(?m)^window_ends = .*$", f"window_ends = {days}", last)
    return "\n".join((text, "", last, *more, ""))


def test_one_person_is_not_both_hands_of_an_emergency(tmp_path: Path) -> None:
    """Given what the secretary opened, when the person on call opens it again as her act, then nothing of it counts."""
    board = signed_board(tmp_path, charter().replace('roles = ["chair"]', 'roles = ["chair", "on-call"]'))
    board.wait(minutes=1)
    submit(board, STOP, TEXT)
    open_it(board, STOP)
    acted = (
        f'schema = 1\naction = "stop"\ntext = "I stopped it"\nacted_by = "ana"\nacted_at = {format_utc(board.now)}\n'
    )
    again = opened_again(board, STOP, "ana")
    by_hand(board, {DOCKET: again, f"decisions/{STOP}/emergency.toml": acted}, "ana")
    assert faults(board) == [("docket.binding", DOCKET)]


@pytest.mark.parametrize("value", ["expands", "restricts"])
def test_nobody_switches_anything_on_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    """Given an answer to X-2, then the person on call only acts at once where it says that the action restricts."""
    board = signed_board(tmp_path)
    board.wait(minutes=1)
    files = {path: data for path, data in board_files(Layout()).items() if path != "board.toml"}
    History(board.path, clock=int(board.now.timestamp())).commit(files, "ana")
    git(board.path, "reset", "-q", "--hard", "main")
    board.wait(minutes=5)
    submit(board, STOP, TEXT, {"answers.toml": f'[[answers]]\nquestion = "X-2"\nvalue = "{value}"\n'})
    monkeypatch.setattr(emergency, "expands", lambda _: False)
    restrict(board.session("mo"), STOP, action="stop", text="Done.")
    assert faults(board) == ([("docket.binding", DOCKET)] if value == "expands" else [])


ONE = "2026/0002-stemmer"
RISK = 'id = "a", text = "A slow list", basis = "A test", reversible = "yes"'
LOW = f"[facts]\nrisks = [{{ {RISK}, residual = {{ likelihood = 1, impact = 2 }} }}]\n"


def opened(folder: Path) -> SmallBoard:
    """One proposal is open."""
    board = signed_board(folder)
    board.wait(minutes=1)
    submit(board, ONE, PROPOSAL.replace("tokenizer", "stemmer"))
    open_it(board, ONE)
    return board


@pytest.mark.parametrize(("before", "after"), [(False, True), (True, True), (True, False), (False, False)])
def test_no_short_way_begins_anew_where_nothing_changed(tmp_path: Path, before: bool, after: bool) -> None:
    """Given an open vote, when the chair opens the same again, then ballots cast so far go no other way than before."""
    board = signed_board(tmp_path)
    board.wait(minutes=1)
    submit(board, ONE, PROPOSAL.replace("tokenizer", "stemmer").replace("[facts]\n", LOW))
    open_proposal(board.session("ana"), ONE, expedited=before)
    board.wait(days=3)
    for member in ("ana", "ben"):
        board.vote(member, ONE, "approve")
    docket = opened_again(board, ONE, "ana")
    first, mark, last = docket.rpartition("[[openings]]")
    last = last.replace('path = "expedited"\n', "") + ('path = "expedited"\n' if after else "")
    by_hand(board, {f"decisions/{ONE}/docket.toml": "".join((first, mark, last))}, "ana")
    assert faults(board) == ([("docket.binding", f"decisions/{ONE}/docket.toml")] if before or after else [])


def test_what_is_decided_is_not_opened_again(tmp_path: Path) -> None:
    board = opened(tmp_path)
    for member in ("ana", "ben", "chiara", "lena"):
        board.vote(member, ONE, "approve")
    decide_it(board, ONE)
    again = opened_again(board, ONE, "kim")
    by_hand(board, {f"decisions/{ONE}/docket.toml": again}, "kim")
    (fault,) = verify(board.path, from_genesis=True).faults
    assert (fault.code, "it is decided" in fault.words) == ("docket.binding", True)


def test_a_text_that_its_proposer_withdrew_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a draft or what was withdrawn, when a chair's own program opens it, then it is not open."""
    board = signed_board(tmp_path)
    board.wait(minutes=1)
    submit(board, ONE, PROPOSAL.replace("[facts]", 'state = "withdrawn"\n[facts]', 1))
    monkeypatch.setattr(docketing, "_why_not", lambda *_: "")
    open_it(board, ONE)
    assert faults(board) == [("docket.binding", f"decisions/{ONE}/docket.toml")]


def test_what_changed_is_opened_again(tmp_path: Path) -> None:
    board = opened(tmp_path)
    submit(board, ONE, PROPOSAL.replace("tokenizer", "stemmer").replace("Give", "Now give"))
    open_it(board, ONE)
    assert faults(board) == []
