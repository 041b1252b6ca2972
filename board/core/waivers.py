"""Which exceptions in force lift the bar of a blocking question (domain.md A, policy-exception)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from board.core.case import Case, Stage
from board.core.summary import stage

EXCEPTION = "policy-exception"


def waivers(case: Case, exceptions: Iterable[Case], today: date) -> dict[str, str]:
    """Question id → the exception in force that waives it for this proposal.

    An exception names the questions in its fact `waives`, and its scope in `scope`: proposal ids or artefact ids. What
    no waiver lifts (BLOCK!) stays barred in the tally whatever is named here.
    """
    scope = {case.id, *(artefact.id for artefact in case.proposal.artefacts())}
    found: dict[str, str] = {}
    for each in exceptions:
        if each.proposal.kind != EXCEPTION or stage(each, today) is not Stage.IN_FORCE:
            continue
        if scope.intersection(each.proposal.fact("scope")):
            found |= dict.fromkeys(each.proposal.fact("waives"), each.id)
    return found
