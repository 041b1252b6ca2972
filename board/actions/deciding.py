"""Closing a round: the preview shows the exact files, then one act writes, signs and pushes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from board.actions.carried import carried, undone
from board.actions.cases import load_case
from board.actions.cautions import alternates_shut_out
from board.actions.common import Hand, done, latest_opening, message, own_hand, presiding, readable_charter
from board.actions.docketing import case_to_open, opening_deed
from board.actions.evidence import at_decision, refuse_changed
from board.actions.foretold import date_doubts
from board.actions.hiding import hides
from board.actions.load import World
from board.actions.made import Made, made_of, made_record, make_decision
from board.actions.model import DecisionPreview, Done, FreeParts
from board.actions.naming import named
from board.actions.plainness import refuse_too_hard, summary_of, too_hard
from board.actions.propose import withdraw_unopened
from board.actions.retiring import notice_findings
from board.actions.reviewing import is_proposer
from board.actions.session import Session
from board.actions.summing import sum_up
from board.actions.together import Deed, Together, pending, together, waits_until
from board.core.case import Case, Tally
from board.core.cloaks import worn
from board.core.dates import local_date
from board.core.digest import sha256
from board.core.finding import ExitStatus, Finding, Refused, Severity, refuse
from board.core.going_back import EMERGENCY
from board.core.left_behind import stop_findings
from board.core.message import unanswered
from board.core.record import OUTCOME_WORDS, Outcome
from board.core.sentence import and_, plural
from board.formats.records import write_record
from board.store.base import Change

REOPENING = "This ends the round, not the proposal: the board can open it again."


def preview(session: Session, proposal_id: str, free: FreeParts | None = None) -> DecisionPreview:
    """The exact files that deciding would write now, and what stands in the way.

    Without `free`, the parts a person writes come from my draft, and where that is silent from the answers and views.
    """
    case = _open_case(session.world, proposal_id)
    hand, parts = own_hand(session, session.world), free or drafted_free_parts(session, proposal_id)
    waiting = None if free or session.me.presides else pending(session.world, case, session, _deed)
    if waiting:
        hand, parts = waiting.hand, waiting.free
    made = make_decision(session.world, case, parts, hand)
    _not_before_the_vote(session, case, decides=made.tally.may_decide and bool(session.me.presides or waiting))
    return _preview(session, session.world, case, made)


def _not_before_the_vote(session: Session, case: Case, *, decides: bool) -> None:
    """A preview shows every ballot: whoever may still vote sees it only where she could decide in the next step."""
    hidden = "" if decides else hides(session, case)
    if hidden:
        fix = f"`board vote {case.id} …` casts yours, `abstain` too. `board tally {case.id}` says who is awaited."
        raise refuse("ballots.hidden", hidden, fix, status=ExitStatus.NO)


def drafted_free_parts(session: Session, proposal_id: str) -> FreeParts:
    """The free parts as my draft has them."""
    kept = session.drafts.load(proposal_id).get("free")
    sides = [kept.get(side) if isinstance(kept, Mapping) else None for side in ("decision", "ethics")]
    return FreeParts(
        *(
            {str(k): v for k, v in side.items() if isinstance(v, str)} if isinstance(side, Mapping) else {}
            for side in sides
        )
    )


def save_free_parts(session: Session, proposal_id: str, free: FreeParts) -> datetime:
    """Put the free parts into the draft on disk; returns when."""
    session.member()
    before = dict(session.drafts.load(proposal_id))
    return session.drafts.save(
        proposal_id, before | {"free": {"decision": dict(free.decision), "ethics": dict(free.ethics)}}
    )


def _preview(session: Session, world: World, case: Case, made: Made) -> DecisionPreview:
    texts = {path: (data or b"").decode("utf-8", "replace") for path, data in made.files.items()}
    decision = texts.get(world.layout.decision(case.id))
    unsettled = unanswered(case.messages, case.carried.settled)
    open_messages = tuple(f"{case.charter.called(one.author)}: {_first_line(one.text)}" for one in unsettled)
    return DecisionPreview(
        id=case.id,
        base=made.record.base,
        tally=made.tally,
        outcome=made.record.outcome,
        files=texts,
        free=made.free,
        readability=summary_of(made.free, case) if decision else None,
        held_back=_held_back(case),
        problems=(
            *_problems(session, case, made.tally),
            *date_doubts(session, made),
            *(too_hard(case, made.free) if decision else ()),
            *(_differ(each) for each in made.tally.matters),
            *undone(world, case),
            *notice_findings(world, case, session.today),
            *(at_decision(world, case, session.today) if case.record is None else ()),
            *named(case, (text for path, text in texts.items() if path.endswith(".md"))),
        ),
        open_messages=open_messages,
        fingerprint=_fingerprint(world, case, made, texts),
        at=made.record.decided_at or session.now(),
        carried=carried(world, case),
    )


def _differ(matter: str) -> Finding:
    """A warning on a question or a condition that seats see differently: nothing of it is averaged."""
    return Finding(
        "question.split",
        f"Seats differ on {matter}",
        Severity.WARNING,
        why="A question that can bar, or two conditions that contradict each other, are talked over, not counted away.",
        fix="Take it to the meeting, or ask in a message; who changes her mind shares her review or votes again.",
    )


def _first_line(text: str) -> str:
    return next(iter(text.strip().splitlines()), "(no words)")


def _fingerprint(world: World, case: Case, made: Made, texts: Mapping[str, str]) -> str:
    """A digest of all that would be written, but for the base and what follows from it."""
    base = made.record.base or "\0"
    own = {name: digest for name, digest in made.record.digests.items() if name not in ("decision", "ethics-review")}
    parts = [write_record(replace(made.record, base="", digests=own)).decode()]
    parts += [
        text.replace(base, "") for path, text in texts.items() if not path.startswith(_record_folder(world, case))
    ]
    return sha256("\0".join(parts).encode())


def _record_folder(world: World, case: Case) -> tuple[str, ...]:
    return (world.layout.file(case.id, "record.toml"), world.layout.file(case.id, "rounds/"))


def _held_back(case: Case) -> tuple[str, ...]:
    held = [
        f"Evidence “{one.title or one.id}” is held by {one.held_by}." for one in case.proposal.evidence if one.held_by
    ]
    if not case.charter.publish_names:
        held.append("Names of members: the texts speak of seats.")
    if any(ballot.interest for ballot in case.ballots):
        held.append("The details of an interest: only its category is named.")
    return tuple(held)


def _problems(session: Session, case: Case, sums: Tally) -> tuple[Finding, ...]:
    found: list[Finding] = []
    try:
        presiding(session.member(), "decide", case, session.today, sums.outcome)
    except Refused as refusal:
        found += refusal.findings
    if not sums.may_decide:
        found.append(Finding("tally.not-yet", sums.why_not_yet or "The vote is not complete."))
    elif sums.condition_owed:
        found.append(
            Finding(
                "tally.no-condition",
                "The risk that is left asks for a condition, and none of those who say yes attaches one.",
                Severity.WARNING,
                why="Without one the round ends without a decision.",
                fix="Ask one of them to vote again, with a condition. A ballot counts until the board decides.",
            )
        )
    found += [one for one in case.findings if one.code == "emergency.no-text"]
    found += (*_incomplete(case), *_restriction(case, sums), *alternates_shut_out(case, session.today))
    found += (*worn(case.findings), *stop_findings(case, case.docket.latest, ahead=False))
    latest = case.docket.latest
    if latest is not None and latest.revision != case.tip_revision:
        found.append(
            Finding(
                "proposal.changed-since-opened",
                "The text changed since the board took it up. This decides about the revision the board opened.",
                Severity.WARNING,
            )
        )
    return tuple(found)


def _incomplete(case: Case) -> list[Finding]:
    """That an emergency does not state what it owes: it went ahead without, and the page will not say it."""
    facts, pieces = (sum(one.code == code for one in case.findings) for code in ("missing-fact", "missing-evidence"))
    lacks = ([plural(facts, "fact")] if facts else []) + ([f"{plural(pieces, 'piece')} of evidence"] if pieces else [])
    if case.proposal.kind != EMERGENCY or not lacks:
        return []
    words = f"This emergency lacks {and_(lacks)}: `board check {case.id}` names what."
    return [Finding("emergency.incomplete", words, Severity.WARNING, why="The page tells it without.")]


def _restriction(case: Case, sums: Tally) -> list[Finding]:
    """What deciding does to what the person on call did: only a rejection lifts it."""
    if case.emergency is None or sums.outcome.yes:
        return []
    named = and_(f"{one.id} {one.version}" for one in case.proposal.artefacts()) or "what it names"
    if sums.outcome is not Outcome.REJECTED:
        words = f"This ends the round, not the restriction: {named} stays as the person on call left it."
        return [Finding("emergency.stands", words, Severity.WARNING, fix="Open it again, so that the board says more.")]
    words = f"This lifts what the person on call did: {named} runs again as far as it was approved before."
    fix = "If nobody means that, say so in a ballot: it counts until the board decides."
    return [Finding("emergency.lifted", words, Severity.WARNING, why="The board rejects the action.", fix=fix)]


def _not_yet(sums: Tally) -> Refused:
    """Why a sum cannot be decided; what nobody could check is no “no”."""
    status = ExitStatus.CANNOT_TELL if sums.unchecked else ExitStatus.NO
    return refuse("tally.not-yet", sums.why_not_yet or "The vote is not complete.", status=status)


def decide(session: Session, proposal_id: str, seen: DecisionPreview) -> Done:
    """Write what the preview showed in one commit; refuses, and asks for a new look, when more than base changed."""
    presiding(session.member(), "decide", _open_case(session.world, proposal_id), session.today, seen.outcome)
    if local_date(seen.at, session.charter.timezone) != session.today:
        raise refuse(
            "decision.old-preview", "This preview is from another day.", "Look at the preview again, then decide."
        )

    def make(world: World) -> Change:
        case = _open_case(world, proposal_id)
        made = make_decision(world, case, seen.free, own_hand(session, world, seen.at))
        if not made.tally.may_decide:
            raise _not_yet(made.tally)
        refuse_too_hard(case, made)
        if made.record.outcome.yes:
            refuse_changed(world, case, session.today)
        if _preview(session, world, case, made).fingerprint != seen.fingerprint:
            raise refuse(
                "decision.changed",
                "Something changed since you looked: a ballot, a message or a file of this proposal.",
                "Look at the preview again, then decide.",
            )
        return Change(made.files, _message(case, made), create_only=made.create_only)

    written = session.commit(make)
    session.drafts.drop(proposal_id, "free")
    return done(_outcome_words(proposal_id, seen.outcome), written)


def _outcome_words(proposal_id: str, outcome: Outcome) -> str:
    words = f"{proposal_id} is {OUTCOME_WORDS[outcome]}."
    return words if outcome.final else f"{words} {REOPENING}"


def decide_together(session: Session, proposal_id: str, free: FreeParts | None = None, reason: str = "") -> Done:
    """Agree to what a decision would write; the second of two who hold a seat decides.

    Without `free` I agree to the words of whoever agreed first; when nobody did, to those of my draft.
    """
    session.store.fetch()
    session.forget()
    case = _open_case(session.world, proposal_id)
    first = pending(session.world, case, session, _deed) if free is None else None
    words = free or (FreeParts() if first else drafted_free_parts(session, proposal_id))
    task = Together(proposal_id, _deed, "decide", lambda world: _open_case(world, proposal_id), reasons=True)
    what = together(session, task, free=None if first else words, reason=reason)
    latest = load_case(session.world, proposal_id)
    ended = latest.record or (latest.rounds[-1] if any("/rounds/" in path for path in what.files) else None)
    if ended is None:
        return what
    session.drafts.drop(proposal_id, "free")
    return replace(what, words=f"{what.words} {_outcome_words(proposal_id, ended.outcome)}")


def agreed_so_far(session: Session, world: World, case: Case) -> str:
    """Who agreed to open or decide a proposal and waits for a second member, in words; "" when nobody does."""
    if case.record is not None or not case.committed:
        return ""
    waiting = pending(world, case_to_open(world, case.id), session, opening_deed)
    what = "open" if waiting else "decide"
    waiting = waiting or pending(world, case, session, _deed)
    if waiting is None:
        return ""
    names = [member.name for one in waiting.members if (member := world.charter.member(one)) is not None]
    return (
        f"{and_(names)} agreed to {what} it, and a second member who holds a seat is needed "
        f"by {waits_until(world, waiting.act)}: `board {what} {case.id} --together`."
    )


def _open_case(world: World, proposal_id: str) -> Case:
    readable_charter(world)
    case = load_case(world, proposal_id)
    latest_opening(case)
    return case


def _deed(world: World, case: Case, hand: Hand, free: FreeParts) -> Deed:
    """What one hand would write when it decides; raises Refused when nothing can be decided yet."""
    made = make_decision(world, case, free, hand)
    if not made.tally.may_decide:
        raise _not_yet(made.tally)
    refuse_too_hard(case, made)
    names = (world.layout.file(case.id, "record.toml"), world.layout.file(case.id, f"rounds/{made.record.round}.toml"))
    path = next(name for name in names if name in made.files)
    data = made.files[path] or b""
    return Deed(path, data, Change(made.files, _message(case, made), create_only=made.create_only))


def _message(case: Case, made: Made) -> str:
    record = made.record
    verb = "Decide" if record.outcome.final else f"End round {record.round} of"
    return message(
        f"{verb} {case.id}: {OUTCOME_WORDS[record.outcome]}",
        record.sum.sentence,
        proposal=case.id,
        decision=case.id if record.outcome.final else "",
        status=record.outcome.value,
        ring=record.ring,
        supersedes=record.supersedes,
        quorum=f"{record.sum.present}/{record.sum.quorum_seats}",
    )


def defer(session: Session, proposal_id: str, reason: str) -> Done:
    """The chair puts a proposal off, with a reason, twice at most."""
    if "chair" not in session.member().roles:
        raise refuse("role.chair", "Only the chair may put a proposal off.", "Ask the chair.")
    case = load_case(session.world, proposal_id)
    presiding(session.member(), "put it off", case, session.today)
    before = sum(1 for one in case.rounds if one.outcome is Outcome.DEFERRED)
    if before >= case.charter.voting.deferrals:
        raise refuse(
            "proposal.deferred-twice",
            f"{proposal_id} was put off {before} times already.",
            "Decide it, or ask the proposer to withdraw it.",
        )
    return _close(session, proposal_id, Outcome.DEFERRED, reason)


def withdraw(session: Session, proposal_id: str, reason: str) -> Done:
    """Take a proposal back: before opening by its proposer, afterwards through the chair or secretary."""
    case = load_case(session.world, proposal_id)
    if case.record is not None:
        raise refuse("proposal.decided", f"{proposal_id} is decided.", "Propose a change that supersedes it.")
    if case.docket.latest is None:
        return withdraw_unopened(session, proposal_id)
    if not session.me.presides:
        hint = "Ask the chair or the secretary" + (" with `board ask`." if is_proposer(session, case) else ".")
        raise refuse("proposal.opened", "The board has taken it up, so chair or secretary withdraw it.", hint)
    presiding(session.member(), "withdraw it", case, session.today)
    refuse_restriction(case)
    return _close(session, proposal_id, Outcome.WITHDRAWN, reason)


def refuse_restriction(case: Case) -> None:
    """Raise Refused where somebody acted at once: what was restricted stays so until the board decides."""
    if case.emergency is not None:
        words = f"{case.charter.called(case.emergency.member)} acted at once, and to withdraw it would not lift that."
        raise refuse("emergency.stands", words, f"Vote and decide: `board decide {case.id}`.")


def _close(session: Session, proposal_id: str, outcome: Outcome, reason: str) -> Done:
    if not reason.strip():
        raise refuse("reason.missing", "Say why, in a sentence.", "Use --reason.", status=ExitStatus.WRONG_USE)

    def make(world: World) -> Change:
        case = load_case(world, proposal_id)
        latest_opening(case)
        sums = sum_up(world, case, session.today)
        record = replace(
            made_record(world, case, sums, own_hand(session, world)),
            outcome=outcome,
            reason=reason.strip(),
            conditions=(),
            expires=None,
            dates={},
            supersedes="",
        )
        made = made_of(world, case, FreeParts(), sums, record)
        return Change(made.files, _message(case, made), create_only=made.create_only)

    return done(f"{proposal_id} is {OUTCOME_WORDS[outcome]}.", session.commit(make))
