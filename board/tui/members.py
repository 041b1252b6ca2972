"""The members: who holds which seat, until when, by which key; what is missing; and what a member's keys signed."""

from __future__ import annotations

from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content

from board.actions.members import Roster, Sitting
from board.actions.model import Done
from board.actions.pairing import Waiting
from board.actions.signed import SignedBy
from board.core.dates import told_at
from board.core.panel import BRINGS
from board.tui.acting import ActingScreen
from board.tui.commands import bindings
from board.tui.document import DocumentView
from board.tui.dossier_text import BLANK, heading, wrapped
from board.tui.fill import Ask, Values
from board.tui.laid import Laid
from board.tui.lists import Cell, Column, Heading, VirtualList
from board.tui.safe import hang, join, line, lines, text
from board.tui.screen import BoardScreen
from board.tui.words import count

Row = Sitting | Waiting | str
_SUSPEND = (
    "Her keys sign nothing more, from the moment a second member says the same. What they signed before counts still. "
    "Do this when a key leaked. The reason stands in the history."
)
_REPLACE = (
    "The key below takes the place of all she had, once members of two other seats agree to the same one. "
    "A suspension ends with it. Make sure that the key comes from her: ask her, face to face or by phone."
)


class MembersScreen(ActingScreen):
    """Everybody on the board."""

    WHERE = ("members",)
    BINDINGS = bindings("members")
    ABOUT = (
        "Who is on the board: seats, alternates, terms and keys, and below them what is missing. "
        "Enter shows what a member's keys signed. S suspends keys that leaked, N replaces lost ones, and H shows what "
        "a member who leaves hands over."
    )

    def __init__(self) -> None:
        super().__init__()
        self.found: Roster | None = None

    def body(self) -> ComposeResult:
        with Container(classes="later"):
            yield VirtualList[Row](
                (Column("", 22, _name), Column("", 0, _seats), Column("", 12, _standing)),
                second=_second,
                key=lambda row: row.member.id if isinstance(row, Sitting) else str(row),
                empty="",
                id="members",
            )
            with VerticalScroll(id="telling"):
                yield Laid(id="telling-text")

    def on_mount(self) -> None:
        """The list has the focus."""
        self.trail("Members")
        self.query_one("#members").focus()

    def load(self) -> None:
        """Read the charter in force."""
        self.job(self.desk.roster, self._show)

    def _show(self, found: Roster) -> None:
        self.found = found
        rows: list[Row | Heading] = []
        for title, listed in (
            ("Members", found.members),
            ("Waits for a second member", found.waiting),
            ("What is missing", found.gaps),
        ):
            rows += [Heading(title, str(len(listed))), *listed] if listed else []
        shown: VirtualList[Row] = self.query_one("#members", VirtualList)
        shown.empty = "The charter names nobody."
        shown.show(rows)
        gaps = f" · ! {count(len(found.gaps), 'gap')}" if found.gaps else ""
        self.trail(f"Members · {len(found.members)}{gaps}")
        self._about()

    @on(VirtualList.Picked, "#members")
    def picked(self) -> None:
        """Another member."""
        self._about()

    def _about(self) -> None:
        row = self.query_one("#members", VirtualList).row
        shown = self.query_one("#telling-text", Laid)
        if isinstance(row, Sitting):
            shown.show(partial(member_content, row))
        elif isinstance(row, Waiting):
            words = f"{' and '.join(row.members)} agreed to {row.words}. It takes one more member. {row.reason}"
            shown.show(lambda width: wrapped(text(words, "$ink"), width))
        else:
            gap = str(row or "")
            shown.show(lambda width: wrapped(text(gap, "$ink"), width))

    def _sitting(self) -> Sitting | None:
        row = self.query_one("#members", VirtualList).row
        return row if isinstance(row, Sitting) else None

    @on(VirtualList.Chosen, "#members")
    def chosen(self) -> None:
        """What her keys signed."""
        if self._sitting() is not None:
            self.action_history()

    def action_history(self) -> None:
        """Everything she signed."""
        if (row := self._sitting()) is None:
            self.cannot("Pick a member first.")
        else:
            self.app.push_screen(SignedScreen(row.member.id, row.member.name))

    def action_suspend(self) -> None:
        """Agree that her keys are suspended."""
        row = self._sitting()
        if row is None:
            self.cannot("Pick a member first.")
        elif row.member.suspended:
            self.cannot("Her keys are suspended already.", "N replaces them; it takes two other seats.")
        else:
            asks = (Ask("reason", "Why?", lacks="Say why. It stands in the history."),)
            title = f"Suspend the keys of {row.member.name or row.member.id}"
            self.ask(
                f"suspend {row.member.id}", title, _SUSPEND, asks, "Suspend", partial(self._suspend, row.member.id)
            )

    def _suspend(self, member: str, values: Values) -> Done:
        return self.desk.suspend(member, values["reason"])

    def action_replace_key(self) -> None:
        """Agree on a new key for her."""
        if (row := self._sitting()) is None:
            self.cannot("Pick a member first.")
            return
        asks = (
            Ask("key", "Her new public key: the line, or the file that holds it", lacks="Give the key."),
            Ask("reason", "Why?", lacks="Say why. It stands in the history."),
        )
        handle, title = row.member.id, f"Replace the keys of {row.member.name or row.member.id}"
        self.ask(f"replace-key {handle}", title, _REPLACE, asks, "Replace", partial(self._replace, handle))

    def _replace(self, member: str, values: Values) -> Done:
        return self.desk.replace_key(member, values["key"], values["reason"])

    def action_leave(self) -> None:
        """What she would hand over."""
        from board.tui.leaving import LeavingScreen

        if (row := self._sitting()) is None:
            self.cannot("Pick a member first.")
        else:
            self.app.push_screen(LeavingScreen(row.member))

    def action_copy(self) -> None:
        """Copy the list as text."""
        if self.found is not None:
            rows = [member_content(one, 100).plain for one in self.found.members]
            self.board.copy("\n\n".join((*rows, *self.found.gaps)), "The list of members")


