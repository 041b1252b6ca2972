"""Which branch of a repository the board governs."""

from __future__ import annotations

from board.core.layout import CHARTER
from board.formats.charter import read_charter
from board.store.repository import GitStore
from board.store.standings import Standings


def governed_branch(store: GitStore, named: str) -> str:
    """The branch to read: the one this user read here before, for a charter names its branch once and for all.

    Where nothing was read before and the charter names another branch than the one it lies on, the oldest charter says
    which: a later change of the name has no effect, and would lead a new clone astray.
    """
    kept = Standings(store.key).load()
    if kept is not None or named == store.branch:
        return kept.branch if kept is not None else named
    commits = store.log([CHARTER]) if named else []
    data = store.snapshot(commits[-1].id).read(CHARTER) if commits else None
    return read_charter(data, CHARTER).value.branch if data is not None else named
