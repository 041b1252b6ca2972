"""Taking a revision up: the docket gains an opening, and from then on ballots bind it."""

from __future__ import annotations

import difflib
from dataclasses import replace
from datetime import date

from board.actions.carried import carried, undone
from board.actions.cases import case_now, load_case
from board.actions.common import (
    Hand,
    done,
    message,
    never_opened,
    own_hand,
    presiding,
    who_can_vote,
)
from board.actions.excepting import why_never_holds
from board.actions.load import World
from board.actions.model import Done, FreeParts, OpeningPreview
from board.actions.opened import opening_world
from board.actions.placing import why_never
from board.actions.retiring import notice_findings, why_no_replacing
from board.actions.reviewing import whole
from board.actions.session import Session
from board.actions.together import Deed, Together, together
from board.actions.whereabouts import refuse_draft
from board.core.act import WAITS_WORKING_DAYS
from board.core.case import Case
from board.core.dates import add_working_days, format_utc, local_date
from board.core.docket import Docket, Opening
from board.core.expedited import PATH, WHY_NOT, why_not_expedite
from board.core.finding import Finding, Refused, Severity, refuse, worst
from board.core.left_behind import stop_findings
from board.core.listed import NO_TIER
from board.core.lowered import lowered_before
from board.core.proposal import Tier
from board.core.proposers import why_not_one
from board.core.questions import case_tier, risen, tier_by
from board.core.rules import quorum_people, window_days
from board.core.seating import seatings
from board.core.stated import FACTS
from board.core.stops import has_not_come
from board.core.tally import vote_asks
from board.formats.dockets import append_opening, read_docket
from board.store.base import Change

_DIFFERENCE_LINES = 2_000


def opening_preview(session: Session, proposal_id: str) -> OpeningPreview:
    """Revision, tier, window, findings, and the difference since the last opening."""
    refuse_draft(session, proposal_id)
    world = session.world
    case = load_case(world, proposal_id)
    problem = _why_not(world, case, session.today)
    if not problem:
        try:
            presiding(session.member(), "open a proposal", case_now(world, case), session.today, opens=True)
        except Refused as refusal:
            problem = " ".join(str(finding) for finding in refusal.findings)
    opening, why = next_opening(world, case, own_hand(session, world))
    # What would be opened is the text at the tip, whatever revision is open.
    tip = replace(case_now(world, case), docket=Docket())
    known = bool(tip.proposal.kind) or opening.tier is not Tier.MINIMAL
    as_opened = replace(case_now(world, case), docket=Docket((opening,)), ballots=(), record=None, rounds=())
    return OpeningPreview(
        id=proposal_id,
        revision=opening.revision,
        tier=opening.tier.value if known else "unknown",
        tier_why=why if known else (NO_TIER,),
        window_ends=opening.window_ends or session.today,
        difference=difference(world, proposal_id),
        why_again=_why_again(world, case, session.today),
        problems=(
            *undone(world, tip),
            *notice_findings(world, tip, session.today),
            *case.findings,
            *(stop_findings(case, opening, ahead=True) if case.record is None else ()),
            *_too_few(session, world, as_opened),
            *_locks(session, world),
        ),
        why_not=problem,
        carried=carried(world, tip),
        asks=vote_asks(as_opened, session.today) if known else (),
    )


def _too_few(session: Session, world: World, as_opened: Case) -> tuple[Finding, ...]:
    """A warning when fewer people may vote on this than the quorum asks for: no ballots could ever decide it."""
    people = {member for seating in seatings(as_opened, session.today) for member in seating.waits_for}
    needed = quorum_people(world.charter)
    if len(people) >= needed:
        return ()
    return (
        Finding(
            "quorum.out-of-reach",
            f"The quorum is {needed} people, and on this only {len(people)} may vote.",
            Severity.WARNING,
            why="The proposer has no vote, and a seat without anybody to fill it leaves the sum.",
            fix="Name an alternate for the proposer's seat in board.toml, or let somebody without a seat propose it.",
        ),
    )


def _locks(session: Session, world: World) -> tuple[Finding, ...]:
    """A warning before the first opening of a board that cannot reach its quorum: after it, no key comes in by hand."""
    needed, able = quorum_people(world.charter), len(who_can_vote(world.charter, session.today))
    if able >= needed or not never_opened(world):
        return ()
    return (
        Finding(
            "quorum.locked",
            f"The quorum is {needed} people, and {able or 'nobody'} can vote so far. Opening the first proposal ends "
            "the time in which the chair may change board.toml by hand, and too few can approve a change to it.",
            Severity.WARNING,
            why="Whoever has no key, or is not in office, casts no ballot.",
            fix="First add members and keys to board.toml by hand: `git commit -S board.toml`, and push.",
        ),
    )


