"""What a record of a format cannot be without: asked before the format is, so that a list imports only what it meets.

Plain words in the head or tail of a file, names in a folder. They refuse nothing that a format's own `detect` takes:
whether it is one is for that to say.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from playhead.formats.root_keys import starts_with

if TYPE_CHECKING:
    from playhead.formats.registry import Probe

_Mark = Callable[["Probe"], bool]


def may_be(name: str, probe: Probe) -> bool:
    """Return whether a record could be of a built-in format; of those of files alone no folder is."""
    mark = (_FOLDERS if probe.is_dir else _FILES).get(name)
    return not probe.is_dir if mark is None else mark(probe)


def _words(*wanted: bytes) -> _Mark:
    return lambda probe: any(word in probe.head or word in probe.tail for word in wanted)


def _both(*marks: _Mark) -> _Mark:
    return lambda probe: all(mark(probe) for mark in marks)


def _names(*wanted: str) -> _Mark:
    return lambda probe: not probe.names.isdisjoint(wanted)


def _some_name(begins: str, ends: str) -> _Mark:
    return lambda probe: any(name.startswith(begins) and name.endswith(ends) for name in probe.names)


def _is_list(probe: Probe) -> bool:
    return starts_with(probe.head) == "["


def _any_of(*marks: _Mark) -> _Mark:
    return lambda probe: any(mark(probe) for mark in marks)


_FILES: dict[str, _Mark] = {
    "harbor": lambda _: False,
    "terminal_bench": lambda _: False,
    "run_tape": _words(b'"tape"', b'"step"'),
    "atif": _words(b'"ATIF-v', b'"step_id"'),
    "mini": _any_of(_words(b'"trajectory_format"', b'"messages"', b'"info"'), _is_list),
    "swe_agent": _words(b'"trajectory"', b'"history"'),
    "openhands_v0": _words(b'"history"', b'"action"', b'"observation"'),
    "openhands_v1": _words(b'"kind"'),
    "swebench": _words(b'"PASS_TO_PASS"', b'"patch_exists"', b'"patch_is_None"', b"diff --git ", b">>>>> "),
    "predictions": _words(b'"model_patch"'),
    "qwen": _both(_words(b'"parts"'), _words(b'"sessionId"')),
    "claude_stream": _words(b'"loglines"', b'"session_id"'),
    "codex": _words(b'"payload"', b'"instructions"'),
    "codex_exec": _words(b'"thread.started"', b'"item.'),
    "pi": _words(b'"session"'),
    "copilot": _words(b'"data"'),
    "gemini": _words(b'"sessionId"', b'"$'),
    "inspect": _words(b"PK", b'"eval"'),
    "cline": _any_of(_words(b'"messages"', b'"session_id"'), _is_list),
    "cursor": _words(b"SQLite format", b'"role"', b'"session_id"'),
    "asciicast": _words(b'"version"'),
    "parquet": _words(b"PAR1"),
}

_FOLDERS: dict[str, _Mark] = {
    "harbor": _names("result.json", "config.json", "agent"),
    "terminal_bench": _names("results.json", "sessions"),
    "openhands_v0": _names("events", "0.json"),
    "openhands_v1": _any_of(_names("base_state.json"), _some_name("event-", ".json")),
    "swebench": _names(
        "report.json", "patch.diff", "test_output.txt", "test_output_pre_gold.txt", "run_instance.log", "eval.sh"
    ),
    "copilot": _names("events.jsonl"),
    "opencode": _any_of(_names("message", "session"), _some_name("msg_", ".json")),
    "cline": _any_of(_names("api_conversation_history.json", "ui_messages.json"), _some_name("", ".messages.json")),
}
