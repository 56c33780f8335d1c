"""The family `formats`: records of every format, made and real, damaged in every way, for minutes."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from playhead.formats import registry
from tests.soak.promise import Promise

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 300.0
"""Of one core, over all formats, at scale 1."""
KILLED_AFTER = 90
"""So many seconds over its time a process that tries cases hangs where no signal reaches it."""


def run(scale: float = 1.0) -> list[Promise]:
    """Return one line: each format was tried in a process of its own with little memory, two at a time.

    What a failure names stays in a folder beside the cause, to be tried again.
    """
    names = [one.name for one in registry.formats()]
    folder = Path(tempfile.mkdtemp(prefix="playhead-damaged-"))
    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(lambda name: tried(name, scale * SECONDS / len(names), folder / name), names))
    failures = tuple(f"{what}: see {place}" for one in told for what, place in one["found"].items())
    cases = sum(sum(one["cases"].values()) for one in told)
    slowest, which = max((tuple(one["slowest"]) for one in told), default=(0, ""))
    note = f"{len(names)} formats, at most {max(one['peak_mb'] for one in told)} MB; slowest {slowest:.1f} s: {which}"
    promise = "a damaged record opens with what is wrong told, or is one sentence"
    how = "bytes, lines and values of made and real records cut, changed, swapped, repeated"
    return [Promise(promise, how, cases, failures, "python -m tests.soak --only formats", note)]


def tried(name: str, seconds: float, folder: Path) -> dict[str, Any]:
    """Return what a process of its own found in so many seconds; where it died, the case that killed it."""
    words = [sys.executable, "-m", "tests.playhead.formats.fuzzing.child", name, str(seconds), str(folder)]
    try:
        most = seconds + KILLED_AFTER
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=most, check=False)
        problem = done.stderr[-2_000:] if done.returncode else None
    except subprocess.TimeoutExpired:
        problem = "it hangs"
    if problem is None:
        found: dict[str, Any] = json.loads(done.stdout)
        return found
    at = (folder / "case").read_text() if (folder / "case").exists() else "its beginning"
    return {"format": name, "cases": {}, "slowest": (0, at), "peak_mb": 0, "found": {f"{at}: {problem}": str(folder)}}
