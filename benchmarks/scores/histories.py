"""Histories of many agents as tapes: a step an entry, so that the position of a step is the place in the history.

For Who&When and AgentRx, whose records no reader of playhead claims (a list of messages by names of agents). What an
agent or a terminal says is the text of its step; a tool call is an action, answered by the message that names it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from playhead.formats.build import make_action, make_step
from playhead.model import Step, Tape
from playhead.storage.joined_steps import JoinedSteps

Entry = Mapping[str, Any]
_SOURCES = {"system": "system", "human": "user", "user": "user", "tool": "user"}


def tape_of(name: str, history: Sequence[Entry], task: str = "") -> Tape:
    """Return a history as a tape of as many steps; none of its fields is trusted to be there.

    What an agent with a name says is the agent's, whatever role it has; a terminal's answer is a user's.
    """
    called = [_calls(history, place) for place in range(len(history))]

    def build(index: int, n: int | None, first: int | None, entry: Entry) -> Step:
        actions = [make_action(n=(first or 1) + nth, **given) for nth, given in enumerate(called[index])]
        return make_step(index=index, n=n, id=str(index), source=_source(entry), text=_text(entry), actions=actions)

    steps = JoinedSteps(history, build, action_counts=[len(one) for one in called])
    return Tape(path=Path(name), format="history", steps=steps, id=name, task=task)


def _calls(history: Sequence[Entry], place: int) -> list[dict[str, Any]]:
    calls = history[place].get("tool_calls")
    given = calls if isinstance(calls, list) else []
    return [_call(one, history[place + 1 :]) for one in given if isinstance(one, Mapping)]


def _call(call: Entry, later: Sequence[Entry]) -> dict[str, Any]:
    function = call.get("function") or {}
    try:
        arguments = json.loads(function.get("arguments") or "{}")
    except ValueError:
        arguments = {}
    answer = next((one for one in later if one.get("tool_call_id") == call.get("id")), None)
    output = _text(answer) if answer is not None else None
    refused = output is not None and output.startswith("Error")
    given = arguments if isinstance(arguments, dict) else {}
    return {
        "tool": function.get("name") or "",
        "arguments": given,
        "output": output,
        "is_error": True if refused else None,
    }


def _source(entry: Entry) -> str:
    name, role = str(entry.get("name") or ""), str(entry.get("role", "")).lower()
    spoken = bool(name) and "terminal" not in name.lower() and role != "tool"
    return "agent" if spoken else _SOURCES.get(role, "agent")


def _text(entry: Entry) -> str:
    content = entry.get("content")
    return content if isinstance(content, str) else ""
