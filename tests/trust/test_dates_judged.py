"""What two open or decide, and what is dated ahead, rests on the days that members signed (trust.md §4, row 69)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from board.actions import deciding, docketing
from board.actions.cases import load_case
from board.actions.common import Hand
from board.actions.deciding import decide_together
from board.actions.docketing import open_proposal, open_together
from board.actions.founding import board_files
from board.actions.model import FreeParts
from board.actions.verifying import verify
from board.core.ballot import Condition
from board.core.dates import format_utc
from board.core.digest import sha256
from board.core.finding import Refused
from board.core.layout import Layout
from board.formats.dockets import append_opening
from board.store.pins import Pins
from board.store.repository import open_repository
from board.trust.pair_days import joined_from
from board.trust.uses import Uses
from tests.boards import PROPOSAL, SmallBoard, git
from tests.trust.history import History, charter, decide_it, open_it, signed_board, submit
from tests.trust.test_openings_judged import LOW

ONE, TWO = "2026/0002-stemmer", "2026/0003-second"
DOCKET, RECORD = f"decisions/{ONE}/docket.toml", f"decisions/{ONE}/record.toml"
MINOR = PROPOSAL.replace('change_class = "major"', 'change_class = "minor"')
PATCH = PROPOSAL.replace('change_class = "major"', 'change_class = "patch"')
PROMOTE = PROPOSAL.replace("model-change", "ring-promote").replace('change_class = "major"\n', "")
ALL = ("ana", "ben", "chiara", "lena")


ENDLESS = "\n[kinds.ring-promote]\nexpires_days = 0\n"


def begun(folder: Path, text: str = MINOR, *, opened: bool = False, more: str = "") -> SmallBoard:
    """A board with one proposal submitted."""
    board = signed_board(folder, charter() + more)
    board.wait(minutes=1)
    submit(board, ONE, text)
    if opened:
        open_it(board, ONE)
    return board


def by_hand(board: SmallBoard, files: dict[str, str | bytes], by: str, at: datetime | None = None) -> None:
    """A member commits files with her own program; the commit says the time there is, or `at`."""
    History(board.path, clock=int((at or board.now).timestamp())).commit(files, by)
    git(board.path, "reset", "-q", "--hard", "main")
    board.wait(minutes=5)


def others_work(board: SmallBoard, *members: str, at: datetime | None = None) -> None:
    for member in members:
        by_hand(board, {f"meetings/{board.now:%m%d}-{member}.md": "Hello.\n"}, member, at)


def told(board: SmallBoard) -> tuple[int, list[tuple[str, str]]]:
    """The answer from the founding, and the dates that it tells; on from the pin it is the same."""
    answers = [verify(board.path, from_genesis=whole) for whole in (False, True)]
    found = [
        (one.status, [(each.code, each.path) for each in one.unproven if each.code.startswith("date.")])
        for one in answers
    ]
    assert found[0] == found[1]
    return found[1]


def agree(board: SmallBoard, path: str, data: bytes, member: str, number: int) -> None:
    """A member's act by which a path becomes these bytes."""
    text = f'path = "{path}"\nsha256 = "{sha256(data)}"\nreason = "Both are away."\nat = {format_utc(board.now)}\n'
    by_hand(board, {f"{path.rpartition('/')[0]}/acts/{number}-{member}.toml": text}, member)


def opening(board: SmallBoard, by: str, at: datetime, *, alone: bool = False, path: str = "") -> bytes:
    """The docket as it would be, had somebody opened the proposal at another moment."""
    world = board.session("ben").world
    hand = Hand(by, at, world.snapshot.commit, together=not alone)
    made, _ = docketing.next_opening(world, docketing.case_to_open(world, ONE), hand)
    return append_opening(world.snapshot.read(DOCKET) or b"", replace(made, path=path))


