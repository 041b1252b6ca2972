"""The questions about what an exception would waive: put to whoever asks for it, and barring nothing there (A.8)."""

from __future__ import annotations

from board.core.case import Case
from board.core.checklist import Effect, EffectKind
from board.core.stated import STRICTER

_EXCEPTION = "policy-exception"
_SHOWN = (EffectKind.COND, EffectKind.NOTE)


def about_the_waived(case: Case) -> frozenset[str]:
    """The ids that an exception names, and the questions of the gates it names; none for openings by an older list."""
    latest = case.docket.latest
    if case.proposal.kind != _EXCEPTION or (latest is not None and latest.facts < STRICTER):
        return frozenset()
    named = frozenset((*case.proposal.fact("gate"), *case.proposal.fact("waives")))
    gates = (gate for name, gate in case.policy.gates.items() if name in named)
    return named | {question.partition("=")[0] for gate in gates for question in gate.questions}


def shown(effects: tuple[Effect, ...]) -> tuple[Effect, ...]:
    """What an answer does where its question is only shown: the bar it sets is what the exception asks to lift."""
    return tuple(effect for effect in effects if effect.kind in _SHOWN)
