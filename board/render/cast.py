"""What was cast besides the votes that count: votes replaced or not counted, and a role's signature."""

from __future__ import annotations

from board.core.ballot import Verdict
from board.core.ballots import ON_A_MOTION, counts_as
from board.core.panel import views
from board.render.events import VERDICTS_IN_TEXT
from board.render.inputs import DecisionInputs, listed, panel_views, person_words
from board.render.story import first_large, spoken

_REPLACED, EARLIER = " replaces it", "it was cast in round "


def uncounted(inputs: DecisionInputs) -> list[dict[str, str]]:
    """Ballots that do not count and are told nowhere else, each with the reason."""
    case = inputs.case
    told = {one.path for one in panel_views(inputs, views)}
    rows = []
    for one in inputs.tally.ballots:
        if inputs.record.render > 1 and (one.why_not == ON_A_MOTION or one.member in _signing(inputs)):
            continue
        if inputs.record.render > 3 and (one.why_not.endswith(_REPLACED) or one.why_not.startswith(EARLIER)):
            continue
        if not one.counted and one.verdict is not Verdict.RECUSE and one.path not in told:
            seats = listed(case.charter.seat_title(seat) for seat in one.seats) or person_words(case, one.member)
            rows.append({"who": seats, "said": VERDICTS_IN_TEXT[one.verdict], "why": one.why_not})
    return rows


def revoted(inputs: DecisionInputs) -> str:
    """The seats of which an earlier vote was replaced, in words; since page form 4 with what each had said first."""
    replaced = [one for one in inputs.tally.ballots if not one.counted and one.why_not.endswith(_REPLACED)]
    title = inputs.case.charter.seat_title
    if inputs.record.render < 4:
        return listed(dict.fromkeys(title(seat) for one in replaced for seat in one.seats))
    first: dict[str, list[str]] = {}
    for one in replaced:
        who = listed(title(seat) for seat in one.seats) or person_words(inputs.case, one.member)
        first.setdefault(who, []).append(f"“{VERDICTS_IN_TEXT[one.verdict]}”")
    told = (
        f"{first_large(spoken(who))} voted more than once, and said {listed(said)} before."
        for who, said in first.items()
    )
    return " ".join((*told, "The latest vote counts.")) if first else ""


def _signing(inputs: DecisionInputs) -> dict[str, str]:
    """The members who hold no seat and signed for a role that the kind asks for, each with the role."""
    case = inputs.case
    roles = case.charter.rule(case.proposal.kind).must_sign_roles
    yes = [
        one for one in case.ballots if one.round == inputs.record.round and counts_as(one, case).yes and not one.motion
    ]
    found = ((one.member, case.charter.member(one.member)) for one in yes if not one.seats)
    return {name: role for name, member in found if member for role in roles if role in member.roles}


def signed(inputs: DecisionInputs) -> list[str]:
    """Who signed for a role, in words."""
    return [person_words(inputs.case, name) for name in _signing(inputs)]
