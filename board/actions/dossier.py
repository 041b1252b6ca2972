"""The dossier: all that a member reads before she votes."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from heapq import nlargest

from board.actions.as_decided import told_tally
from board.actions.aside import why_aside
from board.actions.carried import carried, undone
from board.actions.cases import load_case
from board.actions.common import latest_opening, presiding
from board.actions.deciding import refuse_restriction
from board.actions.docketing import difference, opening_preview
from board.actions.emergency import may_act
from board.actions.evidence import evidence_lines
from board.actions.facts import fact_lines
from board.actions.hiding import hides
from board.actions.history import events
from board.actions.load import World
from board.actions.messaging import author_name
from board.actions.model import Dossier, Precedent
from board.actions.prefilling import unborne
from board.actions.pulling import told_before, why_not_pull
from board.actions.reviewing import is_proposer
from board.actions.session import Session
from board.actions.stopped import all_later, row_of
from board.actions.summing import sum_up
from board.actions.voting import own_ballots, why_not_vote
from board.core.answering import open_questions
from board.core.ballots import fresh
from board.core.case import Case, Stage
from board.core.deadlines import deadlines
from board.core.finding import Refused, refuse
from board.core.going_back import EMERGENCY
from board.core.listed import NO_TIER
from board.core.message import unanswered
from board.core.motions import why_tier
from board.core.promises import Promise
from board.core.questions import asked_in, standing
from board.core.record import Record
from board.core.recusal import in_words
from board.core.sentence import upper
from board.core.stage import stage
from board.core.tally import wanted
from board.formats.records import read_record_head

_PRECEDENTS = 8
_LOOKED_AT = 4 * _PRECEDENTS
_DECIDED_AT = re.compile(rb"^decided_at = (\S+)", re.MULTILINE)
NOT_COMMITTED = "It is a draft in your work tree. `board submit` puts it before the board."


def dossier(session: Session, proposal_id: str) -> Dossier:
    """Document, facts, evidence, findings, messages, reviews, precedents, and what changed since I looked."""
    world = session.world if proposal_id in session.world.ids else session.world_with_drafts()
    case = replace(load_case(world, proposal_id), committed=world is session.world)
    mine = own_ballots(case, session.me.member)
    live = mine[-1] if mine and mine[-1].round == case.round else None
    latest = case.docket.latest
    looked = session.drafts.last_look(proposal_id)
    hidden, row = hides(session, case), row_of(world, case, session.today)
    seen_events = events(session, proposal_id) if looked is not None else ()
    return Dossier(
        case=case,
        summary=row,
        tier_why=why_tier(case) if row.tier_known else (NO_TIER,),
        facts=fact_lines(case, session.kinds.get(case.proposal.kind)),
        evidence=evidence_lines(world, case, session.today),
        findings=(*session.faults(), *undone(world, case), *case.findings),
        precedents=precedents(session, case),
        tally=told_tally(session.world, case, session.today) if latest else None,
        hidden=bool(hidden),
        hidden_why=hidden,
        changed_since_opened=difference(world, proposal_id) if case.committed and case.record is None else "",
        since_last_look=tuple(one for one in seen_events if looked is not None and one.at > looked),
        last_look=looked,
        mine=live,
        stale_why=fresh(live, latest) if live and latest and case.record is None else "",
        aside=in_words(why_aside(session, case), case.id) if live is None else (),
        acts=acts(session, case),
        own=is_proposer(session, case),
        agreed=_agreed(session, world, case),
        carried=carried(world, case),
        unborne=unborne(world, case),
        pulling=told_before(session, case) if case.committed else "",
        judges=_judges(session, case),
        kind_title=known.title if (known := session.kinds.get(case.proposal.kind)) else "",
        conditions=_kept(session, case),
        later=(*all_later(world, case, session.today), *_emergency_waits(session, case)),
    )


def _emergency_waits(session: Session, case: Case) -> tuple[str, ...]:
    """Until when an emergency waits for its second seat, and for the board, one sentence each."""
    dates = deadlines(case, session.today, session.now()) if case.proposal.kind == EMERGENCY else ()
    waited = (each for each in dates if each.sort.id in ("confirmation", "ratification"))
    return tuple(f"{upper(each.words(session.today))} ({each.due})." for each in waited)


def _judges(session: Session, case: Case) -> int:
    """How many questions of this case are mine to judge, as the review puts them."""
    mine = (one for one in asked_in(case) if one.judge in session.me.seats and not one.dropped)
    return sum(1 for one in mine if not standing(one, case).computed)


def _kept(session: Session, case: Case) -> tuple[Promise, ...]:
    """The conditions of the decision as they stand; imported only where there is a decision."""
    if case.record is None:
        return ()
    from board.actions.rolling_back import kept

    return kept(session, case)


def _agreed(session: Session, world: World, case: Case) -> str:
    """Who agreed to open or decide and waits for a second; only where there are acts is it worth knowing how to."""
    if not any("/acts/" in path for path in world.decision_files(case.id)):
        return ""
    from board.actions.deciding import agreed_so_far

    return agreed_so_far(session, world, case)


def precedents(session: Session, case: Case) -> tuple[Precedent, ...]:
    """Earlier decisions about the same model or dataset, then about the same kind of change."""
    mine = {artefact.id for artefact in case.proposal.artefacts() if artefact.id}
    found: list[tuple[int, Precedent]] = []
    for key, record in _related(session.world, case, mine):
        shared = mine & {artefact.id for artefact in record.artefacts}
        if shared:
            why, weight = f"also about {', '.join(sorted(shared))}", 0
        elif record.kind == case.proposal.kind and record.kind:
            why, weight = "the same kind of change", 1
        else:
            continue
        found.append((weight, Precedent(key, record.title or key, record.outcome, record.decided_at, why)))
    found.sort(key=lambda one: (one[0], -(one[1].decided_at.timestamp() if one[1].decided_at else 0)))
    return tuple(one for _, one in found[:_PRECEDENTS])


def _related(world: World, case: Case, artefacts: Collection[str]) -> Iterator[tuple[str, Record]]:
    """The newest records that name one of these artefacts, and the newest that name this kind; only they are parsed."""
    kind = case.proposal.kind.encode()
    names = [f'"{one}"'.encode() for one in artefacts]
    shared: list[tuple[bytes, str, bytes]] = []
    same: list[tuple[bytes, str, bytes]] = []
    for key, data in world.raw_records():
        at = _DECIDED_AT.search(data)
        line = (at[1] if at else b"", key, data)
        if key != case.id and any(name in data for name in names):
            shared.append(line)
        elif key != case.id and kind and kind in data:
            same.append(line)
    for lines in (shared, same):
        for _, key, data in nlargest(_LOOKED_AT, lines):
            record = read_record_head(data, world.layout.file(key, "record.toml")).value
            if record is not None:
                yield key, record


def acts(session: Session, case: Case) -> dict[str, str]:
    """Act → "" when I can do it now, else why not and what to do."""
    voting = why_not_vote(session, case)
    mine = own_ballots(case, session.me.member)
    latest = case.docket.latest
    may_write = _reason(session.writable)
    may_write = may_write or ("" if session.me.member or is_proposer(session, case) else session.me.why_reader)
    stale = bool(mine and latest and mine[-1].round == latest.round and fresh(mine[-1], latest))
    return {
        "review": _reason(session.member) or _reason(lambda: latest_opening(case)),
        "vote": voting,
        "confirm": voting or ("" if stale else "You have no stale ballot on this proposal."),
        "decide": _reason(lambda: _may_decide(session, case)),
        "open": opening_preview(session, case.id).why_not if case.committed else NOT_COMMITTED,
        "pull": why_not_pull(session, case) if case.committed else NOT_COMMITTED,
        "act": _reason(lambda: may_act(session.member(), case, session.today)) if case.committed else NOT_COMMITTED,
        "message": may_write,
        "reply": may_write or ("" if _for_me(session, case) else "No question waits for your reply."),
        "change": may_write or _why_no_change(session, case),
        "share": _reason(session.member) or _reason(lambda: latest_opening(case)),
        "withdraw": _reason(lambda: _may_withdraw(session, case)),
        **_proposing(session, case),
    }


def _for_me(session: Session, case: Case) -> bool:
    """Whether somebody asks me, or is concerned about what is mine."""
    mine = is_proposer(session, case)
    me = {session.me.member, *session.me.seats} - {""}
    return any(
        one.author != author_name(session) and (((not one.to or one.to == "proposer") and mine) or one.to in me)
        for one in unanswered(case.messages, case.carried.settled)
    )


def _why_no_change(session: Session, case: Case) -> str:
    """Why I cannot answer those who asked to change something first."""
    if not is_proposer(session, case):
        return "Only its proposer does this."
    return "" if wanted(case, session.today) else "Nobody asked to change something first."


def _proposing(session: Session, case: Case) -> dict[str, str]:
    """What a proposer does before the board does anything; whoever has a draft on disk that nobody else sees is one."""
    mine = is_proposer(session, case) or not case.committed
    whose = "" if mine else "Only its proposer does this."
    now = stage(case, session.today)
    draft = now in (Stage.DRAFT, Stage.RETURNED)
    return {
        "answer": whose or ("" if now.open and open_questions(case) else "No question waits for an answer."),
        "check": whose or ("" if draft else "It is submitted already."),
        "submit": whose or _reason(session.writable) or ("" if draft else "It is submitted already."),
    }


def _may_decide(session: Session, case: Case) -> None:
    sums = sum_up(session.world, case, session.today)
    presiding(session.member(), "decide", case, session.today, sums.outcome)
    latest_opening(case)
    if not sums.may_decide:
        raise refuse("tally.not-yet", sums.why_not_yet or "The vote is not complete.", "`board tally` shows the sum.")


def _may_withdraw(session: Session, case: Case) -> None:
    session.writable()
    if case.record is not None:
        raise refuse("proposal.decided", "It is decided. Propose a change that supersedes it.")
    if not is_proposer(session, case) and not session.me.presides:
        raise refuse("proposal.not-yours", "Only the proposer, the chair or the secretary may withdraw it.")
    if case.docket.latest is not None and session.me.presides:
        presiding(session.member(), "withdraw it", case, session.today)
    refuse_restriction(case)


def _reason(act: Callable[[], object]) -> str:
    try:
        act()
    except Refused as refusal:
        return " ".join(str(finding) for finding in refusal.findings)
    return ""
