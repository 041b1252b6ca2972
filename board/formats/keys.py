"""Public keys as a charter holds them: SSH lines, OpenPGP fingerprints and blocks, and what makes two of them one key.

OpenPGP packets: RFC 4880 §4.2, §5.5.2, §12.2 and RFC 9580 §5.5. SSH wire format: RFC 4253 §6.6, RFC 5656 §3.1.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from board.core.charter import Charter, Member

SSH_TYPES = ("ssh-", "ecdsa-", "sk-ssh-", "sk-ecdsa-")
OPENPGP = "openpgp4fpr:"
"""What stands in front of an OpenPGP fingerprint among a member's keys."""
BY_COMMAND = "command::"
"""What stands in front of the user's own gpg.ssh.defaultKeyCommand, where that names the key to sign with."""
BLOCK_LIMIT = 32 * 1024
"""The longest OpenPGP block a charter may hold, in characters; a minimal export stays far below."""

_FINGERPRINT = re.compile(r"(?:openpgp4fpr:|openpgp:)?((?:[0-9A-F]{40})|(?:[0-9A-F]{64}))", re.IGNORECASE)
_ARMOR = re.compile(
    r"-----BEGIN PGP PUBLIC KEY BLOCK-----\r?\n(?:[A-Za-z]+: [^\r\n]*\r?\n)*\r?\n"
    r"(?P<body>(?:[A-Za-z0-9+/=]{1,76}\r?\n)+?)(?:=[A-Za-z0-9+/]{4}\r?\n)?-----END PGP PUBLIC KEY BLOCK-----",
    re.ASCII,
)
_PUBLIC, _SUBKEY, _SECRET = 6, 14, (5, 7)
_BESIDE = (2, 12, 13, 17)  # signatures, trust, user ids and pictures
_ED25519, _P256 = bytes.fromhex("2b06010401da470f01"), bytes.fromhex("2a8648ce3d030107")


class BadBlock(ValueError):  # noqa: N818 - named after what it tells, like Refused
    """A text that is not one OpenPGP public key; the words say why."""


@dataclass(frozen=True, slots=True)
class OpenPgpKey:
    """One OpenPGP public key: the fingerprint of its primary key, and the marks of all keys in it (`marks`)."""

    fingerprint: str
    marks: tuple[str, ...]


def fingerprint_of(text: str) -> str:
    """The capital hexadecimal digits of an OpenPGP fingerprint, however it is written; "" for anything else."""
    match = _FINGERPRINT.fullmatch("".join(text.split()))
    return match[1].upper() if match else ""


@lru_cache(maxsize=256)
def read_block(text: str) -> OpenPgpKey:
    """The one public key in an ASCII-armoured block; raises BadBlock for none, several, a private one, or odd bytes."""
    if "PRIVATE KEY" in text:
        raise BadBlock("it holds a private key")
    match = _ARMOR.fullmatch(text.strip()) if len(text) <= BLOCK_LIMIT else None
    if match is None:
        raise BadBlock("it is not one OpenPGP public key block")
    try:
        packets = list(_packets(base64.b64decode("".join(match["body"].split()), validate=True)))
        keys = [(body, *_key(body)) for tag, body in packets if tag in (_PUBLIC, _SUBKEY)]
    except (binascii.Error, IndexError, ValueError) as error:
        raise BadBlock("its bytes are not those of an OpenPGP key") from error
    tags = [tag for tag, _ in packets]
    if set(tags) & set(_SECRET):
        raise BadBlock("it holds a private key")
    if tags[:1] != [_PUBLIC] or tags.count(_PUBLIC) != 1 or set(tags) - {_PUBLIC, _SUBKEY, *_BESIDE}:
        raise BadBlock("it holds more or other things than one public key")
    return OpenPgpKey(keys[0][1], tuple(mark for _, _, mark in keys))


def marks(member: Member) -> tuple[str, ...]:
    """What tells a member's keys from all others: equal marks are one key, in whatever form it is written."""
    found: list[str] = []
    for line in member.keys:
        found.append(key_mark(line))
    for block in member.openpgp:
        try:
            key = read_block(block)
        except BadBlock:
            continue
        found += [OPENPGP + key.fingerprint, *key.marks]
    return tuple(dict.fromkeys(filter(None, found)))


def given_back(before: Iterable[Charter], now: Charter, proposed: Charter) -> tuple[str, ...]:
    """Who would sign with a key that one of the charters before listed and today's does not, each in words.

    Keys are compared by what they are, not as they are written, and whoever is to hold them.
    """
    theirs = {mark: member.id for one in before for member in one.members if not member.suspended
              for mark in marks(member)}  # fmt: skip
    kept = {mark for member in now.members if not member.suspended for mark in marks(member)}
    return tuple(
        f"a key of member {theirs[mark]}, to sign for {member.id}"
        for member in proposed.members
        if not member.suspended
        for mark in marks(member)
        if mark in theirs and mark not in kept
    )


