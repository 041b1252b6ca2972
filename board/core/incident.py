"""Incidents: what went wrong in use, read beside a proposal that bears the same tags or models."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Incident:
    """One retrospective below `incidents/`; `severity` runs from SEV1, serious harm, to SEV4, a near miss."""

    id: str
    title: str
    date: date | None = None
    severity: str = ""
    status: str = ""
    summary: str = ""
    models: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    path: str = ""
