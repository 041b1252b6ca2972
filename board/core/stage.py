"""One door to where a proposal stands: its stage, its row in a list, and the tasks it makes for a member."""

from board.core.summary import stage, summary
from board.core.tasks import tasks

__all__ = ["stage", "summary", "tasks"]
