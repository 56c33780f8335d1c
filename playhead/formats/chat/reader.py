"""Plain chat messages in files: one run in a document or as lines, many as rows of a list or of a file of lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from playhead.formats.chat.shapes import Shape, shape_of
from playhead.formats.joined_log import Log
from playhead.formats.json_document import JsonDocument, load, stamp_of
from playhead.formats.parts import title_of
from playhead.formats.registry import HEAD_BYTES, Format, Probe, Told
from playhead.formats.rows.fenced import FENCED, is_fenced
from playhead.formats.rows.functions_in_text import WRITTEN, is_written
from playhead.formats.rows.messages import DIALECT, NAME, at_of, first_said, model_of
from playhead.formats.rows.row import Row, row_of, with_keys
from playhead.formats.rows.tape import tape_of_row
from playhead.formats.salvage import Damaged
from playhead.formats.turns import Turns
from playhead.formats.values import seconds_between
from playhead.formats.watching import watching
from playhead.model import Agent, Diagnostic, Tape
from playhead.storage.regular import opened, pread_all, read_file, read_range

_MANY = (Shape.ROWS, Shape.ROW_LINES)
_AROUND = 256
_STAY = "Labels stay in the journal: a line of ours would be a message of the run to whatever reads the file next."


def detect(probe: Probe) -> str | None:
    """Return "" for a file of chat messages, None for anything else."""
    return None if probe.is_dir or shape_of(probe.head) is None else ""


def read(path: Path) -> Tape:
    """Return the one run in a file.

    Raises:
        UnreadableError: the file cannot be read.

    """
    stamps = {path: stamp_of(path)}
    shape = _shape(path)
    if shape is Shape.LINES:
        return watching(_lines(path), stamps, read)
    if shape is Shape.ROW_LINES:
        log = Log(path)
        row = next(iter(_rows_of_lines(log)), Row(0, {}))
        found: Sequence[Diagnostic] = log.findings.all()
        return watching(tape_of_row(path, _with_data(path, row), NAME, found=found), stamps, read)
    return watching(_document(path, load(path)), stamps, read)


def runs(path: Path) -> Iterable[str]:
    """Yield the keys of the runs in a file of rows; none for a file that is one run.

    Raises:
        UnreadableError: the file cannot be read.

    """
    if _shape(path) in _MANY:
        for _, key in with_keys(_rows(path)):
            yield key


def read_run(path: Path, key: str) -> Tape:
    """Return the run in the row with a key, or with a number from 0.

    Raises:
        UnreadableError: the file cannot be read, or there is no such row.

    """
    stamps = {path: stamp_of(path)}
    row = row_of(lambda: _rows(path), key, str(path))
    return watching(tape_of_row(path, _with_data(path, row), NAME, key), stamps, lambda changed: read_run(changed, key))


def _shape(path: Path) -> Shape | None:
    """Return how a file holds messages, also where its first line goes beyond what detection sees."""
    shape = shape_of(read_file(path, HEAD_BYTES))
    return Shape.ROW_LINES if shape is Shape.ROW and _has_second_line(path) else shape


def _has_second_line(path: Path) -> bool:
    """Return whether the first line ends as an object does and the next begins as one."""
    at, before = 0, b""
    with opened(path) as descriptor:
        while part := pread_all(descriptor, at, HEAD_BYTES, path):
            end = part.find(b"\n")
            if end >= 0:
                after = pread_all(descriptor, at + end + 1, _AROUND, path)
                return (before + part[:end]).rstrip().endswith(b"}") and after.lstrip().startswith(b"{")
            at, before = at + len(part), part[-_AROUND:]
    return False


def _rows(path: Path) -> Iterator[Row]:
    if _shape(path) is Shape.ROW_LINES:
        yield from _rows_of_lines(Log(path))
    else:
        root = load(path).root
        for number, one in enumerate(root if isinstance(root, list) else [root]):
            yield Row(number, _columns(one), f"/{number}")


def _rows_of_lines(log: Log) -> Iterator[Row]:
    """Yield a row a line; one that no decoder could read is a run of one damaged step."""
    for record in log.scan():
        raw = log.places.raw([record.number])[0]
        offset, length = raw.offset or 0, raw.length or 0
        if record.value is None:
            text = read_range(log.path, offset, min(length, 4_096)).decode("utf-8", "replace")
            yield Row(record.number, _columns(Damaged(text, offset, length)), offset=offset, length=length)
        else:
            yield Row(record.number, record.value, offset=offset, length=length)


def _columns(row: Any) -> dict[str, Any]:
    """Return the columns of a row; a bare list of messages has no name, and what is neither is a damaged message."""
    return row if isinstance(row, dict) else {"": row if isinstance(row, list) else [row]}


def _with_data(path: Path, row: Row) -> Row:
    """Return a row of a file of lines with its bytes."""
    return row if row.offset is None else replace(row, data=read_range(path, row.offset, row.length))


def _document(path: Path, document: JsonDocument) -> Tape:
    """Return the run in a document: an object with messages, a list of them, or the one row of a list."""
    root = document.root
    if isinstance(root, list) and _shape(path) is Shape.ROWS:
        rows = [Row(number, _columns(one), f"/{number}") for number, one in enumerate(root)]
        return tape_of_row(path, rows[0] if rows else Row(0, {}), NAME, found=document.diagnostics)
    tape = tape_of_row(path, Row(0, _columns(root)), NAME, found=document.diagnostics)
    refusal = document.refusal
    return replace(tape, record=None if refusal else path, record_refusal=refusal, events=document.events())


def _lines(path: Path) -> Tape:
    """Return the run in a file whose lines are messages."""
    log = Log(path)
    first = [record.value for record, _ in zip(log.scan(), range(3), strict=False)]
    log = Log(path)
    turns = Turns(log, FENCED if is_fenced(first) else WRITTEN if is_written(first) else DIALECT)
    times: list[str] = []
    task = model = ""
    for record in log.scan():
        turns.take(record)
        message = record.value or {}
        task = task or first_said(message)
        model = model or (model_of(message) or "")
        times += [at] if (at := at_of(message)) is not None else []
    return Tape(
        path=path,
        format=NAME,
        steps=turns.steps(),
        id=path.stem,
        title=title_of(task) or path.name,
        task=task,
        agent=Agent(None, None, model or None),
        started=times[0] if times else None,
        ended=times[-1] if times else None,
        duration_s=seconds_between(times[0], times[-1]) if times else None,
        diagnostics=log.findings.all(),
        record_refusal=_STAY,
    )


FORMAT = Format(
    NAME,
    "chat messages (role and content, or from and value: a list, lines, or a column of rows)",
    detect,
    read,
    runs,
    read_run,
    Told(
        step="a message of the model with what answers it; other messages by themselves",
        action="a tool call or `tool_use` block; where the messages say so, a fence or `<function=...>` in the text",
        exit_codes="none in the record; else what the agent's harness wrote around the output",
        labels="key `playhead` of the root, where that is an object with messages",
    ),
)
