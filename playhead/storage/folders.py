"""Walking a folder for files that may be runs: a stream, in a stable order, without the folders nobody means."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

MAX_DEPTH = 3

_CANDIDATES = (".json", ".jsonl", ".ndjson", ".traj")
# Environments and build output: https://docs.pytest.org/en/stable/reference/reference.html#confval-norecursedirs
_SKIPPED = frozenset(
    {"venv", "env", "node_modules", "site-packages", "__pycache__", "__pypackages__", "playhead.labels"}
) | {"subagents"}  # Claude Code's: they belong to the session beside them
_ENVIRONMENT_MARKS = frozenset({"pyvenv.cfg", "conda-meta"})


@dataclass(frozen=True, slots=True)
class Found:
    """A file that may be a run, a folder that is one (`format` is set) or cannot be listed (`problem`)."""

    path: Path
    format: str | None = None
    problem: str | None = None


def walk(root: Path, is_run: Callable[[Path], str | None], depth: int = MAX_DEPTH) -> Iterator[Found]:
    """Yield what may be a run under `root`, at most `depth` folders down, by name within each folder.

    `is_run` returns the format of a folder that is one run; such a folder is not entered. A folder reached
    twice through links is entered once.
    """
    yield from _walk(root, is_run, depth, set())


def _walk(
    folder: Path, is_run: Callable[[Path], str | None], depth: int, seen: set[tuple[int, int]]
) -> Iterator[Found]:
    try:
        status = folder.stat()
        with os.scandir(folder) as entries:
            children = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        yield Found(folder, problem=f"{folder} cannot be listed: {error.strerror or error}.")
        return
    if (status.st_dev, status.st_ino) in seen or any(child.name in _ENVIRONMENT_MARKS for child in children):
        return
    seen.add((status.st_dev, status.st_ino))
    kind = is_run(folder)
    if kind is not None:
        yield Found(folder, format=kind)
        return
    sessions = any(child.name.endswith(".jsonl") and not _is_agents_own(child.name) for child in children)
    for child in children:
        if _is_folder(child):
            if depth > 0 and not _is_skipped(child.name):
                yield from _walk(folder / child.name, is_run, depth - 1, seen)
        elif sessions and _is_agents_own(child.name):
            continue  # a sub-agent's file is opened with its session
        elif not child.name.startswith(".") and child.name.lower().endswith(_CANDIDATES):
            yield Found(folder / child.name)


def _is_agents_own(name: str) -> bool:
    return name.startswith("agent-") and name.endswith(".jsonl")


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_skipped(name: str) -> bool:
    return name.startswith(".") or name in _SKIPPED or name.endswith(".labels")
