"""What comes out of the table of commands: bindings, the bar of keys, palette and F1."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from textual.binding import Binding, BindingType

from board.tui.command_table import COMMANDS, Command

__all__ = ["ACTS", "COMMANDS", "Command", "bar", "bar_in_field", "bindings", "commands_of"]

_FUNCTION = re.compile("f[0-9]+")

ACTS = frozenset(
    {
        "dossier.review",
        "dossier.ballot",
        "dossier.message",
        "dossier.confirm",
        "dossier.open",
        "dossier.decide",
        "review.note",
        "review.open-next",
        "review.ballot",
        "review.share",
        "ballot.sign",
        "ballot.add",
        "ballot.edit",
        "tally.ballot",
        "tally.decide",
        "opening.sign",
        "decide.sign",
        "decide.edit",
        "decide.defer",
        "decide.withdraw",
        "parts.edit",
        "motions.yes",
        "motions.no",
        "motions.abstain",
        "motions.make",
        "later.prove",
        "later.verify",
        "later.reply",
        "later.confirm",
        "members.suspend",
        "members.replace-key",
        "leaving.draft",
        "checkpoints.countersign",
        "checkpoints.sign",
        "message.send",
        "message.edit",
    }
)
"""What only a member of the board can do."""
FOR_READERS = frozenset({"dossier.history", "dossier.copy", "app.problems"})
"""What takes the place of acts in a reader's bar of keys."""


def commands_of(*places: str) -> tuple[Command, ...]:
    """The commands of some places, in the order they were declared."""
    return tuple(command for command in COMMANDS if command.where in places)


_OUTER = frozenset(("app", "main", "proposals", "decisions"))
"""Where q leaves the program; everywhere else it goes back."""


def bindings(*places: str) -> list[BindingType]:
    """Textual bindings for some places; each has the id people remap it by. On an inner screen q goes back."""
    listed: list[BindingType] = [_binding(command) for command in commands_of(*places) if command.key]
    if not set(places) & _OUTER:
        listed.append(Binding("q", "app.step_back", "Back", show=False, id=f"{places[0]}.back"))
    return listed


def bar(places: Iterable[str], reader: bool = False) -> tuple[Command, ...]:
    """What the bar of keys offers, most needed first; to a reader no act, but what one does with a text."""
    listed = [
        command
        for command in commands_of("app", *places)
        if command.key and (command.rank or (reader and command.id in FOR_READERS))
    ]
    if reader:
        listed = [command for command in listed if command.id not in ACTS]
    return tuple(sorted(listed, key=lambda command: command.rank or 99))


def bar_in_field(places: Iterable[str]) -> tuple[Command, ...]:
    """What the bar of keys offers while a text field has the cursor: function keys, and the way out of the field."""
    found = []
    for command in commands_of("app", *places):
        key = next((one for one in command.key.split(",") if _FUNCTION.fullmatch(one)), "")
        if key and (command.where != "app" or command.rank):
            found.append(replace(command, key=key, rank=command.rank or 9))
        elif command.id == "app.step-back":
            found.append(replace(command, word="Leave the field", rank=1))
    return tuple(sorted(found, key=lambda command: command.rank))


def _binding(command: Command) -> Binding:
    return Binding(
        command.key,
        command.action,
        command.word,
        show=False,
        id=command.id,
        tooltip=command.help,
        key_display=command.shown_key,
    )
