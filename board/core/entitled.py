"""Who may give which follow-up: the same rules for the act itself and for verifying it afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from board.core.ballot import Condition, Verdict
from board.core.charter import Charter, Member
from board.core.docket import Opening
from board.core.going_back import EMERGENCY
from board.core.offices import fills, means_proposer
from board.core.panel import PANEL
from board.core.record import FollowUp, Record
from board.core.stated import STRICTER
from board.core.terms import AWAY, in_term
from board.core.who import names_member

_STANDARD = "standard"
NOBODY = Charter()


@dataclass(frozen=True, slots=True)
class Given:
    """A follow-up, who gives it, and what lay there before: the record, and the follow-ups so far.

    `proposed` says whether the member made the proposal, `opener` who acted at once, and `opener_seats` what she
    speaks for (`who_acted`).
    """

    made: FollowUp
    member: Member
    record: Record | None
    before: Sequence[FollowUp] = ()
    proposed: bool = False
    opener: str = ""
    opener_seats: frozenset[str] = frozenset()
    agreed: tuple[str, ...] = ()
    """Who agreed to open or to decide together, and so had a part in it."""
    away: bool = False
    """Whether her term does not cover the day, so that `member` comes without seats and roles (terms.py)."""
    strict: bool = True
    """Whether the rules that came with the third list of facts hold: for whatever is given now they do."""
    charter: Charter = NOBODY
    day: date | None = None
    """The board, and the day by which terms are looked at; for conditions that name a seat or an office."""

    @property
    def condition(self) -> Condition | None:
        """The condition it is about, or None."""
        listed = self.record.conditions if self.record else ()
        return next((one for one in listed if one.id == self.made.condition), None)

    def is_(self, text: str) -> bool:
        """Whether a text means the member, by name, seat or office, whatever her term; older ones compared handles."""
        if not self.strict:
            return text == self.member.id
        return self.fills(text, self.charter.member(self.member.id) or self.member)

    def may_as(self, text: str) -> bool:
        """Whether a text lets the member act: by name, or by a seat or an office while her term covers the day."""
        return self.fills(text, self.member) if self.strict else names_member(text, self.member)

    def fills(self, text: str, member: Member) -> bool:
        """Whether a text means some member, “the proposer” among the words for her."""
        return fills(text, member, self.charter) or (means_proposer(text) and self.made_it(member))

    def made_it(self, member: Member) -> bool:
        """Whether somebody made the proposal."""
        if member.id == self.member.id:
            return self.proposed
        return self.record is not None and names_member(self.record.proposer, member)

    @property
    def holds(self) -> bool:
        """Whether the member holds a seat, stands in for one, or presides."""
        return bool(self.member.seats or self.member.alternate or self.member.presides)

    def answers(self, kind: str) -> FollowUp | None:
        """The follow-up of a kind that this one answers, or None."""
        return next((one for one in self.before if one.kind == kind and one.number == self.made.re), None)


def why_not_give(given: Given) -> str:
    """Why a member may not give a follow-up, in a sentence; "" when she may."""
    if given.record is None and given.made.kind != "confirmed":
        return "It is not decided yet, so nothing follows from it."
    rule = _RULES.get(given.made.kind)
    if rule is None:
        return f"Nobody knows a follow-up called {given.made.kind}."
    why = rule(given)
    return f"{why} {AWAY}" if why and given.away else why


def _proof(given: Given) -> str:
    condition = given.condition
    if condition is None:
        return _no_condition(given)
    if given.strict and condition.verifier and given.is_(condition.verifier):
        return "You verify this condition, so somebody else gives the proof."
    own = not condition.owner or given.may_as(condition.owner) or given.proposed
    return "" if own else f"{condition.owner} owns this condition and gives the proof."


def _verified(given: Given) -> str:
    condition = given.condition
    if condition is None:
        return _no_condition(given)
    if given.is_(condition.owner):
        return "You own this condition, so somebody else must verify it."
    if condition.verifier and not given.may_as(condition.verifier):
        return f"{condition.verifier} verifies this condition."
    proofs = (one.member for one in given.before if one.kind == "proof" and one.condition == condition.id)
    if given.strict and given.member.id in proofs:
        return "You gave the proof, so somebody else must verify it."
    return ""


def _waiver(given: Given) -> str:
    condition = given.condition
    if condition is None:
        return _no_condition(given)
    if given.is_(condition.owner):
        return "You own this condition, so you cannot be the one who waives it."
    others = {one.member for one in given.before if one.kind == "waiver" and one.condition == condition.id}
    asked = bool(others - {given.member.id})
    if given.strict and given.member.seats and (asked or not _somebody_presides(given, condition)):
        why = _had_an_interest(given)
        return f"{why}, so somebody else agrees to let the condition go." if why else ""
    return _presides_apart(given)


def _somebody_presides(given: Given, condition: Condition) -> bool:
    """Whether chair or secretary may say first that a condition goes; else a condition could bind all of them."""
    people = given.charter.members
    able = (one for one in people if one.presides and not one.suspended and (not given.day or in_term(one, given.day)))
    apart = (one for one in able if not given.fills(condition.owner, one) and not given.made_it(one))
    ballots = given.record.ballots if given.record else ()
    aside = {one.member for one in ballots if one.verdict is Verdict.RECUSE}
    return not people or any(one.id not in aside for one in apart)


def _no_condition(given: Given) -> str:
    names = ", ".join(one.id for one in given.record.conditions) if given.record else ""
    return f"It has no condition “{given.made.condition}”. It has: {names or 'none'}."


def _presides(given: Given) -> str:
    return "" if given.member.presides else "Only the chair or the secretary does that."


def _ends(given: Given) -> str:
    """Only an approval is let go. A no is answered by an appeal, and a restriction stands until a decision lifts it."""
    if given.strict and given.record is not None and given.record.kind == EMERGENCY:
        return "A restriction stands until a decision lifts it: propose what shall hold instead."
    if given.strict and given.record is not None and not given.record.outcome.yes:
        return "Nothing was approved, so nothing ends. Whoever sees it otherwise appeals or proposes it again."
    return _presides_apart(given)


def _pulled(given: Given) -> str:
    """A standard change rests on one yes, so any seat may ask for the full vote afterwards too, without a reason."""
    if given.record is None or given.record.way != _STANDARD or not given.record.outcome.yes:
        return "It was no standard change, so nobody pulls it now. An appeal asks the board to hear it again."
    if any(one.kind == "pulled" for one in given.before):
        return "Another seat has pulled it already."
    if not given.member.seats:
        return "Only who holds a seat puts it to the full vote."
    why = _had_an_interest(given) if given.strict else ""
    return f"{why}, so another seat puts it to the full vote." if why else ""


def _presides_apart(given: Given) -> str:
    """Chair or secretary, as far as she neither proposed it nor stood aside on it."""
    if given.strict and given.member.presides and (why := _had_an_interest(given)):
        return f"{why}, so the other one of chair and secretary does that."
    return _presides(given)


def _ratified(given: Given) -> str:
    if given.record is None or not given.record.outcome.yes:
        return "The board has not approved this, so it is not ratified."
    return _presides(given)


def who_acted(charter: Charter, openings: Sequence[Opening]) -> tuple[str, frozenset[str]]:
    """Who took it up first, so acted at once, and what she speaks for: another seat must confirm it.

    Older openings asked for a second person only, and for another than who took it up last.
    """
    if not openings or openings[0].facts < STRICTER:
        return (openings[-1].opened_by if openings else ""), frozenset()
    by = openings[0].opened_by
    member = charter.member(by)
    return by, seats_of(member) if member else frozenset()


def seats_of(member: Member) -> frozenset[str]:
    """The seats a member holds, or stands in for where she holds none."""
    return frozenset(member.seats or member.alternate)


def second_seat(first: frozenset[str], member: Member) -> bool:
    """Whether a member and the one who speaks for the first seats speak for two seats; whoever had none, for none."""
    return bool(seats_of(member)) and (not first or len(first | seats_of(member)) > 1)


def _confirmed(given: Given) -> str:
    if given.member.id == given.opener or not seats_of(given.member):
        return "A second person, who holds or stands in for a seat, must confirm this."
    if not second_seat(given.opener_seats, given.member):
        return "You speak for the same seat as the person who acted. A member of another seat must confirm this."
    return ""


def _appeal(given: Given) -> str:
    if given.member.seats or given.proposed or given.made.on_behalf:
        return ""
    return "The proposer or any seat may appeal. For somebody whom it affects any member lodges it, with --for."


def _had_a_part(given: Given) -> str:
    """Why somebody is too near to a decision to hear an appeal against it, or "" (D.1)."""
    if given.member.id in given.agreed:
        return "You made this decision together with another"
    if "chair" in given.member.roles:
        return "You chair the board"
    return _had_an_interest(given)


def _had_an_interest(given: Given) -> str:
    """Whether somebody proposed it or stood aside on it, in words; or ""."""
    if given.proposed:
        return "You made the proposal"
    ballots = given.record.ballots if given.record else ()
    if any(one.member == given.member.id and one.verdict is Verdict.RECUSE for one in ballots):
        return "You stood aside here"
    return ""


def _hears(given: Given) -> str:
    appeal = given.answers("appeal")
    if appeal is None:
        return f"There is no appeal {given.made.re or '(say which)'}."
    if given.record is not None and given.member.id == given.record.decided_by:
        return "You made this decision, so others hear the appeal."
    if given.member.id == appeal.member:
        return "You lodged this appeal, so others hear it."
    if given.strict and (why := _had_a_part(given)):
        return f"{why}, so others hear the appeal."
    return "" if given.holds else "Whoever hears an appeal holds a seat, stands in for one, or presides."


def _settles(given: Given) -> str:
    """An appeal is dismissed or granted by one who may hear it, once another who heard it said the same."""
    wanted = "dismiss" if given.made.kind == "dismissed" else "grant"
    heard = [one for one in given.before if one.kind == "heard" and one.re == given.made.re]
    last = {one.member: one.answer for one in heard}
    others = [answer for member, answer in last.items() if member != given.member.id]
    if problem := _hears(given):
        return problem
    if wanted not in others:
        return f"Somebody else who hears it must first say “{wanted}”: two people answer an appeal."
    mine = last.get(given.member.id, wanted)
    against = sum(answer != wanted for answer in others) + (mine != wanted)
    if against >= others.count(wanted) + (mine == wanted):
        return "As many who heard it see it otherwise. One more hears it, or one of them does again."
    if wanted == "grant" and not given.made.proposal:
        return "Name the proposal in which it is decided again."
    return ""


def _recommended(given: Given) -> str:
    seats = {*given.member.seats, *given.member.alternate}
    return "" if PANEL in seats else "Recommendations are the ethics panel's."


def _reply(given: Given) -> str:
    owners = [one.owner for one in given.record.conditions] if given.record else []
    owns = any(given.may_as(owner) for owner in owners)
    if not (given.proposed or given.member.presides or owns):
        return "The owner replies: the proposer, or who owns a condition of it."
    if given.made.re and given.answers("recommended") is None:
        return f"There is no recommendation {given.made.re}."
    return ""


def _looked(given: Given) -> str:
    return "" if given.proposed or given.member.presides else "The proposer, the chair or the secretary looks again."


_RULES: Mapping[str, Callable[[Given], str]] = {
    "proof": _proof,
    "verified": _verified,
    "waiver": _waiver,
    "ratified": _ratified,
    "confirmed": _confirmed,
    "appeal": _appeal,
    "heard": _hears,
    "granted": _settles,
    "dismissed": _settles,
    "recommended": _recommended,
    "reply": _reply,
    "correction": _looked,
    "reviewed": _looked,
    "published": _presides,
    "lapse": _ends,
    "retired": _ends,
    "pulled": _pulled,
}
