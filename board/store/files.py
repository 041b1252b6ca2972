"""Small files of our own on disk: replaced whole, synced before we speak of them, locked between processes."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import random
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from board.core.finding import ExitStatus, Refused, refuse
from board.core.text import one_line

_HOUR = 3600.0
_SMALL = 1 << 20


def read_small(path: Path, largest: int = _SMALL, *, links: bool = False) -> bytes | None:
    """The bytes of a plain file that somebody else may have put there; None for anything else, and for a larger one.

    Nothing is waited for, as at a pipe, and no link is followed unless `links` says so. Raises FileNotFoundError.
    """
    try:
        file = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | (0 if links else os.O_NOFOLLOW))
    except FileNotFoundError:
        raise
    except OSError:
        return None
    facts = os.fstat(file)
    if not stat.S_ISREG(facts.st_mode) or facts.st_size > largest:
        os.close(file)
        return None
    with os.fdopen(file, "rb") as opened:
        return opened.read(largest)


def real_folder(path: Path) -> bool:
    """Whether a folder lies at a path; raises Refused where a link does."""
    if path.is_symlink():
        raise refuse(
            "disk.link",
            f"{one_line(str(path))} is a link, and this program keeps its files in a real folder there.",
            "Remove the link and try again.",
            status=ExitStatus.CANNOT_TELL,
        )
    return path.is_dir()


def private_folder(path: Path) -> Path:
    """Make a folder that only this user can enter; raises Refused when that fails or a link lies in its place."""
    real_folder(path)
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.stat().st_mode & 0o077:
            path.chmod(0o700)
    except OSError as error:
        raise not_written(path, error) from None
    return path


def replace(path: Path, data: bytes) -> None:
    """Write beside, sync, then replace: a reader sees the old bytes or the new, and a full disk leaves the old."""
    beside = path.with_name(f".{path.name[:100]}.{os.getpid()}.{os.urandom(4).hex()}.new")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise not_written(path, error) from None


@contextlib.contextmanager
def scratch(top: Path) -> Iterator[Path]:
    """A folder below `top` for as long as this is open; what a killed program left there goes when the next one comes.

    Nothing that works in one takes as long as an hour, so whatever is older belongs to nobody.
    """
    import shutil
    import tempfile

    for left in private_folder(top).iterdir():
        with contextlib.suppress(OSError):
            if time.time() - left.lstat().st_mtime > _HOUR:
                shutil.rmtree(left)
    try:
        made = tempfile.TemporaryDirectory(dir=top)
    except OSError as error:
        raise not_written(top, error) from None
    with made as folder:
        yield Path(folder)


def sync_folder(folder: Path) -> None:
    """Make a rename or removal in a folder last; disks that cannot are left alone."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def locked(path: Path, patience: float = 60.0) -> Iterator[int]:
    """Hold a lock file against other processes and threads; the lock ends with the process, however that ends.

    Waits `patience` seconds for another holder, then refuses. A child that is given the descriptor holds the lock, too.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise not_written(path, error) from None
    try:
        _wait_for(descriptor, path, time.monotonic() + patience)
        yield descriptor
    finally:
        os.close(descriptor)


def _wait_for(descriptor: int, path: Path, until: float) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > until:
                raise refuse(
                    "store.busy",
                    f"Another window of this program is writing and holds {one_line(str(path))}.",
                    "Finish or close it, then try again.",
                    status=ExitStatus.CANNOT_TELL,
                ) from None
            time.sleep(random.uniform(0.002, 0.02))


def not_written(path: Path, error: OSError, also: str = "") -> Refused:
    """A refusal in words for a file that could not be written; what was there before is still there."""
    full = no_room(error)
    return refuse(
        "disk.full" if full else "disk.refused",
        f"{one_line(str(path))} could not be written: {(error.strerror or 'unknown error').lower()}. "
        f"{also}What was saved before is still there.",
        "Make room on the disk and try again." if full else "Check that you may write there, then try again.",
        status=ExitStatus.CANNOT_TELL,
    )


def no_room(error: BaseException) -> bool:
    """Whether a disk is full, a quota is used up, or a file may not grow."""
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
