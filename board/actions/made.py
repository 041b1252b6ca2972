"""What deciding comes to: the record, the texts, and the exact files, made from a case by one hand on one commit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from board.actions.carried import refuse_lost_keys
from board.actions.common import Hand, latest_opening
from board.actions.evidence import evidence_lines
from board.actions.installing import installed
from board.actions.load import World
from board.actions.model import FreeParts
from board.actions.naming import withheld
from board.actions.placing import KINDS as INSTALLING
from board.actions.scored import with_score
from board.actions.summing import moved_in, sum_up
from board.core.case import Case, Tally
from board.core.dates import local_date
from board.core.digest import sha256
from board.core.docket import Opening
from board.core.finding import refuse
from board.core.questions import standings
from board.core.record import RENDER, Outcome, Record, decided_last, held_in
from board.core.replacing import why_not_replaced
from board.core.rested import checklist_versions, pack_version, residual_band
from board.core.risk import ends_on
from board.core.said_days import dates_of
from board.formats.records import read_record_head, write_record
from board.render.decision import DecisionInputs, decision_digest, draft_decision, render_decision, superseded_text
from board.render.ethics import draft_ethics, render_ethics


@dataclass(frozen=True, slots=True)
class Made:
    """What deciding comes to on one commit: the files to write, the texts in them, and the record."""

    record: Record
    tally: Tally
    files: Mapping[str, bytes | None]
    free: FreeParts
    create_only: tuple[str, ...]


def make_decision(world: World, case: Case, free: FreeParts, hand: Hand) -> Made:
    """Everything that one hand writes when it decides; the same hand always makes the same bytes."""
    day = local_date(hand.at, world.charter.timezone)
    case = replace(case, day=day)
    sums = sum_up(world, case, day)
    return made_of(world, case, free, sums, made_record(world, case, sums, hand))


def made_of(world: World, case: Case, free: FreeParts, sums: Tally, record: Record) -> Made:
    """The files for a record: those of a decision, or the one that ends a round."""
    if not record.outcome.final or record.outcome is Outcome.WITHDRAWN:
        path = world.layout.file(case.id, f"rounds/{record.round}.toml")
        return Made(record, sums, {path: write_record(record)}, FreeParts(), (path,))
    inputs = _inputs(world, case, sums, record)
    decision = {**withheld(case, draft_decision(inputs)), **_filled(free.decision)}
    ethics = {**withheld(case, with_score(case, draft_ethics(inputs))), **_filled(free.ethics)}
    text = render_decision(inputs, decision).encode()
    review = render_ethics(inputs, ethics).encode()
    digests = {**record.digests, "decision": decision_digest(text.decode()), "ethics-review": sha256(review)}
    record = replace(record, digests=digests)
    layout = world.layout
    created = (layout.decision(case.id), layout.file(case.id, "record.toml"), layout.file(case.id, "ethics-review.md"))
    files: dict[str, bytes | None] = dict(zip(created, (text, write_record(record), review), strict=True))
    files |= _superseded(world, record)
    if record.outcome.yes:
        refuse_lost_keys(world, case)
    files |= installed(world, case, record.outcome)
    return Made(record, sums, files, FreeParts(decision, ethics), created)


def _filled(parts: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in parts.items() if text.strip()}


def _inputs(world: World, case: Case, sums: Tally, record: Record) -> DecisionInputs:
    return DecisionInputs(
        case=case,
        tally=sums,
        record=record,
        standings=standings(case),
        evidence=tuple((one.id, one.title, one.where, one.sha256) for one in evidence_lines(world, case)),
    )


def made_record(world: World, case: Case, sums: Tally, hand: Hand) -> Record:
    """The record that one hand writes of a sum."""
    opening = latest_opening(case)
    outcome = sums.outcome
    expires = ends_on(case, local_date(hand.at, world.charter.timezone))
    return Record(
        id=case.id,
        round=opening.round,
        outcome=outcome,
        rules=case.charter.rules,
        decided_at=hand.at,
        decided_by=hand.member,
        base=hand.base,
        sum=sums.sum,
        title=case.proposal.title,
        proposer=case.proposal.proposer,
        kind=case.proposal.kind,
        tier=case.tier.value,
        ring=next(iter(case.proposal.fact("target_ring")), ""),
        ballots=sums.ballots,
        digests=_digests(opening),
        artefacts=case.proposal.artefacts(),
        expires=expires if outcome.yes else None,
        conditions=sums.conditions if outcome.yes else (),
        supersedes=case.proposal.supersedes if outcome.yes and outcome.final else "",
        previous=_previous(world) if outcome.final else "",
        way=sums.way,
        silent=sums.silent,
        motions=moved_in(sums),
        residual_band=residual_band(case),
        pack_version=pack_version(case),
        checklist_versions=checklist_versions(case),
        render=RENDER,
        acknowledges=case.proposal.fact("acknowledges") if outcome.yes and case.proposal.kind in INSTALLING else (),
        dates=dates_of(case) if outcome.yes else {},
        held=held_in(case.proposal),
    )


def _digests(opening: Opening) -> dict[str, str]:
    return {
        "revision": opening.revision,
        "charter": opening.charter,
        "checklists": opening.checklists,
        "policy": opening.policy,
    }


def _previous(world: World) -> str:
    """The digest of the record decided last, by the walk; where nothing is judged, as a founding is read."""
    if world.standing is not None:
        return world.standing.last
    digests = {
        sha256(data): record
        for key, data in world.raw_records()
        if (record := read_record_head(data, world.layout.file(key, "record.toml")).value) is not None
    }
    return decided_last(digests)


def _superseded(world: World, record: Record) -> dict[str, bytes | None]:
    """The Status lines of the decision that this one replaces."""
    if not record.supersedes:
        return {}
    named = record.supersedes
    why = why_not_replaced(named, record.id, world.records.get(named), world.superseded.get(named, ""))
    if why:
        raise refuse(
            "decision.supersedes",
            f"The proposal says that it supersedes {named}, which {why}.",
            "The proposer corrects `supersedes`, and the board opens the new revision.",
        )
    old = world.layout.decision(record.supersedes)
    data = world.snapshot.read(old)
    if data is None:
        return {}
    text = data.decode("utf-8", "replace")
    return {old: superseded_text(text, record.id, record.supersedes, form=record.render).encode()}
