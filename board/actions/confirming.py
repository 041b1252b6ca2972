"""Facts filled in from files, a register or a decision: a person says once that they hold, or which do not."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from board.actions.facts import fact_words
from board.actions.load import World
from board.actions.registered import STILL
from board.actions.session import Session
from board.actions.stating import owned_draft
from board.core.case import Case
from board.core.finding import Finding, Severity, Where
from board.core.kind import Fact
from board.core.sentence import and_, plural
from board.store.files import replace as replace_file
from board.store.overlay import in_work_tree

_MARK = re.compile(rf"(?m)^# ((?:From|As decided) [^\n]*); {re.escape(STILL)}\n(?=([a-z_]+) = )")


@dataclass(frozen=True, slots=True)
class FilledIn:
    """One fact that the program filled in: what it says in words, and where that comes from."""

    fact: Fact
    value: str
    source: str


def filled_in(session: Session, proposal_id: str) -> tuple[FilledIn, ...]:
    """The facts of a draft of mine that nobody has said to hold."""
    world, case = owned_draft(session, proposal_id)
    kind = world.kinds.get(case.proposal.kind)
    marks = _marks(world, case)
    asked = (fact for fact in (kind.every_fact if kind else ()) if fact.id in marks)
    return tuple(FilledIn(fact, fact_words(case, fact.id), marks[fact.id]) for fact in asked)


def confirm(session: Session, proposal_id: str, facts: Collection[str]) -> None:
    """Take away the marks above some facts: somebody looked at them."""
    world, _ = owned_draft(session, proposal_id)
    path = world.ids[proposal_id]
    text = (world.snapshot.read(path) or b"").decode("utf-8", "replace")
    made = _MARK.sub(lambda found: "" if found[2] in facts else found[0], text)
    if made != text:
        replace_file(in_work_tree(session.store.place.work_tree or Path(), path), made.encode())


def unlooked(world: World, case: Case) -> tuple[Finding, ...]:
    """That facts of a proposal which nobody took up were filled in, and nobody has said that they hold."""
    marks = _marks(world, case) if case.docket.latest is None and case.proposal.state == "draft" else {}
    if not marks:
        return ()
    kind = world.kinds.get(case.proposal.kind)
    titles = [fact.title for fact in (kind.every_fact if kind else ()) if fact.id in marks]
    one = len(marks) == 1
    return (
        Finding(
            "facts.unlooked",
            f"{plural(len(marks), 'fact')} {'was' if one else 'were'} filled in, and nobody has said that "
            f"{'it holds' if one else 'they hold'}: {and_(titles)}.",
            Severity.WARNING,
            Where(world.ids[case.id]),
            "Whoever proposes answers for every fact, wherever it was found.",
            f"`board answer {case.id} --facts` shows them at once.",
        ),
    )


def _marks(world: World, case: Case) -> Mapping[str, str]:
    text = (world.snapshot.read(world.ids[case.id]) or b"").decode("utf-8", "replace").replace("\r\n", "\n")
    head = text.partition("\n+++\n")[0]
    return {found[2]: found[1][:1].lower() + found[1][1:] for found in _MARK.finditer(head)}
