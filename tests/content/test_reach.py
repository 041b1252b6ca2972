"""Every question is asked in some case of some kind, and every effect is seen to act."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from board.core.applying import Context, applies, evaluate
from board.core.checklist import Applicability, Effect, Question
from board.core.proposal import Proposal, Tier
from board.core.questions import asked
from tests.content.loading import checklists, facts, kinds, questions
from tests.core.building import MONDAY, charter

TODAY = MONDAY
RINGS = ("sandbox", "beta", "general", "external")


def stated(wanted: Applicability) -> dict[str, object]:
    """Facts that match a case: the first value named, or the first that is not the one ruled out."""
    found: dict[str, object] = {}
    for name, values in wanted.facts.items():
        value = values[0]
        if value.startswith("!"):
            value = next((each for each in facts()[name].values if each != value[1:]), "CH")
        found[name] = value == "yes" if facts()[name].type == "bool" else value
    return found


def cases(question: Question, kind: str) -> Iterator[tuple[Proposal, Tier, Applicability]]:
    """Proposals of a kind that match one of the question's cases, in every ring and tier."""
    for wanted in question.applies or (Applicability(),):
        for ring in RINGS:
            for tier in Tier:
                known = {"target_ring": ring, "change_class": "major", **stated(wanted)}
                proposal = Proposal("2026/0001-sample", "Sample", kind, facts=known)
                if applies(wanted, Context(proposal, tier)):
                    yield proposal, tier, wanted


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.id)
def test_every_question_is_asked_in_some_case(question: Question) -> None:
    board = charter()
    for kind in kinds().values():
        for proposal, tier, wanted in cases(question, kind.id):
            opened = {earlier: values[:1] for earlier, values in wanted.after.items()}
            put = asked(checklists(), kind.checklists, kind.extra_questions, proposal, tier, opened, board)
            if any(each.question.id == question.id and not each.dropped for each in put):
                return
    pytest.fail("no kind of proposal ever asks it")


def answer_for(effect: Effect, question: Question) -> tuple[tuple[str, ...], bool]:
    """An answer that should set off an effect, and whether evidence comes with it."""
    token = effect.answers[0]
    if token == "any":
        return (next(each.value for each in question.options if each.value != "none"),), True
    if token == "no-evidence":
        return ("something",), False
    if token[:1] in "<>" and question.type == "date":
        return (str(TODAY - timedelta(days=int(token[1:]) + 1)),), True
    if token[:1] in "<>":
        return (str(float(token[1:]) + (1 if token[0] == ">" else -1)),), True
    return (token,), True


EFFECTS = [(question, effect) for question in questions() for effect in question.effects]


@pytest.mark.parametrize(("question", "effect"), EFFECTS, ids=lambda each: getattr(each, "id", ""))
def test_every_effect_acts_in_some_case(question: Question, effect: Effect) -> None:
    value, evidence = answer_for(effect, question)
    for kind in kinds():
        for proposal, tier, _ in cases(question, kind):
            known = {**proposal.facts, **stated(effect.when)}
            context = Context(Proposal(proposal.id, proposal.title, kind, facts=known), tier, day=TODAY)
            if effect in evaluate(question.effects, value, context, evidence=evidence):
                return
    pytest.fail("no case sets it off")


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.id)
def test_a_blank_is_never_better_than_a_bad_answer_where_something_blocks(question: Question) -> None:
    """Given a case in which some answer blocks, when nothing is answered, then something blocks too."""
    for kind in kinds():
        for proposal, tier, _ in cases(question, kind):
            context = Context(proposal, tier)
            blank = {effect.kind for effect in evaluate(question.effects, (), context)}
            acting = [effect for effect in question.effects if applies(effect.when, context)]
            if acting:
                assert blank, f"a blank passes in {kind}, tier {tier}"


def test_the_branch_on_decisions_about_people_closes_when_it_decides_nothing() -> None:
    kind = kinds()["model-adopt"]
    proposal = Proposal("2026/0001-sample", "Sample", kind.id, facts={"target_ring": "beta"})
    put = asked(checklists(), kind.checklists, (), proposal, Tier.HIGH, {"E-04": ("no",)}, charter())
    dropped = {each.question.id for each in put if each.dropped}
    assert dropped == {"E-11", "E-12", "E-13"}


def test_a_patch_meets_few_questions_and_a_release_nearly_all() -> None:
    board = charter()

    def count(kind_id: str, tier: Tier, **known: object) -> int:
        kind = kinds()[kind_id]
        proposal = Proposal("2026/0001-sample", "Sample", kind_id, facts=known)
        return len(asked(checklists(), kind.checklists, kind.extra_questions, proposal, tier, {}, board))

    harmless = {
        "target_ring": "general",
        "jurisdictions": ["CH"],
        "decides_about_people": "no",
        "interacts_with_people": False,
        "generates_content": ["none"],
        "agentic": "none",
        "personal_data": "none",
        "weights_origin": "own",
    }
    patch = count("model-change", Tier.MINIMAL, change_class="patch", **harmless)
    major = count("model-change", Tier.MINIMAL, change_class="major", **harmless)
    release = count("external-release", Tier.HIGH, jurisdictions=["EU"], personal_data="present", agentic="suggests")
    assert patch <= 13 < major < release
