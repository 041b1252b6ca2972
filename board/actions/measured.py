"""What evaluation runs among the evidence say, so that nobody types it again: whether every minimum is reached."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite

from board.actions.load import World
from board.core.from_facts import FOUND
from board.core.proposal import Evidence, Proposal
from board.core.review import Answer
from board.core.sentence import plural
from board.formats.data import read_data
from board.formats.toml import FILE_LIMIT

RUNS = "evaluation-runs"


def measured(world: World, proposal: Proposal) -> dict[str, Answer]:
    """The answers to questions that read evaluation runs, by question: those where every file named for one is a run.

    Which question reads them stands in the checklist, so an opening counts by the checklists it binds.
    """
    wanted = [one.id for each in world.checklists for one in each.questions if one.reads == RUNS]
    given = {one: [each for each in proposal.evidence if one in each.answers] for one in wanted}
    named = dict.fromkeys(each.path for pieces in given.values() for each in pieces)
    results = {name: results_of(_read(world, proposal.id, name), proposal) for name in named}  # each file once
    found = {one: _said(results, one, pieces) for one, pieces in given.items() if pieces}
    return {one: answer for one, answer in found.items() if answer is not None}


def _said(runs: Mapping[str, list[bool]], question: str, pieces: list[Evidence]) -> Answer | None:
    """Yes where each result of each run reaches its minimum; None where one of them cannot be read as a run."""
    results: list[bool] = []
    for each in pieces:
        if not runs[each.path]:
            return None
        results += runs[each.path]
    names = ", ".join(each.path for each in pieces)
    note = (
        f"{FOUND}: {sum(results)} of {plural(len(results), 'result')} in {names} reach their minimum, read cautiously."
    )
    return Answer(question, ("yes" if all(results) else "no",), note, tuple(each.id for each in pieces))


def results_of(run: Mapping[str, object], proposal: Proposal) -> list[bool]:
    """Whether each result of a run with a limit keeps to it, at the cautious end of its range; [] where one is unclear.

    The run must name a version of a model that the proposal names, if it names any. Its own word of a pass is
    not enough, and its own word of a fail is.
    """
    said, named = str(run.get("model", "")), proposal.artefacts()
    if not said or (named and not any(one.id in said and one.version in said for one in named)):
        return []
    metrics = run.get("metrics")
    found: list[bool] = []
    for metric in metrics if isinstance(metrics, list) else ():
        if not isinstance(metric, Mapping):
            return []
        if "threshold" not in metric:
            continue
        least, most = ">" in str(metric.get("comparator")), "<" in str(metric.get("comparator"))
        limit, end = _number(metric.get("threshold")), _number(metric.get("ci_low" if least else "ci_high"))
        if limit is None or end is None or least == most:
            return []
        found.append((end >= limit if least else end <= limit) and metric.get("pass") is not False)
    return found


def _read(world: World, proposal_id: str, name: str) -> Mapping[str, object]:
    path = world.layout.evidence(proposal_id, name) if name.endswith((".toml", ".json")) else ""
    there = world.snapshot.sums([path]).get(path) if path else None
    if there is None or there[0] > FILE_LIMIT:
        return {}
    read = read_data(world.snapshot.read(path) or b"", name)
    return read if isinstance(read, Mapping) else {}


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        number = float(value)
    except OverflowError:  # a whole number larger than any that measures something
        return None
    return number if isfinite(number) else None
