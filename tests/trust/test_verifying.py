"""`verify` over whole lives of a board: rules changed, faults settled, acts of two, pins, hostile repositories."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from board.actions.verifying import verify
from board.core.digest import sha256
from board.core.finding import ExitStatus, Refused
from board.store.pins import Pins
from board.trust.report import Report
from tests.boards import PROPOSAL, SmallBoard, git
from tests.cli.running import Board
from tests.trust.history import (
    DECIDED,
    OPEN,
    History,
    charter,
    charter_change,
    decide_it,
    key_line,
    live,
    lived_board,
    open_it,
    signed_board,
)

BALLOT = f"decisions/{OPEN}/ballots/ben-1.toml"
WEAKER = charter() + "\n[voting]\nwindow_working_days = 4\n"
CHANGE = "2026/0008-new-rules"


@pytest.fixture
def board(tmp_path: Path) -> SmallBoard:
    return lived_board(tmp_path)


def added(board: SmallBoard) -> History:
    """Commits of ours on top, dated after the board's own."""
    return History(board.path, clock=int(board.now.timestamp()))


def codes(report: Report) -> set[str]:
    return {fault.code for fault in report.faults}


def act(path: str, data: str) -> str:
    return f'path = "{path}"\nsha256 = "{sha256(data.encode())}"\n'


def test_a_decided_charter_change_is_installed_and_rules_from_then_on(board: SmallBoard) -> None:
    charter_change(board, CHANGE, {"board.toml": WEAKER})
    assert board.session("ana").charter.voting.window_working_days == 4
    report = verify(board.path)
    assert (report.status, report.decisions) == (0, 2)


def test_row_14_an_older_charter_cannot_be_put_back(board: SmallBoard) -> None:
    old = (board.path / "board.toml").read_text()
    charter_change(board, CHANGE, {"board.toml": WEAKER})
    added(board).commit({"board.toml": old}, "ana")
    assert codes(verify(board.path)) == {"charter.not-decided"}


def test_row_21_a_charter_change_edited_after_its_opening_installs_what_was_voted_on(board: SmallBoard) -> None:
    """Given a vote on one text, when the proposal changes before the decision, then the other text is not installed."""
    charter_change(board, CHANGE, {"board.toml": WEAKER}, decided=False)
    other = charter() + "\n[voting]\nquorum_people = 1\n"
    history = added(board)
    base = history.commit({f"proposals/{CHANGE}/new/board.toml": other}, "mo", key="")
    decide_it(board, CHANGE)
    assert history.read("board.toml").decode() == WEAKER
    assert verify(board.path).status == 0
    names = (f"decisions/{CHANGE}.md", f"decisions/{CHANGE}/record.toml", f"decisions/{CHANGE}/ethics-review.md")
    files = {name: history.read(name) for name in names}
    git(board.path, "update-ref", "refs/heads/main", base)
    history.commit({**files, "board.toml": other}, "ana")
    assert "charter.not-decided" in codes(verify(board.path))


def test_a_fault_restored_and_acknowledged_is_reported_and_the_answer_is_yes(board: SmallBoard) -> None:
    kept = (board.path / BALLOT).read_bytes()
    bad = added(board).commit({BALLOT: None}, "mo")
    assert verify(board.path).status == ExitStatus.NO
    board.wait(minutes=5)
    added(board).commit({BALLOT: kept}, "lena")
    git(board.path, "reset", "-q", "--hard")
    board.wait(minutes=5)
    charter_change(board, CHANGE, {}, acknowledges=(bad,))
    report = verify(board.path)
    assert (report.status, {fault.commit for fault in report.settled}) == (0, {bad})
    again = verify(board.path)
    assert again.since == report.tip
    assert again.settled == report.settled


def test_an_acknowledged_fault_that_was_not_restored_still_stands(board: SmallBoard) -> None:
    bad = added(board).commit({BALLOT: None}, "mo")
    git(board.path, "reset", "-q", "--hard")
    board.wait(minutes=5)
    charter_change(board, CHANGE, {}, acknowledges=(bad,))
    assert bad in {fault.commit for fault in verify(board.path).faults}


def suspended(handle: str) -> str:
    return charter().replace(f"[members.{handle}]\n", f"[members.{handle}]\nsuspended = true\n")


def test_two_members_suspend_a_key_at_once_and_it_signs_nothing_more(board: SmallBoard) -> None:
    history = added(board)
    new = suspended("mo")
    history.commit({"acts/1-ben.toml": act("board.toml", new)}, "ben")
    history.commit({"acts/1-lena.toml": act("board.toml", new)}, "lena")
    history.commit({"board.toml": new}, "ben")
    assert verify(board.path).status == 0
    history.commit({"meetings/0001.md": "Minutes.\n"}, "mo")
    assert codes(verify(board.path)) == {"signer.suspended"}


