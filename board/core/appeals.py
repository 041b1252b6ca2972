"""Appeals that wait: who hears one still, and which granted one the board has not taken up again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from board.core.case import Case
from board.core.charter import Member
from board.core.entitled import Given, why_not_give
from board.core.record import FollowUp
from board.core.seating import in_office, is_proposer

HEARD = 2
"""So many people answer an appeal."""


def may_hear(case: Case, member: Member, appeal: FollowUp) -> bool:
    """Whether a member may hear an appeal: a seat or office, and no part in the decision nor in the appeal."""
    made = FollowUp(0, "heard", member.id, re=appeal.number)
    proposed = is_proposer(case, member)
    return not why_not_give(Given(made, member, case.record, case.follow_ups, proposed, agreed=case.agreed))


def open_appeals(case: Case) -> tuple[FollowUp, ...]:
    """The appeals that are neither dismissed nor granted; a decision that replaces this one answers none of them."""
    done = {each.re for each in case.follow_ups if each.kind in ("granted", "dismissed")}
    return tuple(each for each in case.follow_ups if each.kind == "appeal" and each.number not in done)


def who_hears(case: Case, appeal: FollowUp, today: date) -> tuple[str, ...]:
    """Who goes on with an appeal: all who may hear it until two have, then those two, and the others again on a tie.

    Where a tie leaves no other, those who heard it: one of them may see it otherwise on a second hearing.
    Where fewer than two who hold a seat or an office may hear it, those who stand in for a seat do as well.
    """
    people = _free(case, appeal, today)
    able = [one.id for one in people if one.seats or one.presides]
    able = able if len(able) >= HEARD else [one.id for one in people]
    heard = {one.member: one.answer for one in case.follow_ups if one.kind == "heard" and one.re == appeal.number}
    answers = list(heard.values())
    tied = len(answers) == 2 * answers.count(answers[0]) if answers else False
    if len(heard) >= HEARD and not tied:
        return tuple(one.id for one in people if one.id in heard)
    others = tuple(one for one in able if one not in heard)
    return others or tuple(one.id for one in people if one.id in heard)


def too_few(case: Case, appeal: FollowUp, today: date) -> bool:
    """Whether the board is too small to answer an appeal: fewer than two may hear it, whoever stands in included."""
    return len(_free(case, appeal, today)) < HEARD


def _free(case: Case, appeal: FollowUp, today: date) -> list[Member]:
    return [one for one in case.charter.members if in_office(one, today) and may_hear(case, one, appeal)]


def granted_unopened(case: Case) -> Iterator[FollowUp]:
    """Each granted appeal whose new proposal the board has not taken up, or that was withdrawn from it."""
    for each in case.follow_ups:
        if each.kind == "granted" and each.proposal and each.proposal not in case.reheard:
            yield each