def decision(board: SmallBoard, proposal: str, by: str, at: datetime, *, alone: bool = False) -> deciding.Deed:
    world = board.session(by).world
    hand = Hand(by, at, world.snapshot.commit, together=not alone)
    return deciding._deed(world, load_case(world, proposal), hand, FreeParts())


# What two do together


def test_row_69_two_open_in_the_past_and_silence_is_no_consent_at_once(tmp_path: Path) -> None:
    """Given acts and docket of today, when two date their opening two weeks back, then verify cannot say yes."""
    board = begun(tmp_path)
    board.wait(days=40)
    docket = opening(board, "ben", board.now - timedelta(days=14))
    agree(board, DOCKET, docket, "ben", 1)
    agree(board, DOCKET, docket, "lena", 2)
    by_hand(board, {DOCKET: docket}, "lena")
    assert told(board) == (0, [("date.apart", DOCKET)])
    decide_it(board, ONE)
    assert told(board) == (3, [("date.apart", DOCKET), ("date.decisive", RECORD)])


def test_row_69_two_open_on_no_day_before_the_first_of_them_agreed(tmp_path: Path) -> None:
    """Given an opening dated two days back, which an act could have waited, when both acts are of today, it is told."""
    board = begun(tmp_path)
    board.wait(days=40)
    docket = opening(board, "ben", board.now - timedelta(days=2))
    agree(board, DOCKET, docket, "ben", 1)
    agree(board, DOCKET, docket, "lena", 2)
    by_hand(board, {DOCKET: docket}, "lena")
    assert told(board) == (0, [("date.apart", DOCKET)])


@pytest.mark.parametrize("late", [False, True], ids=["at once", "after a month"])
def test_row_69_an_act_that_nobody_joined_in_time_opens_nothing_in_the_past(tmp_path: Path, late: bool) -> None:
    """Given one honest act, when another joins it a month later, then the window ran from no day before two days."""
    board = begun(tmp_path)
    docket = opening(board, "ben", board.now)
    agree(board, DOCKET, docket, "ben", 1)
    board.wait(days=30 if late else 1)
    agree(board, DOCKET, docket, "lena", 2)
    by_hand(board, {DOCKET: docket}, "lena")
    board.wait(days=0 if late else 30)
    decide_it(board, ONE)
    expected = (3, [("date.apart", DOCKET), ("date.decisive", RECORD)])
    assert told(board) == (expected if late else (0, []))


@pytest.mark.parametrize("back", [0, 30])
def test_row_69_two_decide_on_no_day_before_they_agreed(tmp_path: Path, back: int) -> None:
    """Given a late condition that freezes a ring, when two date their decision before it was due, it is told."""
    board = begun(tmp_path, PROPOSAL, opened=False)
    by_hand(board, {path: data for path, data in board_files(Layout()).items() if path == "policy.toml"}, "ana")
    open_it(board, ONE)
    due = date(2026, 10, 12)
    conditions = (Condition("c1", "Measure it", "mo", due, "A file", "kim"),)
    board.vote("ana", ONE, "approve-with-conditions", conditions=conditions)
    for member in ALL[1:]:
        board.vote(member, ONE, "approve")
    decide_it(board, ONE)
    submit(board, TWO, PROPOSAL.replace('target_ring = "beta"', 'target_ring = "general"'))
    open_it(board, TWO)
    for member in ALL:
        board.vote(member, TWO, "approve")
    board.wait(days=back)
    made = decision(board, TWO, "ben", board.now - timedelta(days=back))
    for number, member in enumerate(("ben", "lena"), 1):
        agree(board, made.path, made.data, member, number)
    by_hand(board, dict(made.change.files), "lena")
    record = f"decisions/{TWO}/record.toml"
    assert told(board) == ((3, [("date.apart", record), ("date.decisive", record)]) if back else (0, []))


