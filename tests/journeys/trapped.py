"""A signed board full of traps, and every command used on it: by whom, how, and the answer it must give."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from board.store.repository import open_repository
from tests.boards import PROPOSAL, SmallBoard, git
from tests.cli.running import Board, Ran
from tests.store.test_hostile import TRAPS
from tests.trust.history import MEMBERS, History, decide_it, key_line, key_of, open_it, signed_board, submit
from tests.tui.sample import ID

DECIDED, MINOR, STOP = "2026/0001-tokenizer", "2026/0002-minor", "2026/0003-stop"
LATE, IDEA, MINE = "2026/0004-late", "2026/0005-idea", "2026/0006-mine"
BALLOT = f"decisions/{ID}/ballots/ben-1.toml"
GUEST = "20261007T100000Z-guest-eve"
QUESTION = """\
id = "compliance"
title = "Compliance"
[[questions]]
id = "C-01"
question = "Was it tried out?"
type = "yn"
core = true
judge = "product"
"""
EMERGENCY = PROPOSAL.replace('kind = "model-change"', 'kind = "emergency-action"')
ALONE: dict[str, tuple[int, int, int]] = {
    "ssh command": (0, 0, 3), "ext address": (0, 3, 3), "ext address by insteadOf": (0, 0, 3),
    "remote inside with hooks": (0, 3, 3), "remote beside with hooks": (0, 3, 0),
    "remote in a file with hooks": (0, 3, 3),
    "option as address": (0, 3, 3), "credential helper": (0, 0, 3),
    "remote helper": (0, 0, 0), "ext push address": (0, 3, 0), "ext address by pushInsteadOf": (0, 0, 0),
    "promisor with missing blobs": (3, 3, 3), "work tree elsewhere": (0, 0, 0),
}  # fmt: skip
"""Traps in the address itself, of which there is one, or after which nothing can be read.

What reading, a ballot and `sync` answer: a ballot waits where an address gives no answer, and is refused where the
address is one that could run something.
"""

Use = tuple[str, str, int]
USES: tuple[Use, ...] = (
    ("ana", "whoami", 0), ("ana", "list", 0), ("ana", "list --mine", 0), ("ana", f"show {ID}", 0),
    ("ana", f"show {DECIDED} --decision", 0), ("ana", "history", 0), ("ana", f"log {DECIDED}", 0),
    ("ana", "search tokenizer", 0), ("ana", f"evidence list {ID}", 0),
    ("mo", f"evidence add {IDEA} README.md --id note", 0), ("ana", "risks", 0), ("ana", "pack", 0),
    ("ana", f"tally {ID}", 0), ("ana", "charter", 0), ("ana", "check", 1), ("ana", "words README.md", 0),
    ("ana", "verify", 0), ("ana", "verify --allowed-signers", 0), ("ana", f"prove {DECIDED} --out proof.json", 0),
    ("ana", "checkpoint --out point.txt", 0), ("ben", "checkpoint --countersign point.txt", 0),
    ("ana", "checkpoint --compare point.txt", 0), ("ana", "checkpoint --list", 0),
    ("mo", f"answer {MINE} C-01 yes", 0), ("mo", f"submit {MINE}", 0), ("mo", "new model-retire Retire-it", 0),
    ("mo", "new model-adopt Adopt-it --card README.md --files .", 0),
    ("mo", f"renumber {IDEA}", 0), ("mo", f"withdraw {MINE} --reason No", 0),
    ("chiara", f"pull {MINOR}", 0), ("kim", f"open {LATE}", 0), ("ana", f"defer {LATE} --reason Later", 0),
    ("mo", f"act {STOP} stop Off.", 0), ("ana", f"follow-up {STOP} confirm --text Seen.", 0),
    ("kim", f"remove {ID} {GUEST}", 0), ("kim", f"remove {ID} {GUEST} --reason Spam. --yes", 0),
    ("ben", f"ask {ID} Why?", 0), ("mo", f"reply {ID} 1 So.", 0), ("ana", f"review {ID}", 0),
    ("ana", f"answer {ID} C-01 agree", 0), ("ana", f"share {ID}", 0), ("lena", f"move {ID} raise-tier limited", 0),
    ("ana", f"vote {ID} approve", 0), ("chiara", f"vote {ID} approve", 0), ("lena", f"vote {ID} approve", 0),
    ("ana", f"decide {ID}", 0), ("ana", f"decide {ID} --yes", 0),
    ("ana", "member", 0), ("ana", "member signed ben", 0),
    ("ben", "member suspend mo --reason Leaked.", 0), ("lena", "member suspend mo --reason Leaked.", 0),
    ("ben", "member replace-key mo --reason New. --key new.pub", 0),
    ("lena", "member replace-key mo --reason New. --key new.pub", 0),
    ("ana", "join --handle ana --key more.pub", 0), ("ana", "verify", 0), ("ana", "sync", 0),
)  # fmt: skip
"""What each command does where it can do it; only `check` says no, to a proposal that lacks something."""
AFTER_A_FAULT: tuple[Use, ...] = (("ana", "sync", 0), ("ana", "restore", 1), ("ana", "restore --yes", 0))
"""What is done once a commit from outside took a ballot away."""
FOUND = "init --name Another --member ana Ana_<ana@example.org> --seat ana security --role ana chair --signed"


@dataclass(frozen=True, slots=True)
class Trapped:
    """The board and who sits at it: each member signs by her own git settings, as anybody does."""

    board: SmallBoard
    folder: Path

    @property
    def fired(self) -> bool:
        """Whether a program ran that the repository names."""
        return (self.folder / "fired").exists()

    @property
    def trap(self) -> str:
        """The program that must not run."""
        return str(self.folder / "trap")

    def use(self, member: str, words: str, place: Path | None = None) -> Ran:
        """One command by a member; `_` stands for a space inside a word."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("GIT_CONFIG_GLOBAL", str(self.folder / f"{member}.config"))
            return Board(place or self.board.path)(*(word.replace("_", " ") for word in words.split()))

    def attack(self) -> None:
        """Somebody who can push takes a ballot away, from a clone of her own."""
        clone = self.folder / "clone"
        git(self.folder, "clone", "-q", str(self.board.remote), str(clone))
        History(clone, clock=int(datetime.now(UTC).timestamp())).commit({BALLOT: None}, "eve", key="")
        git(clone, "push", "-q", "origin", "main")


