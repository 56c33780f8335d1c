"""SWE-agent `.traj`, 0.x and 1.x: one `trajectory` entry is one step with one action, even an empty one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from playhead.formats.json_document import JsonDocument, load, ref
from playhead.formats.large_document import growing
from playhead.formats.large_list import LargeList
from playhead.formats.registry import Format, Probe, Told
from playhead.formats.root_keys import has_key, root_keys
from playhead.formats.salvage import Damaged
from playhead.formats.submission import outcome_of, patch_layers, usage_total
from playhead.formats.swe_agent.actions import state_of
from playhead.formats.swe_agent.entries import NAME, step_of
from playhead.formats.swe_agent.large import LISTS, EntriesRead, entry_step, has_entries, is_large_list
from playhead.formats.swe_agent.run import agent_of, environment_of, layers_of, snapshot_of, task_of
from playhead.formats.swebench.beside import evaluated
from playhead.formats.values import float_of, int_of, list_of, mapping_of, optional_text
from playhead.model import Diagnostic, Step, SubAgent, Tape, Tokens
from playhead.storage.joined_steps import JoinedSteps
from playhead.storage.source import StepSource

# exit_status values of SWE-agent that say the environment, the model's API or the harness itself broke (agents.py);
# exit_cost, exit_format, exit_context and the like are ends of the agent's own.
_BREAKS = frozenset({"exit_environment_error", "exit_environment", "exit_error", "exit_api"})
_VERSION = re.compile(rb'"swe_agent_version"\s*:\s*"([^"\\]{1,40})"')
_WORDS = (b'"trajectory"', b'"history"')
_BESIDE = ("environment", "history", "info", "replay_config")


def detect(probe: Probe) -> str | None:
    """Return the version of a SWE-agent record ("" up to 0.7, which has none), None for anything else."""
    # Plain bytes first: detection goes over a whole folder of other files.
    if probe.is_dir or not any(word in part for word in _WORDS for part in (probe.head, probe.tail)):
        return None
    keys = root_keys(probe.head)
    if not keys or "instance_id" in keys:
        return None
    beside = any(key in keys or has_key(probe.tail, key) for key in _BESIDE)
    entries = has_key(probe.head, "action") and has_key(probe.head, "observation")
    # The prompts of `history` may fill the head when it comes first.
    later = "trajectory" not in keys and has_key(probe.tail, "trajectory")
    named = "history" in keys and probe.path.suffix == ".traj" and has_key(probe.head, "role")
    if ("trajectory" in keys and (beside or entries)) or ((later or named) and beside and "history" in keys):
        version = _VERSION.search(probe.head) or _VERSION.search(probe.tail)
        return version.group(1).decode("latin-1") if version else ""
    return None


def read(path: Path) -> Tape:
    """Return the run in a `.traj` file; of a large one as far as its beginning shows, growing since.

    Raises:
        UnreadableError: the file cannot be read.

    """
    return _growing(LargeList(path, LISTS, EntriesRead, entry_step)) if is_large_list(path) else _at_once(path)


def _growing(run: LargeList) -> Tape:
    """Return a large run as far as it is known."""
    complete = run.progress.complete
    learnt, document = run.reading, run.document
    assert isinstance(learnt, EntriesRead)
    if complete and not has_entries(document):
        return _at_once(run.file.path)
    told = _Told(
        run.steps,
        {**document.fields, "history": learnt.history},
        learnt.seconds,
        (),
        document.refusal,
        run.diagnostics,
        document.events(),
    )

    def again() -> Tape | None:
        return _growing(run) if run.progress.complete else None

    tape = evaluated(_tape(run.file.path, told), {run.file.path: run.file.stamp}, read)
    return growing(tape, complete=complete, again=again)


def _at_once(path: Path) -> Tape:
    document = load(path)
    entries, pointer, diagnostics = _entries(document)
    told = _Told(
        _steps(path, entries, pointer),
        document.fields,
        _total_time(entries),
        _attempts(document),
        document.refusal,
        (*document.diagnostics, *diagnostics),
        document.events(),
    )
    return evaluated(_tape(path, told), {path: document.stamp}, read)


class _Told(NamedTuple):
    """What a tape is made of, however the document was read."""

    steps: StepSource
    fields: Mapping[str, Any]
    seconds: float | None
    attempts: tuple[SubAgent, ...]
    refusal: str | None
    diagnostics: tuple[Diagnostic, ...]
    events: tuple[Mapping[str, Any], ...]


def _tape(path: Path, told: _Told) -> Tape:
    fields = told.fields
    info = mapping_of(fields.get("info"))
    replay = state_of(fields.get("replay_config"))
    task, title = task_of(fields, replay)
    return Tape(
        path=path,
        format=NAME,
        steps=told.steps,
        format_version=optional_text(info.get("swe_agent_version")),
        id=_id_of(path, fields, replay),
        title=title or path.stem,
        task=task,
        agent=agent_of(info, replay),
        snapshot=snapshot_of(replay),
        environment=environment_of(fields, replay),
        outcome=outcome_of(info, breaks=_BREAKS),
        subagents=told.attempts,
        duration_s=told.seconds,
        tokens=Tokens(int_of(usage_total(info, "tokens_sent")), int_of(usage_total(info, "tokens_received"))),
        cost_usd=float_of(usage_total(info, "instance_cost")),
        layers=(*patch_layers(path, info), *layers_of(path, info)),
        diagnostics=told.diagnostics,
        record=None if told.refusal else path,
        record_refusal=told.refusal,
        events=told.events,
    )


FORMAT = Format(
    NAME,
    "a SWE-agent .traj (an object with trajectory, and history, info or environment)",
    detect,
    read,
    told=Told(
        step="an entry of `trajectory`",
        action="that entry's action, even when empty",
        exit_codes="none in the record",
        labels="key `playhead` of the root",
    ),
)


def _entries(document: JsonDocument) -> tuple[Sequence[Any], str, tuple[Diagnostic, ...]]:
    """Return the steps' entries and where they stand: the root's, else those of a retrying agent's last attempt."""
    given = document.fields.get("trajectory")
    if isinstance(given, list):
        return given, "/trajectory", ()
    attempts = list_of(document.fields.get("attempts"))
    if given is None and attempts and isinstance(mapping_of(attempts[-1]).get("trajectory"), list):
        return attempts[-1]["trajectory"], f"/attempts/{len(attempts) - 1}/trajectory", ()
    entries = list(document.damaged) if given is None else [given]
    wrong = Diagnostic("wrong_type", "/trajectory", "The trajectory is no list; what is there is shown as it stands.")
    return entries, "/trajectory", (wrong,)


