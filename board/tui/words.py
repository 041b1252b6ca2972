"""How the screens say what a value means: a sign and a word for each, so that nothing hangs on colour."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from board.core.dates import in_hours, in_words
from board.core.listed import Stage, Summary
from board.core.outcome import OUTCOME_WORDS, Outcome
from board.core.proposal import Tier
from board.tui.lists import Cell
from board.tui.theme import TONES

if TYPE_CHECKING:
    from board.core.ballot import Verdict

_TYPED = (
    (re.compile(r": board vote \S+ recuse(?: --interest [a-z-]+)?\."), ": pick “I stand aside” in your ballot."),
    (re.compile(r"`board follow-up \S+ roll-back` drafts it"), "its follow-up offers to draft that"),
    (re.compile(r"`board follow-up \S+ roll-back` drafts"), "Open it; a offers to draft"),
    (re.compile(r"`board follow-up \S+ confirm` confirms it"), "Open it and press c"),
    (re.compile(r": `board act \S+ stop`\."), ". Open it and press A."),
    (re.compile(r" \(`board check \S+`\)"), ""),
    (
        re.compile(
            r"(?P<left>\d+ questions? waits? for your answer): `board answer (?P<typed>\d{4}/\d+|[^\s`]+)[^`]*`\."
        ),
        r"Quit, and type “board answer \g<typed>”: \g<left>.",
    ),
    (
        re.compile(r"`board vote \S+ …` casts yours, `abstain` too\. `board tally \S+` says who is awaited\."),
        "b casts yours, “I do not say” too. t says who is awaited.",
    ),
    (re.compile(r"The chair or secretary does: `board open \S+`\."), "The chair or secretary does, with o."),
)
"""What a shell is told to do → how it is done on a screen."""
_TIERS = {
    Tier.MINIMAL: Cell("· minimal", "soft"),
    Tier.LIMITED: Cell("~ limited", "plain"),
    Tier.HIGH: Cell("! high", "warn"),
    Tier.PROHIBITED: Cell("✗ prohibited", "bad"),
}
_STAGES = {
    Stage.DRAFT: Cell("draft", "soft"),
    Stage.SUBMITTED: Cell("submitted", "plain"),
    Stage.IN_REVIEW: Cell("in review", "accent"),
    Stage.DECIDED: Cell("decided", "plain"),
    Stage.IN_FORCE: Cell("in force", "good"),
    Stage.EXPIRED: Cell("expired", "warn"),
    Stage.SUPERSEDED: Cell("replaced", "soft"),
    Stage.LAPSED: Cell("lapsed", "soft"),
    Stage.RETIRED: Cell("retired", "soft"),
    Stage.WITHDRAWN: Cell("withdrawn", "soft"),
    Stage.RETURNED: Cell("returned", "warn"),
    Stage.DEFERRED: Cell("deferred", "warn"),
    Stage.NO_QUORUM: Cell("no quorum", "warn"),
    Stage.STOPPED: Cell("✗ stopped", "bad"),
    Stage.REPLACED: Cell("replaced", "soft"),
}
_OUTCOMES = {
    Outcome.APPROVED: ("✓", "good"),
    Outcome.APPROVED_WITH_CONDITIONS: ("✓", "good"),
    Outcome.REJECTED: ("✗", "bad"),
    Outcome.STOPPED: ("✗", "bad"),
    Outcome.WITHDRAWN: ("–", "soft"),
    Outcome.RETURNED: ("↩", "warn"),
    Outcome.DEFERRED: ("…", "warn"),
    Outcome.NO_QUORUM: ("–", "warn"),
}
_SHORT = {"in less than an hour": "in < 1 hour"}
INK = {tone: ink.replace("bold ", "bold $") if " " in ink else f"${ink}" for tone, ink in TONES.items()}
"""Tone of a cell → style of content."""


def on_screen(words: str) -> str:
    """A suggestion as a screen says it: by what to pick or press there, not by the command to type."""
    for typed, pressed in _TYPED:
        words = typed.sub(pressed, words)
    return words


def tier_cell(tier: Tier, *, known: bool = True) -> Cell:
    """A tier with its sign."""
    return _TIERS[tier] if known else Cell("? not known", "warn")


def stage_cell(stage: Stage) -> Cell:
    """A stage in words."""
    return _STAGES[stage]


def outcome_cell(outcome: Outcome | None) -> Cell:
    """An outcome with its sign; nothing for none."""
    if outcome is None:
        return Cell("")
    sign, tone = _OUTCOMES[outcome]
    return Cell(f"{sign} {OUTCOME_WORDS[outcome]}", tone)


def due_cell(
    due: date | None, today: date, overdue: bool = False, at: datetime | None = None, now: datetime | None = None
) -> Cell:
    """How long there is still; in hours where it is due at a moment."""
    if at is not None and now is not None:
        left = in_hours(at, now)
        return Cell(_SHORT.get(left, left), "bad" if now > at else "warn")
    if due is None:
        return Cell("")
    days = (due - today).days
    return Cell(in_words(due, today), "bad" if overdue or days < 0 else "warn" if days <= 1 else "soft")


def verdict_words(verdict: Verdict | None) -> str:
    """A verdict as people say it: the plain words, then the term."""
    if verdict is None:
        return "no verdict yet"
    from board.core.ballot import verdict_told

    return verdict_told(verdict)


def clock(when: datetime | None) -> str:
    """The local time of day, "14:03"."""
    return when.astimezone().strftime("%H:%M") if when is not None else ""


def day(when: date | datetime | None) -> str:
    """A calendar day, "2026-10-08"."""
    if when is None:
        return ""
    return when.date().isoformat() if isinstance(when, datetime) else when.isoformat()


def count(number: int, one: str, many: str = "") -> str:
    """ "1 question", "3 questions", "no questions"."""
    if number == 1:
        return f"1 {one}"
    return f"{number or 'no'} {many or one + 's'}"


def numbered(one: Summary, today: date) -> str:
    """The number of a proposal as people say it: "21", and "2025/21" for another year, as each begins at 1."""
    number = one.number.lstrip("0") or "–"
    shelf = one.id.rpartition("/")[0].rpartition("/")[2]
    return number if not shelf or shelf == str(today.year) else f"{shelf}/{number}"


def short(digest: str) -> str:
    """A digest as people compare it: the first twelve digits."""
    return digest.removeprefix("sha256:")[:12] or "none"
