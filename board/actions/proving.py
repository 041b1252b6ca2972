"""`board prove`: one decision in one file, holding exactly what judging it reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

from board.actions.proof_check import Checked, check, founding_charter, judged
from board.actions.session import Session
from board.actions.verifying import verify
from board.actions.witnessing import Chain, Watch
from board.core.checkpoint import Note
from board.core.finding import ExitStatus, Finding, Refused, refuse
from board.core.merkle import inclusion
from board.core.proof import Proof
from board.core.sentence import plural
from board.formats.acts import read_act
from board.formats.proofs import LARGEST, MOST_OBJECTS, MOST_STEPS, dump_proof
from board.store.audit import Audit
from board.store.files import replace as replace_file
from board.trust.objects import Objects
from board.trust.proving import Broken, Judged
from board.trust.report import Fault, Report
from board.trust.state import State
from board.trust.walk import Walk
from board.trust.witness import Witnesses


@dataclass
class Noting:
    """A repository that notes what is read of it: that, and nothing else, goes into the proof."""

    audit: Audit
    read: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    summed: dict[str, str] = field(default_factory=dict)

    def objects(self, ids: Sequence[str], limit: int | None) -> Mapping[str, tuple[str, bytes]]:
        """Kind and bytes of objects; raises Refused for one that is too large for a proof."""
        found = self.audit.objects(ids, limit)
        if any(one not in found for one in ids):
            raise refuse("proof.too-large", "A file of this decision is too large for a proof.")
        self.read |= found
        return found

    def sums(self, ids: Iterable[str]) -> dict[str, tuple[int, str]]:
        """Size and SHA-256 of files."""
        found = self.audit.sums(ids)
        self.summed |= {blob: digits for blob, (_, digits) in found.items()}
        return found

    def altered(self, ids: Iterable[str]) -> tuple[str, ...]:
        """As the repository says."""
        return self.audit.altered(ids)


class Looked(Objects):
    """Objects that note which paths were looked up, and which folders listed."""

    def __init__(self, noting: Noting) -> None:
        super().__init__(noting.objects, noting.altered)
        self.paths, self.folders = set[str](), set[str]()

    def _look_up(self, tree_id: str, path: str) -> tuple[bytes, str]:
        self.paths.add(path)
        return super()._look_up(tree_id, path)

    def files(self, tree_id: str, folder: str) -> Iterator[tuple[str, str]]:
        """Path and id of every file below a folder."""
        self.folders.add(folder)
        return super().files(tree_id, folder)

    def otherwise(self, state: State, mine: State) -> bool:
        """Whether anything looked up counts otherwise at a state than the proof shows it there."""
        if not (state.mended or state.lies or mine.mended):
            return False
        spoilt = [path for path in state.mended if path.endswith("/")]
        return (
            any(state.blob(path) != mine.blob(path) for path in self.paths)
            or any(state.files(folder) != mine.files(folder) for folder in self.folders)
            or any(one == "/" or f"{path}/".startswith(one) for one in spoilt for path in self.paths | self.folders)
        )


def prove(session: Session, proposal: str, checkpoints: tuple[Path, ...] = ()) -> tuple[bytes, Checked]:
    """The file that proves a decision, and what checking it comes to.

    Raises Refused where it is open which history is the board's, where nothing is decided, where a faulty commit lies
    in what the decision rests on, or the file would be too large.
    """
    watch = Watch(session.now(), checkpoints, always=True, keeps=True)
    report = verify(session.store.place.work_tree or session.store.place.common, from_genesis=True, watch=watch)
    if report.disputing or watch.chain is None or watch.walk is None:
        raise Refused(*(fault.finding() for fault in report.faults), status=ExitStatus.NO)
    walk, noting = watch.walk, Noting(session.store.audit())
    steps = _steps(walk, report.tip, proposal)
    looked = Looked(noting)
    try:
        found = judged(proposal, steps, noting, lambda commit, parents: _along(walk, commit, parents), looked)
    except Broken as problem:
        raise _not_alone((Fault("proof.broken", str(problem)),)) from problem
    if found.faults:
        raise _not_alone(found.faults)
    _as_it_counts(walk, steps, found, looked)
    note, places = _anchor(watch.chain, watch, found)
    if note:
        founding_charter(noting, watch.chain.commits[0])  # what is read is put into the file
    proof = Proof(
        proposal,
        watch.chain.repository,
        steps,
        noting.read,
        {blob: digits for blob, digits in noting.summed.items() if blob not in noting.read},
        watch.chain.commits[0] if note else "",
        note,
        places,
    )
    data = dump_proof(proof)
    if len(data) > LARGEST or len(proof.objects) > MOST_OBJECTS or len(steps) > MOST_STEPS:
        rests = f"{len(steps):,} steps, {len(proof.objects):,} objects, {len(data) >> 20} MiB"
        raise refuse(
            "proof.too-large",
            f"This decision rests on more than one file can hold: {rests}.",
            "Hand over a clone: `board verify` there shows it all.",
        )
    checked = check(data, proposal)
    return data, replace(checked, notes=(*checked.notes, *_elsewhere(report, found)))


def write_proof(path: Path, data: bytes) -> None:
    """Write the file; raises Refused rather than write over another one."""
    if path.exists():
        raise refuse(
            "proof.file-exists",
            f"{path} is there already, and nothing is written over it.",
            "Name another file.",
            status=ExitStatus.WRONG_USE,
        )
    replace_file(path.resolve(), data)


def _along(walk: Walk, commit: str, parents: Sequence[str]) -> str:
    """The parent by which the chain went on; every earlier commit of the chain lies below it."""
    if not parents:
        raise Broken("It came with the founding commit, or its commits do not follow from one another.")
    made = walk.states[commit].link
    before = made.parent if made.commit == commit else made
    longest = max(parents, key=lambda parent: walk.states[parent].link.depth)
    return next((parent for parent in parents if walk.states[parent].link is before), longest)


def _steps(walk: Walk, tip: str, proposal: str) -> tuple[str, ...]:
    """Every step of the chain that changed the decision's files or agreed to one, up to the one that decided.

    Messages from outside are no steps: anybody can write any number, and a proof need not show each commit.
    """
    layout = walk.ground.layout
    folder, record = layout.file(proposal, ""), layout.file(proposal, "record.toml")
    acts = _acts_on(walk.states[tip], layout.at("acts/"), folder)
    links = [
        link
        for link in walk.states[tip].link.back()
        if not link.outside and any(path.startswith(folder) or path in acts for path in link.paths)
    ]
    steps = [link.commit for link in reversed(links)]
    decided = [link.commit for link in links if record in link.paths]
    if not decided:
        raise refuse("proof.undecided", f"{proposal} is not decided.", "`board tally` shows how it stands.")
    return tuple(steps[: steps.index(decided[-1]) + 1])


def _as_it_counts(walk: Walk, steps: Sequence[str], found: Judged, looked: Looked) -> None:
    """Raise Refused where a file that the decision rests on lay otherwise than it counts; elsewhere that may be."""
    used = {*steps, *(before for before, step in pairwise(found.line) if step in steps)}
    if any(looked.otherwise(walk.states[commit], found.states[commit]) for commit in used):
        raise refuse(
            "proof.faulty",
            "A faulty commit had changed files that this decision rests on, and a proof cannot show that.",
            "Hand over a clone: `board verify` there shows it all.",
            status=ExitStatus.CANNOT_TELL,
        )


def _elsewhere(report: Report, found: Judged) -> tuple[str, ...]:
    """That the history holds faults, none of them in what the decision rests on."""
    others = {fault.commit for fault in report.faults} - {fault.commit for fault in found.void}
    if not others:
        return ()
    many = plural(len(others), "commit")
    words = f"Elsewhere in the history {many} broke a rule. This decision does not rest on them; `board verify` tells."
    return (words,)


def _acts_on(state: State, acts: str, folder: str) -> frozenset[str]:
    """The acts of two outside a decision's folder by which somebody agreed to a file in it."""
    read = {path: read_act(state.read(path) or b"", path).value for path in state.files(acts)}
    return frozenset(path for path, act in read.items() if act is not None and act.path.startswith(folder))


