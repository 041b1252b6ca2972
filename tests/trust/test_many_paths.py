"""A few trees that name each other make any number of paths: nobody lists them, and nothing of them counts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from board.actions.restoring import restore, to_restore
from board.actions.verifying import verify
from board.store import snapshot
from board.trust import findings, listing, objects
from board.trust.objects import Change, Objects
from board.trust.walk import Walk
from tests.boards import SmallBoard
from tests.cli.running import Board
from tests.trust.history import DECIDED, OPEN, History, lived_board, settle

MANY = 300
EVIDENCE = "proposals/2026/0002-stemmer/notes.md"


def nested(history: History, depth: int) -> str:
    """A folder of ten names, each a folder of ten names, and so on: 10 ** depth paths in as many trees as `depth`."""
    blob = history.git("hash-object", "-w", "--stdin", data=b"x\n")
    lines = "".join(f"100644 blob {blob}\tf{n}.toml\n" for n in range(10))
    for _ in range(depth - 1):
        tree = history.git("mktree", data=lines.encode())
        lines = "".join(f"040000 tree {tree}\td{n}\n" for n in range(10))
    return history.git("mktree", data=lines.encode())


def with_folder(history: History, root: str, path: str, tree: str) -> str:
    """A tree with another one in it at a path."""
    first, _, rest = path.partition("/")
    lines = history.git("ls-tree", root).split("\n") if root else []
    old = next((line.split()[2] for line in lines if line.endswith(f"\t{first}")), "")
    kept = [line for line in lines if line and not line.endswith(f"\t{first}")]
    new = with_folder(history, old, rest, tree) if rest else tree
    return history.git("mktree", data="\n".join((*kept, f"040000 tree {new}\t{first}", "")).encode())


@pytest.fixture
def board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallBoard:
    """A board with a decision and a vote under way, and less that one commit may change than usual."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(objects, "MANY", MANY)
    monkeypatch.setattr(objects, "FEW", MANY)
    monkeypatch.setattr(objects, "LITTLE", MANY)
    return lived_board(tmp_path)


def bombed(board: SmallBoard, path: str, depth: int = 3) -> tuple[History, str]:
    history = History(board.path, clock=int(board.now.timestamp()))
    tree = with_folder(history, "main^{tree}", path, nested(history, depth))
    bad = history.commit({}, "eve", key="", tree=tree)
    board.wait(minutes=30)
    return history, bad


