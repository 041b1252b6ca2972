"""The rules of a charter in plain words, defaults and all: what a member can count on without reading a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from board.core.charter import Charter, KindRule
from board.core.panel import PANEL, lacks, make_up, no_panel, on_panel
from board.core.rules import HIGH_RISK_DAYS, PATH_WORDS


@dataclass(frozen=True, slots=True)
class Chapter:
    """Some rules that belong together, a sentence each."""

    heading: str
    rules: tuple[str, ...]


def unsigned_told(charter: Charter) -> str:
    """What to know of every vote and decision of a board without signatures; "" for one that signs."""
    return "" if charter.signing == "required" else "This board works without signatures: nobody can prove who voted."


def told(charter: Charter) -> tuple[Chapter, ...]:
    """The board, its seats, how it votes, and what each kind of proposal asks for."""
    return (
        Chapter("The board", tuple(_board(charter))),
        Chapter("Seats", tuple(_seats(charter))),
        Chapter("How it votes", tuple(_voting(charter))),
        *(Chapter(f"Kind: {one.id}", tuple(_kind(charter, one))) for one in charter.kinds.values()),
        Chapter("Any other kind", ("The full vote; every seat that always votes must say yes or no.",)),
    )


def _board(charter: Charter) -> Iterator[str]:
    yield f"It is called {charter.name or 'nothing yet'} and decides by rules number {charter.rules}."
    yield f"What is not on the branch {charter.branch} does not exist for it."
    if charter.signing == "required":
        yield "Every act must be signed; an unsigned one counts for nothing."
    else:
        yield "Acts need no signature: it trusts whoever can push."
    holidays = f"{_some(len(charter.holidays), 'holiday')} besides" if charter.holidays else "no holidays are named"
    yield f"Days are counted in {charter.timezone}. Saturdays and Sundays are no working days; {holidays}."
    yield "Public texts name people." if charter.publish_names else "Public texts name seats, not people."
    yield f"Anybody may write to {charter.contact}." if charter.contact else "No address is given for the public."
    yield f"What is approved goes through the rings {', then '.join(charter.rings)}."


def _seats(charter: Charter) -> Iterator[str]:
    for seat in charter.seats:
        when = "always votes" if seat.votes == "always" else "votes at tier high, and where it must vote"
        holders = [one.name or one.id for one in charter.members if seat.id in one.seats]
        deputies = [one.name or one.id for one in charter.members if seat.id in one.alternate]
        who = f"Held by {' and '.join(holders) or 'nobody'}; alternate: {' and '.join(deputies) or 'nobody'}."
        yield f"{seat.title or seat.id} {when}. {who}"
    yield from _panel(charter)
    for role in ("chair", "secretary", "sponsor"):
        named = [one.name or one.id for one in charter.members if role in one.roles]
        yield f"{role.capitalize()}: {' and '.join(named) or 'nobody'}."


def _panel(charter: Charter) -> Iterator[str]:
    """Who is on the ethics panel, and what its make-up lacks."""
    if charter.seat(PANEL) is None:
        yield "The board has no ethics panel."
    elif on_panel(charter):
        yield f"The ethics panel is {make_up(charter)}."
        yield from lacks(charter)
    else:
        yield no_panel(charter)


def _voting(charter: Charter) -> Iterator[str]:
    rules = charter.voting
    high, people = rules.quorum_seats_high, max(2, rules.quorum_people)
    yield f"{rules.quorum_seats} seats must speak, {high} at tier high, and at least {people} people."
    yield f"To approve, {_share(rules.majority)} of the eligible seats must say yes. Who abstains stays in the sum."
    yield "Where a high risk is left, every eligible seat must speak, and the ethics panel gives its view."
    first = charter.rings[0] if charter.rings else "the first ring"
    yield f"Such an approval lasts {HIGH_RISK_DAYS} days at most. A critical risk goes no further than {first}."
    yield "Where a medium risk or more is left, nothing is approved without a condition from somebody who says yes."
    yield "Where an exception lifts a bar, the seat that judges the question must say yes or no."
    yield "Where an answer raises the tier of an open proposal, nothing is approved until it is opened again."
    days = _some(rules.window_working_days, "working day")
    yield f"The board takes up to {days}; once every seat has voted, it may decide."
    if rules.hide_ballots_until_cast:
        yield "You see the ballots of others once yours is cast."
    else:
        yield "Ballots are open to all members at once."
    may = "may vote on it" if rules.proposer_may_vote else "does not vote on it; the seat goes to the alternate"
    yield f"Whoever proposes {may}."
    yield f"A proposal is put off at most {_some(rules.deferrals, 'time')}."


def _kind(charter: Charter, rule: KindRule) -> Iterator[str]:
    yield f"Decided {'as' if rule.path == 'emergency' else 'by'} {PATH_WORDS.get(rule.path, rule.path)}."
    for when, path in rule.path_when.items():
        yield f"Where {_stated(when)}: {PATH_WORDS.get(path, path)}."
    signs = [*_titles(charter, rule.must_sign), *(f"the {role}" for role in rule.must_sign_roles)]
    yield f"Must vote: {_listed(signs)}."
    for role in rule.must_sign_roles:
        if not any(role in member.roles and not member.suspended for member in charter.members):
            yield f"Nobody is {role}, so that vote falls away."
    high = [seat for seat in rule.must_sign_high if seat not in rule.must_sign]
    if high:
        yield f"At tier high also: {_listed(_titles(charter, high))}."
    for when, seats in rule.must_sign_when.items():
        yield f"Where {_stated(when)}, or nobody knows, also: {_listed(_titles(charter, seats))}."
    if rule.majority is not None:
        yield f"To approve, {_share(rule.majority, rule.majority_at_least)} of the eligible seats must say yes."
    if rule.quorum_seats is not None:
        yield f"{_some(rule.quorum_seats, 'seat')} must speak."
    if rule.notice_working_days:
        yield f"It lies open for {_some(rule.notice_working_days, 'working day')} before it is decided."
    yield f"An approval lasts {_some(rule.expires_days, 'day')}." if rule.expires_days else "An approval does not end."
    for when, days in rule.expires_when.items():
        yield f"Where {_stated(when)}: {_some(days, 'day')}."


def _share(majority: tuple[int, int], at_least: bool = False) -> str:
    part = "half" if majority == (1, 2) else f"{majority[0]}/{majority[1]}"
    return f"{'at least' if at_least else 'more than'} {part}"


def _stated(when: str) -> str:
    fact, _, value = when.partition("=")
    return f"{fact.replace('_', ' ')} is {value}"


def _titles(charter: Charter, seats: Iterable[str]) -> list[str]:
    return [charter.seat_title(seat) for seat in seats]


def _listed(names: list[str]) -> str:
    return ", ".join(names) or "nobody besides the quorum"


def _some(number: int, one: str) -> str:
    return f"{number or 'no'} {one}{'' if number == 1 else 's'}"
