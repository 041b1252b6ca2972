"""What waits for a member, and what she waits for: the lines of the inbox, each with its reason in a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from board.core.answering import open_questions
from board.core.ballots import contradicting, unite_conditions
from board.core.case import Case, SeatState, Stage, Task
from board.core.checklist import asked_words
from board.core.counting import Count
from board.core.dates import add_working_days, in_words, local_moment
from board.core.expedited import PATH
from board.core.going_back import EMERGENCY, expands
from board.core.left_behind import left_behind
from board.core.message import Message, unanswered
from board.core.motions import title_of
from board.core.panel_views import views_owed
from board.core.questions import asked_in, in_dispute, risen, standings
from board.core.seating import Seating, speakers, standing_aside
from board.core.sentence import and_, name, plural, until_words, upper
from board.core.summary import ends_on, ownerless, presiding
from board.core.tally import stopped, why_not_decide
from board.core.tasks_later import QUOTE, Later
from board.core.text import one_line
from board.core.unused import lapsed_unused

RENEW_DAYS = 30
ALTERNATE_AFTER, SPONSOR_AFTER = 1, 2
"""The working days after the window when the alternate, then the sponsor, is told that a seat is silent (D.1)."""


def tasks(case: Case, member: str, today: date, now: datetime | None = None) -> tuple[Task, ...]:
    """Everything on this case that waits for a member, then what she waits for; nothing for a stranger.

    The words never tell a verdict or the sum, so they are safe to show to somebody who has not voted. An approval comes
    up for renewal 30 days before it ends. What is due by the hour is told by `now`.
    """
    found = case.charter.member(member)
    if found is None:
        return ()
    desk = _Desk(case, member, today, now)
    told = tuple(desk.dates())
    mine = (
        *desk.votes(),
        *desk.views(),
        *desk.motions(),
        *desk.silence(),
        *desk.replies(),
        *desk.acts_at_once(),
        *desk.presides(),
        *desk.proposes(),
        *desk.answers(),
        *desk.conditions(),
        *told,
    )
    busy = any(task.act in ("mend", "renew") for task in mine)
    return (*(task for task in mine if task.mine), *desk.waits(busy), *(task for task in told if not task.mine))


_AGREED = "you agreed to it. Until you look again it counts as not judged"
_JUDGED = "you judged it. Until you look again it counts as unknown"


class _Desk(Later):
    """What waits for one member before a decision, and what she waits for."""

    def votes(self) -> Iterator[Task]:
        """The ballot I still owe, with the questions I judge; or the stale one to look at again."""
        if self.count is None:
            return
        seats = [each for each in self.count.unheard if self.me in each.waits_for and not self._too_soon(each)]
        roles = [role for role, members in self.count.unsigned_roles if self.me in members]
        why = self.count.stale.get(self.me, "")
        if (seats or roles) and any(one.member == self.me for one in left_behind(self.case, self.case.docket.latest)):
            words = "You said stop before it was opened again, so your stop no longer counts."
            yield self._vote("confirm" if why else "vote", f"{words} Say it again, or vote otherwise. {self._window()}")
        elif why and (seats or roles):
            yield self._vote("confirm", f"Your ballot no longer counts: {why}. {self._window()}")
        elif seats:
            yield self._ballot(seats)
        elif roles and self.me not in self.count.live:
            yield self._vote("vote", f"As {and_(roles)} you must vote. {self._window()}")
        elif self._short_until is not None and self._chairs() and self.me not in self.count.live:
            words = (
                f"It goes the short way: your yes and that of one more seat are enough until {until_words(self.count)}."
            )
            yield self._vote("vote", words)
        elif self.count.condition_owed and any(self.me == each.member for each in self.count.yes):
            words = "The risk that is left asks for a condition, and nobody who says yes attaches one."
            yield self._vote("vote", f"{words} Vote again with one, or it is not approved. {self._window()}")

    def views(self) -> Iterator[Task]:
        """As one of the ethics panel: the view it owes. As who judges: what I agreed to and has changed since."""
        for own, since in ((False, _AGREED), (True, _JUDGED)) if self.count is not None else ():
            changed = self._changed(own=own)
            if changed:
                yield self._task("review", f"The answer to {and_(changed)} changed since {since}.", self._ends())
        for words in views_owed(self.count, self.me) if self.count else ():
            yield self._task("view", f"{words} {self._window()}", self._ends())

    def _changed(self, *, own: bool) -> list[str]:
        """The questions I judge whose answer changed after I agreed to it, or gave my own value in place of it."""
        mine = next((each.views for each in self.case.reviews if each.member == self.me), ())
        old = {view.question for view in mine if view.was is not None and bool(view.was.value) == own}
        return [
            each.question.id
            for each in (asked_in(self.case) if old else ())
            if each.question.id in old
            and not each.dropped
            and self.me in speakers(self.case, each.judge, self.today)[:1]
        ]

    def _vote(self, act: str, words: str) -> Task:
        """A task about my ballot: due by the hour while the short way is open, else by the window's last day."""
        at = self._short_until
        return self._task(act, words, at.date() if at else self._ends(), at=at)

    @property
    def _short_until(self) -> datetime | None:
        """Until when the short way is still open, by the board's clock; None where this takes another, or it closed."""
        until = self.count.expedited_until if self.count is not None and self.count.way == PATH else None
        if until is None or (self.now is not None and self.now > until):
            return None
        return local_moment(until, self.case.charter.timezone)

    def _chairs(self) -> bool:
        held = self.case.charter.member(self.me)
        return held is not None and "chair" in held.roles and self.me not in standing_aside(self.case)

    def motions(self) -> Iterator[Task]:
        """The motions that wait for my yes or no."""
        for each in self.count.motions if self.count else ():
            if each.state == "open" and self.me in each.waiting_for:
                by = self._name(each.motion.member)
                quote = f": “{one_line(each.motion.text, QUOTE)}”" if each.motion.text else ""
                words = f"{upper(title_of(each.motion))}, moved by {by}, waits for your yes or no{quote}"
                yield self._task("motion", words, each.notice_ends)

    def silence(self) -> Iterator[Task]:
        """As sponsor: the seats for which nobody voted by the second working day after the window."""
        ends, held = self._ends(), self.case.charter.member(self.me)
        if (
            self.count is None
            or self.count.way != "vote"
            or ends is None
            or held is None
            or "sponsor" not in held.roles
        ):
            return
        silent = [name(each) for each in self.count.unheard if each.state is SeatState.SILENT]
        if silent and self.today >= add_working_days(ends, SPONSOR_AFTER, self.case.charter.holidays):
            did = "nor did its alternate" if len(silent) == 1 else "nor did their alternates"
            words = f"{upper(and_(silent))} did not vote by {ends}, {did}. Ask them, or the board decides without them."
            yield self._task("remind", words, ends)

    def _too_soon(self, seat: Seating) -> bool:
        """Whether I am only the alternate, and the holder, reminded, still has the working day after the window."""
        ends, held = self._ends(), self.case.charter.member(self.me)
        if ends is None or held is None or seat.alternate or seat.seat.id in held.seats or seat.appointed:
            return False
        return self.today < add_working_days(ends, ALTERNATE_AFTER, self.case.charter.holidays)

    def _ballot(self, seats: list[Seating]) -> Task:
        deputy = next((each for each in seats if each.alternate), None)
        why = ""
        if deputy is not None:
            why = upper(f"{name(deputy)} {_why_deputy(deputy)}, and you are its alternate. ")
        elif any(self.me != each.member for each in seats):
            why = upper(f"{and_(map(name, seats))} did not vote by the end of the window, and you are the alternate. ")
        speaking = {each.seat.id for each in seats}
        review = next((each for each in self.case.reviews if each.member == self.me), None)
        seen = {view.question for view in review.views if not view.blank} if review else set()
        owed = [
            each.question.id
            for each in asked_in(self.case)
            if each.judge in speaking
            and not each.dropped
            and not each.question.computed
            and each.question.id not in seen
        ]
        if self.count is not None and self.count.way == "consent":
            why += "It passes by consent unless a seat objects. "
        elif self.count is not None and self.count.way == PATH:
            until = until_words(self.count)
            closed = f"The short way closed at {until}; it comes to the full vote. "
            why += f"It goes the short way until {until}. " if self._short_until else closed
        elif not why and any(each.state is SeatState.SILENT for each in seats):
            why += "A reminder: until you vote, the seat stands as “did not vote”. "
        if owed:
            questions = "1 question is" if len(owed) == 1 else f"{len(owed)} questions are"
            return self._vote("review", f"{why}{questions} yours to judge before you vote. {self._window()}")
        return self._vote("vote", f"{why}Your ballot is missing. {self._window()}")

    def replies(self) -> Iterator[Task]:
        """Questions and concerns that are put to me."""
        if not self.stage.open:
            return
        for message in unanswered(self.case.messages, self.case.carried.settled):
            if message.author != self.me and self._is_for_me(message):
                verb = "asks" if message.kind == "question" else "is concerned"
                yield self._task("reply", f"{self._name(message.author)} {verb}: “{one_line(message.text, QUOTE)}”")

    def _is_for_me(self, message: Message) -> bool:
        if not message.to or message.to in ("proposer", self.case.proposal.proposer):
            return self.proposer
        return message.to == self.me or message.to in self.seats

    def presides(self) -> Iterator[Task]:
        """Opening and deciding, where I may."""
        if self.me not in presiding(self.case, self.today):
            return
        why = self._why_open()
        if why:
            yield self._task("open", why)
        if self.stage is Stage.DRAFT and ownerless(self.case):
            words = "Its head cannot be read, and no member is known to have proposed it. See that somebody mends it"
            yield self._task("mend", f"{words}: {self._what_is_wrong()}")
        if self.count is None:
            return
        asked_in_two_ways = self._contradicting(self.count)
        differ = and_([*self._in_dispute(), *asked_in_two_ways])
        if not why_not_decide(self.count):
            words = "The window has ended" if self.count.over else "It waits for no more votes"
            if stopped(self.count):
                words = "The outcome is settled"
            elif not self.count.unheard:
                words = "Every seat has voted"
            told = f"{words}, but {differ}. Talk it over at the meeting, then decide."
            yield self._task("decide", told if differ else f"{words}. The board can decide.", self._ends())
        elif asked_in_two_ways:
            words = f"For the meeting: {and_(asked_in_two_ways)}. Whoever changes her mind votes again."
            yield self._task("meeting", words, self._ends())

    def _in_dispute(self) -> list[str]:
        """That seats differ on questions that can bar approval; asked only where somebody's view is shared."""
        found = in_dispute(standings(self.case)) if self.case.reviews else ()
        named = asked_words([each.asked.question.id for each in found], self.case.checklists)
        return [f"seats differ on {and_(list(named))}"] if found else []

    def _contradicting(self, count: Count) -> list[str]:
        """The conditions asked for in two ways; nothing is said of them to somebody who still owes a ballot."""
        if any(self.me in each.waits_for for each in count.unheard):
            return []
        found = contradicting(unite_conditions(count.conditions_of_yes()))
        return [f"seats differ on {one_line(each.rstrip('.'), QUOTE * 2)}" for each in found]

    def _why_open(self) -> str:
        latest, tip = self.case.docket.latest, self.case.tip_revision
        changed = bool(latest and tip and tip != latest.revision)
        match self.stage:
            case Stage.SUBMITTED if not self.case.proposal.kind:
                return "It is submitted and has no kind. Before it can be taken up, its proposer adds one."
            case Stage.SUBMITTED:
                return "It is submitted and waits to be taken up."
            case Stage.NO_QUORUM:
                return "The last round ended without a quorum. Open a new one."
            case Stage.DEFERRED:
                return "It was deferred. Open a new round when it is time."
            case Stage.RETURNED if changed:
                return "The proposer changed the text after it was returned. Open a new round."
            case Stage.IN_REVIEW if changed:
                return "The text changed since the board took it up. Accept it as a new revision, or leave it."
            case Stage.IN_REVIEW if latest:
                bound = {"charter": latest.charter, "checklists": latest.checklists, "policy": latest.policy}
                if risen(self.case):
                    return "Answers given since it was opened raise the tier. Open it again to take that up."
                moved = [each for each, digest in bound.items() if self.case.current.get(each, digest) != digest]
                return (
                    f"Changed since it was opened: {and_(moved)}. They bind once it is opened again." if moved else ""
                )
        return ""

    def acts_at_once(self) -> Iterator[Task]:
        """As the person on call: an emergency that nobody has acted on yet."""
        held = self.case.charter.member(self.me)
        on_call = held is not None and "on-call" in held.roles
        emergency = self.case.proposal.kind == EMERGENCY and not expands(self.case)
        if on_call and self.stage is Stage.SUBMITTED and emergency:
            words = "As the person on call you may act at once; a second seat confirms within 4 hours"
            yield self._task("act", f"{words}: `board act {self.case.id} stop`.")

    def _what_is_wrong(self) -> str:
        return f"its findings say what is wrong (`board check {self.case.id}`)."

    def proposes(self) -> Iterator[Task]:
        """My own proposal, where the next step is mine."""
        if not self.case.proposal.readable and self.stage is Stage.DRAFT and (self.proposer or not self.case.committed):
            yield self._task("mend", f"Its head cannot be read, so it is not before the board: {self._what_is_wrong()}")
            return
        if not self.proposer:
            return
        latest, tip, record = self.case.docket.latest, self.case.tip_revision, self.case.record
        ends = ends_on(record) if record else None
        if self.stage is Stage.DRAFT:
            yield self._task("mend", "It is still a draft. Submit it when it is ready.")
        same = latest is not None and tip in ("", latest.revision)
        if same and self.stage.open and any(one.code == "emergency.no-text" for one in self.case.findings):
            yield self._task("mend", "Its text is still empty. Write what happened before the board decides about it.")
        if self.stage is Stage.RETURNED and (latest is None or tip in ("", latest.revision)):
            yield self._task("mend", "The board sent it back: change what it asks for.")
        if lapsed_unused(self.case, self.today):
            return  # told with the other dates
        if ends is None or self.stage not in (Stage.IN_FORCE, Stage.EXPIRED):
            return
        if self.stage is Stage.EXPIRED:
            yield self._task(
                "renew",
                f"The approval ended on {ends}. Propose it again, or let it lapse where another decision covers it.",
                ends,
            )
        elif ends <= self.today + timedelta(days=RENEW_DAYS):
            yield self._task("renew", f"The approval ends {in_words(ends, self.today)}.", ends)

    def answers(self) -> Iterator[Task]:
        """The questions of my own proposal that I have not answered.

        Where its text changed since it was opened, the case holds the answers of then, so nothing is said of them.
        """
        latest, tip = self.case.docket.latest, self.case.tip_revision
        if not self.proposer or not self.stage.open or not self.case.proposal.readable:
            return
        if latest is not None and tip not in ("", latest.revision):
            return
        left = len(open_questions(self.case))
        if left:
            verb = "waits" if left == 1 else "wait"
            words = f"{plural(left, 'question')} {verb} for your answer: `board answer {self.case.id}`."
            yield self._task("questions", words)

    def waits(self, busy: bool) -> Iterator[Task]:
        """What I wait for: my own proposals, unless the next step is mine, and questions I asked."""
        if self.proposer and self.stage.open and (self._named() or not busy):
            words = self._named() if busy else f"{self._why_waiting()} {self._named()}".strip()
            yield self._task("wait", words, self.summary.deadline, mine=False)
        if self.stage.open:
            for message in unanswered(self.case.messages, self.case.carried.settled):
                if message.author == self.me and message.kind == "question":
                    whom = self._name(message.to) if message.to else "The proposer"
                    words = f"{whom} has not answered: “{one_line(message.text, QUOTE)}”"
                    yield self._task("wait", words, mine=False)

    def _named(self) -> str:
        """What a member who holds a seat is told of a text that names her as its proposer: others wrote it, perhaps."""
        if self.count is None or self.me in self.count.live or self.me not in self.count.aside:
            return ""
        if {each.seat.id for each in self.count.seatings}.isdisjoint(self.seats):
            return ""
        return "It names you as its proposer, so you have no vote; if you did not make it, your stop counts."

    def _why_waiting(self) -> str:
        if self.count is None:
            return "The chair or secretary has not opened it yet."
        if not why_not_decide(self.count):
            return "The chair or secretary can decide."
        if self.count.way == "consent":
            return f"It passes by consent unless a seat objects. {self._window()}"
        silent = [name(each) for each in self.count.unheard if each.state is not SeatState.STALE]
        stale = [name(each) for each in self.count.unheard if each.state is SeatState.STALE]
        parts = [f"{and_(silent)} {'has' if len(silent) == 1 else 'have'} not voted"] if silent else []
        parts += [f"{and_(stale)} must look at the new revision or rules"] if stale else []
        parts += ["the ethics panel has not given its view"] if self.count.panel_owes else []
        parts += ["a condition is missing"] if self.count.condition_owed and not self.count.unheard else []
        parts += ["answers raise the tier, so the chair opens it again"] if self.count.tier_owed else []
        said = upper("; ".join((*parts, self._window()[:1].lower() + self._window()[1:]))) if parts else self._window()
        return said or why_not_decide(self.count)


def _why_deputy(seat: Seating) -> str:
    return seat.note.partition(";")[0] if seat.state is not SeatState.STALE else "has no ballot that counts"
