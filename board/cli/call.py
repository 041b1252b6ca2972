"""What every command is told besides its own arguments: which repository, which member, plain or JSON."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from inspect import cleandoc
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from board.cli import errors, output
from board.cli.register import BY_NAME

if TYPE_CHECKING:
    from board.actions.model import Done
    from board.actions.session import Session
    from board.core.finding import Finding


@dataclass(frozen=True, slots=True)
class Call:
    """The options that every command takes."""

    directory: Path
    as_member: str = ""
    json: bool = False

    @property
    def interactive(self) -> bool:
        """Whether there is a person to ask: both ends are a terminal, and nobody asked for JSON."""
        return not self.json and sys.stdin.isatty() and sys.stdout.isatty()

    def session(self) -> Session:
        """Open the repository; raises Refused with what to do next."""
        from board.actions.session import open_session

        session = open_session(self.directory, self.as_member)
        told: set[Finding] = set()

        def tell(finding: Finding) -> None:
            if finding not in told:
                told.add(finding)
                for line in errors.finding_lines(finding):
                    errors.say(line)

        session.progress = lambda number, total: errors.progress("reading the history", number, total)
        session.reading = lambda number, total: errors.progress("proposals read", number, total)
        session.faulty = tell
        session.touch = errors.say
        for finding in session.faults():
            tell(finding)
        return session

    def open(self, part: str, *, near: bool = False) -> tuple[Session, str]:
        """Open the repository and find the one proposal that `part` means; of several, the `near` one (find_id)."""
        from board.actions.browse import find_id

        session = self.session()
        return session, find_id(session, part, near=near)

    def act(self, work: Callable[[], Done]) -> int:
        """Do something that writes, and say what was done."""
        with errors.writing():
            done = work()
        if self.json:
            from board.cli.shapes import done_shape

            output.document(done_shape(done))
        else:
            output.done(done)
        return 0


def command(name: str, cls: type[click.Command] = click.Command) -> Callable[[Callable[..., int]], click.Command]:
    """Make a click command of a function: help from the register and the docstring, and the options all commands take.

    The function gets a Call first, then its own parameters by name, and returns the exit status.
    """

    def wrap(function: Callable[..., int]) -> click.Command:
        def callback(directory: Path | None, as_member: str, as_json: bool, **values: Any) -> int:
            outer = click.get_current_context().find_object(Call) or Call(Path())
            return function(Call(directory or outer.directory, as_member or outer.as_member, as_json), **values)

        own: list[click.Parameter] = list(reversed(getattr(function, "__click_params__", [])))
        more = cleandoc(function.__doc__ or "")
        summary = BY_NAME[name].summary
        return cls(
            name,
            params=[*own, *_common()],
            callback=callback,
            help=f"{summary}\n\n{more}".strip(),
            short_help=summary,
            context_settings={"help_option_names": ["-h", "--help"]},
        )

    return wrap


def _common() -> list[click.Parameter]:
    return [
        click.Option(["--json", "as_json"], is_flag=True, help="Print JSON for programs (docs/json.md)."),
        click.Option(["--as", "as_member"], metavar="MEMBER", default="", help="Play a member; only in a demo."),
        click.Option(
            ["-C", "directory"], metavar="DIR", type=click.Path(path_type=Path), help="Work in another repository."
        ),
    ]
