"""The pack knows every id the questions map to, and the limits a board starts with are sound."""

from __future__ import annotations

from datetime import date
from typing import Any

from board.core.rules import default_seats
from tests.content.loading import PACK, questions, table

STATUS = {"in-force", "adopted-not-yet-applied", "draft", "repealed", "check"}


def frameworks() -> dict[str, Any]:
    found = table(PACK)["frameworks"]
    assert isinstance(found, dict)
    return found


def policy() -> dict[str, Any]:
    return dict(table("policy.toml"))


def test_every_id_a_question_maps_to_is_in_the_pack() -> None:
    used = {(name, each) for question in questions() for name, ids in question.crosswalk.items() for each in ids}
    known = {(name, entry["id"]) for name, framework in frameworks().items() for entry in framework["entries"]}
    assert used - known == set()


def test_every_entry_says_what_where_when_and_whether_it_holds() -> None:
    for name, framework in frameworks().items():
        assert framework["title"] and framework["source"] and isinstance(framework["as_of"], date), name
        ids = [entry["id"] for entry in framework["entries"]]
        assert len(ids) == len(set(ids)), name
        for entry in framework["entries"]:
            assert entry["title"] and entry["status"] in STATUS, entry["id"]


def test_what_we_could_not_settle_is_marked_so() -> None:
    listed = {(name, e["id"]): e["status"] for name, framework in frameworks().items() for e in framework["entries"]}
    for unsure in (("EU", "Art. 73"), ("EU", "Art. 72"), ("EU", "Art. 26"), ("EAR", "Part 744")):
        assert listed[unsure] == "check"
    assert listed["EU", "Art. 5, 2026 addition"] == "adopted-not-yet-applied"
    assert listed["EU", "Annex III"] == "adopted-not-yet-applied"
    assert listed["EU", "Art. 50(1)-(5)"] == "in-force"


def test_the_reporting_clocks_have_the_two_and_ten_days_the_right_way_round() -> None:
    clocks = table(PACK)["clocks"]
    assert isinstance(clocks, list)
    limits = {clock["id"]: clock["limit"] for clock in clocks}
    assert "10 days" in limits["eu-death"]
    assert "2 days" in limits["eu-widespread"]
    assert "15 days" in limits["eu-serious"]
    assert limits["gdpr-authority"] == "72 hours"
    assert all(clock["status"] in STATUS for clock in clocks)


def test_every_gate_has_an_owner_and_says_whether_it_can_be_waived() -> None:
    seats = {seat.id for seat in default_seats()}
    assert len(policy()["gates"]) == 21
    for name, gate in policy()["gates"].items():
        assert gate["owner"] in seats, name
        assert isinstance(gate["waivable"], bool), name


def test_what_nobody_may_waive_is_not_waivable() -> None:
    never = {name for name, gate in policy()["gates"].items() if not gate["waivable"]}
    assert never == {
        "license-known",
        "hash-match",
        "secrets",
        "lineage-complete",
        "ethics-present",
        "decision-present",
    }


def test_everybody_gets_at_least_the_protection_that_testers_get() -> None:
    beta, general = policy()["rings"]["beta"], policy()["rings"]["general"]
    for limit in ("accuracy_points_below_current", "latency_p95_of_target", "toxic_percent", "fairness_gap_points"):
        assert general[limit] <= beta[limit], limit
    assert general["leaks"] == beta["leaks"] == 0
    assert general["exposure_days"] >= beta["exposure_days"]
    assert general["rollback_minutes"] <= beta["rollback_minutes"]
