"""What several actions share: the latest opening, commit messages, and the words for what was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from board.actions.load import World
from board.actions.model import Done
from board.core.case import Case
from board.core.charter import Charter, Member
from board.core.docket import Opening
from board.core.finding import ExitStatus, Refused, Severity, refuse
from board.core.record import Outcome
from board.core.rules import voting_seats
from board.core.seating import in_office, last_resort, standing_aside
from board.core.terms import AWAY, in_term
from board.store.base import Written

if TYPE_CHECKING:
    from board.actions.session import Session


@dataclass(frozen=True, slots=True)
class Hand:
    """Who writes an opening or a decision, when, and on which commit; `together` when a second member must agree.

    `path` is the short way where the chair asks for it.
    """

    member: str
    at: datetime
    base: str = ""
    together: bool = False
    path: str = ""


def own_hand(session: Session, world: World, at: datetime | None = None, *, together: bool = False) -> Hand:
    """My own hand, now or at the time given, on the commit of a world."""
    base = world.snapshot.commit if session.prints_base else ""
    return Hand(session.me.member, at or session.now(), base, together)


def never_opened(world: World) -> bool:
    """Whether no proposal was ever opened: until one is, the chair may change the charter by hand."""
    return not any(path.endswith("/docket.toml") for path in world.snapshot.paths(world.layout.at("decisions/")))


def who_can_vote(charter: Charter, today: date) -> tuple[str, ...]:
    """The members who hold or fill a seat, are in office, and have the key that a signed board asks for."""
    return tuple(
        one.id
        for one in charter.members
        if (one.seats or one.alternate)
        and in_office(one, today)
        and (charter.signing != "required" or one.keys or one.openpgp)
    )


def latest_opening(case: Case) -> Opening:
    """The opening that counts; raises Refused when the board has not taken the proposal up."""
    if case.record is not None:
        raise refuse(
            "proposal.decided",
            f"{case.id} is decided. Decisions are never edited.",
            "Propose a new change that supersedes it.",
        )
    latest = case.docket.latest
    if latest is None:
        raise refuse(
            "proposal.not-open",
            f"The board has not taken {case.id} up yet.",
            f"The chair or secretary does: `board open {case.id}`.",
        )
    if any(record.round >= latest.round for record in case.rounds):
        raise refuse(
            "proposal.round-over",
            f"Round {latest.round} of {case.id} is over.",
            f"A new round starts with `board open {case.id}`.",
        )
    return latest


def readable_charter(world: World) -> None:
    """Raise Refused when the charter is broken or contradicts itself: then nobody knows whose voice counts."""
    broken = tuple(one for one in world.charter_findings if one.severity is Severity.ERROR)
    if broken:
        raise Refused(*broken, status=ExitStatus.CANNOT_TELL)


def seats_of(case: Case, member: Member) -> tuple[str, ...]:
    """The seats a member may speak for on a proposal: hers, those she stands in for, those she was appointed to."""
    appointed = (seat for seat, who in case.carried.appointed.items() if who == member.id)
    votes = {seat.id for seat in voting_seats(case.charter, case.proposal, case.tier)}
    return tuple(seat for seat in dict.fromkeys((*member.seats, *member.alternate, *appointed)) if seat in votes)


def presiding(
    member: Member, what: str, case: Case, today: date, outcome: Outcome | None = None, *, opens: bool = False
) -> None:
    """Raise Refused when the member is neither chair nor secretary today, proposed this, or stands aside on it.

    Where nobody else can, who stands aside opens, and writes down an `outcome` of the ballots that is no yes.
    """
    without = standing_aside(case)
    aside = without.get(member.id, "")
    able = [one for one in case.charter.members if one.id not in without and in_office(one, today)]
    if member.presides and not in_term(member, today):
        pair = "The other one of chair and secretary does, or two members who hold a seat together (--together)."
        raise refuse("role.term", AWAY, pair)
    others = any(one.presides for one in able) or sum(bool(one.seats) for one in able) > 1
    last = (opens or (outcome is not None and not outcome.yes)) and member.id in last_resort(case, today)
    if member.presides and aside and not last and (others or aside == "stands aside"):
        raise refuse(
            "role.stands-aside",
            f"You {'stand aside here' if aside == 'stands aside' else 'are the proposer'}, so others {what}.",
            "The other one of chair and secretary does, or two members who hold a seat together (--together).",
        )
    if not member.presides:
        pair = " Or two members who hold a seat do it together: each adds --together." if member.seats else ""
        raise refuse(
            "role.chair-or-secretary",
            f"Only the chair or the secretary may {what} alone.",
            f"Ask one of them; `board whoami` shows your roles.{pair}",
        )


def message(subject: str, body: str = "", **trailers: str) -> str:
    """A commit message: subject, body, then trailers such as `Proposal:`."""
    lines = [subject]
    if body:
        lines += ["", body]
    listed = [f"{name.replace('_', '-').title()}: {value}" for name, value in trailers.items() if value]
    if listed:
        lines += ["", *listed]
    return "\n".join(lines) + "\n"


def done(words: str, written: Written) -> Done:
    """What a commit did, in words."""
    if written.queued:
        words += " The remote could not be reached: it waits here and goes out with the next sync."
    return Done(words, written.commit, written.branch, written.files, written.pushed, written.queued, written.notes)
