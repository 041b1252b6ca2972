"""What `board init` is told by flags, and what is wrong with an answer, whoever gives it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from board.core.charter import Member
from board.core.dates import is_timezone
from board.core.finding import ExitStatus, Finding, Refused, Where, refuse
from board.core.layout import is_strict_name
from board.core.panel import BRINGS
from board.core.rules import default_seats

ROLES = ("chair", "secretary", "on-call", "sponsor", "observer")
SEATS = tuple(seat.id for seat in default_seats())
OPEN = "-"
"""What is given for a term without a first or a last day."""
Pairs = Sequence[tuple[str, str]]
Terms = Sequence[tuple[str, str, str]]


def odd_zone(name: str) -> str:
    """What is wrong with the name of a time zone, with names that are meant perhaps; "" when it is one."""
    if is_timezone(name):
        return ""
    from zoneinfo import available_timezones

    place = name.strip().replace(" ", "_").casefold()
    near = sorted(zone for zone in available_timezones() if place and zone.casefold().rpartition("/")[2] == place)
    meant = f"Did you mean {near[0]}?" if near else "Write it as in Europe/Berlin or America/New_York, or UTC."
    return f"“{name}” is not a time zone. {meant}"


def odd_mail(address: str) -> str:
    """What is wrong with a mail address; "" when git could use it."""
    before, at, after = address.partition("@")
    odd = not (before and at and after) or "@" in after or any(each.isspace() or each in "<>,;" for each in address)
    return f"“{address}” is not a mail address. Write it as in ana@hollowoak.example." if odd else ""


def odd_contact(address: str) -> str:
    """What is wrong with where anybody may write to; "" for a mail or web address, or a hyphen for none."""
    web = "://" in address or ("." in address and "@" not in address)
    if address == "-" or (web and not any(each.isspace() for each in address)) or not odd_mail(address):
        return ""
    return f"“{address}” is neither a mail nor a web address, such as board@hollowoak.example; - for none."


def odd_handle(handle: str) -> str:
    """What is wrong with a member's handle; "" when files can be named after it."""
    if is_strict_name(handle):
        return ""
    return f"“{handle}” cannot be a handle: use lower-case letters, digits, dots and hyphens."


def odd_key(line: str) -> str:
    """What is wrong with a public signing key; "" when the charter can hold it."""
    from board.actions import founding

    if "PRIVATE" in line:
        return "This is the private half of a key. Give the public one: the line in the file that ends in .pub."
    why = founding.odd_key(line)
    return f"This is not a public SSH key: {why}. It is the line in the file that ends in .pub." if why else ""


def odd_parts(parts: Sequence[str], allowed: Sequence[str]) -> str:
    """Which of several names is not one of those allowed; "" when all are."""
    unknown = [part for part in parts if part not in allowed]
    return f"“{unknown[0]}” is not one of: {', '.join(allowed)}." if unknown else ""


def brought(old: Sequence[str] = ()) -> tuple[str, ...]:
    """What somebody on the ethics panel brings to it, asked at a terminal."""
    from board.cli import output, prompts

    output.paragraph(f"To the ethics panel one brings {', '.join(f'{one} ({BRINGS[one]})' for one in BRINGS)}.", "  ")
    return prompts.several("Brings to the panel", lambda parts: odd_parts(parts, tuple(BRINGS)), old)


def require_sound(problem: str, flag: str) -> None:
    """Refuse with status 2 what a flag says, when there is something wrong with it."""
    if problem:
        raise Refused(Finding("wrong-use", problem, where=Where(part=flag)), status=ExitStatus.WRONG_USE)


def members_of(
    members: Pairs, seats: Pairs, alternates: Pairs, roles: Pairs, keys: Pairs, panel: Pairs = (), terms: Terms = ()
) -> tuple[Member, ...]:
    """Members from flags: (handle, "Name <mail>") each, then (handle, seat), (handle, role), (handle, key)."""
    people = dict(members)

    def of(handle: str, pairs: Pairs) -> tuple[str, ...]:
        return tuple(value for named, value in pairs if named == handle)

    for named, _ in (*seats, *alternates, *roles, *keys, *panel):
        known = "" if named in people else f"“{named}” is not one of the members named with --member."
        require_sound(known, "--member")
    for flag, pairs in (("--seat", seats), ("--alternate", alternates)):
        require_sound(odd_parts([seat for _, seat in pairs], SEATS), flag)
    require_sound(odd_parts([role for _, role in roles], ROLES), "--role")
    require_sound(odd_parts([word for _, word in panel], tuple(BRINGS)), "--panel")
    for _, key in keys:
        require_sound(odd_key(key), "--key")
    for handle, first, last in terms:
        known = "" if handle in people else f"“{handle}” is not one of the members named with --member."
        require_sound(known or odd_term(f"{first} {last}"), "--term")
    people_named = tuple(
        Member(
            handle,
            who.partition("<")[0].strip(),
            _addresses(handle, who),
            of(handle, keys),
            of(handle, seats),
            of(handle, alternates),
            of(handle, roles),
            panel=of(handle, panel),
        )
        for handle, who in people.items()
    )
    return with_terms(people_named, terms)


def with_terms(members: Sequence[Member], terms: Sequence[tuple[str, str, str]]) -> tuple[Member, ...]:
    """The members with the terms that flags state: handle, first day, last day."""
    days = {handle: f"{first} {last}" for handle, first, last in terms}
    return tuple(in_term(one, days[one.id]) if one.id in days else one for one in members)


def odd_term(typed: str) -> str:
    """What is wrong with a first and a last day; "" when they are a term."""
    parts = typed.split()
    try:
        days = [None if part == OPEN else date.fromisoformat(part) for part in parts]
    except ValueError:
        days = []
    if len(days) != 2:
        return f"Write two days such as 2026-01-01 2027-12-31; {OPEN} for one that is open."
    first, last = days
    return "The term ends before it begins." if first and last and last < first else ""


def in_term(member: Member, typed: str) -> Member:
    """The member with a term that odd_term found nothing wrong with."""
    first, last = (None if part == OPEN else date.fromisoformat(part) for part in typed.split())
    return replace(member, start=first, end=last)


def _addresses(handle: str, who: str) -> tuple[str, ...]:
    address = who.partition("<")[2].strip().removesuffix(">").strip()
    require_sound(odd_handle(handle) or (odd_mail(address) if address else ""), "--member")
    return (address,) if address else ()


def require_chair(members: Sequence[Member]) -> None:
    """A board without a chair could not change anything, so it is refused before anything is written."""
    if not any("chair" in member.roles for member in members):
        raise refuse(
            "no-chair",
            "No member is the chair.",
            "Name one: --role HANDLE chair.",
            status=ExitStatus.WRONG_USE,
        )
