"""TOML in and out: hostile text stays cheap, findings know their line, what is written is plain."""

from __future__ import annotations

import time
import tomllib
import tracemalloc
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from board.formats.toml import FILE_LIMIT, dump, load
from tests.formats import strategies as some
from tests.soak import count

BOMBS = {
    "a key of 20,000 dots": (b"a" + b".a" * 20_000 + b" = 1", "key-too-deep"),
    "a quoted key of many dots": (b'"a"' + b'."a"' * 900 + b" = 1", "key-too-deep"),
    "a heading of many dots": (b"[a" + b".a" * 900 + b"]", "key-too-deep"),
    "an inline table of many dots": (b"x = {" + b"a." * 900 + b"a = 1}", "key-too-deep"),
    "many dots after a comment sign in a string": (b'x = "#" \ny' + b".a" * 20 + b" = 1", "key-too-deep"),
    "one very long line": (b'x = "' + b"a" * 5_000 + b'"', "line-too-long"),
    "brackets within brackets": (b"x = " + b"[\n" * 30_000, "too-deep"),
    "tables within tables": (b"x = " + b"[" * 50 + b"]" * 50, "too-deep"),
    "not a number": (b"x = nan", "odd-number"),
    "infinite": (b"[a]\nb = [1.0, -inf]", "odd-number"),
    "a float that overflows": (b"x = 1e400", "odd-number"),
    "a number of 4,000 digits": (b"x = " + b"9" * 4_000, "odd-number"),
    "a hexadecimal number of 60,000 digits": (b"x = 0x" + b"f_" * 1_900 + b"f", "odd-number"),
    "a day that does not exist": (b"x = 2026-02-30", "not-toml"),
    "a key twice": (b"x = 1\nx = 2", "not-toml"),
    "quotes that never close": (b'x = """' + b'\\"""' * 10_000, "not-toml"),
    "bytes that are no text": (b"x = '\xff\xfe'", "not-utf8"),
    "a lone carriage return": (b"x = 1\ry = 2", "not-toml"),
    "more than is read": (b"#" * (64 * 1024 + 1), "too-large"),
    "20 megabytes": (b"x = 1\n" * 3_400_000, "too-large"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_row_57_given_a_bomb_then_it_is_refused_with_a_reason_at_once_and_with_little_memory(name: str) -> None:
    data, code = BOMBS[name]
    tracemalloc.start()
    begun = time.process_time()  # of this process alone: a busy machine does not count
    read = load(data, "bomb.toml")
    took = time.process_time() - begun
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert took < 1
    assert [finding.code for finding in read.findings] == [code]
    assert not read.value.readable
    assert read.value.data == {}
    assert peak < 20_000_000


def test_every_odd_number_of_a_file_is_named_with_its_line() -> None:
    read = load(b"[limits]\nlow = nan\nhigh = inf\n", "policy.toml")
    assert sorted((finding.where.line, finding.where.part) for finding in read.findings) == [
        (2, "limits, low"),
        (3, "limits, high"),
    ]


def test_long_prose_and_dots_are_fine_where_they_are_text() -> None:
    prose = "A long line. " * 1_000
    read = load(
        f'x = """\n{prose}\n"""\ny = "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t"\nz = "nan inf 0x"\n'.encode(), "p"
    )
    assert not read.findings
    assert read.value.data["x"] == prose + "\n"


def test_a_larger_file_is_read_where_the_reader_allows_it() -> None:
    data = b"".join(b"key%d = 'some text to fill the line with'\n" % number for number in range(3_000))
    assert load(data, "p").findings[0].code == "too-large"
    assert not load(data, "p", FILE_LIMIT).findings


def test_a_byte_order_mark_and_windows_lines_are_read() -> None:
    read = load(b"\xef\xbb\xbfa = 1\r\nb = '''x\r\ny'''\r\n", "p")
    assert read.value.data == {"a": 1, "b": "x\ny"}


def test_a_syntax_error_says_its_line() -> None:
    (finding,) = load(b"a = 1\n\nb = \n", "board.toml").findings
    assert (finding.where.path, finding.where.line) == ("board.toml", 3)
    assert "not valid TOML" in finding.message


TEXT = b"""\
# "a" = 1
title = "x = 1"
"odd name".inner = '''
[no]
heading = here
'''
[facts]
models = [
    { id = "a" }, { id = "b" },
    { id = "c" },
]
[[evidence]]
id = "one"
[[evidence.notes]]
text = "n"
[[evidence]]
id = "two"
[[evidence.notes]]
text = "m"
"""


@pytest.mark.parametrize(
    ("key", "line"),
    [
        (("title",), 2),
        (("odd name",), 3),
        (("odd name", "inner"), 3),
        (("facts",), 7),
        (("facts", "models"), 8),
        (("facts", "models", 1), 9),
        (("facts", "models", 2), 10),
        (("facts", "models", 2, "id"), 10),
        (("evidence", 0, "id"), 13),
        (("evidence", 0, "notes", 0, "text"), 15),
        (("evidence", 1), 16),
        (("evidence", 1, "id"), 17),
        (("evidence", 1, "notes", 0, "text"), 19),
        (("evidence", 1, "absent"), 16),
        (("absent",), 0),
    ],
)
def test_every_key_knows_its_line(key: tuple[str | int, ...], line: int) -> None:
    assert load(TEXT, "p").value.line(*key) == line


_plain = st.one_of(
    some.long_texts,
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    some.days,
    some.moments,
)
_values = st.recursive(
    _plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(some.texts, inner, max_size=3), max_leaves=12
)


@settings(deadline=None, max_examples=count(150, 3_750))
@given(st.dictionaries(some.texts, _values, max_size=5))
def test_whatever_is_written_is_read_by_our_own_strict_reader(data: dict[str, object]) -> None:
    written = dump(data)
    assert load(written, "p", 10 * FILE_LIMIT).value.data == data
    assert dump(data) == written


def test_what_is_written_is_pleasant_to_read() -> None:
    data = {
        "seats": ("security",),
        "cast_at": datetime(2026, 10, 8, 14, 3, 11, tzinfo=UTC),
        "reason": "First.\nSecond.",
        "conditions": [{"id": "c1"}, {"id": "c2"}],
        "sum": {"yes": 2},
    }
    assert dump(data).decode() == (
        'seats = ["security"]\n'
        "cast_at = 2026-10-08T14:03:11Z\n"
        'reason = """\nFirst.\nSecond."""\n'
        '\n[[conditions]]\nid = "c1"\n'
        '\n[[conditions]]\nid = "c2"\n'
        "\n[sum]\nyes = 2\n"
    )


def test_a_lone_surrogate_never_stops_a_member_from_saving() -> None:
    assert tomllib.loads(dump({"note": "a\ud800b"}).decode()) == {"note": "a?b"}


def test_what_has_no_place_in_toml_is_a_fault_of_the_program() -> None:
    with pytest.raises(TypeError):
        dump({"x": None})


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("ring = beta\n", 'Put the words in quotes, as in "beta"'),
        ('rings = ["general", beta]\n', 'Put the words in quotes, as in "beta"'),
        ("dated = 20.11.2026\n", "Write a day as 2026-11-20, without quotes"),
        ('# [[evidence]]\nid = "a"\n# [[evidence]]\nid = "b"\nx = 1\n', "the line [[evidence]] above it"),
        ("a = 1\na = 2\nb = 3\n", "“a” stands here a second time: keep one"),
        ("a = \n", "Mend the line"),
    ],
)
def test_a_slip_of_the_pen_is_told_with_what_mends_it(text: str, fix: str) -> None:
    (finding,) = load(text.encode(), "x.toml").findings
    assert finding.code == "not-toml"
    assert fix in finding.fix
