"""Limits of questions that are the board's own numbers: an effect names one of policy.toml, by ring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from board.core.checklist import Checklist, Effect, Question
from board.core.policy import Policy
from board.core.proposal import Proposal
from board.core.stated import STRICTER

LIMIT = "{limit}"
"""Stands in the words of an effect for its number."""


def with_limits(
    checklists: tuple[Checklist, ...], proposal: Proposal, policy: Policy, facts: int
) -> tuple[Checklist, ...]:
    """The checklists with the numbers of this policy in the effects that name one.

    Which effect names one stands in the checklist. An opening by an older list (`facts`) counts by the checklist's own
    number, as does an effect whose number the policy does not hold.
    """
    if facts < STRICTER or not policy.rings:
        return checklists
    ring = next(iter(proposal.fact("target_ring")), "")
    return tuple(_filled(each, ring, policy) for each in checklists)


def needs_policy(question: Question, kind: str) -> bool:
    """Whether a question that may be put to this kind has an effect whose number is the policy's."""
    asked = not question.applies or any(not when.kinds or kind in when.kinds for when in question.applies)
    return asked and any(effect.policy for effect in question.effects)


def _filled(checklist: Checklist, ring: str, policy: Policy) -> Checklist:
    if not any(effect.policy for question in checklist.questions for effect in question.effects):
        return checklist
    return replace(checklist, questions=tuple(_asked(one, ring, policy) for one in checklist.questions))


def _asked(question: Question, ring: str, policy: Policy) -> Question:
    if not any(effect.policy for effect in question.effects):
        return question
    return replace(question, effects=tuple(_limited(one, ring, policy) for one in question.effects))


def _limited(effect: Effect, ring: str, policy: Policy) -> Effect:
    number = _number(effect, ring, policy.rings) if effect.policy else None
    if number is None:
        return effect
    answers = tuple(f"{one[0]}{number:g}" if one[:1] in ("<", ">") else one for one in effect.answers)
    return replace(effect, answers=answers, text=effect.form.replace(LIMIT, f"{number:g}"))


def _number(effect: Effect, ring: str, rings: Mapping[str, Mapping[str, float]]) -> float | None:
    """The number of the ring asked for; else of one that the effect is about, then of any, the last named first."""
    named = [name for name in rings if effect.policy in rings[name]]
    about = [name for name in named if name in effect.when.rings]
    wanted = ring if ring in named else next(reversed([*named, *about]), "")
    return rings[wanted][effect.policy] if wanted else None