def test_row_69_two_who_join_on_the_last_day_over_a_weekend_are_left_in_peace(tmp_path: Path) -> None:
    """Given acts on a Friday and the Tuesday after, while others work, then nothing is told of what two did."""
    board = begun(tmp_path)
    board.now = datetime(2026, 10, 9, 6, tzinfo=board.now.tzinfo)
    open_together(board.session("ben"), ONE)
    board.wait(days=4, hours=12)
    others_work(board, "ana", "chiara", "kim")
    open_together(board.session("lena"), ONE)
    board.now = datetime(2026, 10, 30, 6, tzinfo=board.now.tzinfo)
    decide_together(board.session("ben"), ONE, reason="Ana and Kim are away.")
    board.wait(days=4, hours=12)
    others_work(board, "ana", "chiara", "kim")
    decide_together(board.session("lena"), ONE, reason="Ana and Kim are away.")
    assert told(board) == (0, [])


@pytest.mark.parametrize(("second", "first"), [(8, 6), (12, 8), (10, 8), (13, 9)])
def test_row_69_the_first_act_may_be_two_working_days_older(tmp_path: Path, second: int, first: int) -> None:
    """Given the day of a second act in October 2026, then a weekend adds to the two working days before it."""
    rules = begun(tmp_path).session("ana").charter
    noon = int(datetime(2026, 10, second, 12, tzinfo=UTC).timestamp())
    assert joined_from(noon, rules) == int(datetime(2026, 10, first, tzinfo=UTC).timestamp())
    assert joined_from(999_999_999_999, rules) == 0, "no such day"


# What is dated ahead


def faults(board: SmallBoard) -> tuple[int, list[tuple[str, str]]]:
    """The answer from the founding, and every fault."""
    report = verify(board.path, from_genesis=True)
    return report.status, [(each.code, each.path) for each in report.faults]


@pytest.mark.parametrize("path", ["", "expedited"])
def test_row_69_an_opening_dated_ahead_opens_nothing(tmp_path: Path, path: str) -> None:
    """Given an opening dated 20 days after its commit, which would make the short way long, then nothing is open."""
    board = begun(tmp_path, PROPOSAL.replace("[facts]\n", LOW))
    far = board.now + timedelta(days=20)
    by_hand(board, {DOCKET: opening(board, "ana", far, alone=True, path=path)}, "ana")
    assert faults(board) == (1, [("date.made-up", DOCKET)])
    with pytest.raises(Refused):
        board.vote("ben", ONE, "approve")


def test_row_69_an_opening_whose_commit_is_dated_ahead_too_is_made_again_today(tmp_path: Path) -> None:
    """Given a docket and a commit of 2150, when the secretary opens it again, then its window begins today."""
    board = begun(tmp_path)
    far = datetime(2150, 1, 5, 9, tzinfo=UTC)
    by_hand(board, {DOCKET: opening(board, "ana", far, alone=True)}, "ana", far)
    shown = docketing.opening_preview(board.session("kim"), ONE)
    assert (shown.why_not, "2150" in shown.why_again) == ("", True)
    open_proposal(board.session("kim"), ONE)
    board.wait(days=20)
    decide_it(board, ONE, "kim")
    assert faults(board) == (0, [])
    with pytest.raises(Refused, match="decided"):
        open_proposal(board.session("kim"), ONE)


@pytest.mark.parametrize("ahead", [0, 1100])
def test_row_69_a_decision_dated_ahead_decides_nothing(tmp_path: Path, ahead: int) -> None:
    """Given a record dated three years ahead in a commit of today, so that it would last longer, then it is none."""
    board = begun(tmp_path, PROMOTE, opened=True)
    for member in ALL:
        board.vote(member, ONE, "approve")
    made = decision(board, ONE, "ana", board.now + timedelta(days=ahead), alone=True)
    by_hand(board, dict(made.change.files), "ana")
    assert faults(board) == ((1, [("date.made-up", RECORD)]) if ahead else (0, []))


