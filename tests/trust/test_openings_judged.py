"""Openings that only an honest program would not make: `board verify` refuses them to whoever has another one."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from board.actions import browse, docketing, emergency
from board.actions.cases import load_case
from board.actions.common import Hand, own_hand
from board.actions.docketing import open_proposal
from board.actions.emergency import restrict
from board.actions.founding import board_files
from board.actions.made import made_of, made_record
from board.actions.model import FreeParts
from board.actions.summing import sum_up
from board.actions.verifying import verify
from board.core.dates import add_working_days, format_utc
from board.core.digest import sha256
from board.core.docket import Opening
from board.core.finding import Refused
from board.core.layout import Layout
from board.core.record import Outcome
from board.core.rules import window_days
from tests.boards import PROPOSAL, SmallBoard, git
from tests.trust.history import History, charter, decide_it, open_it, signed_board, submit

STOP = "2026/0005-stop"
TEXT = PROPOSAL.replace('"model-change"', '"emergency-action"').replace('change_class = "major"', 'action = "stop"')
DOCKET = f"decisions/{STOP}/docket.toml"


def faults(board: SmallBoard) -> list[tuple[str, str]]:
    return [(each.code, each.path) for each in verify(board.path, from_genesis=True).faults]


def by_hand(board: SmallBoard, files: dict[str, str], by: str) -> None:
    """A member commits files with her own program."""
    History(board.path, clock=int(board.now.timestamp())).commit(dict(files), by)
    git(board.path, "reset", "-q", "--hard", "main")
    board.wait(minutes=5)


def opened_again(board: SmallBoard, proposal: str, by: str, *more: str) -> str:
    """The docket with its last opening once more, as of now."""
    text = (board.path / f"decisions/{proposal}/docket.toml").read_text("utf-8").rstrip("\n")
    last = "[[openings]]" + text.rpartition("[[openings]]")[2]
    for name, value in {"opened_by": f'"{by}"', "opened_at": format_utc(board.now)}.items():
        last = re.sub(rf"(?m)^{name} = .*$", f"{name} = {value}", last)
    session = board.session(by)
    days = window_days(session.charter, load_case(session.world, proposal).proposal.kind)
    ends = add_working_days(session.today, days, session.charter.holidays)
    last = re.sub(r"(?m)^window_ends = .*$", f"window_ends = {ends}", last)
    return "\n".join((text, "", last, *more, ""))


def test_one_person_is_not_both_hands_of_an_emergency(tmp_path: Path) -> None:
    """Given what the secretary opened, when the person on call opens it again as her act, then nothing of it counts."""
    board = signed_board(tmp_path, charter().replace('roles = ["chair"]', 'roles = ["chair", "on-call"]'))
    board.wait(minutes=1)
    submit(board, STOP, TEXT)
    open_it(board, STOP)
    acted = (
        f'schema = 1\naction = "stop"\ntext = "I stopped it"\nacted_by = "ana"\nacted_at = {format_utc(board.now)}\n'
    )
    again = opened_again(board, STOP, "ana")
    by_hand(board, {DOCKET: again, f"decisions/{STOP}/emergency.toml": acted}, "ana")
    assert faults(board) == [("docket.binding", DOCKET)]


SEVERAL = PROPOSAL.replace('proposer = "mo"', 'proposer = "mo, chiara, kim and lena@example.org"')


def test_nobody_opens_a_text_that_names_others_as_its_proposers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a text that would take the vote of half the board, then no opening of it counts, and nobody decides it."""
    board = signed_board(tmp_path)
    board.wait(minutes=1)
    submit(board, ONE, SEVERAL)
    assert "proposer.several" in {each.code for each in load_case(board.session("ana").world, ONE).findings}
    with pytest.raises(Refused, match="members as its proposer"):
        open_it(board, ONE, by="ana")
    monkeypatch.setattr(docketing, "why_not_one", lambda *_: "")
    open_it(board, ONE, by="ana")
    docket = f"decisions/{ONE}/docket.toml"
    assert faults(board) == [("docket.binding", docket)]


