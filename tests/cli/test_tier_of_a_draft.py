"""Before the board takes a proposal up, its tier and its questions are those that an opening would bring."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from tests.cli.running import Board
from tests.cli.test_proposers import FACTS, filled_in


def test_the_tier_of_a_draft_is_the_one_an_opening_would_fix(play: Callable[[str], Board], example: Path) -> None:
    """Given facts that harm nobody, when answers raise the tier, then show, list, check and the questions say so at
    once, a submitted proposal says the same, and opening it brings no surprise."""
    mo, proposal = play("mo"), "2026/0025-try-a-thing"
    document = example / mo("new", "model-adopt", "Try a thing", "--json").data["files"][0]
    filled_in(
        document,
        **{name: value for name, value in FACTS.items() if re.search(rf"(?m)^(# )?{name} = ", document.read_text())}
        | {"personal_data": '"none"'},
    )

    def tiers() -> tuple[str, str]:
        rows = mo("list", "--json").data["proposals"]
        return mo("show", proposal, "--json").data["tier"], next(one["tier"] for one in rows if one["id"] == proposal)

    def asked() -> set[str]:
        return {one["question"] for one in mo("answer", proposal, "--json").data["questions"]}

    def still_open() -> int:
        told = mo("check", proposal, "--json").data["findings"]
        return next(int(one["message"].split()[0]) for one in told if one["code"] == "answers.missing")

    assert tiers() == ("high", "high"), "a blank counts as unknown"
    assert "E-03 is not answered; that counts as the higher tier." in mo("show", proposal).out
    assert mo("answer", proposal, "R-15", "2", "--note", "A bad search.").status == 0
    assert "The tier falls from high to minimal." in mo("answer", proposal, "E-03", "none").out
    assert tiers() == ("minimal", "minimal")
    few, left = asked(), still_open()
    told = mo("answer", proposal, "E-03", "children").out
    assert "The tier rises from minimal to high." in told and "Ethics panel votes as well" in told
    assert "more questions are asked: " in told
    assert "The tier is" not in told
    assert tiers() == ("high", "high")
    many = asked()
    assert few < many
    assert (still_open(), len(many)) == (left + len(many - few), len(few) + len(many - few))
    assert mo("submit", proposal).status == 0
    assert (tiers(), asked()) == (("high", "high"), many)
    assert play("kim")("open", proposal, "--yes").status == 0
    assert (tiers(), asked()) == (("high", "high"), many)
    assert "It drafts the condition: Set limits on cost" in mo("answer", proposal, "R-21", "no").out
    assert "That bars approval, and no exception lifts it: This may" in mo("answer", proposal, "E-05", "unknown").out
