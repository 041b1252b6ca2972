"""One decision in one file: writing it, and saying where it lies, what it shows and what it does not."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual.content import Content

from board.actions.proof_check import Checked
from board.core.record import OUTCOME_WORDS
from board.tui.dossier_text import BLANK, heading, wrapped
from board.tui.safe import hang, join, lines, text
from board.tui.screen import BoardScreen

_ANSWERS = {
    0: ("✓", "$good", "Proven, given the charter it holds: every file, signature, rule and sum in it holds."),
    1: ("✗", "$bad", "Not proven: this file does not hold what it says."),
    3: ("!", "$warn", "Cannot tell: everything adds up, but nobody signed what it rests on."),
}
_NOT_SHOWN = (
    "Whether a later decision replaced it, what evidence files say, that a date is true, and that the charter in it "
    "is the board's own: whoever checks it compares that with a member."
)


def write_proof(screen: BoardScreen[None], proposal_id: str) -> None:
    """Verify the whole history, write the file into the home directory, and tell of it."""
    from board.tui.dialogs import Explain

    def told(found: tuple[str, Checked]) -> None:
        screen.app.push_screen(
            Explain("One decision in one file", partial(proof_content, *found, screen.board.name_of))
        )

    saying = "Verifying the whole history, then writing …"
    screen.job(partial(screen.desk.prove, proposal_id), told, group="act", saying=saying)


def proof_content(path: str, checked: Checked, name_of: Callable[[str], str], width: int) -> Content:
    """Where the file lies and how anybody checks it; then what it comes to."""
    sign, tone, words = _ANSWERS[checked.status]
    rows = [
        hang(text("Written to  ", "$ink-3"), text(path, "bold $ink"), width),
        hang(text("Checked by  ", "$ink-3"), text(f"board prove --check {path}", "$ink"), width),
        BLANK,
        wrapped(join((f"{sign} ", f"bold {tone}"), (words, "$ink")), width),
    ]
    rows += [wrapped(text(note, "$warn"), width) for note in checked.notes]
    for fault in (*checked.faults, *checked.doubts):
        rows.append(wrapped(text(f"{fault.code}: {fault.words}", "$ink-2"), width, 2))
    if checked.record is not None and not checked.faults:
        said = f"{checked.proof.proposal} is {OUTCOME_WORDS[checked.record.outcome]}. {checked.record.sum.sentence}"
        rows += [BLANK, heading("What it shows"), wrapped(text(said, "$ink"), width)]
        signed = ", ".join(dict.fromkeys(name_of(member) for member, _, _ in checked.signers))
        rows += [wrapped(text(f"Signed by {signed}.", "$ink"), width)] if signed else []
        witnesses = ", ".join(dict.fromkeys(name_of(one.member) for one in checked.witnesses))
        covers = f"A checkpoint signed by {witnesses} covers it." if witnesses else "No checkpoint covers it yet."
        rows.append(wrapped(text(covers, "$ink-2"), width))
    rows += [BLANK, heading("What it does not show"), wrapped(text(_NOT_SHOWN, "$ink-2"), width), BLANK]
    rows.append(wrapped(text("It holds ballots with their reasons: look at who may read it.", "$warn"), width))
    return lines(*rows)
