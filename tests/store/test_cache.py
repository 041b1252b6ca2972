"""The cache: quick when it is there, never needed, never believed."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from board.store.cache import Cache

ROWS = [b'{"id": %d}' % number for number in range(100)]


@pytest.fixture
def cache() -> Cache:
    """The cache of one repository, in the user's cache directory."""
    return Cache("work-1234")


def test_rows_come_back_in_order_and_by_page(cache: Cache) -> None:
    cache.store_rows("tip", ROWS, {"backwards": list(reversed(range(100)))})
    assert cache.rows("tip") == ROWS
    assert cache.count("tip") == 100
    assert cache.page("tip", 10, 5) == ROWS[10:15]
    assert cache.page("tip", 0, 3, "backwards") == [ROWS[99], ROWS[98], ROWS[97]]
    assert cache.page("tip", 98, 5) == ROWS[98:]
    cache.close()
    assert Cache("work-1234").rows("tip") == ROWS


def test_another_tip_or_version_or_repository_has_no_rows(cache: Cache) -> None:
    cache.store_rows("tip", ROWS)
    assert cache.rows("other") is None and cache.page("other", 0, 5) is None and cache.count("other") is None
    assert Cache("work-1234", version="2").rows("tip") is None
    assert Cache("other").rows("tip") is None


def test_an_empty_board_has_rows_of_its_own(cache: Cache) -> None:
    cache.store_rows("tip", [])
    assert cache.rows("tip") == []


def test_only_the_newest_tips_are_kept(cache: Cache) -> None:
    for number in range(6):
        cache.store_rows(f"tip{number}", ROWS[:number])
    assert cache.latest() == "tip5"
    assert [cache.count(f"tip{number}") for number in range(6)] == [None, None, None, 3, 4, 5]


def test_storing_again_replaces(cache: Cache) -> None:
    cache.store_rows("tip", ROWS, {"o": range(100)})
    cache.store_rows("tip", ROWS[:2], {"o": [1, 0]})
    assert cache.rows("tip") == ROWS[:2]
    assert cache.page("tip", 0, 9, "o") == [ROWS[1], ROWS[0]]


def test_parsed_files_are_kept_by_key(cache: Cache) -> None:
    values = {f"blob{number}": b"%d" % number for number in range(1200)}
    cache.store_parsed(values)
    assert cache.parsed([*values, "unknown"]) == values
    cache.store_parsed({"blob1": b"new"})
    assert cache.parsed(["blob1"]) == {"blob1": b"new"}


def cache_file() -> Path:
    """The one cache file there is."""
    from board.store.homes import cache_home

    (found,) = cache_home().glob("*.sqlite")
    return found


@pytest.mark.parametrize("damage", ["garbage", "truncated", "middle", "other schema", "directory"])
def test_a_damaged_cache_is_dropped_and_built_again(cache: Cache, damage: str) -> None:
    """Given a cache file with damage of any kind, when it is used, then nothing is raised and it works again."""
    cache.store_rows("tip", ROWS * 50)
    cache.close()
    file = cache_file()
    data = file.read_bytes()
    if damage == "garbage":
        file.write_bytes(b"not a database" * 1000)
    elif damage == "truncated":
        file.write_bytes(data[: len(data) // 2])
    elif damage == "middle":
        file.write_bytes(data[:4096] + b"\xff" * (len(data) - 8192) + data[-4096:])
    elif damage == "other schema":
        file.unlink()
        with sqlite3.connect(file) as db:
            db.execute("CREATE TABLE tips (nonsense TEXT)")
        db.close()
    else:
        file.unlink()
        file.mkdir()
    found = Cache("work-1234")
    assert found.rows("tip") is None
    found.store_rows("tip", ROWS)
    assert found.rows("tip") == (None if damage == "directory" else ROWS)
    found.close()


def test_only_the_user_can_read_it(cache: Cache) -> None:
    cache.store_rows("tip", ROWS)
    file = cache_file()
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_a_place_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = Cache("r", root=tmp_path / "file")
    cache.store_rows("tip", ROWS)
    assert cache.rows("tip") is None
    assert cache.parsed(["x"]) == {}
    assert cache.latest() == ""


def test_threads_share_it(cache: Cache) -> None:
    def work(number: int) -> None:
        for turn in range(20):
            cache.store_parsed({f"{number}-{turn}": b"x"})

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    keys = [f"{number}-{turn}" for number in range(4) for turn in range(20)]
    assert cache.parsed(keys) == dict.fromkeys(keys, b"x")
    cache.close()
