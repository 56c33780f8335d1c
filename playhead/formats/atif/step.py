"""From ATIF step objects of one model turn to one step of a tape. The run tape's steps are the same objects."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from playhead.formats.atif.results import (
    Facts,
    edits_in,
    facts_of,
    pair_results,
    reference_name,
    references_in,
    result_text,
    results_of,
    subagent_id_in,
    unfolded,
)
from playhead.formats.build import make_action, make_step
from playhead.formats.commands import command_of_call, is_shell_tool
from playhead.formats.exit_codes import exit_code_from_text
from playhead.formats.parts import content_text
from playhead.formats.values import bool_of, float_of, int_of, list_of, mapping_of, optional_text, text_of, time_text
from playhead.formats.wrappers import marks_of
from playhead.insight.kinds import kind_of_action
from playhead.model import Action, Kind, RawRef, Step, Tokens

# Harbor's adapters give a step that is a bare tool call this message.
_WRAPPER_MESSAGE = re.compile(r"Executed (\S+)(?: \S+)?", re.ASCII)
_LONGEST_WRAPPER = 1_000
_NO_TOKENS = Tokens()
_SOURCES = ("agent", "user", "system")


def calls_of(step: Mapping[str, Any]) -> Sequence[Any]:
    """Return the entries of a step object's `tool_calls`, whatever they are: each one is an action."""
    return list_of(step.get("tool_calls"))


def count_actions(step: Mapping[str, Any]) -> int:
    """Return how many actions a step object holds."""
    return len(calls_of(step))


def is_copied(step: Mapping[str, Any]) -> bool:
    """Return whether a step object is context copied from an earlier trajectory: shown, not counted."""
    return step.get("is_copied_context") is True


def is_wrapped(step: Mapping[str, Any]) -> bool:
    """Return whether the message only repeats the name of the tool that the step calls."""
    message = step.get("message")
    if not isinstance(message, str) or len(message) > _LONGEST_WRAPPER:
        return False
    wrapper = _WRAPPER_MESSAGE.fullmatch(message.strip())
    return wrapper is not None and any(mapping_of(call).get("function_name") == wrapper[1] for call in calls_of(step))


def message_of(step: Mapping[str, Any]) -> str:
    """Return what was said in a step object, "" for a wrapper message."""
    return "" if is_wrapped(step) else content_text(step.get("message"))


def thought_of(step: Mapping[str, Any]) -> str:
    """Return the reasoning of a step object."""
    return content_text(step.get("reasoning_content"))


def source_of(step: Mapping[str, Any]) -> str:
    """Return system, user or agent; another source is agent's if it calls tools, else system's."""
    source = step.get("source")
    if source in _SOURCES:
        return str(source)
    return "agent" if calls_of(step) or thought_of(step) or source is None else "system"


def step_from_atif(
    objects: Sequence[Mapping[str, Any]],
    *,
    index: int,
    n: int | None,
    first_action: int | None,
    raw: Sequence[RawRef],
    agent: str = "main",
    parent: str | None = None,
    copied: bool = False,
    format_name: str = "atif",
) -> Step:
    """Return the step that ATIF step objects of one model turn make, its actions numbered from `first_action`.

    `raw` holds one reference an object, as far as known. Fields of a wrong type are read as missing or as text.
    """
    native_ids = [_native_id(one, place, raw, index) for place, one in enumerate(objects)]
    actions: list[Action] = []
    said: list[str] = []
    for one in objects:
        number = None if copied or first_action is None else first_action + len(actions)
        found, loose = _actions_of(one, number, format_name)
        actions += found
        said += [message_of(one), *loose]
    extras = [mapping_of(one.get("extra")) for one in objects]
    tokens, cost = usage_of(objects)
    return make_step(
        index=index,
        n=n,
        id=native_ids[0],
        source=source_of(objects[0]),
        text=_joined(said),
        thought=_joined(thought_of(one) for one in objects),
        actions=actions,
        native_ids=native_ids,
        agent=agent,
        parent=parent,
        at=next((at for one in objects if (at := time_text(one.get("timestamp")))), None),
        duration_s=next((time for extra in extras if (time := float_of(extra.get("duration_s"))) is not None), None),
        tokens=tokens,
        cost_usd=cost,
        copied=copied,
        raw=raw,
    )


