"""Answers and views: what the proposer says, and what each member makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

VIEWS = ("agree", "disagree", "unsure")
CONFIDENCES = ("sure", "fairly", "guess")


@dataclass(frozen=True, slots=True)
class Answer:
    """The proposer's answer to one question; several values only for type multi. No values is a blank.

    `prefilled` is the earlier proposal whose answer she took over, `confirmed_by` who did; "" for one of her own.
    """

    question: str
    value: tuple[str, ...] = ()
    note: str = ""
    evidence: tuple[str, ...] = ()
    confidence: str = ""
    prefilled: str = ""
    confirmed_by: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """One member's view of one answer: agree, disagree or unsure, or her own value."""

    question: str
    seat: str = ""
    view: str = ""
    value: tuple[str, ...] = ()
    note: str = ""
    evidence: tuple[str, ...] = ()
    confidence: str = ""

    @property
    def blank(self) -> bool:
        """Whether nothing was said at all."""
        return not (self.view or self.value or self.note or self.evidence)


@dataclass(frozen=True, slots=True)
class Review:
    """A member's working judgement on one proposal: `decisions/<id>/reviews/<member>.toml`."""

    member: str
    views: tuple[View, ...] = ()
    digest: str = ""
    updated_at: datetime | None = None

    def view(self, question: str) -> View | None:
        """Her view of a question, or None."""
        return next((view for view in self.views if view.question == question), None)
