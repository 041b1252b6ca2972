"""What the program finds out itself, so that nobody is asked: question id → the value that stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from board.actions.evidence import evidence_findings
from board.actions.load import World
from board.actions.opened import opened_policy, opening_world
from board.core.case import Case
from board.core.finding import Finding, Severity
from board.core.lines_owed import INCIDENTS
from board.core.panel import fit
from board.core.proposal import Evidence, Tier
from board.core.questions import tier_in
from board.core.stated import STRICTER
from board.core.text import one_line
from board.formats.data import limit_of, read_data
from board.formats.incidents import read_incident

HASHES, _READABLE = "R-01", 262_144
PARTS, PARTS_SLOT = "C-23", "ai-bom"
KEEP_YEARS, KEEP_YEARS_HIGH = 3, 10
"""For how many years a record must be kept at least, and one of a use at tier high (C-25)."""
_BY_PROGRAMS = (".json", ".toml", ".xml", ".yaml", ".yml", ".spdx", ".rdf", ".csv")
_SHORT = 12
"""So many digits of a hash tell it from others for whoever reads."""
_SHA256 = re.compile(r"(sha256:)?[0-9a-f]{64}")


def computed_answers(world: World, case: Case) -> dict[str, tuple[str, ...]]:
    """The answers to the questions that name a check of ours; a check we do not know stays unknown."""
    return {
        question.id: (CHECKS[question.computed](world, case) if question.computed in CHECKS else "unknown",)
        for checklist in case.checklists
        for question in checklist.questions
        if question.computed
    }


def hashes_fixed(world: World, case: Case) -> str:
    """Whether every model named has a full hash that something beside the proposal's own word shows.

    That is the register's entry for this version, a file of the evidence with that very hash, or one that answers R-01
    and names it. A register that shows another hash says no; without any of them nobody knows. Openings by an older
    list took the proposal's word.
    """
    artefacts = case.proposal.artefacts()
    if not artefacts:
        return "unknown"
    known = _registered(world)
    unshown = set()
    for artefact in artefacts:
        digest = artefact.sha256.removeprefix("sha256:")
        if not _SHA256.fullmatch(digest):
            return "no"
        registered = known.get((artefact.id, artefact.version), "").removeprefix("sha256:")
        if registered and registered != digest:
            return "no"
        unshown |= set() if registered else {digest}
    latest = case.docket.latest
    by_its_word = latest is not None and latest.facts < STRICTER
    return "yes" if by_its_word or unshown <= _shown(world, case, unshown) else "unknown"


def _shown(world: World, case: Case, digests: Collection[str]) -> frozenset[str]:
    """Those of some digests that the evidence shows: as that of a file, or as named in one that answers R-01.

    A file is looked at once, however many pieces of evidence name it.
    """
    if not digests:
        return frozenset()
    bound = opening_world(world, case.id)
    named: dict[str, bool] = {}
    for one in case.proposal.evidence:
        if one.path:
            path = bound.layout.evidence(case.id, one.path)
            named[path] = named.get(path, False) or HASHES in (one.id, *one.answers)
    there = bound.snapshot.sums(list(named))
    found = {each[1] for each in there.values()}
    for path, answers in named.items():
        if answers and path in there and there[path][0] <= _READABLE:
            text = (bound.snapshot.read(path) or b"").decode("utf-8", "replace").lower()
            found |= {each for each in digests if each in text}
    return frozenset(found)


def unfixed(world: World, case: Case) -> tuple[str, ...]:
    """Which models named have no hash that something else shows, each with what was looked at, in a sentence."""
    known, told = _registered(world), []
    shown = _shown(world, case, {one.sha256.removeprefix("sha256:") for one in case.proposal.artefacts()})
    for one in case.proposal.artefacts():
        digest, name = one.sha256.removeprefix("sha256:"), one_line(f"{one.id} {one.version}".strip(), 60)
        registered = known.get((one.id, one.version), "").removeprefix("sha256:")
        if not _SHA256.fullmatch(digest):
            told.append(f"{name} has no full SHA-256: 64 hex digits.")
        elif registered and registered != digest:
            told.append(
                f"The register shows {registered[:_SHORT]}… for {name}, and the proposal says {digest[:_SHORT]}…."
            )
        elif not registered and digest not in shown:
            named = [each.path for each in case.proposal.evidence if each.path and HASHES in (each.id, *each.answers)]
            where = (
                f"{one_line(' or '.join(named), 80)} does not hold" if named else "No evidence answers R-01 and holds"
            )
            told.append(f"{where} {digest[:_SHORT]}…, the SHA-256 of {name}.")
    return tuple(told)


def with_what_is_unfixed(world: World, case: Case, found: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, of which the one about hashes says what did not match, on the line that names the models."""
    hashes = {one.id for each in case.checklists for one in each.questions if one.computed == "hashes-fixed"}
    for each in found:
        about = each.message.partition(" ")[0]
        if each.code == "answer.bars" and about in hashes and (words := unfixed(world, case)):
            where = replace(each.where, part="fact models")
            yield replace(each, message=f"{each.message} {' '.join(words)}", where=where)
        else:
            yield each


