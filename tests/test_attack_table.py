"""Every row of the attack table has a test that bears its number, and long histories cost each commit the same."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from board.actions.verifying import verify
from tests.conformance.books import BOOKS, CASES
from tests.conftest import ROOT
from tests.simulator import PER_PROPOSAL, simulate

TESTS = ROOT / "tests"
ROWS = frozenset(range(1, 75)) - {38, 39, 40, 41}
"""The rows of the table; the four left out belong to the deployment gate."""
_NUMBERED = re.compile(r"test_rows?_((?:\d+_(?:and_|to_)?)*\d+)")


def names() -> Iterator[str]:
    """The name of every test function, in a class or not."""
    for file in TESTS.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                yield node.name


def rows_of(name: str) -> set[int]:
    """The rows a test's name begins with: test_row_7_…, test_rows_23_and_24_…"""
    found = _NUMBERED.match(name)
    return set(map(int, re.findall(r"\d+", found[1]))) if found else set()


def test_every_row_of_the_attack_table_has_a_test_named_after_it() -> None:
    assert BOOKS
    by_case = {int(case.name.partition("-")[0]) for case in CASES}
    by_name = {row for name in names() for row in rows_of(name)}
    assert ROWS - by_case - by_name == set()
    assert (by_case | by_name) - {0} <= ROWS, "no test bears the number of a row that does not exist"


def test_most_rows_about_histories_are_conformance_cases() -> None:
    named = {int(case.name.partition("-")[0]) for case in CASES}
    assert len(named & set(range(2, 30))) >= 24


def test_row_73_a_long_history_costs_each_commit_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a history many times as long, then it verifies, and each commit is read by as few questions to git."""
    from board.store.batch import Batch

    asked = 0
    exchange = Batch._exchange

    def counted(batch: Batch, *arguments: object) -> None:
        nonlocal asked
        asked += 1
        exchange(batch, *arguments)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(Batch, "_exchange", counted)
    each, again = [], []
    for proposals in (4, 24):
        place = tmp_path / str(proposals)
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / f"state-{proposals}"))  # it knows no other clone
        assert simulate(place, proposals) == 1 + proposals * PER_PROPOSAL
        before = asked
        report = verify(place)
        assert (report.status, report.decisions) == (0, proposals)
        each.append((asked - before) / report.commits)
        before = asked
        assert verify(place).since
        again.append(asked - before)
    assert each[1] <= each[0], "no commit costs more for the number of those before it"
    assert again[0] == again[1], "nothing of the history is read twice, however long it is"
