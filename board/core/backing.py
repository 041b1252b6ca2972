"""What a register entry says beyond what decisions give the version it names; an entry may say less, never more."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from board.core.proposal import Artefact
from board.core.record import Record
from board.core.register import RegisterEntry
from board.core.summary import ends_on
from board.core.text import one_line

APPROVING = ("model-adopt", "model-train", "model-change", "ring-promote", "use-change", "external-release")
ADMITTING = ("dataset-admit",)
_RETIRE = "model-retire"
_SILENT = ("", "candidate")
_ENDED = ("deprecated", "retired")
_SUSPENDED = "suspended"
_WIDTH = 80


@dataclass(frozen=True, slots=True)
class Given:
    """One decision that names something of an entry's id; `ended` says why it gives nothing any more, "" while it does.

    `stopped` are versions that it, or an act in an emergency, says must not run.
    """

    id: str
    record: Record | None
    ended: str = ""
    stopped: tuple[Artefact, ...] = ()

    @property
    def approved(self) -> Record | None:
        """The record, where it approves the versions it names."""
        kinds = (*APPROVING, *ADMITTING)
        return self.record if self.record and self.record.outcome.yes and self.record.kind in kinds else None


def unbacked(
    entry: RegisterEntry, given: Sequence[Given], rings: Sequence[str], decided: Collection[str]
) -> Iterator[str]:
    """Each thing that an entry says and no decision gives it, in words; `decided` are the ids of all decisions."""
    named = [one for one in given if one.approved and any(_is(entry, each) for each in one.approved.artefacts)]
    status = entry.status.strip().lower()
    standing = [one for one in named if not one.ended]
    if not named:
        yield f"version {_clipped(entry.version) or 'without a number'} with this hash"
    elif digest := _unnamed_digest(entry, named):
        yield f"sha256 {digest[:12]}…"
    if status not in _SILENT and not _status(entry, status, given, standing):
        yield f"status {_clipped(status)}{_why(named)}"
    bearing = [one.approved for one in (named if status in (*_ENDED, _SUSPENDED) else standing) if one.approved]
    wide = [one for one in bearing if _reaches(one.ring, entry.ring, rings)] if entry.ring else bearing
    if entry.ring and not wide:
        yield f"ring {_clipped(entry.ring)}{_gave(standing, lambda one: one.ring)}"
    if entry.approved_until and not _until(entry.approved_until, wide or bearing):
        yield f"approved_until {_clipped(entry.approved_until)}{_gave(standing, _last_day)}"
    if entry.tier and entry.tier not in {one.tier for one in bearing}:
        yield f"tier {_clipped(entry.tier)}{_gave(standing, lambda one: one.tier)}"
    about = {one.id for one in given}
    for name in dict.fromkeys(entry.decisions):
        if name not in about:
            why = "is about something else" if name in decided else "does not exist"
            yield f"what it says of {_clipped(name)}, which {why}"


def unregistered(name: str, given: Sequence[Given]) -> Iterator[str]:
    """What decisions that stand still approve of something whose entry is gone, in words."""
    for one in given:
        record = one.approved
        if record is not None and not one.ended:
            versions = " and ".join(f"{each.id} {each.version}".strip() for each in record.artefacts if each.id == name)
            ring, last = f" in {record.ring}" if record.ring else "", _last_day(record)
            yield f"{one.id} approves {versions}{ring}{f' until {last}' if last else ''}"


def _is(entry: RegisterEntry, one: Artefact) -> bool:
    """Whether a decision speaks of this version: by its number, and by its bytes where it names them."""
    digest = one.sha256.removeprefix("sha256:")
    same = (one.id, one.version) == (entry.id, entry.version)
    return same and (not digest or digest in _digests(entry))


def _digests(entry: RegisterEntry) -> set[str]:
    return {each.removeprefix("sha256:") for each in entry.digests}


def _unnamed_digest(entry: RegisterEntry, named: Sequence[Given]) -> str:
    """The digest that an entry gives a version of which no decision names any."""
    artefacts = [each for one in named if one.approved for each in one.approved.artefacts if _is(entry, each)]
    return "" if any(each.sha256 for each in artefacts) else entry.sha256.removeprefix("sha256:")


def _status(entry: RegisterEntry, status: str, given: Sequence[Given], standing: Sequence[Given]) -> bool:
    if status == "approved":
        return bool(standing)
    if status == _SUSPENDED:
        return any(_is(entry, each) for one in given for each in one.stopped)
    if status in _ENDED:
        return any(_ends(entry, one) for one in given)
    return False


def _ends(entry: RegisterEntry, one: Given) -> bool:
    """Whether a decision takes this version out of use, or gave it and does so no more."""
    record = one.record
    if record is None or not record.outcome.yes or not any(_is(entry, each) for each in record.artefacts):
        return False
    return record.kind == _RETIRE or bool(one.approved and one.ended)


def _reaches(ring: str, other: str, rings: Sequence[str]) -> bool:
    """Whether what was approved for a ring may be in another one: in the same, or in a narrower one."""
    return ring == other or (ring in rings and other in rings and rings.index(other) < rings.index(ring))


def _until(said: str, records: Sequence[Record]) -> bool:
    """Whether a decision gives an approval that lasts so long; one without a last day does, as long as it stands."""
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return False
    return any((last := ends_on(one)) is None or day <= last for one in records)


def _clipped(text: str) -> str:
    return one_line(text, _WIDTH)


def _last_day(record: Record) -> str:
    return str(ends_on(record) or "")


def _why(named: Sequence[Given]) -> str:
    ended = [one for one in named if one.ended]
    return f" ({ended[-1].id} {ended[-1].ended})" if ended else ""


def _gave(standing: Sequence[Given], what: Callable[[Record], str]) -> str:
    told = [f"{one.id} says {what(one.approved)}" for one in standing if one.approved and what(one.approved)]
    return f" ({told[-1]})" if told else ""
