"""A proof judged from its file alone: every name, signature, rule, digest and sum again (docs/prove.md)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, cast

from board.actions.load import shipped_kinds
from board.actions.recounting import Recount
from board.core.charter import Charter
from board.core.finding import ExitStatus, Refused, refuse
from board.core.layout import CHARTER, Layout
from board.core.merkle import included, leaf
from board.core.proof import Proof
from board.core.record import Record
from board.core.sentence import plural
from board.formats.charter import read_charter
from board.formats.proofs import LARGEST, read_proof
from board.formats.records import read_record
from board.store.audit import Audit
from board.trust.objects import Objects
from board.trust.proving import Broken, Follow, Judged, judge
from board.trust.rawcommit import links
from board.trust.report import Fault
from board.trust.sshsig import BadSignature
from board.trust.witness import Witness, Witnesses, signing_key


class Source(Protocol):
    """The part of a repository that judging reads."""

    def objects(self, ids: Sequence[str], limit: int | None) -> Mapping[str, tuple[str, bytes]]:
        """Kind and bytes of objects; those over `limit` bytes are left out."""

    def sums(self, ids: Iterable[str]) -> dict[str, tuple[int, str]]:
        """Size and SHA-256 of files."""

    def altered(self, ids: Iterable[str]) -> tuple[str, ...]:
        """The files that do not hold what their names say."""


@dataclass
class Held:
    """What a proof holds, and nothing else; whatever is asked for besides is refused."""

    proof: Proof
    used: set[str] = field(default_factory=set)

    def objects(self, ids: Sequence[str], limit: int | None) -> Mapping[str, tuple[str, bytes]]:
        """Kind and bytes of objects; raises Refused for one that is not in the file."""
        missing = [one for one in ids if one not in self.proof.objects]
        if missing:
            raise refuse(
                "proof.incomplete", f"The proof lacks the object {missing[0][:12]}, which the decision rests on."
            )
        self.used |= set(ids)
        found = {one: self.proof.objects[one] for one in ids}
        return {one: what for one, what in found.items() if limit is None or len(what[1]) <= limit}

    def sums(self, ids: Iterable[str]) -> dict[str, tuple[int, str]]:
        """SHA-256 of files, from their bytes where the proof holds them; sizes are not known and 0."""
        found = {}
        for one in ids:
            if one not in self.proof.objects and one not in self.proof.sums:
                raise refuse("proof.incomplete", f"The proof says nothing of the file {one[:12]}.")
            self.used.add(one)
            data = self.proof.objects.get(one)
            found[one] = (0, hashlib.sha256(data[1]).hexdigest() if data is not None else self.proof.sums[one])
        return found

    def altered(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Nothing: each object is compared with its name when it is read."""
        return ()


_GRAVE = ("unproven.unsigned", "unproven.openpgp", "date.decisive")


@dataclass(frozen=True, slots=True)
class Checked:
    """What a proof comes to. `charters` are SHA-256 of each board.toml it rests on, and whom that lists.

    `notes` are what whoever writes the file hears besides.
    """

    proof: Proof
    record: Record | None
    faults: tuple[Fault, ...]
    doubts: tuple[Fault, ...] = ()
    signers: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    charters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    witnesses: tuple[Witness, ...] = ()
    founders: tuple[str, ...] = ()
    """Those of them who signed the checkpoint with a key that the founding's charter lists already."""
    notes: tuple[str, ...] = ()

    @property
    def status(self) -> int:
        """0 proven, 1 not, 3 where nobody signed what it rests on, or its dates are contradicted."""
        grave = any(fault.code in _GRAVE for fault in self.doubts)
        return ExitStatus.NO if self.faults else ExitStatus.CANNOT_TELL if grave else ExitStatus.YES


def check_file(path: Path) -> Checked:
    """Check the proof in a file; raises Refused, with status 3, where there is none that can be read."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise refuse(
            "proof.no-file",
            f"{path} cannot be read: {(error.strerror or 'unknown error').lower()}.",
            "Name a file that `board prove` wrote.",
            status=ExitStatus.WRONG_USE,
        ) from None
    return check(data, str(path))


def check(data: bytes, name: str) -> Checked:
    """Judge a decision from the bytes of a proof alone."""
    read = read_proof(data, name)
    if read.value is None:
        raise Refused(*read.findings, status=ExitStatus.CANNOT_TELL)
    proof, held = read.value, Held(read.value)
    try:
        names_hold(proof.objects)
        _covered(proof)
        found = judged(proof.proposal, proof.steps, held, lambda _, parents: _only(proof, parents))
        faults = [*found.faults, *_bound(proof, found)]
        witnesses = _anchored(proof, held, found)
        founders = _founders(proof, held)
    except (Broken, Refused, LookupError) as problem:
        return Checked(proof, None, (Fault("proof.broken", _words(problem)),))
    if held.used != {*proof.objects, *proof.sums}:
        faults.append(Fault("proof.surplus", "The file holds things that the decision does not rest on."))
    listed = {
        digest: tuple(f"{one.id} {key}" for one in charter.members for key in one.keys)
        for digest, charter in found.charters.items()
    }
    record = _record(found, proof)
    signers, notes = tuple(found.signers), _without_effect(found)
    return Checked(proof, record, tuple(faults), tuple(found.doubts), signers, listed, witnesses, founders, notes)


def _without_effect(found: Judged) -> tuple[str, ...]:
    """What broke a rule on the decision's own files, and so is not counted; and what lies on sides not looked at."""
    told = []
    if found.void:
        first, many = found.void[0], plural(len(found.void), "commit")
        words = f"On the way {many} touched this decision's files and had no effect, for a rule was broken"
        told.append(f"{words}: {first.commit[:12]}, {first.code}.")
    if found.merges:
        words = (
            f"On the way {plural(found.merges, 'merge')} joined other lines of the history. That they brought nothing"
        )
        told.append(f"{words} for this decision, only a clone shows.")
    return tuple(told)


