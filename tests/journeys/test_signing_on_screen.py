"""Signing while the screens are up, in a real terminal: nobody else reads the keys of a passphrase."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.boards import PROPOSAL, SmallBoard, git
from tests.cli.test_security_keys import FOUND, needs_authenticator
from tests.cli.test_signing_set_up import all_voted
from tests.journeys.terminal import Terminal, terminal
from tests.trust.history import OPEN, charter, open_it, signed_board, submit

WORDS = "qqb and dcq"
"""A passphrase whose letters would be commands of the screens."""


def opened(place: Path, *sort: str) -> SmallBoard:
    """A signed board with one proposal open, at the desk of Ben, who has a key of his own."""
    key = place / "key"
    subprocess.run(["ssh-keygen", "-q", *sort, "-f", str(key)], check=True, capture_output=True)
    (Path.home() / ".gitconfig").write_text(
        f'[user]\nname = Ben Okafor\nemail = ben@example.org\nsigningkey = "{key}"\n[gpg]\nformat = ssh\n'
    )
    board = signed_board(place, charter(ben=" ".join(key.with_suffix(".pub").read_text().split()[:2])))
    submit(board, OPEN, PROPOSAL)
    open_it(board, OPEN)
    return board


@contextmanager
def about_to_cast(place: Path, board: SmallBoard) -> Iterator[Terminal]:
    """The screens, at the ballot as it will be signed; F2 casts it."""
    with terminal(place, board.path, width=110, height=34, SSH_AUTH_SOCK="") as pane:
        pane.until("Waits for you")
        pane.keys("Enter")
        pane.until("Precedents", "b Ballot")
        pane.keys("b")
        pane.until("Your verdict")
        pane.keys("1")
        pane.until("(•) yes")
        pane.keys("F2")
        pane.until("What you sign")
        yield pane


def test_row_67_a_passphrase_is_asked_for_on_a_bare_terminal(tmp_path: Path) -> None:
    """Given a locked key and no agent, then Ctrl-C and a wrong word keep the ballot, and the right one casts it."""
    board = opened(tmp_path, "-t", "ed25519", "-N", WORDS)
    tip = board.store.tip()
    with about_to_cast(tmp_path, board) as pane:
        for keys, told in ((["C-c"], "Signing was cancelled"), (["wrong", "Enter"], "The passphrase was wrong")):
            pane.keys("F2")
            asked = pane.until("Enter passphrase")
            assert "Your verdict" not in asked, "nothing else is on the terminal"
            pane.keys(*keys)
            pane.until("This was not done", told)
            assert git(board.path, "rev-parse", "main") == tip
            pane.keys("Escape")
            pane.gone("This was not done")
            pane.keys("F2")
            pane.until("What you sign")
        pane.keys("F2")
        pane.until("Enter passphrase")
        pane.type(WORDS)
        pane.keys("Enter")
        pane.until("is recorded: yes")
    assert git(board.path, "log", "-1", "--format=%an %s", "main").startswith("Ben")


def test_row_67_on_screen_a_decision_asks_once_more_for_the_checkpoint_over_it(tmp_path: Path) -> None:
    """Given a locked key, then the decision and the checkpoint over it are each unlocked on a bare terminal."""
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", WORDS, "-f", str(key)], check=True, capture_output=True)
    (Path.home() / ".gitconfig").write_text(
        f'[user]\nname = Kim\nemail = kim@example.org\nsigningkey = "{key}"\n[gpg]\nformat = ssh\n'
    )
    board = all_voted(tmp_path, key)
    with terminal(tmp_path, board.path, width=110, height=34, SSH_AUTH_SOCK="") as pane:
        pane.until("Waits for you")
        pane.keys("Enter")
        pane.until("Precedents", "d Decide")
        pane.keys("d")
        pane.until("What stands in the way")
        pane.keys("F2")
        pane.until("It is recorded in your name")
        pane.keys("F2")
        pane.until("Enter passphrase")
        pane.type(WORDS)
        pane.keys("Enter")
        asked = pane.wait(lambda screen: "Enter passphrase" in screen.partition(" once more, ")[2], "why it is asked")
        assert "What stands in the way" not in asked, "nothing else is on the terminal"
        pane.type(WORDS)
        pane.keys("Enter")
        pane.until("Signed a checkpoint over")
    assert "/kim" in git(board.path, "for-each-ref", "refs/board/checkpoints")


@needs_authenticator
def test_a_security_key_that_waits_is_told_on_screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_SK_PROVIDER", str(FOUND))
    board = opened(tmp_path, "-t", "ed25519-sk", "-N", "")
    with about_to_cast(tmp_path, board) as pane:
        pane.keys("F2")
        pane.until("Touch your security key to sign.", "is recorded: yes")
