"""What a decision may replace, and what the one it replaces goes on to owe."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date

from board.core.case import Bar, Case
from board.core.conditions import open_conditions
from board.core.deadlines import deadlines, open_appeals
from board.core.finding import Finding, Severity, Where
from board.core.proposal import Proposal
from board.core.record import DATED, Record, dates_in
from board.core.same_thing import mark
from board.core.sentence import and_, plural
from board.core.taken_over import taken_over
from board.core.text import one_line

_OTHER = "supersede.other"
_QUOTE = 70
_DAYS = ("review", "pilot", "sunset", "publication")


def standing_replacements(made: Iterable[tuple[str, str]], pulled: Collection[str]) -> dict[str, str]:
    """By the id of an old decision: the one in whose place it stands no more, out of pairs of a decision and the old.

    A standard change that a seat put to the full vote holds no longer, so what it replaced holds again until the whole
    board decides; not where another decision took its place meanwhile.
    """
    pairs = tuple(made)
    found = {old: one for one, old in pairs if one not in pulled}
    while more := {old: one for one, old in pairs if one in pulled and one in found and old not in found}:
        found |= more
    return found


def why_not_replaced(named: str, by: str, old: Record | None, taken: str) -> str:
    """Why a proposal cannot replace what it names, in words; "" where nothing keeps it.

    `old` is the record of what it names, `taken` the decision that stands in its place already.
    """
    if named == by:
        return "is this proposal itself"
    if old is None or not old.outcome.final:
        return "is no decision of this board"
    if not old.outcome.yes:
        return f"was not approved ({old.outcome}), so there is nothing to replace"
    return f"is superseded already, by {taken}" if taken else ""


def about_another(old: Record, new: Proposal) -> bool:
    """Whether a proposal is about something else than the decision it says it replaces.

    Both name a model or a dataset in common; where the decision names none, both are of one kind.
    """
    named = {mark(one.id) for one in old.artefacts} - {""}
    return named.isdisjoint(mark(one.id) for one in new.artefacts()) if named else old.kind != new.kind


def other_bar(old: Record, new: Proposal) -> tuple[Bar, ...]:
    """What bars a proposal that would replace a decision about something else."""
    if not about_another(old, new):
        return ()
    return (Bar("", f"it says that it replaces {old.id}, which is about {_what(old)}", (), waivable=False),)


def _what(old: Record) -> str:
    named = dict.fromkeys(one.id for one in old.artefacts if one.id)
    return and_([one_line(each, _QUOTE) for each in named]) if named else f"another matter ({old.kind or 'no kind'})"


def replacing_findings(old: Case, new: Case, where: str, today: date) -> Iterator[Finding]:
    """What the board should know before it replaces a decision: that it is about something else, and what goes on."""
    if old.record is None:
        return
    if about_another(old.record, new.proposal):
        yield Finding(
            _OTHER,
            f"It says that it replaces {old.id}, which is about {_what(old.record)}.",
            where=Where(where, part="supersedes"),
            why="A decision ends only by one about the same thing. As it is, the board cannot approve this.",
            fix="Take `supersedes` out, or name the decision about the same model or dataset.",
        )
    owed = _owed(old, today, taken_over(new.proposal.kind, dates_in(new.proposal)))
    if owed:
        yield Finding(
            "supersede.owes",
            f"{old.id}, which it replaces, still owes: {'; '.join(owed)}.",
            Severity.WARNING,
            Where(where, part="supersedes"),
            why="Replacing a decision settles none of it: it stays open there, and a frozen ring stays frozen.",
            fix=f"`board follow-up {old.id}` shows who does what next.",
        )


def cannot_replace(named: str, why: str, where: str) -> Finding:
    """The finding for a proposal that names what it cannot replace."""
    return Finding(
        "supersede.nothing",
        f"It says that it replaces {one_line(named, _QUOTE)}, which {why}.",
        where=Where(where, part="supersedes"),
        why="Nobody could decide this: a decision replaces one that said yes and still stands.",
        fix="Take `supersedes` out, or name the decision that stands. `board history` lists them.",
    )


def still_owed(case: Case, today: date) -> str:
    """What stays owed where somebody lets an approval go, in a sentence or two; "" where nothing is."""
    owed = _owed(case, today, frozenset(DATED))
    if not owed:
        return ""
    ends = (
        "A condition ends only when it is met and checked, or when two let it go; a frozen ring stays frozen so long."
    )
    return f"It still owes: {'; '.join(owed)}. {ends}"


def _owed(old: Case, today: date, settled: frozenset[str]) -> tuple[str, ...]:
    """What is open on a decision, in words; `settled` are the facts whose days do not stay."""
    found = []
    for each in open_conditions(old, today):
        due = each.condition.due
        late = f", {plural((today - due).days, 'day')} late" if due is not None and due < today else ""
        found.append(f"condition {each.condition.id}{late} (“{one_line(each.condition.text, _QUOTE)}”)")
    found += [f"an answer to appeal {each.number}" for each in open_appeals(old)]
    after = replace(old, superseded_by=old.superseded_by or old.id, taken_over=settled)
    stays = (each for each in deadlines(after, today) if each.part in _DAYS)
    return (*found, *(f"{each.what[0].lower()}{each.what[1:]}, by {each.due}" for each in stays))
