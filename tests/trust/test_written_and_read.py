"""What a member writes or decides is never what verify then voids: it fits, is cut to fit, or is refused before."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions.countable import refuse_unreadable
from board.actions.messaging import ask
from board.actions.verifying import verify
from board.core.finding import Refused
from board.core.text import one_line
from board.formats.acts import read_emergency, read_motion
from board.formats.ballots import read_ballot
from board.formats.dockets import read_docket
from board.formats.followups import read_follow_up
from board.formats.records import read_record
from board.store.base import Change
from tests.boards import SmallBoard
from tests.trust.history import DECIDED, OPEN, History, decide_it, lived_board

FOLDER = f"decisions/{OPEN}"


@pytest.fixture
def board(tmp_path: Path) -> SmallBoard:
    return lived_board(tmp_path)


def voted(board: SmallBoard) -> None:
    for member in ("ana", "chiara"):
        board.vote(member, OPEN, "approve")


def test_members_messages_that_would_make_a_page_too_large_are_cut_on_it(board: SmallBoard) -> None:
    """Given twelve concerns of 100 KB by a member, then the board decides, the page tells where it cut; it counts."""
    session = board.session("chiara")
    for number in range(12):
        ask(session, OPEN, f"Concern {number}: " + "a very long word " * 6_000, kind="concern")
        board.wait(minutes=1)
    voted(board)
    decide_it(board, OPEN)
    history = History(board.path)
    pages = [history.read(path) for path in (f"{FOLDER}.md", f"{FOLDER}/ethics-review.md")]
    assert all(len(page) <= 1 << 20 for page in pages)
    told = one_line(pages[0].decode())
    assert told.count("Concern ") >= 12 and "cut here" in told
    assert verify(board.path).status == 0


def test_a_page_that_fits_is_not_cut(board: SmallBoard) -> None:
    ask(board.session("chiara"), OPEN, "Concern: " + "a very long word " * 6_000 + "END", kind="concern")
    board.wait(minutes=1)
    voted(board)
    decide_it(board, OPEN)
    page = History(board.path).read(f"{FOLDER}.md").decode()
    assert "END" in page and "cut here" not in page
    assert verify(board.path).status == 0


def test_words_of_the_decision_beyond_what_counts_are_refused_and_nothing_is_written(board: SmallBoard) -> None:
    from board.actions.deciding import decide, preview
    from board.actions.model import FreeParts

    voted(board)
    session, tip = board.session("ana"), History(board.path).tip
    free = FreeParts(decision={"why": "Long words. " * 90_000})
    with pytest.raises(Refused, match="would not count, so nothing was written"):
        decide(session, OPEN, preview(session, OPEN, free))
    assert History(board.path).tip == tip


@pytest.mark.parametrize("what", ["ballot", "message", "put off"])
def test_what_is_too_long_to_be_read_again_is_refused(board: SmallBoard, what: str) -> None:
    from board.actions.deciding import defer

    tip = History(board.path).tip
    with pytest.raises(Refused, match=r"would not count, so nothing was written|at most 65,536 are read here"):
        if what == "ballot":
            board.vote("ana", OPEN, "reject", reason="No. " * 20_000)
        elif what == "message":
            ask(board.session("ana"), OPEN, "Why? " * 30_000)
        else:
            defer(board.session("ana"), OPEN, "Later. " * 50_000)
    assert History(board.path).tip == tip


@pytest.mark.parametrize(
    ("path", "reader", "most"),
    [
        (f"{FOLDER}/ballots/ana-1.toml", read_ballot, 65_536),
        (f"{FOLDER}/docket.toml", read_docket, 65_536),
        (f"{FOLDER}/follow-up/0001-lapse.toml", read_follow_up, 65_536),
        (f"{FOLDER}/motions/1.toml", read_motion, 65_536),
        (f"{FOLDER}/emergency.toml", read_emergency, 65_536),
        (f"{FOLDER}/record.toml", read_record, 262_144),
        (f"{FOLDER}/rounds/1.toml", read_record, 262_144),
    ],
)
def test_the_limits_are_those_of_the_readers(board: SmallBoard, path: str, reader: object, most: int) -> None:
    """Given a file of just the size that its reader takes, then it may be written; a byte more, and neither does."""
    world = board.session("ana").world
    fits = b"#" * 63 + b"\n"
    fits *= most // len(fits)
    over = fits + b"#"
    assert callable(reader)
    sizes = [any("large" in each.code for each in reader(data, path).findings) for data in (fits, over)]
    assert sizes == [False, True]
    refuse_unreadable(world, Change({path: fits}, "x"))
    with pytest.raises(Refused):
        refuse_unreadable(world, Change({path: over}, "x"))


@pytest.mark.parametrize("path", ["proposals/2026/0009-x.md", f"proposals/{DECIDED}/answers.toml", "src/model.bin"])
def test_what_is_no_file_of_the_boards_own_has_no_such_limit(board: SmallBoard, path: str) -> None:
    refuse_unreadable(board.session("ana").world, Change({path: b"\0" * (2 << 20), f"{FOLDER}.md": None}, "x"))