def test_whom_a_text_names_as_its_proposer_stops_it(tmp_path: Path) -> None:
    """Given lena, named by somebody else, then no other word of hers is taken, and her stop is the outcome."""
    board = signed_board(tmp_path)
    board.wait(minutes=1)
    submit(board, ONE, PROPOSAL.replace('proposer = "mo"', 'proposer = "Lena Vogt <lena@example.org>"'))
    open_it(board, ONE)
    told = [each.words for each in browse.inbox(board.session("lena")).others]
    assert any("names you as its proposer" in words for words in told), told
    with pytest.raises(Refused, match=r"`board vote .* stop`"):
        board.vote("lena", ONE, "approve")
    for member in ("ana", "ben", "chiara"):
        board.vote(member, ONE, "approve")
    stop = {"ground": "broken-procedure", "evidence": ("I did not write it",), "clears": "Whoever made it says so"}
    board.vote("lena", ONE, "stop", reason="It is not mine.", **stop)
    decide_it(board, ONE)
    record = load_case(board.session("ana").world, ONE).record
    assert record is not None and record.outcome is Outcome.STOPPED
    assert faults(board) == []


@pytest.mark.parametrize("facts", [3, 2])
def test_an_act_at_once_says_when_it_was_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, facts: int) -> None:
    """Given an emergency without `acted_at`, then it is no act that counts: no list would show what it stopped."""
    board = signed_board(tmp_path)
    board.wait(minutes=1)
    submit(board, STOP, TEXT)
    write = emergency.write_emergency
    monkeypatch.setattr(emergency, "write_emergency", lambda acted: write(replace(acted, at=None)))
    monkeypatch.setattr(docketing, "FACTS", facts)
    restrict(board.session("mo"), STOP, action="stop", text="Done.")
    acted = f"decisions/{STOP}/emergency.toml"
    assert faults(board) == ([("file.unreadable", acted)] if facts > 2 else [])


@pytest.mark.parametrize("value", ["expands", "restricts"])
def test_nobody_switches_anything_on_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    """Given an answer to X-2, then the person on call only acts at once where it says that the action restricts."""
    board = signed_board(tmp_path)
    board.wait(minutes=1)
    files = {path: data for path, data in board_files(Layout()).items() if path != "board.toml"}
    History(board.path, clock=int(board.now.timestamp())).commit(files, "ana")
    git(board.path, "reset", "-q", "--hard", "main")
    board.wait(minutes=5)
    submit(board, STOP, TEXT, {"answers.toml": f'[[answers]]\nquestion = "X-2"\nvalue = "{value}"\n'})
    monkeypatch.setattr(emergency, "expands", lambda _: False)
    restrict(board.session("mo"), STOP, action="stop", text="Done.")
    assert faults(board) == ([("docket.binding", DOCKET)] if value == "expands" else [])


ONE = "2026/0002-stemmer"
RISK = 'id = "a", text = "A slow list", basis = "A test", reversible = "yes"'
LOW = f"[facts]\nrisks = [{{ {RISK}, residual = {{ likelihood = 1, impact = 2 }} }}]\n"


def opened(folder: Path) -> SmallBoard:
    """One proposal is open."""
    board = signed_board(folder)
    board.wait(minutes=1)
    submit(board, ONE, PROPOSAL.replace("tokenizer", "stemmer"))
    open_it(board, ONE)
    return board


@pytest.mark.parametrize(("before", "after"), [(False, True), (True, True), (True, False), (False, False)])
def test_nothing_begins_anew_where_nothing_changed(tmp_path: Path, before: bool, after: bool) -> None:
    """Given an open vote, when the chair opens the same again, then its window, its notice and its way stay."""
    board = signed_board(tmp_path)
    board.wait(minutes=1)
    submit(board, ONE, PROPOSAL.replace("tokenizer", "stemmer").replace("[facts]\n", LOW))
    open_proposal(board.session("ana"), ONE, expedited=before)
    board.wait(days=3)
    for member in ("ana", "ben"):
        board.vote(member, ONE, "approve")
    docket = opened_again(board, ONE, "ana")
    first, mark, last = docket.rpartition("[[openings]]")
    last = last.replace('path = "expedited"\n', "") + ('path = "expedited"\n' if after else "")
    by_hand(board, {f"decisions/{ONE}/docket.toml": "".join((first, mark, last))}, "ana")
    assert faults(board) == [("docket.binding", f"decisions/{ONE}/docket.toml")]


