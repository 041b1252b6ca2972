"""A proposal on one small screen: where it stands, what is wrong, what it waits for, what I can do."""

from __future__ import annotations

from datetime import date

from board.actions.model import Dossier
from board.cli import output
from board.cli.dossier import possible, stage_and_outcome
from board.core.ballot import VERDICT_WORDS, verdict_told
from board.core.case import SeatLine
from board.core.dates import in_words
from board.core.record import OUTCOME_WORDS
from board.core.sentence import plural
from board.core.text import one_line

_WIDTH = 78
_FINDINGS, _CONDITIONS = 2, 3


def show_brief(dossier: Dossier, today: date) -> None:
    """Print the glance; long parts are cut, long lists counted."""
    _stands(dossier, today)
    given = sum(1 for fact in dossier.facts if not fact.missing)
    stale = sum(1 for piece in dossier.evidence if piece.fresh not in ("", "fresh", "ageless"))
    old = f", {stale} not fresh" if stale else ""
    answered = plural(len(dossier.case.answers), "answer")
    _line(f"Rests on: {plural(given, 'fact')}, {plural(len(dossier.evidence), 'piece')} of evidence{old}, {answered}")
    _lacks(dossier)
    _judged(dossier)
    if dossier.precedents:
        first = dossier.precedents[0]
        more = f"; {len(dossier.precedents) - 1} more" if len(dossier.precedents) > 1 else ""
        _line(f"Earlier: {first.id}: {OUTCOME_WORDS[first.outcome]} ({first.why}){more}")
    acts = possible(dossier)
    output.line("What you can do now" if acts else "  Nothing to do here but read.")
    for act in acts:
        _line(act)
    _line(f"board show {dossier.summary.typed}   (all of it)")


def _line(words: str) -> None:
    output.line(f"  {one_line(words, _WIDTH - 2)}")


def _stands(dossier: Dossier, today: date) -> None:
    row, called = dossier.summary, dossier.case.charter.called
    output.line(one_line(row.title, _WIDTH))
    _line(f"{row.id}, {row.kind or 'no kind'}, tier {row.tier_words}")
    stage = stage_and_outcome(row) + (f", {row.mark}" if row.mark else "")
    until = f", until {row.deadline} ({in_words(row.deadline, today)})" if row.deadline else ""
    _line(f"Stage: {stage}{until}")
    waits = f"; waits for {', '.join(map(called, row.waiting_for))}" if row.waiting_for else ""
    for words in dossier.later:
        output.paragraph(words, "    ", "  ! ")
    _line(f"Proposed by {called(row.proposer) or 'nobody named'}{waits}")
    if not row.committed:
        _line("Not committed yet: only you see it.")
    if dossier.changed_since_opened:
        _line("The text changed since the board took it up.")
    if dossier.since_last_look:
        _line(f"Since you last looked: {plural(len(dossier.since_last_look), 'event')}; `board log` tells them")


def _lacks(dossier: Dossier) -> None:
    for finding in dossier.findings[:_FINDINGS]:
        _line(f"Wrong: {finding.message}")
    if len(dossier.findings) > _FINDINGS:
        where = dossier.summary.typed
        _line(f"and {len(dossier.findings) - _FINDINGS} more; `board check {where}` tells them")


def _judged(dossier: Dossier) -> None:
    """The sum, the conditions, and what it is to me."""
    if dossier.hidden:
        _line("The sum is hidden here until you have voted.")
    elif dossier.tally is not None:
        output.paragraph(dossier.tally.sentence, "  ")
        seats = (f"{one.title}: {_said(one)}" for one in dossier.tally.seats)
        output.paragraph("; ".join(seats), "    ", "  ")
        for each in dossier.tally.wanted:
            before = f" (round {each.round})" if each.round else ""
            _line(f"Change first{before}, {each.who}: {each.words}")
    waiting = sorted(dossier.conditions, key=lambda one: not one.open)
    for one in waiting[:_CONDITIONS]:
        output.paragraph(f"Condition {one.condition.id}: {one.words}", "    ", "  ")
    if len(waiting) > _CONDITIONS:
        _line(f"and {len(waiting) - _CONDITIONS} conditions more")
    if dossier.mine:
        _line(f"Your ballot: {verdict_told(dossier.mine.verdict)}")
    if dossier.stale_why:
        _line(f"It does not count any more: {dossier.stale_why}")
    for why in dossier.aside:
        output.paragraph(why, "    ", "  ")
    if dossier.judges and "review" in dossier.acts and not dossier.acts["review"]:
        verb = "is" if dossier.judges == 1 else "are"
        _line(f"{plural(dossier.judges, 'question')} {verb} yours to judge")


def _said(seat: SeatLine) -> str:
    return VERDICT_WORDS[seat.ballot.verdict] if seat.ballot else str(seat.state)
