"""What a raised tier or band adds to the board's duties, in sentences; nothing where nothing rises."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from board.core.case import Case
from board.core.checklist import Effect, EffectKind
from board.core.docket import Docket, Opening
from board.core.proposal import Tier
from board.core.questions import asked_in, case_tier, standings
from board.core.risk import Band, case_band
from board.core.risk import duties as of_band
from board.core.rules import may_expedite, must_sign, quorum_seats, voting_seats, yes_needed
from board.core.sentence import and_, plural

_PUBLISHED = {
    Tier.MINIMAL: "",
    Tier.LIMITED: "A summary of the decision and the ethics review are published within 30 days.",
    Tier.HIGH: "The ethics review is published before the general ring.",
}


def duties(before: Case, after: Case) -> tuple[str, ...]:
    """What is asked in addition once the answers of `after` stand instead of those of `before`, each a sentence.

    Both are the same proposal with other answers and views. A tier that rises binds the board once the proposal is
    opened again, or at once when a seat raises it by a motion; a band binds as soon as the answers are shared.
    """
    latest = before.docket.latest
    floor = max([before.tier, *([latest.tier] if latest else [case_tier(before)[0]])], key=lambda tier: tier.rank)
    reached = case_tier(after)[0]
    tier = _of_tier(before, after, floor, reached) if reached.rank > floor.rank else ()
    was, now = case_band(before), case_band(after)
    return (*tier, *(_of_band(was, now) if now is not None and (was is None or now.rank > was.rank) else ()))


def of_answer(before: Case, after: Case, question: str) -> tuple[str, ...]:
    """What one answer does: the tier that falls by it, else what it adds to the duties beside its not being asked."""
    was, (now, reasons) = case_tier(before)[0], case_tier(after)
    if now.rank < was.rank:
        return (f"The tier falls from {was} to {now}.",)
    unasked = tuple(
        replace(each, questions=tuple(one for one in each.questions if one.id != question)) for each in after.checklists
    )
    adds = duties(replace(after, checklists=unasked), after)
    if any(each.startswith("The tier") for each in adds):
        return adds
    sets = (f"The tier is {now}: {reason}" for reason in reasons if reason.startswith(f"{question} is answered"))
    return (*sets, *adds)


_FOLLOWS = {
    EffectKind.BLOCK_ALWAYS: "That bars approval, and no exception lifts it",
    EffectKind.BLOCK: "That bars approval",
    EffectKind.RAISE: "That raises the risk",
    EffectKind.COND: "It drafts the condition",
    EffectKind.NOTE: "It is noted in the record",
}


def follows(effects: Iterable[Effect]) -> tuple[str, ...]:
    """What an answer does besides moving the tier, a sentence for each effect; the tier is told with what it adds."""
    told = ((_FOLLOWS[each.kind], each.text) for each in effects if not (each.kind is EffectKind.RAISE and each.to))
    return tuple(f"{what}: {text}" if text else f"{what}." for what, text in told)


def follows_from(case: Case, question: str) -> tuple[str, ...]:
    """What the answer that stands to one question of a case does, in sentences."""
    return follows(effect for each in standings(case) if each.asked.question.id == question for effect in each.effects)


def _of_tier(before: Case, after: Case, was: Tier, now: Tier) -> Iterator[str]:
    yield f"The tier rises from {was} to {now}."
    if now is Tier.PROHIBITED:
        yield "No board may approve it."
        return
    charter, proposal = before.charter, before.proposal
    seats, more = (voting_seats(charter, proposal, tier) for tier in (was, now))
    joining = [charter.seat_title(seat.id) for seat in more if seat not in seats]
    if joining:
        yield f"{and_(joining)} {'votes' if len(joining) == 1 else 'vote'} as well: {plural(len(more), 'seat')} in all."
    signing = set(must_sign(charter, proposal, was))
    signs = [charter.seat_title(seat) for seat in must_sign(charter, proposal, now) if seat not in signing]
    if signs:
        yield f"{and_(signs)} must vote."
    needed, wanted = (yes_needed(charter, proposal.kind, len(each)) for each in (seats, more))
    if wanted > needed:
        yield f"{wanted} seats must say yes instead of {needed}."
    few, many = (
        min(quorum_seats(charter, proposal.kind, tier), len(each)) for tier, each in ((was, seats), (now, more))
    )
    if many > few:
        yield f"The quorum is {plural(many, 'seat')} instead of {few}."
    yield from _questions(after, was, now)
    if may_expedite(charter.rule(proposal.kind), was) and not may_expedite(charter.rule(proposal.kind), now):
        yield "The short way is closed."
    if _PUBLISHED[now] != _PUBLISHED[was]:
        yield _PUBLISHED[now]


def _questions(case: Case, was: Tier, now: Tier) -> Iterator[str]:
    """The questions that are asked at the higher tier only."""
    known = set(_asked_at(case, was))
    new = [each for each in _asked_at(case, now) if each not in known]
    if new:
        shown = and_(new) if len(new) <= 6 else f"{', '.join(new[:5])} and {len(new) - 5} more"
        yield f"{plural(len(new), 'more question')} {'is' if len(new) == 1 else 'are'} asked: {shown}."


def _asked_at(case: Case, tier: Tier) -> tuple[str, ...]:
    openings = case.docket.openings or (Opening(1, "", "", "", tier),)
    at_tier = Docket((*openings[:-1], replace(openings[-1], tier=tier)))
    asked = asked_in(replace(case, docket=at_tier, carried=replace(case.carried, tier=None)))
    return tuple(each.question.id for each in asked if not each.dropped)


def _of_band(was: Band | None, now: Band) -> Iterator[str]:
    if was is None and now is Band.LOW:
        return
    yield f"The risk that is left rises from {was} to {now}." if was else f"The risk that is left is {now}."
    held = of_band(was) if was else ()
    yield from (duty for duty in of_band(now) if duty not in held)
