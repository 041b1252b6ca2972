"""A published page: its sections in their order, the macros that write them, and the frame they stand in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from board.core.message import Message
from board.render.forms import form_of
from board.render.glossary import HEADING, explained
from board.render.inputs import DecisionInputs, require_decision
from board.render.sections import Section, filled, headings

T = TypeVar("T")
_LARGEST = 1 << 20
"""Bytes of a page beyond which nobody reads it as the board's (docs/formats.md, Limits)."""
_DRAFTED = _LARGEST // 4
"""So many bytes of a page at most are drafted from what the board said."""
_CUT = (2000, 200, 20)
"""To so many characters each message is cut, one after the other, where all of them together are too long."""


@dataclass(frozen=True, slots=True)
class Page:
    """The decision record, or the ethics review. Each method raises Refused for a round that ends without a decision.

    `parts` and `frame` are files in `templates/`, or in a folder of it for older forms; `values` gathers the plain data
    they are filled with. A `sparse` page leaves out a free section without words, since page form 4.
    """

    form: tuple[Section, ...]
    parts: str
    frame: str
    values: Callable[[DecisionInputs], Mapping[str, object]]
    sparse: bool = False
    words_above: str = ""
    """The heading above which the board's words are explained; without one that stands at the end."""

    def draft(self, inputs: DecisionInputs) -> dict[str, str]:
        """The free parts as a first draft, by section id; where messages make them too long, these are cut."""
        drafts = (self._draft(each) for each in _ever_shorter(inputs))
        return _first(drafts, lambda made: sum(len(text.encode()) for text in made.values()) <= _DRAFTED)

    def _draft(self, inputs: DecisionInputs) -> dict[str, str]:
        data, parts = self._data(inputs), form_of(inputs.record.render).folder + self.parts
        return {one.id: _made(parts, one, data) for one in self.form if not one.generated}

    def sections(self, inputs: DecisionInputs, free: Mapping[str, str]) -> tuple[Section, ...]:
        """All sections in their order with their texts: free ones made harmless, generated ones from the record."""
        return self._filled(inputs, self._data(inputs), free)

    def render(self, inputs: DecisionInputs, free: Mapping[str, str]) -> str:
        """The whole text of the page; the same input gives the same bytes. Messages are cut where it were too large."""
        pages = (self._page(each, free) for each in _ever_shorter(inputs))
        return _first(pages, lambda text: len(text.encode()) <= _LARGEST)

    def _page(self, inputs: DecisionInputs, free: Mapping[str, str]) -> str:
        from board.render.jinja import fill

        data = self._data(inputs)
        texts = {one.id: one.text for one in self._filled(inputs, data, free)}
        form = form_of(inputs.record.render)
        bare = not (form.explains and self.sparse)
        text = fill(form.folder + self.frame, data, sections=filled(self.form, texts, bare=bare))
        return explained(text, self.words_above) if form.explains else text

    def _data(self, inputs: DecisionInputs) -> dict[str, object]:
        require_decision(inputs.record.outcome)
        from board.render.jinja import plain

        return plain(self.values(inputs))

    def _filled(
        self, inputs: DecisionInputs, data: Mapping[str, object], free: Mapping[str, str]
    ) -> tuple[Section, ...]:
        from board.render import escape

        form = form_of(inputs.record.render)
        fixed, parts = (
            headings(self.form) | ({HEADING.casefold()} if form.explains else set()),
            form.folder + self.parts,
        )
        texts = (
            _made(parts, one, data) if one.generated else escape.free(free.get(one.id, ""), fixed) for one in self.form
        )
        return tuple(replace(one, text=text) for one, text in zip(self.form, texts, strict=True))


def _ever_shorter(inputs: DecisionInputs) -> Iterator[DecisionInputs]:
    """The same with messages as long as they are, then cut more and more."""
    yield inputs
    for longest in _CUT:
        sent, open_ones = (_cut(each, longest) for each in (inputs.case.messages, inputs.tally.unanswered))
        case, tally = replace(inputs.case, messages=sent), replace(inputs.tally, unanswered=open_ones)
        yield replace(inputs, case=case, tally=tally)


def _cut(messages: Sequence[Message], longest: int) -> tuple[Message, ...]:
    return tuple(replace(one, text=_shortened(one.text, longest)) for one in messages)


def _shortened(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    return f"{text[:longest].rstrip()} … (cut here, or the page were too large; the message lies in the repository)"


def _first(made: Iterator[T], fits: Callable[[T], bool]) -> T:
    """The first that fits, else the last."""
    last = next(made)
    while not fits(last) and (another := next(made, None)) is not None:
        last = another
    return last


def _made(parts: str, section: Section, data: Mapping[str, object]) -> str:
    from board.render.jinja import part

    return part(parts, section.id.replace("-", "_"), data)
