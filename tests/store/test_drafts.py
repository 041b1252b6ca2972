"""Drafts: nothing typed is lost, nobody else reads it, and one window writes it."""

from __future__ import annotations

import errno
import json
import os
import signal
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from board.core.finding import Refused
from board.store.drafts import Drafts
from board.store.looked import Looked
from tests.soak import count
from tests.store.tools import python

NOW = datetime(2026, 10, 8, 14, 3, 11, tzinfo=UTC)
ID = "2026/0014-triage-to-beta"


@pytest.fixture
def drafts() -> Drafts:
    """Ana's drafts in one repository, in the user's state directory."""
    return Drafts("work-1234", "ana")


def only_file(drafts: Drafts) -> Path:
    """The one draft file there is."""
    (found,) = drafts.folder.glob("*.json")
    return found


def test_a_draft_comes_back_as_it_was(drafts: Drafts) -> None:
    data = {"views": {"R-01": {"note": "日本語 🗳️ \u202e\ud800"}}, "n": 3, "none": None, "list": [1.5, True]}
    assert drafts.save(ID, data, NOW) == NOW
    again = Drafts("work-1234", "ana").load(ID)
    assert (again.data, again.saved_at, again.note) == (data, NOW, "")
    assert drafts.proposals() == (ID,)


def test_no_draft_is_an_empty_one(drafts: Drafts) -> None:
    found = drafts.load(ID)
    assert not found and found.data == {} and found.saved_at is None


def test_members_repositories_and_proposals_are_apart(drafts: Drafts) -> None:
    drafts.save(ID, {"mine": 1}, NOW)
    assert not Drafts("work-1234", "ben").load(ID)
    assert not Drafts("other", "ana").load(ID)
    assert not drafts.load("2026/0014")


def test_only_the_user_can_read_them(drafts: Drafts) -> None:
    drafts.save(ID, {}, NOW)
    file = only_file(drafts)
    assert file.stat().st_mode & 0o777 == 0o600
    at = file.parent
    while at.name != "governance-board":
        assert at.stat().st_mode & 0o777 == 0o700
        at = at.parent
    assert str(at).startswith(os.environ["XDG_STATE_HOME"])


def test_a_folder_open_to_others_is_closed(tmp_path: Path) -> None:
    (tmp_path / "state").mkdir(mode=0o755)
    Drafts("r", "ana", tmp_path / "state").save(ID, {}, NOW)
    assert (tmp_path / "state").stat().st_mode & 0o777 == 0o700


AT = b'"saved_at": "2026-01-01T00:00:00+00:00"'
DAMAGED = [
    *(b"", b"{", b"[]", b'{"schema": 1}', b"\xff\xfe", b"[" * 100000),
    *(b'{"schema": true, "data": {}, ' + AT + b"}", b'{"schema": 1, "data": [], ' + AT + b"}"),
    b'{"schema": 1, "data": {}, "saved_at": "never"}',
]


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_draft_is_set_aside_and_kept(drafts: Drafts, damage: bytes) -> None:
    drafts.save(ID, {"old": 1}, NOW)
    file = only_file(drafts)
    file.write_bytes(damage)
    found = drafts.load(ID)
    assert not found and "set aside, not lost" in found.note
    (aside,) = file.parent.glob("*.damaged-1")
    assert aside.read_bytes() == damage
    drafts.save(ID, {"new": 2}, NOW)
    assert drafts.load(ID).data == {"new": 2}


def test_a_draft_of_a_newer_version_is_left_alone(drafts: Drafts) -> None:
    drafts.save(ID, {"old": 1}, NOW)
    file = only_file(drafts)
    told = json.loads(file.read_bytes()) | {"schema": 2}
    file.write_text(json.dumps(told))
    with pytest.raises(Refused, match="newer version"):
        drafts.load(ID)
    assert json.loads(file.read_bytes()) == told


def test_a_draft_that_was_cast_is_gone(drafts: Drafts) -> None:
    drafts.save(ID, {"old": 1}, NOW)
    drafts.delete(ID)
    drafts.delete(ID)
    assert not drafts.load(ID) and drafts.proposals() == ()


