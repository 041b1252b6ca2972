"""Acts of two: what two members agreed to beforehand, each in a signed commit of her own (formats.md, Acts of two)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations

from board.core.act import Act
from board.core.charter import Charter, Member
from board.core.digest import sha256
from board.core.layout import CHARTER, Layout
from board.core.terms import in_term
from board.formats.acts import read_act
from board.formats.charter import read_charter
from board.formats.keys import marks
from board.formats.paths import classify
from board.trust.state import State


def agreed(
    state: State, charter: Charter, path: str, data: bytes | None, *, seated: bool = True, day: date | None = None
) -> tuple[Member, ...]:
    """The members who agreed that a path becomes these bytes, after it was changed last; an act is used up by it.

    Each person counts once. Who is suspended does not count, nor, if `seated`, who may fill no seat, nor whose term
    does not cover the day on which it is done; without a `day` (trust/terms.py) nobody looks at terms, and acts about a
    proposal may lie beside those about the charter. Who stands aside on a proposal is left out where its opening and
    decision are counted again (recounting.py, `hands`).
    """
    found = {member.id: member for member, _ in agreeing(state, charter, path, data, seated=seated, day=day)}
    return tuple(found.values())


def agreeing(
    state: State, charter: Charter, path: str, data: bytes | None, *, seated: bool = True, day: date | None = None
) -> Iterator[tuple[Member, Act]]:
    """The same members, each with every act by which she agreed."""
    layout = Layout(charter.root)
    about = classify(path, layout).proposal
    wanted = sha256(data) if data is not None else ""
    everywhere = [layout.at("acts/"), *([layout.file(about, "acts/")] if about else [])]
    folders = everywhere if day is None else everywhere[-1:]  # who decided is looked up beside the decision
    for file in (file for folder in folders for file in state.files(folder)):
        act = read_act(state.read(file) or b"", file).value
        member = charter.member(act.member) if act and (act.path, act.sha256) == (path, wanted) else None
        if act is None or member is None or member.suspended or not (day is None or in_term(member, day)):
            continue
        if seated and not (member.seats or member.alternate):
            continue
        if state.link.changed(file) > state.link.changed(path):
            yield member, act


def pair_may_change(
    state: State, charter: Charter, path: str, old: bytes | None, new: bytes | None, day: date | None = None
) -> bool:
    """Whether two members may make this change of the charter alone: suspend a key, or replace a lost one.

    Any two members suspend. Two seats other than those of the member whose key it is replace it; she does not count.
    """
    if path != CHARTER or old is None or new is None:
        return False
    before, after = read_charter(old).value, read_charter(new).value
    if replace(before, members=()) != replace(after, members=()) or len(before.members) != len(after.members):
        return False
    changed = [(one, two) for one, two in zip(before.members, after.members, strict=True) if one != two]
    if changed and all(two == replace(one, suspended=True) for one, two in changed):
        return len(agreed(state, charter, path, new, seated=False, day=day)) > 1
    if len(changed) != 1 or not key_replaced(*changed[0]):
        return False
    return two_seats(changed[0][0], agreed(state, charter, path, new, day=day))


def key_replaced(before: Member, after: Member) -> bool:
    """Whether only a member's key was replaced: an old one goes, a new one comes, and the suspension ends.

    Of a suspended member no old key may stay, because nobody knows which of them leaked.
    """
    if after != replace(before, keys=after.keys, openpgp=after.openpgp, suspended=False):
        return False
    old, new = set(marks(before)), set(marks(after))
    return bool(new - old) and bool(old - new or not old) and not (before.suspended and old & new)


def two_seats(affected: Member, people: Iterable[Member]) -> bool:
    """Whether two of these people speak for two different seats, the affected member and her seats not counted."""
    others = [set(one.seats or one.alternate) - set(affected.seats) for one in people if one.id != affected.id]
    return any(len(one | two) > 1 for one, two in combinations(filter(None, others), 2))
