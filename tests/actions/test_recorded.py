"""The final records of a board: all of them can be asked for, and few are parsed."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions import recorded
from board.actions.load import World
from board.actions.session import Session, open_session
from board.formats.records import read_record


@pytest.fixture(scope="module")
def session(demo_folder: Path) -> Session:
    """The worked example, as `board demo` makes it."""
    return open_session(demo_folder / "board")


def fresh(session: Session) -> World:
    """The tip with nothing parsed."""
    session.forget()
    session._parsed = None
    return session.listed


def test_each_record_reads_as_its_file_does_and_what_is_not_decided_has_none(session: Session) -> None:
    world = fresh(session)
    wanted = {}
    for one in world.ids:
        path = world.layout.file(one, "record.toml")
        data = world.snapshot.read(path)
        record = read_record(data, path).value if data is not None else None
        if record is not None:
            wanted[one] = record
    assert wanted
    assert dict(fresh(session).records) == wanted
    lone = fresh(session).records
    assert {one: lone.get(one) for one in world.ids} == {one: wanted.get(one) for one in world.ids}
    assert len(lone) == len(wanted)
    assert "nothing/of-this-name" not in lone


def test_only_records_that_hold_the_sign_are_parsed(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = {one for one, record in fresh(session).records.items() if record.supersedes}
    read: list[str] = []

    def noted(data: bytes, path: str) -> object:
        read.append(path)
        return recorded_head(data, path)

    recorded_head = recorded.read_record_head
    monkeypatch.setattr(recorded, "read_record_head", noted)
    world = fresh(session)
    told = {one for one, record in world.records.naming(b"supersedes =") if record.supersedes}
    assert told == wanted
    assert set(read) == {
        world.layout.file(one, "record.toml")
        for one, data in world.raw_records()
        if b"supersedes =" in data or b"\\u" in data or b"\\U" in data
    }


def test_a_second_look_at_the_board_reads_no_record_again(session: Session) -> None:
    first = dict(session.listed.raw_records())
    asked: list[str] = []
    again = session.world_of(session.store.snapshot())
    read_many = again.snapshot.read_many
    again.snapshot.read_many = lambda paths, limit=1 << 20: read_many(  # type: ignore[method-assign]  # to count them
        [asked.append(path) or path for path in paths], limit
    )
    assert dict(again.raw_records()) == first
    assert asked == []
