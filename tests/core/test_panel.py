"""The ethics panel: its make-up, and whose view differs from the ballot that speaks for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from board.core.ballot import Ballot, Verdict
from board.core.charter import Charter, Member
from board.core.panel import fit, lacks, make_up, minority, no_panel, on_panel, views
from board.core.proposal import Tier
from board.core.tally import tally
from board.core.tasks import tasks
from tests.core.building import AFTER, MEMBERS, MONDAY, PLAIN, ballot, case, charter

PANEL = (
    Member("olu", "Olu Adeyemi", alternate=("ethics",), panel=("outside", "affected")),
    Member("sven", "Sven Richter", alternate=("ethics",), panel=("lay",)),
)
BOARD = charter(members=(*MEMBERS, *PANEL), rule=PLAIN)
RUTH = ballot("ruth")


def member(handle: str, verdict: str, **more: Any) -> Ballot:
    return ballot(handle, verdict, seats=("ethics",), reason="Clerks were not asked.", **more)


def test_the_panel_is_who_holds_its_seat_and_who_stands_in_for_it_the_holder_first() -> None:
    assert [one.id for one in on_panel(BOARD)] == ["ruth", "olu", "sven"]
    assert make_up(BOARD) == (
        "3 people; one is from outside the organisation, one is without a technical background, "
        "one is close to the people it affects"
    )


def test_what_its_make_up_lacks_is_said_in_words_until_somebody_brings_it() -> None:
    assert not lacks(BOARD)
    assert lacks(charter()) == (
        "Nobody on the ethics panel is named as from outside the organisation.",
        "Nobody on the ethics panel is named as without a technical background.",
        "Nobody on the ethics panel is named as close to the people it affects.",
    )
    ended = replace(PANEL[0], end=MONDAY - timedelta(days=1))
    gone = charter(members=(*MEMBERS, ended, PANEL[1]))
    assert [one.split(" as ")[1] for one in lacks(gone, MONDAY)] == [
        "from outside the organisation.",
        "close to the people it affects.",
    ]


def test_e_24_is_found_from_who_is_on_the_panel_without_those_who_stand_aside() -> None:
    """Given a panel, then it is mixed; when who is from outside stands aside, ended or is missing, then no outsider."""
    assert fit(case(tier=Tier.HIGH, board=BOARD)) == "mixed"
    assert fit(case(ballot("sven", Verdict.RECUSE), tier=Tier.HIGH, board=BOARD)) == "one-sided"
    assert fit(case(ballot("olu", Verdict.RECUSE), tier=Tier.HIGH, board=BOARD)) == "no-outsider"
    ended = charter(members=(*MEMBERS, replace(PANEL[0], end=MONDAY - timedelta(days=1)), PANEL[1]))
    assert fit(case(tier=Tier.HIGH, board=ended)) == "no-outsider"
    assert fit(case(tier=Tier.HIGH)) == "no-outsider"


def test_a_board_without_anybody_on_the_panel_is_told_what_that_means_and_one_without_the_seat_is_not() -> None:
    nobody = charter(members=tuple(one for one in MEMBERS if one.id != "ruth"))
    assert no_panel(nobody).startswith("There is no ethics panel: nobody holds its seat.")
    assert not lacks(nobody)
    assert not no_panel(BOARD) and not no_panel(Charter(members=MEMBERS))


@pytest.mark.parametrize(
    ("said", "differs"),
    [("approve", False), ("approve-with-conditions", False), ("return", True), ("reject", True), ("stop", True)],
)
def test_who_says_no_where_the_panel_says_yes_holds_a_minority_view_and_it_counts_for_nothing_in_the_sum(
    said: str, differs: bool
) -> None:
    voted = case(RUTH, member("olu", said), tier=Tier.HIGH, board=BOARD)
    assert [one.member for one in views(voted, RUTH, AFTER)] == ["olu"]
    assert bool(minority(voted, RUTH, AFTER)) is differs
    alone = tally(case(RUTH, tier=Tier.HIGH, board=BOARD), AFTER)
    assert tally(voted, AFTER).sum == alone.sum


def test_where_the_panel_says_no_a_yes_is_the_minority_and_another_no_is_not_but_a_stop_is() -> None:
    no = ballot("ruth", Verdict.REJECT)
    voted = case(no, member("olu", "approve"), member("sven", "return"), tier=Tier.HIGH, board=BOARD)
    assert [one.member for one in minority(voted, no, AFTER)] == ["olu"]
    voted = case(no, member("sven", "stop"), tier=Tier.HIGH, board=BOARD)
    assert [one.member for one in minority(voted, no, AFTER)] == ["sven"]


@pytest.mark.parametrize(
    "other",
    [
        member("olu", "recuse", interest="family"),
        member("olu", "abstain"),
        member("olu", "reject", revision="sha256:older"),
        ballot("olu", "reject", seats=("legal",)),
        ballot("mo", "reject", seats=("ethics",)),
    ],
    ids=["stands aside", "abstains", "on an older text", "for another seat", "not on the panel"],
)
def test_no_view_of_the_panel_is_made_of_what_is_none(other: Ballot) -> None:
    assert views(case(RUTH, other, tier=Tier.HIGH, board=BOARD), RUTH, AFTER) == ()


def test_without_a_ballot_that_speaks_for_the_panel_nobody_is_in_the_minority() -> None:
    assert minority(case(member("olu", "reject"), tier=Tier.HIGH, board=BOARD), None, AFTER) == ()


def test_who_is_on_the_panel_is_asked_for_a_view_until_it_has_spoken() -> None:
    """Given tier high, then all of the panel find it in their inbox: ruth a ballot, olu and sven a view."""
    waiting = case(tier=Tier.HIGH, board=BOARD)
    assert [task.act for task in tasks(waiting, "ruth", MONDAY)] == ["vote"]
    for who in ("olu", "sven"):
        (task,) = tasks(waiting, who, MONDAY)
        assert (task.act, task.words) == (
            "view",
            "The ethics panel votes on this, and Ruth Abara carries its ballot. Cast yours as well: it is printed "
            "where you differ. The window ends in 7 days.",
        )
    assert tasks(case(member("olu", "reject"), tier=Tier.HIGH, board=BOARD), "olu", MONDAY) == ()
    assert tasks(case(ballot("olu", "recuse", seats=("ethics",)), tier=Tier.HIGH, board=BOARD), "olu", MONDAY) == ()
    assert tasks(case(RUTH, tier=Tier.HIGH, board=BOARD), "olu", MONDAY) == ()
    assert tasks(case(board=BOARD), "olu", MONDAY) == (), "the panel has no vote at tier limited"
