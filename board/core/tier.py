"""The tier of a use: set by facts, shown with its reasons, never a score."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from board.core.proposal import Proposal, Tier
from board.core.review import Answer
from board.core.stated import UNKNOWN as UNKNOWN
from board.core.stated import plain as plain
from board.core.stated import values_of as values_of

BANNED_PRACTICES = "E-05"
"""The question on banned practices: anything ticked there makes the use prohibited."""

_NOTHING = frozenset({"none", "no", "n-a", ""})
_UNSURE = frozenset({UNKNOWN, "unsure"})
_POWERLESS = {"children": "children", "workers-as-subjects": "workers who can hardly object"}
_TIER_FACTS = (
    "decides_about_people",
    "domain",
    "audience",
    "safety_component",
    "interacts_with_people",
    "generates_content",
    "agentic",
    "personal_data",
)


HARMLESS: Mapping[str, object] = {
    "decides_about_people": "no",
    "domain": ["none"],
    "audience": ["staff"],
    "safety_component": False,
    "interacts_with_people": False,
    "generates_content": ["none"],
    "agentic": "none",
    "personal_data": "none",
    "infers_sensitive": False,
}
"""A value of each fact that sets a tier which raises none."""


def tier_of(
    proposal: Proposal, answers: Iterable[Answer] = (), owed: Collection[str] | None = None
) -> tuple[Tier, tuple[str, ...]]:
    """The tier and every reason for it, each a sentence.

    A tier-setting fact that is unknown, or has a value that no rule knows, counts as the higher tier; one that is
    missing counts as unknown where the kind owes it (`owed`; by default what `rules = 1` asks of the kind), so prose
    without a known kind is judged by what it does state.
    """
    banned = [value for answer in answers if answer.question == BANNED_PRACTICES for value in _ticked(answer.value)]
    if banned:
        return Tier.PROHIBITED, (f"A banned practice is named: {', '.join(banned)}. No board may approve it.",)
    facts = _Facts(proposal, owed)
    for tier, rules in ((Tier.HIGH, _HIGH), (Tier.LIMITED, _LIMITED)):
        reasons = tuple(reason for rule in rules if (reason := rule(facts)))
        if reasons:
            return tier, reasons
    if not any(proposal.fact(fact) for fact in _TIER_FACTS):
        return Tier.MINIMAL, ("The proposal states no fact that sets a tier.",)
    return Tier.MINIMAL, (
        "By its facts it does not talk with people itself, makes no content, and uses no personal data.",
    )


def tier_of_silence(proposal: Proposal, fact: str) -> Tier | None:
    """The tier that follows from silence on this one fact, the others unsaid being harmless; None where none does."""
    if fact not in HARMLESS:
        return None
    stated = ((name, proposal.fact(name)) for name in HARMLESS if name != fact)
    return _of_silence(proposal.kind, tuple((name, value) for name, value in stated if value), fact)


@lru_cache(maxsize=1024)  # most proposals that lack facts lack the same ones
def _of_silence(kind: str, stated: tuple[tuple[str, tuple[str, ...]], ...], fact: str) -> Tier | None:
    others: dict[str, object] = {name: value for name, value in HARMLESS.items() if name != fact} | dict(stated)
    silent = tier_of(Proposal("", "", kind, facts=others))[0]
    said = tier_of(Proposal("", "", kind, facts=others | {fact: HARMLESS[fact]}))[0]
    return silent if silent.rank > said.rank else None


@dataclass(frozen=True, slots=True)
class _Facts:
    proposal: Proposal
    owed: Collection[str] | None

    def get(self, fact: str) -> frozenset[str]:
        return frozenset(values_of(self.proposal, fact, self.owed))

    def missing(self, fact: str) -> bool:
        return not self.proposal.fact(fact)


def _ticked(values: Iterable[str]) -> list[str]:
    return [value for value in values if plain(value) not in _NOTHING | _UNSURE]


def _not_said(facts: _Facts, fact: str, whether: str) -> str:
    verb = "does not say" if facts.missing(fact) else "leaves unknown"
    return f"The proposal {verb} {whether}; that counts as the higher tier."


def _decides(facts: _Facts) -> str:
    said, domains = facts.get("decides_about_people"), facts.get("domain")
    listed = sorted(domains - _NOTHING - {UNKNOWN})
    where = ", ".join(listed)
    if said <= {"no", "none"} or (domains and domains <= _NOTHING):
        return ""
    if UNKNOWN in said:
        return _not_said(
            facts, "decides_about_people", "whether it decides about people" + (f" in {where}" if where else "")
        )
    verb = "decides" if "decides" in said else "informs decisions"
    if listed:
        return f"It {verb} about people in {where}."
    return f"It {verb} about people, and in which field is not known; that counts as the higher tier."


def _biometrics(facts: _Facts) -> str:
    said = facts.get("domain")
    if "biometrics" in said:
        return "It recognises people by their bodies (biometrics)."
    return _not_said(facts, "domain", "in which field it is used") if UNKNOWN in said else ""


def _powerless(facts: _Facts) -> str:
    audience = facts.get("audience")
    named = [words for value, words in _POWERLESS.items() if value in audience]
    if named:
        return f"It reaches {' and '.join(named)}."
    if UNKNOWN in audience:
        return _not_said(facts, "audience", "whom it reaches")
    return ""


def _safety(facts: _Facts) -> str:
    said = facts.get("safety_component")
    if "yes" in said:
        return "It is a safety component of a product."
    return _not_said(facts, "safety_component", "whether it is a safety component") if UNKNOWN in said else ""


def _alone(facts: _Facts) -> str:
    said = facts.get("agentic")
    if "acts-alone" in said:
        return "It acts on its own."
    return _not_said(facts, "agentic", "whether it acts on its own") if UNKNOWN in said else ""


def _sensitive(facts: _Facts) -> str:
    said = facts.get("personal_data")
    if UNKNOWN in said:
        return _not_said(facts, "personal_data", "which personal data it uses")
    if "children" in said:
        return "It uses children's data."
    if "special-category" in said and "no" not in facts.get("infers_sensitive"):
        return "It uses special-category data, and the proposal does not rule out that it infers from them."
    return ""


def _interacts(facts: _Facts) -> str:
    said = facts.get("interacts_with_people")
    if "yes" in said:
        return "It deals with people directly."
    return _not_said(facts, "interacts_with_people", "whether it deals with people") if UNKNOWN in said else ""


def _generates(facts: _Facts) -> str:
    said = facts.get("generates_content")
    if UNKNOWN in said:
        return _not_said(facts, "generates_content", "whether it makes content")
    made = sorted(said - _NOTHING)
    return f"It makes content: {', '.join(made)}." if made else ""


def _personal(facts: _Facts) -> str:
    return "It uses personal data." if facts.get("personal_data") - _NOTHING else ""


_Rule = Callable[[_Facts], str]
_HIGH: tuple[_Rule, ...] = (_decides, _biometrics, _powerless, _safety, _alone, _sensitive)
_LIMITED: tuple[_Rule, ...] = (_interacts, _generates, _personal)
