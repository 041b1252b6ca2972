"""The table of dates: for each sort, when the inbox reminds, and what `board check` says once the day has passed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from board.core.conditions import REMIND, Lateness
from board.core.dates import in_words
from board.core.finding import Finding, Severity, Where
from board.core.sentence import upper

_DUE, _ENDS = "is due", "ends"


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of date: `remind` are the days before it on which the inbox reminds, the first for those concerned, the
    last for the chair or secretary too. `code` is the finding once it has passed, "" where that is nobody's fault.

    `why` says why it matters that the day is kept.
    """

    id: str
    title: str
    remind: tuple[int, ...]
    code: str
    why: str
    verb: str = _DUE
    severity: Severity = Severity.ERROR


SORTS: Mapping[str, Sort] = {
    sort.id: sort
    for sort in (
        Sort("condition", "Condition", REMIND, "condition.overdue", "The board said yes only on this condition."),
        Sort("approval", "Approval", (30, 7), "approval.expired", "What was right once is looked at again.", _ENDS),
        Sort("use", "Put to use", (30, 7), "approval.unused", "An approval that nobody uses rests on an old look."),
        Sort(
            "use-unknown",
            "Put to use",
            (7,),
            "approval.use-unknown",
            "An approval that nobody uses lapses, and nobody can tell whether this one is used.",
            severity=Severity.WARNING,
        ),
        Sort("exception", "Exception", (30, 7), "exception.ended", "An exception without an end is a new rule.", _ENDS),
        Sort("review", "Review", (30, 7), "review.overdue", "The board said that day it would look again."),
        Sort(
            "evidence",
            "Evidence",
            (7, 1),
            "evidence.stale",
            "Things change; what was measured then may not be true now.",
            severity=Severity.WARNING,
        ),
        Sort(
            "evidence-void",
            "Evidence",
            (7, 1),
            "evidence.void",
            "What was measured is not what is in use.",
        ),
        Sort(
            "practice",
            "Way back",
            (7, 1),
            "practice.overdue",
            "A way back that nobody walks any more is only a hope.",
            severity=Severity.WARNING,
        ),
        Sort("pilot", "Pilot", (30, 7), "pilot.ended", "A pilot that nobody ends becomes the normal case.", _ENDS),
        Sort("sunset", "Last day in use", (30, 7), "sunset.passed", "Everybody who depends on it was told this day."),
        Sort("measure", "Emergency measure", (7, 1), "measure.overdue", "A measure taken in haste is looked at again."),
        Sort("confirmation", "Second seat", (1, 0), "emergency.unconfirmed", "Nobody acts alone for long."),
        Sort("ratification", "Ratification", (7, 1), "emergency.not-ratified", "The restriction stands meanwhile."),
        Sort("appeal-window", "Time to appeal", (7, 1), "", "After this day an appeal comes too late.", _ENDS),
        Sort("pull-window", "Time to pull", (28, 1), "", "One yes decided it, and nobody else was asked.", _ENDS),
        Sort("appeal", "Appeal", (30, 7), "appeal.unheard", "A right that nobody answers is none."),
        Sort("rehearing", "Hearing again", (30, 7), "appeal.not-taken-up", "A right that ends in a drawer is none."),
        Sort("reply", "Owner's reply", (30, 7), "reply.overdue", "The owner must answer each recommendation."),
        Sort("publication", "Ethics review", (30, 7), "ethics.unpublished", "People may know what was weighed."),
        Sort("deferral", "Deferral", (14, 1), "deferral.overdue", "Put off is not put away.", _DUE, Severity.WARNING),
        Sort(
            "vote",
            "Vote",
            (0,),
            "vote.undecided",
            "Everybody had their say; whoever waits for the board waits on.",
            _ENDS,
            Severity.WARNING,
        ),
        Sort("action", "Incident's action", (7, 1), "incident.action-overdue", "A lesson that nobody acts on is none."),
        Sort(
            "clock", "Report owed", (3, 1), "incident.unreported", "Somebody outside is owed this report by that day."
        ),
        Sort(
            "withdrawal", "End announced", (30, 7), "register.past-sunset", "All who depend on it were told this day."
        ),
        Sort("entry", "Register entry", (30, 7), "register.expired", "What was right once is looked at again.", _ENDS),
        Sort(
            "retention", "Time to keep", (30, 7), "register.kept-too-long", "Keeping for ever is a choice too.", _ENDS
        ),
        Sort("term", "Term", (30, 7), "term.ended", "Outside it a ballot does not count.", _ENDS, Severity.WARNING),
        Sort(
            "last-term",
            "Last terms",
            (60, 30),
            "term.nobody-left",
            "Afterwards not even a charter change is decided.",
            _ENDS,
        ),
        Sort("charter", "Charter", (30, 7), "charter.review", "Rules age as well.", _DUE, Severity.WARNING),
    )
}


@dataclass(frozen=True, slots=True)
class Deadline:
    """One date that comes back.

    `what` is due, as the subject of a sentence; `detail` is in somebody's own words. The members in `acts` must do
    `act`; `told` hear of it from the first reminder, `last` from the last one. `fix` says how it is settled, `part`
    where it stands.
    """

    sort: Sort
    due: date
    what: str
    act: str
    acts: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    detail: str = ""
    fix: str = ""
    part: str = ""
    state: Lateness = Lateness.AHEAD
    said: str = ""
    """The sentence itself, where the day alone does not tell how late it is."""
    over: bool = False
    """Whether nothing runs by the approval any more, so that there is no ring to go back from."""
    at: datetime | None = None
    """The moment, by the board's own clock, where it is due by the hour; `due` is then its day."""

    def words(self, today: date) -> str:
        """What is due and when, as a sentence without its full stop."""
        if self.said:
            return self.said
        if self.sort.verb == _ENDS:
            return f"{self.what} {f'ended on {self.due}' if self.state.late else f'ends {in_words(self.due, today)}'}"
        return f"{self.what} is {'' if self.state.late else 'due '}{in_words(self.due, today)}"

    def hears(self, member: str, today: date) -> str:
        """How a member hears of it today: "acts", "told", or "" for not at all."""
        if self.state is Lateness.AHEAD:
            return ""
        if member in self.acts:
            return "acts"
        near = (self.due - today).days <= min(self.sort.remind)
        return "told" if member in self.told or (near and member in self.last) else ""

    def changes(self, today: date) -> date:
        """The next day on which it reads otherwise: the first reminder, then every day."""
        first = self.due - timedelta(days=max(self.sort.remind))
        return first if today < first else today + timedelta(days=1)

    def finding(self, path: str, today: date) -> Finding | None:
        """What `board check` says once the day has passed; None before, and where a passed day is nobody's fault."""
        if not self.state.late or not self.sort.code:
            return None
        words = upper(self.words(today)) + (f": “{self.detail}”." if self.detail else ".")
        words += _CONSEQUENCES.get(Lateness.FROZEN if self.over and self.state in _CONSEQUENCES else self.state, "")
        return Finding(
            self.sort.code, words, self.sort.severity, Where(path, part=self.part), self.sort.why, upper(self.fix)
        )


_CONSEQUENCES = {
    Lateness.FROZEN: " Until it is met, what was approved goes to no wider ring.",
    Lateness.ROLL_BACK: " What was approved goes to no wider ring, and it is time to go back by one.",
}


def state_on(sort: Sort, due: date, today: date) -> Lateness:
    """Ahead until the first reminder, soon until the day itself has passed, then late."""
    if today > due:
        return Lateness.LATE
    return Lateness.SOON if (due - today).days <= max(sort.remind) else Lateness.AHEAD
