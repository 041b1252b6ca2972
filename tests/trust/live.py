"""A signed board in memory: the program itself acts on it, each commit signed in process; then any commit on top."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from board.actions.load import Parsed, shipped_kinds
from board.actions.session import Session
from board.core.layout import CHARTER
from board.store.base import Change, Commit, Person, Snapshot
from board.store.homes import state_home
from board.store.memory import Dictionary, MemoryStore
from board.store.objects import Entry, Object, pack, read_commit, read_tree, tree, tree_of
from board.store.snapshot import Folders, TreeSnapshot
from board.trust.commits import with_signature
from tests.boards import START, SmallBoard
from tests.trust.history import charter, key_line, signature

MEMBERS = ("ana", "ben", "chiara", "lena", "kim", "mo")
MORE = f"""
[members.ruth]
name = "Ruth Abara"
emails = ["ruth@example.org"]
keys = ["{key_line("ruth")}"]
seats = ["ethics"]

[members.yusuf]
name = "Yusuf Demir"
emails = ["yusuf@example.org"]
keys = ["{key_line("yusuf")}"]
alternate = ["security"]

[members.iris]
name = "Iris Novak"
emails = ["iris@example.org"]
keys = ["{key_line("iris")}"]
roles = ["sponsor"]

[members.nora]
name = "Nora Berg"
emails = ["nora@example.org"]
keys = ["{key_line("nora")}"]
"""
KINDS = shipped_kinds()
EVERYBODY = (*MEMBERS, "ruth", "yusuf", "iris", "nora")
CHECKLIST = """\
id = "risk"
title = "Risk"

[[questions]]
id = "R-90"
core = true
question = "Is there a way back?"
why = "What cannot be undone needs more care."
type = "yn"
answers = "proposer"
judge = "security"
[[questions.effects]]
answers = ["no", "unknown"]
effect = "BLOCK"
text = "There is no way back."
"""
YES = '[[answers]]\nquestion = "R-90"\nvalue = "yes"\n'
"""The proposer's answer to that question."""


def live_charter() -> str:
    """The charter of the small board with an ethics panel, another alternate and a sponsor."""
    return charter() + MORE


@dataclass(frozen=True, slots=True)
class MemoryAudit:
    """The history of a store in memory as a verification reads it."""

    known: Mapping[str, Object]

    def _parents(self, commit: str) -> tuple[str, ...]:
        return read_commit(commit, self.known[commit].body).parents

    def _before(self, tip: str) -> set[str]:
        found: set[str] = set()
        left = [tip] if tip in self.known else []
        while left:
            at = left.pop()
            if at not in found:
                found.add(at)
                left += self._parents(at)
        return found

    def lineage(self, tip: str, since: str = "") -> list[str]:
        """Every commit that the tip builds on, parents before children; with `since`, only what came after it."""
        wanted = self._before(tip) - (self._before(since) if since else set())
        found: dict[str, None] = {}
        left = [tip]
        while left:
            behind = [one for one in self._parents(left[-1]) if one in wanted and one not in found]
            if behind and left[-1] in wanted:
                left += behind
            elif (done := left.pop()) in wanted:
                found[done] = None
        return list(found)

    def onwards(self, tip: str, since: str) -> list[str] | None:
        """Every commit after `since` up to the tip; None where the tip does not build on it."""
        return self.lineage(tip, since) if self.builds_on(tip, since) else None

    def objects(self, ids: Sequence[str], limit: int | None) -> Mapping[str, tuple[str, bytes]]:
        """Kind and bytes of objects; those over `limit` bytes are left out."""
        found = {each: self.known[each] for each in ids}
        return {each: (o.kind, o.body) for each, o in found.items() if limit is None or len(o.body) <= limit}

    def altered(self, ids: Iterable[str]) -> tuple[str, ...]:
        """The blobs whose bytes are not the ones their names were made from."""
        return tuple(each for each in ids if self.known[each].id != each)

    def sums(self, ids: Iterable[str]) -> dict[str, tuple[int, str]]:
        """Size and SHA-256 of blobs."""
        return Dictionary.sums(_over(self.known), ids)

    def builds_on(self, new: str, old: str) -> bool:
        """Whether `new` is `old` or builds on it."""
        return old in self.known and old in self._before(new)


def _over(known: Mapping[str, Object]) -> Dictionary:
    found = Dictionary()
    found.known = dict(known)
    return found


class NoNotes:
    """The checkpoints of a store in memory: none."""

    def all(self) -> dict[str, str]:
        """By name: none."""
        return {}

    def crowded(self) -> bool:
        """No more than are looked at."""
        return False

    def read(self, blobs: Iterable[str]) -> tuple[dict[str, bytes], bool]:
        """The bytes of none."""
        return {}, False


