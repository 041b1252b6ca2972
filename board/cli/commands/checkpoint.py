"""`board checkpoint`: sign how the history stands, countersign another's, compare."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from board.cli import output
from board.cli.call import Call, command
from board.cli.errors import finding_lines
from board.cli.shapes import finding_shape
from board.core.dates import told_at
from board.core.finding import ExitStatus, Severity, refuse
from board.core.sentence import plural

if TYPE_CHECKING:
    from board.actions.checkpointing import Kept, Signed
    from board.actions.witnessing import Chain
    from board.trust.report import Fault, Report

_FILE = click.Path(path_type=Path, dir_okay=False)


@command("checkpoint")
@click.option("--out", metavar="FILE", type=_FILE, help="Write it to a file as well, to send or publish.")
@click.option("--countersign", metavar="FILE", type=_FILE, help="Add your signature to a checkpoint somebody sent you.")
@click.option(
    "--compare", multiple=True, metavar="FILE", type=_FILE, help="Only compare checkpoints with the history here."
)
@click.option("--list", "lists", is_flag=True, help="Only list the checkpoints that lie here, and who signed each.")
def checkpoint_command(
    call: Call, out: Path | None, countersign: Path | None, compare: tuple[Path, ...], lists: bool
) -> int:
    """Verifies the whole history first. A decision signs one by itself where that needs no passphrase.

    Two people who were shown different histories find out when their checkpoints meet (docs/checkpoints.md).
    --list and --compare sign nothing; --list judges nothing either.
    --compare answers 0 where all agree, 1 where one saw another history, 3 where that cannot be told.
    """
    from board.actions import checkpointing

    if compare and (out or countersign):
        raise refuse(
            "usage", "--compare signs nothing.", "Leave --out and --countersign out.", status=ExitStatus.WRONG_USE
        )
    if lists and (out or countersign or compare):
        raise refuse("usage", "--list does nothing else.", "Leave the other flags out.", status=ExitStatus.WRONG_USE)
    session = call.session()
    if lists:
        return _listed(call, checkpointing.kept(session), session.charter.timezone)
    if compare:
        return _compared(call, *checkpointing.compare(session, compare))
    signed = checkpointing.sign(session, countersign=countersign, out=out)
    if call.json:
        output.document(_shape(signed))
    else:
        _say(signed)
    return 0


def _shape(signed: Signed) -> dict[str, object]:
    return {
        "repository": signed.checkpoint.repository,
        "size": signed.checkpoint.size,
        "root": base64.b64encode(signed.checkpoint.root).decode(),
        "members": list(signed.members),
        "ref": signed.ref,
        "file": signed.file,
        "notes": list(signed.notes),
    }


def _say(signed: Signed) -> None:
    count = "1 commit" if signed.checkpoint.size == 1 else f"{signed.checkpoint.size} commits"
    output.paragraph(f"Signed a checkpoint over {count} of the board.")
    output.line(f"  Root {base64.b64encode(signed.checkpoint.root).decode()}")
    output.line(f"  Signed by {', '.join(signed.members)}.")
    output.line(f"  Kept as {signed.ref}.")
    if signed.file:
        output.line(f"  Written to {signed.file}.")
    for note in signed.notes:
        output.paragraph(note, "  ")


def _listed(call: Call, found: tuple[Kept, ...], zone: str) -> int:
    if call.json:
        output.document({"checkpoints": [_row(one) for one in found]})
        return 0
    if not found:
        output.line("No checkpoint lies here. `board checkpoint` signs one, and a decision does by itself.")
    for one in found:
        output.heading(plural(one.checkpoint.size, "commit") + " of the board")
        output.line(f"  Root {base64.b64encode(one.checkpoint.root).decode()}")
        for witness in one.witnesses:
            output.line(f"  Signed by {witness.member}, {_when(witness.at, zone)}.")
        if one.others:
            words = f"Also signed as {', '.join(one.others)}, by a key that the charter in force does not list."
            output.paragraph(words, "  ", "  ")
    return 0


def _row(one: Kept) -> dict[str, object]:
    return {
        "size": one.checkpoint.size,
        "root": base64.b64encode(one.checkpoint.root).decode(),
        "signed": [{"member": witness.member, "at": witness.at} for witness in one.witnesses],
        "others": list(one.others),
    }


def _when(at: int, zone: str) -> str:
    try:
        return told_at(datetime.fromtimestamp(at, UTC), zone)
    except (OverflowError, ValueError, OSError):
        return "no time at all"


def _compared(call: Call, report: Report, chain: Chain | None) -> int:
    about = [fault for fault in (*report.faults, *report.doubts, *report.notes) if fault.code.startswith("checkpoint.")]
    others = [fault for fault in (*report.faults, *report.doubts) if fault not in about]
    if call.json:
        output.document(
            {
                "ok": report.status == 0,
                "status": report.status,
                "size": len(chain.leaves) if chain else 0,
                "root": base64.b64encode(chain.checkpoint().root).decode() if chain else "",
                "checkpoints": [finding_shape(fault.finding(_weight(fault, report))) for fault in about],
                "others": [finding_shape(fault.finding(_weight(fault, report))) for fault in others],
            }
        )
        return report.status
    if chain is not None:
        count = "1 commit" if len(chain.leaves) == 1 else f"{len(chain.leaves)} commits"
        output.line(f"The history here has {count} of the board.")
        output.line(f"  Root {base64.b64encode(chain.checkpoint().root).decode()}")
    for fault in about:
        first, *rest = finding_lines(fault.finding())
        output.paragraph(f"{fault.code}: {first}", "    ", "  ")
        for line in rest:
            output.paragraph(line.strip(), "    ", "    ")
    if others:
        output.paragraph("The history itself does not verify; `board verify` says why.")
    return report.status


def _weight(fault: Fault, report: Report) -> Severity:
    if fault in report.faults:
        return Severity.ERROR
    return Severity.WARNING if fault in report.doubts else Severity.NOTE
