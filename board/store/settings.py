"""Writing the user's own git settings, and only when she said yes."""

from __future__ import annotations

from collections.abc import Iterable

from board.store import env
from board.store.git import Git

Setting = tuple[str, str]


def signing_settings(form: str, key: str) -> tuple[Setting, ...]:
    """What git must be told to sign with a key: gpg.format and user.signingkey."""
    return (("gpg.format", form), ("user.signingkey", key))


def commands(settings: Iterable[Setting]) -> tuple[str, ...]:
    """The same as commands to type."""
    return tuple(f"git config --global {name} {_quoted(value)}" for name, value in settings)


def write_own(settings: Iterable[Setting]) -> None:
    """Put settings into the user's own git configuration; raises Refused when git cannot write there."""
    git = Git(None, env.own_settings())
    for name, value in settings:
        git.ask("config", "--global", name, value)


def _quoted(value: str) -> str:
    if value and all(each.isalnum() or each in "@%+=:,./-_~" for each in value):
        return value
    inner = value.replace("'", "'\\''")
    return f"'{inner}'"
