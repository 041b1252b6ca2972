"""Trying another charter on a real repository: rounds are replayed as the board saw them, and nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions import deciding, docketing
from board.actions.lab import Lab, candidates, try_charter
from board.core.finding import Refused
from board.core.record import Outcome
from tests.boards import CHARTER_TEXT, SmallBoard, git, small_board


@pytest.fixture
def board(tmp_path: Path) -> SmallBoard:
    """A board whose files are read as they lie: what these tests plant would have no effect otherwise."""
    made = small_board(tmp_path)
    made.judges = False
    return made


def decided(board: SmallBoard, name: str, **said: str) -> str:
    """A proposal taken up, voted on and decided after the window."""
    proposal = board.submit(name)
    docketing.open_proposal(board.session("kim"), proposal)
    for member, verdict in said.items():
        board.vote(member, proposal, verdict, reason="So it is.")
    board.wait(days=14)
    chair = board.session("ana")
    deciding.decide(chair, proposal, deciding.preview(chair, proposal))
    return proposal


def tried(board: SmallBoard, tmp_path: Path, text: str) -> Lab:
    file = tmp_path / "other.toml"
    file.write_text(text)
    return try_charter(board.session("ben"), file)


def with_voting(lines: str) -> str:
    return CHARTER_TEXT.replace("[members.ana]", f"[voting]\n{lines}\n\n[members.ana]", 1)


def test_every_past_round_is_replayed_and_its_record_is_what_the_files_yield(board: SmallBoard, tmp_path: Path) -> None:
    yes = decided(board, "2026/0001-yes", ana="approve", ben="approve", chiara="approve", lena="abstain")
    no = decided(board, "2026/0002-no", ana="reject", ben="reject", chiara="reject", lena="reject")
    lab = tried(board, tmp_path, CHARTER_TEXT)
    assert lab.changes == ()
    assert [(each.id, each.recorded, each.notes) for each in lab.comparisons] == [
        (no, Outcome.REJECTED, ()),
        (yes, Outcome.NO_QUORUM, ()),
    ]
    assert lab.differing == ()


def test_what_would_differ_is_named_with_its_rule_and_nothing_is_written(board: SmallBoard, tmp_path: Path) -> None:
    proposal = decided(board, "2026/0001-yes", ana="approve", ben="approve", chiara="approve", lena="reject")
    before = git(board.path, "rev-parse", "main")
    lab = tried(board, tmp_path, with_voting("majority = [3, 4]"))
    [found] = lab.differing
    assert (found.id, found.then.outcome, found.other.outcome) == (proposal, Outcome.APPROVED, Outcome.REJECTED)
    assert [change.key for change in found.because] == ["[voting] majority"]
    assert git(board.path, "rev-parse", "main") == before
    assert git(board.path, "status", "--porcelain") == ""


def test_members_are_those_of_the_day_not_of_today(board: SmallBoard, tmp_path: Path) -> None:
    """Given a member who left after voting, when the round is replayed, then the seat still has its vote."""
    decided(board, "2026/0001-yes", ana="approve", ben="approve", chiara="approve", lena="reject")
    gone = CHARTER_TEXT.replace('seats = ["product"]', "seats = []")
    (board.path / "board.toml").write_text(gone)
    git(board.path, "commit", "-q", "-am", "Chiara leaves")
    [found] = tried(board, tmp_path, gone).comparisons
    assert found.then.outcome is Outcome.APPROVED
    assert found.then.sentence.startswith("4 seats have a vote; 3 say yes, 1 says no; at least 3 of the 4 seats must")


def test_a_round_that_was_put_off_is_among_them(board: SmallBoard, tmp_path: Path) -> None:
    proposal = board.submit("2026/0001-later")
    docketing.open_proposal(board.session("kim"), proposal)
    deciding.defer(board.session("ana"), proposal, "The test set is not ready.")
    [found] = tried(board, tmp_path, with_voting("deferrals = 0")).comparisons
    assert (found.recorded, found.differs) == (Outcome.DEFERRED, True)
    assert found.other.why_not_yet == "A proposal may not be put off at all."


def test_rules_alone_are_enough_and_broken_ones_are_refused(board: SmallBoard, tmp_path: Path) -> None:
    assert tried(board, tmp_path, "rules = 1\n[voting]\nquorum_seats = 4\n").changes
    with pytest.raises(Refused, match="share between none and all"):
        tried(board, tmp_path, "rules = 1\n[voting]\nmajority = [2, 2]\n")
    with pytest.raises(Refused, match="quorum asks for 9 seats"):
        tried(board, tmp_path, with_voting("quorum_seats = 9"))
    with pytest.raises(Refused):
        tried(board, tmp_path, "rules = 1\n[voting\n")
    with pytest.raises(Refused, match="cannot be read"):
        try_charter(board.session("ben"), tmp_path / "no-such-file.toml")


def test_a_record_without_its_commit_is_replayed_from_today_and_says_so(board: SmallBoard, tmp_path: Path) -> None:
    proposal = decided(board, "2026/0001-yes", ana="approve", ben="approve", chiara="approve", lena="approve")
    path = board.path / "decisions" / f"{proposal}/record.toml"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join('base = ""\n' if line.startswith("base =") else line for line in lines))
    git(board.path, "commit", "-q", "-am", "Forget the base")
    [found] = tried(board, tmp_path, CHARTER_TEXT).comparisons
    assert found.then.outcome is Outcome.APPROVED
    assert found.notes == (
        "The commit it was decided on is not here, so it is replayed with the members and reviews of today.",
    )


def test_the_charters_at_hand_are_those_of_undecided_proposals_and_copies_beside_board_toml(board: SmallBoard) -> None:
    text = '+++\ntitle = "Longer windows"\nkind = "charter-change"\nproposer = "kim"\n+++\nWhy.\n'
    board.submit("2026/0001-longer", text, **{"new/board.toml": with_voting("window_working_days = 9").encode()})
    (board.path / "stricter.toml").write_text(CHARTER_TEXT)
    (board.path / "pyproject.toml").write_text('[project]\nname = "x"\n')
    found = candidates(board.session("ben"))
    assert [(each.path, each.title) for each in found] == [
        ("proposals/2026/0001-longer/new/board.toml", "Longer windows"),
        ("stricter.toml", "A copy of this board's charter"),
    ]
    lab = try_charter(board.session("ben"), found[0])
    assert [change.key for change in lab.changes] == ["[voting] window_working_days"]


def test_it_tells_how_far_it_is_and_ends_when_nobody_waits_any_more(board: SmallBoard, tmp_path: Path) -> None:
    for name in ("2026/0001-one", "2026/0002-two"):
        decided(board, name, ana="approve", ben="approve", chiara="approve", lena="approve")
    (tmp_path / "other.toml").write_text(CHARTER_TEXT)
    moved: list[tuple[int, int]] = []
    with pytest.raises(Refused, match="Stopped"):
        try_charter(
            board.session("ben"),
            tmp_path / "other.toml",
            lambda done, of: moved.append((done, of)),
            lambda: len(moved) == 1,
        )
    assert moved == [(0, 2)]
