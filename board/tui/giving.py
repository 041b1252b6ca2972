"""The facts and evidence that a draft lacks, one by one: `board answer --facts` and `board evidence add` on screen."""

from __future__ import annotations

from functools import partial

from board.actions.attaching import Wanted
from board.core.kind import Fact
from board.core.sentence import and_, plural
from board.tui.acting import ActingScreen
from board.tui.choices import Choice
from board.tui.condition import read_day
from board.tui.fill import Ask, Values

_SEVERAL = ("multi", "list", "places", "refs")
_FORMS = {"refs": "Its name, its version, its SHA-256.", "places": "Two-letter codes, such as DE, EU."}


class Giving(ActingScreen):
    """A screen from which the proposer gives the facts of her draft; each is kept at once, in the document."""

    _passed: frozenset[str] = frozenset()
    """The facts and pieces that she left open this time."""
    _open_facts = 0

    def give_facts(self) -> None:
        """Begin with the first that lacks."""
        self._passed = frozenset()
        self._next_fact()

    def _next_fact(self) -> None:
        self.job(partial(self.desk.facts_to_give, self.place), self._ask_fact, group="form")

    def _ask_fact(self, left: tuple[Fact, ...]) -> None:
        asked = next((one for one in left if one.id not in self._passed), None)
        if asked is None:
            self._open_facts = len(left)
            self._next_piece()
            return
        more = f" {plural(len(left) - 1, 'more fact')} after it." if len(left) > 1 else ""
        lead = f"{asked.why}\nLeave it empty to go on to the next one.{more}"
        self.inquire(
            f"fact {asked.id}",
            "Give the facts",
            lead,
            (ask_of(asked),),
            "Keep it",
            partial(self._give, asked),
            self._given,
        )

    def _next_piece(self) -> None:
        self.job(partial(self.desk.evidence_to_give, self.place), self._ask_piece, group="form")

    def _ask_piece(self, left: tuple[Wanted, ...]) -> None:
        asked = next((one for one in left if one.slot.id not in self._passed), None)
        if asked is None:
            open_now = [plural(self._open_facts, "fact")] if self._open_facts else []
            open_now += [f"{plural(len(left), 'piece')} of evidence"] if left else []
            still = f"{and_(open_now)} left open. F goes on." if open_now else "Neither fact nor evidence is missing."
            self.board.tell(f"{still} board answer asks the questions.")
            self.load()
            return
        optional = "" if asked.slot.required else " You may leave it out."
        self.inquire(
            f"piece {asked.slot.id}",
            "List the evidence",
            f"{asked.slot.title}. {asked.slot.why}{optional}\nLeave all of it empty to go on to the next one.",
            piece_asks(asked),
            "List it",
            partial(self._list_piece, asked),
            self._piece_listed,
            {"file": str(asked.likely.path)} if asked.likely else None,
        )

    def _list_piece(self, wanted: Wanted, values: Values) -> str:
        file = values["other"] or values.get("file", "")
        if file:
            self.desk.attach(self.place, wanted.slot.id, file, read_day(values["dated"], self.desk.today))
            return ""
        return wanted.slot.id

    def _piece_listed(self, passed: str) -> None:
        self._passed |= {passed}
        self._next_piece()

    def _give(self, fact: Fact, values: Values) -> str:
        if values["value"]:
            self.desk.state_fact(self.place, fact, values["value"])
            return ""
        return fact.id

    def _given(self, passed: str) -> None:
        self._passed |= {passed}
        self._next_fact()


def piece_asks(wanted: Wanted) -> tuple[Ask, ...]:
    """The fields for one piece of evidence: a file of the proposal's folder, or any by its path; and its day."""
    options = tuple(Choice(str(one.path), one.name) for one in wanted.files)
    pick = (Ask("file", "A file of the proposal's folder", "pick", options, needed=False),) if options else ()
    return (
        *pick,
        Ask("other", "Or another file, which is copied there", "entry", hint="where it lies", needed=False),
        Ask("dated", "From which day it is, where the file does not say it", "day", needed=False),
    )


def ask_of(fact: Fact) -> Ask:
    """The field for one fact: its values to pick from where it takes one of some, else a line to type."""
    values = ("yes", "no", "unknown") if fact.type == "bool" else fact.values
    if values and fact.type not in _SEVERAL:
        options = tuple(Choice(one, fact.words.get(one, "") or one) for one in values)
        return Ask("value", fact.title, "pick", options, needed=False)
    example = fact.example.strip("[]").replace('"', "")
    hint = _FORMS.get(fact.type, f"For example: {example}" if example else "")
    if values:
        hint = f"Commas between several of: {', '.join(values)}"
    return Ask("value", fact.title, "entry", hint=hint, needed=False)
