"""Evidence that is named again and again: each file is read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions.cases import load_case
from board.actions.computed import hashes_fixed, unfixed
from board.store.snapshot import TreeSnapshot
from tests.boards import SmallBoard, small_board

HEAD = 'title = "A thing"\nkind = "model-change"\nstate = "ready"\nproposer = "mo"\n'
NAMED = "2026/0007-bomb"


@pytest.fixture
def board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallBoard:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return small_board(tmp_path / "work")


def pieces(count: int, path: str, answers: str) -> str:
    one = '[[evidence]]\nid = "e{}"\ntitle = "It"\npath = "{}"\nanswers = ["{}"]\n'
    return "".join(one.format(number, path, answers) for number in range(count))


def test_row_57_a_file_that_many_pieces_and_models_name_is_read_once(
    board: SmallBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given 40 pieces of evidence that all name one file, and 20 models, then each look reads it once."""
    models = ", ".join(f'{{ id = "m{number}", version = "1", sha256 = "{number:064}" }}' for number in range(20))
    text = f"+++\n{HEAD}{pieces(40, 'r.txt', 'R-01')}[facts]\nmodels = [{models}]\n+++\n# A thing\n"
    board.submit(NAMED, text, **{"r.txt": "".join(f"{number:064}\n" for number in range(19)).encode()})
    world = board.session("mo").world
    case = load_case(world, NAMED)
    asked: list[str] = []
    real = TreeSnapshot.read

    def noted(self: TreeSnapshot, path: str, *more: int) -> bytes | None:
        asked.append(path)
        return real(self, path, *more)

    monkeypatch.setattr(TreeSnapshot, "read", noted)
    assert hashes_fixed(world, case) == "unknown"
    assert len([path for path in asked if path.endswith("r.txt")]) == 1
    assert len(unfixed(world, case)) == 1
    assert len([path for path in asked if path.endswith("r.txt")]) == 2
