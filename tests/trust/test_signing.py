"""Signing uses the user's own tools, hands out only what verifies, and says in words what went wrong."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

from board.core.finding import Refused
from board.trust.signing import made_key_signer, make_key, signer_for, ssh_signer
from board.trust.sshsig import same_key, verify
from tests.trust.wire import Craft

COMMIT = b"tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n\nwords\n"


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """An environment without agent, askpass or anybody's home."""
    return {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}


@pytest.fixture
def agent(tmp_path: Path, env: dict[str, str]) -> Iterator[dict[str, str]]:
    """An ssh-agent of our own, ended by its process."""
    socket = tmp_path / "agent"
    process = subprocess.Popen(["ssh-agent", "-D", "-a", str(socket)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    yield {**env, "SSH_AUTH_SOCK": str(socket)}
    process.terminate()
    process.wait()
    process.stdout.close()


def refusal(error: pytest.ExceptionInfo[Refused]) -> str:
    finding = error.value.findings[0]
    assert finding.message.endswith("."), "a sentence"
    return finding.code


def locked_key(path: Path) -> Path:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "right one", "-f", str(path)], check=True)
    return path


def test_given_a_plain_key_the_signature_verifies_as_that_key(tmp_path: Path, env: dict[str, str]) -> None:
    public = make_key(tmp_path / "key", "ana@hollowoak.example")
    armored = ssh_signer(tmp_path / "key", interactive=False, env=env, expected=[public])(COMMIT)
    assert same_key(verify(COMMIT, armored), public)


def test_given_a_made_key_its_file_is_private_and_openssh_reads_it(tmp_path: Path) -> None:
    public = make_key(tmp_path / "key", "ana\nwith newline")
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    shown = subprocess.run(["ssh-keygen", "-y", "-f", tmp_path / "key"], capture_output=True, text=True, check=True)
    assert same_key(shown.stdout, public)
    assert (tmp_path / "key.pub").read_text() == public + "\n"
    assert public.endswith(" ana with newline")
    with pytest.raises(FileExistsError):
        make_key(tmp_path / "key", "again")


def test_given_a_made_key_the_signature_made_here_is_the_one_that_ssh_keygen_makes(
    tmp_path: Path, env: dict[str, str]
) -> None:
    """Ed25519 leaves nothing to chance, so both come to the same bytes; and OpenSSH accepts it."""
    public = make_key(tmp_path / "key", "ana@hollowoak.example")
    armored = made_key_signer(tmp_path / "key")(COMMIT)
    assert armored == ssh_signer(tmp_path / "key", interactive=False, env=env, expected=[public])(COMMIT)
    (tmp_path / "signature").write_text(armored)
    check = ["ssh-keygen", "-Y", "check-novalidate", "-n", "git", "-s", str(tmp_path / "signature")]
    subprocess.run(check, input=COMMIT, check=True, capture_output=True)
    with pytest.raises(Refused, match="holds no such key"):
        made_key_signer(tmp_path / "key.pub")


def test_given_git_is_set_to_another_key_than_the_charter_lists_signing_is_refused(
    tmp_path: Path, env: dict[str, str]
) -> None:
    make_key(tmp_path / "mine", "")
    listed = make_key(tmp_path / "listed", "")
    with pytest.raises(Refused) as error:
        ssh_signer(tmp_path / "mine", interactive=False, env=env, expected=[listed])(COMMIT)
    assert refusal(error) == "signing.other-key"
    assert "never one that was lost or replaced" in error.value.findings[0].fix


def test_row_67_given_no_key_file_signing_is_refused_before_anything_runs(tmp_path: Path, env: dict[str, str]) -> None:
    with pytest.raises(Refused) as error:
        ssh_signer(tmp_path / "none", interactive=False, env=env)
    assert refusal(error) == "signing.key-missing"


def test_row_72_given_no_ssh_keygen_on_the_path_the_refusal_names_it(tmp_path: Path) -> None:
    make_key(tmp_path / "key", "")
    with pytest.raises(Refused, match="ssh-keygen is not installed") as error:
        ssh_signer(tmp_path / "key", interactive=False, env={"PATH": str(tmp_path)})
    assert refusal(error) == "signing.program-missing"
    assert "8.2 or newer" in str(error.value)
    assert error.value.status == 3


