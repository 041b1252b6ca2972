"""Motions: putting a question to the board inside a case, voting on it, and saying how each stands."""

from __future__ import annotations

from dataclasses import dataclass, replace

from board.actions.cases import load_case
from board.actions.common import done, latest_opening, message
from board.actions.hiding import hides
from board.actions.load import World
from board.actions.model import Done
from board.actions.pulling import pull_done
from board.actions.session import Session
from board.actions.voting import ballot_in, unsaid
from board.core.act import MOTIONS, PROFILING, WITHOUT_VOTE, Motion, Moved
from board.core.ballot import Verdict
from board.core.ballots import live_ballots, valid_stop
from board.core.case import Case
from board.core.charter import Member
from board.core.counting import Count
from board.core.finding import ExitStatus, refuse
from board.core.motions import ON_MOTIONS, file_of, moved, speaks, title_of, why_not_move
from board.formats.acts import write_motion
from board.store.base import Change

_HIDDEN = "The votes are hidden until you have cast your ballot."


@dataclass(frozen=True, slots=True)
class MotionLine:
    """One motion as it is listed; `words` are its sum, hidden where it must be, `yours` that it waits for my vote."""

    motion: Motion
    title: str
    state: str
    words: str
    waiting_for: tuple[str, ...]
    yours: bool


def move(
    session: Session,
    proposal_id: str,
    kind: str,
    *,
    to: str = "",
    reason: str = "",
    seat: str = "",
) -> Done:
    """Put a motion to the board; raises Refused where the charter gives it no effect.

    `to` is a tier, a seat whose stop is to be overruled, a message, or the person to appoint for `seat`.
    """
    member = session.member()
    if kind not in MOTIONS:
        raise refuse("motion.unknown", f"No motion is called {kind}.", f"One of: {', '.join(MOTIONS)}.")

    def make(world: World) -> Change:
        case = load_case(world, proposal_id)
        motion = _motion(session, case, member, kind, to.strip(), reason.strip(), seat.strip())
        _must_count(session, case, motion)
        path = world.layout.file(case.id, f"motions/{motion.number}.toml")
        title = title_of(motion)
        text = message(f"Move on {case.id}: {title}", motion.text, proposal=case.id)
        return Change({path: write_motion(motion)}, text, create_only=(path,))

    written = session.commit(make)
    told = done(_said(session, proposal_id, member.id), written)
    return replace(told, notes=(*told.notes, PROFILING)) if kind == "lower-tier" else told


def pull(session: Session, proposal_id: str, reason: str = "") -> Done:
    """Put a proposal to the full vote that was to pass an easier way; any seat may, and no reason is needed."""
    record = load_case(session.world, proposal_id, light=True).record
    if record is not None:
        return pull_done(session, proposal_id, text=reason)
    return move(session, proposal_id, "pull", reason=reason)


def _motion(session: Session, case: Case, member: Member, kind: str, to: str, reason: str, seat: str) -> Motion:
    opening = latest_opening(case)
    number = max((each.number for each in case.motions), default=0) + 1
    plain = Motion(number, kind, member.id, reason, at=session.now(), round=opening.round)
    match kind:
        case "overrule-stop":
            return replace(plain, about=_stop_of(case, to))
        case "overrule-concern":
            return replace(plain, about=_concern(case, to))
        case "appoint":
            return replace(plain, to=to, seat=seat)
        case "pull":
            return plain
        case _:
            return replace(plain, to=to)


def _stop_of(case: Case, named: str) -> str:
    """The ballot of the standing stop that a seat or a member is named for; with one stop, no name is needed."""
    stops = [each for each in live_ballots(case) if valid_stop(each)]
    meant = [each for each in stops if named in ("", each.member, *each.seats)]
    if len(meant) == 1:
        return file_of(meant[0])
    listed = ", ".join(f"{each.member} ({', '.join(each.seats)})" for each in stops) or "none"
    raise refuse(
        "motion.which-stop",
        f"No single stop is meant by “{named}”. Standing: {listed}."
        if named
        else f"Say which stop. Standing: {listed}.",
        "Name the seat that stopped it.",
        status=ExitStatus.WRONG_USE,
    )


def _concern(case: Case, named: str) -> str:
    """The file of a message: its number as `board show` prints it, or its name."""
    files = [each.file for each in case.messages]
    if named.isdecimal() and 0 < int(named) <= len(files):
        return files[int(named) - 1]
    return next((file for file in files if named in (file, file.removesuffix(".md"))), named)


