"""What one can do after a decision: each act with what it does in plain words, and what its form asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from board.actions.afterwards import Afterwards, Said
from board.core.record import ANSWERS, GROUNDS, VIEWS
from board.tui.choices import Choice
from board.tui.condition import read_day
from board.tui.fill import Ask, Values


@dataclass(frozen=True, slots=True)
class LaterAct:
    """One act: its name, what it does, its button, what its text is, what it is about, and which fields it has more."""

    title: str
    words: str
    yes: str
    text: str = "What was done, in a sentence"
    about: str = ""
    more: tuple[str, ...] = ()


_SORTS = (
    ("review", "the board's next look"),
    ("pilot", "a pilot"),
    ("sunset", "its last day in use"),
    ("measure", "an emergency measure"),
    ("evidence", "what it rests on"),
    ("practice", "the way back"),
    ("", "all of it"),
)
ACTS: Mapping[str, LaterAct] = {
    "prove": LaterAct(
        "Give proof for a condition",
        "You say that a condition is met, and where that can be seen. Somebody else then checks it.",
        "Give proof",
        about="Which condition?",
        more=("evidence",),
    ),
    "verify": LaterAct(
        "Check the proof of a condition",
        "You looked at the proof and the condition is met. Only its verifier may say so, never its owner.",
        "It is met",
        "What you looked at, and what you saw",
        "Which condition?",
    ),
    "waive": LaterAct(
        "Let a condition go",
        "For good or until a day, with a reason. Chair or secretary says so first, then one more does.",
        "Let it go",
        "Why it may go",
        "Which condition?",
        ("until",),
    ),
    "reply": LaterAct(
        "Reply to a recommendation",
        "The owner says whether she accepts what the ethics panel recommends, and by when.",
        "Reply",
        "Your reply",
        "Which recommendation?",
        ("answer", "until"),
    ),
    "review": LaterAct(
        "Say that you looked again",
        "On the day that was set you looked again. Say what you found, and when the next look is.",
        "Looked again",
        "What you found",
        more=("sort", "until"),
    ),
    "recommend": LaterAct(
        "Recommend something",
        "The ethics panel recommends something to the owner, who must answer it.",
        "Recommend",
        "What the panel recommends",
        more=("until",),
    ),
    "appeal": LaterAct(
        "Appeal",
        "You ask the board to hear this decision again, within 20 working days of it. Two people who did not decide "
        "answer you. For somebody whom it affects, say whom, as a category: names stay out of git.",
        "Appeal",
        "What is wrong with the decision",
        more=("ground", "behalf"),
    ),
    "hear": LaterAct(
        "Hear an appeal",
        "You neither decided nor appealed. Say whether it should be decided again; two must say the same.",
        "Say so",
        "What you found",
        "Which appeal?",
        ("view",),
    ),
    "dismiss": LaterAct(
        "Dismiss an appeal",
        "The decision stands. Another person who heard the appeal has said so before.",
        "Dismiss",
        "Why it stands",
        "Which appeal?",
    ),
    "grant": LaterAct(
        "Grant an appeal",
        "It is decided again in another proposal, which you name. Another person who heard it agreed before.",
        "Grant",
        "Why it is decided again",
        "Which appeal?",
        ("again",),
    ),
    "confirm": LaterAct(
        "Confirm an emergency action",
        "A member of another seat, who holds it or stands in for it, agrees with what the person on call did.",
        "Confirm",
        "What you looked at",
    ),
    "ratify": LaterAct(
        "Ratify an emergency action",
        "Chair or secretary notes that the board agreed to the emergency action by its decision.",
        "Ratify",
    ),
    "correct": LaterAct(
        "Correct a published text",
        "Say what is wrong in it. The text itself is never changed.",
        "Correct",
        "What is wrong, and what is right",
    ),
    "published": LaterAct(
        "Note where it was published",
        "The ethics review can be read outside the repository. Say where.",
        "Note it",
        more=("where",),
    ),
    "lapse": LaterAct(
        "Let the approval lapse",
        "Nobody uses what was approved. The approval ends; what it owes stays owed.",
        "Let it lapse",
        "Why it ends",
    ),
    "retire": LaterAct(
        "Take it out of use", "What was approved is out of use for good; what it owes stays owed.", "Out of use"
    ),
    "pull": LaterAct(
        "Put it to the full vote",
        "One yes decided this standard change. Any seat may put it to the full vote, and need not say why.",
        "Put it to the vote",
        "Why, if you want to say so",
    ),
    "roll-back": LaterAct(
        "Draft the way back",
        "Writes a proposal that takes what was approved back by one ring, as a draft in your work tree. "
        "Nothing changes until the board decides on it.",
        "Draft it",
    ),
}


def asks_of(name: str, found: Afterwards, evidence: bool = True) -> tuple[Ask, ...]:
    """The fields of an act's form; what there is only one of is not asked."""
    form = ACTS[name]
    asks: list[Ask] = []
    targets = [one for one in found.about(name) if not found.why_not(name, one)]
    if form.about:
        options = tuple(Choice(one, _words(found, name, one)) for one in targets)
        asks.append(Ask("about", form.about, "pick", options, lacks="Pick one."))
    asks += [_MORE[name] for name in form.more if name in ("ground", "view", "answer", "sort")]
    asks.append(Ask("text", form.text, lacks="Say it in a sentence.", needed=name != "pull"))
    return (*asks, *(_MORE[name] for name in form.more if name not in ("ground", "view", "answer", "sort")))


def _choices(words: Mapping[str, str] | Sequence[tuple[str, str]]) -> tuple[Choice, ...]:
    return tuple(Choice(value, label) for value, label in (words.items() if isinstance(words, Mapping) else words))


_MORE: Mapping[str, Ask] = {
    "evidence": Ask("evidence", "Where it can be seen, one place a line", needed=False),
    "where": Ask("evidence", "Where it can be read", "entry", hint="an address", lacks="Say where."),
    "until": Ask("until", "Until or from which day", "day", needed=False),
    "ground": Ask("answer", "On what does it rest?", "pick", _choices(GROUNDS), lacks="An appeal needs a ground."),
    "view": Ask("answer", "What do you find?", "pick", _choices(VIEWS), lacks="Say what you find."),
    "answer": Ask("answer", "Do you accept it?", "pick", _choices(ANSWERS), lacks="Say whether you accept it."),
    "sort": Ask("about", "What was looked at?", "pick", _choices(_SORTS), needed=False),
    "behalf": Ask("behalf", "For somebody it affects: whom, as a category", "entry", hint="patients", needed=False),
    "again": Ask("again", "The proposal in which it is decided again", "entry", hint="its id", lacks="Name it."),
}


def said(values: Values, today: date) -> Said:
    """What was filled in, as the action takes it."""
    day = values.get("until", "")
    return Said(
        values.get("about", ""),
        values.get("text", ""),
        tuple(one.strip() for one in values.get("evidence", "").splitlines() if one.strip()),
        values.get("answer", ""),
        read_day(day, today) if day else None,
        values.get("behalf", ""),
        values.get("again", ""),
    )


def _words(found: Afterwards, name: str, about: str) -> str:
    condition = next((each.condition for each in found.conditions if each.condition.id == about), None)
    if condition is not None and name in ("prove", "verify", "waive"):
        return f"{about}  {condition.text}"
    item = next((each for each in found.follow_ups if str(each.number) == about), None)
    return f"{about}  {item.text}" if item else about
