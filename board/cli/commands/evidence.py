"""`board evidence`: what a proposal rests on, and what a custodian holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from board.actions.attaching import Piece
from board.actions.model import Done
from board.cli import output
from board.cli.attaching import give_evidence
from board.cli.call import Call, command
from board.cli.shapes import day
from board.core.finding import ExitStatus, refuse
from board.core.sentence import plural
from board.core.text import one_line

if TYPE_CHECKING:
    from board.actions.session import Session

_ACTS = ("add", "list", "hold", "check")


@command("evidence")
@click.argument("act", type=click.Choice(_ACTS), metavar="add|list|hold|check")
@click.argument("what", metavar="ID|FILE")
@click.argument("files", nargs=-1, metavar="[FILE…]", type=click.Path(path_type=Path))
@click.option("--by", default="", metavar="NAME", help="Who keeps it outside git: a member, a seat, or “Name <mail>”.")
@click.option("--id", "evidence", default="", metavar="NAME", help="What the proposal calls it.")
@click.option("--title", default="", metavar="TEXT", help="What it is; of held matter, without telling what is in it.")
@click.option("--dated", default="", metavar="DAY", help="From which day it is (add), where the file does not say it.")
@click.option("--answers", default="", metavar="QUESTION[,…]", help="Which questions it answers (add).")
@click.option("--url", default="", metavar="ADDRESS", help="Where it lies instead of a file (add); wants --sha256.")
@click.option("--sha256", default="", metavar="DIGITS", help="The SHA-256 of what lies at --url (add).")
@click.option(
    "--salt-file", type=click.Path(path_type=Path), default=None, help="The salt (check); FILE.salt if absent."
)
def evidence_command(
    call: Call,
    act: str,
    what: str,
    files: tuple[Path, ...],
    by: str,
    evidence: str,
    title: str,
    dated: str,
    answers: str,
    url: str,
    sha256: str,
    salt_file: Path | None,
) -> int:
    """add ID: asks for each piece that your draft lacks: which file it is, by number or path. add ID FILE lists one
    file; which piece it is shows in its name, or --id says so. A file that lies elsewhere is copied beside the
    proposal; one that --by keeps is not. Nothing is committed.

    list ID: each piece with where it is, whether it is what was pinned, and whether it is fresh.

    hold FILE --by NAME: for what may not lie in git. Makes a salted digest; the salt is written beside FILE and stays
    with whoever keeps it. The proposal names only the digest.

    check FILE: shows that FILE is what a proposal names. Without this program: cat FILE.salt FILE | sha256sum.
    """
    if act != "add" and (files or dated or answers or url or sha256):
        raise click.UsageError(f"{act} takes one name; the rest goes with add.", click.get_current_context())
    match act:
        case "add":
            given = Piece(evidence, title, None, url, sha256, by, answers=named(answers))
            return _add(call, what, files, given, dated)
        case "list":
            return _list(call, what)
        case "hold":
            if not by:
                fix = "Give it with --by."
                raise refuse("missing-argument", "Who keeps it is missing.", fix, status=ExitStatus.WRONG_USE)
            return _hold(call, Path(what), by, evidence, title)
        case _:
            return _check(call, Path(what), salt_file or Path(what + ".salt"))


def _add(call: Call, part: str, files: tuple[Path, ...], given: Piece, dated: str) -> int:
    from board.actions.attaching import attach, day_of

    session, proposal_id = call.open(part, near=True)
    folders = [one for one in files if one.is_dir()]
    if not (given.url or files) or folders:
        said = [f"--{name}" for name in ("id", "title", "by") if getattr(given, {"by": "held_by"}.get(name, name))]
        if said or len(folders) < len(files):
            raise click.UsageError("Name a file with these options.", click.get_current_context())
        if not call.interactive:
            words = f"Without a file, add asks at a terminal. A script says board evidence add {proposal_id} FILE."
            raise click.UsageError(words, click.get_current_context())
        return give_evidence(session, proposal_id, folders)
    if len(files) > 1 and (given != Piece("")):
        raise click.UsageError("These options speak of one file.", click.get_current_context())
    done = []
    for file in files or (None,):
        name = given.id or _named_by(session, proposal_id, file)
        day = _read_day(dated) if dated else None
        found = day_of(file, session.today) if file and not day else None
        day = day or (found.day if found else session.today)
        done.append(attach(session, proposal_id, replace(given, id=name, file=file, dated=day)))
    notes = tuple(words for one in done for words in (one.words, *one.notes))
    paths = tuple(dict.fromkeys(path for one in done for path in one.files))
    return call.act(lambda: Done(f"{proposal_id} lists {plural(len(done), 'piece')} more.", files=paths, notes=notes))


def _named_by(session: Session, proposal_id: str, file: Path | None) -> str:
    """Which piece a file is, by its name; refused where that does not show."""
    from board.actions.attaching import slot_for, slots_to_fill

    slot = slot_for(session, proposal_id, file) if file else None
    if slot is None:
        wanted = ", ".join(one.id for one in slots_to_fill(session, proposal_id)) or "none of its kind's pieces"
        words = f"{one_line(file.name, 60) if file else 'An address'} does not show which piece of evidence it is."
        raise refuse(
            "missing-argument", words, f"Say it with --id. Still wanted: {wanted}.", status=ExitStatus.WRONG_USE
        )
    return slot.id


def _read_day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        words = f"“{one_line(typed, 30)}” is no day."
        raise refuse("odd-day", words, "Write it as 2026-11-20.", status=ExitStatus.WRONG_USE) from None


def named(answers: str) -> tuple[str, ...] | None:
    """The questions that somebody named, or None where nobody did."""
    return tuple(one.strip().upper() for one in answers.split(",") if one.strip()) if answers.strip() else None


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
