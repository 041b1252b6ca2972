"""Proposals: `proposals/<id>.md`, front matter and prose; everything is listed, and what it lacks is said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from board.core.finding import Severity
from board.core.ids import stem_of
from board.core.proposal import Proposal
from board.core.text import hidden_characters
from board.formats.conditions import filled
from board.formats.evidence import evidence_tables, read_evidence
from board.formats.fields import Fields, text_of
from board.formats.findings import hidden_text
from board.formats.front import DOCUMENT_LIMIT, Front, join, split
from board.formats.kinds import missing_facts as missing_facts
from board.formats.lines import Key
from board.formats.paths import proposal_ids as proposal_ids
from board.formats.read import Read
from board.formats.toml import RECORD_LIMIT, Table, too_large

STATES = ("draft", "ready", "withdrawn")
_HEAD = RECORD_LIMIT + 4096
_SECTIONS = frozenset(
    ("summary", "abstract", "motivation", "introduction", "overview", "background", "context", "description", "status")
)
"""Headings that open a section and name no proposal."""
_NOT_PLAIN = re.compile(rb"[^\t\n\r\x20-\x5b\x5d-\x7e]")
"""A byte beyond ASCII, a control character or a backslash: without any, no value can hide anything."""
_PROPOSER = re.compile(r"""^proposer[ \t]*[=:][ \t]*["']?([^"'\r\n#]+)""", re.MULTILINE)
_NUMBER = re.compile(r"[0-9]+[-_. ]+(?=\S)")
_ELSEWHERE = {"proposer": ("author", "authors"), "created": ("date",)}
"""Keys of other people's proposals that mean the same as ours."""


def read_proposal(data: bytes, path: str, proposal_id: str) -> Read[Proposal]:
    """A proposal with its prose; whatever is broken or absent becomes a finding, and the rest is still there."""
    front = split(data, path)
    proposal, fields = _read(front.value, proposal_id)
    proposal = _named_all_the_same(proposal, data)
    fields_found = fields.done()
    hidden = [*_hidden_values(front.value.table, data), *_below(front.value)]
    return Read(proposal, (*front.findings, *fields_found, *hidden_text(hidden, path)))


def read_head(data: bytes, path: str, proposal_id: str) -> Read[Proposal]:
    """A proposal for a list: as `read_proposal`, but its body is left empty and the prose is not looked through.

    Only the first 68 KiB are read, which hold any front matter that is accepted.
    """
    if len(data) > DOCUMENT_LIMIT:
        front = Read(Front(Table({}, path, readable=False), ""), (too_large(data, path, DOCUMENT_LIMIT),))
    else:
        cut = data.rfind(b"\n", 0, _HEAD) + 1 if len(data) > _HEAD else 0
        front = split(data[:cut] if cut else data, path)
    proposal, fields = _read(front.value, proposal_id, keep_body=False)
    proposal = _named_all_the_same(proposal, data)
    hidden = _hidden_values(front.value.table, data[:_HEAD])
    return Read(proposal, (*front.findings, *fields.done(), *hidden_text(list(hidden), path)))


def _named_all_the_same(proposal: Proposal, data: bytes) -> Proposal:
    """The proposal with its proposer, where the head is broken and that line of it is not: somebody must mend it."""
    found = None if proposal.readable else _PROPOSER.search(data[:_HEAD].decode("utf-8", "replace"))
    return replace(proposal, proposer=found.group(1).strip()) if found else proposal


def write_proposal(proposal: Proposal) -> bytes:
    """A proposal with TOML front matter: what is set, then facts, then evidence, then the prose."""
    head = filled(
        title=proposal.title,
        kind=proposal.kind,
        state=proposal.state,
        proposer=proposal.proposer,
        created=proposal.created,
        supersedes=proposal.supersedes,
        facts=dict(proposal.facts),
        evidence=evidence_tables(proposal.evidence),
    )
    return join(head, proposal.body)


def _read(front: Front, proposal_id: str, *, keep_body: bool = True) -> tuple[Proposal, Fields]:
    fields = Fields(front.table)
    title = _spaced(fields.text("title"))
    proposal = Proposal(
        id=proposal_id,
        title=title or _title(front.body, proposal_id),
        kind=fields.text("kind"),
        state=_state(fields),
        proposer=_ours(fields, "proposer"),
        created=_ours(fields, "created"),
        supersedes=fields.text("supersedes"),
        facts=_facts(fields),
        evidence=read_evidence(fields),
        body=front.body if keep_body else "",
        body_line=front.body_line,
        readable=front.table.readable,
    )
    _lacks(fields, proposal, titled=bool(title))
    return proposal, fields


def _ours(fields: Fields, name: str) -> str:
    """A text by our key, or by a key that other people use for the same."""
    for key in (name, *_ELSEWHERE[name]):
        if fields.has(key):
            return ", ".join(fields.texts(key)) if isinstance(fields.data[key], list) else text_of(fields.raw(key))
    return ""


def _state(fields: Fields) -> str:
    if fields.has("state") or not fields.has("status"):
        return fields.choice("state", STATES, "ready")
    status = text_of(fields.raw("status")).casefold()
    return status if status in STATES else "ready"


def _facts(fields: Fields) -> Mapping[str, object]:
    value = fields.raw("facts")
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        fields.wrong("facts", "a table that opens with [facts]", value)
        return {}
    if not fields.file.as_text:
        return dict(value)
    truths = {"true": True, "false": False}
    return {name: truths.get(fact, fact) if isinstance(fact, str) else fact for name, fact in value.items()}


def _lacks(fields: Fields, proposal: Proposal, *, titled: bool) -> None:
    if not titled:
        message = f"The proposal has no title; it is listed as “{proposal.title}”."
        fields.report("no-title", message, severity=Severity.WARNING, fix="Add a line “title = …” at the top.")
    if not proposal.kind:
        why = "The kind decides which facts, questions and signatures the board wants."
        fields.report("no-kind", "The proposal does not say its kind.", why=why, fix="Add a line “kind = …”.")
    if not proposal.proposer:
        why = "Whoever proposes may not vote on it, and answers the board's questions."
        message, fix = "The proposal does not say who proposes it.", "Add a line “proposer = …”."
        fields.report("no-proposer", message, severity=Severity.WARNING, why=why, fix=fix)


def _title(body: str, proposal_id: str) -> str:
    """The first heading, unless it only names a section; else the file's name in words."""
    heading = _spaced(_first_heading(body[: 16 * 1024]))
    if heading and heading.casefold().replace(" ", "-") not in _SECTIONS:
        return heading
    stem = _spaced(stem_of(proposal_id))
    words = re.sub(r"[-_]+", " ", _NUMBER.sub("", stem, count=1)).strip()
    return words[:1].upper() + words[1:] or stem or "Untitled"


def _spaced(text: str) -> str:
    """The text on one line; characters nobody can see stay, and are made visible on the way to the eye."""
    return " ".join(text.split())


def _first_heading(body: str) -> str:
    """The text of the first Markdown heading outside code, or nothing."""
    code, before = "", ""
    for line in body.split("\n"):
        text = line.strip()
        if code:
            code = "" if text.startswith(code) else code
        elif text.startswith(("```", "~~~")):
            code = text[:3]
        elif text.startswith("#") and text.lstrip("#")[:1] in (" ", "\t"):
            return text.strip("# \t")
        elif before and text and not text.strip("="):
            return before
        before = text
    return ""


def _hidden_values(table: Table, data: bytes) -> Iterator[tuple[int, str]]:
    """Hidden characters in the values of the front matter, where an escape can put them unseen."""
    if not _NOT_PLAIN.search(data):
        return
    waiting: list[tuple[Key, object]] = [((), table.data)]
    while waiting:
        key, value = waiting.pop()
        if isinstance(value, Mapping):
            waiting.extend(((*key, name), item) for name, item in value.items())
        elif isinstance(value, list):
            waiting.extend(((*key, index), item) for index, item in enumerate(value))
        elif isinstance(value, str) and not (value.isascii() and value.isprintable()):
            yield from ((table.line(*key), name) for _, name in hidden_characters(value))


def _below(front: Front) -> Iterator[tuple[int, str]]:
    return ((line + front.body_line - 1, name) for line, name in hidden_characters(front.body))
