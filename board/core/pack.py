"""The law and standards pack: what a board's questions map to, where it stands, and on which day somebody looked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from board.core.checklist import Question

IN_FORCE = "in-force"
ADOPTED = "adopted-not-yet-applied"
UNLISTED = "not-in-pack"
"""The status of what a question maps to and the pack does not know."""

STATUS_WORDS: dict[str, str] = {
    IN_FORCE: "in force; for a standard, the published edition",
    ADOPTED: "adopted, and not applied yet",
    "draft": "a draft",
    "repealed": "repealed, replaced or taken down",
    "check": "not settled: ask before you rely on it",
}
LEGAL_NOTE = "A mapping says where to read on; it is no legal advice, and no answer here proves that a law is kept."


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing a question may map to: an article, a control, an item of a list.

    `as_of` is the day somebody looked, `applies_from` the first day on which something adopted applies.
    """

    framework: str
    id: str
    title: str = ""
    status: str = "check"
    source: str = ""
    as_of: date | None = None
    note: str = ""
    applies_from: date | None = None

    @property
    def name(self) -> str:
        """How it is called everywhere: `EU Art. 73`."""
        return f"{self.framework} {self.id}"


@dataclass(frozen=True, slots=True)
class Framework:
    """A law, a standard or a list, with the entries of it that a board meets."""

    id: str
    title: str = ""
    source: str = ""
    as_of: date | None = None
    note: str = ""
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Clock:
    """How fast somebody must be told; `limit` is in words, because laws say "at once" as well as "72 hours"."""

    id: str
    framework: str
    article: str = ""
    when: str = ""
    limit: str = ""
    status: str = "check"
    source: str = ""
    as_of: date | None = None
    applies_from: date | None = None


@dataclass(frozen=True, slots=True)
class Pack:
    """One dated edition; `path` says which file it was read from."""

    id: str
    title: str = ""
    as_of: date | None = None
    frameworks: tuple[Framework, ...] = ()
    clocks: tuple[Clock, ...] = ()
    path: str = ""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every entry, in the pack's order."""
        return tuple(entry for framework in self.frameworks for entry in framework.entries)

    @property
    def dated(self) -> str:
        """The pack with its date, for every page that prints an entry."""
        return f"pack {self.id}, as of {self.as_of}" if self.as_of else f"pack {self.id}, which bears no date"

    def framework(self, framework_id: str) -> Framework | None:
        """The framework with this id, or None."""
        return next((each for each in self.frameworks if each.id == framework_id), None)


@dataclass(frozen=True, slots=True)
class Start:
    """A day on which something adopted begins to apply; `started` once that day has come."""

    day: date
    entries: tuple[Entry, ...]
    started: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of one entry or clock between two packs.

    `sort` is added, removed, status or words; `was` and `now` hold the status, or the wording that changed.
    """

    sort: str
    name: str
    title: str
    was: str = ""
    now: str = ""
    part: str = "status"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two packs side by side; `checked_again` counts the entries that only bear a new date."""

    old: Pack
    new: Pack
    differences: tuple[Difference, ...] = ()
    checked_again: int = 0


@dataclass(frozen=True, slots=True)
class Citation:
    """What one question maps to, with the status the pack gives it, or UNLISTED."""

    question: str
    entry: str
    title: str
    status: str
    applies_from: date | None = None


def matching(pack: Pack, text: str) -> tuple[Entry, ...]:
    """The entries a reader means: by name (`EU Art. 73`) or by id alone (`Art. 73`), whatever the capitals."""
    wanted = " ".join(text.split()).casefold()
    found = tuple(entry for entry in pack.entries if wanted == entry.name.casefold())
    return found or tuple(entry for entry in pack.entries if wanted == entry.id.casefold())


def selected(pack: Pack, framework: str = "", status: str = "", text: str = "") -> tuple[Entry, ...]:
    """The entries that fit every filter that is not empty; `text` is looked for in name, title and note."""
    words = text.casefold().split()
    return tuple(
        entry
        for entry in pack.entries
        if (not framework or entry.framework.casefold() == framework.casefold())
        and (not status or entry.status == status)
        and all(word in f"{entry.name} {entry.title} {entry.note}".casefold() for word in words)
    )


def cites(question: Question, entry: Entry) -> bool:
    """Whether a question maps to an entry."""
    return entry.id in question.crosswalk.get(entry.framework, ())


