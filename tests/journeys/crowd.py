"""Eight members on eight clones of one remote, each at a machine of her own; and what each of them does there.

Run as a program it is one member at work: `python -m tests.journeys.crowd CLONE MEMBER SEED ACTS [DECIDES…]`.
Every act that the program calls recorded is printed, so that whoever kills the process knows what was promised.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from board.core.digest import sha256
from tests.boards import PROPOSAL, SmallBoard
from tests.conftest import ROOT, away
from tests.journeys.command import Board, git
from tests.trust.history import charter, key_line, key_of, open_it, signed_board, submit

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
"""
EIGHT = ("ana", "ben", "chiara", "lena", "kim", "mo", "ruth", "yusuf")
TALKED = ("2026/0001-tokenizer", "2026/0002-stemmer")
"""Open: everybody votes, asks and replies there."""
READY = ("2026/0003-ready", "2026/0004-ready")
"""Every seat has voted: chair and secretary may decide."""


def founded(folder: Path, branch: str) -> Path:
    """A bare remote whose board is open for talk; on `branch`, and beside it a `main` with code where that differs."""
    text = charter().replace('branch = "main"', f'branch = "{branch}"') + MORE
    board: SmallBoard = signed_board(folder / "founding", text)
    board.now = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=2)
    for number, proposal in enumerate((*TALKED, *READY)):
        submit(board, proposal, PROPOSAL.replace("tokenizer", f"tokenizer {number}"))
        open_it(board, proposal)
    for proposal in READY:
        for member in ("ana", "ben", "chiara", "lena"):
            board.vote(member, proposal, "approve")
    remote = folder / "remote.git"
    git(folder, "clone", "-q", "--bare", str(board.path), str(remote))
    if branch != "main":
        git(remote, "branch", branch, "main")
        founding = git(remote, "rev-list", "--max-parents=0", "main")
        git(remote, "update-ref", "refs/heads/main", founding)
    return remote


def hook(remote: Path, script: str) -> None:
    """Let the remote judge each update of a branch: `$1` is the ref, `$2` the old commit, `$3` the new one."""
    file = remote / "hooks" / "update"
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


ONLY_FORWARD = """
[ "$3" = 0000000000000000000000000000000000000000 ] && { echo "branches are not removed here"; exit 1; }
[ "$(git merge-base "$2" "$3")" = "$2" ] || { echo "only forward"; exit 1; }
"""
MAIN_IS_CLOSED = f'[ "$1" = refs/heads/main ] && {{ echo "main takes pull requests only"; exit 1; }}\n{ONLY_FORWARD}'


PATIENCE = 60
"""Seconds within which every act is recorded or refused, however many others act and whatever is cut.

It bounds how long anybody waits, on a machine that does much else; it says nothing about speed.
"""


@dataclass
class Person:
    """One member at her own machine: a home, a key, a clone; and what her program called recorded."""

    name: str
    home: Path
    clone: Path
    recorded: list[tuple[str, str]] = field(default_factory=list)
    """Path and digest of each file of an act that was acknowledged."""
    refused: list[str] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    """How many seconds each act took until she was told that it is recorded, or why not."""
    killed: int = 0

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        return {**kept, **away(self.home), "PYTHONPATH": str(ROOT)}

    @property
    def board(self) -> Board:
        """The `board` command at her machine."""
        return Board(self.clone, environment=away(self.home))

    def work(self, seed: int, acts: int, *decides: str) -> subprocess.Popen[bytes]:
        """Let her do some acts, in a process group of its own."""
        line = (sys.executable, "-m", "tests.journeys.crowd", str(self.clone), self.name, str(seed), str(acts))
        return subprocess.Popen(
            [*line, *decides],
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def heard(self, process: subprocess.Popen[bytes]) -> int:
        """Wait for the end and note what was promised; returns how many acts were recorded."""
        out, err = process.communicate(timeout=240)
        assert process.returncode in (0, -signal.SIGKILL), (self.name, err.decode())
        before = len(self.recorded)
        for line in out.decode().splitlines():
            what, *rest = line.split()
            if what == "took":
                self.waited.append(float(rest[0]))
            elif what == "recorded":
                self.recorded += [(path, digest) for path, _, digest in (each.partition("=") for each in rest)]
            else:
                self.refused += rest
        assert max(self.waited, default=0) < PATIENCE, (self.name, self.waited)
        return len(self.recorded) - before

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """Kill her program, and every git and ssh it started, wherever they are."""
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        self.killed += 1

    def tidy(self) -> None:
        """Remove the locks that a killed git left, as the program's words tell people to; ours mend themselves."""
        for lock in (self.clone / ".git").rglob("*.lock"):
            if b"governance-board" not in lock.read_bytes():
                lock.unlink()


def people(folder: Path, address: str, branch: str, *settings: str, names: tuple[str, ...] = EIGHT) -> list[Person]:
    """Each member with a home, a signing key and a clone; `settings` are lines for everybody's git configuration."""
    found = []
    for name in names:
        home, clone = folder / name / "home", folder / name / "board"
        (home / ".ssh").mkdir(parents=True, mode=0o700)
        key = home / ".ssh" / "id_ed25519"
        key.write_bytes(key_of(name).private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))
        key.chmod(0o600)
        key.with_suffix(".pub").write_text(f"{key_line(name)} {name}\n")
        lines = ["[user]", f"name = {name.title()}", f"email = {name}@example.org", f"signingkey = {key}.pub"]
        lines += ["[safe]", f"directory = {address}", "[gpg]", "format = ssh", *settings]
        (home / ".gitconfig").write_text("\n".join(lines) + "\n")
        person = Person(name, home, clone)
        command = ["git", "clone", "-q", "-b", branch, address, str(clone)]
        subprocess.run(command, env=person.environment, check=True, capture_output=True)
        found.append(person)
    return found


