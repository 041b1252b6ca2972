"""Two themes of our own, dark and light: text at least 4.5:1, borders at least 3:1, by test."""

from __future__ import annotations

from functools import cache

from rich.style import Style
from textual.theme import Theme

DARK, LIGHT = "board-dark", "board-light"

PALETTES: dict[str, dict[str, str]] = {
    DARK: {
        "paper": "#11141b",
        "bar": "#1a1f2a",
        "pick": "#14286c",
        "field": "#171b24",
        "ink": "#e7eaf1",
        "ink-2": "#b4bccb",
        "ink-3": "#99a4b8",
        "line": "#66728a",
        "accent": "#93bbff",
        "on-accent": "#0d1424",
        "good": "#86d6a7",
        "warn": "#f0c474",
        "bad": "#ff9f9f",
    },
    LIGHT: {
        "paper": "#fbfaf7",
        "bar": "#f0ede6",
        "pick": "#dbe6fa",
        "field": "#f6f4ee",
        "ink": "#1a2130",
        "ink-2": "#424b5d",
        "ink-3": "#525c6f",
        "line": "#747c8b",
        "accent": "#1c4cb0",
        "on-accent": "#ffffff",
        "good": "#17643a",
        "warn": "#6a4300",
        "bad": "#a11f2a",
    },
}
"""Name of a theme → name of a colour → its value. `paper`, `bar`, `field` and `pick` lie behind text."""

GROUNDS = ("paper", "bar", "field", "pick")
INKS = ("ink", "ink-2", "ink-3", "accent", "good", "warn", "bad")

TONES = {
    "plain": "ink",
    "strong": "bold ink",
    "soft": "ink-2",
    "faint": "ink-3",
    "accent": "accent",
    "heading": "bold accent",
    "good": "good",
    "warn": "warn",
    "bad": "bad",
}
"""Tone of a cell → the colour it is written in, bold where that is said."""


@cache
def inked(theme: str, tone: str, ground: str) -> Style:
    """A tone on one of our grounds, ready to paint; a theme that is not ours paints as the dark one."""
    colours = PALETTES.get(theme, PALETTES[DARK])
    weight, _, ink = TONES[tone].rpartition(" ")
    return Style(color=colours[ink], bgcolor=colours[ground], bold=bool(weight) or None)


def themes() -> tuple[Theme, ...]:
    """Both themes, ready to register; every variable that Textual's own widgets use is tied to our palette."""
    return tuple(_theme(name, colours) for name, colours in PALETTES.items())


def other(name: str) -> str:
    """The theme that is not this one."""
    return LIGHT if name == DARK else DARK


def _theme(name: str, colours: dict[str, str]) -> Theme:
    return Theme(
        name=name,
        primary=colours["accent"],
        secondary=colours["accent"],
        accent=colours["accent"],
        foreground=colours["ink"],
        background=colours["paper"],
        surface=colours["paper"],
        panel=colours["bar"],
        success=colours["good"],
        warning=colours["warn"],
        error=colours["bad"],
        dark=name.endswith("dark"),
        text_alpha=1.0,
        variables={**colours, **_widget_variables(colours)},
    )


def _widget_variables(colours: dict[str, str]) -> dict[str, str]:
    """What Textual's inputs, scrollbars, selections and palette draw with."""
    return {
        "text": colours["ink"],
        "text-muted": colours["ink-3"],
        "text-disabled": colours["ink-3"],
        "border": colours["accent"],
        "border-blurred": colours["line"],
        "block-cursor-foreground": colours["ink"],
        "block-cursor-background": colours["pick"],
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-foreground": colours["ink"],
        "block-cursor-blurred-background": colours["pick"],
        "block-hover-background": colours["bar"],
        "input-cursor-background": colours["ink"],
        "input-cursor-foreground": colours["paper"],
        "input-selection-background": colours["pick"],
        "input-selection-foreground": colours["ink"],
        "screen-selection-background": colours["pick"],
        "screen-selection-foreground": colours["ink"],
        "scrollbar": colours["line"],
        "scrollbar-hover": colours["accent"],
        "scrollbar-active": colours["accent"],
        "scrollbar-background": colours["paper"],
        "scrollbar-background-hover": colours["paper"],
        "scrollbar-background-active": colours["paper"],
        "scrollbar-corner-color": colours["paper"],
        "footer-key-foreground": colours["accent"],
        "link-color": colours["accent"],
        "link-background": colours["paper"],
        "link-background-hover": colours["pick"],
        "link-color-hover": colours["accent"],
        "button-foreground": colours["ink"],
        "button-color-foreground": colours["on-accent"],
        "button-focus-text-style": "bold reverse",
    }
