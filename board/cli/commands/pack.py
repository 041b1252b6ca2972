"""`board pack`: what the checklists map to, how it stands, and which decisions cite it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from board.cli import output
from board.cli.call import Call, command
from board.cli.pack_list import list_document, show_clocks, show_entries, show_head, show_overview
from board.cli.pack_shapes import citing_shape, difference_shape, entry_shape, pack_shape
from board.core.finding import ExitStatus, Refused, refuse
from board.core.listed import stands
from board.core.pack import (
    IN_FORCE,
    LEGAL_NOTE,
    STATUS_WORDS,
    Citation,
    Comparison,
    Difference,
    Entry,
    Pack,
    changed_status,
    clocks_of,
    clocks_that_fit,
    compare,
    selected,
    standing,
)
from board.core.record import OUTCOME_WORDS

if TYPE_CHECKING:
    from board.actions.packing import Library
    from board.actions.session import Session


@command("pack")
@click.argument("entry", nargs=-1, metavar="[ENTRY]")
@click.option("--framework", metavar="NAME", default="", help="Only one framework, such as EU or NIST.")
@click.option("--status", type=click.Choice(tuple(STATUS_WORDS)), default=None, help="Only entries that stand so.")
@click.option("--text", metavar="TEXT", default="", help="Only entries with these words in name, title or note.")
@click.option("--all", "everything", is_flag=True, help="List every entry.")
@click.option("--clocks", is_flag=True, help="List how fast somebody must be told.")
@click.option("--pack", "named", metavar="PACK", default="", help="Another pack: its id or a file.")
@click.option("--diff", nargs=2, metavar="OLD NEW", default=None, help="What changed between two packs: ids or files.")
@click.option("--cited", is_flag=True, help="Decisions that cite what is not in force; with --diff, what changed.")
def pack_command(
    call: Call,
    entry: tuple[str, ...],
    framework: str,
    status: str | None,
    text: str,
    everything: bool,
    clocks: bool,
    named: str,
    diff: tuple[str, str] | None,
    cited: bool,
) -> int:
    """Without ENTRY it names the frameworks, and with a filter what fits. ENTRY, such as EU Art. 73, shows one entry.

    Without a filter it also says what begins to apply when, and what has begun since the pack was written. The packs
    that come with the program are read, and those in templates/pack/ of the board. The newest counts. A mapping says
    where to read on; it is no legal advice. Answers 1 when nothing fits.
    """
    from board.actions.packing import library, pack_named
    from board.actions.session import utc_now

    session = _session(call)
    shelf, today = library(session), session.today if session else utc_now().date()
    if diff is not None:
        comparison = compare(pack_named(shelf, diff[0]), pack_named(shelf, diff[1]))
        if not cited:
            return _differences(call, comparison)
        names = changed_status(comparison)
        return _cited(call, session, comparison.new, lambda one: one.entry in names and _fits(one, framework, status))
    pack = pack_named(shelf, named)
    if cited:
        return _cited(
            call, session, pack, lambda one: (status or one.status != IN_FORCE) and _fits(one, framework, status)
        )
    if entry:
        return _entry(call, shelf, pack, " ".join(entry), today)
    if clocks and not call.json:
        return show_clocks(pack, clocks_that_fit(pack, framework, status or "", text), today)
    glance = not (framework or status or text or everything)
    return _list(call, shelf, pack, selected(pack, framework, status or "", text), today, glance)


def _fits(citation: Citation, framework: str, status: str | None) -> bool:
    mine = not framework or citation.entry.casefold().startswith(framework.casefold() + " ")
    return mine and (status is None or citation.status == status)


def _session(call: Call) -> Session | None:
    """The board's repository, or None outside of one: the shipped pack can be read anywhere."""
    try:
        return call.session()
    except Refused as refused:
        if refused.findings[0].code not in ("repository.none", "repository.no-charter"):
            raise
        return None


def _list(call: Call, shelf: Library, pack: Pack, entries: tuple[Entry, ...], today: date, glance: bool) -> int:
    if call.json:
        list_document(shelf, pack, entries, today)
    elif glance:
        show_overview(shelf, pack, today)
    else:
        show_entries(shelf, pack, entries, today)
    return 0 if entries else 1