@pytest.mark.parametrize("said", ["ssh-keygen: unknown option -- Y", "ssh-keygen: illegal option -- Y"])
def test_row_72_given_an_ssh_keygen_from_before_signing_the_refusal_names_the_version_needed(
    tmp_path: Path, env: dict[str, str], said: str
) -> None:
    make_key(tmp_path / "key", "")
    (tmp_path / "bin").mkdir()
    old = tmp_path / "bin" / "ssh-keygen"
    old.write_text(f"#!/bin/sh\necho '{said}' >&2\necho 'usage: ssh-keygen [-q] [-b bits]' >&2\nexit 1\n")
    old.chmod(0o755)
    with pytest.raises(Refused, match=r"8\.2 or newer") as error:
        ssh_signer(tmp_path / "key", interactive=False, env={**env, "PATH": f"{old.parent}:{env['PATH']}"})(COMMIT)
    assert refusal(error) == "signing.program-old"


def test_row_67_given_a_locked_key_and_nobody_to_ask_signing_fails_at_once_and_says_ssh_add(
    tmp_path: Path, env: dict[str, str]
) -> None:
    key = locked_key(tmp_path / "key")
    with pytest.raises(Refused, match="ssh-add") as error:
        ssh_signer(key, interactive=False, env={**env, "DISPLAY": ":0", "SSH_ASKPASS": "/bin/true"})(COMMIT)
    assert refusal(error) == "signing.locked"


@pytest.mark.parametrize(("typed", "code"), [("right one", ""), ("wrong one", "signing.passphrase")])
def test_given_a_locked_key_an_askpass_program_unlocks_it(
    tmp_path: Path, env: dict[str, str], typed: str, code: str
) -> None:
    key = locked_key(tmp_path / "key")
    askpass = tmp_path / "askpass"
    askpass.write_text(f"#!/bin/sh\necho '{typed}'\n")
    askpass.chmod(0o700)
    signer = ssh_signer(key, interactive=True, env={**env, "SSH_ASKPASS": str(askpass), "SSH_ASKPASS_REQUIRE": "force"})
    if not code:
        assert same_key(verify(COMMIT, signer(COMMIT)), (tmp_path / "key.pub").read_text())
        return
    with pytest.raises(Refused) as error:
        signer(COMMIT)
    assert refusal(error) == code


SCRIPT = """
import sys
from pathlib import Path
from board.core.finding import Refused
from board.trust.signing import ssh_signer
try:
    print("SIGNED", len(ssh_signer(Path(sys.argv[1]), interactive=True, env={"PATH": sys.argv[2]})(b"x")))
except Refused as refused:
    print("REFUSED", refused.findings[0].code)
"""


@pytest.mark.parametrize(
    ("keys", "said"), [("right one\n", "SIGNED"), ("no\n", "REFUSED signing.passphrase"), ("\x03", "REFUSED signing.")]
)
def test_given_a_terminal_the_passphrase_is_asked_for_there(tmp_path: Path, keys: str, said: str) -> None:
    key = locked_key(tmp_path / "key")
    child = pexpect.spawn(sys.executable, ["-c", SCRIPT, str(key), os.environ["PATH"]], timeout=20, encoding="utf-8")
    child.expect("passphrase")
    child.send(keys)
    child.expect(said)
    child.expect(pexpect.EOF)
    child.close()


def test_given_a_public_key_and_an_agent_that_holds_it_signing_works(
    tmp_path: Path, env: dict[str, str], agent: dict[str, str]
) -> None:
    public = make_key(tmp_path / "key", "")
    subprocess.run(["ssh-add", "-q", tmp_path / "key"], env=agent, check=True, capture_output=True)
    (tmp_path / "key").unlink()
    for configured in (str(tmp_path / "key.pub"), "~/key.pub", public, f"key::{public}"):
        signer = signer_for("ssh", configured, env=agent, expected=[public])
        assert same_key(verify(COMMIT, signer(COMMIT)), public)


