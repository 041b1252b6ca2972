"""Incidents: `incidents/**.md` with front matter, or `.toml`; read leniently for their tags and models."""

from __future__ import annotations

from datetime import datetime

from board.core.finding import Severity
from board.core.incident import Action, Clock, Incident
from board.formats.conditions import filled
from board.formats.fields import Fields
from board.formats.front import Front, join, split
from board.formats.read import Read
from board.formats.toml import FILE_LIMIT, load

SEVERITIES = ("SEV1", "SEV2", "SEV3", "SEV4")

_ALSO = (
    *("near_miss", "kind", "detected_by", "times", "duration", "features", "ring", "affected", "harm_types"),
    *("harm_realised", "impact", "timeline", "trigger", "contributing_factors", "what_went_well", "what_went_badly"),
    *("where_we_were_lucky", "detection_gap", "taxonomy", "policy_failures", "missed_gate"),
    *("blameless_checked_by", "published_summary", "reviewed_at", "quarter"),
)
"""What a report may say besides."""


def read_incident(data: bytes, path: str) -> Read[Incident]:
    """An incident report; its id is the file's name, its summary the front matter's, else the first paragraph."""
    stem, _, ending = path.rpartition("/")[2].rpartition(".")
    if ending == "toml":
        table = load(data, path, FILE_LIMIT)
        front, found = Front(table.value, ""), table.findings
    else:
        document = split(data, path)
        front, found = document.value, document.findings
    fields = Fields(front.table)
    title = fields.text("title") or _heading(front.body) or stem
    incident = Incident(
        id=fields.text("id", stem),
        title=title,
        date=fields.day("date"),
        severity=fields.choice("severity", SEVERITIES),
        status=fields.text("status"),
        summary=fields.text("summary") or _paragraph(front.body),
        models=fields.texts("models"),
        tags=fields.texts("tags"),
        decisions=fields.texts("decisions"),
        path=path,
        follows=fields.text("follows"),
        actions=tuple(_action(each, n) for n, each in enumerate(fields.tables("actions", "action"), 1)),
        clocks=tuple(_clock(each) for each in fields.tables("clocks", "clock")),
    )
    fields.also(_ALSO)
    if incident.follows:
        return Read(incident, (*found, *fields.done()))
    if incident.date is None and not fields.has("date"):
        fields.report("missing", "The report does not say when it happened.", "date", severity=Severity.WARNING)
    if not incident.tags:
        why = "Tags bring the report before the board when a like case comes."
        fields.report("missing", "The report has no tags.", "tags", severity=Severity.WARNING, why=why)
    return Read(incident, (*found, *fields.done()))


def _action(fields: Fields, number: int) -> Action:
    """One action; without an id of its own it is called by its place in the report."""
    fields.also(("type", "kind"))
    done = fields.day("done_at") is not None
    proof = fields.raw("proof")
    ident = fields.text("id", str(number))
    return Action(ident, fields.text("text"), fields.text("owner"), fields.day("due"), done or bool(proof))


def _clock(fields: Fields) -> Clock:
    fields.also(("starts", "ref"))
    """One report owed: by a day, or by a moment where `due` is a time."""
    due = fields.raw("due")
    timed = isinstance(due, datetime) or (isinstance(due, str) and "T" in due)
    at = fields.moment("due") if timed else None
    day = at.date() if at else None if timed else fields.day("due")
    return Clock(fields.text("regime"), day, fields.day("reported_at") is not None, at)


def write_incident(incident: Incident, body: str = "") -> bytes:
    """The bytes of a report with TOML front matter and the given prose."""
    head = filled(
        id=incident.id,
        title=incident.title,
        date=incident.date,
        severity=incident.severity,
        status=incident.status,
        summary=incident.summary,
        models=incident.models,
        tags=incident.tags,
        decisions=incident.decisions,
    )
    return join(head, body)


def _heading(body: str) -> str:
    return next((line.strip("# \t") for line in body.split("\n") if line.startswith("#")), "")


def _paragraph(body: str) -> str:
    paragraphs = (part.strip() for part in body.split("\n\n"))
    return next((" ".join(part.split()) for part in paragraphs if part and not part.startswith("#")), "")
