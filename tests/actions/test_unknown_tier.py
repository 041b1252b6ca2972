"""A proposal that says too little is not listed as harmless, nor as ready for the board."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from board.actions import browse, docketing
from board.actions.asking import Filter
from board.actions.check import check
from board.actions.risks import risks_in
from board.core.listed import NO_TIER, Stage
from board.store.base import Change, Person
from board.tui.opening import opening_content
from board.tui.words import on_screen
from tests.boards import PROPOSAL, SmallBoard, small_board
from tests.cli.running import Board

PROSE = b"# Summaries for the ward round\n\nWe want to try it.\n"
BROKEN = b'+++\ntitle = "Half a line\nkind = "model-adopt"\n+++\n# A model\n'


@pytest.fixture
def board(tmp_path: Path) -> SmallBoard:
    made = small_board(tmp_path)
    made.judges = False
    made.submit()
    files: dict[str, bytes | None] = {"proposals/2026/0002-prose.md": PROSE, "proposals/2026/0003-broken.md": BROKEN}
    made.store.write(lambda _: Change(files, "By hand\n"), Person("Mo", "mo@example.org"), made.now, None)
    return made


def test_without_a_kind_the_tier_is_not_known_and_sorts_with_the_careful_side(board: SmallBoard) -> None:
    """Given prose without a kind, then list, dossier and filter call its tier unknown, and it ranks as high."""
    session = board.session("ana")
    rows = {row.id: row for row in browse.listing(session, Filter())}
    prose, whole = rows["2026/0002-prose"], rows["2026/0001-tokenizer"]
    assert (prose.tier_words, whole.tier_words) == ("unknown", str(whole.tier))
    assert prose.tier_rank > whole.tier_rank
    assert [row.id for row in browse.listing(session, Filter(tier="unknown"))] == ["2026/0003-broken", prose.id]
    assert not any(row.id == prose.id for row in browse.listing(session, Filter(tier="minimal")))
    [why] = browse.dossier(session, prose.id).tier_why
    assert "no kind" in why
    told = json.loads(Board(board.path)("list", "prose", "--json").out)["proposals"]
    assert [row["tier"] for row in told] == ["unknown"]


def test_opening_and_risks_call_a_tier_unknown_in_the_words_of_the_dossier(board: SmallBoard) -> None:
    """Given prose without a kind, then the preview of an opening and the risks say so; none is called minimal."""
    session, prose = board.session("kim"), "2026/0002-prose"
    preview = docketing.opening_preview(session, prose)
    assert (preview.tier, preview.tier_why) == ("unknown", browse.dossier(session, prose).tier_why)
    shown = opening_content(preview, 80).plain
    assert "? not known" in shown
    assert NO_TIER in " ".join(shown.split())
    assert {row.tier for row in risks_in(session, prose)} <= {"unknown"}
    assert {row.tier for row in risks_in(session, "2026/0001-tokenizer")} <= {"minimal"}


def test_opening_says_how_many_findings_stand(board: SmallBoard) -> None:
    """Given a proposal with findings, when it is opened without a preview, then the answer counts them."""
    one = "2026/0001-tokenizer"
    found = [each for each in browse.dossier(board.session("ana"), one).findings if each.severity != "note"]
    assert found
    told = docketing.open_proposal(board.session("ana"), one).words
    assert f"{len(found)} findings stand open on it: `board check {one}` lists them." in told


def test_a_screen_names_the_verdict_and_not_the_command() -> None:
    """Given a suggestion to stand aside, then screens say what to pick there; nothing of a command is left."""
    for interest in (" --interest supplier", ""):
        words = on_screen(f"You may have to stand aside: board vote 2026/0001-x recuse{interest}.")
        assert words == "You may have to stand aside: pick “I stand aside” in your ballot."
    words = on_screen("It is late. `board follow-up 2026/0009-x roll-back` drafts the way back by one ring.")
    assert words == "It is late. Open it; a offers to draft the way back by one ring."
    words = on_screen("It is time to go back by one ring; `board follow-up 2026/0009-x roll-back` drafts it.")
    assert words == "It is time to go back by one ring; its follow-up offers to draft that."
    words = on_screen("Its head cannot be read: its findings say what is wrong (`board check 2026/0003-x`).")
    assert words == "Its head cannot be read: its findings say what is wrong."


def test_a_head_that_cannot_be_read_waits_for_whom_it_names_else_for_those_who_preside(board: SmallBoard) -> None:
    """Given broken heads, then the rows say so and are not before the board; each waits for whoever must see to it."""
    files: dict[str, bytes | None] = {"proposals/2026/0004-named.md": BROKEN.replace(b"kind", b'proposer = "mo"\nkind')}
    board.store.write(lambda _: Change(files, "By hand\n"), Person("Mo", "mo@example.org"), board.now, None)
    rows = {row.id: row for row in browse.listing(board.session("ana"), Filter())}
    broken, named = rows["2026/0003-broken"], rows["2026/0004-named"]
    assert (broken.stage, broken.mark, broken.waiting_for) == (Stage.DRAFT, "head not readable", ("ana", "kim"))
    assert (named.stage, named.mark, named.waiting_for) == (Stage.DRAFT, "head not readable", ("mo",))
    assert rows["2026/0002-prose"].stage is Stage.SUBMITTED
    for member, mine in (("ana", broken.id), ("kim", broken.id), ("mo", named.id)):
        [task] = [one for one in browse.inbox(board.session(member)).mine if one.act == "mend"]
        assert task.summary.id == mine
        assert f"`board check {mine}`" in task.words
    assert not [one for one in browse.inbox(board.session("lena")).mine if one.act == "mend"]


def test_of_a_head_that_cannot_be_read_only_that_is_told(tmp_path: Path) -> None:
    """Given a broken head and questions, when it is checked, then no answers are missed: nobody knows which apply."""
    board = small_board(tmp_path, checklists=True)
    for name, text in (("0001-whole", PROPOSAL.encode()), ("0002-broken", BROKEN)):
        file = board.path / f"proposals/2026/{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text)
    told = check(board.session("mo"), ("proposals",))
    assert "answers.missing" in {one.code for one in told if "0001" in one.where.path}
    assert {one.code for one in told if "0002" in one.where.path} == {"not-toml"}
