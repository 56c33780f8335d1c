"""A Harbor trial directory: trajectory, result, configuration, verifier output, exception and logs as one run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from playhead.errors import UnreadableError
from playhead.formats.atif.facts import Times
from playhead.formats.atif.reader import tape_of
from playhead.formats.atif.run import Files
from playhead.formats.harbor.agent_log import tape_of_agent_log
from playhead.formats.harbor.files import find, folders_in, object_of, text_of_file
from playhead.formats.harbor.layers import layers_of
from playhead.formats.harbor.logs import steps_of_logs
from playhead.formats.harbor.outcome import exception_line, outcome_of, rewards_of
from playhead.formats.json_document import JsonDocument
from playhead.formats.large_document import growing
from playhead.formats.registry import HEAD_BYTES, Format, Probe, Told
from playhead.formats.root_keys import root_keys
from playhead.formats.values import float_of, int_of, list_of, mapping_of, optional_text, seconds_between, time_text
from playhead.formats.watching import watching
from playhead.model import Agent, Snapshot, Tape, Tokens
from playhead.storage.regular import inside, read_file

_TRAJECTORY = "agent/trajectory.json"
_OWN_FILES = frozenset({"trial.log", "exception.txt", "verifier", "result.json", "config.json"})
_NO_TRAJECTORY = "The trial has no trajectory that labels could be written into; they stay in the journal beside it."


def detect(probe: Probe) -> str | None:
    """Return "" for a trial's directory: its config or result names the trial, or its agent folder a trajectory."""
    if not probe.is_dir:
        return None
    for name in ("result.json", "config.json"):
        if name in probe.names and "trial_name" in root_keys(_head(probe.path, name)):
            return ""
    if "agent" in probe.names and _OWN_FILES & probe.names and b'"ATIF-v' in _head(probe.path, _TRAJECTORY):
        return ""
    return None


def read(path: Path) -> Tape:
    """Return the run in a trial's directory. It opens whatever is missing: then it shows the logs that are there."""
    files = Files(path)
    result, config = object_of(files, "result.json"), object_of(files, "config.json")
    config = config or mapping_of(result.get("config"))
    tape = _tape_of_trajectory(files, result)
    if tape is not None and not _shows_anything(tape) and tape.reread is not None:
        tape.steps.wait_for_steps()  # a large one, of which nothing was readable at once
        tape = tape.refreshed()
    if tape is None or not _shows_anything(tape):
        tape = replace(_tape_of_logs(files, tape), reread=None)
    return _with_trial(tape, path, files, result, config)


def _with_trial(tape: Tape, path: Path, files: Files, result: Mapping[str, Any], config: Mapping[str, Any]) -> Tape:
    """Return the run in a trial's directory, its trajectory or logs being read, a large one still growing."""
    grows = tape.reread is not None
    beside = replace(files, diagnostics=[]) if grows else files
    info = mapping_of(result.get("exception_info"))
    trace = text_of_file(beside, "exception.txt")
    exception = exception_line(info, trace.text if trace else "")
    rewards = rewards_of(beside, result)
    # Its name is there from the beginning, the result's id only at the end: a run keeps its id while it is followed.
    trial = optional_text(config.get("trial_name")) or optional_text(result.get("trial_name")) or path.name
    times = _times(result, tape)
    whole = replace(
        tape,
        path=path,
        format="harbor",
        id=trial,
        title=optional_text(result.get("task_name")) or _task_name(config) or trial,
        agent=_agent(result, config, tape.agent),
        snapshot=_snapshot(result, config, tape.snapshot),
        environment={**_environment(config, trial), **tape.environment},
        outcome=outcome_of(rewards, exception),
        started=times.started,
        ended=times.ended,
        duration_s=times.duration_s,
        tokens=_tokens(result, tape.tokens),
        cost_usd=_cost(result, tape.cost_usd),
        layers=layers_of(beside, rewards, exception, info, trace),
    )
    if not grows:
        return watching(replace(whole, diagnostics=tuple(files.diagnostics)), files.stamps, read)
    whole = whole.with_diagnostics(*beside.diagnostics)

    def again() -> Tape | None:
        fresh = tape.refreshed()
        return None if fresh is tape else _with_trial(fresh, path, files, result, config)

    return growing(watching(whole, files.stamps, read), complete=False, again=again)


def _tape_of_trajectory(files: Files, result: Mapping[str, Any]) -> Tape | None:
    """Return the run in the trial's trajectory; in a trial of several steps those of all of them, one after another."""
    for name in (_TRAJECTORY, *_of_steps(files, result)):
        path = find(files, name)
        if path is None:
            continue
        try:
            further = [] if name == _TRAJECTORY else list(_further(files, name, result))
            return tape_of(path, files, further)
        except UnreadableError as error:
            files.problem("missing_file", name, str(error))
    return None


