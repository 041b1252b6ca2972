"""`board sync`, `board whoami` and `board completion`."""

from __future__ import annotations

import click

from board.cli import output
from board.cli.call import Call, command
from board.cli.shapes import status_shape


@command("sync")
def sync_command(call: Call) -> int:
    """Only the board's own commits are pushed, never your other work. Nothing is forced."""
    from board.actions.syncing import sync

    session = call.session()
    return call.act(lambda: sync(session))


@command("whoami")
def whoami_command(call: Call) -> int:
    """Your name and mail come from git's own configuration, and are matched against the charter."""
    from board.actions.browse import status
    from board.core.seating import in_office

    session = call.session()
    me, now = session.me, status(session)
    if call.json:
        output.document(status_shape(me, now))
        return 0
    output.line(f"{me.name} <{me.email}>" if me.email else me.name or "Nobody: git knows no name and no mail here.")
    if me.member:
        output.line(f"  Member: {me.member}")
        output.line(f"  Seats: {', '.join(me.seats) or 'none'}")
        if me.alternate:
            output.line(f"  Alternate for: {', '.join(me.alternate)}")
        output.line(f"  Roles: {', '.join(me.roles) or 'none'}")
        member = session.charter.member(me.member)
        if member is not None and not member.suspended and not in_office(member, session.today):
            output.line("  Outside your term: your ballot does not count today.")
    else:
        output.paragraph(me.why_reader or "You are a reader here.", "    ", "  ")
    if not me.can_sign:
        output.paragraph(f"You cannot sign here: {me.why_not_sign}", "    ", "  ")
    output.line(f"  Board: {now.board}")
    output.line(f"  Branch: {now.branch} at {now.tip[:12]}")
    output.line(f"  Remote: {now.sync or now.remote or 'none'}")
    if now.waiting:
        output.line(f"  Waiting to be sent: {now.waiting}. `board sync` sends it.")
    for note in now.notes:
        output.paragraph(note, "    ", "  ")
    return 0


@command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion_command(call: Call, shell: str) -> int:
    """For bash, add to ~/.bashrc: eval "$(board completion bash)". For zsh, the same in ~/.zshrc with zsh.

    For fish, write it to ~/.config/fish/completions/board.fish.
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"There is no completion for {shell}.", click.get_current_context())
    root = click.get_current_context().find_root().command
    script = kind(root, {}, "board", "_BOARD_COMPLETE").source()
    if call.json:
        output.document({"shell": shell, "script": script})
    else:
        output.raw(script + "\n")
    return 0
