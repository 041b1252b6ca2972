"""Counting an opening again: whether it binds what lay there, and whether it could be made at all."""

from __future__ import annotations

from collections.abc import Iterator

from board.actions.load import World
from board.core.act import WAITS_WORKING_DAYS
from board.core.case import Case
from board.core.dates import add_working_days, local_date
from board.core.docket import Opening
from board.core.expedited import why_not_expedite
from board.core.going_back import EMERGENCY, WHAT_IT_DOES, expands
from board.core.lowered import lowered_before
from board.core.proposal import Tier
from board.core.proposers import why_not_one
from board.core.questions import tier_by
from board.core.rules import window_days
from board.core.stated import FACTS, STRICTER
from board.core.stops import has_not_come
from board.trust.step import Step


def wrong_in(step: Step, world: World, case: Case, now: Case, opening: Opening, by: tuple[str, ...]) -> Iterator[str]:
    """What an opening does not name as it was, each with why where that is not plain.

    `case` is what lay there before, `now` the same with the text at the tip; `by` are who may be named as the opener.
    """
    latest = case.docket.latest
    round_over = latest is not None and any(one.round >= latest.round for one in case.rounds)
    bound = {"revision": world.revision(case.id), **world.current}
    yield from (name for name, digest in bound.items() if getattr(opening, name) != digest)
    # What was opened before more facts were owed stays good; once the charter or an opening names the longer list,
    # all do.
    if not max(step.before.link.opened, step.charter.facts) <= opening.facts <= FACTS:
        yield f"facts (list {opening.facts})"
    floor = _floor(case, now, opening)
    tier = max([floor, *([case.tier] if latest else [])], key=lambda one: one.rank)
    if opening.tier is not tier and (opening.tier.rank < tier.rank or opening.facts >= STRICTER):
        yield f"tier ({opening.tier} instead of {tier})"
    if opening.round != (1 if latest is None else latest.round + round_over):
        yield "round"
    yield from _at_once(step, now, opening)
    if opening.opened_by not in by:
        yield "opened_by"
    if opening.opened_at is None or opening.window_ends is None:
        yield "window"
    else:
        first = local_date(opening.opened_at, world.charter.timezone)
        days = window_days(world.charter, now.proposal.kind)
        least, most = (add_working_days(first, days + more, world.charter.holidays) for more in (0, WAITS_WORKING_DAYS))
        if opening.facts >= STRICTER and by != (step.member.id,):
            least = most  # where two open, the window is as much longer as the second may take to agree
        if opening.window_ends < least or (opening.window_ends > most and opening.facts >= STRICTER):
            yield "window"
    if opening.path and ("chair" not in step.member.roles or why_not_expedite(now, opening.tier)):
        yield "path (only the chair asks for the short way, and only where it is open)"
    if opening.facts >= STRICTER and why_not_one(world.charter, now.proposal):
        yield "proposer (it names several members, who would have no vote)"
    if opening.facts >= STRICTER:
        yield from _nothing_to_open(case, now, opening, round_over=round_over)


def _floor(case: Case, now: Case, opening: Opening) -> Tier:
    """The tier that facts and answers fix; from list 3 on the one to which the board lowered this text by vote."""
    tier = tier_by(now, opening.facts)[0]
    held = lowered_before(case, opening.revision) if opening.facts >= STRICTER else None
    return held.to if held is not None and tier.rank <= held.since.rank else tier


def _nothing_to_open(case: Case, now: Case, opening: Opening, *, round_over: bool) -> Iterator[str]:
    """Why there was nothing to open: what is decided or not ready stays so, and no vote begins anew by itself."""
    latest = case.docket.latest
    if case.record is not None:
        yield "decision (it is decided; a new proposal replaces it)"
    if now.proposal.state != "ready":
        yield f"state (its proposer marked it as {now.proposal.state})"
    # a vote that lowered the tier holds: what facts and answers said before it raises nothing anew
    raised = latest is not None and _floor(case, now, opening).rank > max(latest.tier.rank, case.tier.rank)
    if latest is not None and not (round_over or raised or _of_a_day_to_come(latest, opening, now)):
        names = ("revision", "charter", "checklists", "policy")
        if all(getattr(opening, name) == getattr(latest, name) for name in names):
            yield "revision (the board looks at just this already; window, notice and path stay what they were)"


def _of_a_day_to_come(latest: Opening, opening: Opening, case: Case) -> bool:
    """Whether what is open names a day that had not come when it is opened again, so that its window would not end."""
    if latest.opened_at is None or opening.opened_at is None:
        return False
    return has_not_come(latest.opened_at, local_date(opening.opened_at, case.charter.timezone), case.charter)


def _at_once(step: Step, now: Case, opening: Opening) -> Iterator[str]:
    """Why the person on call could not act at once by this opening, in words."""
    if step.by_path.get(step.ground.layout.file(now.id, "emergency.toml")) is None:
        return
    if now.proposal.kind != EMERGENCY:
        yield "kind (only an emergency action may be opened by the person on call)"
    elif opening.facts >= STRICTER and step.openings(now.id):
        yield "emergency.toml (the board had taken it up already, so nobody acts at once)"
    elif opening.facts >= STRICTER and expands(now):
        yield f"emergency.toml ({WHAT_IT_DOES} says that it widens something, so nobody acts at once)"
