"""Conformance: a record that says more than the board decided (row 13)."""

from __future__ import annotations

from tests.conformance.cases import case, decide_again, swap
from tests.trust.history import DECIDED, History

_SHA = "sha256:" + "b" * 64


def _slipped_in(what: str, lines: str) -> None:
    @case(f"13-{what}-slipped-in_fail", "decision.record")
    def slipped(history: History) -> None:
        decide_again(history, lambda text: text + lines)


_slipped_in("held-evidence", f'\n[[held]]\nid = "eval"\nby = "Ben"\nsha256 = "{_SHA}"\n')
_slipped_in("day-to-look-again", "\n[dates]\nreview_by = 2030-01-01\n")
_slipped_in(
    "motion",
    f'\n[[motions]]\npath = "decisions/{DECIDED}/motions/1.toml"\nsha256 = "{_SHA}"\nkind = "stop"\nmember = "ben"\n'
    'outcome = "withdrawn"\nwords = "Ben stopped it."\n',
)


@case("13-digest-of-something-else-slipped-in_fail", "decision.record")
def more_digests(history: History) -> None:
    """A record binds what the board saw and no more: one more digest would read as if the board had seen that, too."""
    decide_again(history, swap("[digests]\n", f'[digests]\nannex = "{_SHA}"\n'))