@pytest.mark.parametrize("where", ["decisions/2026/bomb", "proposals/2026/0009-bomb", f"decisions/{OPEN}"])
def test_row_57_a_commit_with_more_paths_than_anybody_lists_is_void_named_and_settled(
    board: SmallBoard, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """Given such a commit by an outsider, then nothing of it counts, and once restored and acknowledged all is well."""
    kept = History(board.path).git("ls-tree", "-r", "main", "decisions", "proposals")
    before = set(board.session("lena").world.snapshot.paths())
    history, bad = bombed(board, where)
    monkeypatch.setattr(snapshot, "LISTED", 50_000)
    listed = Board(board.path)("list", "--json")
    assert ({row["id"] for row in listed.data["proposals"]}, "commit.crowded" in listed.err) == ({DECIDED, OPEN}, True)
    report = verify(board.path)
    assert [(fault.code, fault.commit) for fault in report.faults] == [("commit.crowded", bad)]
    assert set(board.session("lena").world.snapshot.paths()) == before
    assert verify(board.path).status == 1
    done = restore(board.session("lena"))
    assert history.git("ls-tree", "-r", "main~1", "decisions", "proposals") == kept
    settle(board, done)
    report = verify(board.path)
    assert (report.status, {fault.commit for fault in report.settled}) == (0, {bad})


def test_row_57_what_is_written_on_top_of_too_many_paths_counts_before_they_are_gone(board: SmallBoard) -> None:
    """Given such a commit, when a member votes and an outsider adds evidence or breaks a rule, then each is as ever."""
    _, bad = bombed(board, "decisions/2026/bomb")
    board.vote("chiara", OPEN, "approve")
    history = History(board.path, clock=int(board.now.timestamp()))
    history.commit({EVIDENCE: "new\n"}, "eve", key="")
    worse = history.commit({"board.toml": "", EVIDENCE: "newer\n"}, "eve", key="")
    board.wait(minutes=30)
    world = board.session("lena").world
    assert world.snapshot.read(EVIDENCE) == b"newer\n"
    assert world.snapshot.read("board.toml")
    assert [path for path in world.snapshot.paths(f"decisions/{OPEN}/ballots/") if "chiara" in path]
    report = verify(board.path, from_genesis=True)
    assert [fault.commit for fault in report.faults] == [bad, worse]
    restore(board.session("lena"))
    world = board.session("lena").world
    assert world.standing is not None
    assert not world.standing.lies
    assert world.snapshot.read(EVIDENCE) == b"newer\n"
    assert [path for path in world.snapshot.paths(f"decisions/{OPEN}/ballots/") if "chiara" in path]


def test_row_57_nobody_takes_away_what_a_member_signs_on_top_of_too_many_paths(board: SmallBoard) -> None:
    """Given a ballot on top, when a sibling is merged and the ballot removed, then it counts."""
    history, bad = bombed(board, "decisions/2026/bomb")
    plain = history.git("rev-parse", f"{bad}~1^{{tree}}")
    board.vote("chiara", OPEN, "approve")
    voted = history.tip
    side = history.commit({}, "eve", key="", tree=plain, parents=(bad,))
    history.commit({}, "eve", key="", tree=history.git("rev-parse", f"{voted}^{{tree}}"), parents=(side, voted))
    assert [fault.commit for fault in verify(board.path).faults] == [bad]
    gone = history.commit({}, "eve", key="", tree=plain)
    assert [fault.commit for fault in verify(board.path).faults] == [bad, gone]
    board.wait(minutes=30)
    session = board.session("lena")
    assert [path for path in session.world.snapshot.paths(f"decisions/{OPEN}/ballots/") if "chiara" in path]
    assert f"decisions/{OPEN}/ballots/chiara-1.toml" in to_restore(session).files


def test_row_57_too_many_paths_are_settled_though_somebody_took_them_away_in_parts(board: SmallBoard) -> None:
    """Given most taken away, when the rest is restored and the board acknowledges it, then verify says yes."""
    history, bad = bombed(board, "decisions/2026/bomb")
    part = history.git("rev-parse", f"{bad}:decisions/2026/bomb/d0")
    for left in range(9, 1, -1):
        some = history.git("mktree", data="".join(f"040000 tree {part}\td{n}\n" for n in range(left)).encode())
        history.commit({}, "eve", key="", tree=with_folder(history, "main^{tree}", "decisions/2026/bomb", some))
    board.vote("chiara", OPEN, "approve")
    world = board.session("lena").world
    assert world.standing is not None
    assert not world.standing.lies
    assert [path for path in world.snapshot.paths(f"decisions/{OPEN}/ballots/") if "chiara" in path]
    assert not world.snapshot.paths("decisions/2026/bomb/")
    settle(board, restore(board.session("lena")))
    assert verify(board.path).status == 0


@pytest.mark.parametrize("brings", [False, True])
def test_row_57_a_merge_with_too_many_paths_is_void_where_it_brings_them(board: SmallBoard, brings: bool) -> None:
    """Given a line beside a member's with too many paths, then a merge is named, too, unless it leaves them out."""
    history = History(board.path, clock=int(board.now.timestamp()))
    here = history.tip
    mine = history.commit({"readme.md": "x\n"}, "lena")
    tree = with_folder(history, f"{here}^{{tree}}", "decisions/2026/bomb", nested(history, 3))
    side = history.commit({}, "eve", key="", tree=tree, parents=(here,))
    more = with_folder(history, tree, "registers", nested(history, 3))
    joined = more if brings else history.git("rev-parse", f"{mine}^{{tree}}")
    both = history.commit({}, "eve", key="", tree=joined, parents=(mine, side))
    faults = {fault.commit for fault in verify(board.path).faults if fault.code == "commit.crowded"}
    assert faults == {side, *([both] if brings else [])}


def test_row_57_a_second_such_commit_beside_a_small_one_takes_nothing_from_it(board: SmallBoard) -> None:
    """Given too many paths, then two lines on top, one with more of them, then the other one breaks no rule."""
    history, first = bombed(board, "decisions/2026/bomb")
    tree = with_folder(history, "main^{tree}", "registers", nested(history, 4))
    more = history.commit({}, "eve", key="", tree=tree)
    small = history.commit({EVIDENCE: "new\n"}, "eve", key="", parents=(first,))
    there = history.git("rev-parse", f"{small}^{{tree}}")
    history.commit({}, "eve", key="", tree=there, parents=(more, small))
    assert small not in {fault.commit for fault in verify(board.path).faults}


@pytest.mark.parametrize(("by", "faults"), [("eve", ["commit.crowded"]), ("lena", [])])
def test_row_57_more_than_few_paths_below_proposals_take_a_members_signature(
    board: SmallBoard, monkeypatch: pytest.MonkeyPatch, by: str, faults: list[str]
) -> None:
    """Given evidence of many files, then it counts where a member signed it, and a push that cost nothing does not."""
    monkeypatch.setattr(objects, "FEW", 100)
    history = History(board.path, clock=int(board.now.timestamp()))
    tree = with_folder(history, "main^{tree}", "proposals/2026/0009-much", nested(history, 2))
    history.commit({}, by, key="" if by == "eve" else None, tree=tree)
    assert [fault.code for fault in verify(board.path).faults] == faults


def test_row_57_honest_merges_and_tidying_are_no_faults_after_many_small_floods(
    board: SmallBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given floods that each stay within the bound, when somebody merges code or tidies up, then all is well."""
    monkeypatch.setattr(objects, "FEW", 120)
    history = History(board.path, clock=int(board.now.timestamp()))
    plain, flood = history.tip, nested(history, 2)
    code = history.commit({"src/main.py": "1\n"}, "eve", key="")
    history.git("update-ref", history.ref, plain)
    for number in range(2):
        tree = with_folder(history, "main^{tree}", f"proposals/2026/400{number}-x", flood)
        full = history.commit({}, "eve", key="", tree=tree)
    history.commit({"src/main.py": "1\n"}, "eve", key="", parents=(full, code))
    assert verify(board.path).faults == ()
    history.commit({}, "eve", key="", tree=history.git("rev-parse", f"{code}^{{tree}}"))
    assert verify(board.path).faults == ()
    assert not [path for path in board.session("lena").world.snapshot.paths("proposals/") if "400" in path]


def test_row_57_the_changes_of_many_commits_are_not_held_together(
    board: SmallBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given commits that in turn add and remove a folder of many paths, then never more lie in memory than one may."""
    history = History(board.path, clock=int(board.now.timestamp()))
    plain = history.git("rev-parse", "main^{tree}")
    tree = with_folder(history, plain, "decisions/2026/bomb", nested(history, 2))
    bad = [history.commit({}, "eve", key="", tree=tree if n % 2 == 0 else plain) for n in range(8)]
    held, together, chunk, lying = [0], Objects.together, Walk._chunk, [0]

    def counted(self: Objects, *asked: Any, **more: Any) -> list[list[Change]] | None:
        found = together(self, *asked, **more)
        lying[0] += sum(map(len, found or ()))
        held.append(lying[0])
        return found

    def judged(self: Walk, raw: dict[str, bytes]) -> None:
        lying[0] = 0
        chunk(self, raw)

    monkeypatch.setattr(Objects, "together", counted)
    monkeypatch.setattr(Walk, "_chunk", judged)
    report = verify(board.path)
    assert {fault.commit for fault in report.faults} <= set(bad)
    assert 100 <= max(held) <= MANY


def test_row_57_many_small_floods_among_the_boards_files_are_not_told_apart_file_by_file(
    board: SmallBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given void floods within the bound each, then no more is held than of one, work goes on, and all is settled."""
    monkeypatch.setattr(objects, "FEW", 120)
    monkeypatch.setattr(listing, "BESIDE", 250)
    monkeypatch.setattr(findings, "BLAMED", 250)
    history = History(board.path, clock=int(board.now.timestamp()))
    kept, flood, bad = history.git("ls-tree", "-r", "main", "decisions"), nested(history, 2), set[str]()
    for where in ("decisions/2026/4000-x", "decisions/2026/4001-x", "registers/x", "proposals/2026/4000-x"):
        tree = with_folder(history, "main^{tree}", where, flood)
        bad.add(commit := history.commit({}, "eve", key="", tree=tree))
    bad.discard(commit)
    tree = with_folder(history, "main^{tree}", "proposals/2026/4001-x", flood)
    bad.add(history.commit({}, "eve", key="", tree=tree))
    history.commit({EVIDENCE: "new\n"}, "lena")
    board.wait(minutes=30)
    board.vote("chiara", OPEN, "approve")
    world = board.session("lena").world
    assert world.standing is not None
    assert len(world.standing.mended) <= 250 + 2
    assert sum(map(len, world.standing.faulty_paths.values())) <= 250
    assert world.snapshot.read(EVIDENCE) == b"new\n"
    assert not world.snapshot.paths("registers/x") and not world.snapshot.paths("proposals/2026/4001-x")
    assert [path for path in world.snapshot.paths(f"decisions/{OPEN}/ballots/") if "chiara" in path]
    assert {fault.commit for fault in verify(board.path).faults} == bad
    done = restore(board.session("lena"))
    assert set(history.git("ls-tree", "-r", "main", "decisions").split("\n")) > set(kept.split("\n"))
    settle(board, done)
    report = verify(board.path)
    assert (report.status, {fault.commit for fault in report.settled}) == (0, bad)


@pytest.mark.parametrize(("by", "faults"), [("eve", ["commit.crowded"]), ("lena", [])])
def test_row_57_much_evidence_is_taken_away_at_once_by_a_member_alone(
    board: SmallBoard, monkeypatch: pytest.MonkeyPatch, by: str, faults: list[str]
) -> None:
    monkeypatch.setattr(objects, "FEW", 20)
    history = History(board.path, clock=int(board.now.timestamp()))
    before = history.git("rev-parse", "main^{tree}")
    tree = with_folder(history, before, "proposals/2026/0009-much", nested(history, 2))
    history.commit({}, "lena", tree=tree)
    history.commit({}, by, key="" if by == "eve" else None, tree=before)
    assert [fault.code for fault in verify(board.path).faults] == faults


@pytest.mark.parametrize(("by", "faults"), [("eve", ["commit.crowded"]), ("lena", [])])
def test_row_57_small_floods_below_proposals_end_where_a_work_tree_could_not_follow(
    board: SmallBoard, monkeypatch: pytest.MonkeyPatch, by: str, faults: list[str]
) -> None:
    """Given as much below proposals as lies there at most, then a stranger adds no more at once, a member does."""
    monkeypatch.setattr(listing, "FULL", 150)
    history = History(board.path, clock=int(board.now.timestamp()))
    for number in range(2):
        tree = with_folder(history, "main^{tree}", f"proposals/2026/400{number}-x", nested(history, 2))
        history.commit({}, "eve", key="", tree=tree)
    assert verify(board.path).faults == ()
    tree = with_folder(history, "main^{tree}", "proposals/2026/4002-x", nested(history, 2))
    last = history.commit({}, by, key="" if by == "eve" else None, tree=tree)
    history.commit({"proposals/2026/0009-few.md": "+++\n+++\n", EVIDENCE: "new\n"}, "eve", key="")
    assert [(fault.code, fault.commit) for fault in verify(board.path).faults] == [(code, last) for code in faults]
    assert "2026/0009-few" in board.session("lena").world.ids


def test_row_57_an_older_history_is_judged_by_the_bound_of_its_time() -> None:
    """Given a board that opened nothing by the newest list, then it takes as much below proposals as it ever did."""
    assert [listing.full_at(opened) for opened in (0, 1, 2, 3)] == [200_000, 200_000, 200_000, 20_000]


@pytest.mark.parametrize("where", ["decisions/2026/4000-x", "registers/x"])
def test_row_57_floods_among_the_boards_own_files_in_turn_cost_little(
    board: SmallBoard, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """Given commits that in turn add and remove many of the board's files, then few of each are listed."""
    monkeypatch.setattr(objects, "MANY", 50_000)
    monkeypatch.setattr(objects, "FEW", 2_000)
    monkeypatch.setattr(objects, "LITTLE", 200)
    history = History(board.path, clock=int(board.now.timestamp()))
    plain = history.git("rev-parse", "main^{tree}")
    blob = history.git("hash-object", "-w", "--stdin", data=b"x\n")
    flat = history.git("mktree", data="".join(f"100644 blob {blob}\tf{n:05d}.toml\n" for n in range(1_900)).encode())
    tree = with_folder(history, plain, where, flat)
    bad = [history.commit({}, "eve", key="", tree=tree if n % 2 == 0 else plain) for n in range(21)]
    listed, together = [0], Objects.together

    def counted(self: Objects, *asked: Any, **more: Any) -> list[list[Change]] | None:
        found = together(self, *asked, **more)
        listed[0] += sum(map(len, found or ()))
        return found

    monkeypatch.setattr(Objects, "together", counted)
    report = verify(board.path)
    assert {(fault.code, fault.commit) for fault in report.faults} == {("commit.crowded", one) for one in bad[::2]}
    assert listed[0] < len(bad) * 200, "of nearly 2,000 paths in each"
    board.wait(minutes=30)
    board.vote("chiara", OPEN, "approve")
    settle(board, restore(board.session("lena")))
    report = verify(board.path)
    assert (report.status, {fault.commit for fault in report.settled}) == (0, set(bad[::2]))


@pytest.mark.parametrize("older", [True, False])
def test_row_57_what_an_older_history_brought_along_below_proposals_counts_on(
    board: SmallBoard, monkeypatch: pytest.MonkeyPatch, older: bool
) -> None:
    """Given a void flood of the board's files with a proposal beside it, then that counts as it did then."""
    monkeypatch.setattr(objects, "LITTLE", 50)
    monkeypatch.setattr(listing, "STRICTER", 99 if older else 0)
    history = History(board.path, clock=int(board.now.timestamp()))
    base = history.tree({"proposals/2026/0009-idea.md": b"An idea.\n"}, "main")
    history.commit({}, "eve", key="", tree=with_folder(history, base, "registers/x", nested(history, 2)))
    code = "commit.unsigned" if older else "commit.crowded"
    assert [fault.code for fault in verify(board.path).faults] == [code]
    assert ("proposals/2026/0009-idea.md" in board.session("lena").world.snapshot.paths()) == older