def difference(world: World, proposal_id: str) -> str:
    """What changed in the proposal's files since the revision the board opened, as a unified diff; "" if nothing."""
    before = opening_world(world, proposal_id)
    if before is world:
        return ""
    then, now = (_texts(side, proposal_id) for side in (before, world))
    lines: list[str] = []
    for name in sorted({*then, *now}):
        if then.get(name) != now.get(name):
            lines += difflib.unified_diff(
                then.get(name, "").splitlines(),
                now.get(name, "").splitlines(),
                f"{name} (opened)" if name in then else "nothing",
                f"{name} (now)" if name in now else "nothing",
                lineterm="",
            )
    if len(lines) > _DIFFERENCE_LINES:
        lines = [*lines[:_DIFFERENCE_LINES], f"… {len(lines) - _DIFFERENCE_LINES} more lines"]
    return "\n".join(lines)


def _texts(world: World, proposal_id: str) -> dict[str, str]:
    if proposal_id not in world.ids:
        return {}
    paths = (world.ids[proposal_id], *world.evidence_files(proposal_id))
    return {path: data.decode("utf-8", "replace") for path, data in world.snapshot.read_many(paths).items()}


def _why_not(world: World, case: Case, today: date) -> str:
    if case.record is not None:
        return f"{case.id} is decided. Decisions are never edited; propose a new change that supersedes it."
    state = world.proposal(case.id).value.state
    if state != "ready":
        return f"The proposer marked {case.id} as {state}. Only a ready proposal can be opened."
    if not case.proposal.kind:
        return "It has no kind, so nobody knows which questions to ask. The proposer adds `kind` to its front matter."
    latest = case.docket.latest
    if latest is not None and not _why_again(world, case, today):
        return "The board already looks at this revision, under these rules. There is nothing to open."
    now, text = case_now(world, case), world.proposal(case.id).value
    none = why_no_replacing(world, now)
    if none:
        return f"It says that it replaces {now.proposal.supersedes}, which {none}. The proposer corrects `supersedes`."
    never = why_not_one(world.charter, text) or why_never(world, text)
    return never or why_never_holds(world, now, today)


def _why_again(world: World, case: Case, today: date) -> str:
    latest = case.docket.latest
    if latest is None:
        return ""
    if latest.opened_at and has_not_come(latest.opened_at, today, world.charter):
        return (
            f"It was opened by a date that has not come, {format_utc(latest.opened_at)}, so its window would not end. "
            "This opens it by today's. Ballots still count."
        )
    if _round_over(case):
        return f"Round {latest.round} is over; this opens round {latest.round + 1}."
    changed = [
        name
        for name, old, new in (
            ("the text", latest.revision, case.tip_revision),
            ("the rules", latest.charter, world.current["charter"]),
            ("the checklists", latest.checklists, world.current["checklists"]),
            ("the policy", latest.policy, world.current["policy"]),
        )
        if old != new
    ]
    raised = None if changed else risen(case_now(world, case))
    if raised:
        return f"Answers given since it was opened raise the tier from {case.tier} to {raised[0]}. Ballots still count."
    if not changed:
        return ""
    return f"Changed since the board opened it: {', '.join(changed)}. Ballots cast so far become stale."


def _round_over(case: Case) -> bool:
    return any(record.round >= case.round for record in case.rounds)


def next_opening(world: World, case: Case, hand: Hand) -> tuple[Opening, tuple[str, ...]]:
    """What an opening by this hand would bind, and why the tier is what it is.

    Where two open, the window is as much longer as the second may take to agree.
    """
    now = case_now(world, case)
    tier, why = tier_by(now, FACTS)
    latest, revision = case.docket.latest, world.revision(case.id)
    held = lowered_before(case, revision)
    if held is not None and tier.rank <= held.since.rank:
        tier, why = held.to, (*why, f"The board lowered it to {held.to} by vote, and that holds for this text.")
    days = window_days(world.charter, now.proposal.kind) + (WAITS_WORKING_DAYS if hand.together else 0)
    if latest is not None and case.tier.rank > tier.rank:
        tier, why = case.tier, (*why, f"The board had set it to {case.tier}; only a recorded vote lowers a tier.")
    opening = Opening(
        round=1 if latest is None else latest.round + _round_over(case),
        revision=revision,
        charter=world.current["charter"],
        checklists=world.current["checklists"],
        policy=world.current["policy"],
        tier=tier,
        opened_by=hand.member,
        opened_at=hand.at,
        path=hand.path,
        facts=FACTS,
        window_ends=add_working_days(local_date(hand.at, world.charter.timezone), days, world.charter.holidays),
    )
    return opening, why


