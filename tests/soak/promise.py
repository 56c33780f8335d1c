"""One line of the table: what is promised, how it was tried, how often, and what failed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Promise:
    """A promise and its trial: `failures` holds a sentence for each case that broke it, empty when it holds."""

    promise: str
    how: str
    cases: int
    failures: tuple[str, ...] = ()
    command: str = ""
    note: str = ""

    @property
    def holds(self) -> bool:
        """Whether something was tried and nothing failed."""
        return self.cases > 0 and not self.failures
