"""The founding commit: signed by the chair it lists; what lies in it beside that is taken on trust.

A founding may bring decisions and open votes along. Nobody can count those again: each is named, and the answer is
“cannot tell” until the board acknowledges the founding commit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from board.core.charter import Charter
from board.core.digest import sha256
from board.core.record import decided_last as last_of
from board.core.sentence import plural
from board.formats.paths import Sort
from board.formats.records import read_record
from board.trust.objects import FILE
from board.trust.report import Fault
from board.trust.roster import Unfit, author
from board.trust.step import Touch

_NAMED = 20
"""So many of the decisions and votes in a founding are named one by one."""


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
    return faults, [*([Fault(unsure, words)] if unsure else []), *_brought(touches)]


def _brought(touches: Sequence[Touch]) -> Iterator[Fault]:
    """What a founding brings along and nobody counts again: what was decided, and what was being voted on."""
    decided = {touch.place.proposal: touch for touch in touches if touch.place.sort is Sort.RECORD}
    opened = {touch.place.proposal: touch for touch in touches if touch.place.sort is Sort.DOCKET}
    ballots = Counter(touch.place.proposal for touch in touches if touch.place.sort is Sort.BALLOT)
    named = {one: touch.path for one, touch in (opened | decided).items()}
    if not named:
        return
    under_way = f" and {plural(len(named) - len(decided), 'open vote')}" if len(named) > len(decided) else ""
    words = f"The founding brought {plural(len(decided), 'decision')}{under_way} along, and nobody recounted any."
    yield Fault("unproven.founded", words)
    for one, path in islice(sorted(named.items()), _NAMED):
        what = f"{one} was decided" if one in decided else f"{one} was open, with {plural(ballots[one], 'ballot')},"
        yield Fault("unproven.founded", f"{what} before the founding; only who founded the board signed it.", path=path)
    if len(named) > _NAMED:
        yield Fault("unproven.founded", f"{len(named) - _NAMED:,} more are not named here.")


def decided_last(touches: Sequence[Touch]) -> str:
    """The digest of the last of the records that a founding brought along."""
    made = {sha256(touch.new): touch for touch in touches if touch.place.sort is Sort.RECORD and touch.new is not None}
    read = {digest: read_record(touch.new or b"", touch.path).value for digest, touch in made.items()}
    return last_of({digest: record for digest, record in read.items() if record is not None})
