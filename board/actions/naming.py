"""Names in published texts: seats by default, people only where the charter says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from board.core.case import Case
from board.core.charter import Member
from board.core.finding import Finding, Severity

_ROLES = {"chair": "the chair", "secretary": "the secretary", "on-call": "the person on call", "sponsor": "the sponsor"}


def withheld(case: Case, parts: Mapping[str, str]) -> dict[str, str]:
    """Drafted texts with each member's full name put as the seat or role, where the charter keeps names back."""
    if case.charter.publish_names:
        return dict(parts)
    found = dict(parts)
    for member in case.charter.members:
        pattern = _full_name(member)
        if pattern is not None:
            words = _instead(case, member)
            found = {name: pattern.sub(words, text) for name, text in found.items()}
    return found


def named(case: Case, texts: Iterable[str]) -> tuple[Finding, ...]:
    """A warning when a text about to be published names a member although the charter keeps names back."""
    if case.charter.publish_names:
        return ()
    texts = tuple(texts)
    people = [
        member.name
        for member in case.charter.members
        if (pattern := _full_name(member)) is not None and any(pattern.search(text) for text in texts)
    ]
    if not people:
        return ()
    return (
        Finding(
            "decision.names-a-person",
            f"A text to be published names {', '.join(people)}, and the charter publishes seats, not names.",
            Severity.WARNING,
            fix="Edit the part, or leave it as it is on purpose: it stands in somebody's own words.",
        ),
    )


def _full_name(member: Member) -> re.Pattern[str] | None:
    """The full name as a whole word; a single word is too easily another word to be looked for."""
    return re.compile(rf"(?<!\w){re.escape(member.name)}(?!\w)") if " " in member.name.strip() else None


def _instead(case: Case, member: Member) -> str:
    seats = [case.charter.seat_title(seat) for seat in (*member.seats, *member.alternate)]
    if member.seats:
        return f"the holder of the seat {seats[0]}"
    role = next((words for role, words in _ROLES.items() if role in member.roles), "")
    return role or (f"the alternate for {seats[0]}" if seats else "a member of the board")