def trapped_board(folder: Path) -> Trapped:
    """A signed board with a remote, one proposal decided, some under way, a key file for each member; no trap yet."""
    board = signed_board(folder)
    board.now = datetime.now(UTC) - timedelta(hours=2)
    files = {"checklists/compliance.toml": QUESTION, "docs/notes.md": "Notes.\n"}
    History(board.path, clock=int(board.now.timestamp())).commit({**files}, "ana")
    git(board.path, "reset", "-q", "--hard")
    board.wait(minutes=1)
    minor = PROPOSAL.replace('"major"', '"minor"')
    for proposal, text in ((DECIDED, PROPOSAL), (ID, PROPOSAL), (MINOR, minor), (STOP, EMERGENCY), (LATE, PROPOSAL)):
        submit(board, proposal, text, {"answers.toml": '[[answers]]\nquestion = "C-01"\nvalue = "yes"\n'})
        if proposal not in (STOP, LATE):
            open_it(board, proposal)
    submit(board, IDEA, PROPOSAL)
    for member in ("ana", "ben", "chiara", "lena"):
        board.vote(member, DECIDED, "approve")
    decide_it(board, DECIDED)
    board.vote("ben", ID, "approve")
    spam = {f"decisions/{ID}/messages/{GUEST}.md": '+++\nkind = "question"\n+++\nBuy!\n'}
    History(board.path, clock=int(board.now.timestamp())).commit({**spam}, "eve", key="")
    git(board.path, "reset", "-q", "--hard")
    (board.path / f"proposals/{MINE}.md").write_text(PROPOSAL)
    (board.path / "README.md").write_text("Some plain words.\n")
    (board.path / "new.pub").write_text(key_line("new"))
    _key(board.path / "more", "more")
    remote = folder / "remote.git"
    git(folder, "clone", "-q", "--bare", str(board.path), str(remote))
    git(board.path, "remote", "add", "origin", str(remote))
    git(board.path, "fetch", "-q", "origin")
    for member in MEMBERS:
        _at_home(folder, member)
    return _at(folder, board.now)


def copied(made: Trapped, folder: Path) -> Trapped:
    """A copy with a remote and a mark of its own, and the same members."""
    shutil.copytree(made.folder, folder, symlinks=True)
    git(folder / "board", "remote", "set-url", "origin", str(folder / "remote.git"))
    return _at(folder, made.board.now)


def _at(folder: Path, now: datetime) -> Trapped:
    trap = folder / "trap"
    trap.write_text(f"#!/bin/sh\necho \"$0\" >> '{folder}/fired'\nexit 0\n")
    trap.chmod(0o755)
    (folder / "victim").mkdir(exist_ok=True)
    place = folder / "board"
    return Trapped(SmallBoard(place, open_repository(place, "main"), folder / "remote.git", now), folder)


def _key(place: Path, person: str) -> Path:
    """A person's key as ssh-keygen reads it, and its public half beside it."""
    place.touch(0o600)
    place.write_bytes(key_of(person).private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))
    place.with_name(f"{place.name}.pub").write_text(key_line(person))
    return place


def _at_home(folder: Path, member: str) -> None:
    """The git settings of a member, who signs with a key of hers."""
    key = _key(folder / f"{member}.key", member)
    settings = {"user.name": member.title(), "user.email": f"{member}@example.org"}
    for name, value in {**settings, "gpg.format": "ssh", "user.signingKey": str(key)}.items():
        git(folder, "config", "--file", str(folder / f"{member}.config"), name, value)


def plant(place: Path, trap: str) -> None:
    """Every trap that can lie beside the others."""
    for name in TRAPS.keys() - ALONE.keys():
        TRAPS[name](place, trap)
    journal = place / ".git/board/journal"
    journal.mkdir(parents=True, exist_ok=True)
    os.mkfifo(journal / "a.json")
    os.mkfifo(journal / "1-aa.json")
    (journal / "b.json").mkdir()
    (journal / "c.json").symlink_to(trap)
    (journal / "notes.txt").write_text("Somebody's.\n")


def planted(place: Path) -> set[str]:
    """What still lies in our journal of a repository."""
    return {path.name for path in (place / ".git/board/journal").iterdir()}
