"""Data files that anybody may push: read within bounds, whatever they are made of."""

from __future__ import annotations

import time
import tracemalloc

import pytest

from board.formats.data import JSON_LIMIT, read_data
from board.formats.toml import FILE_LIMIT

BOMBS = {
    "dots.toml": b"a" + b".a" * 60_000 + b" = 1\n",
    "many-dots.toml": (b"b" + b".b" * 2_000 + b" = 1\n") * 50,
    "deep.toml": b"a = " + b"[" * 100_000,
    "deep.json": b"[" * 1_000_000,
    "wide.json": b"[" + b"[]," * 349_000 + b"0]",
    "large.json": b"[" + b" " * JSON_LIMIT + b"]",
    "large.toml": b"#" * FILE_LIMIT + b"\na = 1\n",
    "digits.json": b"1" * 500_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_row_57_no_data_file_takes_more_than_a_second_or_much_memory(name: str) -> None:
    """Given a file made to cost, when it is read, then a second and 100 MB are enough; only wide lists are taken."""
    tracemalloc.start()
    begun = time.process_time()
    found = read_data(BOMBS[name], name)
    spent, most = time.process_time() - begun, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert spent < 1 and most < 100_000_000
    assert (found is not None) == (name == "wide.json")


LARGE = f"[{2**63}]", f"[{-(2**63) - 1}]", f"[-1{'0' * 400}]"
ODD = '{"a": NaN}', "[Infinity]", "[1e999]", "[-1e999]", '{"a": 1, "a": 2}', "{", "\xff", *LARGE


@pytest.mark.parametrize("text", ODD)
def test_row_37_json_that_two_readers_may_read_otherwise_is_refused(text: str) -> None:
    assert read_data(text.encode("latin-1"), "x.json") is None


@pytest.mark.parametrize("number", ["inf", "nan", "1e999", f"{2**63}", "1" + "0" * 400])
def test_row_37_toml_holds_no_number_that_json_may_not_hold(number: str) -> None:
    assert read_data(f"a = {number}\n".encode(), "x.toml") is None


def test_the_largest_whole_numbers_are_read() -> None:
    text = f"[{2**63 - 1}, {-(2**63)}]"
    assert read_data(text.encode(), "x.json") == [2**63 - 1, -(2**63)]


def test_ordinary_data_is_read() -> None:
    assert read_data(b'{"a": [1, 2.5, null]}', "x.JSON") == {"a": [1, 2.5, None]}
    assert read_data(b"a = 1\n[b]\nc = 2\n", "x.toml") == {"a": 1, "b": {"c": 2}}
