"""Dates are claims, and signed commits say when they cannot be true; honest clocks and late work are left in peace."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from board.actions import verifying
from board.actions.cases import load_case
from board.actions.deciding import decide_together, preview
from board.actions.docketing import open_together
from board.actions.following import appeal
from board.actions.messaging import ask
from board.actions.proof_check import check
from board.actions.proving import prove
from board.actions.restoring import to_restore
from board.actions.verifying import verify, verify_store
from board.actions.witnessing import Watch
from board.core.dates import add_working_days, format_utc, local_date
from board.core.rules import window_days
from board.store.repository import open_repository
from board.trust.dating import Dates
from board.trust.report import Report
from tests.boards import PROPOSAL, SmallBoard
from tests.trust.history import charter_change, decide_it, open_it, submit
from tests.trust.live import YES, LiveBoard, live_board

ONE, TWO = "2026/0001-retire", "2026/0002-tokenizer"
DOCKET, RECORD = f"decisions/{ONE}/docket.toml", f"decisions/{ONE}/record.toml"
RETIRE = f"""+++
title = "Retire lettersort"
kind = "model-retire"
proposer = "nora"
[facts]
models = [{{ id = "search", version = "1.1.0", sha256 = "{"a" * 64}" }}]
data_disposal = false
reason = "Old"
replacement = "none"
sunset_on = 2027-03-01
+++
It is old.
"""
Edit = Callable[[str], str]


def board_with(proposal: str = ONE, text: str = RETIRE) -> LiveBoard:
    """A board with one proposal open; silence is consent there."""
    board = live_board()
    submit(board, proposal, text, {"answers.toml": YES})
    open_it(board, proposal)
    return board


def busy() -> LiveBoard:
    """A board on which ana, ben and chiara signed something, with a retirement submitted."""
    board = board_with(TWO, PROPOSAL.replace('"mo"', '"nora"'))
    for member in ("ben", "chiara"):
        board.vote(member, TWO, "approve")
    submit(board, ONE, RETIRE, {"answers.toml": YES})
    return board


def seconds(at: datetime) -> int:
    return int(at.timestamp())


def again(board: LiveBoard, edit: Edit, by: str = "kim", at: datetime | None = None) -> str:
    """The newest commit once more, by a member's own hand: its dates as she likes, its commit dated `at`."""
    tip = board.store.tip()
    parent = board.store.history()[-1].parents[0]
    files = {path: board.store.snapshot(tip).read(path) or b"" for path in board.store._changed(tip, parent)}
    board.store.move(parent)
    return board.store.forge({path: edit(data.decode()) for path, data in files.items()}, by, seconds(at or board.now))


def dated(**days: datetime | str) -> Edit:
    """Replace dates in a file."""

    def edit(text: str) -> str:
        for name, day in days.items():
            told = format_utc(day) if isinstance(day, datetime) else day
            text = re.sub(rf"(?m)^{name} = \S+$", f"{name} = {told}", text)
        return text

    return edit


def opened_back(board: LiveBoard, proposal: str = ONE, days: int = 30) -> Edit:
    """An opening dated so many days back, its window with it."""
    session, at = board.session("kim"), board.now - timedelta(days=days)
    long = window_days(session.charter, load_case(session.world, proposal).proposal.kind)
    first = local_date(at, session.charter.timezone)
    return dated(opened_at=at, window_ends=str(add_working_days(first, long, session.charter.holidays)))


def told(report: Report) -> list[tuple[str, str]]:
    return [(fault.code, fault.commit) for fault in report.unproven if fault.code.startswith("date.")]


def made_up(report: Report) -> list[str]:
    """The commits of what names a moment after its own commit."""
    return [fault.commit for fault in report.faults if fault.code == "date.made-up"]


def test_row_69_an_opening_dated_a_month_back_does_not_end_a_window_in_a_minute() -> None:
    """Given an opening that its secretary dated back, when she decides by silence, then verify cannot say yes."""
    board = board_with()
    bad = again(board, opened_back(board))
    assert told(verify_store(board.store)) == [("date.apart", bad)]
    board.wait(minutes=5)
    seen = preview(board.session("kim"), ONE).problems
    assert [each.severity for each in seen if each.code == "date.decisive"] == ["warning"], "she is told before"
    decide_it(board, ONE, "kim")
    report = verify_store(board.store)
    assert (report.status, report.faults, report.decisions) == (3, (), 1)
    assert told(report) == [("date.apart", bad), ("date.decisive", board.store.tip())]
    whole = verify_store(board.store, from_genesis=True)
    assert (whole.status, told(whole)) == (3, told(report))