def judged(
    proposal: str, steps: Sequence[str], source: Source, follow: Follow, objects: Objects | None = None
) -> Judged:
    """Judge the steps of a decision with what a source holds, read through `objects` where they are given."""
    objects = objects or Objects(source.objects, source.altered)
    recount = Recount(cast("Audit", source), shipped_kinds(), alone=True)  # it reads objects and sums, and nothing else
    return judge(proposal, steps, objects, recount, follow)


def _only(proof: Proof, parents: Sequence[str]) -> str:
    there = [parent for parent in parents if proof.objects.get(parent, ("",))[0] == "commit"]
    if len(there) != 1:
        raise Broken("The decision's commits do not follow from one another.")
    return there[0]


def _record(found: Judged, proof: Proof) -> Record | None:
    if found.last is None:
        return None
    charter = next(reversed(found.charters.values()))
    path = Layout(charter.root).file(proof.proposal, "record.toml")
    return read_record(found.last.read(path) or b"", path).value


def _bound(proof: Proof, found: Judged) -> list[Fault]:
    """Whether the file is about what it says: this board, and a decision of this proposal."""
    wrong = []
    if any(charter.repository != proof.repository for charter in found.charters.values()):
        wrong.append(Fault("proof.broken", "The charter inside is another board's."))
    record = _record(found, proof)
    if record is None or record.id != proof.proposal:
        wrong.append(Fault("proof.broken", "The last step does not decide this proposal."))
    elif found.last is not None:
        decided = found.signers[-1][2] if found.signers else ()
        if not any(path.endswith("/record.toml") for path in decided) and not found.faults:
            wrong.append(Fault("proof.broken", "The last step does not decide this proposal."))
    return wrong


def names_hold(objects: Mapping[str, tuple[str, bytes]]) -> None:
    """Raise Broken where an object is not the one that its name was made from."""
    for name, (kind, data) in objects.items():
        if hashlib.sha1(b"%s %d\0" % (kind.encode(), len(data)) + data).hexdigest() != name:
            raise Broken(f"The object {name[:12]} does not hold what its name says.")


def _covered(proof: Proof) -> None:
    """Raise Broken where the checkpoint in the file does not cover the founding and the decision."""
    if proof.note is None:
        return
    point = proof.note.checkpoint
    if point.repository != proof.repository or set(proof.places) != {proof.genesis, proof.decision}:
        raise Broken("The checkpoint is about something else.")
    for commit, (index, path) in proof.places.items():
        raw = proof.objects[commit][1]
        if included(leaf(raw), index, point.size, path) != point.root or (commit == proof.genesis) != (index == 0):
            raise Broken("The checkpoint does not cover the founding and the decision.")
    for one in proof.note.signatures:
        try:
            signing_key(point, one)
        except BadSignature as problem:
            raise Broken(f"A signature on the checkpoint does not hold: {problem}") from problem


def _anchored(proof: Proof, held: Held, found: Judged) -> tuple[Witness, ...]:
    """Who signed the checkpoint in the file, by the charter of the decision; raises Broken where others did."""
    if proof.note is None:
        return ()
    held.used |= {proof.genesis, proof.decision}
    witnesses = Witnesses([next(reversed(found.charters.values()))]).of(proof.note)
    if len(witnesses) != len(proof.note.signatures) or not witnesses:
        raise Broken("Somebody who is no member signed the checkpoint.")
    return witnesses


def _founders(proof: Proof, held: Held) -> tuple[str, ...]:
    """Who signed the checkpoint with a key of the founding; raises Broken where that founded another board."""
    if proof.note is None:
        return ()
    charter = founding_charter(held, proof.genesis)
    if charter.repository != proof.repository:
        raise Broken("The founding commit it names founded another board.")
    return tuple(dict.fromkeys(one.member for one in Witnesses([charter]).of(proof.note)))


def founding_charter(source: Source, genesis: str) -> Charter:
    """The charter that a founding commit holds; an empty one where it holds none."""
    objects = Objects(source.objects, source.altered)
    tree = links(objects.commits([genesis])[genesis]).tree
    blob = objects.file(tree, CHARTER)
    data = source.objects([blob], LARGEST)[blob][1] if blob else b""
    return read_charter(data).value


def _words(problem: Exception) -> str:
    return str(problem) if isinstance(problem, Broken | Refused) else "The proof lacks something the decision rests on."
