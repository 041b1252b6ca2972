"""Lists from the cache are the lists of the files: the same rows, the same tasks, on every day and at every tip."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from board.actions import browse, crowd, deciding, docketing, following, rows
from board.actions.cases import load_case
from board.actions.emergency import restrict
from board.actions.entries import entries
from board.actions.load import World
from board.actions.model import Filter
from board.actions.rows import cached, cached_inbox, fresh, fresh_inbox, inbox_of, stream
from board.actions.rows_child import start
from board.actions.rows_worker import in_child
from board.actions.session import Session, open_session, utc_now
from board.actions.stopped import row_of
from board.core.ageing import on_evidence
from board.core.ballot import Condition
from board.core.case import Stage, Summary
from board.core.finding import Finding, Refused
from board.core.stage import tasks
from board.store.base import Change, Person
from board.store.homes import cache_home
from tests.boards import PROPOSAL, SmallBoard, small_board
from tests.conftest import demo_copied
from tests.soak import SOAK, count

EMERGENCY = PROPOSAL.replace('kind = "model-change"', 'kind = "emergency-action"')


@pytest.fixture
def board(tmp_path: Path) -> SmallBoard:
    return small_board(tmp_path)


def in_full(session: Session) -> tuple[Summary, ...]:
    """Every row worked out from all files, newest first, nothing kept."""
    return tuple(
        row_of(session.world, load_case(session.world, one), session.today)
        for one in sorted(session.world.ids, reverse=True)
    )


@pytest.mark.slow
@pytest.mark.soak
def test_the_worked_example_lists_as_if_every_file_had_been_read(demo_folder: Path, tmp_path: Path) -> None:
    """Given the worked example, then rows and tasks from records alone are those of the full cases."""
    place, now = tmp_path / "board", utc_now()
    demo_copied(demo_folder, place, tmp_path / "remote.git")
    for member in ("ana", "ben", "kim", "mo") if SOAK else ("kim", "mo"):
        session = open_session(place, member, lambda: now)
        expected = in_full(session)
        assert fresh(session) == expected
        assert fresh(open_session(place, member, lambda: now)) == expected
        told = (
            replace(task, summary=row)
            for row in reversed(expected)
            for task in tasks(load_case(session.world, row.id), member, session.today, now)
            if row.stage is Stage.IN_FORCE or not on_evidence(task.part)  # what runs no more needs no fresh evidence
        )
        inbox = inbox_of(told)
        assert (fresh_inbox(session).mine, fresh_inbox(session).others) == (inbox.mine, inbox.others)
    assert {row.stage for row in expected} >= {Stage.IN_FORCE, Stage.IN_REVIEW, Stage.SUBMITTED}
    still_true_on_every_day(session)


def still_true_on_every_day(session: Session) -> None:
    """A decided entry reads the same on every day that it says it holds, for more than a year: each third day here."""
    world, member = session.world, "mo"
    kept = entries(world, dict.fromkeys(world.ids, ""), member, session.today, world.ids)
    ids = {one: "" for one, entry in kept.items() if entry.closed}
    assert len(ids) > 5
    for later in range(0, 420, count(3, 1)):
        day = session.today + timedelta(days=later)
        for one, now in entries(world, ids, member, day, world.ids).items():
            if kept[one].holds(day):
                assert (now.row, now.tasks) == (kept[one].row, kept[one].tasks)
            else:
                kept[one] = now


def test_a_ballot_changes_its_own_row_and_no_other(board: SmallBoard) -> None:
    """Given kept rows, when one member votes and another proposal is decided, then the next list tells exactly that."""
    first, second = board.submit(), board.submit("2026/0002-second", PROPOSAL.replace("new tokenizer", "second one"))
    for proposal in (first, second):
        docketing.open_proposal(board.session("kim"), proposal)
    fresh(board.session("ana"))
    for member in ("ana", "ben", "chiara", "lena"):
        board.vote(member, first, "approve")
        assert fresh(board.session("ana")) == in_full(board.session("ana"))
    deciding.decide(board.session("ana"), first, deciding.preview(board.session("ana"), first))
    rows = fresh(board.session("ana"))
    assert rows == in_full(board.session("ana"))
    assert [row.stage for row in rows] == [Stage.IN_REVIEW, Stage.IN_FORCE]


def test_a_decision_that_replaces_another_is_told_in_both_rows(board: SmallBoard) -> None:
    """Given a kept row in force, when a later decision supersedes it, then the old row says so."""
    first = board.submit()
    text = PROPOSAL.replace('proposer = "mo"', f'proposer = "mo"\nsupersedes = "{first}"')
    for proposal in (first, board.submit("2026/0002-again", text)):
        docketing.open_proposal(board.session("kim"), proposal)
        for member in ("ana", "ben", "chiara", "lena"):
            board.vote(member, proposal, "approve")
        deciding.decide(board.session("ana"), proposal, deciding.preview(board.session("ana"), proposal))
        assert fresh(board.session("ana")) == in_full(board.session("ana"))
    assert [row.stage for row in fresh(board.session("ana"))] == [Stage.IN_FORCE, Stage.SUPERSEDED]


def test_a_stop_is_told_in_the_row_of_what_it_stops_from_the_files_and_from_the_cache(board: SmallBoard) -> None:
    """Given an approval in a kept list, when mo stops its version, then row, task, page and count say stopped."""
    first, second = board.submit(), board.submit("2026/0002-stop", EMERGENCY)
    docketing.open_proposal(board.session("kim"), first)
    for member in ("ana", "ben", "chiara", "lena"):
        board.vote(member, first, "approve")
    deciding.decide(board.session("ana"), first, deciding.preview(board.session("ana"), first))
    assert fresh(board.session("ana"))[1].stage is Stage.IN_FORCE
    board.wait(minutes=1)
    restrict(board.session("mo"), second, action="stop", text="It is off.")
    for _ in ("read anew", "as it was kept"):
        session = board.session("ana")
        rows = fresh(session)
        assert rows[1].stage is Stage.STOPPED and rows == in_full(session)
        assert [row.id for row in browse.listing(session, Filter(stage="stopped"))] == [first]
        assert [row.stage for row in browse.decisions(session)] == ["stopped"]
    assert [row.stage for page in in_child(session) for row in page.rows if row.id == first][-1] is Stage.STOPPED


def test_kept_lists_say_whether_they_are_of_this_tip_and_day(board: SmallBoard) -> None:
    """Given lists that were kept, when the tip moves or a day begins, then the old ones are shown as such."""
    assert cached(board.session("ana")) is None
    proposal = board.submit()
    rows, inbox = fresh(board.session("ana")), fresh_inbox(board.session("ana"))
    kept, kept_inbox = cached(board.session("ana")), cached_inbox(board.session("ana"))
    assert kept is not None and (kept.rows, kept.current) == (rows, True)
    assert kept_inbox is not None and (kept_inbox.inbox, kept_inbox.current) == (inbox, True)
    docketing.open_proposal(board.session("kim"), proposal)
    old = cached(board.session("ana"))
    assert old is not None and (old.rows, old.current) == (rows, False)
    fresh(board.session("ana"))
    board.wait(days=1)
    next_day = cached(board.session("ana"))
    assert next_day is not None and not next_day.current
    assert cached(board.session("ben")) is None


def test_a_damaged_cache_changes_no_row(board: SmallBoard) -> None:
    """Given kept rows, when the cache holds rubbish, then the list is read from the files."""
    board.submit()
    rows = fresh(board.session("ana"))
    for file in cache_home().glob("*.sqlite*"):
        file.write_bytes(b"rubbish" * 400)
    board.sessions.clear()
    assert fresh(board.session("ana")) == rows


def test_a_draft_of_the_work_tree_is_listed_beside_kept_rows(board: SmallBoard) -> None:
    """Given kept rows, when a draft lies in the work tree, changes and goes, then the list follows each time."""
    board.submit()
    before = fresh(board.session("mo"))
    draft = board.path / "proposals/2026/0009-draft.md"
    draft.parent.mkdir(parents=True, exist_ok=True)
    for title in ("One", "Two"):
        draft.write_text(PROPOSAL.replace("Give the search index a new tokenizer", title))
        rows = browse.listing(board.session("mo"), Filter())
        assert [(row.title, row.committed, row.stage) for row in rows[:1]] == [(title, False, Stage.DRAFT)]
        assert rows[1:] == before
    draft.unlink()
    assert fresh(board.session("mo")) == before


def test_a_load_tells_how_far_it_is_and_stops_when_asked(board: SmallBoard) -> None:
    """Given two proposals, when the rows are read, then progress ends at two of two; cancelled, nothing is kept."""
    board.submit()
    board.submit("2026/0002-second", PROPOSAL)
    heard: list[tuple[int, int]] = []
    assert fresh(board.session("ana"), cancelled=lambda: True) == ()
    assert cached(board.session("ana")) is None
    assert len(fresh(board.session("ana"), lambda done, of: heard.append((done, of)))) == 2
    assert heard[-1] == (2, 2)


def test_a_process_of_its_own_sends_the_same_pages(tmp_path: Path) -> None:
    """Given a repository, when a child process reads the rows, then its pages are those read here, and are kept."""
    board = small_board(tmp_path)
    board.submit()
    session = board.session("ana")
    session.now = open_session(board.path).now
    here = list(stream(session))
    assert [page.rows for page in in_child(session)] == [page.rows for page in here]


def test_follow_up_to_a_condition_moves_the_row(board: SmallBoard) -> None:
    """Given a decision with a condition, when proof is given, then the kept row waits for the verifier instead."""
    proposal = board.submit()
    docketing.open_proposal(board.session("kim"), proposal)
    for member in ("ben", "chiara", "lena"):
        board.vote(member, proposal, "approve")
    due = (board.now + timedelta(days=30)).date()
    condition = Condition("c1", "Measure it.", "mo", due, "The numbers", "kim")
    board.vote("ana", proposal, "approve-with-conditions", conditions=(condition,))
    deciding.decide(board.session("ana"), proposal, deciding.preview(board.session("ana"), proposal))
    assert fresh(board.session("ana"))[0].waiting_for == ("mo",)
    following.prove(board.session("mo"), proposal, condition="c1", text="Here it is.")
    assert fresh(board.session("ana"))[0].waiting_for == ("kim",)
    assert fresh(board.session("ana"))[0] == in_full(board.session("ana"))[0]


def test_a_process_started_before_the_repository_was_opened_sends_them_too(tmp_path: Path) -> None:
    """Given a child that began to read first, when the session takes it over, then its pages are those of the tip."""
    board = small_board(tmp_path)
    board.submit()
    session = board.session("ana")
    ahead = start(board.path)
    assert ahead is not None
    assert [page.done for page in in_child(session, ahead)] == [1]
    assert ahead.returncode is not None


def test_a_process_that_could_read_nothing_is_told_of(tmp_path: Path) -> None:
    """Given a child on a folder that no board governs, when its pages are asked for, then that is a finding."""
    ahead = start(tmp_path)
    with pytest.raises(Refused) as refusal:
        list(in_child(small_board(tmp_path / "board").session("ana"), ahead))
    assert refusal.value.findings[0].code == "rows.unread"


def test_what_is_due_by_the_hour_is_told_and_sorted_by_the_hour_from_the_cache_too(board: SmallBoard) -> None:
    """Given an emergency and a vote due today, then the four hours count down, come first, and turn late."""
    emergency = board.submit("2026/0003-stop", EMERGENCY)
    restrict(board.session("mo"), emergency, action="stop", text="The search index shows names.")

    def told() -> tuple[str, bool]:
        inbox = fresh_inbox(board.session("ana"))
        second = next(task for task in inbox.mine if task.act == "second")
        assert inbox.mine[0] == second, "nothing else is due so soon"
        kept = cached_inbox(board.session("ana"))
        assert kept is not None and kept.current and kept.inbox == inbox
        return second.words.rpartition(", is ")[2].partition(" `board follow-up ")[0], second.overdue

    begun = board.now
    assert told() == ("due in 4 hours.", False)
    board.now = begun + timedelta(minutes=1)
    stale = cached_inbox(board.session("ana"))
    assert stale is not None and not stale.current, "the words of an hour ago are not shown as those of now"
    assert told() == ("due in 3 hours.", False)
    board.now = begun + timedelta(hours=3, minutes=20)
    assert told() == ("due in less than an hour.", False)
    board.now = begun + timedelta(hours=4, seconds=1)
    assert told() == ("1 hour late.", True)
    assert told() == ("1 hour late.", True)


def test_row_57_a_flood_of_proposals_hides_none_that_the_board_took_up(
    board: SmallBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given more files than lists read, pushed onto one shelf, then the board's own rows stay and the flood is told."""
    for module in (crowd, rows):
        monkeypatch.setattr(module, "MOST", 3)
    monkeypatch.setattr(crowd, "_MANY", 5)
    board.submit("2026/0001-tokenizer")
    docketing.open_proposal(board.session("kim"), "2026/0001-tokenizer")
    board.submit("2026/0002-stemmer")
    flood: dict[str, bytes | None] = {f"proposals/2027/{n:04d}-flood.md": PROPOSAL.encode() for n in range(9)}
    board.store.write(lambda _: Change(flood, "Flood"), Person("Eve", "eve@x.example"), board.now, None)
    session = board.session("kim")
    told: list[Finding] = []
    session.faulty = told.append
    for listed in (fresh(session), fresh(session)):
        ids = [row.id for row in listed]
        assert len(ids) == 4
        assert {"2026/0001-tokenizer", "2026/0002-stemmer", "2027/0008-flood"} <= set(ids)
    assert {(one.code, one.where.path) for one in told} == {("proposals.crowded", "proposals/")}
    assert told[0].why and "git revert" in told[0].fix
    assert f"{board.store.tip()[:12]} (9 proposals)" in told[0].fix
    assert told[0] in fresh_inbox(session).findings


