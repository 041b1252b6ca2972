"""Claims proved in other processes while a walk goes on believing them.

To walk on, one needs only what a commit claims. Whether its signature, the rules and the recount bear it out rests on
what the walk holds in memory by then, so a copy of the process proves it and answers with one bit. One claim that does
not hold, and the walk is begun again with every commit judged where it is met: what is told never depends on this.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from types import TracebackType

Claim = Callable[[], bool]

WORTH = 512
"""A walk of fewer commits is over before it paid to share it out."""
_ENOUGH, _MOST = 96, 256
"""Claims that one process takes: enough to outweigh its start, few enough for all to end at about the same time."""
_PART = 8
"""It takes this part of what was taken so far: a copy costs most by the memory that both then write to."""


class Doubtful(Exception):  # noqa: N818 - no error: the walk begins again and judges every commit itself
    """A claim that was believed does not hold."""


class Beside:
    """Proves claims in copies of this process, at most one a processor at a time; leaving it ends them all."""

    def __init__(self, processors: int) -> None:
        self._processors = processors
        self._waiting: list[Claim] = []
        self._running: deque[int] = deque()
        self._begun = False
        self._taken = 0
        self._collecting = gc.isenabled()

    def __enter__(self) -> Beside:
        gc.disable()  # a walk makes no cycles worth the look through all it keeps
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for process in self._running:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
        self._running.clear()
        if self._collecting:
            gc.enable()

    def prove(self, claims: Sequence[Claim]) -> None:
        """Take claims on; raises Doubtful once one that was taken on before turned out not to hold.

        The first ones are proved here: what they read, such as charter and checklists, every later copy then has.
        """
        if not self._begun:
            self._begun = bool(claims)
            if not _hold(claims):
                raise Doubtful
            return
        self._waiting += claims
        enough = max(_ENOUGH, min(_MOST, self._taken // _PART))
        if len(self._waiting) >= enough:
            self._share_out(len(self._waiting))

    def finish(self) -> None:
        """Wait until every claim is proved; raises Doubtful where one is not."""
        share = -(-len(self._waiting) // max(1, self._processors))
        while self._waiting:
            self._share_out(share)
        while self._running:
            self._await()

    def _share_out(self, count: int) -> None:
        claims, self._waiting = self._waiting[:count], self._waiting[count:]
        self._taken += count
        while len(self._running) >= self._processors:
            self._await()
        process = os.fork()
        if process == 0:
            held = False
            try:
                held = _hold(claims)
            finally:
                os._exit(not held)
        self._running.append(process)

    def _await(self) -> None:
        _, status = os.waitpid(self._running[0], 0)
        self._running.popleft()
        if status:
            raise Doubtful


def processors() -> int:
    """How many copies of this process may work at a time; 0 where it cannot be copied safely."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return 0
    found = len(os.sched_getaffinity(0))
    return found if found > 1 else 0


def _hold(claims: Sequence[Claim]) -> bool:
    return all(claim() for claim in claims)
