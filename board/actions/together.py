"""Acts of two: two members who hold a seat open or decide together, each with a signed act of her own.

The first act fixes who writes, when, on which commit and in which words, so that the second member agrees to exactly
those bytes. Both acts must lie in the history before the change itself counts (formats.md, Acts of two).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from board.actions.common import Hand, done, message, own_hand
from board.actions.load import World
from board.actions.model import Done, FreeParts
from board.actions.session import Session
from board.core.act import WAITS_WORKING_DAYS, Act
from board.core.case import Case
from board.core.charter import Member
from board.core.dates import add_working_days, local_date
from board.core.digest import sha256
from board.core.finding import ExitStatus, Refused, refuse
from board.core.ids import next_free
from board.core.seating import may_preside, pair_members, why_no_pair
from board.formats.acts import read_act, write_act
from board.formats.paths import Sort, classify
from board.store.base import Change


@dataclass(frozen=True, slots=True)
class Deed:
    """What two do together: the path that both name, its bytes, and the whole change."""

    path: str
    data: bytes
    change: Change


MakeDeed = Callable[[World, Case, Hand, FreeParts], Deed]
"""What one hand would write now; raises Refused when nothing may be written."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A first member's act that still yields the bytes it names, and everybody who agreed to them, her first."""

    act: Act
    hand: Hand
    free: FreeParts
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Together:
    """One thing to do by two: on which proposal, how it is made, and how it is called."""

    proposal: str
    deed: MakeDeed
    what: str
    case_of: Callable[[World], Case]
    reasons: bool = False
    """Whether both must say why, where a chair or secretary could do it alone."""


def pending(world: World, case: Case, session: Session, deed: MakeDeed) -> Pending | None:
    """The act that waits for a second member: somebody else's first, then the earliest; or None."""
    acts = list(_acts(world, case.id))
    able = pair_members(case, world.charter, session.today) if acts else ()
    acts = [act for act in acts if act.member in able]
    waiting = []
    for act in acts:
        hand = Hand(act.member, act.at, act.base, together=True) if act.at else None
        if hand is None or not _still(world, session, act):
            continue
        free = FreeParts(act.decision, act.ethics)
        try:
            made = deed(world, case, hand, free)
        except Refused:
            continue
        if act.path == made.path and act.sha256 == sha256(made.data):
            agreed = (each.member for each in acts if (each.path, each.sha256) == (act.path, act.sha256))
            waiting.append(Pending(act, hand, free, tuple(dict.fromkeys((act.member, *agreed)))))
    me = session.me.member
    return min(waiting, key=lambda each: (each.act.member == me, str(each.act.at)), default=None)


def _acts(world: World, proposal_id: str) -> Iterator[Act]:
    for path in world.decision_files(proposal_id):
        place = classify(path, world.layout, world.ids)
        if place.sort is Sort.ACT and place.proposal == proposal_id:
            act = read_act(world.snapshot.read(path) or b"", path).value
            if act is not None:
                yield act


def _still(world: World, session: Session, act: Act) -> bool:
    """Whether an act is young enough to be joined."""
    return act.at is not None and act.at <= session.now() and session.today <= waits_until(world, act)


def waits_until(world: World, act: Act) -> date:
    """The last day on which a second member may join an act."""
    assert act.at is not None  # only such acts wait
    first = local_date(act.at, world.charter.timezone)
    return add_working_days(first, WAITS_WORKING_DAYS, world.charter.holidays)


def together(session: Session, task: Together, *, free: FreeParts | None = None, reason: str = "") -> Done:
    """Record that I agree; when somebody agreed before me to the same bytes, do it.

    With `free` I write my own words, and join nobody. Raises Refused when I may not, or when I am still alone.
    """
    session.store.fetch()
    session.forget()
    _may(session, task, reason)
    waiting = None if free is not None else _waiting(session, task, session.world)
    if waiting is None or session.me.member not in waiting.members:
        written = session.commit(lambda world: _agree(session, task, world, free, reason))
        waiting = _waiting(session, task, session.world)
        if waiting is None or len(waiting.members) < 2:
            return done(_alone(session, task, session.world, waiting), written)
    elif len(waiting.members) < 2:
        raise refuse("act.alone", _alone(session, task, session.world, waiting), "Ask another member who holds a seat.")
    return _carry_out(session, task, waiting)


