"""Why a member may have to stand aside, as far as the files tell; the member decides.

The grounds are those of 45 CFR 46.107(d) and of the charter: proposer, owner of the model, line manager of the owner,
author of the evidence, and a tie to the supplier. Money and family stay out of git, so no program can know them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from board.core.case import Case
from board.core.charter import Charter, Member
from board.core.proposal import Proposal
from board.core.register import RegisterEntry
from board.core.seating import is_proposer

_OWNING_FACTS = ("owner", "gate_owner", "collector", "acted_by")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One reason to stand aside; `interest` is one of INTERESTS (ballot.py), `asks` whether only she can know."""

    interest: str
    words: str
    asks: bool = False


def names(text: str, member: Member) -> bool:
    """Whether a text names a member, by handle, full name or mail, however it is written; the rule for proposers."""
    return bool(text.strip()) and is_proposer(_asking(text), member)


@lru_cache(maxsize=1024)
def _asking(text: str) -> Case:
    return Case(Charter(), Proposal("", "", proposer=text))


def suggestions(
    case: Case,
    member: Member,
    registers: Iterable[RegisterEntry] = (),
    authors: Mapping[str, Iterable[str]] | None = None,
) -> tuple[Suggestion, ...]:
    """Why this member may have to stand aside on this proposal, each reason once.

    `registers` are the entries of its models and datasets, `authors` who made each piece of evidence, by its id.
    """
    found = dict.fromkeys(_suggested(case, member, tuple(registers), authors or {}))
    return tuple(found)


def _suggested(
    case: Case, member: Member, registers: tuple[RegisterEntry, ...], authors: Mapping[str, Iterable[str]]
) -> Iterator[Suggestion]:
    if case.charter.voting.proposer_may_vote and is_proposer(case, member):
        yield Suggestion("author", "You are the proposer, whom this charter lets vote.")
    owners = [(entry.owner, entry.name or entry.id) for entry in registers]
    for fact in _OWNING_FACTS:
        owners += [(text, f"this, as the fact {fact} says") for text in case.proposal.fact(fact)]
    for owner, what in owners:
        if names(owner, member):
            yield Suggestion("owner", f"You own {what}.")
        for other in case.charter.members:
            if other.id != member.id and member.id in other.reports_to and names(owner, other):
                yield Suggestion("owner", f"{other.name or other.id} owns {what} and reports to you.")
    for evidence, people in authors.items():
        if any(names(each, member) for each in people):
            yield Suggestion("author", f"You made the evidence “{evidence}”, which the board judges.")
    makers = (entry.publisher for entry in registers)
    for maker in dict.fromkeys(filter(None, (*makers, *case.proposal.fact("publisher")))):
        yield Suggestion("supplier", f"It comes from {maker}.", asks=True)


def in_words(found: Iterable[Suggestion], proposal: str) -> tuple[str, ...]:
    """The suggestions as sentences for somebody about to vote: what is known, then what only she can know."""
    listed = tuple(found)
    known = [each for each in listed if not each.asks]
    told = [
        f"{each.words} You may have to stand aside: board vote {proposal} recuse --interest {each.interest}."
        for each in known
    ]
    asked = [each.words.removesuffix(".") for each in listed if each.asks]
    if asked:
        told.append(
            f"{'; '.join(asked)}. If you have a tie to them, of money, family or work, stand aside: "
            f"board vote {proposal} recuse."
        )
    return tuple(told)


def two_seats(member: Member, voting: Iterable[str]) -> tuple[str, ...]:
    """The seats among those that vote here which one person holds, where they are more than one."""
    held = tuple(seat for seat in voting if seat in member.seats)
    return held if len(held) > 1 else ()
