"""A round that ended is told as its record has it, whoever sits on the board today and whatever ended since."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from board.actions.browse import dossier, tally_of
from board.actions.session import Session, open_session
from board.cli.shapes import tally_shape
from board.core.ballot import Verdict
from board.core.case import SeatState, Tally
from board.core.record import Record
from board.formats.records import read_record
from board.tui.tally_text import tally_content
from tests.cli.running import Board
from tests.conftest import demo_copied

HERE = Path(__file__).parents[2]
DECIDED = 18


@pytest.fixture(params=["demo", "repository"])
def board(request: pytest.FixtureRequest, demo_folder: Path, tmp_path: Path) -> Session:
    """The demo, whose history is at hand, and the repository's own example, which has none."""
    if request.param == "repository":
        return open_session(HERE)
    place = tmp_path / "board"
    demo_copied(demo_folder, place, tmp_path / "board-remote.git")
    return open_session(place)


def _records(session: Session) -> Iterator[Record]:
    world = session.world
    for path in world.snapshot.paths("decisions/"):
        if path.endswith("/record.toml") or "/rounds/" in path:
            record = read_record(world.snapshot.read(path) or b"", path).value
            assert record is not None
            if path.endswith("/record.toml"):
                yield record


def test_every_decision_is_told_word_for_word_as_its_record_has_it(board: Session) -> None:
    """Given all decisions of the example, then sum, ballots, seats, motions and conditions are those recorded."""
    records = list(_records(board))
    assert len(records) == DECIDED
    for record in records:
        told = tally_of(board, record.id)
        assert (told.outcome, told.sum, told.ballots) == (record.outcome, record.sum, record.ballots), record.id
        assert (told.conditions, told.silent, told.way) == (record.conditions, record.silent, record.way), record.id
        assert [(one.motion.path, one.state, one.words) for one in told.motions] == [
            (one.path, one.outcome, one.words) for one in record.motions
        ], record.id
        assert not told.waiting_for and not told.may_decide, record.id
        assert not (record.outcome.yes and (told.bars or told.missing)), record.id
        assert _spoken(told) == _cast(record), record.id
        assert sum(line.eligible for line in told.seats) == record.sum.eligible, record.id
        assert dossier(board, record.id).tally == told, record.id


def _spoken(told: Tally) -> set[tuple[str, Verdict]]:
    return {(one.seat, one.ballot.verdict) for one in told.seats if one.ballot and one.state is SeatState.VOTED}


def _cast(record: Record) -> set[tuple[str, Verdict]]:
    return {(seat, one.verdict) for one in record.ballots if one.counted for seat in one.seats}


def test_commands_and_screens_print_the_recorded_sum(board: Session) -> None:
    """Given all decisions, then JSON, screen and record have one sentence and one outcome."""
    for record in _records(board):
        shape = tally_shape(record.id, tally_of(board, record.id))
        assert shape["explanation"] == record.sum.sentence
        assert shape["outcome"] == str(record.outcome)
        assert shape["recorded_on"] is not None
        found = dossier(board, record.id)
        assert found.tally is not None
        screen = " ".join(tally_content(found.case, found.tally, "", "", 80).plain.split())
        assert " ".join(record.sum.sentence.split()) in screen, record.id
        assert "did not vote; engineering must vote" not in screen
        assert "no quorum" not in screen


@pytest.mark.parametrize(
    ("proposal", "says", "never"),
    [
        ("2025/0022", "5 say yes", "did not vote"),
        ("2025/0023", "4 say yes", "did not vote"),
        ("2025/0027", "an exception lifts a bar", "bars approval"),
        ("2025/0021", "legal is vacant, so 4 count", "lena"),
    ],
)
def test_what_changed_since_changes_no_decided_sum(proposal: str, says: str, never: str) -> None:
    """Given seats that changed hands and an exception that ended, then `board tally` tells what was counted."""
    ran = Board(HERE)("tally", proposal)
    assert ran.status == 0
    told = ran.out
    assert says in " ".join(told.split())
    assert never not in told
    assert "As recorded on 2025-12-" in told or "As recorded on 2026-01-" in told
    assert "Outcome so far" not in told
