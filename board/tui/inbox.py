"""The inbox: what waits for me, by deadline and tier, with why; then what I wait for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, date, datetime
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static
from textual.worker import get_current_worker

from board.core.finding import Finding
from board.core.listed import Summary, Task
from board.tui.commands import bindings
from board.tui.laid import Laid
from board.tui.lists import Cell, Column, Heading, VirtualList
from board.tui.safe import hang, join, line, lines, text
from board.tui.screen import BoardScreen
from board.tui.words import INK, count, due_cell, numbered, on_screen, stage_cell, tier_cell

if TYPE_CHECKING:
    from board.actions.asking import Inbox


SAME = "″ the same proposal"
"""In place of a title that stands in the line above."""


class MainScreen(BoardScreen[None]):
    """What inbox, proposals and decisions share: tabs, a list, and details beside it on wide terminals."""

    WHERE: ClassVar[tuple[str, ...]] = ("main",)
    BINDINGS = bindings("main")

    @property
    def reading(self) -> bool:
        """A list takes keys at once, however long it is still being read: nothing here is typed, and nothing acts."""
        return False

    _named: Mapping[str, str] | None = None
    """The names of people that the details were last shown with."""

    @property
    def today(self) -> date:
        """The board's own day; this computer's until the repository is open."""
        return self.desk.today if self.board.opened else date.today()

    @property
    def zone(self) -> str:
        """The time zone by whose clocks times are told; until the repository is open, that is UTC."""
        return self.desk.zone if self.board.opened else "UTC"

    def show_status(self) -> None:
        """Take the app's status into the frame, and people's names, which come with it, into the details."""
        super().show_status()
        if self._named is not self.board.names:
            self._named = self.board.names
            self.show_details(self.query_one(VirtualList).row)

    def show_details(self, row: object) -> None:
        """The picked row in full, beside the list."""

    def follow(self, show: Callable[[list[Summary], list[Task]], None]) -> bool:
        """Show the list as it is being read, and how far that is; False when nobody waits for it any more.

        Runs in a job's thread; `show` is called on the screen's, with all rows and tasks so far, newest id first.
        """
        worker = get_current_worker()
        rows: dict[str, Summary] = {}
        tasks: dict[str, list[Task]] = {}
        with closing(self.desk.pages()) as pages:
            for page in pages:
                if worker.is_cancelled:
                    return False
                rows.update((row.id, row) for row in page.rows)
                tasks.update((row.id, []) for row in page.rows)
                for task in page.tasks:
                    tasks[task.summary.id].append(task)
                ids = sorted(rows, reverse=True)
                self.meanwhile(show, [rows[one] for one in ids], [task for one in ids for task in tasks[one]])
                self.call_later(self.say, f"Reading {page.done:,} of {page.of:,} proposals …")
        return not worker.is_cancelled

    def meanwhile(self, show: Callable[..., object], *shown: object) -> None:
        """Show what a job's thread has so far, unless the job has handed back all of it by the time it is shown."""
        self.call_later(lambda: show(*shown) if self.at_work("load") else None)

    def action_inbox(self) -> None:
        """Show the inbox."""
        self.board.go("inbox")

    def action_proposals(self) -> None:
        """Show all proposals."""
        self.board.go("proposals")

    def action_decisions(self) -> None:
        """Show the decisions."""
        self.board.go("decisions")

    async def action_quit(self) -> None:
        """Close the program."""
        await self.app.action_quit()

    def action_open(self) -> None:
        """Open the picked line."""
        self.query_one(VirtualList).action_select()

    def action_filter(self) -> None:
        """Narrow the list; only the list of proposals has a filter of its own."""
        self.board.go("proposals")
        self.app.call_later(self.app.run_action, "screen.filter")

    def picked_id(self) -> str:
        """The id under the cursor."""
        return ""

    def action_copy(self) -> None:
        """Copy the id under the cursor."""
        if found := self.picked_id():
            self.board.copy(found, f"The id {found}")
        else:
            self.cannot("There is no line to copy.", "Pick one first.")

    def action_findings(self) -> None:
        """What is wrong with the files here."""
        from board.tui.findings import FindingsScreen

        self.app.push_screen(FindingsScreen())


