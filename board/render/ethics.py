"""The published ethics review: its own page for its own readers.

The words are in `templates/ethics-parts.md.j2`. Which question feeds which section is data here, by the ids of the
shipped checklists; a question that a board removed is simply not there.
"""

from __future__ import annotations

from collections.abc import Iterator

from board.core.ballot import Ballot, Verdict
from board.core.grave import asks_everybody, panel_asked
from board.core.panel import PANEL, minority, on_panel, views
from board.core.record import OUTCOME_WORDS, Outcome
from board.render.data import answer, decision_data
from board.render.forms import form_of
from board.render.inputs import (
    DecisionInputs,
    answer_words,
    asked_words,
    day_of,
    day_words,
    listed,
    panel_line,
    panel_views,
    person_words,
    proposed_words,
    said_words,
    voice_words,
)
from board.render.page import Page
from board.render.raised import panel_concerns
from board.render.sections import ETHICS
from board.render.story import first_large, nobody_spoke, number, spoken

__all__ = ["ETHICS", "draft_ethics", "ethics_sections", "render_ethics"]

_QUESTIONS: dict[str, tuple[str, ...]] = {
    "does": ("E-04", "R-04", "R-10", "E-13"),
    "gains": ("E-01",),
    "pays": ("E-02", "E-03", "R-15", "R-16", "E-14a", "E-14b", "E-16", "E-17", "E-18", "E-20"),
    "reduces": ("R-17", "R-11", "R-20", "R-18", "E-15"),
    "groups": ("E-08", "R-07", "E-09", "E-21"),
    "heard": ("E-07",),
    "alternatives": ("E-06", "E-19"),
    "rights": ("E-10", "E-11", "E-12", "E-22"),
    "left-out": ("E-23",),
}
_VIEWS = {
    Outcome.APPROVED: "acceptable",
    Outcome.APPROVED_WITH_CONDITIONS: "acceptable with limits",
}

_OF = {"emergency-action": "acting at once was ", "model-retire": "to take it out of use is "}
"""What the view is on, where it could be taken for a view on what the change puts right or ends."""


def _data(inputs: DecisionInputs) -> dict[str, object]:
    """What the decision's templates get, and what only this page speaks of."""
    asked = {
        section: [words for name in names if (words := answer_words(inputs, name))]
        for section, names in _QUESTIONS.items()
    }
    return {
        **decision_data(inputs),
        "asked": asked,
        "ethics_asked": _asks_of_people(inputs),
        "view": _view(inputs),
        "panel": _panel(inputs),
        "panel_part": _part(inputs),
        "panel_concerns": panel_concerns(inputs),
        "replies": _replies(inputs),
        "held": [one.title or one.id for one in inputs.case.proposal.evidence if one.held_by],
        "names": inputs.case.charter.publish_names,
        "history": _history(inputs),
        "decision_link": f"../{inputs.case.id.rsplit('/', 1)[-1]}.md",
    }


def _view(inputs: DecisionInputs) -> str:
    """The view as the outcome says it; since page form 4 none is claimed where nobody answered and no panel voted."""
    line = panel_line(inputs)
    said = any(one.by for one in inputs.standings) or not inputs.standings or (line is not None and line.ballot)
    if inputs.record.render > 3 and not said:
        return "none yet, since nobody answered our questions"
    view = _VIEWS.get(inputs.record.outcome, "not acceptable")
    if inputs.record.render < 4:
        return view
    how = ", by silence, since no seat objected and none voted" if nobody_spoke(inputs) else ""
    if inputs.tally.way == "standard" and inputs.record.outcome.yes:
        how = f", by the yes of {listed(spoken(one.title) for one in inputs.tally.seats if one.ballot)} alone"
    return f"{_OF.get(inputs.record.kind, '')}{view}{how}"


def _asks_of_people(inputs: DecisionInputs) -> bool:
    """Whether the board asks its questions about people of this kind; a kind that asks nothing asks none of them."""
    listed_ones = inputs.case.kind_checklists
    return PANEL in listed_ones or (not listed_ones and (inputs.record.render < 4 or bool(inputs.standings)))


def _part(inputs: DecisionInputs) -> str:
    """What part the ethics panel had in the outcome, in two or three words: whose view the page tells hangs on it."""
    if inputs.case.charter.seat(PANEL) is None:
        return "there is none"
    if panel_line(inputs) is None:
        return "had no vote"
    said = _panel(inputs)["said"]
    return f"voted “{said}”" if said else "did not vote"


