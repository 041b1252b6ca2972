"""Ballots: one file a cast, together with the review it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from board.actions.aside import seats_at_once, why_aside
from board.actions.carried import carried_lines, undone
from board.actions.cases import load_case
from board.actions.cautions import cautions, edited, late_conditions, not_counted
from board.actions.common import done, latest_opening, message, seats_of
from board.actions.drafting import ballot_from_json, ballot_to_json
from board.actions.load import World
from board.actions.model import BallotForm, Done
from board.actions.retiring import notice_findings
from board.actions.reviewing import drafted, forget, review_bytes, review_of
from board.actions.session import Session
from board.core.ballot import VERDICT_WORDS, Ballot, BallotDraft, Condition, Verdict
from board.core.ballots import fresh, needs, only_category, too_much
from board.core.case import Case
from board.core.cloaks import worn
from board.core.counting import Count
from board.core.digest import sha256
from board.core.drafted import for_risks
from board.core.expedited import PATH as EXPEDITED
from board.core.finding import Refused, refuse
from board.core.message import unanswered
from board.core.questions import asked_in, drafted_conditions
from board.core.recusal import in_words
from board.core.review import Review
from board.core.seating import in_office
from board.core.seating import is_proposer as proposes
from board.core.sentence import and_
from board.core.terms import AWAY, in_term
from board.formats.ballots import LAST_NUMBER, ballot_name, read_ballot, write_ballot
from board.store.base import Change

_TYPED = {
    "reason": "a reason",
    "conditions": "conditions",
    "changes": "changes",
    "evidence": "what a stop rests on",
    "clears": "what would lift a stop",
}
"""The words that a draft of a ballot holds, by field."""


def own_ballots(case: Case, member: str) -> tuple[Ballot, ...]:
    """A member's ballots on this proposal, by number, those on motions left out; numbers run on across rounds."""
    return tuple(one for one in _cast_by(case, member) if not one.motion)


def _cast_by(case: Case, member: str) -> tuple[Ballot, ...]:
    """All her ballots, those on motions among them."""
    return tuple(sorted((one for one in case.ballots if one.member == member), key=lambda one: one.number))


def ballot_form(session: Session, proposal_id: str) -> BallotForm:
    """What I need to cast: my seats, my draft, what is suggested, what is still open."""
    case = load_case(session.world, proposal_id)
    member = session.charter.member(session.me.member)
    seats = seats_of(case, member) if member else ()
    mine = own_ballots(case, session.me.member)
    previous = mine[-1] if mine else None
    latest = case.docket.latest
    draft = ballot_from_json(session.drafts.load(proposal_id).get("ballot"))
    return BallotForm(
        case=case,
        seats=seats,
        seat_titles=tuple(case.charter.seat_title(seat) for seat in seats),
        draft=draft,
        saved_at=session.drafts.saved_at(proposal_id),
        previous=previous,
        stale_why=fresh(previous, latest) if previous and latest else "",
        suggested_conditions=_suggested(session, case),
        unanswered=_unanswered(session, case),
        open_messages=len(unanswered(case.messages, case.carried.settled)),
        people=_people(session, draft),
        why_not=why_not_vote(session, case),
        warnings=(*cautions_now(session, case, draft), *map(str, worn(case.findings))),
        aside=in_words(why_aside(session, case), case.id),
        carried=carried_lines(session.world, case),
    )


def _suggested(session: Session, case: Case) -> tuple[Condition, ...]:
    """The conditions that answers and risks suggest to me, my own views among the answers."""
    seen, me = _with_mine(case, review_of(session, case)), session.me.member
    able = {one.id for one in case.charter.members if in_office(one, session.today)}
    return _numbered((*drafted_conditions(seen), *for_risks(seen, me, able, session.today)))


def _with_mine(case: Case, review: Review | None) -> Case:
    """The case with my review as it would be shared now: what I answered a minute ago suggests conditions too."""
    if review is None:
        return case
    return replace(case, reviews=(*(one for one in case.reviews if one.member != review.member), review))


def _people(session: Session, draft: BallotDraft) -> tuple[str, ...]:
    """Who can be given a condition: whoever is in office today, and whom my draft names already."""
    named = {one for each in draft.conditions for one in (each.owner, each.verifier)}
    return tuple(one.id for one in session.charter.members if one.id in named or in_office(one, session.today))


def _unanswered(session: Session, case: Case) -> tuple[str, ...]:
    review = review_of(session, case)
    seen = {view.question for view in review.views if not view.overtaken} if review else set()
    return tuple(
        one.question.id
        for one in asked_in(case)
        if one.judge in session.me.seats and not one.dropped and not one.question.computed
        and one.question.id not in seen
    )  # fmt: skip


NOT_MINE = "If you did not make it, say so by a stop, which counts: `board vote {} stop`."
"""What a member is told whom a proposal names as its proposer."""


