"""Writing into a proposal what holds its evidence fast: line by line, so that all else stays as its author wrote it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from board.formats.front import FENCE, split

_HEADER = re.compile(r"\s*\[\[\s*evidence\s*\]\]")
_OTHER = re.compile(r"\s*\[")


def pin(data: bytes, path: str, values: Mapping[int, Mapping[str, str]]) -> bytes:
    """The document with keys of some pieces of evidence set, the first piece being 0.

    Front matter in another form than `[[evidence]]` tables of TOML stays as it is: it is read again, and nothing is
    changed where anything but these keys would be.
    """
    front = split(data, path).value
    listed = front.table.data.get("evidence")
    if front.form != "toml" or not values or not isinstance(listed, list):
        return data
    try:
        lines = data.decode().splitlines(keepends=True)
    except UnicodeDecodeError:
        return data
    at, end = -1, front.body_line - 1
    starts: dict[int, int] = {}
    for number, line in enumerate(lines[:end]):
        if _HEADER.match(line):
            at += 1
            starts[at] = number
    for index in sorted(values.keys() & starts.keys(), reverse=True):
        _set(lines, starts[index], values[index])
    made = "".join(lines).encode()
    wanted = [
        {**item, **values.get(index, {})} if isinstance(item, Mapping) else item for index, item in enumerate(listed)
    ]
    after = split(made, path).value
    same = after.body == front.body and after.table.data == {**front.table.data, "evidence": wanted}
    return made if same else data


def _set(lines: list[str], start: int, values: Mapping[str, str]) -> None:
    """Set the keys in the table whose header stands at `start`: in their own line, else below its path."""
    block = [start]
    for number in range(start + 1, len(lines)):
        if _OTHER.match(lines[number]) or lines[number].strip() == FENCE:
            break
        block.append(number)
    below = next((n for n in block if re.match(r"\s*path\s*=", lines[n])), start)
    for key, value in reversed(list(values.items())):
        line = f'{key} = "{value}"' + ("\r\n" if lines[start].endswith("\r\n") else "\n")
        own = next((n for n in block if re.match(rf"\s*{key}\s*=", lines[n])), None)
        if own is not None:
            lines[own] = line
        else:
            lines.insert(below + 1, line)
            block = [n if n <= below else n + 1 for n in block]
