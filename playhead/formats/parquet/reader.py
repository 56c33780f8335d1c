"""Runs in the rows of a Parquet file, by the id of a row or by its number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from playhead.formats.json_document import stamp_of
from playhead.formats.parquet.table import table_of
from playhead.formats.registry import Format, Probe, Told
from playhead.formats.rows.row import row_of, with_keys
from playhead.formats.rows.tape import tape_of_row
from playhead.formats.watching import watching
from playhead.model import Tape

NAME = "parquet"
MAGIC = b"PAR1"
REFUSAL = "Labels stay in the journal: a Parquet file is written once, and its columns are fixed."


def detect(probe: Probe) -> str | None:
    """Return "" for a Parquet file, None for anything else; its columns are known when it is opened."""
    return "" if probe.head.startswith(MAGIC) and probe.tail.endswith(MAGIC) else None


def runs(path: Path) -> Iterable[str]:
    """Yield the keys of the rows.

    Raises:
        UnreadableError: the file cannot be read, pyarrow is missing, or no column holds messages.

    """
    with table_of(path) as table:
        for _, key in with_keys(table.rows()):
            yield key


def read(path: Path) -> Tape:
    """Return the run in the one row of a file.

    Raises:
        UnreadableError: as `runs`, or the file has no row.

    """
    return read_run(path, "0")


def read_run(path: Path, key: str) -> Tape:
    """Return the run in the row with an id, or with a number from 0.

    Raises:
        UnreadableError: as `runs`, or there is no such row.

    """
    stamps = {path: stamp_of(path)}
    with table_of(path) as table:
        row = table.row(row_of(table.rows, key, str(path)).number)
    tape = replace(tape_of_row(path, row, NAME, key), record_refusal=REFUSAL)
    return watching(tape, stamps, lambda changed: read_run(changed, key))


FORMAT = Format(
    NAME,
    "Parquet rows of a trajectory data set (a column messages, trajectory or conversations)",
    detect,
    read,
    runs,
    read_run,
    Told(
        step="a message of the model with what answers it; other messages by themselves",
        action="an entry of `tool_calls`; where the messages say so, a fence or `<function=...>` in the text",
        exit_codes="none in the record; else what the agent's harness wrote around the output",
        labels="journal only",
    ),
)
