"""What lies where it does not belong counts for nobody; a docket is believed only where the history bears it out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from board.actions import browse, deciding, docketing
from board.actions.cases import load_case
from board.actions.check import check
from board.core.case import Case
from board.core.finding import Severity
from board.formats.ballots import read_ballot, write_ballot
from board.formats.dockets import append_opening, read_docket
from board.store.base import Change, Person
from tests.boards import CHARTER_TEXT, PROPOSAL, SmallBoard, small_board


@pytest.fixture
def board(tmp_path: Path) -> SmallBoard:
    """A board whose files are read as they lie: what these tests plant would have no effect otherwise."""
    made = small_board(tmp_path)
    made.judges = False
    return made


def opened(board: SmallBoard) -> str:
    proposal = board.submit()
    docketing.open_proposal(board.session("kim"), proposal)
    board.wait(minutes=1)
    return proposal


def by_hand(board: SmallBoard, files: dict[str, bytes | None]) -> None:
    """Commit files as somebody would with git and an editor."""
    board.store.write(lambda _: Change(files, "By hand\n"), Person("Mo", "mo@example.org"), board.now, None)
    board.wait(minutes=1)


def stored(board: SmallBoard, path: str) -> bytes:
    return board.store.snapshot().read(path, None) or b""


def seen(board: SmallBoard, proposal: str) -> Case:
    return load_case(board.session("ana").world, proposal)


def codes(case: Case) -> dict[str, Severity]:
    return {finding.code: finding.severity for finding in case.findings}


@pytest.mark.parametrize(
    "where", ["ballots/{base}ballots/ana-7.toml", "ballots/old/ana-7.toml", "{base}ballots/ana-7.toml"]
)
def test_given_a_ballot_in_a_folder_of_the_ballots_when_counted_then_it_is_misplaced_and_never_read(
    board: SmallBoard, where: str
) -> None:
    proposal = opened(board)
    board.vote("ben", proposal, "approve")
    base = f"decisions/{proposal}/"
    real = read_ballot(stored(board, f"{base}ballots/ben-1.toml"), f"{base}ballots/ben-1.toml").value
    assert real is not None
    forged = write_ballot(replace(real, member="ana", seats=("security",), number=7))
    path = base + where.format(base=base)
    by_hand(board, {path: forged})
    case = seen(board, proposal)
    assert [ballot.member for ballot in case.ballots] == ["ben"]
    assert [(f.severity, f.where.path) for f in case.findings if f.code == "misplaced"] == [(Severity.WARNING, path)]
    assert browse.tally_of(board.session("ana"), proposal).sum.present == 1


@pytest.mark.parametrize(
    "name", ["reviews/zz/lena.toml", "rounds/x/1.toml", "ballots/README.md", "notes.txt", "messages/note.md"]
)
def test_given_any_file_without_a_place_in_a_decision_when_loaded_then_it_warns_and_is_not_read(
    board: SmallBoard, name: str
) -> None:
    proposal = opened(board)
    before = seen(board, proposal)
    by_hand(board, {f"decisions/{proposal}/{name}": b'broken = [\nid = "x"\n'})
    case = seen(board, proposal)
    assert {code: s for code, s in codes(case).items() if code not in codes(before)} == {"misplaced": Severity.WARNING}
    assert (case.reviews, case.rounds, case.messages, case.ballots) == ((), (), (), ())


def test_given_a_record_of_another_proposal_when_copied_here_then_nothing_is_decided(board: SmallBoard) -> None:
    proposal = opened(board)
    for member in ("ana", "ben", "chiara", "lena"):
        board.vote(member, proposal, "approve")
    deciding.decide(board.session("ana"), proposal, deciding.preview(board.session("ana"), proposal))
    other = board.submit("2026/0002-other", PROPOSAL.replace("Give the search", "Give the other search"))
    docketing.open_proposal(board.session("kim"), other)
    record = stored(board, f"decisions/{proposal}/record.toml")
    by_hand(board, {f"decisions/{other}/record.toml": record, f"decisions/{other}/rounds/1.toml": record})
    case = seen(board, other)
    assert case.record is None
    assert case.rounds == ()
    assert codes(case)["odd-place"] is Severity.ERROR
    assert set(board.session("ana").world.records) == {proposal}


@pytest.mark.parametrize("name", ["revision", "charter", "checklists"])
def test_given_a_docket_that_names_what_nobody_can_find_when_counted_then_no_ballot_counts(
    board: SmallBoard, name: str
) -> None:
    proposal = opened(board)
    board.vote("ben", proposal, "approve")
    path = f"decisions/{proposal}/docket.toml"
    latest = read_docket(stored(board, path), path).value.latest
    assert latest is not None
    false = "sha256:" + "0" * 64
    ballot = f"decisions/{proposal}/ballots/ben-1.toml"
    real = getattr(latest, name).encode()
    by_hand(board, {each: stored(board, each).replace(real, false.encode()) for each in (path, ballot)})
    case = seen(board, proposal)
    assert codes(case)["docket.not-what-was-opened"] is Severity.ERROR
    assert case.ballots == ()
    assert browse.tally_of(board.session("ana"), proposal).sum.present == 0


def test_given_a_text_swapped_together_with_the_docket_when_shown_then_it_is_the_text_that_was_opened(
    board: SmallBoard,
) -> None:
    proposal = opened(board)
    board.vote("ben", proposal, "approve")
    path, document = f"decisions/{proposal}/docket.toml", f"proposals/{proposal}.md"
    latest = read_docket(stored(board, path), path).value.latest
    assert latest is not None
    again = append_opening(stored(board, path), latest)
    by_hand(board, {path: again, document: stored(board, document).replace(b"better", b"worse")})
    case = seen(board, proposal)
    assert "better" in case.proposal.body
    assert "docket.not-what-was-opened" not in codes(case)
    assert [ballot.member for ballot in case.ballots] == ["ben"]


def test_given_a_charter_changed_and_the_opening_copied_then_the_rules_are_those_that_were_opened(
    board: SmallBoard,
) -> None:
    proposal = opened(board)
    path = f"decisions/{proposal}/docket.toml"
    latest = read_docket(stored(board, path), path).value.latest
    assert latest is not None
    before = seen(board, proposal)
    by_hand(board, {"board.toml": f"{CHARTER_TEXT}\n[kinds.model-change]\nquorum_seats = 1\n".encode()})
    by_hand(board, {path: append_opening(stored(board, path), latest)})
    case = seen(board, proposal)
    assert "docket.not-what-was-opened" not in codes(case)
    assert case.charter.kinds == before.charter.kinds != board.session("ana").charter.kinds


def test_a_path_out_of_the_folder_is_told_once(tmp_path: Path) -> None:
    """Given evidence by a path that leaves the proposal's folder, then one finding says so, and none looks there."""
    board = small_board(tmp_path)
    outside = '[[evidence]]\nid = "a"\ntitle = "A"\ndated = 2026-10-01\npath = "../../board.toml"\n+++\n# A'
    proposal = board.submit(text=PROPOSAL.replace("+++\n# A", outside, 1))
    found = [one.code for one in check(board.session("mo"), (proposal,)) if "board.toml" in one.message]
    assert found == ["evidence-outside"]
