"""What the index of a run tape keeps of a line: its facts, by decoding it without the long text of its result."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import orjson

from playhead.formats.run_tape.kinds import kind_of_call
from playhead.formats.values import optional_text
from playhead.model import Kind
from playhead.storage.decode import UndecodableError, decode
from playhead.storage.lines import TOO_LONG, Line, RecordFile
from playhead.storage.source import KINDS
from playhead.storage.step_index import StepFacts

WHOLE = 2048  # shorter lines are decoded whole: cutting them would cost more
_HEAD = 256 * 1024
_TAIL = 64 * 1024
_CONTENT = re.compile(rb'"content":\s?"')
_CLOSINGS = (b'", "extra"', b'","extra"', b'"}]')
_PLACES = {kind: place for place, kind in enumerate(KINDS)}
MESSAGE = _PLACES[Kind.MESSAGE]
_LOOKING = (_PLACES[Kind.READ], _PLACES[Kind.SEARCH])


def light_value(file: RecordFile, line: Line) -> Any:
    """Return the decoded line, its result's text perhaps left out; whatever else it holds is exact.

    Raises:
        UndecodableError: it is no JSON, or too long to be read.
        UnreadableError: the file system failed.

    """
    data = line.data
    if data is not None and (len(data) < WHOLE or not data.startswith(b'{"step"')):
        return _decoded(data)
    if data is not None:
        value = cut_decoded(data, data)
        return _decoded(data) if value is None else value
    value = cut_decoded(file.read(line.offset, _HEAD), file.read(line.offset + line.length - _TAIL, _TAIL))
    if value is None and line.length > TOO_LONG:
        raise UndecodableError("too long to be read whole")
    return _decoded(file.read(line.offset, line.length)) if value is None else value


def _decoded(data: bytes) -> Any:
    try:
        value = orjson.loads(data)
    except ValueError:
        return decode(data)[0]
    step = value.get("step") if type(value) is dict else None
    # An id beyond 64 bits came as a float: the exact one takes the careful way.
    return decode(data)[0] if type(step) is dict and type(step.get("step_id")) is float else value


def cut_decoded(head: bytes, tail: bytes) -> Any:
    """Return a line's value without its first result's text; None where cutting that out is not sure to be right.

    `head` and `tail` are its start and end, or both the whole line.

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
    kind, actions, failed, exit_code = facts_of_calls(step.get("tool_calls"), step.get("observation"), quick=quick)
    copied = step.get("is_copied_context") is True
    return StepFacts(id_of(step.get("step_id")), kind, actions, failed, exit_code, copied)


def facts_of_calls(calls: Any, observation: Any, *, quick: bool) -> tuple[int, int, int, int | None]:
    """Return kind, actions, failed ones and last exit code of a step's calls and results, of whatever type."""
    if type(calls) is not list or not calls:
        return MESSAGE, 0, 0, None
    kind = kind_of_call(calls[-1], quick=quick)
    if kind in _LOOKING and len(calls) > 1:
        kind = next((one for call in reversed(calls) if (one := kind_of_call(call, quick=quick)) not in _LOOKING), kind)
    failed, exit_code = _failures(observation)
    return kind, len(calls), min(failed, len(calls)), exit_code


def id_of(value: Any) -> int | str | None:
    """Return a native id as the index keeps it: an integer as it is, another id as its text."""
    return value if type(value) is int else optional_text(value)


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
