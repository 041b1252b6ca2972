"""Signatures go into a commit exactly as git puts them, and come out of nothing but a plain signed commit."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.trust.commits import split_signature, with_signature
from board.trust.signing import make_key
from board.trust.sshsig import BadSignature, same_key, verify
from tests.trust.wire import Craft

UNSIGNED = (
    b"tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n"
    b"parent aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n"
    b"author Ana Lindqvist <ana@hollowoak.example> 1760000000 +0000\n"
    b"committer Ana Lindqvist <ana@hollowoak.example> 1760000000 +0000\n"
    b"\n"
    b"Cast ballot\n\nwith a body\n"
)
ARMORED = Craft(message=UNSIGNED).armored()
SIGNED = with_signature(UNSIGNED, ARMORED)


def git(folder: Path, *arguments: str, data: bytes = b"") -> bytes:
    """Run git without anybody's configuration."""
    env = {
        "PATH": "/usr/bin:/bin:/usr/local/bin",
        "HOME": str(folder),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": "/dev/null",
    }
    done = subprocess.run(["git", *arguments], cwd=folder, env=env, input=data, capture_output=True, check=True)
    return done.stdout


def reason(raw: bytes) -> str:
    try:
        split_signature(raw)
    except BadSignature as error:
        return error.reason
    return ""


def test_given_an_unsigned_commit_when_signed_and_split_both_halves_come_back() -> None:
    assert split_signature(SIGNED) == (UNSIGNED, ARMORED)


def test_given_a_commit_signed_by_git_we_split_and_verify_it(tmp_path: Path) -> None:
    public = make_key(tmp_path / "key", "ana")
    git(tmp_path, "init", "-q", "repo")
    repo = tmp_path / "repo"
    options = ["gpg.format=ssh", f"user.signingkey={tmp_path / 'key'}", "user.name=Ana", "user.email=ana@x.example"]
    settings = [word for option in options for word in ("-c", option)]
    git(repo, *settings, "commit", "-q", "-S", "--allow-empty", "-m", "Signed by git")
    payload, armored = split_signature(git(repo, "cat-file", "commit", "HEAD"))
    assert same_key(verify(payload, armored), public)


def test_given_a_commit_we_signed_git_verifies_it_and_fsck_is_clean(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "repo")
    repo = tmp_path / "repo"
    tree = git(repo, "mktree").strip()
    unsigned = UNSIGNED.replace(b"4b825dc642cb6eb9a060e54bf8d69288fbee4904", tree)
    unsigned = b"".join(line for line in unsigned.splitlines(True) if not line.startswith(b"parent"))
    craft = Craft(message=unsigned)
    raw = with_signature(unsigned, craft.armored())
    commit = git(repo, "hash-object", "-t", "commit", "-w", "--stdin", data=raw).decode().strip()
    (tmp_path / "allowed").write_text(f"ana@hollowoak.example {craft.key_line()}\n")
    git(repo, "-c", f"gpg.ssh.allowedSignersFile={tmp_path / 'allowed'}", "verify-commit", commit)
    git(repo, "fsck", "--strict")


FOLDED = SIGNED[SIGNED.index(b"gpgsig ") : SIGNED.index(b"\n\n") + 1]
REFUSED = {
    "second signature": (SIGNED.replace(b"\n\n", b"\n" + FOLDED + b"\n", 1), "commit"),
    "gpgsig-sha256 added": (
        SIGNED.replace(b"\n\n", b"\n" + FOLDED.replace(b"gpgsig", b"gpgsig-sha256") + b"\n", 1),
        "commit",
    ),
    "signature before the author": (UNSIGNED.replace(b"author", FOLDED + b"author", 1), "commit"),
    "two authors": (SIGNED.replace(b"committer", b"author X <x@x> 1 +0000\ncommitter", 1), "commit"),
    "no committer": (b"".join(x for x in SIGNED.splitlines(True) if not x.startswith(b"committer")), "commit"),
    "encoding": (SIGNED.replace(b"gpgsig", b"encoding latin1\ngpgsig", 1), "commit"),
    "merge tag": (SIGNED.replace(b"gpgsig", b"mergetag object x\ngpgsig", 1), "commit"),
    "unknown header": (SIGNED.replace(b"gpgsig", b"x-thing 1\ngpgsig", 1), "commit"),
    "NUL in a header": (SIGNED.replace(b"Ana", b"A\x00a", 1), "commit"),
    "no blank line": (UNSIGNED[: UNSIGNED.index(b"\n\n") + 1], "commit"),
    "short parent": (SIGNED.replace(b"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", b"aaaa", 1), "commit"),
    "unsigned": (UNSIGNED, "unsigned"),
    "letters outside ascii": (SIGNED.replace(b"U1NI", b"\xc3\xa4NI", 1), "armor"),
    "empty": (b"", "commit"),
}


@pytest.mark.parametrize(("raw", "why"), REFUSED.values(), ids=REFUSED)
def test_given_a_commit_out_of_form_it_is_refused(raw: bytes, why: str) -> None:
    assert reason(raw) == why


def test_given_a_signature_moved_to_another_commit_it_does_not_verify() -> None:
    payload, armored = split_signature(SIGNED.replace(b"with a body", b"with another"))
    with pytest.raises(BadSignature, match="does not fit"):
        verify(payload, armored)


def test_given_text_that_looks_like_a_header_in_the_message_it_stays_message() -> None:
    unsigned = UNSIGNED + b"\ngpgsig -----BEGIN SSH SIGNATURE-----\n"
    assert split_signature(with_signature(unsigned, ARMORED)) == (unsigned, ARMORED)


def test_given_a_signed_commit_it_cannot_be_signed_again() -> None:
    with pytest.raises(BadSignature):
        with_signature(SIGNED, ARMORED)


@given(st.integers(0, len(SIGNED) - 1), st.binary(max_size=4))
def test_given_any_byte_changed_the_commit_no_longer_verifies(at: int, patch: bytes) -> None:
    changed = SIGNED[:at] + patch + SIGNED[at + 1 :]
    if changed == SIGNED:
        return
    with pytest.raises(BadSignature):
        verify(*split_signature(changed))


@given(st.binary(max_size=300))
def test_given_random_bytes_only_bad_signature_is_raised(data: bytes) -> None:
    assert reason(data)
