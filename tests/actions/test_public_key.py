"""A public key as a person gives it: the line, or the file that holds it; never the private half."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions.pairing import public_key
from board.core.finding import Refused

LINE = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKwTWhM2u4VbBqEhXJJ1m3pNqv0Fmmk0rJ8kCEqWyQ0a mo@example.org"


def test_a_line_is_taken_as_it_is_and_a_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "mo.pub"
    file.write_text(f"{LINE}\n")
    assert public_key(f" {LINE}\n") == LINE
    assert public_key(str(file)) == LINE


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("nowhere.pub", "key.unreadable"),
        ("", "key.unreadable"),
        ("~nobody-of-this-name/key.pub", "key.unreadable"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nx", "key.odd"),
        ("ssh-ed25519 nonsense", "key.odd"),
    ],
)
def test_what_is_no_public_key_is_refused_with_a_way_out(given: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        public_key(given)
    assert [(one.code, bool(one.fix)) for one in refused.value.findings] == [(code, True)]
