"""A commit's bytes read strictly: git and its libraries forgive what a verdict must not rest on (trust.md §0, §2.3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from board.formats import rawgit
from board.trust.commits import split_signature
from board.trust.sshsig import BadSignature

_PERSON = re.compile(r"[^<>\n]* ?<(?P<mail>[^<>\n]*)> (?P<at>[0-9]{1,12}) [+-][0-9]{4}")
_PEOPLE = re.compile(rb"\nauthor (?P<author>[^\n]*)\ncommitter (?P<committer>[^\n]*)\n")


class BadCommit(ValueError):  # noqa: N818 - named after what it tells, like BadSignature
    """A commit that cannot be judged; the text says why, for people."""


@dataclass(frozen=True, slots=True)
class Links:
    """What every commit has: its tree and its parents, as git reads them.

    `odd` says in words why other readers than git may find others there; "" where none can.
    """

    tree: str
    parents: tuple[str, ...]
    odd: str = ""


@dataclass(frozen=True, slots=True)
class Signed:
    """A commit that may speak for somebody: who it says wrote it, what was signed, and the signature ("" for none).

    `at` is the committer's claim in seconds since 1970; it proves nothing.
    """

    author: str
    committer: str
    at: int
    payload: bytes
    armored: str


def links(raw: bytes) -> Links:
    """Tree and parents, from the raw bytes alone; raises BadCommit where git itself reads none."""
    found = rawgit.links(raw)
    if found is None:
        raise BadCommit("The commit names no tree where git looks for it.")
    tree, parents, rest = found
    if rest.startswith((b"tree ", b"parent ")):
        return Links(tree, parents, "The commit names a second tree, or its parents stand in the wrong place.")
    if raw[: len(raw) - len(rest)].lower() != raw[: len(raw) - len(rest)]:
        return Links(tree, parents, "The commit names its tree or parents in capitals.")
    return Links(tree, parents)


@lru_cache(maxsize=256)  # the walk reads what a commit claims, and its copies prove it
def strict(raw: bytes) -> Signed:
    """A commit of exactly tree, parents, one author, one committer and at most one signature; mails in small letters.

    Raises BadCommit for anything more, less or out of order, and for text that is not UTF-8.
    """
    try:
        payload, armored = split_signature(raw)
    except BadSignature as problem:
        if problem.reason != "unsigned":
            raise BadCommit(str(problem)) from problem
        payload, armored = raw, ""
    people = _PEOPLE.search(payload.partition(b"\n\n")[0] + b"\n")
    if people is None:
        raise BadCommit("The commit does not name one author and one committer.")
    author, _ = _person(people["author"])
    committer, at = _person(people["committer"])
    return Signed(author, committer, at, payload, armored)


def _person(line: bytes) -> tuple[str, int]:
    try:
        match = _PERSON.fullmatch(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise BadCommit("The commit names its author in bytes that are not UTF-8.") from error
    if match is None:
        raise BadCommit("The commit's author or committer is not a name, a mail address and a time.")
    return match["mail"].strip().casefold(), int(match["at"])
