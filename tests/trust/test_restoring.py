"""`board restore`: a member puts faulty files back with one command; the board's decision settles the fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions import deciding, verifying
from board.actions.browse import case_of
from board.actions.carried import undone
from board.actions.cases import load_case
from board.actions.emergency import restrict
from board.actions.restoring import restore, to_restore
from board.actions.stopped import row_of
from board.actions.verifying import verify
from board.core.case import Stage
from board.core.finding import Refused
from board.core.layout import CHARTER
from board.store.pins import Pins
from board.store.repository import open_repository
from board.trust.objects import Objects
from board.trust.report import Fault
from board.trust.settling import settled
from board.trust.state import Link, State
from board.trust.step import Uncounted
from board.trust.walk import Walk
from tests.boards import PROPOSAL, SmallBoard, git
from tests.cli.running import Board
from tests.trust.history import (
    DECIDED,
    OPEN,
    History,
    charter,
    decide_it,
    lived_board,
    open_it,
    settle,
    signing,
    submit,
)

BALLOT, RECORD = f"decisions/{OPEN}/ballots/ben-1.toml", f"decisions/{DECIDED}/record.toml"
EXTRA = f"decisions/{OPEN}/ballots/ana-1.toml"


@pytest.fixture
def board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallBoard:
    """A board with one proposal decided and one open, seen by somebody who read it before."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    made = lived_board(tmp_path)
    assert made.session("ana").world.founded
    return made


def on_top(board: SmallBoard) -> History:
    return History(board.path, clock=int(board.now.timestamp()))


def test_the_command_that_decides_takes_what_acknowledges_alone(board: SmallBoard) -> None:
    """Given a restoration that the board voted for, then nothing is missing, and `board decide` settles the fault."""
    on_top(board).commit({BALLOT: None}, "eve", key="")
    made = restore(board.session("lena"))
    proposal = next(path for path in made.files if "-acknowledge-" in path)[len("proposals/") : -len(".md")]
    open_it(board, proposal)
    for member in ("ana", "ben", "chiara", "kim"):
        board.vote(member, proposal, "approve")
    board.wait(days=30)
    assert [each.code for each in deciding.preview(board.session("ana"), proposal).problems] == []
    session = board.session("ana")
    assert [each.code for each in undone(session.world, load_case(session.world, proposal))] == []
    decide_it(board, proposal)
    assert verify(board.path).status == 0


def test_an_outsiders_charter_a_deleted_ballot_and_an_edited_record_are_put_back_and_settled(board: SmallBoard) -> None:
    """Given four faults, when lena restores and the board decides what she proposed, then verify says yes."""
    history = on_top(board)
    whole = {path: history.read(path) for path in (CHARTER, BALLOT, RECORD)}
    bad = [
        history.commit({CHARTER: charter() + "\n[voting]\nquorum_seats = 1\n"}, "eve", key=""),
        history.commit({BALLOT: None}, "mo"),
        history.commit({RECORD: whole[RECORD].replace(b'"approved"', b'"rejected"')}, "ana"),
        history.commit({EXTRA: "nothing\n"}, "eve", key=""),
    ]
    history.git("reset", "-q", "--hard")
    board.wait(minutes=30)
    told = Board(board.path)("restore", "--json")
    assert (told.status, [one["commit"] for one in told.data["faults"]]) == (1, bad)
    assert {one["path"]: one["comes_back"] for one in told.data["files"]} == {
        **dict.fromkeys(whole, True),
        EXTRA: False,
    }
    done = restore(board.session("lena"))
    assert "Until then `board verify` says no; the board works on" in done.words
    assert {path: history.read(path) for path in whole} == whole
    assert EXTRA not in history.git("ls-tree", "-r", "--name-only", "main").splitlines()
    assert {fault.commit for fault in verify(board.path).faults} == set(bad), "restoring alone settles nothing"
    with pytest.raises(Refused, match="acknowledges it, once decided"):
        restore(board.session("kim"))
    proposal = next(path for path in done.files if path.startswith("proposals/"))[len("proposals/") : -len(".md")]
    assert to_restore(board.session("ana")).proposed == (proposal,)
    settle(board, done)
    report = verify(board.path)
    assert (report.status, {fault.commit for fault in report.settled}) == (0, set(bad))
    assert Board(board.path)("restore").status == 0