def test_row_69_an_opening_whose_commit_is_dated_back_too_stands_behind_commits_of_others() -> None:
    """Given commit and file dated back alike, then what two other members signed before it tells."""
    board = busy()
    open_it(board, ONE)
    back = board.now - timedelta(days=30)
    bad = again(board, opened_back(board), at=back)
    board.wait(minutes=5)
    decide_it(board, ONE, "kim")
    report = verify_store(board.store)
    assert (report.status, told(report)) == (3, [("date.order", bad), ("date.decisive", board.store.tip())])


def early_decision(board: LiveBoard, days: int, at: datetime | None = None) -> str:
    """Kim decides today what may be decided in some days, and dates it so."""
    today = board.now
    board.wait(days=days)
    decide_it(board, ONE, "kim")
    board.now = today
    return again(board, lambda text: text, at=at or today)


def test_row_69_a_decision_dated_after_the_window_does_not_make_it_end() -> None:
    """Given a decision that says it was made in ten days, in a commit of today, then it is none."""
    board = board_with()
    bad = early_decision(board, 10)
    report = verify_store(board.store)
    assert (report.status, made_up(report), report.decisions) == (1, [bad], 0)


def test_row_69_a_decision_from_the_future_is_told_once_another_opens_or_decides() -> None:
    """Given a decision whose commit too is dated in ten days, when the chair opens something, then the two differ."""
    board = busy()
    open_it(board, ONE)
    early_decision(board, 10, board.now + timedelta(days=10))
    assert told(verify_store(board.store)) == []
    submit(board, "2026/0003-next", PROPOSAL.replace('"mo"', '"nora"'), {"answers.toml": YES})
    open_it(board, "2026/0003-next", "ana")
    assert told(verify_store(board.store)) == [("date.order", board.store.tip())]


def test_row_69_a_board_may_settle_a_decisive_date_that_was_a_wrong_clock() -> None:
    """Given a decision that rests on its dates, when the board acknowledges it, then verify says yes and tells it."""
    board = board_with()
    again(board, opened_back(board))
    decide_it(board, ONE, "kim")
    bad = board.store.tip()
    assert verify_store(board.store).status == 3
    assert list(to_restore(board.session("ana")).doubts) == [bad]
    board.wait(days=1)
    charter_change(board, TWO, {}, acknowledges=(bad,), decided=False)
    for member in ("ruth", "iris"):
        board.vote(member, TWO, "approve")
    decide_it(board, TWO)
    report = verify_store(board.store)
    assert (report.status, [(one.code, one.commit) for one in report.settled]) == (0, [("date.decisive", bad)])
    assert not to_restore(board.session("ana")).doubts


def test_row_69_dates_that_decide_nothing_leave_the_answer_at_yes() -> None:
    """Given a back-dated opening on which every seat voted, when it is decided, then the date is told and no more."""
    board = board_with(TWO, PROPOSAL.replace('"mo"', '"nora"'))
    bad = again(board, opened_back(board, TWO))
    for member in ("ana", "ben", "chiara", "lena"):
        board.vote(member, TWO, "approve")
    decide_it(board, TWO)
    report = verify_store(board.store)
    assert (report.status, told(report)) == (0, [("date.apart", bad)])
    assert told(verify_store(board.store)) == told(report), "what was told is told again from the pin"


def test_row_69_an_opening_before_the_pin_is_remembered_for_the_decision_after_it() -> None:
    """Given a back-dated opening that was verified, when it decides later, then the walk from there finds it too."""
    board = board_with()
    again(board, opened_back(board))
    assert verify_store(board.store).status == 0
    decide_it(board, ONE, "kim")
    assert verify_store(board.store).status == 3
    pinned = Dates.of({"latest": {"ana": 1}, "opened": {}, "voted": {}, "last": None})
    assert (Dates.of(pinned.kept()), Dates.of("nonsense"), Dates.of({"latest": 7})) == (pinned, Dates(), Dates())


