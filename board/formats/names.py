"""Names of governed files that some machine, or some eye, takes for another name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache

from board.core.finding import Finding, Severity, Where
from board.core.layout import CHARTER, Layout

DEPTH_LIMIT = 8
LENGTH_LIMIT = 255
"""Bytes of one component: what common file systems hold."""
PATH_LIMIT = 800
"""Bytes of a whole path below the top folder: macOS takes 1,024, and some go to where the work tree lies."""
GOVERNED = ("proposals", "decisions", "checklists", "registers", "incidents", "meetings", "templates", "acts")
_OWN = frozenset((*GOVERNED, "policy.toml"))
_DEVICES = re.compile(r"(?i)(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?")
_IGNORED_BY_DISKS = re.compile("[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]")
_PASSED_OVER = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\ufffc\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""What some disks leave out of a name (Apple's HFS+ those of the line above), and eyes everywhere.

Unicode's Default_Ignorable_Code_Point, and two that are drawn as nothing: blank braille and the object's place.
"""
_DOT_GITMODULES = re.compile(r"(?:\.gitmodules|gitmod~[1-4]|gi7eba~[1-9][0-9]?)[. ]*")
_NOT_ON_WINDOWS = re.compile(r'[<>:"|?*\\]|[. ]$')


def odd_names(paths: Iterable[str], layout: Layout) -> tuple[Finding, ...]:
    """A finding for each governed path that is too long or too deep, no name on Windows, or another's twin."""
    below = _governed(layout)
    found: list[Finding] = []
    twins: dict[str, str] = {}
    for path in paths:
        if path != CHARTER and not path.startswith(below):
            continue
        found.extend(_of_one(path))
        other = twins.setdefault(folded(path), path)
        if other != path:
            message = f"The name differs from {other} only in capitals or in how its letters are composed."
            why = "On some machines the two are one file, and one of them is lost."
            found.append(Finding("twin-name", message, Severity.ERROR, Where(path), why, "Rename one of them."))
    return tuple(found)


def unread_names(unread: Mapping[str, str], layout: Layout, paths: Collection[str]) -> tuple[Finding, ...]:
    """A finding for each governed path that is not read as a file at all; `unread` says why, by name made fit to show.

    What is a file all the same is only easily confused with another: `odd_names` tells those.
    """
    fix = "Rename it, or put a plain file in its place; then it is read."
    lost = "The board does not see it: it is listed nowhere and counts for nothing."
    return tuple(
        Finding("odd-name", f"This is no file of the board: {why}.", Severity.ERROR, Where(path), lost, fix)
        for path, why in unread.items()
        if path.startswith(_governed(layout)) and path not in paths
    )


def twin_of(path: str, layout: Layout) -> str:
    """Which of the board's own folders, or board.toml, or policy.toml, some machine takes this path to lie in.

    They differ in capitals, in how letters are composed or how wide they are, in characters that nobody sees, or in
    spaces and dots at the end; "" for every other path.
    """
    root = [part for part in layout.at("").split("/") if part]
    for depth, part in enumerate(path.rstrip("/").split("/")[: len(root) + 1]):
        own = _OWN if depth == len(root) else frozenset((root[depth],))
        if depth == 0:
            own |= {CHARTER}
        if part not in own:
            seen = _as_seen(part)
            other = next((each for each in own if _as_seen(each) == seen), "")
            return "/".join((*root[:depth], other)) if other else ""
    return ""


def own_twins(paths: Iterable[str], layout: Layout) -> tuple[Finding, ...]:
    """A finding for each file or folder that some machine takes for one of the board's own, whosever it is."""
    found: dict[str, Finding] = {}
    for path in paths:
        if other := twin_of(path, layout):
            top = "/".join(path.split("/")[: other.count("/") + 1])
            message = f"The name differs from the board's own {other} only in what some disks or eyes pass over."
            why = "A Mac may take the two for one. What lies there counts for nothing; `board verify` names changes."
            fix = "A member gives it another name, also where it has nothing to do with the board."
            found.setdefault(top, Finding("twin-name", message, Severity.ERROR, Where(top), why, fix))
    return tuple(found.values())


