"""The JSON of a run, a step and an action. Scripts build on these fields: they may be added to, never changed."""

from __future__ import annotations

from typing import Any

from playhead.diagnostics import severity_of
from playhead.insight.replay import missing_to_replay
from playhead.insight.rows import row_of
from playhead.model import Action, Diagnostic, Edit, RawRef, Step, Tape, Tokens
from playhead.storage.private_files import shown_path
from playhead.storage.source import StepSource

_FIELDS = (
    "format", "format_version", "id", "title", "task", "agent", "snapshot", "environment", "outcome", "steps",
    "native_steps", "actions", "subagents", "started", "ended", "duration_s", "tokens", "cost_usd", "labels",
    "layers", "missing_to_replay", "diagnostics",
)  # fmt: skip


def run_json(tape: Tape, labels: int | None) -> dict[str, Any]:
    """Return the object of `info --json`; `labels` is how many are in force."""
    return {
        "format": tape.format,
        "format_version": tape.format_version,
        "id": tape.id or None,
        "title": tape.title or None,
        "task": tape.task or None,
        "agent": {"name": tape.agent.name, "version": tape.agent.version, "model": tape.agent.model},
        "snapshot": {
            "repo": tape.snapshot.repo,
            "commit": tape.snapshot.commit,
            "branch": tape.snapshot.branch,
        },
        "environment": dict(tape.environment),
        "outcome": {
            "status": tape.outcome.status.value,
            "source": tape.outcome.source,
            "reason": tape.outcome.reason,
        },
        "steps": tape.steps.counted,
        "native_steps": tape.steps.native_steps,
        "actions": tape.steps.actions,
        "subagents": [
            {"id": one.id, "steps": one.steps.counted, "actions": one.steps.actions} for one in tape.subagents
        ],
        "started": tape.started,
        "ended": tape.ended,
        "duration_s": tape.duration_s,
        "tokens": tokens_json(tape.tokens),
        "cost_usd": tape.cost_usd,
        "labels": labels,
        "layers": [{"name": one.name, "title": one.title} for one in tape.layers],
        "missing_to_replay": list(missing_to_replay(tape)),
        "diagnostics": [diagnostic_json(one) for one in tape.diagnostics],
    }


def unreadable_json(reason: str) -> dict[str, Any]:
    """Return the object of `info --json` for a run of a folder that cannot be opened: nothing but `error`."""
    return {
        **dict.fromkeys(_FIELDS),
        "subagents": [],
        "layers": [],
        "missing_to_replay": [],
        "diagnostics": [],
        "error": reason,
    }


def diagnostic_json(diagnostic: Diagnostic) -> dict[str, str]:
    """Return the object of a diagnostic, with how bad it is."""
    return {
        "code": diagnostic.code,
        "where": diagnostic.where,
        "text": diagnostic.text,
        "severity": str(severity_of(diagnostic.code)),
    }


def step_json(step: Step, steps: StepSource, *, full: bool) -> dict[str, Any]:
    """Return the object of `steps --json`; `full` adds outputs, arguments and diffs."""
    return {
        "n": step.n,
        "id": step.id,
        "native_ids": list(step.native_ids),
        "agent": step.agent,
        "parent": step.parent,
        "source": step.source,
        "kind": step.kind.value,
        "phase": step.phase.value,
        "title": row_of(step).title,
        "text": step.text,
        "thought": step.thought,
        "at": step.at,
        "duration_s": step.duration_s,
        "failed": step.failed,
        "copied": step.copied,
        "damaged": step.damaged,
        "tokens": None if step.tokens is None else tokens_json(step.tokens),
        "cost_usd": step.cost_usd,
        "raw": [_raw_json(one) for one in step.raw],
        "actions": [_action_json(one, step, steps, full=full) for one in step.actions],
    }


def tokens_json(tokens: Tokens) -> dict[str, int | None]:
    """Return tokens as an object; null where the record does not say."""
    return {"input": tokens.input, "output": tokens.output, "cached": tokens.cached}


def _action_json(action: Action, step: Step, steps: StepSource, *, full: bool) -> dict[str, Any]:
    from playhead.edits.history import completed_edit  # noqa: PLC0415 - `info` prints no action

    edits = [completed_edit(steps, step.index, edit) for edit in action.edits]
    said: dict[str, Any] = {
        "n": action.n,
        "id": action.id,
        "tool": action.tool,
        "kind": action.kind.value,
        "command": action.command,
        "path": action.path,
        "at": action.at,
        "duration_s": action.duration_s,
        "exit_code": action.exit_code,
        "is_error": action.is_error,
        "failed": action.failed,
        "executed": action.executed,
        "output_bytes": action.output_bytes,
        "edits": [_edit_json(edit, full=full) for edit in edits],
    }
    return said | ({"arguments": dict(action.arguments), "output": action.output} if full else {})


def _edit_json(edit: Edit, *, full: bool) -> dict[str, Any]:
    said = {"path": edit.path, "added": edit.added, "removed": edit.removed, "derived": edit.derived}
    return said | ({"diff": edit.diff, "written": edit.written} if full else {})


def _raw_json(raw: RawRef) -> dict[str, Any]:
    return {
        "file": shown_path(raw.file),
        "entry": raw.entry,
        "offset": raw.offset,
        "length": raw.length,
        "pointer": raw.pointer,
    }
