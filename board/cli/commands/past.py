"""`board history`, `board log` and `board search`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from board.cli import output
from board.cli.call import Call, command
from board.cli.shapes import decision_shape, event_shape
from board.core.charter_told import unsigned_told
from board.core.dates import told_at
from board.core.listed import stands
from board.core.record import OUTCOME_WORDS
from board.core.sentence import and_

if TYPE_CHECKING:
    from board.actions.model import DecisionRow


@command("history")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", default=None, help="Only the N latest.")
@click.option("--expedited", is_flag=True, help="Only what went the short way, and whether a meeting has heard of it.")
def history_command(call: Call, limit: int | None, expedited: bool) -> int:
    """Latest first."""
    from board.actions.browse import decisions

    session = call.session()
    rows = [row for row in decisions(session) if row.way == "expedited" or not expedited][:limit]
    if call.json:
        output.document({"decisions": [decision_shape(row) for row in rows]})
        return 0
    if not rows:
        output.line("Nothing was decided the short way." if expedited else "Nothing was decided yet.")
        return 0
    output.table(
        ("Proposal", "Decided", "Commit", "Outcome", "Title", "By", "Now"),
        [
            (
                row.id,
                row.decided_at.date().isoformat() if row.decided_at else "no date",
                row.commit[:12],
                OUTCOME_WORDS[row.outcome],
                row.title,
                row.decided_by,
                _now(row),
            )
            for row in rows
        ],
        whole=1,
    )
    if unsigned := unsigned_told(session.charter):
        output.paragraph(unsigned)
    return 0


def _now(row: DecisionRow) -> str:
    now = f"replaced by {row.superseded_by}" if row.superseded_by else stands(row.stage, row.outcome)
    conditions = f"conditions: {row.standing}" if row.standing else ""
    report = "to report at the next meeting" if row.to_report else ""
    founded = "files from the founding, not recounted" if row.founded else ""
    return "; ".join(each for each in (now, founded, conditions, report) if each)


@command("log")
@click.argument("proposal", metavar="ID")
def log_command(call: Call, proposal: str) -> int:
    """Latest first. It says whether a commit carries a signature, not whether that is valid: `board verify` does."""
    from board.actions.browse import events

    session, proposal_id = call.open(proposal)
    told = events(session, proposal_id)
    if call.json:
        output.document({"id": proposal_id, "events": [event_shape(event) for event in told]})
        return 0
    if not told:
        output.line(f"{proposal_id} is not committed yet.")
    zone = session.charter.timezone
    for event in told:
        told_by = f"{event.who}: {event.words} ({'signature present' if event.signed else 'no signature'})"
        output.paragraph(f"{told_at(event.at, zone)}  {event.commit[:12]}  {told_by}", "    ", "")
    if any(event.signed for event in told):
        output.line("Nothing was checked here: `board verify` says whether the signatures are valid.")
    return 0


@command("search")
@click.argument("text")
def search_command(call: Call, text: str) -> int:
    """Capital letters do not matter. Answers 1 when nothing was found."""
    from board.actions.browse import search

    found = search(call.session(), text)
    if call.json:
        matches = [{"id": i, "path": path, "line": line} for i, path, line in found.lines]
        output.document({"matches": matches, "ballots_left_out": list(found.hidden)})
        return 0 if found.lines else 1
    for _, path, line in found.lines:
        output.paragraph(f"{path}: {line.strip()}", "    ", "")
    if not found.lines:
        output.line(f"Nothing holds “{text}”.")
    if found.hidden:
        named = and_(list(found.hidden))
        output.paragraph(f"Ballots are left out that are hidden until you have cast yours: {named}.", "", "")
    return 0 if found.lines else 1
