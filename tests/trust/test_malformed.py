"""Commits and folders in forms that git never writes, pushed to a server that does not look: named, and survived."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from board.actions.restoring import restore
from board.actions.verifying import verify
from board.store.objects import needed, well_formed
from board.store.repository import open_repository
from tests.boards import SmallBoard, git
from tests.cli.running import Board
from tests.soak import SOAK
from tests.trust.history import DECIDED, OPEN, History, decide_it, lived_board, open_it, signed_board, signing
from tests.trust.spoilt import EVIL, Lines, line, name_of, spoil, twice

BALLOTS = f"decisions/{OPEN}/ballots"
BALLOT, PROPOSAL = f"{BALLOTS}/ben-1.toml", f"proposals/{OPEN}.md"
Form = Callable[[History, str], str]
"""Given a history and its tip: the tree that somebody makes of it."""


@pytest.fixture
def board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallBoard:
    """A board with one proposal decided and one open, whose remote takes whatever is pushed."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    made = lived_board(tmp_path / "first")
    made.remote = tmp_path / "remote.git"
    git(tmp_path, "clone", "-q", "--bare", str(made.path), str(made.remote))
    return made


def clone(board: SmallBoard, name: str) -> SmallBoard:
    """A clone of a member who has read the board's history there."""
    place = board.path.parent.parent / name
    git(place.parent, "clone", "-q", str(board.remote), str(place))
    made = signing(SmallBoard(place, open_repository(place, "main"), board.remote, board.now))
    assert made.session("ana").world.standing
    return made


def eve(board: SmallBoard) -> History:
    """Somebody who can push, has no key, and uses git alone."""
    place = board.path.parent.parent / "eve"
    git(place.parent, "clone", "-q", str(board.remote), str(place))
    return History(place, clock=int(board.now.timestamp()))


def pushed(history: History, tree: str = "", change: Callable[[bytes], bytes] = lambda body: body) -> str:
    """Her commit, at the remote."""
    bad = history.commit({}, "eve", key="", tree=tree or history.git("rev-parse", "main^{tree}"), change=change)
    history.git("push", "-q", "origin", "main")
    return bad


def second_tree(body: bytes) -> bytes:
    return body.replace(b"\nauthor ", b"\n" + body.partition(b"\n")[0] + b"\nauthor ", 1)


def zero(lines: Lines) -> Lines:
    return [each.replace(b"40000 ", b"040000 ", 1) for each in lines]


def settle(board: SmallBoard, others: SmallBoard) -> str:
    """Lena restores; the members, in two clones, vote on what she proposed, and the chair decides; its id."""
    done = restore(board.session("lena"))
    proposal = next(path for path in done.files if "-acknowledge-" in path)[len("proposals/") : -len(".md")]
    board.wait(minutes=1)
    open_it(board, proposal)
    others.now = board.now
    for at, member in ((others, "ben"), (others, "chiara"), (board, "ana"), (board, "kim")):
        at.store.fetch()
        at.vote(member, proposal, "approve")
    board.wait(days=30)
    board.store.fetch()
    decide_it(board, proposal)
    return proposal


FORMS: dict[str, Form] = {
    "a ballot twice": lambda at, tip: spoil(at, BALLOTS, twice(at, "ben-1.toml"), tip),
    "the open proposal twice": lambda at, tip: spoil(at, "proposals/2026", twice(at, "0002-stemmer.md"), tip),
    "all decisions twice": lambda at, tip: spoil(at, "", twice(at, "decisions"), tip),
    "the top folder in another form": lambda at, tip: spoil(at, "", zero, tip),
    "a folder out of order": lambda at, tip: spoil(at, "proposals/2026", lambda lines: lines[::-1], tip),
}


SETTLED = tuple(FORMS) if SOAK else ("a ballot twice", "the top folder in another form")
"""What the board also decides on: two forms in `make test`, each of them in `make soak`."""


