"""What happened in a round besides the votes on the proposal: stops, motions, and what somebody on call did at once."""

from __future__ import annotations

from datetime import UTC, datetime

from board.core.act import MOTIONS, Motion
from board.core.ballot import STOP_GROUNDS, Ballot, Verdict
from board.core.panel import PANEL
from board.core.stops import file_of, is_about
from board.render.inputs import DecisionInputs, ballot_words, day_words, listed, person_words
from board.render.raised import raised_by

_OVERRULED_BY = "A stop is overruled only if all other seats and the sponsor whom the charter names say yes."
_MOTION_ENDS = {"carried": "Carried", "open": "Not decided in time", "lost": "Not carried", "void": "Without effect"}

_BECAUSE = {
    "unlawful": "because the use would be unlawful or is banned",
    "unmanaged-risk": "because of a high or critical risk that nobody manages",
    "missing-rights": "because we do not have the right to do it",
    "unsafe-artefact": "because a file is not safe",
    "broken-procedure": "because the procedure was broken",
    "false-evidence": "because evidence is missing or false",
}
"""The grounds of a stop as page form 4 tells them, inside a sentence."""
VERDICTS_IN_TEXT: dict[Verdict, str] = {
    Verdict.APPROVE: "yes",
    Verdict.APPROVE_WITH_CONDITIONS: "yes, with conditions",
    Verdict.RETURN: "not yet",
    Verdict.REJECT: "no",
    Verdict.STOP: "stop",
    Verdict.ABSTAIN: "did not say",
    Verdict.RECUSE: "stood aside",
}


def stops(inputs: DecisionInputs) -> list[dict[str, object]]:
    """Every stop raised in this round, and what became of it."""
    case = inputs.case
    standing = {(one.member, one.number) for one in inputs.tally.stops}
    last = {one.member: one for one in case.ballots if one.round == inputs.record.round and not one.motion}
    carried = [each.motion.about for each in inputs.tally.motions if each.carried]
    rows: list[dict[str, object]] = []
    for one in case.ballots:
        if one.round != inputs.record.round or one.verdict is not Verdict.STOP:
            continue
        later = last[one.member]
        if (one.member, one.number) in standing:
            end = "It stands."
        elif later is not one:
            end = _later(later)
        elif any(is_about(case, about, one) for about in carried):
            end = "The other seats and the sponsor overruled it; the reason stands with the motion below."
            end = end.replace(";", ", so it counts as a no;") if inputs.record.render > 3 else end
        else:
            end = _lacks(one) if inputs.record.render > 3 else "It does not stand."
        rows.append(
            {
                "who": ballot_words(case, one),
                "reason": "" if later is one and inputs.record.outcome.yes else one.reason.strip(),
                "ground": STOP_GROUNDS.get(one.ground, one.ground) or "no ground named",
                "because": _BECAUSE.get(one.ground, ""),
                "panel": PANEL in one.seats,
                "clears": one.clears.strip(),
                "end": end,
            }
        )
    return rows


def _later(vote: Ballot) -> str:
    """What became of a stop whose seat voted again; a stop after a stop takes nothing back."""
    if vote.verdict is Verdict.STOP:
        return "The seat voted again, and said stop once more."
    return f"It was taken back with a later vote: {VERDICTS_IN_TEXT[vote.verdict]}."


def _lacks(stop: Ballot) -> str:
    """What a stop that counts as a no did not name, of the three things that the charter asks for."""
    known = (
        (stop.ground in STOP_GROUNDS, "ground"),
        (any(one.strip() for one in stop.evidence), "evidence"),
        (bool(stop.clears.strip()), "word on what would lift it"),
    )
    missing = [word for there, word in known if not there]
    what = listed(f"no {word}" for word in missing)
    return (
        f"A stop counts only with a ground, evidence and what would lift it. This one has {what}, so it counts as a no."
    )


