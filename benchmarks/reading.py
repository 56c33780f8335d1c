"""Reading a record without a screen: its index, its steps, and a search through all of it."""

from __future__ import annotations

import os
import tempfile
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
from playhead.storage.regular import read_range


def measure(data: Data, sizes: Sizes) -> Sequence[Line]:
    """Return the lines of the index, of opening again, and of a step that nobody has seen."""
    tape, steps, mixed = data.tape(sizes.tape), data.steps(sizes.steps), data.mixed(sizes.searched)
    with _own_cache():
        _index(data.tape(1))  # what is imported once is no part of an index
        index, read, decode = interleaved(
            indexing(tape), timed(lambda: read_bytes(tape)), timed(lambda: decode_lines(tape))
        )
        short_index, short_decode = interleaved(indexing(steps), timed(lambda: decode_lines(steps)))
        mixed_index, mixed_decode = interleaved(indexing(mixed), timed(lambda: decode_lines(mixed)))
        _index(steps)
        again = interleaved(timed(lambda: _index(steps)))[0]
        step, line = _unseen(tape)
    size, many = megabytes(sizes.tape), f"{counted(sizes.steps)} short steps"
    every = "orjson over every line"
    return [
        Line(DESIGN, f"offsets of a {size} tape : reading its bytes", 1.3, index, read),
        Line(DESIGN, f"index of a {size} tape : {every}", 0.5, index, decode),
        Line(DESIGN, f"index of {many} : {every}", 0.5, short_index, short_decode),
        Line(LIMITS, f"{many} again, their index kept", 5, again, of=Of.OURS),
        Line(MORE, f"index of {megabytes(sizes.searched)} of mixed steps : {every}", 0.5, mixed_index, mixed_decode),
        Line(MORE, "a step that nobody has seen : orjson of its line", 8, step, line),
    ]


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
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        try:
            yield
        finally:
            if before is None:
                del os.environ["XDG_CACHE_HOME"]
            else:
                os.environ["XDG_CACHE_HOME"] = before
