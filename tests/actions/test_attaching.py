"""Evidence is listed without typing TOML: the file is copied, the scaffold's lines are filled, nothing else changes."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from board.actions.attaching import (
    Near,
    Piece,
    attach,
    day_of,
    files_near,
    likely,
    slot_for,
    slots_to_fill,
    strict_name,
)
from board.actions.propose import new, submit
from board.core.finding import Refused
from board.core.kind import Kind
from board.formats.front import split
from tests.boards import SmallBoard, git, small_board
from tests.content.loading import kinds

TODAY = date(2026, 10, 5)
ID = "2026/0001-try-it"
SHA = "ab" * 32


@pytest.fixture
def drafted(tmp_path: Path) -> tuple[SmallBoard, Path]:
    """A draft of Mo's that nobody committed, and a folder of files elsewhere."""
    board = small_board(tmp_path, checklists=True)
    git(board.path, "checkout", "-q", "-f", "main")
    new(board.session("mo"), "model-adopt", "Try it")
    files = tmp_path / "files"
    files.mkdir()
    (files / "README.md").write_text("# A model\n")
    (files / "LICENSE").write_text("MIT\n")
    (files / "eval-2026-09-30.md").write_text("94 of 100.\n")
    (files / "scan.txt").write_text("Date: 2026-10-01\nNothing found.\n")
    return board, files


def head(board: SmallBoard) -> dict[str, Any]:
    read = split((board.path / f"proposals/{ID}.md").read_bytes(), "x.md")
    assert read.findings == ()
    return dict(read.value.table.data)


def test_a_file_from_elsewhere_is_copied_and_only_the_scaffold_s_lines_change(
    drafted: tuple[SmallBoard, Path],
) -> None:
    """Given a licence elsewhere, when it is listed, then it lies beside the draft, and each other line is as it was."""
    board, files = drafted
    document = board.path / f"proposals/{ID}.md"
    before = document.read_text().split("\n")
    done = attach(board.session("mo"), ID, Piece("licence-text", file=files / "LICENSE", dated=TODAY))
    after = document.read_text().split("\n")
    assert (board.path / f"proposals/{ID}/license").read_text() == "MIT\n"
    assert [line for line in after if line not in before] == [
        "[[evidence]]",
        'id = "licence-text"',
        'title = "A copy of the licence"',
        'path = "license"',
        "dated = 2026-10-05",
        'answers = ["C-06"]',
    ]
    gone = [line for line in before if line not in after]
    assert gone == ['# id = "licence-text"', '# title = "A copy of the licence"']
    assert "It answers C-06" in done.words
    assert "licence-text" not in {slot.id for slot in slots_to_fill(board.session("mo"), ID)}


def test_what_was_listed_by_asking_is_pinned_when_it_is_submitted_and_may_be_added_to_later(
    drafted: tuple[SmallBoard, Path],
) -> None:
    """Given a submitted proposal, when another piece is listed, then the next submit brings it before the board."""
    board, files = drafted
    attach(board.session("mo"), ID, Piece("model-card", file=files / "README.md", dated=TODAY))
    submit(board.session("mo"), ID)
    attach(board.session("mo"), ID, Piece("weight-scan", file=files / "scan.txt", dated=TODAY))
    submit(board.session("mo"), ID)
    evidence = board.session("mo").world.proposal(ID).value.evidence
    assert [one.id for one in evidence] == ["model-card", "weight-scan"]
    assert all(one.sha256.startswith("sha256:") for one in evidence)


def test_which_piece_a_file_is_shows_in_its_name_and_what_does_not_is_asked(
    drafted: tuple[SmallBoard, Path],
) -> None:
    board, files = drafted
    session = board.session("mo")
    names = ("README.md", "LICENSE", "eval-2026-09-30.md", "scan.txt", "model.cdx.json", "SHA256SUMS")
    found = [slot_for(session, ID, files / name) for name in names]
    assert [one.id if one else "" for one in found] == [
        "model-card", "licence-text", "evaluation", "weight-scan", "ai-bom", "hashes",
    ]  # fmt: skip
    assert slot_for(session, ID, files / "notes.md") is None
    card = kinds()["model-adopt"].evidence[0]
    offered = [Near(name, files / name) for name in ("sub/README.md", "model-card.md", "README.md")]
    assert likely(card, offered) == offered[1], "the name of the piece goes before a readme"


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.id)
def test_every_piece_of_every_kind_is_found_by_a_file_of_its_own_name(kind: Kind) -> None:
    for slot in kind.evidence:
        assert slot.files, slot.id
        near = Near(f"{slot.id}.md", Path(f"{slot.id}.md"))
        assert likely(slot, [Near("other.md", Path("other.md")), near]) == near


