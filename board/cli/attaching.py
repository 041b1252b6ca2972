"""Evidence in plain lines: each piece that a draft lacks is asked for once, and a file is picked by its number."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import click

from board.actions.attaching import Day, Near, Piece, attach, day_of, files_near, in_folder, likely, slots_to_fill
from board.actions.session import Session
from board.cli import output, prompts
from board.core.finding import Refused
from board.core.kind import EvidenceSlot
from board.core.sentence import and_, plural

_FEW = 5
_HELD = "held"
_SEVERAL = 2
"""From so many likely files on, they are offered together."""
_HOW = (
    "Type a file's number or path, a folder to see its files, or an address.",
    "Enter takes what stands in brackets, else leaves it open; - leaves it open too.",
    f"{_HELD} says that somebody keeps it outside git. q stops; each is kept at once, in the document.",
)


@dataclass
class _Offered:
    """The files to pick from, by number, and those that were taken."""

    files: list[Near] = field(default_factory=list)
    taken: set[Path] = field(default_factory=set)

    def show(self, since: int = 0) -> None:
        """The files from a number on, each with its own."""
        for number, one in enumerate(self.files[since:], since + 1):
            output.paragraph(one.name, "       ", f"  {number:>2}  ")

    def number(self, one: Near) -> int:
        """The number of a file."""
        return self.files.index(one) + 1

    def left(self) -> list[Near]:
        """Those not taken yet."""
        return [one for one in self.files if one.path not in self.taken]

    def add(self, more: Sequence[Near]) -> bool:
        """Show and number further files; False where there are none."""
        new = [one for one in more if one not in self.files]
        self.files += new
        self.show(len(self.files) - len(new))
        return bool(new)


def give_evidence(session: Session, proposal_id: str, folders: Sequence[Path] = ()) -> int:
    """Ask for each piece of evidence that a draft lacks: which file it is, and its day where the file says none."""
    left = slots_to_fill(session, proposal_id)
    output.line(f"{plural(len(left), 'piece')} of evidence {'is' if len(left) == 1 else 'are'} missing.")
    if left:
        output.lines(*_HOW)
        offered = _Offered()
        offered.add(files_near(session, proposal_id, folders))
        with suppress(KeyboardInterrupt, click.Abort):
            _at_once(session, proposal_id, left, offered)
            for slot in slots_to_fill(session, proposal_id):
                _ask(session, proposal_id, slot, offered)
    still = slots_to_fill(session, proposal_id)
    if not still:
        output.line(f"No evidence is missing. `board check {proposal_id}` says whether anything else is.")
        return 0
    named = f": {and_([one.id for one in still[:_FEW]])}" if len(still) <= _FEW else ""
    head = f"{plural(len(still), 'piece')} of evidence {'is' if len(still) == 1 else 'are'} missing{named}."
    output.paragraph(f"{head} `board evidence add {proposal_id}` goes on.")
    return 0


def _at_once(session: Session, proposal_id: str, slots: Sequence[EvidenceSlot], offered: _Offered) -> None:
    """Offer together all files that look like pieces by their names; those she takes are listed."""
    found: list[tuple[EvidenceSlot, Near, Day]] = []
    for slot in slots:
        free = [one for one in offered.files if all(one != near for _, near, _ in found)]
        near = likely(slot, free)
        if near is not None and (day := day_of(near.path, session.today)):
            found.append((slot, near, day))
    if len(found) < _SEVERAL:
        return
    output.heading("By their names these look like what is asked for")
    for number, (slot, near, day) in enumerate(found, 1):
        output.paragraph(f"{slot.title}: {near.name}, dated {day.day}, {day.why}", "      ", f"  {number:>2}  ")

    def wrong(parts: Sequence[str]) -> str:
        odd = [part for part in parts if part != "q" and not (part.isdecimal() and 0 < int(part) <= len(found))]
        return f"Please type numbers from 1 to {len(found)}, or nothing." if odd else ""

    typed = prompts.some("The numbers of those that are not right; Enter takes all", wrong)
    if "q" in typed:
        raise click.Abort
    for number, (slot, near, day) in enumerate(found, 1):
        if str(number) not in typed:
            _take(session, proposal_id, Piece(slot.id, slot.title, near.path, dated=day.day), offered)


def _take(session: Session, proposal_id: str, piece: Piece, offered: _Offered) -> bool:
    """Whether a piece was listed; where not, it says why."""
    try:
        done = attach(session, proposal_id, piece)
    except Refused as refusal:
        for finding in refusal.findings:
            output.paragraph(" ".join(part for part in (finding.message, finding.fix) if part), "    ", "  ")
        return False
    for words in (done.words, *done.notes):
        output.paragraph(words, "    ", "  ")
    offered.taken |= {piece.file} if piece.file else set()
    return True


def _ask(session: Session, proposal_id: str, slot: EvidenceSlot, offered: _Offered) -> None:
    """Ask for one piece until it is listed or left open."""
    output.heading(slot.title if slot.required else f"{slot.title} (if you have it)")
    output.paragraph(slot.why, "    ", "    ")
    guess = likely(slot, offered.left())
    default = f"{offered.number(guess)} {guess.name}" if guess else ""
    while True:
        typed = prompts.ask("File", default).strip()
        if typed.lower() == "q":
            raise click.Abort
        if typed in ("", "-"):
            return
        piece = _piece(session, slot, guess.path if guess and typed == default else None, typed, offered)
        if piece is None:
            continue
        if _take(session, proposal_id, piece, offered):
            return


def _piece(session: Session, slot: EvidenceSlot, file: Path | None, typed: str, offered: _Offered) -> Piece | None:
    """What was typed as a piece of evidence; None where it was a folder, whose files are offered now."""
    piece = Piece(slot.id, slot.title)
    if "://" in typed:
        digest = prompts.ask("Its SHA-256, so that the board sees these very bytes", needed=True)
        return replace(piece, url=typed, sha256=digest, dated=_asked_day(session.today.isoformat(), session.today))
    if typed.lower() == _HELD:
        keeps = prompts.ask("Who keeps it: a member, a seat, or Name <mail>", needed=True)
        held = Path(prompts.ask("The file; it stays where it is", needed=True)).expanduser()
        return replace(piece, file=held, held_by=keeps, dated=_day(held, session.today))
    if file is None and typed.isdecimal() and 0 < int(typed) <= len(offered.files):
        file = offered.files[int(typed) - 1].path
    file = file or Path(typed).expanduser()
    if file.is_dir():
        if not offered.add(in_folder(file)):
            output.line("  No further file lies there.")
        return None
    return replace(piece, file=file, dated=_day(file, session.today))


def _day(file: Path, today: date) -> date | None:
    """The day of a file; asked where only its last change is known, and untold where there is no such file."""
    found = day_of(file, today)
    if found is None:
        return None
    return found.day if found.sure else _asked_day(found.day.isoformat(), today)


def _asked_day(default: str, today: date) -> date:
    def wrong(typed: str) -> str:
        try:
            return "" if date.fromisoformat(typed) <= today else "That day has not come yet."
        except ValueError:
            return f"Please type a day such as {today}."

    return date.fromisoformat(prompts.checked("From which day is it", wrong, default))
