"""Where the screens give a draft its evidence: what it lacks, and a file listed as one piece."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from board.actions.asking import Done
    from board.actions.attaching import Wanted
    from board.actions.session import Session


class EvidenceDesk:
    """The part of the desk that `board evidence add` is in plain lines."""

    def _ours(self) -> AbstractContextManager[Session]:
        raise NotImplementedError

    def evidence_to_give(self, proposal_id: str) -> tuple[Wanted, ...]:
        """The pieces of evidence that a draft of mine lacks, each with the files near it."""
        from board.actions import attaching

        with self._ours() as session:
            return attaching.wanted(session, proposal_id)

    def attach(self, proposal_id: str, piece: str, file: str, dated: date | None) -> Done:
        """List a file as one piece; its day is the file's own where none is given."""
        from board.actions import attaching

        path = Path(file).expanduser()
        with self._ours() as session:
            day = dated or ((found := attaching.day_of(path, session.today)) and found.day) or None
            return attaching.attach(session, proposal_id, attaching.Piece(piece, file=path, dated=day))
