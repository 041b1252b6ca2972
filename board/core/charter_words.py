"""What one charter says otherwise than another, in words, and what installing it would put back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

from board.core.charter import Charter, KindRule, Member, Voting
from board.core.lab import said

_FIRST = ("signing", "repository", "branch", "root", "rules", "name", "timezone", "holidays", "example",
          "publish_names", "contact")  # fmt: skip
_NOBODY = "not there"
_MEMBER = "member "
_KEYS = (", keys", ", openpgp", ", suspended")


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing two charters state differently; `key` is its place, the values are in words."""

    key: str
    was: str
    now: str

    @property
    def words(self) -> str:
        """The change as a line: "signing: required → unsigned"."""
        return f"{self.key}: {self.was or 'none'} → {self.now or 'none'}"

    @property
    def of_a_member(self) -> bool:
        """Whether it is about one of the people, not about a rule."""
        return self.key.startswith(_MEMBER)


def changed(then: Charter, now: Charter) -> tuple[Changed, ...]:
    """Everything that two charters state differently: who signs and how first, then rules, seats and members."""
    old, new = _flat(then, (then, now)), _flat(now, (then, now))
    return tuple(
        Changed(key, old.get(key, _NOBODY), new.get(key, _NOBODY))
        for key in dict.fromkeys((*old, *new))
        if old.get(key, _NOBODY) != new.get(key, _NOBODY)
    )


def put_back(started_from: Charter, in_force: Charter, proposed: Charter) -> tuple[Changed, ...]:
    """What the proposed charter would undo of all that changed since the charter it was started from."""
    three = (started_from, in_force, proposed)
    first, now, then = (_flat(one, three) for one in three)
    return tuple(
        Changed(key, now.get(key, _NOBODY), then.get(key, _NOBODY))
        for key in dict.fromkeys((*now, *first))
        if first.get(key) != now.get(key) and then.get(key) == first.get(key)
    )


def keys_among(changes: Iterable[Changed]) -> tuple[Changed, ...]:
    """Those of some changes that give or take a member's key, or suspend one."""
    return tuple(each for each in changes if each.of_a_member and each.key.endswith(_KEYS))


def _flat(charter: Charter, among: Iterable[Charter]) -> dict[str, str]:
    """Every rule by its place; kinds that another charter among these names are spelled out as their defaults too."""
    found = {name: _text(getattr(charter, name)) for name in _FIRST}
    found |= {f"voting, {each.name}": _text(getattr(charter.voting, each.name)) for each in fields(Voting)}
    found["rings"] = _text(charter.rings)
    for kind in dict.fromkeys(kind for one in among for kind in one.kinds):
        rule = charter.rule(kind)
        found |= {
            f"kind {kind}, {each.name}": _text(getattr(rule, each.name))
            for each in fields(KindRule)
            if each.name != "id"
        }
    for seat in charter.seats:
        found[f"seat {seat.id}"] = f"{seat.title}, votes {seat.votes}"
    for member in charter.members:
        found |= {
            f"{_MEMBER}{member.id}, {each.name}": _text(getattr(member, each.name))
            for each in fields(Member)
            if each.name != "id" and getattr(member, each.name) not in ((), "", None, False)
        }
    return found


def _text(value: object) -> str:
    if value == () or value == "":
        return "none"
    return said(value)
