"""The same recordings in other agents' formats: ATIF, SWE-agent, mini-swe-agent. Only the wrapping differs."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sample_runs.recorder.agent import Call, Turn
from sample_runs.recorder.recording import AGENT, Recording

_SUBMIT = "echo COMPLETE_TASK_AND_SUBMIT_FINAL_OUTPUT && git add -A && git diff --cached"


def write_forms(recording: Recording, forms: Sequence[str], out: Path) -> list[str]:
    """Write the forms asked for and return their file names."""
    written = []
    for form in forms:
        ending, build = _FORMS[form]
        path = out / f"{recording.name}{ending}"
        path.write_text(json.dumps(build(recording), indent=2, ensure_ascii=False) + "\n")
        written.append(path.name)
    return written


def _atif(recording: Recording) -> dict[str, Any]:
    """Return ATIF v1.7: the steps of a run tape are its steps."""
    return {
        "schema_version": "ATIF-v1.7",
        "session_id": recording.name,
        "agent": AGENT,
        "steps": [turn.step for turn in recording.turns],
        "final_metrics": {"total_steps": len(recording.turns)},
        "extra": {"status": recording.status, "verification": recording.verification},
    }


def _swe_agent(recording: Recording) -> dict[str, Any]:
    """Return a SWE-agent 1.x trajectory: a turn of two calls becomes two entries, talk without a call has no action."""
    trajectory = [entry for turn in recording.turns if turn.source == "agent" for entry in _entries(turn)]
    history = [
        {"role": turn.source, "content": turn.text, "agent": "main", "message_type": "observation"}
        for turn in recording.turns
        if turn.source != "agent"
    ]
    return {
        "trajectory": trajectory,
        "history": history,
        "info": {
            "exit_status": "submitted",
            "submission": recording.patch,
            "model_stats": {"instance_cost": 0, "tokens_sent": 0, "tokens_received": 0, "api_calls": len(trajectory)},
            "swe_agent_version": "1.1.0",
        },
        "environment": "shop",
        "replay_config": None,
    }


def _entries(turn: Turn) -> list[dict[str, Any]]:
    thought = "\n\n".join(text for text in (turn.thought, turn.text) if text)
    calls: Sequence[Call | None] = turn.calls or (None,)
    return [
        {
            "action": _action_line(call),
            "observation": call.output if call else "",
            "response": thought,
            "thought": thought,
            "execution_time": call.duration_s if call else 0.0,
            "state": {"working_dir": "/shop", "open_file": "n/a"},
            "query": [],
            "extra_info": {},
        }
        for call in calls
    ]


def _action_line(call: Call | None) -> str:
    if call is None:
        return ""
    if call.tool == "bash":
        return str(call.arguments["command"])
    if call.tool == "submit":
        return "submit"
    given = dict(call.arguments)
    words = ["str_replace_editor", given.pop("command"), given.pop("path")]
    for name, value in given.items():
        values = value if isinstance(value, list) else [value]
        words += [f"--{name}", *(shlex.quote(str(one)) for one in values)]
    return " ".join(words)


def _mini(recording: Recording) -> dict[str, Any]:
    """Return a mini-swe-agent 2 trajectory of a run that used the shell alone."""
    messages: list[dict[str, Any]] = []
    for turn in recording.turns:
        if turn.source != "agent":
            messages.append({"role": turn.source, "content": turn.text})
            continue
        messages += _messages(turn)
    messages.append(
        {
            "role": "exit",
            "content": recording.patch,
            "extra": {"exit_status": "Submitted", "submission": recording.patch},
        }
    )
    return {
        "info": {
            "exit_status": "Submitted",
            "submission": recording.patch,
            "model_stats": {"instance_cost": 0.0, "api_calls": sum(turn.source == "agent" for turn in recording.turns)},
            "mini_version": "2.0.0",
            "config": {"agent": {}, "model": {"model_name": "scripted"}, "environment": {"cwd": "/shop"}},
        },
        "messages": messages,
        "trajectory_format": "mini-swe-agent-1.1",
        "instance_id": recording.name,
    }


def _messages(turn: Turn) -> list[dict[str, Any]]:
    """Return a turn as mini-swe-agent has it: one command a message, talk without one is part of the next thought."""
    seconds = datetime.fromisoformat(turn.at).timestamp()
    calls = turn.calls
    command = _SUBMIT if calls and calls[0].tool == "submit" else calls[0].arguments["command"] if calls else None
    thought = "\n\n".join(text for text in (turn.thought, turn.text) if text)
    if command is None:
        return [{"role": "assistant", "content": f"THOUGHT: {thought}", "extra": {"actions": [], "timestamp": seconds}}]
    said = f"THOUGHT: {thought}\n\n```mswea_bash_command\n{command}\n```"
    asked = {"role": "assistant", "content": said, "extra": {"actions": [{"command": command}], "timestamp": seconds}}
    if command == _SUBMIT:
        return [asked]
    call = calls[0]
    answer = f"<returncode>{call.exit_code}</returncode>\n<output>\n{call.output}</output>"
    facts = {
        "raw_output": call.output,
        "returncode": call.exit_code,
        "timestamp": seconds + call.duration_s,
        "exception_info": "",
    }
    return [asked, {"role": "user", "content": answer, "extra": facts}]


_FORMS: dict[str, tuple[str, Callable[[Recording], dict[str, Any]]]] = {
    "atif": (".trajectory.json", _atif),
    "swe-agent": (".traj", _swe_agent),
    "mini": (".traj.json", _mini),
}