@pytest.mark.soak
@pytest.mark.parametrize("form", FORMS)
def test_row_48_a_folder_that_git_would_not_write_is_named_restored_and_settled(board: SmallBoard, form: str) -> None:
    """Given two clones and a folder in such a form at their remote, when one member syncs and restores and another one
    votes, then the commit is named, nothing of it counts or is checked out, and in the end everybody's verify says yes.
    """
    ana, ben = clone(board, "ana"), clone(board, "ben")
    before, files = git(ana.path, "rev-parse", "main"), git(ana.path, "ls-tree", "-r", "main")
    whole = {path: ana.session("ana").world.snapshot.read(path) for path in (BALLOT, PROPOSAL)}
    bad = pushed(history := eve(board), FORMS[form](history, history.tip))

    synced = Board(ana.path)("sync")
    assert synced.status == 0, synced.err
    assert "tree.malformed" in synced.err
    assert "Your checkout of main stays where it was" in synced.out
    assert (git(ana.path, "rev-parse", "main"), git(ana.path, "status", "--porcelain")) == (before, "")
    assert [(fault.code, fault.commit) for fault in verify(ana.path).faults] == [("tree.malformed", bad)]
    read = ana.session("ana").world.snapshot
    assert {path: read.read(path) for path in whole} == whole

    ben.vote("chiara", OPEN, "approve")  # nobody has restored anything yet
    assert {fault.commit for fault in verify(ben.path).faults} == {bad}
    if form in SETTLED:
        settle(ana, ben)
    else:
        restore(ana.session("lena"))

    last = clone(board, "last")
    for each in (ana, ben, last):
        Board(each.path)("sync")
        report = verify(each.path, from_genesis=True)
        named = report.settled if form in SETTLED else report.faults
        assert (report.status, {fault.commit for fault in named}) == (int(form not in SETTLED), {bad}), report.faults
        assert git(each.path, "rev-parse", "main") == git(board.remote or each.path, "rev-parse", "main")
        assert git(each.path, "status", "--porcelain") == ""
    kept = [line for line in files.splitlines() if line.split("\t")[1] in git(last.path, "ls-tree", "-r", "main")]
    assert sorted(kept) == sorted(files.splitlines()), "every file of before is there"
    assert set(files.splitlines()) <= set(git(last.path, "ls-tree", "-r", "main").splitlines())
    assert all_well_formed(last)


def all_well_formed(board: SmallBoard) -> bool:
    """Whether every folder at the tip is as git writes folders."""
    trees = git(board.path, "ls-tree", "-r", "-d", "--format=%(objectname)", "main").split()
    batch = board.store._tools.batch
    return all(well_formed(needed(batch, tree).body) for tree in (*trees, git(board.path, "rev-parse", "main^{tree}")))


def test_row_48_each_commit_in_such_a_form_is_named_and_what_comes_after_is_judged(board: SmallBoard) -> None:
    """Given one commit of each form in a row, then each is named by its id, and an honest ballot after them counts."""
    history = History(board.path, clock=int(board.now.timestamp()))
    good, whole = history.tip, history.git("rev-parse", "main^{tree}")
    made = {history.commit({}, "eve", key="", tree=form(history, good)) for form in FORMS.values()}
    history.commit({}, "lena", tree=whole)
    board.wait(minutes=30)
    board.vote("chiara", OPEN, "approve")
    report = verify(board.path)
    assert {(fault.code, fault.commit) for fault in report.faults} == {("tree.malformed", commit) for commit in made}
    assert board.session("ana").world.snapshot.blob(f"{BALLOTS}/chiara-1.toml")


@pytest.mark.parametrize("change", [second_tree, lambda body: body.replace(b"author Eve", b"author E\0ve", 1)])
def test_row_58_a_commit_in_a_form_that_git_never_writes_is_taken_and_stops_nobody(
    board: SmallBoard, change: Callable[[bytes], bytes]
) -> None:
    """Given a second tree, or a zero byte, in a commit at the remote, then members sync, vote and settle it."""
    ana, ben = clone(board, "ana"), clone(board, "ben")
    bad = pushed(eve(board), change=change)
    assert Board(ana.path)("sync").status == 0
    ben.vote("chiara", OPEN, "approve")
    named = [fault.commit for fault in verify(ana.path).faults]
    assert named in ([bad], []), "a zero byte beside the board's files is nobody's fault"
    if named:
        settle(ana, ben)
    ben.store.fetch()
    assert {verify(each.path).status for each in (ana, ben, clone(board, "last"))} == {0}


def test_row_48_of_two_files_under_one_name_neither_is_read(board: SmallBoard) -> None:
    """Given a new proposal and a new ballot listed twice each, then no list, page or tally reads one of the two."""
    ana = clone(board, "ana")
    history = eve(board)
    new = line(history, "100644", "0003-new.md", b"+++\ntitle = 'One'\n+++\n")
    tree = spoil(history, "proposals/2026", lambda lines: [*lines, new, line(history, "100644", "0003-new.md")])
    pushed(history, tree)
    for judged in (False, True):  # lists wait for no walk; then what counts is known
        if judged:
            assert ana.session("ana").world.standing
        for command in (("list",), ("check",), ("search", "One"), ("history",), ("log", OPEN)):
            ran = Board(ana.path)(*command)
            assert "0003-new" not in ran.out.replace("0003-new.md", "") or "twice" in ran.out, (command, ran.out)
            assert ran.status in (0, 1), ran.err
        assert Board(ana.path)("show", "0003-new").status == 1
        assert Board(ana.path)("sync").status == 0
    assert "proposals/2026/0003-new.md" in ana.session("ana").store.snapshot().odd_names


