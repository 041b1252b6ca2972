"""The slips that people make most when they fill in TOML by hand, each told by what would mend it."""

from __future__ import annotations

import re

from board.core.text import one_line

_SPOT = re.compile(r"\(at line (\d+), column (\d+)\)")
_WORDS = re.compile(r"[^\W\d_][^\"'#,\[\]{}\n]*")
_DAY = re.compile(r"=\s*\d{1,2}[./]\d{1,2}[./]\d{2,4}\b")
_HEADER = re.compile(r"\s*#\s*(\[\[?[\w.-]+\]\]?)\s*$")
_LOOKED = 20
"""Lines above a slip among which a header that is still a comment is looked for."""


def slip(text: str, said: str) -> str:
    """What would mend the spot of which the parser `said` something, as the beginning of a sentence, or ""."""
    spot = _SPOT.search(said)
    lines = text.split("\n")
    if spot is None or int(spot[1]) > len(lines):
        return ""
    at, column = int(spot[1]) - 1, int(spot[2]) - 1
    line = lines[at]
    if _DAY.search(line):
        return "Write a day as 2026-11-20, without quotes;"
    if said.startswith("Invalid value") and (words := _WORDS.match(line, column)):
        return f'Put the words in quotes, as in "{one_line(words[0], 40)}";'
    if said.startswith(("Cannot overwrite", "Cannot declare")):
        return _twice(lines, at)
    return ""


def _twice(lines: list[str], at: int) -> str:
    name = one_line(lines[at].partition("=")[0], 40)
    header = next(
        (found[1] for line in reversed(lines[max(0, at - _LOOKED) : at]) if (found := _HEADER.match(line))), ""
    )
    if header:
        return f"“{name}” stands here a second time: take the # away from the line {header} above it too;"
    return f"“{name}” stands here a second time: keep one of them;"
