"""`board init` sets a key up where there is none, and founds with OpenPGP where git signs with gpg."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from board.actions.verifying import verify
from board.trust.signing import make_key
from tests.boards import PROPOSAL, SmallBoard, git
from tests.cli.running import Board
from tests.cli.test_prompts import ended, stopped, terminal
from tests.trust.history import DECIDED, charter, open_it, signed_board, submit
from tests.trust.pgp import keyring, needs_gpg

ANA = "ana@hollowoak.example"
FLAGS = (
    "--name",
    "Ours",
    "--member",
    "ana",
    f"Ana Lindqvist <{ANA}>",
    "--seat",
    "ana",
    "legal",
    "--role",
    "ana",
    "chair",
)


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Ana's computer, where git knows her name and no key."""
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Ana Lindqvist")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", ANA)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / ".config"))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    return tmp_path


def test_given_no_key_one_is_made_on_the_way_and_the_board_is_founded_with_it(home: Path) -> None:
    new = home / "new"
    new.mkdir()
    child = terminal(new, "init", "--name", "Ours", "--timezone", "UTC")
    for question, typed in (
        ("Must every act", "yes"),
        ("Set up a key now", "yes"),
        ("Which key do you sign with", "1"),
        ("What sort of key", "1"),
        ("Into which file", ""),
        ("Enter passphrase", ""),
        ("Enter same passphrase again", ""),
        ("Do this now, in your own git settings", "yes"),
        ("You can sign now: every act of the board must be signed.\\s+Where may anybody", "board at ours"),
        ("is neither a mail nor a web address", ""),
        ("Name", ""),
        ("Handle", ""),
        ("Mail address", ""),
        ("Seats", "legal"),
        ("Alternate", ""),
        ("Roles", ""),
        ("Name of the next member", ""),
        ("Take the usual rules", ""),
        ("Write this", "yes"),
    ):
        child.expect(question)
        child.sendline(typed)
    assert ended(child) == 0
    line = " ".join((home / ".ssh" / "id_ed25519.pub").read_text().split()[:2])
    assert line in git(new, "show", "HEAD:board.toml")
    assert Board(new)("verify").status == 0


def test_given_a_key_that_git_is_not_told_of_the_question_comes_back_with_its_reason(home: Path) -> None:
    child = terminal(home, "init", "--name", "Ours", "--timezone", "UTC")
    for question, typed in (
        ("Must every act", "yes"),
        ("Set up a key now", "yes"),
        ("Which key do you sign with", "1"),
        ("What sort of key", "1"),
        ("Into which file", ""),
        ("Enter passphrase", ""),
        ("Enter same passphrase again", ""),
        ("commit.gpgsign true", ""),
        ("git was not told of it", "yes"),
        ("Let git sign with a key of this computer, or a new one", "no"),
        ("Must every act", "no"),
    ):
        child.expect(question)
        child.sendline(typed)
    child.expect("Where may anybody write")  # Ctrl-C takes back what was typed and not yet read
    stopped(child, "Nothing was written")
    ended(child)
    assert not (home / ".gitconfig").exists()


