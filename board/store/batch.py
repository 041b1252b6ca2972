"""One long-lived `git cat-file --batch`: many objects for the price of one process."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import subprocess
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import IO

from board.core.finding import ExitStatus, Refused, refuse
from board.store.git import Git, Patient, stop
from board.store.objects import Lost, Object
from board.store.refs import is_id

# A request is 41 bytes; so many always fit into the pipe, and neither side waits for the other.
_AT_ONCE = 1000
PATIENCE = 120.0
"""Seconds within which git must say something."""
_PIECE = 1 << 16


class Batch:
    """The objects of one repository, read by id. Safe to use from several threads; ends with `close` or unused."""

    def __init__(self, git: Git) -> None:
        self._git = git
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._out: IO[bytes] | None = None
        self._owner = 0
        self._ending: Callable[[], object] | None = None

    def get(self, ids: Iterable[str], limit: int | None = None) -> dict[str, Object]:
        """The objects; those larger than `limit` bytes are passed over without being held in memory.

        Raises Refused for one that is lost or damaged: something pointed to it.
        """
        found: dict[str, Object] = {}

        def take(object_id: str, kind: str, size: int, out: IO[bytes]) -> None:
            if limit is None or size <= limit:
                found[object_id] = Object(kind, _exactly(out, size))
            else:
                for _ in _pieces(out, size):
                    pass

        self._ask(ids, take)
        return found

    def sums(self, ids: Iterable[str]) -> dict[str, tuple[int, str]]:
        """Size and SHA-256 of each object's bytes, whatever their size, read in pieces."""
        found: dict[str, tuple[int, str]] = {}

        def take(object_id: str, kind: str, size: int, out: IO[bytes]) -> None:
            digest = hashlib.sha256()
            for piece in _pieces(out, size):
                digest.update(piece)
            found[object_id] = (size, digest.hexdigest())

        self._ask(ids, take)
        return found

    def stream(self, ids: Iterable[str], take: Callable[[str, str, int, Iterator[bytes]], None]) -> None:
        """Hand each object's id, kind, size and bytes to `take`, which must use up the pieces."""
        self._ask(ids, lambda object_id, kind, size, out: take(object_id, kind, size, _pieces(out, size)))

    def has(self, object_id: str) -> bool:
        """Whether an object is there."""
        try:
            return object_id in self.get([object_id])
        except Lost:
            return False

    def close(self) -> None:
        """End the process; the next question starts another."""
        with self._lock:
            self._drop()

    def _ask(self, ids: Iterable[str], take: Callable[[str, str, int, IO[bytes]], None]) -> None:
        wanted = iter(dict.fromkeys(i for i in ids if is_id(i)))
        with self._lock:
            while chunk := list(islice(wanted, _AT_ONCE)):
                try:
                    self._exchange(chunk, take)
                except TimeoutError:
                    self._drop()
                    raise _silent() from None
                except (OSError, ValueError, EOFError):
                    self._drop()
                    raise _unreadable() from None
                except BaseException:
                    self._drop()  # an answer half read must never be taken for the next one
                    raise

    def _exchange(self, chunk: list[str], take: Callable[[str, str, int, IO[bytes]], None]) -> None:
        process = self._running()
        assert process.stdin is not None and self._out is not None
        process.stdin.write("".join(f"{object_id}\n" for object_id in chunk).encode())
        process.stdin.flush()
        for object_id in chunk:
            name, _, rest = self._out.readline().decode("ascii").rstrip("\n").partition(" ")
            if name != object_id:
                raise EOFError
            if rest == "missing":
                raise Lost(object_id)
            kind, _, size = rest.partition(" ")
            take(object_id, kind, int(size), self._out)
            _exactly(self._out, 1)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._owner != os.getpid():  # a copy of this program must not read what the first one asked for
            self._process = self._out = self._ending = None
        if self._process is None or self._process.poll() is not None:
            self._drop()
            self._owner = os.getpid()
            self._process = self._git.start("cat-file", "--batch")
            self._out = io.BufferedReader(Patient(self._process, PATIENCE), _PIECE)
            self._ending = weakref.finalize(self, _end, self._process)
        return self._process

    def _drop(self) -> None:
        self._process = self._out = None
        if self._ending is not None:
            self._ending()


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(OSError):
        if process.stdin is not None:
            process.stdin.close()
    stop(process)


def _pieces(out: IO[bytes], size: int) -> Iterator[bytes]:
    while size > 0:
        piece = _exactly(out, min(size, _PIECE))
        size -= len(piece)
        yield piece


def _exactly(out: IO[bytes], size: int) -> bytes:
    data = out.read(size)
    if len(data) != size:
        raise EOFError
    return data


def _unreadable() -> Refused:
    return refuse(
        "git.damaged",
        "An object of the repository could not be read: the repository is damaged or a disk failed.",
        "Run `git fsck`; fetching again from the remote often mends it.",
        status=ExitStatus.CANNOT_TELL,
    )


def _silent() -> Refused:
    return refuse(
        "git.timeout",
        f"git read an object for {PATIENCE:.0f} seconds without a word and was stopped.",
        "Try again; if a disk is slow, wait until it answers.",
        status=ExitStatus.CANNOT_TELL,
    )
