"""What a member's term lets her do: outside it she fills no seat and holds no office (docs/charter.md, Terms)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from board.core.charter import Member

AWAY = "Your term does not cover today, so you hold no office and speak for no seat."


def in_term(member: Member, day: date) -> bool:
    """Whether a day lies in a member's term, where one is written; its first and last day belong to it."""
    return (member.start is None or member.start <= day) and (member.end is None or day <= member.end)


def serving(member: Member, day: date | None) -> Member:
    """A member as she may act on a day: outside her term without seats and roles. Without a day, as she is listed."""
    return member if day is None or in_term(member, day) else replace(member, seats=(), alternate=(), roles=())
