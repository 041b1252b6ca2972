"""The pack holds every id of the reference tables, typed here from the laws and standards, not from the pack."""

from __future__ import annotations

import re
from datetime import date

import pytest

from board.core.pack import ADOPTED, STATUS_WORDS, Entry, clocks_of, matching
from board.formats.packs import read_pack
from board.formats.shipped import shipped
from tests.content.loading import PACK

READ = read_pack(shipped(PACK), PACK).value
LISTED = {entry.name: entry for entry in READ.entries}

# A range counts up its last number: 2.1-2.3 is 2.1, 2.2 and 2.3. What stands in braces is put before each id.
TABLES = {
    "NIST": (72, """
        {GOVERN }1.1-1.7, 2.1-2.3, 3.1-3.2, 4.1-4.3, 5.1-5.2, 6.1-6.2;
        {MAP }1.1-1.6, 2.1-2.3, 3.1-3.5, 4.1-4.2, 5.1-5.2;
        {MEASURE }1.1-1.3, 2.1-2.13, 3.1-3.3, 4.1-4.3; {MANAGE }1.1-1.4, 2.1-2.4, 3.1-3.2, 4.1-4.3"""),
    "GAI": (12, "2.1-2.12"),
    "ISO": (38, """
        {A.}2.2-2.4, 3.2-3.3, 4.2-4.6, 5.2-5.5, 6.1.2-6.1.3, 6.2.2-6.2.8, 7.2-7.6, 8.2-8.5, 9.2-9.4, 10.2-10.4"""),
    "EU": (65, """
        {Art. }4-6, 9-22, 25-27, 43, 47-55, 72-73, 86, 26(5), 26(6), 26(7), 26(9), 26(11), 27(1)(a)-(f), 55(1)(c),
        73(2), 73(3), 73(4), 73(5), 73(6); {Annex }I, III, IV; {Annex III(}1)-8); {Annex IV(}1)-9)"""),
    "LLM": (10, "{LLM}01-10"),
    "ASI": (10, "{ASI}01-10"),
    "ATLAS": (59, """
        {AML.T}0010, 0010.000-0010.005, 0011.000, 0018, 0018.000-0018.002, 0020, 0024, 0024.000-0024.002, 0029, 0031,
        0034, 0043, 0048, 0051, 0051.000-0051.002, 0053, 0054, 0056-0059, 0070, 0080, 0086, 0109-0111;
        {AML.M}0004, 0005, 0007, 0008, 0011, 0013, 0014, 0016, 0019, 0020, 0023-0033"""),
    "ALTAI": (7, "1-7"),
    "deon": (21, "{A.}1-4; {B.}1-3; {C.}1-5; {D.}1-5; {E.}1-4"),
    "OC": (13, "{3.}1.1-1.5, 2.1-2.2, 3.1-3.2, 4.1, 5.1, 6.1-6.2"),
    "GDPR": (4, "{Art. }33-36"),
    "CFR": (7, "{45 CFR 46.}107-111, 113, 115"),
    "APACHE": (4, "Procedural vote, Code change, Veto, Release"),
    "IETF": (2, "RFC 7282, RFC 2026 6.5"),
    "ITIL": (3, "Standard change, Normal change, Emergency change"),
    "DORA": (2, "Peer review, Segregation of duties"),
    "CVE": (5, "{CVE-2025-}1716, 10155-10157, 32434"),
    "OMS": (1, "Signature file"),
    "US": (3, "California SB 53, New York RAISE, Colorado SB 26-189"),
}  # fmt: skip

TRAPS = {
    "EU Start dates of 2024": "repealed",
    "EU Art. 50(2), older systems": ADOPTED,
    "EU Art. 5, 2026 addition": ADOPTED,
    "EU Art. 4": "check",
    "EU Art. 53, older models": ADOPTED,
    "EU Draft Art. 61-62": "draft",
    "US Colorado SB 24-205": "repealed",
    "EAR ECCN 4E091": "check",
    "EAR Affiliates rule": "check",
    "NIST Revision": "check",
    "LLM Numbers of 2023": "repealed",
    "G7 Minimum elements": "in-force",
    "TERMS OpenMDW-1.0": "in-force",
    "TERMS Gemma 4": "in-force",
    "METER End of Perspective API": ADOPTED,
    "PLAIN plainlanguage.gov": "repealed",
    "DORA Four keys": "repealed",
    "FRAIA Part 1": "check",
}
"""Where older pages are wrong, and how it stands; one line for each row of the list of traps."""

