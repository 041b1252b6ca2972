"""The shipped files of the worked example are what the program makes of its timeline today."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions.example import GENERATED, write_example

ROOT = Path(__file__).resolve().parent.parent.parent


def files_of(root: Path) -> dict[str, bytes]:
    """Every generated file below a folder, by path."""
    found = {name: (root / name).read_bytes() for name in GENERATED if (root / name).is_file()}
    for name in GENERATED:
        for file in sorted((root / name).rglob("*")) if (root / name).is_dir() else ():
            if file.is_file():
                found[file.relative_to(root).as_posix()] = file.read_bytes()
    return found


@pytest.mark.slow
def test_make_example_changes_nothing(tmp_path: Path) -> None:
    """Given the checkout, when `make example` runs again, then every byte is what is committed."""
    write_example(tmp_path)
    made, shipped = files_of(tmp_path), files_of(ROOT)
    assert set(made) == set(shipped)
    assert [path for path in made if made[path] != shipped[path]] == []