def all_at_home(persons: list[Person]) -> Mapping[str, int]:
    """Everybody syncs until nothing waits any more; how many acts of each had been recorded."""
    waiting = [one for one in persons if git(one.clone, "for-each-ref", "refs/board/outbox")]
    for person in persons:
        person.tidy()
    for person in (*waiting, *persons):
        ran = person.board("sync", "--json")
        assert ran.status == 0, (person.name, ran)
        assert git(person.clone, "for-each-ref", "refs/board/outbox") == "", person.name
    return {person.name: len(person.recorded) for person in persons}


def look(remote: Path, persons: list[Person], branch: str, fresh: Path) -> None:
    """Nothing is lost, the line is straight, no number is taken twice, nothing is broken, and the board verifies."""
    files = {}
    for line in git(remote, "ls-tree", "-r", branch).splitlines():
        meta, path = line.split("\t")
        files[path] = meta.split()[2]
    for person in persons:
        for path, digest in person.recorded:
            assert path in files, (person.name, path)
            if "/ballots/" in path or "/messages/" in path or path.endswith("record.toml"):
                found = subprocess.run(
                    ["git", "-C", str(remote), "cat-file", "blob", files[path]], capture_output=True, check=True
                )
                assert sha256(found.stdout) == digest, (person.name, path)
    assert git(remote, "rev-list", "--count", "--merges", branch) == "0"
    numbers = [path.split("/")[2][:4] for path in files if path.startswith("proposals/") and path.count("/") == 2]
    assert len(numbers) == len(set(numbers)), sorted(numbers)
    for place in (remote, *(person.clone for person in persons)):
        ran = subprocess.run(["git", "-C", str(place), "fsck", "--full"], capture_output=True, text=True)
        assert ran.returncode == 0, ran.stderr
    for person in persons:
        assert git(person.clone, "status", "--porcelain", "--untracked-files=no") == "", person.name
        assert git(person.clone, "rev-parse", branch) == git(remote, "rev-parse", branch), person.name
    shutil.rmtree(fresh, ignore_errors=True)
    git(remote.parent, "clone", "-q", "-b", branch, str(remote), str(fresh))
    ran = Board(fresh, environment=persons[0].board.environment)("verify", "--json")
    assert (ran.status, ran.data["faults"]) == (0, []), ran


# One member at work


def main(clone: str, name: str, seed: str, acts: str, *decides: str) -> None:
    """Do some acts, and say of each whether it was recorded."""
    from board.actions.deciding import decide, preview
    from board.actions.messaging import ask, reply
    from board.actions.model import Done, FreeParts
    from board.actions.propose import new, renumber, submit
    from board.actions.session import Session, open_session
    from board.actions.voting import cast
    from board.core.ballot import BallotDraft, Verdict
    from board.core.finding import Refused

    chance = random.Random(f"{name} {seed}")
    session = open_session(Path(clone))

    def vote(session: Session) -> Done:
        verdict = chance.choice((Verdict.APPROVE, Verdict.REJECT, Verdict.ABSTAIN))
        return cast(session, chance.choice(TALKED), BallotDraft(verdict, reason=f"{name} {chance.random()}"))

    def question(session: Session) -> Done:
        return ask(session, chance.choice(TALKED), f"Why, asks {name} {chance.random()}?")

    def answer(session: Session) -> Done:
        from board.actions.cases import load_case

        proposal = chance.choice(TALKED)
        raised = [one for one in load_case(session.world, proposal).messages if one.kind == "question"]
        if not raised:
            return question(session)
        return reply(session, proposal, f"So says {name} {chance.random()}.", re=chance.choice(raised).file)

    def propose(session: Session) -> Done:
        written = new(session, "model-retire", f"Retire {name} {chance.randrange(10**6)}", "2026")
        document = next(path for path in written.files if path.endswith(".md") and path.count("/") == 2)
        proposal = document.removeprefix("proposals/").removesuffix(".md")
        for _ in range(30):
            try:
                return submit(session, proposal)
            except Refused as refused:
                if refused.findings[0].code != "proposal.number-taken":
                    raise
                told = renumber(session, proposal).files[0]
                proposal = told.removeprefix("proposals/").removesuffix(".md")
        raise AssertionError("no number was free")

    def settle(proposal: str) -> Done:
        return decide(session, proposal, preview(session, proposal, FreeParts()))

    usual = [vote, vote, question, answer, propose]
    if name in ("kim", "yusuf"):
        usual = [question, answer, vote, propose]
    if name in ("mo", "ruth"):  # he made the proposals, and her seat is not asked about them
        usual = [question, answer, propose]
    for number in range(int(acts)):
        began = monotonic()
        try:
            session.forget()
            told = settle(decides[number]) if number < len(decides) else chance.choice(usual)(session)
        except Refused as refused:
            print("refused", refused.findings[0].code, flush=True)
            continue
        finally:
            print("took", round(monotonic() - began, 1), flush=True)
        snapshot = session.store.snapshot(told.commit)
        pairs = (f"{path}={sha256(snapshot.read(path) or b'')}" for path in told.files if snapshot.blob(path))
        print("recorded", *pairs, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