@pytest.mark.parametrize("literal", [True, False])
@pytest.mark.parametrize("running", [True, False])
def test_row_67_given_an_agent_gone_or_empty_the_refusal_speaks_of_the_agent(
    tmp_path: Path, env: dict[str, str], agent: dict[str, str], literal: bool, running: bool
) -> None:
    public = make_key(tmp_path / "key", "")
    (tmp_path / "key").unlink()
    signer = signer_for("ssh", public if literal else str(tmp_path / "key.pub"), env=agent if running else env)
    with pytest.raises(Refused) as error:
        signer(COMMIT)
    assert refusal(error) == "signing.agent"


def test_given_a_key_that_others_can_read_the_refusal_says_chmod(tmp_path: Path, env: dict[str, str]) -> None:
    make_key(tmp_path / "key", "")
    (tmp_path / "key").chmod(0o644)
    with pytest.raises(Refused, match="chmod 600") as error:
        ssh_signer(tmp_path / "key", interactive=False, env=env)(COMMIT)
    assert refusal(error) == "signing.key-open"


def test_given_a_file_that_is_no_key_the_refusal_says_so(tmp_path: Path, env: dict[str, str]) -> None:
    (tmp_path / "key").write_text("not a key\n")
    (tmp_path / "key").chmod(0o600)
    with pytest.raises(Refused) as error:
        ssh_signer(tmp_path / "key", interactive=False, env=env)(COMMIT)
    assert refusal(error) == "signing.key-bad"


@pytest.mark.parametrize("forged", ["nothing useful", "", None])
def test_row_68_given_a_signing_program_that_lies_nothing_is_handed_out(
    tmp_path: Path, env: dict[str, str], forged: str | None
) -> None:
    make_key(tmp_path / "key", "")
    liar = tmp_path / "liar"
    writes = "" if forged is None else f"printf '{forged}' > \"$7.sig\""
    liar.write_text(f"#!/bin/sh\n{writes}\nexit 0\n")
    liar.chmod(0o700)
    with pytest.raises(Refused) as error:
        ssh_signer(tmp_path / "key", interactive=False, env=env, program=str(liar))(COMMIT)
    assert refusal(error) == ("signing.failed" if forged is None else "signing.not-valid")


def test_given_a_signature_of_other_text_nothing_is_handed_out(tmp_path: Path, env: dict[str, str]) -> None:
    make_key(tmp_path / "key", "")
    liar = tmp_path / "liar"
    liar.write_text('#!/bin/sh\necho other > "$7"\nexec ssh-keygen "$@"\n')
    liar.chmod(0o700)
    with pytest.raises(Refused, match="Nothing was written") as error:
        ssh_signer(tmp_path / "key", interactive=False, env=env, program=str(liar))(COMMIT)
    assert refusal(error) == "signing.not-valid"


def test_given_a_key_type_we_do_not_accept_the_refusal_names_those_we_do(tmp_path: Path, env: dict[str, str]) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ecdsa", "-b", "384", "-N", "", "-f", tmp_path / "key"], check=True)
    with pytest.raises(Refused, match="Ed25519") as error:
        ssh_signer(tmp_path / "key", interactive=False, env=env)(COMMIT)
    assert refusal(error) == "signing.not-valid"


def test_given_a_security_key_that_waits_the_user_is_told_to_touch_it(tmp_path: Path, env: dict[str, str]) -> None:
    make_key(tmp_path / "key", "")
    waiting = tmp_path / "waiting"
    waiting.write_text('#!/bin/sh\necho "Confirm user presence for key" >&2\nexec ssh-keygen "$@"\n')
    waiting.chmod(0o700)
    told: list[str] = []
    signer = ssh_signer(tmp_path / "key", interactive=False, env=env, program=str(waiting), tell=told.append)
    verify(COMMIT, signer(COMMIT))
    assert told == ["Touch your security key to sign."]


@pytest.mark.parametrize(
    ("key_format", "key", "code"),
    [
        ("ssh", "", "signing.no-key"),
        ("", "", "signing.no-key"),
        ("x509", "abc", "signing.format"),
        ("ssh", "key::ssh-ed25519 nonsense", "signing.key-bad"),
    ],
)
def test_given_git_is_not_set_up_for_signing_the_refusal_says_what_to_set(
    env: dict[str, str], key_format: str, key: str, code: str
) -> None:
    with pytest.raises(Refused) as error:
        signer_for(key_format, key, env=env)
    assert refusal(error) == code
    assert error.value.findings[0].fix


# OpenPGP

