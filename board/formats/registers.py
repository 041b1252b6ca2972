"""Register entries: `registers/models/<id>.toml` and `registers/datasets/<id>.toml`, read leniently."""

from __future__ import annotations

from collections.abc import Mapping

from board.core.finding import Severity
from board.core.register import Lineage, RegisteredFile, RegisterEntry
from board.formats.conditions import filled
from board.formats.evidence import pinned
from board.formats.fields import Fields, text_of
from board.formats.read import Read
from board.formats.toml import FILE_LIMIT, dump, load

SORTS = ("models", "datasets")
_SPELLINGS = {
    "licence": ("license",),
    "licence_category": ("license_category",),
    "source": ("source_url",),
    "revision": ("source_revision",),
}
_ALSO = {
    "models": (
        *("semver_reason", "owner_team", "backup_owner", "kind", "task", "architecture", "parameters", "precision"),
        *("context_length", "origin", "signature", "license_text_path", "licence_text_path", "license_terms"),
        *(
            "licence_terms",
            "licence_note",
            "out_of_scope_use",
            "training",
            "eval_runs",
            "stress_tests",
            "residual_band",
        ),
        *(
            "personal_data",
            "languages",
            "jurisdictions",
            "eu_role",
            "eu_class",
            "export_class",
            "bom_path",
            "monitoring",
        ),
        *("deployed", "conditions", "retired"),
    ),
    "datasets": (
        *("description", "origin", "obtained_at", "obtained_by", "license_proof", "licence_proof", "lawful_basis"),
        *(
            "consent_notes",
            "opt_out_handling",
            "rows",
            "bytes",
            "modality",
            "languages",
            "schema_path",
            "transformations",
        ),
        *("reviewer", "review_date", "review_decision", "pii", "special_categories", "known_bias", "label_process"),
        *("splits", "forbidden_uses", "sensitivity", "deletion_process", "eval_only", "used_by"),
    ),
}
"""What an entry may say besides; kept, shown to whoever opens the file, and not judged here."""
_WANTED = ("name", "version", "owner", "licence")
_LINEAGE = (("base_model", "base model"), ("datasets", "data"), ("parents", "parent"))


def read_register(data: bytes, path: str) -> Read[RegisterEntry]:
    """A register entry; the folder says whether it is a model or a dataset, other keys are left alone."""
    table = load(data, path, FILE_LIMIT)
    fields = Fields(table.value)
    entry = RegisterEntry(
        id=fields.text("id", path.rpartition("/")[2].removesuffix(".toml")),
        sort="datasets" if "datasets" in path.split("/")[:-1] else "models",
        name=fields.text("name"),
        version=fields.text("version"),
        status=fields.text("status"),
        ring=fields.text("ring"),
        tier=fields.text("tier"),
        owner=fields.text("owner"),
        licence=_spelt(fields, "licence"),
        licence_category=_spelt(fields, "licence_category"),
        publisher=fields.text("publisher"),
        source=_spelt(fields, "source"),
        revision=_spelt(fields, "revision"),
        sha256=pinned(fields.text("sha256")),
        fallback=fields.text("fallback"),
        approved_until=_text(fields, "approved_until"),
        retention_until=_text(fields, "retention_until"),
        deleted_on=_text(fields, "deleted_on"),
        sunset=_sunset(fields),
        intended_use=fields.text("intended_use"),
        limitations=fields.text("limitations"),
        files=tuple(_file(each) for each in fields.tables("files", "file")),
        lineage=_lineage(fields),
        used_for=(*_used_for(fields), *fields.texts("allowed_uses")),
        decisions=fields.texts("decisions"),
        incidents=fields.texts("incidents"),
        tags=fields.texts("tags"),
    )
    fields.also(_ALSO[entry.sort])
    _lacks(fields, entry)
    return Read(entry, (*table.findings, *fields.done()))


def write_register(entry: RegisterEntry) -> bytes:
    """The bytes of a register entry; empty fields are left out."""
    files = [
        filled(path=each.path, sha256=each.sha256, bytes=each.size or None, format=each.format) for each in entry.files
    ]
    lineage = [
        filled(id=each.id, version=each.version, relation=each.relation, sha256=each.sha256) for each in entry.lineage
    ]
    texts = {
        name: getattr(entry, name)
        for name in RegisterEntry.__dataclass_fields__
        if name not in ("sort", "files", "lineage", "used_for", "sunset")
    }
    deprecation = filled(sunset=entry.sunset)
    return dump(filled(**texts, deprecation=deprecation, features_powered=entry.used_for, files=files, lineage=lineage))


def _spelt(fields: Fields, name: str) -> str:
    """A text by our spelling of the key, or by another one in use."""
    for key in (name, *_SPELLINGS[name]):
        value = fields.raw(key)
        if isinstance(value, Mapping):
            return text_of(value.get("url") or value.get("id") or "")
        if value is not None:
            return text_of(value)
    return ""


def _sunset(fields: Fields) -> str:
    """The last day in use: `deprecation = { sunset = 2027-01-31, … }`, or the day alone."""
    value = fields.raw("deprecation")
    day = value.get("sunset") if isinstance(value, Mapping) else value
    return "" if day is None or isinstance(day, (Mapping, list)) else text_of(day)


def _text(fields: Fields, name: str) -> str:
    value = fields.raw(name)
    return "" if value is None or isinstance(value, (Mapping, list)) else text_of(value)


def _file(fields: Fields) -> RegisteredFile:
    return RegisteredFile(
        path=fields.text("path", required=True),
        sha256=pinned(fields.text("sha256", required=True)),
        size=fields.number("bytes", 0, least=0),
        format=fields.text("format"),
    )


def _lineage(fields: Fields) -> tuple[Lineage, ...]:
    """What the entry came from: its `[[lineage]]`, base model, data and parents."""
    found = [
        Lineage(
            each.text("id", required=True), each.text("version"), each.text("relation"), pinned(each.text("sha256"))
        )
        for each in fields.tables("lineage", "lineage")
    ]
    usual = fields.text("relation")
    for key, relation in _LINEAGE:
        value = fields.raw(key)
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, Mapping):
                said = text_of(item.get("relation") or item.get("role") or usual or relation)
                texts = [text_of(item.get(name, "")) for name in ("id", "version")]
                found.append(Lineage(texts[0], texts[1], said, pinned(text_of(item.get("sha256", "")))))
            elif item not in (None, ""):
                found.append(Lineage(text_of(item), relation=(usual if key == "base_model" else "") or relation))
    return tuple(found)


def _used_for(fields: Fields) -> tuple[str, ...]:
    value = fields.raw("features_powered")
    listed = value if isinstance(value, list) else [value]
    named = (item.get("feature", "") if isinstance(item, Mapping) else item for item in listed)
    return tuple(text_of(name) for name in named if name not in (None, ""))


def _lacks(fields: Fields, entry: RegisterEntry) -> None:
    for name in _WANTED:
        if not getattr(entry, name):
            fields.report("missing", f"The entry does not say its {name}.", name, severity=Severity.WARNING)
    if not entry.digests:
        why = "Without a digest nobody can tell whether what runs is what was approved."
        fields.report("missing", "The entry names no digest.", "sha256", severity=Severity.WARNING, why=why)
    if entry.sort == "models" and not entry.fallback:
        why = "If the model had to go tonight, each feature needs something else to do."
        fields.report("missing", "The entry names no fallback.", "fallback", severity=Severity.WARNING, why=why)
