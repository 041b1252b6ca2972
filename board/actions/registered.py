"""What a register, and the decisions on it, say of a model: facts of a new proposal, for a person to check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from board.actions.cases import load_case
from board.actions.load import World
from board.actions.stopped import claims_among
from board.core.case import Case
from board.core.finding import refuse
from board.core.going_back import same, stops, targets
from board.core.ids import stem_of
from board.core.kind import Kind
from board.core.proposal import Artefact, Proposal
from board.core.record import Record
from board.core.register import RegisterEntry
from board.core.stated import UNKNOWN
from board.core.text import nearest, one_line
from board.formats.registers import read_register

STILL = "look whether it still holds."
"""How the words end that stand above each fact which was filled in."""
_SAID = f"From the register; {STILL}"
_NEW_VERSION = ("model-change", "model-train", "dataset-admit")
"""Kinds that bring a version which no register knows yet."""
_ITS_OWN = (
    "models datasets source_revision target_ring from_ring change_class what_changed reason old_version code_commit "
    "training_config training_flop gpu_hours energy_estimate origin obtained_at transformation_script row_count "
    "pii_counts new_use tier_before exposure criteria_version recipients released_externally what_happened action "
    "acted_by acted_at expected_end sunset_on data_disposal old_text new_text affected"
)
"""Facts that a proposal states of itself: what an earlier one said there says nothing of this one."""
_SHOWN = 10
_NAMES = 400
"""Cells of the names that an unknown one is answered with."""

Known = dict[str, tuple[object, str]]
"""Fact → its value, and the words that say where it comes from."""


def known_facts(world: World, kind: Kind, entry_id: str) -> Known:
    """The facts that a kind asks for and the register or a decision on this model answers.

    What the register says comes first, then what was stated for the newest decision. Raises Refused where neither
    knows it.
    """
    entries = _entries(world)
    decided = tuple(_decided(world, entry_id))
    if entry_id not in entries and not decided:
        known_ids = sorted(
            {*entries, *(one.id for _, record in world.records.items() for one in record.artefacts)} - {""}
        )
        names = one_line(", ".join(known_ids), _NAMES) or "none yet"
        fix = f"{nearest(entry_id, known_ids)} These are known, from the registers and from decisions: {names}.".strip()
        words = f"No register and no decision knows “{one_line(entry_id, 60)}”."
        raise refuse("register.unknown", words, fix)
    known: Known = {}
    if entry_id in entries:
        known |= {fact: (value, _SAID) for fact, value in _registered(kind, entries[entry_id]).items()}
    running = _running(world, entry_id, decided)
    for record, case in decided:
        said = f"As decided in {_short(record.id)}; {STILL}"
        for fact, value in _stated(kind, record, case.proposal, running.get(record.id)).items():
            known.setdefault(fact, (value, said))
    asked = [fact.id for fact in kind.every_fact]
    return {fact: known[fact] for fact in asked if fact in known and known[fact][0] not in ("", [], None)}


def _registered(kind: Kind, entry: RegisterEntry) -> dict[str, object]:
    said: dict[str, object] = {
        "licence": entry.licence,
        "publisher": entry.publisher,
        "source_url": entry.source,
        "source_revision": entry.revision,
        "owner": entry.owner,
        "fallback": entry.fallback,
        "intended_use": entry.intended_use,
        "from_ring": entry.ring,
        "tier_before": entry.tier,
    }
    if kind.id in _NEW_VERSION:
        said |= {"old_version": entry.version, "base_model": f"{entry.id} {entry.version}".strip()}
    else:
        said[entry.sort] = [{"id": entry.id, "version": entry.version, "sha256": entry.sha256.removeprefix("sha256:")}]
    return {fact: value for fact, value in said.items() if value}


def _stated(kind: Kind, record: Record, proposal: Proposal, model: Artefact | None) -> dict[str, object]:
    """What a decided proposal says that holds beyond it, and which version and tier were decided on."""
    said = {
        fact: value
        for fact, value in proposal.facts.items()
        if fact not in _ITS_OWN.split() and UNKNOWN not in proposal.fact(fact)
    }
    said["tier_before"] = record.tier
    listed = proposal.facts.get("models")
    if model is not None and kind.id in _NEW_VERSION:
        said["old_version"] = model.version
    elif model is not None and isinstance(listed, list):
        version = {"id": model.id, "version": model.version, "sha256": model.sha256.removeprefix("sha256:")}
        said["models"] = [{name: value for name, value in version.items() if value}]
    return said


def _running(world: World, entry_id: str, decided: Sequence[tuple[Record, Case]]) -> dict[str, Artefact]:
    """By decision: the version that it left in use, where nothing newer stopped it or took it away."""
    gone = [one for claim in claims_among(world, ()) if not claim.decided for one in claim.named]
    found: dict[str, Artefact] = {}
    for record, case in decided:
        if stops(record) and record.outcome.yes:
            gone += record.artefacts
        left = (targets(case) if stops(record) else record.artefacts) if record.outcome.yes else ()
        model = next((one for one in left if one.id == entry_id), None)
        if model is not None and not any(same(model, each) for each in gone):
            found[record.id] = model
    return found


def _decided(world: World, entry_id: str) -> Iterator[tuple[Record, Case]]:
    """The decisions on this model or dataset, the newest first, each with the text that was decided on."""
    records = world.records.naming(entry_id.encode())
    named = [record for _, record in records if any(one.id == entry_id for one in record.artefacts)]
    for record in sorted(named, key=lambda each: str(each.decided_at), reverse=True)[:_SHOWN]:
        yield record, load_case(world, record.id)


def _short(proposal_id: str) -> str:
    """The id without its title, as people write it."""
    return f"{proposal_id.rpartition('/')[0]}/{stem_of(proposal_id).partition('-')[0]}".strip("/")


def _entries(world: World) -> dict[str, RegisterEntry]:
    entries = {}
    for path in world.snapshot.paths(world.layout.at("registers/")):
        read = world.parsed.read(world.snapshot, path, read_register, "register") if path.endswith(".toml") else None
        if read is not None:
            entries[read.value.id] = read.value
    return entries
