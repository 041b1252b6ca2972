"""A small signed board in a real repository, made by the program itself; then any commit, right or wrong, on top."""

from __future__ import annotations

import atexit
import hashlib
import os
import subprocess
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from board.actions.deciding import decide, preview
from board.actions.docketing import open_proposal
from board.actions.model import Done, FreeParts
from board.actions.propose import submit_files
from board.core.layout import CHARTER
from board.store.base import Change, Person
from board.store.repository import open_repository
from board.store.standings import Standing, Standings
from board.trust.commits import with_signature
from tests.boards import CHARTER_TEXT, PROPOSAL, START, SmallBoard, git
from tests.conftest import copied
from tests.trust.wire import armor, line, raw, string

Key = Ed25519PrivateKey
MEMBERS = ("ana", "ben", "chiara", "lena", "kim", "mo")
DECIDED, OPEN = "2026/0001-tokenizer", "2026/0002-stemmer"
AGAIN, ONCE_MORE, RULED = "2026/0003-again", "2026/0004-once-more", "2026/0008-new-rules"


def key_of(person: str) -> Ed25519PrivateKey:
    """The key of a person; the same name always has the same key."""
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(person.encode()).digest())


def key_line(person: str) -> str:
    """Her public key as board.toml lists it."""
    return line(string(b"ssh-ed25519") + string(raw(key_of(person))), b"ssh-ed25519")


def signature(person: str, message: bytes, namespace: bytes = b"git", key: Key | None = None) -> str:
    """Her signature on some bytes, as ssh-keygen makes it; with `key`, by that one."""
    signer = key or key_of(person)
    digest = hashlib.sha512(message).digest()
    parts = string(namespace) + string(b"") + string(b"sha512")
    value = string(b"ssh-ed25519") + string(signer.sign(b"SSHSIG" + parts + string(digest)))
    blob = string(b"ssh-ed25519") + string(raw(signer))
    return armor(b"SSHSIG" + (1).to_bytes(4, "big") + string(blob) + parts + string(value))


def charter(**more: str) -> str:
    """The charter of the small board with keys; `more` are keys of people by handle, instead of their own."""
    text = CHARTER_TEXT.replace('signing = "unsigned"', 'signing = "required"')
    for handle in MEMBERS:
        text = text.replace(
            f"[members.{handle}]\n", f'[members.{handle}]\nkeys = ["{more.get(handle) or key_line(handle)}"]\n'
        )
    return text


def signed_board(folder: Path, charter_text: str | None = None, *, signs: bool = True) -> SmallBoard:
    """Found a board in a new repository, each commit signed by its member's own key."""
    place = folder / "board"
    place.mkdir(parents=True)
    git(place, "init", "-q", "-b", "main")
    store = open_repository(place, "main")
    text = charter_text or charter()
    change = Change({CHARTER: text.encode()}, "Found the board\n")
    first = (lambda message: signature("ana", message)) if signs else None
    store.write(lambda _: change, Person("Ana", "ana@example.org"), START, first)
    board = SmallBoard(place, store)
    return signing(board) if signs else board


def signing(board: SmallBoard, **keys: str) -> SmallBoard:
    """The same board, at which each member signs with her own key; `keys` name those of whom has another now."""
    for handle in MEMBERS:
        session = board.session(handle)
        session.identity = replace(session.identity, signing_format="ssh", signing_key="in memory")
        session.signer = _signs(handle, keys.get(handle, handle))  # type: ignore[method-assign]  # no ssh-keygen in between
    return board


def _signs(handle: str, key: str) -> Callable[[], Callable[[bytes], str]]:
    return lambda: lambda message: signature(handle, message, key=key_of(key))


def live(board: SmallBoard) -> None:
    """One proposal decided, another open with two ballots."""
    board.wait(minutes=1)
    submit(board, DECIDED, PROPOSAL)
    open_it(board, DECIDED)
    for member in ("ana", "ben", "chiara", "lena"):
        board.vote(member, DECIDED, "approve")
    decide_it(board, DECIDED)
    submit(board, OPEN, PROPOSAL.replace("tokenizer", "stemmer"))
    open_it(board, OPEN)
    board.vote("ben", OPEN, "approve")
    board.vote("lena", OPEN, "approve")


def lived_board(folder: Path) -> SmallBoard:
    """A signed board that lived a little, as `live` tells; this user has read its history."""
    return made_once(live, folder)


def made_once(life: Callable[[SmallBoard], object], folder: Path) -> SmallBoard:
    """A signed board with this life behind it, which this user has read. Made once, then copied."""
    place, now, standing = _lived(life)
    board = SmallBoard(copied(place, folder / "board"), open_repository(folder / "board", "main"), now=now)
    Standings(board.store.key).save(standing)
    return signing(board)


@cache
def _lived(life: Callable[[SmallBoard], object]) -> tuple[Path, datetime, Standing]:
    folder = TemporaryDirectory(dir=os.environ.get("PYTEST_DEBUG_TEMPROOT"))
    atexit.register(folder.cleanup)
    board = signed_board(Path(folder.name))
    life(board)
    standing = Standings(board.store.key).load()
    assert standing is not None
    return board.path, board.now, standing


def submit(board: SmallBoard, proposal: str, text: str, files: Mapping[str, str] | None = None) -> None:
    """Mo puts a proposal before the board, wherever the charter says that it lies."""
    layout = board.session("mo").layout
    found = {layout.proposal(proposal): text.encode()}
    found |= {layout.evidence(proposal, name): data.encode() for name, data in (files or {}).items()}
    submit_files(board.session("mo"), proposal, found)
    board.wait(minutes=1)


def open_it(board: SmallBoard, proposal: str, by: str = "kim") -> None:
    """The secretary takes a proposal up."""
    open_proposal(board.session(by), proposal)
    board.wait(minutes=1)


