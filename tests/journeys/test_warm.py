"""A command that is spared its start answers as one that is not; and each command can be the first that is loaded."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from board.cli.register import ENTRIES
from tests.conftest import ROOT
from tests.journeys.command import ended, warm
from tests.journeys.conftest import Example


@pytest.mark.parametrize(
    "words",
    [("list", "--json"), ("show", "15", "--brief"), ("show", "nothing"), ("vote", "--help"), ("tally", "--what")],
    ids=" ".join,
)
def test_a_copy_says_what_a_command_says_that_was_started(example: Example, words: tuple[str, ...]) -> None:
    ana = example("ana")
    assert ana(*words) == ended(ana.start(*words))


def test_what_is_typed_arrives_and_every_command_begins_anew(example: Example) -> None:
    """Given two members with homes of their own, then neither sees the other's draft; typed words arrive."""
    ana = example("ana")
    assert ana("answer", "15", "R-02", "disagree", "--note", "-", typed="Typed.\n").status in (0, 2)
    other = ana.given(XDG_STATE_HOME=str(example.path.parent / "elsewhere"))
    for board, notes in ((ana, 1), (other, 0)):
        asked = board("review", "15", "--json").data["questions"]
        assert sum(bool(one["view"] and one["view"]["note"]) for one in asked if one["question"] == "R-02") == notes


def test_a_variable_that_python_reads_at_its_start_asks_for_one() -> None:
    assert warm().fits(os.environ)
    assert not warm().fits({**os.environ, "PYTHONUTF8": "0"})
    assert not warm().fits({**os.environ, "LC_ALL": "tr_TR.UTF-8"})


EACH_FIRST = """
import os, sys
import board.cli.main, board.core.tally, board.formats.charter  # what lies below loads nothing of what lies above
for name in sys.argv[1:]:
    if not (child := os.fork()):
        __import__(f"board.cli.commands.{name}")
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0, name
"""


def test_each_command_loads_though_none_was_loaded_before() -> None:
    command = [sys.executable, "-c", EACH_FIRST, *sorted({entry.module for entry in ENTRIES})]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
