"""Each motion of a round as a short story: what was moved from what to what, who said what, and what it did.

Told so since page form 4; `events.motions` tells them for the forms before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from board.core.act import Motion, Moved
from board.core.ballot import Ballot, Verdict
from board.core.case import Case
from board.core.motions import speaks
from board.core.proposal import Tier
from board.core.rules import voting_seats
from board.core.stops import file_of, is_about
from board.render.inputs import DecisionInputs, ballot_words, listed, person_words
from board.render.raised import raised_by
from board.render.seats import stands_in
from board.render.story import first_large, number, spoken, usually

_SAID = {Verdict.APPROVE: "said yes", Verdict.REJECT: "said no", Verdict.ABSTAIN: "abstained"}
_ENDS = {
    "carried": "It was carried",
    "open": "It was not decided in time",
    "lost": "It failed",
    "void": "It had no effect",
}
_BY_MAJORITY = ("lower-tier", "appoint", "overrule-concern")
_OUTSIDE = "a person outside the seats, named by the board"
_OVERRULED_BY = f"To overrule a stop, all other seats and the sponsor ({_OUTSIDE}) must agree."


def moves(inputs: DecisionInputs) -> list[dict[str, object]]:
    """Every motion of the round in order, in sentences."""
    latest = inputs.case.docket.latest
    tier = latest.tier if latest else inputs.case.tier
    appointed: dict[str, str] = {}
    found: list[dict[str, object]] = []
    for each in inputs.tally.motions:
        before, tier = tier, _tier_after(each, tier)
        then = replace(inputs.case, carried=replace(inputs.case.carried, tier=before, appointed=dict(appointed)))
        if each.carried and each.motion.kind == "appoint":
            appointed[each.motion.seat] = each.motion.to
        concern = _concern(inputs, each.motion)
        found.append(
            {
                "kind": each.motion.kind,
                "concern": concern,
                "who": _mover(inputs, each.motion),
                "what": _what(inputs, each.motion, before),
                "why": each.motion.text.strip(),
                "floor": " ".join(_floor(inputs, each, then)),
                "voices": _voices(inputs, each.motion, then),
                "end": _end(inputs, each),
                "did": " ".join(_did(inputs, each, before)),
                "agreed": _agreed(inputs, each.motion),
            }
        )
    return found


def _mover(inputs: DecisionInputs, motion: Motion) -> str:
    """Who moved it; an office that no seat goes with is explained on the spot."""
    who = person_words(inputs.case, motion.member)
    return f"The sponsor ({_OUTSIDE})" if who == "Sponsor" else first_large(spoken(who))


def _tier_after(each: Moved, tier: Tier) -> Tier:
    moves_it = each.carried and each.motion.kind in ("lower-tier", "raise-tier")
    return Tier(each.motion.to) if moves_it else tier


def _what(inputs: DecisionInputs, motion: Motion, before: Tier) -> str:
    """What was moved, as it follows the mover's seat in a sentence."""
    case = inputs.case
    if motion.kind in ("lower-tier", "raise-tier"):
        how = motion.kind.removesuffix("-tier")
        return f"moved to {how} the tier (how much something can do to people) from {before} to {motion.to}"
    if motion.kind == "pull":
        return "asked for a full vote"
    if motion.kind == "appoint":
        name = person_words(case, motion.to) if case.charter.publish_names else ""
        seat = case.charter.seat_title(motion.seat)
        return f"moved to appoint a person for {seat}{f': {name}' if name else ''}"
    if motion.kind == "overrule-concern":
        return "moved to decide in spite of it (to overrule it)"
    stop = next((one for one in case.ballots if file_of(one) == motion.about), None)
    return f"moved to overrule {f'the stop of {spoken(ballot_words(case, stop))}' if stop else 'a stop'}"


def _concern(inputs: DecisionInputs, motion: Motion) -> dict[str, str]:
    """Whose concern is to be overruled, and what it says; empty for every other motion."""
    found = next((one for one in inputs.case.messages if one.file == motion.about), None)
    if motion.kind != "overrule-concern" or found is None:
        return {}
    return {"who": raised_by(inputs, found), "text": found.text.strip()}


def _ballots(inputs: DecisionInputs, motion: Motion) -> list[Ballot]:
    """Each member's last word on a motion."""
    mine = (one for one in inputs.case.ballots if one.motion == str(motion.number) and one.round == inputs.record.round)
    return list({one.member: one for one in mine}.values())


def _floor(inputs: DecisionInputs, each: Moved, then: Case) -> Iterator[str]:
    """Which seats "3 of 4" speaks of, and which had nobody to speak for them, where a majority of the seats decides."""
    case, motion = inputs.case, each.motion
    able = {seat for one in case.charter.members for seat in speaks(then, one, motion)}
    if motion.kind not in _BY_MAJORITY or f" of {len(able)} " not in each.words:
        return
    seats = voting_seats(case.charter, case.proposal, then.tier)
    counted, mute = (
        [spoken(one.title or one.id) for one in seats if (one.id in able) is there] for there in (True, False)
    )
    many = len(counted) != 1
    yield f"{first_large(number(len(counted)))} {'seats' if many else 'seat'} had a vote on it: {listed(counted)}."
    yield from (
        f"{first_large(listed(mute))} had nobody to speak for {'them' if mute[1:] else 'it'}." for _ in mute[:1]
    )


