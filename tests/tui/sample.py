"""Values for the screens, as the actions would hand them over: a small board in the middle of its work."""
# ruff: noqa: E501 - a table of sample values reads better unwrapped

from __future__ import annotations

from datetime import UTC, date, datetime

from board.actions.model import (
    BallotForm,
    DecisionPreview,
    DecisionRow,
    Dossier,
    EvidenceLine,
    FactLine,
    FreeParts,
    Inbox,
    LogLine,
    Me,
    OpeningPreview,
    Precedent,
    Readability,
    ReviewForm,
    ReviewItem,
    Status,
)
from board.core.ballot import Ballot, BallotDraft, Condition, Verdict
from board.core.case import Bar, Case, SeatLine, SeatState, Stage, Summary, Tally, Task
from board.core.charter import Charter, Member, Seat
from board.core.checklist import Effect, EffectKind, Option, Question
from board.core.docket import Docket, Opening
from board.core.finding import Finding, Severity, Where
from board.core.message import Message
from board.core.proposal import Evidence, Proposal, Tier
from board.core.record import Outcome, Sum
from board.core.review import Answer, Review, View

TODAY = date(2026, 10, 8)
NOW = datetime(2026, 10, 8, 12, 3, tzinfo=UTC)
ID = "2026/0014-triage-to-beta"

HOSTILE = "[@click=app.exit]go[/] [/nope] [b]x \x1b]2;owned\x07 \x9b31m \u202eevil \u200b[[ ]] \U000e0041 - [x] ok"
"""Markup, an action link, unbalanced tags, escape sequences, bidi and invisible characters in one string."""

BODY = """# Promote triage 2.1 to opt-in beta

Triage sorts incoming referrals by how soon somebody should look at them. It **never** closes a referral, and
a nurse sees every one of them within the hour.

## What changes

- Clinics that ask for it see the suggested order beside their own.
- The suggestion carries its reason in words.
- Nothing is hidden: the old order stays one key away.

## What we measured

| language | referrals | missed urgent |
|---|---:|---:|
| German | 4,120 | 0.6 % |
| Turkish | 812 | 1.9 % |
| Arabic | 344 | 2.3 % |

> The gap between languages is the main open point.

```
board gate --artifact sha256:9f2c --ring beta
```

## How we go back

Turn the flag `triage.suggest` off. It takes under a minute, and no data is lost.
"""

CHARTER = Charter(
    name="Hollow Oak model board",
    repository="7f3c0a",
    seats=tuple(
        Seat(name, title, "tier-high" if name == "ethics" else "always")
        for name, title in (
            ("engineering", "Engineering"),
            ("security", "Security"),
            ("product", "Product"),
            ("legal", "Legal"),
            ("ethics", "Ethics panel"),
        )
    ),
    members=(
        Member("ana", "Ana Lindqvist", ("ana@hollowoak.example",), seats=("security",), roles=("chair",)),
        Member("ben", "Ben Okafor", ("ben@hollowoak.example",), seats=("engineering",)),
        Member("chiara", "Chiara Romano", ("chiara@hollowoak.example",), seats=("product",)),
        Member("lena", "Lena Vogt", ("lena@hollowoak.example",), seats=("legal",)),
        Member("ruth", "Ruth Abara", ("ruth@hollowoak.example",), seats=("ethics",)),
        Member("kim", "Kim Sato", ("kim@hollowoak.example",), alternate=("product",), roles=("secretary",)),
        Member("mo", "Mo Haddad", ("mo@hollowoak.example",), alternate=("engineering",), roles=("on-call",)),
    ),
)
ME = Me(
    "Ana Lindqvist",
    "ana@hollowoak.example",
    "ana",
    ("security",),
    roles=("chair",),
)
STATUS = Status(
    board="Hollow Oak model board",
    branch="main",
    tip="4be1c9a20f7731d2",
    remote="origin",
    sync="in step with origin",
    waiting=0,
    who="Ana Lindqvist · Security · chair",
    demo=True,
    example=False,
    signing="ssh key SHA256:q8…",
)


def summary(number: int, title: str, **more: object) -> Summary:
    """One row; the rest has plain defaults."""
    values: dict[str, object] = {"kind": "model-adopt", "stage": Stage.IN_REVIEW, "tier": Tier.LIMITED} | more
    return Summary(id=f"2026/{number:04}-sample", title=title, **values)  # type: ignore[arg-type]  # values by name


