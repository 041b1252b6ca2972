"""OpenPGP signatures through gpg: made with the user's own keyring, checked with nothing but the charter's keys."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from board.core.finding import Refused, refuse
from board.formats.keys import fingerprint_of
from board.trust.aside import Aside
from board.trust.sshsig import BadSignature
from board.trust.tools import Answer, found_program, run

_STATUS = "[GNUPG:] "
_ARMOR = re.compile(
    r"-----BEGIN PGP SIGNATURE-----\n(?:[A-Za-z]+: [^\n]*\n)*\n"
    r"(?:[A-Za-z0-9+/=]{1,76}\n)+-----END PGP SIGNATURE-----\n?",
    re.ASCII,
)
_VERDICTS = ("GOODSIG", "EXPKEYSIG", "BADSIG", "ERRSIG", "EXPSIG", "REVKEYSIG")
# An expired key still proves who signed: whether it counted is a matter of the charter at that point, not of dates.
_GOOD = ("GOODSIG", "EXPKEYSIG")
_HASHES = ("8", "9", "10")  # SHA-256, SHA-384 and SHA-512 (RFC 4880 §9.4)
_PRIVATELY = (
    *("--no-options", "--no-tty", "--batch", "--status-fd", "2", "--no-autostart", "--no-auto-check-trustdb"),
    *("--trust-model", "always", "--no-auto-key-retrieve"),
)


class Unable(Exception):  # noqa: N818 - caught by the roster, which then says that nothing is proven
    """gpg is not there, or gave no answer in time: the signature was not checked."""


def gpg_signer(
    key: str, *, interactive: bool, env: Mapping[str, str], expected: Sequence[str] = (), program: str = ""
) -> Callable[[bytes], str]:
    """A signer that makes a detached, armoured OpenPGP signature with the user's own gpg and keyring.

    `key` is a key id, a fingerprint or "Name <mail>". `expected` are fingerprints that may sign (an empty list
    allows any key); SSH keys among them match no OpenPGP key. The result is verified by gpg before it is
    returned: exactly one good signature. Raises Refused when gpg is missing or cannot sign.
    """
    tool = found_program(program or "gpg", env, "GnuPG 2.2 or newer")
    environment = dict(env)
    if interactive and "GPG_TTY" not in environment and os.isatty(0):
        environment["GPG_TTY"] = os.ttyname(0)
    asking = [] if interactive else ["--batch", "--pinentry-mode", "error"]
    wanted = set(filter(None, map(fingerprint_of, expected)))

    def sign(message: bytes) -> str:
        command = [tool, "--no-tty", "--status-fd", "2", *asking, "--armor", "--detach-sign", "--local-user", key]
        answer = run(command, env=environment, interactive=interactive, message=message)
        if answer.status or f"{_STATUS}SIG_CREATED " not in answer.errors:
            raise _refusal(answer, key, interactive)
        armored = answer.output.decode("ascii", "replace").replace("\r\n", "\n")
        signers = _verified(tool, environment, message, armored)
        if expected and not wanted & signers:
            raise refuse(
                "signing.other-key",
                f"Your git signs with the OpenPGP key {' '.join(sorted(signers))}, which the charter does not list "
                "for you. Nothing was written.",
                "Set user.signingkey to the key in board.toml. If this one is new, ask the chair to add it; "
                "never one that was lost or replaced.",
            )
        return armored

    return sign


def who_signed(blocks: tuple[str, ...], message: bytes, armored: str) -> str:
    """The fingerprint of the primary key among these public keys that made a detached signature on a message.

    gpg gets a home of its own that holds these keys and nothing else. Raises BadSignature (reason "unknown" for a key
    that is not among them, "form" or "wrong" for a signature that proves nothing), and Unable without gpg.
    """
    if not _ARMOR.fullmatch(armored):
        raise BadSignature("armor", "The OpenPGP signature is not one plain armoured block.")
    home = _home(blocks)
    with Aside() as folder:
        signature = folder / "signature.asc"
        signature.write_text(armored, "ascii")
        answer = home.run("--verify", str(signature), "-", message=message)
    status = _status(answer)
    verdicts = [words for words in status if words[0] in _VERDICTS]
    valid = [words for words in status if words[0] == "VALIDSIG"]
    if len(verdicts) != 1:
        raise BadSignature("form", "The OpenPGP signature is not exactly one signature.")
    if verdicts[0][0] == "ERRSIG" and any(words[0] == "NO_PUBKEY" for words in status):
        raise BadSignature("unknown", "The commit is signed with an OpenPGP key that the charter does not hold.")
    if verdicts[0][0] not in _GOOD or len(valid) != 1:
        raise BadSignature("wrong", "The OpenPGP signature does not hold for this commit.")
    if valid[0][8] not in _HASHES or valid[0][9] != "00":
        raise BadSignature("form", "The OpenPGP signature uses a weak digest, or is not one on plain bytes.")
    return valid[0][-1]


class _Home:
    """A gpg home in a folder of its own, gone with the object."""

    def __init__(self, program: str, blocks: Sequence[str]) -> None:
        self._program = program
        self._aside = Aside()
        (self._aside.path / "pubring.kbx").touch(mode=0o600)
        for block in blocks:
            self.run("--import-options", "import-minimal", "--import", message=block.encode())

    def run(self, *arguments: str, message: bytes) -> Answer:
        """One gpg command in this home; raises Unable when it gives no answer."""
        home = str(self._aside.path)
        environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": home, "GNUPGHOME": home}
        answer = run([self._program, *_PRIVATELY, *arguments], env=environment, interactive=False, message=message)
        if answer.timed_out or answer.cancelled:
            raise Unable("gpg gave no answer.")
        return answer


@lru_cache(maxsize=8)
def _home(blocks: tuple[str, ...]) -> _Home:
    program = shutil.which("gpg", path=os.environ.get("PATH", os.defpath))
    if program is None or not Path(program).is_absolute():
        raise Unable("gpg is not installed.")
    return _Home(program, blocks)


def exported(key: str, env: Mapping[str, str], program: str = "") -> str:
    """The public block of a key of the user's own keyring, as a charter holds it; "" when there is none."""
    tool = found_program(program or "gpg", env, "GnuPG 2.2 or newer")
    command = [tool, "--no-tty", "--batch", "--armor", "--export-options", "export-minimal", "--export", key]
    return run(command, env=env, interactive=False).output.decode("ascii", "replace").replace("\r\n", "\n").strip()


