"""The numbers of policy.toml that the rules themselves apply; what the file does not name has no effect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

EVIDENCE_SORTS = ("evaluation", "stress", "license", "screening", "assessment")
"""Sorts of evidence that go stale by age; the policy says after how many days."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What `policy.toml` says about late conditions, old evidence and the optional scoring.

    `freeze_after` and `roll_back_after` are days past the due date of a condition; None freezes and proposes nothing.
    `evidence_days` is by sort of evidence. `canada` turns the published scoring on (scoring.py).
    """

    freeze_after: int | None = None
    roll_back_after: int | None = None
    evidence_days: Mapping[str, int] = field(default_factory=dict)
    void_on_changed_hash: bool = True
    canada: bool = False
