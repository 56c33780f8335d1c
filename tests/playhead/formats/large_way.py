"""One document read both ways, at once and part by part, and what is the same in the two tapes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from playhead.formats import elements, large_document
from playhead.model import RawRef, SubAgent, Tape
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


def all_told(tape: Tape, *, exact: bool = False) -> dict[str, Any]:
    """Return all that a tape tells: its facts, and of each agent its steps, columns, numbers and ids.

    `exact`: also the bytes where steps stand, which not all formats tell of a document decoded at once.
    """
    told = {one.name: getattr(tape, one.name) for one in fields(tape) if one.name not in _NOT_COMPARED}
    told["diagnostics"] = [(one.code, one.where if one.code != "damaged_document" else "") for one in tape.diagnostics]
    told["agents"] = [_agent(one, exact=exact) for one in (SubAgent("main", tape.steps), *tape.subagents)]
    return {name: repr(value) for name, value in told.items()}


def _agent(agent: SubAgent, *, exact: bool) -> tuple[Any, ...]:
    steps = agent.steps
    steps.wait()
    built = [steps[place] for place in range(len(steps))]
    if not exact:
        built = [replace(one, raw=tuple(map(_place, one.raw))) for one in built]
    columns = steps.columns(0, len(steps))
    return (
        (agent.id, agent.of_step, agent.title),
        built,
        (columns.kinds, columns.failed, columns.actions, list(columns.exit_codes)),
        [[steps.find(name) for name in (one.id, *one.native_ids)] for one in built],
        [steps.position(n) for n in range(len(steps) + 2)],
        (steps.counted, steps.actions, steps.native_steps),
    )


def _place(raw: RawRef) -> RawRef:
    """Return where something stands by its pointer, where it has one: not all say more when decoded at once."""
    return raw if raw.pointer is None else replace(raw, offset=None, length=None)


def only_at_once(work: Iterator[int], progress: object, at_once: int) -> None:
    """Do no more than is done before anybody sees a step."""
    for done in work:
        if done >= at_once:
            return


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
