"""YAML front matter as plain text values: every scalar stays the text it was, so `no` is not False and 1.10 not 1.1."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from board.core.finding import Finding, Where
from board.formats.lines import Key
from board.formats.read import Read
from board.formats.toml import Table

DEPTH_LIMIT = 32
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _StopError(Exception):
    """The text is refused; carries the finding."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


@dataclass(slots=True)
class _Open:
    """A collection that is being filled, and the key that waits for its value."""

    key: Key
    items: dict[str, object] | list[object]
    waiting: str | None = None


@dataclass(slots=True)
class _Building:
    """The document as far as its events have told it."""

    path: str
    first_line: int
    open: list[_Open] = field(default_factory=list)
    root: object = None
    lines: dict[Key, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def stop(self, code: str, message: str, event: yaml.Event, fix: str = "") -> _StopError:
        return _StopError(
            Finding(code, message, where=Where(self.path, self.line(event) + self.first_line - 1), fix=fix)
        )

    def line(self, event: yaml.Event) -> int:
        """The line of the document's text, counted from 1; the table adds where the text begins in its file."""
        return event.start_mark.line + 1 if event.start_mark is not None else 1

    def take(self, event: yaml.Event) -> None:
        """One event of the parser's stream, in order; nothing is recursive here."""
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            fix = "Write the value out at each place."
            raise self.stop("yaml-alias", "Anchors and aliases (& and *) are not read in YAML.", event, fix)
        if isinstance(event, yaml.ScalarEvent):
            self.scalar(event)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self.collection(event)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self.open.pop()

    def scalar(self, event: yaml.ScalarEvent) -> None:
        top = self.open[-1] if self.open else None
        if top is not None and isinstance(top.items, dict) and top.waiting is None:
            self.name(top, event)
        else:
            self.place(event.value)

    def name(self, top: _Open, event: yaml.ScalarEvent) -> None:
        """A key; a second one of the same name is reported, and the first stands."""
        key = event.value
        if key in top.items:
            message = f"“{key}” stands twice; the first one counts."
            self.findings.append(
                Finding(
                    "duplicate-key",
                    message,
                    where=Where(self.path, self.line(event) + self.first_line - 1),
                    fix="Remove one of them.",
                )
            )
        self.lines.setdefault((*top.key, key), self.line(event))
        top.waiting = key

    def collection(self, event: yaml.CollectionStartEvent) -> None:
        if len(self.open) >= DEPTH_LIMIT:
            raise self.stop("too-deep", "Brackets are nested so deeply that the text is not read.", event)
        top = self.open[-1] if self.open else None
        if top is not None and isinstance(top.items, dict) and top.waiting is None:
            raise self.stop("not-yaml", "A key must be plain text, not a list or a table.", event)
        items: dict[str, object] | list[object] = {} if isinstance(event, yaml.MappingStartEvent) else []
        key = self.place(items)
        self.lines.setdefault(key, self.line(event))
        self.open.append(_Open(key, items))

    def place(self, value: object) -> Key:
        """Put a value where it belongs, and say where that is."""
        if not self.open:
            self.root = value
            return ()
        top = self.open[-1]
        if isinstance(top.items, list):
            top.items.append(value)
            return (*top.key, len(top.items) - 1)
        name, top.waiting = top.waiting or "", None
        top.items.setdefault(name, value)
        return (*top.key, name)


def load_yaml(text: str, path: str, first_line: int = 1) -> Read[Table]:
    """A YAML mapping with text values; aliases, deep nesting and anything but a mapping are refused with a finding."""
    building = _Building(path, first_line)
    try:
        for event in _events(text):
            building.take(event)
    except _StopError as stop:
        return Read(Table({}, path, readable=False), (*building.findings, stop.finding))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return Read(Table({}, path, readable=False), (*building.findings, _syntax(error, path, first_line)))
    root = building.root
    if not isinstance(root, dict):
        if root in (None, ""):
            return Read(Table({}, path, first_line=first_line, as_text=True))
        message = "The front matter is not a list of keys with values."
        finding = Finding("not-yaml", message, where=Where(path, first_line), fix="Write lines such as “title: …”.")
        return Read(Table({}, path, readable=False), (finding,))
    table = Table(root, path, lambda: building.lines, first_line=first_line, as_text=True)
    return Read(table, tuple(building.findings))


def _events(text: str) -> Iterator[yaml.Event]:
    """The events of the text's first document."""
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.DocumentEndEvent):
            return
        yield event


def _syntax(error: Exception, path: str, first_line: int) -> Finding:
    mark = getattr(error, "problem_mark", None)
    line = first_line + int(mark.line) if mark is not None else first_line
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read")
    fix = "Mend the line, or put the value in quotes; nothing in the front matter counts until then."
    return Finding("not-yaml", f"The front matter is not valid YAML: {problem}.", where=Where(path, line), fix=fix)
