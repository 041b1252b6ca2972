"""What a raised tier or band adds to the board's duties, in words, before the eyes of whoever answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from board.core.case import Case
from board.core.checklist import Applicability, Checklist, Effect, EffectKind, Option, Question
from board.core.duties import duties, follows, of_answer
from board.core.proposal import Tier
from board.core.review import Answer, Review, View
from tests.core.building import case, charter

TO_HIGH = Effect(EffectKind.RAISE, ("decides",), "People's lives are touched.", to="high")
SCALE = tuple(Option(value, value) for value in "12345")
CHECKLISTS = (
    Checklist(
        "risk",
        "Risk",
        questions=(
            Question("R-15", "risk", "How bad?", type="scale", judge="product", options=SCALE),
            Question("R-16", "risk", "How likely?", type="scale", judge="product", options=SCALE),
        ),
    ),
    Checklist(
        "ethics",
        "Ethics",
        questions=(
            Question("E-04", "ethics", "Does it decide?", judge="product", effects=(TO_HIGH,)),
            Question("E-09", "ethics", "Who was asked?", judge="ethics", applies=(Applicability(tiers=("high",)),)),
        ),
    ),
)


def asked(*views: View, tier: Tier = Tier.LIMITED, **fields: object) -> Case:
    reviews = (Review("chiara", tuple(replace(view, seat="product") for view in views)),) if views else ()
    return case(
        kind="use-change",
        board=charter(),
        tier=tier,
        checklists=CHECKLISTS,
        reviews=reviews,
        facts={
            "decides_about_people": "no",
            "domain": ["none"],
            "audience": ["staff"],
            "safety_component": False,
            "interacts_with_people": True,
            "generates_content": ["none"],
            "agentic": "none",
            "personal_data": "none",
        },
        **fields,
    )


def test_a_raised_tier_says_who_signs_what_is_asked_and_what_is_published() -> None:
    """Given tier limited, when product answers that it decides about people, then all that follows is told."""
    before = asked()
    after = asked(View("E-04", value=("decides",)))
    assert duties(before, after) == (
        "The tier rises from limited to high.",
        "Ethics panel votes as well: 5 seats in all.",
        "Ethics panel must vote.",
        "The quorum is 5 seats instead of 3.",
        "1 more question is asked: E-09.",
        "The short way is closed.",
        "The ethics review is published before the general ring.",
    )


def test_an_answer_of_the_proposer_says_what_it_alone_adds() -> None:
    """Given a draft, when one answer raises the tier, then its duties are told; where another did, that it sets it."""
    blank = asked(openings=())
    no = replace(blank, answers=(Answer("E-04", ("no",)),))
    assert of_answer(no, no, "E-04") == ()
    assert of_answer(blank, no, "E-04") == ("The tier falls from high to limited.",)
    decides = replace(blank, answers=(Answer("E-04", ("decides",)),))
    told = of_answer(blank, decides, "E-04")
    assert told[0] == "The tier rises from limited to high."
    assert "1 more question is asked: E-09." in told
    high = replace(
        decides, proposal=replace(decides.proposal, facts={**decides.proposal.facts, "audience": ["children"]})
    )
    assert of_answer(high, high, "E-04") == ("The tier is high: E-04 is answered decides.",)
    rated = replace(blank, answers=(Answer("R-15", ("4",)), Answer("R-16", ("3",))))
    assert of_answer(blank, rated, "R-15")[0] == "The risk that is left is high."


def test_nothing_is_added_where_nothing_rises() -> None:
    assert duties(asked(), asked()) == ()
    assert duties(asked(), asked(View("E-04", value=("no",)))) == ()
    high = asked(View("E-04", value=("decides",)), tier=Tier.HIGH)
    assert duties(replace(high, reviews=()), high) == ()


def test_a_risen_band_says_what_it_asks_for() -> None:
    """Given a low risk, when product finds serious harm possible, then the duties of medium and high are told."""
    said = (Answer("R-15", ("2",)), Answer("R-16", ("2",)))
    before = asked(answers=said)
    after = asked(View("R-15", value=("4",)), View("R-16", value=("3",)), answers=said)
    told = duties(before, after)
    assert told[0] == "The risk that is left rises from low to high."
    assert "The board accepts it by majority, with conditions." in told
    assert any(each.startswith("Every voting seat takes a view") for each in told)
    assert duties(after, before) == ()


def test_a_first_rating_that_is_low_adds_nothing_and_a_high_one_does() -> None:
    low = View("R-15", value=("1",)), View("R-16", value=("1",))
    assert duties(asked(), asked(*low)) == ()
    grave = View("R-15", value=("4",)), View("R-16", value=("4",))
    assert duties(asked(), asked(*grave))[0] == "The risk that is left is high."


@pytest.mark.parametrize(
    ("kind", "to", "told"),
    [
        (EffectKind.BLOCK_ALWAYS, "", ("That bars approval, and no exception lifts it: Words.",)),
        (EffectKind.BLOCK, "", ("That bars approval: Words.",)),
        (EffectKind.COND, "", ("It drafts the condition: Words.",)),
        (EffectKind.NOTE, "", ("It is noted in the record: Words.",)),
        (EffectKind.RAISE, "", ("That raises the risk: Words.",)),
        (EffectKind.RAISE, "high", ()),
    ],
)
def test_each_sort_of_effect_is_told_in_a_sentence(kind: EffectKind, to: str, told: tuple[str, ...]) -> None:
    """Given an answer with an effect, then whoever gave it reads what it does; a risen tier is told with its duties."""
    assert follows([Effect(kind, ("no",), "Words.", to=to)]) == told