needs_gpg = pytest.mark.skipif(shutil.which("gpg") is None, reason="gpg is not installed")


@pytest.fixture
def keyring(tmp_path_factory: pytest.TempPathFactory, env: dict[str, str]) -> Iterator[dict[str, str]]:
    """A throwaway GnuPG home; its agent is asked to leave afterwards."""
    home = tmp_path_factory.mktemp("g", numbered=True)
    home.chmod(0o700)
    settings = {**env, "GNUPGHOME": str(home)}
    yield settings
    subprocess.run(["gpgconf", "--kill", "all"], env=settings, check=False, capture_output=True)


def gpg_key(settings: dict[str, str], passphrase: str) -> str:
    command = ["gpg", "--batch", "--pinentry-mode", "loopback", "--passphrase", passphrase]
    subprocess.run(
        [*command, "--quick-generate-key", "Lena Vogt <lena@hollowoak.example>", "ed25519", "sign"],
        env=settings,
        check=True,
        capture_output=True,
    )
    listed = subprocess.run(
        ["gpg", "--list-secret-keys", "--with-colons"], env=settings, check=True, capture_output=True, text=True
    )
    return next(line.split(":")[9] for line in listed.stdout.splitlines() if line.startswith("fpr"))


@needs_gpg
def test_given_an_openpgp_key_the_signature_is_armored_and_gpg_accepts_it(
    tmp_path: Path, keyring: dict[str, str]
) -> None:
    fingerprint = gpg_key(keyring, "")
    for key, person in (("", "Lena Vogt <lena@hollowoak.example>"), (fingerprint, "")):
        armored = signer_for("openpgp", key, person=person, env=keyring, expected=[fingerprint])(COMMIT)
        assert armored.startswith("-----BEGIN PGP SIGNATURE-----\n")
        (tmp_path / "sig").write_text(armored)
        subprocess.run(
            ["gpg", "--verify", tmp_path / "sig", "-"], env=keyring, input=COMMIT, check=True, capture_output=True
        )


@needs_gpg
def test_given_an_openpgp_key_that_the_charter_does_not_list_signing_is_refused(keyring: dict[str, str]) -> None:
    fingerprint = gpg_key(keyring, "")
    for listed in ("0" * 40, Craft().key_line()):
        with pytest.raises(Refused) as error:
            signer_for("", fingerprint, env=keyring, expected=[listed])(COMMIT)
        assert refusal(error) == "signing.other-key"


@needs_gpg
def test_given_no_such_openpgp_key_the_refusal_says_so(keyring: dict[str, str]) -> None:
    with pytest.raises(Refused) as error:
        signer_for("", "nobody@hollowoak.example", env=keyring)(COMMIT)
    assert refusal(error) == "signing.key-missing"


@needs_gpg
def test_given_a_locked_openpgp_key_and_nobody_to_ask_signing_fails_with_words(keyring: dict[str, str]) -> None:
    fingerprint = gpg_key(keyring, "secret")
    subprocess.run(["gpgconf", "--reload", "gpg-agent"], env=keyring, check=True, capture_output=True)
    with pytest.raises(Refused) as error:
        signer_for("", fingerprint, env=keyring)(COMMIT)
    assert refusal(error) == "signing.locked"


def test_given_a_demo_no_agent_is_asked(tmp_path: Path, env: dict[str, str], agent: dict[str, str]) -> None:
    """Given a public key in place of a demo's key and an agent that holds the private half, then nothing is signed."""
    public = make_key(tmp_path / "key", "")
    subprocess.run(["ssh-add", "-q", tmp_path / "key"], env=agent, check=True, capture_output=True)
    (tmp_path / "lena").write_text(public + "\n")
    assert signer_for("ssh", str(tmp_path / "lena"), env=agent)(COMMIT), "elsewhere the agent signs"
    with pytest.raises(Refused) as error:
        signer_for("ssh", str(tmp_path / "lena"), env=agent, demo=True)
    assert refusal(error) == "signing.key-bad"
    armored = signer_for("ssh", str(tmp_path / "key"), env=env, demo=True, expected=[public])(COMMIT)
    assert same_key(verify(COMMIT, armored), public)
    with pytest.raises(Refused, match="a key of your own"):
        signer_for("ssh", str(tmp_path / "key"), env=env, demo=True, never=[public])
