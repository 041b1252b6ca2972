"""The write path: build on the tip, compare and swap, and where there is a remote send that one commit alone."""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from board.core.dates import format_utc
from board.core.finding import ExitStatus, Refused, refuse
from board.store.base import Change, Person, Signer, Snapshot, Written
from board.store.compose import compose
from board.store.objects import needed, read_commit
from board.store.outbox import Outbox
from board.store.remote import Pushed, Remote, Unreachable
from board.store.tools import Tools

Make = Callable[[Snapshot], Change]
# After so many lost races we keep other windows of this program out while we build and sign.
_POLITE = 2
_CLOCKS_DIFFER = timedelta(hours=1)
_LONGEST = 4.0
"""The seconds that one pause may last."""


@dataclass(frozen=True, slots=True)
class Pen:
    """Who writes: the author line, the time, and how it is signed."""

    author: Person
    when: datetime
    sign: Signer | None


class Writer:
    """Writes commits of one repository."""

    def __init__(self, tools: Tools, outbox: Outbox, reached: Callable[[bool], None]) -> None:
        self._tools = tools
        self._outbox = outbox
        self._reached = reached

    def write(self, make: Make, pen: Pen, member: str, queue: bool, attempts: int) -> Written:
        """See `Store.write`."""
        for attempt in range(attempts):
            begun = time.monotonic()
            with contextlib.ExitStack() as stack:
                if attempt >= _POLITE:
                    stack.enter_context(self._tools.mover.alone())
                written = self._try(make, pen, member, queue)
            if written is not None:
                return written
            pause(attempt, time.monotonic() - begun)
        raise crowded()

    def bring_along(self, new: str) -> tuple[str, ...]:
        """Fast-forward the local branch to a commit of the remote, if it can be; notes say why it stayed."""
        tools = self._tools
        local = tools.local
        if local == new or not tools.is_ancestor(local, new):
            return ()
        if not local and not tools.mover.checked_out(tools.branch):
            return ()
        try:
            return tools.mover.move(tools.branch, local, new, "board: as at the remote")[1]
        except Refused as refused:
            return (f"Your checkout of {tools.branch} stays where it was. {refused.findings[0].message}",)

    def _try(self, make: Make, pen: Pen, member: str, queue: bool) -> Written | None:
        """One attempt; None after a lost race."""
        if self._tools.remote is None:
            return self._locally(make, pen)
        try:
            base = self.fetched(self._tools.remote)
        except Unreachable:
            if not queue:
                raise
            return self._queued(make, pen, member)
        if self._outbox.newest(member):
            raise refuse(
                "outbox.waiting",
                "Records of yours still wait to be sent, and this one would overtake them.",
                "Run `board sync`, then try again.",
            )
        return self._remotely(self._tools.remote, base, make, pen, member, queue)

    def fetched(self, remote: Remote) -> str:
        """The remote's tip, freshly looked at; refuses when publishing would take the user's own commits along."""
        try:
            base = remote.fetch()
        except Unreachable:
            self._reached(False)
            raise
        self._reached(True)
        if not base and self._tools.local:
            raise refuse(
                "remote.empty",
                f"{remote.shown} has no branch {self._tools.branch} yet, and this program does not publish "
                "commits that are not its own.",
                f"Publish the branch once yourself: git push {remote.name} {self._tools.branch}",
            )
        return base

    def _locally(self, make: Make, pen: Pen) -> Written | None:
        tools = self._tools
        base = tools.local
        change = make(tools.snapshot(base))
        new = self._build(base, change, pen)
        moved, notes = tools.mover.move(tools.branch, base, new, _why(change))
        notes = (*notes, *self._clock(base, pen.when))
        return Written(new, tools.branch, _paths(change), notes=notes) if moved else None

    def _remotely(self, remote: Remote, base: str, make: Make, pen: Pen, member: str, queue: bool) -> Written | None:
        change = make(self._tools.snapshot(base))
        new = self._build(base, change, pen)
        try:
            if remote.push(new) is Pushed.OVERTAKEN:
                return None
        except Unreachable:
            if not self.arrived(remote, new):
                self._reached(False)
                if not queue:
                    raise
                return self._put_by(new, "", change, member)
        notes = (*self.bring_along(new), *self._clock(base, pen.when))
        return Written(new, self._tools.branch, _paths(change), pushed=True, notes=notes)

    def arrived(self, remote: Remote, new: str) -> bool:
        """Whether a commit reached the remote although its answer did not reach us."""
        try:
            return self._tools.is_ancestor(new, remote.fetch())
        except Unreachable:
            return False

    def _queued(self, make: Make, pen: Pen, member: str) -> Written | None:
        """Write into the outbox, behind what waits there already."""
        last = self._outbox.newest(member)
        base = last or self._tools.tip
        change = make(self._tools.snapshot(base))
        return self._put_by(self._build(base, change, pen), last, change, member)

    def _put_by(self, new: str, last: str, change: Change, member: str) -> Written | None:
        if not self._outbox.add(member, new, last):
            return None
        return Written(new, self._tools.branch, _paths(change), queued=True)

    def _clock(self, base: str, when: datetime) -> tuple[str, ...]:
        """A note where the commit before is dated later than this one: deadlines are counted by a clock."""
        before = read_commit(base, needed(self._tools.batch, base).body).at if base else when
        if before - when < _CLOCKS_DIFFER:
            return ()
        dated = format_utc(before)
        return (f"The commit before yours is dated {dated}, later than the clock here. One of the two is wrong.",)

    def _build(self, base: str, change: Change, pen: Pen) -> str:
        new, objects = compose(self._tools.batch, base, change, pen.author, pen.when, pen.sign)
        self._tools.keep(objects)
        return new


def pause(attempt: int, took: float) -> None:
    """Wait a moment, longer each time and never the same, so that racing writers come apart.

    `took` are the seconds of the lost attempt: where one takes long, over a slow network, waiting takes as long too.
    """
    longest = max(0.02 * 2 ** min(attempt, 6), took * min(attempt + 1, 4))
    time.sleep(random.uniform(0.0, min(longest, _LONGEST)))


def crowded() -> Refused:
    """A refusal after too many lost races."""
    return refuse(
        "store.race",
        "Others wrote at the same time again and again, so nothing was recorded.",
        "Try again in a moment.",
        status=ExitStatus.CANNOT_TELL,
    )


def _why(change: Change) -> str:
    subject: str = change.message.strip().partition("\n")[0][:80]
    return f"board: {subject}".replace("\0", "")


def _paths(change: Change) -> tuple[str, ...]:
    files: Mapping[str, bytes | None] = change.files
    return tuple(sorted(files))
