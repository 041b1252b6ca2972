"""What follows a decision: its conditions as they stand, the dates that come back, what was added; acts by forms."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll

from board.actions.afterwards import ROLL_BACK, Afterwards, ConditionLine
from board.actions.model import Done
from board.core.conditions import Lateness
from board.core.dated import Deadline
from board.core.later import came_later, how_it_ended
from board.core.record import FollowUp
from board.core.replacing import still_owed
from board.tui.acting import ActingScreen
from board.tui.chrome import KeyBar
from board.tui.commands import Command, bindings
from board.tui.fill import Offer, Pick, Values
from board.tui.laid import Laid
from board.tui.later_acts import ACTS, asks_of, said
from board.tui.later_text import Row, about_row, ended_rows, second_cell, state_cell, title_cell
from board.tui.lists import Cell, Column, Heading, VirtualList
from board.tui.safe import text

_OF_DATES = {
    "approval": ("lapse", "review"),
    "exception": ("lapse", "review"),
    "review": ("review",),
    "pilot": ("review",),
    "sunset": ("review", "retire"),
    "measure": ("review",),
    "evidence": ("review",),
    "practice": ("review",),
    "confirmation": ("confirm",),
    "ratification": ("ratify",),
    "appeal-window": ("appeal",),
    "pull-window": ("pull",),
    "appeal": ("hear", "dismiss", "grant"),
    "reply": ("reply",),
    "publication": ("published",),
}
"""Sort of a date → the acts that settle it."""
_OF_KINDS = {"appeal": ("hear", "dismiss", "grant"), "recommended": ("reply",), "published": ("correct",)}

_KEYS = {"later.confirm": "confirm", "later.prove": "prove", "later.verify": "verify", "later.reply": "reply"}
"""Command → the act that it begins."""


class FollowUpScreen(ActingScreen):
    """One decided proposal, afterwards."""

    WHERE = ("later",)
    BINDINGS = bindings("later")
    ABOUT = (
        "What the board still expects after its decision: conditions with their proof, and every date that comes back. "
        "Enter on a line offers what can be done about it; a offers all. Nothing is ever changed here, only added."
    )

    def __init__(self, proposal_id: str, part: str = "") -> None:
        super().__init__()
        self.place, self.part = proposal_id, part
        self.found: Afterwards | None = None

    def body(self) -> ComposeResult:
        yield Laid(id="how-it-ended")
        with Container(classes="later"):
            yield VirtualList[Row](
                (Column("", 11, state_cell), Column("", 0, self._title)),
                second=self._second,
                key=_key,
                empty="",
                id="rows",
            )
            with VerticalScroll(id="telling"):
                yield Laid(id="telling-text")

    def on_mount(self) -> None:
        """The list has the focus."""
        self.trail(f"Follow-up · {self.place}")
        self.query_one("#rows").focus()

    def _title(self, row: Row) -> Cell:
        return title_cell(self.found.case, row, self.desk.today) if self.found else Cell("")

    def _second(self, row: Row) -> Cell:
        return second_cell(self.found.case, row, self.desk.today) if self.found else Cell("")

    def load(self) -> None:
        """Read what followed."""
        self.job(partial(self.desk.afterwards, self.place), self._show)

    def _show(self, found: Afterwards) -> None:
        self.found = found
        self.trail(f"Follow-up · {found.case.proposal.title}")
        self.query_one("#how-it-ended", Laid).show(partial(ended_rows, how_it_ended(found.case, self.desk.today)))
        rows: list[Row | Heading] = []
        dates = [one for one in found.dates if one.sort.id != "condition"]
        for title, listed in (
            ("Conditions", found.conditions),
            ("Dates that come back", dates),
            ("What came after", found.follow_ups[::-1]),
        ):
            rows += [Heading(title, str(len(listed))), *listed] if listed else []
        shown: VirtualList[Row] = self.query_one("#rows", VirtualList)
        decided = found.case.record is not None
        shown.empty = "It has no conditions, and nothing came after it." if decided else "It is not decided yet."
        shown.show(rows, None if shown.rows else self._first(rows))
        self.query_one(KeyBar).commands = self.keys()
        self._about()

    def keys(self) -> tuple[Command, ...]:
        """What can be done now; any other key still says why not when it is pressed."""
        offered = super().keys()
        return tuple(command for command in offered if not self._not_now(command))

    def _not_now(self, command: Command) -> bool:
        act = _KEYS.get(command.id, "")
        return bool(act and (self.found is None or self.found.why_not(act)))

    def _first(self, rows: Sequence[Row | Heading]) -> int:
        """The line it was opened for; else the first that waits for me."""
        me = self.desk.me.member
        named = (at for at, row in enumerate(rows) if self.part and _part(row) == self.part)
        mine = (at for at, row in enumerate(rows) if waits_for(row, me))
        return [*named, *mine, 0][0]

    @on(VirtualList.Picked, "#rows")
    def picked(self) -> None:
        """Another line."""
        self._about()

    @property
    def row(self) -> Row | None:
        """The line under the cursor."""
        row = self.query_one("#rows", VirtualList).row
        return row if isinstance(row, (ConditionLine, Deadline, FollowUp)) else None

    def _about(self) -> None:
        shown, row = self.query_one("#telling-text", Laid), self.row
        if self.found is not None and row is not None:
            shown.show(partial(about_row, self.found, row, self.desk.today))
        else:
            shown.show(lambda _: text("a shows what can be done after a decision.", "$ink-2"))

    @on(VirtualList.Chosen, "#rows")
    def chosen(self) -> None:
        """Enter offers what can be done about the line."""
        self._offer(_fitting(self.row))

    def _offer(self, names: tuple[str, ...]) -> None:
        found = self.found
        if found is None:
            self.cannot("It is still being read.", "Try again in a moment.")
            return
        about = self._target()
        offers = []
        for name in names or tuple(ACTS):
            on = about if names and about in found.about(name) else ""
            offers.append(Offer(name, ACTS[name].title, ACTS[name].words, found.why_not(name, on)))
        self.app.push_screen(Pick("What do you want to do?", offers), self._picked_act)

    def _picked_act(self, name: str | None) -> None:
        if name:
            self.begin(name)

    def _target(self) -> str:
        """What the line under the cursor names: a condition, an appeal, a recommendation."""
        row = self.row
        if isinstance(row, ConditionLine):
            return row.condition.id
        if isinstance(row, FollowUp):
            return row.condition or str(row.number)
        return row.part.partition(" ")[2] if isinstance(row, Deadline) else ""

    def begin(self, name: str) -> None:
        """Show the form of an act, or say why it cannot be done."""
        found = self.found
        if found is None:
            self.cannot("It is still being read.", "Try again in a moment.")
            return
        about, form = self._target(), ACTS[name]
        mine = [one for one in found.about(name) if not found.why_not(name, one)]
        if why := found.why_not(name, about if about in found.about(name) and about not in mine and not mine else ""):
            self.cannot(why)
        elif name == ROLL_BACK:
            self.sure(f"{form.words}\nDraft it now?", form.yes, partial(self._do, name, {}))
        else:
            preset = {"about": about if about in mine else mine[0] if len(mine) == 1 else ""} if form.about else {}
            preset = {key: value for key, value in preset.items() if value}
            asks = asks_of(name, found)
            told = "\n".join((form.words, *self._told(name, found)))
            self.ask(f"follow-up {name}", form.title, told, asks, form.yes, partial(self._do, name), preset)

    def _told(self, name: str, found: Afterwards) -> tuple[str, ...]:
        """What a person should know before an act: what was done in an emergency, or what an end brings about."""
        if name == "confirm":
            return came_later(found.case, self.desk.today)
        if name == "pull":
            return (found.pulling,)
        left = still_owed(found.case, self.desk.today) if name in ("lapse", "retire") else ""
        return (left,) if left else ()

    def _do(self, name: str, values: Values) -> Done:
        return self.desk.follow_up(self.place, name, said(values, self.desk.today))

    def action_acts(self) -> None:
        """All that can be done after a decision."""
        self._offer(())

    def action_dossier(self) -> None:
        """The proposal."""
        self.board.open_dossier(self.place)

    def action_prove(self) -> None:
        """Proof for a condition."""
        self.begin("prove")

    def action_verify(self) -> None:
        """The check of a proof."""
        self.begin("verify")

    def action_waive(self) -> None:
        """Let a condition go."""
        self.begin("waive")

    def action_reply(self) -> None:
        """Reply to a recommendation."""
        self.begin("reply")

    def action_review(self) -> None:
        """I looked again."""
        self.begin("review")

    def action_recommend(self) -> None:
        """The panel recommends."""
        self.begin("recommend")

    def action_appeal(self) -> None:
        """Appeal."""
        self.begin("appeal")

    def action_hear(self) -> None:
        """Hear an appeal."""
        self.begin("hear")

    def action_dismiss_appeal(self) -> None:
        """Dismiss an appeal."""
        self.begin("dismiss")

    def action_grant(self) -> None:
        """Grant an appeal."""
        self.begin("grant")

    def action_confirm(self) -> None:
        """Confirm an emergency action."""
        self.begin("confirm")

    def action_ratify(self) -> None:
        """Ratify an emergency action."""
        self.begin("ratify")

    def action_correct(self) -> None:
        """Correct a published text."""
        self.begin("correct")

    def action_published(self) -> None:
        """Note where it was published."""
        self.begin("published")

    def action_lapse(self) -> None:
        """Let the approval lapse."""
        self.begin("lapse")

    def action_retire(self) -> None:
        """Take it out of use."""
        self.begin("retire")

    def action_pull(self) -> None:
        """Put a standard change to the full vote."""
        self.begin("pull")

    def action_roll_back(self) -> None:
        """Draft the way back."""
        self.begin(ROLL_BACK)


def _key(row: Row) -> object:
    if isinstance(row, ConditionLine):
        return ("condition", row.condition.id)
    return ("date", row.part) if isinstance(row, Deadline) else ("follow-up", row.number)


def _part(row: object) -> str:
    """What a task of the inbox calls the line."""
    if isinstance(row, ConditionLine):
        return f"condition {row.condition.id}"
    return row.part if isinstance(row, Deadline) else ""


def waits_for(row: object, member: str) -> bool:
    """Whether a member must act on a line: as the owner or verifier of a condition, or on a date that is near."""
    if isinstance(row, ConditionLine):
        return row.open and bool(member) and member in row.on
    return isinstance(row, Deadline) and row.state is not Lateness.AHEAD and member in row.acts


def _fitting(row: Row | None) -> tuple[str, ...]:
    """The acts that one does about a line."""
    if isinstance(row, ConditionLine):
        return ("prove", "verify", "waive", ROLL_BACK)
    if isinstance(row, Deadline):
        return _OF_DATES.get(row.sort.id, ())
    return _OF_KINDS.get(row.kind, ()) if isinstance(row, FollowUp) else ()
