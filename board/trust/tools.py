"""Running ssh-keygen and gpg: found on the user's path, never stuck, never on our terminal unless allowed."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from board.core.finding import ExitStatus, refuse

PATIENCE = 60
"""Seconds that a program may take when nobody sits at a prompt; a touch of a security key fits in."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program did: exit status, standard output, and its messages."""

    status: int
    output: bytes
    errors: str
    timed_out: bool = False
    cancelled: bool = False


def found_program(name: str, env: Mapping[str, str], comes_with: str) -> str:
    """The full path of a program on the user's own PATH; raises Refused when it is not installed."""
    found = shutil.which(name, path=env.get("PATH", os.defpath))
    if found is None or not Path(found).is_absolute():
        raise refuse(
            "signing.program-missing",
            f"{name} is not installed, so nothing can be signed.",
            f"Install {comes_with}.",
            status=ExitStatus.CANNOT_TELL,
        )
    return found


def run(
    command: Sequence[str],
    *,
    env: Mapping[str, str],
    interactive: bool,
    message: bytes = b"",
    notice: Callable[[str], None] | None = None,
) -> Answer:
    """Run a program to its end.

    Interactive: it keeps the terminal, may ask for a passphrase, and has no time limit. Otherwise it gets a session
    of its own without a terminal, can ask nobody, and is stopped after PATIENCE seconds. `message` goes to its
    standard input (with none, the terminal stays there); `notice` hears each line of its messages at once.
    """
    environment = {**env, "LC_ALL": "C"}
    if not interactive:
        environment["SSH_ASKPASS_REQUIRE"] = "never"
    # Without a session of its own the program would find our terminal through /dev/tty and hang on a hidden question.
    process = subprocess.Popen(
        list(command),
        env=environment,
        stdin=subprocess.PIPE if message else None if interactive else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=not interactive,
    )
    expired = threading.Event()

    def give_up() -> None:
        expired.set()
        process.kill()

    limit = threading.Timer(PATIENCE, give_up)
    if not interactive:
        limit.start()
    lines: list[str] = []
    with process:
        listener = threading.Thread(target=_listen, args=(process, lines, notice), daemon=True)
        listener.start()
        try:
            output = _exchange(process, message)
            status = process.wait()
        except KeyboardInterrupt:
            process.kill()
            return Answer(-2, b"", "", cancelled=True)
        finally:
            limit.cancel()
            listener.join()
    return Answer(status, output, "".join(lines), timed_out=expired.is_set(), cancelled=status == -2)


def _exchange(process: subprocess.Popen[bytes], message: bytes) -> bytes:
    """Hand over the message and read all output; commits are small, so neither side can block the other for long."""
    if process.stdin is not None:
        with contextlib.suppress(BrokenPipeError), process.stdin:
            process.stdin.write(message)
    return process.stdout.read() if process.stdout else b""


def _listen(process: subprocess.Popen[bytes], lines: list[str], notice: Callable[[str], None] | None) -> None:
    """Collect what the program says, line by line."""
    for raw in process.stderr or ():
        line = raw.decode("utf-8", "replace")
        lines.append(line)
        if notice is not None:
            notice(line.rstrip())