class InboxScreen(MainScreen):
    """What waits for me, then what I wait for."""

    PLACE = "inbox"
    ABOUT = (
        "Your inbox lists what the board needs from you, the most pressing first, and why. "
        "Below it stands what you wait for from others."
    )

    def __init__(self) -> None:
        super().__init__()
        self.tasks: tuple[Task, ...] = ()
        self.counts = (0, 0)
        """How many tasks of mine and of others there are."""
        self._again: set[Task] = set()
        """The tasks right below another one about the same proposal, which is named once."""
        self._told: bytes = b""

    def body(self) -> ComposeResult:
        with Horizontal(classes="panes"):
            yield VirtualList[Task](
                (
                    Column("", 7, self._number, right=True),
                    Column(
                        "", 0, lambda task: Cell(SAME, "faint") if task in self._again else Cell(task.summary.title)
                    ),
                    Column("", 12, self._tier, from_width=56),
                    Column("", 13, self._due, right=True),
                ),
                second=lambda task: Cell(on_screen(task.words), "soft"),
                key=lambda task: (task.summary.id, task.act, task.part),
                empty="",
                id="tasks",
            )
            with VerticalScroll(id="details"):
                yield Laid(id="details-text", fills=True)
        yield Static(Content(""), id="notice")

    def _number(self, task: Task) -> Cell:
        return Cell("" if task in self._again else numbered(task.summary, self.today), "faint")

    def _tier(self, task: Task) -> Cell:
        summary = task.summary
        return Cell("") if task in self._again else tier_cell(summary.tier, known=summary.tier_known)

    def on_mount(self) -> None:
        """The list has the focus, and shows what it showed last time until the repository is open."""
        self.query_one(VirtualList).focus()
        curtain = self.board.curtain
        if curtain is not None and not self.board.opened:
            from board.tui.glance import names_of, tasks_of

            tasks, counts = tasks_of(curtain.kept)
            if tasks:
                self.board.names = names_of(curtain.kept)
                self._put(tasks, counts)

    def _due(self, task: Task) -> Cell:
        now = datetime.now(UTC) if not self.board.opened else self.desk.now if task.at else None
        return due_cell(task.due, self.today, task.overdue, task.at, now)

    def load(self) -> None:
        """Show the inbox as it was last seen, then as it is."""
        self.job(self._read, self.show_inbox)

    def _read(self) -> Inbox:
        from board.actions.asking import Inbox
        from board.actions.rows import inbox_of

        kept = self.desk.kept_inbox()
        if kept is not None and kept.current:
            return kept.inbox
        if kept is not None:
            self.meanwhile(self.show_inbox, kept.inbox)
        if not self.follow(lambda _, tasks: None if kept else self.show_inbox(inbox_of(tasks))):
            return Inbox((), ())
        return self.desk.inbox()

    def show_inbox(self, inbox: Inbox) -> None:
        """Put the tasks into the list, mine first."""
        self.query_one("#tasks", VirtualList).empty = self._nothing_waits()
        self._put((*inbox.mine, *inbox.others), (len(inbox.mine), len(inbox.others)))
        self.query_one("#notice", Static).update(_notice(inbox.findings))
        self.query_one("#notice").display = bool(inbox.findings)
        self._keep_soon()

    def _nothing_waits(self) -> str:
        """What an empty inbox says; to whoever only reads, as an observer or auditor does, what there is to do."""
        me = self.desk.me if self.board.opened else None
        if me is None or me.seats or me.alternate or me.presides:
            return "Nothing waits for you. Press 2 for all proposals, 3 for what was decided."
        return "Nothing waits for you. 3 reads decisions and history, V verifies them."

    @work(exclusive=True, group="rest", exit_on_error=False)
    async def _keep_soon(self) -> None:
        await self.board.keys.rest()
        self.keep_glance()

    def show_status(self) -> None:
        """Take the app's status into the frame, and remember how it looks."""
        super().show_status()
        self._keep_soon()

    def keep_glance(self) -> None:
        """Keep what is on screen for the next start."""
        curtain = self.board.curtain
        if self.board.status is None or self.reads or not self.is_current:
            return
        self.board.look_ahead()
        if curtain is None:
            return
        from board.tui.glance import keep, seen

        told = seen(self.board, self.tasks, self.counts)
        if told != self._told:
            self._told = told
            self.job(partial(keep, curtain.place, told), lambda _: None, group="glance", failed=lambda _: None)

    def _put(self, tasks: tuple[Task, ...], counts: tuple[int, int]) -> None:
        self.tasks, self.counts = tasks, counts
        rows: list[Task | Heading] = []
        again: set[Task] = set()
        for mine, title, number in ((True, "Waits for you", counts[0]), (False, "You wait for", counts[1])):
            listed = [task for task in tasks if task.mine is mine]
            rows += [Heading(title, str(number)), *listed] if listed else []
            again |= {task for above, task in pairwise(listed) if above.summary.id == task.summary.id}
        self._again = again
        shown: VirtualList[Task] = self.query_one("#tasks", VirtualList)
        shown.show(rows)
        self.show_details(shown.row)
        self.counted(counts[0])

    @on(VirtualList.Picked)
    def picked(self, event: VirtualList.Picked) -> None:
        """Details beside the list, where there is room."""
        self.show_details(event.row)

    def show_details(self, row: object) -> None:
        """One task in full; nothing where there is none."""
        names = self.board.name_of
        made = partial(task_details, row, self._due(row), names, zone=self.zone) if isinstance(row, Task) else nothing
        self.query_one("#details-text", Laid).show(made)

    @on(VirtualList.Chosen)
    def chosen(self, event: VirtualList.Chosen) -> None:
        """Open the place where it is done."""
        if isinstance(event.row, Task):
            self.board.open_task(event.row)

    def picked_id(self) -> str:
        """The id under the cursor."""
        row = self.query_one(VirtualList).row
        return row.summary.id if isinstance(row, Task) else ""


