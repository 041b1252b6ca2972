"""The guided review in plain lines: one question at a time, each answer saved before the next is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import click

from board.actions.model import ReviewForm, ReviewItem
from board.actions.session import Session
from board.cli import output, prompts
from board.cli.answering import can_answer
from board.core.answering import open_questions
from board.core.case import Case
from board.core.checklist import Question
from board.core.duties import follows
from board.core.prefilled import told
from board.core.review import CONFIDENCES, View
from board.core.sentence import plural, upper

_KEYS = {"1": "agree", "2": "disagree", "3": "unsure", "a": "agree", "d": "disagree", "u": "unsure"}
_HELP = "1 agree, 2 disagree, 3 unsure, 4 my own answer, e evidence, s how sure, b back, q stop; Enter goes on"


def overview(form: ReviewForm, *, everything: bool, proposes: bool = False) -> None:
    """The questions with my view so far, mine first."""
    items = form.items if everything else form.to_answer
    if form.read_only:
        output.paragraph(form.read_only)
    for why in form.aside:
        output.paragraph(why)
    if not items:
        _nothing(form, proposes=proposes)
        return
    rows = []
    for item in items:
        mine = "you" if item.mine else item.judge_title
        said = item.dropped or item.computed or _said(item.view, item.question)
        rows.append((item.question.id, item.wording, mine, item.answer_words or "no answer", said))
    output.table(("Id", "Question", "Judged by", "Proposer says", "Your view"), rows)
    if form.adds:
        show_adds(form)


def _nothing(form: ReviewForm, *, proposes: bool) -> None:
    """Why there is nothing to review, and where the questions are; a proposer answers hers elsewhere."""
    shows = f"`board review {form.case.id} --list` shows them all, and with `--all` you may say something to any."
    output.paragraph(f"{form.case.id} has no question for you to judge. {shows}", "  ", "")
    _to_answer(form, proposes=proposes)


def _to_answer(form: ReviewForm, *, proposes: bool) -> None:
    """Where a proposer answers, while questions of hers are open."""
    left = len(open_questions(form.case))
    if proposes and left:
        output.line(f"  You proposed it, and {plural(left, 'question')} of yours {'is' if left == 1 else 'are'} open:")
        output.line(f"  `board answer {form.case.id}` asks them one after the other.")


def _said(view: View | None, question: Question) -> str:
    if view is None or view.blank:
        return ""
    return ", ".join(part for part in (view.view, question.said(view.value), view.note) if part)


def ask_all(session: Session, proposal_id: str, *, everything: bool) -> int:
    """Put the open questions one after the other, from the first I have not answered."""
    from board.actions.reviewing import is_proposer, review_form

    form = review_form(session, proposal_id)
    if form.read_only:
        output.paragraph(form.read_only)
        _to_answer(form, proposes=is_proposer(session, form.case))
        return 1
    items, told = _asked(form, everything), form.adds
    if not items:
        _nothing(form, proposes=is_proposer(session, form.case))
        return 0
    output.line(form.case.proposal.title)
    for why in form.aside:
        output.paragraph(why)
    output.line("Each answer is saved at once. Words after the number are your note: “2 the licence forbids it”.")
    at = next((n for n, item in enumerate(items) if item.view is None or item.view.blank), 0)
    try:
        while 0 <= at < len(items):
            step = _one(session, form, items[at], at, len(items))
            # An answer may close a branch or open one, so the list is read again; the next open place is found by id.
            here = items[at].question.id
            before, form = items[at].view, review_form(session, proposal_id)
            items = _asked(form, everything)
            if any(item.question.id == here and item.view != before for item in items):
                show_follows(form, here)
            if form.adds != told:
                show_adds(form)
                told = form.adds
            at = next((n for n, item in enumerate(items) if item.question.id == here), at) + step
            at = max(at, 0)
    except (KeyboardInterrupt, click.Abort):
        output.line()
    answered = sum(1 for item in items if item.view is not None and not item.view.blank)
    output.line(f"You answered {answered} of {len(items)}. They are in your draft.")
    output.line(f"  `board review {proposal_id}` goes on; `board share {proposal_id}` commits it; so does your ballot.")
    return 0


def show_follows(form: ReviewForm, question: str) -> None:
    """What the answer that stands to a question does, after somebody said something to it."""
    for words in follows(each for item in form.items if item.question.id == question for each in item.effects):
        output.paragraph(words, "    ", "  ")


def show_adds(form: ReviewForm) -> None:
    """What the answers so far add to our duties, and how a raised tier comes to bind."""
    if not form.adds:
        output.line("  The answers so far add nothing to the board's duties any more.")
        return
    output.heading("What this adds to our duties")
    for duty in form.adds:
        output.paragraph(duty, "    ", "  ")
    if form.adds[0].startswith("The tier"):
        how = f"`board move {form.case.id} raise-tier` raises it at once; else it binds when it is opened again."
        output.paragraph(how, "    ", "  ")


def _asked(form: ReviewForm, everything: bool) -> tuple[ReviewItem, ...]:
    if not everything:
        return form.to_answer
    return tuple(item for item in form.items if not item.dropped and not item.computed)


def _one(session: Session, form: ReviewForm, item: ReviewItem, at: int, count: int) -> int:
    """Show one question and take one answer; returns how far to move: 1 on, -1 back, 0 to show it again."""
    case = form.case
    _show(form, item, at, count)
    while True:
        letter, _, words = prompts.ask(_HELP).partition(" ")
        base = item.view or View(item.question.id)
        note = words.strip() or base.note
        match letter.lower():
            case "":
                return 1
            case "b":
                return -1
            case "q":
                raise click.Abort
            case key if key in _KEYS:
                _save(session, case.id, replace(base, view=_KEYS[key], value=(), note=note))
                return 1
            case "4" | "o":
                _save(session, case.id, replace(base, view="", value=_own(session, case, item), note=note))
                return 1
            case "e":
                _save(session, case.id, replace(base, evidence=_evidence(form, base)))
                return 0
            case "s":
                sure = prompts.pick("How sure are you?", [(value, value) for value in CONFIDENCES], base.confidence)
                _save(session, case.id, replace(base, confidence=sure))
                return 0
            case _:
                output.line("Please begin with one of these: 1, 2, 3, 4, e, s, b, q.")


def _show(form: ReviewForm, item: ReviewItem, at: int, count: int) -> None:
    section = f", {item.section}" if item.section else ""
    blocking = "; a bad answer here bars approval" if item.blocking else ""
    output.heading(f"Question {at + 1} of {count}: {item.question.id}{section}{blocking}")
    output.paragraph(item.wording)
    if item.question.why:
        output.paragraph(item.question.why, "    ", "  Why it matters: ")
    if item.question.to_tick:
        output.line("  It asks about these:")
    for label in item.question.to_tick:
        output.paragraph(label, "      ", "    - ")
    output.paragraph(item.answer_words or "no answer", "    ", "  The proposer says: ")
    if item.changed:
        output.paragraph(item.changed, "    ", "  ! ")
    if item.answer and item.answer.note:
        output.paragraph(item.answer.note, "    ")
    if item.answer and (words := told(item.answer, form.case.charter, form.unborne)):
        output.line(f"    {upper(words)}.")
    if item.answer and item.answer.evidence:
        output.line(f"    Evidence: {', '.join(item.answer.evidence)}")
    for who, view in item.others:
        output.paragraph(f"{who} says: {_said(view, item.question)}", "    ", "  ")
    if item.split:
        output.paragraph(item.split, "    ", "  Views differ: ")
    for effect in item.effects:
        output.paragraph(effect.text, "    ", "  What follows so far: ")
    if said := _said(item.view, item.question):
        output.paragraph(said, "    ", "  You said: ")


def _own(session: Session, case: Case, item: ReviewItem) -> tuple[str, ...]:
    """An answer of my own, in the question's type; asked again until it can answer the question."""
    question = item.question
    options = [(option.value, option.label) for option in question.options]
    if question.type == "yn" and not options:
        options = [("yes", "yes"), ("no", "no"), ("unknown", "not known")]
    if options and question.type != "multi":
        return (prompts.pick("Your answer", options),)
    for option, label in options:
        output.line(f"  {option}: {label}")
    unit = f" ({question.unit})" if question.unit else ""
    asks = "Your answer; several are separated by commas" if options else f"Your answer{unit}"
    while True:
        typed = prompts.ask(asks, needed=True)
        value = _parts(typed) if options else (typed.strip(),)
        if can_answer(question, value, case, session.today):
            return value


def _evidence(form: ReviewForm, view: View) -> tuple[str, ...]:
    """Which of the proposal's evidence the view rests on; a name that is none of it is asked again."""
    known = [one.id for one in form.evidence]
    if not known:
        output.line("  The proposal lists no evidence.")
        return view.evidence
    for one in form.evidence:
        output.paragraph(f"{one.title}, {one.state}", "      ", f"  {one.id}: ")

    def problem(named: Sequence[str]) -> str:
        strange = ", ".join(one for one in named if one not in known)
        return f"“{strange}” is no evidence of this proposal. It has: {', '.join(known)}." if strange else ""

    return prompts.several("Evidence", problem, view.evidence)


def _parts(typed: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in typed.split(",") if part.strip())


def _save(session: Session, proposal_id: str, view: View) -> None:
    from board.actions.reviewing import save_view

    save_view(session, proposal_id, view)
