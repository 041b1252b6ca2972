"""Values for the screens about the whole board: law, the charter, checkpoints, a member who leaves, a proof."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from board.actions.checkpointing import Kept
from board.actions.holding import HeldMatch
from board.actions.lab import Candidate, Lab
from board.actions.members import Handover
from board.actions.model import Done
from board.actions.packing import CitingDecision, Law, Library
from board.actions.proof_check import Checked
from board.actions.witnessing import Chain
from board.core.charter_told import Chapter, told
from board.core.checklist import Question
from board.core.checkpoint import Checkpoint
from board.core.lab import Comparison, Replayed, RuleChange
from board.core.leaving import Duty
from board.core.merkle import root
from board.core.outcome import Outcome
from board.core.pack import Citation, Clock, Entry, Framework, Pack, compare
from board.core.proof import Proof
from board.core.rules import default_kinds
from board.trust.report import Fault, Report
from board.trust.witness import Witness, Witnesses
from tests.tui.sample import CHARTER, ID
from tests.tui.sample_later import RECORD, REPORT

CHARTERS = (
    Candidate("proposals/2026/0030-two-thirds/new/board.toml", "Two thirds must say yes", b""),
    Candidate("stricter.toml", "A copy of this board's charter", b""),
)
THIRDS = RuleChange("[voting] majority", "more than 1/2", "more than 2/3")
TRIED = Lab(
    CHARTERS[0].path,
    (THIRDS, RuleChange("[voting] window_working_days", "5", "10")),
    (
        Comparison(
            ID, "Promote triage 2.1 to opt-in beta", "ring-promote", "high", 1, date(2026, 10, 12), Outcome.APPROVED,
            Replayed(Outcome.APPROVED, "5 seats; 3 say yes, 2 say no; more than half of 5 is 3: approved."),
            Replayed(Outcome.REJECTED, "5 seats; 3 say yes, 2 say no; more than 2/3 of 5 is 4, which yes does not "
                     "reach: rejected.", "", None),
            (THIRDS,),
        ),
        Comparison(
            "2026/0009-quiet", "Quiet hours for the alarm", "policy-change", "limited", 1, date(2026, 9, 1),
            Outcome.APPROVED, Replayed(Outcome.APPROVED, "4 seats; 4 say yes: approved."),
            Replayed(Outcome.APPROVED, "4 seats; 4 say yes: approved."),
        ),
    ),
)  # fmt: skip
AI_ACT = "https://eur-lex.europa.eu/eli/reg/2024/1689/oj"
BEFORE = Pack(
    "2026-05",
    "Law and standards, May 2026",
    date(2026, 5, 1),
    (
        Framework(
            "EU",
            "EU Artificial Intelligence Act",
            entries=(
                Entry("EU", "Art. 9", "Manage risk over the whole life", "adopted-not-yet-applied", AI_ACT),
                Entry("EU", "Art. 73", "Report serious incidents", "adopted-not-yet-applied", AI_ACT),
            ),
        ),
    ),
)
PACK = Pack(
    "2026-11",
    "Law and standards, November 2026",
    date(2026, 11, 22),
    (
        Framework(
            "EU",
            "EU Artificial Intelligence Act",
            entries=(
                Entry("EU", "Art. 9", "Manage risk over the whole life", "in-force", AI_ACT, date(2026, 11, 22)),
                Entry("EU", "Art. 73", "Report serious incidents", "adopted-not-yet-applied", AI_ACT,
                      date(2026, 11, 22), "Applies to high-risk systems; the day depends on the annex."),
            ),
        ),
        Framework(
            "NIST",
            "NIST AI Risk Management Framework",
            entries=(
                Entry("NIST", "GOVERN 1.1", "Know which laws apply", "in-force", "https://doi.org/10.6028/NIST.AI.100-1"),
                Entry("NIST", "MAP 9.9", "An entry that nobody could settle", "check"),
            ),
        ),
    ),
    (Clock("eu-73", "EU", "Art. 73(2)", "After a serious incident", "15 days", "adopted-not-yet-applied"),),
)  # fmt: skip
QUESTION = Question("R-15", "single", "What is the worst harm to a person, realistically?")
LAW = Law(Library((PACK, BEFORE), ()), PACK, {"EU Art. 9": (QUESTION,)}, compare(BEFORE, PACK))
DECISIONS = (
    CitingDecision(
        ID,
        "Promote triage 2.1 to opt-in beta",
        Outcome.APPROVED_WITH_CONDITIONS,
        date(2026, 10, 8),
        "in-force",
        (Citation("R-15", "EU Art. 73", "Report serious incidents", "adopted-not-yet-applied"),),
    ),
)
RULES = told(replace(CHARTER, kinds=default_kinds()))
HANDOVER = Handover(
    CHARTER.members[1],
    (
        Duty("seat", "engineering", "Holds the seat Engineering; mo is alternate and could take it.", ("mo",)),
        Duty("ballot", ID, "Has not voted for Engineering.", ("mo",)),
        Duty("condition", f"{ID} c1", "Owns a condition, due 2026-10-20: Show the dashboard by language.", ()),
    ),
    date(2026, 10, 22),
    "",
)
LEAVES = (b"founding", b"seats", b"ballots", b"a decision")
CHAIN = Chain("7f3c0a", ("a" * 40, "b" * 40, "c" * 40, "d" * 40), LEAVES, Witnesses(()), 1791460800)
KEPT = (
    Kept(Checkpoint("7f3c0a", 4, root(LEAVES)), (Witness("kim", 1791460800, True), Witness("ana", 1791464400, True))),
    Kept(Checkpoint("7f3c0a", 3, root(LEAVES[:2])), (Witness("ben", 1791374400, True),), ("stranger",)),
    Kept(Checkpoint("7f3c0a", 2, root(LEAVES[:2])), (), ("kim",)),
)
SPLIT = Fault("checkpoint.split", "3/ben saw other commits among the first 3 than this copy holds.", "c" * 40, "3/ben")
COMPARED = (replace(REPORT, faults=(SPLIT,), unproven=(), trusted=()), CHAIN)
PROVEN = Checked(
    Proof(ID, "7f3c0a", ("d" * 40,), {}, {}, "", None, {}),
    RECORD,
    (),
    signers=(("ana", "a" * 40, ("ballots/ana-1.toml",)), ("kim", "d" * 40, ("record.toml",))),
    witnesses=(Witness("kim", 1791460800, True),),
)
MATCHES = ("sha256:ef56", (HeldMatch(ID, "consent", "Legal"),))


class SampleBoard:
    """The answers; `give` and `note` are the sample desk's."""

    def give(self, name: str, default: Any) -> Any:
        """A value set for this test, else the sample; an exception is raised."""
        raise NotImplementedError

    def note(self, *what: object) -> Done:
        """Remember an act."""
        raise NotImplementedError

    def law(self) -> Law:
        return self.give("law", LAW)

    def unsettled_decisions(self, found: Law) -> tuple[CitingDecision, ...]:
        return self.give("unsettled", DECISIONS)

    def rules(self) -> tuple[Chapter, ...]:
        return self.give("rules", RULES)

    def charters(self) -> tuple[Candidate, ...]:
        return self.give("charters", CHARTERS)

    def charter_in(self, file: str) -> Candidate:
        self.note("charter in", file)
        return self.give("charter in", CHARTERS[1])

    def try_charter(self, other: Candidate, moved: Callable[[int, int], None], stopped: Callable[[], bool]) -> Lab:
        self.note("try", other.path)
        moved(3, 17)
        wait: Callable[[Callable[[], bool]], None] = self.give("counting", lambda _: None)
        wait(stopped)
        return self.give("lab", TRIED)

    def checkpoints(self) -> tuple[Kept, ...]:
        return self.give("kept", KEPT)

    def compare_checkpoints(self, file: str) -> tuple[Report, Chain | None]:
        self.note("compare", file)
        return self.give("compared", COMPARED)

    def countersign(self, file: str) -> Done:
        return self.note("countersign", file)

    def replace_key(self, member: str, key: str, reason: str) -> Done:
        return self.note("replace key", member, key, reason)

    def handover(self, member: str, until: date | None = None, gives: Mapping[str, str] | None = None) -> Handover:
        self.note("handover", member, until, dict(gives or {}))
        return self.give("handover", HANDOVER)

    def draft_leaving(self, found: Handover) -> Done:
        return self.note("draft leaving", found.member.id)

    def check_held(self, file: str, salt: str) -> tuple[str, tuple[HeldMatch, ...]]:
        self.note("check held", file, salt)
        return self.give("matches", MATCHES)

    def prove(self, proposal_id: str) -> tuple[str, Checked]:
        self.note("prove", proposal_id)
        path = Path("/Home/ana") / f"proof-{proposal_id.replace('/', '-')}.json"
        return self.give("proven", (str(path), PROVEN))
