"""Who judges a question is who may speak for its seat in a ballot; and a stop outlives a key suspended after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from board.core.ballot import Ballot
from board.core.case import Case
from board.core.charter import Member
from board.core.checklist import Checklist
from board.core.docket import Docket
from board.core.questions import standings
from board.core.record import Outcome
from board.core.review import Review
from board.core.stated import FACTS, STRICTER
from board.core.tally import tally
from tests.core.building import ballot, case, charter
from tests.core.test_questions import JUDGED, YES, view

LISTS = (Checklist("risk", "Risk", questions=(JUDGED,)),)
HERS, DEPUTYS = view("ana", "security", "", "no"), view("yusuf", "security", "", "no")


def stood(case: Case, today: date | None = None) -> tuple[tuple[str, ...], str]:
    (found,) = standings(replace(case, day=today))
    return found.value, found.by


def asked(*reviews: Review, facts: int = FACTS, **more: Member) -> Case:
    board = charter()
    members = tuple(more.get(one.id, one) for one in board.members)
    found = case(checklists=LISTS, answers=(YES,), reviews=reviews, board=replace(board, members=members))
    latest = found.docket.latest
    assert latest is not None
    return replace(found, docket=Docket((replace(latest, facts=facts),)))


def last_day(found: Case) -> date:
    assert found.docket.latest is not None and found.docket.latest.window_ends is not None
    return found.docket.latest.window_ends


def test_an_alternate_judges_only_from_the_end_of_the_window_on() -> None:
    """Given a holder who is there, then her alternate's view judges nothing until the window is over."""
    found = asked(DEPUTYS)
    assert stood(found, last_day(found)) == (("yes",), "proposer")
    assert stood(found, last_day(found) + timedelta(days=1)) == (("no",), "security")
    assert stood(asked(DEPUTYS, facts=STRICTER - 1), last_day(found)) == (("no",), "security"), "as it was before"


def test_who_left_judges_no_more_and_her_alternate_does() -> None:
    """Given a holder whose term ended, then her view falls, and her alternate's judges at once."""
    found = asked(HERS, DEPUTYS)
    ana = found.charter.member("ana")
    assert ana is not None
    gone = replace(ana, end=last_day(found) - timedelta(days=2))
    ended = asked(HERS, ana=gone)
    assert stood(ended, last_day(found) - timedelta(days=2)) == (("no",), "security")
    assert stood(ended, last_day(found)) == (("yes",), "proposer")
    assert stood(asked(DEPUTYS, ana=gone), last_day(found)) == (("no",), "security")


def _stopped(facts: int = FACTS) -> tuple[Case, date]:
    stop = ballot("lena", "stop", ground="unlawful", evidence=("letter",), clears="A permit")
    votes: list[Ballot] = [stop, *(ballot(one, "approve") for one in ("ana", "ben", "chiara"))]
    found = case(*votes)
    lena = found.charter.member("lena")
    assert lena is not None and found.docket.latest is not None
    members = tuple(replace(one, suspended=one.id == "lena") for one in found.charter.members)
    found = replace(found, charter=replace(found.charter, members=members))
    latest = replace(found.docket.latest, facts=facts)
    return replace(found, docket=Docket((latest,))), last_day(found)


def test_a_stop_outlives_a_key_that_two_suspend_after_it() -> None:
    """Given a stop on grounds that no vote overrules, when two suspend its key, then it stands."""
    assert tally(*_stopped()).outcome is Outcome.STOPPED
    assert tally(*_stopped(STRICTER - 1)).outcome is not Outcome.STOPPED, "older openings let it fall"


def test_a_stop_on_the_text_of_before_falls_with_the_key() -> None:
    found, day = _stopped()
    assert found.docket.latest is not None
    again = replace(found.docket.latest, revision="sha256:other")
    assert tally(replace(found, docket=Docket((again,))), day).outcome is not Outcome.STOPPED


def test_what_else_a_suspended_key_said_counts_no_more() -> None:
    found, day = _stopped()
    yes = tuple(one if one.member != "lena" else ballot("lena", "approve") for one in found.ballots)
    seat = next(each for each in tally(replace(found, ballots=yes), day).seats if each.seat == "legal")
    assert not seat.eligible
