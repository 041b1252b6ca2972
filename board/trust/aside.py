"""Folders for what ssh-keygen and gpg read and write: the user's alone, and gone later even after a kill."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
import time
import weakref
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

_PREFIX = "board-aside-"
_HOUR = 3600


class Aside:
    """A folder under a name that nobody can guess, which only the user may open; gone with the object.

    It is locked while its program lives: so what a killed program left can be told apart and removed.
    """

    def __init__(self) -> None:
        _clear(Path(tempfile.gettempdir()))
        self.path = Path(tempfile.mkdtemp(prefix=_PREFIX))
        lock = os.open(self.path, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_SH)
        self._gone = weakref.finalize(self, _remove, self.path, lock)

    def __enter__(self) -> Path:
        return self.path

    def __exit__(self, *_: object) -> None:
        self._gone()


def _remove(folder: Path, lock: int) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    os.close(lock)


@lru_cache(maxsize=1)
def _clear(top: Path) -> None:
    """Remove what killed programs of this user left; once in the life of a program is enough."""
    for left in top.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError), _alone(left) as old:
            if old.st_uid == os.getuid() and time.time() - old.st_mtime > _HOUR:
                shutil.rmtree(left)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[os.stat_result]:
    """Hold a folder that no living program holds; raises OSError for one that is held, and for a link."""
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield os.fstat(lock)
    finally:
        os.close(lock)
