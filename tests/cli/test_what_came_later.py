"""What a reader of the example must know first: what to change, and what came after a decision."""

from __future__ import annotations

from collections.abc import Callable

from tests.cli.running import Board
from tests.cli.test_json import problems

Play = Callable[[str], Board]


def test_a_returned_proposal_tells_what_to_change_wherever_it_is_read(play: Play) -> None:
    """Given 2026/0012, returned, then show, tally and check name each seat with its changes; so does their JSON."""
    board = play("ana")
    for command in (("show", "0012"), ("tally", "0012"), ("check", "0012"), ("show", "0012", "--brief")):
        told = " ".join(board(*command).out.split())
        assert "Change first" in told
        assert all(f"{seat}" in told for seat in ("Security", "Engineering", "Product")), command
        assert "Write down the SHA-256" in told
    shown, counted = board("show", "0012", "--json").data, board("tally", "0012", "--json").data
    assert problems("show", shown) == [] and problems("tally", counted) == []
    assert shown["tally"]["change_first"] == counted["change_first"]
    assert [one["member"] for one in counted["change_first"]] == ["ana", "ben", "chiara"]
    assert all(one["changes"] and one["reason"] for one in counted["change_first"])
    assert "so far" not in counted["explanation"]


def test_what_came_after_a_decision_stands_above_its_text(play: Play) -> None:
    """Given one that ended, one with a late condition, one with a granted appeal, then that is the first line."""
    board = play("ana")
    for name, words in (
        ("2025/0021", "! Expired on "),
        ("2026/0009", "! Condition c2 is "),
        ("2026/0005", "! Appeal 4 was granted on "),
        ("2025/0025", "! spellmend 1.2 was replaced by 1.3 on "),
    ):
        assert board("show", name, "--decision").out.startswith(words), name
        assert board("show", name, "--ethics-review").out.startswith(words), name
        assert f"  {words}" in board("show", name).out, name
        assert f"  {words}" in board("follow-up", name).out, name
        shown = board("show", name, "--json").data
        assert problems("show", shown) == [] and shown["later"][0].startswith(words[2:])
        assert board("show", name, "--decision", "--json").data["later"] == shown["later"]
    assert board("show", "2026/0004", "--decision").out.startswith("# ")