def _must_count(session: Session, case: Case, motion: Motion) -> None:
    count = Count(case, session.today)
    if motion.kind == "pull" and count.way == "vote":
        raise refuse("motion.void", f"{case.id} is put to the full vote already.")
    why = why_not_move(case, motion)
    if why:
        raise refuse("motion.void", f"This motion would have no effect: {why}.")


def _said(session: Session, proposal_id: str, member: str) -> str:
    case = load_case(session.world, proposal_id)
    last = max((each for each in moved(case, session.today) if each.motion.member == member), key=_number)
    if last.motion.kind in WITHOUT_VOTE:
        acts = f"The tier is {case.tier} now." if last.motion.kind == "raise-tier" else "It goes to the full vote."
        return f"Done on {proposal_id}: {title_of(last.motion)}. {acts}"
    notice = f" It can count after {last.notice_ends}." if last.notice_ends else ""
    vote = f"`board vote {proposal_id} yes --motion {last.motion.number}`"
    return f"Moved on {proposal_id}: {title_of(last.motion)}. The board votes on it with {vote}.{notice}"


def _number(each: Moved) -> int:
    return each.motion.number


def vote_on(session: Session, proposal_id: str, number: int, verdict: Verdict, reason: str = "") -> Done:
    """Cast my ballot on a motion: yes, no, or I do not say."""
    member = session.member()
    if verdict not in ON_MOTIONS:
        raise refuse(
            "motion.verdict",
            "To a motion one says yes, no, or abstains.",
            f"`board vote {proposal_id} yes --motion {number}`",
            status=ExitStatus.WRONG_USE,
        )

    def make(world: World) -> Change:
        case = load_case(world, proposal_id)
        seats = _voice(session, case, member, _open_motion(session, case, number))
        ballot = replace(unsaid(session, world, case, verdict, seats), motion=str(number), reason=reason.strip())
        return ballot_in(world, ballot, {})

    written = session.commit(make, queue=True)
    found = next((each for each in motions(session, proposal_id) if each.motion.number == number), None)
    sums = f" {found.words}" if found else ""
    return done(f"Your vote on motion {number} of {proposal_id} is recorded.{sums}", written)


def _open_motion(session: Session, case: Case, number: int) -> Motion:
    latest_opening(case)
    found = next((each for each in moved(case, session.today) if each.motion.number == number), None)
    if found is None:
        raise refuse(
            "motion.none",
            f"Round {case.round} of {case.id} has no motion {number}.",
            f"`board move {case.id}` lists them.",
        )
    if found.motion.kind in WITHOUT_VOTE:
        raise refuse("motion.no-vote", f"Nobody votes on {title_of(found.motion)}: any seat may.")
    if found.state == "void":
        raise refuse("motion.void", f"{title_of(found.motion).capitalize()}, has no effect: {found.words}.")
    return found.motion


def _voice(session: Session, case: Case, member: Member, motion: Motion) -> tuple[str, ...]:
    """The seats I speak for on a motion; none for the sponsor who only holds that role."""
    if session.me.why_not_sign:
        raise refuse("identity.cannot-sign", session.me.why_not_sign)
    seats = speaks(case, member, motion, session.today)
    if seats or (motion.kind == "overrule-stop" and "sponsor" in member.roles):
        return seats
    raise refuse(
        "motion.no-voice",
        f"You have no vote on motion {motion.number}.",
        "The holder of a seat votes, or the alternate where the holder stands aside; not who raised the stop.",
    )


def motions(session: Session, proposal_id: str) -> tuple[MotionLine, ...]:
    """Every motion of the present round and how it stands; sums are hidden where ballots are hidden from me."""
    case = load_case(session.world, proposal_id)
    hidden = bool(hides(session, case))
    return tuple(line_of(each, hidden, session.me.member) for each in moved(case, session.today))


def line_of(each: Moved, hidden: bool, member: str) -> MotionLine:
    """How a motion is listed for a member; `hidden` where ballots are hidden from her."""
    secret = hidden and each.state in ("open", "lost") and each.motion.kind not in WITHOUT_VOTE
    return MotionLine(
        motion=each.motion,
        title=title_of(each.motion),
        state="open" if secret else each.state,
        words=_HIDDEN if secret else f"{each.words[:1].upper()}{each.words[1:]}.",
        waiting_for=each.waiting_for,
        yours=member in each.waiting_for,
    )
