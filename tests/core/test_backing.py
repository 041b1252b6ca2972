"""A register entry may say less than decisions give it; each thing it says beyond them is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from board.core.backing import Given, unbacked, unregistered
from board.core.proposal import Artefact
from board.core.record import Outcome, Record
from board.core.register import RegisterEntry
from tests.core.test_deadlines import decided

RINGS = ("sandbox", "beta", "general")
HASH = "c" * 64
MODEL = Artefact("triage", "2.1.0", f"sha256:{HASH}")
LAST = date(2027, 4, 10)
ENTRY = RegisterEntry(
    "triage",
    "models",
    version="2.1.0",
    status="approved",
    ring="beta",
    tier="minimal",
    sha256=HASH,
    approved_until="2027-04-10",
    decisions=("2026/0014-triage-to-beta",),
)


def record(**fields: Any) -> Record:
    given = {"kind": "ring-promote", "ring": "beta", "expires": LAST, "artefacts": (MODEL,)} | fields
    made = decided(given.pop("outcome", Outcome.APPROVED), **given).record
    assert made is not None
    return made


PROMOTED = Given("2026/0014-triage-to-beta", record())
STOPPED = Given("2026/0020-stop-triage", None, stopped=(MODEL,))
RETIRED = Given("2026/0021-retire-triage", record(kind="model-retire", ring=""))


def said(entry: RegisterEntry, *given: Given) -> list[str]:
    return list(unbacked(entry, given, RINGS, {"2026/0001-other"}))


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"ring": "sandbox"},
        {"ring": ""},
        {"approved_until": "2027-01-01"},
        {"approved_until": ""},
        {"status": "candidate"},
        {"status": " Approved"},
        {"sha256": f"sha256:{HASH}"},
        {"decisions": ()},
    ],
)
def test_what_a_decision_gives_or_more_than_an_entry_says_is_not_named(changed: dict[str, Any]) -> None:
    assert said(replace(ENTRY, **changed), PROMOTED) == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"ring": "general"}, "ring general (2026/0014-triage-to-beta says beta)"),
        ({"ring": "elsewhere"}, "ring elsewhere (2026/0014-triage-to-beta says beta)"),
        (
            {"approved_until": "2027-04-11"},
            "approved_until 2027-04-11 (2026/0014-triage-to-beta says 2027-04-10)",
        ),
        ({"approved_until": "for ever"}, "approved_until for ever (2026/0014-triage-to-beta says 2027-04-10)"),
        ({"tier": "limited"}, "tier limited (2026/0014-triage-to-beta says minimal)"),
        ({"status": "suspended"}, "status suspended"),
        ({"status": "retired"}, "status retired"),
        ({"status": "deprecated"}, "status deprecated"),
        ({"status": "blessed"}, "status blessed"),
        ({"decisions": ("2026/0001-other",)}, "what it says of 2026/0001-other, which is about something else"),
        ({"decisions": ("2026/0002-none",)}, "what it says of 2026/0002-none, which does not exist"),
    ],
)
def test_each_field_that_says_more_than_the_decision_is_named_with_what_that_says(
    changed: dict[str, Any], words: str
) -> None:
    assert said(replace(ENTRY, **changed), PROMOTED) == [words]


@pytest.mark.parametrize("changed", [{"version": "2.1.1"}, {"sha256": "d" * 64}, {"sha256": ""}])
def test_of_another_version_or_other_bytes_nothing_is_backed(changed: dict[str, Any]) -> None:
    found = said(replace(ENTRY, **changed), PROMOTED)
    assert [one.split()[0] for one in found] == ["version", "status", "ring", "approved_until", "tier"]


def test_a_digest_that_no_decision_names_is_not_backed() -> None:
    bare = Given("2026/0014-triage-to-beta", record(artefacts=(replace(MODEL, sha256=""),)))
    assert said(ENTRY, bare) == [f"sha256 {HASH[:12]}…"]


@pytest.mark.parametrize("why", ["was stopped since", "was let go"])
def test_a_decision_that_does_not_stand_backs_no_approval_and_the_reason_is_told(why: str) -> None:
    over = replace(PROMOTED, ended=why)
    assert said(ENTRY, over)[:2] == [f"status approved ({PROMOTED.id} {why})", "ring beta"]
    assert said(replace(ENTRY, status="retired"), over) == []


@pytest.mark.parametrize(("status", "by"), [("suspended", STOPPED), ("retired", RETIRED), ("deprecated", RETIRED)])
def test_a_stop_and_a_retirement_back_what_they_say_of_this_version_alone(status: str, by: Given) -> None:
    assert said(replace(ENTRY, status=status), PROMOTED, by) == []
    older = [replace(PROMOTED, record=record(artefacts=(replace(MODEL, version="2.0.0"), MODEL)))]
    elsewhere = replace(by, stopped=tuple(replace(one, version="2.0.0") for one in by.stopped))
    if by.record is not None:
        elsewhere = replace(by, record=replace(by.record, artefacts=(replace(MODEL, version="2.0.0"),)))
    assert said(replace(ENTRY, status=status), *older, elsewhere) == [f"status {status}"]


@pytest.mark.parametrize("fields", [{"outcome": Outcome.REJECTED}, {"kind": "policy-exception"}])
def test_a_no_and_an_exception_approve_no_version(fields: dict[str, Any]) -> None:
    assert said(ENTRY, Given("2026/0014-triage-to-beta", record(**fields)))[0] == "version 2.1.0 with this hash"


def test_an_entry_that_is_gone_is_named_for_each_decision_that_stands() -> None:
    words = "2026/0014-triage-to-beta approves triage 2.1.0 in beta until 2027-04-10"
    assert list(unregistered("triage", [PROMOTED, replace(PROMOTED, ended="was let go"), RETIRED, STOPPED])) == [words]
