"""Text on its way to an eye: what cannot be seen is made visible, what could steer a terminal is made inert."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# One class, so that clean text is scanned at the speed of memory; what is found is then judged by its neighbours.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but tab and line feed, DEL, C1
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_EMOJI = re.compile("[\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff]")
_ARABIC = re.compile("[\u0620-\u06d5\u06ee-\u077f\u08a0-\u08c9]")
_VIRAMA = re.compile("[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca\u1039\u17d2]")
_IDEOGRAPH = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_ZWNJ, _ZWJ, _EMOJI_STYLE = "\u200c", "\u200d", "\ufe0f"
_SPACES = re.compile(r"\s+")
_WIDE_OR_NOTHING = re.compile("[^\x20-\u02ff\u0370-\u0482\u048a-\u0590]")


def safe_text(text: str) -> str:
    """The same text with every hidden or steering character shown as `⟦U+001B⟧`.

    Line feeds and tabs stay, and a carriage return before a line feed is dropped. Replaced are C0, DEL and C1 controls,
    bidirectional marks, zero-width and filler characters, line and paragraph separators, lone surrogates, tag
    characters and stacked variation selectors. Joiners stay inside emoji and where Arabic and Indic scripts need them
    for spelling, and one selector after an ideograph, because names in every script must stay readable.
    """
    if text.isascii() and text.isprintable():
        return text
    return _HIDDEN.sub(_shown, text)


def one_line(text: str, width: int = 0) -> str:
    """Clean text on one line, runs of white space as one space; with `width`, cut to that many cells with “…”."""
    line = _SPACES.sub(" ", safe_text(text)).strip()
    return line if width <= 0 else _cut(line, width)


def only_asks(text: str) -> bool:
    """Whether a text is nothing but a question mark, which somebody types who wants help."""
    return text.strip() in ("?", "\uff1f")


def nearest(word: str, choices: Iterable[str]) -> str:
    """A hint where a word looks like a slip of the pen, else nothing."""
    from difflib import get_close_matches  # wanted only where something is wrong

    close = get_close_matches(word, list(choices), n=1, cutoff=0.75)
    return f"Did you mean “{close[0]}”?" if close else ""


def cells(text: str) -> int:
    """How many terminal cells a line takes: two for a wide character, none for a mark that sits on another."""
    if not _WIDE_OR_NOTHING.search(text):
        return len(text)
    return sum(map(_cell, text))


def hidden_characters(text: str) -> tuple[tuple[int, str], ...]:
    """Each character that safe_text would show: its line, counted from 1, and its name."""
    found = []
    line, seen = 1, 0
    for match in _HIDDEN.finditer(text):
        if _stays(match) or _ends_line(match):
            continue
        line += text.count("\n", seen, match.start())
        seen = match.start()
        found.append((line, _name(match.group())))
    return tuple(found)


def without_hidden(text: str) -> str:
    """The text without any character that could hide in it, joiners and selectors too: for comparing, never to show."""
    return _HIDDEN.sub("", text)


def _shown(match: re.Match[str]) -> str:
    if _stays(match):
        return match.group()
    return "" if _ends_line(match) else f"⟦U+{ord(match.group()):04X}⟧"


def _ends_line(match: re.Match[str]) -> bool:
    return match.group() == "\r" and match.string.startswith("\n", match.end())


def _stays(match: re.Match[str]) -> bool:
    """Whether a joiner or a selector does its proper work between its neighbours."""
    character, text, at = match.group(), match.string, match.start()
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if character == _ZWNJ:
        return bool((_ARABIC.match(before) and _ARABIC.match(after)) or (_VIRAMA.match(before) and after.isalpha()))
    if character == _ZWJ:
        in_emoji = (_EMOJI.match(before) or before == _EMOJI_STYLE) and _EMOJI.match(after)
        return bool(in_emoji or _VIRAMA.match(before))
    if not _SELECTOR.match(character) or not before or _HIDDEN.match(before):
        return False
    return bool(character <= "\uffff" or _IDEOGRAPH.match(before))


def _name(character: str) -> str:
    code = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "") or _UNNAMED.get(character, "")
    return f"{code} {name}".rstrip() if name else f"{code} control character"


_UNNAMED = {
    "\x1b": "ESCAPE",
    "\x00": "NULL",
    "\x07": "BELL",
    "\x08": "BACKSPACE",
    "\r": "CARRIAGE RETURN",
    "\x7f": "DELETE",
}


def _cell(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _cut(line: str, width: int) -> str:
    if cells(line) <= width:
        return line
    room = width - 1
    for at, character in enumerate(line):
        room -= _cell(character)
        if room < 0:
            return line[:at].rstrip() + "…"
    return line