def why_not_vote(session: Session, case: Case, verdict: Verdict | None = None) -> str:
    """Why I cannot vote on this now, or not with this verdict, with what to do; "" when I can."""
    try:
        member = session.member()
        latest_opening(case)
    except Refused as refusal:
        return " ".join(str(finding) for finding in refusal.findings)
    if not in_term(member, session.today):
        return f"{AWAY} So no ballot of yours would count."
    roles = set(case.charter.rule(case.proposal.kind).must_sign_roles)
    if Count(case, session.today).path == EXPEDITED:
        roles.add("chair")
    if not seats_of(case, member) and not roles & set(member.roles):
        return "You hold no seat that votes on this proposal."
    holds = set(member.seats) & set(seats_of(case, member))
    may_stop = holds and verdict is Verdict.STOP  # whom the text names may not have made it
    if not case.charter.voting.proposer_may_vote and proposes(case, member) and not may_stop:
        return (
            "You made this proposal, so you have no vote on it: your seat goes to its alternate, or leaves the sum. "
            "You can answer questions with a message." + (f" {NOT_MINE.format(case.id)}" if holds else "")
        )
    return session.me.why_not_sign


def save_ballot_draft(session: Session, proposal_id: str, draft: BallotDraft) -> datetime:
    """Put what I typed into the draft on disk; returns when."""
    session.member()
    before = dict(session.drafts.load(proposal_id))
    return session.drafts.save(proposal_id, before | {"ballot": ballot_to_json(draft)})


def discard_draft(session: Session, proposal_id: str) -> None:
    """Throw my draft away."""
    session.drafts.drop(proposal_id)


def cast(session: Session, proposal_id: str, draft: BallotDraft, seen: str = "") -> Done:
    """Commit my ballot with my review; `seen` is the revision the screen showed, and a different one refuses."""
    member = session.member()
    if draft.verdict is None:
        raise refuse("ballot.no-verdict", "Pick one of the seven verdicts first.")
    lacking = (
        *needs(draft.verdict, draft, session.charter, session.world.proposal(proposal_id).value.proposer),
        *too_much(draft),
        *late_conditions(draft, session.today),
    )
    if lacking:
        raise Refused(*lacking)

    damaged = session.drafts.damage(proposal_id)
    if damaged:
        raise refuse("draft.damaged", damaged, "Look at what you want to say, then vote again.")

    def make(world: World) -> Change:
        case = load_case(world, proposal_id)
        opening = latest_opening(case)
        if seen and seen != opening.revision:
            raise refuse(
                "ballot.revision-moved",
                "The board opened a new revision while you were voting. Your draft is kept.",
                "Look at what changed, then vote again.",
            )
        problem = why_not_vote(session, case, draft.verdict)
        if problem:
            raise refuse("ballot.not-allowed", problem)
        taken.update(drafted(session, proposal_id, "views", *([] if left else ["ballot"])))
        return _ballot_change(session, world, case, draft, seats_of(case, member))

    taken: dict[str, object] = {}
    left = _left_out(ballot_from_json(session.drafts.load(proposal_id).get("ballot")), draft)
    before = load_case(session.world, proposal_id)
    if (not seen or seen == latest_opening(before).revision) and _says_the_same(session, before, draft):
        forget(session, proposal_id, drafted(session, proposal_id, "views", *([] if left else ["ballot"])))
        return Done("Nothing changed: your ballot says just this already. No new one was cast.")
    notes = cautions_now(session, before, draft)
    written = session.commit(make, queue=True)
    forget(session, proposal_id, taken)
    words = VERDICT_WORDS[draft.verdict]
    told = done(f"Your ballot on {proposal_id} is recorded: {words}.", written)
    kept = f"Your draft holds {and_(left)} that this ballot does not say. It stays in the draft." if left else ""
    return replace(told, notes=(*told.notes, *notes, *([kept] if kept else [])))


def _left_out(typed: BallotDraft, cast: BallotDraft) -> tuple[str, ...]:
    """What stands in the draft and has no word in the ballot that is cast; whoever stands aside gives no words."""
    if cast.verdict is Verdict.RECUSE:
        return ()
    return tuple(words for name, words in _TYPED.items() if getattr(typed, name) and not getattr(cast, name))


def cautions_now(session: Session, case: Case, draft: BallotDraft) -> tuple[str, ...]:
    """What I should know about a ballot of mine as it stands."""
    mine = own_ballots(case, session.me.member)
    last, aside = mine[-1] if mine else None, why_aside(session, case)
    said = cautions(case, review_of(session, case), draft, last, session.today, aside)
    told = (*undone(session.world, case), *notice_findings(session.world, case, session.today))
    first = (edited(case), not_counted(case, session.me.member, session.today))
    return (
        *(one for one in first if one),
        *(finding.message for finding in told),
        *said,
        *seats_at_once(session, case),
    )


