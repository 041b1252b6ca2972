"""What somebody with push rights puts beside a case neither counts, nor stops the board, nor goes where it must not."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from board.actions import browse, deciding, docketing, messaging, reviewing, voting
from board.actions.cases import load_case
from board.actions.check import check
from board.actions.common import own_hand
from board.actions.model import Filter
from board.core.ballot import BallotDraft, Verdict
from board.core.finding import ExitStatus, Refused
from board.core.record import Outcome
from board.core.review import View
from board.formats.dockets import append_opening
from board.store.base import Change
from tests.boards import CHARTER_TEXT, PROPOSAL, SmallBoard, git, small_board

VOTERS = ("ana", "ben", "chiara", "lena")


@pytest.fixture
def board(tmp_path: Path) -> SmallBoard:
    """A board whose files are read as they lie: what these tests plant would have no effect otherwise."""
    made = small_board(tmp_path)
    made.judges = False
    return made


def opened(board: SmallBoard, text: str = PROPOSAL, **files: bytes) -> str:
    proposal = board.submit("2026/0001-case", text, **files)
    docketing.open_proposal(board.session("kim"), proposal)
    return proposal


def plant(board: SmallBoard, **files: bytes) -> None:
    """Commit files past the program, as anyone with push rights can."""
    for name, data in files.items():
        path = board.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        git(board.path, "add", "--", name)
    git(board.path, "commit", "-q", "-m", "Planted")


CHANGE = PROPOSAL.replace('kind = "model-change"', 'kind = "policy-change"')


def opened_past_the_program(board: SmallBoard, **files: bytes) -> str:
    """A policy change that our program would not open, opened by somebody else's."""
    proposal = board.submit("2026/0001-case", CHANGE, **files)
    with pytest.raises(Refused, match="could never be put in place"):
        docketing.open_proposal(board.session("kim"), proposal)
    session = board.session("kim")
    opening, _why = docketing.next_opening(
        session.world, load_case(session.world, proposal), own_hand(session, session.world)
    )
    docket = f"decisions/{proposal}/docket.toml"
    session.commit(lambda world: Change({docket: append_opening(b"", opening)}, "Opened elsewhere"))
    return proposal


@pytest.mark.parametrize(
    "name",
    ["decisions/2026/0009-other/ballots/ana-1.toml", "Makefile", ".github/workflows/x.yml", "registers/models/m.toml"],
)
def test_a_change_of_the_rules_installs_nothing_elsewhere(board: SmallBoard, name: str) -> None:
    """Given a policy change that carries another file, then it is not opened, and even when approved never written."""
    proposal = opened_past_the_program(board, **{f"new/{name}": b"x = 1\n"})
    for member in VOTERS:
        board.vote(member, proposal, "approve")
    board.wait(days=20)
    with pytest.raises(Refused, match="may write only"):
        deciding.preview(board.session("ana"), proposal)


def test_a_broken_charter_is_never_installed(board: SmallBoard) -> None:
    """Given a change with a charter that nobody can read, then it is not opened, and even when approved refused."""
    proposal = opened_past_the_program(board, **{"new/board.toml": b"broken = [\n"})
    for member in VOTERS:
        board.vote(member, proposal, "approve")
    board.wait(days=20)
    with pytest.raises(Refused):
        deciding.preview(board.session("ana"), proposal)


def test_a_charter_that_contradicts_itself_stops_every_count(board: SmallBoard) -> None:
    """Given a second member with ana's address, then tally, vote and decide are refused until the charter is mended."""
    proposal = opened(board)
    twin = CHARTER_TEXT + '\n[members.aaa]\nname = "Aaa"\nemails = ["ANA@example.org"]\nseats = ["security"]\n'
    plant(board, **{"board.toml": twin.encode()})
    with pytest.raises(Refused) as told:
        browse.tally_of(board.session("ben"), proposal)
    assert told.value.status == ExitStatus.CANNOT_TELL
    with pytest.raises(Refused):
        voting.cast(board.session("ben"), proposal, BallotDraft(Verdict.APPROVE))


