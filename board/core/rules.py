"""What `rules = 1` means: default seats and kinds, and how a kind's rule reads for one proposal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import TypeVar

from board.core.charter import Charter, KindRule, Seat
from board.core.proposal import Proposal, Tier

UNKNOWN = "unknown"
PATH_WORDS: Mapping[str, str] = {
    "vote": "the full vote",
    "consent": "the consent agenda: it passes unless a seat objects or pulls it",
    "standard": "a standard change, listed on the consent agenda: one approval is enough, and any seat may pull it",
    "emergency": "an emergency: two seats act, and the board ratifies",
    "expedited": "the short way: the chair and one more seat, within 24 hours",
}
PATHS = tuple(PATH_WORDS)

_T = TypeVar("_T")
_FOUR = ("engineering", "security", "product", "legal")
_ETHICS = ("ethics",)


def default_seats() -> tuple[Seat, ...]:
    """The four seats that always vote, and the ethics panel at tier high."""
    always = tuple(Seat(seat, seat.capitalize()) for seat in _FOUR)
    return (*always, Seat("ethics", "Ethics panel", votes="tier-high"))


def default_kinds() -> dict[str, KindRule]:
    """The twelve kinds of `rules = 1`, by id.

    Approval ends after 180 days, after 365 where the ring is general or a dataset is admitted, after 90 for an
    exception (D.1, term); 0 means that it does not end by itself. How soon one must be put to use stands in unused.py.
    """
    listed = (
        KindRule("model-adopt", _FOUR, _ETHICS, expires_when=_GENERAL_365),
        KindRule("model-train", _FOUR, _ETHICS),
        KindRule(
            "model-change",
            ("engineering", "security"),
            _ETHICS,
            must_sign_when={"change_class=major": ("product", "legal")},
            path_when={"change_class=patch": "standard", "change_class=minor": "consent"},
            expires_when=_GENERAL_365,
        ),
        KindRule("dataset-admit", ("engineering", "legal", "security"), _ETHICS, expires_days=365),
        KindRule("use-change", ("product", "legal", "engineering", "security"), _ETHICS, expires_when=_GENERAL_365),
        KindRule(
            "ring-promote",
            ("engineering", "product", "security"),
            _ETHICS,
            must_sign_when={"target_ring=general": ("legal",), "target_ring=external": ("legal",)},
            expires_when=_GENERAL_365,
        ),
        KindRule("policy-change", _FOUR, expires_days=0, notice_working_days=5),
        KindRule(
            "policy-exception",
            ("security", "legal"),
            must_sign_when={f"gate_owner={seat}": (seat,) for seat in (*_FOUR, *_ETHICS)},
            expires_days=90,
        ),
        KindRule("external-release", (*_FOUR, *_ETHICS), notice_working_days=10, expires_days=365),
        KindRule(
            "model-retire",
            ("engineering", "product"),
            must_sign_when={"data_disposal=yes": ("security", "legal")},
            path="consent",
            expires_days=0,
        ),
        KindRule("emergency-action", path="emergency", expires_days=0),
        KindRule(
            "charter-change",
            (*_FOUR, *_ETHICS),
            must_sign_roles=("sponsor",),
            expires_days=0,
            notice_working_days=10,
            majority=(2, 3),
            majority_at_least=True,
        ),
    )
    return {rule.id: rule for rule in listed}


_GENERAL_365 = {"target_ring=general": 365}


def path_for(rule: KindRule, proposal: Proposal) -> str:
    """How a proposal is decided, one of PATHS. An easier path needs its fact to be stated."""
    return next(_stated(rule.path_when, proposal), rule.path)


def why_full_vote(charter: Charter, proposal: Proposal, tier: Tier, path: str) -> str:
    """Why consent or a standard change is not open; "" where it is.

    "tier": at tier high silence is no consent. "signing": a fact asks for more seats to sign.
    """
    if path == "consent" and tier.rank >= Tier.HIGH.rank:
        return "tier"
    rule = charter.rule(proposal.kind)
    known = {seat.id for seat in charter.seats}
    return "signing" if known & (_asked_by_facts(rule, proposal) - set(rule.must_sign)) else ""


def may_expedite(rule: KindRule, tier: Tier) -> bool:
    """Whether the chair may ask for the short way: not at tier high, nor where notice or a role's signature is due."""
    ordinary = rule.path != "emergency" and not rule.must_sign_roles and not rule.notice_working_days
    return ordinary and tier.rank < Tier.HIGH.rank


