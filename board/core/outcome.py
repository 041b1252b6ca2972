"""What a tally or a closed round comes to."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """What a tally or a closed round comes to; the last three end a round but not the proposal."""

    APPROVED = "approved"
    APPROVED_WITH_CONDITIONS = "approved-with-conditions"
    REJECTED = "rejected"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    DEFERRED = "deferred"
    NO_QUORUM = "no-quorum"

    @property
    def yes(self) -> bool:
        """Whether the change may go ahead."""
        return self in (Outcome.APPROVED, Outcome.APPROVED_WITH_CONDITIONS)

    @property
    def final(self) -> bool:
        """Whether it ends the proposal: a decision record is written."""
        return self not in (Outcome.RETURNED, Outcome.DEFERRED, Outcome.NO_QUORUM)


OUTCOME_WORDS: dict[Outcome, str] = {
    Outcome.APPROVED: "approved",
    Outcome.APPROVED_WITH_CONDITIONS: "approved with conditions",
    Outcome.REJECTED: "rejected",
    Outcome.STOPPED: "stopped",
    Outcome.WITHDRAWN: "withdrawn",
    Outcome.RETURNED: "returned to the proposer",
    Outcome.DEFERRED: "deferred",
    Outcome.NO_QUORUM: "no quorum",
}