def member_content(row: Sitting, width: int) -> Content:
    """One member in full."""
    one = row.member
    pairs = [
        ("Handle", one.id),
        ("Mail", ", ".join(one.emails)),
        ("Seats", ", ".join(one.seats) or "none"),
        ("Alternate", f"for {', '.join(one.alternate)}" if one.alternate else "for no seat"),
        *((("Panel", ", ".join(BRINGS.get(word, word) for word in one.panel)),) if one.panel else ()),
        ("Roles", ", ".join(one.roles) or "none"),
        ("Term", term_of(row) or "no end is set"),
        ("Keys", "suspended: they sign nothing" if one.suspended else ", ".join(row.keys) or "! none"),
    ]
    rows = [wrapped(text(one.name or one.id, "bold $ink"), width)]
    rows += [hang(join((f"{name:<11}", "$ink-3")), text(value, "$ink"), width) for name, value in pairs]
    if not row.serves:
        rows.append(wrapped(text("! Outside her term: a ballot of hers does not count today.", "$warn"), width))
    return lines(*rows)


def term_of(row: Sitting) -> str:
    """The term in words; "" where none is set."""
    one = row.member
    return " ".join(
        part for part in (f"from {one.start}" if one.start else "", f"until {one.end}" if one.end else "") if part
    )


def _name(row: Row) -> Cell:
    if isinstance(row, Sitting):
        return Cell(row.member.name or row.member.id)
    return Cell(" and ".join(row.members), "warn") if isinstance(row, Waiting) else Cell("! missing", "warn")


def _seats(row: Row) -> Cell:
    if isinstance(row, Sitting):
        said = [*row.member.seats, *(f"alternate for {seat}" for seat in row.member.alternate), *row.member.roles]
        return Cell(", ".join(said) or "no seat", "plain" if said else "soft")
    return Cell(f"agreed to {row.words}" if isinstance(row, Waiting) else "a charter change mends it", "soft")


def _standing(row: Row) -> Cell:
    if not isinstance(row, Sitting):
        return Cell("")
    if row.member.suspended:
        return Cell("✗ suspended", "bad")
    return Cell("✓ serves", "good") if row.serves else Cell("– not now", "warn")


def _second(row: Row) -> Cell:
    if isinstance(row, Sitting):
        keys = "suspended" if row.member.suspended else ", ".join(row.keys) or "! no key"
        term = term_of(row)
        return Cell(f"{row.member.id} · {f'{term} · ' if term else ''}{keys}", "soft")
    return Cell(row.reason, "soft") if isinstance(row, Waiting) else Cell(row)


class SignedScreen(BoardScreen[None]):
    """What one member's keys signed."""

    WHERE = ("reader",)
    BINDINGS = bindings("reader")
    ABOUT = (
        "Every commit that this member's keys signed, in the order of history, and whether it counts. "
        "Dates are what the signer claimed; the order is what history shows."
    )

    def __init__(self, member: str, name: str) -> None:
        super().__init__()
        self.member = member
        self.called = name or member

    def body(self) -> ComposeResult:
        yield DocumentView(id="document")

    def on_mount(self) -> None:
        """The text has the focus."""
        self.trail(f"Signed by {self.called}")
        self.query_one(DocumentView).focus()

    def load(self) -> None:
        """Walk the history; on a long one that takes a while, and says so."""
        self.query_one(DocumentView).show(line("Reading the whole history …", "$ink-2"))
        self.job(partial(self.desk.signed_by, self.member), self._show, saying="Reading the whole history …")

    def _show(self, found: SignedBy) -> None:
        self.query_one(DocumentView).show_with(partial(signed_content, found, self.called, self.desk.zone))

    def action_copy(self) -> None:
        """Copy the list."""
        self.board.copy(self.query_one(DocumentView).plain, "The list")

    def action_write(self) -> None:
        """Save the list."""
        self.board.write_out(f"signed-by-{self.member}", self.query_one(DocumentView).plain)


def signed_content(found: SignedBy, name: str, zone: str, width: int) -> Content:
    """Each commit with its place in history, what it did, and whether it counts."""
    rows = [heading(f"{name} signed {count(len(found.commits), 'commit')}", "in the order of history")]
    if not found.proven:
        words = "! This board works without signatures: only author lines say that these are hers."
        rows.append(wrapped(text(words, "$warn"), width))
    if found.suspended:
        rows.append(wrapped(text("! Her keys are suspended: they sign nothing more.", "$warn"), width))
    rows.append(BLANK)
    for each in found.commits:
        sign, tone = ("✓", "$good") if each.counts else ("✗", "$bad")
        label = join((f"{each.position:>5}  ", "$ink-3"), (f"{sign} ", tone))
        said = join(
            (f"{told_at(each.at, zone)}  ", "$ink-3"),
            (", ".join(each.what) or "other files", "$ink"),
            ("" if each.counts else "  has no effect", "$bad"),
            (f"  {each.commit[:10]}", "$ink-3"),
            (f"  {each.why}" if each.why else "", "$ink-2"),
        )
        rows.append(hang(label, said, width))
    return lines(*rows)
