"""Keys that leaked or are lost, on a real signed board: two act, one never does; what was signed is listed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from board.actions import key_replaced
from board.actions.browse import inbox
from board.actions.members import handover, roster
from board.actions.pairing import replace_key, suspend
from board.actions.session import Session, findings_at_tip
from board.actions.signed import signed_by
from board.actions.suspended import refuse_suspended
from board.actions.verifying import verify
from board.core.finding import Refused
from board.store.base import Change
from board.store.repository import open_repository
from board.trust.sshsig import parse_key
from tests.boards import CHARTER_TEXT, SmallBoard
from tests.conftest import copied
from tests.trust.history import (
    MEMBERS,
    OPEN,
    History,
    _signs,
    charter_change,
    key_line,
    live,
    lived_board,
    signed_board,
)

NEW = (key_line("mo-new") + " mo@new",)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> SmallBoard:
    return lived_board(tmp_path_factory.mktemp("lived"))


@pytest.fixture
def board(lived: SmallBoard, tmp_path: Path) -> SmallBoard:
    """A copy of a board that lived a little, with a signing session for each member."""
    path = copied(lived.path, tmp_path / "board")
    copy = SmallBoard(path, open_repository(path, "main"), now=lived.now)
    for handle in MEMBERS:
        session = copy.session(handle)
        session.identity = replace(session.identity, signing_format="ssh", signing_key="in memory")
        session.signer = _signs(handle, handle)  # type: ignore[method-assign]  # no ssh-keygen in between
    return copy


def code(act: Callable[..., object], *arguments: object) -> str:
    with pytest.raises(Refused) as error:
        act(*arguments)
    return error.value.findings[0].code


def notes(board: SmallBoard) -> list[str]:
    return [note.code for note in verify(board.path).notes]


def test_one_member_suspends_nobody_and_a_second_does_it_at_once(board: SmallBoard) -> None:
    first = suspend(board.session("ben"), "mo", "His notebook was stolen.")
    assert "it takes one more member" in first.words
    assert not board.session("ben").charter.members[-1].suspended
    assert code(suspend, board.session("ben"), "mo", "Again.") == "act.alone"
    [waiting] = roster(board.session("ana")).waiting
    assert (waiting.members, waiting.words) == (("ben",), "suspend the keys of mo")
    assert "ben and kim agreed" in suspend(board.session("kim"), "mo", "Stolen.").words
    assert board.session("ana").charter.members[-1].suspended
    assert roster(board.session("ana")).waiting == ()
    assert verify(board.path).status == 0
    assert notes(board) == ["key.suspended"]
    assert code(suspend, board.session("lena"), "mo", "Stolen.") == "member.suspended"


def test_a_member_without_a_key_writes_nothing_of_the_board(board: SmallBoard) -> None:
    """Given a signed board and a member who has no key in it, then a message is refused before it breaks a rule."""
    session = board.session("mo")
    keyless = tuple(replace(one, keys=()) if one.id == "mo" else one for one in session.charter.members)
    world = session.world
    world.charter = replace(world.charter, members=keyless)
    message = Change({"decisions/2026/0001-x/messages/20261005T090000Z-mo.md": b"Hm."}, "Question")
    assert code(refuse_suspended, world, "mo", message) == "signer.no-key"
    refuse_suspended(world, "ben", message)
    refuse_suspended(world, "mo", Change({"proposals/2026/0001-x.md": b"Anybody proposes."}, "Propose"))
    world.charter = replace(world.charter, signing="unsigned")
    refuse_suspended(world, "mo", message)


def test_the_suspended_agrees_to_nothing(board: SmallBoard) -> None:
    for member in ("ben", "kim"):
        suspend(board.session(member), "mo", "Stolen.")
    assert code(suspend, board.session("mo"), "ana", "Revenge.") == "signer.suspended"
    assert code(replace_key, board.session("mo"), "mo", NEW, "Mine.") == "act.not-entitled"


def test_two_other_seats_replace_a_key_and_that_ends_the_suspension(board: SmallBoard) -> None:
    for member in ("ben", "kim"):
        suspend(board.session(member), "mo", "Stolen.")
    assert code(replace_key, board.session("ben"), "mo", (key_line("mo"),), "Found it.") == "member.same-key"
    replace_key(board.session("ben"), "mo", NEW, "Stolen.")
    done = replace_key(board.session("lena"), "mo", NEW, "Stolen.")
    assert "board member signed mo" in done.words
    after = board.session("ana").charter.members[-1]
    assert (after.keys, after.suspended) == (NEW, False)
    assert (verify(board.path).status, notes(board)) == (0, [])
    history = History(board.path)
    history.commit({"meetings/0001.md": "Minutes.\n"}, "mo", key="mo-new")
    assert verify(board.path).status == 0
    history.commit({"meetings/0002.md": "Minutes.\n"}, "mo")
    assert {fault.code for fault in verify(board.path).faults} == {"signer.unknown"}


def test_holder_and_alternate_of_one_seat_are_one_seat_and_the_affected_seat_is_none(board: SmallBoard) -> None:
    replace_key(board.session("chiara"), "mo", NEW, "Lost.")
    assert "of another seat" in replace_key(board.session("kim"), "mo", NEW, "Lost.").words
    assert "agreed" in replace_key(board.session("lena"), "mo", NEW, "Lost.").words
    assert board.session("ana").charter.members[-1].keys == NEW
    fresh = (key_line("chiara-new"),)
    replace_key(board.session("ana"), "chiara", fresh, "Lost.")
    words = replace_key(board.session("kim"), "chiara", fresh, "Lost.").words
    assert "not of a seat that chiara holds" in words
    assert verify(board.path).status == 0


def test_a_key_of_somebody_else_is_refused_before_anything_is_written(board: SmallBoard) -> None:
    tip = board.store.tip()
    assert code(replace_key, board.session("ben"), "mo", (key_line("kim"),), "Lost.") == "shared-key"
    assert code(suspend, board.session("ben"), "nobody", "Why.") == "member.unknown"
    assert code(suspend, board.session("ben"), "mo", "  ") == "reason.missing"
    assert board.store.tip() == tip


def test_an_agreement_is_used_up_by_the_change_it_made(board: SmallBoard) -> None:
    """Given a key suspended, replaced, and the old charter's bytes back, then the old agreement counts no more."""
    for member in ("ben", "kim"):
        suspend(board.session(member), "mo", "Stolen.")
    for member in ("ben", "lena"):
        replace_key(board.session(member), "mo", NEW, "Stolen.")
    for member in ("ben", "lena"):
        replace_key(board.session(member), "mo", (key_line("mo"),), "It was under the sofa.")
    assert "it takes one more member" in suspend(board.session("ben"), "mo", "Stolen again.").words
    assert verify(board.path).status == 0


