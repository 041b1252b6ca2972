"""Work off the screen's thread: `Jobs` runs one action and hands its result back, `Saver` writes drafts in order."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any, TypeVar

from textual.app import App
from textual.dom import DOMNode
from textual.worker import Worker, WorkerState

from board.core.finding import Finding, Refused

Result = TypeVar("Result")

WAIT_BEFORE_SAYING = 0.15
"""Seconds before a screen says that it is reading; shorter waits stay silent."""


@dataclass(frozen=True, slots=True)
class Job:
    """What becomes of a worker's result, on the screen's thread."""

    done: Callable[[Any], None]
    failed: Callable[[Refused], None] | None
    saying: str


class Jobs(DOMNode):
    """Workers of a screen or of the app. A later job of a group replaces an earlier one, whose result is dropped."""

    def job(
        self,
        work: Callable[[], Result],
        done: Callable[[Result], None],
        *,
        group: str = "load",
        saying: str = "Reading …",
        failed: Callable[[Refused], None] | None = None,
    ) -> None:
        """Run `work` in a thread; then `done` with its result, or `failed` (else the app's dialog) with the refusal."""
        for earlier in [one for one in self._jobs if one.group == group]:
            del self._jobs[earlier]  # a worker that is cancelled before it began never says that it ended
        worker = self.run_worker(work, thread=True, exclusive=True, group=group, exit_on_error=False)
        self._jobs[worker] = Job(done, failed, saying)
        self.set_timer(WAIT_BEFORE_SAYING, lambda: self._say_if_slow(worker))

    @property
    def _jobs(self) -> dict[Worker[Any], Job]:
        held: dict[Worker[Any], Job] | None = getattr(self, "_held_jobs", None)
        if held is None:
            held = {}
            self._held_jobs = held
        return held

    def at_work(self, group: str) -> bool:
        """Whether a job of a group runs, or has handed nothing back yet."""
        return any(worker.group == group for worker in self._jobs)

    def _say_if_slow(self, worker: Worker[Any]) -> None:
        if worker in self._jobs and not worker.is_finished and not self.speaks:
            self.say(self._jobs[worker].saying)

    @property
    def speaks(self) -> bool:
        """Whether something is being said already; how far a job is says more than that it runs."""
        return False

    def say(self, words: str) -> None:
        """Show what is being done; empty words end it."""

    def refused(self, refusal: Refused) -> None:
        """Show why something was not done."""

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Hand a finished worker's result to whoever asked for it."""
        worker: Worker[Any] = event.worker
        if event.state not in (WorkerState.SUCCESS, WorkerState.ERROR, WorkerState.CANCELLED):
            return
        job = self._jobs.pop(worker, None)
        if job is None:
            return
        if not self._jobs:
            self.say("")
        if event.state is WorkerState.SUCCESS:
            job.done(worker.result)
        elif event.state is WorkerState.ERROR:
            refusal = as_refusal(worker.error)
            (job.failed or self.refused)(refusal)


def as_refusal(error: BaseException | None) -> Refused:
    """Any failure as something a person can read; what the program did not expect is said to be its fault."""
    if isinstance(error, Refused):
        return error
    kind = type(error).__name__
    return Refused(
        Finding(
            "unexpected",
            f"The program could not finish this ({kind}: {error}).",
            why="Nothing was written by this step. Drafts are kept.",
            fix="Try again; if it comes back, report it with these words.",
        )
    )


class Saver:
    """Writes drafts one after another in a thread of its own; of several for one place, only the newest."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="drafts")
        self._lock = Lock()
        self._waiting: dict[str, Callable[[], datetime]] = {}

    def put(
        self,
        place: str,
        save: Callable[[], datetime],
        saved: Callable[[datetime], None],
        failed: Callable[[Refused], None],
    ) -> None:
        """Save soon; then say when, or why not. Returns at once."""
        with self._lock:
            queued = place in self._waiting
            self._waiting[place] = save
        if not queued:
            self._pool.submit(self._save, place, saved, failed)

    def _save(self, place: str, saved: Callable[[datetime], None], failed: Callable[[Refused], None]) -> None:
        with self._lock:
            save = self._waiting.pop(place)
        try:
            when = save()
        except Exception as error:  # noqa: BLE001 - whatever a disk may do, the person must hear that it was not saved
            self._tell(failed, as_refusal(error))
        else:
            self._tell(saved, when)

    def _tell(self, hear: Callable[[Any], None], value: object) -> None:
        if self._app.is_running:
            self._app.call_later(hear, value)

    def wait(self) -> None:
        """Come back when all drafts put so far are on disk; for jobs that commit what a draft holds."""
        self._pool.submit(lambda: None).result()

    def close(self) -> None:
        """Wait until everything is on disk."""
        self._pool.shutdown(wait=True)
