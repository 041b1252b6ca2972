"""Proving the history: a verification in a process of its own, with progress; then the report, faults first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.content import Content

from board.actions.verify_worker import Progress, Verifying
from board.core.finding import Finding, Refused, Severity
from board.trust.report import Fault, Report
from board.tui.commands import bindings
from board.tui.dossier_text import wrapped
from board.tui.laid import Laid, Make
from board.tui.lists import Cell, Column, Heading, VirtualList
from board.tui.safe import join, line, lines, text
from board.tui.screen import BoardScreen
from board.tui.words import count

_ANSWERS = {
    0: (
        "✓ Yes",
        "$good",
        "Everything that counts was made by those who may, and every decision is what its ballots come to.",
    ),
    1: (
        "✗ No",
        "$bad",
        "Something is wrong. What is named below had no effect on any tally, and the board must settle it.",
    ),
    3: ("! Cannot tell", "$warn", "Nothing is wrong, but something that matters cannot be proven."),
}
_DISPUTED = "There are two histories, and one of them is a lie or an accident. Compare before you act on this copy."
_SIGNS = {
    Severity.ERROR: Cell("✗ wrong", "bad"),
    Severity.WARNING: Cell("! open", "warn"),
    Severity.NOTE: Cell("· note", "soft"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the report."""

    fault: Fault
    severity: Severity

    @property
    def finding(self) -> Finding:
        """The same in full."""
        return self.fault.finding(self.severity)


class VerifyScreen(BoardScreen[None]):
    """The proof of the history, as far as it goes."""

    WHERE = ("verify",)
    BINDINGS = bindings("verify")
    ABOUT = (
        "Every commit on the board's files is checked again: who signed it, whether she might, and whether each "
        "decision is what its ballots come to. x stops it; nothing is lost by that. Enter on a line tells all of it."
    )

    def __init__(self) -> None:
        super().__init__()
        self.report: Report | None = None
        self.problem: tuple[Finding, ...] = ()
        self.progress = Progress(0, 0)
        self.child: Verifying | None = None
        self.runs = False
        self._begun = False

    def body(self) -> ComposeResult:
        yield Laid(id="answer", classes="head")
        yield VirtualList[Told](
            (
                Column("", 8, lambda one: _SIGNS[one.severity]),
                Column("", 0, lambda one: Cell(one.fault.words)),
                Column("", 12, lambda one: Cell(one.fault.commit[:12], "faint"), 90),
            ),
            second=lambda one: Cell(f"{one.fault.code} · {one.finding.fix}", "soft"),
            empty="",
            id="told",
        )

    def on_mount(self) -> None:
        """The list has the focus."""
        self.trail("Verify the history")
        self.query_one("#told").focus()

    @property
    def reads(self) -> bool:
        """It takes keys while it works: nothing is typed here."""
        return False

    def load(self) -> None:
        """Begin by itself, once; a later look at the record waits for s."""
        if not self._begun:
            self._begun = True
            self._start(False)

    def on_unmount(self) -> None:
        """Nobody waits for it any more."""
        if self.child is not None:
            self.child.stop()

    def _start(self, whole: bool) -> None:
        if self.runs:
            self.cannot("It is being verified.", "Press x to stop it.")
            return
        self.runs, self.report, self.problem, self.progress = True, None, (), Progress(0, 0)
        self._show()
        self.job(partial(self._work, whole), self._ended, group="verify", saying="", failed=self._refused)

    def _work(self, whole: bool) -> Report | None:
        self.child = self.desk.verifying(whole)
        for said in self.child.told():
            if isinstance(said, Report):
                return said
            self.app.call_later(self._moved, said)
        return None

    def _moved(self, progress: Progress) -> None:
        if self.runs and self.is_mounted:
            self.progress = progress
            self._answer()

    def _ended(self, report: Report | None) -> None:
        self.runs, self.report = False, report
        self._show()

    def _refused(self, refusal: Refused) -> None:
        self.runs, self.problem = False, refusal.findings
        self._show()

    def _show(self) -> None:
        self._answer()
        rows = _rows(self.report) if self.report else []
        listed: VirtualList[Told] = self.query_one("#told", VirtualList)
        listed.empty = "" if self.report is None else "There is nothing to tell: all of it is proven."
        listed.show(rows, 0)

    def _answer(self) -> None:
        self.query_one("#answer", Laid).show(self._said())

    def _said(self) -> Make:
        """How it stands: under way, reported, refused or stopped."""
        if self.runs:
            return partial(_running, self.progress)
        if self.report is not None:
            return partial(report_content, self.report)
        return partial(_not_verified, self.problem)

    @on(VirtualList.Chosen, "#told")
    def chosen(self, event: VirtualList.Chosen) -> None:
        """All that is known about one line."""
        from board.tui.dialogs import Explain
        from board.tui.finding_text import findings_content

        if isinstance(event.row, Told):
            found = (event.row.finding,)
            self.app.push_screen(Explain(event.row.fault.code, partial(findings_content, found)))

    def action_start(self) -> None:
        """Verify again, from what was verified here before."""
        self._start(False)

    def action_whole(self) -> None:
        """Verify every commit."""
        self._start(True)

    def action_cancel(self) -> None:
        """Stop it."""
        if self.runs and self.child is not None:
            self.child.stop()
        else:
            self.cannot("Nothing is being verified.", "Press s to begin.")

    def action_checkpoint(self) -> None:
        """Sign the state of the history."""
        from board.tui.checkpoints import SIGN
        from board.tui.dialogs import Confirm

        self.app.push_screen(Confirm(SIGN, "Sign a checkpoint"), self._agreed)

    def _agreed(self, yes: bool | None) -> None:
        if yes:
            self.job(self.desk.sign_checkpoint, self.finished, group="act", saying="Verifying, then signing …")

    def plain(self) -> str:
        """The report as text."""
        told = (
            [f"{one.fault.code}: {one.finding}" for one in _rows(self.report) if isinstance(one, Told)]
            if self.report
            else []
        )
        return "\n".join((self._said()(88).plain, "", *told))

    def action_copy(self) -> None:
        """Copy the report."""
        self.board.copy(self.plain(), "The report")

    def action_write(self) -> None:
        """Save the report."""
        self.board.write_out("verified", self.plain())


