"""Which branch of a repository the board governs."""

from __future__ import annotations

from board.core.finding import ExitStatus, refuse
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


def holding(store: GitStore) -> tuple[str, ...]:
    """The local branches that hold a charter which names them: where a board is, though another branch is checked out.

    Opened only where the branch at hand holds none; a branch that is here was put here by whoever owns this clone.
    """
    found = []
    for name in store.branches():
        data = store.on(name).snapshot().read(CHARTER)
        if data is not None and read_charter(data, CHARTER).value.branch == name:
            found.append(name)
    return tuple(found)


def board_elsewhere(store: GitStore) -> GitStore | None:
    """The store on the one local branch that a board governs; None where there is none, Refused where several are."""
    found = holding(store)
    if len(found) > 1:
        raise refuse(
            "repository.several-boards",
            f"You are on {store.branch}, which holds no board.toml; several branches here do: {', '.join(found)}.",
            f"Go to the one you mean: `git switch {found[0]}`",
            status=ExitStatus.CANNOT_TELL,
        )
    if not found:
        return None
    other = store.on(found[0])
    return other.on(governed_branch(other, other.branch))
