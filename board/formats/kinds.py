"""Kinds of proposal: `templates/kinds/facts.toml` with every fact, and one file a kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from shlex import quote

from board.core.finding import Finding, Severity, Where
from board.core.kind import EvidenceSlot, Fact, Kind
from board.core.places import meant, no_places
from board.core.policy import EVIDENCE_SORTS
from board.core.proposal import Proposal
from board.core.risk import listed_risks, unrated
from board.core.stated import plain, values_of
from board.core.tier import tier_of_silence
from board.formats.fields import Fields, listing, nearest
from board.formats.read import Read
from board.formats.toml import FILE_LIMIT, load

TYPES = ("text", "bool", "enum", "multi", "list", "number", "date", "refs", "places")
LEVELS = ("full", "lite", "by-tier", "by-size", "by-ring")
UNKNOWN, NOTHING = "unknown", "none"
_SLIPS = 30
"""Facts of a name nobody asks for among which a slip of the pen is looked for."""


def read_facts(data: bytes, path: str) -> Read[dict[str, Fact]]:
    """Every intake fact by id, in the order of the file."""
    table = load(data, path, FILE_LIMIT)
    fields = Fields(table.value)
    facts: dict[str, Fact] = {}
    for name, each in fields.named("facts", "fact").items():
        fact = Fact(
            id=name,
            title=each.text("title", name),
            why=each.text("why"),
            type=each.choice("type", TYPES, "text"),
            values=each.texts("values"),
            sets_tier=each.flag("sets_tier"),
            example=each.text("example"),
            words=_words(each.table("words")),
            after=_after(each.table("after")),
            unless=_after(each.table("unless")),
            tick=each.text("tick"),
            otherwise=each.text("otherwise"),
        )
        if odd := [value for value in fact.words if value not in fact.values]:
            each.report(
                "unknown-word", f"Fact “{name}” has words for “{odd[0]}”, which is not one of its values.", "words"
            )
        if fact.type in ("enum", "multi") and not fact.values:
            each.report("missing", f"Fact “{name}” has type {fact.type} but lists no values.", "values")
        facts[name] = fact
    return Read(facts, (*table.findings, *fields.done()))


def read_kind(data: bytes, path: str, facts: Mapping[str, Fact]) -> Read[Kind]:
    """A kind; a fact it names and `facts` does not know is reported and kept as free text."""
    table = load(data, path, FILE_LIMIT)
    fields = Fields(table.value)
    stem = path.rpartition("/")[2].removesuffix(".toml")
    named = fields.texts("facts")
    for unknown in (name for name in named if name not in facts):
        fields.report("unknown-fact", f"No fact is called “{unknown}”.", "facts", fix=nearest(unknown, facts))
    checklists = fields.table("checklists")
    kind = Kind(
        id=fields.text("id", stem),
        title=fields.text("title", required=True),
        plain=fields.text("plain"),
        letter=fields.text("letter"),
        facts=tuple(facts.get(name, Fact(name, name.replace("_", " "), "")) for name in named),
        evidence=tuple(_slot(each) for each in fields.tables("evidence", "evidence")),
        checklists={name: checklists.choice(name, LEVELS, "full") for name in checklists.data},
        extra_questions=fields.texts("extra_questions"),
        prose=fields.text("prose"),
        hanging=tuple(one for name, one in facts.items() if name not in named and set(one.after) & set(named)),
    )
    return Read(kind, (*table.findings, *fields.done()))


def missing_facts(proposal: Proposal, kind: Kind | None, path: str = "") -> tuple[Finding, ...]:
    """What a proposal lacks of what its kind asks: facts, values nobody offered, evidence; None is an unknown kind."""
    if kind is None:
        if not proposal.kind:
            return ()  # the reader has said so already
        message = f"“{proposal.kind}” is not a kind of proposal this board knows."
        return (Finding("unknown-kind", message, where=Where(path, 0, "kind"), fix="“board new” lists the kinds."),)
    stated = _of_no_fact(proposal, kind)
    found = [finding for fact in kind.every_fact for finding in _fact(proposal, fact, path, stated)]
    found.extend(_odd_risks(proposal, path))
    present = {each.id for each in proposal.evidence}
    headless = not present and "id" in proposal.facts
    found.extend(
        _no_evidence(slot, path, proposal.id, headless=headless) for slot in kind.evidence if slot.id not in present
    )
    return tuple(found)


def _odd_risks(proposal: Proposal, path: str) -> Iterator[Finding]:
    """The risks that the proposal names in a shape that rates nothing: once taken up, each counts as the gravest."""
    listed = listed_risks(proposal)
    if listed and not isinstance(proposal.facts.get("risks"), (list, tuple)):
        found = ["The fact “risks” is no list of tables."]
    else:
        found = [
            f"Risk {number} of the fact “risks” is not rated." for number, one in enumerate(listed, 1) if unrated(one)
        ]
    for message in found[:_SLIPS]:
        why = "A risk that is left and not rated counts as the gravest once the board takes the proposal up."
        fix = "Write each under [[facts.risks]], with “residual = { likelihood = …, impact = … }”, both from 1 to 5."
        yield Finding("odd-fact", message, where=Where(path, 0, "fact risks"), why=why, fix=fix)


def _words(table: Fields) -> dict[str, str]:
    return {value: table.text(value) for value in table.data}


def _after(table: Fields) -> dict[str, tuple[str, ...]]:
    return {fact: table.texts(fact) for fact in table.data}


def _slot(fields: Fields) -> EvidenceSlot:
    return EvidenceSlot(
        id=fields.text("id", required=True),
        title=fields.text("title", required=True),
        why=fields.text("why"),
        required=fields.flag("required", True),
        sort=fields.choice("sort", EVIDENCE_SORTS),
        files=fields.texts("files"),
        answers=fields.texts("answers"),
    )


def _of_no_fact(proposal: Proposal, kind: Kind) -> tuple[str, ...]:
    """What the proposal states that the kind asks for under no such name: perhaps a slip of the pen."""
    asked = {fact.id for fact in kind.every_fact}
    return tuple(name for name in proposal.facts if name not in asked)[:_SLIPS]


def _fact(proposal: Proposal, fact: Fact, path: str, others: Iterable[str]) -> tuple[Finding, ...]:
    value = proposal.facts.get(fact.id)
    where = Where(path, 0, f"fact {fact.id}")
    if value is None or value in ("", [], ()):
        if (fact.after and not _some(proposal, fact.after)) or _some(proposal, fact.unless):
            return ()
        slip = next((name for name in others if nearest(name, (fact.id,))), "")
        fix = f"It says “{slip}”; did you mean “{fact.id}”?" if slip else f"{_how_to_add(fact)} {_asks(proposal)}"
        silence = tier_of_silence(proposal, fact.id) if fact.sets_tier else None
        until = f"; until it is given, the tier is {silence}." if silence else "."
        message = f"The fact “{fact.title}” is missing{until}"
        return (Finding("missing-fact", message, where=where, why=fact.why, fix=fix),)
    wrong = _wrong(proposal, fact, value)
    return (Finding("odd-fact", wrong, where=where, why=fact.why, fix=_how_to_mend(proposal, fact)),) if wrong else ()


def _some(proposal: Proposal, wanted: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether one of some facts has one of its values; as rules compare them."""
    return any(set(values_of(proposal, name)) & set(map(plain, made)) for name, made in wanted.items())


