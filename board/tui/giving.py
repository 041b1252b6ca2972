"""The facts that a draft lacks, asked for one by one: what `board answer --facts` does in plain lines."""

from __future__ import annotations

from functools import partial

from board.core.kind import Fact
from board.core.sentence import plural
from board.tui.acting import ActingScreen
from board.tui.choices import Choice
from board.tui.fill import Ask, Values

_SEVERAL = ("multi", "list", "places", "refs")
_FORMS = {"refs": "Its name, its version, its SHA-256.", "places": "Two-letter codes, such as DE, EU."}


class Giving(ActingScreen):
    """A screen from which the proposer gives the facts of her draft; each is kept at once, in the document."""

    _passed: frozenset[str] = frozenset()
    """The facts that she left open this time."""

    def give_facts(self) -> None:
        """Begin with the first that lacks."""
        self._passed = frozenset()
        self._next_fact()

    def _next_fact(self) -> None:
        self.job(partial(self.desk.facts_to_give, self.place), self._ask_fact, group="form")

    def _ask_fact(self, left: tuple[Fact, ...]) -> None:
        asked = next((one for one in left if one.id not in self._passed), None)
        if asked is None:
            still = f"{plural(len(left), 'fact')} left open." if left else "No fact is missing any more."
            self.board.tell(f"{still} {'F goes on.' if left else 'board answer asks the questions that are left.'}")
            self.load()
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

    def _give(self, fact: Fact, values: Values) -> str:
        if values["value"]:
            self.desk.state_fact(self.place, fact, values["value"])
            return ""
        return fact.id

    def _given(self, passed: str) -> None:
        self._passed |= {passed}
        self._next_fact()


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
