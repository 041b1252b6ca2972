"""The published ethics review: thirteen sections, the minority in full, and honest words where nobody answered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from board.core.ballot import Verdict
from board.core.charter import Charter, KindRule, Member
from board.core.docket import Docket
from board.core.proposal import Tier
from board.core.record import Outcome, RecordBallot
from board.core.review import Review, View
from board.render.decision import draft_decision, parse_free, render_decision
from board.render.ethics import ETHICS, draft_ethics, ethics_sections, render_ethics
from board.render.inputs import DecisionInputs
from tests.render.sample import ballot, inputs, second_level, section


def test_given_a_case_the_ethics_review_has_its_thirteen_sections_and_the_minority_in_full() -> None:
    of = inputs()
    text = render_ethics(of, draft_ethics(of))
    assert second_level(text) == ["Ethics review: Promote triage to beta", *(one.heading for one in ETHICS)]
    assert len(ETHICS) == 13
    assert "acceptable with limits" in section(text, "In short")
    assert "Ward clerks save about 40 minutes" in section(text, "Who gains")
    assert "People whose letters are badly scanned." in section(text, "Who may pay")
    assert "Show error rates by language" in section(text, "What reduces the harm")
    assert "214 letters from abroad" in section(text, "Groups we measured")
    assert "a nurse answers" in section(text, "Rights and redress")
    assert "> The panel supports it." in section(text, "Panel") and "> Too early." in section(text, "Panel")
    assert "The person on call." in section(text, "The owner's reply")
    assert "Names of people" in section(text, "What we left out of this page")
    assert "1 October 2026" in section(text, "History") and "Decided" in section(text, "History")
    assert [one.id for one in ethics_sections(of, {}) if one.generated] == ["panel", "history"]
    assert render_ethics(of, parse_free(text, ETHICS)) == text


def dissenting(*, names: bool = False, form: int = 3) -> DecisionInputs:
    """The case with two more members of the panel, one of whom says no."""
    of = inputs(names=names)
    people = (
        Member("olu", "Olu Adeyemi", alternate=("ethics",), panel=("outside", "affected")),
        Member("sven", "Sven Richter", alternate=("ethics",), panel=("lay",)),
    )
    said = (
        ballot("olu", "ethics", Verdict.REJECT, "Patients were told, not asked."),
        ballot("sven", "ethics", Verdict.APPROVE, "I would use it."),
    )
    board = replace(of.case.charter, repository="7f3c", members=(*of.case.charter.members, *people))
    case = replace(of.case, charter=board, ballots=(*of.case.ballots, *said))
    why = "an alternate's ballot: the seat's holder speaks for it"
    counted = (
        *of.record.ballots,
        *(
            RecordBallot(f"{one.member}-1.toml", "sha256:b", one.member, one.seats, one.verdict, False, why)
            for one in said
        ),
    )
    case = replace(case, ballots=tuple(replace(one, path=f"{one.member}-{one.number}.toml") for one in case.ballots))
    record, tally = replace(of.record, ballots=counted, render=form), replace(of.tally, ballots=counted)
    return replace(of, case=case, record=record, tally=tally)


def test_given_a_panel_its_make_up_is_told_and_who_saw_it_otherwise_in_full_without_a_name() -> None:
    of = dissenting()
    panel = section(render_ethics(of, draft_ethics(of)), "Panel")
    assert (
        "The panel is 3 people: 1 from outside the organisation, 1 without a technical background, "
        "1 close to the people it affects. 2 more members of the panel gave a view; 1 saw it otherwise." in panel
    )
    minority = "Minority view on the ethics panel. A member of the panel said “no”:\n\n> Patients were told, not asked."
    assert minority in panel
    who = section(render_decision(of, draft_decision(of)), "Who decided")
    assert minority in who
    assert "holder speaks for it" not in who and "I would use it" not in who


def test_given_a_board_that_publishes_names_the_minority_is_named() -> None:
    of = dissenting(names=True)
    assert "Olu Adeyemi said “no”" in section(render_ethics(of, draft_ethics(of)), "Panel")


def test_given_an_older_form_the_panel_is_told_as_it_was_told_then() -> None:
    of = dissenting(form=2)
    who = section(render_decision(of, draft_decision(of)), "Who decided")
    assert "Minority" not in who and "the seat's holder speaks for it" in who
    assert "The panel is" not in section(render_ethics(of, draft_ethics(of)), "Panel")


@pytest.mark.parametrize("outcome", [Outcome.REJECTED, Outcome.STOPPED])
def test_given_a_no_the_ethics_review_says_not_acceptable(outcome: Outcome) -> None:
    assert "not acceptable" in draft_ethics(inputs(outcome))["short"]


def test_given_nothing_was_answered_both_texts_still_stand_and_say_what_is_missing() -> None:
    of = inputs(Outcome.APPROVED)
    bare = DecisionInputs(replace(of.case, answers=(), reviews=(), messages=()), of.tally, of.record)
    assert "Nobody told us who gains." in render_ethics(bare, draft_ethics(bare))
    assert "The proposal named no evidence." in render_decision(bare, draft_decision(bare))
    assert "Nothing to report." in render_decision(bare, {})


def test_given_no_ethics_seat_votes_the_page_says_so() -> None:
    of = inputs()
    seats = tuple(one for one in of.tally.seats if one.seat != "ethics")
    text = render_ethics(replace(of, tally=replace(of.tally, seats=seats)), {})
    assert "The ethics panel had no vote on this." in section(text, "Panel")


def lower_tier(*reviews: Review, facts: int = 2, form: int = 3) -> DecisionInputs:
    """The case without a vote for the panel, opened at tier limited with a high risk left."""
    of = inputs()
    risks = [{"id": "a", "text": "Harm", "basis": "A test", "residual": {"likelihood": 3, "impact": 4}}]
    proposal = replace(of.case.proposal, facts={**of.case.proposal.facts, "risks": risks})
    opening = replace(of.case.docket.openings[0], tier=Tier.LIMITED, facts=facts)
    plain = Charter(members=of.case.charter.members, seats=of.case.charter.seats, kinds={"own": KindRule("own")})
    case = replace(
        of.case,
        charter=plain,
        proposal=replace(proposal, kind="own"),
        docket=Docket((opening,)),
        reviews=reviews,
        answers=(),
    )
    seats = tuple(one for one in of.tally.seats if one.seat != "ethics")
    return replace(of, case=case, tally=replace(of.tally, seats=seats), record=replace(of.record, render=form))


def test_where_a_high_risk_asks_for_the_panels_view_the_page_prints_it_without_a_name() -> None:
    """Given views of the panel on a high risk at tier limited, then they are printed; elsewhere nothing changes."""
    said = (View("E-02", "ethics", "disagree", note="Nobody.\n## History\nThem."), View("E-01", "ethics", "agree"))
    review = Review("ruth", said)
    text = section(render_ethics(lower_tier(review), {}), "Panel")
    assert text.startswith(
        "The ethics panel had no vote on this. Because a high risk is left, it gave its view on the questions:\n\n"
        "- Who could lose, even without ever using it? A member of the panel disagrees. Nobody. ## History Them.\n"
        "- Who gains from this, and what shows it? A member of the panel agrees with the answer.\n"
    )
    silent = "The ethics panel had no vote on this. The board's seats gave their view."
    for of in (
        lower_tier(),
        lower_tier(review, facts=1),
        lower_tier(review, form=2),
        lower_tier(Review("ana", said)),
    ):
        assert section(render_ethics(of, {}), "Panel").startswith(silent)


def test_who_wants_to_ask_complain_or_appeal_is_told_where_to_write() -> None:
    """Given an address in the charter, both pages print it; without one they say what they always said."""
    of = inputs()
    at = replace(of, case=replace(of.case, charter=replace(of.case.charter, contact="board@hollowoak.example")))
    assert "write to the board: board@hollowoak.example." in draft_ethics(at)["short"]
    assert draft_decision(at)["again"].rstrip().endswith("Write to board@hollowoak.example.")
    assert "To ask or to complain, write to the board." in draft_ethics(of)["short"]
    assert draft_decision(of)["again"].rstrip().endswith("hear the appeal.")


def test_an_address_is_only_ever_text() -> None:
    of = inputs()
    hostile = "x\n\n## Who decided\n\n<script>alert(1)</script> [here](javascript:alert(1))"
    at = replace(of, case=replace(of.case, charter=replace(of.case.charter, contact=hostile)))
    for text in (render_ethics(at, draft_ethics(at)), render_decision(at, draft_decision(at))):
        assert "<script>" not in text.replace("\\<", "")
        assert text.count("\n## Who decided") <= 1
        assert "[here]" not in text.replace("\\[", "")