def looks_of(step: Mapping[str, Any], format_name: str = "atif") -> list[tuple[Kind, bool, int | None]]:
    """Return kind, failure and exit code of each action of a step object, as `step_from_atif` finds them, no more."""
    calls = [call if isinstance(call, Mapping) else {"function_name": call} for call in calls_of(step)]
    if not calls:
        return []
    by_call, _ = pair_results(calls, results_of(step))
    of_step = [step.get("extra")] if len(calls) == 1 else []
    found = []
    for call, results in zip(calls, by_call, strict=True):
        tool, arguments = text_of(call.get("function_name")), _arguments(call)
        holders = [*(result.get("extra") for result in results), call.get("extra"), *of_step]
        facts = _facts(tool, result_text(results), unfolded(holders), format_name)
        failed = facts.is_error is True or facts.exit_code not in (None, 0)
        found.append((kind_of_action(tool, command_of_call(call), arguments), failed, facts.exit_code))
    return found


def usage_of(objects: Sequence[Mapping[str, Any]]) -> tuple[Tokens | None, float | None]:
    """Return tokens and cost in US dollars of one model turn; the same metrics on several objects count once."""
    if len(objects) == 1:
        one, price = _usage(mapping_of(objects[0].get("metrics")))
        return (None if one == _NO_TOKENS else one), price
    seen = dict.fromkeys(_usage(mapping_of(one.get("metrics"))) for one in objects)
    tokens = Tokens(
        _sum(one.input for one, _ in seen), _sum(one.output for one, _ in seen), _sum(one.cached for one, _ in seen)
    )
    costs = [cost for _, cost in seen if cost is not None]
    return (None if tokens == _NO_TOKENS else tokens), (sum(costs) if costs else None)


def _usage(metrics: Mapping[str, Any]) -> tuple[Tokens, float | None]:
    tokens = Tokens(
        int_of(metrics.get("prompt_tokens")),
        int_of(metrics.get("completion_tokens")),
        int_of(metrics.get("cached_tokens")),
    )
    return tokens, float_of(metrics.get("cost_usd"))


def _actions_of(step: Mapping[str, Any], number: int | None, format_name: str) -> tuple[list[Action], list[str]]:
    """Return the actions of one step object, and the texts of results that answer none of them."""
    calls = [
        call if type(call) is dict or isinstance(call, Mapping) else {"function_name": call} for call in calls_of(step)
    ]
    by_call, loose = pair_results(calls, results_of(step))
    of_step = [step.get("extra")] if len(calls) == 1 else []
    actions = [
        _action(call, results, None if number is None else number + place, of_step, format_name)
        for place, (call, results) in enumerate(zip(calls, by_call, strict=True))
    ]
    return actions, [content_text(result.get("content")) for result in loose]


def _action(
    call: Mapping[str, Any],
    results: Sequence[Mapping[str, Any]],
    n: int | None,
    of_step: Sequence[Any],
    format_name: str,
) -> Action:
    tool = text_of(call.get("function_name"))
    arguments = _arguments(call)
    output = result_text(results)
    told = unfolded([*(result.get("extra") for result in results), call.get("extra"), *of_step])
    facts = _facts(tool, output, told, format_name)
    reference = next(references_in(results), None)
    extra = mapping_of(call.get("extra"))
    return make_action(
        n=n,
        id=optional_text(call.get("tool_call_id")),
        tool=tool,
        command=command_of_call(call),
        arguments=arguments,
        output=output,
        marks=marks_of(format_name, tool, output) if output else (),
        exit_code=facts.exit_code,
        is_error=facts.is_error,
        duration_s=facts.duration_s,
        at=time_text(extra.get("at") or extra.get("timestamp")),
        edits=edits_in(told),
        executed=bool_of(extra.get("executed")) is not False,
        subagent=subagent_id_in(told) if reference is None else reference_name(reference),
    )


def _arguments(call: Mapping[str, Any]) -> Mapping[str, Any]:
    given = call.get("arguments")
    return given if type(given) is dict or isinstance(given, Mapping) else {} if given is None else {"arguments": given}


def _facts(tool: str, output: str | None, told: Sequence[Mapping[str, Any]], format_name: str) -> Facts:
    facts = facts_of(told)
    if facts.exit_code is None and output is not None and is_shell_tool(tool):
        return Facts(exit_code_from_text(format_name, output), facts.is_error, facts.duration_s)
    return facts


def _native_id(step: Mapping[str, Any], place: int, raw: Sequence[RawRef], index: int) -> str:
    """Return the step's own id; a step without one is known by its place in the record."""
    given = optional_text(step.get("step_id"))
    if given is not None:
        return given
    pointer = raw[place].pointer if place < len(raw) else None
    return pointer or f"#{index + 1}.{place + 1}"


def _joined(texts: Sequence[str] | Iterator[str]) -> str:
    """Return texts one below the other, empty ones and repetitions left out."""
    return "\n\n".join(dict.fromkeys(text for text in texts if text and not text.isspace()))


def _sum(numbers: Iterator[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None