def motions(inputs: DecisionInputs) -> list[dict[str, object]]:
    """Every motion of the round: what was moved, why, what it came to, and its own sum."""
    case = inputs.case
    return [
        {
            "who": person_words(case, each.motion.member),
            "what": _moved_words(inputs, each.motion),
            "concern": _concern(inputs, each.motion),
            "why": each.motion.text.strip(),
            "end": _MOTION_ENDS.get(each.state, each.state),
            "sum": each.words,
            "votes": _said_to(inputs, each.motion),
            "unheard": _unheard(inputs, each.motion),
            "rule": _OVERRULED_BY if each.motion.kind == "overrule-stop" else "",
        }
        for each in inputs.tally.motions
    ]


def _moved_words(inputs: DecisionInputs, motion: Motion) -> str:
    case, what = inputs.case, MOTIONS[motion.kind]
    if motion.kind in ("lower-tier", "raise-tier"):
        return f"{what} to {motion.to}"
    stop = next((one for one in case.ballots if file_of(one) == motion.about), None)
    if motion.kind == "overrule-stop" and stop is not None and inputs.record.render > 3:
        return f"to overrule the stop of {ballot_words(case, stop)}"
    if motion.kind == "appoint":
        name = person_words(case, motion.to) if case.charter.publish_names else ""
        return f"{what} for {case.charter.seat_title(motion.seat)}" + (f": {name}" if name else "")
    return what


def _concern(inputs: DecisionInputs, motion: Motion) -> dict[str, str]:
    """Whose concern is to be overruled, and what it says; empty for every other motion."""
    found = next((one for one in inputs.case.messages if one.file == motion.about), None)
    if motion.kind != "overrule-concern" or found is None:
        return {}
    return {"who": raised_by(inputs, found), "text": found.text.strip()}


def _said_to(inputs: DecisionInputs, motion: Motion) -> list[dict[str, str]]:
    """What was said to a motion, each member's last word with its reason; of a person to appoint only where named."""
    if motion.kind == "appoint" and not inputs.case.charter.publish_names:
        return []
    last = {
        one.member: one
        for one in inputs.case.ballots
        if one.motion == str(motion.number) and one.round == inputs.record.round
    }
    return [
        {"who": ballot_words(inputs.case, one), "said": VERDICTS_IN_TEXT[one.verdict], "reason": one.reason.strip()}
        for one in last.values()
    ]


def _unheard(inputs: DecisionInputs, motion: Motion) -> str:
    """The seats that had a say on a motion and said nothing; of a person to appoint only where named."""
    case, told = inputs.case, _said_to(inputs, motion)
    if not told:
        return ""
    mine = {one for each in case.ballots if file_of(each) == motion.about for one in each.seats}
    spoke = {
        seat
        for one in case.ballots
        if one.motion == str(motion.number) and one.round == inputs.record.round
        for seat in one.seats
    }
    return listed(one.title for one in inputs.tally.seats if one.eligible and one.seat not in spoke | mine)


def acted(inputs: DecisionInputs) -> dict[str, str]:
    """Who acted before the board could vote, when and how, where the proposal tells of an emergency."""
    case, proposal = inputs.case, inputs.case.proposal
    recorded = case.emergency.facts() if case.emergency and inputs.record.render >= 4 else {}
    names = ("acted_by", "acted_at", "action")
    by, when, what = (" ".join(proposal.fact(name)) or recorded.get(name, "") for name in names)
    if proposal.kind != "emergency-action" or not (by and what):
        return {}
    try:
        told = _moment(datetime.fromisoformat(when))
    except ValueError:
        told = ""
    member = case.charter.member(by)
    who = "One person" if member is None else person_words(case, by)
    who = "The person on call" if who == "Person on call" else who
    seats = (member.seats or member.alternate) if member and recorded else ()
    return {"who": who, "when": told, "what": what, "seat": listed(map(case.charter.seat_title, seats))}


def confirmed(inputs: DecisionInputs) -> list[dict[str, str]]:
    """Who confirmed an emergency as the second seat before the board decided, when, and in which words."""
    until = inputs.record.decided_at
    told = (one for one in inputs.case.follow_ups if one.kind == "confirmed" and one.at and until and one.at <= until)
    return [
        {"who": person_words(inputs.case, one.member), "when": _moment(one.at), "text": one.text.strip()}
        for one in told
        if one.at
    ]


def _moment(at: datetime) -> str:
    at = at.astimezone(UTC)
    return f"on {day_words(at)} at {at:%H:%M} UTC"
