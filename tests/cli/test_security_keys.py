"""Security keys, in software: OpenSSH's own tests bring one, and ssh-keygen cannot tell it from the real thing."""

from __future__ import annotations

import base64
import os
import subprocess
import textwrap
from pathlib import Path

import pytest

from board.trust.sshsig import SK_ED25519, parse_key
from tests.boards import git
from tests.cli.running import Board
from tests.cli.test_prompts import ended, terminal
from tests.cli.test_signing_set_up import ANA, FLAGS, all_voted
from tests.conftest import ROOT
from tests.trust.history import DECIDED, lived_board, signed_board

AUTHENTICATOR = "usr/lib/openssh/regress/misc/sk-dummy/sk-dummy.so"
"""Where Debian's package openssh-tests puts it; `.ci/run` only unpacks the package."""
FOUND = next((each for each in (ROOT / ".readers" / AUTHENTICATOR, Path("/", AUTHENTICATOR)) if each.is_file()), None)
APPLICATION = b"\0\0\0\4ssh:"
needs_authenticator = pytest.mark.skipif(
    FOUND is None, reason="the security key in software (Debian: openssh-tests) is missing"
)
pytestmark = needs_authenticator


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Ana's computer with a security key plugged in."""
    monkeypatch.setenv("SSH_SK_PROVIDER", str(FOUND))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    at_the_desk(monkeypatch, "Ana Lindqvist", ANA)
    return tmp_path


def at_the_desk(patch: pytest.MonkeyPatch, name: str, mail: str) -> None:
    """Who sits there, as git knows her."""
    patch.setenv("GIT_AUTHOR_NAME", name)
    patch.setenv("GIT_AUTHOR_EMAIL", mail)


def made(path: Path, *more: str, sort: str = "ed25519-sk") -> Path:
    """A key made by ssh-keygen with the security key; git is told to sign with it."""
    subprocess.run(["ssh-keygen", "-q", "-t", sort, "-N", "", *more, "-f", str(path)], check=True, capture_output=True)
    (Path.home() / ".gitconfig").write_text(f'[gpg]\nformat = ssh\n[user]\nsigningkey = "{path}"\n')
    return path


def awaited(ours: Board) -> bool:
    """Whether the board still waits for Ana's ballot."""
    return "ana" in ours("tally", "1", "--json").data["waiting_for"]


def founded(home: Path) -> Path:
    """A board that Ana founded with her security key, and a proposal open for ballots."""
    place = home / "new"
    place.mkdir()
    ours = Board(place)
    assert ours("init", "--signed", *FLAGS).status == 0
    with pytest.MonkeyPatch.context() as patch:
        at_the_desk(patch, "Mo Haddad", "mo@elsewhere.example")
        assert ours("new", "model-adopt", "Adopt it").status == 0
        assert ours("submit", "1").status == 0
    assert ours("open", "1", "--yes").status == 0
    return place


def test_a_board_is_founded_voted_on_and_verified_with_a_key_that_is_touched(home: Path) -> None:
    key = made(home / "key")
    ours = Board(place := founded(home))
    ran = ours("vote", "1", "yes", "--reason", "It holds.")
    assert (ran.status, "Touch your security key to sign." in ran.err) == (0, True), ran.err
    assert git(place, "show", "--name-only", "--format=", "HEAD").endswith("/ballots/ana-1.toml")
    line = " ".join(key.with_suffix(".pub").read_text().split()[:2])
    assert parse_key(line).type == SK_ED25519
    assert line in git(place, "show", "HEAD:board.toml")
    for turn in (ours("verify", "--from-genesis", "--json"), ours("verify", "--json")):
        assert (turn.status, turn.data["unproven"]) == (0, []), turn.err
    assert not awaited(ours)


def test_a_decision_asks_for_two_touches_one_of_them_for_the_checkpoint_over_it(home: Path) -> None:
    """Given Kim with a security key, when she decides at a terminal, then decision and checkpoint are each touched."""
    board = all_voted(home, made(home / "key"))
    who = {"GIT_AUTHOR_NAME": "Kim", "GIT_AUTHOR_EMAIL": "kim@example.org"}
    child = terminal(board.path, "decide", DECIDED, "--yes", **who)
    for words in ("Touch your security key to sign", "asked for once more, for the checkpoint",
                  "Touch your security key to sign", "Signed a checkpoint over"):  # fmt: skip
        child.expect(words)
    assert ended(child) == 0
    assert b"kim" in subprocess.check_output(["git", "-C", str(board.path), "for-each-ref", "refs/board/checkpoints"])
    assert Board(board.path)("verify").status == 0


