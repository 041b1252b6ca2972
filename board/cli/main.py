"""The `board` command: finds the command named, imports it late, and answers with an exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from board import __version__
from board.cli import errors, output
from board.cli.call import Call
from board.cli.register import BY_NAME, ENTRIES

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

COMPLETE = "_BOARD_COMPLETE"
"""The variable by which a shell asks for completions."""


class LateGroup(click.Group):
    """Commands known by name and one line of help; their modules are imported only when they run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of the help."""
        return [entry.name for entry in ENTRIES]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, imported now; None when there is none."""
        entry = BY_NAME.get(cmd_name)
        return entry.load() if entry else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with a suggestion for a name that is almost right."""
        name = args[0]
        if not ctx.resilient_parsing and name not in BY_NAME and not name.startswith("-"):
            from difflib import get_close_matches

            close = get_close_matches(name, BY_NAME, n=1)
            hint = f"Did you mean “board {close[0]}”?" if close else "`board --help` lists all commands."
            raise click.UsageError(f"There is no command “{name[:60]}”. {hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands by section, without importing one of them."""
        for section in dict.fromkeys(entry.section for entry in ENTRIES):
            with formatter.section(section):
                formatter.write_dl([(entry.name, entry.summary) for entry in ENTRIES if entry.section == section])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Names that begin so, without importing one of them."""
        from click.shell_completion import CompletionItem

        names = [CompletionItem(e.name, help=e.summary) for e in ENTRIES if e.name.startswith(incomplete)]
        return names + click.Command.shell_complete(self, ctx, incomplete)


@click.command(
    cls=LateGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Every command takes --json, --as MEMBER and -C DIR after its name. `board COMMAND --help` says more.",
)
@click.option("-C", "directory", metavar="DIR", type=click.Path(path_type=Path), help="Work in another repository.")
@click.option("--as", "as_member", metavar="MEMBER", default="", help="Play a member; in a demo repository only.")
@click.version_option(__version__, message="Governance Board %(version)s")
@click.pass_context
def board(ctx: click.Context, directory: Path | None, as_member: str) -> int:
    """A governance board decides about AI models, and the decision lands in git.

    Without a command, `board` opens the screens. Everything the screens do, a command does in plain lines.
    """
    ctx.obj = Call(directory or Path(), as_member)
    if ctx.invoked_subcommand is not None:
        return 0
    from board.cli.open_tui import open_tui

    return open_tui(ctx.obj)


def answer(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit status: 0 yes, 1 no, 2 wrong use, 3 cannot tell."""
    output.prepare()
    status = errors.guarded(lambda: _work(list(arguments)), as_json="--json" in arguments)

    def said() -> int:
        output.flush()
        return status

    return errors.guarded(said)


def _work(arguments: list[str]) -> int:
    # Not board.main(): it answers 1, which means "no" here, when nobody reads the output any more.
    if instruction := os.environ.get(COMPLETE):
        from click.shell_completion import shell_complete

        return shell_complete(board, {}, "board", COMPLETE, instruction)
    with board.make_context("board", arguments) as context:
        return int(board.invoke(context) or 0)


def main() -> NoReturn:
    """The entry point."""
    sys.exit(answer(sys.argv[1:]))
