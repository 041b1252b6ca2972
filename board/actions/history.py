"""What was decided, when, by whom; what happened to a proposal; where a word occurs."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from itertools import chain

from board.actions.cases import load_case
from board.actions.founded import BEGUN, FOUNDED, from_founding
from board.actions.hiding import hidden_files
from board.actions.load import World
from board.actions.model import DecisionRow, Found, LogLine
from board.actions.session import Session
from board.actions.stopped import claims_among, later_in, told_since
from board.actions.words import DID, describe
from board.core.case import Case, Stage
from board.core.expedited import PATH as EXPEDITED
from board.core.finding import refuse
from board.core.ids import stem_of
from board.core.later import came_later
from board.core.overtaken import by_name, changes_in_force, overtaken
from board.core.promises import in_short, promises
from board.core.record import Record
from board.core.same_thing import mark
from board.core.sentence import upper
from board.core.stage import stage
from board.core.text import one_line
from board.formats.acts import read_emergency
from board.formats.followups import read_follow_up
from board.formats.paths import Sort
from board.store.base import Commit


def decisions(session: Session) -> tuple[DecisionRow, ...]:
    """What was decided, newest first."""
    commits = _record_commits(session)
    records = tuple(session.world.records.items())
    cases = {key: load_case(session.world, key, light=True) for key, _ in records}
    stages = {key: stage(case, session.today) for key, case in cases.items()}
    claims = claims_among(session.world, records)
    in_force = {key for key, now in stages.items() if now is Stage.IN_FORCE}.__contains__
    later = later_in(session.world)
    stages |= overtaken(claims, in_force, session.charter.rings, later)
    stops = by_name(claim for claim in claims if claim.stops)
    changes = {name: changes_in_force(said, in_force, later) for name, said in by_name(claims).items()}
    brought = from_founding(session.world)
    rows = []
    for key, record in records:
        names = dict.fromkeys(mark(one.id) for one in record.artefacts)
        stopped = chain.from_iterable(stops.get(one, ()) for one in names)
        changed = chain.from_iterable(changes.get(one, ()) for one in names)
        told = dict.fromkeys(told_since(cases[key], stopped, changed, in_force, later))
        founded = (said,) if (said := brought(key)) else ()
        since = (*founded, *told, *came_later(cases[key], session.today))
        rows.append(_decision_row(session, cases[key], record, commits, since, stages[key]))
    floor = datetime.min.replace(tzinfo=UTC)
    return tuple(sorted(rows, key=lambda one: (one.decided_at or floor, one.id), reverse=True))


def _decision_row(
    session: Session,
    case: Case,
    record: Record,
    commits: dict[str, str],
    later: tuple[str, ...],
    now: Stage,
) -> DecisionRow:
    today = session.today
    return DecisionRow(
        id=case.id,
        title=case.proposal.title,
        kind=case.proposal.kind,
        tier=record.tier or case.tier.value,
        outcome=record.outcome,
        decided_at=record.decided_at,
        decided_by=record.decided_by,
        sentence=record.sum.sentence,
        commit=commits.get(session.layout.file(case.id, "record.toml"), ""),
        expires=record.expires,
        superseded_by=case.superseded_by,
        conditions=len(record.conditions),
        stage=now.value,
        way=record.way,
        to_report=record.way == EXPEDITED and not reported(session, case.id),
        standing=in_short(one.state for one in promises(case, today)) if stage(case, today) is Stage.IN_FORCE else "",
        later=later,
        founded=not {FOUNDED, BEGUN}.isdisjoint(later),
    )


def reported(session: Session, proposal_id: str) -> bool:
    """Whether a file in `meetings/` names a decision by its id or by the last part of it."""
    snapshot = session.world.snapshot
    names = (proposal_id.encode(), stem_of(proposal_id).encode())
    texts = snapshot.read_many(snapshot.paths(session.layout.at("meetings/"))).values()
    return any(name in text for text in texts for name in names)


def _record_commits(session: Session) -> dict[str, str]:
    """By path of a machine record: the commit that brought it in."""
    found: dict[str, str] = {}
    for commit in session.store.log([session.layout.at("decisions/")]):
        for path in commit.paths:
            if path.endswith("/record.toml"):
                found[path] = commit.id
    return found


def decision_text(session: Session, proposal_id: str, which: str = "decision") -> str:
    """The published text: "decision" or "ethics-review"."""
    layout = session.layout
    path = layout.decision(proposal_id) if which == "decision" else layout.file(proposal_id, "ethics-review.md")
    data = session.world.snapshot.read(path)
    if data is None:
        raise refuse("decision.none", f"{proposal_id} has no {which.replace('-', ' ')} yet.", path=path)
    return data.decode("utf-8", "replace")


def events(session: Session, proposal_id: str) -> tuple[LogLine, ...]:
    """What happened to a proposal, newest first, with the commits that prove it."""
    layout = session.layout
    paths = [
        layout.proposal(proposal_id), layout.evidence(proposal_id), layout.decision(proposal_id),
        layout.file(proposal_id),
    ]  # fmt: skip
    return tuple(_event(session, commit) for commit in session.store.log(paths))


def _event(session: Session, commit: Commit) -> LogLine:
    words = describe(commit.paths, session.layout, session.world.ids, partial(_told, session.world)) or commit.subject
    handle, did, rest = words.partition(" ")
    member = session.charter.member(handle) if did else None
    if member is not None:
        # What she did herself is not told of her a second time; what another did in her name is.
        own = commit.author.email.casefold() in {each.casefold() for each in member.emails}
        words = upper(rest) if own else f"{member.name} {rest}"
    return LogLine(commit.at, commit.author.name, words, commit.id, commit.signed, commit.paths)


def _told(world: World, path: str, sort: Sort) -> str:
    """What the person on call did, and what a follow-up says, in their own words."""
    if sort is Sort.EMERGENCY:
        acted = world.parsed.read(world.snapshot, path, read_emergency, "emergency")
        if acted is not None and acted.value is not None:
            return one_line(f"The person on call acted at once: {acted.value.action}. {acted.value.text}")
    elif sort is Sort.FOLLOW_UP:
        read = world.parsed.read(world.snapshot, path, read_follow_up, "follow-up")
        if read is not None and read.value is not None:
            one = read.value
            about = f" ({one.condition})" if one.condition else ""
            said = f": {one.text.strip()}" if one.text.strip() else ""
            return one_line(f"{one.member} {DID.get(one.kind, one.kind)}{about}{said}")
    return ""


def search(session: Session, text: str) -> Found:
    """Each line of a proposal or decision that holds the text, whatever its case; ballots hidden from me left out."""
    wanted = text.casefold()
    if not wanted:
        return Found()
    world = session.world
    found: list[tuple[str, str, str]] = []
    hidden: list[str] = []
    owner: dict[str, str] = {}
    for proposal_id in sorted(world.ids):
        secret = _hidden(session, proposal_id)
        if secret:
            hidden.append(proposal_id)
        readable = (world.ids[proposal_id], world.layout.decision(proposal_id), *world.decision_files(proposal_id))
        owner |= dict.fromkeys((path for path in readable if path not in secret), proposal_id)
    files = world.snapshot.read_many(owner)
    for path, proposal_id in owner.items():
        for line in files.get(path, b"").decode("utf-8", "replace").splitlines():
            if wanted in line.casefold():
                found.append((proposal_id, path, line.strip()))
    return Found(tuple(found), tuple(hidden))


def _hidden(session: Session, proposal_id: str) -> frozenset[str]:
    """The ballot files of a proposal that are hidden from me; one that is decided hides none, so it is not read."""
    world = session.world
    if proposal_id in world.records or world.docket(proposal_id).latest is None:
        return frozenset()
    return hidden_files(session, world, load_case(world, proposal_id))