def _not_alone(faults: Sequence[Fault]) -> Refused:
    found: list[Finding] = [fault.finding() for fault in faults]
    first = Finding(
        "proof.not-alone",
        "This decision cannot be judged without the rest of the history.",
        fix="Hand over a clone: `board verify` there shows it all.",
    )
    return Refused(first, *found, status=ExitStatus.CANNOT_TELL)


def _anchor(
    chain: Chain, watch: Watch, found: Judged
) -> tuple[Note | None, Mapping[str, tuple[int, tuple[bytes, ...]]]]:
    """The earliest checkpoint over the decision that members of its charter signed, and two places in it."""
    index = chain.commits.index(found.line[-1])
    keys = Witnesses([next(reversed(found.charters.values()))])
    usable: dict[int, list[Note]] = {}
    for given in watch.given:
        size = given.note.checkpoint.size
        if index < size <= len(chain.leaves) and chain.checkpoint(size) == given.note.checkpoint:
            good = tuple(one for one in given.note.signatures if keys.of(Note(given.note.checkpoint, (one,))))
            usable.setdefault(size, []).extend([Note(given.note.checkpoint, good)] if good else [])
    size = min((size for size, notes in usable.items() if notes), default=0)
    if not size:
        return None, {}
    return _merged(usable[size]), _places(chain, size, (0, index))


def _merged(notes: Sequence[Note]) -> Note:
    every = {(one.member, one.key_id, one.at): one for note in notes for one in note.signatures}
    newest = {(member, key): every[member, key, at] for member, key, at in sorted(every)}
    return Note(notes[0].checkpoint, tuple(newest[name] for name in sorted(newest)))


def _places(chain: Chain, size: int, indexes: Sequence[int]) -> dict[str, tuple[int, tuple[bytes, ...]]]:
    return {chain.commits[one]: (one, tuple(inclusion(chain.leaves[:size], one))) for one in indexes}
