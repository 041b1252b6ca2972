"""Evidence under an approval in force comes back on real history: too old, or made on other files than are in use."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest

from board.actions import browse, following
from board.actions.afterwards import afterwards
from board.actions.check import check
from board.actions.verifying import verify
from board.core.finding import Finding, Refused
from board.core.listed import Task
from board.store.base import Change
from tests.actions.test_dates_come_back import FIRST, SECOND, decide, with_policy
from tests.boards import PROPOSAL, SmallBoard, git, small_board
from tests.trust.history import signed_board

RUN = b"score = 1\n"
EVAL = f"""[[evidence]]
id = "eval"
title = "Run 14"
path = "run.toml"
sha256 = "{hashlib.sha256(RUN).hexdigest()}"
sort = "evaluation"
dated = 2026-10-01
"""


def with_evidence(more: str = "") -> str:
    return PROPOSAL.replace("+++\n# A new", EVAL + more + "+++\n# A new")


def approved(board: SmallBoard, text: str) -> SmallBoard:
    board.submit(FIRST, text, **{"run.toml": RUN})
    assert decide(board, FIRST).yes
    return board


@pytest.fixture
def board(tmp_path: Path) -> SmallBoard:
    return with_policy(small_board(tmp_path))


def found(board: SmallBoard, code: str = "evidence.stale") -> list[Finding]:
    git(board.path, "checkout", "-q", "--", ".")
    return [one for one in check(board.session("ana")) if one.code == code]


def waiting(board: SmallBoard, member: str) -> list[Task]:
    inbox = browse.inbox(board.session(member))
    return [task for task in (*inbox.mine, *inbox.others) if task.part.startswith("evidence")]


def test_evidence_that_grows_old_under_an_approval_comes_back_until_somebody_looks_again(tmp_path: Path) -> None:
    """Given a run of 1 October, when its 90 days are over, then check, inbox and follow-up say so until a look."""
    board = approved(with_policy(signed_board(tmp_path)), with_evidence())
    assert found(board) == [] and waiting(board, "mo") == []
    board.wait(days=81)  # 2026-12-25, five days before its last
    assert found(board) == []
    assert [(task.act, task.due, task.overdue) for task in waiting(board, "mo")] == [
        ("look-again", date(2026, 12, 30), False)
    ]
    assert waiting(board, "kim") == [], "who presides hears of it on the last day"
    board.wait(days=6)
    (stale,) = found(board)
    assert stale.where.path == f"decisions/{FIRST}/record.toml"
    assert stale.message == "Evidence under this approval is too old: “Run 14” since 2026-12-31."
    assert waiting(board, "mo")[0].overdue and not waiting(board, "kim")[0].mine
    assert "evidence" in {one.sort.id for one in afterwards(board.session("mo"), FIRST).dates}
    with pytest.raises(Refused, match="holds until 2027-03-31 at most"):
        following.look_again(board.session("mo"), FIRST, about="evidence", text="Run 15.", until=date(2099, 1, 1))
    following.look_again(board.session("mo"), FIRST, about="evidence", text="Run 15.", until=date(2027, 3, 31))
    assert found(board) == [] and waiting(board, "mo") == []
    report = verify(board.path)
    assert not report.faults, report.faults


def test_what_the_board_decided_on_counts_though_somebody_edits_the_text_afterwards(board: SmallBoard) -> None:
    """Given another date written into the text after the decision, then `board check` goes by the decided text."""
    approved(board, with_evidence()).wait(days=87)
    younger = with_evidence().replace("dated = 2026-10-01", "dated = 2026-12-31").encode()
    board.session("mo").commit(lambda _: Change({f"proposals/{FIRST}.md": younger}, "Edit it\n"))
    assert len(found(board)) == 1


def test_an_approval_that_another_version_replaced_needs_no_fresh_evidence(board: SmallBoard) -> None:
    approved(board, with_evidence())
    board.submit(SECOND, PROPOSAL.replace("1.1.0", "1.2.0").replace('sha256 = "', 'sha256 = "f'))
    assert decide(board, SECOND).yes
    board.wait(days=87)
    assert found(board) == [] and waiting(board, "mo") == []


def test_a_register_that_shows_other_files_for_the_approved_version_is_an_error_at_once(board: SmallBoard) -> None:
    """Given a run made on what was approved, when the register shows other bytes for that version, then it is void."""
    digest = board_digest(PROPOSAL)
    approved(board, with_evidence(f'artefact = "sha256:{digest}"\n'))

    def register(sha256: str) -> None:
        entry = f'id = "search"\nversion = "1.1.0"\nsha256 = "sha256:{sha256}"\n'.encode()
        board.session("ana").commit(lambda _: Change({"registers/models/search.toml": entry}, "Register it\n"))

    register(digest)
    assert found(board, "evidence.void") == [] and waiting(board, "mo") == []
    board.wait(days=1)
    register("e" * 64)
    (void,) = found(board, "evidence.void")
    assert "made on other files than the register shows in use since 2026-10-06" in void.message
    assert [task.due for task in waiting(board, "mo")] == [date(2026, 10, 6)]
    register(digest)
    assert found(board, "evidence.void") == [] and waiting(board, "mo") == []


def board_digest(text: str) -> str:
    """The digest of the version that a proposal is about."""
    return text.partition('sha256 = "')[2].partition('"')[0].removeprefix("sha256:")


def test_an_answered_day_reaches_the_inbox_after_the_decision(board: SmallBoard) -> None:
    """Given a way back practised on 1 October under an approval for everybody, then 90 days later lists tell it too."""
    answers = b'[[answers]]\nquestion = "R-18b"\nvalue = "2026-10-01"\n'
    board.submit(
        FIRST, PROPOSAL.replace('target_ring = "beta"', 'target_ring = "general"'), **{"answers.toml": answers}
    )
    assert decide(board, FIRST).yes
    board.wait(days=87)
    assert len(found(board, "practice.overdue")) == 1
    told = [task for task in browse.inbox(board.session("mo")).mine if task.part == "practice"]
    assert [task.due for task in told] == [date(2026, 12, 30)]
    following.look_again(board.session("mo"), FIRST, about="practice", text="It took nine minutes.")
    assert found(board, "practice.overdue") == []
