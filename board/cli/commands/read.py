"""`board list` and `board show`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from board.cli import output
from board.cli.call import Call, command
from board.cli.shapes import summary_shape, task_shape
from board.core.dates import in_hours, in_words
from board.core.listed import Stage, Summary, Task
from board.core.outcome import OUTCOME_WORDS
from board.core.proposal import Tier
from board.core.text import one_line

if TYPE_CHECKING:
    from board.actions.asking import Filter
    from board.actions.session import Session
    from board.core.charter import Charter


_WAITS = 48
"""Cells of the names a row waits for: one row that waits for everybody would make every other one as wide."""


@command("list")
@click.argument("text", default="")
@click.option("--mine", is_flag=True, help="Only what waits for you, the most urgent first, with the reason.")
@click.option("--stage", type=click.Choice([str(stage) for stage in Stage]), help="Only this stage.")
@click.option("--kind", metavar="KIND", default="", help="Only this kind, such as model-adopt.")
@click.option("--tier", type=click.Choice([*map(str, Tier), "unknown"]), help="Only this tier.")
@click.option("--consent", is_flag=True, help="Only the consent agenda: what passes unless a seat objects or pulls it.")
def list_command(
    call: Call, text: str, mine: bool, stage: str | None, kind: str, tier: str | None, consent: bool
) -> int:
    """With TEXT, only those whose id or title holds it. A note says why a proposal stands out: not committed, or with
    findings. With --mine, a proposal stands there once for each thing that waits for you."""
    from board.actions.asking import Filter
    from board.actions.browse import listing

    which = Filter(text, stage or "", kind, tier or "", mine, consent)
    session = call.session()
    rows = listing(session, replace(which, mine=False) if mine else which)
    if mine:
        return _mine(call, session, [row.id for row in rows], which)
    if call.json:
        output.document({"proposals": [summary_shape(row) for row in rows]})
        return 0
    if not rows:
        if which == Filter():
            output.lines(
                "There is no proposal yet.", '  `board new KIND "TITLE"` writes the first one; see `board new --help`.'
            )
        else:
            output.line(f"No proposal matches: {which.words()}.")
        return 0
    output.table(
        ("Proposal", "Title", "Kind", "Stage", "Tier", "Waits for", "Until", "Note"),
        [_cells(row, session.charter) for row in rows],
        whole=1,
    )
    return 0


def _mine(call: Call, session: Session, matching: Collection[str], which: Filter) -> int:
    """What waits for me as the inbox has it: the most urgent first, each with its reason; then what others owe me."""
    from board.actions.browse import inbox

    found = inbox(session)
    tasks, others = ([task for task in each if task.summary.id in matching] for each in (found.mine, found.others))
    if call.json:
        told = {"proposals": [task_shape(task) for task in tasks], "others": [task_shape(task) for task in others]}
        output.document(told)
        return 0
    if not tasks:
        why = f"  {session.me.why_reader}" if session.me.why_reader else ""
        output.lines(f"No proposal matches: {which.words()}.", *([why] if why else []))
    elif not output.width():
        zone = session.charter.timezone
        rows = [(t.summary.id, t.until(zone), t.act, t.summary.title, t.words) for t in tasks]
        output.table(("Proposal", "Until", "To do", "Title", "Why"), rows)
        return 0
    _tasks(session, tasks)
    if others and output.width():
        output.lines("", "Told to you; nothing here has to be done by you:", "")
        _tasks(session, others)
    return 0


def _tasks(session: Session, tasks: Sequence[Task]) -> None:
    for number, task in enumerate(tasks):
        if number:
            output.line()
        until = f", until {task.until(session.charter.timezone)} ({_left(task, session)})" if task.due else ""
        output.line(f"{task.summary.id}{until}")
        output.paragraph(task.summary.title, "    ", "  ")
        output.paragraph(task.words, "    ", "  ")


def _left(task: Task, session: Session) -> str:
    """How long there is still, in hours where it is due at a moment."""
    if task.at is not None:
        return in_hours(task.at, session.now())
    return in_words(task.due, session.today) if task.due else ""


def _cells(row: Summary, charter: Charter) -> tuple[str, ...]:
    notes = [row.mark] if row.mark else []
    if row.stage is Stage.DECIDED and row.outcome is not None:
        notes.append(OUTCOME_WORDS[row.outcome])
    if not row.committed:
        notes.append("not committed")
    if row.findings:
        notes.append("1 finding" if row.findings == 1 else f"{row.findings} findings")
    until = row.deadline.isoformat() if row.deadline else ""
    waits = one_line(", ".join(charter.called(each) for each in row.waiting_for), _WAITS)
    return (row.id, row.title, row.kind, row.stage.words, row.tier_words, waits, until, ", ".join(notes))


def _since(later: Sequence[str]) -> None:
    """Above a published text, which cannot say it: what came after it."""
    for words in later:
        output.paragraph(words, "  ", "! ")
    if later:
        output.line()


@command("show")
@click.argument("proposal", metavar="ID")
@click.option("--brief", is_flag=True, help="At a glance, on one small screen.")
@click.option("--decision", is_flag=True, help="The published decision instead.")
@click.option("--ethics-review", is_flag=True, help="The published ethics review instead.")
@click.option("--evidence", metavar="NAME", default="", help="One piece of text evidence instead, by its id.")
@click.option("--scoring", is_flag=True, help="The optional published score instead, where the board uses it.")
def show_command(
    call: Call, proposal: str, brief: bool, decision: bool, ethics_review: bool, evidence: str, scoring: bool
) -> int:
    """ID is any part of the id that fits only one proposal, such as its number."""
    from board.actions import browse
    from board.actions.browse import dossier

    if sum((decision, ethics_review, bool(evidence), scoring)) > 1:
        choices = "--decision, --ethics-review, --evidence and --scoring"
        raise click.UsageError(f"Choose one of {choices}.", click.get_current_context())
    session, proposal_id = call.open(proposal)
    if scoring:
        from board.cli.scoring import show_score

        return show_score(call, browse.case_of(session, proposal_id))
    if decision or ethics_review or evidence:
        if evidence:
            text = browse.evidence_text(session, proposal_id, evidence)
        else:
            text = browse.decision_text(session, proposal_id, "ethics-review" if ethics_review else "decision")
        later = () if evidence else browse.later(session, proposal_id)
        if call.json:
            output.document({"id": proposal_id, "text": text, **({} if evidence else {"later": list(later)})})
        else:
            _since(later)
            output.line(text.rstrip("\n"))
        return 0
    found = dossier(session, proposal_id)
    if call.json:
        from board.cli.shapes_dossier import dossier_shape

        output.document(dossier_shape(found))
        return 0
    if brief:
        from board.cli.brief import show_brief as show
    else:
        from board.cli.dossier import show
    show(found, session.today)
    browse.mark_looked(session, proposal_id)
    return 0
