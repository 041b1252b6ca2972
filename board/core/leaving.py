"""What a member leaves behind, who could take it, and what the charter lacks in people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from board.core.case import Case, SeatState, Stage
from board.core.charter import Charter, Member, Seat
from board.core.conditions import OWING
from board.core.deadlines import deadlines
from board.core.message import unanswered
from board.core.offices import fills
from board.core.panel import lacks
from board.core.recusal import names
from board.core.register import RegisterEntry
from board.core.risk import risks_of
from board.core.seating import in_office, is_proposer, seatings
from board.core.sentence import upper
from board.core.summary import open_conditions, stage
from board.core.text import one_line

TERM_DAYS = 30
"""A term that ends within so many days is told as a gap."""
_QUOTE = 70
BEFORE_THE_FIRST = (
    "Until the first proposal is opened, the chair may add keys by hand: the member runs `board join --print` and "
    'sends the key line; put it as `keys = ["ssh-…"]` below [members.HANDLE] in board.toml, then '
    "`git commit -S board.toml` and push. After that, only an approved charter change adds one."
)


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing that somebody must take over; `kind` is one of KINDS, `about` names where it lies.

    `takers` are the handles of those who could take it, the likeliest first; none means that the board must name
    somebody.
    """

    kind: str
    about: str
    words: str
    takers: tuple[str, ...] = ()


KINDS = (
    *("seat", "alternate", "role", "ballot", "review", "proposal", "condition", "verification"),
    *("question", "answer", "evidence", "register", "action", "risk", "approval", "appeal"),
)


@dataclass(frozen=True, slots=True)
class Action:
    """A measure that an incident report promised and nobody finished; `due` as it was written."""

    incident: str
    text: str
    owner: str
    due: str = ""


def duties(
    charter: Charter,
    member: Member,
    today: date,
    *,
    cases: Iterable[Case] = (),
    registers: Iterable[RegisterEntry] = (),
    actions: Iterable[Action] = (),
) -> tuple[Duty, ...]:
    """Everything that must be reassigned before a member leaves."""
    desk = _Leaving(charter, member, today)
    found = [*desk.charter_duties()]
    for case in cases:
        found += desk.case_duties(case)
    found += desk.things(registers, actions)
    return tuple(found)


class _Leaving:
    """One member who leaves, and those who stay."""

    def __init__(self, charter: Charter, member: Member, today: date) -> None:
        self.charter, self.me, self.today = charter, member, today
        self.staying = [one for one in charter.members if one.id != member.id and in_office(one, today)]

    def charter_duties(self) -> Iterator[Duty]:
        """Seats, alternates and roles."""
        for seat in self.me.seats:
            deputies = self._ids(one for one in self.staying if seat in one.alternate)
            title = self.charter.seat_title(seat)
            so = (
                f"{deputies[0]} is alternate and could take it"
                if deputies
                else "it has no alternate: nobody could vote"
            )
            yield Duty("seat", seat, f"Holds the seat {title}; {so}.", deputies or self._without_seat())
        for seat in self.me.alternate:
            others = self._ids(one for one in self.staying if seat in one.alternate)
            if not others:
                words = f"Is the only alternate for {self.charter.seat_title(seat)}."
                yield Duty("alternate", seat, words, self._ids(one for one in self.staying if seat not in one.seats))
        for role in self.me.roles:
            also = self._ids(one for one in self.staying if role in one.roles)
            if role != "observer" and not also:
                takers = self._ids(one for one in self.staying if role != "chair" or one.seats)
                yield Duty("role", role, f"Is the only {role}.", takers)

    def case_duties(self, case: Case) -> Iterator[Duty]:
        """What one proposal waits for from her, or would wait for from somebody else."""
        now = stage(case, self.today)
        if now is Stage.IN_REVIEW:
            yield from self._open_votes(case)
        if now.open:
            yield from self._messages(case)
            if is_proposer(case, self.me):
                words = "Proposed this; somebody must answer for it."
                yield Duty("proposal", case.id, words, self._for_seats())
        if now in OWING:
            yield from self._conditions(case)
        if now.open or now in (Stage.IN_FORCE, Stage.EXPIRED):
            yield from self._risks(case)
        yield from self._evidence(case)
        yield from self._dates(case)

    def _risks(self, case: Case) -> Iterator[Duty]:
        """The risks that she accepts by name, here."""
        for risk in risks_of(case):
            if names(risk.owner, self.me):
                words = f"Accepts a risk by name ({risk.id}): {one_line(risk.text, _QUOTE)}"
                yield Duty("risk", case.id, words, self._for_seats())

    def _evidence(self, case: Case) -> Iterator[Duty]:
        """What she keeps outside of git; a decision rests on it for as long as anybody may ask."""
        for piece in case.proposal.evidence:
            if names(piece.held_by, self.me):
                words = f"Keeps the evidence “{piece.id}” outside of git."
                if case.record is not None:
                    words += " A decision rests on it: hand over the matter and its salt, or nobody can check it again."
                yield Duty("evidence", case.id, words, self._for_seats())

    def _dates(self, case: Case) -> Iterator[Duty]:
        """The approvals that she must renew or look at again, and the appeals that she may hear."""
        for each in deadlines(case, self.today):
            if self.me.id not in each.acts or each.act not in _COMES_BACK:
                continue
            others = tuple(who for who in each.acts if who != self.me.id)
            kind = "appeal" if each.act == "hear" else "approval"
            takers = others if kind == "appeal" else tuple(dict.fromkeys((*others, *self._for_seats())))
            words = f"{_COMES_BACK[each.act]}: {upper(each.words(self.today))}."
            yield Duty(kind, case.id, words, takers)

    def _open_votes(self, case: Case) -> Iterator[Duty]:
        for each in seatings(case, self.today):
            mine = each.member == self.me.id and not each.alternate
            deputies = self._ids(one for one in self.staying if each.seat.id in one.alternate)
            if mine and each.state is SeatState.VOTED:
                words = f"Her ballot for {_title(each.seat)} no longer counts once she holds the seat no more."
                yield Duty("ballot", case.id, words, deputies)
            elif mine and each.ballot is None:
                yield Duty("ballot", case.id, f"Has not voted for {_title(each.seat)}.", deputies)
        shared = any(one.member == self.me.id for one in case.reviews)
        if shared and not any(one.member == self.me.id for one in case.ballots):
            yield Duty("review", case.id, "Shared a review and cast no ballot yet.", self._for_seats())

    def _messages(self, case: Case) -> Iterator[Duty]:
        for message in unanswered(case.messages, case.carried.settled):
            said = f"“{one_line(message.text, _QUOTE)}”"
            if message.author == self.me.id:
                verb = "Asked" if message.kind == "question" else "Is concerned"
                words = f"{verb}, and nobody has settled it: {said}"
                yield Duty("question", case.id, words, self._for_seats())
            elif message.to == self.me.id or message.to in self.me.seats:
                yield Duty("answer", case.id, f"Owes {message.author} an answer: {said}", self._for_seats())

    def _conditions(self, case: Case) -> Iterator[Duty]:
        for each in open_conditions(case):
            one = each.condition
            due = f", due {one.due}" if one.due else ""
            about = f"{case.id} {one.id}"
            if fills(one.owner, self.me, self.charter) and not each.proven:
                takers = tuple(who for who in self._for_seats() if not self._means(one.verifier, who))
                yield Duty("condition", about, f"Owns a condition{due}: {one_line(one.text, _QUOTE)}", takers)
            if fills(one.verifier, self.me, self.charter):
                takers = tuple(who for who in self._for_seats() if not self._means(one.owner, who))
                words = f"Verifies a condition{due}: {one_line(one.text, _QUOTE)}"
                yield Duty("verification", about, words, takers)

    def _means(self, text: str, who: str) -> bool:
        member = self.charter.member(who)
        return member is not None and fills(text, member, self.charter)

    def things(self, registers: Iterable[RegisterEntry], actions: Iterable[Action]) -> Iterator[Duty]:
        """What she owns in the registers, and what she promised after incidents."""
        for entry in registers:
            if names(entry.owner, self.me) and entry.status not in ("retired", "disposed"):
                words = f"Owns {entry.name or entry.id} in the register of {entry.sort}."
                yield Duty("register", entry.id, words, self._for_seats())
        for action in actions:
            if names(action.owner, self.me):
                due = f", due {action.due}" if action.due else ""
                yield Duty(
                    "action", action.incident, f"Promised{due}: {one_line(action.text, _QUOTE)}", self._for_seats()
                )

    def _for_seats(self) -> tuple[str, ...]:
        """Those who know her work: who fills a seat of hers, then all who fill a seat."""
        hers = {*self.me.seats, *self.me.alternate}
        near = [one for one in self.staying if hers & {*one.seats, *one.alternate}]
        return self._ids((*near, *(one for one in self.staying if one.seats)))

    def _without_seat(self) -> tuple[str, ...]:
        return self._ids(one for one in self.staying if not one.seats and "observer" not in one.roles)

    @staticmethod
    def _ids(members: Iterable[Member]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.id for one in members))


