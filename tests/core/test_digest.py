"""Digests bind content and names, and nothing else."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.core.charter import Charter, KindRule, Member, Seat, Voting
from board.core.digest import charter_digest, lines_digest, sha256
from tests.core.building import charter

PATHS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)


def test_the_lines_are_those_of_sha256sum() -> None:
    """Given two files, then the digest is the SHA-256 of their sorted sha256sum lines (formats.md)."""
    one, two = hashlib.sha256(b"1").hexdigest(), hashlib.sha256(b"2").hexdigest()
    lines = f"{two}  a/notes.md\n{one}  a.md\n"
    sorted_lines = "".join(sorted(lines.splitlines(keepends=True), key=lambda line: line.split("  ", 1)[1]))
    assert lines_digest({"a/notes.md": b"2", "a.md": b"1"}) == sha256(sorted_lines.encode())


def test_a_name_with_a_line_feed_cannot_stand_for_two_files() -> None:
    hash_of = hashlib.sha256(b"x").hexdigest()
    assert lines_digest({f"a\n{hash_of}  b": b"x"}) != lines_digest({"a": b"x", "b": b"x"})


def test_an_undecodable_name_has_a_digest_too() -> None:
    assert lines_digest({"caf\udce9.md": b""}).startswith("sha256:")


@given(st.dictionaries(PATHS, st.binary(max_size=8), min_size=1, max_size=4), st.data())
def test_order_does_not_matter_and_every_change_does(files: dict[str, bytes], data: st.DataObject) -> None:
    digest = lines_digest(files)
    shuffled = data.draw(st.permutations(list(files.items())))
    assert lines_digest(dict(shuffled)) == digest
    path = data.draw(st.sampled_from(sorted(files)))
    assert lines_digest(files | {path: files[path] + b"!"}) != digest
    assert lines_digest({key + "~" if key == path else key: value for key, value in files.items()}) != digest
    assert lines_digest({key: value for key, value in files.items() if key != path}) != digest


def test_the_charter_digest_ignores_members_keys_and_names() -> None:
    """Given a new key, another member or another board name, then no ballot becomes stale."""
    board = charter()
    members = (*(replace(each, keys=("ssh-ed25519 AAAA",)) for each in board.members), Member("eve", "Eve"))
    moved = replace(board, members=members, name="New name", branch="governance", timezone="UTC", publish_names=True)
    assert charter_digest(moved) == charter_digest(board)


@pytest.mark.parametrize(
    "changed",
    [
        replace(charter(), rules=2),
        replace(charter(), voting=Voting(majority=(2, 3))),
        replace(charter(), voting=Voting(quorum_people=3)),
        replace(charter(), seats=(Seat("engineering", "Engineering"),)),
        replace(charter(), rings=("sandbox", "general")),
        charter(rule=KindRule("model-adopt", path="consent")),
        charter(rule=KindRule("model-adopt", must_sign_when={"target_ring=general": ("legal",)})),
        charter(rule=KindRule("charter-change", majority=(2, 3))),
    ],
)
def test_the_charter_digest_sees_every_rule(changed: Charter) -> None:
    assert charter_digest(changed) != charter_digest(charter())


def test_the_meaning_of_rules_1_is_pinned() -> None:
    """Rules number 1 keeps its meaning for ever: the digest of the default charter never moves."""
    assert charter_digest(charter()) == "sha256:e230083d973673da568d572792a47f9260839c961c3619f8db452d4841d0a2d3"


def test_the_charter_digest_does_not_depend_on_the_order_of_seats_and_kinds() -> None:
    board = charter()
    turned = replace(board, seats=board.seats[::-1], kinds=dict(reversed(list(board.kinds.items()))))
    assert charter_digest(turned) == charter_digest(board)
