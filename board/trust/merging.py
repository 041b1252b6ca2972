"""Merges of the chain: which parents belong to one line, which line is kept, and what a merge may bring along."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from board.trust.objects import Change
from board.trust.report import Fault
from board.trust.state import Link, State

Changes = Mapping[str, Sequence[Change]]
"""For each parent, by its commit, the strict paths on which the merge differs from it."""


MOST = 16
"""More parents than any merge of people has; git itself proposes no such merge."""


def compared(parents: Sequence[str]) -> tuple[str, ...]:
    """The parents whose trees a commit is compared with, each once; none where there are more than MOST."""
    found = tuple(dict.fromkeys(parents)) or ("",)
    return found if len(found) <= MOST else ()


def crowd(parents: Sequence[str]) -> Fault:
    """What is wrong with a merge of more than MOST lines."""
    return Fault("chain.merge", f"The merge joins {len(parents)} lines; more than {MOST} are not looked at.")


@dataclass(frozen=True, slots=True)
class Line:
    """The parent whose state goes on, those that went another way, and whether what was known overruled the rest.

    `overruled` means that members signed more on another line than on the one this user read before.
    """

    base: State
    forked: tuple[State, ...] = ()
    overruled: bool = False


def line(parents: Sequence[State], known: Sequence[Link], void: Link) -> Line:
    """The line that a merge goes on with: the newest where all lie on one chain.

    Where they do not, it is the line this user read before; else the one on which more members signed since they
    parted, so that nobody alone can put aside what several did; else the one with more steps. The order of the parents
    decides only between lines of the same weight, so nobody gains by naming another one first.
    """
    on_chain = [parent for parent in parents if parent.link.founded and parent.link is not void]
    newest = max(on_chain, key=lambda parent: parent.link.depth)
    forked = tuple(parent for parent in parents if not newest.link.follows(parent.link))
    if not any(parent in on_chain for parent in forked):
        return Line(newest, forked)
    read = [parent for parent in on_chain if known and all(_one_line(parent.link, link) for link in known)]
    base = _heaviest(read or on_chain)
    return Line(base, forked, overruled=_heaviest((base, *on_chain)) is not base)


def put_aside(line: Line) -> set[str]:
    """The commits of the steps on lines that a merge does not go on with."""
    founded = (other.link for other in line.forked if other.link.founded and other.link.depth >= 0)
    return {step.commit for link in founded for step in _parted(line.base.link, link)[1]}


def _heaviest(lines: Sequence[State]) -> State:
    """The line that outweighs each other one, two by two; the first where none does."""
    best = lines[0]
    for other in lines[1:]:
        mine, its = _parted(best.link, other.link)
        if _weight(its) > _weight(mine):
            best = other
    return best


def _parted(one: Link, other: Link) -> tuple[list[Link], list[Link]]:
    """The steps on either line since the two parted; further lines have no say in where that was."""
    own: tuple[list[Link], list[Link]] = ([], [])
    at = [one.kept, other.kept]
    while at[0] is not at[1]:
        side = int(at[0].depth < at[1].depth)
        own[side].append(at[side])
        before = at[side].parent
        assert before is not None  # all lines begin at the founding
        at[side] = before.kept
    return own


def _weight(steps: Sequence[Link]) -> tuple[int, int]:
    """How many members signed, and how often."""
    return len({step.by for step in steps}), len(steps)


def _one_line(one: Link, other: Link) -> bool:
    return one.follows(other) or other.follows(one)


def alike(parents: Sequence[State], base: State) -> list[State]:
    """The parents at the same step of the chain as the base; they differ in messages from outside at most."""
    return [parent for parent in parents if parent.link.kept is base.link.kept]


def loses(parents: Sequence[State], changes: Changes) -> str:
    """A message from outside that one of the parents holds and the merge does not; "" where there is none."""
    for parent in parents:
        held = parent.link.since_kept()
        for change in changes[parent.commit]:
            path = change.path.decode("utf-8", "surrogateescape")
            if path in held:
                return path
    return ""


def brought(parents: Sequence[State], changes: Sequence[Change]) -> bool:
    """Whether every change of a merge lies so in one of its parents."""
    return all(
        any(parent.blob(change.path.decode("utf-8", "surrogateescape")) == change.new for parent in parents)
        for change in changes
    )


def untold(parents: Sequence[State], changes: Sequence[Change], void: Link) -> Iterator[Fault]:
    """The first message that a merge brings from off the chain: where it was written nobody was told of it."""
    on_chain = [parent for parent in parents if parent.link.founded and parent.link is not void]
    for change in changes:
        path = change.path.decode("utf-8", "surrogateescape")
        if all(parent.blob(path) != change.new for parent in on_chain):
            yield outside(path)
            return


def outside(path: str) -> Fault:
    """That nobody can prove who wrote a message."""
    words = "Somebody outside the board wrote this message; it carries no weight in a tally."
    return Fault("unproven.message", words, path=path)


def faults(line: Line, *, known: bool) -> Iterator[Fault]:
    """What is wrong with a merge of two lines that each changed the board's files; `known` when the founding is."""
    if not line.forked:
        return
    if not all(parent.link.founded for parent in line.forked):
        words = "This merge joins the board's line with one that another founding begins."
        yield Fault("chain.foreign" if known else "genesis.second", words)
    else:
        words = "The merge joins two lines that each changed the board's files; only one of them counts."
        yield Fault("chain.forked", words)
    if line.overruled:
        words = "Members signed more on the other line than on the one that was read here before."
        yield Fault("history.rewritten", words)
