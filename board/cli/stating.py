"""The facts of a draft in plain lines: each asked once, with why, and written where the scaffold left its line."""

from __future__ import annotations

import click

from board.actions.session import Session
from board.cli import output, prompts
from board.cli.call import Call
from board.core.finding import Refused
from board.core.kind import Fact
from board.core.sentence import plural

_HOW = (
    "Type your answer, or the number beside it; commas separate several.",
    "unknown is an answer too; it counts as the cautious one.",
    "Enter leaves a fact open. q stops; each is kept at once, in the document.",
)
_FORMS = {"refs": "Its name, its version, its SHA-256.", "places": "Two-letter codes, such as DE, EU."}


def give_facts(call: Call, session: Session, proposal_id: str) -> int:
    """Ask for each fact that a draft lacks; those that hang on another one are asked once that is known."""
    from board.actions.stating import facts_to_give

    left = facts_to_give(session, proposal_id)
    if call.json or not call.interactive:
        words = f"--facts asks at a terminal. A script reads `board check {proposal_id} --json` and edits the document."
        raise click.UsageError(words, click.get_current_context())
    output.line(f"{plural(len(left), 'fact')} {'is' if len(left) == 1 else 'are'} missing.")
    if left:
        output.lines(*_HOW)
    passed: set[str] = set()
    try:
        while left := tuple(one for one in facts_to_give(session, proposal_id) if one.id not in passed):
            typed = _ask(left[0])
            if typed.lower() == "q":
                break
            if not typed:
                passed.add(left[0].id)
            else:
                _keep(session, proposal_id, left[0], typed)
    except (KeyboardInterrupt, click.Abort):
        output.line()
    still = len(facts_to_give(session, proposal_id))
    goes_on = f"`board answer {proposal_id}{' --facts` goes on' if still else '` asks the questions that are left'}."
    output.line(f"{still or 'No'} {'fact is' if still == 1 else 'facts are'} missing. {goes_on}")
    return 0


def _numbered(fact: Fact) -> dict[str, str]:
    values = ("yes", "no") if fact.type == "bool" else fact.values
    return {str(number): value for number, value in enumerate(values, 1)}


def _ask(fact: Fact) -> str:
    output.heading(fact.title)
    output.paragraph(fact.why, "    ", "    ")
    for number, value in _numbered(fact).items():
        words = fact.words.get(value, "").removeprefix(f"{value}: ")  # words may begin with it
        output.paragraph(f"{value}: {words}" if words else value, "       ", f"    {number}  ")
    example = fact.example.strip("[]").replace('"', "")
    if form := _FORMS.get(fact.type, f"For example: {example}" if example and not _numbered(fact) else ""):
        output.paragraph(form, "    ", "    ")
    return prompts.ask("Your answer").strip()


def _keep(session: Session, proposal_id: str, fact: Fact, typed: str) -> None:
    from board.actions.stating import read_fact, state

    numbers = _numbered(fact)
    words = ", ".join(numbers.get(part.strip(), part.strip()) for part in typed.split(",")) if numbers else typed
    try:
        state(session, proposal_id, fact, read_fact(fact, words))
    except Refused as refusal:
        for finding in refusal.findings:
            output.paragraph(" ".join(part for part in (finding.message, finding.fix) if part), "    ", "  ")
