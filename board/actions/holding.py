"""Evidence that a custodian keeps: making its salted digest, and showing later that something is what was named."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from board.actions.load import World
from board.actions.session import Session
from board.core.charter import Charter
from board.core.finding import ExitStatus, refuse
from board.core.held import held_digest, is_salt_file, salt_file
from board.formats.toml import literal

_PIECE = 1_048_576
_SALT = ".salt"


@dataclass(frozen=True, slots=True)
class HeldMatter:
    """What holding makes: the digest to publish, where the salt lies, and the entry for the proposal's front matter."""

    by: str
    sha256: str
    salt_file: str
    entry: str


@dataclass(frozen=True, slots=True)
class HeldMatch:
    """One proposal that names a digest: which piece of evidence it is there, and who holds it."""

    proposal: str
    evidence: str
    held_by: str


def hold(session: Session, file: Path, by: str, *, evidence: str = "", title: str = "") -> HeldMatter:
    """Make the salted digest of a file that may not lie in git; the salt is written beside the file, for the custodian.

    Nothing is committed, and nothing of the file's text leaves it. Refuses a file inside the repository, and one that
    has a salt already: a second salt would make a second digest of the same matter.
    """
    _custodian(session.charter, by)
    root = session.store.place.work_tree
    if root is not None and file.resolve().is_relative_to(root.resolve()):
        words = "This file lies inside the repository, where it could be committed by mistake."
        raise refuse("held.inside", words, "Move it to where its custodian keeps it.", path=str(file))
    salt_at = file.with_name(file.name + _SALT)
    salt = salt_file(secrets.token_bytes(32))
    digest = held_digest(salt, _pieces(file))
    try:
        opened = os.open(salt_at, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        words = f"{salt_at.name} is there already, so this file is held already."
        raise refuse("held.already", words, "`board evidence check` says which proposal names it.") from None
    except OSError as error:
        raise refuse("disk.cannot-write", f"The salt could not be written: {error.strerror}.") from error
    with os.fdopen(opened, "wb") as out:
        out.write(salt)
    lines = ["[[evidence]]", f"id = {literal(evidence or 'held')}", f"title = {literal(title or 'Held evidence')}"]
    lines += [f"held_by = {literal(by)}", f"sha256 = {literal(digest)}", f"dated = {literal(session.today)}"]
    return HeldMatter(by, digest, str(salt_at), "\n".join([*lines, "answers = []"]))


def check_held(session: Session, file: Path, salt_at: Path) -> tuple[str, tuple[HeldMatch, ...]]:
    """The digest of a file with its salt, and the proposals that name it; none means that this is something else."""
    salt = b"".join(_pieces(salt_at))
    if not is_salt_file(salt):
        words = f"{salt_at.name} is no salt: 64 small hexadecimal digits and a line end."
        raise refuse("held.no-salt", words, status=ExitStatus.WRONG_USE, path=str(salt_at))
    digest = held_digest(salt, _pieces(file))
    return digest, tuple(_naming(session.world, digest))


def _naming(world: World, digest: str) -> Iterator[HeldMatch]:
    for one in world.ids:
        for each in world.proposal(one).value.evidence:
            if each.held_by and each.sha256 == digest:
                yield HeldMatch(one, each.id, each.held_by)


def _custodian(charter: Charter, by: str) -> None:
    """Refuse a custodian whom nobody can find: a member, a seat, or a name with a mail address."""
    if charter.member(by) is None and charter.seat(by) is None and "@" not in by:
        people = ", ".join(one.id for one in charter.members)
        raise refuse(
            "held.nobody",
            f"“{by}” is neither a member nor a seat, so nobody could ask for it.",
            f"Name one of {people}, a seat, or “Name <mail>”.",
            status=ExitStatus.WRONG_USE,
        )


def _pieces(file: Path) -> Iterator[bytes]:
    try:
        with file.open("rb") as opened:
            while piece := opened.read(_PIECE):
                yield piece
    except OSError as error:
        words = f"{file.name} could not be read: {error.strerror}."
        raise refuse("disk.cannot-read", words, status=ExitStatus.CANNOT_TELL, path=str(file)) from error
