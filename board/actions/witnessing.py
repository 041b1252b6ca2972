"""Checkpoints against a history: is each a beginning of this chain, who signed it, and how old is what we see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from board.core.checkpoint import Checkpoint, Note
from board.core.dates import format_utc
from board.core.finding import ExitStatus, Refused, refuse
from board.core.layout import CHARTER
from board.core.merkle import leaf, root, roots
from board.formats.notes import LARGEST, read_note
from board.store.limits import MIB
from board.store.notes import MOST, TOGETHER, Notes, Seen
from board.store.repository import GitStore
from board.trust.objects import Objects
from board.trust.rawcommit import strict
from board.trust.report import Fault, Report
from board.trust.settling import acknowledged
from board.trust.walk import Walk
from board.trust.witness import Witness, Witnesses, holds

_DAY = 86_400
_LOOKS = 4
"""How many signatures of nobody here are looked at on one note, to tell that somebody signed it at all."""
_AT_ONCE = 500
"""Commits whose bytes are held together."""


@dataclass(frozen=True, slots=True)
class Chain:
    """The commits that changed the board's files and count, from the founding on, and a digest of each one's bytes.

    `at` is the time that the newest of them claims, in seconds since 1970.
    """

    repository: str
    commits: tuple[str, ...]
    leaves: tuple[bytes, ...]
    witnesses: Witnesses
    at: int
    _roots: dict[int, bytes] = field(default_factory=dict, compare=False)

    def expect(self, sizes: Iterable[int]) -> None:
        """Count at once what checkpoints over these sizes come to; one by one it takes as long for each as for all."""
        self._roots.update(roots(self.leaves, set(sizes)))

    def checkpoint(self, size: int = 0) -> Checkpoint:
        """The checkpoint over the first `size` commits; by default over all."""
        size = size or len(self.leaves)
        return Checkpoint(self.repository, size, self._roots.get(size) or root(self.leaves[:size]))


@dataclass(frozen=True, slots=True)
class Given:
    """A note to compare; `named` when the user handed it over, so that it counts whoever signed it."""

    name: str
    note: Note
    named: bool = True


@dataclass(slots=True)
class Watch:
    """What `board verify` compares a history with, besides itself.

    `files` are notes the user names; the repository's own are found. `max_age` is in days, `now` in UTC. The walk is
    let go of afterwards, unless it `keeps` it.
    """

    now: datetime
    files: tuple[Path, ...] = ()
    max_age: int | None = None
    always: bool = False
    keeps: bool = False
    known: bool = False
    """Whether this user verified an earlier state of this history, so that its founding is not in question."""
    chain: Chain | None = None
    walk: Walk | None = None
    given: tuple[Given, ...] = ()
    contested: tuple[Fault, ...] = ()
    """What present members' checkpoints that lie here say against this history, each with its digest as commit."""
    _seen: Seen | None = None
    _blobs: frozenset[str] = frozenset()
    _crowded: bool = False

    def begin(self, store: GitStore) -> bool:
        """Read the notes; whether the whole chain is needed to judge them. Raises Refused for an unreadable file."""
        named = tuple(given_file(path) for path in self.files)
        notes, self._seen = store.notes(), Seen(store.key)
        found = notes.all()
        self._blobs = frozenset(found.values())
        agreed = self._seen.load()
        fresh = not self._blobs <= set(agreed)
        there, self._crowded = _found(notes, found)
        self.given = (*named, *there)
        return bool(named) or self.max_age is not None or fresh or self.always

    def judge(self, report: Report, walk: Walk) -> Report:
        """The report with what the notes say; `walk` began at the founding."""
        if report.tip not in walk.states or walk.root is None:
            return report
        walk.objects.rest()
        self.chain, self.walk = chain_of(walk, report.tip), walk if self.keeps else None
        self.chain.expect(one.note.checkpoint.size for one in self.given)
        over = settled(self.chain, walk, self.given)
        given = tuple(one for one in self.given if one not in over)
        self.contested = tuple(
            replace(found, commit=one.note.checkpoint.digest) for one, found in _against(self.chain, given)
        )
        faults, doubts, notes = compare(self.chain, given, int(self.now.timestamp()), self.max_age)
        strange = strangers(self.chain, self.given)
        if self._crowded:
            words = f"More than {MOST} checkpoints, or more than {TOGETHER // MIB} MiB of them, lie here; "
            words += "the others were not looked at."
            strange.append(Fault("checkpoint.crowded", words, self.chain.commits[0]))
        (notes if self.known or any(fault.code == "checkpoint.agrees" for fault in notes) else doubts).extend(strange)
        return replace(
            report,
            faults=(*report.faults, *faults),
            settled=(*report.settled, *over.values()),
            unproven=(*report.unproven, *doubts),
            notes=(*report.notes, *notes),
        )

    def agreed(self, tip: str) -> None:
        """Remember that everything found agrees with a tip that verified."""
        if self._seen is not None and self._blobs and self.chain is not None:
            self._seen.save(self._blobs, tip)


