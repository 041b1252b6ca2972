"""A seat that agreed has judged the answer it saw, and no other that the proposer puts in its place later."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from board.actions import docketing, voting
from board.actions.browse import case_of, inbox, tally_of
from board.actions.reviewing import review_form, save_answer, save_view, share
from board.actions.verifying import verify
from board.cli.shapes_dossier import review_shape
from board.core.ballot import BallotDraft, Verdict
from board.core.review import Answer, View
from board.store.base import Change
from tests.boards import PROPOSAL, SmallBoard, git, small_board

FIRST = "2026/0001-tokenizer"
CHECKLIST = b"""\
id = "compliance"
title = "Law"

[[questions]]
id = "C-09"
core = true
question = "May we use the data for this?"
why = "Rights are hard to buy afterwards."
type = "yes-no"
answers = "proposer"
judge = "legal"
[[questions.effects]]
answers = ["no", "unknown"]
effect = "BLOCK"
text = "Nobody knows whether we may."
"""
PIECES = "".join(
    f'[[evidence]]\nid = "{one}"\ntitle = "{one}"\nurl = "https://x.example/{one}"\n' for one in ("contract", "letter")
)
TEXT = PROPOSAL.replace("+++\n# A", f"{PIECES}+++\n# A", 1)
YES = Answer("C-09", ("yes",), "The contract says so.", ("contract",))


@pytest.fixture
def board(tmp_path: Path) -> SmallBoard:
    """A proposal that is open, whose answer yes lena agreed to and voted on."""
    made = small_board(tmp_path)
    made.session("ana").commit(lambda _: Change({"checklists/compliance.toml": CHECKLIST}, "Ask about the data\n"))
    made.wait(minutes=1)
    made.submit(FIRST, TEXT)
    save_answer(made.session("mo"), FIRST, YES)
    docketing.open_proposal(made.session("kim"), FIRST)
    save_view(made.session("lena"), FIRST, View("C-09", view="agree", note="I read it."))
    made.vote("lena", FIRST, "approve")
    assert stands(made) == ((), ())
    return made


def answer_anew(board: SmallBoard, answer: Answer) -> None:
    """The proposer gives another answer, and the board takes it up."""
    save_answer(board.session("mo"), FIRST, answer)
    board.wait(minutes=1)
    docketing.open_proposal(board.session("kim"), FIRST)
    board.wait(minutes=1)


def stands(board: SmallBoard) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The questions nobody judged, and those that bar."""
    sums = tally_of(board.session("ana"), FIRST)
    return sums.unjudged, tuple(bar.question for bar in sums.bars)


@pytest.mark.parametrize(
    ("answer", "bars"),
    [
        (Answer("C-09", ("n-a",), "There is no data in it."), ("C-09",)),
        (Answer("C-09", ("yes",), "The law lets us.", YES.evidence), ()),
        (Answer("C-09", ("yes",), YES.note, ("letter",)), ()),
    ],
    ids=["another value", "another note", "other evidence"],
)
def test_another_answer_than_the_one_agreed_to_is_not_judged(
    board: SmallBoard, answer: Answer, bars: tuple[str, ...]
) -> None:
    """Given that lena agreed, when the answer changes, then it is unjudged, also under her new ballot, and she is told.

    Once she agrees to the new one, it stands.
    """
    answer_anew(board, answer)
    assert stands(board) == (("C-09",), bars)
    assert "C-09 changed since you agreed to it" in " ".join(t.words for t in inbox(board.session("lena")).mine)
    (item,) = review_form(board.session("lena"), FIRST).items
    assert "You agreed to another answer" in item.changed
    assert item.view is not None and (item.view.view, item.view.note) == ("", "I read it.")
    lena = board.session("lena")
    told = voting.cautions_now(lena, case_of(lena, FIRST), BallotDraft(Verdict.APPROVE))
    assert "You agreed to another answer to C-09" in " ".join(told)
    board.vote("lena", FIRST, "approve")
    assert stands(board) == (("C-09",), bars), "a ballot says nothing of an answer that nobody looked at"
    save_view(board.session("lena"), FIRST, View("C-09", view="agree"))
    share(board.session("lena"), FIRST)
    board.wait(minutes=1)
    assert stands(board) == ((), ())
    assert not any("changed since" in task.words for task in inbox(board.session("lena")).mine)
    assert verify(board.path).faults == ()


