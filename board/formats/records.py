"""Records: `decisions/<id>/record.toml`, and `rounds/<n>.toml` for a round that ended without a final outcome."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields as fields_of
from functools import lru_cache

from board.core.ballot import Verdict
from board.core.proposal import Artefact
from board.core.record import DATED, Held, Outcome, Record, RecordBallot, RecordMotion, Sum
from board.formats.conditions import condition_tables, filled, read_conditions
from board.formats.fields import Fields
from board.formats.read import Read
from board.formats.toml import FILE_LIMIT, dump, load

SCHEMA = 1
_NUMBERS = tuple(field.name for field in fields_of(Sum) if field.name != "sentence")
# A record as the program writes it, for `read_record_head`: its sum and its ballots, and every other line.
_STRING = r'"(?:[^"\\\x00-\x1f\x7f]|\\[^\n])*+"'
_SOME, _ANY = r'"[^"\\\x00-\x1f\x7f]{1,999}+"', r'"[^"\\\x00-\x1f\x7f]{0,999}+"'
_PART = re.compile(
    r"^(?:\[sum\]\n" + "".join(rf"{name} = (?:0|[1-9][0-9]{{0,5}})\n" for name in _NUMBERS) + rf"sentence = {_ANY}\n"
    rf"|\[\[ballots\]\]\npath = {_SOME}\nsha256 = {_SOME}\nmember = {_SOME}\n"
    rf"seats = \[(?:{_ANY}(?:, {_ANY}){{0,2}}+)?\]\n"
    rf'verdict = "(?:{"|".join(each.value for each in Verdict)})"\n'
    rf"counted = (?:true|false)\n(?:why_not = {_ANY}\n)?)\n?(?=\[|\Z)",
    re.MULTILINE,
)
_ROUND = re.compile(r"([0-9]{1,6})\.toml")
_PLAIN = re.compile(
    r"(?:(?:(?!sum\b|ballots\b)[A-Za-z0-9_-]++ = (?:"
    rf"{_STRING}|\[(?:{_STRING}(?:, {_STRING})*+)?\]|[^\"'\[\]{{}}#\n]++)"
    r"|\[\[?(?!sum\]|ballots\])[A-Za-z0-9_-]++\]\]?|)\n)*+"
)


@lru_cache(maxsize=256)  # one file is read by many rules; what is read never changes
def read_record(data: bytes, path: str) -> Read[Record | None]:
    """A record; None where it cannot stand: no id, outcome or round, or a form this program does not know."""
    table = load(data, path, FILE_LIMIT)
    fields = Fields(table.value)
    schema = fields.number("schema", SCHEMA)
    if schema != SCHEMA:
        message = f"This record is written in form {schema}; this program reads form {SCHEMA}."
        fields.report("newer-form", message, "schema", fix="Update the program.")
    outcome = fields.choice("outcome", [each.value for each in Outcome], required=True)
    if not fields.has("round"):
        fields.missing("round")
    digests, dates, versions = (fields.table(name) for name in ("digests", "dates", "checklist_versions"))
    record = Record(
        id=fields.text("id", required=True),
        round=fields.number("round", 0, least=1),
        outcome=Outcome(outcome) if outcome else Outcome.NO_QUORUM,
        rules=fields.number("rules", 1, least=1),
        decided_at=fields.moment("decided_at"),
        decided_by=fields.text("decided_by"),
        base=fields.text("base"),
        sum=_sum(fields.table("sum")),
        title=fields.text("title"),
        kind=fields.text("kind"),
        tier=fields.text("tier"),
        ring=fields.text("ring"),
        proposer=fields.text("proposer"),
        reason=fields.text("reason"),
        ballots=tuple(ballot for each in fields.tables("ballots", "ballot") if (ballot := _ballot(each)) is not None),
        digests={name: digests.text(name) for name in digests.data},
        artefacts=tuple(
            Artefact(each.text("id", required=True), each.text("version"), each.text("sha256"))
            for each in fields.tables("artefacts", "artefact")
        ),
        expires=fields.day("expires"),
        conditions=read_conditions(fields),
        supersedes=fields.text("supersedes"),
        ratifies=fields.text("ratifies"),
        previous=fields.text("previous"),
        acknowledges=fields.texts("acknowledges"),
        dates={name: day for name in DATED if (day := dates.day(name)) is not None},
        held=tuple(
            Held(each.text("id", required=True), each.text("by", required=True), each.text("sha256"))
            for each in fields.tables("held", "piece of held evidence")
        ),
        way=fields.text("way"),
        silent=fields.texts("silent"),
        motions=tuple(_motion(each) for each in fields.tables("motions", "motion")),
        residual_band=fields.text("residual_band"),
        pack_version=fields.text("pack_version"),
        checklist_versions={name: versions.text(name) for name in versions.data},
        render=fields.number("render", 1, least=1),
        schema=schema,
    )
    stands = _in_place(fields, record, path) and outcome and record.id and record.round and schema == SCHEMA
    return Read(record if stands else None, (*table.findings, *fields.done()))


def read_record_head(data: bytes, path: str) -> Read[Record | None]:
    """A record without its sum and its ballots, for lists: three times as fast to read.

    They are passed over only where the whole file is written as `write_record` writes it, line by line, so that nothing
    in them could change how the rest reads; lines keep their numbers. Any other record is read in full.
    """
    head = _head(data)
    return read_record(data if head is None else head, path)


def _head(data: bytes) -> bytes | None:
    if len(data) > FILE_LIMIT:
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    head = _PART.sub(lambda part: "\n" * part[0].count("\n"), text) if text.count("\n[sum]\n") == 1 else text
    return head.encode("utf-8") if head is not text and _PLAIN.fullmatch(head) else None


def write_record(record: Record) -> bytes:
    """The bytes of a record: head, sum, digests, then ballots, artefacts and conditions."""
    return dump(
        {
            "schema": record.schema,
            "id": record.id,
            **filled(
                title=record.title, kind=record.kind, tier=record.tier, ring=record.ring, proposer=record.proposer
            ),
            "round": record.round,
            "outcome": record.outcome.value,
            "rules": record.rules,
            **filled(decided_at=record.decided_at),
            "decided_by": record.decided_by,
            "base": record.base,
            "previous": record.previous,
            "render": record.render,
            **filled(
                reason=record.reason,
                expires=record.expires,
                way=record.way,
                silent=record.silent,
                residual_band=record.residual_band,
                pack_version=record.pack_version,
                supersedes=record.supersedes,
                ratifies=record.ratifies,
                acknowledges=record.acknowledges,
            ),
            "sum": {name: getattr(record.sum, name) for name in (*_NUMBERS, "sentence")},
            **filled(
                digests={name: record.digests[name] for name in sorted(record.digests)},
                checklist_versions={
                    name: record.checklist_versions[name] for name in sorted(record.checklist_versions)
                },
                ballots=[_ballot_table(each) for each in record.ballots],
                motions=[_motion_table(each) for each in record.motions],
                artefacts=[filled(id=each.id, version=each.version, sha256=each.sha256) for each in record.artefacts],
                conditions=condition_tables(record.conditions),
                dates={name: record.dates[name] for name in DATED if name in record.dates},
                held=[filled(id=each.id, by=each.by, sha256=each.sha256) for each in record.held],
            ),
        }
    )


def _in_place(fields: Fields, record: Record, path: str) -> bool:
    """Whether the path says the same proposal and round as the text; a bare file name says nothing of its owner."""
    folder, _, name = f"/{path}".rpartition("/")
    round_of = _ROUND.fullmatch(name) if folder.endswith("/rounds") else None
    owner = folder.removesuffix("/rounds") if round_of else folder
    if owner and record.id and owner.partition("/decisions/")[2] != record.id:
        message = f"The record is about {record.id} but lies in {folder[1:]}, so it decides nothing."
        fields.report("odd-place", message, "id", fix="Move it to where it belongs, or remove it.")
        return False
    if round_of and record.round and int(round_of[1]) != record.round:
        message = f"The file is named for round {int(round_of[1])} but tells of round {record.round}."
        fields.report("odd-name", message, "round", fix="Name it after its round.")
        return False
    return True


def _sum(fields: Fields) -> Sum:
    numbers = {name: fields.number(name, 0, least=0) for name in _NUMBERS}
    return Sum(**numbers, sentence=fields.text("sentence"))


def _motion(fields: Fields) -> RecordMotion:
    names = ("path", "sha256", "kind", "member", "outcome", "words")
    return RecordMotion(**{name: fields.text(name, required=True) for name in names})


def _motion_table(motion: RecordMotion) -> Mapping[str, object]:
    return {each.name: getattr(motion, each.name) for each in fields_of(RecordMotion)}


def _ballot(fields: Fields) -> RecordBallot | None:
    verdict = fields.choice("verdict", [each.value for each in Verdict], required=True)
    ballot = RecordBallot(
        path=fields.text("path", required=True),
        sha256=fields.text("sha256", required=True),
        member=fields.text("member", required=True),
        seats=fields.texts("seats"),
        verdict=Verdict(verdict) if verdict else Verdict.ABSTAIN,
        counted=fields.flag("counted"),
        why_not=fields.text("why_not"),
    )
    return ballot if verdict and ballot.path else None


def _ballot_table(ballot: RecordBallot) -> Mapping[str, object]:
    return {
        "path": ballot.path,
        "sha256": ballot.sha256,
        "member": ballot.member,
        "seats": ballot.seats,
        "verdict": ballot.verdict.value,
        "counted": ballot.counted,
        **filled(why_not=ballot.why_not),
    }
