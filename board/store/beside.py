"""A remote that is a directory of this machine: git works there as the user, with that directory's own settings.

Whoever prepares a repository can lay the remote beside it, and all of it belongs to whoever unpacks it. So a push runs
none of its hooks and nothing that its settings name, and where it has hooks that would be left out the push is refused,
unless the user's own git settings name the directory.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from pathlib import Path

from board.core.finding import ExitStatus, refuse
from board.core.text import one_line
from board.store import planted
from board.store.files import read_small
from board.store.place import Place, foreign, opened, pointer, settings_in, trusted_by_user

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
_TRIED = ("/.git", "", ".git/.git", ".git")
"""What git puts behind a remote's path until something is there: `enter_repo` in its path.c."""


def check(path: Path, name: str, own: Iterable[Path]) -> str:
    """The directory a remote's path names; `own` are the opened repository's.

    Raises Refused for one inside of these, for one of another user, for a file, and where git would follow a link or
    wait.
    """
    target = Path(os.path.realpath(path))
    found = _entered(target, name)
    places = (target, target / ".git", *(each for place in found for each in place.trusted()))
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
    if found and not _known(target, found):
        for there in found:
            planted.look(there.git_dir, there.common)
            planted.logs(there.common)
            planted.settings((there.common / "config", there.git_dir / "config.worktree"), settings_in)
    return str(target)


def receiving(target: str, name: str) -> str:
    """How git is told to receive at a place that was checked; raises Refused where hooks would be left out.

    Only what the user's own settings name is served as a server is: not what was found to be no repository either.
    """
    found = _entered(Path(target), name)
    if _known(Path(target), found):
        return SERVED
    hooks: dict[str, None] = {}
    for there in found:
        hooks |= dict.fromkeys(hook for hook in _HOOKS if os.access(there.common / "hooks" / hook, os.X_OK))
        if any(key == "core.hookspath" for key, _ in settings_in(there.common / "config")):
            hooks["core.hooksPath"] = None
    if hooks:
        raise refuse(
            "remote.hooks",
            f"The remote {one_line(name)} is a directory of this machine with hooks ({', '.join(hooks)}), which would "
            "run as you, so nothing was sent.",
            _naming(Path(target)),
            status=ExitStatus.CANNOT_TELL,
        )
    return _ALONE


def _entered(target: Path, name: str) -> tuple[Place, ...]:
    """The repositories that git may enter at a remote's path, in its own order, up to the first that it surely does.

    Raises Refused where it would enter by a file: at the path itself that is a bundle, or leads anywhere.
    """
    found: list[Place] = []
    for suffix in _TRIED:
        here = Path(f"{target}{suffix}")
        tree = here.parent if suffix.endswith("/.git") else None
        if here.is_file():
            led = pointer(here, "gitdir: ") if tree else None
            if led is None:
                raise refuse(
                    "remote.address",
                    f"The remote {one_line(name)} leads to a file, {one_line(str(here))}, so it is not used.",
                    f"Name the directory of the repository: git remote set-url {one_line(name)} DIRECTORY",
                    status=ExitStatus.CANNOT_TELL,
                )
            found.append(opened(led, tree))
            break
        if os.path.lexists(here / "HEAD"):
            found.append(opened(here.resolve(), tree))
            if _surely(found[-1]):
                break
    return tuple(found)


def _surely(place: Place) -> bool:
    """Whether git takes this for a repository; in doubt not, and what it would try next is looked at as well."""
    try:
        said = read_small(place.git_dir / "HEAD") or b""
    except OSError:
        return False
    folders = (place.common / "objects", place.common / "refs")
    return said.startswith(b"ref: refs/") and all(each.is_dir() and os.access(each, os.X_OK) for each in folders)


def _known(target: Path, found: Collection[Place]) -> bool:
    """Whether the user's own git settings name the path of the remote, or what git may enter there.

    That they trust whatever there is, as in a container, is said of owners; it asks no program of a stranger in.
    """
    entered = (trusted_by_user(each.trusted(), by_name=True) for each in found)
    return trusted_by_user((target,), by_name=True) or (bool(found) and all(entered))


def _naming(target: Path) -> str:
    return f"If you know it, run: git config --global --add safe.directory {one_line(str(target))}"
