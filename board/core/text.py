"""Text on its way to an eye: what cannot be seen is made visible, what could steer a terminal is made inert."""

from __future__ import annotations

import re
import unicodedata

_EMOJI = "\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff"
_ARABIC = "\u0620-\u06d5\u06ee-\u077f\u08a0-\u08c9"
_VIRAMA = "\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca\u1039\u17d2"
_IDEOGRAPH = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

# One alternation, so that text is scanned once; which joiners and selectors stay is said in safe_text.
_HIDDEN = re.compile(
    "\r\n"
    "|[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but tab and line feed, DEL, C1
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
    rf"|(?<![{_ARABIC}{_VIRAMA}])\u200c|\u200c(?![{_ARABIC}\u0900-\u0dff\u1000-\u109f\u1780-\u17ff])"
    rf"|(?<![{_EMOJI}\ufe0f{_VIRAMA}])\u200d|(?<=[{_EMOJI}\ufe0f])\u200d(?![{_EMOJI}])"
    r"|(?<=[\ufe00-\ufe0f])[\ufe00-\ufe0f]"
    rf"|(?<![{_IDEOGRAPH}])[\U000e0100-\U000e01ef]"
)
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


def cells(text: str) -> int:
    """How many terminal cells a line takes: two for a wide character, none for a mark that sits on another."""
    if not _WIDE_OR_NOTHING.search(text):
        return len(text)
    return sum(map(_cell, text))


def hidden_characters(text: str) -> tuple[tuple[int, str], ...]:
    """Each character that safe_text would replace: its line, counted from 1, and its name."""
    found = []
    line, seen = 1, 0
    for match in _HIDDEN.finditer(text):
        if match.group() == "\r\n":
            continue
        line += text.count("\n", seen, match.start())
        seen = match.start()
        found.append((line, _name(match.group())))
    return tuple(found)


def _shown(match: re.Match[str]) -> str:
    found = match.group()
    return "\n" if found == "\r\n" else f"⟦U+{ord(found):04X}⟧"


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
