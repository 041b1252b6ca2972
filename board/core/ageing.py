"""What an approval in force rests on and grows old meanwhile: evidence by its age, or as other files came into use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from board.core.case import Case
from board.core.dates import in_words, local_date
from board.core.freshness import bare, fresh_until, sort_of
from board.core.policy import Policy
from board.core.proposal import Evidence
from board.core.record import FollowUp
from board.core.said import list_of
from board.core.said_days import said_day
from board.core.sentence import and_
from board.core.stated import STRICTER
from board.core.text import one_line

EVIDENCE, OTHER_FILES, PRACTICE = "evidence", "evidence-void", "practice"
"""Sorts of date (dated.py): evidence too old after a day, or made on other files than run; the way back unpractised."""
LASTING = (
    "model-adopt",
    "model-train",
    "model-change",
    "dataset-admit",
    "use-change",
    "ring-promote",
    "external-release",
)
"""Kinds whose approval goes on: something is in use under it. What the others approve is done once, or ends soon."""
PRACTISED = ("model-train", "model-change", "ring-promote")
"""Kinds that are asked when the way back was last practised."""
PRACTICE_DAY, _OUTSIDE = "R-18b", "external"
_WITHIN = "rollback_practised_within_days"
_NAMED, _QUOTE = 3, 60


@dataclass(frozen=True, slots=True)
class Ages:
    """One piece of evidence and the last day on which it is fresh."""

    evidence: Evidence
    until: date


def looks_at(case: Case, part: str, today: date | None = None) -> tuple[FollowUp, ...]:
    """The later looks at a part of an approval, or at all of it, as they came.

    From list 3 on a look says when it was, on a day that has come: else it would hold for as long as somebody likes.
    """
    looks = (each for each in case.follow_ups if each.kind == "reviewed" and each.about in (part, ""))
    if list_of(case) < STRICTER:
        return tuple(looks)
    zone = case.charter.timezone
    return tuple(
        each for each in looks if each.at and (today is None or local_date(each.at, zone) <= today + timedelta(days=1))
    )


def ages(case: Case, today: date | None = None) -> tuple[Ages, ...]:
    """What ages among the evidence of a case, soonest first.

    A later look counts: the piece holds as if made again that day, or until a sooner day that the look names.
    """
    if _kind(case) not in LASTING:
        return ()
    looks = looks_at(case, EVIDENCE, today)
    found = []
    for piece in case.proposal.evidence:
        sort = sort_of(piece, case.slots)
        until = fresh_until(piece, sort, case.policy)
        for look in looks if until is not None else ():
            looked = local_date(look.at, case.charter.timezone) if look.at else None
            again = _after(looked, case.policy.evidence_days[sort]) if looked else None
            until = max(day for day in (until, _no_longer(look.until, again)) if day is not None)
        if until is not None:
            found.append(Ages(piece, until))
    return tuple(sorted(found, key=lambda each: (each.until, each.evidence.id)))


def too_old(aged: tuple[Ages, ...], first: date, today: date) -> str:
    """What is too old today, or else what is so next, each with its day, as a sentence without its full stop.

    `first` is the last day on which all of it is fresh.
    """
    if first < today:
        old = [each for each in aged if each.until < today]
        return f"Evidence under this approval is too old: {_listed(old)}"
    soon = [each for each in aged if each.until == first]
    are = "is" if len(soon) == 1 else "are"
    return f"{_names(soon)} under this approval {are} too old after {first}, {in_words(first, today)}"


def on_other_files(case: Case) -> Iterator[tuple[Evidence, date]]:
    """The evidence that was made on other files than the register shows for the approved version, and since when."""
    if not case.policy.void_on_changed_hash or _kind(case) not in LASTING:
        return
    for piece in case.proposal.evidence:
        since = case.altered.get(bare(piece.artefact))
        if since is not None:
            yield piece, since


def practise_by(case: Case, today: date | None = None) -> tuple[str, date, int] | None:
    """When the way back was last practised, until when that holds, and within how many days; None where none is asked.

    When is in words: on the day the proposal names, or by the day of a later look, which says that it was done.
    The policy says it by ring; what goes outside counts as the widest ring for which it does.
    """
    within = practised_within(case.policy, case.record.ring if case.record else "")
    day = said_day(case, PRACTICE_DAY) if within and _kind(case) in PRACTISED else None
    if within is None or day is None:
        return None
    until, when, last = _after(day, within), f"on {day}", day
    for look in looks_at(case, PRACTICE, today):
        again = _after(local_date(look.at, case.charter.timezone), within) if look.at else until
        until = max(until, _no_longer(look.until, again) or again)
        if look.at and (looked := local_date(look.at, case.charter.timezone)) > last:
            when, last = f"by {looked}", looked
    return when, until, within


def practised_within(policy: Policy, ring: str) -> int | None:
    """Within how many days the way back must have been practised in a ring; None where the policy does not say."""
    named = [name for name in policy.rings if _WITHIN in policy.rings[name]]
    wanted = ring if ring in named else next(reversed(named), "") if ring == _OUTSIDE else ""
    return int(policy.rings[wanted][_WITHIN]) if wanted else None


def _no_longer(named: date | None, again: date | None) -> date | None:
    """The sooner of the day a look names and the one until which the policy lets it hold."""
    return min((each for each in (named, again) if each is not None), default=None)


def _after(day: date, days: int) -> date:
    return day + timedelta(days=min(days, (date.max - day).days))


def on_evidence(part: str) -> bool:
    """Whether the part of a date or task is what an approval rests on: what was replaced needs nothing fresh."""
    return part in (EVIDENCE, PRACTICE) or part.startswith(f"{EVIDENCE} ")


def _kind(case: Case) -> str:
    return (case.record.kind if case.record else "") or case.proposal.kind


def _listed(aged: list[Ages]) -> str:
    told = [f"{_name(each)} since {each.until + timedelta(days=1)}" for each in aged[:_NAMED]]
    return and_([*told, *([f"{len(aged) - _NAMED} more"] if len(aged) > _NAMED else [])])


def _names(aged: list[Ages]) -> str:
    told = [_name(each) for each in aged[:_NAMED]]
    more = [f"{len(aged) - _NAMED} more"] if len(aged) > _NAMED else []
    return f"{'Evidence' if len(aged) == 1 else 'Pieces of evidence'} {and_([*told, *more])}"


def _name(each: Ages) -> str:
    return f"“{one_line(each.evidence.title or each.evidence.id, _QUOTE)}”"