def no_name(path: str) -> str:
    """Why no file of the board's own may have this name, in words; "" where it may."""
    for part in path.split("/"):
        if part in ("", ".", "..") or is_dot_git(part):
            return f"{path} stands for another place."
        if _DEVICES.fullmatch(part) or "\\" in part:
            return f"{path} is no file on Windows."
        if len(part.encode("utf-8", "surrogateescape")) > LENGTH_LIMIT:
            return f"A name of more than {LENGTH_LIMIT} bytes is more than disks hold."
    return ""


def is_dot_git(part: str) -> bool:
    """Whether a name is `.git`, or a spelling that macOS and Windows take for it or for a path into it."""
    bare = _IGNORED_BY_DISKS.sub("", part).casefold()
    return any(each.partition(":")[0].rstrip(". ") in (".git", "git~1") for each in bare.split("\\"))


def folded(name: str) -> str:
    """The form in which two names that a disk may take for one are equal."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


@lru_cache(maxsize=4096)
def _as_seen(name: str) -> str:
    """The form in which two names are equal that some disk or some eye may take for one."""
    return folded(_PASSED_OVER.sub("", unicodedata.normalize("NFKC", name)).rstrip(". "))


def stands_elsewhere(name: bytes) -> bool:
    """Whether a name in a folder stands for another place, or for the folder that git keeps its own files in."""
    if name in (b"", b".", b".."):
        return True
    plain = name.isascii() and b"git" not in name.lower()  # as good as all names: spared a closer look
    return not plain and is_dot_git(name.decode("utf-8", "replace"))


def astray(name: bytes, link: bool = False, at: bytes = b"") -> bool:
    """Whether no work tree takes a name in the folder `at` (with its slash): it stands elsewhere, or no disk holds it.

    Of a link also whether it lies where git reads which other repositories to fetch: git follows no link there.
    """
    if len(name) > LENGTH_LIMIT or len(at) + len(name) > PATH_LIMIT or stands_elsewhere(name):
        return True
    return link and _is_dot_gitmodules(name.decode("utf-8", "replace"))


def why_astray(path: bytes) -> str:
    """What is wrong with a path that no work tree takes, in words that go on from the path."""
    if any(stands_elsewhere(part) for part in path.split(b"/")):
        return "a name under which git keeps its own files or that leads out of the folder"
    if len(path) > PATH_LIMIT or any(len(part) > LENGTH_LIMIT for part in path.split(b"/")):
        return "a name that is longer than disks hold"
    return "a link in the place of a file that git itself reads"


def _is_dot_gitmodules(part: str) -> bool:
    """Whether a name is `.gitmodules`, or a spelling that macOS and Windows take for it."""
    bare = _IGNORED_BY_DISKS.sub("", part).casefold()
    return any(_DOT_GITMODULES.fullmatch(each.partition(":")[0]) for each in bare.split("\\"))


def _governed(layout: Layout) -> tuple[str, ...]:
    return tuple(layout.at(f"{folder}/") for folder in GOVERNED)


def _of_one(path: str) -> Iterator[Finding]:
    parts = path.split("/")
    longest = max(len(part.encode("utf-8", "surrogateescape")) for part in parts)
    if len(parts) > DEPTH_LIMIT or longest > LENGTH_LIMIT:
        message = f"The name is longer than {LENGTH_LIMIT} bytes, or lies more than {DEPTH_LIMIT} folders deep."
        yield _finding("long-name", message, path, Severity.WARNING)
    if any(_DEVICES.fullmatch(part) or _NOT_ON_WINDOWS.search(part) for part in parts):
        yield _finding("windows-name", "No file can have this name on Windows.", path, Severity.WARNING)


def _finding(code: str, message: str, path: str, severity: Severity) -> Finding:
    return Finding(
        code, message, severity, Where(path), "Some members could not check the repository out.", "Rename it."
    )
