"""`board decide`: the exact files first, then one act."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import click

from board.actions.model import DecisionPreview, FreeParts
from board.cli import errors, output, prompts
from board.cli.call import Call, command
from board.cli.dossier import show_carried, show_findings
from board.cli.plain import show_readability
from board.cli.shapes import preview_shape
from board.cli.tallying import show_tally
from board.cli.toml_input import read_toml_file, read_toml_text
from board.core.charter import Charter
from board.core.finding import IN_THE_WAY, TO_LOOK_AT, ExitStatus, Refused, Severity, in_the_way, refuse, to_look_at
from board.core.record import OUTCOME_WORDS

_EDIT_HELP = """\
# The parts of the decision and of the ethics review that a person writes.
# Change the text between the quotes. Headings and everything else are generated. Save and close to go on.

"""


EDITED = "proposal.changed-since-opened"
INCOMPLETE = "emergency.incomplete"


@command("decide")
@click.argument("proposal", metavar="ID")
@click.option("--yes", is_flag=True, help="Decide: write, commit, sign and push these files.")
@click.option(
    "--free",
    metavar="FILE.toml",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="The parts a person writes, in tables [decision] and [ethics].",
)
@click.option("--edit", is_flag=True, help="Write those parts in your editor ($VISUAL or $EDITOR).")
@click.option("--brief", is_flag=True, help="Only the names of the files, not their text.")
@click.option("--together", is_flag=True, help="Without the role: agree to it; the second who holds a seat decides.")
@click.option("--reason", metavar="TEXT", default="", help="With --together: why chair and secretary do not.")
def decide_command(
    call: Call, proposal: str, yes: bool, free: Path | None, edit: bool, brief: bool, together: bool, reason: str
) -> int:
    """Without --yes nothing is decided: you see the sum, the exact files, and what is held back and why.

    --free and --edit keep what you wrote as your draft, so that it is still there the next time.
    Where chair and secretary are absent, vacant or stand aside, two members who hold a seat decide: each runs this with
    --together. The first fixes every byte, words and date included; the second sees them here, agrees and decides.
    """
    from board.actions.checkpointing import witnessed
    from board.actions.deciding import decide, decide_together, preview, save_free_parts

    session, proposal_id = call.open(proposal)
    tell = errors.say if call.interactive else None
    shown = preview(session, proposal_id)
    written = free_parts(read_toml_file(free), shown.free) if free is not None else None
    if edit:
        prompts.require(call, [("--free", "A terminal for the editor")])
        written = _edited(written or shown.free, proposal_id)
    if written is not None:
        save_free_parts(session, proposal_id, written)
        shown = preview(session, proposal_id)
    if together:
        return call.act(lambda: witnessed(session, decide_together(session, proposal_id, written, reason), tell))
    barred = in_the_way(shown.problems)
    if yes:
        if barred:
            raise Refused(*barred, status=ExitStatus.CANNOT_TELL if shown.tally.unchecked else ExitStatus.NO)
        for problem in shown.problems:
            if problem.severity is Severity.WARNING:
                errors.say(problem.message)
        return call.act(lambda: witnessed(session, decide(session, proposal_id, shown), tell))
    if call.json:
        output.document(preview_shape(shown))
    else:
        _show(shown, session.charter, brief=brief)
    return 1 if barred or not shown.tally.may_decide else 0


def _show(shown: DecisionPreview, charter: Charter, *, brief: bool) -> None:
    output.line(f"{shown.id}: {shown.tally.waits or OUTCOME_WORDS[shown.outcome]}")
    for problem in shown.problems:
        if problem.code in (EDITED, INCOMPLETE):
            output.paragraph(problem.message, "  ")
    show_tally(shown.tally, charter)
    output.heading("Files that deciding would write")
    for path in shown.files:
        output.line(f"  {path}")
    for path, text in shown.files.items():
        if not brief:
            output.heading(f"--- {path}")
            output.line(text.rstrip("\n"))
    if shown.held_back:
        output.heading("Held back")
        for held in shown.held_back:
            output.paragraph(held, "    ", "  ")
    if shown.open_messages:
        output.heading("Messages without an answer")
        for message in shown.open_messages:
            output.paragraph(message, "    ", "  ")
    if shown.readability:
        output.heading("How plainly it is written")
        show_readability(shown.readability)
    show_carried(shown.carried)
    show_findings(IN_THE_WAY, in_the_way(shown.problems))
    show_findings(TO_LOOK_AT, to_look_at(shown.problems))
    output.line()
    if shown.tally.may_decide:
        output.line(f"Nothing was written. `board decide {shown.id} --yes` decides.")
    else:
        output.line("Nothing was written.")


def free_parts(given: Mapping[str, object], known: FreeParts) -> FreeParts:
    """The tables [decision] and [ethics] of a TOML file; what is not one of the known parts is refused by name."""
    parts: dict[str, dict[str, str]] = {"decision": {}, "ethics": {}}
    names: dict[str, Mapping[str, str]] = {"decision": known.decision, "ethics": known.ethics}
    for name, table in given.items():
        if name not in parts or not isinstance(table, Mapping):
            raise _not_free(f"“{name}” is not one of the tables [decision] and [ethics].")
        for key, text in table.items():
            if key not in names[name]:
                raise _not_free(f"[{name}] has no part “{key}”. It has: {', '.join(names[name]) or 'none'}.")
            if not isinstance(text, str):
                raise _not_free(f"[{name}] {key} is not a text.")
            parts[name][key] = text
    return FreeParts(parts["decision"], parts["ethics"])


def _not_free(message: str) -> Refused:
    fix = "`board decide ID --edit` shows the parts with their names."
    return refuse("free-parts", message, fix, status=ExitStatus.WRONG_USE)


def _edited(free: FreeParts, proposal_id: str) -> FreeParts | None:
    """The parts as the person left them in the editor; None when nothing was saved."""
    typed = click.edit(_editable(free), extension=".toml")
    if typed is None:
        return None
    try:
        return free_parts(read_toml_text(typed, "your text"), free)
    except Refused as refused:
        with tempfile.NamedTemporaryFile("w", prefix="decision-", suffix=".toml", delete=False) as kept:
            kept.write(typed)
        again = refuse(
            "free-parts-kept",
            f"What you typed is kept in {kept.name}.",
            f"Mend it there, then run `board decide {proposal_id} --free {kept.name}`.",
            status=refused.status,
        )
        raise Refused(*refused.findings, *again.findings, status=refused.status) from None


def _editable(free: FreeParts) -> str:
    """The parts as TOML with the heading of each above it, as it will be published."""
    from board.formats.toml import dump
    from board.render.sections import DECISION, ETHICS

    text = _EDIT_HELP
    for table, form, parts in (("decision", DECISION, free.decision), ("ethics", ETHICS, free.ethics)):
        text += f"[{table}]\n\n"
        for section in form:
            if section.id in parts:
                text += f"# {section.heading}\n{dump({section.id: parts[section.id]}).decode()}\n"
    return text
