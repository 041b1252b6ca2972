"""What takes the full vote whatever path it was to go, read twice: by the tally, and by the oracle from the charter."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from board.core.case import Case
from board.core.charter import KindRule
from board.core.docket import Docket
from board.core.proposal import Artefact, Tier
from board.core.record import Outcome
from board.core.same_thing import same, touches
from board.core.tally import tally
from tests.core.building import AFTER, MONDAY, OPENING, ballot, case, charter
from tests.core.life_parts import RISKS, before
from tests.core.oracle import Oracle

OLD = [
    None,
    *(before(Outcome.APPROVED, "model-change", way, "limited") for way in ("standard", "expedited", "consent", "vote")),
    *(before(Outcome.APPROVED, "model-change", "standard", tier) for tier in ("minimal", "high")),
    before(Outcome.APPROVED_WITH_CONDITIONS, "emergency-action", "emergency", "limited"),
    before(Outcome.REJECTED, "emergency-action", "emergency", "limited"),
    before(Outcome.STOPPED, "model-change", "vote", "limited"),
    before(Outcome.STOPPED, "model-retire", "vote", "limited"),
]


def opened(kind: str, path: str, facts: int) -> Case:
    board = charter(rule=KindRule(kind, path="vote" if path == "expedited" else path))
    opening = replace(OPENING, tier=Tier.LIMITED, facts=facts, path=path if path == "expedited" else "")
    said = (ballot(who, cast_at=OPENING.opened_at) for who in ("ana", "ben"))
    return replace(case(*said, kind=kind, board=board, facts={"risks": RISKS[0]}), docket=Docket((opening,)))


@pytest.mark.parametrize("path", ["standard", "expedited", "consent", "vote"])
@pytest.mark.parametrize("kind", ["plain", "model-retire"])
def test_the_tally_and_the_charter_agree_on_what_takes_the_full_vote(kind: str, path: str) -> None:
    seen = set()
    for old, stopped, facts, day in product(OLD, ["", "2026/0001-stop"], [2, 3], [MONDAY, AFTER]):
        given = replace(opened(kind, path, facts), replaced=old, restricted=stopped)
        mine, read = tally(given, day), Oracle(given, day).read()
        assert (mine.way, str(mine.outcome)) == (read.way, read.outcome), (old, stopped, facts, day)
        seen.add(mine.way)
    assert seen == {path, "vote"}


HELD = Artefact("search", "1.1.0", "sha256:" + "a" * 64)


@pytest.mark.parametrize(
    ("other", "meant"),
    [
        (HELD, True),
        (Artefact("SEARCH ", "1.1.0"), True),
        (Artefact("ｓearch", "1.1.0"), True),
        (Artefact("search", "", ""), True),
        (Artefact("search", "V1.1.0"), True),
        (Artefact("search", "１.1.0 "), True),
        (Artefact("search", "1.1.0", "b" * 64), True),
        (Artefact("new", "2", "A" * 64), True),
        (Artefact("search", "1.2.0", "b" * 64), False),
        (Artefact("new", "1.1.0", ""), False),
        (Artefact("", "1.1.0", ""), False),
    ],
)
def test_a_version_is_the_same_by_its_name_in_any_letters_or_by_its_bytes(other: Artefact, meant: bool) -> None:
    assert touches(other, HELD) is touches(HELD, other) is meant


def test_a_number_is_the_same_in_whatever_letters() -> None:
    held = Artefact("search", "1.1.0-RC1")
    for written in ("1.1.0-rc1", "v1.1.0-RC1", "１.1.0-RC1"):
        assert touches(Artefact("search", written), held) and same(Artefact("Search", written), held)
    assert not touches(Artefact("search", "vnext"), Artefact("search", "next"))
