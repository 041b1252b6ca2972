"""A stranger's pushes into an open decision's folder stop no proof of it; nobody proves a decision without a step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from board.actions import proof_check
from board.actions.proving import prove
from board.actions.restoring import restore
from board.actions.verifying import verify
from board.core.finding import Refused
from board.store.repository import open_repository
from board.trust.proving import Broken, Judged
from tests.boards import SmallBoard, git
from tests.cli.running import Board
from tests.trust.history import OPEN, History, decide_it, lived_board

FOLDER = f"decisions/{OPEN}"
BALLOT = f"{FOLDER}/ballots/lena-2.toml"
QUESTION = '+++\nkind = "question"\n+++\nWhy?\n'
GUEST = f"{FOLDER}/messages/20261007T100000Z-guest-a.md"


@pytest.fixture
def board(tmp_path: Path) -> SmallBoard:
    return lived_board(tmp_path)


def pushed(board: SmallBoard, files: dict[str, str | None], by: str = "eve", key: str | None = "") -> str:
    """A commit that somebody pushes without the program."""
    made = History(board.path, clock=int(board.now.timestamp())).commit({**files}, by, key=key)
    git(board.path, "reset", "-q", "--hard")
    board.wait(minutes=5)
    return made


def decided(board: SmallBoard) -> None:
    for member in ("ana", "chiara"):
        board.vote(member, OPEN, "approve")
        board.wait(minutes=1)
    decide_it(board, OPEN)


@pytest.mark.parametrize(
    "files",
    [
        ({f"{FOLDER}/junk.txt": "x"},),
        ({f"{FOLDER}/ballots/ana-1.toml": "x"},),
        ({f"{FOLDER}.md": "Decided already.\n"},),
        ({f"{FOLDER}/ballots/ben-1.toml": None},),
        ({f"{FOLDER}/docket.toml": ""},),
        ({GUEST: QUESTION}, {GUEST.replace("-a.md", "-A.md"): QUESTION}),
        ({f"{FOLDER}/junk.txt": "x"}, {f"{FOLDER}/junk.txt": None}),
    ],
    ids=["junk", "ballot", "page", "ballot gone", "docket gone", "twins", "there and back"],
)
def test_what_a_stranger_without_a_key_pushes_there_stops_no_proof(
    board: SmallBoard, files: Sequence[dict[str, str | None]]
) -> None:
    """Given such commits while a vote is open, when nobody restores, then the decision is proven, and they are told."""
    made = [pushed(board, each) for each in files]
    decided(board)
    data, checked = prove(board.session("ana"), OPEN)
    assert (checked.status, checked.faults) == (0, ())
    again = proof_check.check(data, "")
    assert (again.status, again.record and again.record.outcome.value) == (0, "approved")
    faulty = [one for one in made if one in {fault.commit for fault in verify(board.path).faults}]
    assert faulty
    (said,) = again.notes
    assert "1 commit touched this decision's files and had no effect" in said and faulty[0][:12] in said
    file = board.path.parent / "p.json"
    file.write_bytes(data)
    assert said in " ".join(Board(board.path.parent)("prove", "--check", str(file)).out.split())


def test_what_was_restored_before_the_next_vote_is_proven_as_well(board: SmallBoard) -> None:
    pushed(board, {f"{FOLDER}/ballots/ben-1.toml": None, f"{FOLDER}/junk.txt": "x"})
    restore(board.session("lena"))
    board.wait(minutes=5)
    decided(board)
    assert prove(board.session("ana"), OPEN)[1].status == 0


def judged(board: SmallBoard, leave_out: Sequence[str]) -> Judged:
    """What a proof comes to that names every commit on the folder but some."""
    audit = open_repository(board.path).audit()
    named = git(board.path, "rev-list", "--reverse", "--topo-order", "main", "--", FOLDER, f"{FOLDER}.md").split()
    steps = tuple(one for one in named if one not in leave_out)
    return proof_check.judged(OPEN, steps, audit, lambda _, parents: parents[0])


def chair_decides_what_lies_there(board: SmallBoard) -> None:
    board.judges = False
    decide_it(board, OPEN)
    board.judges = True


@pytest.mark.parametrize("gone", [True, False], ids=["taken away", "left"])
def test_nobody_proves_a_decision_without_a_ballot_that_was_cast(board: SmallBoard, gone: bool) -> None:
    """Given a no that a stranger took away, and a chair who decides without it, then no choice of steps proves that."""
    for member in ("ana", "chiara"):
        board.vote(member, OPEN, "approve")
        board.wait(minutes=1)
    board.vote("lena", OPEN, "reject", reason="It harms.")
    board.wait(minutes=1)
    cast = History(board.path).tip
    void = pushed(board, {BALLOT: None}) if gone else ""
    chair_decides_what_lies_there(board)
    with pytest.raises(Broken, match="a commit that is no step"):
        judged(board, (cast, void))
    if gone:
        assert verify(board.path).status == 1
        found = judged(board, (void,))
        assert "decision.outcome" in {fault.code for fault in found.faults}
        with pytest.raises(Refused):
            prove(board.session("ana"), OPEN)


def altered(change: Callable[[SmallBoard], object], board: SmallBoard) -> list[str]:
    change(board)
    decided(board)
    return [fault.code for fault in verify(board.path).faults]


def test_a_charter_that_lies_otherwise_than_it_counts_while_a_step_is_made_is_still_refused(board: SmallBoard) -> None:
    codes = altered(lambda it: pushed(it, {"board.toml": "x"}), board)
    assert codes == ["commit.unsigned"]
    with pytest.raises(Refused) as refused:
        prove(board.session("ana"), OPEN)
    assert refused.value.status == 3


def test_a_merge_on_the_way_is_told_because_its_other_side_is_not_in_the_file(board: SmallBoard) -> None:
    history = History(board.path, clock=int(board.now.timestamp()))
    base = history.tip
    side = history.commit({"proposals/2026/0009-idea.md": "An idea.\n"}, "stranger", key="")
    history.git("update-ref", "refs/heads/main", base)
    board.wait(minutes=5)
    board.vote("ana", OPEN, "approve")
    tree = history.tree({"proposals/2026/0009-idea.md": b"An idea.\n"}, history.tip)
    history.commit({}, "ana", parents=(history.tip, side), tree=tree)
    git(board.path, "reset", "-q", "--hard")
    board.wait(minutes=5)
    board.vote("chiara", OPEN, "approve")
    decide_it(board, OPEN)
    data, checked = prove(board.session("ana"), OPEN)
    words = "On the way 1 merge joined other lines of the history."
    assert checked.status == 0 and words in " ".join(proof_check.check(data, "").notes)
