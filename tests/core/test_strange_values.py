"""A value that is none of the question's own counts as unknown and closes nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from board.core.answering import answer_findings, refuse_strange
from board.core.checklist import Checklist, Effect, EffectKind, Option, Question
from board.core.finding import Refused
from board.core.proposal import Tier
from board.core.questions import case_tier, shown_tier, standings
from board.core.review import Answer, Review, View
from board.core.values import strange_values
from tests.core.building import MONDAY, case, charter

PICK = Question(
    "C-02", "compliance", "Which?", type="scale", options=(Option("not-high", "Not"), Option("high", "High"))
)
YES_NO = Question("R-01", "risk", "Is it?", effects=(Effect(EffectKind.BLOCK, ("partly", "unknown")),))


@pytest.mark.parametrize("value", ["not-high", "High", "unknown", "unsure", ""])
def test_its_own_values_unknown_and_a_blank_are_no_strangers(value: str) -> None:
    assert strange_values(PICK, (value,)) == ()


def test_any_other_value_is_refused_with_the_options() -> None:
    assert strange_values(PICK, ("bogus",)) == ("bogus",)
    with pytest.raises(Refused) as refused:
        refuse_strange(PICK, ("bogus",), case(), MONDAY)
    assert "not-high (Not)" in str(refused.value)
    assert "high (High)" in str(refused.value)


def test_yes_no_questions_know_the_words_their_effects_name() -> None:
    assert strange_values(YES_NO, ("yes",)) == strange_values(YES_NO, ("partly",)) == ()
    assert strange_values(YES_NO, ("severe",)) == ("severe",)


def test_free_text_is_never_strange() -> None:
    assert strange_values(Question("R-02", "risk", "What?", type="text"), ("severe",)) == ()


BLANK_BARS = (Effect(EffectKind.BLOCK, ("unknown",)),)
BANNED = Question(
    "E-05",
    "ethics",
    "Banned?",
    type="multi",
    options=tuple(Option(one, one) for one in ("none", "manipulates", "emotions")),
    judge="legal",
    effects=(Effect(EffectKind.BLOCK_ALWAYS, ("any", "unknown")),),
)
NEXT = Question("E-25", "ethics", "When?", type="date", judge="ethics", judge_without=("product",), effects=BLANK_BARS)
WHO = Question("R-17", "risk", "Who?", type="person", judge="product", effects=BLANK_BARS)
DAYS = Question("E-12", "ethics", "Days?", type="number", judge="product", effects=BLANK_BARS)
NO_NA = replace(YES_NO, effects=(Effect(EffectKind.BLOCK_ALWAYS, ("no", "unknown")),))
HASHES = Question("R-01", "risk", "Hashes?", computed="hashes-fixed", effects=BLANK_BARS)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        (NEXT, ("soon",)), (NEXT, ("1999",)), (NEXT, ("20270131",)), (NEXT, ("2027-02-30",)),
        (NEXT, ("2027-01-31", "2028-01-31")),
        (WHO, ("nobody",)), (WHO, ("tbd",)), (WHO, ("the team",)), (WHO, ("<a@b.example>",)), (WHO, ("Jo Doe <jo>",)),
        (DAYS, ("soon",)), (DAYS, ("nan",)), (DAYS, ("inf",)), (DAYS, ("-3",)),
        (BANNED, ("none", "emotions")), (BANNED, ("n-a",)), (NO_NA, ("n-a",)), (BANNED, ("n-a", "none")),
        (BANNED, ("feelings",)), (PICK, ("not-high", "high")),
    ],
)  # fmt: skip
def test_what_cannot_answer_is_refused_when_given_and_counts_as_unknown_when_read(
    question: Question, value: tuple[str, ...]
) -> None:
    """Given a value of the wrong sort, even with a note, then it is refused, told by check, and bars like a blank."""
    with pytest.raises(Refused) as refused:
        refuse_strange(question, value, case(), MONDAY)
    assert "It is one of: " in str(refused.value)
    lies = case(
        checklists=(Checklist("c", "C", questions=(question,)),), answers=(Answer(question.id, value, "We do not."),)
    )
    assert [each.code for each in answer_findings(lies, "a.toml") if each.severity == "error"] == [
        "answer.not-an-option"
    ]
    (stands,) = standings(lies)
    assert stands.value == ("unknown",)
    assert bool(stands.bars) == bool(question.effects)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        (NEXT, ("2026-10-05",)), (NEXT, ("unknown",)), (YES_NO, ("n-a",)),
        (WHO, ("mo",)), (WHO, ("Mo Haddad",)), (WHO, ("Farah Nasser",)), (WHO, ("Jo Doe <jo@example.org>",)),
        (DAYS, ("0",)), (DAYS, ("2.5",)), (DAYS, ("90%",)),
        (BANNED, ("none",)), (BANNED, ("manipulates", "emotions")), (BANNED, ("unknown",)),
    ],
)  # fmt: skip
def test_what_answers_is_taken(question: Question, value: tuple[str, ...]) -> None:
    refuse_strange(question, value, case(), MONDAY)
    lies = case(checklists=(Checklist("c", "C", questions=(question,)),), answers=(Answer(question.id, value, "Why."),))
    assert standings(lies)[0].value == value


@pytest.mark.parametrize("question", [PICK, NEXT, WHO, DAYS, replace(WHO, type="text"), replace(WHO, type="evidence")])
def test_only_a_question_for_yes_or_no_can_be_inapplicable(question: Question) -> None:
    """Given n-a where a choice, a day, a person, a number, words or a file is asked, then it is refused and told."""
    with pytest.raises(Refused) as refused:
        refuse_strange(question, ("n-a",), case(), MONDAY)
    assert "n-a" not in str(refused.value).partition("It is one of")[2]
    lists = (Checklist("c", "C", questions=(question,)),)
    draft = case(checklists=lists, answers=(Answer(question.id, ("n-a",), "Why."),), openings=())
    early = case(checklists=lists, answers=draft.answers)
    assert [one.code for one in answer_findings(draft, "a.toml") if one.severity == "error"] == ["answer.not-an-option"]
    assert [standings(one)[0].value for one in (draft, early)] == [("unknown",), ("n-a",)]


def test_a_next_look_in_the_past_is_refused_when_given_and_stands_once_it_was_given() -> None:
    with pytest.raises(Refused, match="2026-10-04 has passed"):
        refuse_strange(NEXT, ("2026-10-04",), case(), MONDAY)
    assert strange_values(NEXT, ("2026-10-04",), charter()) == ()


def test_nobody_answers_what_the_program_finds_out_itself() -> None:
    with pytest.raises(Refused, match="finds out R-01 itself"):
        refuse_strange(HASHES, ("yes",), case(), MONDAY)
    lies = case(checklists=(Checklist("c", "C", questions=(HASHES,)),), answers=(Answer("R-01", ("yes",)),))
    assert [each.code for each in answer_findings(lies, "a.toml")] == ["answer.computed"]


@pytest.mark.parametrize(
    ("said", "tier"), [("emotions", Tier.PROHIBITED), ("none", Tier.LIMITED), ("unknown", Tier.LIMITED)]
)
def test_a_banned_practice_named_by_its_judge_shows_tier_prohibited(said: str, tier: Tier) -> None:
    """Given a proposer who ticks none, when legal names a banned practice, then the tier shown is prohibited."""
    views = Review("lena", (View("E-05", "legal", "disagree", (said,)),))
    lies = case(
        checklists=(Checklist("ethics", "E", questions=(BANNED,)),),
        answers=(Answer("E-05", ("none",)),),
        reviews=(views,),
    )
    assert shown_tier(lies) is tier
    assert (case_tier(lies)[0] is Tier.PROHIBITED) == (tier is Tier.PROHIBITED)
    assert shown_tier(case(reviews=(Review("ben", views.views),), checklists=lies.checklists)) is Tier.LIMITED