def test_the_day_is_the_file_s_own_word_then_its_name_s_and_never_in_the_future(tmp_path: Path) -> None:
    said, named, silent = tmp_path / "scan.json", tmp_path / "eval-20260930.md", tmp_path / "plan.md"
    said.write_text('{\n  "timestamp": "2026-09-01T10:00:00Z"\n}')
    named.write_text("dated: 2027-01-01, so it cannot be\n")
    silent.write_text("Nothing.")
    os.utime(silent, (1_790_000_000, 1_790_000_000))  # 2026-09-21
    found = [day_of(one, TODAY) for one in (said, named, silent)]
    assert [(str(one.day), one.sure) for one in found if one] == [
        ("2026-09-01", True),
        ("2026-09-30", True),
        ("2026-09-21", False),
    ]


def test_an_address_needs_its_digest_and_what_is_held_stays_outside(drafted: tuple[SmallBoard, Path]) -> None:
    board, files = drafted
    session = board.session("mo")
    with pytest.raises(Refused, match="SHA-256 is needed"):
        attach(session, ID, Piece("ai-bom", url="https://example.org/bom.json", sha256="12"))
    attach(session, ID, Piece("ai-bom", url="https://example.org/bom.json", sha256=SHA, dated=TODAY))
    done = attach(session, ID, Piece("evaluation", file=files / "eval-2026-09-30.md", held_by="lena", dated=TODAY))
    listed = {one["id"]: one for one in head(board)["evidence"]}
    assert listed["ai-bom"]["sha256"] == f"sha256:{SHA}"
    assert listed["evaluation"]["held_by"] == "lena" and "path" not in listed["evaluation"]
    assert sorted(one.name for one in (board.path / f"proposals/{ID}").iterdir()) == ["answers.toml"]
    assert "Without the salt" in done.notes[0]


def test_links_and_other_files_of_the_same_name_are_refused_and_nothing_is_written(
    drafted: tuple[SmallBoard, Path],
) -> None:
    """Given a link that somebody's commit brought, when it is named, then what it leads to is not copied."""
    board, files = drafted
    session, own = board.session("mo"), board.path / f"proposals/{ID}"
    secret = files / "secret"
    secret.write_text("a key")
    (own / "eval.md").symlink_to(secret)
    (board.path / "linked").symlink_to(files)
    (files / "leads-on.md").symlink_to(secret)
    before = (board.path / f"proposals/{ID}.md").read_bytes()
    for file in (own / "eval.md", board.path / "linked" / "secret", files / "leads-on.md", files, files / "absent.md"):
        with pytest.raises(Refused):
            attach(session, ID, Piece("evaluation", file=file, dated=TODAY))
    (own / "license").write_text("Something else")
    with pytest.raises(Refused, match="Another file called license"):
        attach(session, ID, Piece("licence-text", file=files / "LICENSE", dated=TODAY))
    assert (board.path / f"proposals/{ID}.md").read_bytes() == before
    assert [one.name for one in files_near(session, ID)] == ["license"], "a link is not offered"


def test_only_its_proposer_lists_evidence_and_each_piece_once(drafted: tuple[SmallBoard, Path]) -> None:
    board, files = drafted
    with pytest.raises(Refused, match="Only its proposer"):
        attach(board.session("ben"), ID, Piece("licence-text", file=files / "LICENSE"))
    attach(board.session("mo"), ID, Piece("licence-text", file=files / "LICENSE"))
    with pytest.raises(Refused, match="already"):
        attach(board.session("mo"), ID, Piece("licence-text", file=files / "README.md"))


def test_a_document_written_otherwise_gets_it_at_the_end_and_a_broken_one_is_left_alone(
    drafted: tuple[SmallBoard, Path],
) -> None:
    board, files = drafted
    document = board.path / f"proposals/{ID}.md"
    document.write_text('+++\r\ntitle = "T"\r\nkind = "model-adopt"\r\nproposer = "mo"\r\n+++\r\nProse.\r\n')
    attach(board.session("mo"), ID, Piece("licence-text", file=files / "LICENSE", dated=TODAY))
    assert [one["id"] for one in head(board)["evidence"]] == ["licence-text"]
    document.write_text("---\ntitle: T\nkind: model-adopt\nproposer: mo\n---\nProse.\n")
    with pytest.raises(Refused, match="by hand"):
        attach(board.session("mo"), ID, Piece("licence-text", file=files / "LICENSE", dated=TODAY))


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("LICENSE", "license"),
        ("Eval Run (final).MD", "eval-run-final.md"),
        ("\x1b[31mred.txt", "31mred.txt"),
        ("x" * 90 + ".json", "x" * 59 + ".json"),
        ("weights-1.2.cdx.json", "weights-1.2.cdx.json"),
    ],
)
def test_a_copy_has_a_name_that_every_system_takes(name: str, made: str) -> None:
    assert strict_name(name) == made
