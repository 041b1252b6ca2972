"""`board review`, `board answer` and `board share`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from board.actions.model import ReviewForm, ReviewItem
from board.actions.session import Session
from board.cli import output
from board.cli.call import Call, command
from board.cli.kinds_of_answer import from_facts, numbered
from board.cli.shapes_dossier import review_shape
from board.cli.staying import Beside, beside
from board.core.answering import refuse_strange, strange_views
from board.core.finding import ExitStatus, Finding, Refused, Severity, Where, refuse
from board.core.lacking import refuse_strange_evidence
from board.core.review import CONFIDENCES, VIEWS, Answer, View
from board.core.sentence import and_
from board.core.text import one_line
from board.core.values import allowed_values


@command("review")
@click.argument("proposal", metavar="ID")
@click.option("--all", "everything", is_flag=True, help="Also the questions that other seats judge.")
@click.option("--list", "listed", is_flag=True, help="Only list the questions with what you said so far.")
@click.option(
    "--answers",
    metavar="FILE.toml",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Take your views from a file instead of asking: [[views]] with question, view, value, note, evidence.",
)
def review_command(call: Call, proposal: str, everything: bool, listed: bool, answers: Path | None) -> int:
    """Each answer is saved as your draft at once; stop whenever you like, and go on where you stopped.

    Nothing is committed: `board share ID` does that, and so does your ballot.
    """
    from board.actions.reviewing import review_form

    session, proposal_id = call.open(proposal)
    form = review_form(session, proposal_id)
    if answers is not None:
        return _from_file(call, proposal_id, form, answers, session)
    if call.json:
        output.document(review_shape(form))
        return 0
    from board.cli import questionnaire

    if not (listed or everything or session.me.member):
        fix = f"`board review {proposal_id} --list` shows what the board asks."
        raise refuse("identity.not-a-member", session.me.why_reader or "You are not on this board.", fix)
    if listed or not call.interactive:
        from board.actions.reviewing import is_proposer

        proposes = is_proposer(session, form.case)
        questionnaire.overview(form, everything=everything or listed, proposes=proposes)
        return 0
    return questionnaire.ask_all(session, proposal_id, everything=everything)


def _from_file(call: Call, proposal_id: str, form: ReviewForm, path: Path, session: Session) -> int:
    from board.actions.given import read_given
    from board.actions.reviewing import save_view
    from board.formats.reviews import read_review

    if form.read_only:
        raise refuse("read-only", form.read_only, f"`board show {proposal_id}` shows where it stands.")
    read = read_review(read_given(path), str(path))
    wrong = [finding for finding in read.findings if finding.severity is Severity.ERROR]
    known = {item.question.id for item in form.items}
    wrong += strange_views((item.question for item in form.items), read.value.views, str(path), form.case)
    wrong += [
        Finding(
            "unknown-question",
            f"{proposal_id} is not asked “{one_line(view.question, 60)}”.",
            where=Where(str(path)),
            fix=f"`board review {proposal_id} --list` lists its questions.",
        )
        for view in read.value.views
        if view.question not in known
    ]
    if wrong:
        raise Refused(*wrong, status=ExitStatus.WRONG_USE)
    kept = []
    before = {item.question.id: item for item in form.items}
    for view in read.value.views:
        stands = beside(
            before[view.question], view.note or None, view.evidence, view.confidence or None, proposes=False
        )
        save_view(session, proposal_id, replace(view, note=stands.note, evidence=stands.evidence))
        kept += [view.question] if stands.told else []
    saved = len(read.value.views)
    words = f"{saved} {'view' if saved == 1 else 'views'} saved in your draft of {proposal_id}."
    words += f" What you had noted on {and_(kept)} stays, as the file says nothing in its place." if kept else ""
    if call.json:
        output.document({"id": proposal_id, "saved": saved, "words": words})
    else:
        output.lines(words, f"  `board share {proposal_id}` commits them; so does your ballot.")
    return 0


@command("answer")
@click.argument("proposal", metavar="ID")
@click.argument("question", metavar="[QUESTION]", required=False, default="")
@click.argument("value", metavar="[VALUE]", required=False, default="")
@click.option("--note", metavar="TEXT", help="Why you say so; an earlier note stays unless you give one.")
@click.option("--evidence", metavar="NAME", multiple=True, help="An evidence id; may be repeated; earlier ones stay.")
@click.option("--confidence", type=click.Choice(CONFIDENCES), help="How sure you are.")
@click.option(
    "--like-last-time",
    "again",
    is_flag=True,
    help="Answer as at the latest decision about the same model or dataset; a script names QUESTION[,QUESTION].",
)
@click.option("--facts", "facts", is_flag=True, help="Be asked for the facts that your draft lacks, one by one.")
def answer_command(
    call: Call,
    proposal: str,
    question: str,
    value: str,
    note: str | None,
    evidence: tuple[str, ...],
    confidence: str | None,
    again: bool,
    facts: bool,
) -> int:
    """The proposer's answer goes into answers.toml beside the proposal; everybody else's goes into the review draft.

    Without QUESTION a proposer is asked every open question in turn; without VALUE the question is shown. Where
    something about the same model or dataset was decided, she is told how the question stood then. Nothing of that is
    taken unless she says so, question by question.

    VALUE is agree, disagree or unsure, or an answer of your own; several values are separated by commas. A note and
    evidence that you gave before stay where you name none.
    """
    from board.actions.reviewing import is_proposer, review_form, save_answer

    session, proposal_id = call.open(proposal, near=True)
    if facts:
        from board.cli.stating import give_facts

        return give_facts(call, session, proposal_id)
    form = review_form(session, proposal_id)
    if again:
        return _again(call, form, session, question, more=bool(value or evidence or confidence) or note is not None)
    if not question:
        from board.cli.answering import walk

        return walk(call, session, form, proposes=is_proposer(session, form.case))
    item = next((item for item in form.items if item.question.id.lower() == question.lower()), None)
    if item is None:
        raise refuse(
            "unknown-question",
            f"{proposal_id} is not asked “{one_line(question, 60)}”.",
            f"`board review {proposal_id} --list` lists its questions.",
            status=ExitStatus.WRONG_USE,
        )
    if not value:
        from board.cli.answering import show_question

        show_question(item, form.case, session.today)
        return 0
    asked, proposes = item.question, is_proposer(session, form.case)
    note = note if note is None else from_facts(note, item)
    stands = beside(item, note, evidence, confidence, proposes=proposes)
    parts = tuple(part.strip() for part in value.split(",") if part.strip()) if asked.type == "multi" else (value,)
    numbers = numbered(asked, form.case)
    values = tuple(numbers.get(each, each) for each in parts)
    if proposes:
        if value.strip().lower() == "same" and "same" not in allowed_values(asked):
            words = "An earlier answer is taken over with an option, not with a value."
            fix = f"`board answer {proposal_id} {asked.id} --like-last-time` answers as last time."
            raise refuse("answer.same", words, fix, status=ExitStatus.WRONG_USE)
        answer = Answer(asked.id, values, stands.note, stands.evidence, stands.confidence)
        return call.act(lambda: stands.tell(save_answer(session, proposal_id, answer)))
    return _viewed(call, session, form, item, values, stands)


def _viewed(
    call: Call, session: Session, form: ReviewForm, item: ReviewItem, values: tuple[str, ...], stands: Beside
) -> int:
    """Put a reviewer's own view of one question into her draft, and say what follows from it."""
    from board.actions.reviewing import review_form, save_view

    asked, proposal_id, value = item.question, form.case.id, values[0] if len(values) == 1 else ""
    if form.read_only:
        raise refuse("read-only", form.read_only, f"`board show {proposal_id}` shows where it stands.")
    refuse_strange_evidence(asked, () if value in VIEWS else values, stands.evidence, form.case)
    view = View(asked.id, note=stands.note, evidence=stands.evidence, confidence=stands.confidence)
    if value in VIEWS:
        view = replace(view, view=value)
    else:
        refuse_strange(asked, values, form.case, session.today)
        view = replace(view, value=values)
    save_view(session, proposal_id, view)
    words = f"Saved in your draft: {asked.id}, {', '.join(values)}."
    if call.json:
        output.document({"id": proposal_id, "saved": 1, "words": words})
    else:
        output.lines(
            words, *filter(None, [stands.told]), f"  `board share {proposal_id}` commits it; so does your ballot."
        )
        from board.cli.questionnaire import show_follows

        now = review_form(session, proposal_id)
        show_follows(now, asked.id)
        if now.adds != form.adds:
            from board.cli.questionnaire import show_adds

            show_adds(now)
    return 0


def _again(call: Call, form: ReviewForm, session: Session, question: str, *, more: bool) -> int:
    if more:
        words = "--like-last-time takes the earlier answer and its note; leave VALUE and the other options out."
        raise click.UsageError(words, click.get_current_context())
    from board.cli.answering import like_last_time

    return like_last_time(call, session, form, question)


@command("share")
@click.argument("proposal", metavar="ID")
def share_command(call: Call, proposal: str) -> int:
    """The others can read it then. You can share again until the decision; a ballot takes your review along."""
    from board.actions.reviewing import share

    session, proposal_id = call.open(proposal)
    return call.act(lambda: share(session, proposal_id))
