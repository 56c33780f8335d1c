"""What every test of the screen stands on: state, cache and configuration of its own."""

from __future__ import annotations

import pytest

from playhead.corpus.known import KnownRun
from playhead.corpus.reading import read_run
from playhead.opening import RunEntry
from playhead.settings import RuleSettings


class ReadsHere:
    """Reads the runs of a list in this process: tests start none."""

    def read(self, entry: RunEntry, rules: RuleSettings | None = None) -> KnownRun:
        """Return what is known of a run, with `rules` what they find."""
        return read_run(entry, rules)

    def close(self) -> None:
        """End nothing."""

    def rest(self) -> None:
        """End nothing."""


@pytest.fixture(autouse=True)
def _own_folders(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep tests out of the folders of whoever runs them, and out of each other's."""
    base = tmp_path_factory.mktemp("home")
    for name in ("STATE", "CACHE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(base / name.lower()))


@pytest.fixture(autouse=True)
def _no_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start no process for a list of runs; those that do are tested by themselves."""
    monkeypatch.setattr("tui.run_reading.ReadingProcess", ReadsHere)
    monkeypatch.setattr("tui.run_reading.READERS", 2)
