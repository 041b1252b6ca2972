"""Whom a condition means that names a seat or an office: who holds it, or stands in for its holder.

What is to be done falls to those whose term covers the day. Nobody checks what her own seat did, so for that everybody
counts whom the charter lists, whatever her term (docs/charter.md, What comes after a decision).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from board.core.charter import Charter, Member
from board.core.terms import in_term
from board.core.who import handles, names_member, one_person, parts

_BESIDE = frozenset(["the", "a", "of", "for", "seat", "seats", "holder", "holders", "office", "team", "person"])
"""Words that stand beside the name of a seat or an office and change nothing."""
_PROPOSER = "proposer"


def fills(text: str, member: Member, charter: Charter) -> bool:
    """Whether a text means a member: it names her, a seat that she holds or stands in for, or an office of hers."""
    return names_member(text, member) or not _offices(text).isdisjoint(_of(member, charter))


def means_proposer(text: str) -> bool:
    """Whether a text says “the proposer” instead of a name."""
    return _PROPOSER in _offices(text)


def members_meant(text: str, charter: Charter, day: date | None = None) -> tuple[str, ...]:
    """The members whom a text means: by name; by seat or office those in their term on a day, or all without one.

    An alternate is among them only where nobody holds what is named.
    """
    named = [one.id for one in charter.members if names_member(text, one)]
    offices = _offices(text)
    able = [one for one in charter.members if not one.suspended and (day is None or in_term(one, day))]
    for office in sorted(offices):
        holders = [one.id for one in able if office in _held(one, charter)]
        named += holders or [one.id for one in able if office in _of(one, charter)]
    return tuple(dict.fromkeys(named))


def meant(text: str, charter: Charter, day: date | None = None) -> tuple[str, ...]:
    """The members whom a text means; where it means none, the text itself, and nothing where it is blank."""
    return members_meant(text, charter, day) or handles(text, ())


def checks_herself(owner: str, verifier: str, charter: Charter, proposer: str = "") -> bool:
    """Whether a condition would be checked by whom it binds: one person, or nobody beside those of the owner's seat.

    `proposer` is who made the proposal, for an owner or a verifier that says so.
    """
    owner, verifier = (f"{one}, {proposer}" if means_proposer(one) else one for one in (owner, verifier))
    if one_person(owner, verifier, charter.members):
        return True
    checking = [one for one in charter.members if fills(verifier, one, charter)]
    return bool(checking) and all(fills(owner, one, charter) for one in checking)


@lru_cache(maxsize=4096)
def _offices(text: str) -> frozenset[str]:
    """The parts of a text as names of seats and offices: without “the”, “seat” and the like."""
    found = (" ".join(word for word in _words(part) if word not in _BESIDE) for part in parts(text))
    return frozenset(found) - {""}


def _words(text: str) -> list[str]:
    return text.casefold().replace("-", " ").replace("_", " ").split()


def _of(member: Member, charter: Charter) -> frozenset[str]:
    return frozenset((*_held(member, charter), *_named(member.alternate, charter)))


def _held(member: Member, charter: Charter) -> frozenset[str]:
    return frozenset((*_named(member.seats, charter), *(" ".join(_words(role)) for role in member.roles)))


def _named(seats: tuple[str, ...], charter: Charter) -> Iterator[str]:
    for seat in seats:
        for name in (seat, charter.seat_title(seat)):
            yield " ".join(word for word in _words(name) if word not in _BESIDE)
