"""Opening and deciding by two on the command line: what each of them types, and what she is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.boards import git
from tests.cli.running import Board


def test_two_open_on_the_command_line(play: Callable[[str], Board]) -> None:
    """Given a submitted proposal, when ben and lena each agree, then it is open; alone neither may."""
    rows = play("ben")("list", "--stage", "submitted", "--json").data["proposals"]
    proposal = next(row["id"] for row in rows if row["kind"] and row["proposer"] not in ("ben", "lena"))
    refused = play("ben")("open", proposal)
    assert refused.status == 1
    assert "each adds --together" in refused.err
    first = play("ben")("open", proposal, "--together")
    assert first.status == 0, first.err
    assert "second member who holds a seat" in first.out
    again = play("ben")("open", proposal, "--together")
    assert (again.status, again.out) == (1, "")
    assert "Ben Okafor agreed to open it" in play("lena")("show", proposal).out
    second = play("lena")("open", proposal, "--together", "--json")
    assert second.status == 0, second.err
    assert second.data["pushed"] is True
    assert play("ben")("list", "--stage", "in-review", proposal, "--json").data["proposals"]
    assert play("ben")("verify").status == 0


def test_two_decide_past_the_chair_with_a_reason_and_the_second_signs_a_checkpoint(
    play: Callable[[str], Board], example: Path
) -> None:
    """Given a complete vote, when ben and lena each say why the chair does not, then it is decided and witnessed."""
    ready = [row["id"] for row in play("ana")("list", "--mine", "--json").data["proposals"] if row["act"] == "decide"]
    refused = play("ben")("decide", ready[0], "--together")
    assert refused.status == 2
    assert "--reason" in refused.err
    away = ("--together", "--yes", "--reason", "Chair and secretary are away.")
    first = play("ben")("decide", ready[0], *away)
    assert "takes a second member who holds a seat" in first.out, first.err
    second = play("lena")("decide", ready[0], *away)
    assert "Ben Okafor and Lena Vogt did this together." in second.out, second.err
    assert "Signed a checkpoint over" in second.out
    assert play("ana")("verify", "--max-age", "2").status == 0
    refs = git(example, "for-each-ref", "--format=%(refname)", "refs/board/checkpoints/")
    assert "/lena/" in refs.splitlines()[-1], "the second one signed it"
