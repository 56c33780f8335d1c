"""The steps of a mini-swe-agent record: an assistant message with what answers it, any other message by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from playhead.formats.build import damaged_step, make_action, make_step
from playhead.formats.json_document import ref
from playhead.formats.mini.messages import (
    Command,
    acts,
    commands_of,
    content_of,
    groups,
    reasoning_of,
    without_fence,
)
from playhead.formats.mini.output import Observed, observed
from playhead.formats.mini.run import iso, time_of_message, usage_of
from playhead.formats.salvage import Damaged
from playhead.formats.values import mapping_of, optional_text, text_of
from playhead.insight.kinds import kind_of_action, kind_of_kinds
from playhead.model import Action, Kind, RawRef, Step
from playhead.storage.growing_steps import Look
from playhead.storage.joined_steps import JoinedSteps


class Place(NamedTuple):
    """Where a step stands: its numbers, and the messages it is made of."""

    position: int
    n: int | None
    first_action: int | None
    ids: tuple[str, ...]
    raw: tuple[RawRef, ...]


def steps_of(path: Path, messages: Sequence[Any], pointer: str) -> JoinedSteps[tuple[int, int]]:
    """Return the steps of a list of messages that stands at `pointer` in a file."""

    def build(index: int, n: int | None, first_action: int | None, entry: tuple[int, int]) -> Step:
        start, end = entry
        damaged = messages[start] if isinstance(messages[start], Damaged) else None
        raw = tuple(ref(path, f"{pointer}/{number}", damaged) for number in range(start, end))
        place = Place(index, n, first_action, tuple(map(str, range(start, end))), raw)
        return step_of(place, messages[start:end])

    ranges = groups(messages)
    counts = [len(commands_of(messages[start])) if acts(messages[start]) else 0 for start, _ in ranges]
    return JoinedSteps(
        ranges,
        build,
        action_counts=counts,
        native_steps=len(messages),
        values=lambda entry: messages[entry[0] : entry[1]],
    )


def step_of(place: Place, messages: Sequence[Any]) -> Step:
    """Return the step that messages make: an acting one with its answers, or any other by itself."""
    message = messages[0]
    if not isinstance(message, Mapping):
        text = message.text if isinstance(message, Damaged) else text_of(message)
        return damaged_step(index=place.position, n=place.n, id=place.ids[0], text=text, raw=place.raw)
    if acts(message):
        return _acting_step(place, message, messages[1:])
    return make_step(
        index=place.position,
        n=place.n,
        id=place.ids[0],
        source="user" if message.get("role") == "user" else "system",
        text=content_of(message),
        at=iso(time_of_message(message)),
        raw=place.raw,
    )


def look_of(messages: Sequence[Any]) -> Look:
    """Return what a list wants to know of the step that messages make, without making it."""
    message = messages[0]
    if not isinstance(message, Mapping):
        return Look(Kind.OTHER, failed=1)
    if not acts(message):
        return Look(Kind.MESSAGE)
    kinds, codes, failed = [], [], 0
    for command, answer in _paired(commands_of(message), messages[1:])[0]:
        result = None if answer is None else observed(answer)
        executed = command.executed and result is not None and result.executed
        code = result.exit_code if result is not None and executed else None
        failed += code not in (None, 0) or bool(result is not None and executed and result.is_error)
        kinds.append(kind_of_action("bash", command.text, {}))
        codes += [] if code is None else [code]
    return Look(kind_of_kinds(kinds), len(kinds), failed, codes[-1] if codes else None)


def _acting_step(place: Place, message: Mapping[str, Any], answers: Sequence[Any]) -> Step:
    by_person = message.get("role") == "user"
    said, thought = _speech(message, by_person=by_person)
    pairs, unpaired = _paired(commands_of(message), answers)
    began, took = time_of_message(message), _seconds_until_answered(message, answers)
    tokens, cost = usage_of(message)
    return make_step(
        index=place.position,
        n=place.n,
        id=place.ids[0],
        source="user" if by_person else "agent",
        text="\n\n".join(part for part in (said, *map(content_of, unpaired)) if part),
        thought=thought,
        actions=[
            _action(
                None if place.first_action is None else place.first_action + number,
                command,
                answer,
                at=iso(began),
                duration_s=took if len(pairs) == 1 else None,
            )
            for number, (command, answer) in enumerate(pairs)
        ],
        native_ids=place.ids,
        at=iso(began),
        duration_s=took,
        tokens=tokens,
        cost_usd=cost,
        raw=place.raw,
    )


def _speech(message: Mapping[str, Any], *, by_person: bool) -> tuple[str, str]:
    """Return what an acting message says and what it thinks: the prose is the thought where nothing else is."""
    content, reasoning = content_of(message), reasoning_of(message)
    commands = commands_of(message)
    one_unrun = len(commands) == 1 and not commands[0].executed
    prose = content.strip() if one_unrun else without_fence(content)
    return (prose, reasoning) if reasoning or by_person else ("", prose)


def _seconds_until_answered(message: Mapping[str, Any], answers: Sequence[Any]) -> float | None:
    began = time_of_message(message)
    times = [time for one in answers if (time := time_of_message(mapping_of(one))) is not None]
    if began is None or not times or max(times) < began:
        return None
    return round(max(times) - began, 3)


def _paired(
    commands: Sequence[Command], answers: Sequence[Any]
) -> tuple[list[tuple[Command, Mapping[str, Any] | None]], list[Mapping[str, Any]]]:
    """Return each command with its answer, by call id, else in order; and the answers that are left over."""
    by_id: dict[str, Mapping[str, Any]] = {}
    rest: list[Mapping[str, Any]] = []
    known = {command.id for command in commands}
    for answer in answers:
        one = mapping_of(answer)
        call = optional_text(one.get("tool_call_id") or one.get("call_id"))
        if call is not None and call in known and call not in by_id:
            by_id[call] = one
        else:
            rest.append(one)
    pairs = []
    for command in commands:
        found = by_id.pop(command.id, None) if command.id is not None else None
        if found is None and rest:
            found = rest.pop(0)
        pairs.append((command, found))
    return pairs, rest


def _action(
    n: int | None, command: Command, answer: Mapping[str, Any] | None, *, at: str | None, duration_s: float | None
) -> Action:
    result = Observed("", (), None, None, executed=True) if answer is None else observed(answer)
    executed = command.executed and result.executed
    return make_action(
        n=n,
        id=command.id,
        tool="bash",
        command=command.text,
        output=None if answer is None else result.output,
        marks=result.marks,
        exit_code=result.exit_code if executed else None,
        is_error=result.is_error if executed else None,
        duration_s=duration_s,
        at=at,
        executed=executed,
    )
