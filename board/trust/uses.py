"""What the registers showed of each approval since it was given, by place in history: used once, or lapsed unused.

A line in a register switches no approval off and on again: what it says now rests on what it said then. Only what
lapsed by a date that two members take back, by commits of theirs within the time, was used after all; and not where
more had signed a later day by then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from board.core.dates import local_date, moment_at
from board.core.record import Record
from board.core.register import RegisterEntry
from board.core.stated import STRICTER
from board.core.unused import IN_USE, NOBODY_KNOWS, NOT_IN_USE, USE_WITHIN, in_use
from board.formats.paths import Sort
from board.formats.records import read_record_head
from board.formats.registers import read_register
from board.trust.state import State
from board.trust.step import Step, Touch

_PARTS = ("until", "last", "settled", "models", "within", "beyond")
"""A moment before the end of the calendar."""


@dataclass
class Uses:
    """By proposal: the last day to put it to use, what the registers said last, and what they settled for good."""

    until: dict[str, str] = field(default_factory=dict)
    last: dict[str, str] = field(default_factory=dict)
    settled: dict[str, str] = field(default_factory=dict)
    models: dict[str, list[str]] = field(default_factory=dict)
    """By model, the approvals of which nothing is settled yet."""
    within: dict[str, list[str]] = field(default_factory=dict)
    """By approval that lapsed at its first use, who dated that or a later commit within its time: two decide."""
    beyond: dict[str, list[str]] = field(default_factory=dict)
    """By such an approval, who had signed a day after its time by then: where more did, two take nothing back."""

    def note(self, step: Step, after: State, latest: Mapping[str, int]) -> None:
        """Remember what a step that counts approves, and what it makes the registers show.

        `latest` are the dates of the members' latest commits, in seconds, with this step.
        """
        for lapsed in tuple(self.within):
            self._take_back(lapsed, step)
        touched = dict(_touched(step))
        about = {one: None for model in touched for one in self.models.get(model, ())}
        for touch in step.touches:
            if touch.place.sort is Sort.RECORD and touch.new is not None and self._begins(step, touch):
                about[touch.place.proposal] = None
        for proposal in about:
            path = step.ground.layout.file(proposal, "record.toml")
            record = read_record_head(after.read(path) or b"", path).value
            if record is not None:
                self._shown(proposal, record, step, _reading(record, step, after, touched), latest)

    def _begins(self, step: Step, touch: Touch) -> bool:
        record = read_record_head(touch.new or b"", touch.path).value
        openings = step.openings(touch.place.proposal)
        days = USE_WITHIN.get(record.kind) if record is not None and record.outcome.yes else None
        if record is None or days is None or record.decided_at is None or not openings or openings[-1].facts < STRICTER:
            return False
        last = local_date(record.decided_at, step.charter.timezone) + timedelta(days=days)
        self.until[touch.place.proposal] = last.isoformat()
        for one in record.artefacts:
            self.models.setdefault(one.id, []).append(touch.place.proposal)
        return bool(record.artefacts)

    def _shown(self, proposal: str, record: Record, step: Step, said: str, latest: Mapping[str, int]) -> None:
        """What a step shows of an approval; nothing changes what was used in time, or lapsed."""
        over = _day(step, max(step.when.at, step.when.floor)) > date.fromisoformat(self.until[proposal])
        if over and self.last.get(proposal) == NOT_IN_USE and said != NOT_IN_USE:
            used, said = said == IN_USE, NOT_IN_USE
            self.settled[proposal] = said
            if used:
                self.within[proposal] = []
                last = date.fromisoformat(self.until[proposal])
                self.beyond[proposal] = sorted(one for one, at in latest.items() if _day(step, at) > last)
                self._take_back(proposal, step)
        elif said == IN_USE:
            self.settled[proposal] = said
        self.last[proposal] = said
        if proposal in self.settled:
            for one in record.artefacts:
                self.models[one.id] = [each for each in self.models.get(one.id, ()) if each != proposal]

    def _take_back(self, proposal: str, step: Step) -> None:
        """Count a commit that somebody dated within the time of what lapsed; by the second it was used in time."""
        known = self.within[proposal]
        if step.member.id not in known and _day(step, step.when.at) <= date.fromisoformat(self.until[proposal]):
            known.append(step.member.id)
        stand = [one for one in self.beyond.get(proposal, ()) if one not in known]
        if len(known) > 1 and len(known) >= len(stand):
            self.settled[proposal] = self.last[proposal] = IN_USE
            del self.within[proposal]
            self.beyond.pop(proposal, None)

    def kept(self) -> dict[str, Mapping[str, object]]:
        """The same for a file."""
        models = {model: ids for model, ids in self.models.items() if ids}
        told = {"until": self.until, "last": self.last, "settled": self.settled}
        return {**told, "models": models, "within": self.within, "beyond": self.beyond}

    @staticmethod
    def of(told: object) -> Uses:
        """What `kept` gave; empty where that cannot be read."""
        parts = {name: told.get(name) if isinstance(told, Mapping) else None for name in _PARTS}
        read = {name: part if isinstance(part, Mapping) else {} for name, part in parts.items()}
        until, last, settled = ({str(one): str(each) for one, each in read[name].items()} for name in _PARTS[:3])
        models, within, beyond = (
            {str(one): list(map(str, ids)) for one, ids in read[name].items() if isinstance(ids, list)}
            for name in _PARTS[3:]
        )
        within = {one: who for one, who in within.items() if one in until}
        return Uses(until, last, settled, models, within, beyond)


def _day(step: Step, seconds: int) -> date:
    """The calendar day of a moment that a commit names, by the charter's clocks."""
    return local_date(moment_at(seconds), step.charter.timezone)


def _touched(step: Step) -> Iterator[tuple[str, RegisterEntry | None]]:
    """Each model whose entry a step changes, with the new entry; None where it goes."""
    for touch in step.touches:
        if touch.place.sort is Sort.REGISTER and touch.path.endswith(".toml"):
            old, new = (read_register(data, touch.path).value if data else None for data in (touch.old, touch.new))
            yield from ((one.id, new if new is not None and new.id == one.id else None) for one in (old, new) if one)


def _reading(record: Record, step: Step, after: State, touched: Mapping[str, RegisterEntry | None]) -> str:
    """What the registers show of an approval after a step."""
    entries = []
    for one in record.artefacts:
        path = step.ground.layout.at(f"registers/models/{one.id}.toml")
        data = after.read(path) if one.id not in touched else None
        entry = read_register(data, path).value if data else touched.get(one.id)
        entries += [entry] if entry is not None else []
    return in_use(record, entries, step.charter.rings) if entries else NOBODY_KNOWS
