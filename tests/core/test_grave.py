"""What a risk that is left asks for, at whatever tier: a medium one a condition, a high one every seat as well."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from board.core.ballot import Ballot, Condition
from board.core.case import Bar, Case
from board.core.charter import Charter, Member, Voting
from board.core.docket import Docket
from board.core.proposal import Tier
from board.core.record import Outcome
from board.core.review import Review, View
from board.core.stage import summary, tasks
from board.core.tally import tally, vote_asks
from tests.core.building import AFTER, CONDITION, MEMBERS, MONDAY, OPENING, PLAIN, ballot, case, charter

FOUR = tuple(ballot(member) for member in ("ben", "ana", "chiara", "lena"))
VIEW = Review("ruth", (View("E-02", "ethics", "agree"),))
WITH_FARAH = charter(
    rule=PLAIN, members=(*MEMBERS, Member("farah", "Farah Nasser", emails=("farah@hollowoak.example",)))
)
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
        "risks": [{"id": "a", "text": "Harm", "basis": "A test", "reversible": True, "residual": residual}],
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
        "4 seats have a vote; 3 say yes; legal did not vote; a high risk is left, so every seat must take part "
        "and the ethics panel gave "
        "its view; the quorum is 4 seats, and 3 spoke: no quorum."
    )
    assert "A high risk is left, so every seat must speak. The quorum is 4 seats; 3 spoke." in three.missing
    assert outcome(grave(*FOUR[:3], score=(3, 3))) is Outcome.APPROVED, "a medium one does not"
    four = tally(grave(*FOUR), MONDAY)
    assert (four.outcome, four.may_decide) == (Outcome.APPROVED, True)
    assert (
        "a high risk is left, so every seat must take part and the ethics panel gave its view; at least"
        in four.sentence
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


IF = ballot("ana", "approve-with-conditions")
MEDIUM: dict[str, Any] = {"score": (2, 3), "facts": 3}


def test_a_medium_risk_waits_for_a_condition_of_somebody_who_says_yes() -> None:
    """Given four plain yes, then nothing is decided yet, the sum says what to do, and one condition is enough."""
    plain = tally(grave(*FOUR, **MEDIUM), MONDAY)
    assert (plain.outcome, plain.may_decide, plain.condition_owed) == (Outcome.NO_QUORUM, False, True)
    assert plain.sentence == (
        "4 seats have a vote; 4 say yes; a medium risk is left, so somebody who says yes must attach a "
        "condition: waits for a condition."
    )
    assert plain.so_far == "waits for a condition"
    assert plain.missing == ("A medium risk is left. Somebody who says yes must attach a condition.",)
    assert (
        plain.why_not_yet
        == "No yes carries the condition that a medium risk asks for, and the window ends on 2026-10-12."
    )
    assert plain.waiting_for == ("ben", "ana", "chiara", "lena")
    told = tally(grave(FOUR[0], IF, *FOUR[2:], **MEDIUM), MONDAY)
    assert (told.outcome, told.may_decide) == (Outcome.APPROVED_WITH_CONDITIONS, True)
    assert told.sentence == (
        "4 seats have a vote; 4 say yes, 1 of them with a condition; a medium risk is left, so the board may say "
        "yes only with a condition; at least 3 of the 4 seats must say yes (more than half): approved with conditions."
    )


def test_without_a_condition_the_round_ends_open_not_refused() -> None:
    """Given nobody attached one by the end of the window, then it is neither approved nor rejected."""
    over = tally(grave(*FOUR[:3], **MEDIUM), AFTER)
    assert (over.outcome, over.may_decide) == (Outcome.NO_QUORUM, True)
    assert not over.outcome.final
    assert outcome(grave(*FOUR[:3], **(MEDIUM | {"score": (1, 4)}))) is Outcome.APPROVED, "a low risk asks for none"


def test_a_condition_counts_only_with_a_yes_that_counts() -> None:
    """Given a condition on a ballot that is stale, replaced, or cast by an alternate not asked, none is there."""
    stale = replace(IF, revision="sha256:old")
    assert outcome(grave(FOUR[0], stale, *FOUR[2:], **MEDIUM)) is Outcome.NO_QUORUM
    taken_back = ballot("ana", "approve", 2)
    assert outcome(grave(FOUR[0], IF, taken_back, *FOUR[2:], **MEDIUM)) is Outcome.NO_QUORUM
    deputy = ballot("mo", "approve-with-conditions", seats=("engineering",))
    assert outcome(grave(*FOUR, deputy, **MEDIUM)) is Outcome.NO_QUORUM


@pytest.mark.parametrize(
    "attached",
    [
        (),
        (Condition("", " "),),
        (Condition("c1", "Show the test"),),
        (replace(CONDITION, due=None),),
        (replace(CONDITION, proof=" "),),
        (replace(CONDITION, verifier=CONDITION.owner),),
        (replace(CONDITION, owner="Mo Haddad", verifier="mo"),),
        (replace(CONDITION, due=date(2026, 10, 4)),),
    ],
)
def test_a_yes_if_without_a_whole_condition_attaches_none(attached: tuple[Condition, ...]) -> None:
    """Given a ballot written by hand whose conditions are absent, lack a part, or were overdue when it was cast."""
    cast = datetime(2026, 10, 5, 9, tzinfo=UTC)
    bare = replace(IF, conditions=attached, cast_at=cast)
    found = tally(grave(FOUR[0], bare, *FOUR[2:], **MEDIUM), MONDAY)
    assert (found.outcome, found.condition_owed, found.may_decide) == (Outcome.NO_QUORUM, True, False)
    whole = replace(IF, conditions=(*attached, replace(CONDITION, due=cast.date())), cast_at=cast)
    assert outcome(grave(FOUR[0], whole, *FOUR[2:], **MEDIUM)) is Outcome.APPROVED_WITH_CONDITIONS
    assert outcome(grave(FOUR[0], bare, *FOUR[2:], score=(2, 3))) is Outcome.APPROVED_WITH_CONDITIONS, "as before"


def test_where_yes_has_no_majority_or_a_question_bars_it_no_condition_is_asked_for() -> None:
    """Given a no that stands, or an answer that sends it back, then nobody is sent after a condition."""
    no = tally(grave(*FOUR[:2], *(ballot(one, "reject") for one in ("chiara", "lena")), **MEDIUM), AFTER)
    assert (no.outcome, no.condition_owed) == (Outcome.REJECTED, False)
    assert "condition" not in no.sentence
    held = Bar("", "a condition of another decision is late", ())
    barred = tally(replace(grave(*FOUR, **MEDIUM), frozen=(held,)), AFTER)
    assert (barred.outcome, barred.condition_owed) == (Outcome.RETURNED, False)


def test_a_high_risk_asks_for_a_condition_as_well() -> None:
    found = tally(grave(*FOUR, facts=3), MONDAY)
    assert found.missing == ("A high risk is left. Somebody who says yes must attach a condition.",)
    assert found.sentence.endswith(
        "a high risk is left, so every seat must take part, the ethics panel gave its view and somebody who "
        "says yes must "
        "attach a condition: waits for a condition."
    )
    assert outcome(grave(FOUR[0], IF, *FOUR[2:], facts=3)) is Outcome.APPROVED_WITH_CONDITIONS


@pytest.mark.parametrize("kind", ["model-retire", "model-change"])
def test_silence_or_one_yes_attaches_no_condition(kind: str) -> None:
    """Given the consent path or a standard change, then a medium risk that is left puts it to the vote, and says so."""
    found = tally(grave(FOUR[0], kind=kind, **MEDIUM), AFTER)
    assert (found.way, found.outcome) == ("vote", Outcome.NO_QUORUM)
    assert (
        "but a medium risk is left, and such a risk the board accepts by majority and with conditions, so it is put "
        "to the vote" in found.sentence
    )


def test_an_emergency_waits_for_no_condition() -> None:
    assert outcome(grave(*FOUR[:2], kind="emergency-action", **MEDIUM)) is Outcome.APPROVED


@pytest.mark.parametrize("facts", [1, 2])
def test_what_was_opened_before_conditions_were_asked_for_stays_what_it_was(facts: int) -> None:
    before = tally(grave(*FOUR, score=(2, 3), facts=facts), MONDAY)
    assert (before.outcome, before.may_decide) == (Outcome.APPROVED, True)
    assert "medium risk" not in before.sentence
    consent = tally(grave(kind="model-retire", score=(2, 3), facts=facts), AFTER)
    assert (consent.way, consent.outcome) == ("consent", Outcome.APPROVED)


def test_who_says_yes_is_asked_for_the_condition_in_her_inbox_and_nobody_else_learns_of_it() -> None:
    """Given a majority without a condition, then each who said yes may add one; who has not voted learns nothing."""
    one = grave(*FOUR[:3], **MEDIUM)
    for member in ("ben", "ana", "chiara"):
        (task,) = [each for each in tasks(one, member, MONDAY) if each.mine]
        assert (task.act, task.due) == ("vote", OPENING.window_ends)
        assert task.words == (
            "The risk that is left asks for a condition, and nobody who says yes attaches one. "
            "Vote again with one, or it is not approved. The window ends in 7 days."
        )
    assert tally(one, MONDAY).waiting_for == ("lena",)
    assert "condition" not in " ".join(each.words for each in tasks(one, "lena", MONDAY))
    met = grave(FOUR[0], IF, FOUR[2], **MEDIUM)
    assert not [each for each in tasks(met, "ben", MONDAY) if each.mine]


def test_the_proposer_is_told_that_a_condition_is_missing_once_all_have_voted() -> None:
    (task,) = tasks(grave(*FOUR, board=WITH_FARAH, **MEDIUM), "farah", MONDAY)
    assert (task.mine, task.words) == (False, "A condition is missing; the window ends in 7 days.")


def test_who_takes_it_up_reads_the_path_who_must_sign_and_what_the_risk_asks_for() -> None:
    """Given a medium or a high risk, then before any vote the path, the signing seats and the condition are told."""
    assert vote_asks(grave(kind="model-retire", **MEDIUM), MONDAY) == (
        "It goes to the full vote.",
        "Engineering and Product must vote.",
        "A medium risk is left, so somebody who says yes must attach a condition.",
    )
    path, signs, *risk = vote_asks(grave(kind="model-adopt", facts=3), MONDAY)
    assert path == "It goes to the full vote." and signs.endswith(" must vote.")
    assert [each.partition(", ")[0] for each in risk] == ["A high risk is left"] * 2
    assert vote_asks(grave(kind="model-retire", score=(1, 1)), MONDAY) == ("It takes the consent path.",)
