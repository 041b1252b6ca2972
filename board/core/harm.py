"""What each step of “how bad” means for six sorts of harm: the highest that fits counts, they are never added."""

from __future__ import annotations

from collections.abc import Mapping

LIKELIHOOD_SHARES = ("below 1 in 100", "up to 1 in 10", "up to 1 in 2", "up to 9 in 10", "above 9 in 10")
"""What each step of “how likely” means, within twelve months at the ring asked for."""
HARMS: Mapping[str, tuple[str, str, str, str, str]] = {
    "people's health and safety": (
        "an annoyance",
        "short distress",
        "treatable harm to one person",
        "serious harm, or minor harm to many",
        "death or permanent harm",
    ),
    "rights and fairness": (
        "none",
        "put right the same day",
        "a wrong outcome, put right in weeks",
        "a wrong outcome for a group, slow to put right",
        "unlawful discrimination at scale, or for good",
    ),
    "privacy": (
        "none",
        "low-risk data, inside the house",
        "people can be told apart, few saw it",
        "sensitive data, or more than 1,000 people",
        "sensitive data at scale, in public",
    ),
    "law and licence": (
        "none",
        "a missing notice, mended",
        "breach of a contract",
        "a regulator asks, or one product must go",
        "a banned practice, or we must leave the market",
    ),
    "service and money": (
        "under an hour worse",
        "under a day",
        "under 1% of yearly revenue, or 1 to 3 days out",
        "1 to 5% of yearly revenue, or a week out",
        "over 5% of yearly revenue, or the service is lost",
    ),
    "environment and society": ("none", "negligible", "measurable, in one place", "significant", "lasting"),
}
"""Sort of harm → what each of the five steps is for it."""
