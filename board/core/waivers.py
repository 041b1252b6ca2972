"""Which exceptions in force lift the bar of a blocking question."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from board.core.case import Case, Stage
from board.core.proposal import Proposal
from board.core.summary import stage

EXCEPTION = "policy-exception"


def waivers(case: Case, exceptions: Iterable[Case], today: date) -> dict[str, str]:
    """Question id → the exception in force that waives it for this proposal.

    An exception names the question in its fact `gate`, the models it covers, and a ring where it is for one ring only.
    What no waiver lifts (BLOCK!) stays barred in the tally whatever is named here.
    """
    found: dict[str, str] = {}
    for each in sorted(exceptions, key=lambda one: one.id):
        rightly = each.proposal.kind == EXCEPTION and stage(each, today) is Stage.IN_FORCE
        if rightly and _covers(each.proposal, case.proposal):
            found |= dict.fromkeys(each.proposal.fact("gate"), each.id)
    return found


def _covers(exception: Proposal, proposal: Proposal) -> bool:
    rings = exception.fact("target_ring")
    if rings and not set(rings).intersection(proposal.fact("target_ring")):
        return False
    return any(
        one.id == other.id and one.version in ("", other.version)
        for one in exception.artefacts()
        for other in proposal.artefacts()
    )
