"""A remote that is a directory of this machine is prepared by whoever prepared the clone: nothing of it runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.core.finding import Refused
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
