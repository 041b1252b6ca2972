"""A high risk that is left, at whatever tier: every seat with a vote speaks, and the ethics panel gives its view."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from board.core.ballot import Ballot
from board.core.case import Case
from board.core.charter import Charter, Voting
from board.core.docket import Docket
from board.core.proposal import Tier
from board.core.record import Outcome
from board.core.review import Review, View
from board.core.stage import summary, tasks
from board.core.tally import tally
from tests.core.building import AFTER, MEMBERS, MONDAY, OPENING, PLAIN, ballot, case, charter

FOUR = tuple(ballot(member) for member in ("ben", "ana", "chiara", "lena"))
VIEW = Review("ruth", (View("E-02", "ethics", "agree"),))
NOBODY_ON_PANEL = charter(rule=PLAIN, members=tuple(one for one in MEMBERS if one.id != "ruth"))


def grave(
    *ballots: Ballot,
    reviews: tuple[Review, ...] = (VIEW,),
    score: tuple[int, int] = (3, 4),
    facts: int = 2,
    kind: str = "plain",
    board: Charter | None = None,
    tier: Tier = Tier.LIMITED,
) -> Case:
    """A case that leaves a risk, by default a high one, opened by a list of owed facts."""
    residual = {"likelihood": score[0], "impact": score[1]}
    stated: dict[str, object] = {
        "risks": [{"id": "a", "text": "Harm", "basis": "A test", "residual": residual}],
        "data_disposal": False,
        "change_class": "patch",
    }
    made = case(*ballots, kind=kind, facts=stated, board=board, reviews=reviews, tier=tier)
    return replace(made, docket=Docket((replace(OPENING, facts=facts, tier=tier),)))


def outcome(one: Case, today: date = AFTER) -> Outcome:
    return tally(one, today).outcome


def test_a_high_risk_waits_for_every_seat() -> None:
    """Given three yes of four, enough elsewhere, then a high risk waits for the fourth, and the sum says why."""
    three = tally(grave(*FOUR[:3]), AFTER)
    assert three.outcome is Outcome.NO_QUORUM
    assert three.sentence == (
        "4 seats; 3 say yes; legal did not vote; a high risk is left, so every seat speaks and the ethics panel gave "
        "its view; the quorum is 4 seats, and 3 spoke: no quorum."
    )
    assert "A high risk is left, so every seat must speak. The quorum is 4 seats; 3 spoke." in three.missing
    assert outcome(grave(*FOUR[:3], score=(3, 3))) is Outcome.APPROVED, "a medium one does not"
    four = tally(grave(*FOUR), MONDAY)
    assert (four.outcome, four.may_decide) == (Outcome.APPROVED, True)
    assert (
        "a high risk is left, so every seat speaks and the ethics panel gave its view; more than half" in four.sentence
    )


def test_who_stands_aside_is_not_waited_for() -> None:
    aside = ballot("lena", "recuse")
    assert outcome(grave(*FOUR[:3], aside)) is Outcome.APPROVED


def test_a_high_risk_waits_for_a_view_of_the_panel() -> None:
    """Given four yes and no view shared by the panel, then it is waited for; one view on one question will do."""
    silent = grave(*FOUR, reviews=(Review("ana", VIEW.views), Review("ruth", (View("E-02"),))))
    found = tally(silent, MONDAY)
    assert (found.outcome, found.may_decide, found.waiting_for) == (Outcome.NO_QUORUM, False, ("ruth",))
    assert found.why_not_yet == "The ethics panel has not given its view, and the window ends on 2026-10-12."
    assert "the ethics panel has yet to give its view" in found.sentence
    assert found.missing == (
        "A high risk is left, so the ethics panel must give its view; nobody on it has shared one.",
    )
    assert summary(silent, MONDAY).waiting_for == ("ruth",)
    assert outcome(silent) is Outcome.NO_QUORUM, "the end of the window gives no view"
    assert outcome(grave(*FOUR)) is Outcome.APPROVED


def test_where_nobody_is_on_the_panel_none_is_waited_for_and_where_it_votes_its_ballot_is_its_view() -> None:
    assert outcome(grave(*FOUR, reviews=(), board=NOBODY_ON_PANEL)) is Outcome.APPROVED
    assert outcome(grave(*FOUR, ballot("ruth"), reviews=(), tier=Tier.HIGH)) is Outcome.APPROVED


def test_at_tier_high_too_no_seat_is_left_out_where_the_charter_would_do_with_fewer() -> None:
    board = charter(rule=PLAIN, voting=Voting(quorum_seats_high=4))
    assert outcome(grave(*FOUR, tier=Tier.HIGH, board=board)) is Outcome.NO_QUORUM
    assert outcome(grave(*FOUR, tier=Tier.HIGH, board=board, score=(1, 1))) is Outcome.APPROVED


@pytest.mark.parametrize("kind", ["model-retire", "model-change"])
def test_silence_or_one_yes_is_not_enough_for_a_high_risk(kind: str) -> None:
    """Given the consent path or a standard change, then a high risk that is left puts it to the vote, and says so."""
    low, high = (tally(grave(FOUR[0], score=score, kind=kind), AFTER) for score in ((1, 1), (3, 4)))
    assert low.way in ("consent", "standard") and low.outcome is Outcome.APPROVED
    assert (high.way, high.outcome) == ("vote", Outcome.NO_QUORUM)
    assert "but a high risk is left, and on such a risk every seat speaks, so it is put to the vote" in high.sentence


def test_an_emergency_waits_for_nobody() -> None:
    assert outcome(grave(*FOUR[:2], reviews=(), kind="emergency-action")) is Outcome.APPROVED


def test_what_was_opened_before_the_rule_was_there_stays_what_it_was() -> None:
    before = tally(grave(*FOUR[:3], reviews=(), facts=1), AFTER)
    assert before.outcome is Outcome.APPROVED
    assert "high risk" not in before.sentence


def test_the_panel_is_told_in_its_inbox() -> None:
    """Given a high risk at a lower tier, then whoever is on the panel is asked for a view until one is shared."""
    (task,) = tasks(grave(reviews=()), "ruth", MONDAY)
    assert (task.act, task.due, task.mine) == ("view", OPENING.window_ends, True)
    assert task.words == (
        "A high risk is left, so the ethics panel gives its view before the board decides. "
        "Answer a question of the review and share it. The window ends in 7 days."
    )
    assert tasks(grave(), "ruth", MONDAY) == ()
    assert tasks(grave(reviews=(), score=(1, 1)), "ruth", MONDAY) == ()
