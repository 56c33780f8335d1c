"""One recording: a fresh workspace, a script, a verifier, a run tape with everything in it."""

from __future__ import annotations

import platform
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playhead import TapeWriter
from sample_runs.recorder.agent import SYSTEM, Agent, Turn
from sample_runs.recorder.shop import ISSUE
from sample_runs.recorder.workspace import Workspace

AGENT = {"name": "scripted", "version": "1.0"}


@dataclass(frozen=True)
class Script:
    """What one agent does. `forms` are the other formats this run is written in, too."""

    name: str
    play: Callable[[Agent], None]
    forms: tuple[str, ...] = ()
    extra_files: Mapping[str, bytes] = field(default_factory=dict)
    task: Mapping[str, str] = field(default_factory=lambda: ISSUE)
    review: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Recording:
    """What was recorded, for the other formats to be written from."""

    name: str
    task: Mapping[str, str]
    turns: tuple[Turn, ...]
    status: str
    patch: str
    verification: Mapping[str, Any]


def record(script: Script, out: Path) -> Recording:
    """Play a script in a fresh workspace and write `NAME.tape.jsonl` into `out`."""
    path = out / f"{script.name}.tape.jsonl"
    path.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="shop-") as folder:
        workspace = Workspace(Path(folder), script.extra_files)
        with TapeWriter(path, **_header(script, workspace)) as tape:
            agent = Agent(workspace, tape)
            agent.told(SYSTEM, source="system")
            agent.told(script.task["text"])
            script.play(agent)
            patch = workspace.final_patch()
            verification = workspace.verify()
            tape.verification(**verification)
            if script.review:
                tape.review(**script.review)
            status, reason = _outcome(verification)
            tape.outcome(status, final_patch=patch, reason=reason)
        _refuse_machine_words(path, workspace)
    return Recording(script.name, script.task, tuple(agent.turns), status, patch, verification)


def _header(script: Script, workspace: Workspace) -> dict[str, Any]:
    return {
        "id": script.name,
        "task": dict(script.task),
        "snapshot": {"repo": "shop", "commit": workspace.commit, "branch": "main"},
        "environment": {
            "setup": "made by sample_runs/record.py",
            "test_command": "python -m pytest -q",
            "tools": ["bash", "str_replace_editor", "submit"],
            "python": platform.python_version(),
        },
        "agent": AGENT,
        "governance": {
            "license": "Apache-2.0",
            "source": "recorded by sample_runs/record.py",
            "use": ["documentation", "evaluation", "training"],
            "split": "example",
        },
    }


def _outcome(verification: Mapping[str, Any]) -> tuple[str, str]:
    """Return the outcome by the hidden tests: all, some or none of what the issue asks for works."""
    tests = verification["tests"]
    failed = [test["name"] for test in tests if test["status"] == "failed"]
    if not failed:
        return "resolved", f"all {len(tests)} tests pass"
    asked_for = any("express_costs_and_arrives" in name or "express_fee" in name for name in failed)
    return ("failed" if asked_for else "partial"), f"{len(failed)} of {len(tests)} tests fail"


def _refuse_machine_words(path: Path, workspace: Workspace) -> None:
    text = path.read_text()
    found = [word for word in workspace.machine_words() if len(word) > 3 and word in text]
    if found:
        path.unlink()
        raise RuntimeError(f"{path.name} would name this machine: {', '.join(found)}")
