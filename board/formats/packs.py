"""Law and standards packs: `templates/pack/<id>.toml`, shipped with the program or laid down by the board."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from board.core.finding import Severity
from board.core.pack import STATUS_WORDS, Clock, Entry, Framework, Pack
from board.formats.fields import Fields
from board.formats.read import Read
from board.formats.toml import FILE_LIMIT, load


def read_pack(data: bytes, path: str) -> Read[Pack]:
    """A pack with every entry that has an id; what has no source or date of its own has its framework's.

    A status that is missing or not one of ours reads `check`: nobody should rely on it.
    """
    table = load(data, path, FILE_LIMIT)
    fields = Fields(table.value)
    pack_id = fields.text("id", path.rpartition("/")[2].removesuffix(".toml"))
    title, as_of = fields.text("title", pack_id), fields.day("as_of")
    if as_of is None:
        why = "What a law says is only worth something with the day on which somebody looked."
        fields.report("missing", "The pack bears no date.", "as_of", why=why, fix="Add a line “as_of = 2026-11-22”.")
    named = fields.named("frameworks", "framework")
    frameworks = {name: _framework(name, each, as_of) for name, each in named.items()}
    clocks = tuple(clock for each in fields.tables("clocks", "clock") if (clock := _clock(each, frameworks, as_of)).id)
    found = Pack(pack_id, title, as_of, tuple(frameworks.values()), clocks, path)
    return Read(found, (*table.findings, *fields.done()))


def _framework(name: str, fields: Fields, pack_as_of: date | None) -> Framework:
    source, as_of = fields.text("source", required=True), fields.day("as_of") or pack_as_of
    entries: dict[str, Entry] = {}
    for each in fields.tables("entries", "entry"):
        entry = _entry(name, each, source, as_of)
        if entry.id in entries:
            each.report("duplicate-id", f"{entry.name} is listed twice; the first counts.", "id")
        elif entry.id:
            entries[entry.id] = entry
    return Framework(name, fields.text("title", name), source, as_of, fields.text("note"), tuple(entries.values()))


def _entry(framework: str, fields: Fields, source: str, as_of: date | None) -> Entry:
    return Entry(
        framework=framework,
        id=fields.text("id", required=True),
        title=fields.text("title", required=True),
        status=_status(fields),
        source=fields.text("source", source),
        as_of=fields.day("as_of") or as_of,
        note=fields.text("note"),
        applies_from=fields.day("applies_from"),
    )


def _clock(fields: Fields, frameworks: Mapping[str, Framework], pack_as_of: date | None) -> Clock:
    framework = fields.text("framework")
    of = frameworks.get(framework, Framework(framework, as_of=pack_as_of))
    return Clock(
        id=fields.text("id", required=True),
        framework=framework,
        article=fields.text("article"),
        when=fields.text("when", required=True),
        limit=fields.text("limit", required=True),
        status=_status(fields),
        source=fields.text("source", of.source),
        as_of=fields.day("as_of") or of.as_of,
        applies_from=fields.day("applies_from"),
    )


def _status(fields: Fields) -> str:
    if not fields.has("status"):
        message = "“status” is missing; “check” stands, which means: ask before you rely on it."
        fields.report("missing", message, "status", severity=Severity.WARNING)
    return fields.choice("status", tuple(STATUS_WORDS), "check")
