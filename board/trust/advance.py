"""From one state to the next: what a commit changes of what counts, and what then counts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from board.core.charter import Charter
from board.core.digest import sha256
from board.core.layout import CHARTER
from board.core.sentence import plural
from board.formats.names import no_name
from board.formats.paths import Sort
from board.formats.rawgit import TWICE
from board.trust import objects as limits
from board.trust import rules
from board.trust.objects import CROWDED, FEW, FILE, LITTLE, MANY, UNSOUND, Change
from board.trust.rawcommit import Links
from board.trust.report import Fault
from board.trust.sharing import shared
from board.trust.state import Charters, Ground, Link, State, still_mended
from board.trust.step import Touch, highest_list

MOST = 10_000
"""So many of the board's files one commit may add, change or remove.

A member's act writes one or a few, a decision that installs new rules some dozens, an import of registers hundreds.
What is judged costs memory file by file; up to here that is less than the program takes for itself.
"""
_READ_AHEAD = 100
_FOREMOST = (Sort.RECORD, Sort.DOCKET)
_WHOLE = ("commit.unsigned", "commit.malformed")


def paths_of(changes: Iterable[Change]) -> list[str]:
    """The paths of some changes."""
    return [_path(change) for change in changes]


def _path(change: Change) -> str:
    return change.path.decode("utf-8", "surrogateescape")


def touches(before: State, changes: Sequence[Change], ground: Ground) -> tuple[Touch, ...]:
    """What a commit changes of the effective state; a path put back to what it was is no change."""
    objects, found = before.objects, []
    for number, (path, change) in enumerate(zip(paths_of(changes), changes, strict=True)):
        if number % _READ_AHEAD == 0:  # of a flood, what its chunk read was let go since
            objects.load_blobs(c.blob for c in changes[number : number + _READ_AHEAD])
        old = before.blob(path)
        if _as_it_was(old, change):
            continue
        new = objects.blob(change.blob) if change.blob else None
        too_large = bool(change.blob) and new is None
        old_bytes = objects.blob(old) if old else None
        found.append(Touch(path, rules.place(path, ground), old_bytes, new, change.mode, too_large))
    return tuple(found)


def by_word(code: str, member: str, commit: str, touches: Sequence[Touch]) -> Fault:
    """That a step rests on an author line; its path is that of what it decides or opens, else the first one."""
    named = sorted((t for t in touches if t.place.sort in _FOREMOST), key=lambda t: _FOREMOST.index(t.place.sort))
    path = next((touch.path for touch in (*named, *touches)), "")
    return Fault(code, f"Only the author line says that {member} wrote this.", commit, path)


def _as_it_was(old: str, change: Change) -> bool:
    return old == change.new and change.mode in (FILE, b"")


def flood(before: State, changes: Sequence[Change]) -> Iterator[Fault]:
    """That a commit changes more files than one may; none of them is read. Putting files back is no change."""
    if len(changes) <= MOST:
        return
    made = [each for each in changes if not _as_it_was(before.mended.get(_path(each), each.old), each)]
    if len(made) > MOST:
        words = f"The commit writes {len(made):,} of the board's files; one commit may write {MOST:,}."
        yield Fault("commit.crowded", words, path=_path(made[0]))


def advanced(
    before: State,
    commit: str,
    tree: str,
    touched: Sequence[Touch],
    changes: Sequence[Change],
    ground: Ground,
    *,
    outside: bool = False,
    by: str = "",
) -> State:
    """The state after a commit that counts, or that brings messages from outside; `changes` are all it made."""
    objects, paths = before.objects, frozenset(touch.path for touch in touched)
    counting = paths.union(free(changes, ground)) if before.mended else paths
    lies = tree if before.lies else ""
    if lies:
        tree, mended = before.tree, _laid_over(before, changes)
    else:
        mended = still_mended(objects, tree, before.mended, changes, counting)
    if not touched:
        return State(commit, tree, before.link, objects, mended, before.unproven, lies)
    made = next((t.new for t in touched if t.place.sort is Sort.RECORD and t.new is not None), None)
    link = Link(
        before.link,
        before.link.depth + (not outside),
        commit,
        touched[0].path,
        tuple(paths - {touched[0].path}),
        max(before.link.opened, highest_list(touched)),
        sha256(made) if made is not None else before.link.last,
        outside,
        by=by,
    )
    return State(commit, tree, link, objects, mended, before.unproven, lies)


def _laid_over(before: State, changes: Iterable[Change]) -> Mapping[str, str]:
    """What counts beside the tree of an earlier commit, after changes that count to one whose tree does not."""
    return shared(before.mended).changed({_path(each): each.file for each in changes if not each.folder})


def voided(
    before: State, commit: str, tree: str, changes: Sequence[Change], paths: Iterable[str], free: Collection[str] = ()
) -> State:
    """The state after a commit that does not count: what was, with these paths mended, and none that is `free`.

    Where that are more paths than anybody lists, nothing lies where it counts: the tree from before goes on.
    """
    if any(change.mode == CROWDED for change in changes):
        return replace(before, commit=commit, lies=tree)
    if before.lies:
        kept = _laid_over(before, (each for each in changes if _path(each) in free))
        return replace(before, commit=commit, lies=tree, mended=kept)
    mended = shared(before.mended).changed({path: before.blob(path) for path in paths})
    kept = still_mended(before.objects, tree, mended, changes, free)
    if len(kept) > min(limits.FEW, limits.MANY):  # so much is not told apart file by file, whoever brought the rest
        over = _laid_over(before, (each for each in changes if _path(each) in free))
        return replace(before, commit=commit, lies=tree, mended=over)
    return State(commit, tree, before.link, before.objects, kept, before.unproven)


def void(changes: Sequence[Change], ground: Ground) -> frozenset[str]:
    """Every path of a commit in which nothing counts; what is open to all stays where it cannot be put back."""
    return frozenset(path for path in paths_of(changes) if ground.strict(path) or _nameable(path))


def _nameable(path: str) -> bool:
    """Whether a file may be put back under its name: below proposals/ anybody may have given it any."""
    return path.isprintable() and not no_name(path.removesuffix("/"))


def strict(changes: Iterable[Change], ground: Ground) -> list[Change]:
    """The changes of files that form the chain."""
    below = ground.open
    return [c for c in changes if not c.path.endswith(b"/") and not c.path.startswith(below)]


def free(changes: Sequence[Change], ground: Ground) -> frozenset[str]:
    """The paths that are open to all: there counts what was written last."""
    return frozenset(path for path in paths_of(changes) if not path.endswith("/") and not ground.strict(path))


def form_faults(head: Links, changes: Sequence[Change]) -> Iterator[Fault]:
    """What is wrong with how a commit and its folders are written; nothing in such a commit counts."""
    if head.odd:
        yield Fault("commit.malformed", head.odd)
    yield from crowds(changes)
    folders = paths_of(change for change in changes if change.mode == UNSOUND)
    if folders:
        first = "The top folder" if folders[0] == "/" else f"The folder {folders[0]}"
        names = f"{first} and {plural(len(folders) - 1, 'other')} are" if folders[1:] else f"{first} is"
        twice = next((f": {path} is listed twice" for path in paths_of(c for c in changes if c.mode == TWICE)), "")
        words = f"{names} not written as git writes folders{twice}."
        yield Fault("tree.malformed", words, path=folders[0].strip("/"))


def crowds(changes: Iterable[Change]) -> Iterator[Fault]:
    """That a commit changes more paths than anybody lists, those below proposals/ among them."""
    if any(change.mode == CROWDED for change in changes):
        many = f"{FEW:,} paths, or {LITTLE:,} of the board's own, or {MANY:,} where a member signs, or adds to a flood"
        yield Fault("commit.crowded", f"The commit changes more than {many}; nothing in it is looked at.")


def placed(fault: Fault, changes: Iterable[Change], ground: Ground) -> Fault:
    """A fault of a whole commit with the first of the board's files that the commit touches, and how many more."""
    if fault.path or not (fault.code in _WHOLE or fault.code.startswith(("signature.", "signer."))):
        return fault
    listed = [change for change in changes if change.mode != CROWDED and not change.path.endswith(b"/")]
    paths = paths_of(strict(listed, ground) or listed)
    if not paths:
        return fault
    more = f" and {len(paths) - 1:,} more" if paths[1:] else ""
    return replace(fault, words=f"{fault.words} It touches {paths[0]}{more}.", path=paths[0])


def charter_faults(charters: Charters, after: State, root: Charter | None) -> Iterator[Fault]:
    """What is wrong with the charter of a state that changed it; `root` is that of the founding."""
    charter = charters.of(after)
    if problem := charters.problem(after):
        yield Fault("charter.broken", problem, path=CHARTER)
    fixed = ("repository", "root", "branch")
    if root is not None and any(getattr(charter, name) != getattr(root, name) for name in fixed):
        yield Fault("charter.moved", "Repository id, branch and folder are made once and stay.", path=CHARTER)
