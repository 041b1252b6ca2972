"""`board prove`: one decision in one file, and the check of such a file without any repository."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from board.cli import output
from board.cli.call import Call, command
from board.cli.errors import finding_lines
from board.cli.shapes import finding_shape
from board.core.finding import ExitStatus, Severity, refuse
from board.core.record import OUTCOME_WORDS
from board.core.sentence import and_

if TYPE_CHECKING:
    from board.actions.proof_check import Checked

_ANSWERS = {
    0: "Proven, given the charter below: every file, signature, rule and sum in this file holds.",
    1: "Not proven: this file does not hold what it says.",
    3: "Cannot tell: everything adds up, but nobody signed what it rests on.",
}
_FILE = click.Path(path_type=Path, dir_okay=False)


@command("prove")
@click.argument("proposal", metavar="[ID]", default="")
@click.option("--out", metavar="FILE", type=_FILE, help="Where to write; otherwise proof-NUMBER-….json here.")
@click.option(
    "--checkpoint",
    "checkpoints",
    multiple=True,
    metavar="FILE",
    type=_FILE,
    help="Tie the decision to this checkpoint too, besides those that lie in the repository.",
)
@click.option("--check", "file", metavar="FILE", type=_FILE, help="Check such a file; no repository is needed.")
def prove_command(call: Call, proposal: str, out: Path | None, checkpoints: tuple[Path, ...], file: Path | None) -> int:
    """The file holds the signed commits, the ballots with their reviews, the proposal, messages, record and charter.

    Evidence files are named by their digest and stay out. Look at who may read it before you hand it over.
    --check answers 0 proven, 1 not, 3 cannot tell (docs/prove.md).
    """
    if bool(proposal) == bool(file) or (file and (out or checkpoints)):
        raise refuse(
            "usage",
            "Name either a decision to prove, or a file to check.",
            "board prove ID [--out FILE], or board prove --check FILE",
            status=ExitStatus.WRONG_USE,
        )
    if file is not None:
        from board.actions.proof_check import check_file

        return _answer(call, check_file(file), "")
    from board.actions.proving import prove, write_proof

    session, proposal_id = call.open(proposal)
    data, checked = prove(session, proposal_id, checkpoints)
    target = out or Path(f"proof-{proposal_id.replace('/', '-')}.json")
    write_proof(target, data)
    return _answer(call, checked, str(target))


def _answer(call: Call, checked: Checked, written: str) -> int:
    if call.json:
        output.document(_shape(checked, written))
    else:
        _say(checked, written)
    return checked.status


def _shape(checked: Checked, written: str) -> dict[str, object]:
    record, note = checked.record, checked.proof.note
    return {
        "ok": checked.status == 0,
        "status": checked.status,
        "file": written,
        "proposal": checked.proof.proposal,
        "repository": checked.proof.repository,
        "decision": checked.proof.decision,
        "outcome": str(record.outcome) if record else None,
        "explanation": record.sum.sentence if record else "",
        "genesis": checked.proof.genesis,
        "checkpoint_size": note.checkpoint.size if note else 0,
        "witnesses": [one.member for one in checked.witnesses],
        "charters": [{"sha256": digest, "keys": list(keys)} for digest, keys in checked.charters.items()],
        "signed": [
            {"member": member, "commit": commit, "paths": list(paths)} for member, commit, paths in checked.signers
        ],
        "faults": [finding_shape(fault.finding()) for fault in checked.faults],
        "notes": list(checked.notes),
        "unproven": [finding_shape(fault.finding(Severity.WARNING)) for fault in checked.doubts],
    }


def _say(checked: Checked, written: str) -> None:
    proof, record = checked.proof, checked.record
    if written:
        output.line(f"Wrote {written}. Anybody checks it with: board prove --check {written}")
    output.paragraph(_ANSWERS[checked.status])
    for note in checked.notes:
        output.paragraph(note)
    for fault in (*checked.faults, *checked.doubts):
        first, *rest = finding_lines(fault.finding())
        output.paragraph(f"{fault.code}: {first}", "    ", "  ")
        for line in rest:
            output.paragraph(line.strip(), "    ", "    ")
    if record is None or checked.faults:
        return
    output.heading("What it shows")
    output.paragraph(f"{proof.proposal} is {OUTCOME_WORDS[record.outcome]}. {record.sum.sentence}", "  ")
    names = ", ".join(dict.fromkeys(member for member, _, _ in checked.signers))
    output.paragraph(f"What it rests on was signed by {names}.", "  ")
    if checked.witnesses:
        names = ", ".join(dict.fromkeys(one.member for one in checked.witnesses))
        size = proof.note.checkpoint.size if proof.note else 0
        output.paragraph(f"A checkpoint over {size} commits, signed by {names}, covers it.", "  ")
    output.heading("What it does not show")
    output.paragraph(
        "Whether a later decision replaced it; which decision came before it; what evidence files say; that a date "
        "is true; that the charter below is the board's own.",
        "  ",
    )
    _digests(checked)


def _digests(checked: Checked) -> None:
    """What a stranger compares letter by letter; it comes last, after all that is said in words."""
    output.heading("What it rests on, for you to compare")
    output.paragraph(f"The deciding commit is {checked.proof.decision}.", "  ")
    if checked.proof.genesis:
        words = f"The founding commit is {checked.proof.genesis}. "
        if checked.founders:
            names = and_(checked.founders)
            words += f"Its charter lists the key with which {names} signed the checkpoint, so nobody else could tie "
            words += "this decision to it: ask a member whether it is the board's founding."
        else:
            words += "Whoever holds the keys below may name any founding, so it shows nothing by itself: compare them."
    else:
        words = "No checkpoint ties it to the founding of the board: ask a member about the charter."
    output.paragraph(words, "  ")
    for member, commit, paths in checked.signers:
        output.paragraph(f"{member} signed {commit[:12]}: {', '.join(paths)}", "    ", "  ")
    for digest, keys in checked.charters.items():
        output.paragraph(f"A charter (board.toml) with the digest {digest}, which lists these keys:", "  ")
        for key in keys:
            output.line(f"    {key}")
