"""The conformance cases as repositories on disk, and the command line run on them from outside of the tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conformance.books import CASES
from tests.conftest import ROOT, away
from tests.soak import SOAK

SAMPLE = (
    "00-honest",
    "09-ballot-of-another_fail",
    "27-two-supersede-one_fail",
    "31-checkpoints-of-another-founding_fail",
)


def run(*words: str, where: Path, home: Path) -> subprocess.CompletedProcess[str]:
    """A Python module in a process of its own, by somebody who has verified nothing yet."""
    environment = {**os.environ, **away(home), "PYTHONPATH": str(ROOT)}
    return subprocess.run([sys.executable, "-m", *words], cwd=where, env=environment, capture_output=True, text=True)


@pytest.mark.soak
def test_each_case_written_out_gets_the_answer_that_lies_beside_it(tmp_path: Path) -> None:
    """Given the cases written out (a few in `make test`), when the command beside each runs, then it answers so."""
    names = tuple(case.name for case in CASES) if SOAK else SAMPLE
    wrote = run("tests.conformance", str(tmp_path / "out"), *names, where=ROOT, home=tmp_path)
    assert wrote.returncode == 0, wrote.stderr
    places = sorted((tmp_path / "out").iterdir())
    assert [place.name for place in places] == sorted(names)
    for place in places:
        told = json.loads((place / "expected.json").read_text())
        assert (told["status"] > 0) == place.name.endswith("_fail")
        ran = run(*told["command"], where=place, home=tmp_path / place.name)
        assert ran.returncode == told["status"], (place.name, ran.stdout, ran.stderr)
        if told["reason"]:
            assert told["reason"] in {each["code"] for each in json.loads(ran.stdout)[told["listed"]]}, place.name