def test_what_a_key_signed_is_listed_by_position_with_what_became_of_it(board: SmallBoard) -> None:
    history = History(board.path)
    bad = history.commit({f"decisions/{OPEN}/ballots/chiara-1.toml": "x = 1\n"}, "ben", seconds=-400_000)
    good = history.commit(
        {f"decisions/{OPEN}/messages/20261007T100000Z-ben.md": '+++\nkind = "concern"\n+++\nHm.\n'}, "ben"
    )
    found = signed_by(board.session("ana"), "ben")
    positions = [one.position for one in found.commits]
    assert positions == sorted(positions)
    told = {one.commit: one for one in found.commits}
    assert not told[bad].counts
    assert told[good].what == (f"message on {OPEN}",)
    assert [one.why for one in found.commits if one.what and "ballot 1 of ben" in one.what[0]] == [
        "It was counted in the outcome “approved” of round 1.",
        "It counts in the vote that is open.",
    ]
    after = signed_by(board.session("ana"), "ben", since=found.commits[1].commit)
    assert [one.commit for one in after.commits] == [bad, good]
    # The back-dated one comes after a commit of that day in history, so it is listed.
    day = signed_by(board.session("ana"), "ben", since="2026-10-05")
    assert bad in {one.commit for one in day.commits}


def test_on_a_board_without_signatures_what_counts_as_hers_is_listed_whoever_signed_it(tmp_path: Path) -> None:
    """Given messages in ben's name, unsigned and under a key that nobody lists, then both count and both are listed."""
    board = signed_board(tmp_path, CHARTER_TEXT, signs=False)
    live(board)
    history = History(board.path, clock=int(board.now.timestamp()))
    said = '+++\nkind = "concern"\n+++\nHm.\n'
    paths = [f"decisions/{OPEN}/messages/2026100{day}T100000Z-ben.md" for day in (7, 8)]
    made = [history.commit({path: said}, "ben", key=key) for path, key in zip(paths, ("", "mallory"), strict=True)]
    assert verify(board.path, unsigned=True).status == 0
    found = signed_by(board.session("ana"), "ben")
    told = {one.commit: one for one in found.commits}
    assert not found.proven
    assert all(told[commit].counts and told[commit].what == (f"message on {OPEN}",) for commit in made)
    assert not {*made} & {one.commit for one in signed_by(board.session("ana"), "lena").commits}


