"""Filling in the shipped templates; the only module that imports jinja2, and to be imported late.

Values are plain data, every one of them is escaped for Markdown on its way out, and templates come from the program
alone: nothing in an opened repository is run as a template.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from board.formats.shipped import shipped_dir
from board.render import escape
from board.render.story import first_large, spoken


class _Ready(str):
    """Text that an escaping filter has already made fit for its place."""

    __slots__ = ()


_PLAIN = (str, int, bool)


def templates_root() -> Path:
    """The folder of the shipped templates."""
    return shipped_dir()


class Plain(dict[str, object]):
    """Values that were looked through: plain data and nothing else. Raises TypeError when one is not."""

    def __init__(self, values: Mapping[str, object]) -> None:
        _require_plain(values)
        super().__init__(values)


def fill(template: str, values: Mapping[str, object], **more: object) -> str:
    """The template filled in; ends in one newline. Raises TypeError when a value is not plain data."""
    return _environment().get_template(template).render({**plain(values), **plain(more)}).strip("\n") + "\n"


def part(template: str, name: str, values: Mapping[str, object]) -> str:
    """One macro of a template, called with the values as its only argument; without blank lines at either end."""
    macro = getattr(_environment().get_template(template).module, name)
    return _single_spaced(str(macro(dict(plain(values)))))


def plain(values: Mapping[str, object]) -> Plain:
    """The values, looked through if they were not yet."""
    return values if isinstance(values, Plain) else Plain(values)


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(templates_root()),
        undefined=StrictUndefined,
        autoescape=False,
        finalize=_finished,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    environment.filters["cell"] = lambda value: _Ready(escape.cell(str(value)))
    environment.filters["quote"] = lambda value: _Ready(escape.quote(str(value)))
    environment.filters["free"] = lambda value: _Ready(escape.free(str(value)))
    environment.filters["label"] = lambda value: _Ready(escape.label(str(value)))
    environment.filters["link"] = lambda value: _Ready(escape.link(str(value)))
    environment.filters["stop"] = _stopped
    environment.filters["inside"] = lambda value: spoken(str(value))
    environment.filters["begins"] = lambda value: first_large(spoken(str(value)))
    environment.filters["ready"] = lambda value: _Ready(value)
    return environment


def _stopped(value: object) -> str:
    """Typed words as a sentence: with a full stop where no mark ends them."""
    words = str(value).rstrip()
    return words if words.endswith((".", "!", "?", "…", ":")) or not words else f"{words}."


def _finished(value: object) -> str:
    """What a template prints: text that no filter has made ready is escaped as one line of words."""
    if isinstance(value, _Ready):
        return value
    return escape.inline(str(value))


def _require_plain(value: object) -> None:
    """Only data goes in: nothing that has methods worth calling from a template."""
    if value is None or type(value) in _PLAIN:
        return
    if isinstance(value, Mapping):
        items = (*value.keys(), *value.values())
    elif isinstance(value, (list, tuple)):
        items = tuple(value)
    else:
        raise TypeError(f"templates take plain data, not {type(value).__name__}")
    for item in items:
        if type(item) not in _PLAIN:
            _require_plain(item)


def _single_spaced(text: str) -> str:
    """The text with never more than one blank line in a row, and no spaces at line ends."""
    lines: list[str] = []
    for line in text.split("\n"):
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines).strip("\n")
