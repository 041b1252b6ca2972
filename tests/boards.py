"""A small real board in a temporary git repository, with a session for each of its members."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from board.actions.founding import board_files
from board.actions.load import Parsed
from board.actions.model import Me
from board.actions.propose import submit_files
from board.actions.session import Session
from board.core.ballot import BallotDraft, Verdict
from board.core.layout import CHARTER, Layout
from board.store.base import Change, Person
from board.store.identity import Identity
from board.store.repository import GitStore, open_repository

CHARTER_TEXT = """\
rules = 1

[board]
name = "Small board"
timezone = "Europe/Berlin"

[repository]
id = "0123456789abcdef"
branch = "main"
signing = "unsigned"

[members.ana]
name = "Ana Lindqvist"
emails = ["ana@example.org"]
seats = ["security"]
roles = ["chair"]

[members.ben]
name = "Ben Okafor"
emails = ["ben@example.org"]
seats = ["engineering"]

[members.chiara]
name = "Chiara Romano"
emails = ["chiara@example.org"]
seats = ["product"]

[members.lena]
name = "Lena Vogt"
emails = ["lena@example.org"]
seats = ["legal"]

[members.kim]
name = "Kim Sato"
emails = ["kim@example.org"]
alternate = ["product"]
roles = ["secretary"]

[members.mo]
name = "Mo Haddad"
emails = ["mo@example.org"]
alternate = ["engineering"]
roles = ["on-call"]
"""

PROPOSAL = """\
+++
title = "Give the search index a new tokenizer"
kind = "model-change"
proposer = "mo"
[facts]
change_class = "major"
models = [{ id = "search", version = "1.1.0", sha256 = "%s" }]
target_ring = "beta"
decides_about_people = "no"
personal_data = "none"
interacts_with_people = false
generates_content = ["none"]
agentic = "none"
domain = ["none"]
safety_component = false
audience = ["staff"]
jurisdictions = ["CH"]
weights_origin = "own"
+++
# A new tokenizer

It splits long German words better.
""" % ("a" * 64)

START = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)


def git(where: Path, *args: str) -> str:
    """The output of git, as a user would run it."""
    command = ["git", "-C", str(where), "-c", "user.name=Test", "-c", "user.email=test@example.org", *args]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@dataclass
class SmallBoard:
    """The repository, its store, a clock that tests move, and a session for each member."""

    path: Path
    store: GitStore
    remote: Path | None = None
    now: datetime = START
    parsed: Parsed = field(default_factory=Parsed)
    sessions: dict[str, Session] = field(default_factory=dict)
    judges: bool = True
    """Whether sessions tell faulty commits apart; without, they read whatever anybody put at the tip."""

    def session(self, member: str) -> Session:
        """The session of a member, looking at the newest tip."""
        if member not in self.sessions:
            identity = Identity(member.capitalize(), f"{member}@example.org", "", "")
            session = Session(self.store, identity, Me(identity.name, identity.email), lambda: self.now)
            self.sessions[member] = session
        session = self.sessions[member]
        session.judges = self.judges
        session.forget()
        session.recognise()
        return session

    def wait(self, **span: float) -> None:
        """Let time pass."""
        self.now += timedelta(**span)

    def submit(self, proposal_id: str = "2026/0001-tokenizer", text: str = PROPOSAL, **files: bytes) -> str:
        """Put a proposal before the board as mo; returns its id."""
        found = {f"proposals/{proposal_id}.md": text.encode()}
        found |= {f"proposals/{proposal_id}/{name}": data for name, data in files.items()}
        submit_files(self.session("mo"), proposal_id, found)
        self.wait(minutes=1)
        return proposal_id

    def vote(self, member: str, proposal_id: str, verdict: str, **fields: object) -> None:
        """Cast a ballot."""
        from board.actions.voting import cast

        draft = BallotDraft(Verdict(verdict), **fields)  # type: ignore[arg-type]  # tests name the fields they need
        cast(self.session(member), proposal_id, draft)
        self.wait(minutes=1)


def small_board(
    folder: Path, *, charter: str = CHARTER_TEXT, checklists: bool = False, remote: bool = False
) -> SmallBoard:
    """Found a board in a new repository; without `checklists` nobody asks anything."""
    place = folder / "board"
    place.mkdir(parents=True)
    git(place, "init", "-q", "-b", "main")
    store = open_repository(place, "main")
    files: dict[str, bytes | None] = {CHARTER: charter.encode()}
    if checklists:
        files |= board_files(Layout())
    store.write(lambda _: Change(files, "Found the board\n"), Person("Ana", "ana@example.org"), START, None)
    bare = folder / "remote.git" if remote else None
    if bare is not None:
        git(folder, "clone", "-q", "--bare", str(place), str(bare))
        git(place, "remote", "add", "origin", str(bare))
        git(place, "fetch", "-q", "origin")
        store = open_repository(place, "main")
    return SmallBoard(place, store, bare)
