"""A proposer finishes the scaffold of each of the twelve kinds within ten minutes, by a stated model of her time."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from board.actions.cases import load_case
from board.actions.check import check
from board.actions.facts import every_fact
from board.actions.stating import state
from board.cli.kinds_of_answer import numbered
from board.core.applying import Context, evaluate
from board.core.case import Case
from board.core.checklist import Question
from board.core.kind import Kind
from board.core.proposal import Tier
from board.core.questions import tier_in
from board.core.values import allowed_values
from tests.boards import git, small_board
from tests.cli.running import Board
from tests.content.loading import kinds
from tests.content.loading import questions as every_question
from tests.content.proposer import Effort, Typed, at_the_keyboard, words_in
from tests.content.proposer_says import FACTS, FACTS_OF, TEXTS, own

ALL = {one.id: one for one in every_question()}
MINUTES = 10.0
DOCS = Path(__file__).parents[2] / "docs" / "checklists.md"
NOTE = "Seen in the report of last week."
BRINGS = {"model-adopt": 0, "external-release": 0, "model-train": 2, "model-change": 2}
"""Kinds whose proposer has the files of the very version at hand, two of them with its card."""
CARD = "---\nlicense: apache-2.0\npipeline_tag: token-classification\n---\n# heading-tagger\n"


class Walk:
    """One proposal of a kind, from `board new` to the last question."""

    def __init__(self, folder: Path, kind: Kind) -> None:
        self.kind = kind
        self.board = small_board(folder, checklists=True)
        git(self.board.path, "checkout", "-q", "-f", "main")
        git(self.board.path, "config", "user.name", "Mo")
        git(self.board.path, "config", "user.email", "mo@example.org")
        self.run = Board(self.board.path)
        self.files = folder / "files"
        self.files.mkdir()
        for slot in kind.evidence:
            (self.files / f"{slot.id}.md").write_text("Date: 2026-09-30\n\nSeen.\n")

    def command(self, *words: str) -> Effort:
        """A command line as somebody types it: its letters, and one decision."""
        line = " ".join(["board", *words])
        return Effort(0, len(line) + 1, 0, 1, 0)

    def begin(self) -> Effort:
        model = self.files.parent / "m"
        model.mkdir()
        (model / "README.md").write_text(CARD)
        (model / "LICENSE").write_text("Apache License\n")
        (model / "model.safetensors").write_bytes(b"\x08\0\0\0\0\0\0\0{")
        more = ("--card", "m/README.md", "--files", "m")[BRINGS.get(self.kind.id, 4) :]
        given = [one.replace("m", str(model), 1) if one[0] == "m" else one for one in more]
        ran = self.run("new", self.kind.id, "Tag headings", *given)
        assert ran.status == 0, ran.err
        (self.document,) = (self.board.path / "proposals").glob("*/*.md")
        self.id = f"{self.document.parent.name}/{self.document.stem}"
        return self.command("new", self.kind.id, "'Tag headings'", *more) + Effort(words_in(ran.out))

    def facts(self) -> Effort:
        titles = {fact.title: fact.id for fact in self.kind.every_fact}

        def answer(shown: str, prompt: str) -> tuple[Typed, bool]:
            lines = len(re.findall(r"(?m)^ +\d+  ", shown))
            if "do not hold" in shown + prompt:
                return Typed(lines=lines), True
            if "Which of these is true?" in shown:
                return Typed("none", lines=lines), True
            title = [line for line in shown.split("\n") if line in titles][-1]
            given = {**FACTS, **FACTS_OF.get(self.kind.id, {})}[titles[title]]
            return given, True

        with at_the_keyboard(answer) as effort:
            ran = self.run("answer", "1", "--facts")
        assert "No facts are missing" in ran.out, ran.out[-2000:] + ran.err
        return effort + self.command("answer", "1", "--facts")

    def evidence(self) -> Effort:
        def answer(shown: str, prompt: str) -> tuple[Typed, bool]:
            if "look like what is asked for" in shown:
                lines = shown.partition("look like what is asked for")[2].count("\n  ")
                return Typed(lines=lines), True
            assert "[" in prompt, shown + prompt  # the likely file is offered
            return Typed(), prompt.startswith("File")

        with at_the_keyboard(answer) as effort:
            ran = self.run("evidence", "add", "1", str(self.files))
        assert "No evidence is missing" in ran.out, ran.out[-2000:] + ran.err
        return effort + self.command("evidence", "add", "1", "files/")

    def text(self) -> Effort:
        effort, prose = Effort(0, 0, 0, 1, 0), []
        for heading, hint in re.findall(r"(?m)^## (.*)\n(.*)$", self.kind.prose):
            own = TEXTS[heading]
            prose.append(f"## {heading}\n\n{own}\n")
            sentences = len(re.findall(r"[.](?: |$)", own))
            effort.add(Effort(words_in(f"{heading} {hint}"), 3, len(own), 1 + sentences, sentences))
        head = self.document.read_text().rpartition("+++\n")[0]
        self.document.write_text(head + "+++\n\n" + "\n".join(prose))
        self._changed_file()
        return effort

    def _changed_file(self) -> None:
        """The file that a change of the rules puts in force; what the board runs by, taken as it is."""
        name = {"charter-change": "board.toml", "policy-change": "policy.toml"}.get(self.kind.id)
        if name:
            new = self.document.with_suffix("") / "new" / name
            new.parent.mkdir(parents=True, exist_ok=True)
            new.write_bytes((self.board.path / name).read_bytes() if name == "board.toml" else b"")

    def questions(self) -> tuple[Effort, int, str]:
        """The open questions, each answered so that nothing follows; how many were asked, and the tier afterwards."""
        asked: list[str] = []

        def answer(shown: str, prompt: str) -> tuple[Typed, bool]:
            if "Your note" in prompt:
                return own(NOTE), False
            if "It rests on" in prompt:
                return Typed("" if "[" in prompt else "1"), False
            named = [one.group(1) for one in re.finditer(r"(?m)^([A-Z]-\d+[a-z]?)(?:, bars)?: ", shown)]
            asked.append(named[-1])
            assert len(asked) < 200, asked[-20:]
            return benign(ALL[named[-1]], self.case), True

        with at_the_keyboard(answer) as effort:
            ran = self.run("answer", "1")
        assert "All are answered" in ran.out, ran.out[-1500:] + ran.err
        assert len(set(asked)) == len(asked), "nothing is asked twice"
        return effort + self.command("answer", "1"), len(asked), tier_in(self.case)

    @property
    def case(self) -> Case:
        return load_case(self.board.session("mo").world_with_drafts(), self.id)


def benign(question: Question, case: Case) -> Typed:
    """What a proposer of a small thing answers: the choice from which least follows, a few words, a near day."""
    match question.type:
        case "date":
            return Typed("2027-01-31")
        case "number":
            return Typed("400" if question.unit == "days" else "10")
        case "person":
            return Typed("kim")
        case "evidence":
            return Typed("1")
        case "text":
            return own("DE: legal to the authority, 72 hours" if question.each == "countries" else NOTE)
    context = Context(case.proposal, tier_in(case))
    values = [one for one in allowed_values(question) if one not in ("unknown", "n-a")]
    told = [len(evaluate(question.effects, (one,), context)) for one in values]
    best = values[told.index(min(told))]
    numbers = {value: number for number, value in numbered(question, case).items()}
    return Typed(numbers.get(best, best))


@pytest.fixture(params=kinds().values(), ids=lambda kind: kind.id)
def walk(request: pytest.FixtureRequest, tmp_path: Path) -> Walk:
    return Walk(tmp_path, request.param)


QUESTIONS = {
    "model-adopt": (17, 9),
    "model-train": (27, 12.5),
    "model-change": (12, 6),
    "dataset-admit": (14, 8),
    "use-change": (12, 7.5),
    "ring-promote": (18, 9),
    "policy-change": (4, 3),
    "policy-exception": (5, 4),
    "external-release": (20, 10),
    "model-retire": (7, 4),
    "emergency-action": (4, 3),
    "charter-change": (0, 1),
}
"""What the board's questions ask on top at tier minimal: how many, within which minutes."""


