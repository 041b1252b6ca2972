"""No blank is milder than “unknown”: not in the tier an opening fixes, not in the band, not in the outcome."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest

from board.core.answering import answer_findings
from board.core.applying import Context, evaluate
from board.core.bars import barring
from board.core.case import Case
from board.core.docket import Docket
from board.core.proposal import Tier
from board.core.questions import Asked, asked_in, case_tier, standings
from board.core.review import Answer
from board.core.risk import Band, case_band
from board.core.stated import FACTS
from board.core.tally import tally
from board.core.tier import HARMLESS
from tests.content.loading import kinds
from tests.content.test_effects_act import YES, put
from tests.core.building import AFTER, MONDAY, OPENING

USE: dict[str, object] = {
    **HARMLESS,
    "target_ring": "beta",
    "jurisdictions": ["EU"],
    "change_class": "major",
    "weights_origin": "third-party-open",
    "personal_data": "present",
    "interacts_with_people": True,
    "reversible": "hours",
    "export_destinations": ["none"],
}
KINDS = [kind for kind in kinds() if kinds()[kind].checklists and kind != "emergency-action"]
NONE = Band.LOW.rank - 1


def mild(one: Asked, case: Case) -> Answer:
    """The answer to a question with the fewest effects."""
    question = one.question
    offered = [option.value for option in question.options] or ["yes", "no", "0", "30", "mo"]
    offered += [str(MONDAY + timedelta(days=days)) for days in (-20, 80)] if question.type == "date" else []
    context = Context(case.proposal, Tier.LIMITED, day=MONDAY)
    best = min(offered, key=lambda value: len(evaluate(question.effects, (value,), context)))
    return Answer(question.id, (best,), note="As it is.", evidence=("report",))


FOUND = {"R-01": ("yes",), "C-23": ("yes",), "C-25": ("complete",), "E-24": ("mixed",)}


@cache
def answered(kind: str, tier: Tier = Tier.HIGH) -> Case:
    """A proposal of a kind that answers all it is asked as mildly as it can; nobody has taken it up."""
    bare = replace(put(kinds()[kind], USE, tier, (), *YES), computed=FOUND)
    answers = tuple(mild(one, bare) for one in asked_in(bare) if not one.question.computed)
    return replace(bare, answers=answers, docket=Docket())


def without(case: Case, question: str, *said: str) -> Case:
    """The case with one question left blank, or answered with these words alone."""
    others = tuple(each for each in case.answers if each.question != question)
    return replace(case, answers=(*others, *(Answer(question, (one,), note="We do not know.") for one in said)))


def opened(case: Case) -> Case:
    """The case as an opening made now takes it up."""
    return replace(case, docket=Docket((replace(OPENING, tier=case_tier(case)[0], facts=FACTS),)))


def gravity(case: Case) -> tuple[int, int, set[str], bool]:
    """Its tier, its band, what bars it, and whether it is not approved; more of each is graver."""
    up = opened(case)
    band = case_band(up)
    bars = {bar.question for bar in barring(up, standings(up))}
    return case_tier(case)[0].rank, band.rank if band else NONE, bars, not tally(up, AFTER).outcome.yes


@pytest.mark.parametrize("kind", KINDS)
def test_given_a_blank_then_tier_band_bars_and_outcome_are_those_of_unknown(kind: str) -> None:
    """Given all other questions answered well, when one is left blank, then it is as grave as unknown."""
    whole = answered(kind)
    asked = [one.question.id for one in asked_in(opened(whole)) if not one.dropped and not one.question.computed]
    assert asked
    for question in asked:
        assert gravity(without(whole, question)) == gravity(without(whole, question, "unknown")), question


def test_given_nobody_looked_for_leaks_or_traps_then_silence_asks_for_what_unknown_asks() -> None:
    whole = answered("model-adopt")
    assert case_band(opened(whole)) is Band.LOW
    for question in ("R-03", "R-12", "R-14"):
        assert case_band(opened(without(whole, question))) is Band.MEDIUM
    silent = without(without(without(whole, "R-12"), "R-14"), "R-03")
    assert case_band(opened(silent)) is Band.HIGH
    assert case_tier(without(whole, "E-03"))[0] is Tier.HIGH


@pytest.mark.parametrize("kind", KINDS)
def test_given_an_open_question_then_check_says_that_it_bars_where_the_tally_would_bar(kind: str) -> None:
    """Given one blank at a time, then check names it as barring where the opened case is barred by it."""
    whole = answered(kind)
    for question in [one.question.id for one in asked_in(whole) if not one.dropped and not one.question.computed]:
        silent = without(whole, question)
        [missing] = [each for each in answer_findings(silent, "answers.toml") if each.code == "answers.missing"]
        assert (f"bar approval: {question}." in missing.message) is (question in gravity(silent)[2]), question


def test_given_no_rating_of_the_worst_harm_then_check_says_that_it_counts_as_critical() -> None:
    silent = without(without(answered("use-change"), "R-15"), "R-16")
    [missing] = [each for each in answer_findings(silent, "answers.toml") if each.code == "answers.missing"]
    assert (
        "Without these answers, a critical risk is left, and such a risk may not go beyond sandbox" in missing.message
    )
    assert any("critical" in bar.text for bar in tally(opened(silent), AFTER).bars)
