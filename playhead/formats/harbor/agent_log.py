"""The agent's own log of a trial without a trajectory, read by the reader of its format."""

from __future__ import annotations

import os
from pathlib import Path

from playhead.errors import UnreadableError
from playhead.formats import registry
from playhead.formats.atif.run import Files
from playhead.formats.harbor.files import find
from playhead.formats.harbor.layers import agent_logs
from playhead.formats.registry import HEAD_BYTES, TAIL_BYTES, Probe
from playhead.model import Tape
from playhead.storage.regular import opened, pread_all

# What agents print or write as they go: streams and sessions of one run.
_LOGS = frozenset(
    {"claude-stream", "codex-exec", "codex", "gemini-cli", "copilot", "pi", "opencode", "cursor", "openhands-v1"}
)


def tape_of_agent_log(files: Files) -> Tape | None:
    """Return the run in the first of the agent's logs that tells of actions, None where none does."""
    for name in agent_logs(files):
        path = find(files, name)
        try:
            tape = None if path is None else _tape(path)
        except UnreadableError as error:
            files.problem("missing_file", name, str(error))
            continue
        if tape is not None and tape.steps.actions:
            files.diagnostics.extend(tape.diagnostics)
            return tape
    return None


def _tape(path: Path) -> Tape | None:
    found = registry.detect(_probe(path))
    if found is None or found[0].name not in _LOGS:
        return None
    tape = found[0].read(path)
    tape.steps.wait()  # a large one is read on in the background; here all of it is wanted
    return tape.refreshed()


def _probe(path: Path) -> Probe:
    with opened(path) as descriptor:
        size = os.fstat(descriptor).st_size
        head = pread_all(descriptor, 0, HEAD_BYTES, path)
        tail = pread_all(descriptor, max(0, size - TAIL_BYTES), TAIL_BYTES, path)
    return Probe(path, is_dir=False, head=head, tail=tail, size=size)