def _running(progress: Progress, width: int) -> Content:
    room = max(10, min(40, width - 40))
    done = round(room * progress.done / progress.of) if progress.of else 0
    said = f"  {progress.done:,} of {progress.of:,} commits judged" if progress.of else "  Reading the history"
    bar = join(("━" * done, "$accent"), ("─" * (room - done), "$line"), (said, "$ink"))
    return lines(line("Verifying …", "bold $accent"), bar, line("x stops it; nothing is lost by that.", "$ink-3"))


def _not_verified(problem: Sequence[Finding], width: int) -> Content:
    if not problem:
        return wrapped(text("Stopped. Nothing was lost. s begins again.", "$ink"), width)
    rows = [wrapped(text(f"! It could not be verified. {problem[0].message}", "bold $warn"), width)]
    return lines(*rows, *(wrapped(text(one.fix, "$ink"), width) for one in problem if one.fix))


def report_content(report: Report, width: int) -> Content:
    """The answer in words, and how much was looked at."""
    sign, tone, words = _ANSWERS.get(report.status, _ANSWERS[3])
    words = _DISPUTED if report.disputed else words
    since = f"Since {report.since[:12]}, verified here before" if report.since else "From the founding"
    much = (
        f"{since}: {count(report.commits, 'commit')} up to {report.tip[:12]}, {report.strict:,} of them on the board's "
        f"own files, {count(report.decisions, 'decision')}."
    )
    return lines(
        wrapped(join((f"{sign}. ", f"bold {tone}"), (words, "$ink")), width), wrapped(text(much, "$ink-2"), width)
    )


def _rows(report: Report) -> list[Told | Heading]:
    """Faults first, then what cannot be proven, then the rest."""
    doubts = set(report.doubts)
    open_ones = [one for one in report.unproven if one in doubts]
    others = [one for one in report.unproven if one not in doubts]
    rows: list[Told | Heading] = []
    sections: tuple[tuple[str, Sequence[Fault], Severity], ...] = (
        ("Wrong", report.faults, Severity.ERROR),
        ("Cannot be proven", open_ones, Severity.WARNING),
        ("Wrong once, restored and acknowledged", report.settled, Severity.NOTE),
        ("Worth knowing", (*others, *report.notes), Severity.NOTE),
        ("Taken on trust", report.trusted, Severity.NOTE),
    )
    for title, found, severity in sections:
        rows += [Heading(title, str(len(found))), *(Told(one, severity) for one in found)] if found else []
    return rows
