"""Small cases for the tests: a board of four seats and a panel, one member each, and ballots on one revision."""

from __future__ import annotations

from datetime import UTC, date, datetime

from board.core.ballot import Ballot, Condition, Verdict
from board.core.case import Case
from board.core.charter import Charter, KindRule, Member, Voting
from board.core.docket import Docket, Opening
from board.core.proposal import Proposal, Tier
from board.core.rules import default_kinds, default_seats

MONDAY = date(2026, 10, 5)
WINDOW_ENDS = date(2026, 10, 12)
AFTER = date(2026, 10, 13)
PROPOSAL = "2026/0014-triage-to-beta"
HOLDERS = {"engineering": "ben", "security": "ana", "product": "chiara", "legal": "lena", "ethics": "ruth"}
SEATS = tuple(HOLDERS)
OPENING = Opening(
    round=1,
    revision="sha256:r1",
    charter="sha256:c1",
    checklists="sha256:k1",
    policy="sha256:p1",
    tier=Tier.LIMITED,
    opened_by="kim",
    opened_at=datetime(2026, 10, 5, 9, tzinfo=UTC),
    window_ends=WINDOW_ENDS,
)
MEMBERS = (
    Member("ana", "Ana Lindqvist", emails=("ana@hollowoak.example",), seats=("security",), roles=("chair",)),
    Member("ben", "Ben Okafor", seats=("engineering",)),
    Member("chiara", "Chiara Romano", seats=("product",)),
    Member("lena", "Lena Vogt", seats=("legal",)),
    Member("ruth", "Ruth Abara", seats=("ethics",)),
    Member("kim", "Kim Sato", alternate=("product",), roles=("secretary",)),
    Member("mo", "Mo Haddad", emails=("mo@hollowoak.example",), alternate=("engineering",), roles=("on-call",)),
    Member("yusuf", "Yusuf Demir", alternate=("security",)),
    Member("iris", "Iris Novak", roles=("sponsor", "observer")),
)
CONDITION = Condition("c1", "Show error rates by language", "mo", date(2026, 10, 20), "Link to the dashboard", "kim")


def charter(
    *, members: tuple[Member, ...] = MEMBERS, voting: Voting | None = None, rule: KindRule | None = None
) -> Charter:
    """The board of the example; `rule` replaces or adds the rule of one kind."""
    kinds = default_kinds() | ({rule.id: rule} if rule else {})
    return Charter(
        name="Model governance board",
        timezone="Europe/Berlin",
        seats=default_seats(),
        members=members,
        voting=voting or Voting(),
        kinds=kinds,
    )


PLAIN = KindRule("plain")
"""A kind that nobody must sign: only quorum and majority decide."""


def ballot(
    member: str,
    verdict: Verdict | str = Verdict.APPROVE,
    number: int = 1,
    seats: tuple[str, ...] = (),
    **fields: object,
) -> Ballot:
    """A fresh ballot; a stop names ground, evidence and what clears it, a yes-if one condition."""
    said = Verdict(verdict)
    own = seats or tuple(seat for seat, holder in HOLDERS.items() if holder == member)
    values: dict[str, object] = {
        "repository": "",
        "proposal": PROPOSAL,
        "round": 1,
        "revision": OPENING.revision,
        "charter": OPENING.charter,
        "checklists": OPENING.checklists,
        "policy": OPENING.policy,
        "member": member,
        "seats": own,
        "number": number,
        "verdict": said,
        "path": f"decisions/{PROPOSAL}/ballots/{member}-{number}.toml",
        "sha256": f"sha256:{member}{number}",
    }
    if said is Verdict.STOP:
        values |= {"ground": "missing-rights", "evidence": ("licence",), "clears": "A licence for this use"}
    if said is Verdict.APPROVE_WITH_CONDITIONS:
        values["conditions"] = (CONDITION,)
    return Ballot(**(values | fields))  # type: ignore[arg-type]  # named by each test


def case(
    *ballots: Ballot,
    kind: str = "plain",
    tier: Tier = Tier.LIMITED,
    board: Charter | None = None,
    proposer: str = "Farah Nasser <farah@hollowoak.example>",
    facts: dict[str, object] | None = None,
    openings: tuple[Opening, ...] | None = None,
    **fields: object,
) -> Case:
    """A case in review, opened at the given tier."""
    from dataclasses import replace

    return Case(
        charter=board or charter(rule=PLAIN),
        proposal=Proposal(PROPOSAL, "Promote triage", kind=kind, proposer=proposer, facts=facts or {}),
        docket=Docket((replace(OPENING, tier=tier),) if openings is None else openings),
        ballots=ballots,
        tip_revision=OPENING.revision,
        **fields,  # type: ignore[arg-type]  # named by each test
    )
