"""F1: what a screen is for, and the keys that work there, generated from the one list of commands."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from board.tui.commands import Command, commands_of
from board.tui.safe import hang, join, lines, text

MOVING = (
    ("↑ ↓  Home End  PgUp PgDn", "Move in a list or a text."),
    ("Tab  Shift+Tab", "Go to the next or the previous part of the screen."),
    ("Space", "Pick an option, or take it back. In a review only Delete or a click takes an answer back."),
    ("Enter", "Open a line, press a button, go on; it never picks an option."),
    ("drag, then ctrl+c", "Copy a piece of any text."),
)
WORDS = (
    (
        "tier",
        "How much a use can touch people: minimal, limited, high, prohibited. It decides who votes and what is asked.",
    ),
    ("ring", "How far something may go: sandbox, then beta, then general use."),
    ("round", "One vote of the board on a proposal. What comes back is voted on in a new round."),
    ("revision", "One exact state of the text and its evidence. The board votes on the one it took up."),
    ("stale", "A ballot on something that has changed since. It is shown, not counted; c casts it again."),
    ("quorum", "How many seats must have voted before the sum counts."),
    ("must vote", "A seat whose yes or no is needed: while it is silent or abstains, nothing is decided."),
    ("recuse", "To stand aside for a conflict of interest; the alternate votes, if there is one."),
)
"""The board's own words, for whoever meets one for the first time."""
TYPING = "While a text field has the focus, letters and digits are typed into it; Esc leaves the field."


def help_content(about: str, places: tuple[str, ...], width: int) -> Content:
    """The help page of a screen."""
    rows = [hang(Content(""), text(about, "$ink"), width), Content("")]
    here = commands_of(*places)
    taken = {command.shown_key for command in here if command.key}
    everywhere = [command for command in commands_of("app") if command.shown_key not in taken]
    for title, listed in (("On this screen", here), ("Everywhere", everywhere)):
        if with_key := [command for command in listed if command.key]:
            rows += [join((title, "bold $accent")), *_table(with_key, width), Content("")]
    if without := [command for command in (*here, *everywhere) if not command.key]:
        rows += [join(("Without a key", "bold $accent"), ("  ^P finds it by its name", "$ink-3"))]
        rows += [hang(join((f"  {one.title}: ", "bold $ink")), text(one.help, "$ink-2"), width) for one in without]
        rows.append(Content(""))
    rows += [join(("Moving about", "bold $accent"))]
    moving = [(keys, words) for keys, words in MOVING if keys not in taken]
    rows += [hang(join((f"  {keys:<26}", "bold $ink")), text(words, "$ink-2"), width) for keys, words in moving]
    rows += [Content(""), hang(Content(""), text(TYPING, "$ink-2"), width)]
    rows += [Content(""), join(("Words", "bold $accent"))]
    rows += [hang(join((f"  {word:<10}", "bold $ink")), text(meaning, "$ink-2"), width) for word, meaning in WORDS]
    return lines(*rows)


def _table(commands: Iterable[Command], width: int) -> list[Content]:
    return [
        hang(join((f"  {command.shown_key:<8}", "bold $ink")), text(command.help, "$ink-2"), width)
        for command in commands
    ]
