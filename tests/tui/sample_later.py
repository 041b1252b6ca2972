"""Values for the screens about what comes after the vote, and the desk's answers with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from board.actions.afterwards import KINDS, ROLL_BACK, Afterwards, ConditionLine, Said
from board.actions.members import Roster, Sitting
from board.actions.model import Done
from board.actions.motioning import MotionLine
from board.actions.movable import Movable, Target
from board.actions.packing import Law, Library
from board.actions.pairing import Waiting
from board.actions.risks import RiskRow
from board.actions.signed import SignedBy, SignedCommit
from board.actions.verify_worker import Progress
from board.core.act import Motion
from board.core.ballot import Verdict
from board.core.case import Stage
from board.core.conditions import Lateness
from board.core.dated import SORTS, Deadline
from board.core.finding import refuse
from board.core.going_back import NOT_HELD
from board.core.pack import Pack
from board.core.proposal import Tier
from board.core.record import FollowUp, Outcome, Record
from board.core.risk import Risk, rate
from board.trust.report import Fault, Report
from tests.tui.sample import CASE, CHARTER, CONDITION, ID, NOW, TALLY

MOTIONS = (
    MotionLine(
        Motion(1, "lower-tier", "ben", "It never decides about a person.", "limited", NOW),
        "motion 1, to lower the tier to limited",
        "open",
        "1 of 5 say yes; more than half of 5 is 3.",
        ("ana", "lena", "ruth"),
        True,
    ),
    MotionLine(
        Motion(2, "raise-tier", "ruth", "", "high", NOW),
        "motion 2, to raise the tier to high",
        "carried",
        "Any seat may, and Ethics panel asks for it.",
        (),
        False,
    ),
    MotionLine(
        Motion(3, "overrule-stop", "chiara", "It is lawful.", about="lena-1.toml", at=NOW),
        "motion 3, to overrule a stop",
        "void",
        "The stop that it names does not stand.",
        (),
        False,
    ),
)
MOVABLE = (
    Movable("raise-tier", (Target("high", "high"),)),
    Movable("lower-tier", (Target("limited", "limited"), Target("minimal", "minimal"))),
    Movable("overrule-stop", why_not="no stop stands"),
    Movable("appoint", why_not="only the sponsor names an independent person"),
    Movable("overrule-concern", (Target("20261007T090000Z-lena.md", "Lena Vogt: The notice is not written yet."),)),
    Movable("pull", why_not="It is put to the full vote already."),
)
RECORD = Record(
    ID, 1, Outcome.APPROVED_WITH_CONDITIONS, 1, NOW, "kim", "", TALLY.sum, conditions=(CONDITION,), tier="high"
)
PROOF = FollowUp(1, "proof", "mo", "The dashboard shows it since Monday.", "c1", NOW, ("https://dash.example/lang",))
FOLLOW_UPS = (
    PROOF,
    FollowUp(2, "recommended", "ruth", "Ask ten patients whether they understood the notice.", at=NOW),
    FollowUp(3, "appeal", "lena", "The consent forms were not looked at.", at=NOW, ground="procedure"),
)
CONDITIONS = (
    ConditionLine(CONDITION, Lateness.FROZEN, "Until it is met, no wider ring is approved.", (PROOF,), ("kim",)),
    ConditionLine(
        replace(CONDITION, id="c2", text="Train the night shift"), Lateness.LATE, "Its day has passed.", (), ("mo",)
    ),
    ConditionLine(
        replace(CONDITION, id="c3", text="A sign in every room", verifier="ana"), "proven", "", (PROOF,), ("ana",)
    ),
    ConditionLine(replace(CONDITION, id="c4", text="Name who answers the phone"), "met", "She answers."),
)
DATES = (
    Deadline(SORTS["review"], date(2026, 10, 12), "The board's next look at this", "look-again", ("mo",),
             state=Lateness.SOON, part="review"),
    Deadline(SORTS["appeal"], date(2026, 11, 4), "The answer to appeal 3", "hear", ("ana",),
             detail="The consent forms were not looked at.", part="appeal 3", state=Lateness.SOON),
)  # fmt: skip
ACTS = (
    {(name, ""): "" for name in (*KINDS, ROLL_BACK) if name not in ("prove", "verify", "waive", "hear", "reply")}
    | {("prove", one): "mo owns this condition and gives the proof." for one in ("c1", "c2")}
    | {("verify", "c1"): "kim verifies this condition.", ("verify", "c3"): "", ("waive", "c1"): "", ("waive", "c2"): ""}
    | {("hear", "3"): "", ("reply", "2"): "The owner replies: the proposer, or who owns a condition of it."}
)
AFTER = Afterwards(replace(CASE, record=RECORD), CONDITIONS, DATES, FOLLOW_UPS, ACTS)
RISKS = (
    RiskRow(
        Risk(ID, "R-15", "An urgent letter waits a night.", "mo", "A nurse sees every letter within the hour.",
             rate(4, 5), rate(2, 5), rate(1, 4)),
        "Promote triage 2.1 to opt-in beta", Stage.IN_REVIEW, Tier.HIGH, ("beta",), ("Nobody has looked at nights.",),
        ("The approval ended on 2026-10-01.",),
    ),
    RiskRow(Risk("2026/0015-sample", "a", "A search finds nothing in long words.", "", "", None, rate(3, 2), None),
            "Adopt all-MiniLM-L6-v2", Stage.IN_FORCE, Tier.LIMITED, (), ()),
    RiskRow(Risk("2026/0016-sample", "R-15", "The worst harm, which nobody has rated yet"), "Whisper for dictation",
            Stage.SUBMITTED, Tier.HIGH, (), ("Nobody has rated it yet.",)),
)  # fmt: skip
KEYS = ("ed25519 SHA256:q8Zx3kVnWjp4…",)
ROSTER = Roster(
    (
        *(Sitting(one, KEYS, True) for one in CHARTER.members[:-1]),
        Sitting(replace(CHARTER.members[-1], suspended=True, end=date(2026, 9, 1)), (), False),
    ),
    ("Legal has no alternate.", "Nobody is sponsor."),
    (Waiting(("ben",), "suspend the keys of kim", "Her laptop was stolen."),),
)
SIGNED = SignedBy(
    "ben",
    KEYS,
    False,
    "",
    True,
    (
        SignedCommit(12, "4be1c9a20f77", NOW, (f"ballot 1 of ben on {ID}",), (), True),
        SignedCommit(14, "77aa01b2c3d4", datetime(2026, 10, 8, 13, tzinfo=UTC), ("the charter",), (), False,
                     "The change needs a role that its author does not have."),
    ),
)  # fmt: skip
REPORT = Report(
    "4be1c9a20f7731d2aa",
    "deadbeef1234",
    commits=120,
    strict=99,
    decisions=11,
    faults=(Fault("path.not-yours", "ben changed a ballot of ana.", "77aa01b2c3d4", "decisions/x/ballots/ana-1.toml"),),
    unproven=(Fault("unproven.message", "A message comes from outside.", "badcafe12345"),),
    trusted=(Fault("trusted.first", "This history is verified here for the first time.", "deadbeef1234"),),
)


class SampleVerifying:
    """A verification that tells two steps and a report, or waits at a step until it is stopped."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.stopped = False

    def told(self) -> Iterator[Progress | Report]:
        """What it tells."""
        yield Progress(60, 120)
        yield Progress(120, 120)
        yield self.report

    def stop(self) -> None:
        """Nobody waits for it."""
        self.stopped = True


