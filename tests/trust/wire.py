"""Builds SSH keys and signatures by hand, right or wrong in one chosen place; used by the tests only."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from functools import cache

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ED = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
FIDO = Ed25519PrivateKey.from_private_bytes(bytes(range(32, 64)))
SK = b"sk-ssh-ed25519@openssh.com"


def string(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def mpint(number: int) -> bytes:
    return string(number.to_bytes(number.bit_length() // 8 + 1, "big"))


def raw(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def line(blob: bytes, kind: bytes) -> str:
    return f"{kind.decode()} {base64.b64encode(blob).decode()}"


def armor(data: bytes, width: int = 70) -> str:
    text = base64.b64encode(data).decode()
    lines = "\n".join(text[at : at + width] for at in range(0, len(text), width))
    return f"-----BEGIN SSH SIGNATURE-----\n{lines}\n-----END SSH SIGNATURE-----\n"


@cache
def rsa_key(bits: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, bits)


@cache
def ec_key() -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(987654321, ec.SECP256R1())


@dataclass
class Craft:
    """One signature with every field open to change."""

    message: bytes = b"what is signed"
    magic: bytes = b"SSHSIG"
    version: int = 1
    namespace: bytes = b"git"
    reserved: bytes = b""
    hash: bytes = b"sha512"
    kind: str = "ed25519"
    bits: int = 3072
    flags: int = 1
    trailing: bytes = b""
    inner_trailing: bytes = b""
    algorithm: bytes = b""
    key_blob: bytes = field(default=b"")

    def blob(self) -> bytes:
        if self.key_blob:
            return self.key_blob
        if self.kind == "ed25519":
            return string(b"ssh-ed25519") + string(raw(ED))
        if self.kind == "fido":
            return string(SK) + string(raw(FIDO)) + string(b"ssh:")
        if self.kind == "ecdsa":
            point = ec_key().public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
            return string(b"ecdsa-sha2-nistp256") + string(b"nistp256") + string(point)
        numbers = rsa_key(self.bits).public_key().public_numbers()
        return string(b"ssh-rsa") + mpint(numbers.e) + mpint(numbers.n)

    def key_line(self) -> str:
        names = {"ed25519": b"ssh-ed25519", "fido": SK, "ecdsa": b"ecdsa-sha2-nistp256", "rsa": b"ssh-rsa"}
        return line(self.blob(), names[self.kind])

    def signed(self) -> bytes:
        digest = getattr(hashlib, self.hash.decode(), hashlib.sha512)(self.message)
        try:
            value = digest.digest()
        except TypeError:
            value = digest.digest(32)
        return b"SSHSIG" + string(self.namespace) + string(self.reserved) + string(self.hash) + string(value)

    def signature(self) -> bytes:
        data = self.signed()
        if self.kind == "ed25519":
            name, value, extra = b"ssh-ed25519", ED.sign(data), b""
        elif self.kind == "fido":
            extra = bytes([self.flags]) + (7).to_bytes(4, "big")
            body = hashlib.sha256(b"ssh:").digest() + extra + hashlib.sha256(data).digest()
            name, value = SK, FIDO.sign(body)
        elif self.kind == "ecdsa":
            r, s = decode_dss_signature(ec_key().sign(data, ec.ECDSA(hashes.SHA256(), deterministic_signing=True)))
            name, value, extra = b"ecdsa-sha2-nistp256", mpint(r) + mpint(s), b""
        else:
            name, extra = self.algorithm or b"rsa-sha2-512", b""
            made_with = hashes.SHA256() if name == b"rsa-sha2-256" else hashes.SHA512()
            value = rsa_key(self.bits).sign(data, padding.PKCS1v15(), made_with)
        return string(self.algorithm or name) + string(value) + extra + self.inner_trailing

    def bytes(self) -> bytes:
        return (
            self.magic
            + self.version.to_bytes(4, "big")
            + string(self.blob())
            + string(self.namespace)
            + string(self.reserved)
            + string(self.hash)
            + string(self.signature())
            + self.trailing
        )

    def armored(self) -> str:
        return armor(self.bytes())