def test_a_full_disk_is_said_in_words_and_the_old_draft_is_intact(
    drafts: Drafts, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts.save(ID, {"old": 1}, NOW)

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch, pytest.raises(Refused) as refused:
        patch.setattr(os, "fsync", full)
        drafts.save(ID, {"new": 2}, NOW)
    assert refused.value.findings[0].code == "disk.full"
    assert "still there" in str(refused.value)
    assert [file.suffix for file in drafts.folder.iterdir()] == [".json"]
    assert json.loads(only_file(drafts).read_bytes())["data"] == {"old": 1}


def test_a_full_disk_where_a_draft_is_claimed_says_that_nothing_was_recorded(
    drafts: Drafts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch, pytest.raises(Refused) as refused:
        patch.setattr(os, "pwrite", full)
        drafts.hold(ID)
    [found] = refused.value.findings
    assert found.code == "disk.full"
    assert "Nothing was recorded" in found.message
    assert "Make room" in found.fix


def test_a_second_window_is_told_and_may_take_over(drafts: Drafts) -> None:
    other = Drafts("work-1234", "ana")
    with drafts.hold(ID) as first, other.hold(ID) as second:
        assert first.mine() and first.words == ""
        assert not second.mine() and "Another window has this draft" in second.words
        drafts.save(ID, {"by": "first"}, NOW, first)
        with pytest.raises(Refused, match="Another window"):
            other.save(ID, {"by": "second"}, NOW, second)
        second.take_over()
        assert second.mine() and not first.mine()
        with pytest.raises(Refused) as refused:
            drafts.save(ID, {"by": "first"}, NOW, first)
        assert refused.value.findings[0].code == "draft.taken-over"
        other.save(ID, {"by": "second"}, NOW, second)
    assert drafts.load(ID).data == {"by": "second"}


def test_a_closed_window_leaves_the_draft_to_the_next(drafts: Drafts) -> None:
    first = drafts.hold(ID)
    first.close()
    with drafts.hold(ID) as second:
        assert second.mine()
        assert not first.mine()


def test_a_window_that_took_over_keeps_it_when_the_first_closes(drafts: Drafts) -> None:
    first, second = drafts.hold(ID), drafts.hold(ID, take_over=True)
    assert second.mine()
    first.close()
    assert second.mine()
    with drafts.hold(ID) as third:
        assert not third.mine()
    second.close()


SAVER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from board.store.drafts import Drafts
drafts = Drafts("r", "ana", Path(sys.argv[1]))
hold = drafts.hold("2026/0001-a")
for number in range(100000):
    drafts.save("2026/0001-a", {"text": str(number) * 2000, "n": number}, datetime.now(UTC), hold)
    print(number, flush=True)
"""


def test_a_kill_while_saving_leaves_a_whole_draft_and_no_lock(tmp_path: Path) -> None:
    """Given a window that saves and saves, when it is killed, then the last draft it reported or the next is there."""
    for _ in range(4):
        process = python(SAVER, str(tmp_path / "state"))
        assert process.stdout is not None and process.stderr is not None
        reported = [int(process.stdout.readline()) for _ in range(5)]
        process.send_signal(signal.SIGKILL)
        reported += [int(line) for line in process.stdout.read().splitlines() if line.isdigit()]
        process.communicate()
        drafts = Drafts("r", "ana", tmp_path / "state")
        found = drafts.load("2026/0001-a")
        assert found.data["n"] in (reported[-1], reported[-1] + 1)
        assert found.data["text"] == str(found.data["n"]) * 2000
        with drafts.hold("2026/0001-a") as hold:
            assert hold.mine()


@settings(max_examples=count(40, 1_000), deadline=None)
@given(st.text(min_size=1, max_size=300))
def test_any_id_has_a_draft_of_its_own(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    drafts = Drafts(name, name, tmp_path_factory.mktemp("state"))
    drafts.save(name, {"name": 1}, NOW)
    drafts.save(name + "x", {"name": 2}, NOW)
    assert drafts.load(name).data == {"name": 1}
    assert drafts.folder.resolve().is_relative_to(drafts.folder.parent.parent.resolve())


def test_looks_are_remembered_with_their_commit() -> None:
    looked = Looked("work", "ana")
    assert looked.last(ID) is None
    looked.mark(ID, "a" * 40, NOW)
    looked.mark("other", "b" * 40, NOW)
    look = Looked("work", "ana").last(ID)
    assert look is not None and (look.at, look.commit) == (NOW, "a" * 40)
    assert Looked("work", "ben").last(ID) is None


def test_damaged_looks_are_no_looks() -> None:
    looked = Looked("work", "ana")
    looked.mark(ID, "a" * 40, NOW)
    file = looked._file()
    for text in ("{", "[]", f'{{"{ID}": 3}}', f'{{"{ID}": ["never", "x"]}}'):
        file.write_text(text)
        assert looked.last(ID) is None
    looked.mark(ID, "b" * 40, NOW)
    assert looked.last(ID) is not None
