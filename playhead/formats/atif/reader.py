"""ATIF, Harbor's Agent Trajectory Interchange Format, v1.0 to v1.8: one JSON document a run (Harbor RFC 0001)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from playhead.formats.atif.agents import split_inlined, subagents_of
from playhead.formats.atif.carried import carried_in
from playhead.formats.atif.facts import (
    agent_of,
    environment_of,
    events_of,
    model_of,
    outcome_of,
    snapshot_of,
    summed_usage,
    task_of,
    times_of,
    usage_of_run,
)
from playhead.formats.atif.large import LargeRun, RunTold
from playhead.formats.atif.natives import Turns, steps_of
from playhead.formats.atif.run import Files, trajectory_of
from playhead.formats.json_document import JsonDocument
from playhead.formats.large_document import growing, is_large
from playhead.formats.parts import title_of
from playhead.formats.registry import Format, Probe, Told
from playhead.formats.root_keys import has_key, root_keys, starts_with
from playhead.formats.values import optional_text
from playhead.formats.watching import watching
from playhead.model import Diagnostic, Snapshot, Tape

_VERSION = re.compile(rb'(?<!\\)"schema_version"\s{0,64}:\s{0,64}"ATIF-v([^"\\]{1,32})"')
_NO_PLACE = "The record's `extra` is no object that could hold labels; they stay in the journal beside it."


def detect(probe: Probe) -> str | None:
    """Return the version of an ATIF document, "" when it names none; None when it is no such document."""
    if probe.is_dir or starts_with(probe.head) != "{" or not _may_be(probe):
        return None
    keys = root_keys(probe.head)
    for part, near_root in ((probe.head, "schema_version" in keys), (probe.tail, bool({"agent", "steps"} & keys))):
        match = _VERSION.search(part) if near_root else None
        if match:
            return match[1].decode("utf-8", "replace")
    if {"agent", "steps"} <= keys and has_key(probe.head, "source") and has_key(probe.head, "step_id"):
        return ""
    return None


def _may_be(probe: Probe) -> bool:
    """Return whether the words of a document are there at all: quick, for the many files of a folder that are none."""
    named = b'"ATIF-v' in probe.head or b'"ATIF-v' in probe.tail
    return named or (b'"steps"' in probe.head and b'"step_id"' in probe.head)


def read(path: Path) -> Tape:
    """Return the run in an ATIF file; of a large one as far as its beginning shows, growing since.

    Raises:
        UnreadableError: the file cannot be read at all.

    """
    files = Files(path.parent)
    if is_large(path):
        return _growing(LargeRun(path, files))
    return watching(_at_once(path, files), files.stamps, read)


def tape_of(path: Path, files: Files, further: Sequence[tuple[str, JsonDocument]] = ()) -> Tape:
    """Return the run whose trajectory begins in `path` and goes on in `further` documents, each with its part's name.

    Files that these refer to are opened inside `files.folder` only. Where the tape is to be read again, it says so.

    Raises:
        UnreadableError: the file cannot be read at all.

    """
    return _growing(LargeRun(path, files)) if is_large(path) and not further else _at_once(path, files, further)


def _growing(run: LargeRun) -> Tape:
    """Return a large run as far as it is known."""
    complete = run.progress.complete  # asked first: what is told afterwards is all then

    def again() -> Tape | None:
        return _growing(run) if run.progress.complete else None

    return growing(watching(_tape(run.told()), run.files.stamps, read), complete=complete, again=again)


def _at_once(path: Path, files: Files, further: Sequence[tuple[str, JsonDocument]] = ()) -> Tape:
    document = files.load(path)
    trajectory = trajectory_of(document, files, further)
    main, inlined = split_inlined(trajectory.natives)
    turns = Turns(main)
    told = RunTold(
        path=path,
        roots=trajectory.roots,
        steps=steps_of(turns),
        task=task_of(turns),
        model=model_of(turns),
        times=times_of(turns),
        usage=summed_usage(turns),
        subagents=subagents_of(trajectory, turns, files, inlined),
        refusal=document.refusal,
    )
    return _tape(replace(told, diagnostics=tuple(files.diagnostics)))


def _tape(told: RunTold) -> Tape:
    path, root = told.path, told.roots[0] if told.roots else {}
    carried = carried_in(root, path)
    task = carried.task or told.task
    tokens, cost = usage_of_run(told.roots, told.usage)
    version = optional_text(root.get("schema_version"))
    refusal = told.refusal or (_NO_PLACE if not isinstance(root.get("extra", {}), Mapping) else None)
    return Tape(
        path=path,
        format="atif",
        steps=told.steps,
        format_version=version.removeprefix("ATIF-v") if version else None,
        id=optional_text(root.get("trajectory_id")) or optional_text(root.get("session_id")) or path.name,
        title=title_of(carried.title or task),
        task=task,
        agent=agent_of(root, told.model),
        snapshot=snapshot_of(root) if carried.snapshot == Snapshot() else carried.snapshot,
        environment={**environment_of(root), **carried.environment},
        outcome=outcome_of(root),
        subagents=told.subagents,
        started=told.times.started,
        ended=told.times.ended,
        duration_s=told.times.duration_s,
        tokens=tokens,
        cost_usd=cost,
        layers=carried.layers,
        diagnostics=told.diagnostics,
        record=path if refusal is None else None,
        record_refusal=refusal,
        events=events_of(root),
    )


def _validate(tape: Tape) -> Iterator[Diagnostic]:
    from playhead.formats.atif.validation import validate  # noqa: PLC0415 - for one command

    return validate(tape)


FORMAT = Format(
    "atif",
    'an ATIF document (a JSON object with "schema_version": "ATIF-v1...")',
    detect,
    read,
    told=Told(
        step="step objects of one model turn",
        action="an entry of `tool_calls`, over the file in order",
        exit_codes="a result's `extra`; else what the agent's harness wrote around the output",
        labels="`extra.playhead` of the document",
    ),
    validate=_validate,
)
