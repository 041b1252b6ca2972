"""What copies of the process prove for a walk: one bit each, and anything but a yes is a doubt."""

from __future__ import annotations

import gc
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from board.actions import verifying
from board.actions.recounting import Recount
from board.actions.verifying import verify
from board.trust import beside
from board.trust.beside import Beside, Doubtful
from tests.trust.history import live, signed_board


@pytest.fixture(autouse=True)
def _one_claim_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "_ENOUGH", 1)


def yes() -> bool:
    return True


def test_the_first_claims_are_proved_here_and_later_ones_in_a_copy(tmp_path: Path) -> None:
    note = tmp_path / "who"

    def tells() -> bool:
        with note.open("a") as out:
            out.write(f"{os.getpid()}\n")
        return True

    with Beside(1) as proving:
        proving.prove([tells])
        proving.prove([tells])
        proving.finish()
    first, second = note.read_text().split()
    assert first == str(os.getpid()) != second


def _lie() -> bool:
    return False


def _crash() -> bool:
    raise RuntimeError


def _die() -> bool:
    os.kill(os.getpid(), signal.SIGKILL)
    return True


@pytest.mark.parametrize("claim", [_lie, _crash, _die])
def test_a_copy_that_does_not_say_yes_raises_a_doubt(claim: Callable[[], bool]) -> None:
    """Given a claim that fails, or a copy that crashes or is killed, when the walk ends, then nothing is believed."""
    with Beside(2) as proving:
        proving.prove([yes])
        proving.prove([yes, claim, yes])
        with pytest.raises(Doubtful):
            proving.finish()


def test_what_is_left_at_the_end_is_shared_by_every_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given fewer claims than a copy would take, when the walk ends, then two copies prove half of them each."""
    monkeypatch.setattr(beside, "_ENOUGH", 100)
    note = tmp_path / "who"

    def tells() -> bool:
        with note.open("a") as out:
            out.write(f"{os.getpid()}\n")
        return True

    with Beside(2) as proving:
        proving.prove([yes])
        proving.prove([tells] * 6)
        assert not note.exists()
        proving.finish()
    who = note.read_text().split()
    assert sorted(map(who.count, set(who))) == [3, 3]


def test_nothing_is_collected_while_a_walk_is_believed_and_all_is_again_after_it() -> None:
    """Given a doubt, when it ends the walk, then the collector works as it did before."""
    with pytest.raises(Doubtful), Beside(1) as proving:
        assert not gc.isenabled()
        proving.prove([_lie])
    assert gc.isenabled()


def test_leaving_ends_every_copy() -> None:
    started = time.monotonic()
    with Beside(2) as proving:
        proving.prove([yes])
        proving.prove([lambda: time.sleep(60) is None])
        (copy,) = proving._running
    with pytest.raises(ProcessLookupError):
        os.kill(copy, 0)
    assert time.monotonic() - started < 20


def test_whatever_breaks_a_walk_that_only_believes_it_is_walked_again_by_one_that_judges(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given what only a walk with copies stumbles over, when the board is verified, then the answer is yes."""
    board, broken = signed_board(tmp_path), []
    live(board)

    def stumbles(recount: Recount, step: object) -> None:
        if not broken:
            broken.append(step)
            raise KeyError("stumbled")

    monkeypatch.setattr(verifying, "WORTH", 1)
    monkeypatch.setattr(verifying, "processors", lambda: 2)
    monkeypatch.setattr(Recount, "note", stumbles)
    report = verify(board.path)
    assert (len(broken), report.status, report.decisions) == (1, 0, 1)