def key_mark(line: str) -> str:
    """The mark of one entry of `keys`: an SSH line without its comment, or an OpenPGP fingerprint."""
    if fingerprint := fingerprint_of(line):
        return OPENPGP + fingerprint
    words = line.split()
    if len(words) < 2 or not words[0].startswith(SSH_TYPES):
        return "".join(words)
    try:
        return _ssh_mark(base64.b64decode(words[1] + "=" * (-len(words[1]) % 4), validate=True)) or words[1].rstrip("=")
    except (binascii.Error, ValueError):
        return words[1].rstrip("=")


def signing_keys(member: Member) -> tuple[str, ...]:
    """Every key a member may sign with: SSH lines as they stand, OpenPGP keys as `openpgp4fpr:` and fingerprint."""
    blocks = []
    for block in member.openpgp:
        try:
            blocks.append(OPENPGP + read_block(block).fingerprint)
        except BadBlock:
            continue
    return tuple(dict.fromkeys((*member.keys, *blocks)))


def short(key: str) -> str:
    """A key in few characters, for lists: `SHA256:` and 16 characters of the digest, or an OpenPGP key's last 16."""
    if fingerprint := fingerprint_of(key):
        return f"OpenPGP …{fingerprint[-16:]}"
    words = key.split()
    try:
        blob = base64.b64decode(words[1], validate=True)
    except (IndexError, binascii.Error, ValueError):
        return "not a key"
    digest = base64.b64encode(hashlib.sha256(blob).digest()).decode()
    return f"{words[0].removeprefix('ssh-')} SHA256:{digest[:16]}…"


def _ssh_mark(blob: bytes) -> str:
    fields = []
    while blob:
        size = int.from_bytes(blob[:4], "big")
        if len(blob) < 4 + size:
            raise ValueError
        fields.append(blob[4 : 4 + size])
        blob = blob[4 + size :]
    match fields:
        case [b"ssh-ed25519", point]:
            return f"ed25519:{point.hex()}"
        case [b"ssh-rsa", exponent, modulus]:
            return f"rsa:{int.from_bytes(modulus, 'big'):x}:{int.from_bytes(exponent, 'big'):x}"
        case [b"ecdsa-sha2-nistp256", _, point]:
            return f"p256:{point.hex()}"
    return ""


def _packets(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Tag and body of each packet; lengths that are not written down at once are refused."""
    while data:
        head, data = data[0], data[1:]
        if not head & 0x80:
            raise ValueError
        if head & 0x40:
            tag, (size, used) = head & 0x3F, _new_length(data)
        else:
            tag, used = (head >> 2) & 0x0F, {0: 1, 1: 2, 2: 4}.get(head & 3, 0)
            size = int.from_bytes(data[:used], "big")
            if not used:
                raise ValueError
        if len(data) < used + size:
            raise ValueError
        yield tag, data[used : used + size]
        data = data[used + size :]


def _new_length(data: bytes) -> tuple[int, int]:
    """The length of a packet in the new form, and how many bytes it takes."""
    first = data[0]
    if first < 192:
        return first, 1
    if first < 224:
        return ((first - 192) << 8) + data[1] + 192, 2
    if first == 255:
        return int.from_bytes(data[1:5], "big"), 5
    raise ValueError


def _key(body: bytes) -> tuple[str, str]:
    """Fingerprint and mark of one key packet."""
    version, algorithm = body[0], body[5]
    if version == 4:
        digest = hashlib.sha1(b"\x99" + len(body).to_bytes(2, "big") + body, usedforsecurity=False).hexdigest()
        return digest.upper(), _mark(algorithm, body[6:])
    if version in (5, 6):
        lead = b"\x9a" if version == 5 else b"\x9b"
        digest = hashlib.sha256(lead + len(body).to_bytes(4, "big") + body).hexdigest()
        return digest.upper(), _mark(algorithm, body[10:])
    raise ValueError


def _mark(algorithm: int, rest: bytes) -> str:
    if algorithm in (1, 3):
        modulus, rest = _number(rest)
        exponent, _ = _number(rest)
        return f"rsa:{int.from_bytes(modulus, 'big'):x}:{int.from_bytes(exponent, 'big'):x}"
    if algorithm == 27:
        return f"ed25519:{rest[:32].hex()}"
    if algorithm in (19, 22):
        curve, rest = rest[1 : 1 + rest[0]], rest[1 + rest[0] :]
        point, _ = _number(rest)
        if curve == _ED25519:
            return f"ed25519:{point.removeprefix(b'@').hex()}"
        if curve == _P256:
            return f"p256:{point.hex()}"
    return f"openpgp-{algorithm}:{hashlib.sha256(rest).hexdigest()}"


def _number(data: bytes) -> tuple[bytes, bytes]:
    """One number of the form OpenPGP writes, and what follows it."""
    size = (int.from_bytes(data[:2], "big") + 7) // 8
    if len(data) < 2 + size:
        raise ValueError
    return data[2 : 2 + size], data[2 + size :]
