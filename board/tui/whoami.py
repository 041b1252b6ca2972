"""Who sits at the keyboard, what she may do here, and how a reader becomes a member."""

from __future__ import annotations

from textual.content import Content

from board.actions.members import Roster
from board.actions.model import Me, Status
from board.tui.members import term_of
from board.tui.safe import hang, join, line, lines, text


def who_content(me: Me, status: Status | None, roster: Roster | None, width: int) -> Content:
    """The page behind `w`: who I am, my key, my term, and what the board lacks."""
    rows = [line(me.name or "Nobody known to the board", "bold $ink"), line(me.email or "no mail address", "$ink-2")]
    if me.member:
        rows += [
            Content(""),
            _pair("Handle", me.member),
            _pair("Seats", ", ".join(me.seats) or "none"),
            _pair("Alternate", ", ".join(me.alternate) or "for no seat"),
            _pair("Roles", ", ".join(me.roles) or "none"),
        ]
        mine = next((one for one in roster.members if one.member.id == me.member), None) if roster else None
        if mine is not None:
            rows += [_pair("Keys", "suspended" if mine.member.suspended else ", ".join(mine.keys) or "none")]
            rows += [_pair("Term", term_of(mine) or "no end is set")]
            rows += [] if mine.serves else [join(("! Outside your term: your ballot does not count today.", "$warn"))]
    if me.why_reader:
        rows += [
            Content(""),
            join(("You can read, not write.", "bold $warn")),
            hang(Content(""), text(me.why_reader, "$ink"), width),
        ]
    if not me.can_sign:
        rows += [
            Content(""),
            join(("You cannot sign here.", "bold $warn")),
            hang(Content(""), text(me.why_not_sign, "$ink"), width),
        ]
    if status is not None:
        rows += [
            Content(""),
            _pair("Board", status.board),
            _pair("Branch", f"{status.branch} at {status.tip[:10]}"),
            _pair("Remote", status.remote or "none"),
            _pair("State", status.sync),
            _pair("Signing", status.signing),
        ]
        rows += [_pair("Note", note) for note in status.notes]
    if roster is not None and roster.gaps:
        rows += [Content(""), join(("What the board lacks", "bold $warn"))]
        rows += [hang(join(("! ", "bold $warn")), text(gap, "$ink"), width) for gap in roster.gaps]
    return lines(*rows)


def _pair(name: str, value: str) -> Content:
    return join((f"{name:<11}", "$ink-3"), line(value, "$ink"))
