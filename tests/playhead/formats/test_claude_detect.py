"""What is taken for a Claude Code session, and what is not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from playhead.formats.claude_code import reader as claude_code
from playhead.formats.registry import HEAD_BYTES, Probe
from tests.playhead.formats.claude_session import Lines, said


def version_of(data: bytes) -> str | None:
    """Return what detection makes of a file's bytes."""
    return claude_code.detect(Probe(Path("x"), is_dir=False, head=data[:HEAD_BYTES], tail=data[-4096:], size=len(data)))


def version_of_lines(*lines: Any) -> str | None:
    """Return what detection makes of lines."""
    return version_of(b"".join(json.dumps(line).encode() + b"\n" for line in lines))


def test_a_session_is_known_by_its_first_lines() -> None:
    """A session is known, with its version, also behind summaries, snapshots and damaged lines."""
    lines = Lines()
    lines.person("fix it")
    text = lines.text().encode()
    summary = json.dumps({"type": "summary", "summary": "x", "leafUuid": "y"}).encode() + b"\n"
    snapshot = json.dumps({"type": "file-history-snapshot", "messageId": "m", "snapshot": {}}).encode() + b"\n"
    assert version_of(text) == "2.1.7"
    assert version_of(text[:-1]) == "2.1.7"
    assert version_of(snapshot * 5 + summary + text) == "2.1.7"
    assert version_of(b"not-json\n\0\0\n" + text) == "2.1.7"
    assert version_of(b"\xef\xbb\xbf" + text) == "2.1.7"
    assert version_of(summary) == ""


@pytest.mark.parametrize("key", ["message", "toolUseResult"])
def test_a_first_line_longer_than_the_head(key: str) -> None:
    """A first line longer than 64 KiB is known by its keys."""
    lines = Lines()
    lines.person("x" * 200_000, **({"toolUseResult": "y" * 100_000} if key == "toolUseResult" else {}))
    assert version_of(lines.text().encode()) == ""
    assert version_of(json.dumps({"type": "user", "message": {"content": "x" * 100_000}}).encode()) == ""


def test_a_long_line_of_another_kind() -> None:
    """Long lines of other kinds are not taken: keys inside strings do not count."""
    inside = json.dumps({"sessionId": "s", "type": "user", "message": {"content": "x"}})
    assert version_of(json.dumps({"type": "note", "text": inside + "x" * 100_000}).encode()) is None
    assert version_of(json.dumps({"messages": [{"role": "user", "content": inside * 3000}]}).encode()) is None
    assert version_of(json.dumps({"type": "user", "session_id": "s", "message": {"c": "x" * 99_999}}).encode()) is None


@pytest.mark.parametrize(
    "lines",
    [
        # claude -p --output-format stream-json
        [
            {"type": "system", "subtype": "init", "session_id": "s", "uuid": "u", "tools": []},
            {"type": "assistant", "message": {"content": [said("a")]}, "session_id": "s", "uuid": "u"},
        ],
        # the web's export
        [{"loglines": [{"type": "user", "message": {"content": "x"}, "sessionId": "s", "uuid": "u"}]}],
        # Cursor transcript
        [{"role": "user", "message": {"content": [said("run ls")]}}],
        # pi session
        [
            {"type": "session", "version": 3, "id": "s", "cwd": "/"},
            {"type": "message", "id": "m", "message": {"role": "user", "content": []}},
        ],
        # Codex rollout
        [{"timestamp": "2026-01-01T00:00:00Z", "type": "session_meta", "payload": {"id": "s", "cwd": "/"}}],
        # Copilot events
        [{"type": "session.start", "data": {"sessionId": "s"}, "id": "e1"}],
        # Gemini CLI, both forms
        [
            {"sessionId": "s", "projectHash": "h", "startTime": "t", "kind": "main"},
            {"id": "g", "type": "user", "content": [{"text": "hi"}]},
        ],
        [{"sessionId": "s", "projectHash": "h", "messages": [{"type": "user", "content": "hi"}]}],
        # Qwen Code
        [{"uuid": "u", "sessionId": "s", "type": "user", "message": {"role": "user", "parts": [{"text": "hi"}]}}],
        # run tape, chat, label journal, OpenHands V1
        [{"tape": {"version": 1, "id": "t"}}, {"step": {"step_id": 1}}],
        [{"messages": [{"role": "user", "content": "hi"}]}],
        [{"label": {"id": "l", "op": "set", "sessionId": "s", "type": "user"}}],
        [{"id": "e", "timestamp": "t", "source": "user", "kind": "MessageEvent", "llm_message": {"role": "user"}}],
        [5, [], "user", None],
    ],
)
def test_look_alikes_are_not_taken(lines: list[Any]) -> None:
    """Formats that look like a session are not taken for one."""
    assert version_of_lines(*lines) is None


def test_what_is_no_file_is_none() -> None:
    """Folders, empty files and text are no sessions."""
    assert claude_code.detect(Probe(Path("x"), is_dir=True, names=frozenset({"a.jsonl"}))) is None
    assert version_of(b"") is None
    assert version_of(b"# Title\n\ntext\n") is None
    assert version_of(b"\0" * 70_000) is None
    assert version_of(b"[" * 70_000) is None
