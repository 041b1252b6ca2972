"""Names under which git keeps its own files, pushed to a server that does not look: not followed, named, settled."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from board.actions.restoring import restore, to_restore
from board.actions.verifying import verify
from board.core.layout import Layout
from board.formats.names import PATH_LIMIT, astray, stands_elsewhere
from board.store.objects import needed, tree_of
from board.store.trees import changes
from board.trust.state import Ground
from tests.boards import SmallBoard, git
from tests.cli.running import Board
from tests.conformance.cases import cast
from tests.soak import SOAK
from tests.trust.history import OPEN, History
from tests.trust.spoilt import EVIL, tree_with
from tests.trust.test_malformed import board, clone, eve, pushed, settle

__all__ = ["board"]

PLACES = {
    "at the top": ".git/commondir",
    "in source code": "src/deep/.git/config",
    "below proposals": "proposals/2026/.git/config",
    "in capitals": "docs/.GIT/config",
    "as Windows shortens it": "git~1/config",
    "with a space": "docs/.git /config",
    "with a stream": "docs/.git::$INDEX_ALLOCATION/config",
    "with what a Mac ignores": "docs/.g\u200cit/config",
    "a file": "docs/.git",
    "a way up": "docs/../x.txt",
    "longer than disks hold": f"notes/{'a' * 300}",
    "deeper than disks hold": f"notes/{'/'.join(['b' * 200] * 5)}",
    "a link that git does not follow": "docs/.gitmodules",
    "such a link as Windows shortens it": "GITMOD~1",
}


SETTLED = tuple(PLACES) if SOAK else ("in source code", "such a link as Windows shortens it")
"""Where two clones settle what was restored: a folder and a link in `make test`, each of them in `make soak`."""


@pytest.mark.soak
@pytest.mark.parametrize("place", PLACES)
def test_row_48_a_name_of_gits_own_is_followed_by_nobody_and_named_restored_and_settled(
    board: SmallBoard, place: str
) -> None:
    """Given such a name at the remote, when one member syncs and restores and others vote, then nothing of it is
    written, the commit and the name are told, votes count, and in the end everybody follows and verify says yes.
    """
    ana, ben = clone(board, "ana"), clone(board, "ben") if place in SETTLED else None
    before, kept = git(ana.path, "rev-parse", "main"), everything(ana.path)
    kind = b"120000" if "link" in place else b"100644"
    bad = pushed(history := eve(board), tree_with(history, PLACES[place], kind=kind))

    synced = Board(ana.path)("sync")
    assert synced.status == 0, synced.err
    assert "tree.elsewhere" in synced.err
    assert "Your checkout of main stays where it was" in synced.out
    assert git(ana.path, "rev-parse", "main") == before
    assert everything(ana.path) == kept
    (fault,) = verify(ana.path).faults
    assert (fault.code, fault.commit) == ("tree.elsewhere", bad)
    assert PLACES[place].startswith(fault.path)

    if ben is None:
        restore(ana.session("lena"))
        left = git(ana.path, "ls-tree", "-r", "-t", "-z", "--name-only", "origin/main").split("\0")
        assert fault.path not in left
        ana.vote("chiara", OPEN, "approve")
        assert [fault.commit for fault in verify(ana.path).faults] == [bad]
        return
    ben.vote("chiara", OPEN, "approve")  # nobody has restored anything yet
    assert {fault.commit for fault in verify(ben.path).faults} == {bad}
    settle(ana, ben)
    last = clone(board, "last")
    for each in (ana, ben, last):
        Board(each.path)("sync")
        report = verify(each.path, from_genesis=True)
        assert (report.status, {fault.commit for fault in report.settled}) == (0, {bad}), report.faults
        assert git(each.path, "rev-parse", "main") == git(board.remote or each.path, "rev-parse", "main")
        assert git(each.path, "status", "--porcelain") == ""


def everything(place: Path) -> set[str]:
    """What lies in a work tree and its .git, but for objects, refs and what is known of the remote."""
    found = {str(path.relative_to(place)) for path in place.rglob("*")}
    aside = (".git/objects", ".git/refs", ".git/logs", ".git/board")
    return {path for path in found if not path.startswith(aside)} | {str(place)}


def test_row_48_each_name_is_told_once_and_what_is_written_on_top_is_not_blamed(board: SmallBoard) -> None:
    """Given two such commits with honest work between them, then each is named for its own, and no other commit is."""
    history = History(board.path, clock=int(board.now.timestamp()))
    first = history.commit({}, "eve", key="", tree=tree_with(history, "src/.git/config"))
    history.commit({}, "mo", key="", tree=tree_with(history, "src/main.py"))
    board.wait(minutes=30)
    board.vote("chiara", OPEN, "approve")
    second = history.commit({}, "eve", key="", tree=tree_with(history, "src/.git/hooks"))
    report = verify(board.path)
    assert [(fault.code, fault.commit, fault.path) for fault in report.faults] == [
        ("tree.elsewhere", first, "src/.git"),
        ("tree.elsewhere", second, "src/.git"),
    ]
    assert board.session("ana").world.snapshot.blob(f"decisions/{OPEN}/ballots/chiara-1.toml")


def test_row_48_more_folders_than_are_named_at_once_are_all_restored_in_the_end(
    board: SmallBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given more such folders than one restoration writes anew, then it says so, and the next runs write the others."""
    monkeypatch.setattr("board.trust.strays.NAMED", 2)
    history = History(board.path, clock=int(board.now.timestamp()))
    tree = tree_with(history, "src/main.py")
    for name in "abcde":
        tree = tree_with(history, f"src/{name}/.git/config", tree)
    history.commit({}, "eve", key="", tree=tree)
    board.wait(minutes=30)
    told = []
    while (found := to_restore(board.session("lena"))).folders:
        assert len(found.folders) <= 2
        shown = Board(board.path)("restore")
        assert ("run it again" in shown.out) == found.more and "Nothing was written" in shown.out
        told.append("run `board restore --yes` again" in restore(board.session("lena")).words)
        board.wait(minutes=5)
    assert told == [True, True, False]
    left = history.git("ls-tree", "-r", "--name-only", "main", "src")
    assert left == "src/main.py"


