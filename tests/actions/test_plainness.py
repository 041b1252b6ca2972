"""A decision whose first page nobody could read is not written; every other word about plainness is a hint."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions.deciding import decide, decide_together, drafted_free_parts, preview, save_free_parts
from board.actions.docketing import open_proposal
from board.actions.model import FreeParts
from board.core.finding import Refused, Severity
from board.store.base import Change, Person
from board.tui.decide import summary
from tests.boards import START, SmallBoard, git, small_board
from tests.cli.running import Board

HARD = (
    "Pursuant to the aforementioned organisational accountability considerations, the institutional deliberations "
    "necessitated comprehensive reconsideration of the proposed architectural modifications notwithstanding the "
    "administrative complications regarding multidisciplinary responsibilities and the intergovernmental obligations."
)
EASY = "We take the new tool. It splits long words better, and the old one stays at hand. Nobody has to do a thing."
GERMAN = (
    "Die Verfahrensordnungskommission genehmigt die Zerlegungsprogrammumstellung unverzüglich, nachdem sämtliche "
    "Datenschutzfolgenabschätzungen abgeschlossen sind und die Krankenhausverwaltungen ausdrücklich zugestimmt haben."
)
POLICY = b'[gates.record-readable]\nowner = "product"\nblock_grade = 14\n'


def voted(folder: Path, policy: bytes = POLICY) -> tuple[SmallBoard, str]:
    """A board with this policy, and a proposal on which all have said yes."""
    board = small_board(folder)
    ana = Person("Ana", "ana@example.org")
    board.store.write(lambda _: Change({"policy.toml": policy}, "State the limits\n"), ana, START, None)
    one = board.submit()
    open_proposal(board.session("kim"), one)
    for member in ("ana", "ben", "chiara", "lena"):
        board.vote(member, one, "approve")
    return board, one


def words(text: str) -> FreeParts:
    return FreeParts({"what": text, "means": text, "why": text})


def test_given_a_first_page_that_nobody_could_read_then_it_is_not_written_and_no_word_is_lost(tmp_path: Path) -> None:
    board, one = voted(tmp_path)
    chair = board.session("ana")
    save_free_parts(chair, one, words(HARD))
    seen, tip = preview(chair, one), git(board.path, "rev-parse", "main")
    (told,) = [each for each in seen.problems if each.severity is Severity.ERROR]
    assert told.code == "decision.too-hard" and "block_grade" in told.why and "Pursuant" in told.fix
    assert seen.readability is not None and seen.readability.gross
    assert "too hard to publish" in summary(seen, 80).plain
    with pytest.raises(Refused, match="hardly anybody could read it"):
        decide(chair, one, seen)
    assert git(board.path, "rev-parse", "main") == tip
    assert drafted_free_parts(chair, one).decision["what"] == HARD
    save_free_parts(chair, one, words(EASY))
    assert "approved" in decide(chair, one, preview(chair, one)).words


def test_given_two_who_decide_together_then_the_first_is_told_before_she_agrees(tmp_path: Path) -> None:
    board, one = voted(tmp_path)
    with pytest.raises(Refused, match="hardly anybody could read it"):
        decide_together(board.session("ben"), one, words(HARD), reason="Ana and Kim are away.")
    assert "second member" in decide_together(board.session("ben"), one, words(EASY), reason="They are away.").words


@pytest.mark.parametrize(
    ("policy", "text"),
    [
        (b"[gates]\n", HARD),
        (POLICY.replace(b"14", b"90"), HARD),
        (POLICY, GERMAN),
        (POLICY, "Verfahrensordnungskommissionen genehmigen Zerlegungsprogrammumstellungen."),
    ],
    ids=["no number", "a wider one", "another language", "a few words"],
)
def test_given_what_no_number_speaks_of_then_it_may_be_written(tmp_path: Path, policy: bytes, text: str) -> None:
    """Given no limit, a wider one, words that are not English or too few to tell: then nothing is held up."""
    board, one = voted(tmp_path, policy)
    chair = board.session("ana")
    assert "approved" in decide(chair, one, preview(chair, one, words(text))).words


def test_given_an_id_on_the_first_page_or_among_the_worries_then_it_is_named(tmp_path: Path) -> None:
    """Given ids that no reader knows, then the preview names each; one in brackets behind its words is explained."""
    board, one = voted(tmp_path)
    chair = board.session("ana")
    worried = "It fails R-15b and 2026/0003-roll-back. The harm that is named (E-02) is small. GPT-4 is better."
    free = FreeParts({"what": f"{EASY} It sets target_ring.", "means": EASY, "why": EASY, "worries": worried})
    seen = preview(chair, one, free).readability
    assert seen is not None
    assert seen.advice[-1] == "Say in words what these are, or leave them out: target_ring, R-15b, 2026/0003-roll-back."
    plain = preview(chair, one, words(EASY)).readability
    assert plain is not None and not any("Say in words" in each for each in plain.advice)


@pytest.mark.parametrize(("text", "status"), [(HARD, 1), (EASY, 0)])
def test_given_a_decisions_page_then_board_words_measures_its_first_page_too(
    tmp_path: Path, text: str, status: int
) -> None:
    """Given a page, then its first three sections are held to the stricter limits, and a hopeless one answers no."""
    head = f"# A\n\n## What we decided\n\n{text}\n\n## What this means for you\n\n{text}\n\n## Why\n\n{text}\n\n"
    (tmp_path / "page.md").write_text(head + f"## What worried us, and what we did about it\n\n{EASY}\n")
    (tmp_path / "note.md").write_text(HARD)
    board = Board(tmp_path)
    ran = board("words", str(tmp_path / "page.md"))
    assert ran.status == status and ("Too hard" in ran.out) is bool(status) and "The first page" in ran.out
    page = board("words", str(tmp_path / "page.md"), "--json").data
    assert page["first_page"]["gross"] is bool(status) and page["gross"] is False
    note = board("words", str(tmp_path / "note.md"), "--json")
    assert (note.status, note.data["first_page"]) == (0, None), "only a decision has a first page"
