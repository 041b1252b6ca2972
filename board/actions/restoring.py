"""`board restore`: put back what faulty commits touched, as it counts, and propose to acknowledge the faults.

Any member may put files back; only a decision acknowledges (formats.md, Faults). So this writes two commits: the files,
and a proposal that names the faulty commits, for the board to open, vote on and decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from board.actions.cases import load_case
from board.actions.common import done, message
from board.actions.load import World
from board.actions.model import Done
from board.actions.placing import KINDS, carried_paths
from board.actions.propose import submit_files
from board.actions.session import Session
from board.actions.standing import standing_anew
from board.actions.verifying import open_doubts
from board.core.finding import ExitStatus, refuse
from board.core.ids import next_number
from board.core.layout import CHARTER, Layout
from board.core.record import Outcome
from board.core.sentence import and_, plural
from board.core.text import one_line
from board.formats.names import GOVERNED
from board.formats.toml import literal
from board.store.audit import Audit
from board.store.base import Change
from board.store.repository import GitStore
from board.store.standings import Standing
from board.trust import strays
from board.trust.objects import Objects
from board.trust.rawcommit import links
from board.trust.settling import NEVER
from board.trust.state import Ground

_DOUBTED = "It is not proven what follows from"
_STAYS = "with this decision the board says that it stays as it is."
_OTHER = "With this decision the board says that the history as it lies here is its own, whatever is said by checkpoint"
_FORKED = "chain.forked"
_LEAST = 7
"""Digits of a commit id that a person types at least."""
_NAMED = 12
"""Digits of a commit id by which a proposal names it at least."""


@dataclass(frozen=True, slots=True)
class Restoring:
    """What there is to settle: each faulty commit with what it broke, the files to put back, and what is under way.

    `doubts` are commits that count though it is not proven that they should, and checkpoints, by their digest, that
    speak of another history; with them nothing is put back.
    `files` says of each path whether it is written again (True) or taken away, and `folders` are those to be written
    as git writes them, "/" for the top one. The `grafts` are folders taken from an earlier commit, by path. `proposed`
    are proposals that acknowledge some of the commits already, `unnamed` the commits that none of them names.
    """

    faults: Mapping[str, tuple[str, ...]]
    files: Mapping[str, bool]
    folders: tuple[str, ...]
    grafts: Mapping[str, str]
    proposed: tuple[str, ...]
    unnamed: tuple[str, ...]
    doubts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    more: bool = False
    """Whether further folders hold names of git's own than one restoration writes anew."""

    @property
    def wrong(self) -> bool:
        """Whether `board verify` says no until this is settled."""
        return bool(self.faults) or any(told[0].startswith("checkpoint.split") for told in self.doubts.values())

    @property
    def notes(self) -> Mapping[str, tuple[str, ...]]:
        """The checkpoints among the doubts."""
        return {one: told for one, told in self.doubts.items() if told[0].startswith("checkpoint.")}


def to_restore(session: Session, part: str = "") -> Restoring:
    """What a restoration would do now, for all faulty commits or for the one that `part` begins.

    Raises Refused where nothing can be restored: two foundings, a history that was rewritten, or no such commit.
    """
    world = session.world
    return _found(world, part, session.store, _doubts(world, session))


def _doubts(world: World, session: Session) -> list[tuple[str, ...]]:
    """Of each commit or checkpoint that is doubted the first thing said, which sums up the others."""
    _no_dispute(_standing(world))
    first = {(each.commit, each.code): each for each in reversed(open_doubts(session.store, session.now()))}
    return [(each.code, each.words, each.commit) for each in reversed(first.values())]


def _standing(world: World) -> Standing:
    return world.standing or Standing("", "", "", "")


def _told(lines: Iterable[Sequence[str]], part: str) -> dict[str, tuple[str, ...]]:
    """What is said of each commit that `part` begins."""
    found: dict[str, tuple[str, ...]] = {}
    for code, words, commit, *_ in lines:
        if commit.startswith(part):
            found[commit] = (*found.get(commit, ()), f"{code}: {words}")
    return found