def test_a_newcomer_proves_a_security_key_and_the_proof_holds(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    board = lived_board(home)
    at_the_desk(monkeypatch, "Nina Berg", "nina@example.org")
    key = made(home / "nina")
    ours = Board(board.path)
    ran = ours("join", "--handle", "nina", "--alternate", "legal", "--key", f"{key}.pub")
    assert ran.status == 0, ran.err
    proof = ours("member", "proof", "3")
    assert (proof.status, "nina proved to hold" in proof.out) == (0, True)
    assert ours("verify").status == 0


def test_a_key_that_asks_for_no_touch_founds_and_joins_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = made(home / "key", "-O", "no-touch-required")
    (home / "new").mkdir()
    ran = Board(home / "new")("init", "--signed", *FLAGS)
    assert ran.status != 0
    assert "signed without being touched" in ran.err and "ssh-keygen -t ed25519-sk" in ran.err
    assert not (home / "new" / ".git").exists() or not git(home / "new", "for-each-ref")
    board = signed_board(home)
    tip = board.store.tip()
    at_the_desk(monkeypatch, "Nina Berg", "nina@example.org")
    ran = Board(board.path)("join", "--handle", "nina", "--key", f"{key}.pub")
    assert (ran.status != 0, "signed without being touched" in ran.err) == (True, True)
    assert git(board.path, "rev-parse", "main") == tip


def test_a_ballot_signed_without_a_touch_is_no_ballot_though_git_calls_it_good(home: Path) -> None:
    """Given another program that asks the key for a signature without a touch, then verify and tally say so."""
    made(home / "key")
    place = founded(home)
    ours = Board(place)
    assert ours("vote", "1", "yes", "--reason", "It holds.").status == 0
    ballot = next(place.rglob("ana-1.toml"))
    text = ballot.read_text()
    git(place, "reset", "-q", "--hard", "HEAD~1")
    ballot.parent.mkdir(parents=True, exist_ok=True)
    ballot.write_text(text)
    untouching(home / "key")
    git(place, "add", "-A")
    git(place, "-c", "user.name=Ana Lindqvist", "-c", f"user.email={ANA}", "commit", "-q", "-S", "-m", "Vote")
    (home / "allowed").write_text(ours("verify", "--allowed-signers").out)
    told = git(place, "-c", f"gpg.ssh.allowedSignersFile={home / 'allowed'}", "log", "-1", "--format=%G?")
    assert told == "G", "to git it is a good signature by her key"
    ran = ours("verify", "--json")
    assert ran.status == 1
    assert [fault["code"] for fault in ran.data["faults"]] == ["signature.untouched"]
    assert awaited(ours)


def untouching(key: Path) -> None:
    """Let the file of a key tell ssh-keygen to ask for no touch, as any program can that reads it."""
    head, body, end = key.read_text().partition("-----\n")[0], key.read_text().splitlines()[1:-1], "OPENSSH PRIVATE KEY"
    data = bytearray(base64.b64decode("".join(body)))
    flags = data.rindex(APPLICATION) + len(APPLICATION)
    assert data[flags] == 1
    data[flags] = 0
    text = "\n".join(textwrap.wrap(base64.b64encode(data).decode(), 70))
    key.write_text(f"{head}-----\n{text}\n-----END {end}-----\n")


@pytest.mark.parametrize("sort", ["ecdsa-sk"])
def test_a_security_key_of_a_sort_that_is_not_read_is_told_by_name(home: Path, sort: str) -> None:
    made(home / "key", sort=sort)
    (home / "new").mkdir()
    ran = Board(home / "new")("init", "--signed", *FLAGS)
    assert ran.status != 0
    assert "sk-ssh-ed25519" in ran.err


def test_given_the_security_key_is_not_plugged_in_nothing_is_written_and_the_ballot_is_kept(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(home / "key")
    ours = Board(place := founded(home))
    tip = git(place, "rev-parse", "main")
    monkeypatch.delenv("SSH_SK_PROVIDER")
    ran = ours("vote", "1", "no", "--reason", "It drops every third word.")
    assert (ran.status, "security key" in ran.err) == (1, True), ran.err
    assert git(place, "rev-parse", "main") == tip
    drafts = (file.read_bytes() for file in Path(os.environ["XDG_STATE_HOME"]).rglob("*.json"))
    assert any(b"It drops every third word." in draft for draft in drafts)
