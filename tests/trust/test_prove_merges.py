"""`board prove` of what a stranger merged into, and of what came with the founding: proven, or refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions import proof_check
from board.actions.proof_check import check
from board.actions.proving import prove
from board.actions.verifying import verify
from board.store.repository import open_repository
from board.trust.proving import Broken
from tests.boards import PROPOSAL
from tests.cli.running import Board
from tests.conformance.cases import QUESTION
from tests.trust.history import DECIDED, History, decide_it, lived_board, open_it, signed_board, submit


@pytest.mark.parametrize("first", ["board", "stranger"])
def test_a_message_that_a_stranger_merged_in_does_not_keep_a_decision_from_being_proven(
    tmp_path: Path, first: str
) -> None:
    """Given a merge that brings a guest's message from an older commit, when the board decides, then it is proven."""
    young = signed_board(tmp_path)
    young.wait(minutes=1)
    submit(young, DECIDED, PROPOSAL)
    guest = f"decisions/{DECIDED}/messages/20261008T100000Z-guest-eve.md"
    open_it(young, DECIDED)
    history = History(young.path, clock=int(young.now.timestamp()))
    main = history.tip
    side = history.commit({guest: QUESTION}, "eve", key="", parents=(f"{main}~1",))
    tree = history.tree({guest: QUESTION.encode()}, main)
    parents = (main, side) if first == "board" else (side, main)
    merge = history.commit({}, "eve", key="", parents=parents, tree=tree)
    history.git("reset", "-q", "--hard")
    young.wait(minutes=9)
    for member in ("ana", "ben", "chiara", "lena"):
        young.vote(member, DECIDED, "approve")
    decide_it(young, DECIDED)
    data, checked = prove(young.session("ana"), DECIDED)
    assert (checked.status, checked.faults, check(data, "").status) == (0, (), 0)
    assert merge not in checked.proof.steps
    assert [(one.code, one.path) for one in checked.doubts] == [("unproven.message", guest)]
    steps = checked.proof.steps
    shown = proof_check.judged(
        DECIDED,
        (steps[0], merge, *steps[1:]),
        open_repository(young.path).audit(),
        lambda _, parents: main if main in parents else parents[0],
    )
    assert (shown.faults, [(one.code, one.commit) for one in shown.doubts]) == ([], [("unproven.message", merge)])
    ballot = f"decisions/{DECIDED}/ballots/ana-1.toml"
    history.git("update-ref", "refs/heads/main", merge)
    evil = history.commit({}, "eve", key="", parents=parents, tree=history.tree({guest: None, ballot: b"x"}, merge))
    with pytest.raises(Broken, match="is a merge"):
        audit = open_repository(young.path).audit()
        proof_check.judged(
            DECIDED, (checked.proof.steps[0], evil), audit, lambda _, parents: main if main in parents else parents[0]
        )


@pytest.mark.parametrize("began", ["nowhere", "on the chain"])
def test_verify_names_a_message_that_a_stranger_merged_in_wherever_its_commit_began(tmp_path: Path, began: str) -> None:
    """Given a guest's message in a commit of the chain or one without parents, when it is merged, it is told once."""
    young = signed_board(tmp_path)
    young.wait(minutes=1)
    submit(young, DECIDED, PROPOSAL)
    open_it(young, DECIDED)
    guest = f"decisions/{DECIDED}/messages/20261008T100000Z-guest-eve.md"
    history = History(young.path, clock=int(young.now.timestamp()))
    assert verify(young.path).unproven == ()
    main, said = history.tip, {guest: QUESTION.encode()}
    from_none = history.tree(said) if began == "nowhere" else ""
    side = history.commit({guest: QUESTION}, "eve", key="", parents=() if from_none else (main,), tree=from_none)
    history.git("update-ref", history.ref, main)
    again = history.commit({"proposals/2026/0009-x.md": "Mine\n"}, "eve", key="")
    merge = history.commit({}, "eve", key="", parents=(side, again), tree=history.tree(said, again))
    told = [("unproven.message", merge if from_none else side, guest)]
    for report in (verify(young.path, from_genesis=True), verify(young.path)):
        assert (report.status, [(one.code, one.commit, one.path) for one in report.unproven]) == (0, told)


