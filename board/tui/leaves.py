"""The files that deciding would write, as parts to jump through: each file whole, then its sections one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

SUMMARY = "Summary"
FIRST = ("What we decided", "Why", "What this means for you", "When we look again")
"""The sections of a decision that say what it comes to: the summary shows them whole, in this order."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One part of what deciding would write. `section` is empty for a file as a whole, `path` for the summary."""

    path: str
    section: str
    content: str
    first: int = 1
    """The line of the file on which it begins."""

    @property
    def title(self) -> str:
        """As the list of parts calls it: a file by its name, its sections below it."""
        return f"· {self.section}" if self.section else self.path.rsplit("/", 1)[-1] or SUMMARY

    @property
    def key(self) -> tuple[str, str]:
        """The same part before and after an edit."""
        return self.path, self.section


def leaves(files: Mapping[str, str]) -> tuple[Leaf, ...]:
    """The summary; then each file whole, and below it the sections of a text for people."""
    found = [Leaf("", "", "")]
    for path, content in files.items():
        found.append(Leaf(path, "", content))
        if path.endswith(".md"):
            found += (Leaf(path, title, words, first) for title, words, first in sections(content))
    return tuple(found)


def sections(content: str) -> Iterator[tuple[str, str, int]]:
    """Each section of a page: its heading, its words exactly as they stand there, and its first line."""
    rows = content.split("\n")
    starts = [at for at, row in enumerate(rows) if row.startswith("## ")]
    for start, end in pairwise((*starts, len(rows))):
        yield rows[start].removeprefix("## ").strip(), "\n".join(rows[start:end]).rstrip("\n"), start + 1


def first_sections(files: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What the decision says first to whoever reads it: heading and words, without what is empty."""
    page = next((words for path, words in files.items() if path.endswith(".md")), "")
    told = {title: words for title, words, _ in sections(page)}
    for title in FIRST:
        words = told.get(title, "").partition("\n")[2].strip("\n")
        if words:
            yield title, words