TRIAGE = Summary(
    ID,
    "Promote triage 2.1 to opt-in beta",
    "ring-promote",
    Stage.IN_REVIEW,
    Tier.HIGH,
    proposer="mo",
    waiting_for=("ana", "lena"),
    deadline=date(2026, 10, 12),
    opened=True,
    updated="2026-10-06",
)
SUMMARIES = (
    TRIAGE,
    summary(15, "Adopt all-MiniLM-L6-v2 for record search", deadline=date(2026, 10, 9), proposer="mo", findings=1),
    summary(16, "Whisper for dictation, to opt-in beta", tier=Tier.HIGH, stage=Stage.SUBMITTED, proposer="ben"),
    summary(
        12, "CLIP to recognise patients’ faces", tier=Tier.PROHIBITED, stage=Stage.DECIDED, outcome=Outcome.STOPPED
    ),
    summary(9, "Retire the rule-based coder", kind="retirement", tier=Tier.MINIMAL, stage=Stage.RETIRED),
    summary(
        11, "Refresh the discharge letters dataset", kind="dataset-adopt", stage=Stage.RETURNED, proposer="Zoë <z@x>"
    ),
    summary(17, "اعتماد نموذج الترجمة للعيادة", tier=Tier.LIMITED, stage=Stage.DRAFT, committed=False),
    summary(18, "医療用語の検索モデルを採用する", tier=Tier.MINIMAL, stage=Stage.IN_FORCE, outcome=Outcome.APPROVED),
)
INBOX = Inbox(
    mine=(
        Task(SUMMARIES[1], "vote", "Vote: your ballot for Security is missing.", date(2026, 10, 7), overdue=True),
        Task(TRIAGE, "review", "Review: 11 questions of Security have no view yet.", date(2026, 10, 12)),
        Task(SUMMARIES[2], "open", "Take it up: submitted three days ago, nothing is missing.", date(2026, 10, 9)),
    ),
    others=(
        Task(SUMMARIES[5], "wait", "Zoë Brandt is to answer two questions about consent.", mine=False),
        Task(SUMMARIES[6], "wait", "Not committed yet: only on this machine.", mine=False),
    ),
    findings=(Finding("toml", "proposals/2026/0013-x.md cannot be read: line 4 has no closing quote."),),
)

OPENING = Opening(
    1, "sha256:9f2c41aa77e0", "sha256:11aa22bb33cc", "sha256:5566778899aa", Tier.HIGH, "sha256:ddeeff001122",
    "kim", datetime(2026, 10, 5, 9, tzinfo=UTC), date(2026, 10, 12),
)  # fmt: skip
PROPOSAL = Proposal(
    ID,
    "Promote triage 2.1 to opt-in beta",
    "ring-promote",
    proposer="mo",
    facts={"target_ring": "beta", "decides_about_people": "informs"},
    evidence=(Evidence("eval", "Frozen benchmark, run 14", "eval-run-14.toml", answers=("R-05",)),),
    body=BODY,
)
MESSAGES = (
    Message("20261006T101500Z-ana.md", "ana", "question", "Who looks at the Arabic referrals by hand?", "mo", "R-05",
            sent_at=datetime(2026, 10, 6, 10, 15, tzinfo=UTC)),
    Message("20261006T130000Z-mo.md", "mo", "reply", "Two nurses who read Arabic, on every shift.", "ana", "R-05",
            "20261006T101500Z-ana.md", datetime(2026, 10, 6, 13, 0, tzinfo=UTC)),
    Message("20261007T090000Z-lena.md", "lena", "concern", "The notice to patients is not written yet.", "mo",
            sent_at=datetime(2026, 10, 7, 9, 0, tzinfo=UTC)),
)  # fmt: skip
CASE = Case(
    CHARTER,
    PROPOSAL,
    tip_revision="sha256:9f2c41aa77e0",
    docket=Docket((OPENING,)),
    messages=MESSAGES,
    reviews=(Review("ben", (View("R-05", "engineering", "disagree", note="Arabic is too small a sample."),)),),
)


def ballot(member: str, seat: str, verdict: Verdict, **more: object) -> Ballot:
    """A cast ballot of round 1."""
    return Ballot(
        "7f3c0a",
        ID,
        1,
        OPENING.revision,
        OPENING.charter,
        OPENING.checklists,
        member,
        (seat,),
        1,
        verdict,
        **more,  # type: ignore[arg-type]  # values by name
    )


