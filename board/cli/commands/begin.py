"""`board demo` and `board init`."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path

import click

from board.cli import errors, output
from board.cli.call import Call, command
from board.core.finding import refuse


def _typed() -> str:
    """What to type to call this program: its name where the shell finds that, else the path by which it was called."""
    if shutil.which("board"):
        return "board"
    called = Path(sys.argv[0])
    return shlex.quote(str(called.absolute())) if called.name == "board" else f"{shlex.quote(sys.executable)} -m board"


@command("demo")
@click.option("--at", metavar="DIR", type=click.Path(path_type=Path), help="Where; a new folder if you say nothing.")
@click.option("--no-open", is_flag=True, help="Only make it; do not open the screens.")
def demo_command(call: Call, at: Path | None, no_open: bool) -> int:
    """An invented company's board with real models: proposals in every stage, signed by keys made on the spot.

    A bare remote lies beside it. Nothing outside the folder is touched. --as plays another member of the board.
    """
    from board.actions.demo import demo, refuse_stranger

    refuse_stranger(call.as_member)
    with errors.writing():
        if not call.json and not errors.width():
            errors.say("Making the example: about 5 seconds.")
        directory = demo(at, errors.progress if not call.json else _quiet)
    if call.json:
        output.document({"directory": str(directory)})
        return 0
    output.line(f"The example is in {directory}")
    who = f" --as {call.as_member}" if call.as_member else ""
    output.line(f"  Open it again with: {_typed()} -C {shlex.quote(str(directory))}{who}")
    if no_open or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return 0
    from board.cli.open_tui import open_tui

    return open_tui(Call(directory, call.as_member))


@command("init")
@click.option("--name", metavar="TEXT", default="", help="The board's name.")
@click.option(
    "--contact", metavar="TEXT", default="", help="Where anybody may write to the board: a mail or web address."
)
@click.option("--timezone", metavar="ZONE", default="", help="The zone its dates are in, such as Europe/Berlin.")
@click.option("--member", nargs=2, multiple=True, metavar='HANDLE "NAME <MAIL>"', help="A member; repeat for each.")
@click.option("--seat", nargs=2, multiple=True, metavar="HANDLE SEAT", help="A seat the member holds.")
@click.option("--alternate", nargs=2, multiple=True, metavar="HANDLE SEAT", help="A seat the member may fill.")
@click.option(
    "--role", nargs=2, multiple=True, metavar="HANDLE ROLE", help="chair, secretary, sponsor, on-call or observer."
)
@click.option(
    "--term", nargs=3, multiple=True, metavar="HANDLE FROM UNTIL", help="The member's term; - for an open end."
)
@click.option(
    "--panel",
    nargs=2,
    multiple=True,
    metavar="HANDLE WORD",
    help="What the member brings to the ethics panel: outside, lay, affected or expert.",
)
@click.option("--key", nargs=2, multiple=True, metavar="HANDLE KEY", help="The member's public signing key.")
@click.option(
    "--rule",
    nargs=2,
    multiple=True,
    metavar="KEY VALUE",
    help="A rule otherwise than usual, by its key in board.toml: voting.quorum_seats 2. May be repeated.",
)
@click.option(
    "--branch", metavar="NAME", default="", help="The governed branch; the one you are on if you say nothing."
)
@click.option("--root", metavar="FOLDER", default=".", show_default=True, help="Where the board's files lie.")
@click.option(
    "--signed/--unsigned",
    default=None,
    help="Whether every act of the board must be signed; unsigned if you say nothing and are not asked.",
)
def init_command(
    call: Call,
    name: str,
    contact: str,
    timezone: str,
    member: tuple[tuple[str, str], ...],
    seat: tuple[tuple[str, str], ...],
    alternate: tuple[tuple[str, str], ...],
    role: tuple[tuple[str, str], ...],
    panel: tuple[tuple[str, str], ...],
    key: tuple[tuple[str, str], ...],
    term: tuple[tuple[str, str, str], ...],
    rule: tuple[tuple[str, str], ...],
    branch: str,
    root: str,
    signed: bool | None,
) -> int:
    """Makes a repository where there is none. In one that exists, only the board's own files are added.

    Without --member it asks, one question at a time, and shows all answers before anything is written.
    """
    from board.actions.founding import Founder, Founding, founder, init
    from board.cli import founding, prompts
    from board.formats.ruled import odd_rule

    missing = [] if name else [("--name", "The board's name")]
    prompts.require(call, missing if member else [*missing, ("--member", "At least one member")])
    if timezone:
        founding.require_sound(founding.odd_zone(timezone), "--timezone")
    members = founding.members_of(member, seat, alternate, role, key, panel, term)
    for stated in rule:
        founding.require_sound(odd_rule(*stated), "--rule")
    if member:
        founding.require_chair(members)
    who = founder(call.directory, branch)
    if signed and who.why_not_sign:
        raise refuse("signing.no-key", who.why_not_sign, "Or found the board without signatures: --unsigned.")
    signing = "" if signed is None else "required" if signed else "unsigned"
    if member:
        called = name or prompts.ask("What is the board called?", "Model governance board", needed=True)
        answers = Founding(called, timezone or "UTC", members, branch, root, signing or "unsigned", contact, rule)
        return call.act(lambda: init(call.directory, answers, touch=errors.say))
    from board.cli.founding_questions import ask_founding, confirmed

    def again() -> Founder:
        return founder(call.directory, branch)

    asked, who = ask_founding(who, Founding(name, timezone, (), branch, root, signing, contact, rule), again)
    return confirmed(asked, who, again, lambda agreed: call.act(lambda: init(call.directory, agreed, touch=errors.say)))


def _quiet(words: str, number: int, total: int) -> None:
    """Progress that nobody sees."""
