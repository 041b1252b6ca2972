"""What every reader returns: the value as far as it could be read, and every problem found on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from board.core.finding import Finding, Severity

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Read(Generic[T_co]):
    """A value and its findings; readers never raise on bad input.

    Where a value cannot exist without a certain field (a ballot without a verdict), `value` is None.
    """

    value: T_co
    findings: tuple[Finding, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing found is an error; warnings and notes do not count."""
        return all(finding.severity is not Severity.ERROR for finding in self.findings)
