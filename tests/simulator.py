"""A long signed history in seconds: the life of one proposal, lived by the program itself, told again under new names.

Every commit is signed by its member's own key, every digest and link is worked out anew, and the whole is written as
one pack: `board verify` finds nothing wrong with it. Also run by `python -m bench`.
"""

from __future__ import annotations

import hashlib
import subprocess
import tempfile
import zlib
from bisect import bisect_left, insort
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO

from board.core.digest import lines_digest, sha256
from board.render.decision import decision_digest
from board.trust.commits import with_signature
from board.trust.tree import _same, _same_at_end
from tests.boards import PROPOSAL, SmallBoard
from tests.trust.history import DECIDED, OPEN, History, decide_it, open_it, signature, signed_board, submit

VOTERS = ("ana", "ben", "chiara", "lena")
PER_PROPOSAL = 3 + len(VOTERS)
"""Commits in the life of one proposal: submitted, opened, voted on, decided."""
_TITLE = "Give the search index a new tokenizer"
_SHELF = 1000
_WHOLE_EVERY = 32
_KINDS = {"commit": 1, "tree": 2, "blob": 3}
_OFS_DELTA = 6


@dataclass(frozen=True, slots=True)
class Act:
    """One commit of the model life: who made it, the files it wrote, and when, by commit and files alike."""

    by: str
    files: Mapping[str, bytes]
    at: int


@dataclass(frozen=True, slots=True)
class Life:
    """What happened to one proposal; `base` is the commit it was decided on, `previous` the record before it."""

    proposal: str
    acts: tuple[Act, ...]
    base: str
    previous: str


@cache
def model() -> tuple[Act, Life, Life]:
    """Live through two decisions with the program itself: the founding, the first, and one that follows another."""
    with tempfile.TemporaryDirectory() as folder:
        return _lived(Path(folder))


def _lived(folder: Path) -> tuple[Act, Life, Life]:
    board: SmallBoard = signed_board(folder)
    board.wait(minutes=1)
    history = History(board.path)
    lives, before, previous = [], board.store.tip(), ""
    for proposal in (DECIDED, OPEN):
        submit(board, proposal, PROPOSAL)
        open_it(board, proposal)
        for member in VOTERS:
            board.vote(member, proposal, "approve")
        decide_it(board, proposal)
        made = history.git("rev-list", "--reverse", f"{before}..main").split()
        acts = tuple(_act(history, commit) for commit in made)
        lives.append(Life(proposal, acts, made[-2], previous))
        before, previous = made[-1], sha256(history.read(f"decisions/{proposal}/record.toml"))
    return _act(history, history.git("rev-list", "--max-parents=0", "main")), lives[0], lives[1]


def _act(history: History, commit: str) -> Act:
    paths = history.git("diff-tree", "--root", "-r", "--no-commit-id", "--name-only", commit).split("\n")
    by, at = history.git("log", "-1", "--format=%ae %ct", commit).split()
    return Act(by.partition("@")[0], {path: history.read(path, commit) for path in paths}, int(at))


@dataclass
class Pack:
    """A pack being written: objects whole, and trees as what changed in them."""

    out: IO[bytes]
    count: int = 0
    at: int = 12

    def add(self, kind: str, body: bytes) -> tuple[str, int]:
        """Write an object whole; its id, and where it lies."""
        return _name(kind, body), self._entry(_KINDS[kind], len(body), b"", body)

    def change(self, base: int, old: bytes, new: bytes) -> tuple[str, int]:
        """Write a tree as what differs from another one that lies at `base`."""
        front = _same(old, new)
        back = _same_at_end(old[front:], new[front:])
        middle = new[front : len(new) - back]
        parts = [_size(len(old)), _size(len(new)), _copy(0, front)]
        parts += (bytes([len(piece)]) + piece for n in range(0, len(middle), 127) if (piece := middle[n : n + 127]))
        parts.append(_copy(len(old) - back, back))
        delta = b"".join(parts)
        return _name("tree", new), self._entry(_OFS_DELTA, len(delta), _offset(self.at - base), delta)

    def _entry(self, kind: int, size: int, link: bytes, body: bytes) -> int:
        head, rest = bytearray([kind << 4 | size & 15]), size >> 4
        while rest:
            head[-1] |= 128
            head.append(rest & 127)
            rest >>= 7
        data = bytes(head) + link + zlib.compress(body, 1)
        self.out.write(data)
        at, self.at, self.count = self.at, self.at + len(data), self.count + 1
        return at


def _name(kind: str, body: bytes) -> str:
    return hashlib.sha1(b"%s %d\0" % (kind.encode(), len(body)) + body).hexdigest()


def _size(number: int) -> bytes:
    found = bytearray()
    while number > 127:
        found.append(number & 127 | 128)
        number >>= 7
    return bytes([*found, number])


def _offset(number: int) -> bytes:
    found = [number & 127]
    while number := number >> 7:
        number -= 1
        found.insert(0, number & 127 | 128)
    return bytes(found)


def _copy(start: int, size: int) -> bytes:
    if not size:
        return b""
    lead, rest = 128, b""
    for bit, byte in enumerate((*start.to_bytes(4, "little"), *size.to_bytes(3, "little"))):
        if byte:
            lead |= 1 << bit
            rest += bytes([byte])
    return bytes([lead]) + rest


