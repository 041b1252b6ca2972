"""`board pack`: what the questions map to, with its date, and which decisions rest on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from board.actions import session
from board.cli import output
from board.core.pack import LEGAL_NOTE
from tests.boards import git, small_board
from tests.cli.running import Board
from tests.cli.test_json import problems
from tests.conftest import ROOT

Play = Callable[[str], Board]
SHIPPED = (ROOT / "templates" / "pack" / "2026-11.toml").read_text()


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """A pack half a year on: one entry settled, one gone, all looked at again."""
    text = SHIPPED.replace('id = "2026-11"', 'id = "2027-05"').replace("2026-11-22", "2027-05-03")
    text = text.replace('{ id = "Art. 73", status = "check"', '{ id = "Art. 73", status = "in-force"')
    file = tmp_path / "newer.toml"
    file.write_text("\n".join(line for line in text.splitlines() if '"GOVERN 1.6"' not in line))
    return file


def test_it_can_be_read_where_no_board_is_and_always_bears_its_date(tmp_path: Path) -> None:
    for arguments in ((), ("EU", "Art.", "73"), ("--status", "repealed")):
        ran = Board(tmp_path)("pack", *arguments)
        assert "as of 2026-11-22" in ran.out
        assert LEGAL_NOTE in ran.out
        assert "compl" not in ran.out.replace("complain", "").replace("complaint", "")


@pytest.mark.parametrize("columns", [80, 100])
def test_without_a_filter_it_names_the_frameworks_and_what_starts_when(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    """Given a terminal of 80 columns, then frameworks, counts and coming days fit, and no entry is listed."""
    monkeypatch.setattr(output, "width", lambda: columns)
    monkeypatch.setattr(session, "utc_now", lambda: datetime(2026, 11, 23, tzinfo=UTC))
    ran = Board(tmp_path)("pack")
    assert max(map(len, ran.out.splitlines())) <= columns
    assert len(ran.out.splitlines()) < 65
    assert "Report serious incidents" not in ran.out
    assert "2027-01-01  US Colorado SB 26-189" in ran.out
    assert "Started since" not in ran.out


def test_what_has_started_since_the_pack_was_written_is_told_and_marked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "utc_now", lambda: datetime(2027, 1, 1, tzinfo=UTC))
    read = Board(tmp_path)
    started, later = read("pack").out.split("Starts later")
    assert "Started since this pack was written: look again" in started
    assert "US Colorado SB 26-189" in started and "EU Annex I" in later
    assert "since 2027-01-01" in read("pack", "--text", "Colorado").out
    assert "it applies since 2027-01-01: look again" in read("pack", "US Colorado SB 26-189").out
    days = {each["day"]: each["started"] for each in read("pack", "--json").data["starts"]}
    assert (days["2027-01-01"], days["2027-12-02"]) == (True, False)


def test_filters_group_what_fits_under_its_framework_within_80_columns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output, "width", lambda: 80)
    ran = Board(tmp_path)("pack", "--text", "incident")
    assert max(map(len, ran.out.splitlines())) <= 80
    assert ran.out.index("NIST: NIST AI Risk") < ran.out.index("MANAGE 4.3") < ran.out.index("EU: EU AI Act")
    every = Board(tmp_path)("pack", "--all").out
    assert all(framework in every for framework in ("ITIL: ITIL", "APACHE: Apache", "EU: EU AI Act"))


def test_the_clocks_of_states_are_listed_with_source_and_day(tmp_path: Path) -> None:
    read = Board(tmp_path)
    for act, limit in (("California SB 53", "15 days"), ("New York RAISE", "72 hours"), ("Colorado SB 26-189", "no ")):
        assert f"US {act}: {limit}" in read("pack", "--clocks").out
        assert f"{act}, time limit: {limit}" in read("pack", "US", act).out
    one = read("pack", "--clocks", "--text", "raise").out
    assert "Source: https://www.nysenate.gov/" in one and "Looked at: 2026-11-22" in one
    assert "check (not settled" in one and "California" not in one
    assert read("pack", "--clocks", "--text", "no such words").status == 1
    clocks = read("pack", "--json").data["clocks"]
    assert len(clocks) == 10 and all(each["source"] and each["as_of"] for each in clocks)


def test_one_entry_names_source_status_and_the_questions_that_map_to_it(play: Play) -> None:
    ran = play("ana")("pack", "eu", "art. 73")
    assert "https://eur-lex.europa.eu" in ran.out
    assert "check (not settled" in ran.out
    assert "C-22 maps to EU Art. 73" in ran.out
    assert "at most 10 days" in ran.out


def test_filters_narrow_the_list_and_nothing_found_answers_no(play: Play) -> None:
    ana = play("ana")
    listed = ana("pack", "--framework", "EU", "--status", "check", "--json").data["entries"]
    assert listed
    assert {(entry["framework"], entry["status"]) for entry in listed} == {("EU", "check")}
    assert ana("pack", "--text", "no such words").status == 1


def test_an_id_that_fits_two_frameworks_asks_which(play: Play) -> None:
    ran = play("ana")("pack", "no such entry")
    assert ran.status == 1
    assert "no entry" in ran.err


def test_what_changed_between_two_packs(play: Play, newer: Path) -> None:
    ran = play("ana")("pack", "--diff", "2026-11", str(newer))
    assert "EU Art. 73 (Report serious incidents): check before, in-force now" in ran.out
    assert "NIST GOVERN 1.6 (Keep a register of AI systems): it was in-force" in ran.out
    assert "Looked at again, and unchanged: 408" in ran.out, "ATLAS bears a day of its own"
    assert play("ana")("pack", "--diff", "2026-11", "no-such-pack").status == 2


def test_a_decision_is_listed_when_an_entry_its_questions_cite_has_changed(play: Play, newer: Path) -> None:
    """Given decisions for which C-22 was answered, when Art. 73 changes status, then they are named."""
    found = play("ana")("pack", "--cited", "--diff", "2026-11", str(newer), "--json").data["decisions"]
    cited = {(each["id"], c["question"], c["entry"]) for each in found for c in each["citations"]}
    assert ("2026/0009-whisper-dictation-to-beta", "C-22", "EU Art. 73") in cited
    assert {entry for _, _, entry in cited} == {"EU Art. 73", "NIST GOVERN 1.6"}
    unlisted = [c for each in found for c in each["citations"] if c["entry"] == "NIST GOVERN 1.6"]
    assert {c["status"] for c in unlisted} == {"not-in-pack"}
    assert play("ana")("pack", "--cited", "--diff", "2026-11", "2026-11", "--json").data["decisions"] == []


def test_without_two_packs_it_lists_what_rests_on_anything_not_in_force(play: Play) -> None:
    found = play("ana")("pack", "--cited", "--json").data["decisions"]
    assert found
    assert "in-force" not in {c["status"] for each in found for c in each["citations"]}
    plain = play("ana")("pack", "--cited", "--status", "check")
    assert "maps to EU Art. 73, Report serious incidents: not settled" in plain.out


def test_decisions_need_a_board(tmp_path: Path) -> None:
    ran = Board(tmp_path)("pack", "--cited")
    assert ran.status == 3
    assert "No board is here" in ran.err


def test_a_pack_of_the_boards_own_takes_the_place_of_an_older_one(tmp_path: Path, newer: Path) -> None:
    """Given a pack that the chair laid down before the first docket, then it is the one that counts."""
    board = small_board(tmp_path)
    folder = board.path / "templates" / "pack"
    folder.mkdir(parents=True)
    (folder / "2027-05.toml").write_text(newer.read_text())
    git(board.path, "add", "templates")
    git(board.path, "-c", "user.name=Ana", "-c", "user.email=ana@example.org", "commit", "-q", "-m", "A newer pack")
    read = Board(board.path)
    ran = read("pack", "--json").data
    assert (ran["pack"], ran["path"]) == ("2027-05", "templates/pack/2027-05.toml")
    assert [each["id"] for each in ran["packs"]] == ["2027-05", "2026-11"]
    assert read("pack", "--pack", "2026-11", "--json").data["pack"] == "2026-11"


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("pack", ()),
        ("pack-entry", ("EU Art. 73",)),
        ("pack-diff", ("--diff", "2026-11", "2026-11")),
        ("pack-cited", ("--cited",)),
    ],
)
def test_its_documents_are_as_documented(play: Play, name: str, arguments: tuple[str, ...]) -> None:
    assert problems(name, play("ana")("pack", *arguments, "--json").data) == []


def test_a_difference_is_as_documented(play: Play, newer: Path) -> None:
    document = play("ana")("pack", "--diff", "2026-11", str(newer), "--json").data
    assert len(document["differences"]) == 2
    assert problems("pack-diff", document) == []


def test_decisions_stand_where_lists_say_they_stand(play: Play) -> None:
    """Given decisions that others stopped or replaced since, then the law page calls none of them in force."""
    rows = {each["id"]: each["stage"] for each in play("ana")("list", "--json").data["proposals"]}
    found = play("ana")("pack", "--cited", "--json").data["decisions"]
    assert {each["id"]: each["stage"] for each in found} == {each["id"]: rows[each["id"]] for each in found}
    assert "replaced" in {each["stage"] for each in found}
