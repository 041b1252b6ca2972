"""Problems of any sort are findings: what, where, why it matters, how to fix it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs: an error answers no, a warning asks for a look, a note informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Where:
    """The spot a finding speaks of; `line` counts from 1 and is 0 when unknown, `part` is in words."""

    path: str = ""
    line: int = 0
    part: str = ""

    def __str__(self) -> str:
        spot = f"{self.path}:{self.line}" if self.line else self.path
        if self.part:
            return f"{spot}, {self.part}" if spot else self.part
        return spot


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem: a stable code for programs, and sentences for people."""

    code: str
    message: str
    severity: Severity = Severity.ERROR
    where: Where = field(default_factory=Where)
    why: str = ""
    fix: str = ""

    def __str__(self) -> str:
        spot = f"{self.where}: " if str(self.where) else ""
        return f"{spot}{self.message}" + (f" {self.fix}" if self.fix else "")


IN_THE_WAY = "What stands in the way"
TO_LOOK_AT = "What needs a look, and does not stand in the way"


def in_the_way(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those that stop an act: the errors. All others need a look and no more."""
    return tuple(finding for finding in findings if finding.severity is Severity.ERROR)


def to_look_at(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those that leave an act possible."""
    return tuple(finding for finding in findings if finding.severity is not Severity.ERROR)


class ExitStatus:
    """What a command answers with its exit status."""

    YES = 0
    NO = 1
    WRONG_USE = 2
    CANNOT_TELL = 3


class Refused(Exception):  # noqa: N818 - a refusal is an answer to the user, not a fault of the program
    """An act was not done; carries the findings that say why and what to do next."""

    def __init__(self, *findings: Finding, status: int = ExitStatus.NO) -> None:
        super().__init__("; ".join(str(finding) for finding in findings))
        self.findings: tuple[Finding, ...] = findings
        self.status = status


def refuse(code: str, message: str, fix: str = "", *, path: str = "", status: int = ExitStatus.NO) -> Refused:
    """A refusal with one finding, to be raised by the caller."""
    return Refused(Finding(code, message, where=Where(path), fix=fix), status=status)


def worst(findings: Iterable[Finding]) -> Severity | None:
    """The heaviest severity among findings, or None when there are none."""
    order = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
    present = {finding.severity for finding in findings}
    return next((severity for severity in order if severity in present), None)