CONDITION = Condition(
    "c1",
    "Error rates by language on the dashboard before beta day 7",
    "mo",
    date(2026, 10, 20),
    "Link to the dashboard and its query",
    "kim",
)
TALLY = Tally(
    Outcome.NO_QUORUM,
    Sum(5, 5, 3, 2, 0, 2, 2, 4, 2, "5 seats; 2 say yes; more than half of 5 is 3; Security, Legal and the Ethics panel have not voted: no outcome yet."),
    (
        SeatLine("engineering", "Engineering", SeatState.VOTED, "ben", ballot=ballot("ben", "engineering", Verdict.APPROVE_WITH_CONDITIONS, conditions=(CONDITION,), reason="Good, once the dashboard stands."), must_sign=True),
        SeatLine("security", "Security", SeatState.WAITING, "ana", must_sign=True),
        SeatLine("product", "Product", SeatState.VOTED, "kim", True, ballot("kim", "product", Verdict.APPROVE), must_sign=True, note="Chiara stands aside: she wrote the proposal."),
        SeatLine("legal", "Legal", SeatState.STALE, "lena", must_sign=True, note="cast on an earlier revision"),
        SeatLine("ethics", "Ethics panel", SeatState.WAITING, "ruth"),
    ),
    (),
    missing=("Security must vote.", "Legal must confirm a ballot cast on an earlier revision."),
    waiting_for=("ana", "lena", "ruth"),
    bars=(Bar("R-05", "Was the exact version tested on the people it will meet?", ("unknown",), "Engineering"),),
    unjudged=("C-12",),
    conditions=(CONDITION,),
    why_not_yet="The window ends on 2026-10-12 and three seats have not voted.",
)  # fmt: skip
EVIDENCE = (
    EvidenceLine("eval", "Frozen benchmark, run 14", "eval-run-14.toml", "there, unchanged", ("R-05", "R-07"), 4120, "sha256:ab12", "2026-09-30"),
    EvidenceLine("card", "Model card of triage 2.1", "card.md", "there, unchanged", ("E-01",), 18200, "sha256:cd34"),
    EvidenceLine("scan", "Scan of the weights", "https://scans.hollowoak.example/14", "pinned address, not opened here", ("R-02",)),
    EvidenceLine("consent", "Consent forms of the pilot", "held by Legal", "held elsewhere; salted digest given", ("C-12",),
                 sha256="sha256:ef56", held_by="Legal"),
)  # fmt: skip
FINDINGS = (
    Finding("evidence.old", "The evaluation is 95 days old.", Severity.WARNING, Where("proposals/2026/0014-triage-to-beta.md", 12), "Evidence older than 90 days may not fit the version you vote on.", "Ask the proposer for a new run."),
    Finding("fact.missing", "The fact “fallback” is not given.", Severity.ERROR, Where("proposals/2026/0014-triage-to-beta.md", 4, "facts"), "Without it nobody knows what happens when the model is off.", "Add fallback to the facts."),
)  # fmt: skip
EVENTS = (
    LogLine(datetime(2026, 10, 7, 9, 0, tzinfo=UTC), "Lena Vogt", "raised a concern", "c0ffee1234", True),
    LogLine(datetime(2026, 10, 6, 13, 0, tzinfo=UTC), "Mo Haddad", "replied to Ana Lindqvist", "badcafe123", True),
    LogLine(datetime(2026, 10, 5, 9, 0, tzinfo=UTC), "Kim Sato", "took it up, round 1, tier high", "deadbeef12", False),
)
DOSSIER = Dossier(
    case=CASE,
    summary=TRIAGE,
    tier_why=("It informs a decision about people in health.",),
    facts=(
        FactLine("target_ring", "Where it goes next", "beta", "Each ring has its own gates."),
        FactLine("decides_about_people", "Does it decide about people?", "informs", "It sets the tier."),
        FactLine("fallback", "What happens when it is off", "", "Somebody must know before it fails.", True),
    ),
    evidence=EVIDENCE,
    findings=FINDINGS,
    precedents=(
        Precedent("2026/0007-triage-sandbox", "Triage 2.0 to sandbox", Outcome.APPROVED, NOW, "same model"),
        Precedent("2025/0031-router", "Ward router to beta", Outcome.REJECTED, None, "same kind, same tier"),
    ),
    tally=None,
    hidden=True,
    hidden_why="Others’ ballots stay hidden here until you cast yours. Anyone with a clone can read them.",
    changed_since_opened="",
    since_last_look=EVENTS[:2],
    last_look=datetime(2026, 10, 5, 17, 0, tzinfo=UTC),
    mine=None,
    stale_why="",
    acts={
        "review": "", "vote": "", "message": "", "share": "", "open": "It is already open on this revision.",
        "pull": "It is put to the full vote already.",
        "decide": "Three seats have not voted and the window is open until 2026-10-12.",
        "confirm": "You have not voted yet.", "withdraw": "",
    },
)  # fmt: skip


def question(ident: str, words: str, **more: object) -> Question:
    """A question of the risk checklist."""
    values: dict[str, object] = {"why": "", "judge": "security"} | more
    return Question(ident, "risk", words, **values)  # type: ignore[arg-type]  # values by name


def item(asked: Question, section: str, answer: Answer | None = None, words: str = "", **more: object) -> ReviewItem:
    """A question as it is put to me."""
    values: dict[str, object] = {
        "mine": True, "judge_title": "Security", "view": None, "others": (), "split": "", "effects": (),
        "computed": "", "dropped": "", "blocking": False,
    } | more  # fmt: skip
    return ReviewItem(asked, asked.question, section, answer=answer, answer_words=words, **values)  # type: ignore[arg-type]  # values by name


