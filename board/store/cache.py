"""A cache of summary rows and parsed files, so that ten thousand proposals paint at once. Never trusted for a verdict.

SQLite in the user's cache directory, JSON inside: an opened repository has no say in it, and nothing in it is code.
Whatever goes wrong with it, the program works without: a damaged file is dropped and built anew.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import weakref
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from board.core.finding import Refused
from board.store.files import private_folder
from board.store.homes import cache_home, file_name

_SCHEMA = 1
_KEPT_PARSED = 400_000
_TABLES = """
CREATE TABLE IF NOT EXISTS tips (tip TEXT PRIMARY KEY, used INTEGER, count INTEGER);
CREATE TABLE IF NOT EXISTS rows (tip TEXT, place INTEGER, row BLOB, PRIMARY KEY (tip, place)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS orders (tip TEXT, name TEXT, rank INTEGER, place INTEGER,
    PRIMARY KEY (tip, name, rank)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS parsed (key TEXT PRIMARY KEY, value BLOB);
"""
T = TypeVar("T")


class Cache:
    """The cache of one repository; `version` names the shape of what is stored, and another one starts empty.

    Rows are kept for the newest `tips` tips; a tip is any name for a list, such as a commit with a day.
    """

    def __init__(self, repository: str, version: str = "1", root: Path | None = None, tips: int = 3) -> None:
        self._repository = repository
        self._version = version
        self._top = root
        self._tips = tips
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None

    def rows(self, tip: str) -> list[bytes] | None:
        """All rows stored for a tip, in the order they were stored, or None when there are none for it."""

        def read(db: sqlite3.Connection) -> list[bytes] | None:
            count = _count(db, tip)
            if count is None:
                return None
            found = [row for (row,) in db.execute("SELECT row FROM rows WHERE tip = ? ORDER BY place", (tip,))]
            return found if len(found) == count else None

        return self._with(read, None)

    def page(self, tip: str, offset: int, limit: int, order: str = "") -> list[bytes] | None:
        """Some rows of a tip, in a stored order or as stored; None when the tip is not there."""

        def read(db: sqlite3.Connection) -> list[bytes] | None:
            if _count(db, tip) is None:
                return None
            if not order:
                asked = "SELECT row FROM rows WHERE tip = ? AND place >= ? ORDER BY place LIMIT ?"
                return [row for (row,) in db.execute(asked, (tip, offset, limit))]
            asked = (
                "SELECT r.row FROM orders o JOIN rows r ON r.tip = o.tip AND r.place = o.place "
                "WHERE o.tip = ? AND o.name = ? AND o.rank >= ? ORDER BY o.rank LIMIT ?"
            )
            return [row for (row,) in db.execute(asked, (tip, order, offset, limit))]

        return self._with(read, None)

    def count(self, tip: str) -> int | None:
        """How many rows a tip has, or None when it is not there."""
        return self._with(lambda db: _count(db, tip), None)

    def latest(self, prefix: str = "") -> str:
        """The tip whose rows were stored last, of those that begin so; "" when there are none."""

        def read(db: sqlite3.Connection) -> str:
            asked = "SELECT tip FROM tips WHERE substr(tip, 1, ?) = ? ORDER BY used DESC LIMIT 1"
            found = db.execute(asked, (len(prefix), prefix)).fetchone()
            return str(found[0]) if found else ""

        return self._with(read, "")

    def store_rows(self, tip: str, rows: Sequence[bytes], orders: Mapping[str, Sequence[int]] | None = None) -> None:
        """Store the rows of a tip; `orders` maps a name to positions in `rows`. Older tips are dropped."""

        def write(db: sqlite3.Connection) -> None:
            used = db.execute("SELECT coalesce(max(used), 0) + 1 FROM tips").fetchone()[0]
            _forget(db, [tip])
            db.executemany("INSERT INTO rows VALUES (?, ?, ?)", ((tip, i, bytes(row)) for i, row in enumerate(rows)))
            for name, places in (orders or {}).items():
                ranked = ((tip, name, rank, place) for rank, place in enumerate(places))
                db.executemany("INSERT INTO orders VALUES (?, ?, ?, ?)", ranked)
            db.execute("INSERT INTO tips VALUES (?, ?, ?)", (tip, used, len(rows)))
            old = db.execute("SELECT tip FROM tips ORDER BY used DESC LIMIT -1 OFFSET ?", (self._tips,))
            _forget(db, [gone for (gone,) in old.fetchall()])

        self._with(write, None)

    def parsed(self, keys: Iterable[str]) -> dict[str, bytes]:
        """What is stored for keys, such as blob ids; unknown ones are left out."""
        wanted = list(dict.fromkeys(keys))

        def read(db: sqlite3.Connection) -> dict[str, bytes]:
            found: dict[str, bytes] = {}
            for start in range(0, len(wanted), 500):
                some = wanted[start : start + 500]
                marks = ",".join("?" * len(some))
                found.update(db.execute(f"SELECT key, value FROM parsed WHERE key IN ({marks})", some).fetchall())
            return found

        return self._with(read, {})

    def store_parsed(self, values: Mapping[str, bytes]) -> None:
        """Store values by key, replacing earlier ones; beyond a bound the table starts anew."""

        def write(db: sqlite3.Connection) -> None:
            if db.execute("SELECT count(*) FROM parsed").fetchone()[0] > _KEPT_PARSED:
                db.execute("DELETE FROM parsed")
            db.executemany("INSERT OR REPLACE INTO parsed VALUES (?, ?)", values.items())

        self._with(write, None)

    def close(self) -> None:
        """Let the file go."""
        with self._lock:
            self._drop()

    def _with(self, act: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        """Do one thing with the cache; a damaged one is dropped and tried once more, then done without."""
        with self._lock:
            for _ in range(2):
                try:
                    db = self._open()
                    with db:
                        return act(db)
                except sqlite3.OperationalError:
                    self._drop()  # full, locked or read-only: not damage, and a cache is not worth a word
                    return otherwise
                except (sqlite3.DatabaseError, OverflowError, UnicodeDecodeError):
                    self._destroy()
                except (Refused, OSError):
                    return otherwise
            return otherwise

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            file = self._file()
            file.touch(0o600)
            db = sqlite3.connect(file, timeout=2.0, check_same_thread=False)
            self._connection = db
            weakref.finalize(self, db.close)  # a session that is let go leaves no open file behind
            db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA trusted_schema = OFF;")
            if db.execute("PRAGMA user_version").fetchone()[0] != _SCHEMA:
                db.executescript(
                    "DROP TABLE IF EXISTS tips; DROP TABLE IF EXISTS rows; DROP TABLE IF EXISTS orders; "
                    f"DROP TABLE IF EXISTS parsed; {_TABLES} PRAGMA user_version = {_SCHEMA};"
                )
        return self._connection

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(sqlite3.Error):
                connection.close()

    def _destroy(self) -> None:
        self._drop()
        file = self._file()
        for part in (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)

    def _file(self) -> Path:
        top = private_folder(self._top) if self._top else cache_home()
        return top / f"{file_name(self._repository)}-{file_name(self._version)}.sqlite"


def _count(db: sqlite3.Connection, tip: str) -> int | None:
    found = db.execute("SELECT count FROM tips WHERE tip = ?", (tip,)).fetchone()
    return int(found[0]) if found else None


def _forget(db: sqlite3.Connection, tips: Iterable[str]) -> None:
    for tip in tips:
        for table in ("tips", "rows", "orders"):
            db.execute(f"DELETE FROM {table} WHERE tip = ?", (tip,))
