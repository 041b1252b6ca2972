"""Motions on the command line: moved, voted on, listed; what is missing is said."""

from __future__ import annotations

from collections.abc import Callable

from tests.cli.running import Board

Play = Callable[[str], Board]


def test_a_motion_from_the_command_line(play: Play) -> None:
    """Given an open proposal, when legal raises the tier and engineering moves to lower it, then both are listed."""
    missing = play("ben")("move", "15", "lower-tier", "minimal")
    assert missing.status == 2
    assert "--reason" in missing.err
    assert play("ben")("move", "15", "lower-tier", "tiny", "--reason", "Why").status == 2
    assert "No motion was made in this round." in play("ben")("move", "15").out
    raised = play("lena")("move", "15", "raise-tier", "high")
    assert raised.status == 0, raised.err
    assert "The tier is high now." in raised.out
    assert "a seat raised it to high" in play("ben")("show", "15").out
    moved = play("ben")("move", "15", "lower-tier", "minimal", "--reason", "Staff only.")
    assert moved.status == 0, moved.err
    assert "yes --motion 2" in moved.out
    assert "Does it profile people" in moved.out + moved.err
    voted = play("ben")("vote", "15", "yes", "--motion", "2")
    assert voted.status == 0, voted.err
    assert play("ben")("vote", "15", "stop", "--motion", "2").status == 2
    assert play("ben")("vote", "15", "yes", "--motion", "1").status == 1
    listed = play("lena")("move", "15").out
    assert "Motion 2, to lower the tier to minimal, moved by ben" in listed
    assert "Why: Staff only." in listed
    assert listed.count("Does it profile people") == 1, "at the motion that would lower the tier, and at no other"
    tasks = play("ana")("list", "--mine", "--json").data["proposals"]
    assert any(task["act"] == "motion" for task in tasks)


def test_pulling_what_is_put_to_the_vote_already_is_refused(play: Play) -> None:
    ran = play("ben")("pull", "15")
    assert (ran.status, "full vote already" in ran.err) == (1, True)
