"""Whether the board approved a model for everybody already, so that an easier path may change it there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from board.actions.cases import load_case
from board.actions.load import World
from board.core.case import Case
from board.core.easier import EASIER, to_everybody
from board.core.listed import Stage
from board.core.rules import path_for
from board.core.same_thing import mark
from board.core.stated import STRICTER
from board.core.stopped import PUTS
from board.core.summary import stage


def asks_reach(case: Case) -> bool:
    """Whether it matters to a tally what was approved for everybody: an easier path leads there, by list 3."""
    latest = case.docket.latest
    if latest is None or latest.facts < STRICTER or case.record is not None:
        return False
    path = latest.path or path_for(case.charter.rule(case.proposal.kind), case.proposal)
    return path in EASIER and to_everybody(case)


def with_reach(world: World, case: Case, today: date) -> Case:
    """The case, knowing which of the models and datasets it names an approval in force has brought to everybody.

    `world` holds every proposal. An approval counts by its own files: until its last day, unless somebody let it go.
    """
    wanted, found = {mark(one.id) for one in case.proposal.artefacts()} - {""}, set[str]()
    for one, record in world.records.naming(b"approved"):
        about = {mark(each.id) for each in record.artefacts} & wanted - found
        if about and one != case.id and record.outcome.yes and record.kind in PUTS:
            told = load_case(world, one, light=True)
            if to_everybody(told) and stage(replace(told, superseded_by=""), today) is Stage.IN_FORCE:
                found |= about
    return replace(case, reached=frozenset(found))
