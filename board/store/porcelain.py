"""Founding and copying repositories, for `board init` and `board demo`: the one module that uses GitPython.

It is loaded only when called. GitPython takes over the whole process environment, so ours stands there meanwhile; it
expands no variables in paths, and nothing that a user typed is passed where an option could be.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from board.core.finding import ExitStatus, Refused, refuse
from board.core.text import one_line
from board.store import env
from board.store.git import no_space, program
from board.store.refs import check_branch

_ENVIRONMENT = threading.Lock()


def init(directory: Path, branch: str = "main", *, bare: bool = False) -> Path:
    """Make an empty repository and return its directory; an existing one is refused."""
    place = directory.absolute()
    if (place / ".git").exists() or (place / "HEAD").exists():
        raise refuse("repository.exists", f"{one_line(str(place))} is a repository already; nothing was changed.")
    with _git() as git:
        place.mkdir(parents=True, exist_ok=True)
        shape = ["--bare"] if bare else []
        git.cmd.Git("/").init("--quiet", f"--initial-branch={check_branch(branch)}", *shape, "--", str(place))
    return place


def add_remote(directory: Path, name: str, address: Path) -> None:
    """Name a repository on this machine as a remote."""
    with _git() as git, contextlib.closing(_open(git, directory)) as repo:
        repo.create_remote(check_branch(name), str(address.absolute()))


def clone(source: Path, target: Path, branch: str = "", *, bare: bool = False) -> Path:
    """Copy a repository of this machine with its whole history, running nothing of the source's."""
    options = [*([f"--branch={check_branch(branch)}"] if branch else []), *(["--bare"] if bare else [])]
    with _git() as git:
        safe = ("--quiet", "--no-local", "--upload-pack=git-upload-pack", "--template=", "--no-recurse-submodules")
        git.cmd.Git("/").clone(*safe, *options, "--", str(source.absolute()), str(target.absolute()))
    return target.absolute()


def remotes(directory: Path) -> dict[str, str]:
    """The remotes by name, with their addresses."""
    with _git() as git, contextlib.closing(_open(git, directory)) as repo:
        return {str(remote.name): str(next(iter(remote.urls), "")) for remote in repo.remotes}


def branches(directory: Path) -> tuple[str, ...]:
    """The local branches."""
    with _git() as git, contextlib.closing(_open(git, directory)) as repo:
        return tuple(sorted(str(head.name) for head in repo.heads))


def _open(git: ModuleType, directory: Path) -> Any:
    return git.Repo(str(directory.absolute()), expand_vars=False)


@contextlib.contextmanager
def _git() -> Iterator[ModuleType]:
    """GitPython in our environment, its errors as refusals in words."""
    found = program()
    with _ENVIRONMENT, _in_our_environment(found):
        try:
            import git
        except ImportError as error:
            raise refuse("git.missing", f"GitPython cannot work here: {one_line(str(error), 200)}.") from None
        try:
            yield git
        except (git.GitError, OSError, ValueError) as error:
            raise _said(error) from None


@contextlib.contextmanager
def _in_our_environment(found: str) -> Iterator[None]:
    before = dict(os.environ)
    # The user's settings stay out; git may discover bare repositories here, because they are our own.
    ours = env.configured([("safe.bareRepository", "all")], env.reading())
    os.environ.clear()
    os.environ.update(ours | {"GIT_PYTHON_GIT_EXECUTABLE": found, "GIT_TEMPLATE_DIR": ""})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _said(error: Exception) -> Refused:
    told = one_line(str(getattr(error, "stderr", "") or error), 400)
    code = "disk.full" if no_space(told) else "git.failed"
    return refuse(code, f"git could not do it: {told}", status=ExitStatus.CANNOT_TELL)
