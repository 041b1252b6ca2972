"""Who signed a checkpoint: the key is proven by the signature, the member by the charters of the chain."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from board.core.charter import Charter
from board.core.checkpoint import NAMESPACE, Checkpoint, Cosignature, Note, key_id, key_name, signed_bytes
from board.trust.sshsig import BadKey, BadSignature, SshKey, parse_key, verify

_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----\n", "-----END SSH SIGNATURE-----\n"


@dataclass(frozen=True, slots=True)
class Witness:
    """One signature that holds: whose key it is, and whether the charter at the tip still lists that key for her."""

    member: str
    at: int
    current: bool


class Witnesses:
    """The keys of all members that any charter of a chain ever listed."""

    def __init__(self, charters: Iterable[Charter]) -> None:
        """`charters` from the founding to the tip."""
        self._ever: dict[tuple[str, bytes], bool] = {}
        for charter in charters:
            self._ever = dict.fromkeys(self._ever, False) | dict.fromkeys(_keys(charter), True)

    def of(self, note: Note) -> tuple[Witness, ...]:
        """Everybody whose signature on a note holds, each member once, with her newest time."""
        found: dict[tuple[str, bool], Witness] = {}
        for one in note.signatures:
            try:
                key = signing_key(note.checkpoint, one)
            except BadSignature:
                continue
            current = self._ever.get((one.member, key.blob))
            if current is None:
                continue
            known = found.get((one.member, current))
            if known is None or known.at < one.at:
                found[one.member, current] = Witness(one.member, one.at, current)
        return tuple(witness for (member, now), witness in found.items() if now or (member, True) not in found)


def _keys(charter: Charter) -> Mapping[tuple[str, bytes], None]:
    found: dict[tuple[str, bytes], None] = {}
    for member in charter.members:
        for line in () if member.suspended else member.keys:
            try:
                found[member.id, parse_key(line).blob] = None
            except BadKey:
                continue
    return found


def cosigned(checkpoint: Checkpoint, member: str, at: int, armored: str) -> Cosignature:
    """A signature made by ssh-keygen over `signed_bytes`, in the form of a note; raises BadSignature."""
    key = verify(signed_bytes(checkpoint, at), armored, NAMESPACE)
    value = base64.b64decode(armored.removeprefix(_BEGIN).removesuffix(_END))
    return Cosignature(member, at, key_id(key_name(checkpoint, member), key.blob), value)


def signing_key(checkpoint: Checkpoint, one: Cosignature) -> SshKey:
    """The key that made a signature on a checkpoint; raises BadSignature."""
    text = base64.b64encode(one.signature).decode()
    lines = "".join(f"{text[start : start + 70]}\n" for start in range(0, len(text), 70))
    key = verify(signed_bytes(checkpoint, one.at), f"{_BEGIN}{lines}{_END}", NAMESPACE)
    if one.key_id != key_id(key_name(checkpoint, one.member), key.blob):
        raise BadSignature("key", "The signature carries the number of another key.")
    return key
