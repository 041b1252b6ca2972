"""Writing beside a user at work: whatever state her checkout is in, nothing of hers is touched or lost."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest

from board.core.finding import Refused
from board.store import following
from board.store.repository import open_repository
from tests.store.tools import ANA, WHEN, empty, founded, git, healthy, opened, put, says, shared_remote, user_state

BALLOT = "decisions/2026/0001-a/ballots/ana-1.toml"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A repository with main checked out."""
    return founded(tmp_path / "work")


def test_row_66_commit_a_after_a_ballot_keeps_the_ballot(place: Path) -> None:
    """Given a checked-out branch, when a ballot is cast and the user commits everything, then the ballot stays."""
    put(opened(place), BALLOT)
    (place / "board.toml").write_text("rules = 1\n# edited\n")
    git(place, "commit", "-q", "-a", "-m", "My own work")
    assert git(place, "show", f"HEAD:{BALLOT}") == "data"
    assert (place / BALLOT).read_text() == "data\n"
    healthy(place)


@pytest.fixture(params=["by ourselves", "by git"])
def followed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A checkout is brought along here, or by git's two-way merge as with hundreds of files."""
    if request.param == "by git":
        monkeypatch.setattr(following, "_FEW", 0)


@pytest.mark.usefixtures("followed")
def test_row_65_dirty_and_staged_files_stay_as_they_are(place: Path) -> None:
    (place / "board.toml").write_text("unsaved thoughts\n")
    (place / "staged.md").write_text("staged\n")
    (place / "untracked.md").write_text("untracked\n")
    (place / "docs/notes.md").unlink()
    git(place, "add", "staged.md")
    put(opened(place), BALLOT)
    assert git(place, "status", "--porcelain").splitlines() == [
        " M board.toml",
        " D docs/notes.md",
        "A  staged.md",
        "?? untracked.md",
    ]
    assert (place / "board.toml").read_text() == "unsaved thoughts\n"
    assert git(place, "ls-tree", "-r", "--name-only", "HEAD").splitlines() == ["board.toml", BALLOT, "docs/notes.md"]


@pytest.mark.parametrize("edit", ["modified", "staged", "untracked"])
def test_a_record_never_overwrites_an_edit_of_the_same_file(place: Path, edit: str) -> None:
    """Given the user's own words in a file, when a record would replace it, then it is refused and says which file."""
    target = "new.md" if edit == "untracked" else "board.toml"
    (place / target).write_text("mine\n")
    if edit == "staged":
        git(place, "add", target)
    store = opened(place)
    before, tip = user_state(place), store.tip()
    with pytest.raises(Refused) as refused:
        put(store, target, b"theirs\n")
    assert refused.value.findings[0].code == "worktree.edits"
    assert target in str(refused.value)
    assert (user_state(place), store.tip()) == (before, tip)
    assert not (place / ".git/index.lock").exists()
    assert list((place / ".git/board/journal").iterdir()) == []


def test_what_a_stopped_git_left_of_our_copy_holds_nobody_up(place: Path) -> None:
    """Given the lock that a stopped git left beside our copy of the index, then the files follow all the same."""
    (place / ".git/board-index.lock").touch()
    store = opened(place)
    many = {f"crowd/{number}.md": b"Hello.\n" for number in range(250)}  # so many that git brings them along
    store.write(says(many, "Many"), ANA, WHEN, None)
    assert git(place, "status", "--porcelain") == ""
    assert not (place / ".git/board-index.lock").exists()