@pytest.mark.parametrize("mode", ["100644", "120000", "160000"])
def test_row_50_a_folder_that_something_took_the_place_of_comes_back(board: SmallBoard, mode: str) -> None:
    """Given a file, link or submodule where all decisions lay, when somebody restores, then all of them lie there."""
    history = on_top(board)
    before = history.git("ls-tree", "-r", "main", "decisions")
    history.git("read-tree", "main")
    history.git("rm", "-r", "-q", "--cached", "decisions")
    instead = history.tip if mode == "160000" else history.git("hash-object", "-w", "--stdin", data=b"proposals")
    history.git("update-index", "--add", "--cacheinfo", f"{mode},{instead},decisions")
    history.commit({}, "eve", key="", tree=history.git("write-tree"))
    git(board.path, "reset", "-q", "--hard")
    board.wait(minutes=30)
    restore(board.session("lena"))
    assert history.git("ls-tree", "-r", "main", "decisions") == before


def test_row_49_links_submodules_and_odd_names_are_taken_away(board: SmallBoard) -> None:
    """Given a link, a submodule and names nobody can see or keep, when somebody restores, then none of them is left."""
    history = on_top(board)
    odd = ("meetings/link.md", "meetings/git~1", f"decisions/{OPEN}/ballots/Ana-1.toml", "meetings/e\u202ev.md")
    bad = [history.commit({**dict.fromkeys(odd, "x\n")}, "eve", key="", modes={odd[0]: "120000"})]
    history.git("update-index", "--add", "--cacheinfo", f"160000,{history.tip},meetings/module")
    bad.append(history.commit({}, "eve", key="", tree=history.git("write-tree")))
    git(board.path, "reset", "-q", "--hard")
    board.wait(minutes=30)
    restore(board.session("lena"))
    assert history.git("ls-tree", "-r", "--name-only", "main", "meetings") == ""
    assert "Ana-1" not in history.git("ls-tree", "-r", "--name-only", "main")
    assert {fault.commit for fault in verify(board.path).faults} == set(bad)


def test_one_commit_alone_is_restored_where_it_is_named(board: SmallBoard) -> None:
    history = on_top(board)
    first = history.commit({BALLOT: None}, "mo")
    second = history.commit({RECORD: b"x"}, "eve", key="")
    found = to_restore(board.session("ana"), second[:10])
    assert (list(found.faults), list(found.files), found.unnamed) == ([second], [RECORD], (second,))
    for wrong in (first[:3], "0" * 12):
        with pytest.raises(Refused, match="names no commit"):
            to_restore(board.session("ana"), wrong)


def test_nothing_is_restored_while_it_is_open_which_history_is_the_boards(board: SmallBoard) -> None:
    assert verify(board.path).status == 0
    on_top(board).git("update-ref", "refs/heads/main", "main~2")
    with pytest.raises(Refused, match="which history is the board's") as refused:
        to_restore(board.session("ana"))
    assert refused.value.status == 3


def test_whoever_has_no_seat_key_or_membership_restores_nothing(board: SmallBoard) -> None:
    on_top(board).commit({BALLOT: None}, "mo")
    with pytest.raises(Refused, match="not in the charter"):
        restore(board.session("stranger"))


@pytest.mark.parametrize(("mended", "over"), [({}, True), ({EXTRA: "1" * 40}, False)])
def test_nothing_is_settled_while_a_file_lies_otherwise_than_it_counts(mended: dict[str, str], over: bool) -> None:
    """Given an acknowledged fault and a file that none is blamed for, then the fault stands until the file is back."""
    objects = Objects(lambda ids, limit: {}, lambda ids: ())
    walk, fault = Walk(objects, Uncounted()), Fault("commit.crowded", "Many paths.", "a" * 40)
    walk.faults, walk.acknowledged, walk.faulty_paths = [fault], {fault.commit}, {fault.commit: frozenset("/")}
    found = settled(walk, State("b" * 40, "", Link(None, 0, ""), objects, mended))
    assert found == (((), (fault,)) if over else ((fault,), ()))


