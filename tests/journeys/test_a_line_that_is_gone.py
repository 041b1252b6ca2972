"""A terminal that is closed from outside ends the screens, also where the system does not tell them."""

from __future__ import annotations

import os
import select
import subprocess
import time

import pytest

from tests.journeys.command import COMMAND
from tests.journeys.conftest import Example


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a pseudo-terminal")
@pytest.mark.parametrize("keys", [0, 60], ids=["at rest", "while keys come"])
def test_the_screens_end_when_their_terminal_is_gone(example: Example, keys: int) -> None:
    """Given the screens on a terminal that is not their session's own, when it closes, then they end by themselves."""
    ours, theirs = os.openpty()
    environment = {**os.environ, "TERM": "xterm-256color"}
    with subprocess.Popen(
        [*COMMAND, "-C", str(example.path), "--as", "ana"],
        stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True, env=environment,
    ) as screens:  # fmt: skip
        os.close(theirs)
        try:
            _until(ours, b"Inbox")
            while select.select([ours], [], [], 1.0)[0]:  # all is read and drawn
                os.read(ours, 65536)
            assert screens.poll() is None
            for _ in range(keys):
                os.write(ours, b"\x1b[B\x1b[A")  # more than is drawn before the line is gone
            time.sleep(0.02)
            os.close(ours)
            assert screens.wait(60) == 129
        finally:
            screens.kill()


def _until(line: int, word: bytes) -> None:
    seen, end = b"", time.monotonic() + 60
    while word not in seen:
        assert time.monotonic() < end, f"no {word!r} in {seen[-400:]!r}"
        if select.select([line], [], [], 0.2)[0]:
            seen += os.read(line, 65536)
