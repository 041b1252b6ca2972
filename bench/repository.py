"""A synthetic governed repository of any size, made by `git fast-import` in one go, and git commands for floors."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from board.core.digest import charter_digest, lines_digest
from board.formats.charter import read_charter
from board.formats.shipped import shipped_dir

SEATS = {"ana": "security", "ben": "engineering", "chiara": "product", "lena": "legal"}
SHELF = 1000
OPEN_EVERY = 20
"""One proposal in twenty is still open; the rest is decided."""
LONG = "longest"
"""A word in the title of the one long proposal, which the first paint of its document is measured with."""
_START = datetime(2024, 1, 8, 9, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Made:
    """A repository for measuring: where it is, how many proposals, and an open one to vote on."""

    path: Path
    home: Path
    proposals: int
    open_id: str

    def environment(self) -> dict[str, str]:
        """What a program needs to act as ana here: a home of its own, with name, mail and signing key."""
        import os

        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
            "HOME": str(self.home),
            "XDG_CACHE_HOME": str(self.home / "cache"),
            "XDG_STATE_HOME": str(self.home / "state"),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "GIT_CONFIG_NOSYSTEM": "1",
        }

    def git(self, *arguments: str, stdin: bytes | None = None) -> bytes:
        """Run git here and return its output."""
        command = ["git", "-C", str(self.path), *arguments]
        ran = subprocess.run(command, input=stdin, capture_output=True, check=True, env=self.environment())
        return ran.stdout


def make(folder: Path, proposals: int, long_text: str = "") -> Made:
    """Write a repository with this many proposals, about nine files and five commits each, and check the branch out."""
    home = folder / "home"
    home.mkdir(parents=True)
    key = _key(home)
    path = folder / "repository"
    made = Made(path, home, proposals, f"{_year(proposals - 1)}/{proposals:05d}-adopt-model-{proposals}")
    subprocess.run(["git", "init", "-q", "-b", "main", str(path)], check=True, env=made.environment())
    charter = _charter(key)
    files = {
        f"checklists/{file.name}": file.read_bytes() for file in sorted((shipped_dir() / "checklists").glob("*.toml"))
    }
    binds = {
        "charter": charter_digest(read_charter(charter, "board.toml").value),
        "checklists": lines_digest(files),
        "policy": lines_digest({}),
    }
    made.git("fast-import", "--quiet", stdin=b"".join(_stream(proposals, binds, long_text)))
    made.git("reset", "-q", "--hard", "main")
    _found(made, {"board.toml": charter, **files})
    return made


def _found(made: Made, files: dict[str, bytes]) -> None:
    """Found the board on top of its past, signed by its chair: what lies there then is taken on trust, and no commit of
    this history is faulty, so that acts are measured on a board as it should be."""
    for name, data in files.items():
        file = made.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    made.git("add", "board.toml", "checklists")
    made.git("commit", "-q", "-S", "-m", "Found the board")


def _key(home: Path) -> str:
    private = home / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "ana", "-f", str(private)], check=True)
    (home / ".gitconfig").write_text(
        "[user]\n\tname = Ana Lindqvist\n\temail = ana@hollowoak.example\n"
        f"\tsigningkey = {private}.pub\n[gpg]\n\tformat = ssh\n[gc]\n\tauto = 0\n"
    )
    return " ".join((home / "key.pub").read_text().split()[:2])


def _charter(key: str) -> bytes:
    seats = "".join(f'[seats.{seat}]\ntitle = "{seat.capitalize()}"\nvotes = "always"\n' for seat in SEATS.values())
    members = "".join(
        f'[members.{handle}]\nname = "{handle.capitalize()} Example"\nemails = ["{handle}@hollowoak.example"]\n'
        f'keys = [{f"{key!r}" if handle == "ana" else ""}]\nseats = ["{seat}"]\n'
        f"roles = [{chr(34) + 'chair' + chr(34) if handle == 'ana' else ''}]\n"
        for handle, seat in SEATS.items()
    )
    head = (
        'rules = 1\n[board]\nname = "Bench board"\ntimezone = "UTC"\n'
        '[repository]\nid = "bench"\nbranch = "main"\nroot = "."\nsigning = "required"\n'
    )
    return (head + seats + members).encode()


def _year(index: int) -> int:
    return 2024 + index // SHELF


def _stream(proposals: int, binds: dict[str, str], long_text: str) -> Iterator[bytes]:
    at = _START
    for index in range(proposals):
        for who, subject, files in _life(index, index == proposals - 1, at, binds, long_text):
            at += timedelta(minutes=7)
            yield _commit(at, who, subject, files)


def _life(
    index: int, last: bool, at: datetime, binds: dict[str, str], long_text: str
) -> Iterator[tuple[str, str, dict[str, bytes]]]:
    """The commits of one proposal: submitted, opened, reviewed and voted on, decided unless it is still open."""
    number = index + 1
    proposal = f"{_year(index)}/{number:05d}-adopt-model-{number}"
    still_open = last or number % OPEN_EVERY == 0
    body = long_text if long_text and number == 1 else _prose(number)
    title = f"Adopt model {number} {LONG}" if long_text and number == 1 else f"Adopt model {number} for record search"
    sent = {
        f"{proposal}.md": _proposal(title, number, body).encode(),
        f"{proposal}/answers.toml": _answers(number).encode(),
        f"{proposal}/eval.toml": f"run = {number}\nrecall = 0.{number % 90 + 10}\n".encode(),
    }
    yield "mo", f"Propose {proposal}", {f"proposals/{name}": data for name, data in sent.items()}
    if number == 1 and long_text:
        still_open = True
    revision = lines_digest(sent)
    opened = (at + timedelta(minutes=10)).strftime("%Y-%m-%dT%H:%M:%SZ")
    docket = (
        f'[[openings]]\nround = 1\nrevision = "{revision}"\ncharter = "{binds["charter"]}"\n'
        f'checklists = "{binds["checklists"]}"\npolicy = "{binds["policy"]}"\ntier = "limited"\nopened_by = "ben"\n'
        f"opened_at = {opened}\nwindow_ends = {(at + timedelta(days=9)).date() if not still_open else '2099-01-01'}\n"
    )
    here = f"decisions/{proposal}"
    yield "ben", f"Open {proposal}", {f"{here}/docket.toml": docket.encode()}
    voters = [handle for handle in SEATS if handle != "ana"] if still_open else list(SEATS)
    ballots = {
        f"{here}/ballots/{handle}-1.toml": _ballot(proposal, handle, revision, binds, opened).encode()
        for handle in voters
    }
    for handle in voters[:2]:
        yield (
            handle,
            f"Vote on {proposal}",
            {path: data for path, data in ballots.items() if path.endswith(f"/{handle}-1.toml")},
        )
    rest = {
        path: data for path, data in ballots.items() if not path.endswith(tuple(f"/{v}-1.toml" for v in voters[:2]))
    }
    if still_open:
        yield voters[2], f"Vote on {proposal}", rest
        return
    text = _decision(title, at).encode()
    record = _record(proposal, title, opened, ballots, text)
    yield "ben", f"Decide {proposal}", {**rest, f"{here}.md": text, f"{here}/record.toml": record.encode()}


def _commit(at: datetime, who: str, subject: str, files: dict[str, bytes]) -> bytes:
    stamp = f"{who.capitalize()} Example <{who}@hollowoak.example> {int(at.timestamp())} +0000"
    parts = [
        f"commit refs/heads/main\nauthor {stamp}\ncommitter {stamp}\ndata {len(subject.encode())}\n{subject}\n".encode()
    ]
    for path, data in files.items():
        parts.append(f"M 100644 inline {path}\ndata {len(data)}\n".encode() + data + b"\n")
    return b"".join(parts)


def _prose(number: int) -> str:
    return f"We want model {number} to find similar records.\n\n## Why\n\nPeople search by hand today.\n" * 3


def _proposal(title: str, number: int, body: str) -> str:
    digest = hashlib.sha256(str(number).encode()).hexdigest()
    return (
        f'+++\ntitle = "{title}"\nkind = "model-adopt"\nstate = "ready"\nproposer = "mo"\n[facts]\n'
        f'target_ring = "sandbox"\ndecides_about_people = "informs"\n'
        f'models = [{{ id = "model-{number}", version = "1.0.0", sha256 = "{digest}" }}]\n'
        f'[[evidence]]\nid = "eval"\ntitle = "Frozen benchmark, run {number}"\npath = "eval.toml"\n+++\n{body}'
    )


def _answers(number: int) -> str:
    return "".join(
        f'[[answers]]\nquestion = "R-{question:02d}"\nvalue = "yes"\nnote = "As measured in run {number}."\n'
        for question in range(1, 9)
    )


def _ballot(proposal: str, member: str, revision: str, binds: dict[str, str], at: str) -> str:
    return (
        f'schema = 1\nrepository = "bench"\nproposal = "{proposal}"\nround = 1\nrevision = "{revision}"\n'
        f'charter = "{binds["charter"]}"\nchecklists = "{binds["checklists"]}"\npolicy = "{binds["policy"]}"\n'
        f'review = ""\nmember = "{member}"\nseats = ["{SEATS[member]}"]\nnumber = 1\nprevious = ""\n'
        f'verdict = "approve"\nreason = "The evidence is enough for the sandbox."\ncast_at = {at}\n'
    )


def _decision(title: str, at: datetime) -> str:
    return f"# {title}\n\n- Status: Accepted\n- Date: {at.date()}\n- Deciders: four seats\n\n## Status\n\nAccepted\n"


def _record(proposal: str, title: str, at: str, ballots: dict[str, bytes], text: bytes) -> str:
    listed = "".join(
        f'[[ballots]]\npath = "{path}"\nsha256 = "sha256:{hashlib.sha256(data).hexdigest()}"\n'
        f'member = "{(handle := path.rsplit("/", 1)[1].removesuffix("-1.toml"))}"\nseats = ["{SEATS[handle]}"]\n'
        'verdict = "approve"\ncounted = true\nwhy_not = ""\n'
        for path, data in ballots.items()
    )
    return (
        f'schema = 1\nid = "{proposal}"\nround = 1\noutcome = "approved"\nrules = 1\ndecided_at = {at}\n'
        f'decided_by = "ben"\nbase = ""\ntitle = "{title}"\nkind = "model-adopt"\ntier = "limited"\n'
        'proposer = "mo"\n'
        "[sum]\nseats = 4\neligible = 4\nneeded = 3\nyes = 4\nreturns = 0\npresent = 4\npeople = 4\nquorum_seats = 3\n"
        'quorum_people = 2\nsentence = "4 seats; all say yes: approved."\n'
        f'[digests]\ndecision = "sha256:{hashlib.sha256(text).hexdigest()}"\n{listed}'
    )
