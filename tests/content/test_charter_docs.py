"""docs/charter.md and the starter charter are true and whole: every key, every default, every example sum."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from board.core.act import Motion
from board.core.ballot import STOP_GROUNDS, Ballot
from board.core.case import Case
from board.core.charter import Member, Voting
from board.core.checklist import Checklist, Effect, EffectKind, Question
from board.core.docket import Docket
from board.core.proposal import Tier
from board.core.review import Review, View
from board.core.rules import default_kinds
from board.core.tally import tally
from board.core.unused import USE_WITHIN
from board.formats.charter import read_charter
from board.formats.fields import Fields
from board.formats.starter import starter_charter, write_charter
from tests.core.building import AFTER, MEMBERS, OPENING, PLAIN, ballot, case, charter

DOC = (Path(__file__).resolve().parents[2] / "docs" / "charter.md").read_text(encoding="utf-8")
PEOPLE = (
    Member("ana", "Ana Lindqvist", ("ana@hollowoak.example",), ("ssh-ed25519 AAAA",), ("security",), roles=("chair",)),
)
STARTER = starter_charter(name="Board", members=PEOPLE, repository="7f3c").decode()
TABLES = ("board", "repository", "seats", "members", "voting", "kinds", "rings")


def keys_read() -> dict[str, set[str]]:
    """By top-level table: every key the charter's reader asks for, found by watching it read a whole charter."""
    asked: dict[str, set[str]] = {}
    usual = Fields.raw

    def raw(self: Fields, name: str) -> object:
        named = {"seats": 2, "members": 2, "kinds": 2}.get(str(self.key[0]) if self.key else "", 1)
        if len(self.key) == named:
            asked.setdefault(str(self.key[0]), set()).add(name)
        return usual(self, name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Fields, "raw", raw)
        read_charter.cache_clear()  # bytes that were read before are not read again, so nothing would be watched
        whole = STARTER.replace("[kinds.model-adopt]", "[kinds.model-adopt]\nmust_sign_roles = []", 1)
        assert not [
            finding for finding in read_charter(whole.encode(), "board.toml").findings if "known" in str(finding)
        ]
    return asked


def section(table: str) -> str:
    """What the page says about one table of board.toml."""
    parts = re.split(r"^## ", DOC, flags=re.MULTILINE)
    return next(part for part in parts if part.startswith((f"`[{table}]`", f"`[{table}.…]`")))


def commented(table: str) -> str:
    """The part of the starter charter about one table: its lines and the comments above them."""
    marks = {
        "board": ("[board]", "[repository]"),
        "repository": ("[repository]", "# A seat votes"),
        "seats": ("# A seat votes", "# The people"),
        "members": ("# The people", "[voting]"),
        "voting": ("[voting]", "# How each kind"),
        "kinds": ("# How each kind", "[rings]"),
        "rings": ("[rings]", ""),
    }
    start, end = marks[table]
    after = STARTER[STARTER.index(start) :]
    return after[: after.index(end)] if end else after


@pytest.mark.parametrize("table", TABLES)
def test_every_key_of_a_table_is_explained_and_in_the_starter_charter(table: str) -> None:
    keys = keys_read()[table]
    rows = {name for row in re.findall(r"^\| (`[^|]+) \|", section(table), re.MULTILINE) for name in row.split("`")}
    assert keys
    assert keys - rows == set()
    said = set(re.findall(r"[\w-]+", commented(table).replace("…_", "must_sign_")))
    assert keys - said == set()


def test_every_table_the_reader_knows_is_on_the_page() -> None:
    assert set(keys_read()) - {"rules", "example"} == set(TABLES)


def test_the_defaults_on_the_page_are_those_of_the_program() -> None:
    for field in fields(Voting):
        default = getattr(Voting(), field.name)
        shown = {True: "`true`", False: "`false`"}.get(default) if isinstance(default, bool) else str(default)
        shown = f"`[{default[0]}, {default[1]}]`" if isinstance(default, tuple) else shown
        assert f"| `{field.name}` | {shown} |" in DOC


