"""A proposer who answers what the program asks: what she reads, picks and types, and how long that takes by a model.

The clock is a model, not a measurement of people. Its numbers:

- reading: 238 words a minute, the mean of silent reading of English non-fiction (Brysbaert 2019, a review of 190
  studies);
- a key: 0.28 s, an average typist who is no secretary (Card, Moran and Newell 1980, keystroke-level model);
- making up her mind before she acts: 1.35 s each time (Card, Moran and Newell, operator M);
- thinking about each thing asked: 5 s. That is an assumption of ours: it is for somebody who knows her model and has
  her files at hand. Whoever must first find something out takes as long as that takes. A screen with several lines
  to look at is one thing asked, and a decision for each line.

Composing is slower than typing: 19 words of five letters a minute, the thinking in it (Karat, Halverson, Horn and Karat
1999). So each effort has a second, slower reckoning with that rate for words of her own; both are told.
"""

from __future__ import annotations

import builtins
import io
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

WORDS_A_MINUTE, KEY, MIND, THINK = 238.0, 0.28, 1.35, 5.0
OWN_LETTER = 60 / (19 * 5)


@dataclass
class Effort:
    """What something took: words read, keys pressed, letters composed, decisions made, things asked."""

    words: int = 0
    keys: int = 0
    composed: int = 0
    decisions: int = 0
    asked: int = 0

    @property
    def minutes(self) -> float:
        """Minutes by the model above."""
        return self._with(KEY)

    @property
    def slow_minutes(self) -> float:
        """The same where each word of her own takes as long as composing takes."""
        return self._with(OWN_LETTER)

    def _with(self, own_letter: float) -> float:
        hands = self.keys * KEY + self.composed * own_letter
        return self.words / WORDS_A_MINUTE + (hands + self.decisions * MIND + self.asked * THINK) / 60

    def add(self, other: Effort) -> None:
        """Add to this one."""
        total = self + other
        self.words, self.keys, self.composed = total.words, total.keys, total.composed
        self.decisions, self.asked = total.decisions, total.asked

    def __add__(self, other: Effort) -> Effort:
        return Effort(
            self.words + other.words,
            self.keys + other.keys,
            self.composed + other.composed,
            self.decisions + other.decisions,
            self.asked + other.asked,
        )


@dataclass(frozen=True)
class Typed:
    """One line typed: `own` words are composed, `pasted` ones take two keys and a decision; Enter is a key.

    `lines` are those of a screen that she looks at one by one.
    """

    text: str = ""
    own: bool = False
    pasted: bool = False
    lines: int = 1

    def effort(self, *, asked: bool) -> Effort:
        """What this line takes."""
        keys = 1 + (2 if self.pasted else 0 if self.own else len(self.text))
        return Effort(0, keys, len(self.text) if self.own else 0, self.lines + self.pasted, asked)


Answers = Callable[[str, str], tuple[Typed, bool]]
"""What is shown since the last prompt, and the prompt → what she types, and whether it is a new thing asked."""


def words_in(text: str) -> int:
    """Words to read: runs of letters and digits between spaces."""
    return sum(1 for one in text.split() if re.search(r"\w", one))


@contextmanager
def at_the_keyboard(answers: Answers) -> Iterator[Effort]:
    """Every command in here finds a person at a terminal, who answers so; what it took is added up."""
    effort = Effort()
    read = 0

    def typed(prompt: str = "") -> str:
        nonlocal read
        assert isinstance(sys.stdout, io.StringIO), "the runner's own stream"
        shown = sys.stdout.getvalue()
        line, asked = answers(shown[read:], prompt)
        effort.add(Effort(words_in(shown[read:] + prompt)) + line.effort(asked=asked))
        read = len(shown)
        return line.text

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("board.cli.call.Call.interactive", property(lambda _: True))
        patch.setattr(builtins, "input", typed)
        yield effort
