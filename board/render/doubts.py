"""What the board did not know: what a reader without a background may ask stands in the text, the rest in the record.

Told so since page form 4. Nothing is lost: each question, fact and answer that the text only counts is listed under
“Record data”.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from board.core.risk import LIKELIHOOD, WORST_HARM
from board.render.inputs import DecisionInputs, looked_at

_TECHNICAL = ("risk", "compliance")
"""The shipped checklists whose questions speak of files, tests and rules."""
_ANYBODYS = (WORST_HARM, LIKELIHOOD)
_MOST = 5


def doubts(inputs: DecisionInputs, unknown: Sequence[Mapping[str, object]]) -> dict[str, object]:
    """The open questions in two heaps, and how many answers somebody besides the proposer looked at.

    Where a seat doubts what the proposer says, the question stands in the text, however technical it is.

    `unknown` holds the questions without a sure answer on which something depends, in words.
    """
    checklist = {one.asked.question.id: one.asked.question.checklist for one in inputs.standings}
    simple = [one for one in unknown if checklist.get(str(one["id"])) not in _TECHNICAL or one["id"] in _ANYBODYS]
    plain = [one for one in unknown if one["disputed"] or one in simple]
    seen, answered = looked_at(inputs), {one.question for one in inputs.case.answers if one.value}
    asked = [one for one in inputs.standings if not one.asked.dropped and one.asked.question.id in answered]
    # What is in dispute stands in both: people may write the text anew, and a doubt of a seat is never left to that.
    listed = [one for one in unknown if one not in plain[:_MOST]]
    return {
        "plain": plain[:_MOST],
        "more": len(listed),
        "listed": [one for one in unknown if one in listed or one["disputed"]],
        "looked": sum(not one.unjudged or one.asked.question.id in seen for one in asked if one.by != "computed"),
        "computed": sum(not one.asked.dropped and one.by == "computed" for one in inputs.standings),
    }
