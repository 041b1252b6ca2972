"""The checkpoint of the demo: signed by the chair as the board last ended a round, and countersigned by a member."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from board.core.charter import Charter
from board.core.checkpoint import NAMESPACE, Checkpoint, Note, signed_bytes
from board.core.layout import Layout
from board.core.merkle import leaf, root
from board.core.message import is_guest
from board.formats.notes import dump_note
from board.formats.paths import Sort, classify
from board.store.base import Commit
from board.store.memory import MemoryStore
from board.trust.state import Ground
from board.trust.witness import cosigned

Signs = Callable[[str, str], Callable[[bytes], str]]
"""Given a handle and what is signed for: her signer."""
_LATER = (timedelta(minutes=1), timedelta(hours=3))


@dataclass(frozen=True, slots=True)
class SignedNote:
    """One member's note, and what names its ref."""

    size: int
    member: str
    at: int
    data: bytes


def countersigned(history: MemoryStore, charter: Charter, signs: Signs) -> tuple[SignedNote, ...]:
    """One note by the chair and one by another member with a seat, over the history as it stood at its last outcome."""
    ground = Ground(Layout(charter.root))
    chain = [each for each in reversed(history.log()) if _counts(each, ground, charter)]
    ends = [number for number, each in enumerate(chain, 1) if any(_ends(path) for path in each.paths)]
    members = sorted((each for each in charter.members if each.seats), key=lambda one: "chair" not in one.roles)
    if not ends or len(members) < len(_LATER):
        return ()
    size = ends[-1]
    bodies = history.bodies([each.id for each in chain[:size]])
    point = Checkpoint(charter.repository, size, root([leaf(body) for body in bodies]))
    notes = []
    for member, later in zip(members, _LATER, strict=False):
        at = int((chain[size - 1].at + later).timestamp())
        armored = signs(member.id, NAMESPACE)(signed_bytes(point, at))
        notes.append(
            SignedNote(size, member.id, at, dump_note(Note(point, (cosigned(point, member.id, at, armored),))))
        )
    return tuple(notes)


def _counts(commit: Commit, ground: Ground, charter: Charter) -> bool:
    """Whether a commit is a step of the chain: nothing in a demo is at fault, and guests' messages are none."""
    strict = [path for path in commit.paths if ground.governed(path.encode(), False) and ground.strict(path)]
    places = [classify(path, ground.layout) for path in strict]
    return any(one.sort is not Sort.MESSAGE or not is_guest(one.member, charter) for one in places)


def _ends(path: str) -> bool:
    return path.endswith("/record.toml") or "/rounds/" in path
