"""The ethics panel: who is on it, what each brings, what its make-up lacks, and who saw a proposal otherwise (D.1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from board.core.ballot import Ballot, Verdict
from board.core.ballots import fresh, live_ballots
from board.core.case import Case
from board.core.charter import Charter, Member
from board.core.dates import local_date
from board.core.seating import in_office, standing_aside

PANEL = "ethics"
"""The seat that speaks for the panel: its holder carries the panel's ballot, its alternates are the other members."""
BRINGS: Mapping[str, str] = {
    "outside": "from outside the organisation",
    "lay": "without a technical background",
    "affected": "close to the people it affects",
    "expert": "with knowledge of the field",
}
"""What a member may bring, as the charter writes it, and in words."""
_NEEDED = ("outside", "lay", "affected")


def on_panel(charter: Charter, today: date | None = None) -> tuple[Member, ...]:
    """The members of the panel, who carries its ballot first; on a day, only those in office then."""
    found = [one for one in charter.members if PANEL in one.seats or PANEL in one.alternate]
    serving = (one for one in found if not one.suspended and (today is None or in_office(one, today)))
    return tuple(sorted(serving, key=lambda one: PANEL not in one.seats))


def no_panel(charter: Charter, today: date | None = None) -> str:
    """What it means that nobody is on the panel, in words; "" where somebody is, or the board has no such seat."""
    if charter.seat(PANEL) is None or on_panel(charter, today):
        return ""
    return (
        "There is no ethics panel: nobody holds its seat. A use that can change people's lives (tier high) cannot be "
        "approved before somebody does."
    )


def lacks(charter: Charter, today: date | None = None) -> tuple[str, ...]:
    """What the make-up of a panel that has members lacks, each in a sentence."""
    panel = on_panel(charter, today) if charter.seat(PANEL) else ()
    brought = {word for one in panel for word in one.panel}
    missing = (word for word in _NEEDED if panel and word not in brought)
    return tuple(f"Nobody on the ethics panel is named as {BRINGS[word]}." for word in missing)


def fit(case: Case) -> str:
    """Whether the panel as it may speak on this case is mixed: "mixed", "one-sided" or "no-outsider".

    Whoever stands aside brings nothing to it. Terms are read on the day of the opening, so that a later count finds
    the same.
    """
    opened, aside = case.docket.latest, standing_aside(case)
    at = opened.opened_at if opened else None
    panel = on_panel(case.charter, local_date(at, case.charter.timezone) if at else None)
    brought = {word for one in panel if one.id not in aside for word in one.panel}
    if "outside" not in brought:
        return "no-outsider"
    return "mixed" if brought.issuperset(_NEEDED) else "one-sided"


def make_up(charter: Charter, today: date | None = None) -> str:
    """How many people are on the panel and what they bring, without names; one person may bring several things.

    "3 people; all are from outside the organisation, one is close to the people it affects".
    """
    panel = on_panel(charter, today)
    people = "1 person" if len(panel) == 1 else f"{len(panel)} people"
    counts = ((word, sum(word in one.panel for one in panel)) for word in BRINGS)
    parts = [_bringing(word, count, len(panel)) for word, count in counts if count]
    return f"{people}; {', '.join(parts)}" if parts else people


def _bringing(word: str, count: int, of: int) -> str:
    """How many bring one thing: "one is close to the people it affects", "one knows the field"."""
    many = _how_many(count, of)
    if word != "expert":
        return f"{many} {BRINGS[word]}"
    return f"{many.rpartition(' ')[0]} {'knows' if count == 1 else 'know'} the field"


def _how_many(count: int, of: int) -> str:
    if count == of > 1:
        return "both are" if of == 2 else "all are"
    return "one is" if count == 1 else f"{count} are"


def views(case: Case, carries: Ballot | None, today: date) -> tuple[Ballot, ...]:
    """The fresh ballots of panel members besides the one that speaks for the panel; standing aside is no view."""
    latest, aside = case.docket.latest, standing_aside(case)
    if latest is None or carries is None:
        return ()
    panel = {one.id for one in on_panel(case.charter, today)} - set(aside) - {carries.member}
    return tuple(
        one
        for one in live_ballots(case)
        if one.member in panel and PANEL in one.seats and not fresh(one, latest)
        and one.verdict not in (Verdict.RECUSE, Verdict.ABSTAIN)
    )  # fmt: skip


def minority(case: Case, carries: Ballot | None, today: date) -> tuple[Ballot, ...]:
    """Those of them that say no where the panel says yes, yes where it says no, or stop where it does not."""
    return tuple(one for one in views(case, carries, today) if carries is not None and _side(one) != _side(carries))


def _side(ballot: Ballot) -> tuple[bool, bool]:
    return ballot.verdict.yes, ballot.verdict is Verdict.STOP
