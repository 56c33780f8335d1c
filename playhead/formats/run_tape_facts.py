"""What the index of a run tape keeps of a line: its facts, by decoding it without the long text of its result."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import orjson

from playhead.formats.atif_command import is_shell_tool, shell_command
from playhead.formats.values import float_of, int_of, optional_text
from playhead.insight.kinds import kind_of_action
from playhead.model import Kind
from playhead.storage.decode import decode
from playhead.storage.lines import Line, RecordFile
from playhead.storage.source import KINDS
from playhead.storage.step_index import StepFacts

_WHOLE = 2048  # shorter lines are decoded whole: cutting them would cost more
_HEAD = 256 * 1024
_TAIL = 64 * 1024
_CONTENT = re.compile(rb'"content":\s?"')
_CLOSINGS = (b'", "extra"', b'","extra"', b'"}]')
_WITH_SUBCOMMANDS = frozenset(
    ("bash", "bundle", "cargo", "conda", "docker", "dotnet", "git", "go", "gradle", "make", "mvn", "node", "npm",
     "npx", "pdm", "perl", "pip", "pip3", "pnpm", "poetry", "python", "python3", "sed", "sh", "str_replace_editor",
     "uv", "yarn")
)  # fmt: skip
_PLACES = {kind: place for place, kind in enumerate(KINDS)}
_MESSAGE = _PLACES[Kind.MESSAGE]
_OTHER = _PLACES[Kind.OTHER]
_LOOKING = (_PLACES[Kind.READ], _PLACES[Kind.SEARCH])


class Usage(NamedTuple):
    """Tokens and cost in US dollars of a step; None where the record does not say."""

    input: int | None
    output: int | None
    cached: int | None
    cost_usd: float | None


def light_value(file: RecordFile, line: Line) -> Any:
    """Return the decoded line, its result's text perhaps left out; whatever else it holds is exact.

    Raises:
        UndecodableError: it is no JSON.
        UnreadableError: the file system failed.

    """
    data = line.data
    if data is not None and (len(data) < _WHOLE or not data.startswith(b'{"step"')):
        return _decoded(data)
    if data is not None:
        value = _cut_decoded(data, data)
        return _decoded(data) if value is None else value
    value = _cut_decoded(file.read(line.offset, _HEAD), file.read(line.offset + line.length - _TAIL, _TAIL))
    return _decoded(file.read(line.offset, line.length)) if value is None else value


def _decoded(data: bytes) -> Any:
    try:
        value = orjson.loads(data)
    except ValueError:
        return decode(data)[0]
    step = value.get("step") if type(value) is dict else None
    # An id beyond 64 bits came as a float: the exact one takes the careful way.
    return decode(data)[0] if type(step) is dict and type(step.get("step_id")) is float else value


def _cut_decoded(head: bytes, tail: bytes) -> Any:
    """Return the line without its first result's text; None where cutting it out is not sure to be right.

    In JSON the closings cannot stand inside a string, and a cut from one level to another leaves brackets open.
    """
    content = _CONTENT.search(head, max(0, head.find(b'"observation"')))
    if content is None or not head.startswith(b'{"step"'):
        return None
    for closing in _CLOSINGS:
        at = tail.rfind(closing)
        if at < 0 or (head is tail and at < content.end()):
            continue
        try:
            value = orjson.loads(head[: content.end()] + tail[at:])
        except ValueError:
            continue
        step = value.get("step")
        calls = step.get("tool_calls") if type(step) is dict else None
        # Several results could have been cut as one, and an id beyond 64 bits comes as a float.
        if type(calls) is list and len(calls) == 1 and type(step.get("step_id")) is not float:
            return value
    return None


def facts_of(step: Mapping[str, Any], *, quick: bool = False) -> StepFacts:
    """Return the index's facts of a step object: failures by a light look, kinds too if `quick`, the rest exact."""
    calls = step.get("tool_calls")
    if type(calls) is not list or not calls:
        return StepFacts(id_of(step.get("step_id")), _MESSAGE, copied=step.get("is_copied_context") is True)
    kind = _kind(calls[-1], quick)
    if kind in _LOOKING and len(calls) > 1:
        kind = next((one for call in reversed(calls) if (one := _kind(call, quick)) not in _LOOKING), kind)
    failed, exit_code = _failures(step.get("observation"))
    return StepFacts(
        id_of(step.get("step_id")),
        kind,
        len(calls),
        min(failed, len(calls)),
        exit_code,
        step.get("is_copied_context") is True,
    )


def id_of(value: Any) -> int | str | None:
    """Return a native id as the index keeps it: an integer as it is, another id as its text."""
    return value if type(value) is int else optional_text(value)


def usage_of(step: Mapping[str, Any]) -> Usage | None:
    """Return what a step object says of tokens and cost, None when nothing."""
    metrics = step.get("metrics")
    if type(metrics) is not dict or not metrics:
        return None
    return Usage(
        int_of(metrics.get("prompt_tokens")),
        int_of(metrics.get("completion_tokens")),
        int_of(metrics.get("cached_tokens")),
        float_of(metrics.get("cost_usd")),
    )


def _failures(observation: Any) -> tuple[int, int | None]:
    results = observation.get("results") if type(observation) is dict else None
    failed, exit_code = 0, None
    for result in results if type(results) is list else ():
        extra = result.get("extra") if type(result) is dict else None
        if type(extra) is not dict:
            continue
        code = extra.get("exit_code")
        if type(code) is int:
            exit_code = code
        failed += extra.get("is_error") is True or (type(code) is int and code != 0)
    return failed, exit_code


_shell_tools: dict[str, bool] = {}
_kinds: dict[tuple[str, ...], int] = {}


def _kind(call: Any, quick: bool) -> int:
    """Return the place of a call's kind in KINDS, by rule, or quickly by what a like command turned out to be."""
    tool = call.get("function_name") if type(call) is dict else None
    given = call.get("arguments") if type(call) is dict else None
    if type(tool) is not str:
        return _OTHER
    arguments = given if type(given) is dict else {}
    shell = _shell_tools.get(tool)
    if shell is None:
        shell = _remember(_shell_tools, tool, is_shell_tool(tool))
    command = shell_command(tool, arguments) if shell else None
    if not quick:
        return _PLACES[kind_of_action(tool, command, arguments)]
    key = (tool, *_outline(command, arguments))
    found = _kinds.get(key)
    return _remember(_kinds, key, _PLACES[kind_of_action(tool, command, arguments)]) if found is None else found


def _outline(command: str | None, arguments: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what a kind mostly depends on: the program, the last one of a chain, whether it writes."""
    if command is None:
        given = arguments.get("command")
        return (given,) if type(given) is str and len(given) < 40 else ()
    if command.startswith("cd "):
        command = command.partition("&&")[2] or command
    words = command[:400].split(None, 3)[:3]
    if words and words[0] not in _WITH_SUBCOMMANDS:
        del words[1:]
    last = max(command.rfind("|"), command.rfind("&&"), command.rfind(";"), command.rfind("\n"))
    if last >= 0:
        words += command[last + 1 : last + 60].lstrip("&").split(None, 1)[:1]
    return (*words, ">" if ">" in command else "")


def _remember(known: dict[Any, Any], key: Any, value: Any) -> Any:
    if len(known) > 10_000:
        known.clear()
    known[key] = value
    return value