def test_row_57_a_flood_is_told_by_the_commit_that_added_most_and_never_by_an_honest_folder(
    board: SmallBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a flood in many near-empty folders, then its commit is named; one file a commit, and none is blamed."""
    for module in (crowd, rows):
        monkeypatch.setattr(module, "MOST", 3)
    monkeypatch.setattr(crowd, "_MANY", 5)
    for number in range(1, 4):
        board.submit(f"2026/000{number}-honest")
    eve = Person("Eve", "eve@x.example")
    one_by_one = crowd.crowded(board.session("kim").listed)
    assert one_by_one is None
    board.submit("2026/0004-honest")
    found = crowd.crowded(board.session("kim").listed)
    assert found is not None and "No one commit added many" in found.fix and "revert" not in found.fix
    honest = board.store.tip()
    flood: dict[str, bytes | None] = {f"proposals/{n}/0001-x.md": f"{PROPOSAL}{n}".encode() for n in range(3000, 3009)}
    board.store.write(lambda _: Change(flood, "Flood"), eve, board.now, None)
    found = crowd.crowded(board.session("kim").listed)
    assert found is not None and found.where is not None and found.where.path == "proposals/"
    assert board.store.tip()[:12] in found.fix and honest[:12] not in found.fix and "2026" not in found.fix


def test_row_57_dockets_that_nobody_signed_take_no_place_from_what_the_board_took_up(
    board: SmallBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given more made-up dockets than a list reads, newer than the board's own, then the board's own proposal stays."""
    for module in (crowd, rows):
        monkeypatch.setattr(module, "MOST", 2)
    monkeypatch.setattr(crowd, "_TAKEN_UP", 2)
    docket = taken_up(board)
    flooded(board, docket, 9)
    assert "2026/0001-tokenizer" in [row.id for row in fresh(board.session("kim"))]


def test_row_57_dockets_that_name_what_never_lay_there_cost_a_list_one_walk_and_no_search_for_each(
    board: SmallBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a push of made-up dockets, then the tip is judged once, and none of the proposals counts as opened."""
    monkeypatch.setattr(crowd, "STRANGE", 3)
    docket = taken_up(board)
    flooded(board, docket, 9)
    searched: list[str] = []
    look = World.holding

    def counted(world: World, proposal_id: str, wanted: Callable[[World], bool]) -> World | None:
        searched.append(proposal_id)
        return look(world, proposal_id, wanted)

    monkeypatch.setattr(World, "holding", counted)
    stages = {row.id: row.stage for row in fresh(board.session("kim"))}
    assert len(stages) == 10 and stages.pop("2026/0001-tokenizer") is Stage.IN_REVIEW
    assert searched == [] and set(stages.values()) == {Stage.SUBMITTED}


def taken_up(board: SmallBoard) -> bytes:
    """The docket of a proposal that the board took up."""
    board.submit("2026/0001-tokenizer")
    docketing.open_proposal(board.session("kim"), "2026/0001-tokenizer")
    return board.store.snapshot().read("decisions/2026/0001-tokenizer/docket.toml") or b""


def flooded(board: SmallBoard, docket: bytes, number: int) -> None:
    """The same docket pushed by an outsider for so many proposals of his own."""
    files: dict[str, bytes | None] = {}
    for n in range(number):
        files[f"proposals/2099/{n:04d}-x.md"] = f"{PROPOSAL}{n}".encode()
        files[f"decisions/2099/{n:04d}-x/docket.toml"] = docket + f"# {n}\n".encode()
    board.store.write(lambda _: Change(files, "Flood"), Person("Eve", "eve@x.example"), board.now, None)
