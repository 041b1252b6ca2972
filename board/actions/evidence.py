"""Evidence as a reader sees it: is it there, is it what was pinned, what does it say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from board.actions.load import World
from board.actions.model import EvidenceLine
from board.actions.opened import opening_world
from board.core.case import Case
from board.core.dates import local_date
from board.core.finding import Finding, Refused, Severity, Where, refuse
from board.core.freshness import Fresh, Freshness, freshness, sort_of
from board.core.proposal import Evidence, Proposal

_READABLE = 262_144
_LARGEST = 16 * 1_048_576
_NO_YES = ("evidence.changed", "evidence.void")


def evidence_lines(world: World, case: Case, today: date | None = None) -> tuple[EvidenceLine, ...]:
    """One line for each piece of evidence the proposal names, then its folder's files that it does not name.

    With `today` each says whether it is fresh, under the policy at this commit.
    """
    bound = opening_world(world, case.id)
    named = tuple(_line(bound, case, evidence) for evidence in case.proposal.evidence)
    if today is not None:
        fresh = {each.id: _fresh(world, case, each, today) for each in case.proposal.evidence}
        named = tuple(_told(one, fresh[one.id]) for one in named)
    paths = {evidence.path for evidence in case.proposal.evidence} | {"answers.toml"}
    base = bound.layout.evidence(case.id)
    extra = [path[len(base) :] for path in bound.evidence_files(case.id) if path[len(base) :] not in paths]
    return named + tuple(_line(bound, case, Evidence(id=name, title=name, path=name)) for name in extra)


def _told(line: EvidenceLine, fresh: Fresh) -> EvidenceLine:
    return replace(line, fresh=fresh.state.value, fresh_why=fresh.why, fresh_until=fresh.until)


def evidence_findings(world: World, proposal: Proposal, path: str) -> tuple[Finding, ...]:
    """What is wrong with the evidence a proposal names: files that are not there, or are not what was pinned."""
    found: list[Finding] = []
    for evidence in proposal.evidence:
        problem = _evidence_problem(world, proposal, evidence)
        if problem:
            code, words, fix = problem
            found.append(Finding(code, words, where=Where(path, part=f"evidence “{evidence.id}”"), fix=fix))
    return tuple(found)


def _evidence_problem(world: World, proposal: Proposal, evidence: Evidence) -> tuple[str, str, str] | None:
    if not evidence.path:
        return None
    path = world.layout.evidence(proposal.id, evidence.path)
    found = world.snapshot.sums([path]).get(path)
    if found is None:
        return (
            "evidence.missing",
            f"The file {evidence.path} is not in the proposal's folder.",
            f"Put it into proposals/{proposal.id}/ or correct the path.",
        )
    pinned = evidence.sha256.removeprefix("sha256:")
    if pinned and pinned != found[1]:
        return (
            "evidence.changed",
            f"The file {evidence.path} is not the one that was pinned: its SHA-256 differs.",
            "Restore the file, or pin the new one and say why it changed.",
        )
    return None


def _line(world: World, case: Case, evidence: Evidence) -> EvidenceLine:
    where, state, size, digest = _found(world, case, evidence)
    return EvidenceLine(
        evidence.id,
        evidence.title or evidence.id,
        where,
        state,
        evidence.answers,
        size,
        digest,
        evidence.dated,
        evidence.held_by,
        _sort(world, case, evidence),
    )


def _sort(world: World, case: Case, evidence: Evidence) -> str:
    kind = world.kinds.get(case.proposal.kind)
    return sort_of(evidence, {slot.id: slot.sort for slot in kind.evidence} if kind else {})


def _fresh(world: World, case: Case, evidence: Evidence, today: date) -> Fresh:
    return freshness(evidence, _sort(world, case, evidence), case.proposal.artefacts(), world.policy, today)


def freshness_findings(world: World, case: Case, today: date) -> tuple[Finding, ...]:
    """Evidence that is too old, has no date where it ages, or was made on other files than the proposal is about."""
    opened = case.docket.latest.opened_at if case.docket.latest else None
    found: list[Finding] = []
    for each in case.proposal.evidence:
        now = _fresh(world, case, each, today)
        if now.holds:
            continue
        then = _fresh(world, case, each, local_date(opened, case.charter.timezone)) if opened else now
        since = " It was fresh when the board took this up." if then.holds else ""
        found.append(
            Finding(
                f"evidence.{now.state}",
                f"Evidence “{each.title or each.id}” does not hold today. {now.why}{since}",
                Severity.ERROR if now.state is Freshness.VOID else Severity.WARNING,
                Where(world.ids[case.id], part=f"evidence “{each.id}”"),
                "Things change; what was measured then may not be true now.",
                _mend(each, now),
            )
        )
    return tuple(found)


def _mend(evidence: Evidence, now: Fresh) -> str:
    if now.state is Freshness.VOID:
        return "Measure again and pin the new file. If only the line “artefact” is wrong, correct it."
    if now.state is Freshness.UNDATED and evidence.dated and now.age_days is None:
        return "Write the day in “dated” as 2026-11-20, without quotes."
    return "Measure again and pin the new file, or say in “dated” from which day it is."


def loose_findings(world: World, case: Case) -> tuple[Finding, ...]:
    """What a submitted proposal leaves open about its evidence: no digest pins a file, or no day says how old it is."""
    if case.proposal.state == "draft":
        return ()
    found: list[Finding] = []
    for each in case.proposal.evidence:
        where, called = Where(world.ids[case.id], part=f"evidence “{each.id}”"), each.title or each.id
        if each.path and not each.sha256:
            words = f"Evidence “{called}” is not pinned: it has no “sha256”."
            why = "A digest shows that the file is the one the proposer meant."
            fix = "`board submit` writes it; or add the file's SHA-256 yourself."
            found.append(Finding("evidence.unpinned", words, Severity.WARNING, where, why, fix))
        if not each.dated and not _sort(world, case, each):
            words, why = f"Evidence “{called}” has no date.", "Nobody can tell from which day it is."
            fix = "Write the day it was made in “dated” as 2026-11-20, without quotes."
            found.append(Finding("evidence.undated", words, Severity.WARNING, where, why, fix))
    return tuple(found)


def at_decision(world: World, case: Case, today: date) -> tuple[Finding, ...]:
    """What is wrong with the evidence of the revision that the board looks at, on the day of the decision."""
    bound = opening_world(world, case.id)
    return (
        *evidence_findings(bound, case.proposal, world.ids[case.id]),
        *freshness_findings(world, case, today),
    )


def refuse_changed(world: World, case: Case, today: date) -> None:
    """Raise Refused where a pinned file is not what was pinned, or was made on other files: no yes may rest on it."""
    broken = tuple(one for one in at_decision(world, case, today) if one.code in _NO_YES)
    if broken:
        raise Refused(*broken)


def _found(world: World, case: Case, evidence: Evidence) -> tuple[str, str, int, str]:
    """Where it is, what state it is in, its size in bytes and its digest."""
    if evidence.held_by:
        return f"held by {evidence.held_by}", "held, not in git", 0, evidence.sha256
    if evidence.url:
        return evidence.url, "elsewhere, pinned" if evidence.sha256 else "elsewhere, not pinned", 0, evidence.sha256
    path = world.layout.evidence(case.id, evidence.path) if evidence.path else ""
    found = world.snapshot.sums([path]).get(path) if path else None
    if found is None:
        return evidence.path or "nowhere", "missing", 0, ""
    size, actual = found
    pinned = evidence.sha256.removeprefix("sha256:")
    state = "there" if not pinned else "unchanged" if pinned == actual else "changed since it was pinned"
    return evidence.path, state, size, f"sha256:{actual}"


def evidence_text(world: World, case: Case, evidence_id: str) -> str:
    """The text of one piece of evidence; says so when it is binary, large, held or elsewhere."""
    line = next((one for one in evidence_lines(world, case) if evidence_id in (one.id, one.where)), None)
    if line is None:
        raise refuse("evidence.unknown", f"{case.id} names no evidence called {evidence_id}.")
    if line.size > _LARGEST:
        return f"{line.title}\n\nThis file is too large to show. {line.size} bytes, {line.sha256}.\n"
    data = opening_world(world, case.id).snapshot.read(world.layout.evidence(case.id, line.where), _LARGEST)
    if data is None:
        return f"{line.title}\n\nThis evidence is not in the repository: {line.where} ({line.state}).\n"
    if b"\0" in data[:4096]:
        return f"{line.title}\n\nThis file is not text. {line.size} bytes, {line.sha256}.\n"
    text = data[:_READABLE].decode("utf-8", "replace")
    return text + (f"\n[… {len(data) - _READABLE} more bytes]\n" if len(data) > _READABLE else "")
