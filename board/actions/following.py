"""What comes after a decision: proof, verification, waiver, appeal, reply, and all that settles a date."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from board.actions.cases import load_case
from board.actions.common import done, message
from board.actions.load import World
from board.actions.model import Done
from board.actions.reviewing import is_proposer
from board.actions.session import Session
from board.core.case import Case
from board.core.charter import Member
from board.core.conditions import waived
from board.core.deadlines import appeal_until
from board.core.entitled import Given, who_acted, why_not_give
from board.core.finding import ExitStatus, Refused, refuse
from board.core.going_back import EMERGENCY
from board.core.ids import next_free
from board.core.looks import furthest
from board.core.record import ANSWERS, GROUNDS, VIEWS, FollowUp
from board.core.replacing import still_owed
from board.core.terms import serving
from board.formats.followups import follow_up_name, write_follow_up
from board.store.base import Change

ONE_MORE = "It stays, with all that being late does, until one more says so: chair, secretary, or who holds a seat."
NOT_TO_RATIFY = "It is no emergency, so there is no action to ratify."
_SETTLED = "It is settled already: a later look cannot undo what was recorded."


def prove(session: Session, proposal_id: str, *, condition: str, text: str, evidence: tuple[str, ...] = ()) -> Done:
    """The owner of a condition says it is met, and with what."""
    return give(session, proposal_id, "proof", text, condition=condition, evidence=evidence)


def verify(session: Session, proposal_id: str, *, condition: str, text: str) -> Done:
    """The verifier, who is never the owner, says that a condition is met."""

    def check(world: World, case: Case) -> None:
        if not any(one.kind == "proof" and one.condition == condition for one in case.follow_ups):
            raise refuse("condition.no-proof", "There is no proof to verify yet.", "The owner gives it first.")

    return give(session, proposal_id, "verified", text, check, condition=condition)


def waive(session: Session, proposal_id: str, *, condition: str, text: str, until: date | None = None) -> Done:
    """Chair or secretary would let a condition go, for good or until a day, with a reason; a second person agrees.

    It is open, with all that being late does, until two have said so.
    """
    alone = False

    def check(world: World, case: Case) -> None:
        nonlocal alone
        if until is not None and until < session.today:
            raise refuse("waiver.in-the-past", "The last day of a waiver lies ahead.", status=ExitStatus.WRONG_USE)
        made = FollowUp(0, "waiver", session.member().id, condition=condition, until=until)
        alone = condition not in waived(replace(case, follow_ups=(*case.follow_ups, made)))

    given = give(session, proposal_id, "waiver", text, check, condition=condition, until=until)
    return replace(given, words=f"{given.words} {ONE_MORE}") if alone else given


def confirm(session: Session, proposal_id: str, *, text: str) -> Done:
    """A second seat, other than that of the person who acted, confirms an emergency action."""

    def check(world: World, case: Case) -> None:
        if case.docket.latest is None:
            raise refuse("emergency.second-seat", "Nobody has acted yet, so there is nothing to confirm.")

    return give(session, proposal_id, "confirmed", text, check)


def ratify(session: Session, proposal_id: str, *, text: str) -> Done:
    """Chair or secretary notes that the board ratified an emergency action by its decision."""

    def check(world: World, case: Case) -> None:
        if case.record is not None and case.record.kind != EMERGENCY:
            raise refuse(
                "follow-up.no-emergency", NOT_TO_RATIFY, f"`board follow-up {case.id}` shows what is owed here."
            )

    return give(session, proposal_id, "ratified", text, check)


def appeal(session: Session, proposal_id: str, *, text: str, ground: str, on_behalf: str = "") -> Done:
    """The proposer, a seat, or a member for somebody affected asks the board to hear a decision again."""
    if ground not in GROUNDS:
        raise _one_of("appeal.ground", "An appeal rests on a ground.", "--ground", GROUNDS)

    def check(world: World, case: Case) -> None:
        until = appeal_until(case)
        if until is not None and session.today > until:
            raise refuse(
                "appeal.too-late",
                f"An appeal had to be lodged by {until}.",
                "With new facts, propose it anew: a new decision can replace this one.",
            )

    return give(session, proposal_id, "appeal", text, check, ground=ground, on_behalf=on_behalf)


def hear(session: Session, proposal_id: str, *, re: int, answer: str, text: str) -> Done:
    """Somebody who neither decided nor appealed says whether it should be decided again."""
    if answer not in VIEWS:
        raise _one_of("appeal.answer", "Say what you find.", "--answer", VIEWS)
    return give(session, proposal_id, "heard", text, _open_appeal(re), re=re, answer=answer)


def dismiss(session: Session, proposal_id: str, *, re: int, text: str) -> Done:
    """An appeal is dismissed, with the reason; another who heard it has said so before."""
    return give(session, proposal_id, "dismissed", text, _open_appeal(re), re=re)


def grant(session: Session, proposal_id: str, *, re: int, text: str, again: str) -> Done:
    """An appeal is granted: `again` is the proposal in which it is decided anew."""
    still = _open_appeal(re)

    def check(world: World, case: Case) -> None:
        still(world, case)
        if again not in world.ids:
            raise refuse("proposal.unknown", f"There is no proposal {again}.", "Submit it first.")
        replaces = world.proposal(again).value.supersedes == case.id
        if case.record is not None and case.record.outcome.yes and not replaces:
            raise refuse("appeal.replaces", f"{again} does not say that it replaces {case.id}.", "Add `supersedes`.")

    return give(session, proposal_id, "granted", text, check, re=re, proposal=again)


def recommend(session: Session, proposal_id: str, *, text: str, until: date | None = None) -> Done:
    """The ethics panel recommends something, which the owner must answer."""
    return give(session, proposal_id, "recommended", text, until=until)


def reply(
    session: Session, proposal_id: str, *, text: str, answer: str, re: int = 0, until: date | None = None
) -> Done:
    """The owner answers a recommendation: accepted, partly or not, and by when."""
    if answer not in ANSWERS:
        raise _one_of("reply.answer", "Say whether you accept it.", "--answer", ANSWERS)
    return give(session, proposal_id, "reply", text, re=re, answer=answer, until=until)


def look_again(session: Session, proposal_id: str, *, about: str, text: str, until: date | None = None) -> Done:
    """Somebody looked again on the day that was set (review, pilot, sunset, measure), or at evidence or the way back.

    `until` sets the next day.
    """

    def check(world: World, case: Case) -> None:
        if until is not None and until <= session.today:
            raise refuse("review.in-the-past", "The next day lies ahead.", status=ExitStatus.WRONG_USE)
        last = furthest(case, about, session.today)
        if until is not None and until > last:
            words = f"A look of today holds until {last} at most."
            raise refuse("review.too-far", words, "Name a sooner day.", status=ExitStatus.WRONG_USE)

    return give(session, proposal_id, "reviewed", text, check, about=about, until=until)


def correct(session: Session, proposal_id: str, *, text: str) -> Done:
    """Say what is wrong in a published text; the text itself is never changed."""
    return give(session, proposal_id, "correction", text)


def publish(session: Session, proposal_id: str, *, text: str, evidence: tuple[str, ...]) -> Done:
    """Note where the ethics review was published."""
    if not evidence:
        raise refuse("published.where", "Say where it can be read.", "Use --evidence ADDRESS.", status=2)
    return give(session, proposal_id, "published", text, evidence=evidence)


def lapse(session: Session, proposal_id: str, *, text: str) -> Done:
    """An approval ends because nobody uses it; what it owes stays owed."""
    return _ended(session, proposal_id, "lapse", text)


def retire(session: Session, proposal_id: str, *, text: str) -> Done:
    """What was approved is out of use; what it owes stays owed."""
    return _ended(session, proposal_id, "retired", text)


def _ended(session: Session, proposal_id: str, kind: str, text: str) -> Done:
    left = ""

    def check(world: World, case: Case) -> None:
        nonlocal left
        if case.record is not None and not case.record.outcome.yes:
            raise refuse("proposal.not-approved", "Nothing was approved here, so nothing can end.")
        left = still_owed(case, session.today)

    given = give(session, proposal_id, kind, text, check)
    return replace(given, words=f"{given.words} {left}") if left else given


def _open_appeal(number: int) -> Callable[[World, Case], None]:
    def check(world: World, case: Case) -> None:
        if any(one.kind in ("granted", "dismissed") and one.re == number for one in case.follow_ups):
            raise refuse("appeal.answered", f"Appeal {number} is answered. {_SETTLED}")

    return check


def _one_of(code: str, what: str, flag: str, words: Mapping[str, str]) -> Refused:
    return refuse(code, what, f"Use {flag} with one of: {', '.join(words)}.", status=ExitStatus.WRONG_USE)


def give(
    session: Session,
    proposal_id: str,
    kind: str,
    text: str,
    check: Callable[[World, Case], None] = lambda world, case: None,
    *,
    condition: str = "",
    evidence: tuple[str, ...] = (),
    re: int = 0,
    about: str = "",
    ground: str = "",
    answer: str = "",
    until: date | None = None,
    on_behalf: str = "",
    proposal: str = "",
) -> Done:
    """Write one follow-up after the next number, if its rule lets this member give it."""
    member = session.member()
    if not text.strip():
        raise refuse("follow-up.empty", "Say in a sentence what was done.", "Use --text.")
    draft = FollowUp(
        0, kind, member.id, text.strip(), condition, session.now(), evidence, re, about, ground, answer, until,
        on_behalf, proposal,
    )  # fmt: skip

    def make(world: World) -> Change:
        case = load_case(world, proposal_id)
        if case.record is None and kind != "confirmed":
            raise refuse("proposal.not-decided", f"{proposal_id} is not decided yet, so nothing follows from it.")
        why = why_not_give(given_by(session, case, draft, member))
        if why:
            raise refuse(_CODES.get(kind, "follow-up.not-entitled"), why)
        check(world, case)
        made = replace(draft, number=next_free(one.number for one in case.follow_ups))
        path = world.layout.file(proposal_id, f"follow-up/{follow_up_name(made.number, kind)}")
        subject = f"{kind.capitalize()} for {proposal_id}" + (f", condition {condition}" if condition else "")
        return Change({path: write_follow_up(made)}, message(subject, proposal=proposal_id), create_only=(path,))

    return done(f"Recorded for {proposal_id}: {kind}.", session.commit(make, queue=True))


def given_by(session: Session, case: Case, made: FollowUp, member: Member) -> Given:
    """A follow-up with all that says whether a member may give it."""
    able = serving(member, session.today)
    return Given(
        made,
        able,
        case.record,
        case.follow_ups,
        is_proposer(session, case),
        *who_acted(case.charter, case.docket.openings),
        case.agreed,
        away=able is not member,
        charter=case.charter,
        day=session.today,
    )


_CODES = {
    "proof": "condition.not-yours",
    "verified": "condition.not-verifier",
    "confirmed": "emergency.second-seat",
    "ratified": "role.chair-or-secretary",
    "appeal": "appeal.not-entitled",
}
