"""The dossier: document, facts, evidence, findings, messages, reviews, precedents, changes and tally side by side."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, VerticalScroll
from textual.content import Content

from board.actions.model import Dossier, EvidenceLine, Precedent
from board.core.finding import Refused
from board.core.proposal import Proposal
from board.tui import dossier_text as parts
from board.tui.at_once import AtOnce
from board.tui.chrome import KeyBar
from board.tui.commands import COMMANDS, Command, bindings
from board.tui.document import DocumentView
from board.tui.dossier_items import item_mark, item_note, item_second, item_title
from board.tui.giving import Giving
from board.tui.laid import Laid
from board.tui.lists import Cell, Column, VirtualList
from board.tui.safe import line, lines
from board.tui.tally_text import tally_content

DECISION = "Decision"
"""The section that a decided case has besides: the decision as it was published."""
SECTIONS = ("Document", "Facts", "Evidence", "Findings", "Messages", "Reviews", "Precedents", "Changes", "Tally")

ACTS_OF = {
    "dossier.review": "review",
    "dossier.ballot": "vote",
    "dossier.message": "message",
    "dossier.confirm": "confirm",
    "dossier.open": "open",
    "dossier.pull": "pull",
    "dossier.act": "act",
    "dossier.decide": "decide",
}
"""Command → the act of a dossier that says whether it can be done."""


FACTS = next(one for one in COMMANDS if one.id == "dossier.facts")


class DossierScreen(Giving, AtOnce):
    """One proposal."""

    WHERE = ("dossier",)
    BINDINGS = bindings("dossier")
    ABOUT = (
        "Everything about one proposal: pick a section on the left and read it on the right. "
        "From here you review, vote, ask, and (as chair or secretary) take it up and decide."
    )

    def __init__(self, proposal_id: str) -> None:
        super().__init__()
        self.proposal_id = self.place = proposal_id
        self.dossier: Dossier | None = None
        self.section = "Document"

    def body(self) -> ComposeResult:
        yield Laid(id="head", classes="head")
        with Horizontal(classes="panes"):
            with Container(id="side"):
                yield VirtualList[str](
                    (
                        Column("", 0, lambda name: Cell(name)),
                        Column("", 5, self._sign, right=True),
                    ),
                    empty="",
                    id="sections",
                )
            with Container(classes="pane"):
                yield DocumentView(id="document")
                yield VirtualList[EvidenceLine | Precedent](
                    (Column("", 12, item_mark), Column("", 0, item_title), Column("", 16, item_note, 70)),
                    second=item_second,
                    empty="None.",
                    id="items",
                )
            with VerticalScroll(id="details"):
                yield Laid(id="details-text")

    def on_mount(self) -> None:
        """The text has the focus; where only one pane has room, the list of sections."""
        self.trail(self.proposal_id)
        (self.query_one(DocumentView) if self.app.size.width >= 80 else self.query_one("#sections")).focus()

    def _sign(self, name: str) -> Cell:
        if self.dossier is None:
            return Cell("")
        number, sign = parts.sign_of(self.dossier, name)
        return Cell(f"{number} {sign or ' '}", "warn" if sign else "faint")

    def load(self) -> None:
        """Read the text, which is all one needs to begin; then all that is known about it."""
        self.job(partial(self._read, self.dossier is None), self.show_dossier)

    def _read(self, first: bool) -> Dossier:
        if first:
            self.call_later(self.show_text, self.desk.text_of(self.proposal_id))
        return self.desk.dossier(self.proposal_id)

    def show_text(self, proposal: Proposal) -> None:
        """Show the text while the rest is still being read."""
        if self.dossier is None:
            self.query_one("#head", Laid).show(lambda width: parts.wrapped(line(proposal.title, "bold $ink"), width))
            self._show_document(proposal)

    def _show_document(self, proposal: Proposal) -> None:
        words = proposal.body or "*The document has no text.*"
        self.query_one(DocumentView).show_prose(words, proposal.body_line)

    def show_dossier(self, dossier: Dossier) -> None:
        """Put the values on screen; the section that was open stays open."""
        first = self.dossier is None
        self.dossier = dossier
        self.query_one("#head", Laid).show(partial(parts.head, dossier, self.desk.today, me=self.desk.me.member))
        self.query_one("#details-text", Laid).show(partial(parts.glance, dossier, self.desk.today))
        sections = (*SECTIONS[:1], DECISION, *SECTIONS[1:]) if dossier.case.record is not None else SECTIONS
        self.section = self.section if self.section in sections else sections[0]
        self.query_one("#sections", VirtualList).show(sections, sections.index(self.section))
        self.show_section()
        self.query_one(KeyBar).commands = self.keys()
        self.board.note_faults(dossier.findings)
        if first:
            self.job(
                partial(self.desk.mark_looked, self.proposal_id), lambda _: None, group="looked", failed=lambda _: None
            )

    def keys(self) -> tuple[Command, ...]:
        """What can be done now; any other key still says why not when it is pressed."""
        offered = super().keys()
        return tuple(command for command in offered if not self._not_now(command))

    @property
    def only_reads(self) -> bool:
        """A reader, unless it is her own proposal: a guest may write to the board about that."""
        return super().only_reads and not (self.dossier is not None and self.dossier.own)

    def _not_now(self, command: Command) -> bool:
        if self.dossier is None:  # nobody knows yet; a key pressed meanwhile waits, and then says why not
            return command.id in ACTS_OF or command is FACTS
        if command is FACTS:
            missing = any(one.code in ("missing-fact", "missing-evidence") for one in self.dossier.findings)
            return self.dossier.case.committed or not missing
        if command.id == "dossier.tally":
            return self.dossier.case.docket.latest is None
        return bool(self.dossier.acts.get(ACTS_OF.get(command.id, ""), ""))

    def show_section(self) -> None:
        """Show the picked section on the right."""
        dossier = self.dossier
        if dossier is None:
            return
        document = self.query_one(DocumentView)
        items: VirtualList[EvidenceLine | Precedent] = self.query_one("#items", VirtualList)
        shown: dict[str, Sequence[EvidenceLine | Precedent]] = {
            "Evidence": dossier.evidence,
            "Precedents": dossier.precedents,
        }
        listed = shown.get(self.section)
        reading = items.has_focus or document.has_focus
        items.display, document.display = listed is not None, listed is None
        if reading:
            (items if items.display else document).focus()
        if listed is not None:
            items.empty = "No evidence yet." if self.section == "Evidence" else "Nothing like it was decided before."
            items.show(listed, 0)
        elif self.section == "Document":
            self._show_document(dossier.case.proposal)
        elif self.section == DECISION:
            read = partial(self.desk.decision_text, self.proposal_id, "decision")
            self.job(read, self._show_decision, group="decision", failed=self._no_decision)
        else:
            document.show_with(partial(self._content, dossier))

    def _show_decision(self, words: str) -> None:
        if self.section == DECISION:  # she may have walked on meanwhile
            self.query_one(DocumentView).show_prose(words)

    def _no_decision(self, refusal: Refused) -> None:
        if self.section == DECISION:
            self.query_one(DocumentView).show(lines(*(line(str(one), "$ink-2") for one in refusal.findings)))

    def _content(self, dossier: Dossier, width: int) -> Content:
        match self.section:
            case "Facts":
                return parts.facts(dossier, width)
            case "Findings":
                return parts.findings(dossier, width)
            case "Messages":
                return parts.messages(dossier.case, width)
            case "Reviews":
                return parts.reviews(dossier, width)
            case "Changes":
                return parts.changes(dossier, width)
        if dossier.tally is None:
            return line("The board has not taken it up, so there is nothing to count.", "$ink-2")
        return tally_content(
            dossier.case, dossier.tally, dossier.hidden_why, self.desk.me.member, width, dossier.conditions
        )

    @on(VirtualList.Picked, "#sections")
    def picked(self, event: VirtualList.Picked) -> None:
        """Another section."""
        if event.row != self.section:
            self.section = str(event.row)
            self.show_section()

    @on(VirtualList.Chosen, "#sections")
    def entered(self) -> None:
        """Enter goes into the section; on a narrow terminal it takes the whole width."""
        self.query_one(".panes").add_class("reading")
        items = self.query_one("#items")
        (items if items.display else self.query_one(DocumentView)).focus()

    def on_key(self, event: events.Key) -> None:
        """Left and Right go between the sections and the text beside them, as Tab does."""
        sections = self.query_one("#sections", VirtualList)
        if event.key == "right" and sections.has_focus:
            self.entered()
            event.stop()
        elif event.key == "left" and not sections.has_focus:
            self.query_one(".panes").remove_class("reading")
            sections.focus()
            event.stop()

    @on(VirtualList.Chosen, "#items")
    def opened(self, event: VirtualList.Chosen) -> None:
        """Open a piece of evidence or an earlier decision."""
        row = event.row
        if isinstance(row, Precedent):
            self.board.open_dossier(row.id)
        elif isinstance(row, EvidenceLine):
            self.read_evidence(row)

    def read_evidence(self, evidence: EvidenceLine) -> None:
        """Open a text evidence; what lies elsewhere says so, and what a custodian keeps can be checked."""
        from board.tui.held import ask_held
        from board.tui.reader import ReaderScreen

        if evidence.held_by:
            ask_held(self, self.proposal_id, evidence)
            return
        fetch = partial(self.desk.evidence_text, self.proposal_id, evidence.id)
        self.app.push_screen(ReaderScreen(evidence.title or evidence.id, fetch))

    def leave(self) -> bool:
        """On a narrow terminal Esc first comes back to the sections."""
        panes = self.query_one(".panes")
        if panes.has_class("reading"):
            panes.remove_class("reading")
            sections = self.query_one("#sections", VirtualList)
            if not sections.has_focus:
                sections.focus()
                return self.app.size.width >= 80
        return True

    def _may(self, act: str) -> bool:
        """Whether an act can be done; else say why not."""
        if self.dossier is None:
            self.cannot("The proposal is still being read.", "Try again in a moment.")
            return False
        if why_not := self.dossier.acts.get(act, ""):
            self.cannot(why_not)
            return False
        return True

    def action_next(self) -> None:
        """The next section."""
        self.query_one("#sections", VirtualList).turn(1)

    def action_previous(self) -> None:
        """The section before."""
        self.query_one("#sections", VirtualList).turn(-1)

    def action_review(self) -> None:
        """The guided questions; without a right to write they can be read."""
        from board.tui.review import ReviewScreen

        if self.dossier is not None and self.dossier.case.docket.latest is None:
            self.cannot("The board has not taken it up, so nothing is asked yet.", "Chair or secretary press o.")
            return
        self.app.push_screen(ReviewScreen(self.proposal_id))

    def action_ballot(self) -> None:
        """The ballot."""
        if self._may("vote"):
            self.board.open_ballot(self.proposal_id)

    def action_tally(self) -> None:
        """The sum so far."""
        self.board.open_tally(self.proposal_id)

    def action_motions(self) -> None:
        """The motions of this round."""
        self.board.open_motions(self.proposal_id)

    def action_follow_up(self) -> None:
        """What comes after the decision."""
        self.board.open_follow_up(self.proposal_id)

    def action_message(self) -> None:
        """Ask, reply, or raise a concern."""
        from board.tui.messages import MessageScreen

        if self._may("message") and self.dossier is not None:
            tally, own = self.dossier.tally, self.dossier.own
            asked = tally.wanted if tally is not None and own else ()
            self.app.push_screen(MessageScreen(self.dossier.case, asked, own=own))

    def action_open(self) -> None:
        """Take a revision up."""
        from board.tui.opening import OpeningScreen

        if self._may("open"):
            self.app.push_screen(OpeningScreen(self.proposal_id))

    def action_pull(self) -> None:
        """Put it to the full vote, once it is told what that brings about."""
        if self._may("pull") and self.dossier is not None:
            from board.tui.dialogs import Confirm

            question = f"Any seat may put this to the full vote, and need not say why.\n{self.dossier.pulling}"
            self.app.push_screen(Confirm(question, "Put it to the vote"), self._pulled)

    def _pulled(self, yes: bool | None) -> None:
        if yes:
            self.job(partial(self.desk.pull, self.proposal_id), self.finished, group="act", saying="Writing …")

    def action_act(self) -> None:
        """As the person on call, record what was done at once."""
        if self._may("act"):
            self.act_at_once()

    def action_decide(self) -> None:
        """The preview of the decision; what stands in the way is said there."""
        self.board.open_decide(self.proposal_id, self.dossier)

    def action_confirm(self) -> None:
        """Cast the stale ballot again, after a look at what changed."""
        if self._may("confirm") and self.dossier is not None:
            from board.tui.dialogs import Confirm

            why = self.dossier.stale_why or "the board opened a new revision"
            question = f"Your ballot does not count: {why}.\nRead Changes first. Cast it again, unchanged?"
            self.app.push_screen(Confirm(question, "Cast it again"), self._confirmed)

    def _confirmed(self, yes: bool | None) -> None:
        if yes:
            self.job(partial(self.desk.confirm, self.proposal_id), self.finished, group="act", saying="Casting …")

    def action_share(self) -> None:
        """Commit my review without a ballot."""
        from board.tui.sharing import share_from_outside

        if self._may("share"):
            share_from_outside(self, self.proposal_id)

    def action_facts(self) -> None:
        """Give the facts that my draft lacks, one by one."""
        if self.dossier is None or self._not_now(FACTS):
            self.cannot("No draft of yours lacks a fact here.", "A draft is given its facts in your own work tree.")
        else:
            self.give_facts()

    def action_history(self) -> None:
        """Every event."""
        from board.tui.record import HistoryScreen

        self.app.push_screen(HistoryScreen(self.proposal_id))

    def action_copy(self) -> None:
        """The text on the right; in the list of sections, the id."""
        if self.query_one(DocumentView).has_focus:
            self.board.copy(self.query_one(DocumentView).plain, self.section)
        else:
            self.board.copy(self.proposal_id, f"The id {self.proposal_id}")

    def action_write(self) -> None:
        """Save what the section shows."""
        self.board.write_out(f"{self.proposal_id.replace('/', '-')}-{self.section}", self.query_one(DocumentView).plain)
