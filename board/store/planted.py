"""What lies below `.git` that git would follow or wait at: one look, before git's first call on a repository.

git opens its own files without asking what they are: it writes through a link and waits at a pipe without end. Whoever
prepared the repository chose both. So what git or this program reads or writes there is a plain file or a real folder,
or nothing is done at all. Only names and kinds are looked at, as the folders list them; `written_to` looks once more at
the few places that one ref is written to.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Callable, Iterable
from pathlib import Path

from board.core.finding import ExitStatus, Refused, refuse
from board.core.text import one_line
from board.store.files import read_small

_FOLDERS = frozenset(
    ("objects", "refs", "logs", "info", "worktrees", "reftable", "rebase-merge", "rebase-apply", "sequencer")
)
_FILES = frozenset(
    ("HEAD", "config", "config.worktree", "packed-refs", "shallow", "commondir", "gitdir", "board-index")
)
_FILES_TOO = re.compile(r"index|sharedindex\..*|.*_HEAD|(?:MERGE|BISECT|AUTO_MERGE|SQUASH)_.*", re.DOTALL)
_STORE = re.compile(r"[0-9a-f]{2}|info|pack")
_BESIDE = re.compile(r"tmp_.*|\.tmp-.*|maintenance\.lock|\.nfs.*|lost\+found", re.DOTALL)
"""What else lies among objects: what git leaves there while it writes, and what a disk of its own has."""
_WAITING = ("/proc/", "/sys/")
_OURS = "/refs/board/checkpoints"
"""Some folders for each checkpoint: git is asked for one only where refs are no files, and then `checkpoints` looks."""
_LARGEST_LIST = 1 << 20
_LARGEST_SETTINGS = 16 << 20
_MANY = 200

Listed = Callable[[Path], Iterable[tuple[str, str]]]
"""Given a file of settings: the names in it, in lower case but for the middle, each with its value."""


def look(git_dir: Path, common: Path) -> None:
    """Raise Refused where git would follow a link or wait at something, in a repository and in its work trees.

    Whatever leads to another repository half way (`commondir` of a work tree) is refused as well: git would read
    settings there that nobody looked at.
    """
    for top in dict.fromkeys((common, git_dir)):
        _own_files(top)
    if git_dir != common and (common / "commondir").exists():
        raise _odd(common / "commondir", "leads on to a third repository")
    for entry in _listed(common / "worktrees"):
        if not entry.is_dir(follow_symlinks=False):
            if entry.is_file(follow_symlinks=False):
                continue
            _refuse_standing(entry.path)
            continue
        _own_files(Path(entry.path))
        _leads_back(Path(entry.path), common)
    _objects(common / "objects", set())


def written_to(git_dir: Path, name: str) -> None:
    """Raise Refused where moving a ref would write through a link, or into what is no plain file."""
    for path in (name, "logs/HEAD", f"logs/{name}", "packed-refs"):
        at = git_dir
        parts = path.split("/")
        for number, part in enumerate(parts, 1):
            at = at / part
            try:
                mode = at.lstat().st_mode
            except OSError:
                break
            if not stat.S_ISDIR(mode) and not (number == len(parts) and stat.S_ISREG(mode)):
                if stat.S_ISREG(mode):
                    break  # a ref in the way of a folder: git has the words
                _refuse_standing(at)


def logs(common: Path) -> None:
    """Raise Refused where a log is no plain file; for a repository in which git, and not this program, moves refs."""
    _plain_below(str(common / "logs"))


def checkpoints(common: Path) -> None:
    """Raise Refused where a checkpoint is no plain file; for a repository in which git is asked for them."""
    _plain_below(f"{common}{_OURS}")


def read_on_the_way(top: Path, paths: Iterable[bytes]) -> None:
    """Raise Refused where git, on its way to these paths of a work tree, would wait at attributes or excludes."""
    folders = {b""}
    for path in paths:
        parts = path.split(b"/")[:-1]
        folders |= {b"/".join(parts[:depth]) for depth in range(1, len(parts) + 1)}
    for folder in sorted(folders):
        for name in (".gitattributes", ".gitignore"):
            file = top / os.fsdecode(folder) / name
            with contextlib.suppress(OSError):
                mode = file.stat().st_mode
                if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
                    raise _odd(file, "is no plain file")


def settings(files: Iterable[Path], listed: Listed) -> None:
    """Raise Refused where these settings, or settings they include, are no plain files of a size that settings have."""
    waiting, seen = list(files), set[str]()
    while waiting:
        file = waiting.pop()
        if (real := os.path.realpath(file)) in seen or not _settled(file):
            continue
        seen.add(real)
        if len(seen) > _MANY:
            raise _odd(file, "is one of more than 200 files of settings that include each other")
        for key, value in listed(file):
            if key == "include.path" or (key.startswith("includeif.") and key.endswith(".path")):
                waiting.append(_included(file, value))


def _included(file: Path, value: str) -> Path:
    """The file that an include names, counted from the one it stands in; as written, for a link may stand before `..`.

    Raises Refused for one that begins with a place which only git knows.
    """
    if value.startswith("%(prefix)"):
        raise _odd(file, "includes settings from below git's own folder, which this program does not read")
    named = Path(value)
    with contextlib.suppress(RuntimeError):  # nobody's home
        named = named.expanduser()
    return file.parent / named


def files_below(top: Path) -> list[Path]:
    """The plain files below a folder, sorted; no link is followed, the first step included."""
    found, waiting = [], [str(top)] if not top.is_symlink() else []
    while waiting:
        for entry in _listed(waiting.pop()):
            if entry.is_dir(follow_symlinks=False):
                waiting.append(entry.path)
            elif entry.is_file(follow_symlinks=False):
                found.append(entry.path)
    return [Path(path) for path in sorted(found)]


def _settled(file: Path) -> bool:
    """Whether there is something to read; raises Refused for what is no plain file."""
    try:
        facts = file.stat()
    except (OSError, ValueError):
        return False
    if stat.S_ISDIR(facts.st_mode):
        return False  # git says so itself, and goes on
    real = os.path.realpath(file)
    if not stat.S_ISREG(facts.st_mode) or real.startswith(_WAITING):
        raise _odd(file, "is read as settings, and is no plain file")
    if facts.st_size > _LARGEST_SETTINGS:
        raise _odd(file, "is read as settings, and is larger than settings are")
    return True


def _own_files(top: Path) -> None:
    """What lies directly in a directory of git's, and below its folders."""
    for entry in _listed(top):
        name = entry.name
        if name in _FOLDERS:
            if entry.is_dir(follow_symlinks=False):
                if name == "info":
                    _only_read(entry.path)
                elif name not in ("objects", "logs", "worktrees"):
                    _plain_below(entry.path, frozenset((f"{top}{_OURS}",)))
            elif name != "objects" and not entry.is_file(follow_symlinks=False):
                _refuse_standing(entry.path)
        elif name in _FILES or _FILES_TOO.fullmatch(name):
            _plain(entry)