@pytest.mark.parametrize("people", [("ben",), ("ben", "ben")], ids=["one", "one person twice"])
def test_row_17_one_person_is_never_two(board: SmallBoard, people: tuple[str, ...]) -> None:
    history, new = added(board), suspended("mo")
    for number, member in enumerate(people, 1):
        history.commit({f"acts/{number}-{member}.toml": act("board.toml", new)}, member)
    history.commit({"board.toml": new}, "ben")
    assert codes(verify(board.path)) == {"charter.not-decided"}


def test_row_17_two_keys_of_one_member_count_once(tmp_path: Path) -> None:
    second = charter().replace(key_line("ben"), f'{key_line("ben")}", "{key_line("ben-2")}')
    board = signed_board(tmp_path, second)
    live(board)
    history, new = added(board), second.replace("[members.mo]\n", "[members.mo]\nsuspended = true\n")
    history.commit({"acts/1-ben.toml": act("board.toml", new)}, "ben")
    history.commit({"acts/2-ben.toml": act("board.toml", new)}, "ben", key="ben-2")
    assert verify(board.path).status == 0
    history.commit({"board.toml": new}, "ben", key="ben-2")
    assert codes(verify(board.path)) == {"charter.not-decided"}


def test_two_members_may_not_change_a_rule_by_themselves(board: SmallBoard) -> None:
    history = added(board)
    for member in ("ben", "lena"):
        history.commit({f"acts/1-{member}.toml": act("board.toml", WEAKER)}, member)
    history.commit({"board.toml": WEAKER}, "ben")
    assert codes(verify(board.path)) == {"charter.not-decided"}


@pytest.mark.parametrize(("people", "status"), [(("ben", "lena"), 0), (("mo", "lena"), 1)])
def test_a_lost_key_is_replaced_by_two_other_seats(board: SmallBoard, people: tuple[str, ...], status: int) -> None:
    history, new = added(board), charter(mo=key_line("mo-new"))
    for member in people:
        history.commit({f"acts/1-{member}.toml": act("board.toml", new)}, member)
    history.commit({"board.toml": new}, "ben")
    assert verify(board.path).status == status
    if not status:
        history.commit({"meetings/0001.md": "Minutes.\n"}, "mo", key="mo-new")
        assert verify(board.path).status == 0


def test_an_act_is_used_up_by_the_change_it_allowed(board: SmallBoard) -> None:
    history, old, new = added(board), charter(), suspended("mo")
    for text, number in ((new, 1), (old, 2)):
        for member in ("ben", "lena"):
            history.commit({f"acts/{number}-{member}.toml": act("board.toml", text)}, member)
    history.commit({"board.toml": new}, "ben")
    charter_text = history.read("board.toml").decode()
    assert charter_text == new
    history.commit({"board.toml": old}, "ben")
    assert codes(verify(board.path)) == {"charter.not-decided"}


def test_row_20_stale_ballots_are_not_counted_and_the_decision_verifies(board: SmallBoard) -> None:
    """Given ballots on the first revision, when the board opens a second, then only fresh ones make the decision."""
    text = (board.path / f"proposals/{OPEN}.md").read_text()
    board.submit(OPEN, text + "\nAnd it is faster.\n")
    open_it(board, OPEN)
    for member in ("ana", "ben", "chiara", "lena"):
        board.vote(member, OPEN, "approve")
    decide_it(board, OPEN)
    report = verify(board.path)
    assert (report.status, report.decisions) == (0, 2)


def test_rows_23_and_24_a_recusal_lasts_and_the_decision_verifies(board: SmallBoard) -> None:
    board.vote("chiara", OPEN, "recuse", interest="owner")
    board.vote("chiara", OPEN, "approve")
    board.vote("kim", OPEN, "approve")
    board.vote("ana", OPEN, "approve")
    decide_it(board, OPEN)
    record = board.session("ana").world.records[OPEN]
    assert [one.counted for one in record.ballots if one.member == "chiara"] == [False, False]
    assert verify(board.path).status == 0


def test_row_48_evidence_under_a_name_nobody_can_trust_is_no_evidence_for_anybody(board: SmallBoard) -> None:
    """Given such files in a proposal's folder, when the board opens and decides it, then verify reads what it read."""
    proposal = "2026/0005-odd"
    files = {f"proposals/{proposal}/{name}": "x\n" for name in ("b\u202egnp.md", "a\x1b[2J.md", "new\nline.md", "-rf")}
    added(board).commit({f"proposals/{proposal}.md": PROPOSAL, **files}, "mo", key="")
    git(board.path, "reset", "-q", "--hard")
    board.wait(minutes=5)
    open_it(board, proposal)
    for member in ("ana", "ben", "chiara", "lena"):
        board.vote(member, proposal, "approve")
    decide_it(board, proposal)
    report = verify(board.path)
    assert (report.status, report.decisions) == (0, 2)


