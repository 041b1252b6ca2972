"""Finding a repository, and saying in words why one cannot be used."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from board.core.finding import ExitStatus, Refused
from board.store import env
from board.store import git as runner
from board.store import place as places
from tests.store.tools import empty, founded, git, opened, put, user_state


def refusal(where: Path, branch: str = "") -> Refused:
    """What opening says."""
    with pytest.raises(Refused) as refused:
        opened(where, branch)
    return refused.value


def code(refused: Refused) -> str:
    """The first finding's code."""
    return refused.findings[0].code


def test_it_is_found_from_any_folder_below(tmp_path: Path) -> None:
    place = founded(tmp_path / "work")
    (place / "a/b").mkdir(parents=True)
    store = opened(place / "a/b")
    assert store.place.work_tree == place
    assert store.tip() == git(place, "rev-parse", "HEAD")
    assert store.branch == "main"


def test_a_linked_work_tree_shares_the_repository(tmp_path: Path) -> None:
    place = founded(tmp_path / "work")
    git(place, "worktree", "add", "-q", "-b", "side", str(tmp_path / "side"))
    store = opened(tmp_path / "side")
    assert (store.branch, store.key[-16:]) == ("side", opened(place).key[-16:])
    assert store.place.common == place / ".git"
    assert store.place.work_tree == tmp_path / "side"


def test_bare_repositories_and_the_inside_of_git_are_found(tmp_path: Path) -> None:
    bare = empty(tmp_path / "bare.git", bare=True)
    assert opened(bare).place.work_tree is None
    assert opened(bare / "objects").place.common == bare
    place = founded(tmp_path / "work")
    assert opened(place / ".git").place.work_tree == place


def test_no_repository_says_what_to_do(tmp_path: Path) -> None:
    refused = refusal(tmp_path)
    assert code(refused) == "repository.none"
    assert "board demo" in str(refused)
    assert code(refusal(tmp_path / "nowhere")) == "repository.missing"


def test_a_broken_pointer_is_explained(tmp_path: Path) -> None:
    (tmp_path / "wt").mkdir()
    (tmp_path / "wt/.git").write_text("gitdir: /nowhere/at/all\n")
    assert code(refusal(tmp_path / "wt")) == "repository.broken"
    (tmp_path / "wt/.git").write_bytes(b"\xff\0garbage")
    assert code(refusal(tmp_path / "wt")) == "repository.broken"


def test_a_shallow_and_a_partial_clone_are_told_apart(tmp_path: Path) -> None:
    """Given history or contents that are missing, when it is opened, then the answer is cannot tell, with the fix."""
    source = founded(tmp_path / "source")
    (source / "more.md").write_text("more\n")
    git(source, "add", "-A")
    git(source, "commit", "-q", "-m", "More")
    git(source, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{source}", "shallow")
    git(tmp_path, "clone", "-q", "--filter=blob:none", f"file://{source}", "partial")
    shallow, partial = refusal(tmp_path / "shallow"), refusal(tmp_path / "partial")
    assert (code(shallow), code(partial)) == ("git.shallow", "git.partial")
    assert shallow.status == partial.status == ExitStatus.CANNOT_TELL
    assert "unshallow" in str(shallow)


def test_a_planted_shallow_file_is_refused(tmp_path: Path) -> None:
    place = founded(tmp_path / "work")
    (place / ".git/shallow").write_text(git(place, "rev-parse", "HEAD") + "\n")
    assert code(refusal(place)) == "git.shallow"


def test_row_70_object_names_we_cannot_compute_are_refused_at_once(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "--object-format=sha256", "new")
    git(tmp_path / "new", "commit", "-q", "--allow-empty", "-m", "Begin")
    before = user_state(tmp_path / "new")
    refused = refusal(tmp_path / "new")
    assert (code(refused), refused.status) == ("git.sha256", ExitStatus.CANNOT_TELL)
    assert "not supported" in str(refused) and user_state(tmp_path / "new") == before


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a directory away")
def test_row_47_a_repository_of_another_user_is_explained_and_nothing_is_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = founded(tmp_path / "work")
    monkeypatch.delenv("SUDO_UID", raising=False)
    for path in (place, place / ".git"):
        os.chown(path, 12345, 12345)
    refused = refusal(place)
    assert code(refused) == "repository.owner"
    assert f"safe.directory {place}" in str(refused)
    assert not (Path.home() / ".gitconfig").exists()
    with (place / ".git/config").open("a") as settings:  # the repository's own word does not count
        settings.write("[safe]\n\tdirectory = *\n")
    assert code(refusal(place)) == "repository.owner"
    (Path.home() / ".gitconfig").write_text(f"[safe]\n\tdirectory = {place}\n")
    told = env.reading(opened(place).place.trusted())
    assert opened(place).tip() and not {value for name, value in told.items() if value == "*"}, "nor is git told more"


def test_row_72_a_missing_git_names_the_version_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = founded(tmp_path / "work")
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    refused = refusal(place)
    assert code(refused) == "git.missing"
    assert "2.31" in str(refused)


def test_an_old_git_is_refused_before_it_reads_anything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = founded(tmp_path / "work")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/git").write_text(
        f'#!/bin/sh\n[ "$1" = version ] && echo git version 2.30.9 && exit\ntouch {tmp_path}/ran\n'
    )
    (tmp_path / "bin/git").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    refused = refusal(place)
    assert code(refused) == "git.old"
    assert "2.30" in str(refused) and "2.31" in str(refused)
    assert not (tmp_path / "ran").exists()


