"""Which exceptions in force lift the bar of a blocking question, for how long, and whose word they need (A.8)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from board.core.case import Case, Stage
from board.core.charter import Charter
from board.core.checklist import Checklist, Question
from board.core.dates import local_date
from board.core.policy import Policy
from board.core.proposal import Artefact, Proposal
from board.core.same_thing import digest, mark, marks, number
from board.core.stated import STRICTER
from board.core.summary import ends_on, stage

EXCEPTION = "policy-exception"
MOST_DAYS = 90
"""How long an exception lasts at most where the charter gives its kind no number of days."""
RENEWALS = 1
"""How often the same exception may be renewed: once. The next one in a row lifts nothing."""


def waivers(case: Case, exceptions: Iterable[Case], today: date) -> dict[str, str]:
    """Question id → the exception in force that waives it for this proposal.

    An exception names the questions in its fact `waives` (or in `gate`), and what it covers: models and datasets by
    version, or a proposal, model or dataset by its id in `scope`; and a ring where it is for one ring only. It lifts
    nothing for a proposal that names more than it covers. One for a
    gate that is not waivable, and one in a row after its only renewal, lifts nothing. What no waiver lifts (BLOCK!, or
    an answer the policy keeps) stays barred in the tally whatever is named here.
    """
    granted = [one for one in exceptions if one.proposal.kind == EXCEPTION and one.record and one.record.outcome.yes]
    found: dict[str, str] = {}
    latest = case.docket.latest
    strict = latest is None or latest.facts >= STRICTER
    for each in sorted(granted, key=lambda one: one.id):
        holds = stage(each, today) is Stage.IN_FORCE and today <= last_day(each)
        if holds and _covers(each.proposal, case.proposal, strict=strict):
            lifted = (
                one
                for one in named(each.proposal, case.policy)
                if renewals(each, granted, one, strict=strict) <= RENEWALS
            )
            found |= dict.fromkeys(lifted, each.id)
    return found


def named(exception: Proposal, policy: Policy) -> tuple[str, ...]:
    """What an exception would lift: its gate and its questions; nothing where the policy lets nobody waive its gate."""
    gates = exception.fact("gate")
    if any(name in policy.gates and not policy.gates[name].waivable for name in gates):
        return ()
    return _asked(exception)


def most_days(charter: Charter) -> int:
    """How many days an exception lasts at most."""
    return charter.rule(EXCEPTION).expires_days or MOST_DAYS


def last_day(exception: Case) -> date:
    """The last day on which an approved exception lifts anything, whatever day it names itself."""
    begun = _begun(exception)
    most = begun + timedelta(days=most_days(exception.charter)) if begun else None
    named_day = ends_on(exception.record) if exception.record else None
    return min((day for day in (most, named_day) if day), default=date.max)


def renewals(
    exception: Case, granted: Sequence[Case], question: str, today: date | None = None, *, strict: bool = True
) -> int:
    """How many exceptions for the same thing and question stood in a row before this one; `today` where it is open.

    The next in a row begins before as many days as an exception lasts at most have passed since the last one's end.
    """
    count, begins, own = 0, _begun(exception) or today or date.max, _order(exception)
    days = timedelta(days=most_days(exception.charter))
    for earlier in sorted(granted, key=_order, reverse=True):
        before = _begun(earlier)
        sooner = earlier.id != exception.id and (today is not None or _order(earlier) < own)
        if before is None or not sooner or question not in _asked(earlier.proposal):
            continue
        if _alike(earlier.proposal, exception.proposal, strict=strict) and begins - last_day(earlier) <= days:
            count, begins = count + 1, before
    return count


def signers(proposal: Proposal, policy: Policy, checklists: Iterable[Checklist], charter: Charter) -> tuple[str, ...]:
    """The seats that must sign an exception whatever its proposer says: who owns the gate, who judges each question."""
    if proposal.kind != EXCEPTION:
        return ()
    asked = _asked(proposal)
    seats = [seat.id for seat in charter.seats]
    owners = [gate.owner for name, gate in policy.gates.items() if name in asked or any(map(gate.about, asked))]
    judges = [judge_of(one, seats) for list_ in checklists for one in list_.questions if one.id in asked]
    return tuple(dict.fromkeys(seat for seat in (*owners, *judges) if seat))


def judge_of(question: Question, seats: Collection[str]) -> str:
    """The seat that judges a question on this board, whether or not it votes at every tier."""
    return next((seat for seat in (question.judge, *question.judge_without) if seat in seats), "")


def _asked(proposal: Proposal) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*proposal.fact("gate"), *proposal.fact("waives"))))


def _begun(exception: Case) -> date | None:
    at = exception.record.decided_at if exception.record else None
    return local_date(at, exception.charter.timezone) if at else None


def _order(exception: Case) -> tuple[str, str]:
    return (str(exception.record.decided_at) if exception.record else "", exception.id)


def _alike(one: Proposal, other: Proposal, *, strict: bool) -> bool:
    """Whether two exceptions are for the same thing: an id or a file they share, and no two rings apart.

    The version does not matter, nor does a new name for the same bytes, nor in which letters it is written; by an
    older list letters mattered.
    """
    things = _marked if strict else _things
    return _rings_meet(one, other) and not things(one).isdisjoint(things(other))


def _marked(proposal: Proposal) -> set[str]:
    return {*map(mark, proposal.fact("scope")), *marks(proposal.artefacts())} - {""}


def _things(proposal: Proposal) -> set[str]:
    files = (name for each in proposal.artefacts() for name in (each.id, each.sha256.removeprefix("sha256:")))
    return {*proposal.fact("scope"), *files} - {""}


def _rings_meet(one: Proposal, other: Proposal) -> bool:
    rings, others = one.fact("target_ring"), other.fact("target_ring")
    return not rings or not others or not set(rings).isdisjoint(others)


def _covers(exception: Proposal, proposal: Proposal, *, strict: bool) -> bool:
    """Whether an exception is for all that a proposal names; by an older list of facts, for anything of it."""
    rings, wanted = exception.fact("target_ring"), proposal.fact("target_ring")
    if rings and not (wanted and set(rings).issuperset(wanted) if strict else set(rings).intersection(wanted)):
        return False
    scope, artefacts = exception.fact("scope"), exception.artefacts()
    if proposal.id in scope:
        return True
    if strict:
        named = {mark(one.id) for one in artefacts}
        free = {*map(mark, scope)} - named  # a version that is named is not widened to all versions by the scope
        found = proposal.artefacts()
        return bool(found) and all(mark(each.id) in free or any(_for(one, each) for one in artefacts) for each in found)
    if not artefacts:
        return any(each.id in scope for each in proposal.artefacts())
    return any(
        one.id == other.id and one.version in ("", other.version) for one in artefacts for other in proposal.artefacts()
    )


def _for(one: Artefact, other: Artefact) -> bool:
    """Whether what an exception names is a version of a proposal: the same bytes, where it names any."""
    same = mark(one.id) == mark(other.id) and number(one.version) in ("", number(other.version))
    return same and digest(one) in ("", digest(other))