def _plain(entry: os.DirEntry[str]) -> None:
    if entry.is_file(follow_symlinks=False) or entry.is_dir(follow_symlinks=False):
        return
    if entry.is_symlink() and entry.name == "HEAD":
        target = str(Path(entry.path).readlink())  # the way HEAD was stored long ago
        if target.startswith("refs/") and ".." not in target.split("/"):
            return
    if entry.is_symlink() and entry.name == "index" and _leads_to_a_file(entry.path):
        return
    _refuse_standing(entry.path)


def _only_read(folder: str) -> None:
    """`info`: a link to a plain file is read there, and nothing is ever written."""
    for entry in _listed(Path(folder)):
        plain = entry.is_file(follow_symlinks=False) or entry.is_dir(follow_symlinks=False)
        if not plain and not (entry.is_symlink() and _leads_to_a_file(entry.path)):
            _refuse_standing(entry.path)


def _leads_to_a_file(path: str) -> bool:
    try:
        return stat.S_ISREG(Path(path).stat().st_mode) and not os.path.realpath(path).startswith(_WAITING)
    except OSError:
        return True  # it leads nowhere, and there is nothing to read


def _plain_below(top: str, passed: frozenset[str] = frozenset()) -> None:
    """Every file below a folder is plain, but for what lies below the folders `passed`."""
    waiting = [top]
    while waiting:
        for entry in _listed(waiting.pop()):
            if entry.is_file(follow_symlinks=False):
                continue
            if not entry.is_dir(follow_symlinks=False):
                _refuse_standing(entry.path)
            elif entry.path not in passed:
                waiting.append(entry.path)


