"""Conformance: what registers say beyond the decisions is listed, and changes no answer (row 21)."""

from __future__ import annotations

from collections.abc import Callable

from tests.conformance.cases import RECORD, case, swap
from tests.trust.history import DECIDED, History

ENTRY = "registers/models/search.toml"
DECIDED_SO = """\
id = "search"
name = "Search"
version = "1.1.0"
status = "approved"
ring = "beta"
tier = "minimal"
owner = "mo"
licence = "Apache-2.0"
sha256 = "{digest}"
fallback = "Word search"
approved_until = {until}
decisions = ["{decided}"]
"""


def entry(history: History, change: Callable[[str], str] = lambda text: text) -> str:
    """The entry of what the board decided, as it decided it, then changed."""
    expires = next(line for line in history.read(RECORD).decode().splitlines() if line.startswith("expires = "))
    text = DECIDED_SO.format(digest="a" * 64, until=expires.removeprefix("expires = "), decided=DECIDED)
    return change(text)


@case("21-register-as-decided")
def as_decided(history: History) -> None:
    history.commit({ENTRY: entry(history)}, "kim")


@case("21-register-says-less-than-decided")
def less(history: History) -> None:
    def narrower(text: str) -> str:
        return "\n".join(
            "approved_until = 2026-10-20" if line.startswith("approved_until") else line
            for line in swap('ring = "beta"', 'ring = "sandbox"')(text).splitlines()
        )

    history.commit({ENTRY: entry(history, narrower)}, "kim")


def _says(name: str, old: str, new: str) -> None:
    @case(f"21-register-{name}", told="unproven.register")
    def said(history: History) -> None:
        history.commit({ENTRY: entry(history)}, "kim")
        history.commit({ENTRY: entry(history, swap(old, new))}, "kim")


_says("in-a-wider-ring", 'ring = "beta"', 'ring = "general"')
_says("suspended-by-nobody", 'approved"', 'suspended"')
_says("retired-by-nobody", 'approved"', 'retired"')
_says("approved-for-longer", "approved_until = 2", "approved_until = 3")
_says("of-a-lower-tier", "minimal", "limited")
_says("of-another-version", "1.1.0", "1.2.0")
_says("of-other-bytes", "aaaa", "bbbb")
_says("naming-a-decision-that-is-none", DECIDED, "2026/0099-nothing")


@case("21-register-entry-removed", told="unproven.register")
def removed(history: History) -> None:
    history.commit({ENTRY: entry(history)}, "kim")
    history.commit({ENTRY: None}, "kim")


@case("21-register-entry-moved-to-another-file")
def moved(history: History) -> None:
    history.commit({ENTRY: entry(history)}, "kim")
    history.commit({ENTRY: None, "registers/models/other-name.toml": entry(history)}, "kim")


@case("21-register-entry-under-another-id", told="unproven.register")
def renamed(history: History) -> None:
    history.commit({ENTRY: entry(history)}, "kim")
    history.commit({ENTRY: entry(history, swap('id = "search"', 'id = "finder"'))}, "kim")


@case("21-register-entry-nobody-may-write_fail", "path.role")
def by_a_member(history: History) -> None:
    history.commit({ENTRY: entry(history, swap('"beta"', '"general"'))}, "ben")
