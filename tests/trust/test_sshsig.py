"""The signature reader accepts what ssh-keygen makes, and refuses every crafted variant."""

from __future__ import annotations

import base64
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.trust.sshsig import BadKey, BadSignature, SshKey, parse_key, same_key, verify
from tests.trust.wire import SK, Craft, armor, line, mpint, string

GOOD = Craft()
KINDS = [("ed25519", {}), ("fido", {}), ("ecdsa", {}), ("rsa", {"bits": 3072})]


def ssh_keygen_accepts(folder: Path, craft: Craft, armored: str, namespace: str = "git") -> bool:
    """What OpenSSH itself says about a signature."""
    (folder / "allowed").write_text(f"me {craft.key_line()}\n")
    (folder / "message.sig").write_bytes(armored.encode("ascii", "surrogateescape"))
    command = ["ssh-keygen", "-Y", "verify", "-n", namespace, "-f", "allowed", "-I", "me", "-s", "message.sig"]
    done = subprocess.run(command, cwd=folder, input=craft.message, capture_output=True, check=False)
    return done.returncode == 0


def reason(message: bytes, armored: str, namespace: str = "git") -> str:
    """Why we refuse; "" when we accept."""
    try:
        verify(message, armored, namespace)
    except BadSignature as error:
        assert str(error).endswith(".")
        return error.reason
    return ""


@pytest.mark.parametrize(("kind", "more"), KINDS)
@pytest.mark.parametrize("hash_name", [b"sha256", b"sha512"])
def test_given_a_good_signature_we_and_ssh_keygen_accept_it(
    tmp_path: Path, kind: str, more: dict[str, int], hash_name: bytes
) -> None:
    craft = Craft(kind=kind, hash=hash_name, **more)
    assert ssh_keygen_accepts(tmp_path, craft, craft.armored())
    key = verify(craft.message, craft.armored())
    assert key.line == craft.key_line()
    assert key.hardware is (kind == "fido")


@pytest.mark.parametrize("kind", ["ed25519", "ecdsa", "rsa"])
def test_given_a_key_made_by_ssh_keygen_its_signature_verifies_and_the_fingerprints_agree(
    tmp_path: Path, kind: str
) -> None:
    bits = {"rsa": ["-b", "3072"], "ecdsa": ["-b", "256"], "ed25519": []}[kind]
    subprocess.run(
        ["ssh-keygen", "-q", "-t", kind, *bits, "-N", "", "-f", "key"], cwd=tmp_path, check=True, capture_output=True
    )
    made = subprocess.run(
        ["ssh-keygen", "-Y", "sign", "-n", "git", "-f", "key"],
        cwd=tmp_path,
        input=b"text",
        check=True,
        capture_output=True,
    )
    public = (tmp_path / "key.pub").read_text()
    key = verify(b"text", made.stdout.decode())
    assert same_key(key, public)
    listed = subprocess.run(["ssh-keygen", "-l", "-f", "key.pub"], cwd=tmp_path, check=True, capture_output=True)
    assert key.fingerprint in listed.stdout.decode()


@pytest.mark.parametrize("flags", [1, 5])
def test_given_a_security_key_that_was_touched_we_and_ssh_keygen_accept_it(tmp_path: Path, flags: int) -> None:
    craft = Craft(kind="fido", flags=flags)
    assert ssh_keygen_accepts(tmp_path, craft, craft.armored())
    assert reason(craft.message, craft.armored()) == ""


@pytest.mark.parametrize("flags", [0, 4])
def test_given_a_security_key_that_nobody_touched_we_refuse_what_ssh_keygen_accepts(tmp_path: Path, flags: int) -> None:
    craft = Craft(kind="fido", flags=flags)
    assert ssh_keygen_accepts(tmp_path, craft, craft.armored())
    assert reason(craft.message, craft.armored()) == "untouched"
    assert reason(craft.message + b".", craft.armored()) == "wrong", "the flag is read after the signature"