def test_an_unsigned_board_cannot_be_proven_unless_that_is_accepted(tmp_path: Path) -> None:
    board = signed_board(tmp_path, charter().replace('"required"', '"unsigned"'), signs=False)
    live(board)
    report = verify(board.path)
    assert (report.status, {one.code for one in report.doubts}) == (ExitStatus.CANNOT_TELL, {"unproven.unsigned"})
    assert verify(board.path, unsigned=True).status == ExitStatus.YES
    assert verify(board.path).status == ExitStatus.CANNOT_TELL
    added(board).commit({BALLOT: None}, "mo", key="")
    assert verify(board.path, unsigned=True).status == ExitStatus.NO


# Pins


def test_the_second_run_starts_at_the_pin_and_finds_what_came_since(board: SmallBoard) -> None:
    first = verify(board.path)
    board.vote("chiara", OPEN, "approve")
    second = verify(board.path)
    assert (second.status, second.since, second.commits) == (0, first.tip, first.commits + 1)
    decide = [board.vote("ana", OPEN, "approve"), decide_it(board, OPEN)]
    assert decide and verify(board.path).decisions == 2
    added(board).commit({BALLOT: None}, "mo")
    assert codes(verify(board.path)) == {"file.changed", "path.not-yours"}


@pytest.mark.parametrize("back", [1, 3])
def test_row_30_a_rewound_branch_is_noticed(board: SmallBoard, back: int) -> None:
    pinned = verify(board.path).tip
    git(board.path, "update-ref", "refs/heads/main", f"{pinned}~{back}")
    report = verify(board.path)
    assert (report.status, codes(report)) == (1, {"history.rewritten"})
    assert codes(verify(board.path, from_genesis=True)) == {"history.rewritten"}
    git(board.path, "update-ref", "refs/heads/main", pinned)
    assert verify(board.path).status == 0


def test_row_30_a_deleted_and_recreated_branch_is_noticed(board: SmallBoard) -> None:
    verify(board.path)
    tip = git(board.path, "rev-parse", "main~2")
    git(board.path, "update-ref", "-d", "refs/heads/main")
    git(board.path, "update-ref", "refs/heads/main", tip)
    assert codes(verify(board.path)) == {"history.rewritten"}


def test_row_31_another_founding_of_the_same_board_is_noticed_in_a_fresh_clone(
    board: SmallBoard, tmp_path: Path
) -> None:
    verify(board.path)
    other = signed_board(tmp_path / "other", charter() + "\n# founded again\n")
    assert codes(verify(other.path)) == {"genesis.other"}


def test_row_30_a_fresh_clone_does_not_forget_what_was_verified_in_another_one(
    board: SmallBoard, tmp_path: Path
) -> None:
    """Given a clone verified here, when the branch is taken back or rewritten, then a fresh clone does not say yes."""
    server, tip = tmp_path / "server.git", board.store.tip()
    git(tmp_path, "clone", "-q", "--bare", str(board.path), str(server))
    assert verify(board.path).status == 0

    def cloned(name: str) -> Report:
        git(tmp_path, "clone", "-q", f"file://{server}", str(tmp_path / name))
        return verify(tmp_path / name)

    git(server, "update-ref", "refs/heads/main", f"{tip}~3")
    behind = cloned("rewound")
    assert (behind.status, [(one.code, one.commit) for one in behind.doubts]) == (3, [("history.behind", tip)])
    assert str(Pins(board.store.key).file) in behind.doubts[0].words
    forger = added(board)
    forger.git("update-ref", "refs/heads/main", f"{tip}~3")
    for number in range(4):
        forger.commit({f"meetings/000{number}.md": "Other minutes.\n"}, "ana")
    git(board.path, "push", "-q", "-f", str(server), "main")
    apart = cloned("rewritten")
    assert (apart.status, [(one.code, one.commit) for one in apart.faults]) == (1, [("history.rewritten", tip)])
    git(server, "update-ref", "refs/heads/main", tip)
    assert cloned("same").status == 0
    git(tmp_path / "rewound", "pull", "-q")
    assert verify(tmp_path / "rewound").status == 0


