"""Writing a piece of evidence into a proposal: on the lines the scaffold left for it, all other lines as they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from board.core.finding import Finding, Refused, Where
from board.core.proposal import Evidence
from board.formats.evidence import evidence_tables
from board.formats.front import FENCE, split
from board.formats.toml import literal

_HEAD = "# [[evidence]]"
_COMMENT = re.compile(r"# [a-z_]+ = ")


def list_evidence(data: bytes, path: str, evidence: Evidence, said: str = "") -> bytes:
    """A proposal with one piece of evidence more; `said` stands above it as a comment.

    Raises Refused where its id is listed already, or where the document is not written as the scaffold writes it.
    """
    before = split(data, path)
    front = before.value
    listed = front.table.data.get("evidence", [])
    if before.findings or front.form != "toml" or not isinstance(listed, list):
        raise _by_hand(path, "its head is not the scaffold's, or has faults")
    if any(isinstance(one, Mapping) and one.get("id") == evidence.id for one in listed):
        raise _by_hand(path, f"“{evidence.id}” is listed there already")
    lines = data.decode().replace("\r\n", "\n").split("\n")
    start, end = _place(lines, evidence.id, front.body_line - 2)
    (table,) = evidence_tables((evidence,))
    made = [*([f"# {said}"] if said else []), "[[evidence]]"]
    made += [f"{key} = {literal(_day(value) if key == 'dated' else value)}" for key, value in table.items()]
    text = "\n".join([*lines[:start], *([""] if start == end else []), *made, *lines[end:]]).encode()
    after = split(text, path)
    kept = {key: value for key, value in after.value.table.data.items() if key != "evidence"}
    now = after.value.table.data.get("evidence")
    same = kept == {key: value for key, value in front.table.data.items() if key != "evidence"}
    if after.findings or not same or after.value.body != front.body or not isinstance(now, list):
        raise _by_hand(path, "it does not go in without touching the rest")
    return text


def _place(lines: list[str], name: str, closing: int) -> tuple[int, int]:
    """The lines of the scaffold's comment for this piece, else an empty stretch before the closing fence."""
    for at, line in enumerate(lines[:closing]):
        if line.rstrip() == _HEAD and lines[at + 1 : at + 2] == [f"# id = {literal(name)}"]:
            end = at + 1
            while end < closing and _COMMENT.match(lines[end]):
                end += 1
            return at, end
    fence = next((at for at in range(closing, 0, -1) if lines[at].rstrip() == FENCE), closing)
    return fence, fence


def _day(value: object) -> object:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return value


def _by_hand(path: str, why: str) -> Refused:
    words = f"The evidence does not go into this document: {why}."
    return Refused(Finding("evidence.not-taken", words, where=Where(path), fix="Write it under [[evidence]] by hand."))