def given_file(path: Path) -> Given:
    """A note from a file; raises Refused where there is none."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise refuse(
            "checkpoint.no-file",
            f"{path} cannot be read: {(error.strerror or 'unknown error').lower()}.",
            "Name a file that `board checkpoint --out FILE` wrote.",
            status=ExitStatus.WRONG_USE,
        ) from None
    read = read_note(data, str(path))
    if read.value is None:
        raise Refused(*read.findings, status=ExitStatus.CANNOT_TELL)
    return Given(path.name, read.value)


def _found(notes: Notes, listed: dict[str, str]) -> tuple[list[Given], bool]:
    """Notes that lie in the repository, each once, and whether there are more; what cannot be read is nobody's word."""
    bodies, more = notes.read(listed.values())
    names = {blob: name for name, blob in reversed(listed.items()) if blob in bodies}
    read = ((name, read_note(bodies[blob], name).value) for blob, name in names.items())
    return [Given(name, note, named=False) for name, note in read if note is not None], more or notes.crowded()


def signed_by_members(notes: Notes, chain: Chain, listed: Mapping[str, str]) -> list[str]:
    """Of notes by name, each with its blob: one name each of those that somebody signed with a member's key."""
    found, _more = _found(notes, dict(listed))
    return [one.name for one in found if chain.witnesses.of(one.note)]


def chain_of(walk: Walk, tip: str) -> Chain:
    """The chain at a tip of a walk that began at the founding."""
    links = [link for link in walk.states[tip].link.back() if link.commit and not link.outside][::-1]
    commits = tuple(link.commit for link in links)
    changed = (walk.states[link.commit] for link in links if CHARTER in link.paths)
    return Chain(
        walk.root.repository if walk.root is not None else "",
        commits,
        tuple(_leaves(walk.objects, commits)),
        Witnesses(walk.charters.of(state) for state in changed),
        strict(walk.objects.commits(commits[-1:])[commits[-1]]).at,
    )


def _leaves(objects: Objects, commits: Sequence[str]) -> Iterator[bytes]:
    """A digest of each commit's bytes; a few are read at a time, for all together are the history."""
    for first in range(0, len(commits), _AT_ONCE):
        some = commits[first : first + _AT_ONCE]
        raw = objects.commits(some)
        yield from (leaf(raw[commit]) for commit in some)


def compare(
    chain: Chain, given: Sequence[Given], now: int, max_age: int | None = None
) -> tuple[list[Fault], list[Fault], list[Fault]]:
    """Faults, doubts and remarks of checkpoints against a chain; times in seconds since 1970, `max_age` in days."""
    faults: list[Fault] = []
    doubts: list[Fault] = []
    notes: list[Fault] = []
    fresh = [chain.at]
    for one in given:
        witnesses = chain.witnesses.of(one.note)
        if not (one.named or _present(witnesses)):
            continue  # anybody who can push, or who found an old key, could have put it here
        fault = _difference(chain, one, witnesses)
        if fault is None:
            fresh += [witness.at for witness in witnesses if witness.current]
            notes += [_agreement(one, witnesses)] if one.named else []
        else:
            (faults if fault.code == "checkpoint.split" else doubts).append(fault)
    believable = [at for at in fresh if at <= now + _DAY]
    if max_age is not None and now - max(believable, default=0) > max_age * _DAY:
        newest = _time(max(believable, default=0))
        words = f"The newest sign of life in this copy is of {newest}, which is more than {max_age} days ago."
        doubts.append(Fault("history.stale", words, chain.commits[-1]))
    return faults, doubts, notes