def _panel(inputs: DecisionInputs) -> dict[str, object]:
    """What the ethics seat said where it voted; else the panel's views, where a high risk asked for any."""
    line = panel_line(inputs)
    if line is None:
        return {"title": "", "said": "", "reason": "", "by": "", "views": list(_shared(inputs))}
    if line.ballot is None:
        return {"title": inputs.case.charter.seat_title(PANEL), "said": "", "reason": "", "by": ""}
    said = panel_views(inputs, views)
    return {
        "of": form_of(inputs.record.render).panel(inputs.case.charter, inputs.decided_on)
        if inputs.record.render > 2
        else "",
        "others": _others(len(said), len(panel_views(inputs, minority))),
        "count": _count(inputs, (line.ballot, *said)),
        "title": line.title,
        "said": said_words(line.ballot, inputs),
        "reason": line.ballot.reason.strip(),
        "by": person_words(inputs.case, line.member) if inputs.case.charter.publish_names else "",
    }


def _shared(inputs: DecisionInputs) -> Iterator[dict[str, str]]:
    """What members of a panel without a vote said on questions, because a high risk is left; told since page form 3."""
    case, day = inputs.case, inputs.decided_on
    if inputs.record.render < 3 or day is None or not asks_everybody(case):
        return
    for review in (one for one in case.reviews if one.member in panel_asked(case, day)):
        who = person_words(case, review.member) if case.charter.publish_names else "A member of the panel"
        for view in review.views:
            stands = inputs.standing(view.question)
            if stands is not None and not view.blank:
                yield {
                    "question": asked_words(inputs, stands),
                    "answer": proposed_words(inputs, stands),
                    "who": who,
                    "said": voice_words(view, stands.asked.question),
                    "note": view.note.strip(),
                }


def _others(views: int, otherwise: int) -> str:
    """How many more members of the panel spoke, and how many of them saw it otherwise."""
    if not views:
        return ""
    more = "One more member" if views == 1 else f"{views} more members"
    if not otherwise:
        return f"{more} of the panel gave a view, the same as the panel's."
    if otherwise == views:
        return f"{more} of the panel gave a view, and saw it otherwise."
    return f"{more} of the panel gave a view; {otherwise} saw it otherwise."


def _count(inputs: DecisionInputs, said: tuple[Ballot, ...]) -> str:
    """How many members of the panel said what, each counted once: "Two said yes, and one said not yet."."""
    words = {
        Verdict.REJECT: "no", Verdict.RETURN: "not yet", Verdict.STOP: "stop", Verdict.ABSTAIN: "neither yes nor no"
    }  # fmt: skip
    told = [words.get(one.verdict, "yes") for one in said]
    parts = [f"{number(told.count(each))} said {each}" for each in dict.fromkeys(told)]
    silent = len(on_panel(inputs.case.charter, inputs.decided_on)) - len(said)
    parts += [f"{number(silent)} gave no view of their own"] if silent > 0 else []
    return first_large(listed(parts)) + "."


def _replies(inputs: DecisionInputs) -> list[dict[str, str]]:
    """What the owner answered to questions and concerns."""
    case = inputs.case
    texts = {one.file: one.text for one in case.messages}
    return [
        {"to": texts.get(one.re, ""), "text": one.text, "date": day_of(inputs, one.sent_at)}
        for one in case.messages
        if one.kind == "reply" and one.author == case.proposal.proposer
    ]


def _history(inputs: DecisionInputs) -> list[dict[str, str]]:
    """Each revision the board took up, each round that ended without a decision, and this decision, in order."""
    case, form = inputs.case, form_of(inputs.record.render)
    events = [
        (one.round, 0, day_of(inputs, one.opened_at), _took_up(inputs, one.round, form.took_up(number)))
        for number, one in enumerate(case.docket.openings, 1)
        if one.round <= inputs.record.round
    ]
    events += [
        (one.round, 1, day_of(inputs, one.decided_at), f"Round {one.round} ended: {OUTCOME_WORDS[one.outcome]}")
        for one in case.rounds
        if one.round < inputs.record.round
    ]
    if inputs.record.render > 3 and case.emergency is not None:
        events.append((1, -1, day_of(inputs, case.emergency.at), "The person on call acted at once"))
    events.append((inputs.record.round, 2, day_words(inputs.decided_on), _decided(inputs)))
    return [{"date": date, "what": what} for _, _, date, what in sorted(events, key=lambda event: event[:2])]


def _decided(inputs: DecisionInputs) -> str:
    return f"Decided: {answer(inputs) if inputs.record.render > 3 else OUTCOME_WORDS[inputs.record.outcome]}"


def _took_up(inputs: DecisionInputs, at: int, text: str) -> str:
    """That the board took a text up; since page form 4 a round has a number only where there was more than one."""
    only = inputs.record.round == 1 and inputs.record.render > 3
    return f"The board took up {text}" if only else f"Round {at}: the board took up {text}"


_PAGE = Page(ETHICS, "ethics-parts.md.j2", "ethics-review.md.j2", _data, sparse=True)

draft_ethics, ethics_sections, render_ethics = _PAGE.draft, _PAGE.sections, _PAGE.render