@dataclass
class Folder:
    """A folder that grows: its entries in git's order, and the tree it was written as last."""

    keys: list[bytes] = field(default_factory=list)
    lines: list[bytes] = field(default_factory=list)
    folders: dict[str, Folder] = field(default_factory=dict)
    written: bytes = b""
    at: int = -1
    chain: int = 0

    def put(self, name: str, mode: bytes, object_id: str) -> None:
        """Add an entry, or replace it."""
        key = name.encode() + (b"/" if mode == b"40000" else b"")
        line = b"%s %s\0%s" % (mode, name.encode(), bytes.fromhex(object_id))
        place = bisect_left(self.keys, key)
        if place < len(self.keys) and self.keys[place] == key:
            self.lines[place] = line
        else:
            insort(self.keys, key)
            self.lines.insert(place, line)

    def write(self, pack: Pack) -> str:
        """Write the folder as a tree; its id."""
        body = b"".join(self.lines)
        if len(body) > 2_000 and self.at >= 0 and self.chain < _WHOLE_EVERY:
            name, at = pack.change(self.at, self.written, body)
            self.chain += 1
        else:
            name, at = pack.add("tree", body)
            self.chain = 0
        self.written, self.at = body, at
        return name


@dataclass
class Simulator:
    """Writes acts as commits into a pack, each signed by who made it."""

    pack: Pack
    root: Folder = field(default_factory=Folder)
    tip: str = ""
    commits: int = 0

    def commit(self, act: Act) -> str:
        """One commit on the last one."""
        tree = self._laid(self.root, {tuple(path.split("/")): data for path, data in act.files.items()})
        who = f"{act.by.title()} <{act.by}@example.org> {act.at} +0000"
        parent = f"parent {self.tip}\n" if self.tip else ""
        body = f"tree {tree}\n{parent}author {who}\ncommitter {who}\n\nAct\n".encode()
        self.tip, _ = self.pack.add("commit", with_signature(body, signature(act.by, body)))
        self.commits += 1
        return self.tip

    def _laid(self, folder: Folder, files: Mapping[tuple[str, ...], bytes]) -> str:
        below: dict[str, dict[tuple[str, ...], bytes]] = {}
        for (first, *rest), data in files.items():
            if rest:
                below.setdefault(first, {})[tuple(rest)] = data
            else:
                folder.put(first, b"100644", self.pack.add("blob", data)[0])
        for name, inner in below.items():
            folder.put(name, b"40000", self._laid(folder.folders.setdefault(name, Folder()), inner))
        return folder.write(self.pack)


def simulate(place: Path, proposals: int) -> int:
    """Make a repository at `place` whose board decided so many proposals; returns the number of commits."""
    founding, first, later = model()
    subprocess.run(["git", "init", "-q", "-b", "main", str(place)], check=True)
    raw = place / "history.raw"
    with raw.open("wb") as out:
        out.write(b"\0" * 12)
        simulator = Simulator(Pack(out))
        simulator.commit(founding)
        previous = ""
        for number in range(1, proposals + 1):
            previous = _relive(simulator, later if previous else first, number, previous)
    _index(place, raw, simulator.pack.count)
    subprocess.run(["git", "-C", str(place), "update-ref", "refs/heads/main", simulator.tip], check=True)
    return simulator.commits


def _index(place: Path, raw: Path, count: int) -> None:
    """Give the pack its head and its digest, and let git index it."""
    digest = hashlib.sha1()
    with raw.open("r+b") as file:
        file.write(b"PACK" + (2).to_bytes(4, "big") + count.to_bytes(4, "big"))
        file.seek(0)
        while piece := file.read(1 << 20):
            digest.update(piece)
        file.write(digest.digest())
    with raw.open("rb") as file:
        command = ["git", "-C", str(place), "index-pack", "--stdin"]
        subprocess.run(command, stdin=file, check=True, capture_output=True)
    raw.unlink()


def _relive(simulator: Simulator, life: Life, number: int, previous: str) -> str:
    """The model life under another name, on the present tip; returns the digest of its record."""
    shelf = 2026 + (number - 1) // _SHELF
    proposal = f"{shelf}/{number:05d}-tokenizer"
    words = {life.proposal: proposal, _TITLE: f"{_TITLE}, number {number}"}
    old, new = (one.rpartition("/")[2] for one in (life.proposal, proposal))
    words |= {f"../{old}.md": f"../{new}.md"} | {f"{mark}{old}/": f"{mark}{new}/" for mark in "[( "}
    if life.previous:
        words[life.previous] = previous
    record = ""
    for act in life.acts:
        files = {_told(path, words): data for path, data in act.files.items()}
        final = next((path for path in files if path.endswith("/record.toml")), "")
        if final:
            words[life.base] = simulator.tip
        made = {path: _told(data.decode(), words).encode() for path, data in files.items() if path != final}
        if act.by == "mo":
            words[_revision(act.files)] = _revision(made)
        for path, data in made.items():
            before = files[path]
            words[sha256(before)] = sha256(data)
            if path.endswith(".md") and path.count("/") == 2 and final:
                words[decision_digest(before.decode())] = decision_digest(data.decode())
        if final:
            made[final] = _told(files[final].decode(), words).encode()
            record = sha256(made[final])
        simulator.commit(Act(act.by, made, act.at))
    return record


def _told(text: str, words: Mapping[str, str]) -> str:
    for old, new in words.items():
        text = text.replace(old, new)
    return text


def _revision(files: Mapping[str, bytes]) -> str:
    return lines_digest({path.removeprefix("proposals/"): data for path, data in files.items()})
