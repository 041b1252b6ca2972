"""Where a repository is: found by looking at files, so that nothing in it is run to find it."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from board.core.finding import ExitStatus, Refused, refuse
from board.core.text import one_line
from board.store import env, planted
from board.store.files import read_small
from board.store.git import Git

_GITFILE_LIMIT = 8192


@dataclass(frozen=True, slots=True)
class Place:
    """One repository on disk.

    `git_dir` belongs to the work tree we stand in, `common` is shared by all of them (the same for a plain clone);
    `work_tree` is None in a bare repository. `settings` are the repository's own configuration as data.
    """

    git_dir: Path
    common: Path
    work_tree: Path | None
    settings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def own(self) -> Path:
        """Our folder inside the repository: journal, state, lock, and a demo's keys."""
        return self.common / "board"

    def setting(self, key: str) -> str:
        """The last value of a setting, as git would take it, or ""; section and name in lower case."""
        return (self.settings.get(key) or ("",))[-1]

    def trusted(self) -> tuple[Path, ...]:
        """The directories whose owner was checked."""
        return tuple(dict.fromkeys(path for path in (self.common, self.git_dir, self.work_tree) if path))


def find(directory: Path) -> Place:
    """The repository at or above a directory; raises Refused when there is none or it is not ours to trust."""
    try:
        start = directory.resolve(strict=True)
    except OSError as error:
        words = f"{one_line(str(directory))}: {error.strerror}."
        mistyped = isinstance(error, FileNotFoundError | NotADirectoryError)
        status = ExitStatus.WRONG_USE if mistyped else ExitStatus.CANNOT_TELL
        raise refuse("repository.missing", words, "Name a repository with -C.", status=status) from None
    for here in (start, *start.parents):
        place = at(here)
        if place is not None:
            _check_owner(place)
            planted.look(place.git_dir, place.common)
            return _with_settings(place)
    raise refuse(
        "repository.none",
        f"{one_line(str(start))} is not inside a git repository.",
        "Go to a repository, name one with -C, found a board here with `board init`, or look around with `board demo`.",
        status=ExitStatus.WRONG_USE,
    )


def at(here: Path) -> Place | None:
    """The repository in exactly this directory, as found; nothing of it is looked at yet."""
    dot_git = here / ".git"
    if dot_git.is_dir() and _is_git_dir(dot_git):
        return opened(dot_git.resolve(), here)
    if dot_git.is_file():
        target = pointer(dot_git, "gitdir: ")
        if target is None or not _is_git_dir(target):
            raise refuse(
                "repository.broken",
                f"{one_line(str(dot_git))} points to a repository that is not there.",
                "If this is a linked work tree, run `git worktree repair` in its main repository.",
                status=ExitStatus.CANNOT_TELL,
            )
        return opened(target, here)
    if _is_git_dir(here):
        return opened(here, None if here.name != ".git" else here.parent)
    return None


def opened(git_dir: Path, work_tree: Path | None) -> Place:
    """The repository with this directory of git's; raises Refused where it says itself to be part of none."""
    if not (git_dir / "commondir").is_file():
        return Place(git_dir, git_dir, work_tree)
    common = pointer(git_dir / "commondir", "")
    if common is None:
        raise refuse(
            "repository.broken",
            f"{one_line(str(git_dir / 'commondir'))} names no directory that this program can read.",
            "If this is a linked work tree, run `git worktree repair` in its main repository.",
            status=ExitStatus.CANNOT_TELL,
        )
    return Place(git_dir, common, work_tree)


def _is_git_dir(path: Path) -> bool:
    if not (path / "HEAD").is_file() and not (path / "HEAD").is_symlink():
        return False
    if (path / "commondir").is_file():
        return True
    return (path / "objects").is_dir() and (path / "refs").is_dir()


def pointer(file: Path, prefix: str) -> Path | None:
    """The directory a pointer file names, relative to where the file lies; each byte of the name counts, as for git."""
    try:
        text = os.fsdecode(read_small(file, _GITFILE_LIMIT, links=True) or b"").rstrip("\r\n")
    except OSError:
        return None
    if not text.startswith(prefix) or text == prefix or "\0" in text:
        return None
    return Path(os.path.realpath(file.parent / text[len(prefix) :]))


def _with_settings(place: Place) -> Place:
    own: dict[str, tuple[str, ...]] = {}
    tops = dict.fromkeys((place.common, place.git_dir, *(place.common / "worktrees").glob("*")))

    def listed(file: Path) -> list[tuple[str, str]]:
        pairs = settings_in(file)
        if file == place.common / "config":
            for key, value in pairs:
                own[key] = (*own.get(key, ()), value)
        return pairs

    planted.settings((place.common / "config", *(top / "config.worktree" for top in tops)), listed)
    found = Place(place.git_dir, place.common, place.work_tree, own)
    if found.setting("extensions.refstorage") not in ("", "files"):
        planted.checkpoints(place.common)  # then git is asked for them
    if place.work_tree is None or found.setting("core.bare").lower() != "true" or place.git_dir != place.common:
        return found
    return Place(found.git_dir, found.common, None, found.settings)


def settings_in(file: Path) -> list[tuple[str, str]]:
    """A file of settings as plain data, without following includes; git knows no repository while it reads."""
    listed = Git(None, env.reading()).call("config", "--file", str(file), "--no-includes", "--null", "--list")
    entries = (entry.partition("\n") for entry in os.fsdecode(listed.out).split("\0"))  # names keep their bytes
    return [(key, value) for key, _, value in entries if key]


def foreign(paths: Iterable[Path]) -> Path | None:
    """The first of these paths that belongs to another user, unless the user's own git settings trust one of them."""
    mine = {os.geteuid()}
    if os.geteuid() == 0 and os.environ.get("SUDO_UID", "").isdigit():
        mine.add(int(os.environ["SUDO_UID"]))
    there = tuple(path for path in paths if path.exists())
    found = next((path for path in there if path.stat().st_uid not in mine), None)
    return None if found is None or trusted_by_user(there) else found


def _check_owner(place: Place) -> None:
    """Refuse a repository that belongs to somebody else, unless the user's own git settings already trust it."""
    found = foreign(place.trusted())
    if found is not None:
        raise _not_ours(found, place)


def trusted_by_user(paths: Collection[Path], *, by_name: bool = False) -> bool:
    """Whether the user's own git settings name one of these directories, or, unless `by_name`, all there are."""
    listed = Git(None, env.own_settings()).call("config", "--show-scope", "--null", "--get-all", "safe.directory")
    fields = listed.out.decode("utf-8", "replace").split("\0")
    chosen: set[str] = set()
    for scope, value in zip(fields[::2], fields[1::2], strict=False):
        if scope in ("system", "global"):
            chosen = chosen | {value.rstrip("/")} if value else set()
    return ("*" in chosen and not by_name) or bool(set(map(str, paths)) & chosen)


def _not_ours(path: Path, place: Place) -> Refused:
    top = place.work_tree or place.common
    return refuse(
        "repository.owner",
        f"{one_line(str(path))} belongs to another user of this machine, so its settings are not trusted.",
        f"If you know this repository, run: git config --global --add safe.directory {one_line(str(top))}",
        status=ExitStatus.CANNOT_TELL,
    )