def clocks_of(pack: Pack, entry: Entry) -> tuple[Clock, ...]:
    """The reporting limits that an entry's article sets; `Art. 73(2)` belongs to `Art. 73`."""
    return tuple(
        clock
        for clock in pack.clocks
        if clock.framework == entry.framework and entry.id in (clock.article, clock.article.partition("(")[0])
    )


def starts(pack: Pack, today: date) -> tuple[Start, ...]:
    """What begins to apply after the pack was written, day by day; what the pack calls in force has begun before."""
    days: dict[date, list[Entry]] = {}
    for entry in pack.entries:
        if entry.applies_from and entry.status == ADOPTED:
            days.setdefault(entry.applies_from, []).append(entry)
    return tuple(Start(day, tuple(days[day]), day <= today) for day in sorted(days))


def standing(status: str, applies_from: date | None, today: date) -> str:
    """How an entry stands today, in words: what a pack calls not applied yet may have begun since."""
    if status == UNLISTED:
        return "not in this pack"
    if status != ADOPTED or applies_from is None:
        return STATUS_WORDS.get(status, status)
    if applies_from <= today:
        return f"adopted, and it applies since {applies_from}: look again"
    return f"adopted, and it applies from {applies_from}"


def clocks_that_fit(pack: Pack, framework: str = "", status: str = "", text: str = "") -> tuple[Clock, ...]:
    """The reporting limits that fit every filter that is not empty."""
    words = text.casefold().split()
    return tuple(
        clock
        for clock in pack.clocks
        if (not framework or clock.framework.casefold() == framework.casefold())
        and (not status or clock.status == status)
        and all(word in f"{clock.framework} {clock.article} {clock.when}".casefold() for word in words)
    )


def citations(pack: Pack, questions: Iterable[Question]) -> tuple[Citation, ...]:
    """Everything these questions map to, in their order."""
    known = {(entry.framework, entry.id): entry for entry in pack.entries}
    return tuple(
        _citation(question.id, framework, entry_id, known.get((framework, entry_id)))
        for question in questions
        for framework, ids in question.crosswalk.items()
        for entry_id in ids
    )


def _citation(question: str, framework: str, entry_id: str, entry: Entry | None) -> Citation:
    if entry is None:
        return Citation(question, f"{framework} {entry_id}", "", UNLISTED)
    return Citation(question, entry.name, entry.title, entry.status, entry.applies_from)


def compare(old: Pack, new: Pack) -> Comparison:
    """What changed between two packs: what came, what went, whose status changed, and whose wording."""
    before, after = _things(old), _things(new)
    found = [Difference("removed", name, was.title, was.status) for name, was in before.items() if name not in after]
    checked_again = 0
    for name, now in after.items():
        was = before.get(name)
        if was is None:
            found.append(Difference("added", name, now.title, now=now.status))
            continue
        if was.status != now.status:
            found.append(Difference("status", name, now.title, was.status, now.status))
        found += [
            Difference("words", name, now.title, said, now.words[part], part)
            for part, said in was.words.items()
            if said != now.words[part]
        ]
        checked_again += (was.status, was.words) == (now.status, now.words) and was.as_of != now.as_of
    return Comparison(old, new, tuple(found), checked_again)


def changed_status(comparison: Comparison) -> Collection[str]:
    """The names of entries whose status changed, or that came or went."""
    return {each.name for each in comparison.differences if each.sort != "words"}


@dataclass(frozen=True, slots=True)
class _Thing:
    """An entry or a clock as it is compared: title, status, the words that may change, the day somebody looked."""

    title: str
    status: str
    words: Mapping[str, str]
    as_of: date | None = None


def _things(pack: Pack) -> dict[str, _Thing]:
    found = {
        entry.name: _Thing(
            entry.title,
            entry.status,
            {
                "title": entry.title,
                "note": entry.note,
                "source": entry.source,
                "applies_from": str(entry.applies_from or ""),
            },
            entry.as_of,
        )
        for entry in pack.entries
    }
    for clock in pack.clocks:
        words = {
            "when": clock.when,
            "limit": clock.limit,
            "article": clock.article,
            "source": clock.source,
            "applies_from": str(clock.applies_from or ""),
        }
        found[f"clock {clock.id}"] = _Thing(clock.when, clock.status, words, clock.as_of)
    return found
