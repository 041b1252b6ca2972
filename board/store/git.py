"""Running git: fixed argument lists, a known environment, a time limit, and its words made fit to read."""

from __future__ import annotations

import contextlib
import functools
import io
import os
import re
import select
import shutil
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from board.core.finding import ExitStatus, Refused, refuse
from board.core.text import one_line

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer

NEEDED = (2, 31)
_TIMEOUT = 120.0
_VERSION = re.compile(r"(\d+)\.(\d+)")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a git process said: exit status, output, and its complaint, raw and as clean text on one line."""

    code: int
    out: bytes
    complaint: str
    err: bytes = b""


@dataclass(frozen=True, slots=True)
class Git:
    """git on one directory of repository data, named outright, so that nothing is discovered on the way.

    Without a directory it runs where no repository is, for the user's own settings. Each command keeps the descriptors
    `keep` open: a lock among them is held until git has ended, even if this program is killed before it.
    """

    git_dir: Path | None
    env: Mapping[str, str]
    work_tree: Path | None = None
    keep: tuple[int, ...] = ()

    def call(self, *arguments: str, stdin: bytes = b"", timeout: float = _TIMEOUT) -> Answer:
        """Run one command; the caller judges the exit status."""
        process = self._start(arguments)
        try:
            out, err = process.communicate(stdin, timeout=timeout)
        except subprocess.TimeoutExpired:
            stop(process)
            raise _silent(arguments[0], timeout) from None
        except BaseException:
            stop(process)
            raise
        return Answer(process.returncode, out, words(err), err)

    def ask(self, *arguments: str, stdin: bytes = b"", timeout: float = _TIMEOUT) -> bytes:
        """Run one command that must succeed, and return its output."""
        answer = self.call(*arguments, stdin=stdin, timeout=timeout)
        if answer.code != 0:
            raise failed(arguments[0], answer)
        return answer.out

    def some(self, *arguments: str, most: int) -> bytes | None:
        """The output of one command that must succeed; None, once it is more than `most` bytes.

        It is stopped once it says nothing for as long as another command has for its whole answer.
        """
        process = self._start(arguments)
        try:
            out = io.BufferedReader(Patient(process, _TIMEOUT)).read(most + 1)
            if len(out) > most:
                stop(process)
                return None
            _, said = process.communicate(timeout=_TIMEOUT)
        except (TimeoutError, subprocess.TimeoutExpired):
            stop(process)
            raise _silent(arguments[0], _TIMEOUT) from None
        except BaseException:
            stop(process)
            raise
        if process.returncode != 0:
            raise failed(arguments[0], Answer(process.returncode, out, words(said), said))
        return out

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a long-lived command whose complaints nobody reads."""
        return self._start(arguments, quiet=True)

    def _start(self, arguments: tuple[str, ...], quiet: bool = False) -> subprocess.Popen[bytes]:
        where = [f"--git-dir={self.git_dir}"] if self.git_dir else []
        if self.work_tree is not None:
            where.append(f"--work-tree={self.work_tree}")
        try:
            return subprocess.Popen(
                [program(), "--no-pager", *where, *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL if quiet else subprocess.PIPE,
                env=dict(self.env),
                cwd=self.work_tree or self.git_dir or "/",
                pass_fds=self.keep,
                start_new_session=True,  # no terminal to prompt on, and Ctrl-C stays ours
            )
        except OSError as error:
            raise refuse(
                "git.start", f"git could not be started: {error.strerror}.", status=ExitStatus.CANNOT_TELL
            ) from None


class Patient(io.RawIOBase):
    """What a git process says, waited for no longer than `seconds` at a time; raises TimeoutError."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        assert process.stdout is not None
        self._number = process.stdout.fileno()
        self._seconds = seconds
        self._line = select.poll()
        self._line.register(self._number, select.POLLIN)

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Buffer) -> int:
        """As a raw stream reads."""
        if not self._line.poll(self._seconds * 1000):
            raise TimeoutError
        return os.readv(self._number, [buffer])


def _silent(command: str, seconds: float) -> Refused:
    return refuse(
        "git.timeout",
        f"git {command} gave no answer within {seconds:.0f} seconds and was stopped.",
        "Try again; if a network or disk is slow, wait until it answers.",
        status=ExitStatus.CANNOT_TELL,
    )


def failed(command: str, answer: Answer) -> Refused:
    """A refusal for a git command that should have worked, with git's own words."""
    if answer.code == -signal.SIGXFSZ or no_space(answer.complaint):
        return disk_full(answer.complaint or "a file would be larger than this process may write")
    said = answer.complaint or f"exit status {answer.code}"
    return refuse(f"git.{command}", f"git {command} failed: {said}", status=ExitStatus.CANNOT_TELL)


def no_space(complaint: str) -> bool:
    """Whether git speaks of a disk that takes no more."""
    told = complaint.lower()
    return any(word in told for word in ("no space left", "disk quota", "file too large", "read-only file system"))


def disk_full(complaint: str) -> Refused:
    """A refusal because the disk takes no more; nothing was recorded."""
    return refuse(
        "disk.full",
        f"The disk did not take the data: {complaint.rstrip('.')}. Nothing was recorded.",
        "Make room on the disk and try again; your draft is kept.",
        status=ExitStatus.CANNOT_TELL,
    )


def words(said: bytes, width: int = 600) -> str:
    """git's words as one clean line; `hint:` lines are dropped, they speak of commands our users do not type."""
    lines = said.decode("utf-8", "replace").replace("\r", "\n").splitlines()
    return one_line(" ".join(line for line in lines if not line.startswith("hint:")), width)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a git process and whatever it started, and collect it."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
    process.wait()


def program() -> str:
    """Where git is, or a refusal that names the version needed; relative places on the search path do not count."""
    found = _find(os.environ.get("PATH", os.defpath))
    if found[1] < NEEDED:
        had = ".".join(map(str, found[1]))
        raise refuse(
            "git.old",
            f"This machine has git {had}; Governance Board needs {NEEDED[0]}.{NEEDED[1]} or newer.",
            "Install a newer git. Older ones cannot be told to leave a repository's own commands alone.",
            status=ExitStatus.CANNOT_TELL,
        )
    return found[0]


@functools.lru_cache(maxsize=8)
def _find(search_path: str) -> tuple[str, tuple[int, int]]:
    absolute = os.pathsep.join(part for part in search_path.split(os.pathsep) if part.startswith("/"))
    found = shutil.which("git", path=absolute or os.defpath)
    said = subprocess.run([found, "version"], capture_output=True, check=False, env={}).stdout if found else b""
    version = _VERSION.search(said.decode("ascii", "replace"))
    if found is None or version is None:
        raise refuse(
            "git.missing",
            "git was not found on this machine.",
            f"Install git {NEEDED[0]}.{NEEDED[1]} or newer and try again.",
            status=ExitStatus.CANNOT_TELL,
        )
    return found, (int(version[1]), int(version[2]))
