"""`board new`, `board submit`, `board renumber` and `board withdraw`."""

from __future__ import annotations

from pathlib import Path

import click

from board.cli import errors, prompts
from board.cli.call import Call, command


@command("new")
@click.argument("kind", required=False, default="")
@click.argument("title", required=False, default="")
@click.option("--shelf", metavar="FOLDER", default="", help="The folder below proposals/; by default this year.")
@click.option("--from", "register", metavar="ID", default="", help="Fill in what the board knows of this model.")
@click.option("--card", type=click.Path(path_type=Path), help="Fill in what this model card says.")
@click.option("--files", type=click.Path(path_type=Path), help="Fill in what the files in this folder are.")
def new_command(
    call: Call, kind: str, title: str, shelf: str, register: str, card: Path | None, files: Path | None
) -> int:
    """KIND is one of the board's kinds of proposal, such as model-adopt or ring-promote.

    The scaffold says why each fact is asked. With --from, what a register and earlier decisions say of a model or
    dataset is filled in and marked, for you to check; so is what --card and --files say, and what of them is evidence
    is listed: the card, the licence beside it, the list of hashes. Nothing is committed: fill it in, run
    `board check`, then `board submit`.
    """
    from board.actions.propose import new

    session = call.session()
    if not kind:
        kinds = "\n".join(f"  {each.id:<18} {each.plain}" for each in session.kinds.values())
        raise click.UsageError(f"Say which kind of proposal, and its title:\n{kinds}", click.get_current_context())
    if not title:
        hint = f'Say its title, as in: board new {kind} "Whisper for dictation"'
        raise click.UsageError(hint, click.get_current_context())
    return call.act(lambda: new(session, kind, title, shelf, register=register, card=card, files=files))


@command("submit")
@click.argument("proposal", metavar="ID")
def submit_command(call: Call, proposal: str) -> int:
    """Only the proposal's own files are committed; everything else in your work tree stays as it is."""
    from board.actions.propose import submit

    session = call.session()
    return call.act(lambda: submit(session, proposal))


@command("renumber")
@click.argument("proposal", metavar="ID")
def renumber_command(call: Call, proposal: str) -> int:
    """For two proposals that took the same number. An opened proposal keeps its id for ever."""
    from board.actions.propose import renumber

    session = call.session()
    return call.act(lambda: renumber(session, proposal))


@command("withdraw")
@click.argument("proposal", metavar="ID")
@click.option("--reason", metavar="TEXT", default="", help="Why it is taken back.")
def withdraw_command(call: Call, proposal: str, reason: str) -> int:
    """Before it is opened, the proposer withdraws it. After that, the chair or secretary does, and it is recorded."""
    from board.actions.checkpointing import witnessed
    from board.actions.deciding import withdraw

    session, proposal_id = call.open(proposal)
    prompts.require(call, [] if reason else [("--reason", "The reason")])
    why = reason or prompts.ask(f"Why is {proposal_id} withdrawn?", needed=True)
    tell = errors.say if call.interactive else None
    return call.act(lambda: witnessed(session, withdraw(session, proposal_id, why), tell))