def test_each_of_the_twelve_kinds_is_listed_with_its_days() -> None:
    listed = re.findall(r"^\| (`[^|]*`) \| [^|]* \| [^|]* \| ([^|]*) \|$", section("kinds"), re.MULTILINE)
    days = {name: words for row, words in listed for name in re.findall(r"`([a-z-]+)`", row)}
    for kind, rule in default_kinds().items():
        assert (str(rule.expires_days) in days[kind]) if rule.expires_days else days[kind] == "no end"


WITHOUT_ALTERNATE = charter(rule=PLAIN, members=tuple(member for member in MEMBERS if member.id != "kim"))


FACTS: dict[str, dict[str, object]] = {
    "model-change": {"change_class": "patch"},
    "model-retire": {"data_disposal": False},
}


def voted(kind: str = "plain", tier: Tier = Tier.LIMITED, alone: bool = False, **said: str) -> Case:
    ballots = [ballot(member, verdict) for member, verdict in said.items()]
    facts = FACTS.get(kind, {})
    return case(*ballots, kind=kind, tier=tier, board=WITHOUT_ALTERNATE if alone else None, facts=facts)


YES, IF, NOT_YET, NO, NONE, ASIDE = (
    "approve", "approve-with-conditions", "return", "reject", "abstain", "recuse",
)  # fmt: skip
OPENED_AT = datetime(2026, 10, 5, 9, tzinfo=UTC)
LOW_RISK = {"risks": [{"id": "a", "text": "Slow", "basis": "A test", "residual": {"likelihood": 1, "impact": 1}}]}
MEDIUM_RISK = {"risks": [{"id": "a", "text": "Bad", "basis": "A test", "residual": {"likelihood": 2, "impact": 3}}]}
HIGH_RISK = {"risks": [{"id": "a", "text": "Grave", "basis": "A test", "residual": {"likelihood": 3, "impact": 4}}]}
BLOCKS = Effect(EffectKind.BLOCK, ("no", "unknown"))
WAIVED = (
    Checklist("risk", "Risk", questions=(Question("R-90", "risk", "Tried?", judge="engineering", effects=(BLOCKS,)),)),
)
RAISES = Effect(EffectKind.RAISE, ("yes", "unknown"), to="high")
RAISED = (Checklist("compliance", "Law", questions=(Question("C-02", "compliance", "Listed?", effects=(RAISES,)),)),)
YES_OF_FOUR = tuple(ballot(who, YES) for who in ("ana", "ben", "chiara", "lena"))


def on_motion(member: str) -> Ballot:
    return ballot(member, YES, 2, motion="1")


TWO_SEATS = tuple(
    replace(member, seats=("engineering", "security")) if member.id == "ana" else member
    for member in MEMBERS
    if member.id != "ben"
)


