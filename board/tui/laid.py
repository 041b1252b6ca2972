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

    def __init__(self, id: str | None = None, classes: str | None = None, fills: bool = False) -> None:  # noqa: A002 - Textual's own word
        super().__init__(id=id, classes=classes)
        self.fills = fills
        """Whether it is at least as high as what holds it, so that another text seldom moves anything."""
        if fills:
            self.styles.min_height = "100%"
        self._make: Make = lambda _: Content("")
        self._made: tuple[int, list[Content]] | None = None

    def show(self, make: Make) -> None:
        """Show something else; the screen is laid out anew only where the height changes."""
        width, height = self.content_size
        before = len(self._lines(width)) if width else -1
        self._make, self._made = make, None
        now = len(self._lines(width)) if width else 0
        same = now == before or (self.fills and max(now, before) <= height)
        self.refresh(layout=not width or not same)

    def _lines(self, width: int) -> list[Content]:
        """The lines as painted: what `make` left too long is wrapped, so that the height is always true."""
        if self._made is None or self._made[0] != width:
            content = self._make(max(10, width))
            self._made = (width, content.wrap(max(10, width)) if content.plain else [])
        return self._made[1]

    def render(self) -> Content:
        return Content("\n").join(self._lines(self.content_size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the text has at this width."""
        return len(self._lines(width))
