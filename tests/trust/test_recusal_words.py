"""A recusal with more than a category: no rule is broken and it counts, but check and verify tell of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from board.actions.cases import load_case
from board.actions.load import World
from board.actions.verifying import verify
from board.actions.voting import ballot_in, unsaid
from board.core.ballot import Verdict
from board.core.ballots import live_ballots
from board.core.finding import Severity
from board.store.base import Change
from tests.trust.history import OPEN, lived_board


def test_a_recusal_that_gives_more_than_its_category_counts_and_is_told(tmp_path: Path) -> None:
    """Given such a ballot by another program, then verify and check name it, and it counts."""
    board = lived_board(tmp_path)
    session = board.session("chiara")

    def make(world: World) -> Change:
        case = load_case(world, OPEN)
        mine = unsaid(session, world, case, Verdict.RECUSE, ("product",))
        return ballot_in(world, replace(mine, interest="family", reason="My husband works there."), {})

    session.commit(make)
    report = verify(board.path)
    assert (report.status, report.faults) == (0, ())
    [told] = [fault for fault in report.unproven if fault.code == "ballot.beyond-category"]
    assert "gave more than a category: reason" in told.words
    assert "husband" not in told.words
    case = load_case(board.session("ana").world, OPEN)
    [found] = [one for one in case.findings if one.code == "ballot.beyond-category"]
    assert found.severity is Severity.WARNING
    assert ("chiara", Verdict.RECUSE) in [(one.member, one.verdict) for one in live_ballots(case)]
