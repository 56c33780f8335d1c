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
    joiner = Joiner()
    groups = [group for place, step in enumerate(steps) for group in joiner.take(place, step)]
    return [*groups, *joiner.finish()]


class Joiner:
    """Joins step objects to model turns as they come. A turn is given out when nothing can be joined to it any more."""

    def __init__(self) -> None:
        self._group: list[tuple[int, _Turn | None]] = []
        self._kept: list[tuple[int, _Turn | None]] = []
        self._head: _Turn | None = None
        self._called = False

    def take(self, place: int, step: Any) -> tuple[tuple[int, ...], ...]:
        """Take the next step object, and return the places of turns that are whole by now, at most one."""
        turn = _turn_of(step) if isinstance(step, Mapping) else None
        last = self._group[-1][1] if self._group else None
        head = self._head
        done: tuple[tuple[int, ...], ...] = ()
        if turn and head and last and _same_turn(head, last, turn, called=self._called):
            self._group.append((place, turn))
            self._head = replace(turn, metrics=head.metrics or turn.metrics) if head.empty else head
        else:
            done = self._close()
            self._group = [(place, turn)]
            self._head, self._called = turn, False
        self._called = self._called or bool(turn and turn.calls)
        return done

    def finish(self) -> tuple[tuple[int, ...], ...]:
        """Return the places of the turns that are left: no step object follows."""
        done = self._close()
        rest, self._kept = self._kept, []
        return (*done, _places(rest)) if rest else done

    def _close(self) -> tuple[tuple[int, ...], ...]:
        """Put the open turn behind the kept one: empty steps alone belong to it, for none followed that took them."""
        group, self._group = self._group, []
        if not group:
            return ()
        before = self._kept[-1][1] if self._kept else None
        if before and before.agent and _all_empty([turn for _, turn in group], copied=before.copied):
            self._kept += group
            return ()
        done, self._kept = self._kept, group
        return (_places(done),) if done else ()


def _places(group: Sequence[tuple[int, _Turn | None]]) -> tuple[int, ...]:
    return tuple(place for place, _ in group)


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


def _all_empty(turns: Sequence[_Turn | None], *, copied: bool) -> bool:
    return all(one is not None and one.empty and one.agent and one.copied == copied for one in turns)


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
