"""A board's case, ready to be published: four seats and a panel of Hollow Oak, one of them standing aside."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from board.core.ballot import Ballot, Condition, Verdict
from board.core.case import Case, SeatLine, SeatState, Tally
from board.core.charter import Charter, Member, Seat
from board.core.checklist import Checklist, Effect, EffectKind, Option, Question
from board.core.docket import Docket, Opening
from board.core.message import Message
from board.core.proposal import Artefact, Evidence, Proposal, Tier
from board.core.questions import Asked, Standing
from board.core.record import Outcome, Record, RecordBallot, Sum
from board.core.review import Answer, Review, View
from board.render.inputs import DecisionInputs
from board.render.prose import BlockKind, blocks

ID = "2026/0014-triage-to-beta"
SEATS = (
    Seat("security", "Security"),
    Seat("engineering", "Engineering"),
    Seat("product", "Product"),
    Seat("legal", "Legal"),
    Seat("ethics", "Ethics panel", "tier-high"),
)
MEMBERS = (
    Member("ana", "Ana Lindqvist", ("ana@hollowoak.example",), seats=("security",), roles=("chair",)),
    Member("ben", "Ben Okafor", ("ben@hollowoak.example",), seats=("engineering",)),
    Member("chiara", "Chiara Romano", ("chiara@hollowoak.example",), seats=("product",)),
    Member("lena", "Lena Vogt", ("lena@hollowoak.example",), seats=("legal",)),
    Member("ruth", "Ruth Abara", ("ruth@hollowoak.example",), seats=("ethics",)),
    Member("kim", "Kim Sato", ("kim@hollowoak.example",), alternate=("product",), roles=("secretary",)),
    Member("mo", "Mo Haddad", ("mo@hollowoak.example",), alternate=("engineering",), roles=("on-call",)),
)
QUESTIONS = (
    Question("E-01", "ethics", "Who gains from this, and what shows it?", type="text", core=True),
    Question("E-02", "ethics", "Who could lose, even without ever using it?", type="text", core=True),
    Question("E-12", "ethics", "Within how many days will a person answer an objection?", type="number"),
    Question(
        "R-07",
        "risk",
        "How does it do for the group it serves worst?",
        type="scale",
        core=True,
        options=(Option("worse", "Clearly worse"), Option("same", "About the same")),
    ),
    Question("R-19", "risk", "If the model vanished tonight, would each feature know what to do?", core=True),
)
ANSWERS = (
    Answer("E-01", ("Ward clerks save about 40 minutes a day.",), evidence=("eval",)),
    Answer("E-02", ("People whose letters are badly scanned.",), "They wait longer."),
    Answer("E-12", ("10",), "Write to the ward; a nurse answers."),
    Answer("R-07", ("worse",), "214 letters from abroad: 86 to 94 of 100 are right.", ("eval",)),
    Answer("R-19", ("unknown",)),
)
CONDITION = Condition(
    "c1",
    "Show error rates by language before day 7",
    "mo",
    date(2026, 10, 20),
    "Link to the dashboard",
    "kim",
    "Back to the sandbox",
)


def ballot(member: str, seat: str, verdict: Verdict, reason: str = "", number: int = 1, **more: object) -> Ballot:
    made = Ballot("7f3c", ID, 1, "sha256:r", "sha256:c", "sha256:l", member, (seat,), number, verdict, reason=reason)
    return replace(made, **more)  # type: ignore[arg-type]  # named by each test


BALLOTS = (
    ballot("ana", "security", Verdict.STOP, "No alarm.", ground="unmanaged-risk", clears="An alarm with a test."),
    ballot("ana", "security", Verdict.APPROVE_WITH_CONDITIONS, "The alarm is there now.", 2, conditions=(CONDITION,)),
    ballot("ben", "engineering", Verdict.APPROVE, "The results hold in every run."),
    ballot("lena", "legal", Verdict.RECUSE, interest="supplier"),
    ballot("chiara", "product", Verdict.REJECT, "Too early.\nClerks were not asked."),
    ballot("ruth", "ethics", Verdict.APPROVE, "The panel supports it."),
)
SENTENCE = (
    "5 seats; legal stands aside and has no alternate, so 4 count; 3 say yes; "
    "more than half of 4 is 3: approved with conditions."
)


def line(seat: str, member: str, which: Ballot | None, **more: object) -> SeatLine:
    title = next(one.title for one in SEATS if one.id == seat)
    return SeatLine(seat, title, SeatState.VOTED, member, ballot=which, must_sign=True, **more)  # type: ignore[arg-type]  # named by each test


def _recorded(one: Ballot) -> RecordBallot:
    why_not = "a later ballot replaces it" if one.verdict is Verdict.STOP else ""
    path = f"{one.member}-{one.number}.toml"
    return RecordBallot(path, "sha256:b", one.member, one.seats, one.verdict, not why_not, why_not)


def inputs(
    outcome: Outcome = Outcome.APPROVED_WITH_CONDITIONS, *, names: bool = False, title: str = "Promote triage to beta"
) -> DecisionInputs:
    """The case, its tally and the record about to be written."""
    charter = Charter(
        name="Model governance board", timezone="Europe/Berlin", seats=SEATS, members=MEMBERS, publish_names=names
    )
    proposal = Proposal(
        ID,
        title,
        "ring-promote",
        proposer="Dora Klein <dora@hollowoak.example>",
        facts={"target_ring": "beta", "audience": ["staff"], "decides_about_people": "informs"},
        evidence=(Evidence("eval", "Frozen benchmark, run 14", "eval-run-14.toml", sha256="ab" * 32),),
        body="# Why\n\nIt works.\n\n## Alternatives\n\nRules by hand missed one letter in five.\n\n## More\n\nx\n",
    )
    opening = Opening(
        1,
        "sha256:r",
        "sha256:c",
        "sha256:l",
        Tier.HIGH,
        opened_by="kim",
        opened_at=datetime(2026, 10, 1, 9, tzinfo=UTC),
    )
    checklists = tuple(
        Checklist(name, name.capitalize(), "2026-11", questions=tuple(q for q in QUESTIONS if q.checklist == name))
        for name in ("risk", "ethics")
    )
    case = Case(
        charter,
        proposal,
        answers=ANSWERS,
        docket=Docket((opening,)),
        ballots=BALLOTS,
        reviews=(Review("chiara", (View("E-01", "product", "unsure", note="One ward only."),)),),
        messages=(
            Message("1-ben.md", "ben", "concern", "Stamps confuse it."),
            Message("2-ana.md", "ana", "resolved", "The new run reads stamps.", re="1-ben.md"),
            Message("3-ana.md", "ana", "question", "Who watches the alarm?"),
            Message("4-dora.md", proposal.proposer, "reply", "The person on call.", re="3-ana.md"),
        ),
        checklists=checklists,
    )
    conditions = (CONDITION,) if outcome is Outcome.APPROVED_WITH_CONDITIONS else ()
    total = Sum(5, 4, 3, 3, 0, 4, 4, 4, 2, SENTENCE)
    counted = tuple(_recorded(one) for one in BALLOTS)
    record = Record(
        ID,
        1,
        outcome,
        1,
        datetime(2026, 10, 8, 22, 30, tzinfo=UTC),
        "kim",
        "0123456789abcdef0123456789abcdef01234567",
        total,
        title=title,
        kind="ring-promote",
        tier="high",
        ring="beta",
        ballots=counted,
        digests={"revision": "sha256:r", "charter": "sha256:c", "checklists": "sha256:l", "policy": "sha256:p"},
        artefacts=(Artefact("triage", "2.1.0", "cd" * 32),),
        expires=date(2027, 4, 7) if outcome.yes else None,
        conditions=conditions,
        previous="sha256:before",
    )
    seats = (
        line("security", "ana", BALLOTS[1]),
        line("engineering", "ben", BALLOTS[2]),
        line("product", "chiara", BALLOTS[4]),
        SeatLine("legal", "Legal", SeatState.ASIDE, "lena", eligible=False, note="stands aside and has no alternate"),
        line("ethics", "ruth", BALLOTS[5]),
    )
    tally = Tally(outcome, total, seats, counted, conditions=conditions)
    effect = Effect(EffectKind.COND, ("worse",), "Report results for this group each month.")
    standings = tuple(
        Standing(
            Asked(question, "ethics", wording=question.question),
            next(answer.value for answer in ANSWERS if answer.question == question.id),
            "proposer" if question.id != "R-19" else "",
            (effect,) if question.id == "R-07" else (),
            unjudged=question.id == "E-12",
        )
        for question in QUESTIONS
    )
    return DecisionInputs(
        case,
        tally,
        record,
        standings,
        (("eval", "Frozen benchmark, run 14", "eval-run-14.toml", "sha256:" + "ab" * 32),),
    )


def section(text: str, heading: str) -> str:
    """The text below one fixed heading."""
    return text.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0].strip()


def second_level(text: str) -> list[str]:
    """The headings of level 1 and 2 that a Markdown reader finds."""
    return [one.text for one in blocks(text) if one.kind is BlockKind.HEADING and one.level <= 2]
