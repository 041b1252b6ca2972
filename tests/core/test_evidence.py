"""Evidence: fresh or stale by age and by change, held under a salted digest, and the optional published score."""

from __future__ import annotations

import hashlib
import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.core.freshness import FRESH_WORDS, Freshness, freshness, sort_of
from board.core.held import held_digest, is_salt_file, salt_file
from board.core.policy import Policy
from board.core.proposal import Artefact, Evidence, Proposal
from board.core.risk import Band, Rating, Risk, band_of, matrix
from board.core.scoring import ASKS, IMPACT, MITIGATION, score, score_of
from board.formats.policy import read_policy
from board.formats.shipped import shipped

TODAY = date(2026, 11, 20)
POLICY = read_policy(shipped("policy.toml"), "policy.toml").value
MODEL = (Artefact("triage", "2.1", "sha256:" + "a" * 64),)


def dated(days: int) -> Evidence:
    return Evidence("eval", dated=(TODAY - timedelta(days=days)).isoformat())


@pytest.mark.parametrize(
    ("sort", "limit"),
    [("evaluation", 90), ("stress", 180), ("license", 180), ("screening", 30), ("assessment", 365)],
)
def test_evidence_is_fresh_to_its_last_day_and_stale_the_day_after(sort: str, limit: int) -> None:
    assert freshness(dated(limit), sort, MODEL, POLICY, TODAY).state is Freshness.FRESH
    late = freshness(dated(limit + 1), sort, MODEL, POLICY, TODAY)
    assert (late.state, late.age_days, late.limit_days) == (Freshness.STALE, limit + 1, limit)
    assert str(limit) in late.why


def test_what_does_not_age_needs_no_date_and_what_ages_does() -> None:
    assert freshness(Evidence("plan"), "", MODEL, POLICY, TODAY).holds
    assert freshness(Evidence("eval"), "evaluation", MODEL, POLICY, TODAY).state is Freshness.UNDATED
    assert freshness(dated(-3), "evaluation", MODEL, POLICY, TODAY).state is Freshness.UNDATED
    assert freshness(Evidence("eval"), "evaluation", MODEL, Policy(), TODAY).holds, "no policy, no limit"


@pytest.mark.parametrize(
    ("answers", "sort"),
    [
        (("R-05",), "evaluation"),
        (("R-12", "E-03"), "stress"),
        (("c-07",), "license"),
        (("E-08", "C-19"), "screening"),
        (("E-08",), "assessment"),
        (("C-14",), "assessment"),
        (("R-19", "C-22"), ""),
    ],
)
def test_what_evidence_answers_says_how_fast_it_ages(answers: tuple[str, ...], sort: str) -> None:
    """Given evidence of no sort and no slot, then its questions say it, and what ages fastest goes before."""
    assert sort_of(Evidence("mine", answers=answers), {}) == sort
    assert sort_of(Evidence("mine", answers=answers), {"mine": "stress"}) == "stress", "its slot goes before"
    assert sort_of(Evidence("mine", answers=answers, sort="license"), {"mine": "stress"}) == "license"


def test_what_has_no_limit_by_age_is_not_called_fresh() -> None:
    plan = freshness(Evidence("plan"), "", MODEL, POLICY, TODAY)
    assert (plan.state, FRESH_WORDS[plan.state]) == (Freshness.AGELESS, "no limit by age")


def test_a_date_in_another_form_is_told_with_the_form_that_is_wanted() -> None:
    odd = freshness(Evidence("eval", dated="20.11.2026"), "evaluation", MODEL, POLICY, TODAY)
    assert odd.state is Freshness.UNDATED
    assert "“20.11.2026”, is not written as 2026-11-20" in odd.why


def test_evidence_made_on_other_files_is_void_at_once() -> None:
    """Given evidence that names what it was made on, when the proposal is about other bytes, then it is void."""
    same = Evidence("eval", dated=TODAY.isoformat(), artefact="sha256:" + "A" * 64)
    assert freshness(same, "evaluation", MODEL, POLICY, TODAY).holds
    other = Evidence("eval", dated=TODAY.isoformat(), artefact="sha256:" + "b" * 64)
    assert freshness(other, "evaluation", MODEL, POLICY, TODAY).state is Freshness.VOID
    assert freshness(other, "evaluation", (), POLICY, TODAY).holds, "a proposal about no file voids nothing"


@given(salt=st.binary(min_size=32, max_size=32), matter=st.binary(max_size=300), cut=st.integers(0, 300))
def test_a_held_digest_is_plain_sha256_over_salt_file_and_matter(salt: bytes, matter: bytes, cut: int) -> None:
    file = salt_file(salt)
    assert is_salt_file(file)
    expected = "sha256:" + hashlib.sha256(file + matter).hexdigest()
    assert held_digest(file, [matter[:cut], matter[cut:]]) == expected


