"""Taking a revision up: what the board would bind itself to, and what changed since the last time."""

from __future__ import annotations

from functools import partial

from textual.app import ComposeResult
from textual.content import Content

from board.actions.model import Done, OpeningPreview
from board.core.proposal import Tier
from board.tui.commands import bindings
from board.tui.dialogs import Sign
from board.tui.document import MEASURE, DocumentView
from board.tui.dossier_text import BLANK, difference, heading, pair, wrapped
from board.tui.finding_text import findings_content
from board.tui.safe import join, line, lines, text
from board.tui.screen import BoardScreen
from board.tui.words import INK, tier_cell


class OpeningScreen(BoardScreen[None]):
    """The preview of an opening."""

    WHERE = ("opening",)
    BINDINGS = bindings("opening")
    ABOUT = (
        "Taking a proposal up binds the board to one revision of it, under today's rules and questions. "
        "A later edit is shown as a difference and changes nothing until you take that up, too."
    )

    def __init__(self, proposal_id: str) -> None:
        super().__init__()
        self.proposal_id = proposal_id
        self.preview: OpeningPreview | None = None

    def body(self) -> ComposeResult:
        yield DocumentView(id="document")

    def on_mount(self) -> None:
        """The text has the focus."""
        self.trail(f"Take up · {self.proposal_id}")
        self.query_one(DocumentView).focus()

    def load(self) -> None:
        """Read what opening would bind."""
        self.job(partial(self.desk.opening_preview, self.proposal_id), self._show)

    def _show(self, preview: OpeningPreview) -> None:
        self.preview = preview
        self.query_one(DocumentView).show_with(partial(opening_content, preview))

    def action_sign(self) -> None:
        """Show it once more, then take it up."""
        if self.preview is None:
            return
        if self.preview.why_not:
            self.cannot(self.preview.why_not)
            return
        what = f"From now on the board looks at this text of {self.proposal_id}. It is recorded in your name."
        exact = opening_content(self.preview, 80)
        self.app.push_screen(Sign("Take up for the board", what, exact, "open"), self._answered)

    def _answered(self, yes: bool | None) -> None:
        if yes:
            self.job(
                partial(self.desk.open_proposal, self.proposal_id), self._opened, group="act", saying="Taking it up …"
            )

    def _opened(self, done: Done) -> None:
        self.app.pop_screen()
        self.finished(done)


def opening_content(preview: OpeningPreview, width: int) -> Content:
    """Revision, tier with its reasons, window, findings and difference."""
    room = min(width, MEASURE)
    known = preview.tier in {tier.value for tier in Tier}
    tier = tier_cell(Tier(preview.tier) if known else Tier.HIGH, known=known)
    rows = [heading("What the board would look at")]
    rows.append(pair("Tier", tier.text, INK[tier.tone]))
    rows += [wrapped(text(why, "$ink-2"), room, 12) for why in preview.tier_why]
    rows.append(pair("Window", f"votes until {preview.window_ends.isoformat()}"))
    rows += [wrapped(text(each, "$ink-2"), room, 12) for each in preview.asks]
    if preview.why_again:
        rows += [BLANK, wrapped(join(("! ", "bold $warn"), (preview.why_again, "$ink")), room)]
    if preview.why_not:
        rows += [BLANK, wrapped(join(("! Not now: ", "bold $warn"), (preview.why_not, "$ink")), room)]
    rows += [BLANK, heading("Findings")]
    if preview.problems:
        rows.append(findings_content(preview.problems, room))
    else:
        rows.append(line("None: nothing is missing.", "$good"))
    if preview.difference:
        rows += [BLANK, heading("What changed since the board last took it up"), *difference(preview.difference)]
    rows += [BLANK, heading("For auditors")]
    rows.append(wrapped(text(f"The fingerprint of the text: {preview.revision}", "$ink-3"), room))
    return lines(*rows)
