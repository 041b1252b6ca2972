"""A piece of text that is laid out anew for every width, so that indents hang and nothing breaks in the wrong place."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

Make = Callable[[int], Content]


class Laid(Widget):
    """Shows what a function makes of the width it has."""

    DEFAULT_CSS = "Laid { height: auto; width: 1fr; }"

    def __init__(self, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's own word
        super().__init__(id=id, classes=classes)
        self._make: Make = lambda _: Content("")

    def show(self, make: Make) -> None:
        """Show something else; the screen is laid out anew only where the height changes."""
        width = self.content_size.width
        before = len(self._lines(width)) if width else -1
        self._make = make
        self.refresh(layout=not width or len(self._lines(width)) != before)

    def _lines(self, width: int) -> list[Content]:
        """The lines as painted: what `make` left too long is wrapped, so that the height is always true."""
        content = self._make(max(10, width))
        return content.wrap(max(10, width)) if content.plain else []

    def render(self) -> Content:
        return Content("\n").join(self._lines(self.content_size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the text has at this width."""
        return len(self._lines(width))