def test_row_22_a_ballot_dated_before_its_opening_and_one_from_the_future_are_told() -> None:
    board = board_with(TWO, PROPOSAL.replace('"mo"', '"nora"'))
    board.vote("ben", TWO, "approve")
    first = again(board, dated(cast_at=board.now - timedelta(days=3)), "ben")
    board.vote("chiara", TWO, "approve")
    second = again(board, dated(cast_at=board.now + timedelta(days=3)), "chiara")
    report = verify_store(board.store)
    assert (report.status, made_up(report), told(report)) == (1, [second], [("date.order", first)])


def test_row_22_a_decision_dated_before_a_ballot_that_it_counts_is_told() -> None:
    """Given a ballot by a clock that is days ahead, when the decision counts it, then the two dates are told."""
    board = board_with(TWO, PROPOSAL.replace('"mo"', '"nora"'))
    ahead = board.now + timedelta(days=4)
    for member in ("ana", "ben", "lena", "chiara"):
        board.vote(member, TWO, "approve")
    again(board, dated(cast_at=ahead), "chiara", ahead)
    decide_it(board, TWO)
    report = verify_store(board.store)
    assert (report.status, told(report)) == (0, [("date.order", board.store.tip())])


def test_row_69_a_follow_up_dated_before_its_decision_is_told() -> None:
    board = board_with(TWO, PROPOSAL.replace('"mo"', '"nora"'))
    for member in ("ana", "ben", "chiara", "lena"):
        board.vote(member, TWO, "approve")
    decide_it(board, TWO)
    appeal(board.session("ben"), TWO, text="Why so?", ground="error")
    bad = again(board, dated(at=board.now - timedelta(days=5)), "ben")
    assert told(verify_store(board.store)) == [("date.order", bad)]


@pytest.mark.parametrize("hours", [-23, -1, 1, 23])
def test_row_69_a_clock_that_is_hours_off_is_not_told(hours: int) -> None:
    """Given a secretary whose clock is wrong by less than a day, then nothing is said of her dates."""
    board = busy()
    board.wait(hours=hours)
    open_it(board, ONE)
    board.wait(hours=-hours)
    for member in ("ana", "ben", "chiara", "lena"):
        board.vote(member, ONE, "approve")
    board.wait(days=20)
    decide_it(board, ONE, "kim")
    report = verify_store(board.store)
    assert (report.status, told(report)) == (0, [])


def test_row_69_honest_work_that_is_sent_days_late_is_not_told() -> None:
    """Given ballots cast offline, when they arrive days later behind newer commits, then nothing is told of them."""
    board = busy()
    open_it(board, ONE)
    cast = board.now
    board.wait(days=4)
    board.vote("chiara", ONE, "approve")
    for member in ("ana", "ben"):
        today, board.now = board.now, cast
        board.vote(member, ONE, "approve")
        board.now = today
    board.wait(days=20)
    decide_it(board, ONE, "kim")
    report = verify_store(board.store)
    assert (report.status, told(report)) == (0, [])


def test_row_69_two_who_open_and_decide_together_agreed_on_the_date_days_before() -> None:
    """Given two who each sign days apart, with others at work in between, then nothing is told of their dates."""
    board = busy()
    for act in (open_together, partial(decide_together, reason="Ana and Kim are away.")):
        act(board.session("ben"), ONE)
        for member in ("chiara", "lena", "ana"):
            board.wait(hours=14)
            ask(board.session(member), TWO, "Why?")
        act(board.session("lena"), ONE)
        if act is open_together:
            for member in ("ana", "ben", "chiara", "lena"):
                board.vote(member, ONE, "approve")
    report = verify_store(board.store)
    assert (report.status, report.decisions, told(report)) == (0, 1, [])


def test_row_69_a_proof_of_a_decision_that_came_too_early_proves_nothing(tmp_path: Path) -> None:
    """Given a decision that rests on its dates, when it is handed to a stranger in one file, then he is told so."""
    board = board_with()
    again(board, opened_back(board))
    decide_it(board, ONE, "kim")
    board.store.dump(tmp_path / "clone")
    clone = SmallBoard(tmp_path / "clone", open_repository(tmp_path / "clone", "main"), now=board.now)
    data, checked = prove(clone.session("ana"), ONE)
    for one in (checked, check(data, "proof.json")):
        assert (one.status, [fault.code for fault in one.doubts]) == (3, ["date.apart", "date.decisive"])


