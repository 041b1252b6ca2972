"""Histories that earlier versions wrote and verified: this one gives the same report of each, for ever."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from board.actions.session import open_session
from board.actions.verifying import verify
from board.core.finding import Severity
from tests.conftest import ROOT
from tests.make_golden import told

BUNDLES = sorted((ROOT / "tests" / "golden").glob("*.bundle"))


def clone(bundle: Path, where: Path) -> Path:
    """A clone of what a bundle holds."""
    subprocess.run(["git", "clone", "-q", "-b", "main", str(bundle), str(where)], check=True, capture_output=True)
    return where


@pytest.mark.parametrize("bundle", BUNDLES, ids=lambda path: path.stem)
def test_row_71_a_history_of_an_older_version_verifies_for_ever_with_the_same_report(
    bundle: Path, tmp_path: Path
) -> None:
    """Given a history that an earlier version wrote and verified, then this one says the same of it, code by code."""
    report = verify(clone(bundle, tmp_path / "clone"))
    assert report.status == 0
    assert told(report) == json.loads(bundle.with_suffix(".json").read_text())
    assert told(verify(tmp_path / "clone", from_genesis=True)) == told(report)


@pytest.mark.parametrize("bundle", BUNDLES, ids=lambda path: path.stem)
def test_row_71_every_proposal_of_an_older_version_is_read_as_it_was_decided(bundle: Path, tmp_path: Path) -> None:
    """Given an old history, then each record is read as a yes with its sum, and its charter holds."""
    session = open_session(clone(bundle, tmp_path / "clone"))
    assert len(session.world.records) == verify(tmp_path / "clone").decisions
    assert all(record.outcome.yes and record.sum.sentence for record in session.world.records.values())
    assert not [one for one in session.world.charter_findings if one.severity is Severity.ERROR]


def test_openings_by_the_shorter_list_of_facts_are_told(tmp_path: Path) -> None:
    """Given a board that opened before more facts were owed, then verify says for which proposals that holds."""
    report = verify(clone(ROOT / "tests" / "golden" / "form-1.bundle", tmp_path / "clone"))
    told = [fault for fault in report.trusted if fault.code == "trusted.facts"]
    assert len(told) == 3
    assert all(fault.path.endswith("docket.toml") for fault in told)


def test_golden_histories_are_small_and_hold_no_private_key() -> None:
    assert len(BUNDLES) >= 2
    for bundle in BUNDLES:
        assert bundle.stat().st_size < 100_000
        assert b"PRIVATE" not in bundle.read_bytes()