# name, what is crafted, our reason, whether ssh-keygen refuses it too
CRAFTED: list[tuple[str, Craft, str, bool]] = [
    ("md5", Craft(hash=b"md5"), "hash", True),
    ("sha1", Craft(hash=b"sha1"), "hash", True),
    ("shake_128", Craft(hash=b"shake_128"), "hash", True),
    ("other namespace", Craft(namespace=b"file"), "namespace", True),
    ("empty namespace", Craft(namespace=b""), "namespace", True),
    ("trailing bytes", Craft(trailing=b"\x00"), "malformed", True),
    ("trailing bytes inside", Craft(inner_trailing=b"\x00"), "malformed", True),
    ("reserved data", Craft(reserved=b"x"), "reserved", False),
    ("version 2", Craft(version=2), "version", True),
    ("version 0", Craft(version=0), "version", False),
    ("other magic", Craft(magic=b"SSHSIX"), "version", True),
    ("short rsa", Craft(kind="rsa", bits=2048), "key", False),
    ("rsa with sha256", Craft(kind="rsa", algorithm=b"rsa-sha2-256"), "malformed", False),
    ("rsa with sha1", Craft(kind="rsa", algorithm=b"ssh-rsa"), "malformed", True),
    ("algorithm of another key", Craft(algorithm=b"ssh-rsa"), "malformed", True),
    ("certificate", Craft(key_blob=string(b"ssh-ed25519-cert-v01@openssh.com") + string(b"x")), "key", True),
    ("dss key", Craft(key_blob=string(b"ssh-dss") + mpint(7)), "key", True),
    ("short ed25519 key", Craft(key_blob=string(b"ssh-ed25519") + string(b"x" * 31)), "key", True),
    ("key with trailing bytes", Craft(key_blob=Craft().blob() + b"\x00"), "key", True),
    (
        "key whose name is not ascii",
        Craft(key_blob=string(b"ssh-\xff") + string(b"x" * 32)),
        "key",
        True,
    ),
]


@pytest.mark.parametrize(("craft", "why", "both"), [row[1:] for row in CRAFTED], ids=[row[0] for row in CRAFTED])
def test_row_7_given_a_crafted_signature_it_is_refused_for_its_own_reason(
    tmp_path: Path, craft: Craft, why: str, both: bool
) -> None:
    assert reason(craft.message, craft.armored()) == why
    if both:
        assert not ssh_keygen_accepts(tmp_path, craft, craft.armored())


ARMORS = {
    "text before": "x\n" + GOOD.armored(),
    "newline before": "\n" + GOOD.armored(),
    "text after": GOOD.armored() + "x\n",
    "blank line after": GOOD.armored() + "\n",
    "second block": GOOD.armored() * 2,
    "windows line ends": GOOD.armored().replace("\n", "\r\n"),
    "space in a line": GOOD.armored().replace("U1NI", "U1N I", 1),
    "no lines": "-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n",
    "other label": GOOD.armored().replace("SSH SIGNATURE", "PGP SIGNATURE"),
    "one long line": armor(GOOD.bytes(), 10_000),
    "padding in the middle": GOOD.armored().replace("U1NI", "U1N=", 1),
    "letters outside ascii": GOOD.armored().replace("U1NI", "Ｕ1NI", 1),
    "lone surrogate": GOOD.armored().replace("U1NI", "\ud8001NI", 1),
    "huge": armor(b"x" * 100_000),
    "empty": "",
}


@pytest.mark.parametrize("armored", ARMORS.values(), ids=ARMORS)
def test_given_anything_but_one_clean_block_the_armor_is_refused(armored: str) -> None:
    assert reason(GOOD.message, armored) == "armor"


def test_given_unused_bits_set_in_the_last_base64_letter_the_armor_is_refused() -> None:
    data = next(data for extra in range(3) if len(data := GOOD.bytes() + b"\x00" * extra) % 3 == 1)
    text = base64.b64encode(data).decode()
    assert text.endswith("==")
    changed = text[:-3] + chr(ord(text[-3]) + 1) + "=="
    assert base64.b64decode(changed) == data, "the change is invisible to a lenient reader"
    body = "\n".join(changed[at : at + 70] for at in range(0, len(changed), 70))
    assert reason(b"", f"-----BEGIN SSH SIGNATURE-----\n{body}\n-----END SSH SIGNATURE-----\n") == "armor"


def test_given_a_tampered_message_the_signature_is_wrong(tmp_path: Path) -> None:
    for kind, more in KINDS:
        craft = Craft(kind=kind, **more)
        assert reason(craft.message + b".", craft.armored()) == "wrong"