def _waiting(session: Session, task: Together, world: World) -> Pending | None:
    return pending(world, task.case_of(world), session, task.deed)


def _may(session: Session, task: Together, reason: str) -> None:
    """Raise Refused when I may not be one of two here."""
    me, world = session.member(), session.world
    case = task.case_of(world)
    able = may_preside(case, world.charter, session.today)
    if me.id in {one.id for one in able}:
        raise refuse(
            "act.presides",
            f"You are {' and '.join(role for role in me.roles if role in ('chair', 'secretary'))}.",
            f"You {task.what} alone: leave --together out.",
            status=ExitStatus.WRONG_USE,
        )
    if why := why_no_pair(case, me, session.today):
        raise refuse("act.not-entitled", f"You cannot be one of the two: {why}.", "Two others who hold a seat may.")
    if task.reasons and able and not reason.strip():
        raise refuse(
            "act.reason",
            f"{_named(able)} could {task.what}. Two may do it in their absence, and must say so.",
            "Say why with --reason TEXT.",
            status=ExitStatus.WRONG_USE,
        )


def _named(members: tuple[Member, ...]) -> str:
    return " or ".join(member.name or member.id for member in members)


def _agree(session: Session, task: Together, world: World, free: FreeParts | None, reason: str) -> Change:
    """My act: on the bytes that somebody agreed to before me, or on those that my own hand would write now."""
    case, me = task.case_of(world), session.me.member
    waiting = _waiting(session, task, world) if free is None else None
    number = next_free(act.number for act in _acts(world, case.id))
    path = world.layout.file(case.id, f"acts/{number}-{me}.toml")
    if waiting is not None:
        mine = Act(number, me, waiting.act.path, waiting.act.sha256, reason.strip(), session.now())
    else:
        hand = own_hand(session, world, together=True)
        parts = free or FreeParts()
        drawn = Act(number, me, "", "", reason.strip(), hand.at, hand.base, parts.decision, parts.ethics)
        # Read back first: what the second member remakes from the file must come to the same bytes.
        read = read_act(write_act(replace(drawn, path="-")), path).value or drawn
        made = task.deed(world, case, hand, FreeParts(read.decision, read.ethics))
        mine = replace(drawn, path=made.path, sha256=sha256(made.data))
    subject = f"Agree to {task.what} {case.id}"
    return Change({path: write_act(mine)}, message(subject, reason.strip(), proposal=case.id), create_only=(path,))


def _alone(session: Session, task: Together, world: World, waiting: Pending | None) -> str:
    until = f", by {waits_until(world, waiting.act)}" if waiting else ""
    return (
        f"You agree to {task.what} {task.proposal}. It takes a second member who holds a seat{until}: "
        "the same command with --together."
    )


def _carry_out(session: Session, task: Together, waiting: Pending) -> Done:
    """Commit what two agreed to; refuses when it no longer comes to the same bytes."""

    def make(world: World) -> Change:
        case = task.case_of(world)
        made = task.deed(world, case, waiting.hand, waiting.free)
        if (made.path, sha256(made.data)) != (waiting.act.path, waiting.act.sha256):
            raise refuse(
                "act.moved",
                "Something changed since the first of you agreed, so it would not be what both of you saw.",
                "Look at it again, and both agree again.",
            )
        return made.change

    written = session.commit(make)
    names = [member.name for one in waiting.members if (member := session.charter.member(one)) is not None]
    return done(f"{' and '.join(names[:2])} did this together.", written)
