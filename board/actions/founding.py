"""Setting a board up: a charter by questions, and the board's own copy of the checklists."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from pathlib import Path

from board.actions.common import message
from board.actions.model import Done
from board.actions.session import Clock, utc_now
from board.core.charter import Member
from board.core.finding import Refused, refuse
from board.core.layout import CHARTER, Layout
from board.formats.shipped import shipped_dir
from board.formats.starter import starter_charter
from board.store.base import Change, Person, Signer, Snapshot
from board.store.identity import Identity, git_identity
from board.store.repository import GitStore, open_repository


@dataclass(frozen=True, slots=True)
class Founding:
    """The answers `board init` asks for."""

    name: str
    timezone: str = "UTC"
    members: tuple[Member, ...] = ()
    branch: str = "main"
    root: str = "."
    signing: str = "unsigned"


def board_files(layout: Layout) -> dict[str, bytes]:
    """The board's own copies: checklists and policy, as repository paths."""
    source = shipped_dir()
    found = {layout.at(f"checklists/{file.name}"): file.read_bytes() for file in (source / "checklists").glob("*.toml")}
    found[layout.policy()] = (source / "policy.toml").read_bytes()
    return found


def init(directory: Path, founding: Founding, now: Clock = utc_now) -> Done:
    """Write charter, checklists and policy in one commit; makes a repository where there is none.

    Nothing else in an existing repository is touched. Raises Refused when it is governed already.
    """
    store = _repository(directory, founding.branch)
    if store.snapshot().blob(CHARTER):
        raise refuse(
            "repository.governed", "This repository has a board.toml already.", "`board` opens it.", path=CHARTER
        )
    identity = git_identity(store.place)
    if not identity.email:
        raise refuse(
            "identity.none",
            "git does not know who you are, and the first commit needs an author.",
            "Set `git config --global user.name` and `git config --global user.email`.",
        )
    layout = Layout(founding.root)
    charter = starter_charter(
        name=founding.name,
        timezone=founding.timezone,
        members=_with_own_key(founding, identity),
        repository=secrets.token_hex(16),
        branch=founding.branch,
        root=founding.root,
        signing=founding.signing,
    )
    files: dict[str, bytes | None] = {CHARTER: charter, **board_files(layout)}

    def make(snapshot: Snapshot) -> Change:
        fresh = {path: data for path, data in files.items() if not snapshot.blob(path)}
        return Change(fresh, message(f"Found the board: {founding.name}"), create_only=(CHARTER,))

    written = store.write(make, Person(identity.name, identity.email), now(), _signer(founding, identity))
    return Done(
        f"The board “{founding.name}” exists. `board.toml` holds its charter; every rule can be read there.",
        written.commit,
        written.branch,
        written.files,
        written.pushed,
        notes=written.notes,
    )


def _signer(founding: Founding, identity: Identity) -> Signer | None:
    if founding.signing != "required":
        return None
    from board.trust.signing import signer_for

    person = f"{identity.name} <{identity.email}>"
    return signer_for(identity.signing_format, identity.signing_key, person=person, interactive=True)


def _with_own_key(founding: Founding, identity: Identity) -> tuple[Member, ...]:
    """The members as named; whoever founds the board and gave no key gets the one git signs with."""
    key = public_key(identity)
    return tuple(
        replace(member, keys=(key,)) if key and not member.keys and _is(member, identity) else member
        for member in founding.members
    )


def _is(member: Member, identity: Identity) -> bool:
    return identity.email.casefold() in {mail.casefold() for mail in member.emails}


def public_key(identity: Identity) -> str:
    """The public half of the key that git signs with, as one line; "" where there is none that can be read."""
    named = identity.signing_key
    if named.startswith(("ssh-", "key::")):
        return named.removeprefix("key::")
    if identity.signing_format != "ssh" or not named:
        return ""
    file = Path(named if named.endswith(".pub") else f"{named}.pub")
    try:
        return " ".join(file.read_text(encoding="utf-8").split()[:2])
    except (OSError, ValueError):
        return ""


def _repository(directory: Path, branch: str) -> GitStore:
    from board.store.place import find
    from board.store.porcelain import init as init_repository

    try:
        find(directory)
    except Refused:
        init_repository(directory, branch)
    return open_repository(directory, branch)
