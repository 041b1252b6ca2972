"""Decisions that rest on dates ahead which two members gave before: judged again by what members sign afterwards.

A date that a member gave counts until she signs an earlier one, or two others do; so it does against what was decided
meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from board.trust.dating import second
from board.trust.report import Fault
from board.trust.state import State
from board.trust.step import Dated, Recount, Step

_CODE = "date.decisive"


@dataclass
class Later:
    """Steps that rest on their dates, each with the earliest date that each other member signed since."""

    waiting: list[tuple[Step, dict[str, int]]] = field(default_factory=list)

    def note(self, step: Step, doubts: Sequence[Fault]) -> None:
        """Hear of a step that counts, and of what is doubtful in it."""
        me, at = step.member.id, step.when.at
        for earlier, since in self.waiting:
            if me != earlier.member.id:
                since[me] = min(at, since.get(me, at))
        if any(fault.code == _CODE for fault in doubts):
            self.waiting.append((step, {}))

    def left(self, doubts: Sequence[Fault], recount: Recount, states: Mapping[str, State]) -> list[Fault]:
        """The doubts without those that what was signed since takes back."""
        gone = {step.commit for step, since in self.waiting if _taken_back(step, since, recount, states)}
        return [fault for fault in doubts if fault.code != _CODE or fault.commit not in gone]


def _taken_back(step: Step, since: Mapping[str, int], recount: Recount, states: Mapping[str, State]) -> bool:
    """Whether a step rests on no date any more but its own and those that stand."""
    when = step.when

    def bounded(one: Dated) -> Dated:
        others = [at for member, at in since.items() if member != one.by]
        return replace(one, earliest=min(one.earliest, second(others)))

    floor = min(when.floor, second(list(since.values())))
    late = {path: bounded(one) for path, one in when.late.items()}
    opened = bounded(when.opened) if when.opened is not None else None
    now = replace(when, floor=floor, opened=opened, late=late, acted=min(when.acted, second(list(since.values()))))
    return now != when and not any(True for _ in recount.dated(replace(step, when=now), states))
