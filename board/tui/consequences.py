"""What follows at once from a view: questions dropped, conditions, duties; and the worst harm picked in a matrix."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial

from board.actions.model import ReviewForm, ReviewItem
from board.core.review import View
from board.core.risk import LIKELIHOOD, WORST_HARM, risks_of
from board.tui.forms import FormScreen
from board.tui.lists import Heading, VirtualList
from board.tui.matrix import MatrixDialog, Place
from board.tui.question import answered, outlined

_MIDDLE = 3


class Consequences(FormScreen[None]):
    """A review that shows what each view leads to; how likely and how bad can be picked in one matrix."""

    form: ReviewForm | None
    at: int
    views: dict[str, View]
    _kept: dict[str, View]
    _asked: str
    _rows: list[ReviewItem | Heading]

    def ask(self, at: int, refill: bool = True) -> None:
        """Put a question on screen."""
        raise NotImplementedError

    def _fetch(self) -> ReviewForm:
        raise NotImplementedError

    def saved_words(self) -> str:
        """As everywhere; answers without a draft are those that were shared."""
        fresh = self.saved_at is None and not self.unsaved and not self.elsewhere
        return "shared" if fresh and any(answered(view) for view in self.views.values()) else super().saved_words()

    def _saved(self, when: datetime) -> None:
        """What I said may drop questions, draft conditions, or raise the tier: look at once what follows."""
        super()._saved(when)
        if self.children:
            self.job(self._fetch, self.restand, group="stand", saying="", failed=lambda _: None)

    def restand(self, form: ReviewForm) -> None:
        """Show what follows from what I said; what is typed and where I am stay as they are."""
        at = next((n for n, item in enumerate(form.items) if item.question.id == self._asked), None)
        if self.form is None or at is None:
            return
        news = [words for words in form.adds if words not in self.form.adds]
        self.form, self._rows = form, outlined(form.items)
        self.query_one("#outline", VirtualList).show(self._rows)
        self.ask(at, refill=False)
        self.show_saved()
        if news:
            self.board.tell(" ".join(news), "warning", 8)

    def action_matrix(self) -> None:
        """Pick how likely and how bad, where this review asks for it."""
        self.flush()
        form = self.form
        if form is None or not all(_rated_here(form, name) for name in (WORST_HARM, LIKELIHOOD)):
            self.cannot(
                f"No risk is rated here: {WORST_HARM} and {LIKELIHOOD} are not asked of this proposal, or you cannot "
                "answer them.",
                "R shows the risks across proposals.",
            )
            return
        mine, said = self._place(form, mine=True), self._place(form, mine=False)
        marks = named_marks(form)
        if said is not None:
            marks[said] = f"{marks.get(said, '')} proposer".strip()
        if mine is not None:
            marks[mine] = f"{marks.get(mine, '')} you".strip()
        title = "How likely is the worst harm within a year, and how bad?"
        start = mine or said or (_MIDDLE, _MIDDLE)
        self.app.push_screen(MatrixDialog(title, marks, start), self._rated)

    def _place(self, form: ReviewForm, *, mine: bool) -> Place | None:
        """Where my own answers put the risk, else where the proposer's do; None where a value is missing."""
        found = []
        for name in (LIKELIHOOD, WORST_HARM):
            item = next(one for one in form.items if one.question.id == name)
            view = self.views.get(name)
            answer = item.answer.value if item.answer else ()
            value = (view.value if view else ()) if mine else answer
            if not value or value[0] not in ("1", "2", "3", "4", "5"):
                return None
            found.append(int(value[0]))
        return found[0], found[1]

    def _rated(self, place: Place | None) -> None:
        if place is None or self.form is None:
            return
        for name, number in ((LIKELIHOOD, place[0]), (WORST_HARM, place[1])):
            view = replace(self.views.get(name) or View(name), view="", value=(str(number),))
            self.views[name] = self._kept[name] = view
            save = partial(self.desk.save_view, self.proposal_id, view)
            place_on_disk = f"{self.proposal_id} {name}"
            self.board.saver.put(place_on_disk, save, self._saved, partial(self._not_saved, place_on_disk, save))
        self.ask(self.at)


def _rated_here(form: ReviewForm, name: str) -> bool:
    item: ReviewItem | None = next((one for one in form.items if one.question.id == name), None)
    return item is not None and not (item.dropped or item.computed or form.read_only)


def named_marks(form: ReviewForm) -> dict[Place, str]:
    """The risks that the proposal names: I without safeguards, R with those of today, T once conditions are met."""
    marks: dict[Place, str] = {}
    for risk in risks_of(form.case):
        if risk.id == WORST_HARM:
            continue
        for letter, rating in (("I", risk.inherent), ("R", risk.residual), ("T", risk.target)):
            if rating is not None:
                place = (rating.likelihood, rating.impact)
                marks[place] = " ".join(dict.fromkeys((*marks.get(place, "").split(), letter)))
    return marks
