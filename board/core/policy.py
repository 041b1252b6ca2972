"""The numbers of policy.toml that the rules themselves apply; what the file does not name has no effect."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

EVIDENCE_SORTS = ("evaluation", "stress", "license", "screening", "assessment")
"""Sorts of evidence that go stale by age; the policy says after how many days."""
RETIRE_NOTICE: Mapping[str, int] = {"beta": 30, "general": 90, "external": 90}
"""The days of notice before a model is taken out of use, by its ring; a policy may say others (A.10)."""
KEEP_YEARS = 10
"""For how many years records are kept where the policy does not say: the EU's figure for grave uses (C-25)."""


@dataclass(frozen=True, slots=True)
class Gate:
    """One automatic check: which seat owns it, and what no exception lifts.

    `never` are answers that stay a bar under any exception. `questions` are those that ask about it: an id, or an id
    and the one answer that is meant, as in `C-06=unknown`. `numbers` are its own, such as `block_at_percent`.
    """

    owner: str = ""
    waivable: bool = True
    never: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    numbers: Mapping[str, float] = field(default_factory=dict)

    def about(self, question: str) -> bool:
        """Whether it names a question, with whatever answer."""
        return any(each.partition("=")[0] == question for each in self.questions)

    def keeps(self, question: str, values: Collection[str]) -> bool:
        """Whether these answers stay a bar, whatever exception is in force."""
        if not self.waivable:
            return not {question, *(f"{question}={value}" for value in values)}.isdisjoint(self.questions)
        return not set(self.never).isdisjoint(values) and (not self.questions or self.about(question))


@dataclass(frozen=True, slots=True)
class Policy:
    """What `policy.toml` says about gates, late conditions, old evidence, notice and the optional scoring.

    `freeze_after` and `roll_back_after` are days past the due date of a condition; None freezes and proposes nothing.
    `evidence_days` is by sort of evidence, `retire_notice` by ring. `canada` turns the published scoring on
    (scoring.py). `gates` says who owns each gate, and which an exception may lift (waivers.py). For `keep_years` the
    board keeps its records. `rings` are the numbers that a model must reach before it enters a ring (limits.py).
    """

    freeze_after: int | None = None
    roll_back_after: int | None = None
    evidence_days: Mapping[str, int] = field(default_factory=dict)
    void_on_changed_hash: bool = True
    canada: bool = False
    gates: Mapping[str, Gate] = field(default_factory=dict)
    retire_notice: Mapping[str, int] = field(default_factory=lambda: dict(RETIRE_NOTICE))
    keep_years: int = KEEP_YEARS
    rings: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def number(self, question: str, name: str) -> float | None:
        """A number of a gate that is about a question; None where no such gate names it."""
        gates = (gate for gate in self.gates.values() if name in gate.numbers and gate.about(question))
        return next((gate.numbers[name] for gate in gates), None)

    def kept_by(self, question: str, values: Collection[str]) -> str:
        """The gate that keeps these answers a bar whatever exception is in force; "" where one may lift them."""
        return next((name for name, gate in self.gates.items() if gate.keeps(question, values)), "")
