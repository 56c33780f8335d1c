"""Steps of a Harbor trial that has no trajectory: what its logs say, each log one step. Nothing in them is counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from playhead.formats.atif_run import Files
from playhead.formats.build import make_step
from playhead.formats.harbor_files import Text, text_of_file
from playhead.formats.harbor_layers import agent_logs
from playhead.model import Step
from playhead.storage.source import JoinedSteps

_LOG_BYTES = 4 << 20
_OTHERS = ("trial.log", "exception.txt", "verifier/test-stdout.txt", "result.json")
_EMPTY = Text("(empty trial)", "This trial holds neither a trajectory nor a log.", 0)


def steps_of_logs(files: Files, before: Sequence[Step]) -> JoinedSteps[Step | Text]:
    """Return a step of source `system` for each log of the agent, else for the trial's, after the steps `before`.

    There is always one: an empty trial says that it is empty.
    """
    logs = [log for name in agent_logs(files) if (log := text_of_file(files, name, _LOG_BYTES))]
    logs = logs or [log for name in _OTHERS if (log := text_of_file(files, name, _LOG_BYTES))]
    if not logs:
        files.problem("no_steps", files.folder.name, _EMPTY.text)
    entries: list[Step | Text] = [*before, *(logs or [_EMPTY])]
    return JoinedSteps(entries, _build, action_counts=[0] * len(entries))


def _build(index: int, n: int | None, first_action: int | None, entry: Step | Text) -> Step:  # noqa: ARG001 - no action
    if isinstance(entry, Step):
        return replace(entry, index=index, n=n)
    return make_step(index=index, n=n, id=entry.name, source="system", text=entry.text, raw=entry.raws)
