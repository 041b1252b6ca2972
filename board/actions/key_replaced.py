"""Telling a member that two others gave her a key that she does not have.

Two may replace a lost key without a vote, and whoever holds the new one then speaks in her name. She alone knows
whether it is hers; so every command tells her until her own git signs with it, or it lies among her own keys.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from board.actions.own_key import public_key
from board.core.charter import Member
from board.core.finding import Finding, Severity, Where
from board.core.layout import CHARTER, Layout
from board.formats.charter import read_charter
from board.formats.keys import key_mark, marks
from board.formats.paths import Sort, classify
from board.store.base import Commit
from board.store.identity import Identity
from board.store.repository import GitStore

_ByTwo = tuple[str, tuple[str, ...]]
"""The commit that brought a key without a vote, and who agreed to it."""


def replaced_key(
    store: GitStore, tip: str, layout: Layout, me: Member, identity: Identity, void: Iterable[str]
) -> tuple[Finding, ...]:
    """At most one finding: who gave me keys that I do not have; commits in `void` do not count."""
    if not tip or not store.snapshot().paths(layout.at("acts/")):
        return ()
    mine = key_mark(public_key(identity))
    keys = [one for one in _one_by_one(me) if mine not in marks(one)]
    came = _by_two(store, tip, layout, me.id, frozenset(marks(me)), frozenset(void)) if keys else {}
    brought = [(one, by) for one in keys for mark in marks(one)[:1] if (by := came.get(mark)) is not None]
    strange = [(one, by) for one, by in brought if not _held(tip).intersection(marks(one))]
    if not strange:
        return ()
    from board.core.sentence import and_
    from board.trust.lost_keys import listed

    commit, who = strange[0][1]
    which = and_([listed(one) for one, by in strange if by[0] == commit])
    return (
        Finding(
            "key.replaced",
            f"{and_(who)} replaced your keys without a vote, and your git does not sign with {which}.",
            Severity.WARNING,
            Where(CHARTER, part=f"commit {commit[:12]}"),
            "Whoever holds that key votes in your name.",
            "If it is yours, let git sign with it, or keep it in ~/.ssh, in the agent or in gpg. If not, tell the "
            f"board at once: any two members suspend it with `board member suspend {me.id}`; "
            f"`board member signed {me.id}` lists what was signed.",
        ),
    )


def _one_by_one(member: Member) -> list[Member]:
    """The member with each of her keys alone."""
    lines = [replace(member, keys=(one,), openpgp=()) for one in member.keys]
    return [*lines, *(replace(member, keys=(), openpgp=(one,)) for one in member.openpgp)]


@lru_cache(maxsize=1)
def _held(tip: str) -> frozenset[str]:  # asked once for each state of the board: it may ask ssh-add and gpg
    """The marks of the keys whose private halves lie here."""
    from board.trust.keyring import found_keys

    return frozenset(key_mark(one.line) for one in found_keys(os.environ))


@lru_cache(maxsize=8)
def _by_two(
    store: GitStore, tip: str, layout: Layout, handle: str, present: frozenset[str], void: frozenset[str]
) -> Mapping[str, _ByTwo]:
    """By mark, what brought those of a member's present keys that no decision and no founding brought."""
    found: dict[str, _ByTwo] = {}
    decided: list[Commit] = []
    left = set(present)
    for one in (one for one in store.log([CHARTER]) if one.id not in void):
        if any(path.endswith("/record.toml") and classify(path, layout).sort is Sort.RECORD for path in one.paths):
            decided.append(one)
            continue
        brought = left & _brought(store, one, handle)
        left -= brought
        who = _agreed(store, one.id, layout) if brought else ()
        since = set().union(*(_brought(store, each, handle) for each in decided)) if who else set()
        found |= dict.fromkeys(brought - since, (one.id, who)) if who else {}
        if not left:
            break
    return found


def _agreed(store: GitStore, commit: str, layout: Layout) -> tuple[str, ...]:
    from board.core.digest import sha256  # every command asks whether there is anything to tell; few have this
    from board.formats.acts import read_act

    then = store.snapshot(commit)
    wanted = sha256(then.read(CHARTER) or b"")
    acts = (read_act(then.read(path) or b"", path).value for path in then.paths(layout.at("acts/")))
    return tuple(sorted({act.member for act in acts if act and (act.path, act.sha256) == (CHARTER, wanted)}))


def _brought(store: GitStore, commit: Commit, handle: str) -> set[str]:
    """The marks that a commit adds to those of a member who was there before."""
    after, before = (
        read_charter(store.snapshot(one).read(CHARTER) or b"").value.member(handle) if one else None
        for one in (commit.id, *(commit.parents[:1] or ("",)))
    )
    return set(marks(after)) - set(marks(before)) if after is not None and before is not None else set()