def test_what_is_decided_is_not_opened_again(tmp_path: Path) -> None:
    board = opened(tmp_path)
    for member in ("ana", "ben", "chiara", "lena"):
        board.vote(member, ONE, "approve")
    decide_it(board, ONE)
    again = opened_again(board, ONE, "kim")
    by_hand(board, {f"decisions/{ONE}/docket.toml": again}, "kim")
    (fault,) = verify(board.path, from_genesis=True).faults
    assert (fault.code, "it is decided" in fault.words) == ("docket.binding", True)


def test_a_text_that_its_proposer_withdrew_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a draft or what was withdrawn, when a chair's own program opens it, then it is not open."""
    board = signed_board(tmp_path)
    board.wait(minutes=1)
    submit(board, ONE, PROPOSAL.replace("[facts]", 'state = "withdrawn"\n[facts]', 1))
    monkeypatch.setattr(docketing, "_why_not", lambda *_: "")
    open_it(board, ONE)
    assert faults(board) == [("docket.binding", f"decisions/{ONE}/docket.toml")]


def test_what_changed_is_opened_again(tmp_path: Path) -> None:
    board = opened(tmp_path)
    submit(board, ONE, PROPOSAL.replace("tokenizer", "stemmer").replace("Give", "Now give"))
    open_it(board, ONE)
    assert faults(board) == []


@pytest.mark.parametrize(
    ("name", "value", "good"),
    [
        ("tier", '"prohibited"', False),
        ("tier", '"high"', False),
        ("window_ends", "2090-01-01", False),
        ("opened_by", '"kim"', True),
    ],
)
def test_an_opening_sets_neither_the_tier_nor_a_window_by_hand(
    tmp_path: Path, name: str, value: str, good: bool
) -> None:
    """Given what the facts and the charter say, then no chair bars a proposal or puts its end off by her own hand."""
    board = signed_board(tmp_path)
    board.wait(minutes=1)
    submit(board, ONE, PROPOSAL.replace("tokenizer", "stemmer"))
    bytes_of = docketing.append_opening

    def otherwise(docket: bytes, opening: Opening) -> bytes:
        return re.sub(rf"(?m)^{name} = .*$", f"{name} = {value}", bytes_of(docket, opening).decode()).encode()

    session = board.session("kim")
    world = session.world
    opening, _ = docketing.next_opening(world, docketing.case_to_open(world, ONE), own_hand(session, world))
    by_hand(board, {f"decisions/{ONE}/docket.toml": otherwise(b"", opening).decode()}, "kim")
    assert faults(board) == ([] if good else [("docket.binding", f"decisions/{ONE}/docket.toml")])


def test_two_take_no_proposal_back(tmp_path: Path) -> None:
    """Given an open vote, when two seats end its round as withdrawn, then it is not: chair or secretary do that."""
    board = opened(tmp_path)
    session = board.session("ben")
    world = session.world
    case = load_case(world, ONE)
    sums = sum_up(world, case, session.today)
    made = made_record(world, case, sums, Hand("ben", board.now, world.snapshot.commit, together=True))
    ended = replace(made, outcome=Outcome.WITHDRAWN, reason="Rather not.", conditions=(), expires=None, dates={})
    ((path, data),) = made_of(world, case, FreeParts(), sums, ended).files.items()
    act = f'path = "{path}"\nsha256 = "{sha256(data or b"")}"\nreason = "They are away"\nat = {format_utc(board.now)}\n'
    for number, member in ((1, "ben"), (2, "lena")):
        by_hand(board, {f"decisions/{ONE}/acts/{number}-{member}.toml": act}, member)
    by_hand(board, {path: (data or b"").decode()}, "lena")
    assert faults(board) == [("decision.outcome", path)]
