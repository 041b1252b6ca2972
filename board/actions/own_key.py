"""The public half of the key that the user's own git signs with."""

from __future__ import annotations

import os
from pathlib import Path

from board.core.finding import Refused
from board.formats.keys import BY_COMMAND
from board.store.files import read_small
from board.store.identity import Identity, git_identity
from board.store.place import Place


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
        told = read_small(file, links=not identity.demo) or b""
        return " ".join(told.decode("utf-8").split()[:2])
    except (OSError, ValueError):
        return ""


def never_in_demo(identity: Identity, place: Place) -> tuple[str, ...]:
    """In a demo, the key that the user's own git signs with, which no demo may use; nothing elsewhere."""
    key = public_key(git_identity(place)) if identity.demo else ""
    return (key,) if key else ()
