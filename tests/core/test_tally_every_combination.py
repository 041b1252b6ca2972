"""Every combination of verdicts over four seats, against a second, separate reading of the rules."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from board.core.act import Emergency
from board.core.case import Case
from board.core.charter import KindRule, Member
from board.core.checklist import Checklist, Effect, EffectKind, Question
from board.core.docket import Docket
from board.core.review import Answer
from board.core.tally import tally
from tests.core.building import AFTER, MONDAY, OPENING, PLAIN, ballot, case, charter
from tests.core.oracle import read_again

MEMBERS = ("ben", "ana", "chiara", "lena")
SEVEN = ("approve", "approve-with-conditions", "return", "reject", "stop", "abstain", "recuse")
EIGHT = (*SEVEN, "silent")
SIX = ("approve", "approve-with-conditions", "reject", "stop", "abstain", "silent")
WITHOUT_ALTERNATES = tuple(each for each in charter().members if not each.alternate)
SIGNED = KindRule("plain", must_sign=("security", "legal"))


MEDIUM = {"risks": [{"id": "a", "text": "Harm", "basis": "A test", "residual": {"likelihood": 2, "impact": 3}}]}
BLOCKS = Effect(EffectKind.BLOCK, ("no", "unknown"), "There is no way back.")
ASKED = Checklist("risk", "Risk", questions=(Question("R-90", "risk", "Back?", judge="security", effects=(BLOCKS,)),))
LIFTED = {"checklists": (ASKED,), "answers": (Answer("R-90", ("no",)),), "waivers": {"R-90": "2026/0001-wait"}}


def oracle(verdicts: tuple[str, ...], signing: tuple[str, ...], asks_condition: bool = False) -> str:
    """The outcome once the window is over, written apart from the code under test: no alternates, quorum 3."""
    said = dict(zip(MEMBERS, verdicts, strict=True))
    votes = {who: what for who, what in said.items() if what != "recuse"}
    tallied = Counter(votes.values())
    if tallied["stop"]:
        return "stopped"
    spoken = sum(number for verdict, number in tallied.items() if verdict != "silent")
    quorum = 3 if len(votes) > 3 else len(votes)
    if spoken < quorum or spoken < 2:
        return "no-quorum"
    if any(votes.get(who) in ("abstain", "silent") for who in signing):
        return "no-quorum"
    yes = tallied["approve"] + tallied["approve-with-conditions"]
    if 2 * yes > len(votes):
        if asks_condition and not tallied["approve-with-conditions"]:
            return "no-quorum"
        return "approved-with-conditions" if tallied["approve-with-conditions"] else "approved"
    return "returned" if 2 * tallied["return"] > len(votes) else "rejected"


def counted(verdicts: tuple[str, ...], rule: KindRule) -> Case:
    ballots = (ballot(who, what) for who, what in zip(MEMBERS, verdicts, strict=True) if what != "silent")
    return case(*ballots, board=charter(members=WITHOUT_ALTERNATES, rule=rule))


@pytest.mark.parametrize(("rule", "signing"), [(PLAIN, ()), (SIGNED, ("ana", "lena"))], ids=["plain", "signed"])
def test_every_combination_of_verdicts_and_silence_has_the_outcome_of_the_rules(
    rule: KindRule, signing: tuple[str, ...]
) -> None:
    """Given each of 4,096 rounds, when the window is over, then outcome, numbers and sentence agree with the oracle."""
    for verdicts in product(EIGHT, repeat=4):
        found = tally(counted(verdicts, rule), AFTER)
        expected = oracle(verdicts, signing)
        assert found.outcome == expected, (verdicts, found.sentence)
        assert found.may_decide
        assert found.sum.yes == sum(each.startswith("approve") for each in verdicts)
        assert found.sum.eligible == 4 - verdicts.count("recuse")
        assert found.sum.people == 4 - verdicts.count("recuse") - verdicts.count("silent")
        assert found.sentence.endswith((": no quorum.", ": " + {
            "approved": "approved.",
            "approved-with-conditions": "approved with conditions.",
            "returned": "returned to the proposer.",
            "rejected": "rejected.",
            "stopped": "stopped.",
        }.get(expected, "no quorum.")))  # fmt: skip


@pytest.mark.parametrize(
    ("more", "signing", "asks_condition"),
    [({"facts": MEDIUM}, (), True), (LIFTED, ("ana",), False), ({"facts": MEDIUM} | LIFTED, ("ana",), True)],
    ids=["a medium risk", "a bar lifted", "both"],
)
def test_a_condition_and_the_judge_of_a_lifted_bar_are_asked_for_in_every_combination(
    more: dict[str, Any], signing: tuple[str, ...], asks_condition: bool
) -> None:
    """Given each of 1,296 rounds, then these rules hold from the third list on, and before it none of them."""
    board = charter(members=WITHOUT_ALTERNATES, rule=PLAIN)
    for verdicts in product(SIX, repeat=4):
        cast = [ballot(who, what) for who, what in zip(MEMBERS, verdicts, strict=True) if what != "silent"]
        for number in (2, 3):
            opened = Docket((replace(OPENING, facts=number),))
            found = tally(replace(case(*cast, board=board, **more), docket=opened), AFTER)
            rules = (signing, asks_condition) if number == 3 else ((), False)
            assert found.outcome == oracle(verdicts, *rules), (verdicts, number, found.sentence)
            missing = [each for each in found.missing if "must attach a condition" in each]
            assert bool(missing) == found.condition_owed


def emergency(verdicts: tuple[str, ...], *, acted: bool = False) -> str:
    """What four words about an emergency come to: two yes keep it, most of the seats end it, and nothing else does.

    A stop ends the round, and where somebody acted at once it is a no that bars a yes.
    """
    if "stop" in verdicts and not acted:
        return "stopped"
    seats = sum(one != "recuse" for one in verdicts)
    if not seats:
        return "no-quorum"
    yes = [who for who, one in zip(MEMBERS, verdicts, strict=True) if one.startswith("approve")]
    if len(yes) > 1 and {"ben", "ana"} & set(yes) and "stop" not in verdicts:
        return "approved-with-conditions" if "approve-with-conditions" in verdicts else "approved"
    spoken = seats - verdicts.count("silent")
    if spoken < min(3, seats) or spoken < 2:
        return "no-quorum"
    for word, outcome in (("return", "returned"), ("reject", "rejected")):
        if 2 * (verdicts.count(word) + (word == "reject") * verdicts.count("stop")) > seats:
            return outcome
    return "no-quorum"


def test_an_emergency_ends_only_where_most_seats_say_no_in_every_combination() -> None:
    """Given each of 4,096 rounds, then no silence, no abstaining and no missing second yes rejects an emergency.

    By an older list, two seats that had spoken were enough.
    """
    board = charter(members=WITHOUT_ALTERNATES)
    for verdicts in product(EIGHT, repeat=4):
        cast = [ballot(who, what) for who, what in zip(MEMBERS, verdicts, strict=True) if what != "silent"]
        opened = Docket((replace(OPENING, facts=3),))
        of = replace(case(*cast, board=board, kind="emergency-action"), docket=opened)
        found = tally(of, AFTER)
        assert found.outcome == emergency(verdicts), (verdicts, found.sentence)
        assert found.outcome == read_again(of, AFTER).outcome, verdicts
        assert found.outcome != "rejected" or verdicts.count("reject") > 1
        done = replace(of, emergency=Emergency("stop", "It is off.", "mo"))
        assert tally(done, AFTER).outcome == emergency(verdicts, acted=True), (verdicts, tally(done, AFTER).sentence)
        assert read_again(done, AFTER).outcome == emergency(verdicts, acted=True), verdicts
        old = replace(done, docket=Docket((replace(OPENING, facts=2),)))
        assert "stop" not in verdicts or tally(old, AFTER).outcome == "stopped"
        if found.outcome in ("no-quorum", "rejected") and found.sum.eligible:
            assert "must say no" in found.sentence
    early = case(ballot("ana", "abstain"), ballot("lena", "abstain"), board=board, kind="emergency-action")
    assert tally(early, AFTER).outcome == "rejected"


def test_before_the_window_ends_a_round_may_be_decided_only_when_everybody_spoke_or_a_stop_stands() -> None:
    for verdicts in product(EIGHT, repeat=4):
        found = tally(counted(verdicts, PLAIN), MONDAY)
        assert found.may_decide == ("silent" not in verdicts or "stop" in verdicts), verdicts
        assert bool(found.why_not_yet) == (not found.may_decide)
        open_still = ": so far " in found.sentence or found.sentence.endswith(": no quorum yet.")
        assert open_still == (not found.may_decide)
        silent = {who for who, what in zip(MEMBERS, verdicts, strict=True) if what == "silent"}
        assert set(found.waiting_for) == (set() if "stop" in verdicts else silent)


def test_a_stop_without_a_ground_counts_as_no_in_every_combination() -> None:
    """Given a stop that lacks its ground, then the outcome is that of a rejection in its place."""
    for verdicts in product(SEVEN, repeat=3):
        bare = [ballot(who, what) for who, what in zip(MEMBERS, verdicts, strict=False)]
        stop, no = ballot("lena", "stop", ground=""), ballot("lena", "reject")
        board = charter(members=WITHOUT_ALTERNATES, rule=PLAIN)
        with_stop, with_no = tally(case(*bare, stop, board=board), AFTER), tally(case(*bare, no, board=board), AFTER)
        assert with_stop.outcome == with_no.outcome, verdicts


DEPUTIES = {"mo": "engineering", "yusuf": "security", "kim": "product", "olu": "legal"}
WITH_ALTERNATES = (*charter().members, Member("olu", "Olu Adeyemi", alternate=("legal",)))


@pytest.mark.parametrize("holders", ["silent", "recuse"])
def test_every_combination_of_what_alternates_say_has_the_outcome_of_the_rules(holders: str) -> None:
    """Given each of 4,096 rounds in which no holder votes, when the window is over, then the alternates' words count.

    One who stands aside for a silent holder leaves a silent seat; where the holder stands aside too, the seat is gone.
    """
    board = charter(members=WITH_ALTERNATES, rule=PLAIN)
    aside = [ballot(who, "recuse") for who in MEMBERS] if holders == "recuse" else []
    for verdicts in product(EIGHT, repeat=4):
        spoken = zip(DEPUTIES.items(), verdicts, strict=True)
        cast = [ballot(who, what, seats=(seat,)) for (who, seat), what in spoken if what != "silent"]
        found = tally(case(*aside, *cast, board=board), AFTER)
        meant = tuple("silent" if each == "recuse" and holders == "silent" else each for each in verdicts)
        assert found.outcome == oracle(meant, ()), (verdicts, found.sentence)
