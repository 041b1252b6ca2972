"""What `board verify` will answer of the dates of a decision once it is made: told before, by the same function."""

from __future__ import annotations

from dataclasses import replace

from board.actions.made import Made
from board.actions.recounting import Recount
from board.actions.session import Session
from board.actions.standing import carried_on
from board.core.finding import Finding, Refused, Severity
from board.trust.rules import place
from board.trust.step import Step, Touch

_WHY = "`board verify` answers 3 for it from then on, until the board acknowledges the decision."
_FIX = (
    "Wait until it holds by those dates too. Who sent a ballot late casts it again; the chair or the secretary opens "
    "again what was opened under another date."
)


def date_doubts(session: Session, made: Made) -> tuple[Finding, ...]:
    """Whether the outcome rests on dates that signed commits contradict, as it would be decided now by me.

    Nothing where nobody judged the history, as in an example.
    """
    standing = session.world.standing
    if standing is None or not standing.tree or not made.tally.may_decide:
        return ()
    audit = session.store.audit()
    recount = Recount(audit, session.kinds)
    try:
        walk = carried_on(audit, recount, standing)
        before = walk.states[standing.commit]
        touches = tuple(
            Touch(path, place(path, walk.ground), before.read(path), new) for path, new in made.files.items()
        )
        at = made.record.decided_at or session.now()
        when = walk.dates.when(int(at.timestamp()), session.member().id, touches)
        step = Step("", before, session.charter, walk.ground, session.member(), touches, when)
        found = tuple(recount.dated(step, walk.states))
    except Refused:  # whoever decides is told elsewhere why it cannot be
        return ()
    return tuple(replace(one.finding(Severity.WARNING), why=_WHY, fix=_FIX) for one in found)
