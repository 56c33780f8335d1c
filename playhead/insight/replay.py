"""What somebody would need to run a task again, and which of it the record does not hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playhead.model import Tape

_IMAGE = ("image", "docker_image", "image_name", "docker", "container", "environment_image")
_SETUP = ("setup", "install", "setup_commands", "pre_install", "dockerfile", "install_config", "build")
_TESTS = ("test_command", "test_cmd", "tests", "eval_script", "verifier")


def missing_to_replay(tape: Tape) -> tuple[str, ...]:
    """Return what is needed to replay a run and is not in its record, in words, the first needed first.

    Needed are the task, the repository and its commit, an image or a setup, a test command, and who acted (the data
    unit of the run tape: task, snapshot, environment, agent). A verification that names its command has one.
    """
    environment = tape.environment
    test_command = _has(environment, _TESTS) or any(
        layer.name == "verification" and layer.data.get("command") for layer in tape.layers
    )
    needed = (
        ("the task's text", bool(tape.task.strip())),
        ("repository", bool(tape.snapshot.repo)),
        ("commit", bool(tape.snapshot.commit)),
        ("image", _has(environment, _IMAGE)),
        ("setup", _has(environment, _SETUP) or _has(environment, _IMAGE)),
        ("test command", bool(test_command)),
        ("agent's version", bool(tape.agent.version)),
        ("model", bool(tape.agent.model) or tape.agent.name == "scripted"),
    )
    return tuple(name for name, there in needed if not there)


def _has(environment: Mapping[str, Any], names: tuple[str, ...]) -> bool:
    return any(environment.get(name) not in (None, "", [], {}) for name in names)
