"""Trying another charter: pick one, count all past rounds again under its rules, and read which come out otherwise."""

from __future__ import annotations

from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.content import Content

from board.actions.lab import Candidate, Lab
from board.core.finding import Finding, Refused
from board.core.lab import ACTS, PEOPLE_STAY, Comparison, Replayed, RuleChange
from board.core.outcome import OUTCOME_WORDS
from board.tui.acting import ActingScreen
from board.tui.commands import bindings
from board.tui.dossier_text import BLANK, heading, wrapped
from board.tui.fill import Ask, Values
from board.tui.laid import Laid, Make
from board.tui.lists import Cell, Column, Heading, VirtualList
from board.tui.safe import hang, line, lines, text
from board.tui.words import count

_PEOPLE = 6
"""So many changes of people are named beside the rules; the command names all."""
Row = Candidate | RuleChange | Comparison
_PICK = (
    "Which charter? Every past round is counted again under its rules: the ballots, reviews and members of that day. "
    "Nothing is written."
)
_NONE = "No undecided proposal carries a charter, and no copy of yours lies beside board.toml. f names a file."
_FILE = "A charter, such as a changed copy of board.toml. Only its rules are used: voting, seats, kinds and rings."
_ASKS = (Ask("file", "The file", "entry", hint="such as ~/stricter.toml", lacks="Name the file."),)


class LabScreen(ActingScreen):
    """What past votes would have come to under the rules of another charter."""

    WHERE = ("lab",)
    BINDINGS = bindings("lab")
    ABOUT = (
        "Past votes, counted again under another charter; how people would vote under it nobody can know. "
        "Enter tries the picked charter, and tells all about a round that would come out otherwise. x stops the count."
    )

    def __init__(self) -> None:
        super().__init__()
        self.at_hand: tuple[Candidate, ...] = ()
        self.tried: Candidate | None = None
        self.found: Lab | None = None
        self.problem: tuple[Finding, ...] = ()
        self.done = self.of = 0
        self.runs = self.stops = False

    def body(self) -> ComposeResult:
        yield Laid(id="answer", classes="head")
        yield VirtualList[Row](
            (
                Column("", 12, lambda one: _sort(one)),
                Column("", 0, lambda one: _words(one)),
            ),
            second=lambda one: Cell(_below(one), "soft"),
            empty="",
            id="told",
        )

    def on_mount(self) -> None:
        """The list has the focus."""
        self.trail("Try another charter")
        self.query_one("#told").focus()

    @property
    def reads(self) -> bool:
        """It takes keys while it works: nothing is typed here."""
        return False

    def load(self) -> None:
        """Look for the charters at hand, unless one is being tried or was."""
        if self.tried is None:
            self.job(self.desk.charters, self._picking)

    def on_unmount(self) -> None:
        """Nobody waits for it any more."""
        self.stops = True

    def _picking(self, found: tuple[Candidate, ...]) -> None:
        self.at_hand = found
        self._show()

    def _try(self, candidate: Candidate) -> None:
        self.tried, self.found, self.problem = candidate, None, ()
        self.done, self.of, self.runs, self.stops = 0, 0, True, False
        self._show()
        self.job(partial(self._work, candidate), self._ended, group="lab", saying="", failed=self._refused)

    def _work(self, candidate: Candidate) -> Lab:
        return self.desk.try_charter(candidate, self._heard, lambda: self.stops)

    def _heard(self, done: int, of: int) -> None:
        self.app.call_later(self._moved, done, of)

    def _moved(self, done: int, of: int) -> None:
        if self.runs and self.is_mounted:
            self.done, self.of = done, of
            self._answer()

    def _ended(self, found: Lab) -> None:
        self.runs, self.found = False, found
        self._show()

    def _refused(self, refusal: Refused) -> None:
        self.runs, self.problem = False, refusal.findings
        self._show()

    def _show(self) -> None:
        self._answer()
        listed: VirtualList[Row] = self.query_one("#told", VirtualList)
        listed.empty = _NONE if self.tried is None else ""
        listed.show(self._rows(), 0)

    def _rows(self) -> list[Row | Heading]:
        if self.tried is None:
            return list(self.at_hand)
        if self.found is None:
            return []
        changes, differing = self.found.changes, self.found.differing
        rows: list[Row | Heading] = []
        if differing:
            rows += [Heading("Would come out otherwise", str(len(differing))), *differing]
        if changes:
            rows += [Heading("States otherwise than the charter in force", str(len(changes))), *changes]
        return rows

    def _answer(self) -> None:
        self.query_one("#answer", Laid).show(self._said())

    def _said(self) -> Make:
        """How it stands: to be picked, under way, refused or stopped, counted."""
        if self.tried is None:
            return lambda width: wrapped(text(_PICK, "$ink"), width)
        if self.runs:
            return partial(_running, self.tried.path, self.done, self.of)
        if self.found is not None:
            return partial(lab_content, self.found)
        return partial(_not_counted, self.tried.path, self.problem)

    @on(VirtualList.Chosen, "#told")
    def chosen(self, event: VirtualList.Chosen) -> None:
        """Try a charter that was picked, or tell all about one round."""
        from board.tui.dialogs import Explain

        if isinstance(event.row, Candidate):
            self._try(event.row)
        elif isinstance(event.row, Comparison):
            self.app.push_screen(Explain(event.row.title, partial(round_content, event.row)))

    def action_file(self) -> None:
        """Try the charter in a file."""
        if self._at_rest():
            self.inquire(
                "lab", "Try another charter", _FILE, _ASKS, "Try it", self._named, self._try, saying="Reading …"
            )

    def _named(self, values: Values) -> Candidate:
        return self.desk.charter_in(values["file"])

    def action_pick(self) -> None:
        """Back to the charters at hand."""
        if self._at_rest():
            self.tried, self.found, self.problem = None, None, ()
            self.load()

    def action_cancel(self) -> None:
        """Stop it."""
        if self.runs:
            self.stops = True
        else:
            self.cannot("Nothing is being counted.", "Enter tries the picked charter.")

    def _at_rest(self) -> bool:
        if self.runs:
            self.cannot("Past rounds are being counted again.", "Press x to stop it.")
        return not self.runs

    def action_copy(self) -> None:
        """Copy what differs."""
        told = [
            f"{_sort(one).text}: {_words(one).text}. {_below(one)}"
            for one in self._rows()
            if not isinstance(one, Heading)
        ]
        self.board.copy("\n".join((self._said()(88).plain, "", *told)), "What differs")


