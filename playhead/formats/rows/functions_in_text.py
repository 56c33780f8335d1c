"""Conversations whose calls are written into the text: SWE-smith, SWE-Gym, SWE-Play, R2E-Gym, agents without tools.

`<function=bash><parameter=command>ls</parameter></function>` is a call, the message behind it its result. OpenHands
(`openhands/llm/fn_call_converter.py`) and SWE-agent (`XMLFunctionCallingParser`) write and read it: one call a message,
the first; the end may be missing where it was the word to stop at; a value of several lines stands on lines of its
own. Only where the first messages explain that way of calling: elsewhere such text may be quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from playhead.formats.commands import shell_command
from playhead.formats.parts import content_text
from playhead.formats.rows.answered import result_in
from playhead.formats.rows.messages import AGENTS, NAME, PEOPLE, at_of, begins, id_of, parts_of, role_of
from playhead.formats.turn_parts import Answer, Call, Part, Said
from playhead.formats.turns import Dialect
from playhead.formats.values import mapping_of
from playhead.storage.decode import UndecodableError, decode

_EXPLAINED = "<function=example_function_name>"
_EXPLAINED_IN = 3
_CALL = re.compile(r"<function=([\w.-]{1,100})>")
_ENDS = "</function"
_PARAMETER, _PARAMETER_ENDS = "<parameter=", "</parameter>"
_RESULT = re.compile(
    r"\s*(?:Exit code: -?\d{1,10}\n)?(?:OBSERVATION|(?:EXECUTION RESULT|Execution output) of \[[^\]\n]{1,60}\]):"
    r"|Your command ran successfully and did not produce any output"
)
_STRUCTURED = frozenset({"view_range", "insert_line"})
# What stands around a task: behind an example of the calls (the same file of OpenHands), in SWE-agent's and R2E-Gym's
# prompts. The prompt is shown whole; this is what the run is about.
_TASK = re.compile(
    r"^(?:-{3,40} NEW TASK DESCRIPTION -{3,40}|<(pr_description|issue_description|github_issue)>)\n", re.MULTILINE
)
_TASK_ENDS = " END OF NEW TASK DESCRIPTION -"


class Written(NamedTuple):
    """A call in a text: its tool, its arguments, and what is said around it."""

    tool: str
    arguments: dict[str, Any]
    said: str


def is_written(messages: Sequence[Any]) -> bool:
    """Return whether the first messages explain that calls are written into the text."""
    return any(_EXPLAINED in _text(mapping_of(one)) for one in messages[:_EXPLAINED_IN])


def acts(message: Mapping[str, Any]) -> bool:
    """Return whether a message is a model's with a call in its text."""
    return role_of(message) in AGENTS and not message.get("tool_calls") and call_in(_text(message)) is not None


def call_in(text: str) -> Written | None:
    """Return the first call in a text, None where there is none."""
    begin = _CALL.search(text)
    if begin is None:
        return None
    end = text.find(_ENDS, begin.end())
    body, rest = (text[begin.end() :], "") if end < 0 else (text[begin.end() : end], text[end + len(_ENDS) :])
    said = "\n".join(part for part in (text[: begin.start()].strip(), rest.removeprefix(">").strip()) if part)
    return Written(begin[1], dict(_parameters(body)), said)


def task_in(text: str) -> str:
    """Return the task in a message that says more than the task, else the message."""
    begin = _TASK.search(text)
    while begin is not None:
        end = text.find(f"\n</{begin[1]}>" if begin[1] else _TASK_ENDS, begin.end())
        if end < 0:
            break
        text = text[begin.end() : end].rstrip("-").strip()
        begin = _TASK.search(text)
    return text


def _parameters(body: str) -> Iterator[tuple[str, Any]]:
    at = 0
    while (start := body.find(_PARAMETER, at)) >= 0 and (named := body.find(">", start)) >= 0:
        end = body.find(_PARAMETER_ENDS, named)
        at = len(body) if end < 0 else end
        name = body[start + len(_PARAMETER) : named]
        yield name, _value(name, body[named + 1 : at])


def _value(name: str, text: str) -> Any:
    if name in _STRUCTURED:
        try:
            return decode(text.strip().encode("utf-8", "surrogatepass"))[0]
        except UndecodableError:
            return text
    several = text.startswith("\n") and text.endswith("\n") and len(text) > 1
    return text[1:-1] if several else text


def _parts_of(message: Mapping[str, Any]) -> Sequence[Part]:
    result = result_in(message)
    if result is not None:
        return [Answer(None, _text(result))]
    role = role_of(message)
    if role in PEOPLE and _RESULT.match(_text(message)):
        return [Answer(None, _text(message))]
    call = call_in(_text(message)) if role in AGENTS and not message.get("tool_calls") else None
    if call is None:
        return parts_of(message)
    made = Call(None, call.tool, call.arguments, shell_command(call.tool, call.arguments))
    return [*([Said(call.said)] if call.said else ()), made]


def _text(message: Mapping[str, Any]) -> str:
    given = next((message[name] for name in ("content", "value", "text") if message.get(name)), None)
    return content_text(given)


WRITTEN = Dialect(NAME, _parts_of, at_of, id_of, begins)