def test_row_48_a_merge_is_named_for_what_it_brings_itself(board: SmallBoard) -> None:
    """Given a side line with such a name and a merge with another one, then each is named for what is its own."""
    history = History(board.path, clock=int(board.now.timestamp()))
    main = history.tip
    side = history.commit(
        {}, "eve", key="", parents=(f"{main}~1",), tree=tree_with(history, "src/.git/x", f"{main}~1^{{tree}}")
    )
    tree = tree_with(history, "lib/.git/y", onto=tree_with(history, "src/.git/x", f"{main}^{{tree}}"))
    merge = history.commit({}, "eve", key="", parents=(main, side), tree=tree)
    found = [(fault.commit, fault.path) for fault in verify(board.path).faults if fault.code == "tree.elsewhere"]
    assert found == [(side, "src/.git"), (merge, "lib/.git")]


def test_a_ballot_beside_such_a_name_counts_and_the_words_say_so(board: SmallBoard) -> None:
    """Given a member's signed ballot in a commit that brings such a name, too, then both are told as they are."""
    history = History(board.path, clock=int(board.now.timestamp()))
    path = f"decisions/{OPEN}/ballots/chiara-1.toml"
    voted = history.tree({path: cast(history, "chiara").encode()}, history.tip)
    bad = history.commit({}, "chiara", tree=tree_with(history, "src/.git/x", voted))
    (fault,) = verify(board.path).faults
    assert (fault.code, fault.commit) == ("tree.elsewhere", bad)
    assert fault.words.endswith("All else in this commit is judged as ever.")
    assert board.session("ana").world.snapshot.blob(path)


def test_row_57_folders_that_name_each_other_again_and_again_cost_little_and_are_named(board: SmallBoard) -> None:
    """Given such a name below 2 to the power of 60 paths made of 60 trees, then a verification ends, and names it."""
    history = History(board.path, clock=int(board.now.timestamp()))
    blob = history.git("hash-object", "-w", "--stdin", data=EVIL)
    body = b"100644 .git\0" + bytes.fromhex(blob)
    for _ in range(60):
        at = history.git("hash-object", "-t", "tree", "-w", "--stdin", "--literally", data=body)
        body = b"".join(b"40000 %s\0" % name + bytes.fromhex(at) for name in (b"a", b"b"))
    bad = history.commit({}, "eve", key="", tree=tree_with(history, "src", folder=at))
    assert [(fault.code, fault.commit) for fault in verify(board.path).faults] == [("tree.elsewhere", bad)]


