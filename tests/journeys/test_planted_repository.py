"""What git would follow or wait at below `.git`: every command meets such a plant, and does nothing."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.boards import git
from tests.journeys.test_hostile_repository import sound
from tests.journeys.trapped import AFTER_A_FAULT, FOUND, USES, Trapped, copied
from tests.store.test_planted_links import HERS, PLANTS

__all__ = ["sound"]
COMMANDS = tuple(
    {words.split()[0]: (who, words) for who, words, _ in (*USES, *AFTER_A_FAULT, ("ana", FOUND, 0))}.values()
)
WITHOUT_A_BOARD = {"words": 0, "init": 1}
"""What reads a file alone, wherever it lies; and what says that a board is there already."""
NAMES = tuple(PLANTS)
MEETINGS = tuple(
    (NAMES[at % len(NAMES)], *COMMANDS[at % len(COMMANDS)]) for at in range(max(len(NAMES), len(COMMANDS)))
)


@pytest.mark.parametrize(("name", "member", "words"), MEETINGS, ids=[f"{one[0]}-{one[2]}" for one in MEETINGS])
def test_row_42_each_command_refuses_what_git_would_follow_or_wait_at(
    sound: Trapped, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, member: str, words: str
) -> None:
    """Given one plant in the `.git`, when a member runs a command, it is refused at once and named.

    Each plant meets a command, and each command a plant; `test_planted_links.py` has them all at the one place where
    a repository is opened.
    """
    made = copied(sound, tmp_path / "planted")
    hers = made.folder / "hers"
    hers.mkdir()
    (hers / "file").write_text(HERS)
    monkeypatch.chdir(made.board.path)
    remote = made.folder / "remote.git"
    before = git(remote, "for-each-ref")
    PLANTS[name](made.board.path / ".git", hers)
    begun = time.monotonic()
    ran = made.use(member, words)
    assert time.monotonic() - begun < 20
    expected = WITHOUT_A_BOARD.get(words.split()[0], 3)
    assert ran.status == expected, (name, words, ran)
    assert expected != 3 or "git would follow it or wait at it" in " ".join(f"{ran.out} {ran.err}".split()), ran
    assert {file.name: file.read_text() for file in hers.iterdir()} == {"file": HERS}
    assert git(remote, "for-each-ref") == before
