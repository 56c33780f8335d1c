"""Finding and reading the runs of a list in the background."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from playhead.corpus.facts import FactsReader, RunFacts
from playhead.opening import RunEntry
from tests.tui.driver import write_tape
from tui import run_reading
from tui.run_reading import RunReading


class Reader(FactsReader):
    """Tells how many runs were found when the first was read."""

    def __init__(self, first: threading.Event) -> None:
        super().__init__(None)
        self._first = first

    def facts(self, entry: RunEntry, name: str, read: Any = None) -> RunFacts:
        """Return that the run was read."""
        self._first.set()
        return RunFacts(entry, name, reason="read")


def reading_of(runs: Iterator[RunEntry], first: threading.Event, monkeypatch: pytest.MonkeyPatch) -> RunReading:
    """Begin to read the runs that a folder seems to hold."""
    monkeypatch.setattr(run_reading, "list_runs", lambda *_: runs)
    reading = RunReading((Path(),), Reader(first), 3)
    reading.start()
    return reading


def test_a_folder_is_gone_through_before_its_runs_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where finding is quick, no run is read before the last is found: the list stands sooner."""
    monkeypatch.setattr(run_reading, "FOUND_FIRST_S", float("inf"))
    path, first, last = write_tape(tmp_path / "a.tape.jsonl"), threading.Event(), threading.Event()

    def runs() -> Iterator[RunEntry]:
        yield RunEntry(path)
        assert not first.is_set()
        last.wait(20)
        yield RunEntry(path)

    reading = reading_of(runs(), first, monkeypatch)
    assert not first.is_set()
    last.set()
    assert first.wait(20)
    assert len(reading.found) == 2
    reading.close()


def test_where_finding_takes_long_runs_are_read_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without end does not keep what was found from being read."""
    monkeypatch.setattr(run_reading, "FOUND_FIRST_S", -1)
    path, first, last = write_tape(tmp_path / "a.tape.jsonl"), threading.Event(), threading.Event()

    def runs() -> Iterator[RunEntry]:
        yield RunEntry(path)
        last.wait(20)

    reading = reading_of(runs(), first, monkeypatch)
    assert first.wait(20)
    assert reading.finding
    last.set()
    reading.close()


def test_a_search_that_fails_is_told_in_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error nobody thought of ends neither the list nor its hope: what was found stays, the reason stands below."""
    path = write_tape(tmp_path / "a.tape.jsonl")

    def runs() -> Iterator[RunEntry]:
        yield RunEntry(path)
        raise ZeroDivisionError("by nought")

    first = threading.Event()
    reading = reading_of(runs(), first, monkeypatch)
    assert first.wait(20)
    while reading.finding:
        pass
    assert [one.entry.path for one in reading.found] == [path, Path()]
    assert "ZeroDivisionError: by nought" in (reading.found[1].reason or "")
    reading.close()
