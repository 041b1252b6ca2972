"""Two members who hold a seat open and decide where chair and secretary do not, and `verify` says yes."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions.deciding import decide, decide_together, preview
from board.actions.docketing import open_proposal, open_together, opening_preview
from board.actions.dossier import dossier
from board.actions.model import FreeParts
from board.actions.verifying import verify
from board.core.digest import sha256
from board.core.finding import ExitStatus, Refused
from board.core.layout import CHARTER
from board.formats.acts import read_act
from tests.boards import PROPOSAL, SmallBoard, git
from tests.trust.history import History, charter, open_it, signed_board, submit

ONE = "2026/0001-tokenizer"
FOUR = ("ana", "ben", "chiara", "lena")


@pytest.fixture
def board(tmp_path: Path) -> SmallBoard:
    made = signed_board(tmp_path)
    made.wait(minutes=1)
    submit(made, ONE, PROPOSAL)
    return made


def opened_and_voted(board: SmallBoard, *, aside: tuple[str, ...] = ()) -> None:
    open_it(board, ONE)
    for member in (*FOUR, "kim"):
        if member in aside:
            board.vote(member, ONE, "recuse", interest="supplier")
        elif member != "kim":
            board.vote(member, ONE, "approve")


def acts(board: SmallBoard) -> list[str]:
    return [path for path in board.session("ben").world.snapshot.paths("decisions/") if "/acts/" in path]


def test_two_who_hold_a_seat_open_a_proposal(board: SmallBoard) -> None:
    """Given no opening, when two agree to the same bytes, then it is open by the first one's hand and verifies."""
    first = open_together(board.session("ben"), ONE)
    assert "second member who holds a seat" in first.words
    assert first.files == (f"decisions/{ONE}/acts/1-ben.toml",)
    board.wait(hours=20)
    second = open_together(board.session("lena"), ONE)
    assert second.files == (f"decisions/{ONE}/docket.toml",)
    assert "Ben Okafor and Lena Vogt" in second.words
    latest = board.session("ana").world.docket(ONE).latest
    assert latest is not None
    assert (latest.opened_by, latest.round) == ("ben", 1)
    digests = {act.sha256 for path in acts(board) if (act := read_act((board.path / path).read_bytes(), path).value)}
    assert digests == {sha256((board.path / f"decisions/{ONE}/docket.toml").read_bytes())}
    report = verify(board.path)
    assert (report.status, report.faults) == (0, ())


def test_the_window_leaves_the_second_time_to_agree(board: SmallBoard) -> None:
    alone = opening_preview(board.session("kim"), ONE).window_ends
    open_together(board.session("ben"), ONE)
    open_together(board.session("lena"), ONE)
    latest = board.session("ana").world.docket(ONE).latest
    assert latest is not None
    assert latest.window_ends is not None
    assert latest.window_ends > alone


def test_one_alone_is_refused_however_often_she_asks(board: SmallBoard) -> None:
    open_together(board.session("ben"), ONE)
    board.wait(minutes=1)
    with pytest.raises(Refused, match="second member") as refused:
        open_together(board.session("ben"), ONE)
    assert refused.value.status == ExitStatus.NO
    assert len(acts(board)) == 1
    assert board.session("ana").world.docket(ONE).latest is None