def _asks(proposal: Proposal) -> str:
    return f"`board answer {quote(proposal.id)} --facts` asks for it."


def _how_to_add(fact: Fact) -> str:
    """How a missing fact is given; where only some values fit, all are named, as an example would suggest one."""
    if fact.values:
        several = fact.type == "multi"
        form = f'{fact.id} = ["…"]' if several else f'{fact.id} = "…"'
        return f"Add “{form}” under [facts], with {'any' if several else 'one'} of: {', '.join(fact.values)}."
    return f"Add “{fact.id} = {fact.example}” under [facts]." if fact.example else f"Add “{fact.id}” under [facts]."


def _how_to_mend(proposal: Proposal, fact: Fact) -> str:
    """The code of a place that somebody wrote in words; other facts say by themselves what fits."""
    if fact.type != "places":
        return ""
    code = next((code for each in no_places(proposal.fact(fact.id)) if (code := meant(each))), "")
    return f"Write {code}." if code else "Write a code such as DE for Germany, or EU for the whole Union."


def _wrong(proposal: Proposal, fact: Fact, value: object) -> str:
    """Why a value cannot answer the fact, or nothing; unknown is always an answer."""
    words = proposal.fact(fact.id)
    if words == (UNKNOWN,):
        return ""
    if fact.type in ("enum", "multi"):
        odd = [word for word in words if word not in fact.values and word != UNKNOWN]
        if odd:
            return f"“{odd[0]}” is not one of {listing(fact.values)}."
        if fact.type == "enum" and len(words) > 1:
            return f"“{fact.title}” takes one value, not {len(words)}."
        if NOTHING in words and len(words) > 1:
            return f"“{fact.title}” says {NOTHING} and something else besides."
    if fact.type == "places" and (odd := [word for word in no_places(words) if word != UNKNOWN]):
        return f"“{odd[0]}” is no two-letter code of a country. It counts as unknown, so no law is left out."
    if fact.type == "bool" and words not in (("yes",), ("no",)):
        return f"“{fact.title}” should be true or false."
    if fact.type == "number" and not _is_number(value):
        return f"“{fact.title}” should be a number."
    if fact.type == "date" and not _is_date(value):
        return f"“{fact.title}” should be a date such as 2026-10-20."
    if fact.type == "refs":
        listed = value if isinstance(value, (list, tuple)) else [None]
        if not all(isinstance(item, str) or (isinstance(item, Mapping) and item.get("id")) for item in listed):
            return f'“{fact.title}” should be a list such as [{{ id = "triage", version = "2.1.0" }}].'
    return ""


def _is_number(value: object) -> bool:
    if isinstance(value, str):
        return value.replace(".", "", 1).replace("_", "").isdigit()
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_date(value: object) -> bool:
    try:
        return isinstance(value, date) or bool(date.fromisoformat(str(value)))
    except ValueError:
        return False


def _no_evidence(slot: EvidenceSlot, path: str, proposal: str, *, headless: bool) -> Finding:
    """What to do where a piece is missing; `headless` lines of one stand under [facts], their header left a comment."""
    fix = f'Put it into the proposal\'s folder and list it under [[evidence]] with id = "{slot.id}". '
    fix += f"`board evidence add {quote(proposal)} FILE --id {slot.id}` does both."
    if headless:
        fix = "The line [[evidence]] above its id is still a comment: take the # away from it too."
    return Finding(
        "missing-evidence",
        f"The evidence “{slot.title}” is missing.",
        Severity.ERROR if slot.required else Severity.NOTE,
        Where(path, 0, f"evidence {slot.id}"),
        slot.why,
        fix,
    )