def _attempts(document: JsonDocument) -> tuple[SubAgent, ...]:
    """Return the attempts of a retrying agent that are not the one shown as the run itself."""
    shown = _entries(document)[0]
    found = []
    for number, attempt in enumerate(list_of(document.fields.get("attempts")), 1):
        entries = mapping_of(attempt).get("trajectory")
        if isinstance(entries, list) and entries != shown:
            steps = _steps(document.path, entries, f"/attempts/{number - 1}/trajectory", agent=f"attempt-{number}")
            found.append(SubAgent(f"attempt-{number}", steps, title=f"attempt {number}"))
    return tuple(found)


def _steps(path: Path, entries: Sequence[Any], pointer: str, agent: str = "main") -> JoinedSteps[Any]:
    def build(index: int, n: int | None, first_action: int | None, entry: Any) -> Step:
        raw = ref(path, f"{pointer}/{index}", entry if isinstance(entry, Damaged) else None)
        return step_of(entry, index, n, first_action, raw=raw, agent=agent)

    # The prompts that 1.x repeats in every entry (`messages`, later `query`) are most of the file: not kept.
    light = [
        {key: value for key, value in entry.items() if key not in ("messages", "query")}
        if isinstance(entry, Mapping)
        else entry
        for entry in entries
    ]
    counts = [int(isinstance(entry, Mapping)) for entry in light]
    return JoinedSteps(light, build, action_counts=counts, values=lambda entry: entry)


def _id_of(path: Path, fields: Mapping[str, Any], replay: Mapping[str, Any]) -> str:
    named = optional_text(mapping_of(replay.get("problem_statement")).get("id"))
    given = optional_text(fields.get("environment"))
    # Up to 0.7 `environment` is the name of the environment, the same for every run.
    return named or (given if given and given not in ("main", "swe_main") else path.stem)


def _total_time(entries: Sequence[Any]) -> float | None:
    times = [float_of(mapping_of(entry).get("execution_time")) for entry in entries]
    known = [time for time in times if time is not None]
    return sum(known) if known else None
