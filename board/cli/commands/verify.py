"""`board verify`."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from board.cli import errors, findings_as, output
from board.cli.call import Call, command
from board.cli.errors import finding_lines
from board.cli.shapes import finding_shape
from board.core.finding import Refused, Severity
from board.core.sentence import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from board.core.finding import Finding
    from board.trust.report import Fault, Report

_ANSWERS = {
    0: "Yes: everything that counts was made by those who may, and every decision is what its ballots come to.",
    1: "No: something is wrong. What is named below had no effect on any tally, and the board must settle it.",
    3: "Cannot tell: nothing is wrong, but something that matters cannot be proven.",
}
_FOUNDED = "Yes, since the founding: what it brought along was not counted again; the board acknowledged that."
_BY_WORD = "Yes, if every author line is true: this board works without signatures, so nobody can prove who did what."
_DISPUTED = "No: there are two histories, and one of them is a lie or an accident. Compare before you act on this copy."


@command("verify")
@click.option("--sarif", is_flag=True, help="Print SARIF for build servers.")
@click.option("--from-genesis", is_flag=True, help="Begin at the founding, not at the last commit verified here.")
@click.option("--unsigned", is_flag=True, help="Accept that a board works without signatures.")
@click.option(
    "--checkpoint",
    "checkpoints",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Compare with a checkpoint somebody gave you; as often as you like.",
)
@click.option(
    "--max-age",
    type=click.IntRange(0, 36_500),
    metavar="DAYS",
    help="Answer 3 where nothing here is as fresh: an old state may be served.",
)
@click.option(
    "--founding",
    metavar="COMMIT",
    default="",
    help="The founding that a member told you; needed once where somebody joined another board to the history.",
)
@click.option("--allowed-signers", is_flag=True, help="Only print a file for git's own signature check.")
def verify_command(
    call: Call,
    sarif: bool,
    from_genesis: bool,
    unsigned: bool,
    checkpoints: tuple[Path, ...],
    max_age: int | None,
    founding: str,
    allowed_signers: bool,
) -> int:
    """Reads the tip of the governed branch. docs/verify.md explains every reason code.

    Answers 0 yes, 1 no, 3 cannot tell; a proven fault comes before what cannot be proven. Checkpoints that lie in
    the repository are compared too (docs/checkpoints.md).
    """
    from board.actions.session import utc_now
    from board.actions.verifying import verify
    from board.actions.witnessing import Watch

    if allowed_signers:
        from board.trust.allowed import allowed_signers as listed

        output.raw(listed(call.session().charter))
        return 0
    watch = Watch(utc_now(), checkpoints, max_age)
    try:
        report = verify(
            call.directory,
            from_genesis=from_genesis,
            unsigned=unsigned,
            watch=watch,
            founding=founding,
            progress=lambda done, of: errors.progress("commits judged", done, of),
        )
    except Refused as refusal:
        if sarif and not call.json:
            output.raw(findings_as.of_refusal(refusal.findings, refusal.status))
        raise
    if call.json:
        output.document(_shape(report))
    elif sarif:
        output.raw(findings_as.of_commits(_findings(report)))
    else:
        _say(report)
    return report.status


def _findings(report: Report) -> list[tuple[Finding, str]]:
    """All that is told, each with the commit it was found in."""
    doubts = set(report.doubts)
    told = [(fault, Severity.ERROR) for fault in report.faults]
    told += [(fault, Severity.WARNING if fault in doubts else Severity.NOTE) for fault in report.unproven]
    told += [(fault, Severity.NOTE) for fault in (*report.settled, *report.trusted, *report.notes)]
    return [(fault.finding(severity), fault.commit) for fault, severity in told]


def _shape(report: Report) -> dict[str, object]:
    return {
        "ok": report.status == 0,
        "status": report.status,
        "tip": report.tip,
        "genesis": report.genesis,
        "since": report.since,
        "commits": report.commits,
        "strict_commits": report.strict,
        "decisions": report.decisions,
        "faults": _shapes(report.faults, Severity.ERROR),
        "settled": _shapes(report.settled, Severity.NOTE),
        "unproven": _shapes(report.unproven, Severity.WARNING),
        "trusted": _shapes(report.trusted, Severity.NOTE),
        "notes": _shapes(report.notes, Severity.NOTE),
    }


_FIRST = {"unproven.register": 20, "unproven.message": 5}
"""So many are told one by one: anybody can write messages from outside, and a founding may bring a whole register."""
_CALLED = {"unproven.register": "such entries", "unproven.message": "such messages"}


def _shapes(faults: Sequence[Fault], severity: Severity) -> list[dict[str, object]]:
    return [{**finding_shape(fault.finding(severity)), "commit": fault.commit} for fault in faults]


def _say(report: Report) -> None:
    founded = report.status == 0 and any(fault.code == "unproven.founded" for fault in report.settled)
    output.paragraph(
        _DISPUTED
        if report.disputed
        else _BY_WORD
        if report.by_word
        else _FOUNDED
        if founded
        else _ANSWERS[report.status]
    )
    since = f"since {report.since[:12]}, verified here before" if report.since else "from the founding"
    output.paragraph(
        f"Verified {since}: {plural(report.commits, 'commit')} up to {report.tip[:12]}, "
        f"{report.strict} of them on the board's own files, {plural(report.decisions, 'decision')}.",
        "  ",
    )
    _section("Wrong", report.faults)
    _section("Wrong once, restored and acknowledged", report.settled)
    beyond = [fault for fault in report.unproven if fault.code == "ballot.beyond-category"]  # proven, and no fault
    others = [fault for fault in report.unproven if fault not in beyond]
    counted = {code: [fault for fault in others if fault.code == code] for code in _FIRST}
    few = [listed[: _FIRST[code]] for code, listed in counted.items()]
    _section("Cannot be proven", [*(one for one in others if one.code not in _FIRST), *chain(*few)])
    for code, listed in counted.items():
        if len(listed) > _FIRST[code]:
            more = len(listed) - _FIRST[code]
            output.paragraph(f"{more:,} more of {len(listed):,} {_CALLED[code]}; `--json` names each.", "  ", "  ")
    _section("Worth knowing", (*beyond, *report.notes))
    _section("Taken on trust", report.trusted)


def _section(title: str, faults: Sequence[Fault]) -> None:
    if faults:
        output.heading(title)
    for fault in faults:
        first, *rest = finding_lines(fault.finding())
        output.paragraph(f"{fault.code}: {first}", "    ", "  ")
        for line in rest:
            output.paragraph(line.strip(), "    ", "    ")
