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

    An exception names the questions in its fact `waives` (or in `gate`), and what it covers: models and datasets by
    version, or a proposal, model or dataset by its id in `scope`; and a ring where it is for one ring only.
    What no waiver lifts (BLOCK!) stays barred in the tally whatever is named here.
    """
    found: dict[str, str] = {}
    for each in sorted(exceptions, key=lambda one: one.id):
        rightly = each.proposal.kind == EXCEPTION and stage(each, today) is Stage.IN_FORCE
        if rightly and _covers(each.proposal, case.proposal):
            found |= dict.fromkeys((*each.proposal.fact("gate"), *each.proposal.fact("waives")), each.id)
    return found


def _covers(exception: Proposal, proposal: Proposal) -> bool:
    rings = exception.fact("target_ring")
    if rings and not set(rings).intersection(proposal.fact("target_ring")):
        return False
    scope, named = exception.fact("scope"), exception.artefacts()
    if proposal.id in scope:
        return True
    if not named:  # a version that is named is not widened to all versions by the scope
        return any(each.id in scope for each in proposal.artefacts())
    return any(
        one.id == other.id and one.version in ("", other.version) for one in named for other in proposal.artefacts()
    )
