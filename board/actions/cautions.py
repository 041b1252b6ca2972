"""What a member should know before she signs a ballot: what her answers do, what it replaces, dates gone by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from board.core.ballot import Ballot, BallotDraft, Verdict, verdict_told
from board.core.case import Case, SeatState
from board.core.counting import Count
from board.core.dates import add_working_days
from board.core.finding import Finding, Severity, Where
from board.core.offices import means_proposer, members_meant
from board.core.questions import standings
from board.core.recusal import Suggestion, in_words
from board.core.review import Review
from board.core.seating import seatings, seats_to_cast, speakers, window_over
from board.core.sentence import and_, name, upper
from board.core.tally import barring
from board.core.tasks import ALTERNATE_AFTER
from board.core.text import one_line

NO_CONDITION = "The risk that is left asks for a condition. If nobody who says yes attaches one, it is not approved."


def cautions(
    case: Case,
    review: Review | None,
    draft: BallotDraft,
    previous: Ballot | None,
    today: date,
    aside: Sequence[Suggestion] = (),
) -> tuple[str, ...]:
    """One sentence each; none of them stops her from voting. `aside` are the reasons to stand aside."""
    why = () if draft.verdict is Verdict.RECUSE else in_words((each for each in aside if not each.asks), case.id)
    return (*why, *_said(case, review, draft, previous, today))


def _said(case: Case, review: Review | None, draft: BallotDraft, previous: Ballot | None, today: date) -> Iterator[str]:
    latest = case.docket.latest
    if previous is not None and previous.round == case.round:
        yield f"This replaces your ballot {previous.number}, “{verdict_told(previous.verdict)}”."
    if latest is not None and window_over(case, today):
        yield f"The voting window ended on {latest.window_ends}. A ballot still counts until the board decides."
    said = [view.was for view in review.views if view.was is not None] if review is not None else []
    if old := [view.question for view in said if not view.value]:
        yield f"You agreed to another answer to {and_(old)} than the one that stands now; it counts as not judged."
    if old := [view.question for view in said if view.value]:
        yield f"You gave {and_(old)} your own value when another answer stood there; it counts as unknown by now."
    if review is not None and (draft.verdict is None or draft.verdict.yes):
        yield from _bars(case, review)
    if draft.verdict in (None, Verdict.APPROVE) and _condition_lacking(case, previous, today):
        yield NO_CONDITION
    if draft.verdict is Verdict.APPROVE_WITH_CONDITIONS:
        yield from _strangers(case, draft)
    known = {one.id for one in case.proposal.evidence} | {one.path for one in case.proposal.evidence}
    for piece in draft.evidence:
        if piece not in known and "/" not in piece:
            yield f"“{piece}” is no evidence of this proposal; it stays in the ballot as you typed it."


def _condition_lacking(case: Case, mine: Ballot | None, today: date) -> bool:
    """Whether the risk asks for a condition, and no yes but the one that she would replace carries one."""
    others = replace(case, ballots=tuple(one for one in case.ballots if mine is None or one.member != mine.member))
    return Count(case, today).asks_condition and not Count(others, today).condition_attached


def edited(case: Case) -> str:
    """That the text at the tip is no longer what the board took up, in words; "" when it is, or nothing is open."""
    latest = case.docket.latest
    if latest is None or case.record is not None or latest.revision == case.tip_revision:
        return ""
    return (
        "The text was edited since the board took it up. Ballots are about the text that was taken up. "
        "The dossier shows what changed."
    )


def not_counted(case: Case, member: str, today: date) -> str:
    """That a ballot of hers would not count now, because others speak for her seats, in words; "" when it would."""
    named = (case.charter.member(one) for one in spoken_for(case, member, today))
    names = and_(one.name for one in named if one is not None)
    return f"{names} spoke for the seat already, so your ballot will not count while theirs does." if names else ""


def spoken_for(case: Case, member: str, today: date) -> tuple[str, ...]:
    """Who has spoken for every seat that a member could speak for and goes before her there; () when one is open."""
    me = case.charter.member(member)
    if me is None or set(me.roles) & set(case.charter.rule(case.proposal.kind).must_sign_roles):
        return ()
    mine = seats_to_cast(case, member, today)
    found: list[str] = []
    for each in seatings(case, today):
        if each.seat.id not in mine:
            continue
        order = speakers(case, each.seat.id, today)
        before = order[: order.index(member)] if member in order else order
        if each.state is not SeatState.VOTED or each.member not in before:
            return ()
        found.append(each.member)
    return tuple(dict.fromkeys(found))


def _strangers(case: Case, draft: BallotDraft) -> Iterator[str]:
    """The people a condition names who are not on the board: nobody could prove or check in their name."""
    named = (person for one in draft.conditions for person in (one.owner, one.verifier) if person)
    for person in dict.fromkeys(named):
        if not means_proposer(person) and not members_meant(person, case.charter):
            words = f"“{one_line(person, 40)}” is no member and no seat of this board, so no inbox of theirs shows the"
            yield f"{words} condition; the proposer gives the proof."


def _bars(case: Case, review: Review) -> Iterator[str]:
    """The questions that bar approval because of what she herself said."""
    others = tuple(one for one in case.reviews if one.member != review.member)
    mine = {view.question for view in review.views if view.view or view.value}
    for bar in barring(case, standings(replace(case, reviews=(*others, review)))):
        if bar.judged_by and bar.question in mine:
            view = review.view(bar.question)
            said = ", ".join(view.value) if view and view.value else view.view if view else ""
            yield (
                f"Your view of {bar.question} ({said}) bars approval: whatever the votes, a yes would end as returned. "
                "Give your own answer there if you mean something else."
            )


def alternates_shut_out(case: Case, today: date) -> tuple[Finding, ...]:
    """A warning for each silent seat whose alternate has not had the working day on which she is asked."""
    latest, count = case.docket.latest, Count(case, today)
    if latest is None or latest.window_ends is None or not count.over or count.way != "vote" or count.stops:
        return ()
    asked = add_working_days(latest.window_ends, ALTERNATE_AFTER, case.charter.holidays)
    return tuple(
        Finding(
            "seat.alternate-waits",
            f"{upper(name(each))} did not vote, and its alternate is asked on {asked}. Deciding now leaves her no day.",
            Severity.WARNING,
            why="The window is over, so the board may decide; the seat then stands as “did not vote”.",
            fix="Wait until that day is over, or ask her to vote now.",
        )
        for each in count.unheard
        if today <= asked and any(not _holds(case, one, each.seat.id) for one in each.waits_for)
    )


def _holds(case: Case, member: str, seat: str) -> bool:
    held = case.charter.member(member)
    return held is not None and seat in held.seats


def late_conditions(draft: BallotDraft, today: date) -> tuple[Finding, ...]:
    """A refusal for each condition whose date has passed already."""
    if draft.verdict is not Verdict.APPROVE_WITH_CONDITIONS:
        return ()
    return tuple(
        Finding(
            "ballot.condition-late",
            f"The date {one.due} has passed already.",
            where=Where(part=f"condition {number}, due"),
            why="Nobody can meet a condition in the past.",
            fix="Name a day that is still to come.",
        )
        for number, one in enumerate(draft.conditions, 1)
        if one.due is not None and one.due < today
    )