def test_what_lies_in_git_is_not_taken_away_either_when_such_a_name_goes(board: SmallBoard) -> None:
    """Given a history that had `.git/config` and has it no more, then the step between the two leaves that file out."""
    history = History(board.path, clock=int(board.now.timestamp()))
    batch = board.store._tools.batch
    old = tree_with(history, ".git/config")
    new = tree_of(needed(batch, history.tip))
    assert changes(batch, old, new, strict=True) == {}
    assert b".git/config" in changes(batch, old, new)


def test_given_a_member_who_syncs_then_no_program_of_a_stranger_runs(board: SmallBoard, tmp_path: Path) -> None:
    """Given a pushed `.git/commondir` and a configuration it leads to, then after `board sync` git runs none."""
    ana, ran = clone(board, "ana"), tmp_path / "ran"
    history = eve(board)
    setting = f'[core]\n\trepositoryformatversion = 0\n\tfsmonitor = "touch {ran}; false"\n'
    tree = tree_with(history, ".git/commondir", data=b"../docs\n")
    tree = tree_with(history, "docs/config", onto=tree, data=setting.encode())
    for name in ("objects", "refs"):
        tree = tree_with(history, f"docs/{name}/keep", onto=tree)
    pushed(history, tree)
    Board(ana.path)("sync")
    subprocess.run(["git", "-C", str(ana.path), "status"], capture_output=True, check=True)
    assert not ran.exists()


def test_row_66_a_name_longer_than_disks_hold_takes_no_ballot_away_with_a_members_next_commit(
    board: SmallBoard,
) -> None:
    """Given such a name and a ballot at the remote, when a member syncs and commits her own work, then her checkout
    is whole, and her commit holds her own work alone.
    """
    ana, ben = clone(board, "ana"), clone(board, "ben")
    pushed(history := eve(board), tree_with(history, PLACES["longer than disks hold"]))
    ben.store.fetch()
    ben.vote("ben", OPEN, "approve")
    Board(ana.path)("sync")
    assert git(ana.path, "status", "--porcelain") == ""
    assert list((ana.path / ".git/board/journal").glob("*")) == []
    (ana.path / "mine.txt").write_text("1\n")
    git(ana.path, "add", "mine.txt")
    git(ana.path, "commit", "-q", "-m", "My work")
    assert git(ana.path, "show", "--name-only", "--format=").split() == ["mine.txt"]


def test_row_57_folders_too_deep_that_name_each_other_again_and_again_cost_little_and_are_named(
    board: SmallBoard,
) -> None:
    """Given 2 to the power of 500 paths made of 500 trees, all too long, then a verification ends and names one."""
    history = History(board.path, clock=int(board.now.timestamp()))
    at = deep(history, 500)
    bad = history.commit({}, "eve", key="", tree=tree_with(history, "src", folder=at))
    (fault,) = verify(board.path).faults
    assert (fault.code, fault.commit) == ("tree.elsewhere", bad)
    assert PATH_LIMIT < len(fault.path) <= PATH_LIMIT + 2


def test_a_folder_moved_deeper_is_named_only_if_its_paths_become_too_long(board: SmallBoard) -> None:
    """Given a long path that goes, and what is left of its folder then moved deeper, then nothing is named."""
    history = History(board.path, clock=int(board.now.timestamp()))
    long, short = "/".join(["c" * 150] * 5), "x/y"
    both = tree_with(history, f"src/{short}", tree_with(history, f"src/{long}"))
    history.commit({}, "eve", key="", tree=both)
    left = tree_with(history, f"src/{short}", f"{history.tip}~1^{{tree}}")
    history.commit({}, "eve", key="", tree=left)
    moved = history.git("rev-parse", f"{left}:src")
    place = f"{'d' * 150}/src"
    history.commit({}, "eve", key="", tree=tree_with(history, place, f"{history.tip}~2^{{tree}}", folder=moved))
    assert verify(board.path).faults == ()
    bad = history.commit({}, "eve", key="", tree=tree_with(history, f"{place}/{long}"))
    assert [(fault.code, fault.commit) for fault in verify(board.path).faults] == [("tree.elsewhere", bad)]


