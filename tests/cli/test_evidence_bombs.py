"""Evidence made to cost: whoever pushes it stops nobody's lists."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from board.actions import entries, measured
from board.core.case import Case
from board.core.deadlines import next_change
from tests.cli.running import Board

real = measured.read_data
BOMB = b"a" + b".a" * 12_000 + b" = 1\n"


def test_row_57_a_bomb_among_the_evidence_stops_no_list(
    play: Callable[[str], Board], example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given TOML that takes a gigabyte to read, when it is checked, shown and listed, then nobody reads it."""
    mo = play("mo")
    document = example / mo("new", "model-change", "Try a thing", "--json").data["files"][0]
    made = f'[facts]\nmodels = [{{ id = "triage", version = "2.2.0", sha256 = "{"c" * 64}" }}]'
    listed = '[[evidence]]\nid = "run"\ntitle = "A run"\npath = "run.toml"\nanswers = ["R-05", "C-23"]\n+++\n\n#'
    text = re.sub(r"\[facts\].*", lambda _: made, document.read_text(), count=1)
    document.write_text(text.replace("+++\n\n#", listed, 1))
    (document.with_suffix("") / "run.toml").write_bytes(BOMB)
    found: list[object] = []
    monkeypatch.setattr(measured, "read_data", lambda data, name: found.append(got := real(data, name)) or got)
    shown = mo("show", "0025-try", "--json").data
    assert found and not any(found)
    assert "As the evidence shows" not in str([one for one in shown["answers"] if one["question"] == "R-05"])
    assert mo("check", "0025-try").status == 1
    assert mo("list").status == 0


def test_row_57_one_proposal_that_trips_the_program_up_hides_no_other(
    play: Callable[[str], Board], example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a proposal whose files raise what nobody foresaw, then it stands in the list with that, and so do all."""
    mo = play("mo")
    before = [one["id"] for one in mo("list", "--json").data["proposals"]]
    document = example / mo("new", "model-change", "Try a thing", "--json").data["files"][0]
    one = document.relative_to(example / "proposals").with_suffix("").as_posix()

    def trips(case: Case, today: date) -> date | None:
        if case.id == one:
            raise OverflowError
        return next_change(case, today)

    monkeypatch.setattr(entries, "next_change", trips)
    rows = {row["id"]: row for row in mo("list", "--json").data["proposals"]}
    assert {*before, one} == set(rows)
    assert [each for each in rows if rows[each]["title"] == entries.UNREAD] == [one]


def test_row_57_a_number_without_end_among_the_evidence_stops_no_command(
    play: Callable[[str], Board], example: Path
) -> None:
    """Given an evaluation run whose limit has 400 digits, then list, show, check and tally answer as ever."""
    mo = play("mo")
    document = example / mo("new", "model-change", "Try a thing", "--json").data["files"][0]
    made = f'[facts]\nmodels = [{{ id = "triage", version = "2.2.0", sha256 = "{"c" * 64}" }}]'
    listed = '[[evidence]]\nid = "run"\ntitle = "A run"\npath = "run.json"\nanswers = ["R-05", "C-23"]\n+++\n\n#'
    text = re.sub(r"\[facts\].*", lambda _: made, document.read_text(), count=1)
    document.write_text(text.replace("+++\n\n#", listed, 1))
    metric = f'{{"threshold": {"9" * 400}, "ci_low": 1, "ci_high": 2, "comparator": ">="}}'
    (document.with_suffix("") / "run.json").write_text(f'{{"model": "triage 2.2.0", "metrics": [{metric}]}}')
    done = {words: mo(*words.split()) for words in ("list", "show 0025-try", "check 0025-try", "tally 0025-try")}
    assert {words: ran.status for words, ran in done.items()} == {
        "list": 0, "show 0025-try": 0, "check 0025-try": 1, "tally 0025-try": done["tally 0025-try"].status,
    }  # fmt: skip
    assert not any("did not foresee" in f"{ran.out} {ran.err}" for ran in done.values())
    assert entries.UNREAD not in done["list"].out
