"""Decisions that rest on dates ahead which two members gave before: judged again by what members sign afterwards.

A date that a member gave counts until she signs an earlier one, or as many others do as gave it, two at least; so it
does against what was decided meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from board.trust.dating import Dates, left
from board.trust.report import Fault
from board.trust.state import State
from board.trust.step import Recount, Step

_CODE = "date.decisive"


@dataclass
class Later:
    """Steps that rest on their dates, each with the earliest date that each other member signed since.

    Earlier dates take later ones back only where no fewer members give them: else two who date back afterwards would
    take away what three had honestly signed. Who signs both speaks for the earlier.
    """

    waiting: list[tuple[Step, dict[str, int], dict[str, int]]] = field(default_factory=list)
    """Each such step, the earliest date that each other member signed since, and her latest one before."""

    def note(self, step: Step, doubts: Sequence[Fault], dates: Dates) -> None:
        """Hear of a step that counts, of what is doubtful in it, and of the dates with it."""
        me, at = step.member.id, step.when.at
        for earlier, since, _ in self.waiting:
            if me != earlier.member.id:
                since[me] = min(at, since.get(me, at))
        if any(fault.code == _CODE for fault in doubts):
            before = {one: day for one, day in dates.latest.items() if one != me}
            self.waiting.append((step, {}, before))

    def left(self, doubts: Sequence[Fault], recount: Recount, states: Mapping[str, State]) -> list[Fault]:
        """The doubts without those that what was signed since takes back."""
        gone = {
            step.commit for step, since, before in self.waiting if _taken_back(step, since, before, recount, states)
        }
        return [fault for fault in doubts if fault.code != _CODE or fault.commit not in gone]


def _taken_back(
    step: Step, since: Mapping[str, int], before: Mapping[str, int], recount: Recount, states: Mapping[str, State]
) -> bool:
    """Whether a step rests on no date any more but its own and those that stand."""
    when = step.when

    def rest(date: int, by: str = "") -> int:
        """What is left of a date by what others signed since."""
        others = {member: at for member, at in since.items() if member != by}
        stand = {member: at for member, at in before.items() if member not in others}
        return left(date, list(others.values()), list(stand.values()))

    late = {path: replace(one, earliest=rest(one.earliest, one.by)) for path, one in when.late.items()}
    opened = replace(when.opened, earliest=rest(when.opened.earliest, when.opened.by)) if when.opened else None
    now = replace(when, floor=rest(when.floor), opened=opened, late=late, acted=rest(when.acted))
    return now != when and not any(True for _ in recount.dated(replace(step, when=now), states))
