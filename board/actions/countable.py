"""Nothing is written that nobody could read again: a file too large or too odd for its sort is refused before."""

from __future__ import annotations

from collections.abc import Mapping

from board.actions.load import World
from board.core.finding import Finding, Refused, Severity, Where, refuse
from board.formats.paths import Sort, classify
from board.formats.toml import FILE_LIMIT, RECORD_LIMIT, load
from board.store.base import Change
from board.store.limits import MIB

_READ: Mapping[Sort, int] = {
    **dict.fromkeys((Sort.DOCKET, Sort.BALLOT, Sort.FOLLOW_UP, Sort.MOTION, Sort.EMERGENCY), RECORD_LIMIT),
    **dict.fromkeys((Sort.RECORD, Sort.ROUND, Sort.REVIEW, Sort.ACT), FILE_LIMIT),
}
"""What the program writes as TOML, and up to how many bytes it is read."""
_OPEN = (Sort.PROPOSAL, Sort.EVIDENCE, Sort.ANSWERS, Sort.OTHER)


def refuse_unreadable(world: World, change: Change) -> None:
    """Raise Refused where `board verify` would call a file of a change too large, or could not read it."""
    for path, data in change.files.items():
        sort = classify(path, world.layout).sort
        if data is None or sort in _OPEN:
            continue
        if sort is Sort.UNKNOWN:
            words = f"{path} has no place in the board's repository, so nothing was written."
            raise refuse("path.unknown", words, "Tell the board's secretary; the name came from what lies there.")
        limit = 2 * RECORD_LIMIT if sort is Sort.MESSAGE else MIB
        if sort in _READ:
            read = load(data, path, _READ[sort])
            why = "" if read.value.readable else " ".join(each.message for each in read.findings)
        else:
            why = f"It has {len(data):,} bytes; more than {limit:,} are not read." if len(data) > limit else ""
        if why:
            raise Refused(
                Finding(
                    "file.too-large",
                    f"{path.rpartition('/')[2]} would not count, so nothing was written. {why}",
                    Severity.ERROR,
                    Where(path),
                    "Whoever verifies reads no file of the board beyond these limits.",
                    "Say it in fewer words; what is long belongs into the evidence. What others wrote too long, "
                    "they say again in brief, or the proposer brings it anew.",
                )
            )