def test_sarif_names_the_commit_of_each_fault_and_a_file_to_show_it_at(board: SmallBoard) -> None:
    """Given an unsigned commit and a ballot that another took away, then build servers show both, and where."""
    unsigned = added(board).commit(dict.fromkeys(("meetings/0001.md", BALLOT), "Minutes.\n"), "ana", key="")
    taken = added(board).commit({BALLOT: None}, "mo")
    found = json.loads(Board(board.path)("verify", "--sarif").out)["runs"][0]["results"]
    wrong = [one for one in found if one["level"] == "error"]
    assert {one["properties"]["commit"] for one in wrong} == {unsigned, taken}
    assert all(one["properties"]["commit"] in one["message"]["text"] for one in wrong)
    places = {one["ruleId"]: one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in wrong}
    assert places == {"commit.unsigned": BALLOT, "file.changed": BALLOT, "path.not-yours": BALLOT}
    assert all(one["locations"] for one in found)
    (whole,) = (one["message"]["text"] for one in wrong if one["ruleId"] == "commit.unsigned")
    assert f"It touches {BALLOT} and 1 more." in whole


# Hostile and incomplete repositories


def test_row_35_a_shallow_clone_cannot_tell(board: SmallBoard, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{board.path}", str(tmp_path / "clone"))
    with pytest.raises(Refused) as refused:
        verify(tmp_path / "clone")
    assert refused.value.status == ExitStatus.CANNOT_TELL
    assert "--unshallow" in str(refused.value)


def test_a_bare_clone_is_verified_like_any_other(board: SmallBoard, tmp_path: Path) -> None:
    """Given a bare clone, as servers and mirrors keep them, then the audit reads it; a fault is found there too."""
    git(tmp_path, "clone", "-q", "--bare", str(board.path), str(tmp_path / "clone.git"))
    report = verify(tmp_path / "clone.git")
    assert (report.status, report.decisions) == (0, 1)
    added(board).commit({BALLOT: None}, "mo")
    git(tmp_path / "clone.git", "fetch", "-q", str(board.path), "main:main")
    assert codes(verify(tmp_path / "clone.git")) == {"file.changed", "path.not-yours"}


def test_row_35_a_partial_clone_cannot_tell(board: SmallBoard, tmp_path: Path) -> None:
    git(board.path, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--filter=blob:none", f"file://{board.path}", str(tmp_path / "clone"))
    with pytest.raises(Refused, match="--filter") as refused:
        verify(tmp_path / "clone")
    assert refused.value.status == ExitStatus.CANNOT_TELL


def test_progress_is_told_and_a_stop_leaves_the_pin_alone(board: SmallBoard) -> None:
    """Given a verification under way, when it is stopped, then the pin is where it was, and the next run is whole."""
    heard: list[tuple[int, int]] = []
    assert verify(board.path, progress=lambda done, of: heard.append((done, of))).status == 0
    assert heard[-1][0] == heard[-1][1] > 0
    pin = Pins(board.store.key).load()
    added(board).commit({"meetings/0001.md": "Minutes.\n"}, "ana")

    def stop(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        verify(board.path, progress=stop)
    assert Pins(board.store.key).load() == pin
    assert verify(board.path).status == 0


def test_a_decided_proposal_edited_later_is_told_again_and_again(board: SmallBoard) -> None:
    """Given a pin, when a decided proposal was edited before or after it, then every later report says so."""
    history = added(board)
    history.commit({f"proposals/{DECIDED}.md": "+++\ntitle = 'Other'\n+++\n"}, "mo", key="")
    for _ in range(2):
        report = verify(board.path)
        assert (report.status, [fault.code for fault in report.notes]) == (0, ["proposal.differs"])
        history.commit({"meetings/0001.md": "Minutes.\n"} if not _ else {"src.py": "1\n"}, "ana")


def test_a_branch_without_a_charter_is_no_governed_history(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "Nothing")
    report = verify(tmp_path)
    assert (report.status, codes(report)) == (1, {"genesis.missing"})


def test_code_and_merges_beside_the_board_are_not_its_business(board: SmallBoard) -> None:
    history = added(board)
    history.commit({"src/main.py": "print()\n"}, "stranger", key="", modes={"src/main.py": "100755"})
    history.commit({"docs/link": "../src"}, "stranger", key="", modes={"docs/link": "120000"})
    assert verify(board.path).status == 0


def test_a_board_in_a_folder_of_a_code_repository_verifies(tmp_path: Path) -> None:
    text = charter().replace('branch = "main"', 'branch = "main"\nroot = "governance"')
    board = signed_board(tmp_path, text)
    live(board)
    assert verify(board.path).status == 0
    added(board).commit({f"governance/{BALLOT}": None, "decisions/x.md": "not the board's\n"}, "mo")
    assert codes(verify(board.path)) == {"file.changed", "path.not-yours"}


def test_the_environment_has_no_say(board: SmallBoard, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"):
        monkeypatch.setenv(name, os.fspath(tmp_path / "elsewhere"))
    assert verify(board.path).status == 0