def _registered(world: World) -> Mapping[tuple[str, str], str]:
    return {(entry.id, entry.version): entry.sha256 for entry in world.registered}


def record_complete(world: World, case: Case) -> str:
    """Whether the revision the board looks at can be read, and its evidence is there and is what was pinned."""
    bound = opening_world(world, case.id)
    read = bound.proposal(case.id)
    found = (*read.findings, *evidence_findings(bound, read.value, ""))
    return "no" if any(finding.severity is Severity.ERROR for finding in found) else "yes"


def bearing_incidents(world: World, case: Case) -> tuple[str, ...]:
    """The incidents that bear on a case, where a question wants a line for each: of a model or dataset that it names,
    or with one of its tags (its fact `tags`, and those that the register gives what it names)."""
    if not any(question.each == INCIDENTS for checklist in case.checklists for question in checklist.questions):
        return ()
    folder = world.layout.at("incidents/")
    paths = [path for path in world.snapshot.paths(folder) if path.endswith((".md", ".toml"))]
    if not paths:
        return ()
    named = {artefact.id.casefold() for artefact in case.proposal.artefacts()}
    tags = {tag.casefold() for tag in case.proposal.fact("tags")}
    entries = world.registered if named else ()
    tags |= {tag.casefold() for entry in entries if entry.id.casefold() in named for tag in entry.tags}
    found = []
    for path in paths:
        read = world.parsed.read(world.snapshot, path, read_incident, "incident")
        incident = read.value if read else None
        if incident is None or incident.follows:
            continue
        about = {model.partition("@")[0].casefold() for model in incident.models}
        if about & named or tags.intersection(tag.casefold() for tag in incident.tags):
            found.append(incident.id)
    return tuple(sorted(found))


def parts_list(world: World, case: Case) -> str:
    """Whether the evidence holds a parts list that programs can read: the slot `ai-bom`, or what answers C-23."""
    given = (one for one in case.proposal.evidence if one.id == PARTS_SLOT or PARTS in one.answers)
    each = {(one.path, one.url): one for one in given}  # each file once
    return "yes" if any(_by_programs(world, case, one) for one in each.values()) else "no"


def _by_programs(world: World, case: Case, evidence: Evidence) -> bool:
    """Whether a piece of evidence lies in a form that programs read.

    One that lies elsewhere is judged by its name, and so is one too large to be read here.
    """
    name = (evidence.path or evidence.url).lower()
    if not name.endswith(_BY_PROGRAMS) or not evidence.path:
        return name.endswith(_BY_PROGRAMS)
    bound = opening_world(world, case.id)
    path = bound.layout.evidence(case.id, evidence.path)
    there = bound.snapshot.sums([path]).get(path)
    if there is None or there[0] > limit_of(name):
        return there is not None
    data = bound.snapshot.read(path) or b""
    return read_data(data, name) is not None if name.endswith((".json", ".toml")) else _is_text(data)


def _is_text(data: bytes) -> bool:
    try:
        data.decode()
    except ValueError:
        return False
    return True


def panel_fit(_: World, case: Case) -> str:
    """What the charter says of the panel as it may speak here (panel.py)."""
    return fit(case)


def record_kept(world: World, case: Case) -> str:
    """Whether all the board was given is there and can be read, is kept long enough, and who acts must sign."""
    kind = world.kinds.get(case.proposal.kind)
    given = {one.id for one in case.proposal.evidence if one.path or one.url or one.held_by}
    lacks = any(slot.required and slot.id not in given for slot in kind.evidence) if kind else False
    if lacks or record_complete(world, case) == "no":
        return "incomplete"
    grave = tier_in(case).rank >= Tier.HIGH.rank
    if opened_policy(world, case.id).keep_years < (KEEP_YEARS_HIGH if grave else KEEP_YEARS):
        return "too-short"
    return "complete" if case.charter.signing == "required" else "unsigned"


CHECKS: Mapping[str, Callable[[World, Case], str]] = {
    "hashes-fixed": hashes_fixed,
    "record-complete": record_complete,
    "record-kept": record_kept,
    "parts-list": parts_list,
    "panel-fit": panel_fit,
}
