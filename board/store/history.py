"""History of the tip: which commits, by whom, touching what. It informs; verdicts come from `trust`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from board.core.finding import ExitStatus, refuse
from board.store.base import Commit, Snapshot
from board.store.objects import read_commit
from board.store.refs import is_id
from board.store.tools import Tools


def log(tools: Tools, paths: Sequence[str] = (), limit: int = 0) -> list[Commit]:
    """Commits of the tip, newest first, each with all the paths it changed; narrowed to files or folders when given.

    A merge shows what it brought in. Two processes, whatever the length.
    """
    ids = _ids(tools, paths, limit)
    if not ids:
        return []
    bodies = tools.batch.get(ids)
    changed = _changed(tools, ids)
    return [read_commit(i, bodies[i].body, changed.get(i, ())) for i in ids if i in bodies]


def introductions(tools: Tools, under: str = "") -> dict[str, str]:
    """For each file that was ever added below a folder (or at a path), the latest commit that added it."""
    ids = _ids(tools, [under] if under else [], 0)
    folder = under.rstrip("/")
    found: dict[str, str] = {}
    for commit, lines in _differences(tools, ids):
        for status, path in lines:
            if status == "A" and (not folder or path == folder or path.startswith(f"{folder}/")):
                found.setdefault(path, commit)
    return found


def find_commit(tools: Tools, paths: Sequence[str], wanted: Callable[[Snapshot], bool]) -> str:
    """The newest commit touching `paths` whose files satisfy `wanted`, or ""."""
    return next((i for i in _ids(tools, paths, 0) if wanted(tools.snapshot(i))), "")


def _ids(tools: Tools, paths: Sequence[str], limit: int) -> list[str]:
    tip = tools.tip
    if not tip:
        return []
    options = ["--full-history"] if paths else []
    if limit > 0:
        options.append(f"--max-count={limit}")
    named = [path.rstrip("/") for path in paths]
    out = tools.git.ask("rev-list", *options, "--end-of-options", tip, "--", *named)
    return out.decode("ascii", "replace").split()


def _changed(tools: Tools, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for commit, lines in _differences(tools, ids):
        found[commit] = tuple(dict.fromkeys((*found.get(commit, ()), *(path for _, path in lines))))
    return found


def _differences(tools: Tools, ids: Sequence[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """For each commit its changed paths with their status letter, against its first parent; strictly parsed."""
    asked = "".join(f"{commit}\n" for commit in ids).encode()
    out = tools.git.ask(
        *("diff-tree", "--stdin", "-r", "-z", "--root", "--raw", "--no-abbrev", "--no-renames", "--no-ext-diff"),
        *("--no-textconv", "--diff-merges=first-parent"),
        stdin=asked,
    )
    found: list[tuple[str, list[tuple[str, str]]]] = []
    fields = iter(out.split(b"\0"))
    for field in fields:
        text = field.decode("ascii", "replace")
        if is_id(text):
            found.append((text, []))
        elif text.startswith(":") and found and text.count(" ") == 4:
            found[-1][1].append((text.rpartition(" ")[2][:1], next(fields, b"").decode("utf-8", "replace")))
        elif text:
            raise refuse(
                "git.history",
                "git told the history in a form this program does not know.",
                "Check that git is not replaced by another program.",
                status=ExitStatus.CANNOT_TELL,
            )
    return found
