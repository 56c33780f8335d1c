"""What is measured on: generated once, kept between runs, made again when its generator or its size has changed."""

from __future__ import annotations

import hashlib
import inspect
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from platformdirs import user_cache_path

from benchmarks import claude_code_log, documents, heavy, tapes
from benchmarks.sizes import Sizes

MEGABYTE = 1_000_000


class Data:
    """The folder of generated records. Each is asked for by what it is, and made when it is not there."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or user_cache_path("playhead-benchmarks", appauthor=False)
        self.folder.mkdir(parents=True, exist_ok=True)

    def prepare(self, sizes: Sizes) -> None:
        """Make all that is measured on, so that nobody waits for it later.

        Raises:
            OSError: the disk has no room for it.

        """
        needed = MEGABYTE * (2 * sum(sizes.tapes) + sizes.log + sizes.atif + sizes.mini + sizes.output + 100)
        if not self._is_there(sizes) and shutil.disk_usage(self.folder).free < needed:
            raise OSError(f"{self.folder} needs {needed // MEGABYTE:,} MB of room; --data DIR names another place")
        made = [*map(self.tape, (1, 10, *sizes.tapes)), *map(self.steps, sizes.step_counts)]
        made += [self.log(sizes.log), self.atif(sizes.atif), self.mini(sizes.mini), self.mini_messages(sizes.messages)]
        made += [
            self.output(sizes.output),
            self.output(10),
            self.line(sizes.line),
            self.diff(sizes.diff_lines),
            self.mixed(sizes.searched),
        ]
        made += [self.tape(sizes.searched), self.mixed(sizes.searched), self.runs(sizes.runs)]

    def tape(self, megabytes: int) -> Path:
        """A tape of so many megabytes, in steps as long as real ones."""
        return self._made(
            f"{megabytes}MB.tape.jsonl", tapes, lambda path: tapes.tape_of_bytes(path, megabytes * MEGABYTE)
        )

    def mixed(self, megabytes: int) -> Path:
        """A tape of so many megabytes whose steps differ from each other."""
        size = megabytes * MEGABYTE
        return self._made(f"{megabytes}MB-mixed.tape.jsonl", tapes, lambda path: tapes.mixed_tape(path, size))

    def steps(self, count: int) -> Path:
        """A tape of so many short steps."""
        return self._made(f"{count}-steps.tape.jsonl", tapes, lambda path: tapes.tape_of_steps(path, count))

    def log(self, megabytes: int) -> Path:
        """A Claude Code session of so many megabytes."""
        size = megabytes * MEGABYTE
        make = claude_code_log.generated_claude_code
        return self._made(f"{megabytes}MB.claude-code.jsonl", claude_code_log, lambda path: make(path, size))

    def atif(self, megabytes: int) -> Path:
        """A run in ATIF of so many megabytes."""
        return self._made(
            f"{megabytes}MB.trajectory.json", documents, lambda path: documents.atif_run(path, megabytes * MEGABYTE)
        )

    def mini(self, megabytes: int) -> Path:
        """A run of mini-swe-agent of so many megabytes."""
        size = megabytes * MEGABYTE
        return self._made(f"{megabytes}MB.traj.json", documents, lambda path: documents.mini_run(path, size=size))

    def mini_messages(self, count: int) -> Path:
        """A run of mini-swe-agent of so many messages."""
        return self._made(
            f"{count}-messages.traj.json", documents, lambda path: documents.mini_run(path, messages=count)
        )

    def output(self, megabytes: int) -> Path:
        """A tape with a step that printed so many megabytes."""
        size = megabytes * MEGABYTE
        return self._made(f"{megabytes}MB-output.tape.jsonl", heavy, lambda path: heavy.output_tape(path, size))

    def line(self, megabytes: int) -> Path:
        """A tape with a step that printed one line of so many megabytes."""
        size = megabytes * MEGABYTE
        return self._made(f"{megabytes}MB-line.tape.jsonl", heavy, lambda path: heavy.line_tape(path, size))

    def diff(self, lines: int) -> Path:
        """A tape with a step that showed a diff of so many lines."""
        return self._made(f"{lines}-lines-diff.tape.jsonl", heavy, lambda path: heavy.diff_tape(path, lines))

    def runs(self, count: int) -> Path:
        """A folder of so many small runs."""
        return self._made(f"{count}-runs", tapes, lambda folder: tapes.many_tapes(folder, count))

    def _is_there(self, sizes: Sizes) -> bool:
        return all((self.folder / f"{size}MB.tape.jsonl.stamp").exists() for size in sizes.tapes)

    def _made(self, name: str, generator: ModuleType, make: Callable[[Path], object]) -> Path:
        path, stamp = self.folder / name, self.folder / f"{name}.stamp"
        source = hashlib.sha256(inspect.getsource(generator).encode()).hexdigest()
        if path.exists() and stamp.exists() and stamp.read_text() == f"{source} {_size(path)}":
            return path
        print(f"generating {name}", file=sys.stderr, flush=True)
        stamp.unlink(missing_ok=True)
        _remove(path)
        make(path)
        stamp.write_text(f"{source} {_size(path)}")
        return path


def _size(path: Path) -> int:
    if path.is_dir():
        return sum(one.stat().st_size for one in path.iterdir() if one.is_file())
    return path.stat().st_size


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
