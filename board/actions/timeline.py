"""The worked example as data: who did what, when; and its dates moved so that it ends today."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from board.core.charter import Member
from board.core.dates import parse_utc
from board.core.finding import Refused
from board.core.layout import CHARTER
from board.formats.charter import read_charter
from board.formats.shipped import shipped, shipped_dir
from board.formats.toml import load
from board.render.inputs import day_words

_ISO_DAY = re.compile(r"\b20\d\d-[01]\d-[0-3]\d(?!\d)")
_MONTHS = tuple(day_words(date(2026, month, 1)).split()[1] for month in range(1, 13))
_SPOKEN_DAY = re.compile(rf"\b([1-3]?\d) ({'|'.join(_MONTHS)}) (20\d\d)\b")


@dataclass(frozen=True, slots=True)
class Step:
    """One act of the timeline; `args` are the keys that belong to what it does."""

    at: datetime
    by: str
    do: str
    proposal: str
    label: str
    args: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Timeline:
    """All steps in order; `anchor` is the day the example calls today."""

    anchor: date
    steps: tuple[Step, ...]


def read_timeline() -> Timeline:
    """The shipped timeline; raises Refused when the installation is broken."""
    read = load(shipped("example/timeline.toml"), "templates/example/timeline.toml", 1_048_576)
    if read.findings:
        raise Refused(*read.findings)
    data: Mapping[str, Any] = read.value.data
    return Timeline(data["anchor"], tuple(_step(entry) for entry in data["step"]))


def _step(entry: Mapping[str, Any]) -> Step:
    at = entry["at"]
    known = {"at", "by", "do", "proposal", "label"}
    return Step(
        at if isinstance(at, datetime) else parse_utc(str(at)),
        str(entry["by"]),
        str(entry["do"]),
        str(entry.get("proposal", "")),
        str(entry.get("label", "")),
        {key: value for key, value in entry.items() if key not in known},
    )


@dataclass(frozen=True, slots=True)
class Shift:
    """Moves days so that `anchor` falls on the last weekday up to `today`, counted in working days.

    Counting working days keeps every voting window as long as it was, whatever weekday today is.
    """

    anchor: date
    today: date

    def day(self, day: date) -> date:
        """The day that lies as many weekdays from today as `day` from the anchor; weekends stay weekends."""
        rest = max(day.weekday() - 4, 0)
        return _from_ordinal(_ordinal(day) + _ordinal(_weekday(self.today)) - _ordinal(self.anchor)) + timedelta(rest)

    def moment(self, at: datetime) -> datetime:
        """The same time of day on the moved day."""
        return datetime.combine(self.day(at.date()), at.timetz())

    def text(self, text: str) -> str:
        """A text with every calendar date in it moved, whether it is 2026-02-16 or 16 February 2026."""
        return _SPOKEN_DAY.sub(self._moved_in_words, _ISO_DAY.sub(self._moved, text))

    def _moved(self, match: re.Match[str]) -> str:
        try:
            return self.day(date.fromisoformat(match.group())).isoformat()
        except ValueError:
            return match.group()

    def _moved_in_words(self, match: re.Match[str]) -> str:
        day, month, year = match.groups()
        try:
            moved = self.day(date(int(year), _MONTHS.index(month) + 1, int(day)))
        except ValueError:
            return match.group()
        return day_words(moved)


def _weekday(day: date) -> date:
    return day - timedelta(max(day.weekday() - 4, 0))


def _ordinal(day: date) -> int:
    """Weekdays since the Monday of year 1; a weekend counts as its Friday."""
    weeks, left = divmod(day.toordinal() - 1, 7)
    return weeks * 5 + min(left, 4)


def _from_ordinal(number: int) -> date:
    weeks, left = divmod(number, 5)
    return date.fromordinal(weeks * 7 + left + 1)


def example_members(timeline: Timeline) -> tuple[Member, ...]:
    """Everybody who is a member at some time: of the charter it begins with, or of one that a proposal brings."""
    submitted = [step.proposal for step in timeline.steps if step.do == "submit"]
    carried = [example_files(each).get(f"proposals/{each}/new/{CHARTER}") for each in submitted]
    charters = [shipped(f"example/{CHARTER}"), *(data for data in carried if data)]
    found = {one.id: one for data in charters for one in read_charter(data, CHARTER).value.members}
    return tuple(found.values())


def example_files(proposal_id: str, earlier: str = "") -> dict[str, bytes]:
    """The shipped proposal's files by repository path, with the files of an earlier revision laid on top."""
    root = shipped_dir() / "proposals"
    if not root.is_dir():
        root = shipped_dir().parent / "proposals"
    found = {f"proposals/{proposal_id}.md": root.joinpath(f"{proposal_id}.md").read_bytes()}
    folder = root / proposal_id
    for file in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if file.is_file():
            found[f"proposals/{file.relative_to(root).as_posix()}"] = file.read_bytes()
    if earlier:
        overlay = shipped_dir() / "example" / "earlier" / earlier
        for file in sorted(overlay.rglob("*")):
            if file.is_file():
                found[f"proposals/{_placed(proposal_id, file.relative_to(overlay).as_posix())}"] = file.read_bytes()
    return found


def _placed(proposal_id: str, name: str) -> str:
    """Where a file of an earlier revision belongs: the document, or a file in the proposal's folder."""
    return (
        f"{proposal_id}.md"
        if name in ("proposal.md", f"{proposal_id.rpartition('/')[2]}.md")
        else f"{proposal_id}/{name}"
    )