def _of_steps(files: Files, result: Mapping[str, Any]) -> list[str]:
    """Return the names of the trajectories of a trial of several steps, as the result orders them, else by name."""
    ordered = [optional_text(mapping_of(one).get("step_name")) for one in list_of(result.get("step_results"))]
    there = folders_in(files, "steps")
    known = [name for name in dict.fromkeys(ordered) if name in there]
    return [f"steps/{name}/{_TRAJECTORY}" for name in (*known, *(name for name in there if name not in known))]


def _further(files: Files, first: str, result: Mapping[str, Any]) -> Iterator[tuple[str, JsonDocument]]:
    names = _of_steps(files, result)
    for name in names[names.index(first) + 1 :]:
        path = find(files, name)
        if path is not None:
            try:
                yield name.split("/")[1], files.load(path)
            except UnreadableError as error:
                files.problem("missing_file", name, str(error))


def _shows_anything(tape: Tape) -> bool:
    return any(not tape.steps[place].damaged for place in range(len(tape.steps)))


def _tape_of_logs(files: Files, damaged: Tape | None) -> Tape:
    """Return the run that the logs show, led by what there is of a trajectory that nothing could be read of."""
    logged = tape_of_agent_log(files) if damaged is None else None
    if logged is not None:
        return replace(logged, format_version=None, record=None, record_refusal=_NO_TRAJECTORY)
    steps = steps_of_logs(files, [damaged.steps[place] for place in range(len(damaged.steps))] if damaged else [])
    return Tape(files.folder, "harbor", steps, record_refusal=_NO_TRAJECTORY)


def _agent(result: Mapping[str, Any], config: Mapping[str, Any], known: Agent) -> Agent:
    """Return who made the run: as the trajectory says, else as result and configuration do."""
    info, configured = mapping_of(result.get("agent_info")), mapping_of(config.get("agent"))
    model = mapping_of(info.get("model_info"))
    return Agent(
        known.name or optional_text(info.get("name")) or optional_text(configured.get("name")),
        known.version or optional_text(info.get("version")),
        known.model or optional_text(model.get("name")) or optional_text(configured.get("model_name")),
    )


def _snapshot(result: Mapping[str, Any], config: Mapping[str, Any], known: Snapshot) -> Snapshot:
    """Return the repository and commit of the task, which hold the environment the run started from."""
    task = mapping_of(config.get("task")) or mapping_of(result.get("task_id"))
    repo = optional_text(task.get("git_url")) or known.repo
    return Snapshot(repo, optional_text(task.get("git_commit_id")) or known.commit, known.branch)


def _environment(config: Mapping[str, Any], trial: str) -> dict[str, Any]:
    """Return the trial's settings that bear on replaying it, empty ones left out."""
    task, environment = mapping_of(config.get("task")), mapping_of(config.get("environment"))
    found = {"trial": trial, "task": optional_text(task.get("path")), "dataset": optional_text(task.get("source"))}
    return {
        **{name: value for name, value in found.items() if value is not None},
        **{name: value for name, value in environment.items() if value not in (None, False, {}, [])},
    }


def _task_name(config: Mapping[str, Any]) -> str | None:
    task = mapping_of(config.get("task"))
    return optional_text(task.get("name")) or optional_text(task.get("path"))


def _times(result: Mapping[str, Any], tape: Tape) -> Times:
    """Return when the agent ran: by the trial's clock, else by the trajectory's, else the whole trial."""
    for holder in (mapping_of(result.get("agent_execution")), None, result):
        if holder is None:
            started, ended, known = tape.started, tape.ended, tape.duration_s
        else:
            started, ended = time_text(holder.get("started_at")), time_text(holder.get("finished_at"))
            known = seconds_between(started, ended)
        if started is not None:
            return Times(started, ended, known)
    return Times(None, None, None)


def _tokens(result: Mapping[str, Any], known: Tokens) -> Tokens:
    used = mapping_of(result.get("agent_result"))
    counts = (int_of(used.get(f"n_{name}_tokens")) for name in ("input", "output", "cache"))
    mine = (known.input, known.output, known.cached)
    return Tokens(*(count if own is None else own for own, count in zip(mine, counts, strict=True)))


def _cost(result: Mapping[str, Any], known: float | None) -> float | None:
    return float_of(mapping_of(result.get("agent_result")).get("cost_usd")) if known is None else known


def _head(folder: Path, name: str) -> bytes:
    if inside(folder, name) is None:
        return b""
    try:
        return read_file(folder / name, HEAD_BYTES)
    except UnreadableError:
        return b""


FORMAT = Format(
    "harbor",
    "a Harbor trial directory (config.json or result.json with a trial_name)",
    detect,
    read,
    told=Told(
        step="that of its trajectory (ATIF); without one, of the agent's log",
        action="that of its trajectory; without one, of the agent's log where its format is known",
        exit_codes="those of its trajectory or log",
        labels="`extra.playhead` of `agent/trajectory.json`",
    ),
)
