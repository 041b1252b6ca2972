"""The final records at one commit: their bytes read once in a session, and only those parsed that somebody wants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from board.core.record import Record
from board.formats.records import read_record, read_record_head
from board.formats.toml import may_hold

if TYPE_CHECKING:
    from board.actions.load import World

_PAGE = 2000
"""Records read at once: few round trips, and memory that does not grow with the repository."""
_KEPT = 32 << 20
"""Bytes of records that a session keeps; beyond it they are read again each time."""


class Records(Mapping[str, Record]):
    """Every final record that can be read, by proposal id, each parsed when it is asked for."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._named: dict[tuple[bytes, ...], tuple[tuple[str, Record], ...]] = {}

    @cached_property
    def _paths(self) -> Mapping[str, str]:
        """By proposal id: where its record lies, readable or not."""
        layout, snapshot = self._world.layout, self._world.snapshot
        paths = ((one, layout.file(one, "record.toml")) for one in self._world.ids)
        return {one: path for one, path in paths if snapshot.blob(path)}

    def __getitem__(self, proposal_id: str) -> Record:
        world = self._world
        read = None
        if proposal_id in world.ids:
            path = world.layout.file(proposal_id, "record.toml")
            read = world.parsed.read(world.snapshot, path, read_record, "record")
        if read is None or read.value is None:
            raise KeyError(proposal_id)
        return read.value

    def __iter__(self) -> Iterator[str]:
        self._world.parsed.waiting |= {self._world.snapshot.blob(self._paths[one]): data for one, data in self.raw()}
        return (one for one in self._paths if one in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def raw(self) -> Iterator[tuple[str, bytes]]:
        """Every final record unparsed, by proposal id; one too large to be read is left out."""
        snapshot, kept = self._world.snapshot, self._world.parsed.raw_records
        listed = list(self._paths.items())
        for start in range(0, len(listed), _PAGE):
            page = {one: (path, snapshot.blob(path)) for one, path in listed[start : start + _PAGE]}
            found = snapshot.read_many(path for path, blob in page.values() if blob not in kept)
            for one, (path, blob) in page.items():
                data = kept.get(blob, found.get(path))
                if data is not None:
                    yield one, data
            if sum(map(len, kept.values())) < _KEPT:
                kept.update((blob, found[path]) for path, blob in page.values() if path in found)

    def naming(self, *signs: bytes) -> tuple[tuple[str, Record], ...]:
        """The records, without sum and ballots, whose bytes hold one of these signs; others are read and not parsed."""
        if signs not in self._named:
            self._named[signs] = tuple(self._naming(signs))
        return self._named[signs]

    def _naming(self, signs: tuple[bytes, ...]) -> Iterator[tuple[str, Record]]:
        for one, data in self.raw():
            if may_hold(data, *signs):
                record = read_record_head(data, self._paths[one]).value
                if record is not None:
                    yield one, record