def test_what_strangers_bring_between_two_steps_makes_no_step(tmp_path: Path) -> None:
    """Given guests' messages and an empty folder in commits of their own, then the proof has the board's steps only."""
    young = signed_board(tmp_path)
    young.wait(minutes=1)
    submit(young, DECIDED, PROPOSAL)
    early = f"decisions/{DECIDED}/messages/20261007T100000Z-guest-eve.md"
    history = History(young.path, clock=int(young.now.timestamp()))
    history.commit({early: QUESTION}, "eve", key="")
    history.git("reset", "-q", "--hard")
    open_it(young, DECIDED)
    opened = young.store.tip()
    guests = [f"decisions/{DECIDED}/messages/20261008T10000{number}Z-guest-eve.md" for number in range(3)]
    for guest in guests:
        history.commit({guest: QUESTION}, "eve", key="")
    history.git("reset", "-q", "--hard")
    young.wait(minutes=9)
    young.vote("ana", DECIDED, "approve")
    empty = history.git("mktree")
    history.commit({}, "eve", key="", tree=_with_folder(history, f"decisions/{DECIDED}/nothing", empty))
    assert history.git("ls-tree", "-d", f"main:decisions/{DECIDED}").endswith("nothing")
    history.git("reset", "-q", "--hard")
    for member in ("ben", "chiara", "lena"):
        young.vote(member, DECIDED, "approve")
    voted = history.commit({guests[2]: None}, "ana")
    history.git("reset", "-q", "--hard")
    decide_it(young, DECIDED)
    data, checked = prove(young.session("ana"), DECIDED)
    assert (checked.status, checked.faults, check(data, "").status) == (0, (), 0)
    signed = history.git("rev-list", "--reverse", "--topo-order", f"{opened}~1..main").split()
    assert checked.proof.steps == tuple(one for one in signed if b"gpgsig" in history.raw(one))
    assert [one.path for one in checked.doubts] == [early, guests[0]]
    assert [one.path for one in verify(young.path).unproven if "ana took away" in one.words] == [guests[2]]
    assert "3 messages" in checked.doubts[1].words
    spoilt = {guests[0]: None, guests[1]: b"Not a message"}
    history.git("update-ref", "refs/heads/main", voted)
    history.commit({}, "eve", key="", tree=history.tree(spoilt, voted))
    evil = history.commit({f"decisions/{DECIDED}/reviews/ana.toml": "x"}, "ana")
    audit = open_repository(young.path).audit()
    found = proof_check.judged(DECIDED, (*checked.proof.steps[:-1], evil), audit, lambda _, parents: parents[0])
    assert [(one.code, one.commit) for one in found.void] == [
        ("commit.unsigned", history.git("rev-parse", f"{evil}~1"))
    ]
    kept = history.git("rev-parse", f"{voted}:{guests[0]}")
    assert found.states[evil].blob(guests[0]) == kept, "what was taken away without effect still counts"


def _with_folder(history: History, path: str, folder: str) -> str:
    """The tree of the tip with a folder at a path."""
    entry = folder
    while path:
        path, _, name = path.rpartition("/")
        listed = [line for line in history.git("ls-tree", f"main:{path}").splitlines() if line.split("\t")[1] != name]
        entry = history.git("mktree", data="\n".join([*listed, f"040000 tree {entry}\t{name}\n"]).encode())
    return entry


def test_a_decision_that_came_with_the_founding_is_refused_in_words(tmp_path: Path) -> None:
    """Given a history squashed into its founding, when somebody asks for a proof, then the program says why not."""
    board = lived_board(tmp_path)
    history = History(board.path)
    history.commit({}, "ana", parents=(), tree=history.git("rev-parse", "main^{tree}"))
    ran = Board(history.path)("prove", DECIDED, "--out", str(tmp_path / "p.json"))
    assert ran.status == 3
    assert "cannot be judged without the rest" in ran.err and "It came with the founding commit" in ran.err
