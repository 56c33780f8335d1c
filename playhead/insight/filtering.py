"""Which steps a filter shows: by the columns as far as they tell, then by the step itself; in the background."""

from __future__ import annotations

import contextlib
import threading
import time
from array import array
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from playhead.insight.feedback import is_negative_step
from playhead.insight.fields import Field, fields_of
from playhead.insight.filter import Filter, Term
from playhead.insight.filter_found import FoundSteps, nothing_found
from playhead.insight.filter_looking import by_columns, by_exit_codes, may_pass, numbered
from playhead.insight.filter_words import BY_FOUND, asks_rules
from playhead.insight.literal import literal_spans
from playhead.insight.pattern import Pattern
from playhead.insight.plain import PlainText
from playhead.model import Step
from playhead.storage.source import StepSource

__all__ = ["Filtering", "LabelFact", "by_columns", "matches"]

BLOCK = 4_096
_BY_COLUMN = {"kind", "failed"}
_BY_LABEL = {"label", "by", "note"}


class LabelFact(NamedTuple):
    """One label on a step: its key, its values as text, who says so, the text of its note ("" without one)."""

    key: str
    values: tuple[str, ...]
    by: str
    note: str = ""


Facts = Callable[[int], Sequence[LabelFact]]
"""The labels on the step at a position."""


def matches(
    step: Step, terms: Sequence[Term], labels: Sequence[LabelFact] = (), found: FoundSteps = nothing_found
) -> bool:
    """Return whether all terms hold of a step that stands under these labels, in a run in which this was found."""
    return all(
        any(
            step.index in found(term.key, value)
            if asks_rules(term.key, value)
            else _holds(term.key, value, step, labels)
            for value in term.values
        )
        != term.negated
        for term in terms
    )


class Filtering:
    """One filter over one run: `begin()` it, wait until it is not `running`; then `positions` are its steps, ascending.

    `first` is the position to begin at: what stands before it is known from an earlier one, `before`. `found` is asked
    from its thread for what rules found. `problem` says what ended it early.
    """

    def __init__(
        self,
        steps: StepSource,
        query: Filter,
        facts: Facts,
        *,
        before: Sequence[int] = (),
        first: int = 0,
        found: FoundSteps = nothing_found,
    ) -> None:
        self.query = query
        self.problem: str | None = None
        self.running = True
        self.stopped = False
        self.looked = first
        self.wanted = len(steps)
        self.positions: array[int] = array("q", before)
        self._steps = steps
        self._facts = facts
        self._found = found
        self._thread = threading.Thread(target=self._run, name="filter", daemon=True)

    def begin(self) -> None:
        """Begin to look, in a thread."""
        self._thread.start()

    def wait(self, seconds: float | None = None) -> None:
        """Return when it has ended, or after so many seconds."""
        self._thread.join(seconds)

    def stop(self) -> None:
        """Stop looking, from any thread."""
        self.stopped = True

    def _run(self) -> None:
        try:
            if any(term.key in _BY_COLUMN | {"exit"} for term in self.query.terms):
                self._steps.wait()
            while self.looked < self.wanted and not self.stopped:
                stop = min(self.wanted, self.looked + BLOCK)
                self._block(self.looked, stop)
                self.looked = stop
        except Exception as error:  # noqa: BLE001 - a thread has nobody above it: the screen tells what went wrong
            self.problem = str(error) or type(error).__name__
        self.running = False

    def _block(self, start: int, stop: int) -> None:
        cheap = [term for term in self.query.terms if term.key in _BY_COLUMN]
        label = [term for term in self.query.terms if term.key in _BY_LABEL]
        dear = [term for term in self.query.terms if term.key not in _BY_COLUMN | _BY_LABEL | BY_FOUND]
        columns = self._steps.columns(start, stop)
        low, high = numbered(self._steps, dear, start, stop)
        passed = by_columns(columns, start, stop, cheap)
        positions = passed[bisect_left(passed, low) : bisect_left(passed, high)]
        for term in (one for one in self.query.terms if one.key in BY_FOUND):
            wanted = frozenset().union(*(self._found(term.key, value) for value in term.values))
            positions = [one for one in positions if (one in wanted) != term.negated]
        if label:
            positions = [one for one in positions if not self.stopped and _labelled(self._facts(one), label)]
        if not dear:
            self.positions.extend(positions)
            return
        positions = by_exit_codes(columns, start, positions, dear)
        with contextlib.suppress(_StoppedError):
            for position in may_pass(self._steps, positions, dear, self._told):
                time.sleep(0)  # whoever waits for the interpreter, such as a screen, goes first
                if matches(self._steps[position], dear, self._facts(position), self._found):
                    self.positions.append(position)

    def _told(self, _: int) -> None:
        if self.stopped:
            raise _StoppedError


