"""Who signed a checkpoint: the key is proven by the signature, the member by the charters of the chain."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from board.core.charter import Charter
from board.core.checkpoint import NAMESPACE, Checkpoint, Cosignature, Note, key_id, key_name, signed_bytes
from board.trust.sshsig import BadKey, BadSignature, SshKey, parse_key, verify

_TRIES = 4
"""How many signatures in one member's name are looked at on one note; she signs a note once, or once more."""
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
        self._said: dict[Note, tuple[Witness, ...]] = {}
        for charter in charters:
            self._ever = dict.fromkeys(self._ever, False) | dict.fromkeys(_keys(charter), True)

    def of(self, note: Note) -> tuple[Witness, ...]:
        """Everybody whose signature on a note holds, each member once, with her newest time."""
        if note not in self._said:
            self._said[note] = self._of(note)
        return self._said[note]

    def _of(self, note: Note) -> tuple[Witness, ...]:
        """The same, looked at once. Only what carries a known key's number costs a look at the signature."""
        found: dict[tuple[str, bool], Witness] = {}
        numbers = {(member, key_id(key_name(note.checkpoint, member), blob)) for member, blob in self._ever}
        tried: Counter[str] = Counter()
        for one in note.signatures:
            if (one.member, one.key_id) not in numbers or tried[one.member] == _TRIES:
                continue
            tried[one.member] += 1
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


def holds(checkpoint: Checkpoint, one: Cosignature) -> bool:
    """Whether a signature on a checkpoint is one, whosever it is."""
    try:
        signing_key(checkpoint, one)
    except BadSignature:
        return False
    return True


def signing_key(checkpoint: Checkpoint, one: Cosignature) -> SshKey:
    """The key that made a signature on a checkpoint; raises BadSignature."""
    text = base64.b64encode(one.signature).decode()
    lines = "".join(f"{text[start : start + 70]}\n" for start in range(0, len(text), 70))
    key = verify(signed_bytes(checkpoint, one.at), f"{_BEGIN}{lines}{_END}", NAMESPACE)
    if one.key_id != key_id(key_name(checkpoint, one.member), key.blob):
        raise BadSignature("key", "The signature carries the number of another key.")
    return key
