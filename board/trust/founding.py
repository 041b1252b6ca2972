"""The founding commit: signed by the chair it lists; what lies in it beside that is taken on trust."""

from __future__ import annotations

from collections.abc import Sequence

from board.core.charter import Charter
from board.core.digest import sha256
from board.core.record import decided_last as last_of
from board.formats.paths import Sort
from board.formats.records import read_record
from board.trust.objects import FILE
from board.trust.report import Fault
from board.trust.roster import Unfit, author
from board.trust.step import Touch


def judged(raw: bytes, charter: Charter, touches: Sequence[Touch]) -> tuple[list[Fault], list[Fault]]:
    """What is wrong with a founding, and what about it cannot be proven."""
    faults = [
        Fault("path.mode", f"{touch.path} is not a plain file.", path=touch.path)
        for touch in touches
        if touch.mode != FILE
    ]
    try:
        member, unsure = author(raw, charter)
    except Unfit as unfit:
        return [*faults, Fault("genesis.signer", f"The founding commit does not count: {unfit}")], []
    if "chair" not in member.roles:
        faults.append(Fault("genesis.signer", f"{member.id} founded the board and is not its chair."))
    words = f"Only the author line says that {member.id} wrote this."
    return faults, [Fault(unsure, words)] if unsure else []


def decided_last(touches: Sequence[Touch]) -> str:
    """The digest of the last of the records that a founding brought along."""
    made = {sha256(touch.new): touch for touch in touches if touch.place.sort is Sort.RECORD and touch.new is not None}
    read = {digest: read_record(touch.new or b"", touch.path).value for digest, touch in made.items()}
    return last_of({digest: record for digest, record in read.items() if record is not None})
