"""`board charter`: the rules in force in plain words, and past rounds under the rules of another charter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from board.cli import output
from board.cli.call import Call, command
from board.cli.shapes import day
from board.core.finding import ExitStatus, refuse
from board.core.lab import ACTS, PEOPLE_STAY, Comparison, Replayed, RuleChange
from board.core.record import OUTCOME_WORDS

if TYPE_CHECKING:
    from board.actions.lab import Lab


@command("charter")
@click.argument("act", type=click.Choice(("show", "try")), default="show", metavar="[show|try]")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False, metavar="[FILE]")
@click.option("--all", "everything", is_flag=True, help="Also both sentences of the rounds that come out the same.")
def charter_command(call: Call, act: str, file: Path | None, everything: bool) -> int:
    """Without try it shows the rules in force in plain words, with the defaults that board.toml leaves out.

    try FILE: FILE is a charter, such as a changed copy of board.toml. Every past round is counted again as the board
    saw it: the ballots, reviews and members of that day, under the rules of FILE (voting, seats, kinds and rings).
    What differs is shown with both sums in words, and with the rule that makes the difference. Nothing is written.
    """
    if (act == "try") is not bool(file) or (everything and act == "show"):
        words = "“try” takes a FILE, and --all belongs to it; “show” takes nothing."
        raise refuse("wrong-use", words, "board charter try FILE", status=ExitStatus.WRONG_USE)
    if file is None:
        return _rules(call)
    from board.actions.lab import try_charter

    lab = try_charter(call.session(), file)
    if call.json:
        output.document(_lab(lab))
    else:
        _show(lab, everything=everything)
    return 0


def _rules(call: Call) -> int:
    from board.core.charter_told import told

    chapters = told(call.session().charter)
    if call.json:
        shapes = [{"heading": one.heading, "rules": list(one.rules)} for one in chapters]
        output.document({"chapters": shapes})
        return 0
    for one in chapters:
        output.heading(one.heading)
        for rule in one.rules:
            output.paragraph(rule, "    ", "  ")
    return 0


def _show(lab: Lab, *, everything: bool) -> None:
    if not lab.changes:
        other = ", and other people" if lab.people else ""
        output.line(f"{lab.path} has the rules that are in force{other}.")
    else:
        output.line(f"{lab.path} states these rules otherwise than the charter in force:")
    for change in lab.changes:
        output.paragraph(change.words, "    ", "  ")
    if lab.people:
        output.line(PEOPLE_STAY)
    for one in lab.people:
        output.paragraph(one.words, "    ", "  ")
    differing = lab.differing
    if not lab.comparisons:
        output.line("No round has ended yet, so there is nothing to compare.")
        return
    output.line()
    output.line(f"{_rounds(len(lab.comparisons))} ended; {len(differing) or 'none'} would come out otherwise.")
    output.paragraph("Each ballot counts as it was cast; how people would vote under other rules, nobody can know.")
    for each in lab.comparisons if everything else differing:
        _compare(each)
    longer = [each for each in lab.comparisons if not each.differs and each.then.expires != each.other.expires]
    if longer:
        output.heading("Approved all the same, but for another time")
    for each in longer:
        output.line(f"  {each.id}: {_until(each.other)} instead of {_until(each.then)}")
    noted = [each for each in lab.comparisons if each.notes and not each.differs and not everything]
    if noted:
        output.heading("To be read with care")
    for each in noted:
        output.paragraph(f"{each.id}, round {each.round}: {' '.join(each.notes)}", "    ", "  ")


def _compare(each: Comparison) -> None:
    output.heading(f"{each.id}, round {each.round}, {each.decided_on}, tier {each.tier}: {each.title}")
    output.paragraph(f"Then:  {_told(each.then)}", "         ", "  ")
    output.paragraph(f"Other: {_told(each.other)}", "         ", "  ")
    for change in each.because:
        output.paragraph(f"Because of {change.words}", "    ", "  ")
    for note in each.notes:
        output.paragraph(f"Note: {note}", "    ", "  ")


def _told(replayed: Replayed) -> str:
    late = f" Not to be decided that day: {replayed.why_not_yet}" if replayed.why_not_yet else ""
    act = f"{OUTCOME_WORDS[replayed.outcome]}, whatever the ballots say. " if replayed.outcome in ACTS else ""
    return f"{act}{replayed.sentence}{late}"


def _rounds(number: int) -> str:
    return "1 round has" if number == 1 else f"{number} rounds have"


def _until(replayed: Replayed) -> str:
    return f"until {replayed.expires}" if replayed.expires else "without an end"


def _lab(lab: Lab) -> dict[str, Any]:
    return {
        "file": lab.path,
        "changes": [_change(change) for change in lab.changes],
        "people": [one.words for one in lab.people],
        "rounds": len(lab.comparisons),
        "differing": len(lab.differing),
        "comparisons": [
            {
                "id": each.id,
                "title": each.title,
                "kind": each.kind,
                "tier": each.tier,
                "round": each.round,
                "decided_on": day(each.decided_on),
                "recorded": str(each.recorded),
                "differs": each.differs,
                "then": _replayed(each.then),
                "other": _replayed(each.other),
                "because": [_change(change) for change in each.because],
                "notes": list(each.notes),
            }
            for each in lab.comparisons
        ],
    }


def _change(change: RuleChange) -> dict[str, str]:
    return {"key": change.key, "was": change.was, "now": change.now}


def _replayed(replayed: Replayed) -> dict[str, Any]:
    return {
        "outcome": str(replayed.outcome),
        "explanation": replayed.sentence,
        "why_not_yet": replayed.why_not_yet,
        "expires": day(replayed.expires),
    }
