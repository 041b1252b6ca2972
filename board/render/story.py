"""How the vote went, as a short story in plain words: who has a vote, what a yes needed and got, who was silent.

Told since page form 4. The sum itself, with every rule that took part in it, stands under “Record data”.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from board.core.ballot import Verdict
from board.core.ballots import counts_as
from board.core.case import SeatLine, SeatState
from board.core.grave import asks_condition, asks_everybody, panel_asked
from board.core.record import Outcome
from board.core.risk import case_band
from board.core.rules import default_kinds
from board.core.seating import standing_aside
from board.core.wording import Wording
from board.render.inputs import DecisionInputs, ballot_words, listed, looked_at

_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_TIER = "tier (how much something can do to people)"
_USUALLY = {
    "pass by consent": "passes if no seat objects",
    "pass with one approval": "passes with one yes",
    "go the short way": "goes a short way, with two yes within a day",
}
_RARE = "the ballot of "
"""How the sum begins what it says of a ballot that may not count; a stop or a “yes, if” in vain is told below."""
_LIFTED = Wording.judge_must
_LIFTED_IN_WORDS = (
    "one of the answers would forbid a yes, but the board had granted an exception. With an exception the seat that "
    "judges the question has to vote"
)


def number(count: int) -> str:
    """A number as it is read aloud: "three"; from eleven on in digits."""
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else str(count)


def spoken(title: str) -> str:
    """A seat's or an office's title inside a sentence: "Legal", but "the ethics panel" and "the sponsor"."""
    one = title.endswith(" panel") and " and " not in title and not title.casefold().startswith(("a ", "the "))
    one = one or title in ("Sponsor", "Secretary", "Person on call")
    return f"the {title[:1].lower()}{title[1:]}" if one else title


def first_large(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]


def told(sum_in_words: str) -> str:
    """The sum as sentences of their own, for readers who have not met one before; brackets and quotes stay whole."""
    return " ".join(f"{first_large(part)}." for part in parts_of(sum_in_words))


def told_without_motions(sum_in_words: str) -> str:
    """The sum as sentences, without its result and without the motions: both stand above it on the page."""
    kept = (part for part in parts_of(_head(sum_in_words)) if not part.startswith(("the motion ", "The motion ")))
    return " ".join(f"{first_large(part)}." for part in kept)


def parts_of(sum_in_words: str) -> list[str]:
    """The sum taken apart at its semicolons."""
    depth, parts = 0, [""]
    for letter in sum_in_words:
        depth += (letter in "(“") - (letter in ")”")
        if letter == ";" and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    cleaned = (part.strip().rstrip(".") for part in parts)
    return [part for part in cleaned if part]


def story(inputs: DecisionInputs) -> str:
    """The sentences that follow the result on both pages."""
    told_in = [*_voters(inputs), *_way(inputs), *_rare(inputs), *_silent(inputs)]
    return " ".join(first_large(one) for one in told_in)


def _head(sum_in_words: str) -> str:
    return sum_in_words.rpartition(": ")[0] or sum_in_words


def _voters(inputs: DecisionInputs) -> Iterator[str]:
    """Who has a vote, who has none and why, who leaves the sum, and who speaks for somebody else."""
    seats = inputs.tally.seats
    what = ("has a vote on this", "have a vote on this")[len(seats) != 1]
    what = "could have objected" if nobody_spoke(inputs) else what
    who = "seat" if len(seats) == 1 else "seats"
    yield f"{number(len(seats))} {who} {what}: {listed(spoken(one.title) for one in seats)}."
    voting = {one.seat for one in seats}
    none = [spoken(one.title) for one in inputs.case.charter.seats if one.id not in voting]
    if none:
        has, votes = ("has no vote", "It votes") if len(none) == 1 else ("have no vote", "They vote")
        here = "Here the board had lowered the tier" if _lowered(inputs) else f"Here the tier is {inputs.record.tier}"
        also = " and on a few kinds of proposal" if _must_sign_some(inputs, voting) else ""
        yield f"{listed(none)} {has} on this. {votes} where the {_TIER} is high{also}. {here}."
    left = [f"{spoken(one.title)} {_why_left(one)}" for one in seats if not one.eligible]
    if left:
        count = sum(one.eligible for one in seats)
        yield f"{listed(left)}, so {number(count)} {'counts' if count < 2 else 'count'}."
    yield from (_alternate(inputs, one) for one in seats if one.eligible and one.alternate and one.ballot)
    yield from _several(seats)


def nobody_spoke(inputs: DecisionInputs) -> bool:
    """Whether it passed because nobody objected, and nobody said anything."""
    return (
        inputs.tally.way == "consent"
        and inputs.record.outcome.yes
        and not any(one.ballot for one in inputs.tally.seats)
    )


def _lowered(inputs: DecisionInputs) -> bool:
    return any(each.carried and each.motion.kind == "lower-tier" for each in inputs.tally.motions)


def _must_sign_some(inputs: DecisionInputs, voting: Collection[str]) -> bool:
    """Whether a seat without a vote here must sign other kinds of proposal, whatever their tier."""
    charter = inputs.case.charter
    others = {one.id for one in charter.seats} - set(voting)
    return any(others & set(charter.rule(kind).must_sign) for kind in default_kinds())


def _why_left(one: SeatLine) -> str:
    return "is vacant" if one.state is SeatState.VACANT else one.note or "does not count"


def _alternate(inputs: DecisionInputs, one: SeatLine) -> str:
    holders = [each.id for each in inputs.case.charter.members if one.seat in each.seats]
    aside = standing_aside(inputs.case)
    why = "the holder had not voted in time"
    if not holders or "vacant" in one.note:
        why = "nobody holds the seat"
    elif any(each in aside for each in holders):
        why = "the holder stood aside"
    return f"For {spoken(one.title)} its alternate (stand-in) voted, because {why}."


def _several(seats: Iterable[SeatLine]) -> Iterator[str]:
    voting = [one for one in seats if one.eligible and one.ballot is not None]
    for person in dict.fromkeys(one.member for one in voting):
        mine = [spoken(one.title) for one in voting if one.member == person]
        if person and len(mine) > 1:
            yield f"One person spoke for {listed(mine)}."


def _way(inputs: DecisionInputs) -> Iterator[str]:
    """What a yes needed on the way that was taken, and what it got."""
    yes = _titles(inputs, Verdict.APPROVE, Verdict.APPROVE_WITH_CONDITIONS)
    said = f"{listed(yes) or 'Nobody'} said yes."
    way = inputs.tally.way
    if inputs.record.outcome is Outcome.STOPPED:
        who = listed(dict.fromkeys(spoken(ballot_words(inputs.case, one)) for one in inputs.tally.stops))
        yield f"{who or 'A seat'} said stop. One such stop is enough, whatever the others say."
    elif way == "vote" and inputs.record.outcome.yes is (inputs.record.sum.yes >= inputs.record.sum.needed):
        yield from _vote(inputs)
    elif way == "vote" or not inputs.record.outcome.yes:
        yield _named(inputs, told_without_motions(inputs.tally.sentence))
    elif way == "emergency":
        yield "In an emergency two people from two seats must say yes, one of them for Engineering or Security."
        yield said
    elif way == "standard":
        yield f"A change of this kind passes with one yes of somebody who did not propose it. {said}"
    elif way == "expedited":
        yield f"It went a short way: the chair and one more seat had to say yes within 24 hours. {said}"
    elif not nobody_spoke(inputs):
        yield f"A change of this kind passes if no seat objects in time, and none did. {said if yes else ''}".strip()


def _vote(inputs: DecisionInputs) -> Iterator[str]:
    yield from _put_to_the_vote(inputs)
    total = inputs.record.sum
    yield from _risk(inputs)
    seats = "the one seat" if total.eligible == 1 else f"{number(total.eligible)} seats"
    conditions = len(_saying(inputs, Verdict.APPROVE_WITH_CONDITIONS)) if inputs.record.outcome.yes else 0
    with_one = f", {number(conditions)} of them with a condition" if conditions and conditions < total.yes else ""
    with_one = ", each with a condition" if conditions and conditions == total.yes else with_one
    yield f"A yes needed {number(total.needed)} of {seats} and got {number(total.yes)}{with_one}."
    words = ((Verdict.REJECT, "said no"), (Verdict.RETURN, "said not yet"), (Verdict.ABSTAIN, "abstained"))
    abstaining = _saying(inputs, Verdict.ABSTAIN)
    bare = [spoken(one.title) for one in abstaining if one.ballot and one.ballot.verdict is not Verdict.ABSTAIN]
    others = (
        f"{listed(titles)} {how}"
        for verdict, how in words
        if (titles := [one for one in _titles(inputs, verdict) if one not in bare])
    )
    yield from (f"{one}." for one in others)
    yield from [f"{listed(bare)} said “yes, if” in a way that counts as abstaining."] if bare else []


def _put_to_the_vote(inputs: DecisionInputs) -> Iterator[str]:
    """Why what may pass in an easier way was voted on; a motion that asked for it is told in its own bullet."""
    pulled = any(one.motion.kind == "pull" and one.carried for one in inputs.tally.motions)
    usual = usually(inputs)
    if usual and not pulled:
        why = _first(inputs).removesuffix(", so it is put to the vote").partition(", but ")[2]
        why = _named(inputs, why).replace(_LIFTED, _LIFTED_IN_WORDS)
        yield f"A change of this kind usually {usual}. Here {why}, so it was put to the vote."


def usually(inputs: DecisionInputs) -> str:
    """How a change that was put to the vote may pass else, as the sum begins: "passes if no seat objects"; or ""."""
    usual = _first(inputs).removeprefix("it was to ").partition(", but ")[0]
    return _USUALLY.get(usual, "")


def _first(inputs: DecisionInputs) -> str:
    return next(iter(parts_of(inputs.tally.sentence)), "")


def _risk(inputs: DecisionInputs) -> Iterator[str]:
    """What a risk that would be left asked of the vote, and whose rating that is."""
    case, day, band = inputs.case, inputs.decided_on, case_band(inputs.case)
    everybody = asks_everybody(case)
    condition = asks_condition(case) and inputs.record.outcome.yes
    if band is None or not (everybody or condition):
        return
    own = any(one.unjudged and one.asked.question.id in ("R-15", "R-16") for one in inputs.standings)
    own = own and not looked_at(inputs) & {"R-15", "R-16"}
    asks = ["every seat had to take part"] * everybody + ["a yes needed a condition"] * condition
    left = f"a {band.value} risk would be left"
    left = f"the proposer rated the risk that would be left as {band.value}" if own else left
    yield f"{left}, so {listed(asks)}."
    if everybody and day is not None and panel_asked(case, day):
        yield "The ethics panel was asked for its view as well; it stands in the ethics review, under “Panel”."


def _saying(inputs: DecisionInputs, *verdicts: Verdict) -> list[SeatLine]:
    seats = (one for one in inputs.tally.seats if one.eligible)
    return [one for one in seats if one.ballot and counts_as(one.ballot, inputs.case) in verdicts]


def _titles(inputs: DecisionInputs, *verdicts: Verdict) -> list[str]:
    return [spoken(one.title) for one in _saying(inputs, *verdicts)]


def _rare(inputs: DecisionInputs) -> Iterator[str]:
    rare = (one for one in parts_of(_head(inputs.tally.sentence)) if one.startswith(_RARE))
    yield from (f"{first_large(_named(inputs, one))}." for one in rare)


def _named(inputs: DecisionInputs, words: str) -> str:
    """Words of the sum with the seats as the page calls them: "Legal objects"."""
    for seat in inputs.case.charter.seats:
        title = seat.title or seat.id
        words = spoken(title).join(re.split(rf"\b{re.escape(title.casefold())}\b", words))
    return words


def _silent(inputs: DecisionInputs) -> Iterator[str]:
    """Which seats said nothing, and what the rules make of that."""
    states = (SeatState.WAITING, SeatState.SILENT)
    silent = [
        spoken(one.title) for one in inputs.tally.seats if one.eligible and not one.ballot and one.state in states
    ]
    total, way = inputs.record.sum, inputs.tally.way
    if not silent or way not in ("vote", "emergency"):
        return
    if inputs.record.outcome is Outcome.STOPPED:
        why = "A stop stands without their vote." if len(silent) > 1 else "A stop stands without its vote."
    elif way == "emergency":
        why = f"An emergency can be decided without {'them' if len(silent) > 1 else 'it'}."
    else:
        why = f"{first_large(number(total.quorum_seats))} seats had to take part, and {number(total.present)} did."
    yield f"{listed(silent)} did not vote. {why}"
