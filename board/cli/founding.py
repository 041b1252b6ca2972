"""What `board init` asks: the board's name, its time zone, its members with their seats and roles."""

from __future__ import annotations

from collections.abc import Sequence

from board.cli import output, prompts
from board.core.charter import Member, Seat
from board.core.finding import ExitStatus, Finding, Refused, Where, refuse
from board.core.ids import slug
from board.core.layout import is_strict_name

ROLES = ("chair", "secretary", "on-call", "sponsor", "observer")
Pairs = Sequence[tuple[str, str]]


def members_of(members: Pairs, seats: Pairs, alternates: Pairs, roles: Pairs, keys: Pairs) -> tuple[Member, ...]:
    """Members from flags: (handle, "Name <mail>") each, then (handle, seat), (handle, role), (handle, key)."""
    people: dict[str, str] = {_handle(handle): who for handle, who in members}

    def of(handle: str, pairs: Pairs) -> tuple[str, ...]:
        return tuple(value for named, value in pairs if named == handle)

    for named, _ in (*seats, *alternates, *roles, *keys):
        if named not in people:
            raise _wrong(f"“{named}” is not one of the members named with --member.", "--member")
    return tuple(
        Member(
            handle,
            who.partition("<")[0].strip(),
            tuple(filter(None, [who.partition("<")[2].strip().removesuffix(">")])),
            of(handle, keys),
            of(handle, seats),
            of(handle, alternates),
            of(handle, roles),
        )
        for handle, who in people.items()
    )


def _handle(handle: str) -> str:
    if not is_strict_name(handle):
        raise _wrong(f"“{handle}” cannot be a handle: use lower-case letters, digits, dots and hyphens.", "--member")
    return handle


def _wrong(message: str, part: str) -> Refused:
    return Refused(Finding("wrong-use", message, where=Where(part=part)), status=ExitStatus.WRONG_USE)


def ask_members(seats: Sequence[Seat]) -> tuple[Member, ...]:
    """Members typed one after the other; the first is offered the chair."""
    output.lines("", "Now the members, one after the other. You can change all of this later in board.toml.")
    output.line(f"  Seats: {', '.join(f'{seat.id} ({seat.title})' for seat in seats)}")
    output.line(f"  Roles: {', '.join(ROLES)}. A board needs a chair.")
    given: list[Member] = []
    while True:
        name = prompts.ask("Name; Enter when done" if given else "Name", needed=not given)
        if not name:
            return tuple(given)
        given.append(_one(name, [seat.id for seat in seats], first=not given))


def _one(name: str, seats: Sequence[str], *, first: bool) -> Member:
    handle = prompts.ask("Handle: the name of her files", slug(name.split()[0]), needed=True)
    while not is_strict_name(handle):
        output.line("Use lower-case letters, digits, dots and hyphens.")
        handle = prompts.ask("Handle", slug(name.split()[0]), needed=True)
    address = prompts.ask("Mail address, as git knows it", needed=True)
    holds = _several("Seats; several are separated by commas, Enter for none", seats)
    fills = _several("Alternate for; Enter for none", seats)
    roles = _several("Roles; Enter for none", ROLES, "chair" if first else "")
    key = prompts.ask("Public signing key, as in “ssh-ed25519 AAAA…”; Enter to leave it out")
    return Member(handle, name, (address,), (key,) if key else (), holds, fills, roles)


def _several(question: str, allowed: Sequence[str], default: str = "") -> tuple[str, ...]:
    while True:
        parts = tuple(part.strip() for part in prompts.ask(question, default).split(",") if part.strip())
        unknown = [part for part in parts if part not in allowed]
        if not unknown:
            return parts
        output.line(f"“{unknown[0]}” is not one of: {', '.join(allowed)}.")


def require_chair(members: Sequence[Member]) -> None:
    """A board without a chair could not change anything, so it is refused before anything is written."""
    if not any("chair" in member.roles for member in members):
        raise refuse(
            "no-chair",
            "No member is the chair.",
            "Name one: --role HANDLE chair.",
            status=ExitStatus.WRONG_USE,
        )