def test_row_48_a_name_that_is_a_path_is_no_ballot_however_files_are_listed(board: SmallBoard) -> None:
    """Given a name `ballots/zoe-1.toml` beside the ballots, when all is listed or one file is asked for, it is none."""
    ana = clone(board, "ana")
    history = eve(board)
    ballot = line(history, "100644", "ballots/zoe-1.toml", history.read(BALLOT))
    pushed(history, spoil(history, f"decisions/{OPEN}", lambda lines: sorted([*lines, ballot], key=name_of)))
    assert Board(ana.path)("sync").status == 0
    read = ana.session("ana").world.snapshot
    assert f"{BALLOTS}/zoe-1.toml" not in read.paths()
    assert read.blob(f"{BALLOTS}/zoe-1.toml") == ""
    assert read.blob(BALLOT)


def test_row_48_a_file_listed_beside_a_link_of_its_name_is_not_read(tmp_path: Path) -> None:
    """Given a file and a link under one name, then a listing before any walk shows neither."""
    history = History(signed_board(tmp_path).path)
    history.commit({"proposals/a.md": "x", "proposals/d.md": "z"}, "mo", key="")
    link = line(history, "120000", "a.md")
    for both in (lambda lines: [link, *lines], lambda lines: [lines[0], link, *lines[1:]]):
        history.commit({}, "eve", key="", tree=spoil(history, "proposals", both))
        for under in ("", "proposals/"):
            store = open_repository(history.path, "main")
            assert [path for path in store.snapshot().paths(under) if path.startswith("p")] == ["proposals/d.md"]
            assert "twice" in store.snapshot().odd_names["proposals/a.md"]
        history.commit({"proposals/a.md": "x"}, "mo", key="")


def test_row_48_what_a_name_listed_twice_hid_comes_back_also_without_restoring(board: SmallBoard) -> None:
    """Given her ballot listed twice, when another member votes in that folder, then her ballot lies there again."""
    ana = clone(board, "ana")
    kept = git(ana.path, "rev-parse", f"main:{BALLOT}")
    history = eve(board)
    pushed(history, spoil(history, BALLOTS, twice(history, "ben-1.toml")))
    ana.vote("chiara", OPEN, "approve")
    assert git(ana.path, "rev-parse", f"origin/main:{BALLOT}") == kept
    assert len(verify(ana.path).faults) == 1, "hers is no fault"


def test_row_48_what_others_wrote_beside_it_since_stays(board: SmallBoard) -> None:
    """Given a proposal listed twice and then written anew by its owner, then hers is the one that counts."""
    ana = clone(board, "ana")
    history = eve(board)
    bad = pushed(history, spoil(history, "proposals/2026", twice(history, "0002-stemmer.md")))
    assert ana.session("ana").world.snapshot.read(PROPOSAL) not in (None, EVIL)
    history.commit({PROPOSAL: b"+++\ntitle = 'Newer'\n+++\n"}, "mo", key="")
    history.git("push", "-q", "origin", "main")
    Board(ana.path)("sync")
    assert ana.session("ana").world.snapshot.read(PROPOSAL) == b"+++\ntitle = 'Newer'\n+++\n"
    assert [fault.commit for fault in verify(ana.path).faults] == [bad]
    assert restore(ana.session("lena")).files, "what is left is to acknowledge it"


def test_row_48_what_stands_for_git_s_own_folder_is_never_checked_out_and_stops_nobody(board: SmallBoard) -> None:
    """Given a folder `.git`, one above, and a submodule that runs a program, in what was pushed, when a member syncs
    and votes, then nothing is written there, and the vote is at the remote without such names.
    """
    ana = clone(board, "ana")
    history = eve(board)
    inside = bytes.fromhex(history.git("rev-parse", "main:proposals"))
    both = [b"40000 .git\0" + inside, b"40000 ..\0" + inside]
    program = b'[submodule "../a"]\n\tpath = -u\n\turl = -u./program\n'
    both.append(line(history, "100644", ".gitmodules", program))
    pushed(history, spoil(history, "", lambda lines: [*sorted(both), *lines]))
    synced = Board(ana.path)("sync")
    assert (synced.status, "stays where it was" in synced.out) == (0, True)
    assert not (ana.path / ".git" / "2026").exists()
    assert not (ana.path.parent / "2026").exists()
    ana.vote("chiara", OPEN, "approve")
    names = git(ana.path, "ls-tree", "--name-only", "origin/main").split()
    assert {".git", ".."}.isdisjoint(names)
    assert DECIDED in Board(ana.path)("history").out
