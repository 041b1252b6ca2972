"""Making signatures with the user's own set-up: ssh-keygen or gpg, called directly.

git's `commit-tree -S` is not used because it runs whatever program the opened repository names.
Every signature is checked before it is handed out; what cannot be done is refused in words.
"""

from __future__ import annotations

import base64
import hashlib
import os
import shlex
import stat
import textwrap
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from board.core.finding import Refused, refuse
from board.core.text import one_line
from board.formats.keys import BY_COMMAND
from board.trust import gpg
from board.trust.aside import Aside
from board.trust.sshsig import KEY_TYPES, BadKey, BadSignature, SshKey, parse_key, verify
from board.trust.tools import Answer, found_program, run

Signer = Callable[[bytes], str]
"""Given the bytes of an unsigned commit, returns the armoured signature; raises Refused when it cannot."""

_HOW_TO_SET_UP = (
    "Set one once: git config --global gpg.format ssh, then git config --global user.signingkey ~/.ssh/id_ed25519.pub."
)
_LITERAL = "key::"
_LARGEST = 1 << 16


def signer_for(
    key_format: str,
    key: str,
    *,
    person: str = "",
    interactive: bool = False,
    env: Mapping[str, str] | None = None,
    expected: Sequence[str] = (),
    program: str = "",
    tell: Callable[[str], None] | None = None,
    namespace: str = "git",
    demo: bool = False,
    never: Sequence[str] = (),
) -> Signer:
    """The signer that git's own configuration describes.

    `key_format` is gpg.format ("" means openpgp, as in git), `key` is user.signingkey, `person` is "Name <mail>" for
    OpenPGP without a key id. `env` is the user's environment (default: this process's own). `expected` are the key
    lines or OpenPGP fingerprints the charter lists for the member; a signature by any other key is refused.
    `interactive` lets programs ask on the terminal. `tell` is called with words when a security key waits for a touch.
    `namespace` says what is signed: commits, unless said otherwise; anything else needs an SSH key.
    In a `demo` the file itself signs, in this process: no agent, no gpg and no program that could reach a key of the
    user's own. `never` are key lines that are not used there.
    """
    if demo:
        return made_key_signer(Path(key or "no key"), expected=expected, namespace=namespace, never=never)
    environment = dict(os.environ if env is None else env)
    if key_format in ("", "openpgp") and namespace == "git":
        if not key and not person:
            raise refuse("signing.no-key", "There is no key to sign with.", _HOW_TO_SET_UP)
        chosen = key or person
        return gpg.gpg_signer(chosen, interactive=interactive, env=environment, expected=expected, program=program)
    if key_format != "ssh":
        raise refuse(
            "signing.format",
            f"Signatures of the format “{key_format}” are not supported.",
            "Use an SSH or OpenPGP key.",
        )
    if not key:
        raise refuse("signing.no-key", "There is no SSH key to sign with.", _HOW_TO_SET_UP)
    key = default_key(key, environment)
    literal = key.removeprefix(_LITERAL)
    if key.startswith((_LITERAL, *(f"{name} " for name in KEY_TYPES))):
        return _literal_signer(literal, interactive, environment, expected, program, tell, namespace)
    path = Path(key.replace("~", environment.get("HOME", "~"), 1) if key.startswith("~/") else key)
    return ssh_signer(
        path,
        interactive=interactive,
        env=environment,
        expected=expected,
        program=program,
        tell=tell,
        namespace=namespace,
    )


def default_key(key: str, env: Mapping[str, str]) -> str:
    """The key itself where the user's own gpg.ssh.defaultKeyCommand names it: the first that it prints, as in git.

    Raises Refused where the command cannot be run or prints no key. Any other key is returned as it is.
    """
    if not key.startswith(BY_COMMAND):
        return key
    command = key.removeprefix(BY_COMMAND)
    try:
        words = shlex.split(command)
    except ValueError:
        words = []
    if words:
        tool = found_program(words[0], env, f"what gpg.ssh.defaultKeyCommand names: {one_line(command, 60)}")
        printed = run([tool, *words[1:]], env=env, interactive=False).output.decode("utf-8", "replace")
        first = printed.strip().partition("\n")[0].strip()
        if first.startswith((_LITERAL, *(f"{name} " for name in KEY_TYPES))):
            return first
    raise refuse(
        "signing.no-key",
        f"Your gpg.ssh.defaultKeyCommand, {one_line(command, 60)}, prints no key to sign with.",
        "Load the key with ssh-add, or name one: git config --global user.signingkey ~/.ssh/id_ed25519.pub.",
    )


