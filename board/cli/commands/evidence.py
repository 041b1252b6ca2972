"""`board evidence`: what a proposal rests on, and what a custodian holds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from board.cli import output
from board.cli.call import Call, command
from board.cli.shapes import day
from board.core.finding import ExitStatus, refuse

_ACTS = ("list", "hold", "check")


@command("evidence")
@click.argument("act", type=click.Choice(_ACTS), metavar="list|hold|check")
@click.argument("what", metavar="ID|FILE")
@click.option("--by", default="", metavar="NAME", help="Who keeps it (hold): a member, a seat, or “Name <mail>”.")
@click.option("--id", "evidence", default="", metavar="NAME", help="What the proposal calls it (hold).")
@click.option("--title", default="", metavar="TEXT", help="What it is, without telling what is in it (hold).")
@click.option(
    "--salt-file", type=click.Path(path_type=Path), default=None, help="The salt (check); FILE.salt if absent."
)
def evidence_command(
    call: Call, act: str, what: str, by: str, evidence: str, title: str, salt_file: Path | None
) -> int:
    """list ID: each piece with where it is, whether it is what was pinned, and whether it is fresh.

    hold FILE --by NAME: for what may not lie in git. Makes a salted digest; the salt is written beside FILE and stays
    with whoever keeps it. The proposal names only the digest.

    check FILE: shows that FILE is what a proposal names. Without this program: cat FILE.salt FILE | sha256sum.
    """
    match act:
        case "list":
            return _list(call, what)
        case "hold":
            if not by:
                fix = "Give it with --by."
                raise refuse("missing-argument", "Who keeps it is missing.", fix, status=ExitStatus.WRONG_USE)
            return _hold(call, Path(what), by, evidence, title)
        case _:
            return _check(call, Path(what), salt_file or Path(what + ".salt"))


def _list(call: Call, part: str) -> int:
    from board.actions.browse import case_of
    from board.actions.evidence import evidence_lines
    from board.core.freshness import FRESH_WORDS

    session, proposal_id = call.open(part)
    world = session.world if proposal_id in session.world.ids else session.world_with_drafts()
    lines = evidence_lines(world, case_of(session, proposal_id), session.today)
    if call.json:
        shapes = [
            {
                "id": one.id,
                "title": one.title,
                "where": one.where,
                "state": one.state,
                "held_by": one.held_by,
                "sha256": one.sha256,
                "size": one.size,
                "dated": one.dated,
                "sort": one.sort,
                "fresh": one.fresh,
                "why": one.fresh_why,
                "fresh_until": day(one.fresh_until),
                "answers": list(one.answers),
            }
            for one in lines
        ]
        output.document({"id": proposal_id, "evidence": shapes})
    elif not lines:
        output.line("This proposal names no evidence.")
    else:
        rows: Sequence[tuple[str, ...]] = [
            (one.id, one.title, one.where, one.state, one.dated, FRESH_WORDS.get(one.fresh, one.fresh), one.fresh_why)
            for one in lines
        ]
        output.table(("Id", "What", "Where", "State", "Dated", "Fresh", "Why"), rows)
    return 0


def _hold(call: Call, file: Path, by: str, evidence: str, title: str) -> int:
    from board.actions.holding import hold

    made = hold(call.session(), file, by, evidence=evidence, title=title)
    if call.json:
        output.document({"held_by": made.by, "sha256": made.sha256, "salt_file": made.salt_file, "entry": made.entry})
        return 0
    output.paragraph(f"{made.by} keeps this file and {made.salt_file} together. Without the salt nobody can check it.")
    output.line("Put this into the proposal's front matter:")
    output.line()
    output.lines(*made.entry.split("\n"))
    return 0


def _check(call: Call, file: Path, salt_file: Path) -> int:
    from board.actions.holding import check_held

    digest, found = check_held(call.session(), file, salt_file)
    if call.json:
        named = [{"proposal": one.proposal, "evidence": one.evidence, "held_by": one.held_by} for one in found]
        output.document({"sha256": digest, "ok": bool(found), "named": named})
    else:
        output.line(digest)
        for one in found:
            output.paragraph(f"This is “{one.evidence}” of {one.proposal}, held by {one.held_by}.", "    ", "  ")
        if not found:
            output.paragraph("No proposal names this digest: it is something else, or the salt is another.", "  ")
    return 0 if found else 1
