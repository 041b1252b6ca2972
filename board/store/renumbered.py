"""A follow-up that waited takes the next free number, where somebody else's took its own meanwhile.

The number says in which order follow-ups came; it is no part of what anybody said.
"""

from __future__ import annotations

from dataclasses import replace

from board.formats.followups import follow_up_name, follow_up_name_parts
from board.store.base import Snapshot, Waiting
from board.store.objects import Object

_FOLDER = "/follow-up/"


def renumbered(now: Snapshot, record: Waiting) -> Waiting:
    """The record with each follow-up that it adds under a free number; under the one it has where it came already."""
    files = {_free(now, record, path, data): data for path, data in record.files.items()}
    if tuple(files) == tuple(record.files):
        return record
    return replace(
        record, files=files, added=tuple(path for path in files if path not in record.files or path in record.added)
    )


def _free(now: Snapshot, record: Waiting, path: str, data: bytes | None) -> str:
    folder, _, name = path.rpartition("/")
    parts = follow_up_name_parts(name) if _FOLDER in path and path in record.added and data is not None else None
    if parts is None:
        return path
    number, kind = parts
    there = {one.rpartition("/")[2]: now.blob(one) for one in now.paths(f"{folder}/")}
    taken = {known[0]: each for each in there if (known := follow_up_name_parts(each)) is not None}
    mine = Object("blob", data or b"").id
    for each, blob in there.items():
        if blob == mine and each.endswith(f"-{kind}.toml"):
            return f"{folder}/{each}"
    return f"{folder}/{follow_up_name(max(taken) + 1, kind)}" if number in taken else path
