"""A commit that broke a rule has no effect: whatever was pushed, tally, vote, open and decide read what counts."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from board.actions import browse
from board.actions.deciding import decide, preview
from board.actions.dossier import dossier
from board.actions.model import FreeParts
from board.actions.pairing import suspend
from board.actions.session import findings_at_tip, open_session
from board.actions.standing import judge
from board.actions.verifying import verify
from board.core.finding import Refused
from board.core.record import Outcome
from board.store.standings import Standings
from tests.boards import PROPOSAL, SmallBoard, git
from tests.cli.running import Board
from tests.conftest import copied
from tests.trust.history import OPEN, History, charter, charter_change, live, lived_board, open_it, signed_board, submit

BALLOTS = f"decisions/{OPEN}/ballots"
PARSER = "2026/0007-parser"
STOLEN = f"{BALLOTS}/chiara-1.toml"


@pytest.fixture(scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> SmallBoard:
    return lived_board(tmp_path_factory.mktemp("standing"))


@pytest.fixture
def board(_made: SmallBoard, tmp_path: Path) -> SmallBoard:
    """One proposal decided, one open with two of four ballots cast: a copy to tamper with."""
    from board.store.repository import open_repository

    place = copied(_made.path, tmp_path / "board")
    copy = SmallBoard(place, open_repository(place, "main"), now=_made.now)
    for handle in _made.sessions:
        session = copy.session(handle)
        session.identity = _made.sessions[handle].identity
        session.signer = _made.sessions[handle].signer  # type: ignore[method-assign]  # signs without ssh-keygen
        session.me = copy.session(handle).me
    return copy


def on_top(board: SmallBoard) -> History:
    return History(board.path, clock=int(board.now.timestamp()))


def told(board: SmallBoard) -> tuple[object, ...]:
    """What a tally says that could be swayed."""
    sums = browse.tally_of(board.session("ana"), OPEN)
    return (sums.outcome, sums.sentence, tuple((one.member, one.counted) for one in sums.ballots), sums.may_decide)


def theft(history: History) -> str:
    data = history.read(f"{BALLOTS}/ben-1.toml").decode()
    text = data.replace('member = "ben"', 'member = "chiara"').replace("engineering", "product")
    return history.commit({STOLEN: text}, "mo")


def deletion(history: History) -> None:
    history.commit({f"{BALLOTS}/ben-1.toml": None}, "mo")


def edit(history: History) -> None:
    text = history.read(f"{BALLOTS}/ben-1.toml").decode()
    history.commit({f"{BALLOTS}/ben-1.toml": text.replace('"approve"', '"stop"')}, "ben")


def weaker_charter(history: History) -> None:
    history.commit({"board.toml": charter() + "\n[voting]\nquorum_seats = 1\nquorum_people = 1\n"}, "ana")


def unsigned_docket(history: History) -> None:
    path = f"decisions/{OPEN}/docket.toml"
    history.commit({path: history.read(path).decode().replace("round = 1", "round = 2")}, "kim", key="")


def thrown_out(history: History) -> None:
    text = charter()
    start = text.index("[members.ana]")
    history.commit({"board.toml": text[:start] + text[text.index("[members.ben]") :]}, "mo")


def example(history: History) -> None:
    history.commit({"board.toml": charter().replace("rules = 1", "rules = 1\nexample = true", 1)}, "mo")


def replaced_by_a_link(history: History) -> None:
    history.commit({f"{BALLOTS}/ben-1.toml": "lena-1.toml"}, "ben", modes={f"{BALLOTS}/ben-1.toml": "120000"})


FAULTS: list[Callable[[History], object]] = [
    theft, deletion, edit, weaker_charter, unsigned_docket, thrown_out, example, replaced_by_a_link,
]  # fmt: skip


def test_row_48_given_a_twin_of_its_folder_that_does_not_count_then_a_proposal_is_opened_all_the_same(
    board: SmallBoard,
) -> None:
    """Given files from outside in a folder that some disks take for the proposal's, when it is opened, then it is."""
    submit(board, PARSER, PROPOSAL.replace("tokenizer", "parser"))
    on_top(board).commit({"decisions/2026/0007-Parser/ballots/x": "x\n"}, "eve", key="")
    git(board.path, "reset", "-q", "--hard")
    board.wait(minutes=10)
    open_it(board, PARSER)
    assert {fault.code for fault in verify(board.path).faults} == {"commit.unsigned"}