@pytest.mark.parametrize(("digits", "over"), [(11, False), (12, True), (40, True)])
def test_a_board_acknowledges_a_commit_by_twelve_digits_at_least(digits: int, over: bool) -> None:
    """Given fewer digits, which somebody can make another commit begin with, then what they name is not settled."""
    objects = Objects(lambda ids, limit: {}, lambda ids: ())
    walk, fault = Walk(objects, Uncounted()), Fault("commit.unsigned", "No signature.", "a1" * 20)
    walk.faults, walk.acknowledged = [fault], {fault.commit[:digits]}
    assert settled(walk, State("b" * 40, "", Link(None, 0, ""), objects)) == (
        ((), (fault,)) if over else ((fault,), ())
    )


def test_a_stop_taken_away_while_the_board_approves_anew_stops_no_later_approval(board: SmallBoard) -> None:
    """Given a stop, when a stranger removes it just before a new approval, then that is in force all the same."""
    stop, anew = "2026/0003-stop", "2026/0004-anew"
    submit(board, stop, PROPOSAL.replace('kind = "model-change"', 'kind = "emergency-action"'))
    restrict(board.session("mo"), stop, action="stop", text="It is off.")
    board.wait(days=1)
    submit(board, anew, PROPOSAL.replace("It splits", "Mended. It splits"))
    open_it(board, anew)
    for member in ("ana", "ben", "chiara", "lena"):
        board.vote(member, anew, "approve")
    on_top(board).commit({f"decisions/{stop}/emergency.toml": None}, "eve", key="")
    board = signing(SmallBoard(board.path, open_repository(board.path, "main"), now=board.now))
    decide_it(board, anew)
    restore(board.session("lena"))
    ana = board.session("ana")
    stages = [row_of(ana.world, case_of(ana, one), ana.today).stage for one in (DECIDED, anew)]
    assert stages == [Stage.STOPPED, Stage.IN_FORCE]


def test_no_pin_is_kept_while_a_file_lies_otherwise_than_it_counts(
    board: SmallBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a ballot removed, then the tip is no place to begin from, even if no fault stood: it lacks the ballot."""
    monkeypatch.setattr(verifying, "settled", lambda walk, state: ((), ()))
    assert verify(board.path).status == 0
    good = Pins(board.store.key).load()
    on_top(board).commit({BALLOT: None}, "mo")
    assert verify(board.path).status == 0
    assert good is not None
    assert Pins(board.store.key).load() == good


HEAD = 'title = "Acknowledge"\nkind = "charter-change"\nproposer = "ana"\n'


@pytest.mark.parametrize(
    ("head", "file", "counts"),
    [
        (HEAD + "# acknowledges {0}\n", "", False),
        (HEAD + 'state = "withdrawn"\n[facts]\nacknowledges = ["{0}"]\n', "", False),
        (HEAD + 'state = "draft"\n[facts]\nacknowledges = ["{0}"]\n', "", False),
        (HEAD.replace("charter-change", "model-change") + '[facts]\nacknowledges = ["{0}"]\n', "", False),
        (HEAD + '[facts]\nreason = "{0}"\nacknowledges = ["0123456789ab"]\n', "", False),
        (HEAD + '[facts]\nacknowledges = ["{0}"]\n', "new/board.toml", False),
        (HEAD + '[facts]\nacknowledges = ["{0}"]\n', "", True),
    ],
    ids=["comment", "withdrawn", "draft", "other-kind", "another-commit", "changes-more", "acknowledges"],
)
def test_no_strangers_text_keeps_the_board_from_acknowledging(
    board: SmallBoard, head: str, file: str, counts: bool
) -> None:
    """Given a proposal that only mentions the faulty commit, then restoring proposes to acknowledge it all the same."""
    history = on_top(board)
    bad = history.commit({"board.toml": "x\n"}, "eve", key="")
    files = {"proposals/2026/0099-x.md": f"+++\n{head.format(bad[:12])}+++\nHi.\n"}
    history.commit(files | ({f"proposals/2026/0099-x/{file}": charter()} if file else {}), "eve", key="")
    git(board.path, "reset", "-q", "--hard", "main")
    found = to_restore(board.session("lena"))
    assert (found.proposed, found.unnamed) == ((("2026/0099-x",), ()) if counts else ((), (bad,)))
