"""What a member should know before she signs a ballot: what her answers do, what it replaces, dates gone by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from board.core.ballot import Ballot, BallotDraft, Verdict
from board.core.case import Case
from board.core.finding import Finding, Where
from board.core.questions import standings
from board.core.recusal import Suggestion, in_words
from board.core.review import Review
from board.core.seating import window_over
from board.core.tally import barring
from board.core.text import one_line


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
        yield f"This replaces your ballot {previous.number} ({previous.verdict.value})."
    if latest is not None and window_over(case, today):
        yield f"The voting window ended on {latest.window_ends}. A ballot still counts until the board decides."
    if review is not None and (draft.verdict is None or draft.verdict.yes):
        yield from _bars(case, review)
    if draft.verdict is Verdict.APPROVE_WITH_CONDITIONS:
        yield from _strangers(case, draft)
    known = {one.id for one in case.proposal.evidence} | {one.path for one in case.proposal.evidence}
    for name in draft.evidence:
        if name not in known and "/" not in name:
            yield f"“{name}” is no evidence of this proposal; it stays in the ballot as you typed it."


def _strangers(case: Case, draft: BallotDraft) -> Iterator[str]:
    """The people a condition names who are not on the board: nobody could prove or check in their name."""
    named = (person for one in draft.conditions for person in (one.owner, one.verifier) if person)
    for person in dict.fromkeys(named):
        if case.charter.member(person) is None:
            yield f"“{one_line(person, 40)}” is no member of this board, so no inbox shows the condition."


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
