"""How many proposals a list reads: whoever can push may put any number of files below `proposals/` and `decisions/`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from board.actions.cases import fetch_cases
from board.actions.load import World
from board.actions.opened import binds
from board.actions.rows import MOST
from board.core.finding import Finding, Severity, Where
from board.core.ids import shelf_of

_TAKEN_UP = 3
"""So many times MOST of those the board took up: only a member adds one that counts."""
STRANGE = 20
"""So many open dockets that name what never lay there; to look for one costs a search through the history."""
_MANY = 100
"""A commit that adds more proposals than this is named, where there are too many."""


def readable(world: World, ids: Sequence[str]) -> Sequence[str]:
    """The ids that a list reads, in the order given: what the board took up, then what lies in the emptier folders."""
    if len(ids) <= MOST:
        return ids
    taken = _taken_up(world, ids)
    others = [one for one in ids if one not in taken]
    crowd = Counter(map(shelf_of, others))
    others.sort(key=lambda one: crowd[shelf_of(one)])
    chosen = {*list(taken)[: _TAKEN_UP * MOST], *others[:MOST]}
    return [one for one in ids if one in chosen]


def misleads(world: World, unread: Sequence[str]) -> bool:
    """Whether so much lies here as if the board had taken it up that only a walk tells what it did take up.

    `unread` are the ids that a list has yet to read.
    """
    if len(world.ids) > MOST and len(_taken_up(world, list(world.ids))) > _TAKEN_UP * MOST:
        return True
    blob, file = world.snapshot.blob, world.layout.file
    opened = [one for one in unread if blob(file(one, "docket.toml")) and not blob(file(one, "record.toml"))]
    if len(opened) <= STRANGE:
        return False
    seen = 0
    for start in range(0, len(opened), _MANY):
        seen += sum(_strange(world, opened[start : start + _MANY]))
        if seen > STRANGE:
            return True
    return False


def _taken_up(world: World, ids: Sequence[str]) -> dict[str, None]:
    """The ids, in their order, in whose folder a docket or a record lies."""
    blob, file = world.snapshot.blob, world.layout.file
    return dict.fromkeys(one for one in ids if blob(file(one, "docket.toml")) or blob(file(one, "record.toml")))


def _strange(world: World, ids: Sequence[str]) -> Iterator[bool]:
    """Of each, whether its docket names neither what lies here nor what lay there when it was written."""
    fetched = fetch_cases(world, ids)
    try:
        for one in ids:
            docket = world.docket(one)
            latest = docket.latest
            if latest is None or binds(world, one, latest):
                continue
            yield not binds(world.opened_at({one: len(docket.openings)})[one], one, latest)
    finally:
        world.parsed.forget(fetched)


def crowded(world: World) -> Finding | None:
    """That lists do not read every proposal there is; None where they do."""
    ids = sorted(world.ids, reverse=True)
    read = len(readable(world, ids))
    if read == len(ids):
        return None
    folder = world.layout.at("proposals/")
    named = _largest(world, folder)
    if named:
        whose = " and ".join(f"{commit[:12]} ({added:,} proposals)" for commit, added in named)
        fix = (
            f"Look at what added most, with `git show --stat`: {whose}. What is not your board's work you take back "
            "with `git revert`: what lies below proposals/ anybody may remove."
        )
    else:
        fix = f"No one commit added many. Look with `git log --stat -- {folder}` for who put them there."
    return Finding(
        "proposals.crowded",
        f"{len(ids):,} proposals lie here; lists read {read:,}.",
        Severity.WARNING,
        Where(folder),
        "All that the board took up are among them, then those of the emptier folders. What else waits may be missing.",
        f"{fix} `board show ID` reads any one of them.",
    )


def _largest(world: World, folder: str) -> list[tuple[str, int]]:
    """The commits that added most of the proposals that lie here, the newer first of two alike, with how many."""
    there = set(world.ids.values())
    added = Counter(commit for path, commit in world.store.introductions(folder).items() if path in there)
    return [(commit, number) for commit, number in added.most_common(2) if number > _MANY]
