"""The wheel works where there is no checkout: installed in an environment of its own, it makes the example."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.mark.slow
def test_the_wheel_installed_outside_the_checkout_makes_the_demo_and_lists_it(tmp_path: Path) -> None:
    if importlib.util.find_spec("hatchling") is None:
        pytest.skip("hatchling is not installed here, so no wheel can be built without the network")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    wheels = tmp_path / "wheels"
    run([*pip, "wheel", "--no-deps", "--no-build-isolation", "--no-index", "-w", str(wheels), str(ROOT)], tmp_path)
    [wheel] = wheels.glob("governance_board-*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "board/proposals/2026/0015-search-shorter-pieces.md" in names
    assert "board/templates/checklists/ethics.toml" in names
    assert not [name for name in names if name.startswith(("tests/", "bench/")) or name.endswith(".pyc")]

    venv.create(tmp_path / "env", with_pip=False, symlinks=True)
    python = tmp_path / "env" / "bin" / "python"
    site = Path(run([str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], tmp_path).strip())
    run([*pip, "--python", str(python), "install", "--no-deps", "--no-index", str(wheel)], tmp_path)
    # What the wheel depends on comes from here; a path in a .pth file does not bring the checkout's own link along.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")

    board = str(tmp_path / "env" / "bin" / "board")
    where = run([str(python), "-c", "import board; print(board.__file__)"], tmp_path).strip()
    assert where.startswith(str(tmp_path))
    assert "The example is in" in run([board, "demo", "--at", str(tmp_path / "example"), "--no-open"], tmp_path)
    listed = run([board, "list", "-C", str(tmp_path / "example"), "--mine", "--as", "ana"], tmp_path)
    assert "2026/0015-search-shorter-pieces" in listed
    run([board, "vote", "15", "approve", "-C", str(tmp_path / "example"), "--as", "ana"], tmp_path)


def run(command: list[str], where: Path) -> str:
    """Run a command outside the checkout and return what it said."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    ran = subprocess.run(command, cwd=where, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout
