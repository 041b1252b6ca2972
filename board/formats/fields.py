"""Typed reading of one table: every getter returns a usable value; what is wrong becomes a finding with its line."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, time
from typing import TypeVar

from board.core.dates import parse_utc
from board.core.finding import Finding, Severity, Where
from board.core.text import nearest as nearest
from board.formats.lines import Key
from board.formats.toml import Table

_T = TypeVar("_T")
YEARS = range(1900, 2200)
"""What a date may say. Outside of these a calendar runs out, and with it whatever is counted from there."""


class Fields:
    """One table of a file, and in `words` what people call it: "condition 2".

    A getter notes that its key is known; `done` reports every problem and, in one note, the keys that nobody asked for.
    """

    def __init__(self, table: Table, key: Key = (), words: str = "", parent: Fields | None = None) -> None:
        self.file = table
        self.key = key
        self.words = words
        self.data: Mapping[str, object] = _at(table.data, key)
        self.known: dict[str, None] = {}
        self.inner: list[Fields] = []
        self.findings: list[Finding] = parent.findings if parent is not None else []

    def has(self, name: str) -> bool:
        """Whether the key is there at all."""
        return name in self.data

    def raw(self, name: str) -> object:
        """The value as the file has it, or None."""
        self.known[name] = None
        return self.data.get(name)

    def also(self, names: Iterable[str]) -> None:
        """Keys that belong here although this program does nothing with them."""
        self.known.update(dict.fromkeys(names))

    def text(self, name: str, default: str = "", *, required: bool = False) -> str:
        """A text; a number or a date is taken as text and reported."""
        value = self.raw(name)
        if isinstance(value, str):
            if value or not required:
                return value
        elif value is not None:
            self.wrong(name, "a text in quotes", value)
            return default if isinstance(value, (Mapping, list)) else text_of(value)
        if required:
            self.missing(name)
        return default

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; one text alone is a list of one, numbers and yes or no are taken as text."""
        value = self.raw(name)
        if value is None or value == "":
            return ()
        listed = value if isinstance(value, list) else [value]
        if any(isinstance(item, (Mapping, list)) for item in listed):
            self.wrong(name, "a list of texts", value)
        return tuple(text_of(item) for item in listed if not isinstance(item, (Mapping, list)))

    def number(self, name: str, default: _T, *, least: int | None = None) -> int | _T:
        """A whole number; true and false are not numbers."""
        value = self.raw(name)
        if value is None:
            return default
        if type(value) is not int:
            self.wrong(name, "a whole number", value)
            return default
        if least is not None and value < least:
            self.report("out-of-range", f"“{name}” is {value}; it must be at least {least}.", name)
            return default
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        """True or false."""
        value = self.raw(name)
        if value is None or isinstance(value, bool):
            return default if value is None else value
        if self.file.as_text and value in ("true", "false"):
            return value == "true"
        self.wrong(name, "true or false", value)
        return default

    def day(self, name: str) -> date | None:
        """A calendar date; text such as "2026-10-20" will do."""
        value = self.raw(name)
        found = value
        if isinstance(value, datetime):
            found = value.date()
        elif isinstance(value, str) and value:
            with suppress(ValueError):
                found = date.fromisoformat(value.strip())
        if isinstance(found, date) and found.year in YEARS:
            return found
        if value is not None and value != "":
            self.wrong(name, "a date such as 2026-10-20", value)
        return None

    def moment(self, name: str) -> datetime | None:
        """A time in UTC; one without a zone is taken as UTC and reported."""
        value = self.raw(name)
        found = None
        with suppress(ValueError, OverflowError):
            if isinstance(value, datetime) and value.tzinfo is not None:
                found = value.astimezone(UTC)
            elif isinstance(value, datetime) and value.year in YEARS:
                self.wrong(name, "a time in UTC that ends in Z", value)
                return value.replace(tzinfo=UTC)
            elif isinstance(value, str) and value:
                found = parse_utc(value)
        if found is not None and found.year in YEARS:
            return found
        if value is not None and value != "":
            self.wrong(name, "a time such as 2026-10-08T14:03:11Z", value)
        return None

    def choice(self, name: str, choices: Collection[str], default: str = "", *, required: bool = False) -> str:
        """One of a few words; another word is reported and the default stands."""
        value = self.text(name, "", required=required)
        if value in choices or not value:
            return value or default
        self.report("unknown-word", f"“{value}” is not one of {listing(choices)}.", name, fix=nearest(value, choices))
        return default

    def table(self, name: str, words: str = "") -> Fields:
        """An inner table; an empty one where there is none."""
        value = self.raw(name)
        if value is not None and not isinstance(value, Mapping):
            self.wrong(name, f"a table that opens with [{name}]", value)
        inner = Fields(self.file, (*self.key, name), self._part(words or _spoken(name)), self)
        self.inner.append(inner)
        return inner

    def named(self, name: str, noun: str) -> dict[str, Fields]:
        """A table of tables, such as [seats.legal], by name."""
        outer = self.table(name)
        found = {}
        for each in outer.data:
            value = outer.raw(each)
            if isinstance(value, Mapping):
                found[each] = Fields(self.file, (*outer.key, each), self._part(f"{noun} {each}"), self)
                outer.inner.append(found[each])
            else:
                outer.wrong(each, f"a table that opens with [{name}.{each}]", value)
        return found

    def tables(self, name: str, noun: str) -> list[Fields]:
        """A list of tables, such as [[conditions]]; the third is called by the noun and 3."""
        value = self.raw(name)
        listed = value if isinstance(value, list) else []
        if value is not None and (listed is not value or not all(isinstance(item, Mapping) for item in listed)):
            self.wrong(name, f"a list of tables that open with [[{name}]]", value)
        found = [
            Fields(self.file, (*self.key, name, index), self._part(f"{noun} {index + 1}"), self)
            for index, item in enumerate(listed)
            if isinstance(item, Mapping)
        ]
        self.inner.extend(found)
        return found

    def missing(self, name: str, why: str = "", fix: str = "") -> None:
        """Report that a key is not there."""
        self.report("missing", f"“{name}” is missing.", name, why=why, fix=fix or f"Add a line “{name} = …”.")

    def wrong(self, name: str, wanted: str, value: object) -> None:
        """Report a value of the wrong sort."""
        self.report("wrong-type", f"“{name}” should be {wanted}, but is {_sort(value)}.", name)

    def report(
        self,
        code: str,
        message: str,
        name: str | int = "",
        *,
        severity: Severity = Severity.ERROR,
        why: str = "",
        fix: str = "",
    ) -> None:
        """A finding about a key of this table, or about the table itself; none where the whole file was refused."""
        if not self.file.readable:
            return
        key = (*self.key, name) if name != "" else self.key
        spoken = _spoken(name) if isinstance(name, str) else f"entry {name + 1}"
        part = self._part(spoken) if name != "" else self.words
        where = Where(self.file.path, self.file.line(*key), part)
        self.findings.append(Finding(code, message, severity, where, why, fix))

    def done(self) -> tuple[Finding, ...]:
        """Every problem of the table and those inside it, by line, with one note on the keys nobody knows."""
        unknown = list(self._unknown())
        if unknown:
            owner, name = unknown[0]
            count = "1 key" if len(unknown) == 1 else f"{len(unknown)} keys"
            listed = ", ".join(each._part(key) for each, key in unknown[:8]) + (", …" if len(unknown) > 8 else "")
            message = f"The program does not know {count} here and leaves what they say alone: {listed}."
            fix = next((hint for each, key in unknown if (hint := nearest(key, each.known))), "")
            owner.report("unknown-key", message, name, severity=Severity.NOTE, fix=fix)
        return tuple(sorted(self.findings, key=lambda finding: finding.where.line))

    def _unknown(self) -> Iterable[tuple[Fields, str]]:
        yield from ((self, name) for name in self.data if name not in self.known)
        for inner in self.inner:
            yield from inner._unknown()

    def _part(self, words: str) -> str:
        return f"{self.words}, {words}" if self.words else words


def text_of(value: object) -> str:
    """A scalar as people would write it: yes and no, ISO dates, a number as it stands."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    return str(value)


def listing(words: Iterable[str]) -> str:
    """Words as a list in a sentence: “a”, “b” or “c”."""
    quoted = [f"“{word}”" for word in words]
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)


def _at(data: object, key: Key) -> Mapping[str, object]:
    for step in key:
        if isinstance(data, Mapping) and isinstance(step, str):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return {}
    return data if isinstance(data, Mapping) else {}


def _spoken(name: str) -> str:
    return name.replace("_", " ")


def _sort(value: object) -> str:
    """What a value is, in words, with the value where it is short."""
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"the text “{value}”" if len(value) <= 40 else "a long text"
    return f"the {'number' if isinstance(value, (int, float)) else 'date'} {value}"