@pytest.mark.parametrize("known", [False, True], ids=["first look", "known before"])
@pytest.mark.parametrize("fault", FAULTS, ids=[fault.__name__ for fault in FAULTS])
def test_given_a_faulty_commit_at_the_tip_the_tally_is_as_before_and_says_so(
    board: SmallBoard, fault: Callable[[History], object], known: bool
) -> None:
    before = told(board)
    if not known:
        Path(Standings(board.store.key)._folder, "standing.json").unlink()
    fault(on_top(board))
    assert told(board) == before
    session = board.session("ana")
    assert [finding.code for finding in dossier(session, OPEN).findings][:1] == ["history.faulty"]
    assert "history.faulty" in {finding.code for finding in findings_at_tip(session)}
    assert session.me.member == "ana"


def test_given_a_stolen_ballot_then_her_own_vote_takes_its_place_and_the_decision_verifies_but_for_the_theft(
    board: SmallBoard,
) -> None:
    """Given a ballot that somebody else put under her name, when she votes, then hers lies there and counts."""
    bad = theft(on_top(board))
    git(board.path, "reset", "-q", "--hard")
    board.wait(minutes=10)
    board.vote("ana", OPEN, "approve")
    board.vote("chiara", OPEN, "approve")
    session = board.session("ana")
    seen = preview(session, OPEN, FreeParts())
    assert (seen.outcome, seen.tally.sum.yes) == (Outcome.APPROVED, 4)
    decide(session, OPEN, seen)
    report = verify(board.path)
    assert {fault.commit for fault in report.faults} == {bad}
    assert report.decisions == 2


def ballots_as_a_file(history: History) -> None:
    gone: dict[str, bytes | str | None] = {f"{BALLOTS}/{one}-1.toml": None for one in ("ben", "lena")}
    history.commit({**gone, BALLOTS: "no folder\n"}, "eve", key="")


def ballot_as_a_folder(history: History) -> None:
    history.commit({f"{BALLOTS}/ana-1.toml/x": "x\n"}, "eve", key="")


def ballot_as_a_link(history: History) -> None:
    path = f"{BALLOTS}/ana-1.toml"
    history.commit({path: "ben-1.toml"}, "eve", key="", modes={path: "120000"})


def twin_of_her_ballot(history: History) -> None:
    history.commit({f"{BALLOTS}/Ana-1.toml": "x\n", f"{BALLOTS}/\u212ana-1.toml": "x\n"}, "eve", key="")


@pytest.mark.parametrize("fault", [ballots_as_a_file, ballot_as_a_folder, ballot_as_a_link, twin_of_her_ballot])
def test_row_50_given_something_in_the_way_of_her_ballot_then_she_votes_all_the_same(
    board: SmallBoard, fault: Callable[[History], object]
) -> None:
    """Given a file, folder or link from outside where her ballot belongs, when she votes, then her file lies there."""
    before = told(board)
    fault(on_top(board))
    git(board.path, "reset", "-q", "--hard")
    assert told(board) == before
    board.wait(minutes=10)
    board.vote("ana", OPEN, "approve")
    assert git(board.path, "ls-tree", "HEAD", f"{BALLOTS}/ana-1.toml").startswith("100644 blob")
    assert git(board.path, "fsck", "--strict") is not None
    assert len(browse.tally_of(board.session("ana"), OPEN).ballots) == 3
    report = verify(board.path)
    assert [fault.code for fault in report.faults] == ["commit.unsigned"] * len(report.faults)
    assert len({fault.commit for fault in report.faults}) == 1


