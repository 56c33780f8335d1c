"""Hostile runs, one of each format: every text field of them holds everything a terminal should never see."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

CANARY = "PWNED"
ESCAPES = (
    f"\x1b]0;{CANARY}\x07",
    f"\x1b]52;c;UFdORUQ=\x1b\\\x1b]8;;http://x/{CANARY}\x1b\\y\x1b]8;;\x1b\\",
    "\x1b[2J\x1b[999;999H\x1b[6n\x1b[?1049l\x1b[?1000h\x1b[8;5m\x1b[5 q\x1b[20t",
    "\x1bc\x1b#8\x1b(0\x1b7",
    f"\x1bP+q544e\x1b\\\x1b_G{CANARY}\x1b\\\x1b^x\x1b\\\x1bXx\x1b\\",
    f"\x9b2J\x9d0;{CANARY}\x9c\x90q\x9c",
    "\x00\x07\b\x0b\x0c\x0e\x7f\x85\u2028\r\t",
    "\u202e\u2066\u200b\u200d\ufeff\xad\u3164\U000e0041\ue0b0" + "e" + "\u0301" * 60,
    "\ud800 [red]x[/nope] [@click=app.quit]y[/] $x",
)
VENOM = " ".join(ESCAPES)
_KEPT = frozenset(
    {"schema_version", "type", "role", "source", "trajectory_format", "timestamp", "status", "op", "kind", "version"}
)


def poisoned(value: Any, key: str = "") -> Any:
    """Return a value with venom at the end of every string, save where a format's own words have to stand."""
    if isinstance(value, str):
        return value if key in _KEPT else value + VENOM
    if isinstance(value, Mapping):
        return {name: poisoned(inner, name) for name, inner in value.items()}
    return [poisoned(inner, key) for inner in value] if isinstance(value, list) else value


_SHELL = "cat > a.py <<'EOF'\nprint(1)\nEOF\ngrep -rn x . && pytest -q"
_OUTPUT = "one\n\x1b[31mtwo\x1b[0m\nE   assert 1 == 2\n1 failed, 2 passed in 0.1s\n"
_EDIT = {"command": "str_replace", "path": "/w/a.py", "old_str": "a = 1\nb = 2", "new_str": "a = 1\nb = 3"}


def atif() -> dict[str, Any]:
    """Return an ATIF trajectory of a few steps."""
    calls = [
        {"tool_call_id": "c1", "function_name": "bash", "arguments": {"command": _SHELL}},
        {"tool_call_id": "c2", "function_name": "str_replace_editor", "arguments": _EDIT},
        {"tool_call_id": "c3", "function_name": "odd_tool", "arguments": {"a": {"b": ["c"]}}},
    ]
    results = [{"source_call_id": call["tool_call_id"], "content": _OUTPUT} for call in calls]
    return {
        "schema_version": "ATIF-v1.6",
        "session_id": "s",
        "agent": {"name": "agent", "version": "1", "model_name": "model"},
        "steps": [
            {"step_id": 1, "source": "user", "message": "the task", "timestamp": "2026-01-01T00:00:00Z"},
            {
                "step_id": 2,
                "source": "agent",
                "message": "a message",
                "reasoning_content": "a thought",
                "tool_calls": calls,
                "observation": {"results": results},
            },
            {"step_id": 3, "source": "agent", "message": "done"},
        ],
        "notes": "notes",
    }


def mini() -> dict[str, Any]:
    """Return a mini-swe-agent trajectory."""
    return {
        "info": {"exit_status": "Submitted", "submission": "diff --git a/x b/x\n", "config": {"agent": {"name": "a"}}},
        "messages": [
            {"role": "system", "content": "system"},
            {"role": "user", "content": "the task"},
            {"role": "assistant", "content": f"thought\n\n```bash\n{_SHELL}\n```\n", "extra": {}},
            {"role": "user", "content": f"<returncode>1</returncode>\n<output>\n{_OUTPUT}</output>"},
            {"role": "assistant", "content": "done"},
        ],
        "trajectory_format": "mini-swe-agent-1",
    }


def swe_agent() -> dict[str, Any]:
    """Return a SWE-agent trajectory."""
    editor = "str_replace_editor str_replace /w/a.py --old_str 'a' --new_str 'b'"
    return {
        "trajectory": [
            {"action": _SHELL, "observation": _OUTPUT, "response": "r", "thought": "t", "state": {"open_file": "x"}},
            {"action": editor, "observation": "edited", "response": "r", "thought": "t", "state": {}},
        ],
        "history": [{"role": "user", "content": "the task", "agent": "main"}],
        "info": {"exit_status": "submitted", "submission": "diff --git a/x b/x\n"},
        "environment": "swe_main",
    }


