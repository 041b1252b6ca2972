"""The fixed form of published pages: which sections in which order, what is generated, and how to read one back.

Pure text work, so that checking a digest loads neither templates nor parsers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from board.core.digest import sha256
from board.core.finding import Finding, Severity, Where, refuse
from board.core.record import RENDER
from board.render.glossary import HEADING as GLOSSARY

STATUS_HEADING = "Status"
STATUS_LINE = "- Status: "


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a page; a generated one is made from the record and cannot be edited."""

    id: str
    heading: str
    generated: bool = False
    text: str = ""


# The headings are part of the form, so that every reader finds the same thing in the same place.
DECISION: tuple[Section, ...] = (
    Section("what", "What we decided"),
    Section("means", "What this means for you"),
    Section("why", "Why"),
    Section("worries", "What worried us, and what we did about it"),
    Section("conditions", "Conditions", generated=True),
    Section("who", "Who decided", generated=True),
    Section("looked-at", "What we looked at", generated=True),
    Section("unknown", "What we did not know"),
    Section("options", "Other options we considered"),
    Section("again", "When we look again"),
    Section("record", "Record data", generated=True),
)
_WORDS, _TOLD = Section("words", GLOSSARY, generated=True), "- Words: "
"""Since page form 4 the board's words are explained above the last section; a line above the first section says so."""
DECISION_SUMMARY = ("what", "means", "why")

# The same for the ethics review, in three layers: in short, in detail, and how the view was reached.
ETHICS: tuple[Section, ...] = (
    Section("short", "In short"),
    Section("does", "What it does and does not do"),
    Section("gains", "Who gains"),
    Section("pays", "Who may pay"),
    Section("reduces", "What reduces the harm"),
    Section("groups", "Groups we measured"),
    Section("heard", "Who we listened to"),
    Section("alternatives", "Alternatives"),
    Section("rights", "Rights and redress"),
    Section("panel", "Panel", generated=True),
    Section("reply", "The owner's reply"),
    Section("left-out", "What we left out of this page"),
    Section("history", "History", generated=True),
)


def headings(form: Iterable[Section]) -> frozenset[str]:
    """The fixed headings of a page, without case; free text may not repeat them as headings."""
    return frozenset([STATUS_HEADING.casefold(), *(section.heading.casefold() for section in form)])


