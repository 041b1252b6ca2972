"""Text on its way to an eye holds nothing hidden and nothing that steers a terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.core.text import cells, hidden_characters, one_line, safe_text

STEERING = {
    "ESC": "\x1b",
    "NUL": "\x00",
    "BEL": "\x07",
    "C1 CSI": "\x9b",
    "DEL": "\x7f",
    "next line": "\x85",
    "right-to-left override": "\u202e",
    "first strong isolate": "\u2068",
    "Arabic letter mark": "\u061c",
    "zero-width space": "\u200b",
    "word joiner": "\u2060",
    "byte order mark": "\ufeff",
    "soft hyphen": "\u00ad",
    "line separator": "\u2028",
    "paragraph separator": "\u2029",
    "Hangul filler": "\u3164",
    "lone surrogate": "\ud83d",
    "tag letter": "\U000e0041",
    "cancel tag": "\U000e007f",
    "interlinear anchor": "\ufff9",
}


@pytest.mark.parametrize("character", STEERING.values(), ids=STEERING)
def test_a_steering_character_becomes_visible(character: str) -> None:
    """Given text with a hidden or steering character, when it is cleaned, then its code point can be read."""
    assert safe_text(f"ap{character}prove") == f"ap⟦U+{ord(character):04X}⟧prove"


def test_a_terminal_sequence_is_inert() -> None:
    assert safe_text("\x1b]0;owned\x07") == "⟦U+001B⟧]0;owned⟦U+0007⟧"


def test_lines_and_tabs_stay_and_windows_line_ends_become_plain_ones() -> None:
    assert safe_text("a\tb\nc\r\nd") == "a\tb\nc\nd"
    assert safe_text("vote\rHIDE") == "vote⟦U+000D⟧HIDE"


@pytest.mark.parametrize(
    "name",
    [
        "Łukasz Żółć",
        "李小龙",
        "محمد علی",
        "می‌خواهم",
        "क्ष",
        "क्‍ष",
        "สมชาย",
        "Νίκη",
        "葛\U000e0100城",
        "👩‍👩‍👧",
        "❤️‍🔥",
        "🏳️‍🌈",
    ],
)
def test_names_in_every_script_and_emoji_stay_as_they_are(name: str) -> None:
    assert safe_text(name) == name
    assert hidden_characters(name) == ()


@pytest.mark.parametrize("text", ["ad\u200dmin", "ad\u200cmin", "\u200d", "x\ufe0f\ufe0f", "a\U000e0100"])
def test_joiners_and_selectors_that_join_nothing_are_shown(text: str) -> None:
    assert "⟦U+" in safe_text(text)


def test_hidden_characters_are_named_with_their_line() -> None:
    found = hidden_characters("clean\r\nsecond \u202e line\n\x1bthird\u200b")
    assert found == ((2, "U+202E RIGHT-TO-LEFT OVERRIDE"), (3, "U+001B ESCAPE"), (3, "U+200B ZERO WIDTH SPACE"))


@given(st.text(st.characters(codec=None)))
def test_no_text_at_all_comes_out_with_a_control_character(text: str) -> None:
    clean = safe_text(text)
    for character in clean:
        assert character in "\n\t" or unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp")
        assert character not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u200e\u200f\ufeff"
        assert not 0xE0000 <= ord(character) <= 0xE007F
    clean.encode("utf-8")


@given(st.text(st.characters(codec=None)))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = safe_text(text)
    assert safe_text(once) == once
    assert hidden_characters(once) == ()


@given(st.text(), st.integers(1, 40))
def test_one_line_fits_its_width_and_has_no_line_end(text: str, width: int) -> None:
    line = one_line(text, width)
    assert "\n" not in line
    assert cells(line) <= width


def test_one_line_joins_white_space_and_shortens_visibly() -> None:
    assert one_line("  a \n\n b\tc ") == "a b c"
    assert one_line("Adopt all-MiniLM-L6-v2", 10) == "Adopt all…"
    assert one_line("日本語の題名", 7) == "日本語…"
    assert cells("日本") == 4
    assert cells("e\u0301") == 1
