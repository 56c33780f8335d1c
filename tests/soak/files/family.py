"""The family `files`: each row of the table of bad inputs, tried by the commands of the program."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.soak.files import rows_big, rows_diffs, rows_given, rows_packed, rows_places, rows_text
from tests.soak.files.trial import Trial, Trials, trials, wrong
from tests.soak.promise import Promise

ROWS: Mapping[str, Callable[[Path, float], Iterator[Trial]]] = {
    "1 empty files, odd line ends": rows_text.ends,
    "2 the last step torn at every byte": rows_text.torn,
    "3 NULs at the end and inside": rows_text.padded,
    "4 other encodings, bytes that are no text": rows_text.encoded,
    "5 literals that are none": rows_text.literals,
    "6 depth 1,025 and 100,000": rows_text.deep,
    "7 wrong types in every field": rows_text.types,
    "8 a huge line, a million steps, a huge diff": rows_big.large,
    "12 names of any bytes": rows_places.names,
    "13 pipes, devices, sockets, loops, links": rows_places.places,
    "18 kept indexes that lie": rows_packed.indexes,
    "19 bombs, nested and torn archives": rows_packed.archives,
    "20 hostile schemas, mappings, settings": rows_given.given,
    "20 and 22 words and notes that make no sense": rows_given.words,
    "21 outputs that make expressions run away": rows_given.outputs,
    "23 diffs that are none": rows_diffs.diffs,
    "24 paths outside that a record names": rows_places.referenced,
}


def run(scale: float = 1.0, rows: Sequence[str] = tuple(ROWS)) -> list[Promise]:
    """Return a line for each row: its trials, the longest in CPU seconds, the most memory above an idle command.

    Below a tenth of the whole only some trials of each row are run, evenly.
    """
    every = max(1, round(0.1 / scale))
    with tempfile.TemporaryDirectory(prefix="playhead-files-") as name, ThreadPoolExecutor(2) as pool:
        halves = [rows[0::2], rows[1::2]]
        tried = [pool.submit(_rows, Path(name) / str(number), half, scale, every) for number, half in enumerate(halves)]
        found = {row: line for one in tried for row, line in one.result().items()}
    return [found[row] for row in rows]


def _rows(folder: Path, rows: Sequence[str], scale: float, every: int) -> dict[str, Promise]:
    with trials(folder / "runs") as server:
        return {row: _row(server, folder / f"row-{number}", row, scale, every) for number, row in enumerate(rows)}


def _row(server: Trials, folder: Path, row: str, scale: float, every: int) -> Promise:
    folder.mkdir()
    count, seconds, memory = 0, 0.0, 0
    failures: list[str] = []
    for number, trial in enumerate(ROWS[row](folder, scale)):
        if number % every:
            continue
        told = server.run(trial)
        count, seconds, memory = count + 1, max(seconds, told.seconds), max(memory, told.memory - server.idle)
        if found := wrong(trial, told, server.idle):
            failures.append(found)
    note = f"at most {seconds:.1f} s of a core, {max(memory, 0) >> 20:,} MB above an idle command"
    command = "python -m tests.soak --only files"
    return Promise(f"bad input: {row}", "commands on made files", count, tuple(failures), command, note)