def in_short(inputs: DecisionInputs) -> str:
    """What the motions of a round did to it, before each is told: "" where there was only one, or none acted."""
    told: list[str] = []
    tier = inputs.case.docket.latest.tier if inputs.case.docket.latest else inputs.case.tier
    for each in inputs.tally.motions:
        before, tier = tier, _tier_after(each, tier)
        motion, did = each.motion, ""
        if motion.kind == "lower-tier":
            gone = [one for one in _voting(inputs, before) if one not in _voting(inputs, tier)]
            did = "lowered the tier" + (f", so {listed(gone)} no longer had a vote on the proposal" if gone else "")
        elif motion.kind == "appoint":
            did = f"let an appointed person speak for {inputs.case.charter.seat_title(motion.seat)}"
        elif motion.kind == "overrule-concern":
            did = "decided in spite of a concern"
        elif motion.kind == "overrule-stop":
            did = "overruled a stop"
        told += [did] if each.carried and did else []
    if len(inputs.tally.motions) < 2:
        return ""
    return " ".join(f"{'It' if at else 'The board'} {did}." for at, did in enumerate(told))


def _open(inputs: DecisionInputs, motion: Motion) -> bool:
    """Whether the words said to a motion may be printed: of a person to appoint only where names are published."""
    return motion.kind != "appoint" or inputs.case.charter.publish_names


def _voices(inputs: DecisionInputs, motion: Motion, then: Case) -> list[dict[str, str]]:
    """Who said what: those who said yes together, everybody else with a reason, and who might have and did not.

    `then` is the case as the motions before it had left it.
    """
    if motion.kind in ("pull", "raise-tier"):
        return []
    case, ballots = inputs.case, _ballots(inputs, motion)
    yes = listed(spoken(ballot_words(case, one)) for one in ballots if one.verdict is Verdict.APPROVE)
    found = [{"who": yes or "Nobody", "said": "said yes", "reason": ""}]
    for one in ballots:
        if one.verdict is not Verdict.APPROVE:
            reason = one.reason.strip() if _open(inputs, motion) else ""
            found.append({"who": ballot_words(case, one), "said": _SAID.get(one.verdict, "said no"), "reason": reason})
    spoke = {seat for one in ballots for seat in one.seats}
    asked = {seat for one in case.charter.members for seat in speaks(then, one, motion)} - spoke
    silent = listed(spoken(one.title or one.id) for one in case.charter.seats if one.id in asked)
    found += [{"who": silent, "said": "did not vote on it", "reason": ""}] if silent else []
    return [{**one, "who": first_large(one["who"])} for one in found]


def _agreed(inputs: DecisionInputs, motion: Motion) -> list[dict[str, str]]:
    """The reasons of those who said yes to what somebody else moved: for whoever reads the record."""
    said = _ballots(inputs, motion) if _open(inputs, motion) else []
    return [
        {"who": ballot_words(inputs.case, one), "reason": one.reason.strip()}
        for one in said
        if one.verdict is Verdict.APPROVE and one.reason.strip() and one.member != motion.member
    ]


def _end(inputs: DecisionInputs, each: Moved) -> str:
    if each.motion.kind in ("pull", "raise-tier") and each.carried:
        return "Any seat may do that."
    return f"{_ENDS.get(each.state, each.state)}: {each.words}."


def _did(inputs: DecisionInputs, each: Moved, before: Tier) -> Iterator[str]:
    """What followed from a motion, in sentences."""
    kind, case = each.motion.kind, inputs.case
    if kind == "overrule-stop":
        yield _OVERRULED_BY
        others = [one for one in inputs.tally.stops if not is_about(case, each.motion.about, one)]
        if others and not each.carried:
            whose = listed(spoken(ballot_words(case, one)) for one in others)
            yield f"The stop of {whose} would have stood all the same."
    if not each.carried:
        return
    if kind in ("lower-tier", "raise-tier"):
        had, has = _voting(inputs, before), _voting(inputs, Tier(each.motion.to))
        gone, come = [one for one in had if one not in has], [one for one in has if one not in had]
        yield from (f"So {listed(gone)} no longer had a vote on the proposal." for _ in gone[:1])
        yield from (f"So {listed(come)} got a vote on this." for _ in come[:1])
    elif kind == "appoint":
        also = stands_in(inputs, each.motion.to)
        person = f"this person{also}," if also else "this person"
        yield f"So {person} spoke for {case.charter.seat_title(each.motion.seat)}, on this proposal only."
    elif kind == "overrule-concern":
        settled = any(one.kind == "resolved" and one.re == each.motion.about for one in case.messages)
        yield "So the concern no longer counted as open." + (
            "" if settled else " Whoever raised it did not take it back."
        )
    elif kind == "pull":
        usual = usually(inputs)
        yield from [f"Usually a change of this kind {usual}."] if usual else []


def _voting(inputs: DecisionInputs, tier: Tier) -> list[str]:
    case = inputs.case
    return [spoken(seat.title or seat.id) for seat in voting_seats(case.charter, case.proposal, tier)]
