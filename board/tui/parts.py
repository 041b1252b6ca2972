"""The free parts of a decision and of its ethics review, one at a time; the generated parts cannot be touched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static, TextArea

from board.actions.model import DecisionPreview, FreeParts
from board.tui.commands import bindings
from board.tui.fields import Words
from board.tui.forms import FormScreen, both
from board.tui.lists import Cell, Column, Heading, VirtualList
from board.tui.safe import line


@dataclass(frozen=True, slots=True)
class Part:
    """One free part: of which text, its id, its heading."""

    side: str
    id: str
    heading: str


class PartsScreen(FormScreen[None]):
    """Edits the free parts; every change is a draft at once."""

    WHERE = ("parts",)
    BINDINGS = bindings("parts")
    FIELD_FIRST = False
    ABOUT = (
        "The parts of the decision and the ethics review that a person writes. "
        "The sum, the names and the conditions are made from the record and stay as they are."
    )

    def __init__(self, proposal_id: str, free: FreeParts) -> None:
        super().__init__()
        self.proposal_id = proposal_id
        self.texts = {("decision", key): value for key, value in free.decision.items()}
        self.texts |= {("ethics", key): value for key, value in free.ethics.items()}
        self._on_disk = dict(self.texts)
        self.part: Part | None = None

    def body(self) -> ComposeResult:
        with Horizontal(classes="panes"):
            with Container(id="side", classes="broad"):
                yield VirtualList[Part](
                    (
                        Column(
                            "", 1, lambda part: Cell("●" if self.texts[part.side, part.id].strip() else "○", "soft")
                        ),
                        Column("", 0, lambda part: Cell(part.heading)),
                    ),
                    id="parts",
                )
            with Vertical(classes="pane padded"):
                yield Static(Content(""), id="part-heading", classes="label")
                yield Words(id="words", classes="whole")
        yield Static(Content(""), id="saved", classes="strip low")

    def on_mount(self) -> None:
        """The first part, ready to type."""
        self.trail(f"Edit · {self.proposal_id}")
        rows: list[Part | Heading] = []
        for side, title in (("decision", "Decision"), ("ethics", "Ethics review")):
            listed = [Part(side, key, _heading(side, key)) for at, key in self.texts if at == side]
            rows += [*([Heading("")] if rows else []), Heading(title), *listed] if listed else []
        shown: VirtualList[Part] = self.query_one("#parts", VirtualList)
        shown.show(rows, 0)
        if shown.row is not None:
            self._show_part(shown.row)
        self.query_one("#words").focus()
        self.show_saved()

    def retake(self) -> None:
        """What was written in both windows comes together, part by part."""
        self.keep()
        self.job(partial(self.desk.preview, self.proposal_id, None), self._retaken, group="whose")

    def _retaken(self, preview: DecisionPreview) -> None:
        for side, parts in (("decision", preview.free.decision), ("ethics", preview.free.ethics)):
            for key, theirs in parts.items():
                self.texts[side, key] = both(self.texts.get((side, key), ""), theirs)
                self._on_disk[side, key] = theirs
        if self.part is not None:
            self._show_part(self.part)
        self.flush()

    @on(VirtualList.Picked, "#parts")
    def picked(self, event: VirtualList.Picked) -> None:
        """Another part."""
        if isinstance(event.row, Part) and event.row != self.part and not event.stale:
            self.flush()
            self._show_part(event.row)

    def _show_part(self, part: Part) -> None:
        """Put a part into the field; from here on the field's words are that part's."""
        self.part = part
        self.query_one("#words", Words).put(self.texts[part.side, part.id])
        self.query_one("#part-heading", Static).update(line(part.heading, "bold $accent"))

    @on(VirtualList.Chosen, "#parts")
    def entered(self) -> None:
        """Into the text."""
        self.query_one("#words").focus()

    def keep(self) -> tuple[str, Callable[[], datetime]] | None:
        """All parts together, if one differs from what is on disk."""
        if self.part is None:
            return None
        self.texts[self.part.side, self.part.id] = self.query_one("#words", TextArea).text
        if self.texts == self._on_disk:
            return None
        self._on_disk = dict(self.texts)
        return f"{self.proposal_id} free", partial(self.desk.save_free_parts, self.proposal_id, self.free_parts())

    def free_parts(self) -> FreeParts:
        """What is on screen as the actions take it."""
        return FreeParts(
            {key: value for (side, key), value in self.texts.items() if side == "decision"},
            {key: value for (side, key), value in self.texts.items() if side == "ethics"},
        )

    def show_saved(self) -> None:
        """When the draft was saved."""
        self.query_one("#saved", Static).update(line(self.saved_words(), "$bad" if self.unsaved else "$ink-3"))

    def leave(self) -> bool:
        """Back to the preview, which is written anew from the draft."""
        self.flush()
        self.board.generation += 1
        return True

    def action_next(self) -> None:
        """The next part."""
        self.query_one("#parts", VirtualList).action_move(1)

    def action_previous(self) -> None:
        """The part before."""
        self.query_one("#parts", VirtualList).action_move(-1)

    def action_edit(self) -> None:
        """This part in the person's editor."""
        self.edit_in_editor(self.query_one("#words", TextArea))


def _heading(side: str, key: str) -> str:
    """The heading a part has in the published text."""
    from board.render.sections import DECISION, ETHICS

    form = DECISION if side == "decision" else ETHICS
    return next((section.heading for section in form if section.id == key), key.replace("-", " ").capitalize())
