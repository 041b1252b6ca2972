"""People as the screens name them: by name and seat, the handle only where the charter knows no name."""

from __future__ import annotations

from collections.abc import Sequence

from board.core.charter import Charter
from board.tui.choices import Choice


def person(charter: Charter, handle: str) -> str:
    """ "Mo Haddad (alternate for Engineering)"; the handle itself when the charter does not know it."""
    member = charter.member(handle)
    if member is None:
        return handle
    seats = [charter.seat_title(seat) for seat in member.seats]
    if member.alternate:
        seats.append(f"alternate for {', '.join(charter.seat_title(seat) for seat in member.alternate)}")
    return f"{member.name} ({', '.join(seats or member.roles or ('no seat',))})"


def people(charter: Charter, handles: Sequence[str]) -> tuple[Choice, ...]:
    """People to pick from."""
    return tuple(Choice(one, person(charter, one)) for one in handles)
