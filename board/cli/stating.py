"""The facts of a draft in plain lines: each asked once, with why, and written where the scaffold left its line."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

import click

from board.actions.session import Session
from board.actions.stating import REFERENCE
from board.cli import output, prompts
from board.cli.call import Call
from board.core.finding import Refused
from board.core.kind import Fact
from board.core.sentence import and_, plural

BACK, NONE = "back", "none"
_SEVERAL = 3
"""From so many facts on, one screen asks which of them matter."""
_FEW = 5
"""So many missing facts are named."""
_HOW = (
    "Type your answer, or the number beside it; commas separate several.",
    "unknown is an answer too; it counts as the cautious one.",
    "Enter leaves a fact open. back returns to the one before. q stops; each is kept at once, in the document.",
)
_FORMS = {
    "refs": f"With spaces between: {REFERENCE}. Commas part several. "
    "What comes into use needs these digits; what is taken out of use can do without.",
}


def give_facts(call: Call, session: Session, proposal_id: str) -> int:
    """Ask for each fact that a draft lacks; those that hang on another one are asked once that is known."""
    from board.actions.stating import facts_to_give

    left = facts_to_give(session, proposal_id)
    if call.json or not call.interactive:
        words = f"--facts asks at a terminal. A script reads `board check {proposal_id} --json` and edits the document."
        raise click.UsageError(words, click.get_current_context())
    output.line(f"{plural(len(left), 'fact')} {'is' if len(left) == 1 else 'are'} missing.")
    with suppress(KeyboardInterrupt, click.Abort):
        doubted = _looked_at(session, proposal_id)
        if left or doubted:
            output.lines(*_HOW)
        _asked(session, proposal_id, doubted)
    still = facts_to_give(session, proposal_id)
    named = f": {and_([one.title for one in still[:_FEW]])}" if 0 < len(still) <= _FEW else ""
    head = f"{len(still) or 'No'} {'fact is' if len(still) == 1 else 'facts are'} missing{named}."
    if still:
        output.line(f"{head} `board answer {proposal_id} --facts` goes on.")
    else:
        rest = f"`board evidence add {proposal_id}` asks for evidence, `board answer {proposal_id}` the questions; "
        rest += "your text goes into the document."
        output.paragraph(f"{head} {rest}")
    return 0


def _looked_at(session: Session, proposal_id: str) -> tuple[Fact, ...]:
    """Show at once what was filled in; the facts that do not hold, which are asked."""
    from board.actions.confirming import confirm, filled_in

    found = filled_in(session, proposal_id)
    if not found:
        return ()
    output.heading("Filled in for you; look whether it holds")
    for number, one in enumerate(found, 1):
        output.paragraph(f"{one.fact.title}: {one.value} ({one.source})", "      ", f"  {number:>2}  ")

    def wrong(parts: Sequence[str]) -> str:
        odd = [part for part in parts if not (part.isdecimal() and 0 < int(part) <= len(found))]
        return f"Please type numbers from 1 to {len(found)}, or nothing." if odd else ""

    doubted = {int(one) - 1 for one in prompts.some("The numbers of those that do not hold; Enter if all do", wrong)}
    confirm(session, proposal_id, [one.fact.id for at, one in enumerate(found) if at not in doubted])
    return tuple(one.fact for at, one in enumerate(found) if at in doubted)


def _asked(session: Session, proposal_id: str, doubted: tuple[Fact, ...] = ()) -> None:
    """Put the doubted and the missing facts one by one, until none is left or she stops."""
    from board.actions.confirming import confirm
    from board.actions.stating import facts_to_give

    again = list(doubted)
    ticked = False
    passed: set[str] = set()
    before: list[Fact] = []
    back: Fact | None = None
    while back or again or (left := tuple(one for one in facts_to_give(session, proposal_id) if one.id not in passed)):
        fact = back or (again.pop(0) if again else left[0])
        if fact.tick and not (ticked or back or fact in doubted):
            ticked = True
            if _settled(session, proposal_id, [one for one in left if one.tick]):
                continue
        back = None
        typed = _ask(fact)
        if typed.lower() == "q":
            break
        if typed.lower() == BACK:
            before = [one for one in before if one.id != fact.id]
            back = before.pop() if before else fact
            continue
        before.append(fact)
        if not typed:
            passed.add(fact.id)
        elif not _keep(session, proposal_id, fact, typed):
            back = fact
        elif fact in doubted:
            confirm(session, proposal_id, [fact.id])


def _settled(session: Session, proposal_id: str, facts: Sequence[Fact]) -> bool:
    """Ask of several facts at once which matter; those that do not are given, and the others are asked one by one."""
    if len(facts) < _SEVERAL:
        return False
    output.heading("Which of these is true?")
    output.paragraph("Those you name are asked about; of the others you say that they are not true.", "    ", "    ")
    for number, fact in enumerate(facts, 1):
        output.paragraph(fact.tick, "       ", f"    {number}  ")

    def wrong(typed: str) -> str:
        parts = [part.strip() for part in typed.split(",")]
        fits = typed.lower() in (NONE, "q", BACK) or all(
            part.isdecimal() and 0 < int(part) <= len(facts) for part in parts
        )
        return "" if fits else f"Please type numbers from 1 to {len(facts)}, or {NONE}."

    typed = prompts.checked(f"Their numbers, what you do not know too; {NONE} if none is; Enter asks each", wrong)
    if typed.lower() == "q":
        raise click.Abort
    if typed.lower() in ("", BACK):
        return False
    named = {int(part) for part in typed.split(",")} if typed.lower() != NONE else set()
    for number, fact in enumerate(facts, 1):
        if number not in named:
            _keep(session, proposal_id, fact, fact.otherwise)
    return True


def _numbered(fact: Fact) -> dict[str, str]:
    values = ("yes", "no") if fact.type == "bool" else fact.values
    return {str(number): value for number, value in enumerate(values, 1)}


def _ask(fact: Fact) -> str:
    output.heading(fact.title)
    output.paragraph(fact.why, "    ", "    ")
    for number, value in _numbered(fact).items():
        output.paragraph(fact.words.get(value, value.replace("-", " ")), "       ", f"    {number}  ")
    example = fact.example.strip("[]").replace('"', "")
    if form := _FORMS.get(fact.type, f"For example: {example}" if example and not _numbered(fact) else ""):
        output.paragraph(form, "    ", "    ")
    return prompts.ask("Your answer", told=(fact.why, *_HOW)).strip()


def _keep(session: Session, proposal_id: str, fact: Fact, typed: str) -> bool:
    """Whether the fact was taken; where not, it says why."""
    from board.actions.stating import read_fact, state

    numbers = _numbered(fact)
    meant = {**{words.casefold(): value for value, words in fact.words.items()}, **numbers}
    parts = (part.strip() for part in typed.split(","))
    words = ", ".join(meant.get(part.casefold(), part) for part in parts) if numbers else typed
    try:
        state(session, proposal_id, fact, read_fact(fact, words))
    except Refused as refusal:
        for finding in refusal.findings:
            output.paragraph(" ".join(part for part in (finding.message, finding.fix) if part), "    ", "  ")
        return False
    return True