def _sort(one: Row) -> Cell:
    if isinstance(one, Comparison):
        return Cell(str(one.decided_on), "plain")
    return Cell("rule", "soft") if isinstance(one, RuleChange) else Cell("charter", "soft")


def _words(one: Row) -> Cell:
    if isinstance(one, Comparison):
        return Cell(one.title)
    return Cell(one.words) if isinstance(one, RuleChange) else Cell(one.title)


def _below(one: Row) -> str:
    if isinstance(one, Comparison):
        because = one.because[0].words if one.because else "several rules together"
        return f"{OUTCOME_WORDS[one.other.outcome]} instead of {OUTCOME_WORDS[one.then.outcome]} · {because}"
    return one.path if isinstance(one, Candidate) else ""


def _running(path: str, done: int, of: int, width: int) -> Content:
    said = f"{done:,} of {of:,} rounds counted again" if of else "Looking for past rounds"
    return lines(
        wrapped(text(f"Trying {path} …", "bold $accent"), width),
        line(said, "$ink"),
        line("x stops it; nothing is lost by that.", "$ink-3"),
    )


def _not_counted(path: str, problem: tuple[Finding, ...], width: int) -> Content:
    rows = [
        wrapped(text(f"! {path} was not tried. {one.message} {one.fix}".rstrip(), "bold $warn"), width)
        for one in problem
    ]
    return lines(*rows, line("p goes back to the charters at hand.", "$ink-3"))


def lab_content(found: Lab, width: int) -> Content:
    """How many rounds would come out otherwise, and what that can and cannot say."""
    rules = "states no rule otherwise" if not found.changes else f"states {count(len(found.changes), 'rule')} otherwise"
    rounds = (
        f"{count(len(found.comparisons), 'round')} ended; {len(found.differing) or 'none'} would come out otherwise."
    )
    named = f"{PEOPLE_STAY} {'; '.join(each.words for each in found.people[:_PEOPLE])}"
    people = [wrapped(text(named, "$ink-2"), width)] if found.people else []
    return lines(
        wrapped(text(f"{found.path} {rules}. {rounds}", "bold $ink"), width),
        *people,
        wrapped(text("Each ballot counts as it was cast.", "$ink-2"), width),
    )


def round_content(one: Comparison, width: int) -> Content:
    """One round twice: what it came to, what it would come to, and which rule does it."""
    about = f"{one.id}, round {one.round}, decided on {one.decided_on}, tier {one.tier}"
    rows = [
        wrapped(text(about, "$ink-2"), width),
        BLANK,
        heading("Then"),
        wrapped(text(_told(one.then), "$ink"), width),
    ]
    rows += [BLANK, heading("Under the other charter"), wrapped(text(_told(one.other), "$ink"), width)]
    if one.because:
        rows += [BLANK, heading("Because of")]
        rows += [hang(text("  • ", "$ink-3"), text(each.words, "$ink"), width) for each in one.because]
    rows += [wrapped(text(f"Note: {note}", "$ink-2"), width) for note in one.notes]
    return lines(*rows)


def _told(replayed: Replayed) -> str:
    act = f"{OUTCOME_WORDS[replayed.outcome]}, whatever the ballots say. " if replayed.outcome in ACTS else ""
    late = f" Not to be decided that day: {replayed.why_not_yet}" if replayed.why_not_yet else ""
    return f"{act}{replayed.sentence}{late}"
