"""A search over everything a run says, in the background: hits come while it looks, and it can be stopped at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum

from playhead.insight.fields import Field, fields_of
from playhead.insight.hits import Hit, HitCount, Hits
from playhead.insight.literal import literal_spans
from playhead.insight.pattern import Pattern
from playhead.insight.plain import PlainText
from playhead.insight.prefilter import line_test
from playhead.insight.regex_process import DEADLINE, PatternError, RanAwayError, RegexProcess, StoppedError
from playhead.storage.source import StepSource

__all__ = ["MOST_HITS", "Hit", "HitCount", "Search", "SearchState"]

MOST_HITS = 100_000
"""A search that finds so many ends there: nobody goes through more."""
BATCH_CHARACTERS = 1 << 18
BATCH_TEXTS = 512


class SearchState(StrEnum):
    """How far a search is. FULL: it found as many as it keeps. FAILED: see `problem`."""

    RUNNING = "running"
    DONE = "done"
    FULL = "full"
    STOPPED = "stopped"
    FAILED = "failed"


class Search:
    """One search: `begin()` it, look at `hits` at any time, `stop()` it. From `origin` to the end, then before.

    `positions` are the steps to look through, ascending (None: all that are known when it begins). `looked` of
    `wanted` steps are done. `problem` says what ended it early.
    """

    def __init__(
        self,
        steps: StepSource,
        pattern: Pattern,
        *,
        origin: int = 0,
        positions: Sequence[int] | None = None,
        most: int = MOST_HITS,
        deadline: float = DEADLINE,
    ) -> None:
        self.pattern = pattern
        self.hits = Hits(origin)
        self.state = SearchState.RUNNING
        self.problem: str | None = None
        self.looked = 0
        self._steps = steps
        self._positions = range(len(steps)) if positions is None else positions
        self._origin = origin
        self._most = most
        self._deadline = deadline
        self._stop = threading.Event()
        self._process: RegexProcess | None = None
        self._thread = threading.Thread(target=self._run, name="search", daemon=True)

    @property
    def wanted(self) -> int:
        """How many steps it looks through."""
        return len(self._positions)

    @property
    def running(self) -> bool:
        """Whether it is still looking."""
        return self.state is SearchState.RUNNING

    def begin(self) -> None:
        """Begin to look, in a thread."""
        self._thread.start()

    def wait(self, seconds: float | None = None) -> None:
        """Return when it has ended, or after so many seconds."""
        self._thread.join(seconds)

    def stop(self) -> None:
        """Stop looking, at once and from any thread; what was found stays."""
        self._stop.set()
        if self.running:
            self.state = SearchState.STOPPED
        process = self._process
        if process is not None:
            process.stop()

    def _run(self) -> None:
        try:
            if self.pattern.regex:
                self._by_process()
            else:
                self._by_text()
            self._end(SearchState.DONE)
        except _FullError:
            self._end(SearchState.FULL)
        except StoppedError:
            self._end(SearchState.STOPPED)
        except Exception as error:  # noqa: BLE001 - a thread has nobody above it: the screen tells what went wrong
            self.problem = str(error) or type(error).__name__
            self._end(SearchState.FAILED)

    def _end(self, state: SearchState) -> None:
        if self.running:
            self.state = state

    def _order(self) -> Iterator[int]:
        """Yield the positions from the origin to the end, then those before."""
        yield from (position for position in self._positions if position >= self._origin)
        yield from (position for position in self._positions if position < self._origin)

    def _by_text(self) -> None:
        may_hold = line_test(self.pattern)
        line_of: Callable[[int], bytes] | None = getattr(self._steps, "line_of", None)
        for position in self._order():
            if self._stop.is_set():
                raise StoppedError
            if may_hold is None or line_of is None or may_hold(line_of(position)):
                self._by_fields(position)
            self.looked += 1

    def _by_fields(self, position: int) -> None:
        for field in self._fields(position):
            plain = PlainText(field.text)
            first = plain.forth(field.start) if field.start else 0
            for start, end in literal_spans(self.pattern, plain.text, first, stopped=self._stop.is_set):
                self._add(position, field, *plain.span(start, end))

    def _by_process(self) -> None:
        process = RegexProcess(self.pattern, most=self._most, deadline=self._deadline)
        self._process = process
        try:
            for batch in _batches(self._all_fields()):
                if self._stop.is_set():
                    raise StoppedError
                self._answered(process, batch)
        finally:
            process.close()

    def _answered(self, process: RegexProcess, batch: Sequence[tuple[int, Field]]) -> None:
        try:
            plains = [PlainText(field.text) for _, field in batch]
            asked = [(plain.forth(field.start), plain.text) for (_, field), plain in zip(batch, plains, strict=True)]
            for (position, field), plain, spans in zip(batch, plains, process.find(asked), strict=True):
                for start, end in spans:
                    self._add(position, field, *plain.span(start, end))
        except RanAwayError as error:
            position, field = batch[error.index]
            n = self._steps[position].n
            where = f"step {n}" if n is not None else "a copied step"
            raise PatternError(f"The pattern ran away in {where}, {field.key}: stopped there.") from error

    def _all_fields(self) -> Iterator[tuple[int, Field]]:
        for position in self._order():
            for field in self._fields(position):
                yield position, field
            self.looked += 1

    def _fields(self, position: int) -> Iterable[Field]:
        if self._stop.is_set():
            raise StoppedError
        time.sleep(0)  # whoever waits for the interpreter, such as a screen, goes first
        return fields_of(self._steps[position])

    def _add(self, position: int, field: Field, start: int, end: int) -> None:
        if self._stop.is_set():
            raise StoppedError
        if field.says(start, end):
            self.hits.add(Hit(position, field.key, start, end))
        if len(self.hits) >= self._most:
            raise _FullError


class _FullError(Exception):
    """As many hits as are kept."""


def _batches(fields: Iterable[tuple[int, Field]]) -> Iterator[list[tuple[int, Field]]]:
    batch: list[tuple[int, Field]] = []
    size = 0
    for one in fields:
        if batch and (size + len(one[1].text) > BATCH_CHARACTERS or len(batch) == BATCH_TEXTS):
            yield batch
            batch, size = [], 0
        batch.append(one)
        size += len(one[1].text)
    if batch:
        yield batch
