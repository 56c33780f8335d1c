"""A model turn while it is being joined: which records are its own, and what a list wants to know of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from playhead.formats.exit_codes import exit_code_from_text
from playhead.formats.joined_log import Group
from playhead.formats.turn_parts import Answer, Call
from playhead.insight.kinds import kind_of_action
from playhead.model import Kind
from playhead.storage.log_steps import Light
from playhead.storage.source import KINDS

_PLACES = {kind: place for place, kind in enumerate(KINDS)}
_LOOKING = frozenset({_PLACES[Kind.READ], _PLACES[Kind.SEARCH]})
_FIRST = tuple((index,) for index in range(8))  # shared: most records have one part, or a few


class Asked(NamedTuple):
    """What a list wants to know of a call."""

    id: str | None
    kind: int
    shell: bool
    executed: bool


class Told(NamedTuple):
    """What a list wants to know of an answer; `text_code` is the exit code that the output itself names."""

    call: str | None
    output: bool
    exit_code: int | None
    text_code: int | None
    is_error: bool | None
    executed: bool | None


class Turn:
    """A step that is being joined. About 400 bytes, and 100 for each further record, call or answer.

    `parts` are, record by record, which of its parts are this step's. `again` counts steps with its id, from 1.
    `position` is its place among the published steps, -1 before.
    """

    __slots__ = (
        "again", "answered", "answers", "calls", "copied", "ids", "model", "name", "parts", "position", "records",
        "thinks",
    )  # fmt: skip

    def __init__(self, own: str, name: str | None) -> None:
        self.records: list[int] = []
        self.parts: list[tuple[int, ...]] = []
        self.ids = [own]
        self.name = name
        self.model = self.thinks = self.answered = self.copied = False
        self.calls: list[Asked] | tuple[()] = ()
        self.answers: list[Told] | tuple[()] = ()
        self.again = 1
        self.position = -1

    def add_part(self, number: int, index: int) -> None:
        """Take in part `index` of a record."""
        if self.records and self.records[-1] == number:
            self.parts[-1] += (index,)
        else:
            self.records.append(number)
            self.parts.append(_FIRST[index] if index < len(_FIRST) else (index,))

    def add_call(self, call: Call) -> None:
        """Take in a call."""
        kind = _PLACES[kind_of_action(call.tool, call.command, call.arguments)]
        asked = Asked(call.id, kind, call.command is not None, call.executed)
        if self.calls:
            self.calls.append(asked)
        else:
            self.calls = [asked]

    def add_answer(self, answer: Answer, format_name: str) -> None:
        """Take in an answer; one that comes without any call in this step is no action's."""
        output = answer.output
        code = exit_code_from_text(format_name, output) if any(call.shell for call in self.calls) else None
        told = Told(answer.call, output is not None, answer.exit_code, code, answer.is_error, answer.executed)
        if self.answers:
            self.answers.append(told)
        else:
            self.answers = [told]

    def group(self) -> Group:
        """Return what the step is made of by now."""
        identity = self.ids[0] if self.again == 1 else f"{self.ids[0]}.{self.again}"
        return Group(
            identity,
            tuple(self.records),
            facts=tuple(self.parts),
            actions=len(self.calls),
            native_ids=tuple(self.ids),
            copied=self.copied,
        )

    def light(self) -> Light:
        """Return the columns of the step, the same as those of the built step: see `turn_step.py`."""
        if not self.calls:
            return Light(_PLACES[Kind.MESSAGE], 0, 0, None)
        telling = [call.kind for call in self.calls if call.kind not in _LOOKING]
        failed, last = 0, None
        for call, answers in zip(self.calls, self._paired(), strict=True):
            code = _code_of(call, answers)
            last = last if code is None else code
            is_error = next((one.is_error for one in answers if one.is_error is not None), None)
            failed += is_error is True or code not in (None, 0)
        kind = telling[-1] if telling else self.calls[-1].kind
        return Light(kind, failed, len(self.calls), last)

    def _paired(self) -> Sequence[Sequence[Told]]:
        if len(self.calls) == 1:
            only = self.calls[0].id
            if only is not None:
                return ([one for one in self.answers if one.call == only],)
        found: list[list[Told]] = [[] for _ in self.calls]
        by_id: dict[str | None, list[list[Told]]] = {}
        for call, answers in zip(self.calls, found, strict=True):
            by_id.setdefault(call.id, []).append(answers)
        for one in self.answers:
            alike = by_id.get(one.call, ())
            empty = (answers for answers in alike if not any(known.output for known in answers))
            place = next(empty, alike[-1] if alike and one.call is not None else None)
            if place is not None:
                place.append(one)
        return found


def _code_of(call: Asked, answers: Sequence[Told]) -> int | None:
    if not call.executed or any(one.executed is False for one in answers):
        return None
    code = next((one.exit_code for one in answers if one.exit_code is not None), None)
    if code is None and call.shell:
        code = next((one.text_code for one in answers if one.output), None)
    return code


def light_of_damaged() -> Light:
    """Return the columns of a record that is shown as it stands."""
    return Light(_PLACES[Kind.OTHER], 1, 0, None)
