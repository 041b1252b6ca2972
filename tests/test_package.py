"""What a stranger installs: the wheel alone, outside the checkout, makes the demo and reads it."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.conftest import ROOT

# Hatchling comes into an environment of its own; without a way to fetch it there is nothing to test here.
_NO_BACKEND = ("No matching distribution found for hatchling", "Could not find a version that satisfies", "Connection")


@pytest.mark.slow
def test_given_only_the_wheel_the_demo_is_made_and_its_proposals_are_listed(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    built = subprocess.run(
        [*pip, "wheel", "--no-deps", "--wheel-dir", str(tmp_path), str(ROOT)],
        capture_output=True,
        text=True,
        check=False,
    )
    if built.returncode and any(words in built.stderr for words in _NO_BACKEND):
        pytest.skip("the build backend cannot be fetched here")
    assert built.returncode == 0, built.stderr
    [wheel] = tmp_path.glob("*.whl")
    site = tmp_path / "site"
    subprocess.run([*pip, "install", "--no-deps", "--target", str(site), str(wheel)], check=True, capture_output=True)

    environment = {**os.environ, "PYTHONPATH": f"{site}{os.pathsep}{sysconfig.get_path('purelib')}"}

    def board(*arguments: str) -> str:
        code = "import sys, board; from board.cli.main import main; sys.stderr.write(board.__file__); main()"
        ran = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        assert ran.stderr.startswith(str(site)), "the wheel is tested, not the checkout"
        return ran.stdout

    board("demo", "--at", str(tmp_path / "demo"), "--no-open")
    assert board("list", "-C", str(tmp_path / "demo")).count("2026/") >= 14
    assert "0001" in board("history", "-C", str(tmp_path / "demo"))
