"""Evidence as a proposal's front matter lists it: where each piece lies, what pins it, which questions it answers."""

from __future__ import annotations

import re
from collections.abc import Iterable

from board.core.finding import Severity
from board.core.policy import EVIDENCE_SORTS
from board.core.proposal import Evidence
from board.formats.conditions import filled
from board.formats.fields import Fields, text_of

_SHA256 = re.compile(r"(?:sha256:)?([0-9a-fA-F]{64})")


def read_evidence(fields: Fields) -> tuple[Evidence, ...]:
    """The `[[evidence]]` of a proposal, each usable as far as it goes."""
    found: dict[str, Evidence] = {}
    for index, each in enumerate(fields.tables("evidence", "evidence"), start=1):
        evidence = _one(each, index)
        if evidence.id in found:
            each.report("duplicate-id", f"The id “{evidence.id}” is used for two pieces of evidence.", "id")
        found.setdefault(evidence.id, evidence)
    return tuple(found.values())


def evidence_tables(listed: Iterable[Evidence]) -> list[dict[str, object]]:
    """Evidence as tables to write; empty fields are left out."""
    return [
        filled(
            id=each.id,
            title=each.title,
            path=each.path,
            url=each.url,
            sha256=each.sha256,
            held_by=each.held_by,
            dated=each.dated,
            answers=each.answers,
            authors=each.authors,
            sort=each.sort,
            artefact=each.artefact,
        )
        for each in listed
    ]


def pinned(text: str) -> str:
    """A digest as "sha256:" and 64 small hex digits; other text stays as it is."""
    match = _SHA256.fullmatch(text.strip())
    return f"sha256:{match[1].lower()}" if match else text


def is_digest(text: str) -> bool:
    """Whether a text is the whole of a SHA-256, in either form."""
    return bool(_SHA256.fullmatch(text.strip()))


def _one(fields: Fields, index: int) -> Evidence:
    dated = fields.raw("dated")
    evidence = Evidence(
        id=fields.text("id", required=True) or f"evidence-{index}",
        title=fields.text("title"),
        path=fields.text("path"),
        url=fields.text("url"),
        sha256=pinned(fields.text("sha256")),
        held_by=fields.text("held_by"),
        dated="" if dated is None else text_of(dated),
        answers=fields.texts("answers"),
        authors=fields.texts("authors"),
        sort=fields.choice("sort", EVIDENCE_SORTS),
        artefact=pinned(fields.text("artefact")),
    )
    _where(fields, evidence)
    if evidence.sha256 and not _SHA256.fullmatch(evidence.sha256):
        fields.report("odd-digest", "“sha256” should be 64 hex digits.", "sha256", fix="Take it from sha256sum.")
    return evidence


def outside(path: str) -> bool:
    """Whether a path leaves the proposal's folder, so that nothing is looked up there."""
    return path.startswith(("/", "\\")) or ".." in path.replace("\\", "/").split("/")


def _where(fields: Fields, evidence: Evidence) -> None:
    """Whether the piece can be found, and whether what is found there can be told from something else."""
    if not (evidence.path or evidence.url or evidence.held_by):
        fields.report(
            "evidence-nowhere",
            f"Evidence “{evidence.title or evidence.id}” does not say where it is.",
            why="The board cannot weigh what it cannot look at.",
            fix="Add “path” for a file in the proposal's folder, “url” with “sha256”, or “held_by” with “sha256”.",
        )
    elif (evidence.url or evidence.held_by) and not evidence.sha256:
        fields.report(
            "evidence-unpinned",
            f"Evidence “{evidence.title or evidence.id}” has no “sha256”.",
            severity=Severity.WARNING,
            why="What lies outside the repository may change after the board looked at it.",
            fix="Add its “sha256”.",
        )
    if outside(evidence.path):
        fields.report(
            "evidence-outside",
            f"The path “{evidence.path}” leaves the proposal's folder.",
            "path",
            fix="Put the file into the proposal's folder and name it from there.",
        )