SUMS = (
    case(
        ballot("ana", YES, seats=("engineering", "security")),
        ballot("chiara", YES),
        ballot("lena", NONE),
        board=charter(rule=PLAIN, members=TWO_SEATS),
    ),
    voted(ana=YES, ben=IF, lena=NONE, chiara=ASIDE, alone=True),
    voted(ana=YES, ben=YES, chiara=NONE, lena=NONE),
    voted(ana=YES, ben=YES, ruth=YES, lena=NO, chiara=ASIDE, alone=True, tier=Tier.HIGH),
    voted(ana=YES, ben=YES),
    voted(ana=YES, ben=YES, chiara=YES, lena="stop"),
    voted(ana=YES, ben=NOT_YET, chiara=NOT_YET, lena=NOT_YET),
    replace(
        case(*YES_OF_FOUR[:3], facts=HIGH_RISK, reviews=(Review("ruth", (View("E-02", "ethics", "agree"),)),)),
        docket=Docket((replace(OPENING, facts=2),)),
    ),
    replace(case(*YES_OF_FOUR, facts=MEDIUM_RISK), docket=Docket((replace(OPENING, facts=3),))),
    replace(case(*YES_OF_FOUR[1:], ballot("ana", IF), facts=MEDIUM_RISK), docket=Docket((replace(OPENING, facts=3),))),
    replace(
        case(*YES_OF_FOUR[:2], *(ballot(who, IF, conditions=()) for who in ("chiara", "lena"))),
        docket=Docket((replace(OPENING, facts=3),)),
    ),
    replace(case(*YES_OF_FOUR, checklists=RAISED), docket=Docket((replace(OPENING, facts=3),))),
    replace(
        case(
            *YES_OF_FOUR[:1], *YES_OF_FOUR[2:], ballot("ben", NONE), checklists=WAIVED, waivers={"R-90": "2026/0012-x"}
        ),
        docket=Docket((replace(OPENING, facts=3),)),
    ),
    voted("model-adopt", ana=YES, ben=YES, lena=YES, chiara=NONE),
    voted("model-retire"),
    voted("model-change", ana=YES),
    replace(
        case(*(ballot(who, YES, cast_at=OPENED_AT) for who in ("ana", "ben")), facts=LOW_RISK),
        docket=Docket((replace(OPENING, path="expedited"),)),
    ),
    voted("emergency-action", ana=YES, ben=YES),
    replace(voted("emergency-action", ana=NONE, lena=NONE), docket=Docket((replace(OPENING, facts=3),))),
    replace(
        voted(ana=YES, ben=YES, chiara=YES, lena=YES, tier=Tier.HIGH),
        ballots=tuple(on_motion(who) for who in ("ana", "ben", "chiara")) + YES_OF_FOUR,
        motions=(Motion(1, "lower-tier", "chiara", "Only staff read it.", to="limited"),),
    ),
    replace(
        voted(),
        ballots=(
            *YES_OF_FOUR[:3],
            ballot("lena", "stop"),
            *(on_motion(who) for who in ("ana", "ben", "chiara", "iris")),
        ),
        motions=(Motion(1, "overrule-stop", "ana", "It came.", at=OPENED_AT, about="lena-1.toml"),),
    ),
    replace(voted("model-retire", ana=YES, ben=YES, chiara=YES, lena=YES), motions=(Motion(1, "pull", "lena"),)),
)


def test_every_example_sum_on_the_page_is_what_the_tally_says() -> None:
    quoted = re.findall(r"^> (.+)$", DOC, re.MULTILINE)
    assert quoted == [tally(each, AFTER).sentence for each in SUMS]
    assert date(2026, 10, 12).isoformat() in quoted[14]


def test_the_starter_charter_is_read_back_as_it_was_meant() -> None:
    read = read_charter(STARTER.encode(), "board.toml")
    assert write_charter(read.value).decode() == STARTER
    assert read.value.kinds == default_kinds()


def test_the_page_stays_plain() -> None:
    assert "complies" not in DOC
    assert max(len(line) for line in STARTER.splitlines() if line.startswith("#")) <= 120


@pytest.mark.parametrize(
    "words",
    [
        *STOP_GROUNDS.values(),
        "a ground, evidence, and what would clear it; else it is a plain no",
        "No vote overrules a stop against a banned use",
        "more than half of the seats, and two people",
        "without a whole condition",
        "raise the tier of an open proposal",
        "“n-a” to what bars or raises",
        "Nothing lifts a BLOCK!",
        f"{default_kinds()['policy-exception'].expires_days} days at most and is renewed once",
        "first working day after the window",
        "an empty seat that must sign is filled first, and consent and the short way are closed",
        "lapses after {model-adopt} days, a promotion after {ring-promote}".format(**USE_WITHIN),
        "one of them engineering or security",
        "may not expand",
        "where the proposal states that fact, leaves it out or calls it unknown",
        "where a medium or a high risk is left, where an exception lifts a bar, and where answers raised the tier",
        "where a fact asks for more seats to sign",
        "A role that must sign falls away where nobody holds it",
        "Who stands aside does so for the round",
        "rejected only by the quorum and a no of more than half of the seats",
    ],
)
def test_the_starter_charter_says_what_the_tally_does_whatever_its_keys_say(words: str) -> None:
    said = " ".join(line.removeprefix("# ") for line in STARTER.splitlines() if line.startswith("#"))
    assert words in said
