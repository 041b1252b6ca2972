"""A file that nobody could read is never written over nor added to; nobody writes under another's name."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions import browse, docketing, messaging, reviewing
from board.actions.model import Me
from board.cli.dossier import whom
from board.cli.shapes_dossier import message_shapes
from board.core.ballot import Verdict
from board.core.finding import Refused
from board.core.review import Answer, View
from board.store.base import Change, Person
from board.store.identity import Identity
from board.tui.dossier_text import name_of
from tests.boards import PROPOSAL, SmallBoard, git, small_board

ANSWERS = b'[[answers]]\nquestion = "S-01"\nvalue = "yes"\nnote = "Forty typed words."\n'


@pytest.fixture
def board(tmp_path: Path) -> SmallBoard:
    """A board whose files are read as they lie: what these tests plant would have no effect otherwise."""
    made = small_board(tmp_path)
    made.judges = False
    return made


def by_hand(board: SmallBoard, files: dict[str, bytes | None]) -> None:
    """Commit files as somebody would with git and an editor."""
    board.store.write(lambda _: Change(files, "By hand\n"), Person("Mo", "mo@example.org"), board.now, None)
    board.wait(minutes=1)


def stored(board: SmallBoard, path: str) -> bytes:
    return board.store.snapshot().read(path, None) or b""


@pytest.mark.parametrize(
    "odd", [b"\n[[answers]\n", b'\n[[answers]]\nquestion = "S-02"\nvalue = {a = 1}\n', b"#" * (2 << 20)]
)
def test_given_answers_that_cannot_be_read_when_the_proposer_answers_then_nothing_is_lost(
    board: SmallBoard, odd: bytes
) -> None:
    proposal = board.submit()
    path = f"proposals/{proposal}/answers.toml"
    by_hand(board, {path: ANSWERS + odd})
    with pytest.raises(Refused, match=r"answers\.toml"):
        reviewing.save_answer(board.session("mo"), proposal, Answer("S-03", ("no",)))
    assert stored(board, path) == ANSWERS + odd


def test_given_a_review_that_cannot_be_read_when_its_member_shares_or_votes_then_nothing_is_lost(
    board: SmallBoard,
) -> None:
    proposal = board.submit()
    docketing.open_proposal(board.session("kim"), proposal)
    path = f"decisions/{proposal}/reviews/ben.toml"
    broken = b'[[views]]\nquestion = "S-01"\nnote = "Forty typed words."\n[[views]\n'
    by_hand(board, {path: broken})
    reviewing.save_view(board.session("ben"), proposal, View("S-02", "engineering", "agree"))
    with pytest.raises(Refused, match=r"ben\.toml"):
        reviewing.share(board.session("ben"), proposal)
    with pytest.raises(Refused, match=r"ben\.toml"):
        board.vote("ben", proposal, Verdict.APPROVE)
    assert stored(board, path) == broken


def test_given_a_docket_that_cannot_be_read_when_it_is_opened_again_then_nothing_is_added(board: SmallBoard) -> None:
    proposal = board.submit()
    docketing.open_proposal(board.session("kim"), proposal)
    path = f"decisions/{proposal}/docket.toml"
    broken = stored(board, path) + b"\n[[openings\n"
    by_hand(board, {path: broken, f"proposals/{proposal}.md": PROPOSAL.replace("better", "worse").encode()})
    with pytest.raises(Refused, match=r"docket\.toml"):
        docketing.open_proposal(board.session("kim"), proposal)
    assert stored(board, path) == broken


def test_given_a_docket_too_large_to_read_when_it_is_opened_then_it_is_not_replaced(board: SmallBoard) -> None:
    proposal = board.submit()
    path = f"decisions/{proposal}/docket.toml"
    by_hand(board, {path: b"#" * (2 << 20)})
    before = git(board.path, "rev-parse", "main")
    with pytest.raises(Refused):
        docketing.open_proposal(board.session("kim"), proposal)
    assert git(board.path, "rev-parse", "main") == before


@pytest.mark.parametrize("box", ["ana", "Ana", "kim"])
def test_given_a_proposer_outside_with_a_members_mail_box_when_she_writes_then_she_is_a_guest(
    board: SmallBoard, monkeypatch: pytest.MonkeyPatch, box: str
) -> None:
    proposal = board.submit(text=PROPOSAL.replace('"mo"', f'"Mallory <{box}@evil.example>"'))
    session = board.session("mo")
    session.identity = Identity("Mallory", f"{box}@evil.example", "", "")
    session.recognise()
    assert session.me == Me(session.me.name, session.me.email, why_reader=session.me.why_reader)
    messaging.ask(session, proposal, "I, Ana, say: fine.")
    (message,) = browse.dossier(board.session("ben"), proposal).case.messages
    assert message.author == f"guest-{box.lower()}"
    assert board.session("ben").charter.member(message.author) is None
    with pytest.raises(Refused, match="may take 8,192 bytes"):
        messaging.ask(session, proposal, "Fine. " * 2000)
    monkeypatch.setattr(messaging, "MOST", 1)
    with pytest.raises(Refused, match="more do not count"):
        messaging.ask(session, proposal, "Once more.")


def test_a_message_from_outside_is_marked_wherever_people_read_it(board: SmallBoard) -> None:
    """Given a proposer who is no member, then the program says everywhere that nobody can prove who wrote."""
    proposal = board.submit(text=PROPOSAL.replace('"mo"', '"Rita Bauer <rita@example.net>"'))
    session = board.session("mo")
    session.identity = Identity("Rita Bauer", "rita@example.net", "", "")
    session.recognise()
    messaging.ask(session, proposal, "May I add a file?")
    found = browse.dossier(board.session("ben"), proposal)
    (shape,) = message_shapes(found.case)
    assert (shape["author"], shape["outside"]) == ("guest-rita", True)
    assert whom(found.case.charter, "guest-rita") == "guest-rita (from outside the board, unproven)"
    assert whom(found.case.charter, "ben") == "Ben Okafor"
    assert "from outside the board, unproven" in name_of(found.case, "guest-rita")
