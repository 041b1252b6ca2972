"""`board ask`, `board reply` and `board remove`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import click

from board.cli import output, prompts
from board.cli.call import Call, command
from board.core.case import Case
from board.core.finding import ExitStatus, refuse
from board.core.message import Message
from board.core.text import one_line


@command("ask")
@click.argument("proposal", metavar="ID")
@click.argument("text", default="")
@click.option("--to", metavar="MEMBER", default="", help="Whom you ask; the proposer if you say nothing.")
@click.option("--about", metavar="NAME", default="", help="A question id such as R-05, or an evidence id.")
@click.option("--concern", is_flag=True, help="A concern: it stays open until somebody resolves it.")
def ask_command(call: Call, proposal: str, text: str, to: str, about: str, concern: bool) -> int:
    """TEXT may be `-`: it is then read from standard input."""
    from board.actions.messaging import ask

    session, proposal_id = call.open(proposal)
    words = _text(call, text, "What do you ask?")
    kind = "concern" if concern else "question"
    return call.act(lambda: ask(session, proposal_id, words, kind=kind, to=to, about=about))


@command("reply")
@click.argument("proposal", metavar="ID")
@click.argument("message", metavar="MESSAGE")
@click.argument("text", default="")
@click.option("--resolved", is_flag=True, help="The concern or question is settled.")
def reply_command(call: Call, proposal: str, message: str, text: str, resolved: bool) -> int:
    """MESSAGE is the number that `board show ID` prints before it, or its file name. The proposer names a seat or a
    member to answer what they asked to change first. TEXT may be `-`."""
    from board.actions.browse import dossier
    from board.actions.messaging import reply

    session, proposal_id = call.open(proposal)
    case = dossier(session, proposal_id).case
    file = _asked(case, message, session.today) or _message(case.messages, message, proposal_id)
    words = _text(call, text, "What do you reply?")
    return call.act(lambda: reply(session, proposal_id, words, re=file, kind="resolved" if resolved else "reply"))


@command("remove")
@click.argument("proposal", metavar="ID")
@click.argument("messages", metavar="MESSAGE...", nargs=-1, required=True)
@click.option("--reason", metavar="TEXT", default="", help="Why it goes; the history keeps it.")
@click.option("--yes", is_flag=True, help="Take them away, in a commit that you sign.")
def remove_command(call: Call, proposal: str, messages: tuple[str, ...], reason: str, yes: bool) -> int:
    """Chair or secretary only. MESSAGE is a number that `board show ID` prints, or a file name. Without --yes it only
    shows what would go. What members write stays; what goes lies in the history, and `board verify` tells it."""
    from board.actions.browse import dossier
    from board.actions.removing import removable, remove

    session, proposal_id = call.open(proposal)
    case = dossier(session, proposal_id).case
    files = [_message(case.messages, each, proposal_id) for each in messages]
    if yes:
        return call.act(lambda: remove(session, proposal_id, files, reason))
    found = removable(case, files)
    paths = [session.layout.file(proposal_id, f"messages/{one.file}") for one in found]
    if call.json:
        rows = [{"path": path, "author": one.author, "text": one.text} for path, one in zip(paths, found, strict=True)]
        output.document({"messages": rows})
        return 0
    for path, one in zip(paths, found, strict=True):
        output.heading(path)
        output.paragraph(f"{one.kind} by {one.author}, from outside the board", "  ")
        output.paragraph(one.text.strip(), "    ")
    output.line()
    output.line("Nothing was written. With --reason TEXT and --yes they are taken away; the history keeps them.")
    return 0


def _text(call: Call, text: str, question: str) -> str:
    prompts.require(call, [] if text else [("TEXT", "The text")])
    return prompts.from_input(text) or prompts.ask(question, needed=True)


def _asked(case: Case, named: str, today: date) -> str:
    """The ballot with which a seat or a member sent the proposal back; "" where none is meant."""
    from board.core.tally import wanted

    for one in wanted(case, today):
        held = (case.charter.seat_title(seat).casefold() for seat in one.seats)
        if named.casefold() in (one.file, one.member, *one.seats, *held):
            return one.file
    return ""


def _message(messages: Sequence[Message], named: str, proposal_id: str) -> str:
    """The file of the message that is meant: its number as shown, or its name."""
    if named.isdecimal() and 0 < int(named) <= len(messages):
        return messages[int(named) - 1].file
    files = [message.file for message in messages]
    matching = [file for file in files if file == named or file.rsplit("/", 1)[-1].removesuffix(".md") == named]
    if len(matching) == 1:
        return matching[0]
    raise refuse(
        "no-such-message",
        f"{proposal_id} has no message “{one_line(named, 60)}”.",
        f"`board show {proposal_id}` lists its messages with their numbers.",
        status=ExitStatus.WRONG_USE,
    )