def test_given_a_replaced_key_both_keys_are_followed(board: SmallBoard) -> None:
    for member in ("ben", "lena"):
        replace_key(board.session(member), "mo", NEW, "Lost.")
    made = History(board.path).commit({"meetings/0001.md": "Minutes.\n"}, "mo", key="mo-new")
    found = signed_by(board.session("ana"), "mo")
    assert len(found.keys) == 2
    assert [one.commit for one in found.commits][-1] == made
    assert found.commits[0].what[0].startswith("proposal")


def test_a_name_no_charter_knows_and_a_commit_of_nowhere_are_refused(board: SmallBoard) -> None:
    assert code(signed_by, board.session("ana"), "nobody") == "member.unknown"
    assert code(signed_by, board.session("ana"), "ben", "f" * 40) == "git.revision"


def test_leaving_gives_seats_away_and_lets_the_key_go(board: SmallBoard) -> None:
    session: Session = board.session("ana")
    found = handover(session, "lena", gives={"legal": "kim"})
    assert "ballot" in {one.kind for one in found.duties}
    from board.formats.charter import read_charter

    after = read_charter(found.charter.encode()).value
    lena, kim = after.member("lena"), after.member("kim")
    assert lena is not None
    assert kim is not None
    assert (lena.seats, lena.keys, lena.end) == ((), (), found.until)
    assert kim.seats == ("legal",)
    assert read_charter(handover(session, "mo", remove=True).charter.encode()).value.member("mo") is None
    assert code(lambda: handover(session, "lena", gives={"product": "kim"})) == "member.cannot-take"


def test_a_key_that_two_replaced_is_told_in_every_report_and_to_the_member_it_speaks_for(board: SmallBoard) -> None:
    """Given two who give mo a key of theirs, then verify says who did it, and each command tells her."""
    new = key_line("mo-new")
    for member in ("ben", "lena"):
        replace_key(board.session(member), "mo", (new,), "She says it is lost.")
    for report in (verify(board.path), verify(board.path), verify(board.path, from_genesis=True)):
        [told] = [one for one in report.trusted if one.code == "trusted.key"]
        assert (report.status, told.commit) == (0, board.store.tip())
        assert told.words.startswith("ben and lena gave mo the key SHA256:")
        assert parse_key(new).fingerprint in told.words and parse_key(key_line("mo")).fingerprint in told.words
    session = board.session("mo")
    session.identity = replace(session.identity, signing_key=f"key::{key_line('mo')}")
    [finding] = [one for one in findings_at_tip(session) if one.code == "key.replaced"]
    assert "ben and lena replaced your keys" in finding.message
    assert "key.replaced" in [one.code for one in inbox(session).findings]
    assert [one.code for one in board.session("ana").faults()] == []
    session.identity = replace(session.identity, signing_key=f"key::{new}")
    assert session.faults() == ()


