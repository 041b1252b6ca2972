"""Facts in words: what each is called, and what its values mean, as the shipped list of facts says."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from board.actions.model import FactLine
from board.core.case import Case
from board.core.kind import Fact, Kind
from board.core.text import one_line
from board.formats.kinds import UNKNOWN, read_facts
from board.formats.shipped import shipped

_NOT_KNOWN = "not known"
_RISKS = Fact("risks", "Risks, as rated", "What can go wrong, how grave it is, and what is left of it.")


@cache
def every_fact() -> Mapping[str, Fact]:
    """Every fact that the program knows, by id."""
    return {**read_facts(shipped("kinds/facts.toml"), "templates/kinds/facts.toml").value, _RISKS.id: _RISKS}


def fact_title(name: str) -> str:
    """What people call a fact; one that nobody listed by its own name, written as words."""
    known = every_fact().get(name)
    words = name.replace("_", " ").replace("-", " ").strip()
    return known.title if known else words[:1].upper() + words[1:] or name


def value_words(name: str, value: str) -> str:
    """What people call one value of a fact: "it informs people who decide" for "informs"."""
    known = every_fact().get(name)
    if value == UNKNOWN:
        return _NOT_KNOWN
    if known is None:
        return value
    if known.type == "number" and value.isdigit() and len(value) > 4:
        return f"{int(value):,}"
    if known.type in ("enum", "multi"):
        return known.words.get(value, value.replace("-", " ") if value in known.values else value)
    return value


def fact_words(case: Case, name: str) -> str:
    """A fact's value in words; what names models by id and version, risks by their names."""
    if name in ("models", "datasets"):
        named = [one for one in case.proposal.artefacts() if _in_fact(case, name, one.id)]
        return "; ".join(
            " ".join(part for part in (one.id, one.version, one.sha256.removeprefix("sha256:")[:12]) if part)
            for one in named
        )
    given = case.proposal.facts.get(name)
    if given is None and name in _acted(case):
        return one_line(_acted(case)[name])
    tables = [item for item in given if isinstance(item, Mapping)] if isinstance(given, (list, tuple)) else []
    if tables:
        called = (" ".join(str(item[part]) for part in ("id", "version") if item.get(part)) for item in tables)
        return one_line("; ".join(each for each in called if each))
    if isinstance(given, Mapping):
        return one_line(", ".join(str(each).replace("_", " ").replace("-", " ") for each in given))
    return one_line(", ".join(value_words(name, value) for value in case.proposal.fact(name)))


def fact_lines(case: Case, kind: Kind | None) -> tuple[FactLine, ...]:
    """The facts the kind asks for, then whatever else the proposal states, each by its title and in words."""
    asked = tuple(fact.id for fact in kind.facts) if kind else ()
    known = {**every_fact(), **{fact.id: fact for fact in (kind.facts if kind else ())}}
    lines = []
    for name in dict.fromkeys((*asked, *case.proposal.facts)):
        why = known[name].why if name in known else ""
        missing = name not in case.proposal.facts and name not in _acted(case)
        lines.append(FactLine(name, fact_title(name), fact_words(case, name), why, missing=missing))
    return tuple(lines)


def _acted(case: Case) -> Mapping[str, str]:
    """What the person on call recorded, by the facts that ask for it."""
    return case.emergency.facts() if case.emergency else {}


def _in_fact(case: Case, key: str, artefact: str) -> bool:
    listed = case.proposal.facts.get(key)
    return isinstance(listed, (list, tuple)) and any(
        (item.get("id") if isinstance(item, dict) else item) == artefact for item in listed
    )