def _found(world: World, part: str, store: GitStore, doubts: Sequence[tuple[str, ...]]) -> Restoring:
    standing = _standing(world)
    _no_dispute(standing)
    told = [*standing.standing, *_told_to_others(world, store, standing)]
    broken, doubted = _told(told, part), _told(doubts, part)
    if part and (len(part) < _LEAST or len({*broken, *doubted}) != 1):
        raise refuse(
            "restore.no-such-commit",
            f"{part} names no commit whose fault still stands.",
            "`board restore` without a commit lists them.",
            status=ExitStatus.WRONG_USE,
        )
    touched = {path for commit in broken for path in standing.faulty_paths.get(commit, ())}
    touched |= set() if part else set(standing.mended).difference(*standing.faulty_paths.values())
    wrong = {path: bool(blob) for path, blob in sorted(standing.mended.items()) if path in touched}
    files = {path: there for path, there in wrong.items() if not path.endswith("/")}
    folders = tuple(path for path in wrong if path.endswith("/"))
    more = () if part else _odd_beside(store.audit(), world.layout, standing)
    folders = tuple(dict.fromkeys((*folders, *more)))
    texts = world.snapshot.read_many(world.ids.values())
    named = {
        commit: [
            one
            for one, path in world.ids.items()
            if commit[:_NAMED].encode() in _head(texts.get(path, b"")) and _acknowledges(world, one, commit)
        ]
        for commit in {**broken, **doubted}
    }
    proposed = tuple(dict.fromkeys(one for ids in named.values() for one in ids))
    grafts, single = _taken_back(store.audit(), world.layout, standing) if standing.lies else ({}, {})
    unnamed = tuple(one for one, ids in named.items() if not ids)
    return Restoring(broken, files | single, folders, grafts, proposed, unnamed, doubted, len(more) >= strays.NAMED)


def _told_to_others(world: World, store: GitStore, standing: Standing) -> list[Sequence[str]]:
    """Where the history has two lines: what a new clone is told of beside that, so that the board settles both."""
    if not any(line[0] == _FORKED for line in standing.standing):
        return []
    here = {line[2] for line in standing.standing}
    return [line for line in standing_anew(store, standing.commit, world.kinds) if line[2] not in here]


def _odd_beside(audit: Audit, layout: Layout, standing: Standing) -> tuple[str, ...]:
    """The folders that still hold names of git's own, also beyond those that were named with the commits."""
    if not standing.commit:
        return ()
    objects = Objects(audit.objects, audit.altered)
    tree = links(objects.commits([standing.commit])[standing.commit]).tree
    return strays.Strays(objects).lying(tree, Ground(layout))


def _taken_back(audit: Audit, layout: Layout, standing: Standing) -> tuple[dict[str, str], dict[str, bool]]:
    """Where more lies than anybody lists: each folder of the board as it counts, and whether each single file does."""
    objects = Objects(audit.objects, audit.altered)
    folders, files = dict[str, str](), dict[str, bool]()
    for path in (CHARTER, *map(layout.at, (*GOVERNED, "policy.toml"))):
        counts, lies = (objects.at(tree, path) for tree in (standing.tree, standing.lies))
        if counts != lies and (objects.folder(standing.tree, path) or objects.folder(standing.lies, path)):
            folders[path] = objects.folder(standing.tree, path)
        if counts != lies and (objects.file(standing.tree, path) or objects.file(standing.lies, path)):
            files[path] = bool(objects.file(standing.tree, path))
    return folders, files | {path: bool(blob) for path, blob in standing.mended.items() if not path.endswith("/")}


def _head(text: bytes) -> bytes:
    return text.split(b"\n+++", 1)[0] if b"acknowledges" in text else b""


def _acknowledges(world: World, proposal_id: str, commit: str) -> bool:
    """Whether a decision on a proposal would acknowledge a commit; nobody's word but the board's makes it more.

    Anybody can push a proposal. One that the board has not taken up counts only where it changes nothing else.
    """
    case = load_case(world, proposal_id)
    withdrawn = bool(case.rounds) and case.rounds[-1].outcome is Outcome.WITHDRAWN
    over = case.record is not None or withdrawn or case.proposal.state != "ready"
    if over or case.proposal.kind not in KINDS:
        return False
    if case.docket.latest is None and any(carried_paths(world, case.proposal)):
        return False
    return any(len(one) >= _NAMED and commit.startswith(one) for one in case.proposal.fact("acknowledges"))


def _no_dispute(standing: Standing) -> None:
    if standing.rewritten or any(line[0] in NEVER for line in standing.standing):
        raise refuse(
            "restore.disputed",
            "It is open which history is the board's, so nothing can be restored or acknowledged.",
            "`board verify` names what is wrong. Ask another member for the founding commit and a checkpoint.",
            status=ExitStatus.CANNOT_TELL,
        )


