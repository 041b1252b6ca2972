"""What somebody outside the board may write among its files: messages under a guest's name, and nothing else."""

from __future__ import annotations

from board.core.message import is_guest
from board.formats.messages import read_message
from board.formats.paths import Sort
from board.trust.rules import settles_own, sound
from board.trust.step import Step, folded


def from_outside(step: Step) -> bool:
    """Whether a commit only adds messages under a guest's name, which no member has: its writer cannot be known."""
    for touch in step.touches:
        message = read_message(touch.new or b"", touch.path).value if touch.place.sort is Sort.MESSAGE else None
        if message is None or touch.old is not None or not is_guest(touch.place.member, step.charter):
            return False
        if not settles_own(message, touch.place.member) or any(sound(step, touch)):
            return False
    return bool(step.touches) and all(_one_proposal(step, each) for each in {t.place.proposal for t in step.touches})


def _one_proposal(step: Step, proposal: str) -> bool:
    """Whether the board took a proposal up, or one lies there whose folder nobody can take for what comes later."""
    document = step.ground.layout.proposal(proposal)
    if step.before.blob(step.ground.layout.file(proposal, "docket.toml")):
        return True
    folder, _, name = document.rpartition("/")
    alone = not proposal.endswith(".md") and len(step.there(folder).get(folded(name), ())) == 1
    return alone and bool(step.before.blob(document))