def _notice(findings: tuple[Finding, ...]) -> Content:
    if not findings:
        return Content("")
    words = f"! {count(len(findings), 'finding')} at a first look"
    return join((words, "bold $warn"), ("  f checks all  ", "$ink-3"), line(findings[0].message, "$ink-2"))


def nothing(_: int) -> Content:
    """No details."""
    return Content("")


def task_details(task: Task, due: Cell, name_of: Callable[[str], str], width: int, zone: str = "UTC") -> Content:
    """One task in full, for the pane beside the list; `name_of` says what a handle is called."""
    summary = task.summary
    waits = ", ".join(name_of(one) for one in summary.waiting_for)
    tier, stage = tier_cell(summary.tier, known=summary.tier_known), stage_cell(summary.stage)
    rows = [
        hang(Content(""), line(summary.title, "bold $ink"), width),
        line(summary.id, "$ink-3"),
        Content(""),
        hang(Content(""), text(on_screen(task.words), "$accent"), width),
        Content(""),
        _pair("Kind", summary.kind or "not said"),
        _pair("Tier", tier.text, INK[tier.tone]),
        _pair("Stage", stage.text, INK[stage.tone]),
        _pair("Due", f"{task.until(zone)}  {due.text}" if task.due else "no date"),
        _pair("From", name_of(summary.proposer) or "not said"),
        _beside("Waits for", waits or "nobody", width),
    ]
    if summary.findings:
        rows.append(_pair("Findings", f"! {count(summary.findings, 'finding')}", "$warn"))
    if not summary.committed:
        rows.append(_pair("Note", "Only on this machine: not committed yet.", "$warn"))
    if summary.mark:
        rows.append(hang(Content.styled(f"{'Note':<11}", "$ink-3"), text(summary.mark, "$warn"), width))
    return lines(*rows)


def _pair(name: str, value: str, style: str = "$ink") -> Content:
    return join((f"{name:<11}", "$ink-3"), line(value, style))


def _beside(name: str, value: str, width: int) -> Content:
    return hang(Content.styled(f"{name:<11}", "$ink-3"), text(value, "$ink"), width)
