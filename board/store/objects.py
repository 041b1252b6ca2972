"""git objects in memory: trees and commits read strictly and built whole, and the pack that carries them."""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import ge
from typing import TYPE_CHECKING, Protocol

from board.core.finding import ExitStatus, Refused, refuse
from board.formats import rawgit

if TYPE_CHECKING:
    from board.store.base import Commit, Person

FILE, EXECUTABLE, LINK, MODULE, FOLDER = "100644", "100755", "120000", "160000", "40000"
TWICE = rawgit.TWICE.decode()
EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
_KINDS = {"commit": 1, "tree": 2, "blob": 3}
_MODES = {mode.encode(): mode for mode in (FILE, EXECUTABLE, LINK, MODULE, FOLDER)}
_ENTRY = re.compile(rb"([0-9]+) ([^\0]+)\0(.{20})", re.DOTALL)
_CRUD = re.compile(r"[\x00-\x1f\x7f<>]")
_PERSON = re.compile(rb"(?P<name>[^<>\n]*?) ?<(?P<email>[^<>\n]*)> (?P<at>-?\d{1,18}) [+-]\d{4}")


@dataclass(frozen=True, slots=True)
class Object:
    """One object: its kind (commit, tree or blob) and its bytes."""

    kind: str
    body: bytes

    @property
    def id(self) -> str:
        """The name git gives it."""
        return hashlib.sha1(b"%s %d\0" % (self.kind.encode(), len(self.body)) + self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a tree; the name stays in bytes because nobody promises that it is text."""

    mode: str
    id: str

    @property
    def folder(self) -> bool:
        """Whether it is a tree."""
        return self.mode == FOLDER

    @property
    def file(self) -> bool:
        """Whether it is a regular file; links and submodules are not."""
        return self.mode.startswith("100")


class Objects(Protocol):
    """Where objects come from: a repository, or a dictionary in tests."""

    def get(self, ids: Iterable[str], limit: int | None = None) -> dict[str, Object]:
        """The objects; those larger than `limit` bytes are left out. Raises Lost for one that is not there."""


class Lost(Refused):
    """Something points to an object that the repository does not have, or cannot read."""

    def __init__(self, object_id: str) -> None:
        super().__init__(
            *_broken(f"The repository has lost the object {object_id[:10]}, or cannot read it.").findings,
            status=ExitStatus.CANNOT_TELL,
        )


def needed(objects: Objects, object_id: str) -> Object:
    """An object that must be there."""
    return objects.get([object_id])[object_id]


def lines(body: bytes) -> list[tuple[bytes, bytes, bytes]]:
    """The lines of a tree as they lie: mode, name and the 20 bytes of the id. Raises Refused when it is no tree."""
    listed: list[tuple[bytes, bytes, bytes]] = _ENTRY.findall(body)
    modes, names, _ = zip(*listed, strict=True) if listed else ((), (), ())
    if len(b"".join(modes)) + len(b"".join(names)) + 22 * len(listed) != len(body):
        raise _broken("A folder in the repository cannot be read: its tree object is damaged.")
    return listed


def entry(mode: bytes, raw: bytes) -> Entry:
    """What a line of a tree says of its name."""
    return Entry(_MODES.get(mode) or mode.decode().lstrip("0"), raw.hex())


def read_tree(body: bytes, *, first: bool = False) -> dict[bytes, Entry]:
    """The entries of a tree by name. Raises Refused when it is no tree.

    What git would not have written is left out; a name listed twice is a TWICE, or with `first` what is listed first.
    """
    listed = lines(body)
    found = {name: entry(mode, raw) for mode, name, raw in listed}
    if len(found) == len(listed) and b"/" not in b"".join(found) and {mode for mode, _, _ in listed} <= _MODES.keys():
        return found
    return {name: entry(mode, raw) for mode, name, raw in rawgit.usable(body, first=first)}


def well_formed(body: bytes) -> bool:
    """Whether a tree is written as git writes trees. Raises Refused when it is none."""
    listed = lines(body)
    keys = [name + b"/" if mode == b"40000" else name for mode, name, _ in listed]
    names = {name for _, name, _ in listed}
    ordered = len(names) == len(listed) and not any(map(ge, keys, keys[1:]))
    return ordered and b"/" not in b"".join(names) and all(map(rawgit.known, {mode for mode, _, _ in listed}))


def tree(entries: Mapping[bytes, Entry]) -> Object:
    """A tree in git's order, in which a folder sorts as if its name ended with a slash."""
    ordered = sorted(entries.items(), key=lambda item: item[0] + b"/" if item[1].mode == FOLDER else item[0])
    return Object("tree", b"".join(b"%s %s\0%s" % (e.mode.encode(), name, bytes.fromhex(e.id)) for name, e in ordered))


def commit_bytes(tree_id: str, parents: Iterable[str], author: Person, when: datetime, message: str) -> bytes:
    """An unsigned commit, author and committer alike, in UTC: the bytes that are signed."""
    who = f"{_clean(author.name)} <{_clean(author.email)}> {int(when.timestamp())} +0000"
    lines = [f"tree {tree_id}", *(f"parent {parent}" for parent in parents), f"author {who}", f"committer {who}"]
    text = message.replace("\0", "").replace("\r\n", "\n").strip("\n")
    return ("\n".join(lines) + f"\n\n{text}\n").encode("utf-8", "replace")


def signed(unsigned: bytes, signature: str) -> bytes:
    """The same commit with its signature in the header, folded as git folds it."""
    header, _, message = unsigned.partition(b"\n\n")
    folded = signature.strip("\n").replace("\n", "\n ")
    return header + b"\ngpgsig " + folded.encode("ascii") + b"\n\n" + message


def read_commit(commit_id: str, body: bytes, paths: tuple[str, ...] = ()) -> Commit:
    """A line of history from a commit's bytes; odd ones are read as far as they go, never with an exception.

    Nothing here judges: a verdict needs the strict reader of `trust`.
    """
    from board.store.base import Commit

    header, _, message = body.partition(b"\n\n")
    links = rawgit.links(body)
    fields: dict[bytes, list[bytes]] = {}
    for line in header.split(b"\n"):
        key, _, value = line.partition(b" ")
        fields.setdefault(key, []).append(value)
    author = _PERSON.fullmatch(fields.get(b"author", [b""])[0])
    committer = _PERSON.fullmatch(fields.get(b"committer", [b""])[0])
    subject, _, rest = message.decode("utf-8", "replace").strip("\n").partition("\n")
    return Commit(
        id=commit_id,
        parents=links[1] if links else (),
        author=_person(author),
        at=_at(committer or author),
        subject=subject,
        body=rest.strip("\n"),
        signed=b"gpgsig" in fields,
        paths=paths,
    )


def tree_of(commit: Object) -> str:
    """The tree a commit holds; raises Refused when the bytes name none."""
    links = rawgit.links(commit.body) if commit.kind == "commit" else None
    if links is None:
        raise _broken("A commit in the repository cannot be read: it names no tree.")
    return links[0]


def pack(objects: Iterable[Object]) -> bytes:
    """A pack file of whole objects, for `git unpack-objects`."""
    listed = list(objects)
    parts = [b"PACK" + struct.pack(">II", 2, len(listed))]
    for item in listed:
        size = len(item.body)
        byte, size = _KINDS[item.kind] << 4 | size & 15, size >> 4
        head = bytearray()
        while size:
            head.append(byte | 128)
            byte, size = size & 127, size >> 7
        head.append(byte)
        parts += (bytes(head), zlib.compress(item.body))
    body = b"".join(parts)
    return body + hashlib.sha1(body).digest()


def _clean(text: str) -> str:
    """A name or mail as git writes it: without what would end the field."""
    return _CRUD.sub("", text).strip(" .,:;\"'\\")


def _person(match: re.Match[bytes] | None) -> Person:
    from board.store.base import Person

    if match is None:
        return Person("", "")
    return Person(match["name"].decode("utf-8", "replace").strip(), match["email"].decode("utf-8", "replace"))


def _at(match: re.Match[bytes] | None) -> datetime:
    try:
        return datetime.fromtimestamp(int(match["at"]) if match else 0, UTC)
    except (OverflowError, ValueError, OSError):
        return datetime.fromtimestamp(0, UTC)


def _broken(message: str) -> Refused:
    return refuse("git.damaged", message, "Run `git fsck` and fetch again.", status=ExitStatus.CANNOT_TELL)
