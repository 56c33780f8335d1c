"""One agent's steps in a large ATIF document, joined while it is read, and what is learnt of the run on the way."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from playhead.errors import UnreadableError
from playhead.formats.atif.agents import Reference, first_words, references_made, started_by
from playhead.formats.atif.join import Joiner
from playhead.formats.atif.natives import Names, Native, step_of
from playhead.formats.atif.step import is_copied, looks_of, message_of, usage_of
from playhead.formats.build import damaged_step
from playhead.formats.elements import ChangedError, Element, Elements
from playhead.formats.record_places import CHANGED
from playhead.formats.values import optional_text, time_text
from playhead.insight.kinds import kind_of_kinds
from playhead.model import Kind, Step, Tokens
from playhead.storage.growing_steps import GrowingSteps, Look
from playhead.storage.line_steps import Progress

_WORDS_LOOKED_FOR = 20
_DAMAGED = Look(Kind.OTHER, failed=1)
_Action = tuple[Kind, bool, int | None]


class _Light(NamedTuple):
    """What is kept of a step object until its turn is whole; `fields` are those that `usage_of` looks at."""

    is_object: bool
    copied: bool
    actions: Sequence[_Action]
    fields: Mapping[str, Any]


class NamedElements:
    """The step objects of a run, by number and by name."""

    def __init__(self) -> None:
        self.elements = Elements()
        self.names = Names()
        self.bytes_between = self.elements.bytes_between
        self.range_of = self.elements.range_of
        self.number_of = self.names.number_of

    def native(self, number: int) -> Native:
        """Return a step object; errors as `Elements.get`."""
        one: Element = self.elements.get(number)
        pointer = one.pointer
        return Native(one.value, self.names.name_of(number), one.raw.file, pointer, one.place, None, one.raw)


class GrowingAgent:
    """The steps of one agent: its step objects are taken in their order, its turns come out as they are whole."""

    def __init__(
        self, records: NamedElements, progress: Progress, name: str, steps: GrowingSteps | None = None
    ) -> None:
        self.name = name
        self.parent: str | None = None
        self.title = ""
        self.steps = steps or GrowingSteps(progress)
        self.steps.begin(records, self._build)
        self._records = records
        self._joiner = Joiner()
        self._lights: dict[int, _Light] = {}
        self._taken = 0

    def take(self, number: int, value: Any) -> list[Sequence[Mapping[str, Any]]]:
        """Take the next step object. Return of each turn that is whole by now what it used, without copied context."""
        if not self.title and self._taken < _WORDS_LOOKED_FOR and isinstance(value, Mapping):
            self.title = first_words(value)
        self._taken += 1
        self._lights[number] = _light(value)
        return [self._add(group) for group in self._joiner.take(number, value)]

    def finish(self) -> list[Sequence[Mapping[str, Any]]]:
        """Return the same of the turns that are left: no step object follows."""
        return [self._add(group) for group in self._joiner.finish()]

    def head_of(self, number: int) -> str | None:
        """Return the id of the step that a step object is part of."""
        position = self.steps.position_of(number)
        return None if position is None else self._records.names.name_of(self.steps.members(position)[0])

    def belongs_to(self, step: str | None) -> None:
        """Say which step started this agent, which may be known late."""
        if step != self.parent:
            self.parent = step
            self.steps.forget_built()

    def _add(self, group: Sequence[int]) -> Sequence[Mapping[str, Any]]:
        lights = [self._lights.pop(number) for number in group]
        actions = [action for one in lights for action in one.actions]
        codes = [code for _, _, code in actions if code is not None]
        kind, failed = kind_of_kinds([kind for kind, _, _ in actions]), sum(failed for _, failed, _ in actions)
        look = Look(kind, len(actions), failed, codes[-1] if codes else None)
        self.steps.add(group, look if lights[0].is_object else _DAMAGED, copied=lights[0].copied)
        return [one.fields for one in lights if one.is_object and not one.copied]

    def _build(self, index: int, n: int | None, first_action: int | None, members: Sequence[int]) -> Step:
        try:
            natives = [self._records.native(number) for number in members]
        except (ChangedError, UnreadableError):
            name = self._records.names.name_of(members[0])
            step = damaged_step(index=index, n=n, id=name, text=CHANGED, raw=())
            return replace(step, agent=self.name, parent=self.parent)
        return step_of(natives, index, n, first_action, agent=self.name, parent=self.parent)


def _light(value: Any) -> _Light:
    if not isinstance(value, Mapping):
        return _Light(is_object=False, copied=False, actions=(), fields={})
    return _Light(
        is_object=True, copied=is_copied(value), actions=looks_of(value), fields={"metrics": value.get("metrics")}
    )


class Learnt:
    """What the main agent's step objects say about the run as a whole."""

    def __init__(self) -> None:
        self.task = ""
        self.model: str | None = None
        self.started: str | None = None
        self.ended: str | None = None
        self.references: dict[str, tuple[int, Reference]] = {}
        self.inlined: dict[str, int] = {}
        self._sums: list[int | None] = [None, None, None]
        self._costs: array[float] = array("d")

    @property
    def usage(self) -> tuple[Tokens, float | None]:
        """Return the tokens and the cost that the turns come to."""
        return Tokens(*self._sums), (sum(self._costs) if self._costs else None)

    def take(self, number: int, value: Any, file: Path) -> None:
        """Take the next step object."""
        if not isinstance(value, Mapping):
            return
        copied = is_copied(value)
        if not self.task and value.get("source") == "user" and not copied:
            said = message_of(value)
            self.task = said if said.strip() else ""
        self.model = self.model or optional_text(value.get("model_name"))
        at = None if copied else time_text(value.get("timestamp"))
        self.started, self.ended = self.started or at, at or self.ended
        for reference in references_made(value, file):
            self.references.setdefault(reference.name, (number, reference))
        name = started_by(value)
        if name is not None:
            self.inlined[name] = number

    def add_usage(self, turns: Sequence[Sequence[Mapping[str, Any]]]) -> None:
        """Take what turns used."""
        for objects in turns:
            tokens, cost = usage_of(objects)
            for place, number in enumerate((tokens.input, tokens.output, tokens.cached) if tokens else ()):
                if number is not None:
                    self._sums[place] = (self._sums[place] or 0) + number
            if cost is not None:
                self._costs.append(cost)