def _objects(top: Path, seen: set[str]) -> None:
    """Objects, and those that are borrowed from elsewhere.

    The folder may lie on another disk, behind a link, if it holds objects and nothing else: git writes there.
    """
    real = os.path.realpath(top)
    if real in seen:
        return
    seen.add(real)
    if len(seen) > _MANY:
        raise _odd(top, "is one of more than 200 places that objects are borrowed from")
    moved = top.is_symlink()
    for entry in _listed(top):
        if _STORE.fullmatch(entry.name):
            if not entry.is_dir(follow_symlinks=False):
                _refuse_standing(entry.path)
                continue
            _plain_below(entry.path)
        elif moved and not _BESIDE.fullmatch(entry.name):
            _refuse_standing(str(top))
    for line in _borrowed(top / "info" / "alternates"):
        if line.startswith('"'):
            raise _odd(top / "info" / "alternates", "names a folder in quotes, which this program does not read")
        for place in _lent(real, line):
            _objects(Path(place), seen)


def _lent(top: str, line: str) -> Iterable[str]:
    """The folders that git may borrow from by a line of its list: counted from where the objects really lie.

    Newer ones follow a link before a `..` that stands behind it, older ones take both away.
    """
    named = str(Path(top) / line)
    try:
        return [place for place in {os.path.realpath(named), os.path.normpath(named)} if Path(place).is_dir()]
    except OSError as error:
        raise _odd(
            Path(top) / "info/alternates", f"names what no disk has ({(error.strerror or '').lower()})"
        ) from None


def _borrowed(file: Path) -> list[str]:
    try:
        told = read_small(file, _LARGEST_LIST)
    except FileNotFoundError:
        return []
    if told is None:
        raise _odd(file, "is no plain file of a size that such lists have")
    return [line for line in os.fsdecode(told).split("\n") if line and not line.startswith("#") and "\0" not in line]


def _leads_back(tree: Path, common: Path) -> None:
    """A work tree belongs to the repository it lies in."""
    try:
        told = read_small(tree / "commondir", _LARGEST_LIST)
    except FileNotFoundError:
        return  # git knows no work tree there
    place = os.fsdecode(told or b"").rstrip("\r\n")  # a space belongs to the name
    if told is None or "\0" in place or os.path.realpath(tree / place) != os.path.realpath(common):
        raise _odd(tree / "commondir", "leads to another repository than the one it lies in")


def _listed(folder: str | Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise _odd(Path(folder), f"cannot be looked into ({(error.strerror or 'no reason').lower()})") from None


def _refuse_standing(path: str | Path) -> None:
    """Raise Refused for what is not of the kind that belongs there; what vanished since is no danger to git either."""
    try:
        mode = os.lstat(path).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return
    kinds = ((stat.S_ISLNK, "a link"), (stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"), (stat.S_ISREG, "a file"))
    kind = next((word for is_it, word in kinds if is_it(mode)), "a device")
    raise _odd(Path(path), f"is {kind}, where git keeps plain files and folders of its own")


def _odd(path: Path, what: str) -> Refused:
    return refuse(
        "repository.planted",
        f"{one_line(str(path))} {what}. git would follow it or wait at it, so this repository is not used.",
        "Clone it anew from its server and use the new one. If you put that there yourself, put the plain file or "
        "folder in its place.",
        status=ExitStatus.CANNOT_TELL,
    )
