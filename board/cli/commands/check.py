"""`board check` and `board words`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from board.cli import errors, findings_as, output
from board.cli.call import Call, command
from board.cli.shapes import finding_shape, readability_shape
from board.core.finding import Refused, Severity

if TYPE_CHECKING:
    from board.actions.session import Session


@command("check")
@click.argument("paths", nargs=-1, metavar="[PATH or ID]...")
@click.option("--base", metavar="REVISION", default="", help="Only what changed since this commit or branch.")
@click.option("--mine", is_flag=True, help="Only your own proposals, and those that are not committed yet.")
@click.option(
    "--format",
    "form",
    type=click.Choice(findings_as.FORMATS),
    default="text",
    help="text, or one for build servers.",
)
@click.option("--draft", is_flag=True, help="Draft the way back by one ring where a condition is late enough.")
def check_command(call: Call, paths: tuple[str, ...], base: str, mine: bool, form: str, draft: bool) -> int:
    """Reads the work tree, so it also speaks of what is not committed yet, and of that first.

    PATH narrows it to files or folders, ID to a proposal: any part of its id will do, such as its number.

    Answers 1 when there is an error; warnings and notes are printed and answer 0.
    """
    from board.actions.check import check, explained

    try:
        session = call.session()
        findings = check(session, paths, base, mine=mine)
        if draft:
            _draft(session)
    except Refused as refusal:
        if form == "json" and not call.json:
            told = [finding_shape(one) for one in refusal.findings]
            output.document({"refused": told, "status": refusal.status})
        elif form != "text" and not call.json:
            output.raw(findings_as.refused(refusal.findings, refusal.status, form))
        raise
    wrong = any(finding.severity is Severity.ERROR for finding in findings)
    if call.json or form == "json":
        output.document({"findings": [finding_shape(finding) for finding in findings], "ok": not wrong})
    elif form == "text":
        findings_as.text(findings, explained(session, findings))
    else:
        output.raw(findings_as.rendered(findings, form))
    return 1 if wrong else 0


def _draft(session: Session) -> None:
    """Put the way back into the work tree, one file for each approval that waits for it, and say so on stderr."""
    from board.actions.rolling_back import due_for_roll_back, roll_back

    for one in due_for_roll_back(session):
        errors.say(roll_back(session, one).words)


@command("words")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True, allow_dash=True))
def words_command(call: Call, file: Path) -> int:
    """FILE may be `-`: standard input. The three hardest sentences are shown, with how hard they are.

    A published decision is measured twice: as a whole, and its first page by the stricter limits. The answer is no
    where that first page is so hard that nobody could read it.

    Front matter is left out: it is data, not prose.
    """
    from board.actions.given import TEXT_LIMIT, read_given
    from board.actions.plainness import first_page, readability
    from board.cli.plain import show_readability
    from board.formats.front import split

    text = split(read_given(file, TEXT_LIMIT), str(file), TEXT_LIMIT).value.body
    found, page = readability(text), first_page(text)
    if call.json:
        output.document(readability_shape(found) | {"first_page": readability_shape(page) if page else None})
    else:
        show_readability(found)
        if page is not None:
            output.line("  The first page, which everybody reads (its first three sections):")
            show_readability(page)
    return int(page is not None and page.gross)