def test_stray_files_do_not_turn_a_yes_into_returned(tmp_path: Path) -> None:
    """Given four yes votes, when a stray file and a later broken edit are pushed, then the outcome stays."""
    asking = small_board(tmp_path / "asking", checklists=True)
    shutil.rmtree(asking.path / "checklists", ignore_errors=True)
    proposal = opened(asking)
    before = browse.tally_of(asking.session("ana"), proposal)
    plant(asking, **{f"decisions/{proposal}/ballots/README.md": b"# hello\n"})
    plant(asking, **{f"proposals/{proposal}.md": b"+++\nbroken = [\n+++\n"})
    after = browse.tally_of(asking.session("ana"), proposal)
    assert (after.outcome, [bar.question for bar in after.bars]) == (
        before.outcome, [bar.question for bar in before.bars],
    )  # fmt: skip


def test_an_empty_message_does_not_stop_the_decision(board: SmallBoard) -> None:
    """Given a message without words, when the chair decides, then she can."""
    proposal = opened(board)
    head = b'+++\nkind = "question"\nto = "proposer"\n+++\n \n'
    plant(board, **{f"decisions/{proposal}/messages/20261005T101500Z-mo.md": head})
    for member in VOTERS:
        board.vote(member, proposal, "approve")
    assert deciding.preview(board.session("ana"), proposal).outcome is Outcome.APPROVED


def test_a_squatted_number_does_not_lock_a_member_out(board: SmallBoard) -> None:
    """Given an unreadable ballot under ana's next number, when she votes, then hers gets the number after it."""
    proposal = opened(board)
    plant(board, **{f"decisions/{proposal}/ballots/ana-1.toml": b"not a ballot"})
    board.vote("ana", proposal, "approve")
    names = git(board.path, "ls-tree", "--name-only", "-r", "main", f"decisions/{proposal}/ballots").split()
    assert f"decisions/{proposal}/ballots/ana-2.toml" in names
    assert browse.tally_of(board.session("ben"), proposal).sum.present == 1


def test_casting_leaves_the_other_drafts_alone(board: SmallBoard) -> None:
    """Given decision prose in a draft, when its author casts a ballot, then the prose is still there."""
    proposal = opened(board)
    ana = board.session("ana")
    deciding.save_free_parts(ana, proposal, deciding.FreeParts({"why": "Typed for an hour."}, {}))
    messaging.save_message_draft(ana, proposal, {"text": "Half a message"})
    board.vote("ana", proposal, "approve")
    assert deciding.drafted_free_parts(board.session("ana"), proposal).decision == {"why": "Typed for an hour."}
    assert messaging.message_draft(board.session("ana"), proposal)["text"] == "Half a message"


def test_a_draft_of_an_odd_shape_loses_to_what_is_typed_now(board: SmallBoard) -> None:
    """Given a draft whose views are no table, when a view is saved, then it is kept and nothing breaks."""
    proposal = opened(board)
    ana = board.session("ana")
    ana.drafts.save(proposal, {"views": [1, 2]})
    reviewing.save_view(ana, proposal, View("R-01", view="agree"))
    assert ana.drafts.load(proposal)["views"]["R-01"]["view"] == "agree"


@pytest.mark.parametrize("name", [b"0002-\x1b[31mx", b"0002-a\nb", b"0002-\xe2\x80\xaefdp", b"0002-caf\xe9"], ids=ascii)
@pytest.mark.parametrize("committed", [True, False])
def test_a_name_nobody_can_read_is_a_finding_and_no_draft(board: SmallBoard, name: bytes, committed: bool) -> None:
    """Given a document and a folder with such a name, then both are told and neither is listed."""
    board.submit()
    beside = os.fsdecode(name)
    for path in (f"{beside}.md", f"{beside}/card.md"):
        file = board.path / "proposals/2026" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(PROPOSAL)
        if committed:
            git(board.path, "add", "-f", "--", str(file))
    if committed:
        git(board.path, "commit", "-q", "-m", "Planted")
    session = board.session("ana")
    assert [row.id for row in browse.listing(session, Filter())] == ["2026/0001-tokenizer"]
    told = [one for one in check(session) if one.code == "odd-name"]
    assert len(told) == 2
    assert all(one.where.path.isprintable() and "0002-" in one.where.path for one in told)