def open_proposal(session: Session, proposal_id: str, *, expedited: bool = False) -> Done:
    """Take the revision at the tip up; only chair or secretary, and only what is ready.

    With `expedited`, which only the chair may ask for, yes from the chair and one more seat within a day is enough.
    """

    def make(world: World) -> Change:
        case, hand = load_case(world, proposal_id), own_hand(session, world)
        presiding(session.member(), "open a proposal", case_now(world, case), session.today, opens=True)
        if expedited:
            hand = replace(hand, path=_short_way(session, case_now(world, case)))
        return opening_deed(world, case, hand, FreeParts()).change

    written = session.commit(make)
    words = f"The board looks at {proposal_id} now.{_until(session, proposal_id)}{_lacking(session, proposal_id)}"
    return done(words, written)


def _lacking(session: Session, proposal_id: str) -> str:
    """How many findings stand on what was just taken up, in words; "" when there is none."""
    found = sum(1 for each in load_case(session.world, proposal_id).findings if each.severity != "note")
    things = "finding stands" if found == 1 else "findings stand"
    return f" {found} {things} open on it: `board check {proposal_id}` lists them." if found else ""


def _short_way(session: Session, case: Case) -> str:
    """The path of an expedited opening; raises Refused where the short way is not open."""
    if "chair" not in session.member().roles:
        raise refuse("role.chair", "Only the chair may ask for the short way.", "Open it without --expedited.")
    unopened = replace(case, docket=Docket(), motions=())
    why = why_not_expedite(unopened, case_tier(unopened)[0])
    if why:
        raise refuse(
            "docket.not-expedited", f"It cannot go the short way: {WHY_NOT[why]}.", "Open it without --expedited."
        )
    return PATH


def open_together(session: Session, proposal_id: str, reason: str = "") -> Done:
    """Agree that the revision at the tip is taken up; the second of two who hold a seat opens it."""
    task = Together(proposal_id, opening_deed, "open", lambda world: case_to_open(world, proposal_id))
    what = together(session, task, reason=reason)
    opened = any(path.endswith("/docket.toml") for path in what.files)
    return replace(what, words=what.words + _until(session, proposal_id)) if opened else what


def case_to_open(world: World, proposal_id: str) -> Case:
    """The case with the proposal as it lies at the tip: whoever proposes that text is not one of the two."""
    return case_now(world, load_case(world, proposal_id))


def _until(session: Session, proposal_id: str) -> str:
    latest = load_case(session.world, proposal_id).docket.latest
    return f" The window ends on {latest.window_ends}." if latest and latest.window_ends else ""


def opening_deed(world: World, case: Case, hand: Hand, _: FreeParts) -> Deed:
    """The docket with one opening more; raises Refused when nothing can be opened."""
    problem = _why_not(world, case, local_date(hand.at, world.charter.timezone))
    if problem:
        raise refuse("docket.not-now", problem)
    opening, _why = next_opening(world, case, hand)
    if opening.tier is Tier.PROHIBITED:
        raise Refused(
            Finding(
                "tier.prohibited",
                "The proposer's answers name a banned practice. No board may approve it.",
                Severity.ERROR,
                why="Some uses cannot be balanced away.",
                fix="Ask the proposer to change or withdraw it; if the answer is wrong, have E-05 corrected.",
            )
        )
    path = world.layout.file(case.id, "docket.toml")
    data = append_opening(whole(world, path, read_docket), opening)
    read = read_docket(data, path)
    if worst(read.findings) is Severity.ERROR or len(read.value.openings) != len(case.docket.openings) + 1:
        raise refuse("docket.not-readable", f"With this opening nobody could read {path} any more.", path=path)
    subject = f"Open {case.id}" + (f", round {opening.round}" if opening.round > 1 else "")
    return Deed(path, data, Change({path: data}, message(subject, proposal=case.id)))
