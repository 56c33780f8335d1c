"""An entry of a SWE-agent record's `trajectory`: one step with one action."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playhead.formats.build import damaged_step, make_action, make_step
from playhead.formats.exit_codes import exit_code_from_text
from playhead.formats.salvage import Damaged
from playhead.formats.swe_agent.actions import arguments_of, state_of, tool_of, was_executed
from playhead.formats.values import float_of, text_of
from playhead.formats.wrappers import marks_of
from playhead.insight.kinds import kind_of_action
from playhead.model import Action, Kind, RawRef, Step
from playhead.storage.growing_steps import Look

NAME = "swe-agent"


def step_of(
    entry: Any, index: int, n: int | None, first_action: int | None, *, raw: RawRef, agent: str = "main"
) -> Step:
    """Return the step of an entry, a damaged one of what is none."""
    if not isinstance(entry, Mapping):
        text = entry.text if isinstance(entry, Damaged) else text_of(entry)
        return damaged_step(index=index, n=n, id=str(index), text=text, raw=(raw,))
    thought, response = text_of(entry.get("thought")), text_of(entry.get("response"))
    return make_step(
        index=index,
        n=n,
        id=str(index),
        source="agent",
        agent=agent,
        text=_beside(response, thought, text_of(entry.get("action"))),
        thought=thought,
        actions=(_action(first_action, entry),),
        duration_s=float_of(entry.get("execution_time")),
        raw=(raw,),
    )


def look_of_entry(entry: Any) -> Look:
    """Return what a list wants to know of the step of an entry, without making it."""
    if not isinstance(entry, Mapping):
        return Look(Kind.OTHER, failed=1)
    line, observation = text_of(entry.get("action")), entry.get("observation")
    tool = tool_of(line)
    code = None if observation is None else exit_code_from_text(NAME, text_of(observation))
    kind = kind_of_action(tool, line, arguments_of(tool, line, state_of(entry.get("state"))))
    return Look(kind, 1, int(code not in (None, 0)), code)


def _beside(response: str, thought: str, action: str) -> str:
    """Return what the model's response holds beside thought and action, which it mostly repeats."""
    rest = response.replace(thought.strip(), "", 1).replace(action.strip(), "", 1)
    return response if rest.strip("` \t\r\n") else ""


def _action(n: int | None, entry: Mapping[str, Any]) -> Action:
    line = text_of(entry.get("action"))
    observation = entry.get("observation")
    output = None if observation is None else text_of(observation)
    tool = tool_of(line)
    return make_action(
        n=n,
        tool=tool,
        command=line,
        arguments=arguments_of(tool, line, state_of(entry.get("state"))),
        output=output,
        marks=marks_of(NAME, tool, output),
        exit_code=exit_code_from_text(NAME, output),
        duration_s=float_of(entry.get("execution_time")),
        executed=was_executed(line, output or ""),
    )
