"""The JSON shapes of motions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from board.cli.shapes import moment

if TYPE_CHECKING:
    from board.actions.motioning import MotionLine


def motion_shape(line: MotionLine) -> dict[str, Any]:
    """One motion: what was moved, by whom, why, and how it stands."""
    motion = line.motion
    return {
        "number": motion.number,
        "kind": motion.kind,
        "member": motion.member,
        "round": motion.round,
        "reason": motion.text,
        "to": motion.to,
        "seat": motion.seat,
        "about": motion.about,
        "at": moment(motion.at),
        "state": line.state,
        "explanation": line.words,
        "waiting_for": list(line.waiting_for),
        "waits_for_me": line.yours,
    }
