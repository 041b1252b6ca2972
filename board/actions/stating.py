"""The facts of a draft, given one by one: each goes where the scaffold left its line, and every other line stays."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from board.actions.answers_file import refreshed
from board.actions.cases import load_case
from board.actions.load import World
from board.actions.reviewing import is_proposer
from board.actions.session import Session
from board.core.case import Case
from board.core.finding import Finding, Refused, Where, refuse
from board.core.kind import Fact
from board.core.stated import UNKNOWN
from board.core.text import one_line, only_asks
from board.formats.front import split
from board.formats.kinds import missing_facts
from board.formats.toml import literal
from board.store.files import replace as replace_file
from board.store.overlay import in_work_tree

_SHA256 = re.compile(r"(?:sha256:)?[0-9a-f]{64}")
_LIKE_A_HASH = re.compile(r"(?:sha256:)?[0-9a-fA-F]{32,}")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
ADDRESS, REVISION = "source_url", "source_revision"
REFERENCE = "whisper-small 1.0.0 and the 64 digits of its SHA-256"
"""How a model is typed."""
_FLAGS = {"yes": True, "true": True, "no": False, "false": False}


def facts_to_give(session: Session, proposal_id: str) -> tuple[Fact, ...]:
    """The facts that a proposal of mine lacks in the work tree, as its kind orders them; refuses any other."""
    world, case = owned_draft(session, proposal_id)
    kind = world.kinds.get(case.proposal.kind)
    lacking = {one.where.part.removeprefix("fact ") for one in case.findings if one.code == "missing-fact"}
    return tuple(fact for fact in (kind.every_fact if kind else ()) if fact.id in lacking)


def owned_draft(session: Session, proposal_id: str) -> tuple[World, Case]:
    """A proposal of mine as it lies in the work tree; refuses what is decided, not mine, or not there."""
    world = session.world_on_disk(f"proposals/{proposal_id}.md", f"proposals/{proposal_id}")
    root, path = session.store.place.work_tree, session.layout.proposal(proposal_id)
    if root is None or proposal_id not in world.ids or not (root / path).is_file():
        words = f"{path} is not in your work tree, so nothing can be written there."
        raise refuse("proposal.not-in-work-tree", words, "Check the governed branch out, or clone it.")
    case = load_case(world, proposal_id)
    if case.record is not None:
        fix = "Propose a new change that supersedes the decision."
        raise refuse("proposal.decided", f"{proposal_id} is decided.", fix)
    if not is_proposer(session, case):
        words = "Only its proposer gives its facts and its evidence."
        raise refuse("proposal.not-yours", words, f"`board ask {proposal_id} TEXT` asks for them.")
    return world, case


def read_fact(fact: Fact, typed: str) -> object:
    """What was typed, in the form that the fact has; a value in another form stays a text, to be refused by name."""
    parts = [part.strip() for part in typed.split(",") if part.strip()]
    if fact.type in ("multi", "list", "places"):
        return parts
    if typed.strip().lower() == UNKNOWN:
        return UNKNOWN
    match fact.type:
        case "refs":
            return [_named(part.split()) for part in parts]
        case "bool":
            return _FLAGS.get(typed.strip().lower(), typed)
        case "number":
            typed = typed.replace(",", "") if _THOUSANDS.fullmatch(typed.strip()) else typed
            try:
                return int(typed) if typed.strip().isdecimal() else float(typed)
            except ValueError:
                return typed
        case "date":
            try:
                return date.fromisoformat(typed.strip())
            except ValueError:
                return typed
        case _:
            return typed.strip()


def _named(words: list[str]) -> dict[str, str]:
    """A model or dataset as somebody types it: its name, its version, and at the end its SHA-256, where it is known."""
    name, *rest = words
    sha256 = rest.pop() if rest and _SHA256.fullmatch(rest[-1]) else ""
    found = {"id": name, "version": " ".join(rest), "sha256": sha256}
    return {key: value for key, value in found.items() if value}


def slip(fact: Fact, value: object) -> Finding | None:
    """What is wrong with a fact as it was typed, where its type alone would take it: files that nobody could find."""
    if value == UNKNOWN:
        return None
    if any(only_asks(one) for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)):
        words, fix = f"A lone “?” says nothing of “{fact.title}”.", "unknown is an answer; Enter leaves the fact open."
        return Finding("odd-fact", words, where=Where(part=f"fact {fact.id}"), fix=fix)
    words, fix = "", "unknown is an answer too; it counts as the cautious one."
    if fact.type == "refs" and isinstance(value, list):
        for one in value:
            if digits := next((each for each in one.get("version", "").split() if _LIKE_A_HASH.fullmatch(each)), ""):
                words = f"“{one_line(digits, 20)}” is no SHA-256: it has {len(digits)} digits, and a SHA-256 has 64."
            elif not one.get("version") and not one.get("sha256"):
                words = f"“{one_line(one['id'], 60)}” has no version and no SHA-256, so it could be any files."
        fix = f"With spaces between: {REFERENCE}. Commas part several."
    elif fact.id == ADDRESS and ("://" not in str(value) or len(str(value).split()) != 1):
        words = f"“{one_line(str(value), 60)}” is no address, such as {_example(fact)}."
    elif fact.id == REVISION and len(str(value).split()) != 1:
        words = f"“{one_line(str(value), 60)}” is no exact revision: that is one word, such as {_example(fact)}."
    return Finding("odd-fact", words, where=Where(part=f"fact {fact.id}"), fix=fix) if words else None


def _example(fact: Fact) -> str:
    return fact.example.strip('"')


def state(session: Session, proposal_id: str, fact: Fact, value: object) -> None:
    """Write one fact into the draft; raises Refused where the value cannot answer it, or the document is not right."""
    world, case = owned_draft(session, proposal_id)
    path = world.ids[proposal_id]
    facts = {**case.proposal.facts, fact.id: value}
    found = missing_facts(replace(case.proposal, facts=facts), world.kinds.get(case.proposal.kind), path)
    if wrong := [one for one in (*found, slip(fact, value)) if one and one.where.part == f"fact {fact.id}"]:
        raise Refused(*wrong)
    text = (world.snapshot.read(path) or b"").decode("utf-8", "replace")
    data = _with_fact(text, fact.id, value).encode()
    read = split(data, path)
    stated = read.value.table.data.get("facts")
    if read.findings or not isinstance(stated, Mapping) or stated.get(fact.id) != value:
        raise refuse("facts.not-taken", f"The fact {fact.id} does not go into {path}.", "Write it there by hand.")
    root = session.store.place.work_tree or Path()
    replace_file(in_work_tree(root, path), data)
    _close_questions(session, proposal_id, root)


def _close_questions(session: Session, proposal_id: str, root: Path) -> None:
    """Take the blanks out of the draft's answers that its facts closed by now."""
    world, case = owned_draft(session, proposal_id)
    path = world.layout.evidence(proposal_id, "answers.toml")
    before = world.snapshot.read(path)
    if before and (after := refreshed(before, path, case)) != before:
        replace_file(in_work_tree(root, path), after)


def _with_fact(text: str, name: str, value: object) -> str:
    """The document with one fact: on the line the scaffold left for it, or where it was given before, or at the top."""
    line = f"{name} = {literal(value)}"
    # A long list stands on several lines, each further one indented, as `literal` writes it.
    there = rf"(?m)^(?:# )?{re.escape(name)} = (?:\[\n(?:    .*\n)*\]|.*)$"
    changed, done = re.subn(there, lambda _: line, text, count=1)
    return changed if done else re.sub(r"(?m)^(\[facts\].*)$", lambda found: f"{found[1]}\n{line}", text, count=1)