def words_to(board: SmallBoard, member: str, key: str) -> list[str]:
    """What each command tells a member whose git signs with a key."""
    session = board.session(member)
    session.identity = replace(session.identity, signing_key=f"key::{key_line(key)}")
    return [one.message for one in session.faults() if one.code == "key.replaced"]


def test_a_message_beside_the_change_does_not_keep_a_replaced_key_from_being_told(board: SmallBoard) -> None:
    """Given two who replace mo's key, when the second adds a message of hers to the commit, then mo is told."""
    for member in ("ben", "lena"):
        replace_key(board.session(member), "mo", NEW, "Lost.")
    history = History(board.path)
    tip, charter = history.tip, history.read("board.toml")
    history.git("update-ref", "refs/heads/main", f"{tip}^")
    message = '+++\nschema = 1\nkind = "question"\nmember = "lena"\n+++\nHello\n'
    history.commit({"board.toml": charter, f"decisions/{OPEN}/messages/20261007T100000Z-lena.md": message}, "lena")
    again = SmallBoard(board.path, open_repository(board.path, "main"), now=board.now)
    assert verify(board.path, from_genesis=True).faults == ()
    assert len(words_to(again, "mo", "mo")) == 1


def test_a_second_key_that_two_replaced_is_told_although_git_signs_with_the_first(
    board: SmallBoard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a spare key that two replaced, then mo is told in spite of later decisions, until she has it herself."""
    text = (board.store.snapshot().read("board.toml") or b"").decode()
    both = f'"{key_line("mo")}", "{key_line("mo-spare")}"'
    charter_change(board, "2026/0009-spare", {"board.toml": text.replace(f'"{key_line("mo")}"', both)})
    assert words_to(board, "mo", "mo") == []
    for member in ("ben", "lena"):
        replace_key(board.session(member), "mo", (key_line("mo"), *NEW), "The spare one is lost.")
    [told] = words_to(board, "mo", "mo")
    assert parse_key(NEW[0]).fingerprint in told and parse_key(key_line("mo")).fingerprint not in told
    more = (board.store.snapshot().read("board.toml") or b"").decode()
    third = more.replace(f'"{key_line("mo")}"', f'"{key_line("mo")}", "{key_line("mo-third")}"')
    charter_change(board, "2026/0010-third", {"board.toml": third})
    assert words_to(board, "mo", "mo") == [told], "the board decided on another key of hers, not on this one"
    folder = tmp_path / "home" / ".ssh"
    folder.mkdir(parents=True)
    (folder / "spare.pub").write_text(NEW[0])
    monkeypatch.setenv("HOME", str(folder.parent))
    key_replaced._held.cache_clear()
    assert words_to(board, "mo", "mo") == [told], "anybody can have the public half"
    (folder / "spare").write_text("the private half")
    key_replaced._held.cache_clear()
    assert words_to(board, "mo", "mo") == []


def test_a_key_that_the_board_decided_on_needs_no_word(board: SmallBoard) -> None:
    """Given a key that a charter change replaced, then nobody is told that two did it."""
    suspend(board.session("ben"), "kim", "Stolen.")  # so that acts lie there
    text = board.store.snapshot().read("board.toml") or b""
    changed = text.decode().replace(key_line("mo"), key_line("mo-new"))
    charter_change(board, "2026/0009-key", {"board.toml": changed})
    assert [one.code for one in verify(board.path).trusted if one.code == "trusted.key"] == []
    assert board.session("mo").faults() == ()
