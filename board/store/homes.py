"""Where this user's drafts and caches lie: outside every repository, which has no say in them."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from urllib.parse import quote

from board.store.files import private_folder

_NAME = "governance-board"


def state_home() -> Path:
    """The user's state directory for this program, mode 0700 (XDG_STATE_HOME, or ~/.local/state)."""
    return private_folder(_base("XDG_STATE_HOME", ".local/state") / _NAME)


def cache_home() -> Path:
    """The user's cache directory for this program, mode 0700 (XDG_CACHE_HOME, or ~/.cache)."""
    return private_folder(_base("XDG_CACHE_HOME", ".cache") / _NAME)


def file_name(text: str) -> str:
    """Any text as one file name; long ones are cut and told apart by a digest."""
    name = quote(text, safe="", errors="surrogatepass").replace(".", "%2E", 1 if text.startswith(".") else 0)
    if len(name) <= 120:
        return name or "%"
    return f"{name[:100]}-{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def _base(variable: str, usual: str) -> Path:
    """A relative directory does not count: the standard says to ignore it."""
    named = os.environ.get(variable, "")
    return Path(named) if named.startswith("/") else Path.home() / usual
