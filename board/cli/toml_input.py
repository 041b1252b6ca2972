"""TOML files given on the command line: read once, and what is wrong with them said with the line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from board.core.finding import ExitStatus, Refused, Severity


def read_toml_file(path: Path) -> Mapping[str, object]:
    """The file's tables; refuses with status 2 when it is no TOML, no file, or too large."""
    from board.actions.given import read_given

    return _read(read_given(path), str(path))


def read_toml_text(text: str, name: str) -> Mapping[str, object]:
    """The same for text that was just typed."""
    return _read(text.encode(), name)


def _read(data: bytes, name: str) -> Mapping[str, object]:
    from board.formats.toml import load

    read = load(data, name)
    wrong = [finding for finding in read.findings if finding.severity is Severity.ERROR]
    if wrong:
        raise Refused(*wrong, status=ExitStatus.WRONG_USE)
    return read.value.data
