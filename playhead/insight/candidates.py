"""Which steps may hold what is searched for, as what they are made of tells: many lines are refused in one look."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from playhead.insight.prefilter import LookTest
from playhead.storage.source import StepSource

BLOCK = 1 << 20
"""Bytes that are looked at in one go: about a millisecond, so that others are not kept waiting."""
OVERLAP = 1 << 16


class _Lines(Protocol):
    def lines_from(self, index: int, stop: int, most: int) -> tuple[bytes, int]: ...

    def ranges_of(self, index: int, stop: int) -> Sequence[tuple[int, int]]: ...

    def part_of(self, index: int, start: int, length: int) -> bytes: ...


class _Values(Protocol):
    def values_of(self, index: int) -> object: ...


def candidates(
    steps: StepSource, positions: Sequence[int], test: LookTest | None, told: Callable[[int], None]
) -> Iterator[int]:
    """Yield those of some positions whose steps may hold something; `told` is told how many more are done.

    Steps of which nothing can be had cheaply, and all where there is no test, may.
    """
    lines: _Lines | None = steps if hasattr(steps, "lines_from") else None  # type: ignore[assignment]
    if test is not None and lines is not None and isinstance(positions, range):
        yield from _by_block(lines, positions, test, told)
        return
    for position in positions:
        if test is None or may_hold(steps, position, test):
            yield position
        told(1)


def may_hold(steps: StepSource, position: int, test: LookTest) -> bool:
    """Return whether one step may hold something, without making it."""
    if hasattr(steps, "lines_from"):
        lines: _Lines = steps  # type: ignore[assignment]
        return next(_by_block(lines, range(position, position + 1), test, lambda _: None), None) is not None
    if hasattr(steps, "values_of"):
        values: _Values = steps  # type: ignore[assignment]
        made_of = values.values_of(position)
        return made_of is None or test.value(made_of)
    return True


def _by_block(lines: _Lines, positions: range, test: LookTest, told: Callable[[int], None]) -> Iterator[int]:
    at = positions.start
    while at < positions.stop:
        data, count = lines.lines_from(at, positions.stop, BLOCK)
        if count == 1 and len(data) == BLOCK:
            if test.pieces(_pieces(lines, at, data, told)):
                yield at
            told(1)
        elif test.line(data):
            for place, line in _lines_in(data, lines.ranges_of(at, at + count)):
                if count == 1 or test.line(line):
                    yield at + place
                told(1)
        else:
            told(count)
        at += count


def _lines_in(data: bytes, ranges: Sequence[tuple[int, int]]) -> Iterator[tuple[int, bytes]]:
    first = ranges[0][0]
    for place, (offset, length) in enumerate(ranges):
        yield place, data[offset - first : offset - first + length]


def _pieces(lines: _Lines, index: int, first: bytes, told: Callable[[int], None]) -> Iterator[bytes]:
    """Yield a line that is longer than a block a block at a time; they overlap by more than a pattern is long."""
    at, data = 0, first
    while data:
        yield data
        told(0)
        if len(data) < BLOCK:
            return
        at += BLOCK - OVERLAP
        data = lines.part_of(index, at, BLOCK)
