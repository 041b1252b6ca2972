"""`policy.toml`, as far as the rules themselves apply it: who owns a gate, late conditions, old evidence, notice."""

from __future__ import annotations

from board.core.policy import EVIDENCE_SORTS, KEEP_YEARS, RETIRE_NOTICE, Gate, Policy
from board.formats.fields import Fields
from board.formats.read import Read
from board.formats.toml import FILE_LIMIT, load


def read_policy(data: bytes, path: str) -> Read[Policy]:
    """The numbers; one that is missing, or is no whole number, has no effect. What else it says is the gates' own."""
    table = load(data, path, FILE_LIMIT)
    fields = Fields(table.value)
    gates = fields.table("gates")
    late, old = gates.table("conditions-overdue"), gates.table("evidence-fresh")
    days = {sort: old.number(f"{sort}_days", None, least=1) for sort in EVIDENCE_SORTS}
    retire = fields.table("retire")
    notice = {ring: retire.number(f"{ring}_notice_days", most, least=0) for ring, most in RETIRE_NOTICE.items()}
    freeze = late.number("freeze_after_days", None, least=0)
    policy = Policy(
        freeze_after=freeze,
        roll_back_after=late.number("roll_back_after_days", None, least=freeze or 0),
        evidence_days={sort: most for sort, most in days.items() if most is not None},
        void_on_changed_hash=old.flag("void_on_changed_hash", True),
        canada=fields.table("scoring").flag("canada"),
        gates={name: _gate(gate) for name, gate in fields.named("gates", "gate").items()},
        retire_notice=notice,
        rings={name: _numbers(ring) for name, ring in fields.named("rings", "ring").items()},
        keep_years=fields.table("record").number("keep_years", KEEP_YEARS, least=0) or 0,
    )
    return Read(policy, (*table.findings, *fields.findings))


def _gate(fields: Fields) -> Gate:
    return Gate(
        fields.text("owner"),
        fields.flag("waivable", True),
        fields.texts("never_waivable"),
        fields.texts("questions"),
        _numbers(fields),
    )


def _numbers(fields: Fields) -> dict[str, float]:
    return {name: each for name, each in fields.data.items() if isinstance(each, (int, float)) and each is not True}