def decide_it(board: SmallBoard, proposal: str, by: str = "ana") -> None:
    """The chair decides."""
    session = board.session(by)
    decide(session, proposal, preview(session, proposal, FreeParts()))
    board.wait(minutes=1)


def charter_change(
    board: SmallBoard,
    proposal: str,
    new: Mapping[str, str],
    *,
    acknowledges: tuple[str, ...] = (),
    decided: bool = True,
) -> None:
    """A charter change that installs these files, voted through by everybody and decided after its notice."""
    facts = f"acknowledges = {list(acknowledges)}\n" if acknowledges else ""
    text = f'+++\ntitle = "New rules"\nkind = "charter-change"\nproposer = "mo"\n[facts]\n{facts}+++\nWhy.\n'
    submit(board, proposal, text, {f"new/{path}": data for path, data in new.items()})
    open_it(board, proposal)
    for member in ("ana", "ben", "chiara", "lena"):
        board.vote(member, proposal, "approve")
    board.wait(days=30)
    if decided:
        decide_it(board, proposal)


def settle(board: SmallBoard, done: Done) -> None:
    """The board decides what a restoration proposed."""
    proposal = next(path for path in done.files if "-acknowledge-" in path)[len("proposals/") : -len(".md")]
    open_it(board, proposal)
    for member in ("ana", "ben", "chiara", "kim"):
        board.vote(member, proposal, "approve")
    board.wait(days=30)
    decide_it(board, proposal)


@dataclass
class History:
    """A repository to add commits to, honest or not; each is built from raw bytes and moves the branch."""

    path: Path
    host: str = "example.org"
    sign: Callable[[str, bytes], str] = signature
    ref: str = "refs/heads/main"
    clock: int = int((START + timedelta(days=2)).timestamp())
    environment: Mapping[str, str] = field(default_factory=lambda: {**os.environ, "GIT_INDEX_FILE": "board-test-index"})

    def git(self, *arguments: str, data: bytes = b"") -> str:
        """The output of git."""
        command = ["git", "-C", str(self.path), *arguments]
        ran = subprocess.run(command, input=data, capture_output=True, check=True, env=self.environment)
        return ran.stdout.decode("utf-8", "replace").strip()

    @property
    def tip(self) -> str:
        """Where the branch stands."""
        file = self.path / ".git" / self.ref
        return file.read_text().strip() if file.is_file() else self.git("rev-parse", self.ref)

    def read(self, path: str, at: str = "") -> bytes:
        """A file's bytes."""
        command = ["git", "-C", str(self.path), "cat-file", "blob", f"{at or self.ref}:{path}"]
        return subprocess.run(command, capture_output=True, check=True).stdout

    def tree(self, files: Mapping[str, bytes | None], onto: str = "", modes: Mapping[str, str] | None = None) -> str:
        """A tree: that of a commit with some files changed."""
        (self.path / ".git" / "board-test-index").unlink(missing_ok=True)
        self.git("read-tree", onto) if onto else self.git("read-tree", "--empty")
        lines = b""
        for path, data in files.items():
            mode = (modes or {}).get(path, "100644")
            blob = self.written("blob", data) if data is not None else "0" * 40
            lines += f"{mode if data is not None else 0} {blob}\t".encode() + os.fsencode(path) + b"\0"
        self.git("update-index", "-z", "--add", "--index-info", data=lines)
        return self.git("write-tree")

    def commit(
        self,
        files: Mapping[str, bytes | str | None],
        by: str = "ana",
        *,
        key: str | None = None,
        committer: str = "",
        parents: tuple[str, ...] | None = None,
        tree: str = "",
        modes: Mapping[str, str] | None = None,
        change: Callable[[bytes], bytes] = lambda body: body,
        seconds: int = 60,
    ) -> str:
        """A commit by a member; `key` is whose key signs ("" for none), `change` alters the finished bytes."""
        self.clock += seconds
        old = self.tip
        parents = (old,) if parents is None else tuple(self.git("rev-parse", parent) for parent in parents)
        content = {path: data.encode() if isinstance(data, str) else data for path, data in files.items()}
        made = tree or self.tree(content, parents[0] if parents else "", modes)
        who = f"{by.title()} <{by}@{self.host}> {self.clock} +0000"
        second = f"{committer.title()} <{committer}@{self.host}> {self.clock} +0000" if committer else who
        head = [f"tree {made}", *(f"parent {parent}" for parent in parents), f"author {who}", f"committer {second}"]
        body = ("\n".join(head) + "\n\nA commit\n").encode()
        signer = by if key is None else key
        if signer:
            body = with_signature(body, self.sign(signer, body))
        return self.put(change(body), old)

    def put(self, body: bytes, old: str = "") -> str:
        """Write a commit's raw bytes as they are and move the branch to it."""
        made = self.written("commit", body)
        self.git("update-ref", self.ref, made, *([old] if old else []))
        return made

    def written(self, kind: str, body: bytes) -> str:
        """The name of an object, written as git writes it."""
        whole = b"%s %d\0" % (kind.encode(), len(body)) + body
        name = hashlib.sha1(whole).hexdigest()
        file = self.path / ".git" / "objects" / name[:2] / name[2:]
        if not file.exists():
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(zlib.compress(whole, 1))
            file.chmod(0o444)
        return name

    def raw(self, commit: str) -> bytes:
        """The raw bytes of a commit."""
        command = ["git", "-C", str(self.path), "cat-file", "commit", commit]
        return subprocess.run(command, capture_output=True, check=True).stdout


def copy_of(board: Path, folder: Path) -> History:
    """A copy of a repository to tamper with."""
    return History(copied(board, folder / "board"))
