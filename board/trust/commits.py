"""Signatures inside commit objects: put one in as git does, take one out strictly."""

from __future__ import annotations

import re

from board.trust.sshsig import BadSignature

_SIGNATURE = b"gpgsig "
# What a signed commit on strict paths may hold: git writes the signature last. Merge tags, encodings and second
# signatures are refused, because git itself ignores or hides what they say.
_HEADER = re.compile(
    rb"tree (?P<id>[0-9a-f]{40}|[0-9a-f]{64})\n"
    rb"(?:parent (?:[0-9a-f]{40}|[0-9a-f]{64})\n)*"
    rb"author [^\n\x00]+\n"
    rb"committer [^\n\x00]+\n"
    rb"(?P<signature>gpgsig [^\n\x00]+\n(?: [^\n\x00]*\n)*)?"
)


def with_signature(unsigned: bytes, armored: str) -> bytes:
    """The commit with the signature as its last header, each further line indented by one space.

    Raises BadSignature when the commit is not a plain unsigned one, or the signature is empty.
    """
    header, blank, message = unsigned.partition(b"\n\n")
    match = _HEADER.fullmatch(header + b"\n") if blank else None
    if match is None or match["signature"]:
        raise BadSignature("commit", "The commit to be signed is not a plain unsigned commit.")
    lines = armored.encode("ascii").removesuffix(b"\n").split(b"\n")
    if not lines[0]:
        raise BadSignature("armor", "The signature is empty.")
    return header + b"\n" + _SIGNATURE + b"\n ".join(lines) + b"\n\n" + message


def split_signature(raw: bytes) -> tuple[bytes, str]:
    """The signed bytes and the armoured signature of a commit object.

    Raises BadSignature: reason "unsigned" when there is none, "commit" when the object holds anything but tree,
    parents, one author, one committer and exactly one signature, in git's own order.
    """
    header, blank, message = raw.partition(b"\n\n")
    match = _HEADER.fullmatch(header + b"\n") if blank else None
    if match is None:
        raise BadSignature("commit", "The commit has headers that a signed commit of the board must not have.")
    signature = match["signature"]
    if signature is None:
        raise BadSignature("unsigned", "The commit carries no signature.")
    payload = (header + b"\n")[: match.start("signature")] + b"\n" + message
    lines = signature.removeprefix(_SIGNATURE).removesuffix(b"\n").split(b"\n")
    folded = [lines[0], *(line[1:] for line in lines[1:])]
    try:
        return payload, b"\n".join(folded).decode("ascii") + "\n"
    except UnicodeDecodeError as error:
        raise BadSignature("armor", "The signature holds characters that no signature has.") from error
