"""One document read both ways, at once and part by part, and what is the same in the two tapes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

from playhead.formats import elements, large_document
from playhead.model import SubAgent, Tape
from playhead.storage.lines import RecordFile

_NOT_COMPARED = frozenset({"steps", "subagents", "reread", "diagnostics"})


def whole(tape: Tape) -> Tape:
    """Return a tape when all of it is known."""
    tape.steps.wait()
    return tape.refreshed()


def part_by_part(monkeypatch: Any, read: Callable[[Path], Tape], path: Path) -> Tape:
    """Return the tape of a document that is taken for a large one, whatever its size, when all of it is known."""
    with monkeypatch.context() as patch:
        patch.setattr(large_document, "LARGE", -1)
        return whole(read(path))


def all_told(tape: Tape) -> dict[str, Any]:
    """Return all that a tape tells: its facts, and of each agent its steps, columns, numbers and ids."""
    told = {one.name: getattr(tape, one.name) for one in fields(tape) if one.name not in _NOT_COMPARED}
    told["diagnostics"] = [(one.code, one.where if one.code != "damaged_document" else "") for one in tape.diagnostics]
    told["agents"] = [_agent(one) for one in (SubAgent("main", tape.steps), *tape.subagents)]
    return {name: repr(value) for name, value in told.items()}


def _agent(agent: SubAgent) -> tuple[Any, ...]:
    steps = agent.steps
    steps.wait()
    built = [steps[place] for place in range(len(steps))]
    columns = steps.columns(0, len(steps))
    return (
        (agent.id, agent.of_step, agent.title),
        built,
        (columns.kinds, columns.failed, columns.actions, list(columns.exit_codes)),
        [[steps.find(name) for name in (one.id, *one.native_ids)] for one in built],
        [steps.position(n) for n in range(len(steps) + 2)],
        (steps.counted, steps.actions, steps.native_steps),
    )


class Reads:
    """Counts the bytes that are read of record files."""

    def __init__(self, monkeypatch: Any) -> None:
        self.bytes = 0
        read = RecordFile.read

        def counted(file: RecordFile, offset: int, length: int) -> bytes:
            data = read(file, offset, length)
            self.bytes += len(data)
            return data

        monkeypatch.setattr(elements.HeldFile, "read", counted)
