"""The founding commit: signed by the chair it lists; what lies in it beside that is taken on trust.

A founding may bring decisions and open votes along, or ballots of a vote that is opened later. Nobody can count those
again: each is named, and the answer is “cannot tell” until the board acknowledges the founding commit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from board.core.charter import Charter
from board.core.digest import sha256
from board.core.record import decided_last as last_of
from board.core.sentence import and_, plural
from board.formats.paths import VOTES, Sort
from board.formats.records import read_record
from board.trust.objects import FILE
from board.trust.report import Fault
from board.trust.roster import Unfit, author
from board.trust.step import Touch

_NAMED = 20
"""So many of the decisions and votes in a founding are named one by one."""
_WHAT = {Sort.RECORD: "decision", Sort.DOCKET: "open vote", Sort.BALLOT: "unopened vote", Sort.ACT: "agreement"}


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
    """What a founding brings along and nobody counts again: decisions, open votes, and files of votes to come.

    A ballot is judged where it is cast, never again where its vote is opened or decided: so each of these is named.
    """
    parts: dict[str, list[Touch]] = {}
    for touch in touches:
        if touch.place.proposal and touch.place.sort in VOTES:
            parts.setdefault(touch.place.proposal, []).append(touch)
    named = [(one, *_state_of(one, files)) for one, files in sorted(parts.items())]
    acts = [touch.path for touch in touches if touch.place.sort is Sort.ACT]
    named += [(path, Sort.ACT, f"{path} agreed to a change", path) for path in acts]
    if not named:
        return
    many = Counter(what for _, what, _, _ in named)
    told = and_([plural(many[what], words) for what, words in _WHAT.items() if many[what]])
    yield Fault("unproven.founded", f"The founding brought {told} along, and nobody recounted any.")
    for _, _, words, path in named[:_NAMED]:
        yield Fault(
            "unproven.founded", f"{words} before the founding; only who founded the board signed it.", path=path
        )
    if len(named) > _NAMED:
        yield Fault("unproven.founded", f"{len(named) - _NAMED:,} more are not named here.")


def _state_of(proposal: str, files: Sequence[Touch]) -> tuple[Sort, str, str]:
    """Whether files of one proposal decide it, open it or only belong to its vote; in words; and the file to see."""
    first = {touch.place.sort: touch.path for touch in reversed(files)}
    ballots = plural(sum(touch.place.sort is Sort.BALLOT for touch in files), "ballot")
    if Sort.RECORD in first:
        return Sort.RECORD, f"{proposal} was decided", first[Sort.RECORD]
    if Sort.DOCKET in first:
        return Sort.DOCKET, f"{proposal} was open, with {ballots},", first[Sort.DOCKET]
    return Sort.BALLOT, f"{proposal} was not open and had {plural(len(files), 'file')} of a vote", files[0].path


def decided_last(touches: Sequence[Touch]) -> str:
    """The digest of the last of the records that a founding brought along."""
    made = {sha256(touch.new): touch for touch in touches if touch.place.sort is Sort.RECORD and touch.new is not None}
    read = {digest: read_record(touch.new or b"", touch.path).value for digest, touch in made.items()}
    return last_of({digest: record for digest, record in read.items() if record is not None})