def _status(answer: Answer) -> list[list[str]]:
    lines = answer.errors.splitlines()
    return [words for line in lines if line.startswith(_STATUS) and (words := line.removeprefix(_STATUS).split())]


def _verified(tool: str, env: Mapping[str, str], message: bytes, armored: str) -> set[str]:
    """The fingerprints (signing key and primary key) of the one good signature; raises Refused otherwise."""
    with Aside() as folder:
        signature = folder / "signature.asc"
        signature.write_text(armored, "ascii")
        command = [tool, "--no-tty", "--batch", "--status-fd", "2", "--verify", str(signature), "-"]
        answer = run(command, env=env, interactive=False, message=message)
    status = _status(answer)
    good = [words for words in status if words[0] == "GOODSIG"]
    valid = [words for words in status if words[0] == "VALIDSIG"]
    if answer.status or len(good) != 1 or len(valid) != 1:
        raise refuse(
            "signing.not-valid",
            "The OpenPGP signature that was made does not hold. Nothing was written.",
            "Check that the key has not expired: gpg --list-secret-keys",
        )
    return {valid[0][1], valid[0][-1]}


def _refusal(answer: Answer, key: str, interactive: bool) -> Refused:
    """What went wrong in gpg, in words."""
    said = answer.errors
    if answer.cancelled or "canceled" in said.lower():
        return refuse("signing.cancelled", "Signing was cancelled. Nothing was written.", "Your draft is kept.")
    if answer.timed_out:
        return refuse("signing.timeout", "Signing took too long and was given up. Nothing was written.", "Try again.")
    if "No secret key" in said or "INV_SGNR" in said:
        return refuse(
            "signing.key-missing",
            f"gpg has no secret key for “{key}”.",
            "List yours with gpg --list-secret-keys, then set git config --global user.signingkey.",
        )
    if "No pinentry" in said or "Inappropriate ioctl" in said or (not interactive and "pinentry" in said.lower()):
        return refuse(
            "signing.locked",
            "The OpenPGP key is locked by a passphrase, which cannot be asked for here.",
            "Unlock it once in another terminal: gpg --clearsign < /dev/null",
        )
    if "Bad passphrase" in said or "BAD_PASSPHRASE" in said:
        return refuse("signing.passphrase", "The passphrase was wrong. Nothing was written.", "Try again.")
    reason = " ".join(line for line in said.splitlines() if not line.startswith(_STATUS)).strip()[:300]
    return refuse("signing.failed", f"gpg could not sign: {reason or 'it gave no reason'}.")


def secret_keys(env: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Fingerprint and user id of each key in the user's own keyring that can sign now; none where gpg is missing."""
    program = shutil.which("gpg", path=env.get("PATH", os.defpath))
    home = Path(env.get("GNUPGHOME") or Path(env.get("HOME", "."), ".gnupg"))
    if program is None or not Path(program).is_absolute() or not home.is_dir():
        return ()  # gpg would make a home, and nobody asked for one
    command = [program, "--no-tty", "--batch", "--list-secret-keys", "--with-colons"]
    found: dict[str, str] = {}
    usable, fingerprint = False, ""
    for line in run(command, env=env, interactive=False).output.decode("utf-8", "replace").splitlines():
        words = line.split(":")
        if words[0] == "sec":
            usable, fingerprint = words[1] not in ("e", "r", "d", "i") and "S" in words[11], ""
        elif words[0] == "fpr" and usable and not fingerprint:
            fingerprint = words[9]
        elif words[0] == "uid" and fingerprint:
            found.setdefault(fingerprint, words[9])
            usable = False
    return tuple(found.items())
