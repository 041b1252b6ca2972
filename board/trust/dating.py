"""Dates are claims; but each comes in a commit that its maker dated under her signature, behind commits of others.

What is told here voids nothing: a clock may be wrong, and work that was done offline is sent days later. So a ballot
may be as old as it likes, unless an outcome rests on that. Openings and decisions are made with the remote at hand:
they are as old as their commit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from board.core.dates import LAST_SECOND, format_utc, moment_at
from board.formats.fields import Fields
from board.formats.messages import message_name_parts
from board.formats.paths import Sort
from board.formats.toml import FILE_LIMIT, load
from board.trust.pair_days import Acts, agreed_at, joined_from, note_act
from board.trust.report import Fault
from board.trust.step import Dated, Step, Touch, When, openings_in

TOLERANCE = 86_400
"""Seconds by which two clocks may differ."""
_KEYS: Mapping[Sort, str] = {
    Sort.RECORD: "decided_at",
    Sort.ROUND: "decided_at",
    Sort.BALLOT: "cast_at",
    Sort.MOTION: "at",
    Sort.ACT: "at",
    Sort.FOLLOW_UP: "at",
    Sort.EMERGENCY: "acted_at",
}
_ENDS = (Sort.RECORD, Sort.ROUND)
_SAID = (Sort.BALLOT, Sort.MOTION)
_PLAIN = re.compile(rb"^(\w+) = ([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)$", re.MULTILINE)


@dataclass
class Dates:
    """What the walk so far tells of when things were done, by what their makers signed."""

    latest: dict[str, int] = field(default_factory=dict)
    """By member, the date of her latest commit: who signs an earlier one after it takes hers back."""
    steps: dict[str, int] = field(default_factory=dict)
    """By member, which of the steps that count was that commit."""
    opened: dict[str, Dated] = field(default_factory=dict)
    """By proposal, its latest opening, until it is decided."""
    voted: dict[str, dict[str, Dated]] = field(default_factory=dict)
    """By proposal and member, the latest ballot on it, until it is decided."""
    late: dict[str, dict[str, Dated]] = field(default_factory=dict)
    """By proposal and path, until it is decided: ballots and motions older than their commits."""
    acts: Acts = field(default_factory=dict)
    """What members agreed to do together and did not do yet; see pair_days.py."""
    decided: dict[str, Dated] = field(default_factory=dict)
    """By proposal, its decision, where its record says an earlier moment than signed commits allow."""
    last: Dated | None = None
    """The opening or decision made last."""

    def when(self, at: int, member: str, touches: Sequence[Touch]) -> When:
        """What is known of a commit that a member dates `at`, in seconds, before it is judged."""
        decided = (touch.place.proposal for touch in touches if touch.place.sort in _ENDS)
        opening = next((self.opened[one] for one in decided if one in self.opened), None)
        opening = self._taken_back(opening, member) if opening is not None else None
        made = [touch for touch in touches if touch.place.sort in (Sort.DOCKET, *_ENDS)]
        about = {touch.place.proposal for touch in made}
        late = {path: self._taken_back(each, member) for one in about for path, each in self.late.get(one, {}).items()}
        acted = max((agreed_at(self.acts, touch) for touch in made), default=0)
        followed = {touch.place.proposal for touch in touches if touch.place.sort is Sort.FOLLOW_UP}
        since = {one: self.decided[one].earliest for one in followed if one in self.decided}
        return When(at, self._floor(member), opening, late, acted, since)

    def _taken_back(self, one: Dated, member: str) -> Dated:
        """The same with the earliest moment that others who signed something since leave of it."""
        if not one.step:
            return one
        others = [each for each in self.latest if each not in (member, one.by)]
        since = [self.latest[each] for each in others if self.steps.get(each, 0) > one.step]
        return replace(one, earliest=left(one.earliest, since, [self.latest[each] for each in others]))

    def _floor(self, member: str) -> int:
        """The latest date that two other members gave commits, and that no others took back by earlier ones since."""
        others = {one: at for one, at in self.latest.items() if one != member}
        for date in sorted(others.values(), reverse=True)[1:]:
            second_giver = sorted(self.steps.get(one, 0) for one, at in others.items() if at >= date)[1]
            since = [at for one, at in others.items() if self.steps.get(one, 0) > second_giver]
            if left(date, since, list(others.values())) == date:
                return date
        return 0

    def note(self, step: Step) -> None:
        """Remember a step that counts."""
        me, at = step.member.id, step.when.at
        self.latest[me] = at
        self.steps[me] = number = max(self.steps.values(), default=0) + 1
        for touch in step.touches:
            proposal, sort = touch.place.proposal, touch.place.sort
            said = claim(touch) if sort in (Sort.DOCKET, *_SAID, *_ENDS) else None
            if sort is Sort.RECORD:
                for known in (self.opened, self.voted, self.late):
                    known.pop(proposal, None)
                if said is not None and said < (allowed := earliest(step)) - TOLERANCE:
                    self.decided[proposal] = Dated(touch.path, said, allowed, me, number, at)
            least = max(at, step.when.floor)
            if sort is Sort.ACT:
                note_act(self.acts, touch, least)
            elif sort in (Sort.DOCKET, *_ENDS):
                self.acts.pop(touch.path, None)
            if sort in _SAID and (said or 0) < least - TOLERANCE:
                self.late.setdefault(proposal, {})[touch.path] = Dated(touch.path, said or 0, least, me, number)
            if said is None or sort is Sort.MOTION:
                continue
            if sort is Sort.BALLOT:
                self.voted.setdefault(proposal, {})[me] = Dated(touch.path, min(said, at))
                continue
            self.last = Dated(touch.path, said, earliest(step), me, number, at)
            if sort is Sort.DOCKET:
                self.opened[proposal] = self.last

        self.decided = {one: self._not_before(each) for one, each in self.decided.items()}

    def _not_before(self, one: Dated) -> Dated:
        """A decision with what others leave of its moment, which is no earlier than its own commit."""
        left_of_it = self._taken_back(one, one.by)
        return replace(one, earliest=max(left_of_it.earliest, one.latest))

    def kept(self) -> dict[str, Any]:
        """The same for a file."""
        return asdict(self)

    @staticmethod
    def of(told: object) -> Dates:
        """What `kept` gave; empty where that cannot be read."""
        with suppress(AttributeError, KeyError, TypeError, ValueError):
            return _read(told)  # type: ignore[arg-type]  # whatever it is, it is read or refused
        return Dates()


def _read(told: Mapping[str, Any]) -> Dates:
    voted = {one: {who: Dated(**each) for who, each in by.items()} for one, by in told["voted"].items()}
    opened = {one: Dated(**each) for one, each in told["opened"].items()}
    late = {one: {path: _late(path, it) for path, it in by.items()} for one, by in told.get("late", {}).items()}
    last = Dated(**told["last"]) if told["last"] else None
    acts = {path: {str(one): int(at) for one, at in by.items()} for path, by in told.get("acts", {}).items()}
    decided = {one: Dated(**each) for one, each in told.get("decided", {}).items()}
    return Dates(dict(told["latest"]), dict(told.get("steps", {})), opened, voted, late, acts, decided, last)


def _late(path: str, told: Any) -> Dated:
    """What was kept of a late ballot or motion; older programs kept the earliest moment alone."""
    return Dated(path, 0, told) if isinstance(told, int) else Dated(**told)


def left(date: int, since: Sequence[int], known: Sequence[int]) -> int:
    """What is left of a date that members gave, by the dates that others signed since; `known` are all members' latest.

    Two who sign earlier ones take it back, unless more stand by it: they could be the ones who lie.
    """
    back = sorted(at for at in since if at < date - TOLERANCE)
    stand = sum(at >= date - TOLERANCE for at in known)
    return min(date, second(back)) if len(back) > 1 and len(back) >= stand else date


def second(dates: Sequence[int]) -> int:
    """The date that two members signed at most; the end of the calendar where no two did."""
    return sorted(dates)[1] if len(dates) > 1 else LAST_SECOND


def claim(touch: Touch) -> int | None:
    """The moment that a file claims it was made, in seconds; None where it names none."""
    found: datetime | None = None
    if touch.new is None:
        return None
    if touch.place.sort is Sort.DOCKET:
        openings = openings_in(touch.new)
        found = openings[-1].opened_at if openings else None
    elif touch.place.sort is Sort.MESSAGE:
        named = message_name_parts(touch.path.rpartition("/")[2])
        found = named[0] if named else None
    elif (key := _KEYS.get(touch.place.sort)) is not None:
        found = _moment(touch.new, key)
    return int(found.timestamp()) if found else None


def _moment(data: bytes, key: str) -> datetime | None:
    """A moment in a file; one that the program wrote itself is found without reading all of it."""
    plain = [at for name, at in _PLAIN.findall(data) if name == key.encode()]
    if plain and data.count(key.encode()) == 1 and b"\\" not in data:  # nothing else there can spell the key
        with suppress(ValueError):
            return datetime.fromisoformat(plain[0].decode())
    return Fields(load(data, "", FILE_LIMIT).value).moment(key)


def earliest(step: Step) -> int:
    """The earliest moment that signed commits allow for what somebody opened or decided in a step by her own hand.

    Two who act together agreed on its bytes before: what it says is when the first of them did, which may be days ago.
    """
    least = max(step.when.at, step.when.floor)
    return least if _alone(step) else max(step.when.acted, joined_from(least, step.charter))


def _alone(step: Step) -> bool:
    """Whether whoever opens or decides in a step needs nobody else for it."""
    return step.member.presides or any(touch.place.sort is Sort.EMERGENCY for touch in step.touches)


@dataclass(frozen=True, slots=True)
class Days:
    """When something was decided by what members signed; and opened, where the opening says otherwise.

    `late` are the ballots and motions that came later than they say, by path.
    """

    decided: datetime
    opened: datetime | None
    late: Mapping[str, datetime]


def moved_days(step: Step, touch: Touch) -> Days | None:
    """The days of a decision, and of what it rests on, as signed commits allow them; None where it claims no others."""
    said, least, opening = claim(touch), earliest(step), step.when.opened
    if said is None:
        return None
    decided = step.when.at if said > step.when.at + TOLERANCE else said
    decided = least if least and said < least - TOLERANCE else decided
    opened = _opened(opening) if opening is not None else None
    late = {one.path: moment_at(one.earliest) for one in step.when.late.values() if one.said < one.earliest - TOLERANCE}
    return Days(moment_at(decided), opened, late) if opened is not None or late or decided != said else None


def _opened(opening: Dated) -> datetime | None:
    """When something was opened by what members signed; None where its date is as good as theirs."""
    if opening.said < opening.earliest - TOLERANCE:
        return moment_at(opening.earliest)
    return moment_at(opening.latest) if opening.latest and opening.said > opening.latest + TOLERANCE else None


def doubts(step: Step, dates: Dates) -> Iterator[Fault]:
    """What a step says of its own date and signed commits contradict; of many, the first."""
    for touch in step.touches:
        said = claim(touch)
        if said is not None and (fault := _doubt(step, touch, said, dates)) is not None:
            yield fault
            return


def _doubt(step: Step, touch: Touch, said: int, dates: Dates) -> Fault | None:
    sort, when = touch.place.sort, step.when
    words = f"{touch.path} says {shown(said)}"
    if said > when.at + TOLERANCE:
        return Fault("date.apart", f"{words}; its commit was signed on {shown(when.at)}, before.", path=touch.path)
    fixed = sort is Sort.DOCKET or sort in _ENDS
    if fixed and not _alone(step) and said < (least := earliest(step)) - TOLERANCE:
        words = f"{words}; by what members signed, the two cannot have agreed to it before {shown(least)}."
        return Fault("date.apart", words, path=touch.path)
    if fixed and _alone(step):
        if said < when.floor - TOLERANCE:
            words = f"{words}; two other members signed commits before it, and not before {shown(when.floor)}."
            return Fault("date.order", words, path=touch.path)
        if said < when.at - TOLERANCE:
            return Fault("date.apart", f"{words}; its commit was signed on {shown(when.at)} only.", path=touch.path)
    for earlier in _before(step, touch, dates):
        if said < earlier.said - TOLERANCE:
            words = f"{words}; {earlier.path}, which was there before, says {shown(earlier.said)}."
            return Fault("date.order", words, path=touch.path)
    return None


def _before(step: Step, touch: Touch, dates: Dates) -> Iterator[Dated]:
    """What a record rests on, or was made after."""
    proposal, sort = touch.place.proposal, touch.place.sort
    if sort is Sort.BALLOT and proposal in dates.opened:
        yield dates.opened[proposal]
    if sort in _ENDS:
        yield from (each for who, each in dates.voted.get(proposal, {}).items() if who != step.member.id)
    if dates.last is not None and _alone(step) and (sort is Sort.DOCKET or sort in _ENDS):
        yield dates.last
    if sort is Sort.FOLLOW_UP and (record := step.file(proposal, "record.toml")) is not None:
        decided = _moment(record, "decided_at")
        if decided is not None:
            yield Dated(step.ground.layout.file(proposal, "record.toml"), int(decided.timestamp()))


def ahead(dates: Dates, now: datetime) -> tuple[Fault, ...]:
    """That what was opened or decided last names a day that has not come; only this looks at the clock here."""
    last = dates.last
    if last is None or last.said <= now.timestamp() + TOLERANCE:
        return ()
    words = f"{last.path} says {shown(last.said)}; the clock here says {format_utc(now)}."
    return (Fault("date.ahead", words, path=last.path),)


def shown(seconds: int) -> str:
    """The same in words."""
    return format_utc(moment_at(seconds))