@pytest.mark.parametrize(("member", "why"), [("mo", "hold no seat"), ("ana", "chair"), ("kim", "secretary")])
def test_who_holds_no_seat_or_may_do_it_alone_is_told(board: SmallBoard, member: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        open_together(board.session(member), ONE)
    assert acts(board) == []


def test_the_proposer_is_not_one_of_the_two(board: SmallBoard) -> None:
    submit(board, "2026/0002-other", PROPOSAL.replace('proposer = "mo"', 'proposer = "ben"'))
    with pytest.raises(Refused, match="you are the proposer"):
        open_together(board.session("ben"), "2026/0002-other")


def test_an_agreement_to_another_text_is_not_joined(board: SmallBoard) -> None:
    """Given ben's agreement, when the text changes, then lena's is a first one again, and ben can join hers."""
    open_together(board.session("ben"), ONE)
    board.submit(ONE, PROPOSAL + "\nAnd it is faster.\n")
    assert "second member" in open_together(board.session("lena"), ONE).words
    board.wait(minutes=1)
    open_together(board.session("ben"), ONE)
    latest = board.session("ana").world.docket(ONE).latest
    assert latest is not None
    assert latest.opened_by == "lena"
    assert verify(board.path).status == 0


def test_an_agreement_does_not_wait_for_ever(board: SmallBoard) -> None:
    open_together(board.session("ben"), ONE)
    board.wait(days=4)
    assert "second member" in open_together(board.session("lena"), ONE).words
    assert board.session("ana").world.docket(ONE).latest is None


def test_two_decide_where_chair_and_secretary_stand_aside(board: SmallBoard) -> None:
    """Given both recused, when two agree to the same words, date and base, then the decision stands and verifies."""
    opened_and_voted(board, aside=("ana", "kim"))
    first = decide_together(board.session("ben"), ONE, FreeParts({"what": "We take the new tokenizer."}))
    assert first.files == (f"decisions/{ONE}/acts/1-ben.toml",)
    board.wait(hours=3)
    seen = preview(board.session("lena"), ONE)
    assert "We take the new tokenizer." in seen.files[f"decisions/{ONE}.md"]
    second = decide_together(board.session("lena"), ONE)
    assert "Ben Okafor and Lena Vogt" in second.words
    assert f"{ONE} is approved." in second.words
    record = board.session("ben").world.records[ONE]
    assert record.decided_by == "ben"
    assert record.base == git(board.path, "rev-parse", "HEAD~3")
    assert {path: (board.path / path).read_text() for path in seen.files} == dict(seen.files)
    report = verify(board.path)
    assert (report.status, report.faults) == (0, ())
    assert verify(board.path, from_genesis=True).status == 0


def test_who_stands_aside_is_not_one_of_the_two(board: SmallBoard) -> None:
    opened_and_voted(board, aside=("ana", "kim", "chiara"))
    decide_together(board.session("ben"), ONE)
    with pytest.raises(Refused, match="you stand aside"):
        decide_together(board.session("chiara"), ONE)
    assert ONE not in board.session("ana").world.records


def test_while_the_chair_could_decide_the_two_must_say_why_they_do(board: SmallBoard) -> None:
    opened_and_voted(board)
    with pytest.raises(Refused, match="Ana Lindqvist or Kim Sato could decide"):
        decide_together(board.session("ben"), ONE)
    for member in ("ben", "lena"):
        board.wait(minutes=1)
        decide_together(board.session(member), ONE, reason="Ana and Kim are away until Friday.")
    assert verify(board.path).status == 0


def test_nothing_is_decided_before_the_vote_is_over(board: SmallBoard) -> None:
    open_it(board, ONE)
    board.vote("ben", ONE, "approve")
    with pytest.raises(Refused, match="not voted"):
        decide_together(board.session("ben"), ONE, reason="They are away.")
    assert acts(board) == []


def test_a_ballot_cast_in_between_makes_both_agree_again(board: SmallBoard) -> None:
    opened_and_voted(board, aside=("ana", "kim"))
    decide_together(board.session("ben"), ONE)
    board.wait(minutes=1)
    board.vote("chiara", ONE, "reject", reason="I read the card again.")
    assert "second member" in decide_together(board.session("lena"), ONE).words
    decide_together(board.session("ben"), ONE)
    assert board.session("ana").world.records[ONE].decided_by == "lena"
    assert verify(board.path).status == 0


def test_the_chair_who_is_back_decides_alone_all_the_same(board: SmallBoard) -> None:
    opened_and_voted(board)
    decide_together(board.session("ben"), ONE, reason="They are away.")
    board.wait(minutes=1)
    decide(board.session("ana"), ONE, preview(board.session("ana"), ONE, FreeParts()))
    assert board.session("ana").world.records[ONE].decided_by == "ana"
    assert verify(board.path).status == 0


def test_verify_names_a_decision_by_one(board: SmallBoard) -> None:
    """Given one act only, when the decision is put in by hand all the same, then verify says no."""
    opened_and_voted(board, aside=("ana", "kim"))
    decide_together(board.session("ben"), ONE)
    seen = preview(board.session("lena"), ONE)
    History(board.path, clock=int(board.now.timestamp())).commit(dict(seen.files), "lena")
    assert "path.role" in {fault.code for fault in verify(board.path).faults}


def test_verify_names_two_who_decide_past_the_chair_without_a_reason(board: SmallBoard) -> None:
    opened_and_voted(board)
    decide_together(board.session("ben"), ONE, reason="They are away.")
    seen = preview(board.session("lena"), ONE)
    act = (board.path / acts(board)[0]).read_text()
    history = History(board.path, clock=int(board.now.timestamp()))
    history.commit({f"decisions/{ONE}/acts/2-lena.toml": "".join(act.splitlines(keepends=True)[:2])}, "lena")
    history.commit(dict(seen.files), "lena")
    assert {fault.code for fault in verify(board.path).faults} == {"path.role"}


def test_an_alternate_is_not_one_of_the_two(tmp_path: Path) -> None:
    """Given acts of a seat-holder and of one who only stands in, then what they open does not count."""
    board = signed_board(tmp_path, charter())
    board.wait(minutes=1)
    submit(board, ONE, PROPOSAL.replace('proposer = "mo"', 'proposer = "Rita <rita@example.net>"'))
    open_together(board.session("ben"), ONE)
    path = acts(board)[0]
    text = (board.path / path).read_text()
    history = History(board.path, clock=int(board.now.timestamp()))
    history.commit({path.replace("1-ben", "2-mo"): text}, "mo")
    git(board.path, "reset", "-q", "--hard")
    assert verify(board.path).status == 0
    docket = f"decisions/{ONE}/docket.toml"
    copy = tmp_path / "copy"
    git(tmp_path, "clone", "-q", str(board.path), str(copy))
    git(copy, "remote", "remove", "origin")
    open_together(board.session("lena"), ONE)
    data = (board.path / docket).read_text()
    History(copy, clock=int(board.now.timestamp())).commit({docket: data}, "mo")
    assert {fault.code for fault in verify(copy).faults} == {"docket.binding"}


def test_opening_alone_still_takes_the_role(board: SmallBoard) -> None:
    with pytest.raises(Refused, match="--together"):
        open_proposal(board.session("ben"), ONE)
    assert CHARTER in board.session("ben").world.snapshot.paths()


def test_who_looks_sees_that_a_second_is_needed(board: SmallBoard) -> None:
    assert dossier(board.session("lena"), ONE).agreed == ""
    open_together(board.session("ben"), ONE)
    words = dossier(board.session("lena"), ONE).agreed
    assert words.startswith("Ben Okafor agreed to open it")
    assert f"board open {ONE} --together" in words
    open_together(board.session("lena"), ONE)
    assert dossier(board.session("lena"), ONE).agreed == ""
