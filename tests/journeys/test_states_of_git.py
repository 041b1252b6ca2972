"""Whatever state git is in: my ballot arrives, and my branch, index and files stay as they were."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

import pytest

from tests.journeys.command import Board, good, sound
from tests.journeys.command import git as run_git
from tests.journeys.conftest import PROPOSALS, Example

BALLOT = "decisions/2026/0015-search-shorter-pieces/ballots/ana-1.toml"
DOCUMENT = "proposals/2026/0017-dictation-for-handover.md"


def git(where: Path, *arguments: str) -> str:
    return run_git(where, "-c", "user.name=Ana", "-c", "user.email=ana@hollowoak.example", *arguments)


def cast(board: Board) -> None:
    """Vote, and see the ballot at the tip."""
    assert good(board("vote", "15", "approve", "--json")).data["pushed"]
    assert good(board("show", "15", "--json")).data["my_ballot"] == "approve"


def at_remote(example: Example) -> bool:
    return bool(git(example.remote, "ls-tree", "main", BALLOT))


def test_given_a_detached_head_it_stays_detached_where_it_was(example: Example) -> None:
    git(example.path, "checkout", "-q", "--detach", "main~3")
    head = git(example.path, "rev-parse", "HEAD")
    cast(example("ana"))
    assert git(example.path, "rev-parse", "HEAD") == head
    assert git(example.path, "rev-parse", "--abbrev-ref", "HEAD") == "HEAD"
    assert git(example.path, "status", "--short") == ""
    assert git(example.path, "rev-parse", "main") == git(example.remote, "rev-parse", "main")
    assert at_remote(example)


def test_given_another_branch_checked_out_it_is_left_alone(example: Example) -> None:
    git(example.path, "checkout", "-q", "-b", "mine")
    (example.path / "work.txt").write_text("half done\n")
    head = git(example.path, "rev-parse", "HEAD")
    cast(example("ana"))
    assert git(example.path, "rev-parse", "--abbrev-ref", "HEAD") == "mine"
    assert git(example.path, "rev-parse", "HEAD") == head
    assert git(example.path, "status", "--short") == "?? work.txt"
    assert not (example.path / BALLOT).exists()
    assert at_remote(example)


def test_given_staged_and_unstaged_edits_they_are_kept_to_the_byte_and_the_next_commit_drops_no_ballot(
    example: Example,
) -> None:
    document = example.path / DOCUMENT
    staged = document.read_text() + "\nStaged words.\n"
    document.write_text(staged)
    git(example.path, "add", DOCUMENT)
    document.write_text(staged + "Unstaged words.\n")
    (example.path / "new.txt").write_text("new\n")
    git(example.path, "add", "new.txt")
    (example.path / "loose.txt").write_text("loose\n")
    before = staging(example.path)

    cast(example("ana"))
    assert document.read_text() == staged + "Unstaged words.\n"
    assert (example.path / "loose.txt").read_text() == "loose\n"
    after = staging(example.path)
    assert {path: entry for path, entry in after.items() if path in before} == before
    assert set(after) - set(before) == {BALLOT}
    assert git(example.path, "status", "--short").splitlines() == ["A  new.txt", f"MM {DOCUMENT}", "?? loose.txt"]
    assert (example.path / BALLOT).is_file()

    git(example.path, "commit", "-qam", "All my work")
    assert git(example.path, "ls-tree", "HEAD", BALLOT)


def staging(where: Path) -> dict[str, str]:
    """What is staged: path → mode and blob."""
    entries = (line.partition("\t") for line in git(where, "ls-files", "--stage").splitlines())
    return {path: entry for entry, _, path in entries}


def test_given_nothing_that_the_board_moves_the_index_file_is_not_touched_at_all(example: Example) -> None:
    git(example.path, "checkout", "-q", "-b", "mine")
    (example.path / "staged.txt").write_text("staged\n")
    git(example.path, "add", "staged.txt")
    index = example.path / ".git" / "index"
    before = hashlib.sha256(index.read_bytes()).hexdigest()
    cast(example("ana"))
    good(example("ana")("list"))
    good(example("ana")("check", "proposals/2026/0013-release-heading-tagger.md"))
    assert hashlib.sha256(index.read_bytes()).hexdigest() == before


def test_given_a_local_file_where_the_ballot_goes_the_ballot_arrives_and_the_file_is_kept(example: Example) -> None:
    (example.path / BALLOT).write_text("mine, by chance\n")
    ran = good(example("ana")("vote", "15", "approve", "--json")).data
    assert ran["pushed"] and at_remote(example)
    assert (example.path / BALLOT).read_text() == "mine, by chance\n"
    assert any("stays where it was" in note for note in ran["notes"])


def test_given_a_linked_worktree_it_works_there_and_the_main_one_follows(example: Example, tmp_path: Path) -> None:
    linked = tmp_path / "linked"
    git(example.path, "worktree", "add", "-q", str(linked), "-b", "side", "main")
    (example.path / "loose.txt").write_text("loose\n")
    cast(example("ana", linked))
    assert git(linked, "rev-parse", "--abbrev-ref", "HEAD") == "side"
    assert git(linked, "status", "--short") == ""
    assert (example.path / BALLOT).is_file()
    assert git(example.path, "status", "--short") == "?? loose.txt"
    sound(example.path)


def test_given_a_folder_deep_inside_every_command_finds_the_repository(example: Example) -> None:
    deep = example.path / "decisions" / "2026"
    assert good(example("ana", deep)("list", "--json")).data["proposals"]
    cast(example("ana", deep))


def test_given_a_merge_conflict_in_progress_it_stays_as_it_is(example: Example) -> None:
    document = example.path / DOCUMENT
    git(example.path, "checkout", "-q", "-b", "side", "main~1")
    for branch in ("side", "other"):
        if branch == "other":
            git(example.path, "checkout", "-q", "-b", "other", "main~1")
        document.write_text(f"{branch}\n")
        git(example.path, "commit", "-qam", branch)
    merged = subprocess.run(["git", "-C", str(example.path), "-c", "user.name=A", "-c", "user.email=a@b.example",
                             "merge", "side"], capture_output=True, check=False)  # fmt: skip
    assert merged.returncode == 1
    before = git(example.path, "status", "--porcelain=v2")
    cast(example("ana"))
    assert git(example.path, "status", "--porcelain=v2") == before
    assert "<<<<<<<" in document.read_text()


def test_given_git_variables_of_another_repository_they_are_ignored(example: Example, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.mkdir()
    git(victim, "init", "-q", "-b", "main")
    (victim / "file").write_text("x\n")
    git(victim, "add", ".")
    git(victim, "commit", "-qm", "Theirs")
    marker = tmp_path / "ran"
    index = (victim / ".git" / "index").read_bytes()
    ana = example("ana").given(
        GIT_DIR=str(victim / ".git"),
        GIT_WORK_TREE=str(victim),
        GIT_INDEX_FILE=str(victim / ".git" / "index"),
        GIT_OBJECT_DIRECTORY=str(victim / ".git" / "objects"),
        GIT_NAMESPACE="elsewhere",
        GIT_CONFIG_COUNT="2",
        GIT_CONFIG_KEY_0="core.fsmonitor",
        GIT_CONFIG_VALUE_0=f"touch {marker}; false",
        GIT_CONFIG_KEY_1="core.hooksPath",
        GIT_CONFIG_VALUE_1=str(tmp_path),
        GIT_CONFIG_PARAMETERS=f"'core.sshCommand=touch {marker}'",
        GIT_SSH_COMMAND=f"touch {marker}",
        GIT_EXTERNAL_DIFF=f"touch {marker}",
        GIT_PAGER=f"touch {marker}",
        GIT_TRACE=str(tmp_path / "trace"),
    )
    theirs = git(victim, "rev-parse", "HEAD")
    assert len(good(ana("list", "--json")).data["proposals"]) == PROPOSALS
    cast(ana)
    assert at_remote(example)
    assert git(victim, "rev-parse", "HEAD") == theirs
    assert (victim / ".git" / "index").read_bytes() == index
    assert git(victim, "status", "--short") == ""
    assert not marker.exists()


def test_given_a_bare_repository_it_can_be_read_and_voted_in_but_not_drafted_in(example: Example) -> None:
    bare = example.path / ".git" / "board"
    (example.remote / "board").mkdir(exist_ok=True)
    for file in (bare / "demo").iterdir():
        target = example.remote / "board" / "demo" / file.name
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(file.read_bytes())
        target.chmod(0o600)
    ana = example("ana", example.remote)
    assert len(good(ana("list", "--json")).data["proposals"]) == PROPOSALS
    ran = ana("new", "model-adopt", "A title")
    assert ran.status == 1
    assert "no work tree" in ran.err
    assert "Clone it and work there." in ran.err
    good(ana("vote", "15", "approve"))
    assert at_remote(example)


@pytest.mark.parametrize("lock", ["index.lock", "refs/heads/main.lock"])
def test_given_a_lock_left_behind_the_record_arrives_or_the_lock_is_named(example: Example, lock: str) -> None:
    file = example.path / ".git" / lock
    file.write_bytes(b"")
    ran = example("ana")("vote", "15", "approve", "--json")
    assert good(ran).data["pushed"]
    assert at_remote(example)
    assert any(".lock" in note for note in ran.data["notes"]), ran.data["notes"]
    assert file.exists(), "a lock that may be alive is never deleted"
    file.unlink()
    good(example("ana")("sync"))
    assert git(example.path, "rev-parse", "main") == git(example.remote, "rev-parse", "main")
    assert git(example.path, "status", "--short") == ""