def _entry(call: Call, shelf: Library, pack: Pack, name: str, today: date) -> int:
    from board.actions.packing import cited_by, entry_named

    entry = entry_named(pack, name)
    if call.json:
        output.document({**pack_shape(pack), "entry": entry_shape(entry, pack, cited_by(shelf, entry))})
        return 0
    framework = pack.framework(entry.framework)
    output.line(f"{entry.name}: {entry.title}")
    output.line(f"  Of: {framework.title if framework else entry.framework}")
    output.line(f"  Status: {entry.status} ({standing(entry.status, entry.applies_from, today)})")
    output.line(f"  Source: {entry.source}")
    output.line(f"  Looked at: {entry.as_of or 'no date'} ({pack.dated})")
    for note in filter(None, (entry.note, framework.note if framework else "")):
        output.paragraph(f"Note: {note}", "    ", "  ")
    for clock in clocks_of(pack, entry):
        stands = f"{clock.status} ({standing(clock.status, clock.applies_from, today)})"
        limit = f"{clock.article}, time limit: {clock.limit}. {clock.when}. Status: {stands}"
        source = f". Source: {clock.source}" if clock.source != entry.source else ""
        looked = f", looked at: {clock.as_of}" if clock.as_of != entry.as_of else ""
        output.paragraph(f"{limit}{source}{looked}", "    ", "  ")
    questions = cited_by(shelf, entry)
    output.heading("Questions that map to it" if questions else "No question of this board maps to it.")
    for question in questions:
        output.paragraph(f"{question.id} maps to {entry.name}: {question.question}", "    ", "  ")
    output.line()
    output.paragraph(LEGAL_NOTE)
    return 0


def _differences(call: Call, comparison: Comparison) -> int:
    if call.json:
        output.document(
            {
                "old": pack_shape(comparison.old),
                "new": pack_shape(comparison.new),
                "checked_again": comparison.checked_again,
                "differences": [difference_shape(each) for each in comparison.differences],
            }
        )
        return 0
    output.line(f"From {comparison.old.dated}, to {comparison.new.dated}.")
    headings = {
        "status": "The status changed",
        "added": "New",
        "removed": "Gone",
        "words": "The words changed",
    }
    for sort, heading in headings.items():
        listed = [each for each in comparison.differences if each.sort == sort]
        if listed:
            output.heading(heading)
        for each in listed:
            output.paragraph(_difference(each), "    ", "  ")
    if not comparison.differences:
        output.line("No entry came, went or changed.")
    if comparison.checked_again:
        output.line(f"\nLooked at again, and unchanged: {comparison.checked_again}.")
    output.line()
    output.paragraph(LEGAL_NOTE)
    return 0


def _difference(each: Difference) -> str:
    named = f"{each.name} ({each.title})"
    match each.sort:
        case "status":
            return f"{named}: {each.was} before, {each.now} now"
        case "added":
            return f"{named}: {each.now}"
        case "removed":
            return f"{named}: it was {each.was}"
        case _:
            return f"{each.name}, {each.part}: “{each.was}” before, “{each.now}” now"


def _cited(call: Call, session: Session | None, pack: Pack, wanted: Any) -> int:
    from board.actions.packing import citing_decisions

    if session is None:
        hint = "Go to a board's repository, or name one with -C."
        raise refuse(
            "repository.none", "No board is here, so there are no decisions.", hint, status=ExitStatus.CANNOT_TELL
        )
    found = citing_decisions(session, pack, wanted)
    if call.json:
        output.document({**pack_shape(pack), "decisions": [citing_shape(each) for each in found]})
        return 0
    show_head(pack)
    if not found:
        output.line("No decision rests on a question that cites such an entry.")
    for decision in found:
        when = f" on {decision.decided_on}" if decision.decided_on else ""
        output.heading(f"{decision.id}: {decision.title}")
        output.line(f"  {OUTCOME_WORDS[decision.outcome]}{when}, now {stands(decision.stage, decision.outcome)}")
        for (entry, title, status), questions in _by_entry(decision.citations, session.today).items():
            named = f"{entry}, {title}" if title else entry
            output.paragraph(f"{', '.join(questions)} {_maps(questions)} {named}: {status}", "      ", "    ")
    return 0


def _maps(questions: list[str]) -> str:
    return "maps to" if len(questions) == 1 else "map to"


def _by_entry(citations: tuple[Citation, ...], today: date) -> dict[tuple[str, str, str], list[str]]:
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for each in citations:
        stands = standing(each.status, each.applies_from, today)
        grouped.setdefault((each.entry, each.title, stands), []).append(each.question)
    return grouped
