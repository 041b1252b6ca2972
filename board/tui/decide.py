"""Deciding: the exact files, what stands in the way, what is held back, and how plain the words are."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.content import Content

from board.actions.model import DecisionPreview, Done
from board.core.finding import IN_THE_WAY, TO_LOOK_AT, Refused, in_the_way, to_look_at
from board.core.record import OUTCOME_WORDS
from board.tui.acting import ActingScreen
from board.tui.commands import bindings
from board.tui.dialogs import Sign
from board.tui.document import MEASURE, DocumentView, plain_lines
from board.tui.dossier_text import BLANK, heading, pair, wrapped
from board.tui.fill import Ask
from board.tui.finding_text import findings_content
from board.tui.leaves import Leaf, first_sections, leaves
from board.tui.lists import Cell, Column, VirtualList
from board.tui.safe import hang, join, line, lines, text
from board.tui.tally_text import unjudged_rows
from board.tui.words import short


class DecideScreen(ActingScreen):
    """The preview of a decision; deciding and recording are one act."""

    WHERE = ("decide",)
    BINDINGS = bindings("decide")
    ABOUT = (
        "What deciding would write: a summary, then each file whole and its sections one by one, exactly. You edit the "
        "free parts, look at what stands in the way, and then one signed commit decides and records it."
    )

    def __init__(self, proposal_id: str) -> None:
        super().__init__()
        self.proposal_id = self.place = proposal_id
        self.preview: DecisionPreview | None = None
        self.part = ("", "")

    def body(self) -> ComposeResult:
        with Horizontal(classes="panes"):
            with Container(id="side", classes="broad"):
                yield VirtualList[Leaf]((Column("", 0, _title),), empty="", id="pages")
            with Container(classes="pane"):
                yield DocumentView(id="document")

    def on_mount(self) -> None:
        """The text has the focus; where only one pane has room, the list of parts."""
        self.trail(f"Decide · {self.proposal_id}")
        (self.query_one(DocumentView) if self.app.size.width >= 80 else self.query_one("#pages")).focus()

    def load(self) -> None:
        """Render what deciding would write now."""
        self.job(self._fetch, self._show, saying="Writing the preview …", failed=self._no_preview)

    def _fetch(self) -> DecisionPreview:
        self.board.saver.wait()
        return self.desk.preview(self.proposal_id, None)

    def _no_preview(self, refusal: Refused) -> None:
        self.app.pop_screen()
        self.board.refused(refusal)

    def _show(self, preview: DecisionPreview) -> None:
        self.preview = preview
        parts = leaves(preview.files)
        at = next((at for at, one in enumerate(parts) if one.key == self.part), 0)
        self.query_one("#pages", VirtualList).show(parts, at)
        self.show_part(parts[at])

    def show_part(self, part: Leaf) -> None:
        """The summary, one file, or one section of it, exactly as it would be written."""
        self.part, document = part.key, self.query_one(DocumentView)
        if self.preview is not None and not part.path:
            document.show_with(partial(summary, self.preview, called=self.board.name_of))
        else:
            document.show_with(lambda width: plain_lines(part.content, width, part.first), part.content)

    @on(VirtualList.Picked, "#pages")
    def picked(self, event: VirtualList.Picked) -> None:
        """Another part."""
        if isinstance(event.row, Leaf) and event.row.key != self.part:
            self.show_part(event.row)

    @on(VirtualList.Chosen, "#pages")
    def entered(self) -> None:
        """Into the text."""
        self.query_one(".panes").add_class("reading")
        self.query_one(DocumentView).focus()

    def leave(self) -> bool:
        """On a narrow terminal Esc first comes back to the list of parts."""
        panes = self.query_one(".panes")
        if panes.has_class("reading") and self.app.size.width < 80:
            panes.remove_class("reading")
            self.query_one("#pages").focus()
            return False
        return True

    def action_next(self) -> None:
        """The next part."""
        self.query_one("#pages", VirtualList).turn(1)

    def action_previous(self) -> None:
        """The part before."""
        self.query_one("#pages", VirtualList).turn(-1)

    def action_edit(self) -> None:
        """The parts a person writes."""
        from board.tui.parts import PartsScreen

        if self.preview is None:
            return
        if not self.preview.free.decision and not self.preview.free.ethics:
            self.cannot("This outcome ends the round, not the proposal, so there is no text to edit.")
            return
        self.app.push_screen(PartsScreen(self.proposal_id, self.preview.free))

    def action_sign(self) -> None:
        """Show every file once more, whole, then decide."""
        preview = self.preview
        if preview is None:
            return
        if blocking := in_the_way(preview.problems):
            self.refused(Refused(*blocking))
            return
        look = "\nNothing stands in the way; what needs a look is said first." if to_look_at(preview.problems) else ""
        what = f"{self.proposal_id} is {OUTCOME_WORDS[preview.outcome]}.\nIt is recorded in your name, as below.{look}"
        self.app.push_screen(Sign("Decide", what, signed(preview), "decide"), self._answered)

    def _answered(self, yes: bool | None) -> None:
        if yes and self.preview is not None:
            work = partial(self.desk.decide, self.proposal_id, self.preview)
            self.job(work, self.finished, group="act", saying="Deciding …", failed=self._not_decided)

    def _not_decided(self, refusal: Refused) -> None:
        self.board.changed()
        self.refused(refusal)

    def action_defer(self) -> None:
        """Put it off, with a reason."""
        what = "The proposal comes back in a later round. This can be done twice at most; the reason is published."
        self._ask_why("defer", "Put it off", what)

    def action_withdraw(self) -> None:
        """End it, with a reason."""
        what = "The proposal ends without a decision. The reason is published."
        self._ask_why("withdraw", "Withdraw", what)

    def _ask_why(self, act: str, yes: str, what: str) -> None:
        work = self.desk.defer if act == "defer" else self.desk.withdraw
        reason = Ask("reason", "Reason", lacks="Write the reason first. It will be published.")
        self.ask(act, yes, what, (reason,), yes, lambda said: work(self.proposal_id, said["reason"]))

    def finished(self, done: Done) -> None:
        """The round has ended: back to the dossier, which is read again."""
        self.app.pop_screen()
        super().finished(done)

    def action_copy(self) -> None:
        """Copy the part that is shown."""
        row = self.query_one("#pages", VirtualList).row
        name = row.title.removeprefix("· ") if isinstance(row, Leaf) else ""
        self.board.copy(self.query_one(DocumentView).plain, name)


def _title(part: Leaf) -> Cell:
    return Cell(part.title, "soft" if part.section else "plain")


def signed(preview: DecisionPreview) -> Content:
    """What needs a look; then what is written: the sum in words, texts for people, files for auditors, each whole."""
    rows = [line("In plain words", "bold $accent"), text(preview.tally.sentence, "$ink"), Content("")]
    if look := to_look_at(preview.problems):
        told_first = (text(f"! {one.message}", "$ink") for one in look)
        rows = [line(TO_LOOK_AT, "bold $accent"), *told_first, Content(""), *rows]
    for told in (True, False):
        found = [(path, words) for path, words in preview.files.items() if path.endswith(".md") is told]
        if found and not told:
            rows += [line("For auditors", "bold $accent")]
        rows += [row for path, words in found for row in _whole(path, words)]
    return lines(*rows)


def _whole(path: str, words: str) -> list[Content]:
    return [line(path, "bold $accent"), text(words.rstrip("\n"), "$ink"), Content("")]


def summary(preview: DecisionPreview, width: int, called: Callable[[str], str] = str) -> Content:
    """What is decided, why, on which conditions and until when; then what to look at before one signs it."""
    room = min(width, MEASURE)
    rows = [heading("Outcome", preview.tally.waits or OUTCOME_WORDS[preview.outcome])]
    rows.append(wrapped(text(preview.tally.sentence, "bold $ink"), room))
    barring, look = in_the_way(preview.problems), to_look_at(preview.problems)
    rows += [BLANK, heading(IN_THE_WAY)]
    rows.append(findings_content(barring, room) if barring else line("Nothing.", "$good"))
    rows += _conditions(preview, room, called)
    for title, words in first_sections(preview.files):
        rows += [BLANK, heading(title), *(wrapped(text(one, "$ink"), room) for one in words.split("\n"))]
    rows += [BLANK, heading(TO_LOOK_AT), findings_content(look, room)] if look else []
    rows += unjudged_rows(preview.tally, room)
    if preview.open_messages:
        rows += [BLANK, heading("Without an answer")]
        rows += [hang(join(("! ", "$warn")), text(one, "$ink-2"), room) for one in preview.open_messages]
    rows += [BLANK, heading("Held back from the published texts")]
    rows += [hang(join(("– ", "$ink-3")), text(one, "$ink-2"), room) for one in preview.held_back] or [
        line("Nothing.", "$ink-2")
    ]
    read = preview.readability
    if read is not None:
        rows += [BLANK, heading("How plain it reads", "too hard to publish" if read.gross else "hints, not proof")]
        for label, words in (
            ("Grade", f"{read.grade:.1f}; 9 or less reads well"),
            ("Ease", f"{read.ease:.0f}; 60 or more reads well"),
            ("Length", f"{read.words} words in {read.sentences} sentences, the longest {read.longest}"),
        ):
            rows.append(hang(join((f"{label:<12}", "$ink-3")), text(words, "$ink"), room))
        rows += [hang(join(("! ", "$warn")), text(one, "$ink-2"), room) for one in read.advice]
        if read.worst:
            rows.append(line("Hardest sentences", "$ink-3"))
            rows += [hang(join((f"{n}. ", "$ink-3")), text(one, "$ink-2"), room) for n, one in enumerate(read.worst, 1)]
    rows += [BLANK, pair("Counted on", f"the record up to commit {short(preview.base)}")]
    rows.append(line("n goes through the parts   ·   e edits yours   ·   F2 shows every file and decides", "$ink-3"))
    return lines(*rows)


def _conditions(preview: DecisionPreview, room: int, called: Callable[[str], str]) -> list[Content]:
    """Each condition with its owner, day, proof and verifier."""
    rows: list[Content] = [BLANK, heading("Conditions")] if preview.tally.conditions else []
    for one in preview.tally.conditions:
        rows.append(hang(join((f"{one.id}  ", "$ink-3")), text(one.text, "$ink"), room))
        due = one.due.isoformat() if one.due else "no date"
        who = f"{called(one.owner) or 'nobody yet'} by {due}; checked by {called(one.verifier) or 'nobody yet'}"
        rows.append(hang(Content("    "), text(who, "$ink-2"), room))
        rows.append(hang(Content("    "), text(f"Proof: {one.proof or 'none named'}", "$ink-2"), room))
        if one.consequence:
            rows.append(hang(Content("    "), text(f"If missed: {one.consequence}", "$ink-2"), room))
    return rows
