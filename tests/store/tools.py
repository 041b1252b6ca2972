"""Real repositories for the tests of the store, and a few words for what they do with them."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from board.store.base import Change, Person, Snapshot, Store, Written
from board.store.repository import GitStore, open_repository

ANA = Person("Ana Lindqvist", "ana@hollowoak.example")
BEN = Person("Ben Okafor", "ben@hollowoak.example")
WHEN = datetime(2026, 10, 8, 14, 3, 11, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]


def git(where: Path, *arguments: str, stdin: bytes = b"", check: bool = True) -> str:
    """What the user's own git says, with the settings of nobody but the repository."""
    own = {"GIT_AUTHOR_NAME": "Mo", "GIT_AUTHOR_EMAIL": "mo@hollowoak.example", "GIT_COMMITTER_NAME": "Mo"}
    own |= {"GIT_COMMITTER_EMAIL": "mo@hollowoak.example", "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null"}
    done = subprocess.run(
        ["git", "-c", "protocol.file.allow=always", *arguments],
        cwd=where,
        input=stdin,
        capture_output=True,
        env=os.environ | own,
        check=False,
    )
    if check and done.returncode:
        raise AssertionError(f"git {' '.join(arguments)}: {done.stderr.decode()}")
    return done.stdout.decode("utf-8", "surrogateescape").rstrip("\n")


def empty(where: Path, *, bare: bool = False) -> Path:
    """A repository without a commit, on main."""
    where.mkdir(parents=True)
    git(where, "init", "-q", "-b", "main", *(["--bare"] if bare else []))
    return where


def founded(where: Path, files: Mapping[str, str] | None = None) -> Path:
    """A repository whose user has made one commit."""
    empty(where)
    for path, text in (files or {"board.toml": "rules = 1\n", "docs/notes.md": "notes\n"}).items():
        (where / path).parent.mkdir(parents=True, exist_ok=True)
        (where / path).write_text(text, "utf-8")
    git(where, "add", "-A")
    git(where, "commit", "-q", "-m", "Begin")
    return where


def shared_remote(where: Path, clones: int = 1) -> tuple[Path, list[Path]]:
    """A bare remote with one commit, and clones of it."""
    source = founded(where / "source")
    git(where, "clone", "-q", "--bare", str(source), str(where / "remote.git"))
    remote = where / "remote.git"
    for number in range(clones):
        git(where, "clone", "-q", str(remote), str(where / f"clone{number}"))
    return remote, [where / f"clone{number}" for number in range(clones)]


def known(place: Path) -> Path:
    """The user's own git settings name a directory: its hooks may run as her."""
    with (Path.home() / ".gitconfig").open("a") as settings:
        settings.write(f"[safe]\n\tdirectory = {place}\n")
    return place


def change(files: Mapping[str, bytes | None], message: str = "Record", *, once: bool = False) -> Change:
    """A change; with `once`, its files must not exist yet."""
    return Change(files, message, tuple(files) if once else ())


def says(
    files: Mapping[str, bytes | None], message: str = "Record", *, once: bool = False
) -> Callable[[Snapshot], Change]:
    """A make function that always asks for the same."""
    return lambda snapshot: change(files, message, once=once)


def put(
    store: Store,
    path: str,
    data: bytes | None = b"data\n",
    author: Person = ANA,
    *,
    member: str = "",
    queue: bool = False,
) -> Written:
    """Write one file."""
    return store.write(says({path: data}, f"Write {path}"), author, WHEN, None, member=member, queue=queue)


def opened(where: Path, branch: str = "") -> GitStore:
    """The store of a repository."""
    return open_repository(where, branch)


def healthy(where: Path) -> None:
    """No object is broken or missing, and nothing was lost on the way."""
    said = git(where, "fsck", "--full", "--strict", "--no-dangling")
    assert said == "", said


def user_state(where: Path) -> dict[str, str]:
    """Digests of the user's index and HEAD, and of every file of hers that git does not keep."""
    git_dir = Path(git(where, "rev-parse", "--absolute-git-dir"))
    found = {name: _digest(git_dir / name) for name in ("index", "HEAD", "MERGE_HEAD") if (git_dir / name).exists()}
    for file in sorted(where.rglob("*")):
        if file.is_file() and ".git" not in file.relative_to(where).parts and git_dir not in file.parents:
            found[str(file.relative_to(where))] = _digest(file)
    return found


def python(script: str, *arguments: str, environment: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Another process of this program."""
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        env=os.environ | {"PYTHONPATH": str(ROOT)} | dict(environment or {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