ITEMS = (
    item(
        question("R-05", "Was the exact version tested on the people it will meet?",
                 why="A test of another version, or of other people, says little about this one.", wants_evidence=True),
        "Risk", Answer("R-05", ("yes",), "Run 14, frozen set, all clinics of the pilot.", ("eval",), "fairly"), "yes",
        others=(("ben", View("R-05", "engineering", "disagree", note="Arabic is too small a sample.")),),
        split="Engineering disagrees with the proposer; the meeting decides.", blocking=True,
        effects=(Effect(EffectKind.BLOCK, ("no", "unknown"), "bars approval at beta"),),
    ),
    item(question("R-07", "How large is the harm if it is wrong?", type="scale", why="It sets the band.",
                  options=(Option("1", "annoyance"), Option("3", "treatable harm"), Option("5", "death"))),
         "Risk", Answer("R-07", ("3",), "", (), "guess"), "3, treatable harm", view=View("R-07", "security", "agree")),
    item(question("R-09", "Which ways to misuse it did you try?", type="text"), "Risk", None, "",
         view=View("R-09", "security", "", ("prompt injection",), "see eval")),
    item(question("R-11", "May it act without a person?"), "Risk", None, "", dropped="It does not act: agentic is none."),
    item(question("R-12", "Do the hashes match the register?"), "Risk", None, "", computed="yes: both hashes match"),
    item(question("E-04", "Who may be worse off?", type="multi",
                  options=(Option("patients", "patients"), Option("staff", "staff"), Option("none", "none of these"))),
         "Ethics", Answer("E-04", ("patients",), "Those with rare languages.", (), "sure"), "patients"),
    item(question("C-12", "Which kinds of personal data are present?"), "Compliance", Answer("C-12", ("unknown",)), "unknown",
         mine=False, judge_title="Legal", blocking=True),
)  # fmt: skip
REVIEW = ReviewForm(CASE, ITEMS, 0, NOW, EVIDENCE)
BALLOT = BallotForm(
    CASE, ("security",), ("Security",), BallotDraft(), None, None, "", (CONDITION,), ("R-05", "E-04"), 1,
    ("ana", "ben", "chiara", "kim", "lena", "mo", "ruth"),
)  # fmt: skip
OPENING_PREVIEW = OpeningPreview(
    "2026/0016-sample", "sha256:77aa88bb99cc", "high", ("It informs a decision about people in health.",),
    date(2026, 10, 15), "@@ What changes @@\n-Clinics see the order.\n+Clinics that ask for it see the order.\n", "",
    FINDINGS[:1], asks=("Engineering must vote.",),
)  # fmt: skip
PREVIEW = DecisionPreview(
    ID, "4be1c9a20f77", TALLY, Outcome.APPROVED_WITH_CONDITIONS,
    {
        "decisions/2026/0014-triage-to-beta.md": "# Triage 2.1 goes to opt-in beta\n\n- Status: Accepted\n- Date: 2026-10-12\n\n## Status\n\nAccepted\n\n## What we decided\n\nClinics may switch triage on.\n",
        "decisions/2026/0014-triage-to-beta/ethics-review.md": "# Ethics review\n\nAcceptable with limits.\n",
        "decisions/2026/0014-triage-to-beta/record.toml": 'schema = 1\nid = "2026/0014-triage-to-beta"\n',
    },
    FreeParts({"what-we-decided": "Clinics may switch triage on.", "why": "It helps."}, {"in-short": "Acceptable with limits."}),
    Readability(8.4, 63.0, 412, 31, 29, ("The sentence that is too long to follow.", "Another one.", "A third one.")),
    ("The name of the pilot clinic: third-party confidence.",),
    FINDINGS[:1], ("Lena’s concern about the notice is open.",), NOW, "f1",
)  # fmt: skip
DECISIONS = (
    DecisionRow("2026/0012-clip-faces", "CLIP to recognise patients’ faces", "model-adopt", "prohibited", Outcome.STOPPED,
                datetime(2026, 9, 14, 10, tzinfo=UTC), "ana", "4 seats; legal says stop: stopped.", "ab12cd34ef", None, "", 0, "decided"),
    DecisionRow("2026/0007-triage-sandbox", "Triage 2.0 to sandbox", "ring-promote", "limited", Outcome.APPROVED_WITH_CONDITIONS,
                datetime(2026, 6, 1, 10, tzinfo=UTC), "kim", "4 seats; 4 say yes: approved with conditions.", "0011223344",
                date(2026, 12, 1), "", 2, "in-force", standing="1 overdue, 1 met"),
)  # fmt: skip
