"""One line for each thing measured: value, floor, ratio, target, and whether it is met."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """What was measured, in `unit`; with a `floor` the target bounds value/floor, without one the value itself.

    `most` is None for what is only told. `added` bounds the difference to the floor instead of the ratio.
    """

    id: str
    what: str
    value: float
    unit: str = "ms"
    floor: float | None = None
    floor_name: str = ""
    most: float | None = None
    added: bool = False

    @property
    def measured(self) -> float:
        """What the target bounds: the difference to the floor, the ratio, or the value."""
        if self.floor is None:
            return self.value
        return self.value - self.floor if self.added else self.value / self.floor

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None where there is none."""
        return None if self.most is None else self.measured <= self.most


def table(lines: Sequence[Line], proposals: int) -> str:
    """A Markdown table, as it stands in docs/performance.md."""
    head = [
        f"{proposals:,} proposals, Python {platform.python_version()}, {platform.system()} {platform.machine()}.",
        "",
        "| id | what | measured | floor | ratio | target | met |",
        "|---|---|---|---|---|---|---|",
    ]
    return "\n".join([*head, *(_row(line) for line in lines)])


def _row(line: Line) -> str:
    floor = f"{_number(line.floor)} {line.unit} ({line.floor_name})" if line.floor is not None else "–"
    ratio = (
        "–"
        if line.floor is None
        else (f"+{_number(line.measured)} {line.unit}" if line.added else f"{line.measured:.2f}")
    )
    unit = f" {line.unit}" if line.floor is None or line.added else ""
    target = "–" if line.most is None else f"at most {_number(line.most)}{unit}"
    met = {None: "–", True: "yes", False: "**no**"}[line.met]
    return f"| {line.id} | {line.what} | {_number(line.value)} {line.unit} | {floor} | {ratio} | {target} | {met} |"


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.2f}".rstrip("0").rstrip(".")
