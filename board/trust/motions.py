"""Motions and the ballots on them: who may move, in which round, and which seats a motion opens to whom.

Whether a motion carries is no question here: the tally counts it, and the recount of the decision counts it again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from board.core.act import WITHOUT_VOTE, Motion
from board.core.ballot import Ballot
from board.core.dates import moment_at
from board.core.docket import Opening
from board.core.motions import ON_MOTIONS
from board.core.stated import STRICTER
from board.core.terms import serving
from board.formats.acts import read_motion
from board.trust.dating import TOLERANCE
from board.trust.report import Fault
from board.trust.step import Step, Touch
from board.trust.terms import term_day


def motion(step: Step, touch: Touch) -> Iterator[Fault]:
    """A motion is its mover's, speaks in the round that is open, and comes from somebody who may move it."""
    moved = read_motion(touch.new or b"", touch.path).value
    if moved is None:
        yield Fault("file.unreadable", f"{touch.path} cannot be read as a motion.", path=touch.path)
        return
    proposal, me = touch.place.proposal, step.member
    if moved.member != me.id:
        yield Fault("path.not-yours", f"{me.id} moved in the name of {moved.member}.", path=touch.path)
    openings = step.openings(proposal)
    if step.closed(proposal) or moved.round != openings[-1].round:
        words = f"{touch.path} speaks in round {moved.round} of {proposal}, which was not open."
        yield Fault("motion.closed", words, path=touch.path)
    if moved.number > 1 and step.file(proposal, f"motions/{moved.number - 1}.toml") is None:
        yield Fault("motion.closed", f"{touch.path} leaves out a number.", path=touch.path)
    elif _of_another_day(step, moved, openings):
        words = f"{touch.path} names a day before its round was opened."
        yield Fault("motion.closed", words, path=touch.path)
    if moved.kind in WITHOUT_VOTE:
        me = serving(me, term_day(step))  # it acts at once, so by its commit's day; what is voted on the tally judges
    seated = bool(me.seats or me.alternate) or _named(step, proposal, me.id) != frozenset()
    entitled = seated or (moved.kind not in WITHOUT_VOTE and (me.presides or "sponsor" in me.roles))
    if not entitled or (moved.kind == "appoint" and "sponsor" not in me.roles):
        yield Fault("path.role", f"{me.id} may not move this: {moved.kind}.", path=touch.path)


def _of_another_day(step: Step, moved: Motion, openings: tuple[Opening, ...]) -> bool:
    """Whether a motion names a day before anybody could move it, by more than clocks differ (from list 3 on).

    An opening dated ahead of what has come voids no honest motion: the commit came when its own signature says, or at
    the date that two others gave before.
    """
    by_list = [one for one in openings if one.round == moved.round and one.facts >= STRICTER]
    opened = [one.opened_at for one in by_list if one.opened_at is not None]
    if not opened or moved.at is None:
        return False
    came = moment_at(max(step.when.at, step.when.floor))
    return moved.at + timedelta(seconds=TOLERANCE) < min(*opened, came)


def on_motion(step: Step, touch: Touch, ballot: Ballot) -> Iterator[Fault]:
    """A ballot on a motion names one that was made in its round, and says yes, no, or nothing."""
    if not ballot.motion:
        return
    named = next((one for one in _moved(step, touch.place.proposal) if str(one.number) == ballot.motion), None)
    if named is None or named.round != ballot.round:
        words = f"The ballot is on motion {ballot.motion}, which nobody made in round {ballot.round}."
        yield Fault("ballot.binding", words, path=touch.path)
    elif ballot.verdict not in ON_MOTIONS:
        words = f"A ballot on a motion says approve, reject or abstain, not {ballot.verdict}."
        yield Fault("ballot.binding", words, path=touch.path)


def seats_open_to(step: Step, proposal: str) -> frozenset[str]:
    """The seats a member may name in a ballot: hers, those she stands in for, and those a motion names her for."""
    me = step.member
    return frozenset((*me.seats, *me.alternate)) | _named(step, proposal, me.id)


def _named(step: Step, proposal: str, member: str) -> frozenset[str]:
    return frozenset(one.seat for one in _moved(step, proposal) if one.kind == "appoint" and one.to == member)


def _moved(step: Step, proposal: str) -> Iterator[Motion]:
    for path in step.before.files(step.ground.layout.file(proposal, "motions/")):
        found = read_motion(step.before.read(path) or b"", path).value
        if found is not None:
            yield found
