"""Of what the lives of proposals are made: a question that can bar, risks, kinds with rules of their own, facts."""

from __future__ import annotations

from hypothesis import strategies as st

from board.core.charter import KindRule
from board.core.checklist import Checklist, Effect, EffectKind, Question
from board.core.record import Outcome, Record, Sum

ASKED = Question(
    "R-90",
    "risk",
    "Is there a way back?",
    judge="security",
    effects=(Effect(EffectKind.BLOCK, ("no", "unknown"), "There is no way back."),),
)
RAISING = Question(
    "R-91",
    "risk",
    "Is it on the list?",
    judge="legal",
    effects=(
        Effect(EffectKind.RAISE, ("yes",), "It is on the list.", to="high"),
        Effect(EffectKind.NOTE, ("unknown",), "Nobody knows."),
    ),
)
CHECKED = (Checklist("risk", "Risk", questions=(ASKED, RAISING)),)
NAMED = {"id": "a", "text": "A wrong list", "basis": "A test"}
RISKS = [[NAMED | {"residual": {"likelihood": n, "impact": n + 1}}] for n in (1, 2, 3)]  # low, medium, high or worse
RISKS.append([{**one, "reversible": True} for one in RISKS[-1]])  # high, and it can be undone
OWN = [
    KindRule("plain"),
    KindRule("plain", must_sign=("legal",), must_sign_high=("ethics",), quorum_seats=2),
    KindRule("plain", path="standard"),
    KindRule("plain", path="consent", majority=(2, 3)),
    KindRule("plain", must_sign=("security", "product"), must_sign_roles=("sponsor",), notice_working_days=3),
]
FACTS = st.fixed_dictionaries(
    {"risks": st.sampled_from([[], *RISKS, RISKS[1]])},
    optional={
        "change_class": st.sampled_from(["major", "minor", "patch", "unknown"]),
        "target_ring": st.sampled_from(["beta", "general"]),
        "data_disposal": st.sampled_from(["yes", "no"]),
        "gate_owner": st.sampled_from(["product", "unknown"]),
    },
)


def before(outcome: Outcome, kind: str, way: str, tier: str) -> Record:
    """A decision that another says it replaces."""
    none = Sum(0, 0, 0, 0, 0, 0, 0, 0, 0, "None.")
    return Record("2026/0001-before", 1, outcome, 1, None, "kim", "", none, kind=kind, way=way, tier=tier)


BEFORE = st.sampled_from(
    [
        None,
        None,
        before(Outcome.APPROVED, "model-change", "standard", "minimal"),
        before(Outcome.APPROVED, "model-change", "standard", "high"),
        before(Outcome.APPROVED_WITH_CONDITIONS, "model-change", "vote", "minimal"),
        before(Outcome.APPROVED, "model-change", "consent", "limited"),
        before(Outcome.APPROVED, "emergency-action", "emergency", "minimal"),
        before(Outcome.STOPPED, "model-change", "standard", "minimal"),
    ]
)
"""The decision that a proposal says it replaces."""
