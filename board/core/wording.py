"""How a sum is put into words, by the page form of the record that keeps it: a record counted again says the same.

Form 4 speaks to readers who never saw a vote. A new form changes a phrase here, and nowhere else in the core.
"""

from __future__ import annotations


class Wording:
    """The phrases of the newest form."""

    every_seat = "every seat must take part"
    stop_is_enough = "one such stop is enough, whatever the others say"
    only_with_condition = "the board may say yes only with a condition"
    silent_in_time = "did not vote in time"
    last_day = "by the last day for it,"
    must = "must vote"
    must_say = "must say yes or no, and to abstain is neither"
    more_must = "what it states asks for more seats to vote"
    judge_must = "an exception lifts a bar, and the seat that judges the question must vote"

    def seats(self, number: int) -> str:
        """How many seats there are: "5 seats have a vote"."""
        return "1 seat has a vote" if number == 1 else f"{number} seats have a vote"

    def yes(self, number: int) -> str:
        """How many say yes: "3 say yes"."""
        return f"{number or 'none of them'} {'say' if number > 1 else 'says'} yes"

    def with_conditions(self, number: int, yes: int) -> str:
        """How many of those who say yes set a condition: ", each with a condition"."""
        return ", each with a condition" if number == yes else f", {number} of them with a condition"

    def rule(self, share: str, of: int, needed: int) -> str:
        """What a yes takes; `share` is the charter's rule: "at least 3 of the 4 seats must say yes (…)"."""
        return f"at least {needed} of {_the_seats(of)} must say yes ({share})"

    def missed(self, rule: str) -> str:
        """That a yes does not come about."""
        return f"{rule}, and fewer do"

    def returned(self, of: int) -> str:
        """That enough ask for a change first."""
        return f"that is more than half of {_the_seats(of)}"

    def motion(self, yes: int, of: int, needed: int) -> str:
        """What a motion comes to: "3 of 5 say yes, and at least 3 must"."""
        return f"{yes or 'none'} of {of} {'say' if yes > 1 else 'says'} yes, and at least {needed} must"

    def carried(self, number: int, what: str, words: str) -> str:
        """A motion that acts, with its own sum: "the motion to lower the tier to limited is carried (…)"."""
        return f"the motion {what} is carried ({words})"

    def overruling(self, yes: int, of: int) -> str:
        """What the other seats say where a stop is to be overruled."""
        return f"{yes or 'none'} of the {of} other seats {'say' if yes > 1 else 'says'} yes"

    def sponsor_silent(self) -> str:
        """That the sponsor said nothing to it."""
        return "has not voted"

    def not_yet(self, waits: str) -> str:
        """How an open vote without an outcome closes: what it waits for where the quorum itself is met."""
        return waits or "no quorum yet"

    def so_far(self, outcome: str) -> str:
        """How an open vote closes that would come to an outcome: "so far approved"."""
        return f"so far {outcome}"


class Early(Wording):
    """The phrases of forms 1 to 3; records of these forms keep them for ever."""

    every_seat = "every seat speaks"
    stop_is_enough = "a valid stop outweighs any number of yes"
    only_with_condition = "a yes carries a condition"
    silent_in_time = "was silent to the end of the window"
    last_day = "by the end of the window on"
    must = "must sign"
    must_say = "must sign, and to abstain is not to sign"
    more_must = "what it states asks for more seats to sign"
    judge_must = "an exception lifts a bar, and the seat that judges the question must sign"

    def seats(self, number: int) -> str:
        return "1 seat" if number == 1 else f"{number} seats"

    def yes(self, number: int) -> str:
        return f"{number or 'none'} {'say' if number > 1 else 'says'} yes"

    def with_conditions(self, number: int, yes: int) -> str:
        return " with conditions" if number == yes else f" ({number} with conditions)"

    def rule(self, share: str, of: int, needed: int) -> str:
        return f"{share} of {of} is {needed}"

    def missed(self, rule: str) -> str:
        return f"{rule}, which yes does not reach"

    def returned(self, of: int) -> str:
        return f"more than half of {of} is {of // 2 + 1}"

    def motion(self, yes: int, of: int, needed: int) -> str:
        return f"{yes} of {of} say yes; more than half of {of} is {needed}"

    def carried(self, number: int, what: str, words: str) -> str:
        return f"motion {number}, {what}, is carried ({words})"

    def overruling(self, yes: int, of: int) -> str:
        return f"{yes} of {of} other seats say yes"

    def sponsor_silent(self) -> str:
        return "has not voted yet"

    def not_yet(self, waits: str) -> str:
        return "no quorum yet"

    def so_far(self, outcome: str) -> str:
        return f"{outcome} as it stands"


def wording(form: int) -> Wording:
    """The phrases of a page form."""
    return Wording() if form > 3 else Early()


def _the_seats(number: int) -> str:
    return "the 1 seat" if number == 1 else f"the {number} seats"
