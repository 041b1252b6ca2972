"""Questions to a person at a terminal. Where there is none, what is missing is said, with the flag that gives it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

import click

from board.cli import output
from board.cli.call import Call
from board.core.finding import ExitStatus, Finding, Refused, Where
from board.core.text import one_line

T = TypeVar("T")


def require(call: Call, missing: Sequence[tuple[str, str]]) -> None:
    """Refuse with status 2 when something is missing and nobody is there to ask; (flag, what it is) each."""
    if missing and not call.interactive:
        raise Refused(
            *(
                Finding("missing-argument", f"{what} is missing.", where=Where(part=flag), fix=f"Give it with {flag}.")
                for flag, what in missing
            ),
            status=ExitStatus.WRONG_USE,
        )


HELP = "?"
"""What somebody types to be told how to answer; it is never taken for an answer."""


def ask(question: str, default: str = "", *, needed: bool = False, told: Sequence[str] = ()) -> str:
    """One line typed by the person; Enter takes the default. The end of input stops the command.

    A lone question mark shows how to answer, which is what is `told` where that is given, and the question comes again.
    """
    import readline  # noqa: F401 - line editing for input(), with the lines typed before on the arrow keys

    hint = f" [{one_line(default)}]" if default else ""
    *before, last = output.wrapped(f"{one_line(question)}{hint} >", max(output.width() - 1, 0)).split("\n")
    while True:
        output.lines(*before)
        output.flush()
        try:
            typed = input(f"{last} ").strip()
        except EOFError:
            output.line()
            raise click.Abort from None
        if typed == HELP:
            for words in told or _how_to_answer(default, needed=needed):
                output.paragraph(words)
            continue
        if typed or default:
            return typed or default
        if not needed:
            return ""
        output.line("This one is needed. Ctrl-C stops without writing anything.")


def _how_to_answer(default: str, *, needed: bool) -> tuple[str, ...]:
    """How any line is answered, where a question says nothing more of itself."""
    enter = "Enter takes what stands in brackets." if default else "Enter leaves it out."
    return (
        "Type your answer and press Enter.",
        *(() if needed and not default else (enter,)),
        "Ctrl-C stops; what is not written yet is not written.",
    )


def pick(
    question: str, choices: Sequence[tuple[str, str]], default: str = "", read: Callable[[str], str] | None = None
) -> str:
    """One of several values, by number or by name; each choice is (value, words). `read` knows other names: or ""."""
    for number, (value, words) in enumerate(choices, 1):
        output.line(f"  {number}  {words}" + (f" ({value})" if value != words else ""))
    values = [value for value, _ in choices]
    while True:
        typed = ask(question, default, needed=True)
        if typed.isdecimal() and 0 < int(typed) <= len(values):
            return values[int(typed) - 1]
        if typed in values:
            return typed
        if read is not None and (meant := read(typed)):
            return meant
        output.line(f"Please type a number from 1 to {len(values)}.")


def yes(question: str) -> bool:
    """A plain yes or no; Enter means no."""
    return ask(f"{question} Type yes to go ahead").lower() in ("y", "yes")


def yes_or_no(question: str, *, default: bool) -> bool:
    """A yes or a no, asked until it is one of them; Enter takes the default."""
    while True:
        typed = ask(f"{question} yes or no", "yes" if default else "no").lower()
        if typed in ("y", "yes", "n", "no"):
            return typed.startswith("y")
        output.line("Please type yes or no.")


def checked(question: str, problem: Callable[[str], str], default: str = "", *, needed: bool = False) -> str:
    """One line, asked again until `problem` finds nothing wrong with it; `problem` answers in words, or ""."""
    while True:
        typed = ask(question, default, needed=needed)
        wrong = problem(typed) if typed else ""
        if not wrong:
            return typed
        output.line(wrong)


def several(what: str, problem: Callable[[Sequence[str]], str], old: Sequence[str] = ()) -> tuple[str, ...]:
    """Names separated by commas; where some are offered, Enter takes them and a hyphen means none."""

    none = "- for none" if old else "Enter for none"
    return some(f"{what}; commas between several, {none}", problem, ", ".join(old))


def some(question: str, problem: Callable[[Sequence[str]], str], default: str = "") -> tuple[str, ...]:
    """Names separated by commas, where that was said before."""

    def parts(typed: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in typed.split(",") if part.strip() not in ("", "-"))

    return parts(checked(question, lambda typed: problem(parts(typed)), default))


def ask_date(question: str) -> date:
    """A calendar date typed as 2026-10-20."""
    return ask_as(question, date.fromisoformat, "Please type a date such as 2026-10-20.")


def ask_as(question: str, read: Callable[[str], T], help_words: str) -> T:
    """Ask until `read` accepts what was typed; it raises ValueError when it does not."""
    while True:
        try:
            return read(ask(question, needed=True))
        except ValueError:
            output.line(help_words)


def from_input(text: str) -> str:
    """The text itself, or standard input when it is `-`."""
    if text != "-":
        return text
    from board.actions.given import read_given

    return read_given(Path("-")).decode("utf-8", "replace").strip()
