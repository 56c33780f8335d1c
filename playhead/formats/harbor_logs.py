"""Steps of a Harbor trial that has no trajectory: what its logs say, each log one step. Nothing in them is counted."""

from __future__ import annotations

from playhead.formats.atif_run import Files
from playhead.formats.build import make_step
from playhead.formats.harbor_files import Text, text_of_file
from playhead.formats.harbor_layers import agent_logs
from playhead.model import Step
from playhead.storage.source import JoinedSteps

_LOG_BYTES = 4 << 20


def steps_of_logs(files: Files) -> JoinedSteps[Text]:
    """Return one step of source `system` for each log of the agent, else for the trial's; never no step at all."""
    logs = [log for name in agent_logs(files) if (log := text_of_file(files, name, _LOG_BYTES))]
    for name in () if logs else ("trial.log", "exception.txt", "verifier/test-stdout.txt", "result.json"):
        logs += [log for log in [text_of_file(files, name, _LOG_BYTES)] if log]
    if not logs:
        files.problem("no_steps", str(files.folder.name), "The trial holds neither a trajectory nor a log.")
        logs = [Text("(empty trial)", "This trial holds neither a trajectory nor a log.", 0)]
    return JoinedSteps(logs, _build, action_counts=[0] * len(logs))


def _build(index: int, n: int | None, first_action: int | None, log: Text) -> Step:  # noqa: ARG001 - a log has no action
    return make_step(index=index, n=n, id=log.name, source="system", text=log.text, raw=log.raws)
