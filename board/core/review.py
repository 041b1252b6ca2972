"""Answers and views: what the proposer says, and what each member makes of it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from board.core.digest import sha256

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
    """One member's view of one answer: agree, disagree or unsure, or her own value.

    `about` is the digest of the answer that she agreed to, or beside which she gave her own value; "" where her file
    names none, or she said something else. `was` is what she said of an answer that has changed since (`as_answered`).
    """

    question: str
    seat: str = ""
    view: str = ""
    value: tuple[str, ...] = ()
    note: str = ""
    evidence: tuple[str, ...] = ()
    confidence: str = ""
    about: str = field(default="", compare=False)
    was: View | None = field(default=None, compare=False, repr=False)

    @property
    def overtaken(self) -> bool:
        """Whether she judged an answer that has changed since, and has said nothing of the present one."""
        return self.was is not None

    @property
    def blank(self) -> bool:
        """Whether nothing was said at all, or nothing of the present answer."""
        return self.overtaken or not (self.view or self.value or self.note or self.evidence)


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


def answer_digest(answer: Answer | None) -> str:
    """The digest of what an answer says: value, note and evidence; of none, that of a blank one."""
    said = answer or Answer("")
    return sha256(json.dumps([said.value, said.note.strip(), said.evidence], separators=(",", ":")).encode())


def about_present(view: View, answers: Iterable[Answer]) -> View:
    """A view just said: one that agrees, or gives a value of her own, binds the answer beside which it was given."""
    binds = view.view == "agree" or view.value
    answer = next((one for one in answers if one.question == view.question), None) if binds else None
    return replace(view, about=answer_digest(answer) if binds else "", was=None)


def as_said(views: Iterable[View]) -> tuple[View, ...]:
    """Views as they stood before `as_answered`, for the file: what was said stays said when the answer changes."""
    return tuple(view.was or view for view in views)


def as_answered(reviews: Iterable[Review], answers: Iterable[Answer]) -> tuple[Review, ...]:
    """Reviews as they count beside the present answers, where another answer than this was judged.

    To have agreed to it is to say nothing yet. A value of her own in place of it is to disagree: the question counts as
    unknown until she looks again, so that no change of an answer lifts a bar of hers, nor hides a worse one under it.
    """
    present = {one.question: one for one in answers}

    def counted(view: View) -> View:
        answer = present.get(view.question)
        if not view.about or view.about == answer_digest(answer) or view.was is not None:
            return view
        if view.value:
            same = answer is not None and answer.value == view.value
            return view if same else replace(view, view="disagree", value=(), was=view)
        return replace(view, view="", was=view) if view.view == "agree" else view

    return tuple(replace(each, views=tuple(map(counted, each.views))) for each in reviews)
