"""Small whole records of the single-document formats, and every way to put a wrong type into one."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

WRONG = (None, True, 0, -1, 2**70, 1.5, float("nan"), "", "text", "\ud83d", [], [1], [[]], {}, {"a": {"b": []}})

MINI = {
    "info": {
        "exit_status": "Submitted",
        "submission": "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n",
        "model_stats": {"instance_cost": 0.5, "api_calls": 2},
        "mini_version": "2.4.6",
        "config": {
            "agent": {"instance_template": "Please solve: {{task}}\n\nRules {{system}}"},
            "model": {"model_name": "some/model"},
            "environment": {"image": "img", "cwd": "/w"},
            "environment_type": "docker",
        },
    },
    "messages": [
        {"role": "system", "content": "be helpful", "extra": {"timestamp": 1700000000.0}},
        {"role": "user", "content": "Please solve: the bug\n\nRules linux"},
        {
            "role": "assistant",
            "content": "Look first.",
            "reasoning_content": "hm",
            "tool_calls": [{"id": "c1", "function": {"name": "bash", "arguments": '{"command": "ls"}'}}],
            "extra": {
                "actions": [{"command": "ls", "tool_call_id": "c1"}, {"command": "false", "tool_call_id": "c2"}],
                "cost": 0.25,
                "timestamp": 1700000001.0,
                "response": {
                    "created": 1700000001,
                    "usage": {
                        "prompt_tokens": 10,
                        "completion_tokens": 5,
                        "prompt_tokens_details": {"cached_tokens": 3},
                    },
                },
            },
        },
        {
            "role": "tool",
            "tool_call_id": "c1",
            "content": '{\n  "returncode": 0,\n  "output": "a\\nb\\n"\n}',
            "extra": {"raw_output": "a\nb\n", "returncode": 0, "timestamp": 1700000002.5},
        },
        {
            "role": "tool",
            "tool_call_id": "c2",
            "content": "<returncode>1</returncode>\n<output>\n</output>",
            "extra": {"raw_output": "", "returncode": 1, "timestamp": 1700000003.0, "exception_info": ""},
        },
        {"role": "user", "content": "Tool call error", "extra": {"interrupt_type": "FormatError"}},
        {
            "object": "response",
            "output": [
                {"type": "reasoning", "summary": [{"type": "summary_text", "text": "thinking"}]},
                {"type": "message", "content": [{"type": "output_text", "text": "Run it."}]},
                {"type": "function_call", "call_id": "c3", "name": "bash", "arguments": '{"command": "pytest"}'},
            ],
            "usage": {"input_tokens": 20, "output_tokens": 6, "input_tokens_details": {"cached_tokens": 2}},
            "extra": {"timestamp": 1700000004.0, "actions": [{"command": "pytest", "tool_call_id": "c3"}]},
        },
        {
            "type": "function_call_output",
            "call_id": "c3",
            "output": "<returncode>0</returncode>\n<output>\nok\n</output>",
            "extra": {"returncode": 0, "raw_output": "ok\n", "timestamp": 1700000006.0},
        },
        {"role": "exit", "content": "done", "extra": {"exit_status": "Submitted", "submission": "x"}},
    ],
    "trajectory_format": "mini-swe-agent-1.1",
    "instance_id": "owner__repo-1",
    "playhead": {"version": 1, "events": [{"label": {"id": "e1"}}]},
}

SWE_AGENT = {
    "environment": "owner__repo-1",
    "trajectory": [
        {
            "action": "str_replace_editor view /w/a.py --view_range 1 5",
            "observation": "Here's the result",
            "response": "Look. ",
            "thought": "Look. ",
            "execution_time": 0.5,
            "state": {"working_dir": "/w", "open_file": "/w/a.py"},
            "query": [{"role": "system", "content": "prompt"}],
            "extra_info": {},
        },
        {
            "action": "edit 1:1\nx = 1\nend_of_edit\n",
            "observation": "[File: /w/a.py (1 lines total)]\n1:x = 1",
            "response": "Change.\n```\nedit 1:1\nx = 1\nend_of_edit\n```",
            "thought": "Change.\n",
            "state": '{"open_file": "/w/a.py", "working_dir": "/w"}',
        },
        {"action": "", "observation": "", "response": "", "thought": ""},
    ],
    "history": [
        {"role": "system", "content": "prompt", "agent": "main"},
        {"role": "user", "content": [{"type": "text", "text": "ISSUE:\nthe bug\n\nINSTRUCTIONS: go"}]},
    ],
    "info": {
        "exit_status": "submitted (exit_cost)",
        "submission": "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n",
        "model_stats": {"instance_cost": 0.5, "tokens_sent": 10, "tokens_received": 2, "api_calls": 3},
        "swe_agent_version": "1.1.0",
        "review": {"accept": True},
    },
    "replay_config": {
        "problem_statement": {"id": "owner__repo-1", "text": "the bug"},
        "env": {"deployment": {"image": "img"}, "repo": {"base_commit": "abc", "repo_name": "repo"}},
        "agent": {"model": {"name": "some/model"}, "tools": {"bundles": [{"path": "tools/x"}]}},
    },
    "attempts": [{"trajectory": [{"action": "ls", "observation": "a"}]}],
    "playhead": {"version": 1, "events": [{"label": {"id": "e1"}}]},
}


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the place of every value in a document but the root."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*at, key)
        yield from places(inner, (*at, key))


def with_wrong(document: Any, place: tuple[Any, ...], wrong: Any) -> Any:
    """Return a copy of a document with something else at one place."""
    changed = copy.deepcopy(document)
    holder = changed
    for key in place[:-1]:
        holder = holder[key]
    holder[place[-1]] = wrong
    return changed


def write(path: Path, document: Any) -> Path:
    """Write a document as JSON, with NaN and lone surrogates as Python's json has them."""
    path.write_text(json.dumps(document), encoding="utf-8")
    return path
