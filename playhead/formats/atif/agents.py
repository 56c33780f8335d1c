"""The sub-agents of an ATIF run: embedded, in files of their own, or inlined between the main agent's steps."""

from __future__ import annotations

from collections import deque
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from playhead.formats.atif.natives import Native, Turns, steps_of
from playhead.formats.atif.results import reference_name, references_in, results_of, subagent_id_in, unfolded
from playhead.formats.atif.run import Files, Trajectory, natives_of, trajectory_of
from playhead.formats.atif.step import message_of
from playhead.formats.values import mapping_of, optional_text
from playhead.model import SubAgent

Embedded = tuple[str, Mapping[str, Any], Path]
"""A trajectory in another one: its JSON pointer, its object, its file."""

_TITLE = 120
_INLINE = "sidechain"


@dataclass(frozen=True, slots=True)
class Reference:
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
        name = inlined_in(native.value)
        (main if name is None else inlined.setdefault(name, [])).append(native)
    return (main, inlined) if main else (list(natives), {})


def subagents_of(
    trajectory: Trajectory, turns: Turns, files: Files, inlined: Mapping[str, list[Native]]
) -> tuple[SubAgent, ...]:
    """Return every sub-agent, those of sub-agents after the ones that started them. Each has a name of its own."""
    started = dict(_started_inline(turns)) if inlined else {}
    found: dict[str, SubAgent] = {}
    for name, natives in inlined.items():
        _add(found, name, Turns(natives), started.get(name), "")
    return further_subagents(found, trajectory.embedded, references_of(turns), files)


def further_subagents(
    found: dict[str, SubAgent], embedded: Sequence[Embedded], references: dict[str, Reference], files: Files
) -> tuple[SubAgent, ...]:
    """Return the sub-agents `found` by now, with those that are embedded or referred to, and theirs."""
    waiting = deque([(embedded, references)])
    while waiting:
        in_file, references = waiting.popleft()
        for pointer, root, path in in_file:
            turns = Turns(natives_of(root, path, pointer))
            name = optional_text(root.get("trajectory_id")) or optional_text(root.get("session_id")) or pointer
            reference = references.pop(name, None)
            references = references_of(turns) | references
            _add(found, name, turns, reference.of_step if reference else None, _title(root, reference))
        for reference in references.values():
            document = None
            if reference.path is not None and reference.name not in found:
                document = files.referenced(reference.path, reference.beside)
            if document is not None:
                own = trajectory_of(document, files)
                turns = own.turns()
                _add(found, reference.name, turns, reference.of_step, _title(own.root, reference))
                waiting.append((own.embedded, references_of(turns)))
    return tuple(found.values())


def _add(found: dict[str, SubAgent], name: str, turns: Turns, of_step: str | None, title: str) -> None:
    unique = unique_name(name, found)
    title = title or _first_words(turns)
    found[unique] = SubAgent(unique, steps_of(turns, agent=unique, parent=of_step), of_step, title)


def unique_name(name: str, taken: Container[str]) -> str:
    """Return the name of one more sub-agent, changed where it is taken or the main agent's."""
    unique, count = name, 1
    while unique in taken or unique == "main":
        count += 1
        unique = f"{name}~{count}"
    return unique


def references_of(turns: Turns) -> dict[str, Reference]:
    """Return the references of some steps, the first of each name."""
    by_name: dict[str, Reference] = {}
    for one in _references(turns):
        by_name.setdefault(one.name, one)
    return by_name


def _references(turns: Turns) -> Iterator[Reference]:
    heads: dict[int, str] | None = None
    for place, native in enumerate(turns.natives):
        for reference in references_made(native.value, native.file):
            heads = turns.heads() if heads is None else heads
            yield replace(reference, of_step=heads[place])


def references_made(value: Any, file: Path) -> Iterator[Reference]:
    """Yield what a step object says about sub-agents in other trajectories; of which step it is is left open."""
    for reference in references_in(results_of(value)) if isinstance(value, Mapping) else ():
        name = reference_name(reference)
        if name is not None:
            title = optional_text(mapping_of(reference.get("extra")).get("summary")) or ""
            yield Reference(name, "", file, optional_text(reference.get("trajectory_path")), title)


def _started_inline(turns: Turns) -> Iterator[tuple[str, str]]:
    """Yield (sub-agent, step that started it) where a result names the sub-agent it came from."""
    for place, head in turns.heads().items():
        name = started_by(turns.natives[place].value)
        if name is not None:
            yield name, head


def started_by(value: Any) -> str | None:
    """Return the sub-agent that the results of a step object came from, or None."""
    if not isinstance(value, Mapping):
        return None
    return subagent_id_in(unfolded([value.get("extra"), *(result.get("extra") for result in results_of(value))]))


def inlined_in(value: Any) -> str | None:
    """Return the sub-agent that an inlined step object is of, None for one of the main agent's."""
    extra = mapping_of(value.get("extra")) if isinstance(value, Mapping) else {}
    if extra.get("is_sidechain") is not True:
        return None
    return optional_text(extra.get("agent_id")) or optional_text(extra.get("agentId")) or _INLINE


def _title(root: Mapping[str, Any], reference: Reference | None) -> str:
    said = reference.title if reference else ""
    return said[:_TITLE] or optional_text(mapping_of(root.get("agent")).get("name")) or ""


def _first_words(turns: Turns) -> str:
    for native in turns.natives[:20]:
        if isinstance(native.value, Mapping):
            words = first_words(native.value)
            if words:
                return words
    return ""


def first_words(value: Mapping[str, Any]) -> str:
    """Return the first line of what a step object says, cut to the length of a title."""
    words = message_of(value).strip()
    return words.splitlines()[0][:_TITLE] if words else ""