def test_the_scaffold_of_each_kind_is_finished_within_ten_minutes(walk: Walk) -> None:
    """Given facts, evidence and text of a small thing, then they take under ten minutes; its questions come on top."""
    steps = {name: getattr(walk, name)() for name in ("begin", "facts", "evidence", "text")}
    whole = sum(steps.values(), Effort())
    missing = [one for one in check(walk.board.session("mo"), [walk.id]) if one.severity == "error"]
    asked, count, tier = walk.questions()
    told = ", ".join(f"{name} {one.minutes:.1f}" for name, one in steps.items())
    print(f"{walk.kind.id}: {whole.minutes:.1f} min ({told}), composing {whole.slow_minutes:.1f}")
    print(f"  {count} questions {asked.minutes:.1f} min, composing {asked.slow_minutes:.1f}, tier {tier}")
    assert not missing, "what takes the time is the whole scaffold"
    assert whole.minutes < MINUTES
    assert tier == Tier.MINIMAL
    most, minutes = QUESTIONS[walk.kind.id]
    assert count <= most and asked.minutes <= minutes
    assert within(docs()[walk.kind.id][0], whole.minutes) and within(docs()[walk.kind.id][1], whole.slow_minutes)
    assert (docs()[walk.kind.id][2], within(docs()[walk.kind.id][3], asked.minutes)) == (count, True)


