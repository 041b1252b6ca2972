"""All 16,807 rounds of five seats, without alternates and with one for each, against a second reading of the rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from board.core.ballot import Ballot
from board.core.case import Case, Tally
from board.core.charter import KindRule, Member
from board.core.proposal import Tier
from board.core.tally import tally
from tests.core.building import AFTER, HOLDERS, PLAIN, SEATS, ballot, case, charter

SEVEN = ("approve", "approve-with-conditions", "return", "reject", "stop", "abstain", "recuse")
YES = SEVEN[:2]
ALTERNATES = {
    "engineering": ("ewa", "approve"),
    "security": ("sam", "reject"),
    "product": ("pia", "return"),
    "legal": ("leo", "recuse"),
    "ethics": ("eli", "abstain"),
}
"""Each seat's alternate, and what that person says in every round; it counts where the holder stands aside."""
HOLDING = tuple(Member(who, who.title(), seats=(seat,)) for seat, who in HOLDERS.items())
STANDING_IN = tuple(Member(who, who.title(), alternate=(seat,)) for seat, (who, _) in ALTERNATES.items())
SIGNED = KindRule("plain", must_sign=("legal", "ethics"))
CAST = {(seat, said): ballot(who, said) for seat, who in HOLDERS.items() for said in SEVEN}
STOOD_IN = tuple(ballot(who, said, seats=(seat,)) for seat, (who, said) in ALTERNATES.items())


def rounds(rule: KindRule, *more: Ballot, members: tuple[Member, ...]) -> Iterator[tuple[tuple[str, ...], Tally]]:
    """Every round of five verdicts, and what it comes to once the window is over."""
    empty: Case = case(board=charter(members=members, rule=rule), tier=Tier.HIGH)
    for verdicts in product(SEVEN, repeat=5):
        held = (CAST[seat, said] for seat, said in zip(SEATS, verdicts, strict=True))
        yield verdicts, tally(replace(empty, ballots=(*held, *more)), AFTER)


def oracle(voices: list[str], signing: list[str]) -> str:
    """The outcome at tier high, from what each eligible seat says; `signing` is what those say that must sign."""
    if "stop" in voices:
        return "stopped"
    if len(voices) < 2 or "abstain" in signing:
        return "no-quorum"
    yes = [voice for voice in voices if voice in YES]
    if len(yes) > len(voices) - len(yes):
        return "approved-with-conditions" if "approve-with-conditions" in yes else "approved"
    return "returned" if voices.count("return") > len(voices) / 2 else "rejected"


def test_five_seats_without_alternates() -> None:
    """Given each round, then outcome, numbers and stops agree with the oracle; a seat that stands aside is out."""
    seen = 0
    for verdicts, found in rounds(PLAIN, members=HOLDING):
        voices = [said for said in verdicts if said != "recuse"]
        assert found.outcome == oracle(voices, []), (verdicts, found.sentence)
        told = found.sum
        assert (told.seats, told.eligible, told.people) == (5, len(voices), len(voices)), verdicts
        assert told.yes == sum(said in YES for said in voices)
        assert told.needed == len(voices) // 2 + 1
        assert found.may_decide
        assert not found.waiting_for
        assert len(found.stops) == voices.count("stop")
        assert sum(each.counted for each in found.ballots) == len(voices)
        seen += 1
    assert seen == 16_807


def test_five_seats_with_an_alternate_for_each() -> None:
    """Given alternates who all voted, then each counts exactly where the holder stands aside; legal's does too."""
    seen = 0
    standing_in = [said for _, said in ALTERNATES.values()]
    for verdicts, found in rounds(SIGNED, *STOOD_IN, members=(*HOLDING, *STANDING_IN)):
        spoken = [there if own == "recuse" else own for own, there in zip(verdicts, standing_in, strict=True)]
        voices = [said for said in spoken if said != "recuse"]
        signing = [said for said in spoken[3:] if said != "recuse"]
        assert found.outcome == oracle(voices, signing), (verdicts, found.sentence)
        assert found.sum.eligible == len(voices), verdicts
        assert found.sum.yes == sum(said in YES for said in voices)
        deputies = [line.seat for line in found.seats if line.alternate and line.ballot]
        aside = [seat for seat, own in zip(SEATS, verdicts, strict=True) if own == "recuse"]
        assert deputies == [seat for seat in aside if seat != "legal"], verdicts
        assert ("legal" in aside) == (not found.seats[3].eligible)
        seen += 1
    assert seen == 16_807


def test_the_oracle_knows_the_sums_of_the_charter() -> None:
    """The examples that domain experts worked out by hand, so that oracle and tally cannot be wrong together."""
    assert oracle(["approve", "approve-with-conditions", "abstain"], []) == "approved-with-conditions"
    assert oracle(["approve", "approve", "abstain", "abstain"], []) == "rejected"
    assert oracle(["approve", "approve", "approve", "reject"], []) == "approved"
    assert oracle(["return", "return", "return", "approve"], []) == "returned"
    assert oracle(["approve"], []) == "no-quorum"
    assert oracle(["approve", "stop"], ["stop"]) == "stopped"
