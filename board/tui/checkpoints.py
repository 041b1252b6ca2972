"""Checkpoints: how the history stood when members looked, who signed that, and whether it agrees with this copy."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content

from board.actions.checkpointing import Kept
from board.actions.model import Done
from board.actions.witnessing import Chain, stands
from board.core.dates import told_at
from board.core.finding import Finding, Severity
from board.trust.report import Report
from board.trust.witness import Witness
from board.tui.acting import ActingScreen
from board.tui.commands import bindings
from board.tui.dossier_text import BLANK, heading, wrapped
from board.tui.fill import Ask, Values
from board.tui.laid import Laid
from board.tui.lists import Cell, Column, VirtualList
from board.tui.safe import hang, join, lines, text
from board.tui.words import count

_STANDS = {
    "": Cell("not compared", "soft"),
    "agrees": Cell("✓ agrees", "good"),
    "ahead": Cell("! ahead", "warn"),
    "other": Cell("! other board", "warn"),
    "split": Cell("✗ split", "bad"),
}
_MEANS = {
    "": "c verifies the whole history here and holds every checkpoint against it.",
    "agrees": "Its commits are the first ones of the history here.",
    "ahead": "It speaks of commits that this copy does not have: look again with F5, then compare.",
    "other": "It is about another board.",
    "split": "Whoever signed it saw other commits than this copy holds. Ask her for her copy, and keep both.",
}
SIGN = (
    "A checkpoint says: this is the history I saw. Others compare it with theirs, so that nobody can show two "
    "people two histories without being found out. The whole history is verified first. Sign one?"
)
_COMPARE = (
    "The whole history is verified, then every checkpoint that lies here is held against it, and the one in the file "
    "as well. Nothing is signed or written."
)
_COUNTERSIGN = (
    "The whole history is verified. If the checkpoint agrees with it, your signature goes into the file; "
    "send it back, so that it bears both."
)


class CheckpointsScreen(ActingScreen):
    """The checkpoints that lie here."""

    WHERE = ("checkpoints",)
    BINDINGS = bindings("checkpoints")
    ABOUT = (
        "Each checkpoint says how long the history was and what it came to when members signed it. c compares them "
        "with the history here. Two people who were shown two histories find out when their checkpoints meet."
    )

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Kept, ...] = ()
        self.chain: Chain | None = None

    def body(self) -> ComposeResult:
        with Container(classes="later"):
            yield VirtualList[Kept](
                (
                    Column("Commits", 8, lambda row: Cell(f"{row.checkpoint.size:,}"), right=True),
                    Column("Signed by", 0, self._signed),
                    Column("Here", 13, lambda row: _STANDS[self._stands(row)]),
                ),
                header=True,
                key=lambda row: row.checkpoint,
                empty="",
                id="checkpoints",
            )
            with VerticalScroll(id="telling"):
                yield Laid(id="telling-text")

    def on_mount(self) -> None:
        """The list has the focus."""
        self.trail("Checkpoints")
        self.query_one("#checkpoints").focus()

    def load(self) -> None:
        """Read what lies here; a comparison of before holds no longer."""
        self.job(self.desk.checkpoints, self._show)

    def _show(self, rows: tuple[Kept, ...]) -> None:
        self.rows, self.chain = rows, None
        self.trail(f"Checkpoints · {len(rows)}")
        self._list()

    def _list(self) -> None:
        listed: VirtualList[Kept] = self.query_one("#checkpoints", VirtualList)
        listed.empty = "No checkpoint lies here."
        listed.show(self.rows)
        self._about()

    def _stands(self, row: Kept) -> str:
        return stands(self.chain, row.checkpoint) if self.chain is not None else ""

    def _signed(self, row: Kept) -> Cell:
        names = ", ".join(self.board.name_of(one.member) for one in row.witnesses)
        return Cell(names or "! nobody of the charter in force", "plain" if names else "warn")

    @on(VirtualList.Picked, "#checkpoints")
    def _about(self) -> None:
        row = self.query_one("#checkpoints", VirtualList).row
        shown = partial(self._content, row) if isinstance(row, Kept) else _nothing
        self.query_one("#telling-text", Laid).show(shown)

    def _content(self, row: Kept, width: int) -> Content:
        state = self._stands(row)
        shown = _STANDS[state]
        rows = [
            heading(f"{count(row.checkpoint.size, 'commit')} of the board", shown.text),
            wrapped(text(_MEANS[state], "$ink"), width),
            hang(text("Root       ", "$ink-3"), text(base64.b64encode(row.checkpoint.root).decode(), "$ink"), width),
        ]
        rows += [hang(text("Signed by  ", "$ink-3"), self._witness(one), width) for one in row.witnesses]
        if row.others:
            words = f"! Also signed as {', '.join(row.others)}, by a key that the charter in force does not list."
            rows.append(wrapped(text(words, "$warn"), width))
        return lines(*rows)

    def _witness(self, one: Witness) -> Content:
        return join(
            (self.board.name_of(one.member), "$ink"), (f"  {_when(one.at, self.desk.zone)}, by her own clock", "$ink-3")
        )

    @on(VirtualList.Chosen, "#checkpoints")
    def chosen(self) -> None:
        """Enter compares."""
        self.action_compare()

    def action_compare(self) -> None:
        """Hold what lies here, and a file if one is named, against the history."""
        asks = (Ask("file", "A checkpoint that somebody sent you", "entry", hint="the file", needed=False),)
        self.inquire("compare", "Compare checkpoints", _COMPARE, asks, "Compare", self._compare, self._compared,
                     saying="Verifying the whole history …")  # fmt: skip

    def _compare(self, values: Values) -> tuple[Report, Chain | None]:
        return self.desk.compare_checkpoints(values["file"])

    def _compared(self, found: tuple[Report, Chain | None]) -> None:
        from board.tui.dialogs import Explain

        self.chain = found[1]
        self._list()
        self.app.push_screen(Explain("Compared", partial(compared_content, *found, self.rows)))

    def action_countersign(self) -> None:
        """Add my signature to one that somebody sent me."""
        asks = (Ask("file", "The file with the checkpoint", "entry", lacks="Name the file."),)
        self.ask("countersign", "Countersign a checkpoint", _COUNTERSIGN, asks, "Sign it", self._countersign)

    def _countersign(self, values: Values) -> Done:
        return self.desk.countersign(values["file"])

    def action_sign(self) -> None:
        """Sign how the history stands."""
        self.sure(SIGN, "Sign a checkpoint", self.desk.sign_checkpoint)

    def action_copy(self) -> None:
        """Copy the list."""
        self.board.copy("\n\n".join(self._content(row, 88).plain for row in self.rows), "The list of checkpoints")


def compared_content(report: Report, chain: Chain | None, rows: tuple[Kept, ...], width: int) -> Content:
    """What the comparison came to: the history itself, the checkpoints here, and the one in the file."""
    from board.tui.finding_text import findings_content

    told: list[Finding] = []
    for faults, weight in (
        (report.faults, Severity.ERROR),
        (report.doubts, Severity.WARNING),
        (report.notes, Severity.NOTE),
    ):
        told += [one.finding(weight) for one in faults if weight is not Severity.NOTE or "checkpoint" in one.code]
    agree = sum(chain is not None and stands(chain, row.checkpoint) == "agrees" for row in rows)
    sign, tone, words = (
        ("✓", "$good", "The history here verifies, and no checkpoint speaks against it.")
        if report.status == 0
        else ("✗", "$bad", "Something is wrong, or cannot be told. It is named below.")
    )
    here = f"{count(len(chain.leaves), 'commit')} of the board are here. " if chain is not None else ""
    said = f"{here}{agree} of {count(len(rows), 'checkpoint')} that lie here agree."
    shown = [wrapped(join((f"{sign} ", f"bold {tone}"), (words, "$ink")), width), wrapped(text(said, "$ink-2"), width)]
    return lines(*shown, *((BLANK, findings_content(told, width)) if told else ()))


def _nothing(width: int) -> Content:
    return wrapped(
        text(
            "S signs how the history stands now, so that others can compare. A decision signs one by itself.", "$ink-2"
        ),
        width,
    )


def _when(at: int, zone: str) -> str:
    try:
        return told_at(datetime.fromtimestamp(at, UTC), zone)
    except (OverflowError, ValueError, OSError):
        return "no time at all"
