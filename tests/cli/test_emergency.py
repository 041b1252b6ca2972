"""An emergency on the command line: acted on by the person on call, and counted down in hours for the others."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.boards import PROPOSAL
from tests.cli.running import Board
from tests.cli.test_json import problems

Play = Callable[[str], Board]
ID = "2026/0777-stop-the-index"
EMERGENCY = PROPOSAL.replace('kind = "model-change"', 'kind = "emergency-action"')


def test_the_person_on_call_acts_and_the_others_are_told_by_the_hour(play: Play, example: Path) -> None:
    """Given an emergency that mo submitted, when mo acts, then ana's list says until when, in hours."""
    (example / f"proposals/{ID}.md").write_text(EMERGENCY)
    assert play("mo")("submit", "777").status == 0
    asked = play("mo")("list", "--mine", "777").out
    assert "As the person on call you may act at once" in asked and f"`board act {ID} stop`" in asked
    missing = play("mo")("act", "777", "stop")
    assert missing.status == 2 and "TEXT" in missing.err
    assert play("mo")("act", "777", "widen", "More.").status == 2
    alone = play("ben")("act", "777", "stop", "It is off.")
    assert alone.status == 1 and "Only the person on call may act alone." in alone.err
    acted = play("mo")("act", "777", "stop", "It is off.", "--json")
    assert acted.status == 0, acted.err
    assert problems("done", acted.data) == []
    told = play("ana")("list", "--mine", "777", "--json").data
    assert problems("list", told) == []
    second = next(row for row in told["proposals"] if row["act"] == "second")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", second["due_at"])
    assert re.search(r" by \d\d:\d\d \S+, is due in [34] hours\. `board follow-up \S+ confirm` ", second["words"])
    assert re.search(rf"{ID}\s+\d{{4}}-\d\d-\d\d \d\d:\d\d\s", play("ana")("list", "--mine", "777").out)
    dates = play("ana")("follow-up", "777", "--json").data["dates"]
    assert [one["due_at"] for one in dates if one["sort"] == "confirmation"] == [second["due_at"]]


def test_the_panel_finds_the_view_it_owes(play: Play) -> None:
    """Given a tier that legal raised, then each of the panel has that in the list and in JSON."""
    assert play("lena")("move", "15", "raise-tier", "high").status == 0
    rows = play("olu")("list", "--mine", "--json").data["proposals"]
    owed = [row for row in rows if row["act"] == "view"]
    assert owed and all("Ruth Abara carries its ballot" in row["words"] for row in owed)
    assert owed[0]["words"] in play("olu")("list", "--mine").out


def test_a_script_goes_back_to_what_no_decision_names_only_with_yes(play: Play, example: Path) -> None:
    """Given a way back that names no version, then without --yes it says what is not held and writes nothing."""
    (example / f"proposals/{ID}.md").write_text(EMERGENCY)
    assert play("mo")("submit", "777").status == 0
    asked = play("mo")("act", "777", "roll-back", "The old one runs.")
    assert asked.status == 1
    assert "does not name the version that runs instead" in asked.err and "--yes" in asked.err
    assert play("mo")("act", "777", "roll-back", "The old one runs.", "--yes").status == 0


def test_at_a_terminal_it_is_asked_and_a_no_writes_nothing(
    play: Play, example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (example / f"proposals/{ID}.md").write_text(EMERGENCY)
    assert play("mo")("submit", "777").status == 0
    monkeypatch.setattr("board.cli.call.Call.interactive", property(lambda _: True))
    no = play("mo")("act", "777", "roll-back", "The old one runs.", typed="\n")
    assert (no.status, "Go back to it all the same?" in no.out, "Nothing was written." in no.out) == (1, True, True)
    assert play("mo")("act", "777", "roll-back", "The old one runs.", typed="yes\n").status == 0