def test_row_66_attributes_without_end_drop_no_record_out_of_the_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a pushed pattern that git matches without end, when files follow, then the index drops no record."""
    monkeypatch.setattr(following, "_LONG", 1.0)
    _, (mine, theirs) = shared_remote(tmp_path, 2)
    (theirs / "words").write_bytes(b"notes/*a*a*a*a*a*a*a*ab.md text\n")
    (theirs / "vote").write_bytes(b"yes\n")
    (theirs / "nothing").touch()
    words, vote, nothing = git(theirs, "hash-object", "-w", "words", "vote", "nothing").split()
    pushed = {".gitattributes": words, BALLOT: vote}
    pushed |= {f"notes/{'a' * 120}{number}.md": nothing for number in range(210)}
    for path, blob in pushed.items():  # not by `git add`, which would never end
        git(theirs, "update-index", "--add", "--cacheinfo", f"100644,{blob},{path}")
    tip = git(theirs, "commit-tree", git(theirs, "write-tree"), "-p", "HEAD", "-m", "Notes")
    git(theirs, "push", "-q", "origin", f"{tip}:refs/heads/main")
    written = put(opened(mine), "mine.md")
    assert not [each for each in written.notes if "were not brought along" in each]
    assert (mine / BALLOT).read_text() == "yes\n"
    assert git(mine, "diff-index", "--cached", "--name-status", "HEAD") == "", "her next commit takes nothing back"
    assert not list((mine / ".git").glob("*.lock"))


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_committing_what_the_user_wrote_leaves_it_clean(place: Path, ending: str) -> None:
    """Given a proposal the user typed, new or changed, when its very bytes are committed, then it is not in the way."""
    with (place / "proposals.md").open("w", newline="") as file:
        file.write(f"one{ending}two{ending}")
    (place / "board.toml").write_text("rules = 1\n# more\n")
    store = opened(place)
    store.write(says({"proposals.md": b"one\ntwo\n", "board.toml": b"rules = 1\n# more\n"}), ANA, WHEN, None)
    assert store.snapshot().read("proposals.md") == b"one\ntwo\n"
    assert git(place, "diff", "--cached", "--name-only") == ""
    assert (place / "proposals.md").read_bytes() == f"one{ending}two{ending}".encode()
    if ending == "\n":
        assert git(place, "status", "--porcelain") == ""


def test_files_changed_and_removed_follow_in_the_checkout(place: Path) -> None:
    store = opened(place)
    store.write(says({"docs/notes.md": None, "board.toml": b"rules = 1\n# two\n"}), ANA, WHEN, None)
    assert not (place / "docs").exists()
    assert (place / "board.toml").read_text() == "rules = 1\n# two\n"
    assert git(place, "status", "--porcelain") == ""


def test_row_65_a_merge_in_conflict_goes_on_and_keeps_the_record(place: Path) -> None:
    """Given unresolved conflicts, when a ballot is cast, then they are still there, and resolving keeps the ballot."""
    git(place, "checkout", "-q", "-b", "other")
    (place / "docs/notes.md").write_text("theirs\n")
    git(place, "commit", "-q", "-a", "-m", "Theirs")
    git(place, "checkout", "-q", "main")
    (place / "docs/notes.md").write_text("ours\n")
    git(place, "commit", "-q", "-a", "-m", "Ours")
    git(place, "merge", "other", check=False)
    put(opened(place), BALLOT)
    assert git(place, "status", "--porcelain").splitlines() == ["UU docs/notes.md"]
    store = opened(place)
    before, tip = user_state(place), store.tip()
    with pytest.raises(Refused) as refused:
        put(store, "docs/notes.md", b"the record\n")
    assert refused.value.findings[0].code in ("worktree.conflict", "worktree.edits")
    assert (user_state(place), store.tip()) == (before, tip)
    (place / "docs/notes.md").write_text("both\n")
    git(place, "commit", "-q", "-a", "-m", "Merge")
    assert git(place, "show", f"HEAD:{BALLOT}") == "data"
    healthy(place)


def test_a_branch_under_rebase_is_left_alone(place: Path) -> None:
    git(place, "checkout", "-q", "-b", "other")
    (place / "board.toml").write_text("theirs\n")
    git(place, "commit", "-q", "-a", "-m", "Theirs")
    git(place, "checkout", "-q", "main")
    (place / "board.toml").write_text("ours\n")
    git(place, "commit", "-q", "-a", "-m", "Ours")
    git(place, "rebase", "other", check=False)
    store = opened(place, "main")
    before, tip = user_state(place), store.tip()
    with pytest.raises(Refused) as refused:
        put(store, BALLOT)
    assert refused.value.findings[0].code == "worktree.rebase"
    assert (user_state(place), store.tip()) == (before, tip)
    git(place, "rebase", "--abort")
    put(store, BALLOT)
    assert git(place, "status", "--porcelain") == ""


def test_row_65_a_detached_head_is_untouched_while_the_branch_moves(place: Path) -> None:
    git(place, "checkout", "-q", "--detach")
    before = user_state(place)
    store = opened(place)
    written = put(store, BALLOT)
    assert store.branch == "main"
    assert store.sync_state().detached
    assert git(place, "rev-parse", "main") == written.commit
    assert user_state(place) == before


def test_another_branch_checked_out_is_untouched(place: Path) -> None:
    git(place, "checkout", "-q", "-b", "feature")
    (place / "board.toml").write_text("feature work\n")
    before = user_state(place)
    written = put(opened(place, "main"), BALLOT)
    assert git(place, "rev-parse", "main") == written.commit
    assert user_state(place) == before


def test_every_linked_work_tree_on_the_branch_comes_along(tmp_path: Path, place: Path) -> None:
    """Given the branch in a linked work tree and another branch in the main one, both are right after a record."""
    git(place, "checkout", "-q", "-b", "feature")
    linked = tmp_path / "linked"
    git(place, "worktree", "add", "-q", str(linked), "main")
    before = user_state(place)
    for start in (place, linked):
        put(opened(start, "main"), f"{BALLOT}{start.name}")
    assert user_state(place) == before
    assert git(linked, "status", "--porcelain") == ""
    assert (linked / f"{BALLOT}work").exists() and (linked / f"{BALLOT}linked").exists()
    healthy(place)


def test_a_work_tree_that_does_not_point_back_is_not_followed(tmp_path: Path, place: Path) -> None:
    """Given `worktrees/x/gitdir` naming somebody's home, when a record is written, then nothing is written there."""
    victim = tmp_path / "victim"
    victim.mkdir()
    fake = place / ".git/worktrees/fake"
    fake.mkdir(parents=True)
    (fake / "HEAD").write_text("ref: refs/heads/main\n")
    (fake / "commondir").write_text("../..\n")
    (fake / "gitdir").write_text(f"{victim}/.git\n")
    put(opened(place), BALLOT)
    assert list(victim.iterdir()) == []