def test_row_69_one_members_wild_clock_speaks_against_nobody_else() -> None:
    """Given a ballot from the year 2030, then what others open and decide after it is as good as before."""
    board = busy()
    future = board.now + timedelta(days=1500)
    board.vote("ben", TWO, "reject", reason="No.")
    again(board, dated(cast_at=future), "ben", future)
    open_it(board, ONE)
    board.wait(days=20)
    decide_it(board, ONE, "kim")
    report = verify_store(board.store)
    assert (report.status, told(report)) == (0, [])


WILD = datetime(2099, 1, 1, tzinfo=UTC)


def wild(board: LiveBoard, *members: str) -> None:
    """Each of these members sends a message in a commit of the year 2099."""
    for member in members:
        ask(board.session(member), TWO, "Why?")
        again(board, str, member, WILD)


@pytest.mark.parametrize("then", [("ben", "chiara"), ("lena", "mo")])
def test_row_69_two_wild_clocks_do_not_cast_doubt_on_every_later_decision(then: tuple[str, str]) -> None:
    """Given two whose clocks said 2099, when they or two others sign what is earlier, then decisions rest on that."""
    board = busy()
    wild(board, "ben", "chiara")
    open_it(board, ONE)
    opened = board.store.tip()
    for member in then:
        ask(board.session(member), TWO, "And now?")
    board.wait(days=20)
    decide_it(board, ONE, "kim")
    for report in (verify_store(board.store), verify_store(board.store, from_genesis=True)):
        assert (report.status, report.decisions, told(report)) == (0, 1, [("date.order", opened)])


def test_row_69_one_member_does_not_take_back_what_two_signed() -> None:
    """Given an opening dated back behind commits of two, when one more signs an old date, then verify still doubts."""
    board = busy()
    open_it(board, ONE)
    back = board.now - timedelta(days=30)
    again(board, opened_back(board), at=back)
    ask(board.session("lena"), TWO, "Why?")
    again(board, str, "lena", back)
    decide_it(board, ONE, "kim")
    report = verify_store(board.store)
    assert (report.status, told(report)[-1]) == (3, ("date.decisive", board.store.tip()))


def test_row_69_a_commit_dated_beyond_the_calendar_is_told_without_a_crash() -> None:
    board = board_with()
    tip = board.store.history()[-1].parents[0]
    docket = board.store.snapshot().read(DOCKET) or b""
    board.store.move(tip)
    bad = board.store.forge({DOCKET: docket}, "kim", 999_999_999_999)
    assert told(verify_store(board.store)) == [("date.apart", bad)]
    board.wait(days=20)
    decide_it(board, ONE, "kim")
    assert verify_store(board.store).status in (0, 3)


def test_row_69_an_opening_of_a_day_to_come_is_told_by_the_clock_here_and_changes_no_answer(tmp_path: Path) -> None:
    board = board_with()
    board.store.dump(tmp_path / "clone")
    for days, expected in ((0, []), (3, ["date.ahead"])):
        report = verify(tmp_path / "clone", watch=Watch(board.now - timedelta(days=days)))
        assert (report.status, [one.code for one in report.notes]) == (0, expected)


def test_row_69_many_odd_dates_are_counted_and_not_listed_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "_DATED", 1)
    board = board_with(TWO, PROPOSAL.replace('"mo"', '"nora"'))
    for member in ("ben", "chiara", "lena"):
        board.vote(member, TWO, "approve")
        last = again(board, dated(cast_at=board.now - timedelta(days=3)), member)
    listed = [fault for fault in verify_store(board.store).unproven if fault.code == "date.order"]
    assert (len(listed), listed[-1].commit, listed[-1].words[:2]) == (2, last, "2 ")


def test_row_22_a_decoy_in_the_text_does_not_stand_for_the_date() -> None:
    """Given a date spelled with an escape beside a line of prose that looks like one, then the real one is read."""
    board = board_with(TWO, PROPOSAL.replace('"mo"', '"nora"'))
    board.vote("ben", TWO, "approve", reason="Fine.")
    honest, late = format_utc(board.now), format_utc(board.now + timedelta(days=9))

    def decoy(text: str) -> str:
        text = re.sub(r"(?m)^cast_at = \S+$", f'"cast\\\\u005fat" = {late}', text)
        return re.sub(r'(?m)^reason = ".*"$', f'reason = """\ncast_at = {honest}\n"""', text)

    bad = again(board, decoy, "ben")
    assert made_up(verify_store(board.store)) == [bad]
