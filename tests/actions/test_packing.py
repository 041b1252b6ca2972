"""Packs of a board's own: read at the tip, checked in the work tree, and preferred when they are newer."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions.check import check
from board.actions.packing import cited_by, entry_named, law, library, pack_named, unsettled_decisions
from board.core.finding import Refused
from tests.boards import git, small_board

CHAIR = ("-c", "user.name=Ana", "-c", "user.email=ana@example.org")
OWN = """\
id = "own"
title = "Our own rules"
as_of = {day}
[frameworks.NIST]
title = "House reading"
source = "The binder in room 4"
entries = [{{ id = "MAP 5.1", status = "{status}", title = "Judge each harm" }}]
"""


def lay(place: Path, name: str, text: str) -> None:
    file = place / "templates" / "pack" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def test_the_newest_pack_counts_whoever_laid_it_down(tmp_path: Path) -> None:
    board = small_board(tmp_path, checklists=True)
    lay(board.path, "own.toml", OWN.format(day="2026-01-01", status="in-force"))
    git(board.path, "add", "templates")
    git(board.path, *CHAIR, "commit", "-q", "-m", "A pack")
    older = library(board.session("ana"))
    assert [pack.id for pack in older.packs] == ["2026-11", "own"]
    lay(board.path, "own.toml", OWN.format(day="2027-01-01", status="repealed"))
    git(board.path, *CHAIR, "commit", "-q", "-am", "A newer pack")
    newer = library(board.session("ana"))
    entry = entry_named(pack_named(newer), "MAP 5.1")
    assert (entry.status, entry.source) == ("repealed", "The binder in room 4")
    assert "R-15" in {question.id for question in cited_by(newer, entry)}


def test_law_compares_the_newest_pack_with_the_one_before_it(tmp_path: Path) -> None:
    """Given the shipped pack alone, then nothing is compared; with an older one of the board, what changed is told."""
    board = small_board(tmp_path, checklists=True)
    alone = law(board.session("ana"))
    assert alone.changed is None
    assert "R-15" in {question.id for question in alone.mapped["NIST MAP 5.1"]}
    lay(board.path, "own.toml", OWN.format(day="2026-01-01", status="repealed"))
    git(board.path, "add", "templates")
    git(board.path, *CHAIR, "commit", "-q", "-m", "A pack")
    found = law(board.session("ana"))
    assert found.changed is not None and found.changed.old.id == "own"
    assert ("status", "NIST MAP 5.1") in {(one.sort, one.name) for one in found.changed.differences}
    assert unsettled_decisions(board.session("ana"), found) == ()


def test_check_reads_a_pack_in_the_work_tree_and_says_where_it_is_wrong(tmp_path: Path) -> None:
    board = small_board(tmp_path)
    lay(board.path, "own.toml", OWN.format(day="2027-01-01", status="in force"))
    found = [each for each in check(board.session("ana")) if each.where.path == "templates/pack/own.toml"]
    assert [(each.code, each.where.line) for each in found] == [("unknown-word", 7)]


def test_an_id_that_fits_several_frameworks_is_refused_with_all_of_them(tmp_path: Path) -> None:
    two = tmp_path / "two.toml"
    two.write_text(
        'as_of = 2027-01-01\n[frameworks.A]\nsource = "x"\nentries = [{ id = "1", title = "One", status = "draft" }]\n'
        '[frameworks.B]\nsource = "y"\nentries = [{ id = "1", title = "One", status = "draft" }]\n'
    )
    pack = pack_named(library(None), str(two))
    with pytest.raises(Refused, match="could be several: A 1, B 1"):
        entry_named(pack, "1")
    assert entry_named(pack, "b 1").framework == "B"
