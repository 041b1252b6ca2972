"""Which values answer a question; any other is refused where somebody gives it, and counts as unknown where it lies."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date

from board.core.charter import Charter
from board.core.checklist import EffectKind, Question
from board.core.stated import FACTS, STRICTER, UNKNOWN, plain

NOT_APPLICABLE = "n-a"
_NOTHING = "none"
_TOKENS = frozenset({UNKNOWN, NOT_APPLICABLE, "any", "no-evidence"})
_ONE = ("yn", "scale", "number", "date")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NAMED = re.compile(r"[^<>@]*[^<>@\s][^<>@]*<[^<>\s@]+@[^<>\s@]+\.[^<>\s@]+>")


def allowed_values(question: Question) -> tuple[str, ...]:
    """The values this question can be answered with besides unknown and n-a; none where anything may be written."""
    if question.options:
        return tuple(option.value for option in question.options)
    if question.type != "yn":
        return ()
    named = (word for effect in question.effects for word in effect.answers if plain(word) not in _TOKENS)
    return tuple(dict.fromkeys(("yes", "no", *named)))


def may_not_apply(question: Question, facts: int = FACTS) -> bool:
    """Whether n-a answers it: only where yes or no does, and never where a bad answer bars approval for good.

    Openings by a list of `facts` before 3 took it for questions of every type.
    """
    for_good = any(effect.kind is EffectKind.BLOCK_ALWAYS for effect in question.effects)
    return not for_good and (question.type == "yn" or facts < STRICTER)


def strange_values(
    question: Question,
    value: Sequence[str],
    charter: Charter | None = None,
    proposer: str = "",
    facts: int = FACTS,
) -> tuple[str, ...]:
    """The values that cannot answer this question; they count as unknown and close no branch.

    Where several contradict each other, all of them cannot. `charter` and `proposer` say who is known by name; without
    a charter any name is taken. `facts` is the list by which the case was opened.
    """
    given = tuple(one for one in value if one.strip())
    does_not_apply = may_not_apply(question, facts)
    strange = tuple(
        one
        for one in given
        if not (does_not_apply if plain(one) == NOT_APPLICABLE else _answers(question, one, charter, proposer))
    )
    if strange or len(given) < 2:
        return strange
    alone = question.type in _ONE or any(plain(one) in (_NOTHING, NOT_APPLICABLE) for one in given)
    return given if alone and question.type not in ("text", "evidence") else ()


def what_answers(question: Question) -> str:
    """What can answer a question, in a sentence, for somebody whose answer could not."""
    labels = {one.value: one.label for one in question.options}
    told = [f"{one} ({labels[one]})" if one in labels else one for one in allowed_values(question)]
    if not told:
        told = list(_FORMS.get(question.type, ("words of your own",)))
    last = ["unknown", *(["n-a with a note"] if may_not_apply(question) else [])]
    words = f"It is one of: {', '.join((*told, *last))}."
    if question.type == "multi":
        words += " Several may be ticked; none and unknown stand alone."
    return words


_FORMS = {
    "date": ("a date such as 2027-01-31",),
    "number": ("a number",),
    "person": ("a member's handle or name", "a name with an address: Name <name@example.org>"),
    "evidence": ("the id of evidence that the proposal lists",),
}


def day(value: str) -> date | None:
    """The day that a value names, or None."""
    try:
        return date.fromisoformat(value.strip()) if _DAY.fullmatch(value.strip()) else None
    except ValueError:
        return None


def _answers(question: Question, value: str, charter: Charter | None, proposer: str) -> bool:
    word = plain(value)
    if word == UNKNOWN:
        return True
    known = allowed_values(question)
    if known:
        return word in map(plain, known)
    if question.type == "date":
        return day(value) is not None
    if question.type == "number":
        return _is_number(value)
    if question.type == "person" and charter is not None:
        return _is_person(value, charter, proposer)
    return True


def _is_number(value: str) -> bool:
    try:
        number = float(value.strip().rstrip("%"))
    except ValueError:
        return False
    return math.isfinite(number) and number >= 0


def _is_person(value: str, charter: Charter, proposer: str) -> bool:
    """Somebody who can be found: a member, the proposer, or a name with its address."""
    said = " ".join(value.split())
    names = {name.casefold() for member in charter.members for name in (member.id, member.name)}
    names |= {proposer.casefold(), proposer.partition("<")[0].strip().casefold()}
    return said.casefold() in names - {""} or _NAMED.fullmatch(said) is not None
