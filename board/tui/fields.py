"""Text fields whose paint is clean: what they hold is left as it is, what cannot be seen is painted as a sign."""

from __future__ import annotations

from rich.highlighter import Highlighter
from rich.text import Text
from textual.binding import Binding
from textual.widgets import Input, TextArea

from board.core.text import safe_text

SIGN = "�"
"""Stands for one character that is hidden or would steer the terminal; one for one, so that the cursor stays true."""


def masked(words: str) -> str:
    """The same number of characters, each hidden or steering one replaced by SIGN."""
    if safe_text(words) == words:
        return words
    return "".join(SIGN if safe_text(one) != one else one for one in words)


class _Mask(Highlighter):
    def highlight(self, text: Text) -> None:
        """Replace what must not reach the terminal."""
        text.plain = masked(text.plain)


OURS = ("f6", "f7")
"""Keys that mean the same on every form, also inside a field; Textual's own field would select text with them."""


class Words(TextArea, inherit_bindings=False):
    """A field for several lines."""

    BINDINGS = [  # noqa: RUF012 - Textual's own form
        binding for binding in TextArea.BINDINGS if not (isinstance(binding, Binding) and binding.key in OURS)
    ]

    def put(self, words: str) -> None:
        """Fill it with what was written before; writing goes on at the end."""
        if words != self.text:
            self.load_text(words)
        self.move_cursor(self.document.end)

    def get_line(self, line_index: int) -> Text:
        """A line as it is painted."""
        return Text(masked(self.document.get_line(line_index)), end="", no_wrap=True)


class Entry(Input):
    """A field for one line."""

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        id: str | None = None,  # noqa: A002 - Textual's own word
        classes: str | None = None,
    ) -> None:
        super().__init__(
            value, placeholder, highlighter=_Mask(), id=id, classes=classes, select_on_focus=False, compact=False
        )
