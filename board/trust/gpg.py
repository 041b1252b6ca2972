"""OpenPGP signatures through gpg, for members whose git signs with OpenPGP."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from board.core.finding import Refused, refuse
from board.trust.tools import Answer, found_program, run

_STATUS = "[GNUPG:] "


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
    wanted = {name for name in map(_fingerprint, expected) if name}

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
                "Set user.signingkey to the key in board.toml, or ask the chair to add this one.",
            )
        return armored

    return sign


def _fingerprint(text: str) -> str:
    """The 40 or 64 hexadecimal digits of an OpenPGP fingerprint, "" for anything else."""
    digits = text.removeprefix("openpgp:").replace(" ", "").upper()
    return digits if len(digits) in (40, 64) and all(digit in "0123456789ABCDEF" for digit in digits) else ""


def _verified(tool: str, env: Mapping[str, str], message: bytes, armored: str) -> set[str]:
    """The fingerprints (signing key and primary key) of the one good signature; raises Refused otherwise."""
    with tempfile.TemporaryDirectory(prefix="board-verify-") as folder:
        signature = Path(folder, "signature.asc")
        signature.write_text(armored, "ascii")
        command = [tool, "--no-tty", "--batch", "--status-fd", "2", "--verify", str(signature), "-"]
        answer = run(command, env=env, interactive=False, message=message)
    status = [line.removeprefix(_STATUS).split() for line in answer.errors.splitlines() if line.startswith(_STATUS)]
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