def test_a_new_revision_with_the_same_answer_asks_nobody_again(board: SmallBoard) -> None:
    more = {f"proposals/{FIRST}.md": f"{TEXT}\nMore words.\n".encode()}
    board.session("mo").commit(lambda _: Change(more, "Say more\n"))
    docketing.open_proposal(board.session("kim"), FIRST)
    assert stands(board) == ((), ())


def test_a_review_of_before_that_names_no_answer_stands(board: SmallBoard) -> None:
    """Given a file that an older program wrote, then it counts as it did."""
    path = f"decisions/{FIRST}/reviews/lena.toml"
    kept = board.store.snapshot().read(path) or b""
    lines = [line for line in kept.decode().splitlines(keepends=True) if not line.startswith("about")]
    assert len(lines) < len(kept.decode().splitlines())
    board.session("lena").commit(lambda _: Change({path: "".join(lines).encode()}, "As it was\n"))
    board.wait(minutes=1)
    answer_anew(board, Answer("C-09", ("yes",), "The law lets us."))
    assert stands(board) == ((), ())


def test_who_votes_again_without_a_look_has_still_agreed_to_the_answer_of_before(board: SmallBoard) -> None:
    """Given that the answer changed, when lena casts anew, then her file keeps the word and programs read of it.

    Once the answer is again the one she agreed to, it counts as judged.
    """
    answer_anew(board, Answer("C-09", ("yes",), "The law lets us.", YES.evidence))
    board.vote("lena", FIRST, "approve")
    written = tomllib.loads(git(board.path, "show", f"main:decisions/{FIRST}/reviews/lena.toml"))
    assert [view["view"] for view in written["views"]] == ["agree"]
    assert stands(board) == (("C-09",), ())
    (asked,) = review_shape(review_form(board.session("lena"), FIRST))["questions"]
    assert "You agreed to another answer" in asked["changed"]
    answer_anew(board, YES)
    assert stands(board) == ((), ())
    (asked,) = review_shape(review_form(board.session("lena"), FIRST))["questions"]
    assert asked["changed"] == ""


@pytest.mark.parametrize(("hers", "then"), [("yes", "no"), ("no", "yes")])
def test_her_own_value_holds_for_the_answer_she_saw(board: SmallBoard, hers: str, then: str) -> None:
    """Given a seat that put its own value in place of an answer, when the answer changes, then the question bars.

    Neither does an older look hide a worse answer, nor does a new answer alone lift her bar; she is asked again.
    """
    answer_anew(board, Answer("C-09", ("unknown",), "Nobody asked."))
    save_view(board.session("lena"), FIRST, View("C-09", view="disagree", value=(hers,), note="I asked."))
    share(board.session("lena"), FIRST)
    assert stands(board) == ((), ("C-09",) if hers == "no" else ())
    answer_anew(board, Answer("C-09", (then,), "The maker wrote to us."))
    assert stands(board) == ((), ("C-09",))
    assert "C-09 changed since you judged it" in " ".join(t.words for t in inbox(board.session("lena")).mine)
    (item,) = review_form(board.session("lena"), FIRST).items
    assert "You put your own value in place of another answer" in item.changed
    lena = board.session("lena")
    assert "You gave C-09 your own value" in " ".join(
        voting.cautions_now(lena, case_of(lena, FIRST), BallotDraft(Verdict.APPROVE))
    )
    share(lena, FIRST)
    assert f'value = "{hers}"' in lena_says(board), "what she said stays said in her file"
    save_view(board.session("lena"), FIRST, View("C-09", value=("yes",), note="I asked again."))
    share(board.session("lena"), FIRST)
    assert stands(board) == ((), ())


def test_her_own_value_stays_where_the_proposer_takes_it_over(board: SmallBoard) -> None:
    answer_anew(board, Answer("C-09", ("unknown",), "Nobody asked."))
    save_view(board.session("lena"), FIRST, View("C-09", value=("no",), note="I asked."))
    share(board.session("lena"), FIRST)
    answer_anew(board, Answer("C-09", ("no",), "She is right."))
    (item,) = review_form(board.session("lena"), FIRST).items
    assert (stands(board), item.changed) == (((), ("C-09",)), "")


def lena_says(board: SmallBoard) -> str:
    path = f"decisions/{FIRST}/reviews/lena.toml"
    return (board.session("lena").world.snapshot.read(path) or b"").decode()