STARTS = {
    "EU Art. 5, 2026 addition": date(2026, 12, 2),
    "EU Art. 50(2), older systems": date(2026, 12, 2),
    "METER End of Perspective API": date(2026, 12, 31),
    "US Colorado SB 26-189": date(2027, 1, 1),
    "EU Art. 53, older models": date(2027, 8, 2),
    "EU Annex III": date(2027, 12, 2),
    "EU Art. 9": date(2027, 12, 2),
    "EU Annex I": date(2028, 8, 2),
}


def ids(table: str) -> list[str]:
    """The ids that a table names, its ranges counted up."""
    found = []
    for group in table.split(";"):
        head, brace, tail = group.partition("}")
        before, said = (head.partition("{")[2], tail) if brace else ("", group)
        for part in said.split(","):
            found += [before + each for each in counted(part.strip())]
    return found


def counted(part: str) -> list[str]:
    """`2.1-2.3` as 2.1, 2.2, 2.3; anything that is no range of numbers stands for itself."""
    bounds = re.fullmatch(r"((?:\d+\.)*)(\d+)(\)?)-((?:\d+\.)*)(\d+)(\)?)", part)
    if bounds is None:
        return [part]
    stem, first, close, _, last, _ = bounds.groups()
    return [f"{stem}{number:0{len(first)}d}{close}" for number in range(int(first), int(last) + 1)]


def test_a_range_is_counted_up() -> None:
    assert ids("{MAP }2.9-2.11, 3.1; {T}0010.000-0010.001, 09-10") == [
        "MAP 2.9", "MAP 2.10", "MAP 2.11", "MAP 3.1", "T0010.000", "T0010.001", "T09", "T10",
    ]  # fmt: skip


@pytest.mark.parametrize("framework", TABLES)
def test_every_id_of_a_table_is_in_the_pack_with_source_day_and_status(framework: str) -> None:
    count, table = TABLES[framework]
    wanted = ids(table)
    assert len(wanted) == len(set(wanted)) == count
    assert [each for each in wanted if f"{framework} {each}" not in LISTED] == []
    entries = [LISTED[f"{framework} {each}"] for each in wanted]
    assert [each.name for each in entries if not (each.source and each.as_of and each.title)] == []
    assert {each.status for each in entries} <= set(STATUS_WORDS)


def test_annex_a_and_the_four_functions_hold_nothing_that_the_standards_do_not() -> None:
    """Given tables that public pages often get wrong, then no invented control is among ours."""
    for framework, pattern in (("ISO", r"A\..*"), ("NIST", r"[A-Z]+ \d.*"), ("OC", ".*"), ("GAI", ".*")):
        ours = {e.id for e in READ.entries if e.framework == framework and re.fullmatch(pattern, e.id)}
        assert ours == set(ids(TABLES[framework][1])), framework


@pytest.mark.parametrize("name", TRAPS)
def test_what_older_pages_get_wrong_is_told(name: str) -> None:
    assert LISTED[name].status == TRAPS[name]
    assert LISTED[name].source and LISTED[name].as_of


def test_what_we_only_remember_or_could_not_settle_is_said_to_be_open() -> None:
    unsettled = ["EU Art. 4", "IETF RFC 7282", "ITIL Normal change", "US California SB 53", "US New York RAISE"]
    unsettled += [f"CFR 45 CFR 46.{number}" for number in (109, 110, 111, 113)]
    assert {LISTED[name].status for name in unsettled} == {"check"}


def test_what_is_adopted_and_not_applied_says_from_which_day() -> None:
    adopted = [entry for entry in READ.entries if entry.status == ADOPTED]
    assert [entry.name for entry in adopted if entry.applies_from is None] == []
    assert {name: LISTED[name].applies_from for name in STARTS} == STARTS
    assert [each.name for each in READ.entries if each.applies_from and each.status != ADOPTED] == []


def test_every_clock_belongs_to_an_entry_and_has_source_day_and_status() -> None:
    """Given the clocks of California, New York and Colorado too, then showing the act shows its clock."""
    assert len(READ.clocks) == 10
    for clock in READ.clocks:
        assert clock.source and clock.as_of and clock.status in STATUS_WORDS, clock.id
        [entry] = matching(READ, f"{clock.framework} {clock.article}")
        assert isinstance(entry, Entry) and clock in clocks_of(READ, entry), clock.id
        assert (clock.status == ADOPTED) == bool(clock.applies_from), clock.id


def test_no_entry_speaks_of_being_compliant() -> None:
    said = " ".join(f"{e.title} {e.note}" for e in READ.entries).casefold()
    assert "complies" not in said and "compliant" not in said
