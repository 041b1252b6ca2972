"""The register of risks: a matrix of every risk that proposals tell of, and below it those of the picked field."""

from __future__ import annotations

from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from board.actions.risks import RiskRow
from board.core.risk import Rating, band_of
from board.tui.commands import bindings
from board.tui.lists import Cell, Column, VirtualList
from board.tui.matrix import BAND_SIGN, Place, RiskMatrix, place_words
from board.tui.safe import join
from board.tui.screen import BoardScreen
from board.tui.words import count

WHICH = ("residual", "inherent", "target")
_SAYS = {
    "residual": "as it stands today",
    "inherent": "without safeguards",
    "target": "after the conditions",
}
_IN_ORDER = ("inherent", "residual", "target")
_TONES = {"low": "good", "medium": "plain", "high": "warn", "critical": "bad"}


class RisksScreen(BoardScreen[None]):
    """All risks."""

    WHERE = ("risks",)
    BINDINGS = bindings("risks")
    ABOUT = (
        "Every risk of what is open or in use, in a matrix of how likely and how bad. Walk with the arrow keys: below "
        "stand the risks of that field, and Enter opens the proposal. m shows inherent, residual or target values. "
        "A line ends with all three: without safeguards → today → after the conditions."
    )

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[RiskRow, ...] = ()
        self.which, self.everything, self.whole = "residual", False, True

    def body(self) -> ComposeResult:
        yield Static(Content(""), id="matrix-head", classes="strip low")
        with Container(classes="register"):
            yield RiskMatrix(id="matrix")
            yield VirtualList[RiskRow](
                (
                    Column("", 12, _band),
                    Column("", 0, lambda row: Cell(row.risk.text)),
                    Column("", 9, _values, 76),
                ),
                second=_second,
                key=lambda row: (row.risk.proposal, row.risk.id),
                empty="",
                id="risks",
            )

    def on_mount(self) -> None:
        """The matrix has the focus."""
        self.trail("Risks")
        self.query_one(RiskMatrix).focus()

    def load(self) -> None:
        """Read the register."""
        self.job(partial(self.desk.risks, self.everything), self._show)

    def _show(self, rows: tuple[RiskRow, ...]) -> None:
        first = not self.rows
        self.rows = rows
        seated = self._seated()
        matrix = self.query_one(RiskMatrix)
        gravest = next((place for row in rows if (place := _place(self._rating(row)))), None)
        matrix.show({place: self._told(found) for place, found in seated.items()}, gravest if first else None)
        self._list()

    def _told(self, found: list[RiskRow]) -> str:
        """What a field says of its risks: how many, and how many of them count as graver than the field."""
        raised = sum(_is_raised(self._rating(row)) for row in found)
        if not raised:
            return count(len(found), "risk")
        return f"{raised} raised" if raised == len(found) else f"{len(found)}, {raised} raised"

    def _rating(self, row: RiskRow) -> Rating | None:
        match self.which:
            case "inherent":
                return row.risk.inherent
            case "target":
                return row.risk.target
        return row.risk.residual

    def _seated(self) -> dict[Place, list[RiskRow]]:
        found: dict[Place, list[RiskRow]] = {}
        for row in self.rows:
            if place := _place(self._rating(row)):
                found.setdefault(place, []).append(row)
        return found

    def _list(self) -> None:
        """The risks of the field under the cursor, or all."""
        at = self.query_one(RiskMatrix).at
        here = self.rows if self.whole else tuple(self._seated().get(at, ()))
        listed: VirtualList[RiskRow] = self.query_one("#risks", VirtualList)
        listed.empty = "No risk is told of here." if self.whole else "No risk sits in this field. x lists them all."
        listed.show(here, 0 if not self.whole else None)
        unrated = sum(self._rating(row) is None for row in self.rows)
        said = "the gravest first" if self.whole else place_words(at)
        left_out = f", {unrated} not rated" if unrated and self.whole else ""
        self.query_one("#matrix-head", Static).update(
            join(
                (f"{self.which.capitalize()}, {_SAYS[self.which]}", "bold $accent"),
                (f" · {said} · {count(len(here), 'risk')}{left_out}", "$ink-2"),
            )
        )

    @on(RiskMatrix.Walked)
    def walked(self) -> None:
        """The list follows the matrix."""
        self.whole = False
        self._list()

    @on(RiskMatrix.Taken)
    def taken(self) -> None:
        """Enter in the matrix opens the only risk of a field, or goes to the list of them."""
        self.whole = False
        self._list()
        listed: VirtualList[RiskRow] = self.query_one("#risks", VirtualList)
        if len(listed.rows) == 1 and isinstance(listed.row, RiskRow):
            self.board.open_dossier(listed.row.risk.proposal)
        elif listed.rows:
            listed.focus()
        else:
            self.cannot("No risk sits in this field.", "Walk on, or press x for all of them.")

    @on(VirtualList.Chosen, "#risks")
    def chosen(self, event: VirtualList.Chosen) -> None:
        """Open the proposal."""
        if isinstance(event.row, RiskRow):
            self.board.open_dossier(event.row.risk.proposal)

    def action_which(self) -> None:
        """The next of the three values."""
        self.which = WHICH[(WHICH.index(self.which) + 1) % len(WHICH)]
        self._show(self.rows)

    def action_all(self) -> None:
        """With what is gone, or without."""
        self.everything = not self.everything
        self.load()

    def action_whole(self) -> None:
        """All risks again."""
        self.whole = True
        self._list()


def _place(rating: Rating | None) -> Place | None:
    return (rating.likelihood, rating.impact) if rating is not None else None


def _band(row: RiskRow) -> Cell:
    band = row.risk.band
    return Cell(f"{BAND_SIGN[band]} {band}", _TONES[band]) if band else Cell("? not rated", "warn")


def _is_raised(rating: Rating | None) -> bool:
    """Whether a risk counts as graver than its field, which goes by the bare product."""
    return rating is not None and rating.band is not band_of(rating.score)


def _values(row: RiskRow) -> Cell:
    """The three values in their order: without safeguards, as it stands today, after the conditions."""
    ratings = (getattr(row.risk, name) for name in _IN_ORDER)
    return Cell("→".join("?" if rating is None else str(rating.score) for rating in ratings), "soft")


def _raised(row: RiskRow) -> str:
    """Why the risk that is left is graver than its field in the matrix; "" where it is not."""
    left = row.risk.residual
    if left is None or not _is_raised(left):
        return ""
    return f"{left.band}, raised from {band_of(left.score)}: {' '.join(left.reasons)} · "


def _second(row: RiskRow) -> Cell:
    late = f" · ! {row.overdue[0]}" if row.overdue else ""
    beyond = f" · ! {row.concerns[0]}" if row.concerns else ""
    words = f"{_raised(row)}{row.risk.proposal} · accepted by {row.risk.owner or 'nobody yet'}{beyond}{late}"
    return Cell(words, "warn" if late or beyond else "soft")