class LiveStore(MemoryStore):
    """A store in memory on which sessions and verifications work as on a repository."""

    made = 0

    def __init__(self) -> None:
        super().__init__("main")
        LiveStore.made += 1
        self.key = f"in-memory-{LiveStore.made}"
        self.shared = Folders(self._objects)
        self._paths: dict[str, tuple[str, ...]] = {}

    @property
    def known(self) -> dict[str, Object]:
        """Every object by its id."""
        return self._objects.known

    def move(self, tip: str) -> None:
        """Let the branch stand elsewhere, as somebody with rights to push by force could."""
        self._tip = tip

    def snapshot(self, commit: str = "") -> Snapshot:
        """The files at a commit, by default at the tip."""
        return TreeSnapshot(commit or self._tip, self._objects, self._objects.sums, None, self.shared)

    def audit(self) -> MemoryAudit:
        """What a verification reads."""
        return MemoryAudit(self.known)

    def notes(self) -> NoNotes:
        """What lies beside the history."""
        return NoNotes()

    def _changed(self, commit: str, parent: str) -> tuple[str, ...]:
        if commit not in self._paths:
            self._paths[commit] = super()._changed(commit, parent)
        return self._paths[commit]

    def raw(self, commit: str) -> bytes:
        """The raw bytes of a commit."""
        return self.known[commit].body

    def history(self) -> list[Commit]:
        """All commits, oldest first."""
        return [read_commit(one, self.raw(one)) for one in self.audit().lineage(self._tip)]

    def dump(self, place: Path) -> None:
        """Write everything into an empty repository on disk."""
        from tests.boards import git

        place.mkdir(parents=True)
        git(place, "init", "-q", "-b", "main")
        file = place / "history.pack"
        file.write_bytes(pack(self.known.values()))
        git(place, "index-pack", "-o", str(place / ".git/objects/pack/pack-all.idx"), str(file))
        file.rename(place / ".git/objects/pack/pack-all.pack")
        git(place, "update-ref", "refs/heads/main", self._tip)

    # Commits that nobody's program would make

    def _tree(self, root: str, files: Mapping[str, bytes | None], modes: Mapping[str, str]) -> str:
        entries = dict(read_tree(self.known[root].body)) if root else {}
        below: dict[str, dict[str, bytes | None]] = {}
        for path, data in files.items():
            first, _, rest = path.partition("/")
            if rest:
                below.setdefault(first, {})[rest] = data
            elif data is None:
                entries.pop(first.encode(), None)
            else:
                entries[first.encode()] = Entry(modes.get(path, "100644"), self._keep(Object("blob", data)))
        for first, inner in below.items():
            old = entries.get(first.encode())
            nested = {path[len(first) + 1 :]: mode for path, mode in modes.items() if path.startswith(first + "/")}
            made = self._tree(old.id if old else "", inner, nested)
            entries[first.encode()] = Entry("40000", made)
            if not self.known[made].body:
                del entries[first.encode()]
        return self._keep(tree(entries))

    def _keep(self, item: Object) -> str:
        self.known[item.id] = item
        return item.id

    def forge(
        self,
        files: Mapping[str, bytes | str | None],
        by: str,
        at: int,
        *,
        key: str | None = None,
        committer: str = "",
        parents: tuple[str, ...] | None = None,
        modes: Mapping[str, str] | None = None,
        namespace: bytes = b"git",
        change: Callable[[bytes], bytes] = lambda body: body,
    ) -> str:
        """A commit with these files changed, and the branch moved to it; `key` is whose key signs, "" for none."""
        parents = (self._tip,) if parents is None else parents
        content = {path: data.encode() if isinstance(data, str) else data for path, data in files.items()}
        made = self._tree(tree_of(self.known[parents[0]]) if parents else "", content, modes or {})
        who = f"{by.title()} <{by}@example.org> {at} +0000"
        second = f"{committer.title()} <{committer}@example.org> {at} +0000" if committer else who
        head = [f"tree {made}", *(f"parent {parent}" for parent in parents), f"author {who}", f"committer {second}"]
        body = ("\n".join(head) + "\n\nA commit\n").encode()
        signer = by if key is None else key
        if signer:
            body = with_signature(body, signature(signer, body, namespace))
        self._tip = self._keep(Object("commit", change(body)))
        return self._tip


@dataclass
class LiveBoard(SmallBoard):
    """A small board in memory; `keys` says with which key each of its members signs now."""

    store: LiveStore
    keys: dict[str, str] | None = None

    def session(self, member: str) -> Session:
        """The session of a member, looking at the newest tip; all share what is parsed."""
        new = member not in self.sessions
        session = super().session(member)
        if new:
            session.identity = replace(session.identity, signing_format="ssh", signing_key="in memory")
            session.signer = lambda: lambda message: signature(self.key_of(member), message)
            session._parsed = self.parsed
            session.__dict__["kinds"] = KINDS  # read once for all boards
            session.forget()
            session.recognise()
        return session

    def key_of(self, member: str) -> str:
        """The name of the key a member signs with."""
        return (self.keys or {}).get(member, member)


def live_board(more: str = "", checklist: str = CHECKLIST) -> LiveBoard:
    """Found a board in memory, with a checklist of one question that bars a yes; `more` stands below its charter."""
    for verified in state_home().glob("*/verified.json"):  # each life begins on a computer that knows no other
        verified.unlink()
    store = LiveStore()
    text = live_charter() + more
    files: dict[str, bytes | None] = {CHARTER: text.encode(), "checklists/risk.toml": checklist.encode()}
    change = Change(files, "Found the board\n")
    store.write(lambda _: change, Person("Ana", "ana@example.org"), START, lambda message: signature("ana", message))
    board = LiveBoard(Path("/nowhere"), store, parsed=Parsed(), keys={})
    board.wait(minutes=1)
    return board
