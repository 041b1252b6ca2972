"""One member's side of a case on one day, and what waits for her there once the board has decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from board.core.case import Case, Stage, Summary, Task
from board.core.conditions import OVER, OWING, Lateness, OpenCondition
from board.core.counting import Count
from board.core.dates import add_working_days, in_words
from board.core.deadlines import deadlines
from board.core.offices import members_meant
from board.core.seating import is_proposer
from board.core.sentence import upper
from board.core.summary import open_conditions, summary
from board.core.text import one_line

_ELSEWHERE = ("deferral",)
"""Dates whose task stands among the tasks of those who preside."""
_CONSEQUENCES = {
    Lateness.FROZEN: " Until it is met, no wider ring is approved.",
    Lateness.ROLL_BACK: " Until it is met, no wider ring is approved, and it is time to go back by one.",
}
_ENDED = {Stage.SUPERSEDED: "was replaced", Stage.LAPSED: "lapsed", Stage.RETIRED: "was retired"}
PRESSING = 2
"""Within so many working days a vote or a decision stands beside what is late."""
QUOTE = 70
"""So many characters of somebody's text a line of the inbox quotes."""
WHOLE = 300
"""Room for the words of a condition, an appeal or a recommendation: who must act reads them to their end."""


class Side:
    """One member's side of one case on one day."""

    def __init__(self, case: Case, member: str, today: date, now: datetime | None) -> None:
        self.case, self.me, self.today, self.now = case, member, today, now
        self.summary: Summary = summary(case, today)
        self.stage = self.summary.stage
        self.count = Count(case, today) if self.stage is Stage.IN_REVIEW else None
        held = case.charter.member(member)
        self.seats = held.seats if held else ()
        self.proposer = held is not None and is_proposer(case, held)

    @property
    def presides_here(self) -> bool:
        """Whether I am chair or secretary."""
        held = self.case.charter.member(self.me)
        return held is not None and held.presides

    def _ends(self) -> date | None:
        latest = self.case.docket.latest
        return latest.window_ends if latest else None

    def _window(self) -> str:
        ends = self._ends()
        if ends is None:
            return ""
        if ends < self.today:
            return f"The window ended on {ends}."
        return f"The window ends {in_words(ends, self.today)}."

    def _name(self, handle: str) -> str:
        member, seat = self.case.charter.member(handle), self.case.charter.seat(handle)
        return member.name if member else seat.title if seat else handle

    def _task(
        self, act: str, words: str, due: date | None = None, *, mine: bool = True, at: datetime | None = None,
        part: str = "",
    ) -> Task:  # fmt: skip
        late = at < self.now if at and self.now else due is not None and due < self.today
        near = add_working_days(self.today, PRESSING, self.case.charter.holidays)
        pressing = self.stage.open and due is not None and self.today <= due <= near
        return Task(self.summary, act, words.strip(), due, late, mine, at, part, pressing)


class Later(Side):
    """What waits for her after a decision: conditions, and every other date that comes back."""

    def conditions(self) -> Iterator[Task]:
        """Conditions that I must prove or check."""
        if self.stage not in OWING:
            return
        for each in open_conditions(self.case, self.today):
            late = self._since_late(each.lateness(self.today, self.case.policy))
            if self.me in self._on(each):
                condition = each.condition
                part = f"condition {condition.id}"
                when = f" is due {in_words(condition.due, self.today)}" if condition.due else ""
                if condition.due and condition.due < self.today:
                    when = f" is {in_words(condition.due, self.today)}"
                text = one_line(condition.text, WHOLE)
                if each.proven:
                    yield self._task(
                        "verify",
                        f"Proof for condition {condition.id} waits for your check: {text}{late}",
                        condition.due,
                        part=part,
                    )
                else:
                    words = f"Condition {condition.id}{when}: {text}{late}"
                    yield self._task("prove", words, condition.due, part=part)

    def _since_late(self, state: Lateness) -> str:
        """What a late condition brings about; of an approval that is over, that nothing runs by it any more."""
        if self.stage not in OVER:
            return _CONSEQUENCES.get(state, "")
        over = f" The approval {_ENDED[self.stage]}, so nothing runs by it any more."
        frozen = " Until the condition is met, or two let it go, no wider ring is approved."
        return over + (frozen if state in _CONSEQUENCES else "")

    def _on(self, each: OpenCondition) -> tuple[str, ...]:
        """Who acts next on a condition: whom it means; the proposer gives the proof for somebody outside."""
        named = members_meant(each.on, self.case.charter, self.today)
        return named or ((self.me,) if self.proposer and not each.proven else ())

    def dates(self) -> Iterator[Task]:
        """Every other date that I must act on or hear of; what stands above already is not told twice."""
        for each in deadlines(self.case, self.today, self.now):
            how = each.hears(self.me, self.today)
            told = each.sort.id == "condition" or (each.act == "renew" and self.proposer)
            if not how or (told and how == "acts") or each.sort.id in _ELSEWHERE:
                continue
            detail = one_line(each.detail, WHOLE).rstrip(".")
            words = f"{upper(each.words(self.today))}{f': “{detail}”' if detail else ''}."
            if each.state is Lateness.ROLL_BACK and self.presides_here and self.stage not in OVER:
                words += f" `board follow-up {self.case.id} roll-back` drafts the way back by one ring."
                yield self._task("roll-back", words, each.due, part=each.part)
            elif each.sort.id == "condition" and each.state.late and self.presides_here:
                yield self._task("chase", words + self._since_late(each.state), each.due, part=each.part)
            else:
                act = each.act if how == "acts" else "wait"
                words += f" `board follow-up {self.case.id} confirm` confirms it." if act == "second" else ""
                yield self._task(act, words, each.due, mine=how == "acts", at=each.at, part=each.part)
