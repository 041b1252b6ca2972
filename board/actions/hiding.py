"""Hidden ballots: from whom the others' verdicts, reasons and the sum are kept, and what a search leaves out for it."""

from __future__ import annotations

from board.actions.cautions import spoken_for
from board.actions.load import World
from board.actions.session import Session
from board.actions.summing import sum_up
from board.actions.voting import own_ballots, why_not_vote
from board.core.ballots import fresh
from board.core.case import Case


def hides(session: Session, case: Case) -> str:
    """Why the others' ballots are hidden from me now; "" when they are shown.

    They are shown to whoever has no ballot to cast that would count, and to whoever may decide in the next step.
    """
    latest = case.docket.latest
    if case.record is not None or not case.charter.voting.hide_ballots_until_cast or latest is None:
        return ""
    mine = (one for one in own_ballots(case, session.me.member) if one.round == case.round)
    if why_not_vote(session, case) or any(not fresh(one, latest) for one in mine):
        return ""
    if spoken_for(case, session.me.member, session.today):
        return ""
    if session.me.presides and sum_up(session.world, case, session.today).may_decide:
        return ""
    return (
        "The others' ballots are hidden here until you have cast yours, so that nobody sways you. "
        "Anyone with a clone can read them."
    )


def hidden_files(session: Session, world: World, case: Case) -> frozenset[str]:
    """The ballot files of a case that are hidden from me: all but mine and those of rounds that have ended.

    A file that nobody can read as a ballot is hidden too, for it may hold what one of this round says.
    """
    folder = world.layout.file(case.id, "ballots/")
    files = [path for path in world.decision_files(case.id) if path.startswith(folder)]
    if not files or not hides(session, case):
        return frozenset()
    open_to_me = {one.path for one in case.ballots if one.round < case.round or one.member == session.me.member}
    return frozenset(files) - open_to_me
