"""A run as checks read it: the tape's facts, what the rules found, the parameters, and what all checks ask for."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from playhead.insight.before import Came
from playhead.insight.decisions import DecisionPoint
from playhead.insight.ledger import Change, Deed, names_of_files
from playhead.insight.paths import is_test_path
from playhead.insight.run_insight import RunInsight
from playhead.model import Action, Kind, Layer, Status, Tape
from playhead.settings import RuleSettings

_DOCUMENTS = re.compile(
    r"(?:.*\.(?:md|rst|adoc)|CHANGE(?:S|LOG).*|HISTORY.*|AUTHORS.*|LICENSE.*|\.gitignore)", re.IGNORECASE
)
_CODE = re.compile(
    r".*\.(?:pyi?|jsx?|tsx?|mjs|cjs|go|rs|rb|php|java|kt|scala|cs|c|cc|cpp|cxx|h|hpp|m|swift|vue|svelte|ex|exs|lua|r|jl|sql)",
    re.IGNORECASE,
)
_SCRATCH = re.compile(
    r"(?:.*[_-])?(?:repro\w*|reproduc\w*|debug\w*|demo\w*|scratch\w*|tmp\w*|temp|check\w*|verify\w*|try\w*|example\w*"
    r"|simple\w*|final\w*|quick\w*|minimal\w*|edge\w*|comprehensive\w*|fix\w*|patch\w*)\.\w+",
    re.IGNORECASE,
)


_PROGRAM = re.compile(r"[A-Za-z./~_$]")


def is_check(deed: Deed) -> bool:
    """Return whether an action ran a test or a program; a command that begins with no program's name ran nothing."""
    return deed.check is not None and deed.kind in {Kind.TEST, Kind.RUN} and _PROGRAM.match(deed.check) is not None


@dataclass(frozen=True, slots=True)
class Checked:
    """One run under check; `decisions` are its decision points."""

    tape: Tape
    insight: RunInsight
    settings: RuleSettings
    decisions: tuple[DecisionPoint, ...] = ()
    source_edits: tuple[Deed, ...] = field(init=False)
    """The actions that edited source: no tests, no documents, none of the scripts that the run made for itself."""
    own_files: frozenset[str] = field(init=False)
    """The names of files that the run made itself and the task does not name."""
    task_files: frozenset[str] = field(init=False)
    """The names of files that the task names."""
    by_number: dict[int, Deed] = field(init=False, repr=False, compare=False)
    """The entries of actions by their numbers."""

    def __post_init__(self) -> None:
        """Tell source from what the run made for itself, such as a script that shows a bug."""
        object.__setattr__(self, "task_files", names_of_files(self.tape.task[:100_000]))
        object.__setattr__(self, "by_number", {deed.number: deed for deed in self.deeds})
        own = {posixpath.basename(one.path) for one in self.decisions if one.made and Came.TASK not in one.hows}
        ran = {word.rsplit("/", 1)[-1] for deed in self.deeds if deed.check for word in deed.check.split()[:20]}
        scratch = {name for name in own if name in ran or not _CODE.fullmatch(name) or _SCRATCH.fullmatch(name)}
        object.__setattr__(self, "own_files", frozenset(own))
        edits = (deed for deed in self.deeds if any(self._is_source(change, scratch) for change in deed.changes))
        object.__setattr__(self, "source_edits", tuple(edits))

    def _is_source(self, change: Change, scratch: set[str]) -> bool:
        name = posixpath.basename(change.path)
        if name in scratch or is_test_path(change.path) or change.path.startswith("/tmp/"):  # noqa: S108 - read only
            return False
        return not _DOCUMENTS.fullmatch(name) or name in self.task_files

    def source_changes(self, deed: Deed) -> list[Change]:
        """Return the changes of source files that an action made."""
        return [one for one in deed.changes if self._is_source(one, set()) and not self.is_own(one.path)]

    def is_own(self, path: str) -> bool:
        """Return whether the run made a file of this name itself."""
        return posixpath.basename(path) in self.own_files

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
    def passed(self) -> bool | None:
        """Return whether the run was judged resolved, None where nobody judged it."""
        status = self.tape.outcome.status
        return None if status in {Status.UNKNOWN, Status.ERROR} else status is Status.RESOLVED

    def checks(self) -> list[Deed]:
        """Return the actions that ran a test or a program."""
        return [deed for deed in self.deeds if is_check(deed)]

    @property
    def reads_are_told(self) -> bool:
        """Return whether the record shows any look into a file: some tools hand files over outside of it."""
        return any(deed.read or deed.kind in {Kind.READ, Kind.SEARCH} for deed in self.deeds)

    def at(self, numbers: set[int]) -> list[Deed]:
        """Return the entries of actions by their numbers."""
        return [self.by_number[number] for number in sorted(numbers) if number in self.by_number]

    def layer(self, name: str) -> Layer | None:
        """Return the last layer of a name."""
        return next((one for one in reversed(self.tape.layers) if one.name == name), None)

    def action(self, deed: Deed) -> Action | None:
        """Return the action itself, read again from the record."""
        if deed.position >= len(self.tape.steps):
            return None
        return next((one for one in self.tape.steps[deed.position].actions if one.n == deed.number), None)
