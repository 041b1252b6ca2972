"""Clocks: whole processes, and a program in a terminal of its own from start to the first time a text is painted."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import statistics
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

_CONTROL = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-_])")
LINES, COLUMNS = 40, 120


def median_ms(work: Callable[[], object], times: int = 7) -> float:
    """The median of several runs, in milliseconds; one run before them is not counted."""
    work()
    return statistics.median(once_ms(work) for _ in range(times))


def once_ms(work: Callable[[], object]) -> float:
    """One run, in milliseconds."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def process(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> Callable[[], object]:
    """A whole process, its output thrown away; raises when it cannot do its work."""

    def run() -> None:
        ran = subprocess.run(command, env=environment, cwd=folder, capture_output=True, check=False)
        if ran.returncode not in (0, 1):
            raise RuntimeError(f"{' '.join(command)}: {ran.returncode}\n{ran.stderr.decode()}")

    return run


def peak_mib(process_id: int) -> float:
    """Peak memory of a running process; not of getrusage, which counts what its parent held when it was forked."""
    status = Path(f"/proc/{process_id}/status")
    if not status.exists():
        raise RuntimeError("peak memory is read from /proc, which is not here")
    held = re.search(r"^VmHWM:\s*(\d+) kB", status.read_text(), re.MULTILINE)
    if held is None:
        raise RuntimeError("the program ended before its memory was read")
    return int(held[1]) / 1024


class Terminal:
    """A program in a pseudo-terminal of 40 lines and 120 columns."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], folder: Path) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        shown = {**environment, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        self._started = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=shown,
            cwd=folder,
            start_new_session=True,
            preexec_fn=partial(fcntl.ioctl, 0, termios.TIOCSCTTY, 0),  # some programs ask for /dev/tty
        )
        os.close(theirs)
        self._seen = b""

    def painted_ms(self, text: str, timeout: float = 60.0) -> float:
        """Milliseconds from the start of the program until this text was painted."""
        return (self._until(text.encode(), timeout) - self._started) * 1000

    def pressed_ms(self, keys: bytes, text: str, timeout: float = 60.0) -> float:
        """Milliseconds from a key until this text was painted after it."""
        self._drain()
        self._seen = b""
        pressed = time.perf_counter()
        os.write(self._ours, keys)
        return (self._until(text.encode(), timeout) - pressed) * 1000

    def echo_ms(self, keys: bytes, timeout: float = 5.0) -> float:
        """Milliseconds from a key until anything was painted."""
        self._drain()
        pressed = time.perf_counter()
        os.write(self._ours, keys)
        if not select.select([self._ours], [], [], timeout)[0]:
            raise RuntimeError("nothing was painted after a key")
        self._read()
        return (time.perf_counter() - pressed) * 1000

    def rest(self, seconds: float) -> None:
        """Read on until nothing was painted for so long."""
        while select.select([self._ours], [], [], seconds)[0]:
            if not self._read():
                return

    def leave(self, keys: bytes) -> None:
        """Press the keys that end the program, and wait until it has ended."""
        os.write(self._ours, keys)
        while self._process.poll() is None:
            self._drain()
        os.close(self._ours)

    def end(self) -> float:
        """End the program; returns its peak memory in MiB."""
        peak = peak_mib(self._process.pid)
        self._process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + 5
        while True:
            if self._process.poll() is not None:
                break
            if time.monotonic() > deadline:
                self._process.kill()
            self._drain()
        os.close(self._ours)
        return peak

    def _until(self, text: bytes, timeout: float) -> float:
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            if select.select([self._ours], [], [], 0.05)[0] and not self._read():
                break
            if text in _CONTROL.sub(b"", self._seen):
                return time.perf_counter()
        shown = _CONTROL.sub(b"", self._seen)[-2000:].decode("utf-8", "replace")
        raise RuntimeError(f"“{text.decode()}” was never painted; the end of what was:\n{shown}")

    def _read(self) -> bool:
        try:
            new = os.read(self._ours, 1 << 16)
        except OSError:  # the program ended and closed its side
            return False
        self._seen += new
        return bool(new)

    def _drain(self) -> None:
        while select.select([self._ours], [], [], 0.02)[0]:
            if not self._read():
                return
