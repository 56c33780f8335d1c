"""What a run has measured so far, in a file: an interrupted run goes on where it stopped."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.line import Line, Point, line_from
from benchmarks.programs import ROOT


class Results:
    """The results of one run of one size; every change is written at once."""

    def __init__(self, path: Path, value: dict[str, Any]) -> None:
        self._path = path
        self._value = value

    @classmethod
    def last(cls, path: Path) -> Results:
        """Return the results of the last run as they stand, finished or not."""
        return cls(path, json.loads(path.read_text(encoding="utf-8")))

    @classmethod
    def to_add_to(cls, path: Path, size: str, *, fresh: bool = False) -> Results:
        """Return those of a run of the same code that was interrupted, else empty ones."""
        if not fresh and path.exists():
            last = cls.last(path)
            if last.goes_on:
                return last
        begun = datetime.now(UTC).isoformat(timespec="seconds")
        value = {"begun": begun, "size": size, "commit": _commit(), "machine": machine(), "finished": False}
        return cls(path, {**value, "families": {}})

    @property
    def goes_on(self) -> bool:
        """Whether this run was interrupted, and the code is still the same."""
        return not self._value["finished"] and self._value["commit"] == _commit()

    @property
    def measured(self) -> set[str]:
        """The families that have been measured."""
        return set(self._value["families"])

    @property
    def lines(self) -> list[Line]:
        """All lines, in the order of their families."""
        return [line_from(one) for family in self._value["families"].values() for one in family["lines"]]

    @property
    def points(self) -> list[Point]:
        """All points of the chart."""
        return [Point(**one) for family in self._value["families"].values() for one in family["points"]]

    @property
    def where(self) -> str:
        """When and on what machine, in words."""
        return f"{self._value['begun'][:10]}, {self._value['machine']}; size {self._value['size']}."

    def add(self, family: str, value: dict[str, Any]) -> None:
        """Keep what a family has measured, in place of what it had."""
        self._value["families"][family] = value
        self._write()

    def finish(self) -> None:
        """Say that nothing is missing: the next run begins anew."""
        self._value["finished"] = True
        self._write()

    def _write(self) -> None:
        part = self._path.with_suffix(".part")
        part.write_text(json.dumps(self._value, indent=1), encoding="utf-8")
        part.replace(self._path)


def value_of(measured: Sequence[Line | Point]) -> dict[str, Any]:
    """Return lines and points as JSON has them."""
    return {
        "lines": [one.to_json() for one in measured if isinstance(one, Line)],
        "points": [asdict(one) for one in measured if isinstance(one, Point)],
    }


def machine() -> str:
    """Return the machine in words, without any name."""
    cpus = os.cpu_count() or 1
    kind = "virtual processor" if _is_virtual() else "processor"
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    programs = f"Python {platform.python_version()}, Textual {version('textual')}"
    return f"{cpus} {kind}{'s' if cpus > 1 else ''}, {memory:.0f} GB of memory, {platform.system()}, {programs}"


def _is_virtual() -> bool:
    try:
        return " hypervisor " in Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return False


def _commit() -> str:
    command = ("git", "-C", str(ROOT), "rev-parse", "HEAD")
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""
