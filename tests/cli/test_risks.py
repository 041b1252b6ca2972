"""`board risks`: the register of risks across the worked example."""

from __future__ import annotations

from collections.abc import Callable

from board.core.risk import Band
from tests.cli.running import Board
from tests.cli.test_json import problems

Play = Callable[[str], Board]


def test_the_gravest_come_first_and_what_is_refused_is_left_out(play: Play) -> None:
    """Given proposals of every stage, when the register is read, then it holds what is open or in use, by band."""
    ana = play("ana")
    found = ana("risks", "--json")
    assert problems("risks", found.data) == []
    rows = found.data["risks"]
    ranks = [-1 if row["band"] is None else Band(row["band"]).rank for row in rows]
    assert ranks == sorted(ranks, reverse=True)
    assert len({row["proposal"] for row in rows}) > 5
    assert "2026/0004-recognise-patients-faces" not in {row["proposal"] for row in rows}
    everything = ana("risks", "--all", "--json").data["risks"]
    assert "2026/0004-recognise-patients-faces" in {row["proposal"] for row in everything}
    assert len(everything) > len(rows)


def test_one_proposals_risks_are_explained_with_what_they_ask_for(play: Play) -> None:
    ran = play("ana")("risks", "17")
    assert ran.status == 0
    assert "A wrong dose is read and given ten minutes later." in ran.out
    assert "With those in place today:" in ran.out
    assert "Asks for:" in ran.out


def test_a_band_narrows_the_register(play: Play) -> None:
    rows = play("ana")("risks", "--band", "high", "--json").data["risks"]
    assert {row["band"] for row in rows} <= {"high"}
    listed = play("ana")("risks")
    assert "Band" in listed.out.splitlines()[0]
    scale = play("ana")("risks", "--scale").out
    assert scale.count("How bad: ") == 6 and "4 sensitive data, or more than 1,000 people" in scale


def test_a_band_above_its_score_gives_its_reason_in_the_list(play: Play) -> None:
    """Given a score of 4 that is medium, then the list says that 4 alone is low, and what raises it; no other does."""
    told = " ".join(play("ana")("risks").out.split("Graver than the score alone says")[1].split())
    assert "2026/0012-adopt-granite-biomass, R-15: 4 alone is low; it is medium. R-14: " in told
    assert "2025/0021-package-triage-again" not in told
