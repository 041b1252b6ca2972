"""The JSON shapes of members, of what a key signed, of a handover, and of a charter entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from board.cli.shapes import Shape, day, done_shape, moment

if TYPE_CHECKING:
    from board.actions.joining import Entry
    from board.actions.members import Handover, Roster
    from board.actions.model import Done
    from board.actions.signed import SignedBy


def roster_shape(found: Roster) -> Shape:
    """`board member list`."""
    return {
        "members": [
            {
                "handle": each.member.id,
                "name": each.member.name,
                "seats": list(each.member.seats),
                "alternate": list(each.member.alternate),
                "panel": list(each.member.panel),
                "roles": list(each.member.roles),
                "from": day(each.member.start),
                "until": day(each.member.end),
                "suspended": each.member.suspended,
                "serves": each.serves,
                "keys": list(each.keys),
            }
            for each in found.members
        ],
        "gaps": list(found.gaps),
        "waiting": [{"members": list(one.members), "words": one.words, "reason": one.reason} for one in found.waiting],
    }


def signed_shape(found: SignedBy) -> Shape:
    """`board member signed`."""
    return {
        "member": found.member,
        "keys": list(found.keys),
        "suspended": found.suspended,
        "since": found.since,
        "proven": found.proven,
        "signed": [
            {
                "position": each.position,
                "commit": each.commit,
                "at": moment(each.at),
                "what": list(each.what),
                "paths": list(each.paths),
                "counts": each.counts,
                "why": each.why,
            }
            for each in found.commits
        ],
    }


def handover_shape(found: Handover) -> Shape:
    """`board member leave`."""
    return {
        "member": found.member.id,
        "until": day(found.until),
        "duties": [
            {"kind": each.kind, "about": each.about, "words": each.words, "takers": list(each.takers)}
            for each in found.duties
        ],
        "charter": found.charter,
    }


def join_shape(made: Entry, done: Done | None) -> Shape:
    """`board join`: the entry and the proof, and what was done; `done` is null when it was only printed."""
    return {
        "handle": made.joining.handle,
        "entry": made.text,
        "key": made.key.line,
        "challenge": made.challenge,
        "signature": made.signature,
        "done": done_shape(done) if done is not None else None,
    }
