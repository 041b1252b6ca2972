"""What is no history of a board is refused with the reason, not judged."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions.verifying import verify
from board.core.finding import ExitStatus, Refused
from tests.trust.history import charter, signed_board


def test_the_shipped_example_is_no_history_to_verify(tmp_path: Path) -> None:
    board = signed_board(tmp_path, charter().replace("rules = 1", "rules = 1\nexample = true"))
    with pytest.raises(Refused, match="example") as refused:
        verify(board.path)
    assert refused.value.status == ExitStatus.CANNOT_TELL