def must_sign(charter: Charter, proposal: Proposal, tier: Tier) -> tuple[str, ...]:
    """The seats that must sign, in the charter's order; a fact that is missing or unknown asks for its seats too."""
    rule = charter.rule(proposal.kind)
    wanted = set(rule.must_sign)
    if tier.rank >= Tier.HIGH.rank:
        wanted.update(rule.must_sign_high)
    wanted |= _asked_by_facts(rule, proposal) | {*proposal.signers}
    return tuple(seat.id for seat in charter.seats if seat.id in wanted)


def _asked_by_facts(rule: KindRule, proposal: Proposal) -> set[str]:
    """The seats that a stated fact asks to sign; a fact that is missing or unknown asks for its seats too."""
    asked: set[str] = set()
    for when, seats in rule.must_sign_when.items():
        fact, _, value = when.partition("=")
        values = proposal.fact(fact)
        if not values or value in values or UNKNOWN in values:
            asked.update(seats)
    return asked


def voting_seats(charter: Charter, proposal: Proposal, tier: Tier) -> tuple[Seat, ...]:
    """The seats with a vote on a proposal: those that always vote, those of its tier, and those that must sign."""
    high = tier.rank >= Tier.HIGH.rank
    signing = must_sign(charter, proposal, tier)
    return tuple(seat for seat in charter.seats if seat.votes == "always" or high or seat.id in signing)


def yes_needed(charter: Charter, kind: str, eligible: int) -> int:
    """How many seats must say yes: strictly more than the share, or the share itself where the kind says at least."""
    rule = charter.rule(kind)
    part, whole = rule.majority or charter.voting.majority
    if whole <= 0:
        part, whole = 1, 2
    if rule.majority_at_least:
        return max(1, -(-eligible * part // whole))
    return eligible * part // whole + 1


def quorum_seats(charter: Charter, kind: str, tier: Tier) -> int:
    """How many seats must speak before those that stand aside are taken off."""
    own = charter.rule(kind).quorum_seats
    if own is not None:
        return own
    voting = charter.voting
    return voting.quorum_seats_high if tier.rank >= Tier.HIGH.rank else voting.quorum_seats


def quorum_people(charter: Charter) -> int:
    """How many people must speak: never fewer than two."""
    return max(2, charter.voting.quorum_people)


def window_days(charter: Charter, kind: str) -> int:
    """The voting window in working days: the board's, or the kind's notice where that is longer."""
    return max(charter.voting.window_working_days, charter.rule(kind).notice_working_days or 0)


def expires_on(charter: Charter, proposal: Proposal, decided: date) -> date | None:
    """The day an approval given on `decided` ends; None when it does not end by itself."""
    rule = charter.rule(proposal.kind)
    days = next(_stated(rule.expires_when, proposal), rule.expires_days)
    return decided + timedelta(days=days) if days > 0 else None


HIGH_RISK_DAYS = 180
"""An approval that leaves a high risk lasts so many days at most (domain.md D.1, term)."""


def _stated(table: Mapping[str, _T], proposal: Proposal) -> Iterator[_T]:
    """The entries whose `fact=value` the proposal states."""
    for when, meaning in table.items():
        fact, _, value = when.partition("=")
        if value in proposal.fact(fact):
            yield meaning