class SampleLater:
    """The answers; `give` and `note` are the sample desk's."""

    def give(self, name: str, default: Any) -> Any:
        """A value set for this test, else the sample."""
        raise NotImplementedError

    def note(self, *what: object) -> Done:
        """Remember an act."""
        raise NotImplementedError

    def motions(self, proposal_id: str) -> tuple[MotionLine, ...]:
        return self.give("motions", MOTIONS)

    def movable(self, proposal_id: str) -> tuple[Movable, ...]:
        return self.give("movable", MOVABLE)

    def move(self, proposal_id: str, kind: str, to: str, reason: str, seat: str) -> Done:
        return self.note("move", kind, to, reason, seat)

    def pull(self, proposal_id: str) -> Done:
        return self.note("pull", proposal_id)

    def act_at_once(self, proposal_id: str, action: str, text: str, *, knowing: bool = False) -> Done:
        if action == "patch" and not knowing:
            raise refuse(NOT_HELD, "No decision names triage 2.0.")
        return self.note("act", action, text)

    def vote_on(self, proposal_id: str, number: int, verdict: Verdict) -> Done:
        return self.note("vote on", number, verdict)

    def afterwards(self, proposal_id: str) -> Afterwards:
        return self.give("after", AFTER)

    def follow_up(self, proposal_id: str, act: str, said: Said) -> Done:
        return self.note("follow-up", act, said)

    def form_draft(self, place: str, name: str) -> dict[str, str]:
        kept: dict[str, dict[str, str]] = self.give("forms", {})
        return dict(kept.get(name, {}))

    def save_form_draft(self, place: str, name: str, values: Mapping[str, str]) -> datetime:
        kept: dict[str, dict[str, str]] = self.give("forms", {})
        kept[name] = dict(values)
        self.note("form", name, dict(values))
        return NOW

    def risks(self, everything: bool) -> tuple[RiskRow, ...]:
        return self.give("risks", RISKS)

    def roster(self) -> Roster:
        return self.give("roster", ROSTER)

    def signed_by(self, member: str) -> SignedBy:
        return self.give("signed", SIGNED)

    def suspend(self, member: str, reason: str) -> Done:
        return self.note("suspend", member, reason)

    def verifying(self, from_genesis: bool) -> Any:
        self.note("verifying", from_genesis)
        return self.give("verifying", SampleVerifying(self.give("report", REPORT)))

    def faults(self) -> tuple[Any, ...]:
        return self.give("faults", ())

    def sign_checkpoint(self) -> Done:
        return self.note("checkpoint")


def poor() -> SimpleNamespace:
    """A board where nothing was moved, nothing followed, nobody serves."""
    return SimpleNamespace(
        motions=(),
        after=Afterwards(CASE, (), (), (), {}),
        risks=(),
        roster=Roster((), (), ()),
        report=Report("4be1c9a20f7731d2aa", "deadbeef1234"),
        law=Law(Library((Pack("empty"),), ()), Pack("empty"), {}),
        unsettled=(),
        kept=(),
    )
