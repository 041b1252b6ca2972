"""Who sits at the keyboard, in git's own words: name, mail and signing key."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from board.core.finding import Refused, refuse
from board.core.text import one_line
from board.formats.keys import BY_COMMAND
from board.store import env
from board.store.files import private_folder, read_small, real_folder, replace
from board.store.git import Git
from board.store.place import Place, find

_HANDLE = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_LARGEST = 1 << 20


@dataclass(frozen=True, slots=True)
class Identity:
    """What git knows of the user; empty where it knows nothing.

    `signing_format` is ssh, openpgp or x509; `signing_key` is a path, a literal public key (`ssh-…`, `key::…`), a key
    id, or the command that prints a literal one (`command::…`); `signing_program` is the user's own choice of
    ssh-keygen or gpg, "" for the usual one.
    """

    name: str = ""
    email: str = ""
    signing_format: str = ""
    signing_key: str = ""
    signing_program: str = ""
    demo: bool = False


def git_identity(where: Path | Place | None = None) -> Identity:
    """The user's identity: the environment, then the repository's name and mail, then the user's and the system's.

    From the repository only name and mail are taken, which are plain data: which key signs, and with which program,
    is the user's own word. Without a repository only the user's and the system's settings count.
    """
    settings = _settings(_place(where) if isinstance(where, Path) else where)
    own, anyone = settings["own"], settings["own"] | settings["repository"]
    form = own.get("gpg.format", "openpgp").lower()
    program = own.get(f"gpg.{form}.program", "") or (own.get("gpg.program", "") if form == "openpgp" else "")
    key = _expanded(own.get("user.signingkey", ""))
    if not key and form == "ssh" and (command := own.get("gpg.ssh.defaultkeycommand", "")):
        key = BY_COMMAND + command
    return Identity(
        name=(os.environ.get("GIT_AUTHOR_NAME") or anyone.get("user.name", "")).strip(),
        email=(os.environ.get("GIT_AUTHOR_EMAIL") or anyone.get("user.email", "") or _mail()).strip(),
        signing_format=form if key else "",
        signing_key=key,
        signing_program=_expanded(program),
    )


def demo_folder(place: Place) -> Path:
    """Where a demo repository keeps its members' keys."""
    return place.own / "demo"


def is_demo(place: Place) -> bool:
    """Whether this is a scratch repository of `board demo`, where one may play any member.

    Raises Refused where a link lies in the place of our folders.
    """
    return _list_of(place) is not None


def _list_of(place: Place) -> bytes | None:
    """What says who is in a demo; None elsewhere. Raises Refused where a link lies in the place of our folders."""
    if not (real_folder(place.own) and real_folder(demo_folder(place))):
        return None
    try:
        return read_small(demo_folder(place) / "members.toml", _LARGEST)
    except FileNotFoundError:
        return None


def demo_members(place: Place) -> dict[str, Identity]:
    """The members of a demo repository by handle, each with the key made for them."""
    from board.formats.toml import FILE_LIMIT, load  # only for a demo: elsewhere nobody waits for it

    folder = demo_folder(place)
    listed = load(_list_of(place) or b"", "members.toml", FILE_LIMIT).value.data.get("members", {})
    found = {}
    for handle, told in listed.items() if isinstance(listed, dict) else ():
        if _HANDLE.fullmatch(handle) and isinstance(told, dict):
            key = str(folder / handle) if (folder / handle).exists() else ""
            name, email = str(told.get("name", "")), str(told.get("email", ""))
            found[handle] = Identity(name, email, "ssh" if key else "", key, demo=True)
    return found


def demo_identity(place: Place, member: str) -> Identity:
    """A member of a demo repository, for `--as`; raises Refused elsewhere and for a handle that is not there."""
    if not is_demo(place):
        raise refuse(
            "identity.not-demo",
            "Only in a demo repository can you choose which member you are.",
            "Here you are who git says you are. Leave --as out, or run `board demo`.",
        )
    members = demo_members(place)
    if member not in members:
        raise refuse(
            "identity.unknown",
            f"There is no member “{one_line(member, 60)}” in this demo.",
            f"Choose one of: {', '.join(sorted(members))}.",
        )
    return members[member]


def save_demo_members(place: Place, people: Mapping[str, tuple[str, str]]) -> Path:
    """Write a demo's members (handle → name, mail); returns the folder for their keys, each named as its handle."""
    private_folder(place.own)
    folder = private_folder(demo_folder(place))
    lines = [
        f"[members.{handle}]\nname = {_quoted(name)}\nemail = {_quoted(email)}\n"
        for handle, (name, email) in sorted(people.items())
    ]
    replace(folder / "members.toml", "\n".join(lines).encode())
    return folder


def _place(directory: Path) -> Place | None:
    try:
        return find(directory)
    except Refused:
        return None


def _settings(place: Place | None) -> dict[str, dict[str, str]]:
    """git's settings as data, apart by whose they are; includes are followed as git follows them."""
    git = Git(place.git_dir if place else None, env.own_settings())
    fields = git.ask("config", "--show-scope", "--includes", "--null", "--list").decode("utf-8", "replace").split("\0")
    found: dict[str, dict[str, str]] = {"own": {}, "repository": {}}
    for scope, entry in zip(fields[::2], fields[1::2], strict=False):
        key, _, value = entry.partition("\n")
        found["own" if scope in ("system", "global") else "repository"][key] = value
    return found


def _mail() -> str:
    mail = os.environ.get("EMAIL", "")
    return mail if "@" in mail else ""


def _expanded(path: str) -> str:
    return str(Path(path).expanduser()) if path.startswith("~") else path


def _quoted(text: str) -> str:
    """A TOML basic string; names and mails are one line."""
    return '"' + one_line(text).replace("\\", "\\\\").replace('"', '\\"') + '"'
