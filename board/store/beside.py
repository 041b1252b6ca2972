"""A remote that is a directory of this machine: git works there as the user, with that directory's own settings.

Whoever prepares a repository can lay the remote beside it, and all of it belongs to whoever unpacks it. So a push runs
none of its hooks and nothing that its settings name, and where it has hooks that would be left out the push is refused,
unless the user's own git settings name the directory.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from board.core.finding import ExitStatus, refuse
from board.core.text import one_line
from board.store import planted
from board.store.place import Place, at, foreign, settings_in, trusted_by_user

SERVED = "--receive-pack=git-receive-pack"
"""What receives on a server, and in a directory that the user's settings name."""
_BLANK = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.alternateRefsCommand=",
    "receive.autogc=false",
    "receive.denyCurrentBranch=refuse",  # a work tree brought along would run its filters
)
_ALONE = f"--receive-pack=git {' '.join(f'-c {setting}' for setting in _BLANK)} receive-pack"
_HOOKS = (
    *("pre-receive", "update", "post-receive", "post-update"),
    *("reference-transaction", "push-to-checkout", "proc-receive"),
)


def check(path: Path, name: str, own: Iterable[Path]) -> str:
    """The directory a remote's path names; `own` are the opened repository's.

    Raises Refused for one inside of these, for one of another user, and where git would follow a link or wait.
    """
    target = Path(os.path.realpath(path))
    there = _found(target)
    places = (target, *(there.trusted() if there else (target / ".git",)))
    if any(each.is_relative_to(inside) for each in places for inside in own):
        raise refuse(
            "remote.inside",
            f"The remote {one_line(name)} lies inside the repository itself, so it is not used.",
            "Move it beside the repository, or name another remote.",
            status=ExitStatus.CANNOT_TELL,
        )
    if foreign(places) is not None:
        raise refuse(
            "remote.owner",
            f"The remote {one_line(name)} is a directory of another user of this machine, and its hooks would "
            "run as you, so it is not used.",
            _naming(target),
            status=ExitStatus.CANNOT_TELL,
        )
    if there is not None and not trusted_by_user(places):
        planted.look(there.git_dir, there.common)
        planted.logs(there.common)
        planted.settings((there.common / "config", there.git_dir / "config.worktree"), settings_in)
    return str(target)


def receiving(target: str, name: str) -> str:
    """How git is told to receive at a place that was checked; raises Refused where hooks would be left out."""
    there = _found(Path(target))
    if there is None or trusted_by_user((Path(target), *there.trusted())):
        return SERVED
    hooks = [hook for hook in _HOOKS if os.access(there.common / "hooks" / hook, os.X_OK)]
    if any(key == "core.hookspath" for key, _ in settings_in(there.common / "config")):
        hooks.append("core.hooksPath")
    if hooks:
        raise refuse(
            "remote.hooks",
            f"The remote {one_line(name)} is a directory of this machine with hooks ({', '.join(hooks)}), which would "
            "run as you, so nothing was sent.",
            _naming(Path(target)),
            status=ExitStatus.CANNOT_TELL,
        )
    return _ALONE


def _found(target: Path) -> Place | None:
    """The repository at a remote's path, where git looks for it: as it is named, else with `.git` behind it."""
    return at(target) or at(Path(f"{target}.git"))


def _naming(target: Path) -> str:
    return f"If you know it, run: git config --global --add safe.directory {one_line(str(target))}"
