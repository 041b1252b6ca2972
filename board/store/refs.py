"""Refs: read from their files where that is safe, moved by `update-ref` with the value they must still have."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from board.core.finding import ExitStatus, Refused, refuse
from board.core.text import one_line
from board.store.files import read_small, sync_folder
from board.store.git import Answer, Git, failed, no_space
from board.store.place import Place
from board.store.planted import files_below, written_to

NONE = "0" * 40
_ID = re.compile(r"[0-9a-f]{40}")
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f~^:?*\[\\]|\.\.|@\{|//")
_REVISION = re.compile(r"[\w./+#][\w./+#-]{0,199}(?:~\d{1,6}|\^)?")
_LIMIT = 4096
_PACKED = 256 << 20
_STEPS = 6  # git itself goes no further from ref to ref


def is_id(text: str) -> bool:
    """Whether this is a full object id."""
    return bool(_ID.fullmatch(text))


def check_branch(name: str) -> str:
    """A branch name that cannot be taken for an option or leave its folder; raises Refused otherwise."""
    parts = name.split("/")
    wrong = (
        not name
        or name == "@"
        or len(name.encode("utf-8", "replace")) > 200
        or name.startswith("-")
        or _FORBIDDEN.search(name)
        or any(not part or part.startswith(".") or part.endswith((".", ".lock")) for part in parts)
    )
    if wrong:
        raise refuse(
            "branch.name",
            f"“{one_line(name, 80)}” cannot be the name of a branch.",
            "Use letters, digits, dots, dashes and slashes.",
        )
    return name


def head(git_dir: Path) -> tuple[str, str]:
    """What HEAD says in one work tree: (branch, "") when it is on a branch, ("", commit) when it is detached."""
    file = git_dir / "HEAD"
    target = str(file.readlink()) if file.is_symlink() else ""  # the way HEAD was stored long ago
    text = f"ref: {target}" if target else _text(file)
    if text.startswith("ref: refs/heads/"):
        return text.removeprefix("ref: refs/heads/"), ""
    return "", text if is_id(text) else ""


class Refs:
    """The refs of one repository."""

    def __init__(self, git: Git, place: Place, *, durable: bool = True) -> None:
        """Without `durable`, a move does not wait for the disk."""
        self._git = git
        self._durable = durable
        self._common = place.common
        self._on_files = place.setting("extensions.refstorage") in ("", "files")

    def get(self, name: str) -> str:
        """The commit a ref stands on, or ""; `name` in full, as in refs/heads/main."""
        if not self._on_files:
            return self._asked(name)
        text = _text(self._common / name)
        if text.startswith("ref: "):
            return self._asked(name)
        return text if is_id(text) else self._packed().get(name, "")

    def resolve(self, revision: str) -> str:
        """The commit a user's word names, or ""; only names and ids, none of git's little languages."""
        if not _REVISION.fullmatch(revision) or ".." in revision:
            return ""
        return self._asked(revision)

    def under(self, prefix: str) -> dict[str, str]:
        """All refs below a folder, as full name to commit."""
        if not self._on_files:
            listed = self._git.ask("for-each-ref", "--format=%(refname) %(objectname)", prefix).decode(
                "utf-8", "replace"
            )
            return dict(line.split(" ", 1) for line in listed.splitlines())
        found = {name: commit for name, commit in self._packed().items() if name.startswith(prefix)}
        for file in files_below(self._common / prefix.rstrip("/")):
            text = _text(file)
            if is_id(text):
                found[file.relative_to(self._common).as_posix()] = text
        return found

    def move(self, name: str, new: str, old: str, why: str, keep: tuple[int, ...] = ()) -> bool:
        """Set a ref from `old` ("" for none yet) to `new` ("" to delete it); False when it no longer stood on `old`.

        git keeps the descriptors `keep` open until it has ended. Raises Refused where it would write through a link.
        """
        for each in self._leading(name):
            written_to(self._common, each)
        command = f"update {name}\0{new}\0{old or NONE}\0" if new else f"delete {name}\0{old}\0"
        git = replace(self._git, keep=keep)
        answer = git.call("update-ref", "--stdin", "-z", "--create-reflog", "-m", why, stdin=command.encode())
        if answer.code == 0:
            if self._durable:  # git syncs what a ref says, not the folder that knows its name
                sync_folder((self._common / name).parent)
            return True
        if no_space(answer.complaint):
            raise failed("update-ref", answer)
        if self.get(name) != old:
            return False
        raise self._stuck(name, answer)

    def create(self, refs: Mapping[str, str], why: str) -> None:
        """Set refs that are not there yet, by one command; where git takes them not all, those that it takes.

        Raises Refused where it would write through a link; what stands for another ref is no new one.
        """
        for name in refs:
            written_to(self._common, name)
        commands = "".join(f"option no-deref\0create {name}\0{new}\0" for name, new in refs.items())
        answer = self._git.call("update-ref", "--stdin", "-z", "--create-reflog", "-m", why, stdin=commands.encode())
        if answer.code != 0 and no_space(answer.complaint):
            raise failed("update-ref", answer)
        if answer.code != 0 and len(refs) > 1:  # names that this disk cannot tell apart, or one that came meanwhile
            pairs = list(refs.items())
            for half in (pairs[: len(pairs) // 2], pairs[len(pairs) // 2 :]):
                self.create(dict(half), why)

    def _leading(self, name: str) -> list[str]:
        """A ref and, where it stands for another, that one: git moves the last."""
        names = [name]
        while len(names) < _STEPS and (text := _text(self._common / names[-1])).startswith("ref: "):
            names.append(text.removeprefix("ref: ").strip())
        return names

    def _stuck(self, name: str, answer: Answer) -> Refused:
        for lock in (self._common / f"{name}.lock", self._common / "packed-refs.lock"):
            if lock.exists():
                return lock_held(lock)
        return failed("update-ref", answer)

    def _asked(self, name: str) -> str:
        answer = self._git.call("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        return answer.out.decode("ascii", "replace").strip() if answer.code == 0 else ""

    def _packed(self) -> dict[str, str]:
        try:
            packed = read_small(self._common / "packed-refs", _PACKED) or b""
        except OSError:
            return {}
        lines = packed.decode("utf-8", "surrogateescape").splitlines()
        pairs = (line.partition(" ") for line in lines if line[:1] not in ("#", "^"))
        return {name: commit for commit, _, name in pairs if is_id(commit)}


def lock_held(lock: Path) -> Refused:
    """A refusal that names a lock file, how old it is, and when it may be removed; we never remove another's lock."""
    try:
        seconds = max(0, int(time.time() - lock.stat().st_mtime))
    except OSError:
        seconds = 0
    age = f"{seconds} seconds" if seconds < 120 else f"{seconds // 60} minutes"
    if seconds >= 7200:
        age = f"{seconds // 3600} hours"
    return refuse(
        "git.lock",
        f"Another git command holds {one_line(str(lock))}, for {age} now. Nothing was changed.",
        "Wait until it ends and try again. If no git command is running any more, delete that file.",
        status=ExitStatus.CANNOT_TELL,
    )


def _text(file: Path) -> str:
    try:
        return (read_small(file, _LIMIT) or b"").decode("utf-8", "surrogateescape").strip()
    except OSError:
        return ""