def test_a_git_beside_the_files_of_the_repository_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given "." on the search path and a program called git there, when the repository is opened, it never runs."""
    place = founded(tmp_path / "work")
    (place / "git").write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\necho git version 9.9\n")
    (place / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f".:{os.environ['PATH']}")
    monkeypatch.chdir(place)
    assert opened(place).tip()
    assert not (tmp_path / "ran").exists()


def test_a_git_that_hangs_is_ended_with_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/git").write_text(
        '#!/bin/sh\n[ "$1" = version ] && echo git version 2.40.0 && exit\nexec sleep 600\n'
    )
    (tmp_path / "bin/git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:/bin:/usr/bin")
    with pytest.raises(Refused) as refused:
        runner.Git(tmp_path, dict(os.environ)).call("fetch", timeout=0.2)
    assert code(refused.value) == "git.timeout"


@pytest.mark.parametrize("begins", ["echo some; ", "exec 1>&-; "], ids=["in the middle", "at its end"])
def test_a_git_that_hangs_over_a_long_answer_is_ended_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, begins: str
) -> None:
    """Given a listing that stops half way, or that never ends, then nobody waits for more of it without end."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/git").write_text(
        f'#!/bin/sh\n[ "$1" = version ] && echo git version 2.40.0 && exit\n{begins}exec sleep 20\n'
    )
    (tmp_path / "bin/git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:/bin:/usr/bin")
    monkeypatch.setattr(runner, "_TIMEOUT", 0.2)
    begun = time.monotonic()
    with pytest.raises(Refused) as refused:
        runner.Git(tmp_path, dict(os.environ)).some("ls-tree", most=100)
    assert code(refused.value) == "git.timeout"
    assert time.monotonic() - begun < 10


def test_what_git_says_is_clean_before_it_is_shown() -> None:
    said = runner.words(b"fatal: \x1b]0;owned\x07 bad \xe2\x80\xae name\r\nhint: use git pull\n")
    assert "\x1b" not in said and "\u202e" not in said and "\n" not in said
    assert "hint" not in said
    assert said.startswith("fatal: ")


def test_the_branch_is_the_one_checked_out_or_the_usual_one(tmp_path: Path) -> None:
    place = founded(tmp_path / "work")
    git(place, "checkout", "-q", "-b", "governance")
    assert opened(place).branch == "governance"
    assert opened(place, "main").branch == "main"
    assert opened(place).on("main").branch == "main"
    git(place, "checkout", "-q", "--detach")
    assert opened(place).branch == "main"
    git(place, "branch", "-m", "main", "master")
    assert opened(place).branch == "master"


def test_head_as_a_link_is_understood(tmp_path: Path) -> None:
    place = founded(tmp_path / "work")
    (place / ".git/HEAD").unlink()
    (place / ".git/HEAD").symlink_to("refs/heads/main")
    assert opened(place).branch == "main"


def test_revisions_are_named_as_users_name_them(tmp_path: Path) -> None:
    place = founded(tmp_path / "work")
    store = opened(place)
    first = store.tip()
    second = put(store, "a.md").commit
    git(place, "tag", "v1", first)
    assert store.resolve("v1") == store.resolve(first[:10]) == store.resolve("HEAD~1") == first
    assert store.resolve("main") == store.resolve("HEAD") == second
    with pytest.raises(Refused, match="no commit called nothing"):
        store.resolve("nothing")


def test_opening_and_naming_the_tip_starts_one_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = founded(tmp_path / "work")
    started: list[str] = []
    start = runner.Git._start

    def counted(self: runner.Git, arguments: tuple[str, ...], quiet: bool = False) -> object:
        started.append(arguments[0])
        return start(self, arguments, quiet)

    monkeypatch.setattr(runner.Git, "_start", counted)
    assert opened(place).tip()
    assert started == ["config"]


def test_settings_are_read_as_data_without_includes(tmp_path: Path) -> None:
    place = founded(tmp_path / "work")
    (tmp_path / "more").write_text('[remote "origin"]\n\turl = /elsewhere\n')
    git(place, "config", "include.path", str(tmp_path / "more"))
    found = places.find(place)
    assert found.setting("include.path") == str(tmp_path / "more")
    assert found.setting("remote.origin.url") == ""
