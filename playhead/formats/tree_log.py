"""A log whose records name their parent, as threads: the path in force is the run, what was left its branches.

Which path that is the last record says: until then any step may turn out to stand on a branch. So these logs are gone
through to their end before the first step is shown, and are not joined while one looks (`growing.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from playhead.formats.joined_log import Log, Record
from playhead.formats.parts import title_of
from playhead.formats.record_tree import Branch, branches_of
from playhead.formats.turns import Dialect, Turns
from playhead.formats.values import optional_text
from playhead.model import SubAgent


@dataclass(slots=True)
class Parents:
    """The number of each record's parent, found record by record.

    A record that names no parent, or one that is nowhere, follows the record before it; one that says that it has
    none is a root, or follows the first record where that is the file's own (`headed`).
    """

    id_key: str
    parent_key: str
    headed: bool = False
    found: list[int | None] = field(default_factory=list)
    _known: dict[str, int] = field(default_factory=dict)

    def take(self, record: Record) -> None:
        """Take in the next record."""
        entry = record.value or {}
        before = record.number - 1 if record.number else None
        named = optional_text(entry.get(self.parent_key))
        if self.parent_key in entry and named is None and before is not None:
            self.found.append(0 if self.headed else None)
        else:
            self.found.append(before if named is None else self._known.get(named, before))
        if (own := optional_text(entry.get(self.id_key))) is not None:
            self._known[own] = record.number


class Threads:
    """The threads of a log: `take` each record in order, then `main` and `branches()`.

    `words_of` returns what a person says in a record, "" for others: a branch is named after it.
    """

    def __init__(
        self, log: Log, dialect: Dialect, parents: list[int | None], words_of: Callable[[Mapping[str, Any]], str]
    ) -> None:
        self.main = Turns(log, dialect)
        self._parents = parents
        self._words_of = words_of
        branches = branches_of(parents, len(parents) - 1) if parents else []
        self._branch_of = {number: branch for branch in branches for number in branch.records}
        self._apart = {branch: Turns(log, dialect) for branch in branches}
        self._titles: dict[Branch, str] = {}

    def in_force(self, number: int) -> bool:
        """Return whether a record is on the path in force."""
        return number not in self._branch_of

    def take(self, record: Record, *, copied: bool = False) -> None:
        """Take in the next record. Bytes that are no record are shown in the run itself."""
        branch = None if record.value is None else self._branch_of.get(record.number)
        self._turns(branch).take(record, copied=copied)
        if branch is not None and not self._titles.get(branch):
            self._titles[branch] = title_of(self._words_of(record.value or {}))

    def branches(self) -> tuple[SubAgent, ...]:
        """Return what was left behind, each stretch behind the step that it left."""
        found = []
        step_at = self._steps_at()
        for number, (branch, turns) in enumerate(self._apart.items(), 1):
            if not turns.native_steps:
                continue
            step, name, words = step_at(branch.parent), f"branch-{number}", self._titles.get(branch)
            title = f"left behind: {words}" if words else "left behind"
            found.append(SubAgent(name, turns.steps(agent=name, parent=step), step, title))
        return tuple(found)

    def _turns(self, branch: Branch | None) -> Turns:
        return self.main if branch is None else self._apart[branch]

    def _steps_at(self) -> Callable[[int | None], str | None]:
        """Return what finds the step of a record, or of the nearest one towards the root that has one."""
        known: dict[int, str | None] = dict(self.main.step_ids())
        for turns in self._apart.values():
            known |= turns.step_ids()

        def step_at(number: int | None) -> str | None:
            climbed: dict[int, None] = {}
            while number is not None and number not in known and number not in climbed:
                climbed[number] = None
                number = self._parents[number]
            step = None if number is None else known.get(number)
            known.update(dict.fromkeys(climbed, step))
            return step

        return step_at
