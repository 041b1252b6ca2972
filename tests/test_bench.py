"""The synthetic repository is one the product reads and writes like any other; else its numbers mean nothing."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bench.report import Line, table
from bench.repository import make
from tests.cli.running import Board


def test_given_a_synthetic_repository_its_proposals_are_decided_or_open_and_a_ballot_can_be_cast(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make(tmp_path, 20)
    for name, value in made.environment().items():
        monkeypatch.setenv(name, value)
    board = Board(made.path)
    rows = board("list", "--json").data["proposals"]
    stages = Counter(row["stage"] for row in rows)
    assert stages["in-review"] == 1
    assert sum(stages.values()) == 20
    assert all(row["outcome"] == "approved" for row in rows if row["id"] != made.open_id)
    assert board("whoami", "--json").data["can_sign"]
    cast = board("vote", made.open_id, "approve")
    assert cast.status == 0, cast.err
    assert b"gpgsig" in made.git("cat-file", "commit", "main")
    assert made.git("fsck", "--strict") == b""


def test_the_report_says_what_is_met_and_what_is_not() -> None:
    shown = table(
        [
            Line("P1", "help", 90, floor=60, floor_name="import click", most=1.5),
            Line("P3", "key", 16, most=15),
            Line("P5", "warm", 130, floor=60, floor_name="import click", most=60, added=True),
            Line("P11", "hello", 32.5, "MiB"),
        ],
        1000,
    ).splitlines()
    assert shown[4:] == [
        "| P1 | help | 90 ms | 60 ms (import click) | 1.50 | at most 1.5 | yes |",
        "| P3 | key | 16 ms | – | – | at most 15 ms | **no** |",
        "| P5 | warm | 130 ms | 60 ms (import click) | +70 ms | at most 60 ms | **no** |",
        "| P11 | hello | 32.5 MiB | – | – | – | – |",
    ]
