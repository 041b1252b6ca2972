"""The members: who sits where and what is missing, and what one who leaves hands over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from board.actions.cases import load_case
from board.actions.common import never_opened
from board.actions.load import World
from board.actions.model import Done
from board.actions.pairing import Waiting, waiting_pairs
from board.actions.proposing_charter import propose_charter
from board.actions.session import Session
from board.core.charter import Member
from board.core.dates import add_working_days
from board.core.finding import ExitStatus, refuse
from board.core.layout import CHARTER
from board.core.leaving import BEFORE_THE_FIRST, Action, Duty, duties, gaps
from board.core.register import RegisterEntry
from board.core.rules import window_days
from board.core.seating import in_office
from board.formats.edit import set_values
from board.formats.fields import text_of
from board.formats.front import split
from board.formats.keys import short, signing_keys
from board.formats.registers import read_register
from board.formats.toml import load


@dataclass(frozen=True, slots=True)
class Sitting:
    """One member as the charter has her; `keys` are short, `serves` is whether her ballot counts today."""

    member: Member
    keys: tuple[str, ...]
    serves: bool


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody on the board, what is missing, and what waits for a second member."""

    members: tuple[Sitting, ...]
    gaps: tuple[str, ...]
    waiting: tuple[Waiting, ...]
    by_hand: str = ""
    """How a key gets into the charter while nothing was opened yet; "" where nobody needs it or it is too late."""


@dataclass(frozen=True, slots=True)
class Handover:
    """What a member who leaves hands over, and the charter without her; `until` is the last day of her term."""

    member: Member
    duties: tuple[Duty, ...]
    until: date
    charter: str


def roster(session: Session) -> Roster:
    """The members of the charter in force."""
    world = session.world
    sitting = tuple(
        Sitting(one, tuple(map(short, signing_keys(one))), in_office(one, session.today))
        for one in world.charter.members
    )
    keyless = world.charter.signing == "required" and any(not each.keys for each in sitting)
    by_hand = BEFORE_THE_FIRST if keyless and never_opened(world) else ""
    return Roster(sitting, gaps(world.charter, session.today), waiting_pairs(world), by_hand)


def handover(
    session: Session,
    handle: str,
    *,
    until: date | None = None,
    gives: Mapping[str, str] | None = None,
    remove: bool = False,
) -> Handover:
    """What `handle` leaves behind, and the charter that lets her go.

    Without `until` her term ends on the first day the change can be decided, and seats, roles and keys go out with
    it; with a later day they stay until then. `gives` are seats and who takes them. With `remove` her whole entry goes;
    otherwise it stays, so that old decisions still name her. Raises Refused for names the charter does not know.
    """
    world = session.world
    member = world.charter.member(handle)
    if member is None:
        names = ", ".join(one.id for one in world.charter.members)
        raise refuse("member.unknown", f"There is no member “{handle}”.", f"The members are {names}.")
    charter = world.charter
    first = add_working_days(session.today, window_days(charter, "charter-change"), charter.holidays)
    changes = _given(world, member, gives or {})
    if remove:
        changes[("members", handle)] = None
    else:
        changes[("members", handle, "until")] = until or first
        if until is None or until <= first:
            changes |= _let_go(member)
    data = set_values(world.snapshot.read(CHARTER) or b"", CHARTER, changes)
    cases = (load_case(world, one) for one in world.ids)
    left = duties(
        charter,
        member,
        session.today,
        cases=cases,
        registers=_registers(world),
        actions=_actions(world),
    )
    return Handover(member, left, until or first, data.decode())


def draft_leaving(session: Session, found: Handover) -> Done:
    """Write the proposal that lets a member go into the work tree, as a draft."""
    who = found.member.name or found.member.id
    listed = "\n".join(f"- {one.words} ({one.about})" for one in found.duties) or "- Nothing."
    return propose_charter(
        session,
        title=f"{who} leaves the board",
        facts={
            "old_text": f"{who} is a member of the board.",
            "new_text": f"The term of {who} ends on {found.until}.",
            "reason": f"{who} leaves.",
        },
        charter=found.charter,
        prose=f"## What {who} hands over\n\n{listed}\n",
    )


def _let_go(member: Member) -> dict[tuple[str, ...], object]:
    """Seats, roles and keys out of an entry: after that the member cannot act, whatever the date."""
    named = ("keys", "openpgp", "seats", "alternate", "panel", "roles", "suspended")
    return {("members", member.id, name): None for name in named if getattr(member, name)}


def _given(world: World, member: Member, gives: Mapping[str, str]) -> dict[tuple[str, ...], object]:
    """Her seats into the entries of those who take them."""
    changes: dict[tuple[str, ...], object] = {}
    for seat, taker in gives.items():
        other = world.charter.member(taker)
        if seat not in member.seats or other is None or other is member:
            raise refuse(
                "member.cannot-take",
                f"{member.id} cannot give the seat “{seat}” to “{taker}”.",
                f"Seats: {', '.join(member.seats) or 'none'}. Members: {_others(world, member)}.",
                status=ExitStatus.WRONG_USE,
            )
        key = ("members", taker, "seats")
        held = changes.get(key, other.seats)
        changes[key] = [*(held if isinstance(held, (list, tuple)) else ()), seat]
        if seat in other.alternate:
            left = [one for one in other.alternate if one not in gives]
            changes[("members", taker, "alternate")] = left or None
    return changes


def _others(world: World, member: Member) -> str:
    return ", ".join(one.id for one in world.charter.members if one is not member)


def _registers(world: World) -> Iterator[RegisterEntry]:
    for path in world.snapshot.paths(world.layout.at("registers/")):
        read = world.parsed.read(world.snapshot, path, read_register, "register") if path.endswith(".toml") else None
        if read is not None:
            yield read.value


def _actions(world: World) -> Iterator[Action]:
    """What incident reports promised and nobody finished."""
    for path in world.snapshot.paths(world.layout.at("incidents/")):
        data = world.snapshot.read(path) or b""
        table = load(data, path).value if path.endswith(".toml") else split(data, path).value.table
        listed = table.data.get("actions")
        for item in listed if isinstance(listed, list) else ():
            if isinstance(item, dict) and not item.get("done_at"):
                said = {name: text_of(item.get(name, "")) for name in ("text", "owner", "due")}
                yield Action(path, said["text"], said["owner"], said["due"])
