"""Evidence made to cost: whoever pushes it stops nobody's lists."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from board.actions import measured
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
