"""What a check says: fired or not, how bad, why, where, and by which figures. Never a verdict on a run."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from playhead.insight.ledger import Deed, names_of_files
from playhead.insight.paths import is_test_path
from playhead.insight.run_insight import RunInsight
from playhead.model import Kind, Layer, Status, Tape
from playhead.settings import RuleSettings

CHECKS_VERSION = "1"


class Severity(StrEnum):
    """How much a fired check matters: `info` is common in good runs too."""

    INFO = "info"
    WARNING = "warning"
    SERIOUS = "serious"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one check found. `fired` is None where the record cannot tell; `why` is one sentence either way.

    `positions` and `actions` are the evidence, steps and run-wide action numbers; `value` was measured, `threshold` is
    what it was held against, None where there is no figure.
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


@dataclass(frozen=True, slots=True)
class Checked:
    """A run as checks read it: the tape's facts, what the rules found, the parameters, and a few things all ask for."""

    tape: Tape
    insight: RunInsight
    settings: RuleSettings
    source_edits: tuple[Deed, ...] = field(init=False)
    """The actions that edited files that were there before the run, tests left out."""
    own_files: frozenset[str] = field(init=False)
    """The names of files that the run made itself."""

    def __post_init__(self) -> None:
        """Tell what was there before from what the run made for itself, such as a script that shows a bug."""
        seen, own, edits = set(self.task_files), set[str](), []
        for deed in self.insight.deeds:
            names = {posixpath.basename(change.path): change for change in deed.changes}
            own |= {name for name, change in names.items() if change.whole and name not in seen}
            if any(name not in own and not is_test_path(change.path) for name, change in names.items()):
                edits.append(deed)
            seen |= names.keys() | deed.named | ({posixpath.basename(deed.read)} if deed.read else set())
        object.__setattr__(self, "source_edits", tuple(edits))
        object.__setattr__(self, "own_files", frozenset(own))

    @property
    def first_edit(self) -> Deed | None:
        """Return the first edit of source."""
        return self.source_edits[0] if self.source_edits else None

    @property
    def last_edit(self) -> Deed | None:
        """Return the last edit of source."""
        return self.source_edits[-1] if self.source_edits else None

    @property
    def deeds(self) -> Sequence[Deed]:
        """Return the entries of all actions."""
        return self.insight.deeds

    @property
    def task_files(self) -> frozenset[str]:
        """Return the names of files that the task names."""
        return names_of_files(self.tape.task[:100_000])

    @property
    def passed(self) -> bool | None:
        """Return whether the run was judged resolved, None where nobody judged it."""
        status = self.tape.outcome.status
        return None if status in {Status.UNKNOWN, Status.ERROR} else status is Status.RESOLVED

    def checks(self) -> list[Deed]:
        """Return the actions that ran a test, or a script that had failed or passed."""
        return [deed for deed in self.deeds if deed.check is not None and deed.kind in {Kind.TEST, Kind.RUN}]

    def layer(self, name: str) -> Layer | None:
        """Return the last layer of a name."""
        return next((one for one in reversed(self.tape.layers) if one.name == name), None)


Check = Callable[[Checked], CheckResult]


def evidence(deeds: Sequence[Deed], most: int = 20) -> dict[str, Any]:
    """Return steps and actions of some deeds, as keywords of a result; of many the first ones."""
    shown = deeds[:most]
    return {
        "positions": tuple(dict.fromkeys(deed.position for deed in shown)),
        "actions": tuple(deed.number for deed in shown),
    }