@needs_gpg
def test_given_gpg_the_founding_is_signed_and_proven_with_openpgp(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gnupg = home / "g"
    gnupg.mkdir()
    with keyring(gnupg) as ring:
        fingerprint = ring.make(ANA)
        monkeypatch.setenv("GNUPGHOME", str(gnupg))
        (home / ".gitconfig").write_text(f'[gpg]\nformat = openpgp\n[user]\nsigningkey = "{fingerprint}"\n')
        new = Board(home / "new")
        assert new("init", *FLAGS, "--signed").status == 0
        assert new("new", "model-adopt", "Adopt it").status == 0
        (document,) = (home / "new").glob("proposals/*/*.md")  # who proposes does not open
        document.write_text(document.read_text().replace('proposer = "ana"', 'proposer = "mo"'))
        assert new("submit", "1").status == 0
        assert new("open", "1", "--yes").status == 0
    monkeypatch.delenv("GNUPGHOME")
    assert "BEGIN PGP PUBLIC KEY BLOCK" in git(home / "new", "show", "HEAD:board.toml")
    ran = new("verify", "--json")
    assert (ran.status, ran.data["faults"], ran.data["unproven"]) == (0, [], [])


@pytest.fixture
def agent(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An agent that holds one key, whose public half no file holds; returns that."""
    with tempfile.TemporaryDirectory() as short:  # a socket's path may not be long
        command = ["ssh-agent", "-D", "-a", f"{short}/agent"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            process.stdout.readline()
            monkeypatch.setenv("SSH_AUTH_SOCK", f"{short}/agent")
            line = make_key(home / "key", "ana@notebook")
            subprocess.run(["ssh-add", "-q", str(home / "key")], check=True)
            for each in ("key", "key.pub"):
                (home / each).unlink()
            yield " ".join(line.split()[:2])
            process.terminate()


def test_a_key_that_only_gits_default_command_names_founds_a_board(home: Path, agent: str) -> None:
    """Given gpg.ssh.defaultKeyCommand and no user.signingkey, as git signs with it, then a board is founded with it."""
    new = home / "new"
    new.mkdir()
    git(home, "config", "--global", "gpg.format", "ssh")
    git(home, "config", "--global", "gpg.ssh.defaultKeyCommand", "ssh-add -L")
    ran = Board(new)("init", "--signed", *FLAGS)
    assert ran.status == 0, ran.err
    assert agent in git(new, "show", "HEAD:board.toml")
    assert Board(new)("verify").status == 0
    git(home, "config", "--global", "gpg.ssh.defaultKeyCommand", "true")
    ran = Board(home / "new")("member", "suspend", "ana", "--reason", "Stolen.")
    assert (ran.status, "defaultKeyCommand, true, prints no key" in ran.err) == (1, True), ran.err


def test_row_42_no_repository_says_which_command_names_the_key(home: Path) -> None:
    """Given a repository that brings a defaultKeyCommand of its own, then nobody runs it."""
    place, fired = home / "trap", home / "fired"
    place.mkdir()
    git(place, "init", "-q")
    git(home, "config", "--global", "gpg.format", "ssh")
    git(place, "config", "gpg.ssh.defaultKeyCommand", f"touch {fired}")
    ran = Board(place)("init", "--signed", *FLAGS)
    assert (ran.status, "git has no key to sign with" in ran.err, fired.exists()) == (1, True, False), ran.err


def all_voted(place: Path, key: Path) -> SmallBoard:
    """A board where all said yes, so that Kim, who has this key, can decide."""
    board = signed_board(place, charter(kim=" ".join(key.with_suffix(".pub").read_text().split()[:2])))
    board.wait(minutes=1)
    submit(board, DECIDED, PROPOSAL)
    open_it(board, DECIDED, by="ana")
    for member in ("ana", "ben", "chiara", "lena"):
        board.vote(member, DECIDED, "approve")
    return board


def test_a_locked_key_is_asked_for_once_more_for_the_checkpoint_over_a_decision(home: Path) -> None:
    """Given a key with a passphrase and no agent, when its owner decides at a terminal, then she unlocks it twice."""
    key = home / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "open sesame", "-f", str(key)], check=True)
    board = all_voted(home, key)
    for name, value in (("gpg.format", "ssh"), ("user.signingkey", str(key))):
        git(home, "config", "--global", name, value)
    who = {"GIT_AUTHOR_NAME": "Kim", "GIT_AUTHOR_EMAIL": "kim@example.org"}
    child = terminal(board.path, "decide", DECIDED, "--yes", **who)
    child.expect("Enter passphrase")
    child.sendline("open sesame")
    child.expect("asked for once more, for the checkpoint")
    child.expect("Enter passphrase")
    child.sendline("open sesame")
    child.expect("Signed a checkpoint over")
    assert ended(child) == 0
    assert "refs/board/checkpoints/" in git(board.path, "for-each-ref")
    assert verify(board.path).status == 0
