"""What waits in my outbox and is not mine: it is shown and set aside, never signed and never sent.

An outbox is a ref in the repository. Whoever prepares a repository, or has a minute at its `.git`, writes there, too.
"""

from __future__ import annotations

from collections.abc import Sequence

from board.actions.load import World
from board.actions.session import Session
from board.core.sentence import and_
from board.core.text import one_line
from board.formats.paths import Sort, classify
from board.store.base import Waiting
from board.store.objects import Object
from board.trust.roster import Unfit, author

_NAMED = frozenset((Sort.BALLOT, Sort.REVIEW, Sort.MESSAGE))
"""The sorts of files that wait and lie under their member's name."""
_NUMBERED = frozenset((Sort.FOLLOW_UP, Sort.MOTION))
"""The other sorts of files that wait; each names its member inside, and the rules hold her signature to that."""


_UNCHECKED = (
    "Nothing here can check its OpenPGP signature, for the charter holds only the fingerprint of your key. "
    "Look at it and send it again."
)


def not_mine(session: Session, records: Sequence[Waiting]) -> tuple[dict[str, str], dict[str, str]]:
    """By commit, why a waiting record is none that I queued here, in words; then, why it may be none."""
    world = session.world
    me = world.charter.member(session.me.member)
    if me is not None and me.suspended:
        return {}, {}  # nothing of hers goes out, and syncing says so
    raw = session.store.audit().objects([record.commit.id for record in records], None)
    found = {record.commit.id: _why(session, world, record, raw[record.commit.id][1]) for record in records}
    foreign = {commit: why for commit, why in found.items() if why not in ("", _UNCHECKED)}
    return foreign, {commit: why for commit, why in found.items() if why == _UNCHECKED}


def _why(session: Session, world: World, record: Waiting, raw: bytes) -> str:
    try:
        member, unsure = author(raw, world.charter)
    except Unfit as unfit:
        return unfit.fault.words
    if member.id != session.me.member:
        return f"It is by {member.id}."
    foreign = [path for path, data in record.files.items() if not _may_wait(world, member.id, path, data)]
    if foreign:
        return f"It touches {one_line(foreign[0])}, which is not what waits for a remote."
    return _UNCHECKED if unsure == "unproven.openpgp" else ""


def _may_wait(world: World, member: str, path: str, data: bytes | None) -> bool:
    """Whether a file is of a sort that waits, and mine; what counts already may stand in a folder that is mended."""
    place = classify(path, world.layout, world.ids)
    if data is None:
        return False
    own = place.sort in _NUMBERED or (place.sort in _NAMED and place.member == member)
    return own or world.snapshot.blob(path) == Object("blob", data).id


def told(record: Waiting, why: str, ref: str) -> str:
    """What a member hears of a record that was set aside."""
    what = one_line(record.commit.subject, 80) or "a commit without a word"
    files = and_([one_line(path, 120) for path in list(record.files)[:3]]) or "no file"
    return (
        f"Not sent, because you did not queue it: “{what}” ({files}). {why} Somebody else put it into your outbox. "
        f"It was neither signed nor lost: look at it with `git show {ref}`, and ask who was at this repository."
    )