def ssh_signer(
    key: Path,
    *,
    interactive: bool,
    env: Mapping[str, str],
    expected: Sequence[str] = (),
    program: str = "",
    tell: Callable[[str], None] | None = None,
    agent: bool = False,
    namespace: str = "git",
) -> Signer:
    """A signer that calls `ssh-keygen -Y sign` with a private key, or with a public key held by the agent.

    Raises Refused at once when the program or the key file is missing; the signer raises Refused when the passphrase
    is wrong or cannot be asked for, the agent does not hold the key, the user cancels, or the result is not a valid
    signature by one of `expected` (an empty list allows any key).
    """
    tool = found_program(program or "ssh-keygen", env, "OpenSSH 8.2 or newer")
    if not key.is_file():
        raise refuse("signing.key-missing", "The signing key is not there.", _HOW_TO_SET_UP, path=str(key))

    def sign(message: bytes) -> str:
        with Aside() as folder:
            # A file, not standard input: ssh-keygen then asks for the passphrase on the terminal, as it does for git.
            unsigned = folder / "commit"
            unsigned.write_bytes(message)
            command = [tool, "-Y", "sign", "-n", namespace, *(["-U"] if agent else []), "-f", str(key), str(unsigned)]
            answer = run(command, env=env, interactive=interactive, notice=_touch_notice(tell))
            result = folder / "commit.sig"
            if answer.status or not result.is_file():
                raise _ssh_refusal(answer, key, interactive)
            armored = result.read_text("ascii", "replace")
        _check(message, armored, expected, namespace)
        return armored

    return sign


def asking(quiet: Signer, loud: Signer, terminal: Callable[[], AbstractContextManager[bool]]) -> Signer:
    """A signer that asks for a passphrase, by `loud`, only where `quiet` finds the key locked.

    `terminal` frees the terminal for as long; where it cannot, the key stays locked.
    """

    def sign(message: bytes) -> str:
        try:
            return quiet(message)
        except Refused as refused:
            if refused.findings[0].code != "signing.locked":
                raise
            with terminal() as free:
                if not free:
                    raise
                return loud(message)

    return sign


def make_key(path: Path, comment: str) -> str:
    """Make an Ed25519 key without a passphrase, for a demo's members; returns its public key line.

    Writes `path` (mode 0600) and `path.pub`; raises FileExistsError rather than overwrite a key.
    """
    private = Ed25519PrivateKey.generate()
    body = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, serialization.NoEncryption()
    )
    raw = private.public_key().public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH)
    line = f"{raw.decode('ascii')} {' '.join(comment.split())}".rstrip()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(body)
    path.with_name(path.name + ".pub").write_text(line + "\n", "utf-8")
    return line


def made_key_signer(
    path: Path, *, expected: Sequence[str] = (), namespace: str = "git", never: Sequence[str] = ()
) -> Signer:
    """A signer in this process for an Ed25519 key that `make_key` made; for demos and histories made by this program.

    What it returns is what `ssh-keygen -Y sign` with this namespace would: one signature in the form of OpenSSH's
    PROTOCOL.sshsig.
    Raises Refused for anything but a plain file of its own, which is no link to another, with such a key in it, and for
    a key that is among `never`.
    """
    private = _made_key(path)
    public = private.public_key().public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH)
    kind, key = public.split()[:2]
    if public.decode("ascii") in {" ".join(line.split()[:2]) for line in never}:
        raise _not_made(path, "is a key of your own")

    def sign(message: bytes) -> str:
        named = _field(namespace.encode()) + _field(b"") + _field(b"sha512")
        digest = hashlib.sha512(message).digest()
        signature = _field(kind) + _field(private.sign(b"SSHSIG" + named + _field(digest)))
        body = b"SSHSIG" + (1).to_bytes(4, "big") + _field(base64.b64decode(key)) + named + _field(signature)
        lines = "\n".join(textwrap.wrap(base64.b64encode(body).decode("ascii"), 70))
        armored = f"-----BEGIN SSH SIGNATURE-----\n{lines}\n-----END SSH SIGNATURE-----\n"
        _check(message, armored, expected, namespace)
        return armored

    return sign