def deep(history: History, levels: int) -> str:
    """A folder of folders, two in each, so many levels deep, of as many trees."""
    at = history.git("hash-object", "-t", "tree", "-w", "--stdin", data=b"")
    for _ in range(levels):
        body = b"".join(b"40000 %s\0" % name + bytes.fromhex(at) for name in (b"a", b"b"))
        at = history.git("hash-object", "-t", "tree", "-w", "--stdin", data=body)
    return at


@pytest.mark.parametrize(
    ("name", "link", "away"),
    [
        (b"a" * 255, False, False),
        (b"a" * 256, False, True),
        (b".gitmodules", False, False),
        (b".gitmodules", True, True),
        (b".GitModules . ", True, True),
        (b"gitmod~1", True, True),
        (b"gi7eba~1", True, True),
        (b"x\\.gitmodules", True, True),
        (b".gitattributes", True, False),
    ],
)
def test_row_48_what_no_work_tree_takes(name: bytes, link: bool, away: bool) -> None:
    assert astray(name, link) == away
    whole = [astray(b"a" * last, at=b"b/" * 373) for last in (PATH_LIMIT - 746, PATH_LIMIT - 745)]
    assert whole == [False, True]


@pytest.mark.parametrize("name", [b"a.md", b"git", b".gitignore", b".gitattributes", b"digit~1", b"\xff", b".github"])
def test_other_names_stand_for_themselves(name: bytes) -> None:
    assert not stands_elsewhere(name)


@pytest.mark.parametrize(
    "path",
    [
        "BOARD.TOML",
        f"Decisions/{OPEN}/ballots/ben-1.toml",
        f"decisions /{OPEN}/ballots/ben-1.toml",
        f"deci\u200bsions/{OPEN}/ballots/ben-1.toml",
        "\uff42oard.toml",
    ],
)
def test_row_48_a_twin_of_the_boards_own_is_named_taken_away_and_settled(board: SmallBoard, path: str) -> None:
    """Given a pushed twin of the charter or of a folder, then it changes no vote, is restored and settled."""
    ana, ben = clone(board, "ana"), clone(board, "ben")
    history = eve(board)
    bad = pushed(history, history.tree({path: b"quorum = 1\n"}, history.tip))
    ana.store.fetch()
    assert [(fault.code, fault.commit) for fault in verify(ana.path).faults] == [("commit.unsigned", bad)]
    ben.store.fetch()
    settle(ana, ben)
    last = clone(board, "last")
    report = verify(last.path, from_genesis=True)
    assert (report.status, {fault.commit for fault in report.settled}) == (0, {bad}), report.faults
    assert path.partition("/")[0] not in git(last.path, "ls-tree", "-z", "--name-only", "HEAD").split("\0")


UNSEEN = "\ufe0f\u034f\u115f\u1160\u3164\uffa0\u180e\u061c\u17b4\u2800\ufffc\U000e0001\U000e0041"


@pytest.mark.parametrize(
    ("root", "path", "own"),
    [
        (".", "DECISIONS/2026/x.md", "decisions"),
        (".", "Policy.toml", "policy.toml"),
        (".", "Board.toml", "board.toml"),
        (".", "policy.toml.", "policy.toml"),
        (".", "decisions. ./x.md", "decisions"),
        (".", "dec\u00adisions/x.md", "decisions"),
        (".", "\u202emeetings\u202c/x.md", "meetings"),
        (".", "\ufeffacts/x.md", "acts"),
        (".", "\uff44\uff25cisions/x.md", "decisions"),
        *((".", f"decisions{each}/x.md", "decisions") for each in UNSEEN),
        (".", "d\u00e9cisions/x.md", ""),
        (".", " decisions/x.md", ""),
        ("ai/board", "ai /board/acts/x.md", "ai"),
        (".", "src/Decisions/x.md", ""),
        (".", "decisions/X.md", ""),
        ("ai/board", "ai/board/Acts/1-ana.toml", "ai/board/acts"),
        ("ai/board", "AI/readme.md", "ai"),
        ("ai/board", "ai/Board/x.md", "ai/board"),
        ("ai/board", "Decisions/x.md", ""),
        ("ai/board", "other/Board/x.md", ""),
        ("ai/board", "BOARD.toml", "board.toml"),
    ],
)
def test_row_48_what_a_disk_takes_for_the_boards_own_is_its_ground(root: str, path: str, own: str) -> None:
    ground = Ground(Layout(root))
    assert ground.twin_of(path) == own
    if own:
        assert ground.governed(path.encode(), False)
        assert ground.strict(path)
