"""A board that was founded on files it already had: what it brought is named; which record came last is one rule."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from board.actions.founded import from_founding
from board.actions.restoring import restore
from board.actions.session import utc_now
from board.actions.verifying import verify
from board.actions.witnessing import Watch
from board.core.layout import CHARTER
from board.store.repository import open_repository
from board.trust.report import Fault
from tests.boards import PROPOSAL, SmallBoard, git
from tests.cli.running import Board
from tests.trust.history import (
    DECIDED,
    OPEN,
    History,
    copy_of,
    decide_it,
    lived_board,
    open_it,
    settle,
    signed_board,
    signing,
    submit,
)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> SmallBoard:
    return lived_board(tmp_path_factory.mktemp("late"))


def founded_on(lived: SmallBoard, folder: Path, *others: tuple[str, str]) -> SmallBoard:
    """The same files in one founding commit, with more decided records; `others` are ids and days of deciding."""
    history = copy_of(lived.path, folder)
    record = history.read(f"decisions/{DECIDED}/record.toml").decode()
    made = next(line for line in record.splitlines() if line.startswith("decided_at"))
    more = {
        f"decisions/{one}/record.toml": record.replace(DECIDED, one).replace(made, f"decided_at = {day}T09:00:00Z")
        for one, day in others
    }
    tree = history.tree({path: text.encode() for path, text in more.items()}, history.tip)
    history.clock = int(lived.now.timestamp())
    history.commit({}, "ana", parents=(), tree=tree)
    history.git("reset", "-q", "--hard")
    board = SmallBoard(history.path, open_repository(history.path, "main"), now=lived.now)
    for handle, session in lived.sessions.items():
        mine = board.session(handle)
        mine.identity = replace(session.identity)
        vars(mine)["signer"] = session.signer
    return board


@pytest.mark.parametrize("day", ["2026-10-07", "2039-01-01"])
def test_records_of_the_founding_are_followed_in_one_order_whatever_their_ids_and_dates(
    lived: SmallBoard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, day: str
) -> None:
    """Given a founding with three records, when the board decides twice more, then verify finds each link right."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    board = founded_on(lived, tmp_path, ("2026/0009-late", day), ("2024/0001-early", "2024-02-01"))
    assert History(board.path).read(CHARTER)
    for member in ("ana", "chiara"):
        board.vote(member, OPEN, "approve")
    board.wait(minutes=9)
    decide_it(board, OPEN)
    faults, first = verified(board.path)
    assert faults == ()
    submit(board, "2025/0003-again", PROPOSAL)
    open_it(board, "2025/0003-again")
    for member in ("ana", "ben", "chiara", "lena"):
        board.vote(member, "2025/0003-again", "approve")
    decide_it(board, "2025/0003-again")
    faults, second = verified(board.path)
    assert faults == ()
    assert first != second


def said(board: SmallBoard, *words: str) -> str:
    """What a command prints, on one line."""
    return " ".join(Board(board.path)(*words).out.split())


def verified(path: Path) -> tuple[tuple[Fault, ...], str]:
    """What is wrong with a history, and the digest of the record decided last."""
    watch = Watch(utc_now(), always=True, keeps=True)
    report = verify(path, watch=watch)
    assert watch.walk is not None
    return report.faults, watch.walk.states[report.tip].link.last


def test_row_29_what_a_founding_brought_along_is_named_and_never_said_to_be_counted(
    lived: SmallBoard, tmp_path: Path
) -> None:
    """Given a chair who founds anew with a refusal made a yes, when others look, then each place tells them."""
    board = founded_on(lived, tmp_path)
    ran = Board(board.path)("verify", "--json")
    assert (ran.status, ran.data["faults"], ran.data["decisions"]) == (3, [], 0)
    assert [one["path"] for one in ran.data["unproven"]] == [
        "",
        f"decisions/{DECIDED}/record.toml",
        f"decisions/{OPEN}/docket.toml",
    ]
    assert {(one["code"], one["commit"]) for one in ran.data["unproven"]} == {("unproven.founded", board.store.tip())}
    assert "1 decision and 1 open vote along" in said(board, "verify")
    assert [one["founded"] for one in Board(board.path)("history", "--json").data["decisions"]] == [True]
    assert "from the founding, not recounted" in said(board, "history")
    for words in (["show", DECIDED], ["show", DECIDED, "--decision"]):
        assert "came with the founding commit" in said(board, *words)


