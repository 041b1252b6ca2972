"""The guided review: one question at a time, mine first; every view is on disk within a second."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static, TextArea

from board.actions.model import ReviewForm, ReviewItem
from board.core.review import CONFIDENCES, View
from board.tui.choices import Choice, Choices
from board.tui.commands import Command, bindings
from board.tui.consequences import Consequences
from board.tui.fields import Entry, Words
from board.tui.forms import both
from board.tui.laid import Laid
from board.tui.lists import Column, VirtualList
from board.tui.question import answered, asks_me, card, mark, options_of, outline, outlined, progress_line
from board.tui.safe import line
from board.tui.sharing import share

VIEWS = (
    Choice("agree", "agree", digit="1"),
    Choice("disagree", "disagree", digit="2"),
    Choice("unsure", "unsure", digit="3"),
    Choice("own", "my own answer", digit="4"),
)
_CONFIDENCE = tuple(
    Choice(word, {"sure": "sure", "fairly": "fairly sure", "guess": "a guess"}[word]) for word in CONFIDENCES
)


class ReviewScreen(Consequences):
    """The questions of one proposal."""

    WHERE = ("review",)
    BINDINGS = bindings("review")
    ABOUT = (
        "The board's questions, yours first, one at a time: read the proposer's answer and its evidence, then say what "
        "you make of it. Everything is kept as you type; blanks never stop you."
    )

    def __init__(self, proposal_id: str) -> None:
        super().__init__()
        self.proposal_id = proposal_id
        self.form: ReviewForm | None = None
        self.at = 0
        self.views: dict[str, View] = {}
        self._filling = False
        self._kept: dict[str, View] = {}
        self._asked = ""
        """The question whose answers the fields hold; what they hold is never kept for another."""

    def body(self) -> ComposeResult:
        yield Static(Content(""), id="progress", classes="strip")
        with Horizontal(classes="panes"):
            with Container(id="questions"):
                yield VirtualList[ReviewItem](
                    (
                        Column("", 1, lambda item: mark(item, self.views.get(item.question.id))),
                        Column("", 0, outline),
                    ),
                    empty="",
                    id="outline",
                )
            with VerticalScroll(id="question"):
                yield Laid(id="card")
                with Container(id="answering"):
                    yield Static(line("Note", "$ink-2"), classes="label")
                    yield Words(id="note", classes="field")
                    yield Static(line("Evidence you rely on", "$ink-2"), classes="label", id="evidence-label")
                    yield Choices(several=True, id="evidence")
                    yield Static(line("How sure are you?", "$ink-2"), classes="label")
                    yield Choices(_CONFIDENCE, id="confidence")
        with Container(id="saying"):
            yield Choices(VIEWS, firm=True, id="view")
            yield Choices(id="value")
            yield Entry(placeholder="your answer", id="value-text", classes="inline")

    def on_mount(self) -> None:
        """The view has the focus, so that digits work at once."""
        self.trail(f"Review · {self.proposal_id}")
        self.query_one("#answering").display = self.query_one("#saying").display = False

    def keys(self) -> tuple[Command, ...]:
        """As everywhere; once every question of mine has its view, the ballot comes next."""
        form = self.form
        if form is None or any(asks_me(one) and not answered(self.views.get(one.question.id)) for one in form.items):
            return super().keys()
        order = {"review.ballot": 2.5, "review.open-next": 9}
        return tuple(sorted(super().keys(), key=lambda one: order.get(one.id, one.rank)))

    def load(self) -> None:
        """Read the questions; where I was stays where I was."""
        self.flush()
        self.job(self._fetch, self.show_form)

    def _fetch(self) -> ReviewForm:
        self.board.saver.wait()
        return self.desk.review_form(self.proposal_id)

    def retake(self) -> None:
        """What the other window said about the other questions counts; on this one, both."""
        self.job(self._fetch, self._retaken, group="whose")

    def _retaken(self, form: ReviewForm) -> None:
        if self.form is None or not self.form.items:
            return
        mine = self.gather()
        theirs = next((item.view for item in form.items if item.question.id == mine.question), None)
        said = theirs if theirs is not None and mine.blank else mine
        merged = replace(said, note=both(mine.note, theirs.note if theirs else ""))
        self.form = None
        self.show_form(form)
        here = next((at for at, item in enumerate(form.items) if item.question.id == merged.question), None)
        if here is not None:
            self.views[merged.question] = merged
            self.ask(here)
        self.flush()

    def show_form(self, form: ReviewForm) -> None:
        """Begin at the first question without an answer of mine; later, stay there and leave what is typed alone."""
        if self.form is not None:
            self.flush()  # a question that is not asked any more takes its words with it into the draft
        typed = self.gather() if self.form is not None and self.form.items else None
        first = self.form is None
        self.form = form
        self.views = {item.question.id: item.view for item in form.items if item.view is not None}
        self._kept = dict(self.views)
        self.saved_at = self.saved_at or form.saved_at
        self.trail(f"Review · {form.case.proposal.title}")
        self._rows = outlined(form.items)
        self.query_one("#outline", VirtualList).show(self._rows, 0)
        here = next((n for n, item in enumerate(form.items) if typed and item.question.id == typed.question), None)
        if not form.items:
            self.query_one("#card", Laid).show(lambda _: line("No questions apply to this proposal.", "$ink-2"))
        elif typed is not None and here is not None:
            self.views[typed.question] = typed
            self.ask(here, refill=False)
            self.touched()
        else:
            self.ask(form.start if first else 0)
            self.set_focus(self.query_one("#view", Choices))
        self.show_saved()

    @property
    def item(self) -> ReviewItem:
        """The question on screen."""
        assert self.form is not None, "asked only once the form was read"
        return self.form.items[self.at]

    def view(self) -> View:
        """My view of it so far."""
        return self.views.get(self.item.question.id, View(self.item.question.id))

    def ask(self, at: int, refill: bool = True) -> None:
        """Put a question on screen, with what I said before; without `refill` the fields stay as they are."""
        form = self.form
        assert form is not None, "asked only once the form was read"
        self.at = at % len(form.items)
        item, view = self.item, self.view()
        self._filling = True
        open_here = not (item.dropped or item.computed or form.read_only)
        self.query_one("#answering").display = self.query_one("#saying").display = open_here
        if refill:
            self._fill(form, view)
        self.show_card()
        outline_list: VirtualList[ReviewItem] = self.query_one("#outline", VirtualList)
        outline_list.cursor = next(n for n, row in enumerate(self._rows) if row is item)
        if refill:
            self.query_one("#question", VerticalScroll).scroll_home(animate=False)
        self._filling = False

    def _fill(self, form: ReviewForm, view: View) -> None:
        self._asked = view.question
        own = not view.view and bool(view.value)
        self.query_one("#view", Choices).offer(VIEWS, ("own",) if own else (view.view,) if view.view else ())
        self._offer_value(own)
        self.query_one("#note", Words).put(view.note)
        listed = tuple(Choice(one.id, one.title or one.id) for one in form.evidence)
        self.query_one("#evidence", Choices).offer(listed, view.evidence)
        self.query_one("#evidence").display = self.query_one("#evidence-label").display = bool(listed)
        self.query_one("#confidence", Choices).offer(_CONFIDENCE, (view.confidence,) if view.confidence else ())

    def _offer_value(self, own: bool) -> None:
        """Where an answer of my own is given: options to pick, or a line to type."""
        choices, box = self.query_one("#value", Choices), self.query_one("#value-text", Input)
        options = options_of(self.item.question)
        value = self.view().value
        choices.several = self.item.question.type == "multi"
        choices.display, box.display = own and bool(options), own and not options
        choices.offer(options, value)
        box.value = ", ".join(value)

    def show_card(self) -> None:
        """The question itself."""
        assert self.form is not None, "asked only once the form was read"
        self.query_one("#card", Laid).show(partial(card, self.form, self.item, self.at + 1))

    def show_saved(self) -> None:
        """Progress, and when the draft was saved."""
        if self.form is None:
            return
        told = progress_line(self.form, self.views, self.saved_words(), lost=bool(self.unsaved))
        self.query_one("#progress", Static).update(told)
        self._show_keys()

    def gather(self) -> View:
        """What the fields hold, as a view of the question they were filled for."""
        picked = "".join(self.query_one("#view", Choices).picked)
        value: tuple[str, ...] = ()
        if picked == "own":
            if self.query_one("#value").display:
                value = self.query_one("#value", Choices).picked
            else:
                typed = self.query_one("#value-text", Input).value.strip()
                value = (typed,) if typed else ()
        before = self.views.get(self._asked)
        return View(
            self._asked,
            before.seat if before else "",
            "" if picked == "own" else picked,
            value,
            self.query_one("#note", TextArea).text,
            self.query_one("#evidence", Choices).picked,
            "".join(self.query_one("#confidence", Choices).picked),
        )

    def keep(self) -> tuple[str, Callable[[], datetime]] | None:
        """The view on screen, if it differs from what is on disk."""
        if self.form is None or not self.form.items or not self.query_one("#answering").display:
            return None
        if self._asked != self.item.question.id:  # the fields belong to a question that is not on screen
            return None
        view = self.gather()
        before = self._kept.get(view.question)
        if view == before or (before is None and view.blank):
            return None
        self.views[view.question] = self._kept[view.question] = view
        self.query_one("#outline", VirtualList).refresh()
        return f"{self.proposal_id} {view.question}", partial(self.desk.save_view, self.proposal_id, view)

    def touched(self) -> None:
        """A change by hand; filling the form is none."""
        if not self._filling:
            super().touched()

    @on(Choices.Changed)
    def picked(self, event: Choices.Changed) -> None:
        """A choice was made; my own answer opens its field."""
        if event.of.id == "view" and not self._filling:
            own = event.values == ("own",)
            self._offer_value(own)
            if own:
                choices = self.query_one("#value")
                self.set_focus(choices if choices.display else self.query_one("#value-text"))
        self.touched()

    @on(Input.Changed, "#value-text")
    def value_typed(self) -> None:
        """Every keystroke counts."""
        self.touched()

    @on(VirtualList.Picked, "#outline")
    def outline_picked(self, event: VirtualList.Picked) -> None:
        """The list of questions leads to any of them."""
        if (
            self.form is not None
            and not event.stale
            and isinstance(event.row, ReviewItem)
            and event.row is not self.item
        ):
            self.flush()
            self.ask(next(n for n, item in enumerate(self.form.items) if item is event.row))

    @on(VirtualList.Chosen, "#outline")
    def outline_chosen(self) -> None:
        """Enter goes to the answer."""
        self.set_focus(self.query_one("#view", Choices))

    def _say(self, value: str) -> None:
        if self.form is None or not self.form.items:
            return
        item = self.item
        if self.form.read_only:
            self.cannot(self.form.read_only)
        elif item.dropped or item.computed:
            self.cannot(item.dropped or item.computed, "Press n for the next question.")
        else:
            choices = self.query_one("#view", Choices)
            if choices.picked != (value,):
                choices.pick(value)
            if value != "own":
                self.set_focus(choices)

    def action_like_last(self) -> None:
        """Answer as last time, as the proposer."""
        if self.form is None or not self.form.items:
            return
        if self.item.last is None:
            self.cannot("Nothing decided before answers this question for you.")
            return
        self.flush()
        work = partial(self.desk.take_answer, self.proposal_id, self.item.question.id)
        self.job(work, self.finished, group="act", saying="Answering …", failed=self.refused)

    def action_agree(self) -> None:
        """I agree."""
        self._say("agree")

    def action_disagree(self) -> None:
        """I do not."""
        self._say("disagree")

    def action_unsure(self) -> None:
        """I cannot tell."""
        self._say("unsure")

    def action_own(self) -> None:
        """My own answer."""
        self._say("own")

    def go_on(self) -> None:
        """Enter never answers: it shows the next question."""
        self.action_next()

    @on(Input.Submitted, "#value-text")
    def value_entered(self) -> None:
        """Enter in the line of my own answer."""
        self.action_next()

    def _step(self, by: int) -> None:
        self.flush()
        if self.form is not None and self.form.items:
            self.ask(self.at + by)
            self.set_focus(self.query_one("#view", Choices))
            self.show_saved()

    def action_next(self) -> None:
        """Save, then the next question."""
        self._step(1)

    def action_previous(self) -> None:
        """Save, then the question before."""
        self._step(-1)

    def action_open_next(self) -> None:
        """The next question that waits for me."""
        self.flush()
        if self.form is None or not self.form.items:
            return
        order = [(self.at + step) % len(self.form.items) for step in range(1, len(self.form.items) + 1)]
        for at in order:
            item = self.form.items[at]
            if asks_me(item) and not answered(self.views.get(item.question.id)):
                self.ask(at)
                self.set_focus(self.query_one("#view", Choices))
                return
        self.board.tell("You have answered every question of yours. Press b for the ballot.")

    def action_note(self) -> None:
        """Into the note."""
        if self.query_one("#answering").display:
            self.set_focus(self.query_one("#note", TextArea))

    def action_edit(self) -> None:
        """The note in the person's editor."""
        if self.query_one("#answering").display:
            self.edit_in_editor(self.query_one("#note", TextArea))

    def action_evidence(self) -> None:
        """Read what the proposer relies on."""
        from board.tui.reader import ReaderScreen

        named = self.item.answer.evidence if self.form and self.form.items and self.item.answer else ()
        if not named or self.form is None:
            self.cannot("The proposer gives no evidence for this answer.", "The dossier lists all evidence.")
            return
        title = next((one.title for one in self.form.evidence if one.id == named[0]), named[0])
        self.app.push_screen(ReaderScreen(title, partial(self.desk.evidence_text, self.proposal_id, named[0])))

    def action_ballot(self) -> None:
        """On to the ballot."""
        self.flush()
        self.board.open_ballot(self.proposal_id)

    def action_share(self) -> None:
        """Commit the review without a ballot; a half-done one only after a question."""
        self.flush()
        share(self, self.proposal_id, self.form, self.views)
