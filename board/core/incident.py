"""Incidents: what went wrong in use, read beside a proposal that bears the same tags or models."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do because of an incident; `done` where it was done or a proof is named."""

    id: str
    text: str
    owner: str = ""
    due: date | None = None
    done: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """One report owed to somebody by a day, or by the moment `at` where hours count; `done` once it was made."""

    regime: str
    due: date | None = None
    done: bool = False
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Incident:
    """One retrospective below `incidents/`; `severity` runs from SEV1, serious harm, to SEV4, a near miss.

    `follows` is the incident that a later report carries on; what that says about an action or a clock replaces what
    stood before.
    """

    id: str
    title: str
    date: date | None = None
    severity: str = ""
    status: str = ""
    summary: str = ""
    models: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    path: str = ""
    follows: str = ""
    actions: tuple[Action, ...] = ()
    clocks: tuple[Clock, ...] = ()


def carried_on(incidents: Iterable[Incident]) -> tuple[Incident, ...]:
    """Each incident with its actions and clocks as the reports that follow it, by path, left them."""
    ordered = sorted(incidents, key=lambda one: one.path)
    later = {one.id: [each for each in ordered if each.follows == one.id] for one in ordered}
    return tuple(_latest(one, later[one.id]) for one in ordered if not one.follows)


def _latest(incident: Incident, later: Iterable[Incident]) -> Incident:
    actions = {each.id: each for each in incident.actions}
    clocks = {each.regime: each for each in incident.clocks}
    for report in later:
        for action in report.actions:
            before = actions.get(action.id, action)
            actions[action.id] = replace(
                before, owner=action.owner or before.owner, due=action.due or before.due, done=action.done
            )
        for clock in report.clocks:
            before_it = clocks.get(clock.regime, clock)
            moved = clock if clock.due else before_it
            clocks[clock.regime] = replace(before_it, due=moved.due, at=moved.at, done=clock.done)
    return replace(incident, actions=tuple(actions.values()), clocks=tuple(clocks.values()))
