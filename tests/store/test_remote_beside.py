"""A remote that is a directory of this machine is prepared by whoever prepared the clone: nothing of it runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from board.core.finding import Refused
from board.store import beside
from tests.store.test_hostile import HOOKS
from tests.store.tools import git, known, opened, put, shared_remote


def armed(folder: Path) -> Path:
    """A program that leaves a mark."""
    trap = folder / "trap"
    trap.write_text(f"#!/bin/sh\ntouch '{folder}/fired'\nexit 0\n")
    trap.chmod(0o755)
    return trap


def refused(clone: Path) -> tuple[str, str]:
    with pytest.raises(Refused) as error:
        put(opened(clone), "a.md", member="ana", queue=True)
    (finding,) = error.value.findings
    return finding.code, finding.fix


@pytest.mark.parametrize("address", ["../remote.git", "../remote"])
def test_row_42_no_hook_of_a_remote_beside_the_clone_runs(tmp_path: Path, address: str) -> None:
    """Given a folder with a clone and its remote full of hooks, when somebody records there, then none runs.

    Neither is a guard of her own left out unseen: she reads which hooks there are, and how to have them run.
    """
    remote, (clone,) = shared_remote(tmp_path)
    trap = armed(tmp_path)
    git(clone, "config", "remote.origin.url", address)
    (remote / "hooks").mkdir(exist_ok=True)
    for name in HOOKS:
        (remote / "hooks" / name).write_bytes(trap.read_bytes())
        (remote / "hooks" / name).chmod(0o755)
    before = git(remote, "rev-parse", "main")
    opened(clone).fetch()
    code, fix = refused(clone)
    assert code == "remote.hooks" and "safe.directory" in fix
    assert (git(remote, "rev-parse", "main"), (tmp_path / "fired").exists()) == (before, False)
    known(Path("*"))
    assert refused(clone)[0] == "remote.hooks", "to trust whatever there is names nobody"
    known(remote.parent / Path(address).name)
    put(opened(clone), "a.md")
    assert (tmp_path / "fired").exists(), "whoever knows the directory has its hooks run"


def test_row_42_hooks_that_the_remotes_settings_name_do_not_run(tmp_path: Path) -> None:
    remote, (clone,) = shared_remote(tmp_path)
    git(remote, "config", "core.hooksPath", str(tmp_path))
    armed(tmp_path).rename(tmp_path / "pre-receive")
    assert refused(clone)[0] == "remote.hooks"
    (remote / "more").write_text(f"[core]\n\thooksPath = {tmp_path}\n\talternateRefsCommand = {tmp_path}/pre-receive\n")
    git(remote, "config", "--unset", "core.hooksPath")
    git(remote, "config", "include.path", "more")
    written = put(opened(clone), "a.md")
    assert git(remote, "rev-parse", "main") == written.commit
    assert not (tmp_path / "fired").exists()


def test_row_42_a_remotes_log_is_not_written_through_a_link(tmp_path: Path) -> None:
    """Given a remote beside the clone whose log is a link to a file of hers, then nothing is sent and it stays."""
    remote, (clone,) = shared_remote(tmp_path)
    (tmp_path / "hers").write_text("# hers\n")
    git(remote, "config", "core.logAllRefUpdates", "always")
    (remote / "logs/refs/heads").mkdir(parents=True)
    (remote / "logs/refs/heads/main").symlink_to(tmp_path / "hers")
    assert refused(clone)[0] == "repository.planted"
    assert (tmp_path / "hers").read_text() == "# hers\n"


def by_the_path(remote: Path, evil: Path) -> None:
    remote.write_text(f"gitdir: {evil.name}\n")


def by_the_path_with_git_behind_it(remote: Path, evil: Path) -> None:
    remote.with_name("remote.git.git").write_text(f"gitdir: {evil.name}\n")


def by_a_work_tree(remote: Path, evil: Path) -> None:
    remote.mkdir()
    (remote / ".git").write_text(f"gitdir: ../{evil.name}\n")


def by_a_name_that_ends_in_a_space(remote: Path, evil: Path) -> None:
    git(evil.parent, "clone", "-q", "--bare", str(evil), "plain")
    for hook in (evil.parent / "plain/hooks").iterdir():
        hook.unlink()
    evil.rename(evil.parent / "plain ")
    remote.mkdir()
    (remote / ".git").write_text("gitdir: ../plain \n")


def behind_one_that_git_takes_for_none(remote: Path, evil: Path) -> None:
    evil.rename(remote)
    for folder in ("objects", "refs"):
        (remote / ".git" / folder).mkdir(parents=True)
    (remote / ".git/HEAD").write_text("nothing\n")


WAYS = (
    by_the_path,
    by_the_path_with_git_behind_it,
    by_a_work_tree,
    by_a_name_that_ends_in_a_space,
    behind_one_that_git_takes_for_none,
)


@pytest.mark.parametrize("way", WAYS)
def test_row_42_whatever_way_git_enters_a_remote_no_hook_there_runs(tmp_path: Path, way: Callable[..., None]) -> None:
    """Given a remote's path by which git enters a repository elsewhere, when somebody records, then no hook runs."""
    remote, (clone,) = shared_remote(tmp_path)
    trap = armed(tmp_path)
    for name in HOOKS:
        (remote / "hooks").mkdir(exist_ok=True)
        (remote / "hooks" / name).write_bytes(trap.read_bytes())
        (remote / "hooks" / name).chmod(0o755)
    before = git(remote, "rev-parse", "main")
    evil = remote.rename(tmp_path / "evil.git")
    way(remote, evil)
    code, fix = refused(clone)
    assert code in ("remote.hooks", "remote.address") and ("safe.directory" in fix or "set-url" in fix)
    entered = next(one for one in (tmp_path / "plain ", evil, remote) if one.exists())
    assert (git(tmp_path, f"--git-dir={entered}", "rev-parse", "main"), (tmp_path / "fired").exists()) == (
        before,
        False,
    )


def test_row_42_where_no_repository_is_found_no_hook_runs_either(tmp_path: Path) -> None:
    """Given a remote's path at which nothing lies yet, then git is told to receive without hooks all the same."""
    assert "core.hooksPath=/dev/null" in beside.receiving(str(tmp_path / "none"), "origin")
    assert beside.receiving(str(known(tmp_path / "none")), "origin") == beside.SERVED


def test_a_bare_remote_with_a_clone_of_the_same_name_beside_it_is_not_mixed_up(tmp_path: Path) -> None:
    """Given a clone and a bare repository with hooks beside it, then a record goes to the one that git enters."""
    remote, (clone,) = shared_remote(tmp_path)
    git(tmp_path, "clone", "-q", str(remote), "remote")
    git(tmp_path / "remote", "checkout", "-q", "-b", "side")
    armed(tmp_path).rename(remote / "hooks/pre-receive")
    git(clone, "config", "remote.origin.url", "../remote")
    written = put(opened(clone), "a.md")
    assert git(tmp_path / "remote", "rev-parse", "main") == written.commit
