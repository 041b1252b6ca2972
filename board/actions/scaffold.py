"""What a new proposal looks like before anybody typed: each fact with its one-line why, each evidence slot."""

from __future__ import annotations

from collections.abc import Mapping

from board.actions.load import World
from board.core.case import Case
from board.core.finding import Finding, Severity, Where
from board.core.going_back import BACK_TO, EMERGENCY
from board.core.kind import Fact, Kind
from board.core.proposal import Proposal
from board.core.questions import asked_in
from board.core.text import one_line
from board.formats.toml import literal


def scaffold(
    kind: Kind,
    title: str,
    proposer: str,
    facts: Mapping[str, object] | None = None,
    *,
    supersedes: str = "",
    prose: str = "",
    said: Mapping[str, str] | None = None,
) -> str:
    """The document of a new proposal of this kind: front matter to fill in, then headings for the prose.

    What `facts` knows is filled in, with the words `said` of it above; `supersedes` is the decision it replaces.
    """
    known = facts or {}
    lines = [
        "+++",
        f"title = {literal(title)}",
        f"kind = {literal(kind.id)}               # {kind.plain}",
        'state = "draft"               # `board submit` makes it ready',
        f"proposer = {literal(proposer)}",
        *([f"supersedes = {literal(supersedes)}"] if supersedes else []),
        "",
        "[facts]                       # unknown is an answer; it counts as the cautious one",
    ]
    for fact in kind.every_fact:
        mark = [f"# {said[fact.id]}"] if said and fact.id in said else []
        filled_in = [*mark, f"{fact.id} = {literal(known[fact.id])}"] if fact.id in known else _fact_line(fact)
        lines += ["", f"# {fact.title}: {fact.why}", *_only_after(fact), *filled_in]
    lines += ["", "# Days that come back in the inbox, where you know one: a look again, and a pilot's end."]
    lines += ["# review_by = 2027-01-31", "# pilot_ends = 2027-01-31"]
    if kind.id == EMERGENCY:
        lines += ["", "# Where an older version runs instead: only one that was approved once and never stopped."]
        lines += [f'# {BACK_TO} = [{{ id = "", version = "" }}]']
    if kind.evidence:
        lines += ["", "# Evidence. path: a file in the folder beside this document; or url and sha256."]
        lines += ["# dated: the day it was made; a day, without quotes. answers: ids of the questions it answers."]
    for slot in kind.evidence:
        optional = "" if slot.required else " (if you have it)"
        lines += [
            "",
            f"# {slot.title}{optional}: {slot.why}",
            "# [[evidence]]",
            f"# id = {literal(slot.id)}",
            f"# title = {literal(slot.title)}",
            '# path = ""',
            "# dated = 2026-01-31",
            "# answers = []",
        ]
    return "\n".join([*lines, "+++", "", (prose or kind.prose or f"# {title}").strip(), ""])


def untouched(body: str, kind: Kind | None) -> list[tuple[int, str]]:
    """The lines of a document's prose that are the scaffold's own words: how many lines down each is, and its words."""
    own = {" ".join(part.split()) for part in (kind.prose.splitlines() if kind else ()) if not part.startswith("#")} - {
        ""
    }
    return [(at, line.strip()) for at, line in enumerate(body.splitlines()) if " ".join(line.split()) in own]


def unwritten(proposal: Proposal, kinds: Mapping[str, Kind], path: str) -> tuple[Finding, ...]:
    """A warning for prose of the scaffold that nobody replaced, with the first of it."""
    kind = kinds.get(proposal.kind)
    left = [words for _, words in untouched(proposal.body, kind)]
    if not left:
        return ()
    rest = f", and {len(left) - 1} more." if len(left) > 1 else "."
    alone = bool(no_words(proposal, kind, path))
    still = (
        "The text is still nothing but the scaffold" if alone else "The scaffold still stands where your words belong"
    )
    return (
        Finding(
            "proposal.placeholder",
            f"{still}: “{one_line(left[0], 70)}”{rest}",
            Severity.WARNING,
            Where(path, part="prose"),
            "The board would read a form, not a proposal.",
            "Write each part in your own words, or take its heading out.",
        ),
    )


def no_words(proposal: Proposal, kind: Kind | None, path: str) -> tuple[Finding, ...]:
    """A warning for a text in which nobody has said anything yet: nothing but headings and the scaffold's own words."""
    own = {at for at, _ in untouched(proposal.body, kind)}
    lines = enumerate(proposal.body.splitlines())
    if any(line.strip() and not line.lstrip().startswith("#") for at, line in lines if at not in own):
        return ()
    return (
        Finding(
            "emergency.no-text",
            "The text of this emergency is still empty.",
            Severity.WARNING,
            Where(path, part="prose"),
            "Whoever confirms it or decides about it would agree to something that nobody has described.",
            "Write what happened, what was done and what comes next; `board submit`, and the board takes it up again.",
        ),
    )


_FEW = 3
"""So many of the values that settle a fact are named."""
_EMPTY = {
    "multi": "[]",
    "list": "[]",
    "places": "[]",
    "refs": '[{ id = "", version = "", sha256 = "" }]',
    "bool": "false",
    "number": "0",
    "date": "2027-01-31",
}
"""What stands where a value belongs, in the form of that value, so that whoever takes the # away has right TOML."""


def _only_after(fact: Fact) -> list[str]:
    """When a fact that hangs on another one is asked."""
    after = [f"# Only where {name} is: {', '.join(values)}." for name, values in fact.after.items()]
    return after + [
        f"# Not where {name} is one such as {', '.join(values[:_FEW])}." for name, values in fact.unless.items()
    ]


def _fact_line(fact: Fact) -> list[str]:
    """The fact as a comment to fill in, with what may stand there or an example."""
    hint = ""
    if fact.values:
        hint = f"   # {'any' if fact.type in ('multi', 'list') else 'one'} of: {', '.join(fact.values)}"
    elif fact.example and fact.type not in ("refs", "bool"):
        hint = f"   # for example: {fact.example}"
    empty = _EMPTY.get(fact.type, '""')
    return [f"# {fact.id} = {empty}{hint}"]


def answers_scaffold(world: World, kind: Kind, facts: Mapping[str, object] | None = None) -> str:
    """The proposer's answers to fill in: every question this kind may ask, with why it matters.

    Left out is what the known `facts` close, and what a fact that the kind asks for will answer.
    """
    told = {fact.id for fact in kind.facts}
    case = Case(
        charter=world.charter,
        proposal=Proposal("new", "new", kind.id, facts=facts or {}),
        checklists=world.checklists,
        kind_checklists=kind.checklists,
        extra_questions=kind.extra_questions,
    )
    lines: list[str] = []
    for asked in asked_in(case):
        question = asked.question
        if asked.dropped or question.computed or question.who_answers != "proposer":
            continue
        if question.facts and told.issuperset(question.facts):
            continue
        lines += ["", f"# {question.id}: {asked.wording}", f"# Why: {question.why}"]
        if question.type == "multi" and question.options:
            lines += ["# Any of these, in a list:", *(f"#   {one.value}: {one.label}" for one in question.options)]
        elif question.options:
            lines.append("# One of: " + ", ".join(f"{one.value} ({one.label})" for one in question.options))
        value = "[]" if question.type == "multi" else '""'
        lines += ["[[answers]]", f"question = {literal(question.id)}", f"value = {value}", 'note = ""', "evidence = []"]
    head = "# Your own answers. A blank never stops you; unknown counts as the cautious answer.\n"
    return head + "\n".join(lines) + "\n" if lines else ""
