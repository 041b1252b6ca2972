"""What somebody outside the board may write among its files: messages under a guest's name, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from board.core.message import is_guest
from board.formats.messages import read_message
from board.formats.names import folded
from board.formats.paths import Sort
from board.trust import rules
from board.trust.rules import settles_own, sound
from board.trust.state import Ground
from board.trust.step import Step

MOST, LONGEST = 50, 8192
"""So many messages from outside count for one proposal, and so many bytes may one have.

Anybody can write them, nobody may remove them, and each page prints what is open: more would stop a decision.
"""


def messages(paths: Iterable[str], ground: Ground) -> bool:
    """Whether these are all places of messages; of anything else by an outsider nobody needs to read more."""
    return all(rules.place(path, ground).sort is Sort.MESSAGE for path in paths)


def from_outside(step: Step) -> bool:
    """Whether a commit only adds messages under a guest's name, which no member has: its writer cannot be known."""
    for touch in step.touches:
        message = read_message(touch.new or b"", touch.path).value if touch.place.sort is Sort.MESSAGE else None
        if message is None or touch.old is not None or not is_guest(touch.place.member, step.charter):
            return False
        if not settles_own(message, touch.place.member) or any(sound(step, touch)) or len(touch.new or b"") > LONGEST:
            return False
    proposals = {touch.place.proposal for touch in step.touches}
    return bool(proposals) and all(_one_proposal(step, each) and _few(step, each) for each in proposals)


def _few(step: Step, proposal: str) -> bool:
    """Whether no more messages from outside lie there with these than count."""
    folder = step.ground.layout.file(proposal, "messages")
    every = {*step.before.files(f"{folder}/"), *(t.path for t in step.touches if t.place.proposal == proposal)}
    return sum(is_guest(rules.place(path, step.ground).member, step.charter) for path in every) <= MOST


def _one_proposal(step: Step, proposal: str) -> bool:
    """Whether the board took a proposal up, or one lies there whose folder nobody can take for what comes later."""
    document = step.ground.layout.proposal(proposal)
    if step.before.blob(step.ground.layout.file(proposal, "docket.toml")):
        return True
    folder, _, name = document.rpartition("/")
    alone = not proposal.endswith(".md") and len(step.there(folder).get(folded(name), ())) == 1
    return alone and bool(step.before.blob(document))
