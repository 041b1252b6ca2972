"""Prose as plain values: what a screen, the command line and the measures read instead of a parser's tokens."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class BlockKind(StrEnum):
    """What a block is; NOTICE is a sentence of the program's own about the text."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    QUOTE = "quote"
    CODE = "code"
    TABLE = "table"
    RULE = "rule"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of clean text in one style; `target` is where a link leads, and is always to be shown."""

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    target: str = ""


Cell = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One block; nested lists and quotes are flat blocks with a depth.

    `line` is the line it starts on, counted from 1. `level` is 1 to 6 for headings. `depth` counts the lists round a
    block, `quoted` the quotations; a bullet's `marker` is "-" or "3."; a later paragraph of the same item has its
    depth and no marker. CODE keeps its line feeds in one span and its language in `info`. A table's first row is its
    heading; `right` names the columns set to the right, counted from 0.
    """

    kind: BlockKind
    line: int
    spans: tuple[Span, ...] = ()
    level: int = 0
    depth: int = 0
    quoted: int = 0
    marker: str = ""
    info: str = ""
    rows: tuple[tuple[Cell, ...], ...] = ()
    right: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """The words without styles and targets; a table's cells are separated by tabs."""
        if self.rows:
            return "\n".join("\t".join("".join(span.text for span in cell) for cell in row) for row in self.rows)
        return "".join(span.text for span in self.spans)