def split(text: str, form: Iterable[Section]) -> tuple[str, dict[str, str], tuple[str, ...]]:
    """A page taken apart: what stands before the first section, the text of each section, and the ids not found.

    Headings are looked for in their order, so a repeated one further down is part of the text.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    starts: list[tuple[int, Section]] = []
    missing: list[str] = []
    at = 0
    for section in _with_words(lines, tuple(form)):
        found = next((n for n in range(at, len(lines)) if lines[n].rstrip() == f"## {section.heading}"), None)
        if found is None:
            missing.append(section.id)
            continue
        starts.append((found, section))
        at = found + 1
    ends = [start for start, _ in starts[1:]] + [len(lines)]
    bodies = {
        section.id: "\n".join(lines[start + 1 : end]).strip("\n")
        for (start, section), end in zip(starts, ends, strict=True)
    }
    head = "\n".join(lines[: starts[0][0]] if starts else lines).strip("\n")
    return head, bodies, tuple(missing)


def _with_words(lines: Sequence[str], form: tuple[Section, ...]) -> tuple[Section, ...]:
    """The sections of a page, with that of its words where the lines above the first section speak of one."""
    first = next((n for n, line in enumerate(lines) if line.startswith("## ")), len(lines))
    told = any(line.startswith(_TOLD) for line in lines[:first])
    return (*form[:-1], _WORDS, form[-1]) if told else form


def parse_free(text: str, form: tuple[Section, ...] = DECISION) -> dict[str, str]:
    """The free parts of an edited page by section id; a part whose heading was removed is left out."""
    _, bodies, _ = split(text, form)
    return {section.id: bodies[section.id] for section in form if not section.generated and section.id in bodies}


def altered(text: str, original: str, form: tuple[Section, ...] = DECISION) -> tuple[Finding, ...]:
    """What an editor changed that is fixed: the top, headings, generated sections. Such changes are not taken over."""
    head, bodies, missing = split(text, form)
    old_head, old_bodies, left_out = split(original, form)
    changed = [] if head == old_head else ["the lines above the first section"]
    changed += [
        f"“{section.heading}”"
        for section in (*form, _WORDS)
        if section.generated and section.id in bodies and bodies[section.id] != old_bodies.get(section.id, "")
    ]
    findings = [
        Finding(
            "decision.fixed-part",
            f"You changed {part}, which is made from the record. That change is not taken over.",
            Severity.WARNING,
            fix="Change the sections around it instead.",
        )
        for part in changed
    ]
    names = {section.id: section.heading for section in (*form, _WORDS)}
    findings += [
        Finding(
            "decision.heading-missing",
            f"The heading “## {names[one]}” is gone, so its section cannot be told apart from the one above.",
            where=Where(part=names[one]),
            fix="Put the heading back on a line of its own.",
        )
        for one in missing
        if one not in left_out
    ]
    return tuple(findings)


def decision_digest(text: str) -> str:
    """The digest of a decision that stays the same when it is superseded: without Status line and Status section body.

    Only the first list counts as the place of the `- Status:` line, and only the first section may be `## Status`.
    """
    before, body, after = _parts(text)
    at = next((n for n, line in enumerate(before) if line.startswith(STATUS_LINE)), None)
    if body is not None and at is not None:
        del before[at]
    return sha256("\n".join([*before, *after]).encode("utf-8", "surrogatepass"))


def superseded_text(old_text: str, by_id: str, old_id: str = "", *, form: int = RENDER) -> str:
    """The old decision with both its Status places pointing to the decision that replaces it; all else unchanged.

    The link is relative to the old file. Without `old_id` it is taken to lie on a shelf, as the program shelves new
    ids, when `by_id` does. `form` is the page form of the record that replaces it: since form 4 no id
    can end the link early. Raises Refused when the text has not the form of a decision.
    """
    before, body, after = _parts(old_text)
    at = next((n for n, line in enumerate(before) if line.startswith(STATUS_LINE)), None)
    if at is None or body is None:
        raise refuse(
            "decision.form",
            "The older decision has no Status line or no Status section, so it cannot point to this one.",
            "Restore the file as it was decided.",
        )
    shelf, _, stem = by_id.rpartition("/")
    shelved = "/" in (old_id or by_id)
    same = bool(old_id) and old_id.rpartition("/")[0] == shelf
    link = f"{stem}.md" if same else f"{'../' if shelved else ''}{by_id}.md"
    if form > 3:
        from board.render import escape

        stem, link = escape.label(stem), escape.link(link)
    words = f"Superseded by [{stem}]({link})"
    before[at] = f"{STATUS_LINE}{words}"
    return "\n".join([*before, "", words, "", *after])


def _parts(text: str) -> tuple[list[str], list[str] | None, list[str]]:
    """The lines up to and with `## Status`, its body (None when the first section is another), and the rest."""
    lines = text.split("\n")
    first = next((n for n, line in enumerate(lines) if line.startswith("## ")), len(lines))
    if first == len(lines) or lines[first] != f"## {STATUS_HEADING}":
        return lines, None, []
    end = next((n for n in range(first + 1, len(lines)) if lines[n].startswith("## ")), len(lines))
    return lines[: first + 1], lines[first + 1 : end], lines[end:]


def filled(form: tuple[Section, ...], texts: Mapping[str, str], *, bare: bool = True) -> list[dict[str, str]]:
    """The sections with their texts, as plain data for a template; an empty part says that there is nothing to say.

    With `bare` false a free part without words is left out, with its heading.
    """
    written = ((section, texts.get(section.id, "").strip("\n")) for section in form)
    return [
        {"heading": section.heading, "text": text or "Nothing to report."}
        for section, text in written
        if text.strip() or section.generated or bare
    ]