def test_a_board_may_acknowledge_what_its_founding_brought_along(lived: SmallBoard, tmp_path: Path) -> None:
    """Given a founding with a decision, when the board acknowledges it, then the answer is yes, since the founding."""
    board = founded_on(lived, tmp_path)
    founding = board.store.tip()
    told = Board(board.path)("restore", "--json")
    assert (told.status, told.data["faults"], told.data["files"]) == (3, [], [])
    assert [one["commit"] for one in told.data["doubts"]] == [founding]
    assert "1 decision and 1 open vote along" in said(board, "restore", founding[:9])
    done = restore(board.session("lena"), founding[:9])
    assert {path.partition("/")[0] for path in done.files} == {"proposals"}, "nothing is put back"
    assert b"broke a rule" not in History(board.path).read(done.files[0])
    settle(board, done)
    assert Board(board.path)("restore").status == 0
    report = verify(board.path)
    assert (report.status, report.decisions) == (0, 1)
    assert {one.code for one in report.settled} == {"unproven.founded"}
    assert "Yes, since the founding" in said(board, "verify")


def test_row_29_ballots_of_a_founding_are_named_though_their_vote_is_opened_and_decided_after_it(
    tmp_path: Path,
) -> None:
    """Given a chair who founds with ballots in others' names, when he alone opens and decides, then all are told."""
    made = signed_board(tmp_path / "made")
    submit(made, DECIDED, PROPOSAL)
    open_it(made, DECIDED)
    for member in ("ben", "chiara", "lena"):
        made.vote(member, DECIDED, "approve")
    history = History(made.path, clock=int(made.now.timestamp()))
    docket = f"decisions/{DECIDED}/docket.toml"
    founding = history.commit({}, "ana", parents=(), tree=history.tree({docket: None}, history.tip))
    git(made.path, "reset", "-q", "--hard")
    made.wait(minutes=2)
    board = signing(SmallBoard(made.path, open_repository(made.path, "main"), now=made.now))
    open_it(board, DECIDED, "ana")
    assert "came with the founding commit" in said(board, "show", DECIDED)
    board.vote("ana", DECIDED, "approve")
    board.wait(minutes=1)
    decide_it(board, DECIDED)
    report = verify(board.path)
    assert (report.status, report.faults, report.decisions) == (3, (), 1)
    assert [(one.code, one.commit, one.path) for one in report.unproven] == [
        ("unproven.founded", founding, ""),
        ("unproven.founded", founding, f"decisions/{DECIDED}/ballots/ben-1.toml"),
    ]
    assert "1 unopened vote along" in report.unproven[0].words
    assert [one["founded"] for one in Board(board.path)("history", "--json").data["decisions"]] == [True]
    assert "from the founding, not recounted" in said(board, "history")
    assert "came with the founding commit" in said(board, "show", DECIDED)


@pytest.mark.parametrize("act", [(), ("acts/1-ben.toml",)])
def test_pages_and_notes_that_a_founding_finds_are_no_votes_but_an_act_of_two_is_named(
    tmp_path: Path, act: tuple[str, ...]
) -> None:
    """Given a repository with records of another tool, when it founds a board, then nothing of them is in doubt."""
    board = signed_board(tmp_path)
    history = History(board.path)
    old = dict.fromkeys(("decisions/README.md", "decisions/2026/0001-old/notes.md", *act), b"# Old\n")
    founding = history.commit({}, "ana", parents=(), tree=history.tree(old, history.tip))
    report = verify(board.path)
    assert (report.status, [one.path for one in report.unproven]) == ((3, ["", *act]) if act else (0, []))
    assert board.session("ben").world.snapshot.commit == founding
    assert from_founding(board.session("ben").world)("2026/0001-old") == ""
