"""Front matter in TOML, in YAML as plain text, or none: the prose is always there."""

from __future__ import annotations

import pytest

from board.formats.front import DOCUMENT_LIMIT, join, split


def _codes(data: bytes) -> list[str]:
    return [finding.code for finding in split(data, "p.md").findings]


def test_toml_between_plus_signs() -> None:
    front = split(b'+++\ntitle = "A"\n+++\nProse.\n+++\nMore.\n', "p.md").value
    assert (front.form, front.table.data, front.body, front.body_line) == (
        "toml",
        {"title": "A"},
        "Prose.\n+++\nMore.\n",
        4,
    )


def test_yaml_values_stay_the_text_they_were() -> None:
    data = (
        b"---\nlanguage: no\nat: 12:30\nversion: 1.10\ncode: 0123\nempty:\nyes: [on, ~]\nnested:\n  - id: x\n---\nProse"
    )
    front = split(data, "p.md").value
    assert front.form == "yaml"
    assert front.table.data == {
        "language": "no",
        "at": "12:30",
        "version": "1.10",
        "code": "0123",
        "empty": "",
        "yes": ["on", "~"],
        "nested": [{"id": "x"}],
    }
    assert front.table.line("nested", 0, "id") == 9
    assert front.body == "Prose"


def test_prose_alone_is_a_document_too() -> None:
    front = split("Größe and no header\n".encode(), "p.md").value
    assert (front.form, front.body, front.body_line, front.table.readable) == ("none", "Größe and no header\n", 1, True)


def test_byte_order_mark_windows_lines_and_blanks_after_the_fence_are_tolerated() -> None:
    front = split(b"\xef\xbb\xbf+++ \r\na = 1\r\n+++\t\r\nx\r\ny", "p.md").value
    assert (front.table.data, front.body, front.body_line) == ({"a": 1}, "x\ny", 4)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"---\na: &x [1]\nb: *x\n---\n", "yaml-alias"),
        (b"---\na: *x\n---\n", "yaml-alias"),
        (b"---\na: " + b"[" * 60_000 + b"\n---\n", "too-deep"),
        (b"---\n" + b"".join(b" " * depth + b"a:\n" for depth in range(300)) + b"---\n", "too-deep"),
        (b"---\n? [a]\n: b\n---\n", "not-yaml"),
        (b"---\n- a\n---\n", "not-yaml"),
        (b"---\na: b: c\n---\n", "not-yaml"),
        (b"---\na: \x1b[2J\n---\n", "not-yaml"),
        (b"---\na: 1\na: 2\n---\n", "duplicate-key"),
        (b"---\n" + b"a: b\n" * 20_000 + b"---\n", "too-large"),
        (b"+++\n" + b"#\n" * 40_000 + b"+++\n", "too-large"),
        (b"+++\na = \n+++\n", "not-toml"),
        (b"+++\na = 1\n", "front-matter-open"),
        (b"# caf\xe9\n", "not-utf8"),
        (b"a" * (DOCUMENT_LIMIT + 1), "too-large"),
    ],
)
def test_given_broken_front_matter_when_read_then_one_finding_says_why(data: bytes, code: str) -> None:
    assert _codes(data) == [code]


def test_a_laughing_bomb_is_refused_before_it_grows() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    read = split(("---\n" + "\n".join(lines) + "\n---\n").encode(), "p.md")
    assert [finding.code for finding in read.findings] == ["yaml-alias"]
    assert read.value.table.data == {}


def test_broken_front_matter_leaves_the_prose_and_the_right_line() -> None:
    read = split(b"+++\na = 1\nb = \n+++\nProse", "p.md")
    assert read.value.body == "Prose"
    assert read.findings[0].where.line == 3


def test_a_text_that_looks_like_the_closing_line_cannot_end_the_front_matter() -> None:
    head = {"title": "A", "note": "one\n+++\ntwo\n+++  \n"}
    front = split(join(head, "Body"), "p.md").value
    assert (front.table.data, front.body) == (head, "Body")
