"""The ballot: seven verdicts in plain words, each with the fields it needs, and a look at what is signed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Static, TextArea

from board.actions.model import BallotForm, Done
from board.core.ballot import BallotDraft, Condition, Verdict
from board.core.ballots import needs, only_category
from board.core.finding import Finding, Refused, Severity, Where
from board.tui.ballot_fields import FIELDS, NEEDS_REASON, VERDICTS, Verdicts, fields
from board.tui.ballot_text import condition_note, merged, notices, problems, signing
from board.tui.choices import Choice, Choices
from board.tui.commands import bindings
from board.tui.condition import ConditionDialog
from board.tui.dialogs import Confirm, Sign
from board.tui.fields import Words
from board.tui.forms import FormScreen
from board.tui.laid import Laid
from board.tui.lists import Cell, VirtualList
from board.tui.people import people
from board.tui.safe import line

MOVED = Finding(
    "ballot.revision-moved",
    "The board took up a new revision while you were voting. What you typed is kept.",
    Severity.WARNING,
    why="A ballot binds what you saw.",
    fix="Read “Changes” in the dossier, then vote.",
)

NO_VERDICT = Finding("ballot.verdict", "Pick one of the seven verdicts first.", where=Where(part="verdict"))


class BallotScreen(Verdicts, FormScreen[None]):
    """One member's ballot."""

    WHERE = ("ballot",)
    BINDINGS = bindings("ballot")
    ABOUT = (
        "Your vote: one of seven verdicts, and what it needs. Nothing is cast before you have seen exactly what you "
        "sign and pressed F2 once more; until then it is a draft on this machine."
    )

    def __init__(self, proposal_id: str) -> None:
        super().__init__()
        self.proposal_id = proposal_id
        self.form: BallotForm | None = None
        self.conditions: tuple[Condition, ...] = ()
        self._writing: tuple[Condition | None, Condition] | None = None
        """The condition that is open in its dialog: which one it was, and how it stands there."""
        self._removed: list[tuple[Condition, ...]] = []
        self._on_disk = BallotDraft()
        self._filling = False
        self._seen = ""
        self._told = self._hinted = False

    def body(self) -> ComposeResult:
        with VerticalScroll(classes="form", id="ballot"):
            yield Laid(id="notices")
            with Container(id="voting"):
                yield from fields(self._note)
        yield Static(Content(""), id="saved", classes="strip low")

    def on_mount(self) -> None:
        """Nothing to fill in before the form was read."""
        self.trail(f"Ballot · {self.proposal_id}")
        self.query_one("#voting").display = False

    def _note(self, condition: Condition) -> Cell:
        return condition_note(self.form.case.charter, condition) if self.form else Cell("")

    def load(self) -> None:
        """Read the form; what is on screen is saved first."""
        self.flush()
        self.job(self._fetch, self.show_form)

    def _fetch(self) -> BallotForm:
        self.board.saver.wait()
        return self.desk.ballot_form(self.proposal_id)

    def show_form(self, form: BallotForm) -> None:
        """Fill the fields from the draft, once; a later look at the record leaves what is typed alone."""
        latest = form.case.docket.latest
        revision = latest.revision if latest else ""
        if self.form is not None:
            self.form = form
            self.query_one("#notices", Laid).show(partial(notices, form))
            if revision != self._seen:
                self._seen = revision
                self.refused(Refused(MOVED))
            return
        self._seen = revision
        self.form = form
        self.saved_at = form.saved_at if form.draft != BallotDraft() else None
        self._on_disk = form.draft
        self.trail(f"Ballot · {form.case.proposal.title}")
        self.query_one("#notices", Laid).show(partial(notices, form))
        self.query_one("#voting").display = not form.why_not
        self._fill(form, form.draft)
        self.show_saved()
        if not form.why_not:
            self.query_one("#verdict", Choices).focus()

    def _fill(self, form: BallotForm, draft: BallotDraft) -> None:
        self._filling = True
        self.query_one("#verdict", Choices).offer(VERDICTS, (draft.verdict.value,) if draft.verdict else ())
        self.conditions = draft.conditions
        self._offer_evidence(form, draft)
        for name in ("ground", "interest"):
            value = getattr(draft, name)
            choices = self.query_one(f"#{name}", Choices)
            choices.offer(choices.options, (value,) if value else ())
        self.query_one("#changes", Words).put("\n".join(draft.changes))
        self.query_one("#clears", Words).put(draft.clears)
        self.query_one("#reason", Words).put(draft.reason)
        self._show_conditions()
        self._fit()
        self._filling = False

    def retake(self) -> None:
        """What the other window filled in and what stands here come together."""
        self.job(self._fetch, self._retaken, group="whose")

    def _retaken(self, form: BallotForm) -> None:
        if self.form is not None:
            self.form, self._on_disk = form, form.draft
            self._fill(form, merged(self.gather(), form.draft))
            self.flush()

    def _offer_evidence(self, form: BallotForm, draft: BallotDraft) -> None:
        offered = [Choice(one.id, one.title or one.id, one.id) for one in form.case.proposal.evidence]
        offered += [Choice("the proposal's text", "the proposal's text")]
        known = {one.value for one in offered}
        offered += [Choice(one, one) for one in draft.evidence if one not in known]
        self.query_one("#evidence", Choices).offer(offered, draft.evidence)

    def _show_conditions(self) -> None:
        listed = self.query_one("#conditions", VirtualList)
        listed.show(self.conditions)
        listed.styles.height = max(2, 2 * len(self.conditions))
        suggested = self.form.suggested_conditions if self.form else ()
        taken = {one.text for one in self.conditions}
        box = self.query_one("#suggested", Choices)
        box.offer(
            [Choice(one.text, one.text) for one in suggested], [one.text for one in suggested if one.text in taken]
        )
        box.display = self.query_one("#drafted").display = bool(suggested)

    def _picked(self, name: str) -> str:
        return "".join(self.query_one(f"#{name}", Choices).picked)

    def _fit(self) -> None:
        """Show the parts that the picked verdict needs."""
        verdict = self._picked("verdict")
        for name in ("conditions", "changes", "ground", "evidence", "clears", "interest"):
            self.query_one(f"#part-{name}").display = name in FIELDS.get(verdict, ())
        words = "Reason, needed" if verdict in NEEDS_REASON else "Reason, in a sentence or two (may stay empty)"
        self.query_one("#reason-label", Static).update(line(words, "$ink-2"))
        asked = verdict not in ("", Verdict.RECUSE)
        self.query_one("#reason").display = self.query_one("#reason-label").display = asked

    def gather(self) -> BallotDraft:
        """What is on screen as a draft."""
        verdict = self._picked("verdict")
        return BallotDraft(
            Verdict(verdict) if verdict else None,
            self.query_one("#reason", TextArea).text,
            self._with_open(),
            tuple(one.strip() for one in self.query_one("#changes", TextArea).text.splitlines() if one.strip()),
            self._picked("ground"),
            self.query_one("#evidence", Choices).picked,
            self.query_one("#clears", TextArea).text,
            self._picked("interest"),
        )

    def keep(self) -> tuple[str, Callable[[], datetime]] | None:
        """The draft, if it differs from what is on disk."""
        if self.form is None or self.form.why_not:
            return None
        draft = self.gather()
        if draft == self._on_disk:
            return None
        self._on_disk = draft
        return f"{self.proposal_id} ballot", partial(self.desk.save_ballot_draft, self.proposal_id, draft)

    def touched(self) -> None:
        """A change by hand; filling the form is none."""
        if not self._filling:
            super().touched()
            if self._told:
                self._say_lacking(self.gather())

    def show_saved(self) -> None:
        """When the draft was saved, and how to go on."""
        words = f"{self.saved_words()}   ·   F2 shows what you sign"
        self.query_one("#saved", Static).update(line(words, "$bad" if self.unsaved else "$ink-3"))

    @on(Choices.Changed)
    def picked(self, event: Choices.Changed) -> None:
        """Another verdict needs other fields; a drafted condition comes into the list or leaves it."""
        if event.of.id == "verdict":
            if self._hinted:  # “Press 2 first” is over once a verdict is picked
                self.app.clear_notifications()
            self._hinted = False
            self._fit()
        elif event.of.id == "suggested" and self.form is not None:
            drafted = {one.text: one for one in self.form.suggested_conditions}
            kept = [one for one in self.conditions if one.text not in drafted or one.text in event.values]
            kept += [drafted[text] for text in event.values if all(one.text != text for one in kept)]
            self._set_conditions(tuple(kept))
        self.touched()

    def _set_conditions(self, conditions: tuple[Condition, ...]) -> None:
        self._removed.append(self.conditions)
        self.conditions = tuple(replace(one, id=f"c{number}") for number, one in enumerate(conditions, 1))
        self._show_conditions()
        self.touched()

    @on(VirtualList.Chosen, "#conditions")
    def edit_condition(self, event: VirtualList.Chosen) -> None:
        """Change a condition."""
        if isinstance(event.row, Condition) and self.form is not None:
            before = event.row
            dialog = self._dialog(self.form, before)
            self.app.push_screen(dialog, partial(self._condition_edited, before))

    def _dialog(self, form: BallotForm, before: Condition | None) -> ConditionDialog:
        listed = people(form.case.charter, form.people)
        return ConditionDialog(before or Condition("", ""), listed, self.desk.today, partial(self._typed_in, before))

    def _typed_in(self, before: Condition | None, now: Condition) -> None:
        self._writing = (before, now)
        self.touched()

    def _with_open(self) -> tuple[Condition, ...]:
        """The conditions, the one that is being written among them."""
        if self._writing is None:
            return self.conditions
        before, now = self._writing
        if before is None:
            return (*self.conditions, replace(now, id=f"c{len(self.conditions) + 1}"))
        return tuple(now if one == before else one for one in self.conditions)

    def _condition_edited(self, before: Condition, after: Condition | None) -> None:
        self._writing = None
        if after is not None and after != before:
            self._set_conditions(tuple(after if one == before else one for one in self.conditions))

    def say_verdict(self, verdict: Verdict) -> None:
        if self.form is None:
            return
        if self.form.why_not:
            self.cannot(self.form.why_not)
            return
        choices = self.query_one("#verdict", Choices)
        if choices.picked != (verdict.value,):
            choices.pick(verdict.value)
        choices.focus()

    def action_add(self) -> None:
        """A new condition, or the place for changes."""
        verdict = self._picked("verdict")
        if verdict == "approve-with-conditions" and self.form is not None:
            self.app.push_screen(self._dialog(self.form, None), self._condition_added)
        elif verdict == "return":
            self.query_one("#changes").focus()
        else:
            self.cannot("Only “yes, if” has conditions.", "Press 2 first.")
            self._hinted = True

    def _condition_added(self, made: Condition | None) -> None:
        self._writing = None
        if made is not None:
            self._set_conditions((*self.conditions, made))

    def action_remove(self) -> None:
        """Remove the picked condition; u brings it back."""
        row = self.query_one("#conditions", VirtualList).row
        if isinstance(row, Condition) and self._picked("verdict") == "approve-with-conditions":
            self._set_conditions(tuple(one for one in self.conditions if one != row))
            self.board.tell("The condition is removed. u brings it back.")
        else:
            self.cannot("There is no condition to remove.")

    def action_undo(self) -> None:
        """The list of conditions as it was before."""
        if self._removed:
            self.conditions = self._removed.pop()
            self._show_conditions()
            self.touched()
        else:
            self.cannot("There is nothing to undo.", "ctrl+z undoes typing in a text field.")

    def action_letters(self) -> None:
        """Somebody pressed y or n for yes or no."""
        self.cannot("Letters pick no verdict.", "Press 1 for yes, 4 for no; each verdict has its number.")

    def action_edit(self) -> None:
        """The reason in the person's editor."""
        if self._picked("verdict"):
            self.edit_in_editor(self.query_one("#reason", TextArea))

    def action_tally(self) -> None:
        """The sum so far."""
        self.board.open_tally(self.proposal_id)

    def action_discard(self) -> None:
        """Throw the draft away, after a question."""
        question = "Throw away what you typed about this proposal, views and ballot alike? This cannot be undone."
        self.app.push_screen(Confirm(question, "Throw away"), self._discard)

    def _discard(self, yes: bool | None) -> None:
        if yes:
            self._on_disk = self.gather()
            self.job(self._drop, self._dropped, group="act")

    def _dropped(self, _: None) -> None:
        self.form, self.saved_at = None, None
        self.board.changed()

    def _drop(self) -> None:
        self.board.saver.wait()
        self.desk.discard_draft(self.proposal_id)

    def action_sign(self) -> None:
        """Show what is signed; say in the form what still lacks."""
        if self.form is None:
            return
        if self.form.why_not:
            self.cannot(self.form.why_not)
            return
        self.flush()
        draft = only_category(self.gather())  # words typed for another verdict stay in the draft
        if self._lacks(draft):
            return
        self.job(partial(self._preview, draft), partial(self._look, draft), group="act", saying="Preparing …")

    def _lacks(self, draft: BallotDraft) -> bool:
        """Say beside each field what it still needs, and go to the first; True when anything does."""
        found = self._say_lacking(draft)
        if found:
            self.query_one(f"#{found[0]}").focus()
            # Only once it is laid out with its words: what was scrolled to before was an empty line below the fold.
            self.call_after_refresh(self.query_one(f"#{found[0]}-problem").scroll_visible, animate=False)
        return bool(found)

    def _say_lacking(self, draft: BallotDraft) -> list[str]:
        """Say beside each field what it still needs, and nothing where it needs nothing; the names of those fields."""
        lacking: tuple[Finding, ...] = (NO_VERDICT,)
        if self.form is not None and draft.verdict is not None:
            lacking = needs(draft.verdict, draft, self.form.case.charter, self.form.case.proposal.proposer)
        found: dict[str, list[Finding]] = {}
        for one in lacking:
            name = one.where.part.partition(".")[0]
            found.setdefault(name if self.query(f"#{name}-problem") else "reason", []).append(one)
        for box in self.query(".problem").results(Laid):
            box.show(partial(problems, found.get((box.id or "").removesuffix("-problem"), [])))
        self._told = bool(found)
        return list(found)

    def _preview(self, draft: BallotDraft) -> Mapping[str, str]:
        self.board.saver.wait()
        return self.desk.preview_cast(self.proposal_id, draft)

    def _look(self, draft: BallotDraft, files: Mapping[str, str]) -> None:
        form = self.form
        assert form is not None, "F2 works only once the form was read"
        seen = self._seen
        title, what, exact = signing(form, draft, files, self.desk.me.name)
        self.app.push_screen(Sign(title, what, exact, "cast"), partial(self._answered, draft, seen))

    def _answered(self, draft: BallotDraft, seen: str, yes: bool | None) -> None:
        if yes:
            self.job(
                partial(self._cast, draft, seen), self._recorded, group="act", saying="Casting …", failed=self._failed
            )

    def _cast(self, draft: BallotDraft, seen: str) -> Done:
        self.board.saver.wait()
        return self.desk.cast(self.proposal_id, draft, seen)

    def _failed(self, refusal: Refused) -> None:
        self.refused(refusal)
        self.board.tell("Your ballot was not cast. Everything you typed is kept.", "warning", 8)

    def _recorded(self, done: Done) -> None:
        self._on_disk = self.gather()
        self.board.pop_to_dossier()
        self.finished(done)
