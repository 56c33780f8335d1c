"""Which ATIF step objects are one model turn.

Harbor's Claude Code adapter (up to ATIF-v1.6) writes a turn as a step with its thought and text, which alone carries
the metrics, and one step a tool call, which repeats thought and timestamp under the message `Executed TOOL ID`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from playhead.formats.atif.results import results_of
from playhead.formats.atif.step import calls_of, is_copied, is_wrapped, message_of, source_of, thought_of
from playhead.formats.values import mapping_of, optional_text

_ID_KEYS = ("message_id", "messageId", "msg_id")


@dataclass(frozen=True, slots=True)
class _Turn:
    """What joining looks at, of one step object."""

    agent: bool
    copied: bool
    thought: str
    text: bool
    calls: bool
    wrapped: bool
    results: bool
    metrics: bool
    time: str | None
    message_id: str | None

    @property
    def empty(self) -> bool:
        return not (self.thought or self.text or self.calls or self.results)


def joined(steps: Sequence[Any]) -> list[tuple[int, ...]]:
    """Return the places of the step objects of each model turn, in order; what is no object stands alone."""
    groups: list[list[int]] = []
    head: _Turn | None = None
    last: _Turn | None = None
    called = False
    for place, step in enumerate(steps):
        turn = _turn_of(step) if isinstance(step, Mapping) else None
        if turn and head and last and _same_turn(head, last, turn, called=called):
            groups[-1].append(place)
            head = replace(turn, metrics=head.metrics or turn.metrics) if head.empty else head
        else:
            groups.append([place])
            head, called = turn, False
        called = called or bool(turn and turn.calls)
        last = turn
    return _without_empty_ones(steps, groups)


def _same_turn(head: _Turn, last: _Turn, turn: _Turn, *, called: bool) -> bool:
    """Return whether a step object goes on with the turn that `head` began and `last` ends so far."""
    if not (head.agent and turn.agent) or head.copied != turn.copied:
        return False
    if head.message_id is not None and turn.message_id is not None:
        return head.message_id == turn.message_id
    if head.empty or turn.empty:
        return head.empty
    if _repeats_thought(head, turn, called=called):
        return True
    # The adapter gives metrics to the first step of a message alone. A call without them is of the same message, as
    # long as it was answered: calls never answered are written at the end of the file, whatever turn they are of.
    bare = turn.wrapped and not turn.thought and not turn.metrics
    same_moment = turn.time is not None and turn.time == last.time
    return bare and (same_moment or (turn.results and head.metrics))


def _repeats_thought(head: _Turn, turn: _Turn, *, called: bool) -> bool:
    """Return whether a call repeats the thought of a step that called nothing; metrics of its own begin a turn.

    After the calls of a turn, the same thought without a call is the next turn: a model that repeats itself.
    """
    if not head.thought or head.calls or turn.thought != head.thought:
        return False
    return (turn.calls or not called) and not (turn.metrics and head.metrics)


def _without_empty_ones(steps: Sequence[Any], groups: list[list[int]]) -> list[tuple[int, ...]]:
    """Return the groups, those of empty steps alone joined to the turn before: none follows that took them."""
    kept: list[list[int]] = []
    for group in groups:
        before = _turn_of(steps[kept[-1][-1]]) if kept and isinstance(steps[kept[-1][-1]], Mapping) else None
        if before and before.agent and _all_empty(steps, group, copied=before.copied):
            kept[-1] += group
        else:
            kept.append(group)
    return [tuple(group) for group in kept]


def _all_empty(steps: Sequence[Any], group: Sequence[int], *, copied: bool) -> bool:
    turns = [_turn_of(steps[place]) for place in group if isinstance(steps[place], Mapping)]
    return len(turns) == len(group) and all(one.empty and one.agent and one.copied == copied for one in turns)


def _turn_of(step: Mapping[str, Any]) -> _Turn:
    extra, metrics = mapping_of(step.get("extra")), mapping_of(step.get("metrics"))
    holders = (step, extra, mapping_of(metrics.get("extra")))
    return _Turn(
        agent=source_of(step) == "agent",
        copied=is_copied(step),
        thought=thought_of(step),
        text=bool(message_of(step).strip()),
        calls=bool(calls_of(step)),
        wrapped=is_wrapped(step),
        results=bool(results_of(step)),
        metrics=bool(metrics),
        time=optional_text(step.get("timestamp")),
        message_id=next((name for one in holders for key in _ID_KEYS if (name := optional_text(one.get(key)))), None),
    )