@pytest.mark.parametrize(("text", "says"), [(PROMOTE, "approved until 2026-"), (PATCH, "open to a pull until 2026-")])
@pytest.mark.parametrize("back", [0, 300])
def test_row_69_a_decision_dated_back_takes_no_day_away(tmp_path: Path, text: str, says: str, back: int) -> None:
    """Given a yes dated back, so that it ends on arrival or no seat may pull it, then verify cannot say yes."""
    board = begun(tmp_path, text, opened=True)
    for member in ALL:
        board.vote(member, ONE, "approve")
    made = decision(board, ONE, "ana", board.now - timedelta(days=back), alone=True)
    by_hand(board, dict(made.change.files), "ana")
    status, found = told(board)
    assert (status, found[-1:]) == ((3, [("date.decisive", RECORD)]) if back else (0, []))
    words = [each.words for each in verify(board.path).unproven if each.code == "date.decisive"]
    assert [says in each for each in words] == [True] * bool(back)


# Follow-ups and registers


@pytest.mark.parametrize(("days", "said"), [(20, 0), (100, 0), (100, 90)])
def test_row_69_no_seat_pulls_a_decided_standard_change_after_its_time(tmp_path: Path, days: int, said: int) -> None:
    """Given a standard change decided a hundred days ago, then a seat's own file, dated back or not, ends nothing."""
    board = begun(tmp_path, PROPOSAL.replace('change_class = "major"', 'change_class = "patch"'), opened=True)
    board.vote("ana", ONE, "approve")
    decide_it(board, ONE)
    board.wait(days=days)
    at = format_utc(board.now - timedelta(days=said))
    path = f"decisions/{ONE}/follow-up/0001-pulled.toml"
    by_hand(board, {path: f'kind = "pulled"\nmember = "lena"\ntext = "No."\nat = {at}\n'}, "lena")
    report = verify(board.path, from_genesis=True)
    late = [("follow-up.not-entitled", path)] if days > 28 else []
    assert [(each.code, each.path) for each in report.faults] == late


ENTRY = "registers/models/search.toml"


def entry(status: str) -> str:
    return f'id = "search"\nversion = "1.1.0"\nstatus = "{status}"\nring = "beta"\nsha256 = "{"a" * 64}"\n'


def settled(board: SmallBoard) -> dict[str, str]:
    """What the registers settled, from the founding; on from the pin it is the same."""
    found = []
    for whole in (False, True):
        assert verify(board.path, from_genesis=whole).status == 0
        found.append(Uses.of(Pins(open_repository(board.path).key).load().uses).settled)
    assert found[0] == found[1]
    return found[1]


@pytest.mark.parametrize("chair", [False, True], ids=["two ahead before it", "dated ahead by the chair"])
def test_row_69_dates_ahead_let_no_approval_lapse_that_was_used_in_time(tmp_path: Path, chair: bool) -> None:
    """Given a first use on day 10 that dates ahead make late, when two others sign what is earlier, it was in time."""
    board = begun(tmp_path, PROMOTE, opened=True)
    for member in ALL:
        board.vote(member, ONE, "approve")
    decide_it(board, ONE)
    by_hand(board, {ENTRY: entry("candidate")}, "kim")
    board.wait(days=10)
    far = board.now + timedelta(days=80)
    others_work(board, *([] if chair else ["ben", "mo"]), at=far)
    by_hand(board, {ENTRY: entry("approved")}, "kim", far if chair else None)
    assert settled(board) == {ONE: "no"}
    for member in ("chiara", "lena") if chair else ("chiara",):
        board.wait(days=1)
        others_work(board, member)
    assert settled(board) == {ONE: "yes"}


def test_row_69_two_who_date_back_bring_nothing_back_that_lapsed_for_three(tmp_path: Path) -> None:
    """Given a first use after its time behind commits of three, when two date notes back, then it stays lapsed."""
    board = begun(tmp_path, PROMOTE, opened=True)
    for member in ALL:
        board.vote(member, ONE, "approve")
    decide_it(board, ONE)
    by_hand(board, {ENTRY: entry("candidate")}, "kim")
    back = board.now + timedelta(days=10)
    board.wait(days=80)
    others_work(board, "ana", "ben", "lena")
    by_hand(board, {ENTRY: entry("approved")}, "kim")
    others_work(board, "mo", "chiara", at=back)
    assert settled(board) == {ONE: "no"}


