"""What counts at a commit: the walk that `board verify` makes, carried on from the last commit this user read.

Tally, vote, open and decide rest on it, so that a faulty commit has no effect while it stands (formats.md, Faults).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import cast

from board.actions.recounting import Recount
from board.core.charter import Charter
from board.core.finding import Refused
from board.core.kind import Kind
from board.core.layout import CHARTER
from board.store.audit import Audit
from board.store.pins import Pin, Pins
from board.store.repository import GitStore
from board.store.standings import Standing, Standings, gpg_here
from board.trust import again
from board.trust.objects import Objects
from board.trust.report import Fault
from board.trust.settling import settled
from board.trust.state import Start
from board.trust.walk import Walk

Progress = Callable[[int, int], None]


def judge(store: GitStore, commit: str, kinds: Mapping[str, Kind], progress: Progress | None = None) -> Standing:
    """What counts at a commit of the governed branch; at the tip it is kept for the next time.

    Carries on from what was kept, or from the verified pin; where that does not lead here, or finds a new fault, from
    the founding. Raises Refused where the history cannot be read.
    """
    kept, pins, audit = Standings(store.key), Pins(store.key), store.audit()
    saved, pin = kept.load(), pins.load()
    usable = None if saved is not None and saved.outdated else saved
    if usable is not None and usable.branch == store.branch and usable.commit == commit:
        return usable
    found = _onwards(store, audit, commit, kinds, usable, pin) or _whole(
        store, audit, commit, kinds, saved, pin, progress
    )
    if commit == store.tip():
        kept.save(found)
    return found


def _onwards(
    store: GitStore, audit: Audit, commit: str, kinds: Mapping[str, Kind], saved: Standing | None, pin: Pin | None
) -> Standing | None:
    """The standing carried on from what is known; None where that does not lead here or a new fault turns up.

    A walk that begins in the middle does not know what changed when before it, so it may find faults that are none.
    """
    starts = [saved] if saved is not None and saved.branch == store.branch else []
    starts += [_verified(pin, store.branch)] if pin is not None and pin.uses is not None else []
    for start in starts:
        ids = audit.onwards(commit, start.commit)
        if ids is not None:
            walk = carried_on(audit, Recount(audit, kinds), start, ids)
            if len(walk.faults) == len(start.faults) and not walk.unsure:
                return _told(walk, commit, store.branch, start.example, start.rewritten)
    return None


def _whole(
    store: GitStore,
    audit: Audit,
    commit: str,
    kinds: Mapping[str, Kind],
    saved: Standing | None,
    pin: Pin | None,
    progress: Progress | None,
) -> Standing:
    walk = walked(store, audit, commit, kinds, saved, pin, progress)
    if walk.disputed:
        if commit == store.tip():
            Standings(store.key).dispute(commit)
        raise Refused(*(fault.finding() for fault in walk.faults if fault.code == "genesis.second"))
    rewritten = pin.tip if pin is not None and not audit.builds_on(commit, pin.tip) else ""
    return _told(walk, commit, store.branch, walk.root is not None and walk.root.example, rewritten)


def walked(
    store: GitStore,
    audit: Audit,
    commit: str,
    kinds: Mapping[str, Kind],
    saved: Standing | None = None,
    pin: Pin | None = None,
    progress: Progress | None = None,
    elsewhere: Collection[str] | None = None,
) -> Walk:
    """A walk from the founding; `saved` and `pin` are what this user read before, where a history has two lines.

    `elsewhere` are foundings known otherwise; without it, what this user named or verified in other clones.
    """
    ids = audit.lineage(commit)
    founding, known = known_before(
        ids, pin, saved, store.branch, known_elsewhere(store) if elsewhere is None else elsewhere
    )

    def begun() -> Walk:
        walk = _walk(audit, kinds, founding)
        walk.known, walk.progress = known, progress
        return walk

    walk = again.through(begun, ids)
    if walk.root is not None and walk.root.example and not founding and audit.founded_twice(commit, CHARTER):
        walk = _walk(audit, kinds, "")  # somebody's example was joined to a board, or a board to an example
        walk.stops = never
        walk.through(ids)
    return walk


def known_elsewhere(store: GitStore) -> frozenset[str]:
    """The founding that this user named; without one, those of what was verified in other clones on this computer."""
    named = Standings(store.key).founding()
    return frozenset([named] if named else Pins(store.key).foundings())


def known_before(
    ids: Sequence[str], pin: Pin | None, saved: Standing | None, branch: str, elsewhere: Collection[str] = ()
) -> tuple[str, list[str]]:
    """The founding and the commits of a history that this user read before; what was verified comes first.

    Where somebody joined a foreign line to the history, they tell which line is the board's. Where nothing was read
    here, what is known from `elsewhere` tells it, if that is one founding alone.
    """
    read = [(pin.genesis, pin.tip)] if pin is not None else []
    read += [(saved.genesis, saved.commit)] if saved is not None and saved.branch == branch else []
    there = {one for pair in read for one in pair}.intersection(ids)
    founding = next((genesis for genesis, _ in read if genesis in there), "")
    if not founding and len(outside := set(elsewhere).intersection(ids)) == 1:
        return outside.pop(), []
    return founding, [commit for genesis, commit in read if commit in there and genesis == founding]


def carried_on(audit: Audit, recount: Recount, known: Standing, ids: Sequence[str] = ()) -> Walk:
    """A walk on from what is known, through commits that build on it."""

    def begun() -> Walk:
        return Walk(Objects(audit.objects, audit.altered), recount, stops=is_example, founding=known.genesis)

    return again.through(begun, ids, _start(known))


def _walk(audit: Audit, kinds: Mapping[str, Kind], founding: str) -> Walk:
    return Walk(Objects(audit.objects, audit.altered), Recount(audit, kinds), stops=is_example, founding=founding)


def never(charter: Charter) -> bool:
    """No founding ends a walk."""
    return False


def is_example(charter: Charter) -> bool:
    """The shipped example was written by a program and has no history to judge."""
    return charter.example


def _verified(pin: Pin, branch: str) -> Standing:
    return Standing(
        pin.tip,
        pin.tree,
        pin.genesis,
        branch,
        pin.opened,
        pin.last,
        uses=cast("Mapping[str, Mapping[str, object]]", pin.uses),
        dates=pin.dates or {},
    )


def _start(known: Standing) -> Start:
    return Start(
        known.commit,
        known.tree,
        known.genesis,
        known.opened,
        known.last,
        known.mended,
        tuple(Fault(*each) for each in known.faults),
        frozenset(known.acknowledged),
        {commit: frozenset(paths) for commit, paths in known.faulty_paths.items()},
        known.unproven,
        lies=known.lies,
        uses=known.uses,
        dates=known.dates,
    )


def standing_anew(store: GitStore, commit: str, kinds: Mapping[str, Kind]) -> Sequence[tuple[str, ...]]:
    """The faults that stand for whoever reads this history for the first time, in a new clone.

    Which of two lines a merge puts aside hangs on what a reader saw before, so others may be told of other merges.
    """
    walk = walked(store, store.audit(), commit, kinds)
    return [_line(fault) for fault in settled(walk, walk.states.get(commit))[0]]


def _told(walk: Walk, commit: str, branch: str, example: bool, rewritten: str) -> Standing:
    state = walk.states.get(commit)
    link = state.link if state is not None else None
    return Standing(
        commit=commit,
        tree=state.tree if state is not None else "",
        genesis=walk.genesis,
        branch=branch,
        opened=link.opened if link is not None else 0,
        last=link.last if link is not None else "",
        example=example,
        mended={} if example or state is None else dict(state.mended),
        faults=[_line(fault) for fault in walk.faults],
        standing=[] if example else [_line(fault) for fault in settled(walk, state)[0]],
        acknowledged=sorted(walk.acknowledged),
        faulty_paths={one: sorted(paths) for one, paths in walk.faulty_paths.items()},
        rewritten=rewritten,
        unproven={} if example or state is None else dict(state.unproven),
        gpg=gpg_here(),
        lies=state.lies if state is not None else "",
        uses=walk.uses.kept(),
        dates=walk.dates.kept(),
    )


def _line(fault: Fault) -> tuple[str, ...]:
    return (fault.code, fault.words, fault.commit, fault.path)