def test_another_salt_makes_another_digest_and_odd_salts_are_none() -> None:
    one, two = salt_file(bytes(32)), salt_file(b"\1" * 32)
    assert held_digest(one, [b"yes"]) != held_digest(two, [b"yes"])
    for odd in (b"", b"0" * 64, one + b"x", one[:-1] + b"\r\n", one.upper().replace(b"0", b"A")):
        assert not is_salt_file(odd)
    with pytest.raises(ValueError, match="32"):
        salt_file(b"short")


# The score after Canada's tool


FULL, NONE = dict(MITIGATION), dict.fromkeys(MITIGATION, 0)


def impact(points: int) -> dict[str, int]:
    """So many points of impact, section by section."""
    found = {}
    for name, most in IMPACT.items():
        found[name] = min(points, most)
        points -= found[name]
    return found


def test_the_sections_add_up_to_the_tools_own_sums() -> None:
    assert (sum(IMPACT.values()), sum(MITIGATION.values())) == (167, 77)


@pytest.mark.parametrize(
    ("points", "level"),
    [(0, "I"), (41, "I"), (42, "II"), (83, "II"), (84, "III"), (125, "III"), (126, "IV"), (167, "IV")],
)
def test_the_level_is_the_share_of_the_most_points(points: int, level: str) -> None:
    found = score(impact(points), NONE)
    assert (found.raw, found.counted, found.level, found.cut) == (points, points, level, False)
    assert found.asks == ASKS[level] and found.problems == ()


SORTS = {
    "notice": "notice",
    "explanation": r"explanation|reasons",
    "review": "expert",
    "groups": "groups",
    "person": "person",
    "training": "[Tt]raining",
    "approver": "approves it",
}
"""The rows of the tool's own table of what each level asks for, and how a line of each reads here."""


@pytest.mark.parametrize(
    ("level", "without"), [("I", {"review", "groups"}), ("II", set()), ("III", set()), ("IV", set())]
)
def test_each_level_asks_for_every_row_of_the_tools_table(level: str, without: set[str]) -> None:
    """Given a level, then each row of the published table is asked for once; level I asks for no review by experts."""
    told = {sort: sum(bool(re.search(words, line)) for line in ASKS[level]) for sort, words in SORTS.items()}
    assert {sort for sort, many in told.items() if not many} == without
    assert len(ASKS[level]) == len(SORTS) - len(without)


def test_good_safeguards_cut_the_impact_by_fifteen_percent() -> None:
    enough = {"consultation": 10, "data_quality": 14, "fairness": 38, "privacy": 0}  # 62 of 77: 80.5 percent
    assert score(impact(100), enough).counted == 85.0
    assert score(impact(100), enough | {"fairness": 37}).counted == 100.0  # 61 of 77: 79.2 percent
    assert score(impact(48), FULL).level == "I" and score(impact(48), NONE).level == "II"


def test_what_is_not_stated_counts_as_the_cautious_value_and_is_told() -> None:
    nothing = score({}, {})
    assert (nothing.raw, nothing.mitigation, nothing.level) == (167, 0, "IV")
    assert len(nothing.problems) == len(IMPACT) + len(MITIGATION)
    odd = score(impact(10) | {"data": 99}, FULL)
    assert any("data" in problem for problem in odd.problems) and odd.raw == 10 + IMPACT["data"]


def test_a_proposal_states_its_points_in_a_fact() -> None:
    assert score_of(Proposal("p", "P")) is None
    stated = Proposal("p", "P", facts={"canada": {"impact": impact(42), "mitigation": NONE}})
    found = score_of(stated)
    assert found is not None and found.level == "II"


def test_the_score_is_off_unless_the_board_turns_it_on() -> None:
    assert POLICY.canada is False
    assert read_policy(b"[scoring]\ncanada = true\n", "policy.toml").value.canada is True


# The matrix


def risk(name: str, likelihood: int, impact_: int) -> Risk:
    rating = Rating(likelihood, impact_, likelihood * impact_, band_of(likelihood * impact_))
    return Risk("2026/0001-a", name, name, residual=rating, target=Rating(1, impact_, impact_, Band.LOW))


def test_the_matrix_seats_every_rated_risk_once_and_in_its_field() -> None:
    """Given risks, when the matrix is made, then rows fall from almost certain and columns grow graver."""
    low, grave = risk("low", 1, 1), risk("grave", 5, 5)
    rows = matrix([low, grave, Risk("2026/0001-a", "unrated", "Unrated")])
    assert [[(cell.likelihood, cell.impact) for cell in row] for row in rows] == [
        [(likely, bad) for bad in range(1, 6)] for likely in range(5, 0, -1)
    ]
    assert rows[0][4].risks == (grave,) and rows[4][0].risks == (low,)
    assert sum(len(cell.risks) for row in rows for cell in row) == 2
    assert (rows[0][4].band, rows[4][4].band, rows[4][0].band) == (Band.CRITICAL, Band.HIGH, Band.LOW)
    assert rows[0][4].words == "almost certain, the gravest"
    assert matrix([grave], "target")[4][4].risks == (grave,)
    assert not any(cell.risks for row in matrix([grave], "inherent") for cell in row)