def preview_cast(session: Session, proposal_id: str, draft: BallotDraft) -> dict[str, str]:
    """Path → text of each file that casting this draft would write now; only the minute of casting may still differ.

    Raises Refused when the draft lacks what its verdict needs.
    """
    member = session.member()
    if draft.verdict is None:
        raise refuse("ballot.no-verdict", "Pick one of the seven verdicts first.")
    case = load_case(session.world, proposal_id)
    if lacking := (*needs(draft.verdict, draft, session.charter, case.proposal.proposer), *too_much(draft)):
        raise Refused(*lacking)
    change = _ballot_change(session, session.world, case, draft, seats_of(case, member))
    return {path: (data or b"").decode("utf-8", "replace") for path, data in change.files.items()}


def _says_the_same(session: Session, case: Case, draft: BallotDraft) -> bool:
    """Whether my ballot that counts says and binds just what a new one would, so that nobody gains by another file."""
    mine = own_ballots(case, session.me.member)
    if not mine or why_not_vote(session, case) or fresh(mine[-1], latest_opening(case)):
        return False
    seats = tuple(seats_of(case, session.member()))
    ballot, _ = _ballot(session, session.world, case, draft, seats)
    last = mine[-1]
    same = replace(ballot, number=last.number, previous=last.previous, cast_at=last.cast_at)
    return replace(same, path=last.path, sha256=last.sha256) == last


def _ballot_change(session: Session, world: World, case: Case, draft: BallotDraft, seats: tuple[str, ...]) -> Change:
    return ballot_in(world, *_ballot(session, world, case, draft, seats))


def _ballot(
    session: Session, world: World, case: Case, draft: BallotDraft, seats: tuple[str, ...]
) -> tuple[Ballot, dict[str, bytes | None]]:
    """My next ballot as drafted, and the review it rests on, where there is one."""
    assert draft.verdict is not None  # cast and confirm both check it
    files: dict[str, bytes | None] = {}
    written = review_bytes(session, world, case)
    if written:
        files[world.layout.review(case.id, session.me.member)] = written
    ballot = replace(
        unsaid(session, world, case, draft.verdict, seats),
        review=sha256(written) if written else "",
        reason=draft.reason.strip(),
        conditions=_numbered(draft.conditions) if draft.verdict.value == "approve-with-conditions" else (),
        changes=draft.changes,
        ground=draft.ground,
        evidence=draft.evidence,
        clears=draft.clears,
        interest=draft.interest,
    )
    return ballot, files


def unsaid(session: Session, world: World, case: Case, verdict: Verdict, seats: tuple[str, ...]) -> Ballot:
    """My next ballot as the latest opening binds it, with nothing said but the verdict."""
    opening, member = latest_opening(case), session.me.member
    earlier = _cast_by(case, member)
    return Ballot(
        repository=world.charter.repository,
        proposal=case.id,
        round=opening.round,
        revision=opening.revision,
        charter=opening.charter,
        checklists=opening.checklists,
        policy=opening.policy,
        member=member,
        seats=seats,
        number=_next_number(world, case, member),
        previous=earlier[-1].sha256 if earlier else "",
        verdict=verdict,
        cast_at=session.now(),
    )


def ballot_in(world: World, ballot: Ballot, files: Mapping[str, bytes | None]) -> Change:
    """The change that casts a ballot, beside other files of the same commit."""
    path = world.layout.ballot(ballot.proposal, ballot.member, ballot.number)
    data = write_ballot(ballot)
    _must_read(data, path)
    about = f"motion {ballot.motion} of {ballot.proposal}" if ballot.motion else ballot.proposal
    text = message(f"Ballot on {about} by {ballot.member}", proposal=ballot.proposal)
    return Change({**files, path: data}, text, create_only=(path,))


def _next_number(world: World, case: Case, member: str) -> int:
    """One more than the highest number in the names of her ballot files, readable or not."""
    base = world.layout.file(case.id, "ballots/")
    names = (path[len(base) :] for path in world.decision_files(case.id) if path.startswith(base))
    taken = [named[1] for name in names if (named := ballot_name(name)) and named[0] == member]
    return max((number for number in taken if number <= LAST_NUMBER), default=0) + 1


def _must_read(data: bytes, path: str) -> None:
    """Raise Refused when nobody could read the ballot back: its texts are too long for a ballot file."""
    read = read_ballot(data, path)
    if read.value is None:
        raise Refused(*read.findings)


def _numbered(conditions: tuple[Condition, ...]) -> tuple[Condition, ...]:
    return tuple(replace(one, id=f"c{number}") for number, one in enumerate(conditions, 1))


def confirm(session: Session, proposal_id: str) -> Done:
    """Cast my stale ballot again, unchanged, on the latest opening."""
    case = load_case(session.world, proposal_id)
    mine = own_ballots(case, session.me.member)
    if not mine:
        raise refuse("ballot.none", f"You have no ballot on {proposal_id} to confirm.", f"`board vote {proposal_id}`")
    opening = latest_opening(case)
    if not fresh(mine[-1], opening):
        raise refuse("ballot.fresh", "Your ballot counts as it is. There is nothing to confirm.")
    last = mine[-1]
    draft = BallotDraft(
        last.verdict, last.reason, last.conditions, last.changes, last.ground, last.evidence, last.clears, last.interest
    )
    return cast(session, proposal_id, only_category(draft), opening.revision)
