"""Reading a record without a screen: its index, its steps, and a search through all of it."""

from __future__ import annotations

import os
import tempfile
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import orjson

from benchmarks.data import Data
from benchmarks.family import DESIGN, LIMITS, MORE
from benchmarks.floors import decode_lines, read_bytes
from benchmarks.line import Line, Of, interleaved, timed
from benchmarks.sizes import Sizes, counted, megabytes
from playhead import open_tape
from playhead.insight.pattern import Pattern
from playhead.insight.search import Search
from playhead.insight.search_space import SearchSpace
from playhead.storage.lines import Chunk, RecordFile, chunks_between, line_starts
from playhead.storage.regular import read_range

_EVERY = "orjson over every line"


def large(data: Data, sizes: Sizes) -> Sequence[Line]:
    """Return the lines of the index of a large tape, beside reading it and decoding it, and of an unseen step."""
    tape = data.tape(sizes.tape)
    _index(data.tape(1))  # what is imported once is no part of an index
    index, offsets, read, decode = interleaved(
        indexing(tape),
        timed(lambda: _offsets(tape)),
        timed(lambda: read_bytes(tape)),
        timed(lambda: decode_lines(tape)),
    )
    with _own_cache():
        step, line = _unseen(tape)
    size = megabytes(sizes.tape)
    return [
        Line(DESIGN, f"offsets of a {size} tape : reading its bytes", 1.3, offsets, read),
        Line(DESIGN, f"index of a {size} tape : {_EVERY}", 0.5, index, decode),
        Line(MORE, f"index of a {size} tape : reading its bytes", None, index, read),
        Line(MORE, "a step that nobody has seen : orjson of its line", 8, step, line),
    ]


def short(data: Data, sizes: Sizes) -> Sequence[Line]:
    """Return the line of the index of many short steps."""
    return [_index_line(DESIGN, data.steps(sizes.steps), f"{counted(sizes.steps)} short steps")]


def mixed(data: Data, sizes: Sizes) -> Sequence[Line]:
    """Return the line of the index of steps that differ from each other."""
    return [_index_line(MORE, data.mixed(sizes.searched), f"{megabytes(sizes.searched)} of mixed steps")]


def again(data: Data, sizes: Sizes) -> Sequence[Line]:
    """Return the line of opening a run whose index was kept."""
    steps = data.steps(sizes.steps)
    with _own_cache():
        _index(steps)
        took = interleaved(timed(lambda: _index(steps)))[0]
    return [Line(LIMITS, f"{counted(sizes.steps)} short steps again, their index kept", 5, took, of=Of.OURS)]


def _index_line(section: str, path: Path, title: str) -> Line:
    with _own_cache():
        _index(path)
    ours, theirs = interleaved(indexing(path), timed(lambda: decode_lines(path)))
    return Line(section, f"index of {title} : {_EVERY}", 0.5, ours, theirs)


def searching(data: Data, sizes: Sizes) -> Sequence[Line]:
    """Return the line of a search for a word that is nowhere."""
    path = data.tape(sizes.searched)
    tape = open_tape(path)
    tape.steps.wait()

    def search() -> None:
        one = Search(lambda: SearchSpace(tape), Pattern("nowhere", fold=True))
        one.begin()
        one.wait()

    ours, theirs = interleaved(timed(search), timed(lambda: decode_lines(path)))
    title = f"a search of {megabytes(sizes.searched)} that finds nothing : orjson over every line"
    return [Line(MORE, title, 1.5, ours, theirs)]


def indexing(path: Path) -> Callable[[], float]:
    """Return a measure of a whole index of which nothing was kept."""

    def measured() -> float:
        with _own_cache():
            return timed(lambda: _index(path))()

    return measured


def _index(path: Path) -> None:
    open_tape(path).steps.wait()


def _offsets(path: Path) -> None:
    """Find where every line of a tape begins, by the part of the index that does."""
    offsets = array("Q")
    for chunk in chunks_between(RecordFile(path), 0, path.stat().st_size):
        if isinstance(chunk, Chunk):
            offsets.extend(map(chunk.offset.__add__, line_starts(chunk.data, chunk.end)[:-1]))
        else:
            offsets.append(chunk.offset)


def _unseen(path: Path) -> list[float]:
    """Return the medians of building steps here and there, and of reading and decoding their lines alone."""
    steps = open_tape(path).steps
    steps.wait()
    places = iter(range(len(steps) // 3, len(steps), 7))
    lines = iter([steps[place].raw[0] for place in range(len(steps) // 3 + 3, len(steps), 7)[:201]])

    def decode() -> object:
        raw = next(lines)
        return orjson.loads(read_range(path, raw.offset or 0, raw.length or 0))

    return interleaved(timed(lambda: steps[next(places)]), timed(decode), repeats=201)


@contextmanager
def _own_cache() -> Iterator[None]:
    """Keep what is cached for this program in an empty folder."""
    before = os.environ.get("XDG_CACHE_HOME")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        try:
            yield
        finally:
            if before is None:
                del os.environ["XDG_CACHE_HOME"]
            else:
                os.environ["XDG_CACHE_HOME"] = before
