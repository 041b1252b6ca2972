"""Typed text on its way into a published page: it may speak, but it may not pose as the page itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import quote_from_bytes as percent

from board.core.text import one_line, safe_text
from board.render.prose import code_lines, fetches_or_runs

_CODE = re.compile(r"(?<![`\\])(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_ADDRESS = re.compile(r"<(?:https?://|mailto:)[^\s<>]+>")
_AS_WORDS = str.maketrans({"\\": r"\\", "`": r"\`", "<": "&lt;", "[": r"\["})
_BLOCK_START = re.compile(r"^(?=[#>+=~|-]|\*\s)")
_NUMBERED = re.compile(r"^(\d{1,9})(?=[.)](?:\s|$))")
_INSIDE = r"(?:[\s>]|[-+*](?=\s)|\d{1,9}[.)](?=\s))*"
_HEADING = re.compile(rf"^({_INSIDE})(#{{1,6}})(?=\s|$)")
_UNDERLINE = re.compile(r"^([\s>]*)(-+|=+)\s*$")
_DEEPEST_OF_OURS = 2
_MOST_ROUNDS = 8


def inline(text: str) -> str:
    """Typed text on one line, as words: no HTML, no links, no code, and nothing that starts a block."""
    line = one_line(text).translate(_AS_WORDS)
    numbered = _NUMBERED.match(line)
    if numbered:
        return f"{numbered[1]}\\{line[numbered.end(1) :]}"
    return _BLOCK_START.sub(r"\\", line)


def cell(text: str) -> str:
    """Typed text inside a table: as inline, with its bars escaped."""
    return inline(text).replace("|", r"\|") or "–"


def label(text: str) -> str:
    """Typed text as the words of a link: as inline, with nothing that ends the words before their end."""
    return inline(text).replace("]", r"\]")


def link(path: str) -> str:
    """A path in the repository as the destination of a link: it leads there and nowhere else, whatever its name is."""
    return percent(path.encode("utf-8", "surrogateescape"))


def quote(text: str) -> str:
    """Typed text as a quotation, line by line."""
    return "\n".join(f"> {inline(line)}".rstrip() for line in text.strip().splitlines() or [""])


@lru_cache(maxsize=512)  # the same words stand in a preview, in the page, and when it is made again
def free(text: str, fixed: frozenset[str] = frozenset()) -> str:
    """A part that a person wrote: Markdown, but no HTML, no images, no high headings, no open fence.

    A heading that repeats one of the page's `fixed` headings (compared without case) is shown with its marks as plain
    text. Applying it twice changes nothing.
    """
    settled = _settled(text, lambda one: _free(one, fixed, _outside_code))
    if settled is not None and not fetches_or_runs(settled):
        return settled
    # Lines alone cannot tell where inline code ends; where a reader would still see more than words, all is escaped.
    settled = _settled(text, lambda one: _free(one, fixed, lambda line, change: change(line)))
    if settled is not None and not fetches_or_runs(settled):
        return settled
    return "\n".join(map(inline, safe_text(text).splitlines())).strip("\n")


def _settled(text: str, change: Callable[[str], str]) -> str | None:
    """The text when a change no longer changes it: escaping one line can turn another from code into words."""
    for _ in range(_MOST_ROUNDS):
        before, text = text, change(text)
        if text == before:
            return text
    return None


def _free(text: str, fixed: frozenset[str], spare: Callable[[str, Callable[[str], str]], str]) -> str:
    """One pass over the lines; `spare` applies a change to a line, or to the parts of it that may be changed."""
    lines = [line.rstrip() for line in safe_text(text).replace("\r", "\n").split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    code, open_fence = code_lines("\n".join(lines))
    made: list[str] = []
    for number, line in enumerate(lines):
        if number in code:
            # Readers that go by lines alone must not meet a heading in here either.
            made.append(f"    {line}" if re.match(r" {0,3}#{1,2}(?:\s|$)", line) else line)
            continue
        under_text = number > 0 and bool(lines[number - 1].strip(" >")) and number - 1 not in code
        made.append(spare(_no_page_heading(line, under_text, fixed), _harmless))
    if open_fence:
        made.append(open_fence)
    return "\n".join(made).strip("\n")


def _no_page_heading(line: str, under_text: bool, fixed: frozenset[str]) -> str:
    heading = _HEADING.match(line)
    if heading:
        words = line[heading.end() :].strip().rstrip("#").strip()
        if words.casefold() in fixed:
            line = f"{heading[1]}\\{line[heading.end(1) :]}"
        elif len(heading[2]) <= _DEEPEST_OF_OURS:
            line = f"{heading[1]}###{line[heading.end() :]}"
    elif under_text and _UNDERLINE.match(line):
        line = _UNDERLINE.sub(r"\1\\\2", line)
    return line


def _harmless(part: str) -> str:
    """Without HTML and without images that a page would fetch; plain addresses in angle brackets stay."""
    kept = []
    at = 0
    for match in _ADDRESS.finditer(part):
        kept += [part[at : match.start()].replace("<", "&lt;"), match.group()]
        at = match.end()
    kept.append(part[at:].replace("<", "&lt;"))
    return "".join(kept).replace("![", r"!\[")


def _outside_code(text: str, change: Callable[[str], str]) -> str:
    made, at = "", 0
    for match in _CODE.finditer(text):
        made += change(text[at : match.start()]) + match.group()
        at = match.end()
    return made + change(text[at:])
