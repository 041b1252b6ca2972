"""Screens show local times; the tests stand in UTC, wherever they run. Style sheets are read once for all of them.

Nobody sees the pictures between two keys, so a screen is painted when it has come to rest.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from textual._compositor import Compositor
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

from tests.tui.pilot import unpainted


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Local time is UTC for one test."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture(scope="session", autouse=True)
def _styles_are_read_once() -> Iterator[None]:
    """Every test starts an app, and every app and theme would read the same style sheets: a sixth of all the work."""
    reading = Stylesheet._parse_rules
    known: dict[object, list[RuleSet]] = {}

    def read(self: Stylesheet, *given: Any, **named: Any) -> list[RuleSet]:
        wanted = (given, *named.items(), *self._variables.items())
        if wanted not in known:
            known[wanted] = reading(self, *given, **named)
        return known[wanted]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", read)
        yield


@pytest.fixture(scope="session", autouse=True)
def _screens_are_painted_at_rest() -> Iterator[None]:
    """Without a terminal Textual paints each change for nobody, a third of all the work; `settle` paints once."""

    def noted(self: Compositor, **named: Any) -> None:
        self._dirty_regions.clear()
        unpainted.add(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Compositor, "render_update", noted)
        yield
