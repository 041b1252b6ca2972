"""Concerns that were raised, who raised them, and what became of each: the same words on both pages."""

from __future__ import annotations

from board.core.message import Message, is_guest
from board.core.panel import PANEL
from board.render.inputs import DecisionInputs, day_of, person_words

OUTSIDE = "Somebody outside the board, unproven,"
"""Whom a page names for a message that anybody who can push may have written."""

A_PANELLIST = "A member of the ethics panel"
"""Who speaks for the panel one by one, where names are left out: the panel as a seat speaks only by its vote."""


def raised_by(inputs: DecisionInputs, message: Message) -> str:
    """Who wrote a message, as the page may say it."""
    if is_guest(message.author, inputs.case.charter):
        return OUTSIDE
    if inputs.record.render > 3 and not inputs.case.charter.publish_names and by_panel(inputs, message):
        return A_PANELLIST
    return person_words(inputs.case, message.author)


def by_panel(inputs: DecisionInputs, message: Message) -> bool:
    """Whether a member of the ethics panel wrote a message."""
    one = inputs.case.charter.member(message.author)
    return one is not None and PANEL in (*one.seats, *one.alternate)


def panel_concerns(inputs: DecisionInputs) -> list[dict[str, object]]:
    """Every concern of a member of the ethics panel: its words, the replies to it, and what became of it."""
    return [_told(inputs, one) for one in inputs.case.messages if one.kind == "concern" and by_panel(inputs, one)]


def _told(inputs: DecisionInputs, concern: Message) -> dict[str, object]:
    case = inputs.case
    replies = [one for one in case.messages if one.kind == "reply" and one.re == concern.file]
    end, words = _became(inputs, concern)
    return {
        "who": person_words(case, concern.author) if case.charter.publish_names else A_PANELLIST,
        "day": day_of(inputs, concern.sent_at),
        "text": concern.text.strip(),
        "replies": [{"who": _answering(inputs, one), "text": one.text.strip()} for one in replies],
        "end": end,
        "words": words,
    }


def _answering(inputs: DecisionInputs, message: Message) -> str:
    return "The proposer" if message.author == inputs.case.proposal.proposer else raised_by(inputs, message)


def _became(inputs: DecisionInputs, concern: Message) -> tuple[str, str]:
    """What became of a concern: settled by who raised it, overruled by the board, or still open; and in whose words."""
    case = inputs.case
    settled = (one for one in case.messages if one.kind == "resolved" and one.author == concern.author)
    for one in settled:
        if one.re == concern.file:
            return "Who raised it says that it is settled", one.text.strip()
    for each in inputs.tally.motions:
        if each.carried and each.motion.about == concern.file:
            mover = person_words(case, each.motion.member)
            return f"The board overruled it by vote ({each.words}). {mover} gave the reason", each.motion.text.strip()
    return "It was still open when the board decided", ""
