"""Messages of a person that are none: what a harness answers to an action that a model wrote into its text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from playhead.formats.rows.messages import PEOPLE, role_of
from playhead.formats.values import mapping_of

_RESULT = "result of the action before"
_SPEAKERS = ("role", "from")


def with_results(messages: Sequence[Any], acts: Callable[[Mapping[str, Any]], bool]) -> list[Any]:
    """Return the messages, those of a person that follow one that `acts` marked as its result."""
    found: list[Any] = []
    waiting = False
    for one in messages:
        message = mapping_of(one)
        is_result = waiting and role_of(message) in PEOPLE
        found.append(_marked(message) if is_result else one)
        waiting = acts(message)
    return found


def result_in(message: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the message that was marked as a result, None for any other."""
    found = message.get(_RESULT)
    return found if isinstance(found, Mapping) else None


def _marked(message: Mapping[str, Any]) -> dict[str, Any]:
    """Return what nobody says, at the time of the message."""
    return {name: value for name, value in message.items() if name not in _SPEAKERS} | {_RESULT: message}
