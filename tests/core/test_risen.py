"""Answers that raise the tier after the board took a proposal up: nothing is approved at the tier they outgrew."""

from __future__ import annotations

from dataclasses import replace

from board.core.ballot import Ballot, Verdict
from board.core.case import Case
from board.core.checklist import Checklist, Effect, EffectKind, Question
from board.core.docket import Docket
from board.core.motions import acted, why_tier
from board.core.proposal import Tier
from board.core.record import Outcome
from board.core.review import Review, View
from board.core.stage import tasks
from board.core.tally import tally
from board.core.tier import HARMLESS
from tests.core.building import AFTER, MONDAY, OPENING, ballot, case

RAISES = Question(
    "C-02",
    "compliance",
    "Is it on the list?",
    judge="legal",
    effects=(Effect(EffectKind.RAISE, ("listed",), "It is on the list.", to="high"),),
)
FOUR = tuple(ballot(member) for member in ("ben", "ana", "chiara", "lena"))


def judged(
    *ballots: Ballot, kind: str = "plain", facts: int = 3, opened: Tier = Tier.LIMITED, value: str = "listed"
) -> Case:
    """A case of which legal says, after the opening, what raises the tier."""
    made = case(
        *ballots,
        kind=kind,
        facts={**HARMLESS, "change_class": "patch", "data_disposal": False, "target_ring": "beta"},
        checklists=(Checklist("compliance", "Compliance", questions=(RAISES,)),),
        reviews=(Review("lena", (View("C-02", "legal", "disagree", (value,)),)),),
    )
    return replace(made, docket=Docket((replace(OPENING, facts=facts, tier=opened),)))


def test_nothing_is_approved_at_a_tier_that_answers_outgrew() -> None:
    """Given all say yes and legal's answer raises the tier, then it waits to be opened again, and all say so."""
    found = tally(judged(*FOUR), MONDAY)
    assert (found.outcome, found.may_decide, found.so_far) == (
        Outcome.NO_QUORUM,
        False,
        "waits to be opened again",
    )
    assert found.sentence == (
        "4 seats have a vote; 4 say yes; answers given since it was opened raise the tier to high, so the board opens "
        "it again first: waits to be opened again."
    )
    assert found.missing == (
        "Answers raise the tier from limited to high: C-02 is answered listed. Open it again before it is approved; "
        "then the board may lower the tier by a motion.",
    )
    assert found.why_not_yet == (
        "Answers raise the tier, which the board has not taken up, and the window ends on 2026-10-12."
    )
    late = tally(judged(*FOUR), AFTER)
    assert (late.outcome, late.may_decide) == (Outcome.NO_QUORUM, True), "the end of the window takes nothing up"
    assert late.so_far == "no quorum: answers raised the tier"
    assert tally(judged(*FOUR, value="no"), MONDAY).outcome is Outcome.APPROVED


def test_where_a_bar_stands_nobody_waits_for_the_tier() -> None:
    """Given the answer that raises the tier also bars approval, then it goes back, and nobody opens it again for it."""
    both = replace(RAISES, effects=(*RAISES.effects, Effect(EffectKind.BLOCK, ("listed",), "Nobody may use it.")))
    barred = replace(judged(*FOUR), checklists=(Checklist("compliance", "Compliance", questions=(both,)),))
    found = tally(barred, MONDAY)
    assert (found.outcome, found.may_decide) == (Outcome.RETURNED, True)
    assert "raise the tier" not in found.sentence


def test_it_is_told_before_anybody_votes_and_bars_no_other_outcome() -> None:
    assert any(each.startswith("Answers raise the tier") for each in tally(judged(), MONDAY).missing)
    against = tally(judged(*(ballot(one.member, Verdict.REJECT) for one in FOUR)), MONDAY)
    assert (against.outcome, against.may_decide) == (Outcome.REJECTED, True)


def test_at_the_higher_tier_it_goes_its_way() -> None:
    """Given the board opened it again, then the panel votes as well, and the answer is the reason of the tier."""
    again = judged(*FOUR, ballot("ruth"), opened=Tier.HIGH)
    assert tally(again, MONDAY).outcome is Outcome.APPROVED
    assert why_tier(acted(again)) == ("C-02 is answered listed.",)


def test_silence_and_one_yes_do_not_pass_what_outgrew_its_tier() -> None:
    for kind in ("model-retire", "model-change"):
        found = tally(judged(FOUR[0], kind=kind), AFTER)
        assert (found.way, found.outcome) == ("vote", Outcome.NO_QUORUM), kind
        assert "answers given since it was opened raise the tier, so it is put to the vote" in found.sentence


def test_an_emergency_and_an_opening_by_an_older_list_wait_for_nobody() -> None:
    assert tally(judged(*FOUR[:2], kind="emergency-action"), MONDAY).outcome is Outcome.APPROVED
    before = tally(judged(*FOUR, facts=2), MONDAY)
    assert (before.outcome, before.missing) == (Outcome.APPROVED, ())


def test_who_reads_it_sees_both_tiers_and_the_chair_is_asked_to_open_it_again() -> None:
    """Given the raised tier, then its reason never stands beside the lower one as if it were its own."""
    *_, raised, then = why_tier(judged(*FOUR))
    assert raised == "Answers given since it was opened raise it to high: C-02 is answered listed."
    assert then == "That counts once the board opens it again."
    assert "Answers given since it was opened raise the tier. Open it again to take that up." in [
        each.words for each in tasks(judged(*FOUR), "ana", MONDAY)
    ]
