"""`board follow-up`, `board evidence` and the score, on the worked example."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.running import Board
from tests.cli.test_json import problems

Play = Callable[[str], Board]


def test_the_list_tells_what_came_after_and_which_dates_come_back(play: Play) -> None:
    """Given a decision with a late condition, when it is listed, then its dates say how late, and what settles them."""
    found = play("mo")("follow-up", "9", "--json")
    assert problems("follow-up", found.data) == []
    late = next(one for one in found.data["dates"] if one["sort"] == "condition")
    assert late["state"] == "roll-back" and "late" in late["words"]
    assert late["acts"] == ["mo"] and "prove c2" in late["fix"]
    told = play("mo")("follow-up", "9")
    assert "Dates that come back" in told.out and "reply 2 (accepted) by mo" in told.out


@pytest.mark.parametrize(
    ("arguments", "flag"),
    [
        (("appeal", "--text", "New facts."), "--ground"),
        (("hear", "--answer", "grant", "--text", "Yes."), "ABOUT"),
        (("hear", "1", "--text", "Yes."), "--answer"),
        (("reply", "--text", "Yes."), "--answer"),
        (("published", "--text", "There."), "--evidence"),
        (("grant", "1", "--text", "Yes."), "--proposal"),
        (("lapse",), "--text"),
    ],
)
def test_a_script_is_told_what_is_missing(play: Play, arguments: tuple[str, ...], flag: str) -> None:
    ran = play("kim")("follow-up", "6", *arguments)
    assert ran.status == 2 and flag in ran.err


def test_what_makes_no_sense_is_wrong_use(play: Play) -> None:
    kim = play("kim")
    assert kim("follow-up", "6", "lapse", "c1", "--text", "x").status == 2
    assert kim("follow-up", "6", "hear", "one", "--answer", "grant", "--text", "x").status == 2
    assert kim("follow-up", "6", "reply", "--answer", "grant", "--text", "x").status == 2
    assert kim("follow-up", "6", "review", "tomorrow", "--text", "x").status == 2


def test_a_waiver_ends_the_freeze_and_the_panel_and_the_owner_talk(play: Play) -> None:
    kim = play("kim")
    alone = kim("follow-up", "9", "waive", "c2", "--text", "The table comes with the next run.", "--json")
    assert alone.status == 0 and "until one more says so" in alone.data["words"]
    assert "condition" in [one["sort"] for one in kim("follow-up", "9", "--json").data["dates"]]
    done = play("chiara")("follow-up", "9", "waive", "c2", "--text", "Agreed.", "--json")
    assert done.status == 0 and problems("done", done.data) == []
    assert "until one more" not in done.data["words"]
    dates = kim("follow-up", "9", "--json").data["dates"]
    assert [one["sort"] for one in dates] == ["use-unknown", "evidence", "review", "approval"]
    assert play("ben")("follow-up", "9", "recommend", "--text", "x").status == 1
    assert play("ruth")("follow-up", "9", "recommend", "--text", "Ask again in spring.").status == 0
    assert play("mo")("follow-up", "9", "reply", "8", "--answer", "not", "--text", "No budget.").status == 0


def test_the_way_back_is_drafted_by_one_command(play: Play, example: Path) -> None:
    ran = play("ana")("follow-up", "6", "roll-back", "--json")
    assert ran.status == 0 and ran.data["commit"] == ""
    text = (example / ran.data["files"][0]).read_text()
    assert 'target_ring = "sandbox"' in text and 'supersedes = "2026/0006-adopt-minilm-for-record-search"' in text
    assert play("ana")("check", "--draft", ran.data["files"][0]).status == 1


def test_evidence_is_listed_held_and_shown_again(play: Play, tmp_path: Path) -> None:
    ana = play("ana")
    listed = ana("evidence", "list", "15", "--json")
    assert problems("evidence-list", listed.data) == [] and listed.data["evidence"]
    assert {one["fresh"] for one in listed.data["evidence"]} <= {"", "fresh", "ageless", "stale", "undated", "void"}
    assert ana("evidence", "list", "15").out.splitlines()[0].startswith("Id")
    matter = tmp_path / "talks.txt"
    matter.write_text("What they said.\n")
    held = ana("evidence", "hold", str(matter), "--by", "legal", "--json")
    assert problems("evidence-hold", held.data) == []
    salted = Path(held.data["salt_file"]).read_bytes() + matter.read_bytes()
    assert held.data["sha256"] == "sha256:" + hashlib.sha256(salted).hexdigest()
    checked = ana("evidence", "check", str(matter), "--json")
    assert checked.status == 1 and problems("evidence-check", checked.data) == []
    assert ana("evidence", "hold", str(matter)).status == 2


def test_the_score_is_shown_only_where_the_board_uses_it(play: Play) -> None:
    ran = play("ana")("show", "15", "--scoring")
    assert ran.status == 1 and "does not use the published score" in ran.err


def test_risks_are_narrowed_and_seen_as_a_matrix(play: Play) -> None:
    ana = play("ana")
    late = ana("risks", "--overdue", "--json").data["risks"]
    assert late and all(row["overdue"] for row in late)
    owner = next(row["owner"] for row in ana("risks", "--json").data["risks"] if row["owner"])
    assert {row["owner"] for row in ana("risks", "--owner", owner, "--json").data["risks"]} == {owner}
    seen = ana("risks", "--matrix", "residual")
    assert seen.status == 0 and "almost certain" in seen.out