def test_a_link_in_the_checkout_is_never_written_through(tmp_path: Path, place: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (place / "decisions").symlink_to(outside)
    store = opened(place)
    tip = store.tip()
    with pytest.raises(Refused) as refused:
        put(store, BALLOT)
    assert refused.value.findings[0].code == "worktree.edits"
    assert store.tip() == tip
    assert list(outside.iterdir()) == []


def test_the_first_commit_of_an_unborn_branch(tmp_path: Path) -> None:
    place = empty(tmp_path / "new")
    (place / "draft.md").write_text("draft\n")
    store = opened(place)
    assert (store.tip(), list(store.snapshot().paths()), store.log()) == ("", [], [])
    put(store, "board.toml")
    assert git(place, "status", "--porcelain") == "?? draft.md"
    assert git(place, "rev-list", "--count", "HEAD") == "1"


def test_packed_refs_and_objects_are_read(place: Path) -> None:
    put(opened(place), BALLOT)
    git(place, "gc", "-q")
    git(place, "pack-refs", "--all")
    assert not (place / ".git/refs/heads/main").exists()
    store = opened(place)
    assert store.snapshot().read(BALLOT) == b"data\n"
    put(store, "more.md")
    assert git(place, "show", "main:more.md") == "data"


def test_in_a_submodule_only_the_submodule_moves(tmp_path: Path, place: Path) -> None:
    whole = founded(tmp_path / "whole")
    git(whole, "submodule", "add", "-q", str(place), "governance")
    git(whole, "commit", "-q", "-m", "Add submodule")
    inner = whole / "governance"
    git(inner, "remote", "remove", "origin")
    before = git(whole, "rev-parse", "HEAD")
    put(opened(inner), BALLOT)
    assert git(inner, "status", "--porcelain") == ""
    assert git(whole, "rev-parse", "HEAD") == before
    assert (inner / BALLOT).exists()


def test_row_60_a_held_index_lock_is_explained_and_never_removed(place: Path) -> None:
    lock = place / ".git/index.lock"
    lock.write_bytes(b"")
    store = opened(place)
    tip = store.tip()
    with pytest.raises(Refused) as refused:
        put(store, BALLOT)
    assert refused.value.findings[0].code == "git.lock"
    assert "index.lock" in str(refused.value) and "delete that file" in str(refused.value)
    assert lock.exists() and store.tip() == tip
    lock.unlink()
    put(store, BALLOT)


def test_a_held_index_lock_is_nothing_to_a_branch_that_is_not_checked_out(place: Path) -> None:
    git(place, "checkout", "-q", "-b", "feature")
    (place / ".git/index.lock").write_bytes(b"")
    assert put(opened(place, "main"), BALLOT).commit == git(place, "rev-parse", "main")


@pytest.mark.parametrize(("seconds", "age"), [(0, " seconds"), (600, "10 minutes"), (3 * 86_400, "72 hours")])
def test_row_60_a_stale_ref_lock_is_explained_with_its_age(place: Path, seconds: int, age: str) -> None:
    """Given a lock that a crash left, then it is named with its age and stays; without it the same act succeeds."""
    git(place, "checkout", "-q", "--detach")
    lock = place / ".git/refs/heads/main.lock"
    lock.write_bytes(b"")
    os.utime(lock, (time.time() - seconds, time.time() - seconds))
    store = opened(place)
    before = user_state(place)
    with pytest.raises(Refused) as refused:
        put(store, BALLOT)
    assert refused.value.findings[0].code == "git.lock"
    assert all(words in str(refused.value) for words in (str(lock), age, "delete that file"))
    assert lock.exists() and user_state(place) == before
    lock.unlink()
    put(store, BALLOT)


def test_row_69_a_clock_that_is_behind_the_history_is_told(place: Path) -> None:
    """Given a commit of tomorrow, when somebody writes today, then hers comes after it, and she is told."""
    store, tomorrow = opened(place), WHEN + timedelta(days=1)
    store.write(says({"a.md": b"a"}), ANA, tomorrow, None)
    written = store.write(says({"b.md": b"b"}), ANA, WHEN, None)
    assert [note for note in written.notes if "later than the clock here" in note]
    assert git(place, "diff", "--name-only", "main~1", "main") == "b.md"
    assert store.write(says({"c.md": b"c"}), ANA, tomorrow, None).notes == ()


def test_an_uncommitted_edit_is_told_only_when_asked(place: Path) -> None:
    store = opened(place)
    assert not store.sync_state(work_tree=True).dirty
    (place / "board.toml").write_text("edited\n")
    assert not store.sync_state().dirty
    assert store.sync_state(work_tree=True).dirty


def test_writing_starts_as_many_processes_in_a_large_tree_as_in_a_small_one(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given ten or hundreds of files, when a ballot is cast, then git is started equally often."""
    from board.store.git import Git

    started: list[str] = []
    start = Git._start

    def counted(self: Git, arguments: tuple[str, ...], quiet: bool = False) -> object:
        started.append(arguments[0])
        return start(self, arguments, quiet)

    monkeypatch.setattr(Git, "_start", counted)
    store = opened(place)
    counts = []
    for number, size in enumerate((10, 300)):
        many: dict[str, bytes | None] = {f"proposals/2026/{size}-{n}.md": b"%d" % n for n in range(size)}
        store.write(says(many), ANA, WHEN, None)
        started.clear()
        put(store, f"{BALLOT}{number}")
        counts.append(len(started))
    assert counts[0] == counts[1] <= 6


def test_a_scratch_repository_is_written_without_waiting_for_the_disk(place: Path) -> None:
    """Given a repository that can be made again, when it is opened as such, then records are the same, only quicker."""
    written = put(open_repository(place, durable=False), BALLOT)
    assert git(place, "show", f"{written.commit}:{BALLOT}") == "data"
    assert git(place, "status", "--porcelain") == ""
    healthy(place)
