"""`board charter try`: the worked example under other rules."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.running import Board
from tests.cli.test_json import problems

Play = Callable[[str], Board]


@pytest.fixture
def stricter(example: Path, tmp_path: Path) -> Path:
    text = (example / "board.toml").read_text()
    assert "quorum_seats = 3" in text
    file = tmp_path / "stricter.toml"
    file.write_text(
        text.replace("quorum_seats = 3", "quorum_seats = 4").replace("majority = [1, 2]", "majority = [3, 4]")
    )
    return file


def test_under_its_own_rules_the_example_comes_out_as_recorded(play: Play, example: Path) -> None:
    ran = play("ana")("charter", "try", str(example / "board.toml"))
    assert "has the rules that are in force" in ran.out
    assert "none would come out otherwise" in ran.out
    assert "The record says" not in ran.out


def test_a_file_that_lists_people_otherwise_says_that_they_are_not_tried(
    play: Play, example: Path, tmp_path: Path
) -> None:
    """Given ana who also holds legal, then what differs in people is named, and that each round keeps its own."""
    file, text = tmp_path / "people.toml", (example / "board.toml").read_text()
    assert 'seats = ["security"]' in text
    file.write_text(text.replace('seats = ["security"]', 'seats = ["security", "legal"]'))
    ran = play("ana")("charter", "try", str(file))
    assert "has the rules that are in force, and other people." in ran.out
    assert "What it says of people is not tried; each round keeps who sat then:" in ran.out
    assert "member ana, seats: security → security, legal" in ran.out
    document = play("ana")("charter", "try", str(file), "--json").data
    assert document["people"] == ["member ana, seats: security → security, legal"]
    assert problems("charter-try", document) == []


def test_both_sums_stand_side_by_side_with_the_rule_between_them(play: Play, stricter: Path) -> None:
    ran = play("ana")("charter", "try", str(stricter))
    assert ran.status == 0
    assert "[voting] quorum_seats: 4 instead of 3" in ran.out
    assert "2026/0002-open-whisper-weights-once, round 1" in ran.out
    assert "at least 2 of the 3 seats must say yes (more than half): approved with conditions." in ran.out
    assert "at least 3 of the 3 seats must say yes (more than three quarters), and fewer do: rejected." in ran.out
    assert "Because of [voting] majority: 3/4 instead of 1/2" in ran.out


def test_its_document_is_as_documented(play: Play, stricter: Path) -> None:
    document = play("ana")("charter", "try", str(stricter), "--json").data
    assert problems("charter-try", document) == []
    assert document["differing"] == sum(each["differs"] for each in document["comparisons"]) > 0
    assert document["rounds"] == len(document["comparisons"])


def test_a_file_that_is_not_there_is_wrong_use(play: Play) -> None:
    ran = play("ana")("charter", "try", "no-such.toml")
    assert ran.status == 2
    assert "cannot be read" in ran.err


def test_the_rules_in_force_are_told_in_plain_words(play: Play) -> None:
    """Given the example, when `board charter` is asked, then seats, sums and every kind are told, defaults and all."""
    ana = play("ana")
    ran = ana("charter")
    assert ran.status == 0
    for words in ("Every act must be signed", "Legal always votes. Held by", "more than half of the eligible seats"):
        assert words in ran.out
    document = ana("charter", "show", "--json").data
    assert problems("charter", document) == []
    assert {"Seats", "Kind: charter-change"} <= {one["heading"] for one in document["chapters"]}


@pytest.mark.parametrize("wrong", [("show", "board.toml"), ("try",), ("--all",)])
def test_show_takes_no_file_and_try_takes_one(play: Play, wrong: tuple[str, ...]) -> None:
    ran = play("ana")("charter", *wrong)
    assert ran.status == 2
    assert "“try” takes a FILE" in ran.err
