"""OpenPGP keys of a throwaway GnuPG home, made while the tests run; there are none in the repository."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

needs_gpg = pytest.mark.skipif(shutil.which("gpg") is None, reason="gpg is not installed")


@dataclass(frozen=True, slots=True)
class Keyring:
    """A GnuPG home with keys without passphrases."""

    env: dict[str, str]

    def run(self, *arguments: str, data: bytes = b"") -> bytes:
        """The output of gpg."""
        command = ["gpg", "--batch", "--pinentry-mode", "loopback", "--passphrase", "", *arguments]
        return subprocess.run(command, env=self.env, input=data, capture_output=True, check=True).stdout

    def make(self, mail: str, algorithm: str = "ed25519", expires: str = "never") -> str:
        """A new signing key; returns its fingerprint."""
        self.run("--quick-generate-key", f"<{mail}>", algorithm, "sign", expires)
        listed = self.run("--list-secret-keys", "--with-colons", mail).decode()
        return next(line.split(":")[9] for line in listed.splitlines() if line.startswith("fpr"))

    def block(self, fingerprint: str) -> str:
        """The public key as a charter holds it."""
        return self.run("--armor", "--export-options", "export-minimal", "--export", fingerprint).decode().strip()

    def sign(self, fingerprint: str, message: bytes, *more: str) -> str:
        """A detached, armoured signature."""
        return self.run("--armor", *more, "--detach-sign", "--local-user", fingerprint, data=message).decode()


@contextmanager
def keyring(home: Path) -> Iterator[Keyring]:
    """A home of its own; its agent is asked to leave afterwards."""
    home.chmod(0o700)
    env = {"PATH": os.environ["PATH"], "HOME": str(home), "GNUPGHOME": str(home)}
    yield Keyring(env)
    subprocess.run(["gpgconf", "--kill", "all"], env=env, check=False, capture_output=True)