def claude_code() -> list[dict[str, Any]]:
    """Return the lines of a Claude Code session."""
    common = {"sessionId": "s", "cwd": "/w", "gitBranch": "main", "timestamp": "2026-01-01T00:00:00Z", "version": "2"}
    uses = [
        {"type": "thinking", "thinking": "a thought"},
        {"type": "text", "text": "a message"},
        {"type": "tool_use", "id": "u1", "name": "Bash", "input": {"command": _SHELL, "description": "d"}},
        {"type": "tool_use", "id": "u2", "name": "Write", "input": {"file_path": "/w/b.py", "content": "x = 1\n"}},
    ]
    results = [{"type": "tool_result", "tool_use_id": use["id"], "content": _OUTPUT} for use in uses[2:]]
    return [
        {"type": "summary", "summary": "summary", "leafUuid": "1"},
        {"type": "user", "uuid": "1", "message": {"role": "user", "content": "the task"}, **common},
        {
            "type": "assistant",
            "uuid": "2",
            "parentUuid": "1",
            "message": {"id": "m", "role": "assistant", "model": "model", "content": uses},
            **common,
        },
        {"type": "user", "uuid": "3", "parentUuid": "2", "message": {"role": "user", "content": results}, **common},
    ]


def run_tape() -> list[dict[str, Any]]:
    """Return the lines of a run tape."""
    root = atif()
    head = {
        "version": 1,
        "id": "t",
        "task": {"text": "the task", "title": "title"},
        "snapshot": {"repo": "r", "commit": "c", "branch": "b"},
        "environment": {"image": "i", "setup": "s", "test_command": "pytest", "tools": ["x"]},
        "agent": {"name": "agent", "version": "1", "model_name": "model"},
    }
    return [
        {"tape": head},
        *({"step": step} for step in root["steps"]),
        {"verification": {"by": "pytest", "kind": "tests", "passed": 1, "failed": 1, "tests": [{"name": "t"}]}},
        {"review": {"by": "ana", "text": "no", "verdict": "reject"}},
        {"outcome": {"status": "failed", "final_patch": "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n", "reason": "why"}},
    ]


def _write_json(path: Path, value: Any) -> Path:
    path.write_text(json.dumps(poisoned(value)), encoding="utf-8")
    return path


def _write_lines(path: Path, values: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(poisoned(value)) + "\n" for value in values), encoding="utf-8")
    return path


def write_harbor(path: Path) -> Path:
    """Write a Harbor trial directory."""
    (path / "agent").mkdir(parents=True)
    (path / "verifier").mkdir()
    _write_json(path / "agent" / "trajectory.json", atif())
    config = {"task": {"path": "task", "git_url": "u"}, "trial_name": "t", "agent": {"name": "a"}}
    result = {
        "id": "1",
        "task_name": "task",
        "trial_name": "trial",
        "config": config,
        "agent_info": {"name": "agent", "version": "1", "model_info": {"name": "m", "provider": "p"}},
        "verifier_result": {"rewards": {"reward": 0.0}},
        "exception_info": {"exception_type": "E", "exception_message": "m", "exception_traceback": "t"},
    }
    _write_json(path / "config.json", config)
    _write_json(path / "result.json", result)
    (path / "exception.txt").write_text(f"Traceback {VENOM}", encoding="utf-8", errors="surrogatepass")
    (path / "verifier" / "test-stdout.txt").write_text(f"out {VENOM}", encoding="utf-8", errors="surrogatepass")
    return path


NAME = f"evil\x1b]0;{CANARY}\x07\x1b[2J\u202e\x9b2J"
MAKERS: dict[str, Callable[[Path], Path]] = {
    "run-tape": lambda folder: _write_lines(folder / f"{NAME}.tape.jsonl", run_tape()),
    "atif": lambda folder: _write_json(folder / f"{NAME}.json", atif()),
    "harbor": lambda folder: write_harbor(folder / NAME),
    "swe-agent": lambda folder: _write_json(folder / f"{NAME}.traj", swe_agent()),
    "mini": lambda folder: _write_json(folder / f"{NAME}.traj.json", mini()),
    "claude-code": lambda folder: _write_lines(folder / f"{NAME}.jsonl", claude_code()),
}
