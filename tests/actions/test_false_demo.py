"""A prepared copy of a board that calls itself a demo signs with no key but those that lie in it as plain files."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from board.trust.signing import make_key
from tests.boards import SmallBoard, git
from tests.cli.running import Board
from tests.trust.history import OPEN, PROPOSAL, charter, open_it, signed_board, submit

Plant = Callable[[Path, Path], object]
"""Given the folder of a demo's keys and the user's own private key: puts something there as lena's key."""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The user's own key, which her agent holds, too."""
    home = tmp_path / "home"
    (home / ".ssh").mkdir(mode=0o700, parents=True)
    key = home / ".ssh/id_ed25519"
    make_key(key, "lena")
    socket = tmp_path / "agent"
    agent = subprocess.Popen(["ssh-agent", "-D", "-a", str(socket)], stdout=subprocess.PIPE, text=True)
    assert agent.stdout is not None
    agent.stdout.readline()
    settings = tmp_path / "settings"
    lines = (
        f"[user]\n\tname = Private\n\temail = private@home.example\n\tsigningkey = {key}.pub\n[gpg]\n\tformat = ssh\n"
    )
    settings.write_text(lines)
    for name, value in (("HOME", home), ("SSH_AUTH_SOCK", socket), ("GIT_CONFIG_GLOBAL", settings)):
        monkeypatch.setenv(name, str(value))
    subprocess.run(["ssh-add", "-q", key], check=True, capture_output=True, env=os.environ)
    yield key
    agent.terminate()
    agent.wait()
    agent.stdout.close()


@pytest.fixture
def prepared(tmp_path: Path, own: Path) -> Path:
    """A clone of the real board, on which the user's key is lena's, that says it is a demo; its remote is the bait."""
    public = " ".join(own.with_name("id_ed25519.pub").read_text().split()[:2])
    real: SmallBoard = signed_board(tmp_path / "real", charter(lena=public))
    real.wait(minutes=1)
    submit(real, OPEN, PROPOSAL.replace("tokenizer", "stemmer"))
    open_it(real, OPEN)
    git(tmp_path, "clone", "-q", "--bare", str(real.path), str(tmp_path / "bait.git"))
    git(tmp_path, "clone", "-q", str(tmp_path / "bait.git"), str(tmp_path / "demo"))
    folder = tmp_path / "demo/.git/board/demo"
    folder.mkdir(parents=True)
    (folder / "members.toml").write_text('[members.lena]\nname = "Lena Vogt"\nemail = "lena@example.org"\n')
    return tmp_path / "demo"


def encrypted(at: Path, own: Path) -> None:
    """A private key file that nobody can open, which names the user's key as its public half."""
    made = at.with_name("other")
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "secret", "-f", str(made)], check=True)
    made.rename(at)
    at.with_name("lena.pub").write_bytes(own.with_name("id_ed25519.pub").read_bytes())


PLANTS: dict[str, Plant] = {
    "a link to it": lambda at, own: (at / "lena").symlink_to(own),
    "a second name for it": lambda at, own: (at / "lena").hardlink_to(own),
    "its bytes": lambda at, own: (at / "lena").write_bytes(own.read_bytes()),
    "its public half, for the agent": lambda at, own: (at / "lena").write_bytes(Path(f"{own}.pub").read_bytes()),
    "another file whose public half is hers, for the agent": lambda at, own: encrypted(at / "lena", own),
    "a pipe": lambda at, own: os.mkfifo(at / "lena"),
    "nothing, for gpg": lambda at, own: None,
    "the folder a link": lambda at, own: (
        at.rename(at.with_name("aside")),
        at.symlink_to("aside"),
        (at / "lena").symlink_to(own),
    ),
}


@pytest.mark.parametrize("plant", PLANTS)
def test_given_a_false_demo_then_a_vote_tried_there_is_never_signed_with_the_users_own_key(
    prepared: Path, own: Path, plant: str
) -> None:
    """Given a real board that says it is a demo, when somebody tries a vote there, then it is refused in words and
    nothing is signed or sent.
    """
    before = git(prepared, "rev-parse", "origin/main")
    PLANTS[plant](prepared / ".git/board/demo", own)
    ran = Board(prepared)("vote", OPEN, "approve")
    assert ran.status != 0
    said = ("only with the keys that this program made", "is a link", "git has no signing key for you")
    assert any(each in ran.err for each in said), ran.err
    assert "Traceback" not in ran.err
    assert git(prepared.parent / "bait.git", "rev-parse", "main") == before
    assert git(prepared, "for-each-ref", "refs/board") == ""
