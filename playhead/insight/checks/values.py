"""What a check says: fired or not, how bad, why, where, and by which figures. Never a verdict on a run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from playhead.insight.checks.checked import Checked
from playhead.insight.ledger import Deed

CHECKS_VERSION = "1"
MOST_SHOWN = 20
"""So many actions are named as evidence: the first ones."""


class Severity(StrEnum):
    """How much a fired check matters: `info` is common in good runs too."""

    INFO = "info"
    WARNING = "warning"
    SERIOUS = "serious"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one check found. `fired` is None where the record cannot tell; `why` is one sentence either way.

    `positions` and `actions` are the evidence, steps and run-wide action numbers; `value` was measured, `threshold` is
    what it was held against, None where there is no figure. `muted`: people want it by itself, and counted nowhere.
    """

    id: str
    name: str
    title: str
    fired: bool | None
    severity: Severity
    why: str
    positions: tuple[int, ...] = ()
    actions: tuple[int, ...] = ()
    value: float | None = None
    threshold: float | None = None
    version: str = CHECKS_VERSION
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A check by its id of `labels.md` 3, its name, what it is about in a few words, and how bad it is."""

    id: str
    name: str
    title: str
    severity: Severity

    def says(
        self,
        fired: bool,
        why: str,
        deeds: Sequence[Deed] = (),
        *,
        value: float | None = None,
        threshold: float | None = None,
        severity: Severity | None = None,
    ) -> CheckResult:
        """Return the answer with its evidence; `deeds` of one that did not fire say the opposite."""
        shown = list(dict.fromkeys(deeds))[:MOST_SHOWN]
        return CheckResult(
            self.id,
            self.name,
            self.title,
            fired,
            severity or self.severity,
            why,
            tuple(dict.fromkeys(deed.position for deed in shown)),
            tuple(deed.number for deed in shown),
            value,
            threshold,
        )

    def cannot_tell(self, why: str, value: float | None = None, threshold: float | None = None) -> CheckResult:
        """Return that the record does not tell, or that the question is not one for this run."""
        return CheckResult(self.id, self.name, self.title, None, self.severity, why, value=value, threshold=threshold)


Check = Callable[[Checked], CheckResult]


def told(names: Sequence[str], most: int = 6) -> str:
    """Return names in a row, each once, of many the first ones."""
    unique = list(dict.fromkeys(names))
    more = f" and {len(unique) - most} more" if len(unique) > most else ""
    return ", ".join(one[-80:] for one in unique[:most]) + more


def times(count: int, what: str) -> str:
    """Return a count with its noun: `1 edit`, `3 edits`."""
    return f"{count} {what}" + ("" if count == 1 else "s")