def _made_key(path: Path) -> Ed25519PrivateKey:
    try:
        file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        raise _not_made(path, "is not there, or is a link") from None
    facts = os.fstat(file)
    if not stat.S_ISREG(facts.st_mode) or facts.st_nlink != 1:
        os.close(file)
        raise _not_made(path, "is not a plain file of its own")
    with os.fdopen(file, "rb") as opened:
        data = opened.read(_LARGEST)
    try:
        private = serialization.load_ssh_private_key(data, None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise _not_made(path, "holds no such key") from None
    if not isinstance(private, Ed25519PrivateKey):
        raise _not_made(path, "holds another sort of key")
    return private


def _not_made(path: Path, why: str) -> Refused:
    return refuse(
        "signing.key-bad",
        f"A demo signs only with the keys that this program made for it, and {one_line(path.name, 60)} {why}. "
        "Nothing was written.",
        "If you did not make this demo, do not trust it. Make a new one: `board demo`.",
        path=str(path),
    )


def _field(data: bytes) -> bytes:
    """Bytes with their length before them, as the SSH wire format has them."""
    return len(data).to_bytes(4, "big") + data


def _literal_signer(
    line: str,
    interactive: bool,
    env: Mapping[str, str],
    expected: Sequence[str],
    program: str,
    tell: Callable[[str], None] | None,
    namespace: str,
) -> Signer:
    """A signer for a key line in the configuration; its private half must be in the agent."""
    try:
        public = parse_key(line)
    except BadKey as error:
        raise refuse(
            "signing.key-bad", f"The signing key in git's configuration is no key: {error}.", _HOW_TO_SET_UP
        ) from error

    def sign(message: bytes) -> str:
        with Aside() as folder:
            path = folder / "key.pub"
            path.write_text(public.line + "\n", "ascii")
            signer = ssh_signer(
                path,
                interactive=interactive,
                env=env,
                expected=expected,
                program=program,
                tell=tell,
                agent=True,
                namespace=namespace,
            )
            return signer(message)

    found_program(program or "ssh-keygen", env, "OpenSSH 8.2 or newer")
    return sign


def _check(message: bytes, armored: str, expected: Sequence[str], namespace: str) -> SshKey:
    """Check our own signature before anybody builds on it; raises Refused."""
    try:
        key = verify(message, armored, namespace)
    except BadSignature as error:
        if error.reason == "untouched":
            raise refuse(
                "signing.untouched",
                f"{error} Such a signature does not count, because any program can get one. Nothing was written.",
                "Make a key that asks for a touch: ssh-keygen -t ed25519-sk, without the option no-touch-required.",
            ) from error
        raise refuse(
            "signing.not-valid",
            f"The signature that was made does not hold: {error} Nothing was written.",
            "Sign with an Ed25519, ECDSA P-256, security (sk-ssh-ed25519) or RSA key of at least 3072 bits.",
        ) from error
    if expected and key.line not in {" ".join(line.split()[:2]) for line in expected}:
        raise refuse(
            "signing.other-key",
            f"Your git signs with the key {key.fingerprint}, which the charter does not list for you. "
            "Nothing was written.",
            "Set user.signingkey to the key in board.toml. If this one is new, ask the chair to add it; "
            "never one that was lost or replaced.",
        )
    return key


def _touch_notice(tell: Callable[[str], None] | None) -> Callable[[str], None] | None:
    """Turns ssh-keygen's request for a touch into words for the user."""
    if tell is None:
        return None

    def notice(line: str) -> None:
        if line.startswith("Confirm user presence"):
            tell("Touch your security key to sign.")

    return notice


# What OpenSSH 8.2 to 10 prints → code, message, what to do. The first match wins.
_SSH_FAULTS: tuple[tuple[str, str, str, str], ...] = (
    ("too open", "signing.key-open", "Others can read the signing key, so it is not used.", "Run: chmod 600 {key}"),
    ("device not found", "signing.touch", "The security key is not plugged in.", "Plug it in and try again."),
    ("requested feature not supported", "signing.touch", "This OpenSSH cannot use security keys.", "Update OpenSSH."),
    ("agent refused", "signing.refused", "The SSH agent refused to sign.", "Confirm in the agent, or touch the key."),
    ("agent socket", "signing.agent", "No SSH agent is running.", "Start one, then run: ssh-add"),
    ("key in agent", "signing.agent", "The SSH agent does not hold the signing key.", "Run: ssh-add"),
    ("No private key", "signing.agent", "The private half of the signing key is neither on disk nor in an SSH agent.",
     "Start an agent and run ssh-add, or set user.signingkey to the private key file."),
    (" option -- Y", "signing.program-old", "This ssh-keygen is too old to sign.", "Install OpenSSH 8.2 or newer."),
    ("invalid format", "signing.key-bad", "The signing key file cannot be read.", _HOW_TO_SET_UP),
    ("load public key", "signing.key-bad", "The signing key file cannot be read.", _HOW_TO_SET_UP),
)  # fmt: skip


def _ssh_refusal(answer: Answer, key: Path, interactive: bool) -> Refused:
    """What went wrong in ssh-keygen, in words."""
    if answer.cancelled:
        return refuse("signing.cancelled", "Signing was cancelled. Nothing was written.", "Your draft is kept.")
    if answer.timed_out:
        return refuse("signing.timeout", "Signing took too long and was given up. Nothing was written.", "Try again.")
    if "incorrect passphrase" in answer.errors:
        if interactive:
            return refuse("signing.passphrase", "The passphrase was wrong. Nothing was written.", "Try again.")
        return refuse(
            "signing.locked",
            "The signing key is locked by a passphrase, which cannot be asked for here.",
            f"Unlock it once with: ssh-add {key}",
            path=str(key),
        )
    for mark, code, message, fix in _SSH_FAULTS:
        if mark in answer.errors:
            return refuse(code, message, fix.format(key=key), path=str(key))
    said = " ".join(answer.errors.split())[:300]
    return refuse("signing.failed", f"ssh-keygen could not sign: {said or 'it gave no reason'}.", _HOW_TO_SET_UP)
