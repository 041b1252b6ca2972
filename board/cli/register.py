"""Every command, declared once: its name, the module it lives in, its section of the help, and one line of help."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import click


@dataclass(frozen=True, slots=True)
class Entry:
    """One command; `module` is a module of board.cli.commands, imported only when the command runs."""

    name: str
    module: str
    section: str
    summary: str

    def load(self) -> click.Command:
        """The click command: the module's `<name>_command`, with underscores for dashes."""
        module = import_module(f"board.cli.commands.{self.module}")
        command: click.Command = getattr(module, f"{self.name.replace('-', '_')}_command")
        return command


_BEGIN, _PROPOSE, _READ = "Begin", "Propose", "Read"
_JUDGE, _PRESIDE, _CHECK, _HERE = "Judge", "Open and decide", "Check", "This computer"

ENTRIES: tuple[Entry, ...] = (
    Entry("demo", "begin", _BEGIN, "Make the worked example in a scratch repository and open it."),
    Entry("init", "begin", _BEGIN, "Write a charter into a repository, by questions."),
    Entry("join", "join", _BEGIN, "Join a board: a signing key, and the charter entry to be approved."),
    Entry("new", "propose", _PROPOSE, "Write the scaffold of a proposal for one kind."),
    Entry("answer", "review", _PROPOSE, "Answer one question of the checklists."),
    Entry("submit", "propose", _PROPOSE, "Commit and push a proposal."),
    Entry("renumber", "propose", _PROPOSE, "Give a proposal the next free number, before it is opened."),
    Entry("withdraw", "propose", _PROPOSE, "Take a proposal back."),
    Entry("list", "read", _READ, "List proposals and whom they wait for."),
    Entry("show", "read", _READ, "Read one proposal: facts, evidence, messages, document."),
    Entry("history", "past", _READ, "List what was decided, when and by whom."),
    Entry("log", "past", _READ, "Tell the life of one proposal, commit by commit."),
    Entry("search", "past", _READ, "Find a text in proposals and decisions."),
    Entry("evidence", "evidence", _READ, "List evidence and how fresh it is; hold what may not lie in git."),
    Entry("risks", "risks", _READ, "List the risks of all proposals, the gravest first."),
    Entry("pack", "pack", _READ, "Say what the questions map to in law and standards, and how it stands."),
    Entry("review", "review", _JUDGE, "Answer the questions that wait for you, one at a time."),
    Entry("share", "review", _JUDGE, "Commit your review without a ballot."),
    Entry("ask", "messages", _JUDGE, "Ask a question or raise a concern."),
    Entry("reply", "messages", _JUDGE, "Reply to a message, or mark a concern as resolved."),
    Entry("vote", "vote", _JUDGE, "Cast your ballot."),
    Entry("move", "motion", _JUDGE, "Put a motion to the board inside a proposal, or list its motions."),
    Entry("pull", "motion", _JUDGE, "Take a proposal off the consent agenda, to the full vote."),
    Entry("open", "preside", _PRESIDE, "Take a proposal up, so that the board can review and vote."),
    Entry("act", "preside", _PRESIDE, "Act in an emergency at once, as the person on call."),
    Entry("tally", "preside", _PRESIDE, "Show the outcome so far and the sum in words."),
    Entry("decide", "decide", _PRESIDE, "Preview a decision, and with --yes make it."),
    Entry("remove", "messages", _PRESIDE, "Take away a message that came from outside the board."),
    Entry("defer", "preside", _PRESIDE, "Put a decision off, with a reason."),
    Entry("follow-up", "follow", _PRESIDE, "Prove or verify a condition, ratify, or appeal."),
    Entry("member", "member", _PRESIDE, "List the members; suspend or replace keys; leave."),
    Entry("charter", "charter", _PRESIDE, "The rules in force in plain words; or try others on all past rounds."),
    Entry("check", "check", _CHECK, "Say what is missing or wrong in proposals and decisions."),
    Entry("verify", "verify", _CHECK, "Verify the whole history: signatures, rules, ballots, decisions."),
    Entry("restore", "restore", _CHECK, "Put back what faulty commits touched, and propose to acknowledge them."),
    Entry("checkpoint", "checkpoint", _CHECK, "Sign how the history stands, countersign another's, or compare."),
    Entry("prove", "prove", _CHECK, "Put one decision into a file that a stranger can check, or check one."),
    Entry("words", "check", _CHECK, "Measure how plainly a text is written."),
    Entry("sync", "here", _HERE, "Fetch, send what waits, and bring your branch along."),
    Entry("whoami", "here", _HERE, "Say who you are to this board, and where things stand."),
    Entry("completion", "here", _HERE, "Print the completion script for bash, zsh or fish."),
)
BY_NAME: dict[str, Entry] = {entry.name: entry for entry in ENTRIES}