_COMES_BACK = {
    "renew": "Must renew it or let it go",
    "look-again": "Must look again",
    "use": "Must put it to use or let it go",
    "answer": "Owes a reply",
    "hear": "May hear an appeal",
}
"""What she must do when a day of a decision comes, by act (deadlines.py)."""


def gaps(charter: Charter, today: date) -> tuple[str, ...]:
    """What the charter lacks in people: holders, alternates, keys and terms, roles; one sentence each."""
    serving = [one for one in charter.members if in_office(one, today)]
    people = [said for one in charter.members for said in _person(charter, one, today)]
    return (*_empty_seats(charter, serving), *lacks(charter, today), *people, *_roles(charter, serving))


def _empty_seats(charter: Charter, serving: list[Member]) -> Iterator[str]:
    for seat in charter.seats:
        if not any(seat.id in one.seats for one in serving):
            yield f"Nobody holds the seat {_title(seat)}."
        if not any(seat.id in one.alternate for one in serving):
            yield f"The seat {_title(seat)} has no alternate."


def _person(charter: Charter, one: Member, today: date) -> Iterator[str]:
    if one.suspended:
        yield f"The keys of {one.id} are suspended."
    elif one.end is not None and one.end < today and (one.seats or one.alternate or one.roles):
        yield f"The term of {one.id} ended on {one.end}."
    elif one.end is not None and today <= one.end <= today + timedelta(days=TERM_DAYS):
        yield f"The term of {one.id} ends on {one.end}."
    if in_office(one, today):
        if charter.signing == "required" and not (one.keys or one.openpgp):
            yield f"{one.id} has no key and cannot act: `board join` on their computer proposes one."
        if len(one.seats) > 1:
            yield f"{one.id} holds {len(one.seats)} seats; for the quorum that is one person."


def _roles(charter: Charter, serving: list[Member]) -> Iterator[str]:
    for role in ("chair", "secretary", "sponsor"):
        if not any(role in one.roles for one in serving):
            yield f"Nobody is {role}."
    people = sum(bool(one.seats or one.alternate) for one in serving)
    if people < charter.voting.quorum_people:
        yield f"The quorum is {charter.voting.quorum_people} people, and only {people} may vote."


def _title(seat: Seat) -> str:
    return seat.title or seat.id