def restore(session: Session, part: str = "") -> Done:
    """Put the files back in a commit of mine, and propose to acknowledge what nobody proposed yet."""
    session.store.fetch()
    session.forget()
    session.member()
    doubts = _doubts(session.world, session)
    found = _found(session.world, part, session.store, doubts)
    back = bool(found.files or found.folders or found.grafts)
    if not (back or found.unnamed):
        waits = f" {and_(found.proposed)} acknowledges it, once decided." if found.proposed else ""
        raise refuse("restore.nothing", f"There is nothing to put back here.{waits}")
    made, told = Done(""), []
    if back:
        made = done("", session.commit(lambda world: _change(world, part, session.store, doubts)))
        told += [f"{plural(len(found.files), 'file')} put back as they count."] if found.files else []
        told += [f"{plural(len(found.folders), 'folder')} written as git writes folders."] if found.folders else []
        told += ["More folders hold names of git's own: run `board restore --yes` again."] if found.more else []
        told += [f"{plural(len(found.grafts), 'folder')} put back whole as they count."] if found.grafts else []
    if found.unnamed:
        proposal_id, files = _proposal(session, found)
        second = submit_files(session, proposal_id, files)
        told.append(
            f"Proposed {proposal_id}, which acknowledges {_things(found)}. "
            f"They are settled once the board has decided it: `board open {proposal_id}` is next. {_until(found)}"
        )
        made = replace(second, files=(*made.files, *second.files), notes=(*made.notes, *second.notes))
    return replace(made, words=" ".join(told))


def _until(found: Restoring) -> str:
    """What holds until the board has acknowledged what is proposed."""
    vote = "That is a charter change, with its full window and all who must sign."
    if not found.wrong:
        return f"{vote} Until then `board verify` cannot tell."
    return f"{vote} Until then `board verify` says no; the board works on, and what they did counts nowhere."


def _things(found: Restoring) -> str:
    notes = sum(one in found.notes for one in found.unnamed)
    many = ((len(found.unnamed) - notes, "commit"), (notes, "checkpoint"))
    return and_([plural(number, what) for number, what in many if number])


def _change(world: World, part: str, store: GitStore, doubts: Sequence[tuple[str, ...]]) -> Change:
    found = _found(world, part, store, doubts)
    back = {path: world.snapshot.read(path, None) for path, there in found.files.items() if there}
    gone = [path for path, there in found.files.items() if not there]  # a link or a submodule as well
    above = {"/".join(path.split("/")[:depth]) for path in back for depth in range(1, path.count("/") + 1)}
    files = back | {path: None for path in gone if path not in above}
    commits = ", ".join(commit[:12] for commit in found.faults)
    words = message("Restore files as they count", f"What {commits} did to them has no effect.")
    return Change(
        files,
        words,
        clears=tuple(found.files),
        folders=tuple(each.strip("/") for each in found.folders),
        grafts=found.grafts,
    )


def _proposal(session: Session, found: Restoring) -> tuple[str, dict[str, bytes]]:
    world = session.world_with_drafts()
    shelf = str(session.today.year)
    number = next_number({*session.world.ids, *world.ids}, shelf)
    proposal_id = f"{shelf}/{number:04d}-acknowledge-{found.unnamed[0][:12]}"
    broken, doubted = (tuple(filter(each.__contains__, found.unnamed)) for each in (found.faults, found.doubts))
    notes = [one for one in doubted if one in found.notes]
    doubted = tuple(one for one in doubted if one not in found.notes)
    what = ((broken, "broke a rule"), (doubted, "cannot be proven"), (notes, "spoke of another history"))
    title = f"Acknowledge {_things(found)} that {' or '.join(words for some, words in what if some)}"
    why = "What they changed had no effect. The files are back as they were." if broken else ""
    still = f"{_DOUBTED} {and_([one[:12] for one in doubted])}: {_STAYS}" if doubted else ""
    other = f"{_OTHER} {and_([one[:12] for one in notes])}." if notes else ""
    why = " ".join(filter(None, (why, still, other)))
    facts = {
        "old_text": literal("None: the charter stays as it is."),
        "new_text": literal("None: the charter stays as it is."),
        "reason": literal(why),
        "acknowledges": f"[{', '.join(map(literal, found.unnamed))}]",
    }
    head = [
        f"title = {literal(title)}",
        'kind = "charter-change"',
        f"proposer = {literal(session.me.member)}",
        "[facts]",
    ]
    head += [f"{name} = {text}" for name, text in facts.items()]
    told = {**found.faults, **found.doubts}
    each = [f"- `{commit[:12]}`: {one_line(' '.join(told[commit]))}" for commit in found.unnamed]
    body = ["## What changes", "Nothing in the charter.", "", "## Why", why, "", *each, ""]
    effect = "Nothing: no tally ever counted what these commits did." if not doubted else "Nothing changes for them."
    body += ["## What it means for proposals now open", effect]
    text = "\n".join(["+++", *head, "+++", f"# {title}", "", *body, ""])
    return proposal_id, {session.layout.proposal(proposal_id): text.encode()}
