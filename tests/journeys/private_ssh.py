"""A server for git over ssh that only this test reaches, and a line to it that can be cut."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

_PRIVILEGES = Path("/run/sshd")
"""The folder without which sshd, run by root, does not start."""


@dataclass
class Line:
    """A relay in front of the server; every connection through it can be cut at once."""

    port: int
    behind: int
    listening: socket.socket
    _open: set[socket.socket] = field(default_factory=set)
    _threads: list[threading.Thread] = field(default_factory=list)
    _guard: threading.Lock = field(default_factory=threading.Lock)
    cuts: int = 0

    def cut(self) -> None:
        """Drop every connection, in the middle of whatever it carries."""
        with self._guard:
            self.cuts += bool(self._open)
            for each in self._open:
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)

    def serve(self) -> None:
        """Relay until the listening socket is closed."""
        while True:
            try:
                one, _ = self.listening.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._carry, args=(one,))
            self._threads.append(thread)
            thread.start()

    def _carry(self, one: socket.socket) -> None:
        """One connection, until either side ends it or it is cut."""
        with one, suppress(OSError), socket.create_connection(("127.0.0.1", self.behind), timeout=10) as other:
            other.settimeout(None)
            with self._guard:
                self._open |= {one, other}
            back = threading.Thread(target=_pour, args=(other, one))
            back.start()
            _pour(one, other)
            back.join()
            with self._guard:
                self._open -= {one, other}

    def close(self) -> None:
        """Take no more connections and end those there are."""
        with suppress(OSError):
            self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()
        self.cut()
        for thread in self._threads:
            thread.join(10)


def _pour(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(1 << 16):
            target.sendall(piece)
    for each in (source, target):
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)


@dataclass(frozen=True, slots=True)
class Server:
    """An sshd of the test's own; `settings` are the lines of git configuration with which members reach it."""

    line: Line
    settings: tuple[str, ...]

    def address(self, repository: Path) -> str:
        """The address of a repository, through the line that can be cut."""
        return f"ssh://{getpass.getuser()}@127.0.0.1:{self.line.port}{repository}"


@contextmanager
def ssh_server(folder: Path) -> Iterator[Server]:
    """Start one on a high port, with keys made now; skips, visibly, where there is none."""
    sshd = shutil.which("sshd") or shutil.which("sshd", path="/usr/sbin:/usr/local/sbin")
    if sshd is None:
        pytest.skip("there is no sshd here: install openssh-server")
    made = os.geteuid() == 0 and not _PRIVILEGES.exists()
    if made:
        _PRIVILEGES.mkdir(mode=0o755)
    folder.mkdir(parents=True)
    for name in ("host", "member"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(command, check=True, capture_output=True)
    authorized = folder / "authorized"
    authorized.write_bytes((folder / "member.pub").read_bytes())
    port = _free()
    config = folder / "sshd_config"
    config.write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder / 'host'}\nAuthorizedKeysFile {authorized}\n"
        "StrictModes no\nUsePAM no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\nPidFile none\n"
        "PermitRootLogin prohibit-password\nMaxStartups 100\nMaxSessions 100\nUseDNS no\n"
    )
    log = (folder / "log").open("wb")
    server = subprocess.Popen([sshd, "-D", "-e", "-f", str(config)], stderr=log, stdout=log)
    listening = socket.create_server(("127.0.0.1", 0), backlog=64)
    line = Line(listening.getsockname()[1], port, listening)
    relay = threading.Thread(target=line.serve, daemon=True)
    relay.start()
    try:
        _wait_for(port, server, folder / "log")
        key = (folder / "host.pub").read_text().split()
        (folder / "known").write_text(f"[127.0.0.1]:{line.port} {key[0]} {key[1]}\n")
        ssh = f"ssh -F /dev/null -i {folder / 'member'} -o IdentitiesOnly=yes -o UserKnownHostsFile={folder / 'known'}"
        yield Server(line, ("[core]", f"sshCommand = {ssh} -o BatchMode=yes"))
    finally:
        line.close()
        relay.join()
        server.terminate()
        server.wait()
        log.close()
        if made:
            _PRIVILEGES.rmdir()


def _free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


def _wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if server.poll() is not None:
            pytest.skip(f"sshd does not start here: {log.read_text()[-200:]}")
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        threading.Event().wait(0.05)
    raise AssertionError("sshd gave no answer")
