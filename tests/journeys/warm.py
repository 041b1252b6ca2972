"""The `board` command without its start: a process that has loaded the program makes a copy of itself for each command.

Python starts and loads three hundred modules for each command that a person types. Journeys have thirty commands, and
every start proves what the one before it proved. A copy is a process all the same: folder, environment, streams, memory
and exit status are its own. What runs beside others, is killed or stands at a terminal is started as people start it.
"""

from __future__ import annotations

import gc
import json
import os
import pkgutil
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("cli.commands", "actions", "render", "store", "trust", "formats", "core")
PATIENCE = 120.0
"""Seconds until a command that does not end is a failure."""


class Warm:
    """The process that has loaded the program."""

    def __init__(self) -> None:
        self._line, theirs = socket.socketpair()
        self._line.settimeout(PATIENCE)
        self._start = _start(os.environ)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.journeys.warm", str(theirs.fileno())],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )

    def fits(self, environment: Mapping[str, str]) -> bool:
        """Whether Python would have started in the same way with these variables."""
        return _start(environment) == self._start

    def run(self, words: list[str], typed: bytes, environment: Mapping[str, str], at: Path) -> tuple[int, bytes, bytes]:
        """Run a command line to its end: exit status, standard output and standard error."""
        told = json.dumps({"words": words, "environment": dict(environment), "at": str(at)}).encode()
        with TemporaryFile() as given, TemporaryFile() as out, TemporaryFile() as err:
            given.write(typed)
            given.seek(0)
            streams = [given.fileno(), out.fileno(), err.fileno()]
            socket.send_fds(self._line, [struct.pack("!I", len(told))], streams)
            try:
                self._line.sendall(told)
                (status,) = struct.unpack("!i", _exactly(self._line, 4))
            except TimeoutError:
                os.killpg(self._process.pid, signal.SIGKILL)
                raise
            out.seek(0)
            err.seek(0)
            return status, out.read(), err.read()

    def close(self) -> None:
        """Let it end, and wait for that."""
        self._line.close()
        self._process.wait(PATIENCE)


def _start(environment: Mapping[str, str]) -> dict[str, str]:
    """The variables that Python reads when it starts."""
    return {name: value for name, value in environment.items() if name.startswith(("PYTHON", "LANG", "LC_"))}


def _exactly(line: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size:
        more = line.recv(size - len(found))
        if not more:
            raise EOFError("the other end is gone")
        found += more
    return found


# In the process that has loaded the program


def load() -> None:
    """Load all that a command might, and read what comes with the program; but not the screens, and nothing of git."""
    import_module("board.cli.start")
    for name in PACKAGES:
        package = import_module(f"board.{name}")
        for module in pkgutil.iter_modules(package.__path__):
            import_module(f"{package.__name__}.{module.name}")
    from board.actions.load import shipped_kinds
    from board.formats.checklists import read_checklist
    from board.formats.shipped import shipped_dir

    dict(shipped_kinds())
    for file in (shipped_dir() / "checklists").glob("*.toml"):
        read_checklist(file.read_bytes(), f"checklists/{file.name}")
    gc.freeze()  # looking through the memory would copy it


def serve(line: socket.socket) -> None:
    """Make a copy for each command; returns in the copy. It ends with whoever asks."""
    while True:
        head, streams, _, _ = socket.recv_fds(line, 4, 3)
        if not head:
            sys.exit()
        told = json.loads(_exactly(line, *struct.unpack("!I", head)))
        child = os.fork()
        if not child:
            line.close()
            become(told["words"], told["environment"], told["at"], streams)
            return
        for stream in streams:
            os.close(stream)
        _, status = os.waitpid(child, 0)
        line.sendall(struct.pack("!i", os.waitstatus_to_exitcode(status)))


def become(words: list[str], environment: dict[str, str], at: str, streams: list[int]) -> None:
    """Take over what a process is given when it starts."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.chdir(at)
    sys.argv = words


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    load()
    serve(socket.socket(fileno=int(sys.argv[1])))
    from board.cli.start import main

    main()