@pytest.mark.parametrize("known", [False, True], ids=["first look", "known before"])
def test_row_12_given_a_charter_removed_from_outside_then_the_board_governs_on_and_says_so(
    board: SmallBoard, known: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given an unsigned commit that removes board.toml, when somebody looks, then the charter in force is read."""
    before = told(board)
    if not known:
        Path(Standings(board.store.key)._folder, "standing.json").unlink()
    bad = on_top(board).commit({"board.toml": None}, "eve", key="")
    session = open_session(board.path)
    assert session.charter.member("ana") is not None
    assert "history.faulty" in {finding.code for finding in findings_at_tip(session)}
    assert told(board) == before
    report = verify(board.path)
    assert [(fault.code, fault.commit) for fault in report.faults] == [("commit.unsigned", bad)]


def test_row_15_given_a_charter_edited_while_a_proposal_is_opened_then_its_ballots_count_whatever_comes_later(
    board: SmallBoard,
) -> None:
    """Given weaker rules from outside that lie there while a proposal is opened, and other rules that the board decides

    on later, then the ballots count under the rules that held at the opening, and the decision verifies.
    """
    text = (board.path / "board.toml").read_text()
    bad = on_top(board).commit({"board.toml": f"{text}\n[voting]\nquorum_seats = 1\n"}, "eve", key="")
    git(board.path, "reset", "-q", "--hard")
    board.wait(minutes=10)
    submit(board, PARSER, PROPOSAL.replace("tokenizer", "parser"))
    open_it(board, PARSER)
    for member in ("ana", "ben", "chiara"):
        board.vote(member, PARSER, "approve")
    charter_change(board, "2026/0008-rules", {"board.toml": f"{text}\n[voting]\nwindow_working_days = 4\n"})
    board.vote("lena", PARSER, "approve")
    board.vote("ben", PARSER, "approve")
    sums = browse.tally_of(board.session("ana"), PARSER)
    assert [one.member for one in sums.ballots if one.counted] == ["ana", "ben", "chiara", "lena"]
    decide(board.session("ana"), PARSER, preview(board.session("ana"), PARSER, FreeParts()))
    report = verify(board.path)
    assert ({fault.commit for fault in report.faults}, report.decisions) == ({bad}, 3)


def test_row_13_given_faulty_charters_in_between_then_two_suspend_a_key_all_the_same(board: SmallBoard) -> None:
    """Given somebody who edits the charter after each act of two, then the second act still meets the first."""
    text = (board.path / "board.toml").read_text()
    suspend(board.session("ben"), "mo", "A stolen notebook.")
    for words in (f"{text}# stolen\n", text, f"{text}# stolen again\n"):
        on_top(board).commit({"board.toml": words}, "mo")
        git(board.path, "reset", "-q", "--hard")
    board.wait(minutes=10)
    suspend(board.session("lena"), "mo", "A stolen notebook.")
    mo = board.session("ana").world.charter.member("mo")
    assert mo is not None
    assert mo.suspended


def test_row_10_given_an_older_charter_change_then_no_decision_gives_a_lost_key_back(board: SmallBoard) -> None:
    """Given a change of the charter from before a key was suspended, when it is decided, then that is refused,

    also where somebody wrote the same bytes again since.
    """
    path = "proposals/2026/0008-rules/new/board.toml"
    charter_change(
        board, "2026/0008-rules", {"board.toml": f"{charter()}\n[voting]\nquorum_people = 3\n"}, decided=False
    )
    kept = (board.path / path).read_bytes()
    for who in ("ben", "lena"):
        suspend(board.session(who), "mo", "A stolen notebook.")
        board.wait(minutes=1)
    on_top(board).commit({path: None}, "eve", key="")
    on_top(board).commit({path: kept}, "eve", key="", seconds=120)
    git(board.path, "reset", "-q", "--hard")
    session = board.session("ana")
    with pytest.raises(Refused, match="member mo, suspended") as refused:
        preview(session, "2026/0008-rules", FreeParts())
    assert refused.value.findings[0].code == "change.gives-back-a-key"


def test_given_a_forged_decision_then_nothing_is_decided(board: SmallBoard) -> None:
    history = on_top(board)
    history.commit({f"decisions/{OPEN}/record.toml": history.read("decisions/2026/0001-tokenizer/record.toml")}, "ana")
    assert board.session("ana").world.records.keys() == {"2026/0001-tokenizer"}
    assert [row.id for row in browse.decisions(board.session("ana"))] == ["2026/0001-tokenizer"]


def test_a_fault_settled_by_the_board_is_told_no_more(board: SmallBoard) -> None:
    kept = (board.path / f"{BALLOTS}/ben-1.toml").read_bytes()
    bad = on_top(board).commit({f"{BALLOTS}/ben-1.toml": None}, "mo")
    board.wait(minutes=5)
    on_top(board).commit({f"{BALLOTS}/ben-1.toml": kept}, "lena")
    git(board.path, "reset", "-q", "--hard")
    board.wait(minutes=5)
    assert board.session("ana").world.snapshot.read(f"{BALLOTS}/ben-1.toml") == kept
    assert [finding.code for finding in board.session("ana").faults()] == ["history.faulty"]
    charter_change(board, "2026/0008-settled", {}, acknowledges=(bad,))
    session = board.session("ana")
    assert session.world and session.faults() == ()
    assert verify(board.path).status == 0


def test_what_was_walked_is_walked_only_once(board: SmallBoard, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a tip that was read before, when it is read again, then no commit is judged; a new one costs one."""
    from board.trust.state import Start
    from board.trust.walk import Walk

    walked: list[int] = []
    through = Walk.through

    def counted(walk: Walk, ids: Sequence[str], start: Start | None = None) -> None:
        walked.append(len(ids))
        through(walk, ids, start)

    monkeypatch.setattr(Walk, "through", counted)
    told(board)
    first = len(walked)
    told(board)
    assert len(walked) == first
    theft(on_top(board))
    told(board)
    told(board)
    assert walked[first] == 1, "it carries on from where it was"
    assert walked[first + 1 :] == [walked[0] + 1], "a new fault is judged once with all that came before"
    on_top(board).commit({"meetings/0001.md": "Minutes.\n"}, "ana", seconds=999)
    told(board)
    assert walked[first + 2 :] == [1], "a known fault is carried on"


@pytest.mark.parametrize("text", ["", "{}", '{"shape": 1, "commit": "x"}', '{"shape": 2}', "[" * 5000])
def test_a_kept_standing_that_cannot_be_read_is_worked_out_again(board: SmallBoard, text: str) -> None:
    before = told(board)
    theft(on_top(board))
    file = Path(Standings(board.store.key)._folder, "standing.json")
    file.write_text(text)
    assert told(board) == before


def test_a_standing_that_another_program_kept_in_another_shape_is_not_read(board: SmallBoard) -> None:
    """Given all that this program asks for, under the number of an older shape, then it is worked out again."""
    before = told(board)
    theft(on_top(board))
    assert told(board) == before
    kept = Standings(board.store.key)
    found = kept.load()
    assert found is not None
    kept.save(replace(found, mended={}, faults=[], standing=[], faulty_paths={}))
    assert told(board) != before, "it would be believed"
    file = Path(kept._folder, "standing.json")
    file.write_text(json.dumps(json.loads(file.read_bytes()) | {"shape": 1}))
    assert told(board) == before


def test_verify_does_not_rest_on_what_was_kept(board: SmallBoard) -> None:
    """Given a kept standing that says all is well, when a fault lies before it, then verify finds the fault."""
    theft(on_top(board))
    tip = judge(board.store, board.store.tip(), board.session("ana").kinds)
    Standings(board.store.key).save(replace(tip, mended={}, faults=[], standing=[], faulty_paths={}))
    assert verify(board.path).status == 1


def test_a_faulty_commit_cannot_send_readers_to_another_branch(board: SmallBoard) -> None:
    told(board)
    history = on_top(board)
    git(board.path, "branch", "evil", "main~1")
    history.commit({"board.toml": charter().replace('branch = "main"', 'branch = "evil"')}, "ana")
    assert open_session(board.path).store.branch == "main"
    assert {fault.code for fault in verify(board.path).faults} == {"charter.not-decided"}


def test_a_rewritten_history_is_told(board: SmallBoard) -> None:
    assert verify(board.path).status == 0
    git(board.path, "update-ref", "refs/heads/main", "main~2")
    session = board.session("ana")
    assert session.world and [finding.code for finding in session.faults()] == ["history.rewritten"]


def test_on_an_unsigned_board_paths_and_authors_are_judged_all_the_same(tmp_path: Path) -> None:
    made = signed_board(tmp_path, charter().replace('"required"', '"unsigned"'), signs=False)
    live(made)
    before = told(made)
    history = on_top(made)
    history.commit({f"{BALLOTS}/ben-1.toml": None}, "mo", key="")
    text = history.read(f"{BALLOTS}/lena-1.toml").decode().replace("lena", "chiara").replace("legal", "product")
    history.commit({STOLEN: text}, "stranger", key="")
    assert told(made) == before


def test_the_command_line_says_that_the_tip_holds_a_faulty_commit(board: SmallBoard) -> None:
    theft(on_top(board))
    ran = Board(board.path)("tally", OPEN)
    assert "broke a rule" in ran.err
    assert "board verify" in ran.err
    assert "broke a rule" in Board(board.path)("list").err