def test_row_7_given_a_length_of_four_gigabytes_it_is_refused_without_reading_them() -> None:
    assert reason(b"", armor(b"SSHSIG\x00\x00\x00\x01\xff\xff\xff\xff")) == "malformed"


def test_given_every_cut_of_a_good_signature_none_verifies() -> None:
    data = GOOD.bytes()
    assert all(reason(GOOD.message, armor(data[:length])) for length in range(1, len(data)))


@pytest.mark.parametrize("kind", ["ed25519", "fido", "ecdsa"])
def test_given_any_single_bit_flipped_nothing_verifies_as_the_same_key(kind: str) -> None:
    craft = Craft(kind=kind)
    data = craft.bytes()
    for at in range(len(data)):
        changed = data[:at] + bytes([data[at] ^ (1 << at % 8)]) + data[at + 1 :]
        assert reason(craft.message, armor(changed)), f"byte {at} does not matter"


@given(st.binary(max_size=400), st.binary(max_size=50))
def test_given_random_bytes_only_bad_signature_is_raised(data: bytes, message: bytes) -> None:
    assert reason(message, armor(b"SSHSIG\x00\x00\x00\x01" + data))


@given(st.text(max_size=300))
def test_given_random_text_only_bad_signature_or_bad_key_is_raised(text: str) -> None:
    assert reason(b"", text)
    with pytest.raises(BadKey):
        parse_key(text)


@given(st.data())
def test_given_a_good_signature_with_a_splice_only_bad_signature_is_raised(data: st.DataObject) -> None:
    good = Craft(kind=data.draw(st.sampled_from(["ed25519", "fido", "ecdsa"])))
    body = good.bytes()
    at = data.draw(st.integers(0, len(body)))
    patch = data.draw(st.binary(min_size=1, max_size=8))
    changed = body[:at] + patch + body[at + data.draw(st.integers(0, 8)) :]
    if changed != body:
        assert reason(good.message, armor(changed))


@pytest.mark.parametrize(("kind", "more"), KINDS)
def test_given_a_key_line_with_a_comment_it_is_the_same_key_as_without(kind: str, more: dict[str, int]) -> None:
    text = Craft(kind=kind, **more).key_line()
    assert same_key(f"  {text} somebody@example.org with words\n", text)
    assert parse_key(text).line == text


BAD_LINES = {
    "no key": "ssh-ed25519",
    "options before": f'no-pty {Craft().key_line()}',
    "type and key differ": Craft().key_line().replace("ssh-ed25519", "ssh-rsa"),
    "spare base64 letters": Craft().key_line() + "AAAA",
    "not base64": "ssh-ed25519 ????",
    "weak rsa": Craft(kind="rsa", bits=2048).key_line(),
    "compressed point": line(string(b"ecdsa-sha2-nistp256") + string(b"nistp256") + string(b"\x02" + b"x" * 32),
                             b"ecdsa-sha2-nistp256"),
    "point off the curve": line(string(b"ecdsa-sha2-nistp256") + string(b"nistp256") + string(b"\x04" + b"x" * 64),
                                b"ecdsa-sha2-nistp256"),
    "number with a leading zero": line(string(b"ssh-rsa") + string(b"\x00\x01") + mpint(1 << 3071 | 1), b"ssh-rsa"),
    "negative number": line(string(b"ssh-rsa") + string(b"\x81") + mpint(1 << 3071 | 1), b"ssh-rsa"),
    "even modulus": line(string(b"ssh-rsa") + mpint(65537) + mpint(1 << 3071), b"ssh-rsa"),
    "huge exponent": line(string(b"ssh-rsa") + mpint(1 << 40 | 1) + mpint(1 << 3071 | 1), b"ssh-rsa"),
    "fido without application": line(string(SK) + string(b"x" * 32), SK),
}  # fmt: skip


@pytest.mark.parametrize("text", BAD_LINES.values(), ids=BAD_LINES)
def test_given_a_key_line_out_of_shape_it_is_refused(text: str) -> None:
    with pytest.raises(BadKey):
        parse_key(text)


def test_given_two_different_keys_they_are_not_the_same() -> None:
    assert not same_key(Craft().key_line(), Craft(kind="fido").key_line())
    assert SshKey("ssh-ed25519", b"a") != SshKey("ssh-ed25519", b"b")
