"""Trying a mutation: in a copy of the project, with the tests that are named for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.soak.mutations.mutation import PROJECT, Mutation, NoLongerAppliesError

_COPIED = ("playhead", "widgets", "tui", "tests", "benchmarks", "sample_runs", "pyproject.toml")
_LONGEST = 900  # seconds, on a machine that has much else to do; all of them take two minutes of two cores
RED, GREEN = 1, 0


def copied(to: Path) -> Path:
    """Return a copy of what the tests need, made in a folder."""
    for name in _COPIED:
        source, target = PROJECT / name, to / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("*.pyc.*", ".mypy_cache"))
        else:
            shutil.copy2(source, target)
    return to


def tested(project: Path, tests: Iterable[str], *, stop: bool) -> tuple[int, str]:
    """Return what pytest answers in a copy, and the last lines it says; `stop` at the first test that is red."""
    words = [sys.executable, "-m", "pytest", "-q", "--tb=no", "-p", "no:cacheprovider"]
    words += [*(["-x"] if stop else []), *tests]
    environment = {**os.environ, "PYTHONPATH": str(project), "HYPOTHESIS_STORAGE_DIRECTORY": str(project / "found")}
    for name in ("PYTEST_XDIST_WORKER", "PYTEST_CURRENT_TEST", "PYTEST_ADDOPTS"):
        environment.pop(name, None)
    try:
        done = subprocess.run(
            words, cwd=project, env=environment, capture_output=True, text=True, timeout=_LONGEST, check=False
        )
    except subprocess.TimeoutExpired:
        return -1, f"not ended after {_LONGEST} s"
    return done.returncode, " | ".join(done.stdout.splitlines()[-2:])


def survives(mutation: Mutation, project: Path) -> str | None:
    """Return None when a test turns red, else a sentence of what came instead."""
    try:
        with _applied(mutation, project):
            code, said = tested(project, mutation.tests, stop=True)
    except NoLongerAppliesError as error:
        return str(error)
    if code == RED:
        return None
    return f"{mutation.name}: {'no test turned red' if code == GREEN else 'the tests were not run'} ({said})"


@contextmanager
def _applied(mutation: Mutation, project: Path) -> Iterator[None]:
    path = project / mutation.file
    changed, before = mutation.mutated(project), path.read_text(encoding="utf-8")
    try:
        _write(path, changed)
        yield
    finally:
        _write(path, before)


def _write(path: Path, text: str) -> None:
    """Write a module, so that nothing compiled of it is used: it may have as many bytes within the same second."""
    path.write_text(text, encoding="utf-8")
    for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*.pyc"):
        compiled.unlink()
