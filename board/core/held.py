"""Evidence that may not lie in git: a salted digest that tells nothing about the matter, and binds it all the same.

The digest is SHA-256 over the salt file and then the matter: `cat matter.salt matter | sha256sum` computes it without
this program. The salt is 64 random hexadecimal digits and one LF. Whoever keeps the matter keeps the salt with it: only
the digest is published, so nobody can find a short text by trying; and nobody can find a second text that fits.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

_SALT = re.compile(rb"[0-9a-f]{64}\n")


def salt_file(random: bytes) -> bytes:
    """A salt file's bytes from 32 random bytes; raises ValueError for another number of them."""
    if len(random) != 32:
        raise ValueError("a salt is made from 32 random bytes")
    return random.hex().encode() + b"\n"


def is_salt_file(data: bytes) -> bool:
    """Whether these are the bytes of a salt file: 64 small hexadecimal digits and one LF, nothing else."""
    return bool(_SALT.fullmatch(data))


def held_digest(salt: bytes, matter: Iterable[bytes]) -> str:
    """The digest that is published, `sha256:…`, from the salt file's bytes and the matter in pieces."""
    digest = hashlib.sha256(salt)
    for piece in matter:
        digest.update(piece)
    return f"sha256:{digest.hexdigest()}"
