"""What an approved charter or policy change puts in place: its own files below `new/`, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from board.actions.cases import opening_world
from board.actions.load import World
from board.core.case import Case
from board.core.finding import Refused, Severity, refuse
from board.core.layout import CHARTER
from board.core.record import Outcome
from board.formats.charter import read_charter
from board.formats.checklists import read_checklist
from board.formats.read import Read
from board.formats.toml import load

KINDS = ("charter-change", "policy-change")
_FOLDERS = ("checklists/", "templates/")


def installed(world: World, case: Case, outcome: Outcome) -> dict[str, bytes | None]:
    """The files as the board opened them, at their places; empty for other kinds and outcomes.

    Raises Refused when one of them is meant for a place that such a change may not write, or could not be read there.
    """
    if case.proposal.kind not in KINDS or not outcome.yes:
        return {}
    opened = opening_world(world, case.id)
    base = world.layout.evidence(case.id, "new/")
    found: dict[str, bytes | None] = {}
    for path in opened.evidence_files(case.id):
        if path.startswith(base):
            name = path[len(base) :]
            found[CHARTER if name == CHARTER else world.layout.at(name)] = _checked(name, opened.snapshot.read(path))
    return found


def _checked(name: str, data: bytes | None) -> bytes:
    if name not in (CHARTER, "policy.toml") and not name.startswith(_FOLDERS):
        raise refuse(
            "change.place",
            f"This change carries {name}, and a change of the rules may write only the charter, the policy, "
            "checklists and templates.",
            "Return it to the proposer: the file must go.",
        )
    if data is None:
        raise refuse("change.too-large", f"{name} is too large to be put in place.", "Return it to the proposer.")
    reader = _reader(name)
    if reader is not None:
        broken = [finding for finding in reader(data, name).findings if finding.severity is Severity.ERROR]
        if broken:
            raise Refused(*broken)
    return data


def _reader(name: str) -> Callable[[bytes, str], Read[Any]] | None:
    if name == CHARTER:
        return read_charter
    if name.startswith("checklists/") and name.endswith(".toml"):
        return read_checklist
    return load if name == "policy.toml" else None
