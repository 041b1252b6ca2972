"""A checkpoint: how long the board's chain of commits is and the one digest it comes to, signed by who saw it."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

_PRODUCT = "governance-board"
NAMESPACE = f"checkpoint@{_PRODUCT}"
"""What a checkpoint is signed for: such a signature is worth nothing on a commit, and a commit's nothing here."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a chain: `size` commits, whose Merkle root (32 bytes) is `root` (docs/checkpoints.md)."""

    repository: str
    size: int
    root: bytes

    @property
    def origin(self) -> str:
        """Which log this is, as the first line of the note says."""
        return f"{_PRODUCT}/{self.repository}"

    @property
    def text(self) -> str:
        """The three lines that are signed: origin, size, root (C2SP, tlog-checkpoint)."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    @property
    def digest(self) -> str:
        """SHA-256 of these lines, in hexadecimal: by it a board acknowledges a checkpoint, whoever signs it again."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Cosignature:
    """One member's word for a checkpoint: the time she claims, in seconds since 1970, and an SSH signature (binary)."""

    member: str
    at: int
    key_id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A checkpoint and everybody who signed it."""

    checkpoint: Checkpoint
    signatures: tuple[Cosignature, ...] = ()


def signed_bytes(checkpoint: Checkpoint, at: int) -> bytes:
    """What a witness signs: her time and the checkpoint (the message of C2SP, tlog-cosignature)."""
    return f"cosignature/v1\ntime {at}\n{checkpoint.text}".encode()


def key_name(checkpoint: Checkpoint, member: str) -> str:
    """The name before a signature: origin and handle."""
    return f"{checkpoint.origin}/{member}"


def key_id(name: str, blob: bytes) -> bytes:
    """Four bytes that tell keys of one name apart (C2SP, signed-note; a signature type of our own begins with 0xff)."""
    return hashlib.sha256(name.encode() + b"\n\xff" + NAMESPACE.encode() + blob).digest()[:4]
