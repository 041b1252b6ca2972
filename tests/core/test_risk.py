"""Risk bands: the product, what outweighs it, and that nothing ever lowers a band."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.core.case import Case
from board.core.checklist import Checklist, Effect, EffectKind, Question
from board.core.docket import Docket
from board.core.harm import HARMS, LIKELIHOOD_SHARES
from board.core.record import Outcome, Record, Sum
from board.core.review import Answer, Review, View
from board.core.risk import APPETITE, Band, band_of, case_band, concerns, duties, listed_risks, rate, risks_of, unrated
from board.core.tally import tally
from tests.core.building import AFTER, OPENING, case

RAISING = Effect(EffectKind.RAISE, ("untried", "unknown"), "Nobody tried it, so the risk goes up one step.")
TO_HIGH = Effect(EffectKind.RAISE, ("5", "unknown"), "The high tier.", to="high")
NEVER = Effect(EffectKind.RAISE, ("4", "unknown"), "Harm that cannot be undone raises the risk by one step.")
QUESTIONS = (
    Question("R-15", "risk", "How bad?", type="scale", judge="product", effects=(TO_HIGH,)),
    Question("R-16", "risk", "How likely?", type="scale", judge="product"),
    Question("R-17", "risk", "Who accepts it?", type="person", judge="product"),
    Question("R-09", "risk", "Was it tried?", type="scale", judge="security", effects=(RAISING,)),
    Question("E-14b", "risk", "Can it be undone?", type="scale", judge="product", effects=(NEVER,)),
)
ANSWERS = {"R-15": "3", "R-16": "2", "R-17": "mo"}
SCALE = st.integers(1, 5)
KNOWN = {
    "basis": st.booleans(),
    "reversible": st.booleans(),
    "raised": st.lists(st.just("It was not tried."), max_size=4),
}


def answered(*reviews: Review, facts: dict[str, object] | None = None, **changes: str) -> Case:
    """A case with these answers on top of a plain medium risk; an empty answer is none."""
    given = {**ANSWERS, **{name.replace("_", "-"): value for name, value in changes.items()}}
    answers = tuple(Answer(name, (value,), note=f"Note on {name}") for name, value in given.items() if value)
    return case(
        answers=answers, checklists=(Checklist("risk", "Risk", questions=QUESTIONS),), reviews=reviews, facts=facts
    )


@pytest.mark.parametrize(
    ("score", "band"),
    [
        (1, "low"),
        (4, "low"),
        (5, "medium"),
        (9, "medium"),
        (10, "high"),
        (16, "high"),
        (20, "critical"),
        (25, "critical"),
    ],
)
def test_the_bands_of_the_product(score: int, band: str) -> None:
    assert band_of(score) == band


def test_the_gravest_harm_is_high_however_rare() -> None:
    assert rate(1, 5).band is Band.HIGH
    assert rate(1, 5).reasons == ("Harm this grave is high at least, however rare.",)
    assert rate(1, 4).band is Band.LOW


def test_serious_harm_that_cannot_be_undone_is_one_band_up_and_lesser_harm_is_not() -> None:
    assert rate(2, 4).band is Band.MEDIUM
    assert rate(2, 4, reversible=False).band is Band.HIGH
    assert rate(2, 3, reversible=False).band is rate(2, 3).band is Band.MEDIUM
    assert rate(1, 5, reversible=False).band is Band.CRITICAL


def test_a_likelihood_without_a_basis_counts_as_four_and_never_as_less() -> None:
    assert rate(1, 3, basis=False).score == 12
    assert rate(None, 3).score == 12
    assert rate(5, 3, basis=False).score == 15


def test_an_unknown_impact_counts_as_the_gravest() -> None:
    assert (rate(1, None).impact, rate(1, None).band) == (5, Band.HIGH)


def test_open_questions_do_not_make_an_annoyance_a_catastrophe() -> None:
    four = ("One.", "Two.", "Three.", "Four.")
    assert rate(1, 1, raised=four).band is Band.HIGH
    assert rate(1, 4, raised=four).band is Band.CRITICAL
    assert rate(1, 1, raised=four).reasons == ("One.", "Two.")


@given(SCALE, SCALE, SCALE, SCALE, st.fixed_dictionaries(KNOWN))
def test_more_likely_or_worse_is_never_a_lower_band(
    one: int, other: int, bad: int, worse: int, known: dict[str, object]
) -> None:
    less = rate(min(one, other), min(bad, worse), **known)  # type: ignore[arg-type]  # flags drawn by name
    more = rate(max(one, other), max(bad, worse), **known)  # type: ignore[arg-type]  # flags drawn by name
    assert less.band.rank <= more.band.rank


@given(SCALE, SCALE, st.fixed_dictionaries(KNOWN))
def test_no_override_ever_lowers_a_band(likelihood: int, impact: int, known: dict[str, object]) -> None:
    plain, judged = rate(likelihood, impact), rate(likelihood, impact, **known)  # type: ignore[arg-type]  # by name
    assert band_of(likelihood * impact).rank <= plain.band.rank <= judged.band.rank
    assert (judged.band is plain.band and judged.score == plain.score) or judged.reasons


@given(st.none() | SCALE, st.none() | SCALE)
def test_not_knowing_is_never_better_than_the_worst_one_could_know(likelihood: int | None, impact: int | None) -> None:
    assert rate(likelihood, None).band.rank >= max(rate(likelihood, bad).band.rank for bad in range(1, 6))
    assert rate(None, impact).band.rank >= max(rate(chance, impact).band.rank for chance in range(1, 5))


def test_a_case_has_the_risk_its_answers_tell_of() -> None:
    [risk] = risks_of(answered())
    assert (risk.id, risk.owner, risk.text, risk.safeguards) == ("R-15", "mo", "Note on R-15", "Note on R-17")
    assert risk.residual is not None
    assert (risk.residual.score, risk.band) == (6, Band.MEDIUM)
    assert (risk.inherent, risk.target) == (None, None)


def test_the_judging_seat_outranks_the_proposer() -> None:
    review = Review("chiara", (View("R-15", "product", "disagree", ("4",), note="It lasts."),))
    [risk] = risks_of(answered(review))
    assert (risk.residual and risk.residual.impact, risk.text) == (4, "It lasts.")


def test_an_answer_that_raises_the_risk_is_named_and_one_that_raises_the_tier_is_not() -> None:
    [risk] = risks_of(answered(R_09="untried", R_15="5", R_16="1"))
    assert risk.residual is not None
    assert risk.residual.reasons == (
        "Harm this grave is high at least, however rare.",
        "R-09: Nobody tried it, so the risk goes up one step.",
    )
    assert risk.band is Band.CRITICAL


def test_a_question_nobody_answered_raises_nothing_yet_and_one_answered_unknown_does() -> None:
    assert case_band(answered()) is Band.MEDIUM
    assert case_band(answered(R_09="unknown")) is Band.HIGH


def test_harm_that_cannot_be_undone_is_counted_once() -> None:
    assert case_band(answered(E_14b="4")) is Band.HIGH
    [grave] = risks_of(answered(E_14b="4", R_15="4", R_16="1"))
    assert grave.band is Band.MEDIUM
    assert grave.residual is not None
    assert grave.residual.reasons == ("Serious harm that cannot be undone is one band up.",)
    assert case_band(answered(R_15="4", R_16="1", facts={"reversible": "no"})) is Band.MEDIUM
    assert case_band(answered(R_15="4", R_16="1", facts={"reversible": "hours"})) is Band.LOW


def test_a_likelihood_with_nothing_to_go_by_counts_as_four() -> None:
    for said in ("no-basis", "unknown", ""):
        [risk] = risks_of(answered(R_16=said))
        assert risk.residual is not None
        assert risk.residual.likelihood == 4


def test_what_nobody_rated_has_no_band_and_says_so() -> None:
    of = answered(R_15="")
    [risk] = risks_of(of)
    assert (risk.band, case_band(of)) == (None, None)
    assert concerns(of, risk) == ("Nobody has rated it yet.",)
    assert risks_of(case()) == ()


NAMED = {
    "id": "wrong-pile",
    "text": "Read too late",
    "owner": "mo",
    "basis": "Exposure in beta",
    "inherent": {"likelihood": 5, "impact": 4},
    "residual": {"likelihood": 3, "impact": 4},
    "target": {"likelihood": 1, "impact": 4},
}


def test_a_named_risk_has_three_values_and_the_highest_residual_one_is_the_proposals() -> None:
    of = answered(facts={"risks": [NAMED]})
    first, second = risks_of(of)
    assert (first.id, second.id) == ("wrong-pile", "R-15")
    assert [value and value.band for value in (first.inherent, first.residual, first.target)] == [
        Band.CRITICAL,
        Band.HIGH,
        Band.LOW,
    ]
    assert case_band(of) is Band.HIGH


def test_a_named_risk_without_a_basis_or_with_odd_values_counts_as_the_bad_answer() -> None:
    guessed = answered(facts={"risks": [{**NAMED, "basis": " "}]})
    assert risks_of(guessed)[0].target == rate(1, 4, basis=False)
    odd = answered(facts={"risks": [{"residual": {"likelihood": True, "impact": "12"}}, "no table", {"residual": 3}]})
    values = [risk.residual for risk in risks_of(odd) if risk.id.startswith("risk-")]
    assert values == [rate(None, None), None]
    assert risks_of(answered(facts={"risks": "none"}))[0].id == "R-15"


def opened(of: Case, facts: int = 3) -> Case:
    """The case, taken up by a list of facts; by default the first list by which silence counts."""
    return replace(of, docket=Docket((replace(OPENING, facts=facts),)))


def settled(facts: dict[str, object] | None = None, **changes: str) -> Case:
    """A case of which everything is said that the risk is read from, and nothing raises it."""
    said = {"R_09": "tried", "E_14b": "1"} | changes
    return answered(facts={"reversible": "hours"} | (facts or {}), **said)


@pytest.mark.parametrize(
    "risks",
    [
        [{**NAMED, "residual": None}],
        [{"id": "k", "text": "It kills", "inherent": {"likelihood": 5, "impact": 5}}],
        [{**NAMED, "residual": "3 x 4"}],
        [{"id": "k", "Residual": {"likelihood": 1, "impact": 1}}],
        [{**NAMED, "residual": {"likelihood": 9, "impact": "grave"}}],
        [NAMED, "It kills"],
        "It kills",
        {"id": "k", "text": "It kills"},
        {"k": {**NAMED}},
        True,
    ],
)
def test_a_named_risk_that_nobody_rated_counts_as_the_gravest_once_it_is_taken_up(risks: object) -> None:
    of = answered(facts={"risks": risks})
    assert case_band(opened(of)) is Band.CRITICAL
    assert case_band(of) is case_band(opened(of, facts=2)), "neither a draft nor an older opening is counted anew"
    assert any(unrated(one) for one in listed_risks(of.proposal))


@pytest.mark.parametrize("none", [None, "", "none", [], {}, ["none"], False])
def test_who_names_no_risk_is_held_to_none(none: object) -> None:
    assert case_band(opened(settled(facts={"risks": none}))) is Band.MEDIUM
    assert case_band(opened(case(facts={"risks": none}))) is None


def test_a_single_table_is_rated_as_it_says() -> None:
    assert case_band(opened(case(facts={"risks": {**NAMED, "reversible": True}}))) is Band.HIGH


def test_a_blank_worst_harm_counts_as_the_gravest_where_its_neighbours_are_answered() -> None:
    """Given how likely or who accepts it, and nobody says how bad, then it is unknown; a draft is not rated yet."""
    assert case_band(opened(settled(R_15="", R_16="1"))) is Band.HIGH
    assert case_band(opened(settled(R_15="", R_16="1", R_17=""))) is Band.HIGH
    assert case_band(opened(settled(R_15="", R_16=""))) is Band.CRITICAL
    for other in (answered(R_15=""), opened(answered(R_15=""), facts=2)):
        assert case_band(other) is None


def test_where_nobody_answered_any_of_the_three_the_risk_is_critical_and_may_not_leave_the_sandbox() -> None:
    """Given R-15 to R-17 all blank and an exception on R-17, then the silence is no way to a wide ring."""
    for ring, barred in (("general", True), ("sandbox", False)):
        of = answered(R_15="", R_16="", R_17="", facts={"target_ring": ring})
        silent = opened(replace(of, waivers={"R-17": "2026/0002-wait"}))
        assert case_band(silent) is Band.CRITICAL
        assert ("critical" in str(tally(silent, AFTER).bars)) is barred
        assert case_band(of) is case_band(opened(of, facts=2)) is None, "neither a draft nor an older opening"
    assert case_band(opened(case(kind="emergency-action"))) is None, "its card does not ask for the worst harm"


@given(*[st.sampled_from(["", "unknown", "1", "2", "3", "4", "5"])] * 2, st.sampled_from(["", "unknown", "mo"]))
def test_a_blank_counts_as_unknown_whichever_of_the_three_is_blank(worst: str, likely: str, accepted: str) -> None:
    said = {"R_15": worst, "R_16": likely, "R_17": accepted}
    unknown = {name: value or "unknown" for name, value in said.items()}
    found = case_band(opened(settled(**said)))
    assert found is case_band(opened(settled(**unknown)))
    bad, chance = (int(one) if one.isdigit() else blank for one, blank in ((worst, 5), (likely, 4)))
    least = Band.HIGH if bad == 5 else Band.LOW
    assert found is max(band_of(bad * chance), least, key=lambda band: band.rank)


@pytest.mark.parametrize(
    ("silent", "loud"),
    [
        (settled(R_09=""), settled(R_09="unknown")),
        (settled(E_14b=""), settled(E_14b="unknown")),
        (settled(E_14b="", R_15="4"), settled(E_14b="unknown", R_15="4")),
        (settled(facts={"reversible": ""}, R_15="4"), settled(facts={"reversible": "unknown"}, R_15="4")),
        (
            case(facts={"risks": [{**NAMED, "residual": {"likelihood": 2, "impact": 4}}]}),
            case(facts={"risks": [{**NAMED, "residual": {"likelihood": 2, "impact": 4}, "reversible": "unknown"}]}),
        ),
    ],
    ids=["raises", "undone", "grave and undone", "fact", "named"],
)
def test_silence_raises_the_band_as_unknown_does_once_it_is_taken_up(silent: Case, loud: Case) -> None:
    """Given a blank, when the board takes it up, then it is one band up; an older opening stays as it was."""
    assert case_band(opened(silent)) is case_band(opened(loud)) is Band.HIGH
    assert case_band(opened(silent, facts=2)) in (Band.MEDIUM, Band.LOW)


def test_a_named_risk_that_can_be_undone_says_so() -> None:
    for said, band in ((True, Band.MEDIUM), ("yes", Band.MEDIUM), (False, Band.HIGH), ("no", Band.HIGH)):
        risk = {**NAMED, "residual": {"likelihood": 2, "impact": 4}, "reversible": said}
        assert case_band(opened(case(facts={"risks": [risk]}))) is band


def test_a_band_asks_for_what_the_lower_ones_ask_too() -> None:
    assert duties(Band.LOW) == (APPETITE[Band.LOW],)
    assert duties(Band.CRITICAL) == tuple(APPETITE[band] for band in (Band.MEDIUM, Band.HIGH, Band.CRITICAL))
    assert all(set(duties(band)) < set(duties(band.up())) for band in (Band.MEDIUM, Band.HIGH))


def test_what_goes_beyond_the_appetite_is_said_in_words() -> None:
    of = answered(R_15="5", R_16="4", R_17="", facts={"target_ring": "general"})
    [risk] = risks_of(of)
    assert concerns(of, risk) == (
        "Nobody accepts it by name.",
        "A critical risk may not go beyond sandbox, and this is meant for general.",
    )
    inside = answered(R_15="5", R_16="4", facts={"target_ring": "sandbox"})
    assert concerns(inside, risks_of(inside)[0]) == ()


def test_an_approval_at_high_risk_that_lasts_too_long_is_named() -> None:
    decided = datetime(2026, 1, 10, tzinfo=UTC)
    sums = Sum(4, 4, 3, 3, 0, 4, 4, 3, 2, "…")
    record = Record("x", 1, Outcome.APPROVED, 1, decided, "ana", "", sums, expires=date(2027, 1, 10))
    of = replace(answered(R_15="5", R_16="1"), record=record)
    [risk] = risks_of(of)
    assert concerns(of, risk) == ("An approval at this risk lasts six months at most; this one runs to 2027-01-10.",)
    short = replace(of, record=replace(record, expires=date(2026, 7, 9)))
    assert concerns(short, risk) == ()


def test_the_page_on_risks_says_what_the_program_does() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "risks.md").read_text(encoding="utf-8")
    for band, words in APPETITE.items():
        assert f"| {band} | {words} |" in page
    assert "1 to 4 low, 5 to 9 medium, 10 to 16 high, 20 to 25 critical" in page


def test_each_sort_of_harm_has_five_steps_and_the_manual_says_the_same() -> None:
    """Given the six sorts of harm, then each has five different steps, and docs/risks.md shows that very row."""
    manual = (Path(__file__).parents[2] / "docs" / "risks.md").read_text()
    assert len(HARMS) == 6 and len(LIKELIHOOD_SHARES) == 5
    for sort, row in HARMS.items():
        assert len(set(row)) == 5
        assert "| " + " | ".join((sort, *row)) + " |" in manual
