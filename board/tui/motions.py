"""Motions: what the board votes on inside a case, each with its sum; made by a form, voted on by one key."""

from __future__ import annotations

from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll

from board.actions.model import Done, Dossier
from board.actions.motioning import MotionLine
from board.actions.movable import Movable, Target
from board.core.act import WITHOUT_VOTE
from board.core.ballot import Verdict
from board.tui.acting import ActingScreen
from board.tui.choices import Choice
from board.tui.commands import bindings
from board.tui.fill import Ask, Offer, Pick, Values
from board.tui.laid import Laid
from board.tui.lists import Cell, Column, VirtualList
from board.tui.motion_text import KINDS, about_motion, state_cell
from board.tui.safe import text

_SAYS = {Verdict.APPROVE: "yes", Verdict.REJECT: "no", Verdict.ABSTAIN: "that you do not say"}
_BUTTON = {Verdict.APPROVE: "Vote yes", Verdict.REJECT: "Vote no", Verdict.ABSTAIN: "Abstain"}


class MotionsScreen(ActingScreen):
    """The motions of one proposal."""

    WHERE = ("motions",)
    BINDINGS = bindings("motions")
    ABOUT = (
        "What the board votes on inside this case: the tier, a stop, a concern, a person to appoint. "
        "Each motion has a sum of its own. What makes the work stricter any seat may do at once."
    )

    def __init__(self, proposal_id: str) -> None:
        super().__init__()
        self.place = proposal_id
        self.dossier: Dossier | None = None
        self.found: tuple[MotionLine, ...] = ()

    def body(self) -> ComposeResult:
        with Container(classes="later"):
            yield VirtualList[MotionLine](
                (
                    Column("", 12, state_cell),
                    Column("", 0, lambda each: Cell(f"{each.title[:1].upper()}{each.title[1:]}")),
                ),
                second=lambda each: Cell(each.words, "soft"),
                key=lambda each: each.motion.number,
                empty="",
                id="motions",
            )
            with VerticalScroll(id="telling"):
                yield Laid(id="telling-text")

    def on_mount(self) -> None:
        """The list has the focus."""
        self.trail(f"Motions · {self.place}")
        self.query_one("#motions").focus()

    def load(self) -> None:
        """Read the motions and the case they are about."""
        self.job(self._read, self._show)

    def _read(self) -> tuple[Dossier, tuple[MotionLine, ...]]:
        return self.desk.dossier(self.place), self.desk.motions(self.place)

    def _show(self, found: tuple[Dossier, tuple[MotionLine, ...]]) -> None:
        self.dossier, self.found = found
        self.trail(f"Motions · {self.dossier.summary.title}")
        listed: VirtualList[MotionLine] = self.query_one("#motions", VirtualList)
        listed.empty = "Nothing was moved in this round. Press m to make a motion."
        first = next((at for at, each in enumerate(self.found) if each.yours), 0)
        listed.show(self.found, None if listed.rows else first)
        self._about()

    @on(VirtualList.Picked, "#motions")
    def picked(self) -> None:
        """Another motion."""
        self._about()

    def _about(self) -> None:
        row = self.query_one("#motions", VirtualList).row
        shown = self.query_one("#telling-text", Laid)
        if isinstance(row, MotionLine) and self.dossier is not None:
            shown.show(partial(about_motion, self.dossier.case, row))
        else:
            words = "A motion puts a question to the board inside this case. m shows what can be moved."
            shown.show(lambda _: text(words, "$ink-2"))

    @on(VirtualList.Chosen, "#motions")
    def chosen(self, event: VirtualList.Chosen) -> None:
        """Enter offers the three answers."""
        if isinstance(event.row, MotionLine):
            why = self._why_no_vote(event.row)
            offers = [
                Offer(verdict.value, _BUTTON[verdict], f"Say {says} to it.", why) for verdict, says in _SAYS.items()
            ]
            title = f"{event.row.title[:1].upper()}{event.row.title[1:]}"
            self.app.push_screen(Pick(title, offers, event.row.motion.text.strip()), self._answered)

    def _answered(self, verdict: str | None) -> None:
        if verdict:
            self._vote(Verdict(verdict))

    def _why_no_vote(self, each: MotionLine) -> str:
        if each.motion.kind in WITHOUT_VOTE:
            return "Nobody votes on this one: any seat may do it at once."
        if each.state == "void":
            return f"It has no effect: {each.words}"
        return ""

    def _vote(self, verdict: Verdict) -> None:
        row = self.query_one("#motions", VirtualList).row
        if not isinstance(row, MotionLine):
            self.cannot("There is no motion to vote on.", "Press m to make one.")
        elif why := self._why_no_vote(row):
            self.cannot(why)
        else:
            question = f"{row.title[:1].upper()}{row.title[1:]}.\n{row.words}\nDo you say {_SAYS[verdict]}?"
            if verdict is Verdict.ABSTAIN:
                question = f"{row.title[:1].upper()}{row.title[1:]}.\n{row.words}\nDo you abstain?"
            do = partial(self.desk.vote_on, self.place, row.motion.number, verdict)
            self.sure(question, _BUTTON[verdict], do)

    def action_yes(self) -> None:
        """Yes to the picked motion."""
        self._vote(Verdict.APPROVE)

    def action_no(self) -> None:
        """No to the picked motion."""
        self._vote(Verdict.REJECT)

    def action_abstain(self) -> None:
        """I do not say."""
        self._vote(Verdict.ABSTAIN)

    def action_make(self) -> None:
        """Pick what to move."""
        self.job(partial(self.desk.movable, self.place), self._offer, group="movable")

    def action_dossier(self) -> None:
        """The proposal."""
        self.board.open_dossier(self.place)

    def _offer(self, found: tuple[Movable, ...]) -> None:
        known = {one.kind: one for one in found}
        offers = [
            Offer(kind, form.title, form.words, _sentence(known[kind].why_not))
            for kind, form in KINDS.items()
            if kind in known
        ]
        lead = "What asks for more care any seat may do at once; what asks for less needs a vote and a reason."
        dialog = Pick("Make a motion", offers, lead)
        self.app.push_screen(dialog, lambda kind: self._form(known[kind]) if kind else None)

    def _form(self, one: Movable) -> None:
        form = KINDS[one.kind]
        asks = []
        if one.targets:
            options = tuple(Choice(str(at), target.words) for at, target in enumerate(one.targets))
            asks.append(Ask("target", form.names, "pick", options, lacks="Pick one."))
        needed = one.kind not in WITHOUT_VOTE
        asks.append(Ask("reason", "Why? It is published", needed=needed, lacks="Give the reason."))
        preset = {"target": "0"} if len(one.targets) == 1 else {}
        self.ask(f"move {one.kind}", form.title, form.words, asks, form.yes, partial(self._move, one), preset)

    def _move(self, one: Movable, values: Values) -> Done:
        at = int(values.get("target") or 0)
        target = one.targets[at] if one.targets else Target("", "")
        return self.desk.move(self.place, one.kind, target.value, values["reason"], target.seat)


def _sentence(words: str) -> str:
    """A reason that reads inside a sentence, as one of its own."""
    return f"{words[:1].upper()}{words[1:]}".rstrip(".") + "." if words else ""
