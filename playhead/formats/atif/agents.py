"""The sub-agents of an ATIF run: embedded, in files of their own, or inlined between the main agent's steps."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playhead.formats.atif.natives import Native, Turns, steps_of
from playhead.formats.atif.results import reference_name, references_in, results_of, subagent_id_in
from playhead.formats.atif.run import Files, Trajectory, natives_of, trajectory_of
from playhead.formats.atif.step import message_of
from playhead.formats.values import mapping_of, optional_text
from playhead.model import SubAgent

_TITLE = 120
_INLINE = "sidechain"


@dataclass(frozen=True, slots=True)
class _Reference:
    """Who refers to a sub-agent: the step's id, the file of the reference, and what it says."""

    name: str
    of_step: str
    beside: Path
    path: str | None
    title: str


def split_inlined(natives: Sequence[Native]) -> tuple[list[Native], dict[str, list[Native]]]:
    """Return the main agent's step objects, and those of each inlined sub-agent (`extra.is_sidechain`) by its id.

    Where every step is a sub-agent's, the file is that sub-agent's own and nothing is split.
    """
    main: list[Native] = []
    inlined: dict[str, list[Native]] = {}
    for native in natives:
        extra = mapping_of(native.value.get("extra")) if isinstance(native.value, Mapping) else {}
        if extra.get("is_sidechain") is True:
            name = optional_text(extra.get("agent_id")) or optional_text(extra.get("agentId")) or _INLINE
            inlined.setdefault(name, []).append(native)
        else:
            main.append(native)
    return (main, inlined) if main else (list(natives), {})


def subagents_of(
    trajectory: Trajectory, turns: Turns, files: Files, inlined: Mapping[str, list[Native]]
) -> tuple[SubAgent, ...]:
    """Return every sub-agent, those of sub-agents after the ones that started them. Each has a name of its own."""
    started = dict(_started_inline(turns)) if inlined else {}
    found: dict[str, SubAgent] = {}
    for name, natives in inlined.items():
        _add(found, name, Turns(natives), started.get(name), "")
    waiting = deque([(trajectory, turns)])
    while waiting:
        of_file, below = waiting.popleft()
        references = _by_name(below)
        for pointer, root, path in of_file.embedded:
            embedded = Turns(natives_of(root, path, pointer))
            name = optional_text(root.get("trajectory_id")) or optional_text(root.get("session_id")) or pointer
            reference = references.pop(name, None)
            references = _by_name(embedded) | references
            _add(found, name, embedded, reference.of_step if reference else None, _title(root, reference))
        for reference in references.values():
            document = None
            if reference.path is not None and reference.name not in found:
                document = files.referenced(reference.path, reference.beside)
            if document is not None:
                own = trajectory_of(document, files)
                own_turns = own.turns()
                _add(found, reference.name, own_turns, reference.of_step, _title(own.root, reference))
                waiting.append((own, own_turns))
    return tuple(found.values())


def _add(found: dict[str, SubAgent], name: str, turns: Turns, of_step: str | None, title: str) -> None:
    unique, count = name, 1
    while unique in found or unique == "main":
        count += 1
        unique = f"{name}~{count}"
    title = title or _first_words(turns)
    found[unique] = SubAgent(unique, steps_of(turns, agent=unique, parent=of_step), of_step, title)


def _by_name(turns: Turns) -> dict[str, _Reference]:
    """Return the references of some steps, the first of each name."""
    by_name: dict[str, _Reference] = {}
    for one in _references(turns):
        by_name.setdefault(one.name, one)
    return by_name


def _references(turns: Turns) -> Iterator[_Reference]:
    heads: dict[int, str] | None = None
    for place, native in enumerate(turns.natives):
        if not isinstance(native.value, Mapping):
            continue
        for reference in references_in(results_of(native.value)):
            name = reference_name(reference)
            if name is None:
                continue
            heads = turns.heads() if heads is None else heads
            title = optional_text(mapping_of(reference.get("extra")).get("summary")) or ""
            yield _Reference(name, heads[place], native.file, optional_text(reference.get("trajectory_path")), title)


def _started_inline(turns: Turns) -> Iterator[tuple[str, str]]:
    """Yield (sub-agent, step that started it) where a result names the sub-agent it came from."""
    for place, head in turns.heads().items():
        value = turns.natives[place].value
        if isinstance(value, Mapping):
            holders = [value.get("extra"), *(result.get("extra") for result in results_of(value))]
            name = subagent_id_in(holders)
            if name is not None:
                yield name, head


def _title(root: Mapping[str, Any], reference: _Reference | None) -> str:
    said = reference.title if reference else ""
    return said[:_TITLE] or optional_text(mapping_of(root.get("agent")).get("name")) or ""


def _first_words(turns: Turns) -> str:
    for native in turns.natives[:20]:
        if isinstance(native.value, Mapping):
            words = message_of(native.value).strip()
            if words:
                return words.splitlines()[0][:_TITLE]
    return ""
