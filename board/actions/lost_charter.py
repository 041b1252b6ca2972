"""A commit that removed the charter has no effect either: which branch the board governs, and by which charter."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from board.actions.branch import governed_branch
from board.core.kind import Kind
from board.core.layout import CHARTER
from board.formats.charter import read_charter
from board.store.base import Snapshot
from board.store.repository import GitStore
from board.store.standings import Standing, Standings

Kinds = Callable[[], Mapping[str, Kind]]


def lost_charter(store: GitStore) -> GitStore | None:
    """The store on the branch that the last charter of this history names; None where there never was one."""
    kept = Standings(store.key).load()
    if kept is not None and kept.branch == store.branch:
        return store
    for commit in store.log([CHARTER]) if store.tip() else ():
        data = store.snapshot(commit.id).read(CHARTER)
        if data is not None:
            branch = governed_branch(store, read_charter(data, CHARTER).value.branch)
            return store.on(branch) if branch else store
    return None


def standing_at(store: GitStore, snapshot: Snapshot, kinds: Kinds) -> Standing | None:
    """What is known to count at the tip; where no charter lies there it is worked out, for nothing else tells it."""
    kept = Standings(store.key).load()
    if kept is not None and (kept.commit, kept.branch) == (snapshot.commit, store.branch) and not kept.outdated:
        return kept
    if snapshot.blob(CHARTER):
        return None
    from board.actions.standing import judge

    return judge(store, snapshot.commit, kinds())
