"""When a question, a branch or an effect applies, and which effects an answer has."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from board.core.checklist import Applicability, Effect, EffectKind
from board.core.proposal import Proposal, Tier
from board.core.tier import UNKNOWN, plain, values_of
from board.core.values import NOT_APPLICABLE

_NOTHING_PICKED = frozenset({"none", "no", NOT_APPLICABLE})
_WEIGHT = tuple(EffectKind)


@dataclass(frozen=True, slots=True)
class Context:
    """What decides whether something applies: the proposal, its tier, the ring, and the answers so far.

    A day that is answered is as old as it was on `day`: when the board took the proposal up, before that when it was
    made; without one no age is known, and none is too great.
    """

    proposal: Proposal
    tier: Tier
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Question id → the value that stands; a question that nobody answered is not in it."""
    day: date | None = None


def applies(when: Applicability, context: Context) -> bool:
    """Whether every group that is not empty matches, branches left aside.

    A fact that is not stated, and that the kind does not owe, matches nothing; one that is unknown matches whatever is
    asked of it.
    """
    proposal = context.proposal
    return (
        (not when.kinds or proposal.kind in when.kinds)
        and (not when.tiers or context.tier.value in when.tiers)
        and (not when.rings or _fact_matches(values_of(proposal, "target_ring"), when.rings))
        and all(_fact_matches(values_of(proposal, fact), wanted) for fact, wanted in when.facts.items())
    )


def closed_branch(when: Applicability, context: Context) -> str:
    """The earlier question whose answer closes this branch, or ""; an unanswered or unknown one leaves it open."""
    for question, opening in when.after.items():
        values = {plain(value) for value in context.values.get(question, ())} or {UNKNOWN}
        if UNKNOWN not in values and values.isdisjoint(plain(value) for value in opening):
            return question
    return ""


def evaluate(
    effects: Iterable[Effect], value: tuple[str, ...], context: Context, *, evidence: bool = True
) -> tuple[Effect, ...]:
    """The effects an answer has, in the checklist's order.

    A blank counts as unknown, and unknown as the bad answer: it has the effects that name `unknown`, and where none
    does, the heaviest ones.
    """
    possible = tuple(
        effect for effect in effects if applies(effect.when, context) and not closed_branch(effect.when, context)
    )
    said = {plain(one) for one in value if one.strip()}
    if not said or UNKNOWN in said:
        return _of_unknown(possible)
    return tuple(
        effect for effect in possible if any(_fires(token, said, evidence, context.day) for token in effect.answers)
    )


def _of_unknown(possible: tuple[Effect, ...]) -> tuple[Effect, ...]:
    named = tuple(effect for effect in possible if UNKNOWN in map(plain, effect.answers))
    if named or not possible:
        return named
    heaviest = min(_WEIGHT.index(effect.kind) for effect in possible)
    return tuple(effect for effect in possible if _WEIGHT.index(effect.kind) == heaviest)


def _fires(token: str, said: Collection[str], evidence: bool, day: date | None) -> bool:
    word = plain(token)
    if word == "any":
        return any(value not in _NOTHING_PICKED for value in said)
    if word == "no-evidence":
        return not evidence and NOT_APPLICABLE not in said
    if word[:1] in ("<", ">"):
        return any(_beyond(word, value, day) for value in said)
    return word in said


def _beyond(token: str, value: str, day: date | None) -> bool:
    """Whether a number, or the age of a day in days, lies beyond a limit.

    What is neither cannot be shown to be inside it.
    """
    if value == NOT_APPLICABLE:
        return False
    then = _day(value)
    if then is not None and day is None:
        return False
    try:
        limit, number = float(token[1:]), float((day - then).days if day and then else value.rstrip("%"))
    except ValueError:
        return True
    return not number >= limit if token[0] == "<" else not number <= limit


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _fact_matches(stated: Collection[str], wanted: Iterable[str]) -> bool:
    if UNKNOWN in stated:
        return True
    return any(
        any(value != plain(one[1:]) for value in stated) if one.startswith("!") else plain(one) in stated
        for one in wanted
    )
