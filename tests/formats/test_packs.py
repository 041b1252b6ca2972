"""Reading a law and standards pack: dates and sources are inherited, and what is missing is never taken for settled."""

from __future__ import annotations

from datetime import date

from board.core.finding import Severity
from board.formats.packs import read_pack
from board.formats.shipped import shipped

ONE = b"""\
id = "own"
title = "Our own rules"
as_of = 2027-01-04
[frameworks.HOUSE]
title = "House rules"
source = "https://rules.hollowoak.example"
entries = [
    { id = "1", status = "in-force", title = "Ask the ward first" },
    { id = "2", title = "No status", source = "Page 7", as_of = 2026-12-01 },
    { id = "1", status = "draft", title = "Again" },
    { id = "3", status = "inforce", title = "A slip of the pen" },
]
"""


def test_the_shipped_pack_reads_without_a_complaint() -> None:
    read = read_pack(shipped("pack/2026-11.toml"), "templates/pack/2026-11.toml")
    assert read.findings == ()
    assert len(read.value.frameworks) == 37
    assert all(entry.source and entry.as_of and entry.title for entry in read.value.entries)
    assert read.value.dated == "pack 2026-11, as of 2026-11-22"


def test_an_entry_has_its_frameworks_source_and_date_unless_it_names_its_own() -> None:
    first, second, _ = read_pack(ONE, "own.toml").value.entries
    assert (first.source, first.as_of) == ("https://rules.hollowoak.example", date(2027, 1, 4))
    assert (second.source, second.as_of) == ("Page 7", date(2026, 12, 1))


def test_a_clock_has_its_frameworks_source_and_date_unless_it_names_its_own() -> None:
    clocks = b"""
[[clocks]]
id = "one"
framework = "HOUSE"
when = "Somebody is hurt"
limit = "at once"
status = "adopted-not-yet-applied"
applies_from = 2027-06-01
[[clocks]]
id = "two"
framework = "NOWHERE"
when = "The same"
limit = "a day"
status = "check"
source = "Page 9"
"""
    first, second = read_pack(ONE + clocks, "own.toml").value.clocks
    assert (first.source, first.as_of) == ("https://rules.hollowoak.example", date(2027, 1, 4))
    assert first.applies_from == date(2027, 6, 1)
    assert (second.source, second.as_of, second.applies_from) == ("Page 9", date(2027, 1, 4), None)


def test_a_first_day_that_is_no_day_is_reported() -> None:
    wrong = ONE.replace(b'status = "in-force",', b'status = "adopted-not-yet-applied", applies_from = "soon",')
    read = read_pack(wrong, "own.toml")
    assert read.value.entries[0].applies_from is None
    assert any("applies_from" in finding.message for finding in read.findings)


def test_a_status_that_is_missing_or_misspelt_is_not_taken_for_settled() -> None:
    read = read_pack(ONE, "own.toml")
    assert [entry.status for entry in read.value.entries] == ["in-force", "check", "check"]
    codes = [(finding.code, finding.severity) for finding in read.findings]
    assert ("missing", Severity.WARNING) in codes
    assert ("unknown-word", Severity.ERROR) in codes
    assert ("duplicate-id", Severity.ERROR) in codes
    assert all(finding.where.line for finding in read.findings)


def test_a_pack_without_a_date_is_read_and_reported() -> None:
    read = read_pack(b"[frameworks]\n", "templates/pack/undated.toml")
    assert read.value.id == "undated"
    assert read.value.dated == "pack undated, which bears no date"
    assert [finding.code for finding in read.findings] == ["missing"]


def test_bytes_that_are_no_toml_are_a_finding() -> None:
    read = read_pack(b"\xff\x00", "templates/pack/odd.toml")
    assert read.value.entries == ()
    assert read.findings
