"""From a row to a run: its messages joined into steps, what its other columns tell around them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from playhead.formats.element_log import ElementLog
from playhead.formats.element_ranges import element_ranges
from playhead.formats.parts import title_of
from playhead.formats.rows import functions_in_text, prompted
from playhead.formats.rows.answered import with_results
from playhead.formats.rows.facts import (
    agent_of_row,
    environment_of_row,
    layers_of_row,
    outcome_of_row,
    snapshot_of_row,
)
from playhead.formats.rows.fenced import FENCED, is_fenced
from playhead.formats.rows.functions_in_text import WRITTEN, is_written, task_in
from playhead.formats.rows.messages import DIALECT, at_of, first_said, model_of
from playhead.formats.rows.prompted import PROMPTED, is_prompted
from playhead.formats.rows.row import TASKS, Messages, Row, id_of_row, messages_of
from playhead.formats.turns import Dialect, Turns
from playhead.formats.values import optional_text, seconds_between
from playhead.model import Diagnostic, RawRef, Tape

REFUSAL = "Labels stay in the journal: the record holds the runs of a data set in its columns, or as a bare list."


def tape_of_row(
    path: Path, row: Row, format_name: str, key: str | None = None, found: Sequence[Diagnostic] = ()
) -> Tape:
    """Return the run of a row; `found` are diagnostics of the file it is in."""
    value = row.value
    messages = messages_of(value) or Messages((), "")
    dialect, messages = _spoken(messages)
    log = _log(path, row, messages)
    turns = Turns(log, dialect)
    times: list[str] = []
    task = next((text for column in TASKS if (text := optional_text(value.get(column))) is not None), "")
    model = ""
    for record in log.scan():
        turns.take(record)
        message = record.value or {}
        task = task or task_in(first_said(message))
        model = model or (model_of(message) or "")
        times += [at] if (at := at_of(message)) is not None else []
    name = id_of_row(value)
    raw = (_raw_of_row(path, row),)
    titled = optional_text(value.get("instance_id"))
    return Tape(
        path=path,
        key=key,
        format=format_name,
        steps=turns.steps(),
        id=name or (path.stem if key is None else key),
        title=titled or title_of(task) or name or path.name,
        task=task,
        agent=agent_of_row(value, model or None),
        snapshot=snapshot_of_row(value),
        environment=environment_of_row(value),
        outcome=outcome_of_row(value, row.pointer),
        started=times[0] if times else None,
        ended=times[-1] if times else None,
        duration_s=seconds_between(times[0], times[-1]) if times else None,
        layers=layers_of_row(value, raw),
        diagnostics=(*found, *log.findings.all()),
        record_refusal=REFUSAL,
    )


def _spoken(messages: Messages) -> tuple[Dialect, Messages]:
    """Return how a model says what it does, and the messages with the results of that marked."""
    if is_prompted(messages.elements):
        return PROMPTED, messages._replace(elements=with_results(messages.elements, prompted.acts))
    if is_written(messages.elements):
        return WRITTEN, messages._replace(elements=with_results(messages.elements, functions_in_text.acts))
    return (FENCED if is_fenced(messages.elements) else DIALECT), messages


def _log(path: Path, row: Row, messages: Messages) -> ElementLog:
    """Return the messages as a log; each says where it stands as exactly as the record allows."""
    value, elements = row.value, list(messages.elements)
    pointer = f"{row.pointer}/{messages.column}" if messages.column else row.pointer
    system = optional_text(value.get("system"))
    pointers = [pointer if messages.as_text else f"{pointer}/{number}" for number in range(len(elements))]
    ranges = None if row.offset is None else _ranges(row, messages)
    if system is not None:  # Anthropic's requests keep it beside the messages
        elements.insert(0, {"role": "system", "content": system})
        pointers.insert(0, f"{row.pointer}/system")
        ranges = None if ranges is None else [_whole(row), *ranges]
    return ElementLog(path, elements, pointer, ranges=ranges, pointers=pointers)


def _ranges(row: Row, messages: Messages) -> list[tuple[int, int]]:
    """Return where the messages of a line stand in the file; the line itself where they are text in it."""
    offset, count = row.offset or 0, len(messages.elements)
    found = [] if messages.as_text or not row.data else element_ranges(row.data, messages.column)
    if len(found) != count:
        return [_whole(row)] * count
    return [(offset + start, length) for start, length in found]


def _whole(row: Row) -> tuple[int, int]:
    return row.offset or 0, row.length


def _raw_of_row(path: Path, row: Row) -> RawRef:
    if row.offset is not None:
        return RawRef(path, *_whole(row))
    return RawRef(path, pointer=row.pointer)
