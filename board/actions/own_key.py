"""The public half of the key that the user's own git signs with."""

from __future__ import annotations

import os
from pathlib import Path

from board.core.finding import Refused
from board.formats.keys import BY_COMMAND
from board.store.identity import Identity


def public_key(identity: Identity) -> str:
    """The public half of the key that git signs with, as one line; "" where there is none that can be read."""
    named = identity.signing_key
    if named.startswith(BY_COMMAND):
        from board.trust.signing import default_key  # lists know a key without it

        try:
            named = default_key(named, os.environ)
        except Refused:
            return ""
    if named.startswith(("ssh-", "key::")):
        return " ".join(named.removeprefix("key::").split()[:2])
    if identity.signing_format != "ssh" or not named:
        return ""
    file = Path(named if named.endswith(".pub") else f"{named}.pub")
    try:
        return " ".join(file.read_text(encoding="utf-8").split()[:2])
    except (OSError, ValueError):
        return ""
