"""A strict reader of SSH keys and SSH signatures, as git uses them.

Format: OpenSSH's PROTOCOL.sshsig, PROTOCOL.u2f and RFC 4253, 5656, 8332, 8709. Stricter than `ssh-keygen` on purpose:
one armour block, no reserved data, sha256 or sha512 only, and one spelling of every key.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

ED25519 = "ssh-ed25519"
SK_ED25519 = "sk-ssh-ed25519@openssh.com"
ECDSA_P256 = "ecdsa-sha2-nistp256"
RSA = "ssh-rsa"
KEY_TYPES = (ED25519, SK_ED25519, ECDSA_P256, RSA)

_RSA_BITS = range(3072, 16385)
_TOUCHED = 0x01
_MAGIC = b"SSHSIG"
_MOST_ARMOR = 32 * 1024
_ARMOR = re.compile(
    r"-----BEGIN SSH SIGNATURE-----\n((?:[A-Za-z0-9+/=]{1,76}\n)+)-----END SSH SIGNATURE-----\n?", re.ASCII
)


class BadKey(ValueError):  # noqa: N818 - named after what it tells, like Refused
    """A key line that is not one of the accepted keys in its one accepted spelling."""


class BadSignature(ValueError):  # noqa: N818 - the same
    """A signature that proves nothing; `reason` is a short code for programs, the text is for people."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class SshKey:
    """A public key: its type, and the bytes that stand base64-encoded in a key line."""

    type: str
    blob: bytes

    @property
    def line(self) -> str:
        """The key line without a comment."""
        return f"{self.type} {base64.b64encode(self.blob).decode()}"

    @property
    def fingerprint(self) -> str:
        """What `ssh-keygen -l` prints: "SHA256:" and 43 characters."""
        return "SHA256:" + base64.b64encode(hashlib.sha256(self.blob).digest()).decode().rstrip("=")

    @property
    def hardware(self) -> bool:
        """Whether the private half lives in a FIDO security key."""
        return self.type == SK_ED25519


