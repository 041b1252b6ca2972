"""Acts of two: what two members agreed to beforehand, each in a signed commit of her own (formats.md, Acts of two)."""

from __future__ import annotations

from dataclasses import replace

from board.core.ballot import Verdict
from board.core.charter import Charter, Member
from board.core.digest import sha256
from board.core.layout import CHARTER, Layout
from board.formats.acts import read_act
from board.formats.ballots import read_ballot
from board.formats.charter import read_charter
from board.formats.paths import classify
from board.trust.state import State


def agreed(state: State, charter: Charter, path: str, data: bytes | None, *, seated: bool = True) -> tuple[Member, ...]:
    """The members who agreed that a path becomes these bytes, after it was changed last; an act is used up by it.

    Each person counts once. Who is suspended or stands aside does not count, nor, if `seated`, who may fill no seat.
    """
    layout = Layout(charter.root)
    about = classify(path, layout).proposal
    wanted = sha256(data) if data is not None else ""
    folders = [layout.at("acts/"), *([layout.file(about, "acts/")] if about else [])]
    aside = _aside(state, layout, about)
    found: dict[str, Member] = {}
    for file in (file for folder in folders for file in state.files(folder)):
        act = read_act(state.read(file) or b"", file).value
        member = charter.member(act.member) if act and (act.path, act.sha256) == (path, wanted) else None
        if member is None or member.suspended or member.id in aside:
            continue
        if seated and not (member.seats or member.alternate):
            continue
        if state.link.changed(file) > state.link.changed(path):
            found[member.id] = member
    return tuple(found.values())


def _aside(state: State, layout: Layout, proposal: str) -> set[str]:
    folder = layout.file(proposal, "ballots/")
    ballots = (read_ballot(state.read(path) or b"", path).value for path in state.files(folder)) if proposal else ()
    return {ballot.member for ballot in ballots if ballot is not None and ballot.verdict is Verdict.RECUSE}


def pair_may_change(state: State, charter: Charter, path: str, old: bytes | None, new: bytes | None) -> bool:
    """Whether two members may make this change of the charter alone: suspend a key, or replace a lost one.

    Any two members suspend. Two seats replace, and the member whose key it is does not count.
    """
    if path != CHARTER or old is None or new is None:
        return False
    before, after = read_charter(old).value, read_charter(new).value
    if replace(before, members=()) != replace(after, members=()) or len(before.members) != len(after.members):
        return False
    changed = [(one, two) for one, two in zip(before.members, after.members, strict=True) if one != two]
    people = agreed(state, charter, path, new)
    if changed and all(two == replace(one, suspended=True) for one, two in changed):
        return len(agreed(state, charter, path, new, seated=False)) > 1
    if len(changed) != 1 or changed[0][1] != replace(changed[0][0], keys=changed[0][1].keys, suspended=False):
        return False
    others = [member for member in people if member.id != changed[0][0].id]
    return len(others) > 1 and len({seat for member in others for seat in member.seats or member.alternate}) > 1
