"""Finding runs and reading them in the background: a stream that the list takes from when it draws.

Threads of our own, not the application's: they end with the process, whatever they are reading.
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from pathlib import Path

from playhead.corpus.facts import FactsReader, RunFacts
from playhead.corpus.reading_order import ReadingOrder
from playhead.corpus.reading_process import ReadingProcess
from playhead.errors import PlayheadError
from playhead.opening import RunEntry, list_runs
from playhead.settings import RuleSettings
from tui.run_rows import shown_name

READERS = max(1, min(3, (os.cpu_count() or 2) - 1))
"""Runs that are read at once, each in a process of its own; one processor is left to the screen."""
FOUND_FIRST_S = 0.5
"""Seconds that finding has the machine to itself: a thousand rows stand sooner, what they say comes after."""


class RunReading:
    """Looks for runs below `folders`, and reads what is wanted first. `order` decides what that is."""

    def __init__(self, folders: tuple[Path, ...], reader: FactsReader, depth: int) -> None:
        self.reader = reader
        self.order = ReadingOrder()
        self.finding = True
        self.too_deep = 0
        self.found: list[RunFacts] = []
        self._folders = folders
        self._depth = depth
        self._learned: deque[tuple[int, RunFacts]] = deque()
        self._closed = False
        self._found_first = threading.Event()
        self._began = 0.0
        self._processes: list[ReadingProcess] = []

    @property
    def busy(self) -> bool:
        """Whether there is, or will be, something new."""
        return self.finding or bool(self._learned) or self.order.left > 0

    def start(self) -> None:
        """Begin."""
        self._began = time.monotonic()
        for work in (self._find, *[self._read] * READERS):
            threading.Thread(target=work, name="runs", daemon=True).start()

    def close(self) -> None:
        """Stop, whatever is being read."""
        self._closed = True
        self._found_first.set()
        self.order.close()
        for process in self._processes:
            process.close()

    def again(self, place: int) -> None:
        """Read a run once more: it has changed."""
        self.order.add(place)

    def ask_rules(self, rules: RuleSettings) -> bool:
        """Let the rules read every run that they have not read yet; return whether that is new."""
        if self.reader.rules == rules:
            return False
        self.reader.rules = rules
        self.order.add(*(place for place, facts in enumerate(self.found) if facts.reason is None))
        return True

    def learned(self) -> dict[int, RunFacts]:
        """Return what was read since the last time, by place."""
        new: dict[int, RunFacts] = {}
        while self._learned:
            place, facts = self._learned.popleft()
            new[place] = facts
        return new

    def _find(self) -> None:
        try:
            for folder in self._folders:
                self._find_in(folder)
        finally:
            self.finding = False
            self._found_first.set()

    def _find_in(self, folder: Path) -> None:
        try:
            for entry in list_runs(folder, self._depth, self._is_too_deep):
                if self._closed:
                    return
                self._add(entry, folder)
        except PlayheadError as error:
            self._add(RunEntry(folder, reason=str(error)), folder)
        except Exception as error:  # noqa: BLE001 - what ends the search is told in a row; what was found stays
            reason = f"playhead fails on what is in it: {type(error).__name__}: {error}"
            self._add(RunEntry(folder, reason=reason), folder)

    def _add(self, entry: RunEntry, folder: Path) -> None:
        name = shown_name(entry, folder, alone=len(self._folders) == 1)
        self.found.append(RunFacts(entry, name, reason=entry.reason))
        if entry.reason is None:
            self.order.add(len(self.found) - 1)
        if time.monotonic() - self._began > FOUND_FIRST_S:
            self._found_first.set()

    def _is_too_deep(self, folder: Path) -> None:  # noqa: ARG002 - how many is enough
        self.too_deep += 1

    def _read(self) -> None:
        self._found_first.wait()
        process = ReadingProcess()
        self._processes.append(process)
        while (place := self.order.take()) is not None:
            known = self.found[place]
            self._learned.append((place, self.reader.facts(known.entry, known.name, process.read)))
            self.order.done(place)
            if not self.order.left:
                process.rest()
        process.close()