def _present(witnesses: Sequence[Witness]) -> bool:
    return any(witness.current for witness in witnesses)


def _against(chain: Chain, given: Sequence[Given]) -> Iterator[tuple[Given, Fault]]:
    """The checkpoints that lie here, that a present key signed and that see another history; how they differ."""
    for one in given:
        witnesses = () if one.named else chain.witnesses.of(one.note)
        if _present(witnesses) and (fault := _difference(chain, one, witnesses)):
            yield one, fault


def settled(chain: Chain, walk: Walk, given: Sequence[Given]) -> dict[Given, Fault]:
    """Those of them that the board acknowledged; what a user names herself no board settles for her."""
    return {one: fault for one, fault in _against(chain, given) if acknowledged(walk, one.note.checkpoint.digest)}


def stands(chain: Chain, said: Checkpoint) -> str:
    """How a checkpoint stands to a chain: it agrees, is about an other board, is ahead of it, or saw a split."""
    if said.repository != chain.repository:
        return "other"
    if said.size > len(chain.leaves):
        return "ahead"
    return "agrees" if chain.checkpoint(said.size) == said else "split"


def strangers(chain: Chain, given: Sequence[Given]) -> list[Fault]:
    """At most one: that checkpoints lie here which see another history, under keys that no member here holds now.

    Anybody who can push, or who found an old key, could have put them here; but this is also how a copy under another
    founding looks.
    """
    found = [
        one
        for one in given
        if not (one.named or _present(chain.witnesses.of(one.note)))
        and _difference(chain, one, ())
        and _signed(one.note)
    ]
    if not found:
        return []
    many = f" and {len(found) - 1} more speak" if len(found) > 1 else " speaks"
    words = f"{found[0].name}{many} of another history, signed with keys that no member here holds now."
    return [Fault("checkpoint.foreign", words, chain.commits[0], found[0].name)]


def _signed(note: Note) -> bool:
    """Whether any of the first signatures on a note holds, whosever it is."""
    return any(holds(note.checkpoint, one) for one in note.signatures[:_LOOKS])


def _difference(chain: Chain, one: Given, witnesses: Sequence[Witness]) -> Fault | None:
    said = one.note.checkpoint
    signed = f" {_names(witnesses)} signed it." if witnesses else " No signature on it is a member's."
    match stands(chain, said):
        case "other":
            return Fault("checkpoint.other", f"{one.name} is about another board ({said.repository}).", path=one.name)
        case "ahead":
            here = len(chain.leaves)
            words = f"{one.name} speaks of {said.size} commits of the board, and this copy has {here}.{signed}"
            return Fault("checkpoint.ahead", words, path=one.name)
        case "split":
            words = f"{one.name} saw other commits among the first {said.size} than this copy holds.{signed}"
            return Fault("checkpoint.split", words, chain.commits[said.size - 1], one.name)
    return None


def _agreement(one: Given, witnesses: Sequence[Witness]) -> Fault:
    size = one.note.checkpoint.size
    if not witnesses:
        words = f"{one.name} agrees with this copy on the first {size} commits, but no member signed it."
        return Fault("checkpoint.unsigned", words, path=one.name)
    newest = _time(max(witness.at for witness in witnesses))
    words = f"{one.name} agrees with this copy on the first {size} commits. Signed by {_names(witnesses)}, {newest}."
    return Fault("checkpoint.agrees", words, path=one.name)


def _names(witnesses: Sequence[Witness]) -> str:
    named = (witness.member if witness.current else f"{witness.member} (with a former key)" for witness in witnesses)
    return ", ".join(dict.fromkeys(named))


def _time(at: int) -> str:
    try:
        return format_utc(datetime.fromtimestamp(at, UTC))
    except (OverflowError, ValueError, OSError):
        return "no time at all"
