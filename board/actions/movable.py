"""What can be moved inside a case, by whom asks: each kind of motion with its targets, and why it cannot be made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from board.actions.cases import load_case
from board.actions.session import Session
from board.core.act import MOTIONS, Motion
from board.core.ballots import live_ballots, valid_stop
from board.core.case import Case, Stage
from board.core.counting import Count
from board.core.finding import Refused
from board.core.motions import acted, file_of, why_not_move
from board.core.proposal import Tier
from board.core.summary import stage

_NOT_OPEN = "The board has not taken it up, so there is nothing to move."
_ANY = "(a reason)"
"""Stands for the reason that will be given."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a motion can be about: its value for `motioning.move`, words for it, and the seat for an appointment."""

    value: str
    words: str
    seat: str = ""


@dataclass(frozen=True, slots=True)
class Movable:
    """One kind of motion; `why_not` is "" when I can make it for at least one of its targets."""

    kind: str
    targets: tuple[Target, ...] = ()
    why_not: str = ""


def movable(session: Session, proposal_id: str) -> tuple[Movable, ...]:
    """Every kind of motion, with what it can be about now."""
    case = load_case(session.world, proposal_id)
    try:
        member = session.member()
    except Refused as refusal:
        why = " ".join(str(finding) for finding in refusal.findings)
        return tuple(Movable(kind, why_not=why) for kind in MOTIONS)
    if case.docket.latest is None or case.record is not None:
        why = "It is decided already." if case.record is not None else _NOT_OPEN
        return tuple(Movable(kind, why_not=why) for kind in MOTIONS)
    plain = Motion(len(case.motions) + 1, "", member.id, _ANY, at=session.now(), round=case.round)
    return tuple(_one(session, case, replace(plain, kind=kind)) for kind in MOTIONS)


def why_not_pull_open(session: Session, case: Case, member: str) -> str:
    """Why a member cannot take a proposal that the board looks at off its easier way; "" when she can."""
    if case.docket.latest is None:
        return _NOT_OPEN
    if stage(case, session.today) is not Stage.IN_REVIEW:
        return "The round is over, so there is nothing to pull."
    motion = Motion(len(case.motions) + 1, "pull", member, _ANY, at=session.now(), round=case.round)
    return _why_no_pull(session, case, motion)


def _why_no_pull(session: Session, case: Case, motion: Motion) -> str:
    full = "It is put to the full vote already." if Count(case, session.today).way == "vote" else ""
    return full or why_not_move(case, motion)


def _one(session: Session, case: Case, motion: Motion) -> Movable:
    if motion.kind == "pull":
        return Movable("pull", why_not=_why_no_pull(session, case, motion))
    fits, why = [], ""
    for target, made in _targets(case, motion):
        odd = why_not_move(case, made)
        why = why or odd
        if not odd:
            fits.append(target)
    none = {"overrule-stop": "no stop stands", "overrule-concern": "nobody raised a concern"}.get(motion.kind, "")
    return Movable(motion.kind, tuple(fits), "" if fits else why or none or "there is nothing to move it to")


def _targets(case: Case, motion: Motion) -> Iterator[tuple[Target, Motion]]:
    tier = acted(case).tier
    match motion.kind:
        case "raise-tier" | "lower-tier":
            for each in Tier:
                fits = each.rank > tier.rank if motion.kind == "raise-tier" else each.rank < tier.rank
                if fits and each is not Tier.PROHIBITED:
                    yield Target(each.value, each.value), replace(motion, to=each.value)
        case "overrule-stop":
            for ballot in (each for each in live_ballots(case) if valid_stop(each)):
                words = f"{case.charter.called(ballot.member)}: {ballot.reason or ballot.ground}"
                yield Target(ballot.member, words), replace(motion, about=file_of(ballot))
        case "overrule-concern":
            for message in case.messages:
                if message.kind == "concern":
                    words = f"{case.charter.called(message.author)}: {message.text.strip()}"
                    yield Target(message.file, words), replace(motion, about=message.file)
        case "appoint":
            for seat in case.charter.seats:
                for person in case.charter.members:
                    words = f"{person.name} for {seat.title}"
                    yield Target(person.id, words, seat.id), replace(motion, to=person.id, seat=seat.id)
