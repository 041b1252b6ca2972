"""What a verdict needs, which ballots are live, and whether one is still fresh (docs/formats.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import reduce

from board.core.ballot import INTERESTS, STOP_GROUNDS, Ballot, BallotDraft, Condition, Verdict
from board.core.case import Case
from board.core.charter import Charter
from board.core.dates import local_date
from board.core.docket import Opening
from board.core.finding import Finding, Where
from board.core.offices import checks_herself, fills, means_proposer
from board.core.stated import STRICTER
from board.core.text import one_line

NOBODY = Charter()
"""A board of nobody, where whom a condition names cannot be known."""
ON_A_MOTION = "it is on a motion"
"""Why a ballot on a motion does not count as one on the proposal."""


def needs(verdict: Verdict, draft: BallotDraft, charter: Charter = NOBODY, proposer: str = "") -> tuple[Finding, ...]:
    """What a ballot with this verdict still lacks; empty when it can be cast. `proposer` is who made the proposal."""
    match verdict:
        case Verdict.APPROVE_WITH_CONDITIONS:
            lacking = _conditions_lack(draft.conditions, charter, proposer)
            found = [*lacking, *_checked_by_nobody(draft.conditions, charter, proposer)]
        case Verdict.RETURN if not (_said(draft.reason) or any(map(_said, draft.changes))):
            found = [_lack("changes", "“Not yet” needs what must change.", "Name each change.")]
        case Verdict.REJECT if not _said(draft.reason):
            found = [_lack("reason", "“No” needs a reason.", "Write it in a sentence or two.")]
        case Verdict.STOP:
            found = list(_stop_lacks(draft))
        case Verdict.RECUSE if draft.interest not in INTERESTS:
            found = [
                _lack("interest", "Standing aside needs the kind of interest.", f"One of: {', '.join(INTERESTS)}.")
            ]
        case _:
            found = []
    return (*found, *_only_dots(draft))


def _only_dots(draft: BallotDraft) -> Iterator[Finding]:
    """Words of an example that were cast as they stand: three dots say nothing, and a ballot is never taken back."""
    texts = [("reason", draft.reason), ("clears", draft.clears), *(("changes", each) for each in draft.changes)]
    for number, one in enumerate(draft.conditions, 1):
        texts += [(f"condition {number}, {part}", getattr(one, part)) for part in ("text", "proof", "consequence")]
    for what, text in texts:
        if text.strip() and not text.strip(".… "):
            yield _lack("dots", f"“{text.strip()}” stands where words belong ({what}).", "Write what you mean.")


def beyond_category(ballot: Ballot | BallotDraft) -> tuple[str, ...]:
    """The parts in which a ballot that stands aside says more than its category; none for any other ballot."""
    if ballot.verdict is not Verdict.RECUSE:
        return ()
    parts = ("reason", "conditions", "changes", "ground", "evidence", "clears")
    return tuple(part for part in parts if getattr(ballot, part))


def too_much(draft: BallotDraft) -> tuple[Finding, ...]:
    """Why a draft that stands aside cannot be cast as it is: its words would stay in the history for ever."""
    said = beyond_category(draft)
    if not said:
        return ()
    message = f"Whoever stands aside gives a category only; this ballot has words under {', '.join(said)}."
    why = "A ballot is never taken back, and what lies behind an interest is private."
    return (Finding("ballot.beyond-category", message, why=why, fix="Leave the words out."),)


def only_category(draft: BallotDraft) -> BallotDraft:
    """What of a draft may be cast: of one that stands aside, the category and nothing else."""
    return BallotDraft(draft.verdict, interest=draft.interest) if draft.verdict is Verdict.RECUSE else draft


def valid_stop(ballot: Ballot) -> bool:
    """Whether a stop names a listed ground, evidence, and what would clear it; without them it is a plain no."""
    return (
        ballot.verdict is Verdict.STOP
        and ballot.ground in STOP_GROUNDS
        and any(map(_said, ballot.evidence))
        and _said(ballot.clears)
    )


def sound_condition(ballot: Ballot, case: Case) -> bool:
    """Whether a ballot attaches a condition that is whole, and that was not overdue on the day it was cast."""
    cast = local_date(ballot.cast_at, case.charter.timezone) if ballot.cast_at else date.min
    whole = (one for one in ballot.conditions if _whole(one, case.charter, case.proposal.proposer))
    return any(one.due is not None and one.due >= cast for one in whole)


def bare(ballot: Ballot, case: Case) -> bool:
    """Whether a ballot says “yes, if” and then no whole condition, in an opening by the later list of facts."""
    latest = case.docket.latest
    if ballot.verdict is not Verdict.APPROVE_WITH_CONDITIONS or latest is None or latest.facts < STRICTER:
        return False
    return not any(_whole(one, case.charter, case.proposal.proposer) for one in ballot.conditions)


def counts_as(ballot: Ballot, case: Case) -> Verdict:
    """The verdict that a ballot counts as: a yes that hangs on a condition nobody can read says neither yes nor no."""
    return Verdict.ABSTAIN if bare(ballot, case) else ballot.verdict


def live_ballots(case: Case, motion: str = "") -> tuple[Ballot, ...]:
    """The ballot of each member that is live in the present round, in order of their handles.

    It is her highest number, and once she has stood aside, that lasts the round. Ballots on another proposal or of
    another repository are not among them, nor those on motions, unless a motion's number is asked for.
    """
    live: dict[str, Ballot] = {}
    for ballot in sorted(case.ballots, key=_age):
        earlier = live.get(ballot.member)
        lasting = earlier is not None and earlier.verdict is Verdict.RECUSE and ballot.verdict is not Verdict.RECUSE
        if not why_foreign(ballot, case, motion) and not lasting:
            live[ballot.member] = ballot
    return tuple(live[member] for member in sorted(live))


def why_foreign(ballot: Ballot, case: Case, motion: str = "") -> str:
    """Why a ballot cannot speak in this round, or on this motion, at all; or ""."""
    if case.docket.latest is None:
        return "the board has not taken the proposal up"
    if ballot.proposal != case.id:
        return "it names another proposal"
    if ballot.repository != case.charter.repository:
        return "it names another repository"
    if ballot.motion != motion:
        return ON_A_MOTION
    if ballot.round != case.round:
        return f"it was cast in round {ballot.round}"
    return ""


def fresh(ballot: Ballot, opening: Opening) -> str:
    """Why a ballot is stale under an opening, in words; "" when it is fresh."""
    bound = (
        (ballot.round == opening.round, "it was cast in another round"),
        (ballot.revision == opening.revision, "it was cast on another revision of the proposal"),
        (ballot.charter == opening.charter, "the charter's rules changed since it was cast"),
        (ballot.checklists == opening.checklists, "the checklists changed since it was cast"),
        (ballot.policy == opening.policy, "the policy changed since it was cast"),
    )
    return next((why for same, why in bound if not same), "")


def unite_conditions(ballots: tuple[Ballot, ...]) -> tuple[Condition, ...]:
    """The conditions of several voters: every one of them once, ids made unique in the order given."""
    return reduce(_add_condition, (each for ballot in ballots for each in ballot.conditions), ())


def contradicting(conditions: Iterable[Condition]) -> Iterator[str]:
    """The conditions that ask for the same with another owner, day or verifier, each in words for the meeting (D.1)."""
    by_text: dict[str, list[Condition]] = {}
    for one in conditions:
        by_text.setdefault(" ".join(one.text.casefold().split()).rstrip(".!"), []).append(one)
    for same in by_text.values():
        ways = dict.fromkeys(f"{one.owner} by {one.due}, verified by {one.verifier}" for one in same)
        if len(ways) > 1:
            yield f"the condition “{same[0].text}”: {'; or '.join(ways)}."


def _add_condition(united: tuple[Condition, ...], new: Condition) -> tuple[Condition, ...]:
    if any(replace(each, id=new.id) == new for each in united):
        return united
    taken = {each.id for each in united}
    if not new.id or new.id in taken:
        number = next(n for n in range(1, len(united) + 2) if f"c{n}" not in taken)
        new = replace(new, id=f"c{number}")
    return (*united, new)


def _age(ballot: Ballot) -> tuple[str, int, str, str]:
    return (ballot.member, ballot.number, ballot.path, ballot.sha256)


def _said(text: str) -> bool:
    return bool(text.strip())


def _lack(part: str, message: str, fix: str) -> Finding:
    return Finding(f"ballot.{part}", message, where=Where(part=part), fix=fix)


def _whole(condition: Condition, charter: Charter, proposer: str) -> bool:
    return not any(_conditions_lack((condition,), charter, proposer))


def _conditions_lack(conditions: tuple[Condition, ...], charter: Charter, proposer: str) -> Iterator[Finding]:
    if not conditions:
        yield _lack("conditions", "“Yes, if” needs at least one condition.", "Add one, or vote yes.")
    for number, condition in enumerate(conditions, 1):
        named = f"Condition {number}"
        fields = {
            "text": (condition.text, "what must be done"),
            "owner": (condition.owner, "who does it"),
            "proof": (condition.proof, "how we will know"),
            "verifier": (condition.verifier, "who checks it"),
        }
        for part, (value, what) in fields.items():
            if not _said(value):
                yield _lack(f"conditions.{part}", f"{named} does not say {what}.", f"Fill in its {part}.")
        if condition.due is None:
            yield _lack("conditions.due", f"{named} has no date.", "Say by when.")
        if _said(condition.owner) and checks_herself(condition.owner, condition.verifier, charter, proposer):
            yield _lack("conditions.verifier", f"{named} is checked by its own owner.", "Name somebody else.")


def _checked_by_nobody(conditions: tuple[Condition, ...], charter: Charter, proposer: str) -> Iterator[Finding]:
    """A verifier whom the board does not know: she could never say that the condition is met."""
    for number, condition in enumerate(conditions, 1):
        checker = proposer if means_proposer(condition.verifier) else condition.verifier
        known = any(fills(checker, one, charter) for one in charter.members)
        if charter.members and _said(condition.verifier) and not known:
            who = one_line(condition.verifier, 40)
            words = f"Condition {number} is checked by “{who}”, who is no member of this board."
            yield _lack("conditions.verifier", words, "Name a member: only one of them can check it here.")


def _stop_lacks(draft: BallotDraft) -> Iterator[Finding]:
    if draft.ground not in STOP_GROUNDS:
        yield _lack("ground", "“Stop” needs one of the charter's grounds.", f"One of: {', '.join(STOP_GROUNDS)}.")
    if not any(map(_said, draft.evidence)):
        yield _lack("evidence", "“Stop” needs evidence.", "Name an evidence id, a file or an address.")
    if not _said(draft.clears):
        yield _lack("clears", "“Stop” needs what would clear it.", "Write what must be true for it to be lifted.")