class _Reader:
    """Reads the length-prefixed fields of the SSH wire format; every fault is a ValueError."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, count: int) -> bytes:
        if count > len(self._data) - self._at:
            raise ValueError("it ends too early")
        self._at += count
        return self._data[self._at - count : self._at]

    def number(self) -> int:
        return int.from_bytes(self.take(4), "big")

    def string(self) -> bytes:
        return self.take(self.number())

    def integer(self) -> int:
        data = self.string()
        if data[:1] > b"\x7f" or (data[:1] == b"\x00" and data[1:2] < b"\x80") or not data:
            raise ValueError("a number is not written in its shortest positive form")
        return int.from_bytes(data, "big")

    def end(self) -> None:
        if self._at != len(self._data):
            raise ValueError("there is more data after its end")


def parse_key(line: str) -> SshKey:
    """The key in a line "type base64 [comment]"; raises BadKey with the reason in words."""
    parts = line.strip().split(None, 2)
    if len(parts) < 2 or parts[0] not in KEY_TYPES:
        raise BadKey(f"a key line starts with one of {', '.join(KEY_TYPES)} and the key itself")
    try:
        blob = base64.b64decode(parts[1], validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadKey("the key is not valid base64") from error
    key = SshKey(parts[0], blob)
    if key.line != f"{parts[0]} {parts[1]}":
        raise BadKey("the key is not written in plain base64 form")
    _load(blob, parts[0])
    return key


def same_key(one: SshKey | str, other: SshKey | str) -> bool:
    """Whether two keys or key lines hold the same key, whatever their comments; raises BadKey."""
    first, second = (key if isinstance(key, SshKey) else parse_key(key) for key in (one, other))
    return first.blob == second.blob


@dataclass(frozen=True, slots=True)
class _Public:
    """A key ready to check signatures; `application` is the FIDO relying party, empty for other keys."""

    type: str
    key: Ed25519PublicKey | ec.EllipticCurvePublicKey | rsa.RSAPublicKey
    application: bytes = b""


@lru_cache(maxsize=512)
def _load(blob: bytes, type_name: str = "") -> _Public:
    """The key in a blob; raises BadKey."""
    try:
        reader = _Reader(blob)
        found = reader.string().decode("ascii")
        if type_name and found != type_name:
            raise ValueError("the word before it names another type")
        public = _read_public(found, reader)
        reader.end()
    except (ValueError, UnsupportedAlgorithm) as error:
        raise BadKey(f"the key cannot be used: {error}") from error
    return public


def _read_public(found: str, reader: _Reader) -> _Public:
    """The rest of a key blob after its type; raises ValueError."""
    if found == ED25519:
        return _Public(found, Ed25519PublicKey.from_public_bytes(reader.string()))
    if found == SK_ED25519:
        return _Public(found, Ed25519PublicKey.from_public_bytes(reader.string()), reader.string())
    if found == ECDSA_P256:
        curve, point = reader.string(), reader.string()
        if curve != b"nistp256" or len(point) != 65 or point[0] != 4:
            raise ValueError("it is not an uncompressed point on nistp256")
        return _Public(found, ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point))
    if found == RSA:
        exponent, modulus = reader.integer(), reader.integer()
        if modulus.bit_length() not in _RSA_BITS or not modulus & 1:
            raise ValueError(f"RSA keys need at least {_RSA_BITS.start} bits")
        if exponent.bit_length() > 32:
            raise ValueError("its exponent is out of range")
        return _Public(found, rsa.RSAPublicNumbers(exponent, modulus).public_key())
    raise ValueError(f"keys of type {found[:40]!r} are not accepted")


def verify(message: bytes, armored: str, namespace: str = "git") -> SshKey:
    """The key that signed `message`; raises only BadSignature.

    It proves which key signed, not who holds the key or whether that key may sign here. A security key must say that it
    was touched: any program can ask it for a signature without, and `ssh-keygen` accepts that.
    """
    try:
        reader = _Reader(_unarmor(armored))
        if reader.take(6) != _MAGIC or reader.number() != 1:
            raise BadSignature("version", "This is not version 1 of an SSH signature.")
        blob, found, reserved = reader.string(), reader.string(), reader.string()
        hash_name, signature = reader.string(), reader.string()
        reader.end()
        public = _load(blob)
    except BadKey as error:
        raise BadSignature("key", f"The signing key is not accepted: {error}.") from error
    except ValueError as error:
        if isinstance(error, BadSignature):
            raise
        raise BadSignature("malformed", f"The signature cannot be read: {error}.") from error
    if found != namespace.encode("utf-8", "surrogatepass"):
        raise BadSignature("namespace", f"The signature was made for another purpose than “{namespace}”.")
    if reserved:
        raise BadSignature("reserved", "The signature carries data in a field that must be empty.")
    if hash_name not in (b"sha256", b"sha512"):
        raise BadSignature("hash", "The signature uses a hash other than sha256 or sha512.")
    digest = hashlib.new(hash_name.decode(), message).digest()
    _check(public, signature, _MAGIC + b"".join(_string(part) for part in (found, b"", hash_name, digest)))
    return SshKey(public.type, blob)


def _unarmor(armored: str) -> bytes:
    """The bytes inside exactly one armour block and nothing else."""
    match = _ARMOR.fullmatch(armored) if len(armored) <= _MOST_ARMOR else None
    if match is None:
        raise BadSignature("armor", "The signature is not exactly one block of SSH SIGNATURE lines.")
    text = match[1].replace("\n", "")
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise BadSignature("armor", "The signature block is not valid base64.") from error
    if base64.b64encode(data).decode() != text:
        raise BadSignature("armor", "The signature block is not written in plain base64 form.")
    return data


def _string(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def _check(public: _Public, signature: bytes, signed: bytes) -> None:
    """Check a signature blob over the signed bytes; raises BadSignature."""
    hardware = public.type == SK_ED25519
    try:
        reader = _Reader(signature)
        kind, value = reader.string(), reader.string()
        extra = reader.take(5) if hardware else b""
        reader.end()
        _check_value(public, kind, value, extra, signed)
    except InvalidSignature as error:
        raise BadSignature("wrong", "The signature does not fit what was signed.") from error
    except ValueError as error:
        raise BadSignature("malformed", f"The signature cannot be read: {error}.") from error
    if hardware and not extra[0] & _TOUCHED:
        raise BadSignature("untouched", "The security key signed without being touched.")


def _check_value(public: _Public, kind: bytes, value: bytes, extra: bytes, signed: bytes) -> None:
    """Check the innermost signature; raises InvalidSignature when it is wrong and ValueError when it is misshapen.

    `extra` is the flags byte and the counter of a FIDO signature.
    """
    key = public.key
    expected = "rsa-sha2-512" if public.type == RSA else public.type
    if kind != expected.encode():
        raise ValueError("its algorithm does not belong to its key")
    if isinstance(key, Ed25519PublicKey):
        if public.type == SK_ED25519:
            signed = hashlib.sha256(public.application).digest() + extra + hashlib.sha256(signed).digest()
        key.verify(value, signed)
    elif isinstance(key, ec.EllipticCurvePublicKey):
        parts = _Reader(value)
        r, s = parts.integer(), parts.integer()
        parts.end()
        key.verify(encode_dss_signature(r, s), signed, ec.ECDSA(hashes.SHA256()))
    else:
        if len(value) != (key.key_size + 7) // 8:
            raise ValueError("its length does not fit the RSA key")
        key.verify(value, signed, padding.PKCS1v15(), hashes.SHA512())
