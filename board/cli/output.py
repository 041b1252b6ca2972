"""The one module that writes to standard output: plain lines, tables that adapt, and JSON. Never a colour."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from board.actions.model import Done

SCHEMA = 1
"""The version of every JSON shape; it changes only when a field changes its meaning or goes away (docs/json.md)."""
_GAP = "  "
_LONG = 100
"""A list of more entries is written one entry a line."""


def clean(text: str) -> str:
    """Text with nothing in it that a terminal could obey; the scanner is imported by the first text that needs it."""
    if text.isascii() and text.isprintable():
        return text
    from board.core.text import safe_text

    return safe_text(text)


def prepare() -> None:
    """A terminal that cannot show a character gets an escape for it, never a crash; nor does a closed stream.

    Python gives None for a stream that was closed before it began. Opening puts nowhere in its place, lowest first, so
    that no file opened later takes that number and is written to by mistake.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - open to the end
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def flush() -> None:
    """Send what is buffered, so that a closed pipe is noticed while it can still be answered."""
    sys.stdout.flush()


def hush() -> None:
    """Point standard output at nowhere, so that the interpreter does not complain about a closed pipe when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def width() -> int:
    """Columns to fill; 0 where output goes to a file or a pipe and nothing should be cut."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 0


def line(text: str = "") -> None:
    """One line or several, cleaned of everything a terminal could obey and wrapped between words at one."""
    sys.stdout.write(wrapped(clean(text), width()) + "\n")


def wrapped(text: str, columns: int) -> str:
    """Lines that are too long broken between words, indented as they began; 0 columns leave everything as it is."""
    if not columns or all(len(each) <= columns for each in text.split("\n")):
        return text
    import textwrap

    return "\n".join(
        textwrap.fill(
            each,
            columns,
            subsequent_indent=each[: len(each) - len(each.lstrip())],
            replace_whitespace=False,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for each in text.split("\n")
    )


def lines(*texts: str) -> None:
    """Several lines."""
    for text in texts:
        line(text)


def whole(*texts: str) -> None:
    """Lines that people copy: cleaned, never broken by us, however narrow the terminal is."""
    for text in texts:
        sys.stdout.write(clean(text) + "\n")


def heading(text: str) -> None:
    """A blank line and a title."""
    lines("", text)


def paragraph(text: str, indent: str = "", first: str | None = None) -> None:
    """Running text, wrapped to a terminal of at most 100 columns; left alone in a pipe."""
    import textwrap

    start = indent if first is None else first
    columns = min(width(), 100)
    for number, piece in enumerate(clean(text).splitlines() or [""]):
        lead = start if number == 0 else indent
        if not columns:
            line(lead + piece)
            continue
        line(
            textwrap.fill(
                piece,
                columns,
                initial_indent=lead,
                subsequent_indent=indent,
                break_long_words=False,
                break_on_hyphens=False,
            )
        )


def raw(text: str) -> None:
    """A script or a file's text, as it is; only for text this program made itself."""
    sys.stdout.write(text)


def document(body: Mapping[str, Any]) -> None:
    """One JSON document in the envelope all commands share; ASCII only, so that no text reaches a terminal raw."""
    import json

    def text(value: Any) -> str:
        if isinstance(value, list) and len(value) > _LONG:  # one entry a line: ten thousand of them come at once
            return "[\n    " + ",\n    ".join(map(json.dumps, value)) + "\n  ]"
        return json.dumps(value, indent=2).replace("\n", "\n  ")

    members = (f"  {json.dumps(name)}: {text(value)}" for name, value in {"schema": SCHEMA, **body}.items())
    sys.stdout.write("{\n" + ",\n".join(members) + "\n}\n")


def table(titles: Sequence[str], rows: Sequence[Sequence[str]], *, whole: int = 0) -> None:
    """Columns that fit the terminal: the widest gives way first; on a very narrow one each row becomes a block.

    With `whole`, nothing is cut, because people type what they read there: the first so many columns always stand on a
    row's first line, others as far as there is room for them, and the rest in words below it.
    """
    from board.core.text import cells, one_line

    tidy = [[one_line(cell) for cell in row] for row in rows]
    widths = [max(cells(row[n]) for row in [list(titles), *tidy]) for n in range(len(titles))]
    columns = width()
    if columns and whole and _total(widths) > columns:
        _with_rest(titles, tidy, widths, whole, columns)
        return
    if columns:
        if _total([min(w, 8) for w in widths]) > columns:
            _blocks(titles, tidy)
            return
        while _total(widths) > columns:
            widths[widths.index(max(widths))] -= 1
    for row in [list(titles), *tidy]:
        _row(row, widths)


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + len(_GAP) * (len(widths) - 1)


def _row(row: Sequence[str], widths: Sequence[int]) -> None:
    sys.stdout.write(_GAP.join(_fit(cell, w) for cell, w in zip(row, widths, strict=True)).rstrip() + "\n")


def _with_rest(
    titles: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int], whole: int, columns: int
) -> None:
    """What people type whole on the first line, with the narrower columns that fit; the others indented below."""
    first = list(range(whole))
    for n in range(whole, len(titles)):
        # A title is read, not looked up in a column: it goes below with what does not fit.
        if titles[n] != "Title" and _total([widths[m] for m in (*first, n)]) <= columns:
            first.append(n)
    for row in [titles, *rows]:
        _row([row[n] for n in first], [widths[n] for n in first])
        if row is titles:
            continue
        left = sorted((n for n in range(len(row)) if n not in first and row[n]), key=lambda n: titles[n] != "Title")
        rest = [row[n] if titles[n] == "Title" else f"{titles[n].lower()}: {row[n]}" for n in left]
        if rest:
            paragraph("; ".join(rest), "    ")


def _blocks(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    for number, row in enumerate(rows):
        if number:
            line()
        for title, cell in zip(titles, row, strict=True):
            if cell:
                line(f"{title}: {cell}")


def _fit(cell: str, columns: int) -> str:
    from board.core.text import cells, one_line

    shown = one_line(cell, columns)
    return shown + " " * (columns - cells(shown))


def done(what: Done) -> None:
    """What an act did: in words, which commit, and whether others see it."""
    paragraph(what.words)
    if what.commit:
        line(f"  Commit {what.commit[:12]} on {what.branch}." if what.branch else f"  Commit {what.commit[:12]}.")
    for path in what.files:
        line(f"  {path}")
    if what.queued:
        line("  Waiting to be sent: the remote was not reachable. `board sync` sends it.")
    elif what.pushed:
        line("  Pushed: the others see it when they fetch.")
    for note in what.notes:
        paragraph(note, "  ")
