"""What an ATIF tool call came to: which result is whose, its text, exit code, error flag and duration.

ATIF has no field for the last three, so producers put them into `extra`: on the result (run tapes, adapters that
write v1.7), on the call, or on the step (Harbor's Claude Code adapter up to v1.6, one call a step).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from playhead.edits.unified import count_changes
from playhead.formats.claude_code.edits import edits_of_result
from playhead.formats.parts import content_text
from playhead.formats.values import bool_of, float_of, int_of, list_of, mapping_of, optional_text, text_of
from playhead.model import Edit

_EXIT_CODE_KEYS = ("exit_code", "exitCode", "returncode", "return_code")
_ERROR_KEYS = ("is_error", "tool_result_is_error")
# Holders of facts inside an `extra`, as Harbor's adapters nest them.
_NESTED = ("tool_result_metadata", "tool_use_result", "raw_tool_result", "metadata")
_NESTED_KEYS = frozenset(_NESTED)
_SECONDS = (("duration_s", 1.0), ("durationSeconds", 1.0), ("duration_ms", 0.001), ("durationMs", 0.001))


class Facts(NamedTuple):
    """What the record says in fields about a result; None where it does not."""

    exit_code: int | None
    is_error: bool | None
    duration_s: float | None


_NO_FACTS = Facts(None, None, None)


def results_of(step: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the results of a step object; whatever stands there that is no object becomes one with that content."""
    found = step.get("observation")
    if type(found) is dict or isinstance(found, Mapping):
        found = found.get("results", found.get("content"))
    entries = found if isinstance(found, list) else [] if found is None else [found]
    return [entry if type(entry) is dict or isinstance(entry, Mapping) else {"content": entry} for entry in entries]


def pair_results(
    calls: Sequence[Mapping[str, Any]], results: Sequence[Mapping[str, Any]]
) -> tuple[list[list[Mapping[str, Any]]], list[Mapping[str, Any]]]:
    """Return the results of each call, by id, and those that answer no call.

    Results without an id go to calls without a result, in order, where there are as many of one as of the other.
    """
    by_call: list[list[Mapping[str, Any]]] = [[] for _ in calls]
    places: dict[str, int] = {}
    for place, call in enumerate(calls):
        name = optional_text(call.get("tool_call_id"))
        if name is not None:
            places.setdefault(name, place)
    loose: list[Mapping[str, Any]] = []
    for result in results:
        at = places.get(optional_text(result.get("source_call_id")) or "")
        (loose if at is None else by_call[at]).append(result)
    unanswered = [one for one in by_call if not one]
    if len(unanswered) != len(loose):
        return by_call, loose
    for one, result in zip(unanswered, loose, strict=True):
        one.append(result)
    return by_call, []


def result_text(results: Sequence[Mapping[str, Any]]) -> str | None:
    """Return the output of a call, None while it has no result."""
    if not results:
        return None
    return "\n".join(content_text(result.get("content")) for result in results)


def unfolded(holders: Sequence[Any]) -> list[Mapping[str, Any]]:
    """Return `extra` objects that hold something, each followed by the ones that adapters nest in it."""
    return [one for holder in holders if holder for one in _unfolded(holder)]


def facts_of(found: Sequence[Mapping[str, Any]]) -> Facts:
    """Return the facts in objects of `unfolded`, the first one that says something winning for each."""
    if not found:
        return _NO_FACTS
    return Facts(
        next((code for one in found if (code := _first_int(one)) is not None), None),
        next((flag for one in found if (flag := _error_flag(one)) is not None), None),
        next((time for one in found if (time := _seconds(one)) is not None), None),
    )


def references_in(results: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yield the references to sub-agents' trajectories among results."""
    for result in results:
        references = result.get("subagent_trajectory_ref")
        for reference in list_of(references) or [references]:
            if isinstance(reference, Mapping):
                yield reference


def subagent_id_in(found: Sequence[Mapping[str, Any]]) -> str | None:
    """Return the id of the sub-agent that a result came from, as Claude Code's results name it."""
    return next((name for one in found if (name := optional_text(one.get("agentId"))) is not None), None)


def reference_name(reference: Mapping[str, Any]) -> str | None:
    """Return the name under which a referenced sub-agent is known: its trajectory id, else its file's stem."""
    name = optional_text(reference.get("trajectory_id"))
    if name is not None:
        return name
    path = optional_text(reference.get("trajectory_path"))
    if path is not None:
        return path.replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".json") or path
    return optional_text(reference.get("session_id"))


def edits_in(found: Sequence[Mapping[str, Any]]) -> tuple[Edit, ...] | None:
    """Return the edits that a result itself describes, as Claude Code or a converted tape does; None: it has none."""
    for one in found:
        if "structuredPatch" in one:
            return edits_of_result(one)
        given = one.get("edits")
        if isinstance(given, list) and all(mapping_of(edit).get("path") for edit in given):
            return tuple(_edit(mapping_of(edit)) for edit in given)
    return None


def _edit(given: Mapping[str, Any]) -> Edit:
    diff, written = (value if isinstance(value, str) else None for value in map(given.get, ("diff", "written")))
    added, removed = (None, None) if diff is None else count_changes(diff)
    return Edit(text_of(given.get("path")), diff, added, removed, written)


def _unfolded(holder: Any) -> Iterator[Mapping[str, Any]]:
    """Yield an `extra` object and the ones that adapters nest in it, the outer first."""
    outer = mapping_of(holder)
    yield outer
    if _NESTED_KEYS.isdisjoint(outer):
        return
    for key in _NESTED:
        inner = outer.get(key)
        if isinstance(inner, Mapping):
            yield inner
            for deeper in _NESTED:
                if isinstance(inner.get(deeper), Mapping):
                    yield inner[deeper]


def _first_int(holder: Mapping[str, Any]) -> int | None:
    return next((code for key in _EXIT_CODE_KEYS if (code := int_of(holder.get(key))) is not None), None)


def _error_flag(holder: Mapping[str, Any]) -> bool | None:
    return next((flag for key in _ERROR_KEYS if (flag := bool_of(holder.get(key))) is not None), None)


def _seconds(holder: Mapping[str, Any]) -> float | None:
    for key, scale in _SECONDS:
        number = float_of(holder.get(key))
        if number is not None and number >= 0:
            return number * scale
    return None
