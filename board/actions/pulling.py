"""Putting what would pass, or passed, an easier way to the full vote: who may, and what that brings about."""

from __future__ import annotations

from dataclasses import replace

from board.actions.cases import load_case
from board.actions.following import give, given_by
from board.actions.load import World
from board.actions.model import Done
from board.actions.movable import why_not_pull_open
from board.actions.session import Session
from board.core.case import Case, Stage
from board.core.deadlines import appeal_until
from board.core.entitled import why_not_give
from board.core.finding import Refused, refuse
from board.core.record import FollowUp
from board.core.stage import stage
from board.core.summary import ends_on

ANEW = "It approves nothing any more: propose it anew for the full vote."
_OPEN = "It passes no easier way any more: the whole board votes on it."
_NO_REASON = "No reason was given."


def why_not_pull(session: Session, case: Case) -> str:
    """Why I cannot put it to the full vote now, in a sentence; "" when I can."""
    try:
        member = session.member()
    except Refused as refusal:
        return " ".join(str(finding) for finding in refusal.findings)
    if case.record is None:
        return why_not_pull_open(session, case, member.id)
    made = FollowUp(0, "pulled", member.id)
    return why_not_give(given_by(session, case, made, member)) or _too_late(session, case)


def _too_late(session: Session, case: Case) -> str:
    until = appeal_until(case)
    if until is not None and session.today > until:
        return f"A standard change could be pulled until {until}."
    now = stage(case, session.today)
    return "" if now is Stage.IN_FORCE else f"It is {now.words}, so there is nothing left to pull."


def told_before(session: Session, case: Case) -> str:
    """What putting it to the full vote brings about, for whoever is about to do it."""
    return _OPEN if case.record is None else " ".join((ANEW, *_again(session, session.world, case)))


def _again(session: Session, world: World, case: Case) -> tuple[str, ...]:
    """What the decision that this one replaced comes to, once a seat pulls this one; nothing where it replaced none."""
    old = case.record.supersedes if case.record is not None else ""
    if not old:
        return ()
    earlier = load_case(world, old, light=True, superseded_by="")
    now = stage(earlier, session.today)
    if now is Stage.IN_FORCE:
        return (f"{old}, which it replaced, holds again until the board decides.",)
    ends = ends_on(earlier.record) if earlier.record is not None else None
    since = f" since {ends}" if now is Stage.EXPIRED and ends else ""
    return (f"{old}, which it replaced, does not hold again: it is {now.words}{since}.",)


def pull_done(session: Session, proposal_id: str, *, text: str = "") -> Done:
    """A seat puts a standard change, which one yes decided, to the full vote: it approves nothing until then."""
    told: tuple[str, ...] = ()

    def check(world: World, case: Case) -> None:
        nonlocal told
        if why := _too_late(session, case):
            raise refuse("standard.too-late", why, "Propose anew what shall hold instead.")
        told = _again(session, world, case)

    given = give(session, proposal_id, "pulled", text.strip() or _NO_REASON, check)
    return replace(given, words=" ".join((given.words, ANEW, *told)))
