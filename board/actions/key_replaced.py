"""Telling a member that two others gave her a key that her git does not sign with.

Two may replace a lost key without a vote, and whoever holds the new one then speaks in her name. She alone knows
whether it is hers; so every command tells her until her own git signs with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from board.actions.own_key import public_key
from board.core.charter import Member
from board.core.finding import Finding, Severity, Where
from board.core.layout import CHARTER, Layout
from board.formats.charter import read_charter
from board.formats.keys import key_mark, marks
from board.store.identity import Identity
from board.store.repository import GitStore


def replaced_key(
    store: GitStore, tip: str, layout: Layout, me: Member, identity: Identity, void: Iterable[str]
) -> tuple[Finding, ...]:
    """At most one finding: who gave me keys that my git does not sign with; commits in `void` do not count."""
    if not tip or not store.snapshot().paths(layout.at("acts/")):
        return ()
    mine = public_key(identity)
    if mine and key_mark(mine) in marks(me):
        return ()
    commit, who = _by_two(store, tip, layout, me.id, frozenset(void))
    if not commit:
        return ()
    from board.core.sentence import and_

    return (
        Finding(
            "key.replaced",
            f"{and_(who)} replaced your keys without a vote, and your git does not sign with the new one.",
            Severity.WARNING,
            Where(CHARTER, part=f"commit {commit[:12]}"),
            "Whoever holds that key votes in your name.",
            "If it is yours, let git sign with it. If not, tell the board at once: any two members suspend it with "
            f"`board member suspend {me.id}`; `board member signed {me.id}` lists what was signed.",
        ),
    )


@lru_cache(maxsize=8)
def _by_two(
    store: GitStore, tip: str, layout: Layout, handle: str, void: frozenset[str]
) -> tuple[str, tuple[str, ...]]:
    """The commit that brought a member's present keys and who agreed to it; "" where a decision or the founding did."""
    changes = (one for one in store.log([CHARTER]) if one.id not in void)
    newest = next((one for one in changes if _changes_keys(store, one.id, one.parents, handle)), None)
    if newest is None or any(path.startswith(layout.at("decisions/")) for path in newest.paths):
        return "", ()
    from board.core.digest import sha256  # every command asks whether there is anything to tell; few have this
    from board.formats.acts import read_act

    then = store.snapshot(newest.id)
    wanted = sha256(then.read(CHARTER) or b"")
    folder = layout.at("acts/")
    acts = (read_act(then.read(path) or b"", path).value for path in then.paths(folder))
    who = sorted({act.member for act in acts if act is not None and (act.path, act.sha256) == (CHARTER, wanted)})
    return (newest.id, tuple(who)) if who else ("", ())


def _changes_keys(store: GitStore, commit: str, parents: tuple[str, ...], handle: str) -> bool:
    listed = []
    for one in (commit, *parents[:1]):
        member = read_charter(store.snapshot(one).read(CHARTER) or b"").value.member(handle)
        listed.append(set(marks(member)) if member is not None else None)
    return len(listed) == 2 and None not in listed and listed[0] != listed[1]