def test_row_69_one_member_does_not_bring_back_what_lapsed(tmp_path: Path) -> None:
    """Given a first use after its time, when one member signs a commit dated back, then the approval stays lapsed."""
    board = begun(tmp_path, PROMOTE, opened=True)
    for member in ALL:
        board.vote(member, ONE, "approve")
    decide_it(board, ONE)
    by_hand(board, {ENTRY: entry("candidate")}, "kim")
    back = board.now + timedelta(days=10)
    board.wait(days=80)
    by_hand(board, {ENTRY: entry("approved")}, "kim")
    others_work(board, "chiara", at=back)
    others_work(board, "ana", "ben")
    assert settled(board) == {ONE: "no"}


def spoilt(folder: Path) -> SmallBoard:
    """An honest decision of the short way, made within the hour behind two commits that are dated 300 days ahead."""
    board = begun(folder, PROPOSAL.replace("[facts]\n", LOW))
    open_proposal(board.session("ana"), ONE, expedited=True)
    board.wait(minutes=1)
    others_work(board, "mo", "lena", at=board.now + timedelta(days=300))
    for member in ("ana", "ben"):
        board.vote(member, ONE, "approve")
    decide_it(board, ONE)
    return board


DECISIVE = ("date.decisive", RECORD)


@pytest.mark.parametrize("later", [1, 400])
def test_row_69_two_who_date_ahead_spoil_an_honest_decision_until_two_others_sign(tmp_path: Path, later: int) -> None:
    """Given notes dated 300 days ahead, when two others sign what is earlier, then the short way of before holds."""
    board = spoilt(tmp_path)
    assert (told(board)[0], DECISIVE in told(board)[1]) == (3, True)
    for member in ("chiara", "kim"):
        assert DECISIVE in told(board)[1], "one of them alone takes nothing back"
        others_work(board, member)
    assert (told(board)[0], DECISIVE in told(board)[1]) == (0, False)
    board.wait(days=later)
    others_work(board, "chiara", "kim", "ben")
    assert told(board)[0] == 0, "nor does it come back with the days"


def test_row_69_what_was_decided_too_early_stays_so_whoever_signs_afterwards(tmp_path: Path) -> None:
    """Given an approval dated back by its own file, when others sign earlier commits, then verify still doubts."""
    board = begun(tmp_path, PROMOTE, opened=True)
    for member in ALL:
        board.vote(member, ONE, "approve")
    made = decision(board, ONE, "ana", board.now - timedelta(days=300), alone=True)
    by_hand(board, dict(made.change.files), "ana")
    others_work(board, "chiara", "kim", "ben")
    assert DECISIVE in told(board)[1]


@pytest.mark.parametrize("when", ["before", "between", "after"])
def test_row_69_two_who_date_back_take_no_honest_day_away(tmp_path: Path, when: str) -> None:
    """Given an opening dated back behind commits of three, whenever two others date notes back, verify still doubts."""
    board = begun(tmp_path)
    board.wait(days=40)
    others_work(board, "ben", "kim", "lena")
    back = board.now - timedelta(days=14)
    if when == "before":
        others_work(board, "mo", "chiara", at=back)
    by_hand(board, {DOCKET: opening(board, "ana", back, alone=True)}, "ana", back)
    if when == "between":
        others_work(board, "mo", "chiara", at=back)
    decide_it(board, ONE)
    if when == "after":
        assert DECISIVE in told(board)[1]
        others_work(board, "mo", "chiara", at=back)
    assert (told(board)[0], DECISIVE in told(board)[1]) == (3, True)
