"""Law and standards: what the questions map to, what changed between packs, and which decisions rest on it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import combinations

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.widgets import Input

from board.actions.packing import CitingDecision, Law
from board.core.pack import STATUS_WORDS, Entry, compare, selected
from board.tui.commands import bindings
from board.tui.fields import Entry as Field
from board.tui.laid import Laid
from board.tui.law_text import STATUS, Row, name_cell, pack_content, row_content, state_cell, title_cell
from board.tui.lists import Column, Heading, VirtualList
from board.tui.screen import BoardScreen
from board.tui.words import count

VIEWS = ("entries", "changes", "decisions")


class LawScreen(BoardScreen[None]):
    """The newest pack at hand."""

    WHERE = ("law",)
    BINDINGS = bindings("law")
    ABOUT = (
        "What the board's questions map to in law and standards, where it comes from, how it stands and when somebody "
        "looked. m turns to what changed since the pack before, and to decisions that rest on what is not in force. "
        "o compares other packs, where more than two are at hand."
    )

    def __init__(self) -> None:
        super().__init__()
        self.found: Law | None = None
        self.decisions: tuple[CitingDecision, ...] | None = None
        self.view, self.status = VIEWS[0], ""

    def body(self) -> ComposeResult:
        yield Laid(id="pack", classes="head")
        yield Field(placeholder="words to look for; Esc clears them", id="filter")
        with Container(classes="later"):
            yield VirtualList[Row](
                (Column("", 16, name_cell), Column("", 0, title_cell), Column("", 17, state_cell, 60)),
                key=lambda row: row.name if isinstance(row, Entry) else row,
                empty="",
                id="entries",
            )
            with VerticalScroll(id="telling"):
                yield Laid(id="telling-text")

    def on_mount(self) -> None:
        """The list has the focus; the words to look for show when asked for."""
        self.trail("Law and standards")
        self.query_one("#filter").display = False
        self.query_one("#entries").focus()

    def load(self) -> None:
        """Read the packs at hand."""
        self.job(self.desk.law, self._read)

    def _read(self, found: Law) -> None:
        self.found, self.decisions = found, None
        self._show()

    def _show(self, cursor: int | None = None) -> None:
        if self.found is None:
            return
        if self.view == "decisions" and self.decisions is None:
            self.job(
                partial(self.desk.unsettled_decisions, self.found), self._decided, saying="Reading the decisions …"
            )
            return
        rows, said, empty = self._rows(self.found)
        self.query_one("#pack", Laid).show(partial(pack_content, self.found, said))
        listed: VirtualList[Row] = self.query_one("#entries", VirtualList)
        listed.empty = empty
        listed.show(rows, cursor)
        self._about()

    def _decided(self, found: tuple[CitingDecision, ...]) -> None:
        self.decisions = found
        self._show(0)

    def _rows(self, found: Law) -> tuple[list[Row | Heading], str, str]:
        """The lines of the present view, what they are, and what stands there when there are none."""
        words = self.query_one("#filter", Input).value
        if self.view == "changes":
            return self._changes(found, words)
        if self.view == "decisions":
            told = self.decisions or ()
            kept = [
                one for one in told if all(word in f"{one.id} {one.title}".lower() for word in words.lower().split())
            ]
            said = f"{count(len(kept), 'decision')} on questions that map to what changed or is not in force"
            return [*kept], said, "No decision rests on such an entry."
        entries = selected(found.pack, status=self.status, text=words)
        rows: list[Row | Heading] = []
        for framework in found.pack.frameworks:
            of = [one for one in entries if one.framework == framework.id]
            rows += [Heading(framework.id, framework.title), *of] if of else []
        narrowed = f", only: {STATUS_WORDS[self.status]}" if self.status else ""
        return rows, f"{count(len(entries), 'entry', 'entries')}{narrowed}", "Nothing in it fits."

    def _changes(self, found: Law, words: str) -> tuple[list[Row | Heading], str, str]:
        if found.changed is None:
            empty = "There is no pack before it to compare with. A newer one goes into templates/pack/."
            return [], "What changed since the pack before", empty
        kept = [
            one
            for one in found.changed.differences
            if all(word in f"{one.name} {one.title}".lower() for word in words.lower().split())
        ]
        again = found.changed.checked_again
        same = f"; {again} looked at again, unchanged" if again else ""
        newest = found.changed.new == found.pack
        upto = "" if newest else f" up to {found.changed.new.dated}"
        said = f"{count(len(kept), 'change')} since {found.changed.old.dated}{upto}{same}"
        return [*kept], said, "No entry came, went or changed."

    @on(VirtualList.Picked, "#entries")
    def _about(self) -> None:
        """All of the picked line."""
        if self.found is not None:
            row = self.query_one("#entries", VirtualList).row
            self.query_one("#telling-text", Laid).show(partial(row_content, self.found, row))

    @on(VirtualList.Chosen, "#entries")
    def chosen(self, event: VirtualList.Chosen) -> None:
        """A decision opens; an entry is shown whole."""
        from board.tui.dialogs import Explain

        if isinstance(event.row, CitingDecision):
            self.board.open_dossier(event.row.id)
        elif self.found is not None:
            self.app.push_screen(Explain("Law and standards", partial(row_content, self.found, event.row)))

    @on(Input.Changed, "#filter")
    def typed(self) -> None:
        """Narrow as you type."""
        self._show()

    @on(Input.Submitted, "#filter")
    def entered(self) -> None:
        """Enter goes to the list."""
        self.query_one("#entries").focus()

    def left_field(self) -> None:
        """Esc in the field clears it."""
        self.leave()

    def leave(self) -> bool:
        """Esc first clears the words to look for."""
        box = self.query_one("#filter", Input)
        if not box.display:
            return True
        box.value, box.display = "", False
        self.query_one("#entries").focus()
        return False

    def action_which(self) -> None:
        """The next of the three views."""
        self.view = VIEWS[(VIEWS.index(self.view) + 1) % len(VIEWS)]
        self._show(0)

    def action_packs(self) -> None:
        """The next pair of packs, the newer against each older one; each pair in turn."""
        pairs = list(combinations(self.found.shelf.packs, 2)) if self.found is not None else []
        if self.found is None or len(pairs) < 2:
            only = "Only two packs are at hand." if pairs else "Only one pack is at hand."
            self.cannot(only, "A board's own pack goes into templates/pack/, by a policy change.")
            return
        shown = self.found.changed
        at = next((n for n, (new, old) in enumerate(pairs) if shown and (new, old) == (shown.new, shown.old)), -1)
        new, old = pairs[(at + 1) % len(pairs)]
        self.found, self.decisions, self.view = replace(self.found, changed=compare(old, new)), None, "changes"
        self._show(0)

    def action_find(self) -> None:
        """Type words to look for."""
        box = self.query_one("#filter", Input)
        box.display = True
        box.focus()

    def action_status(self) -> None:
        """Only one status; after the last, all of them."""
        if self.view != "entries" or self.found is None:
            self.cannot("Only entries have a status of their own.", "m turns back to them.")
            return
        there = ("", *(name for name in STATUS if any(one.status == name for one in self.found.pack.entries)))
        self.status = there[(there.index(self.status) + 1) % len(there)]
        self._show(0)

    def action_copy(self) -> None:
        """Copy the picked line in full."""
        if self.found is not None and (row := self.query_one("#entries", VirtualList).row) is not None:
            self.board.copy(row_content(self.found, row, 88).plain, "The entry")