class _StoppedError(Exception):
    """It was stopped from outside."""


def _labelled(facts: Sequence[LabelFact], terms: Sequence[Term]) -> bool:
    return all(
        any(_LABEL_RULES[term.key](value.lower(), facts) for value in term.values) != term.negated for term in terms
    )


def _holds(key: str, value: str, step: Step, labels: Sequence[LabelFact]) -> bool:
    if key in _LABEL_RULES:
        return _LABEL_RULES[key](value.lower(), labels)
    if key == "is" and value == "labelled":
        return bool(labels)
    return _STEP_RULES[key](value, step)


def _text(value: str, step: Step) -> bool:
    return any(_says(value, field) for field in fields_of(step))


def _command(value: str, step: Step) -> bool:
    return any(_says(value, field) for field in fields_of(step) if field.key.startswith("command "))


def _output(value: str, step: Step) -> bool:
    return any(_says(value, field) for field in fields_of(step) if field.key.startswith("output "))


def _says(value: str, field: Field) -> bool:
    plain = PlainText(field.text)
    spans = literal_spans(Pattern(value, fold=value == value.lower()), plain.text, plain.forth(field.start))
    return any(field.says(*plain.span(*span)) for span in spans)


def _file(value: str, step: Step) -> bool:
    wanted = value.lower()
    paths = {path.lower() for path in paths_of(step)}
    if "*" in wanted or "?" in wanted:
        return any(fnmatchcase(path, wanted) or fnmatchcase(path.rsplit("/", 1)[-1], wanted) for path in paths)
    return any(wanted in path for path in paths)


def paths_of(step: Step) -> tuple[str, ...]:
    """Return the paths that a step names as files it read or changed, each once, in order."""
    paths: dict[str, None] = {}
    for action in step.actions:
        if action.path:
            paths[action.path] = None
        paths |= dict.fromkeys(edit.path for edit in action.edits if edit.path)
    return tuple(paths)


def _exit(value: str, step: Step) -> bool:
    codes = [action.exit_code for action in step.actions]
    if value.lower() == "none":
        return all(code is None for code in codes)
    return int(value) in codes


def _number(value: str, step: Step) -> bool:
    first, _, last = value.partition("-")
    return step.n is not None and int(first) <= step.n <= int(last or first)


def _state(value: str, step: Step) -> bool:
    if value == "negative":
        return is_negative_step(step)
    if value == "edited":
        return any(action.edits for action in step.actions)
    return step.damaged if value == "damaged" else step.copied


_STEP_RULES: Mapping[str, Callable[[str, Step], bool]] = {
    "kind": lambda value, step: step.kind == value,
    "failed": lambda value, step: (step.failed or step.damaged) == (value == "yes"),
    "file": _file,
    "text": _text,
    "command": _command,
    "output": _output,
    "phase": lambda value, step: step.phase == value,
    "tool": lambda value, step: any(value.lower() in action.tool.lower() for action in step.actions),
    "exit": _exit,
    "is": _state,
    "source": lambda value, step: step.source.lower() == value.lower(),
    "agent": lambda value, step: step.agent.lower() == value.lower(),
    "step": _number,
}


def _label(value: str, labels: Sequence[LabelFact]) -> bool:
    if value in {"yes", "no"}:
        return bool(labels) == (value == "yes")
    key, sign, wanted = value.partition("=")
    if sign:
        return any(one.key.lower() == key and wanted in _lower(one.values) for one in labels)
    return any(one.key.lower() == value or value in _lower(one.values) for one in labels)


def _note(value: str, labels: Sequence[LabelFact]) -> bool:
    if value in {"yes", "no"}:
        return any(one.note for one in labels) == (value == "yes")
    return any(value in one.note.lower() for one in labels)


def _lower(values: Sequence[str]) -> list[str]:
    return [value.lower() for value in values]


_LABEL_RULES: Mapping[str, Callable[[str, Sequence[LabelFact]], bool]] = {
    "label": _label,
    "by": lambda value, labels: any(one.by.lower() == value for one in labels),
    "note": _note,
}