GRAVE: dict[str, object] = {
    "audience": ["business-customers"],
    "decides_about_people": "informs",
    "domain": ["health"],
    "safety_component": False,
    "interacts_with_people": True,
    "generates_content": ["text"],
    "agentic": "suggests",
    "personal_data": "special-category",
    "infers_sensitive": False,
    "target_ring": "general",
}
"""What is true of a use that can hurt."""


def test_the_questions_of_a_grave_use_take_longer_than_its_scaffold_and_the_documentation_says_so(
    tmp_path: Path,
) -> None:
    """Given a model for clinics, then its questions are reckoned by the same model, and docs/checklists.md has both."""
    walk = Walk(tmp_path, kinds()["model-adopt"])
    walk.begin()
    walk.facts()
    walk.evidence()
    for name, value in GRAVE.items():
        state(walk.board.session("mo"), walk.id, every_fact()[name], value)
    asked, count, tier = walk.questions()
    print(f"high: {count} questions {asked.minutes:.1f} min, composing {asked.slow_minutes:.1f}")
    assert tier == Tier.HIGH
    said = re.search(r"(\d+) questions, about (\d+) minutes", DOCS.read_text())
    assert said and int(said[1]) == count and within(float(said[2]), asked.minutes)


def within(said: float, reckoned: float) -> bool:
    """Whether the documentation says what was reckoned, to half a minute."""
    return abs(said - reckoned) <= 0.5


@cache
def docs() -> dict[str, tuple[float, ...]]:
    """The table of docs/checklists.md: minutes of the scaffold, the same composing, questions, their minutes."""
    text = DOCS.read_text()
    rows = re.findall(r"(?m)^\| `([a-z-]+)` \| ([\d.]+) \| ([\d.]+) \| (\d+) \| ([\d.]+) \|$", text)
    return {name: tuple(float(one) for one in numbers) for name, *numbers in rows}


def test_ten_more_questions_would_not_go_unseen() -> None:
    """Given the numbers above, then they stand where the kinds stand, so that a longer list fails here first."""
    assert set(QUESTIONS) == set(kinds()) == set(docs())
    assert all(docs()[name][2] == most and docs()[name][3] <= minutes for name, (most, minutes) in QUESTIONS.items())
