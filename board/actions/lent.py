"""What of a model card and a folder of files is evidence of a new draft: listed at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from board.actions.attaching import Near, Piece, attach, day_of, in_folder, likely, slots_to_fill
from board.actions.from_files import Found
from board.actions.session import Session
from board.core.finding import Refused, Severity
from board.store.files import replace as replace_file
from board.store.overlay import in_work_tree

_HASHES, _CARD = "hashes", "model-card"
_OF_ITS_MAKER = (_CARD, "licence-text", "ai-bom")
"""Pieces that come with a model; what we found out ourselves lies elsewhere, and is asked for."""
_LIST = "hashes.txt"


def lend(session: Session, proposal_id: str, found: Found, card: Path | None, folder: Path | None) -> Iterator[str]:
    """List the list of hashes, and of what came with the model the pieces that show by their names; each in words.

    What cannot be taken (a link, a large file) is told, and the draft stays without it.
    """
    slots = {slot.id: slot for slot in slots_to_fill(session, proposal_id)}
    if found.hashes and _HASHES in slots:
        root = session.store.place.work_tree or Path()
        target = in_work_tree(root, session.layout.evidence(proposal_id, _LIST))
        target.parent.mkdir(parents=True, exist_ok=True)
        replace_file(target, found.hashes)
        yield from _told(session, proposal_id, Piece(_HASHES, file=target, dated=session.today))
    given = [Near(card.name, card)] if card else []
    beside = in_folder(folder) if folder else ()
    for slot in slots.values():
        if slot.id not in _OF_ITS_MAKER:
            continue
        near = given[0] if given and slot.id == _CARD else likely(slot, beside)
        if near is not None:
            yield from _told(session, proposal_id, _dated(session, Piece(slot.id, file=near.path)))


def _dated(session: Session, piece: Piece) -> Piece:
    day = day_of(piece.file, session.today) if piece.file else None
    return replace(piece, dated=day.day if day else session.today)


def _told(session: Session, proposal_id: str, piece: Piece) -> Iterator[str]:
    try:
        yield f"Listed as evidence, {attach(session, proposal_id, piece).words}"
    except Refused as refusal:
        yield next((one.message for one in refusal.findings if one.severity is Severity.ERROR), "")
