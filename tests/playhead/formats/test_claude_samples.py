"""Real Claude Code sessions: all open, and what they hold equals a plain count of the file."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from playhead.formats.claude_code import reader as claude_code
from playhead.model import Tape
from playhead.opening import probe_of
from playhead.storage.filling import columns_of
from playhead.storage.source import StepSource, iterate
from tests.shared_data import SHARED, samples

_FOLDER = SHARED / "samples" / "claude-code"
_NAMES = [str(path.relative_to(_FOLDER)) for path in sorted(_FOLDER.rglob("*.jsonl"))]
_ALONE = {"letta_subagent_input.jsonl", "scout_agent-atest01.jsonl"}  # a sub-agent's own file


def objects_of(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a file by json alone."""
    for line in path.read_bytes().split(b"\n"):
        try:
            value = json.loads(line)
        except ValueError:
            continue
        if isinstance(value, dict):
            yield value


def calls_of(messages: Iterator[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the calls of assistant lines, one for each id."""
    found: dict[Any, dict[str, Any]] = {}
    for one in messages:
        content = one.get("message", {}).get("content") if one.get("type") == "assistant" else None
        blocks = [one] if one.get("type") == "tool_use" else content if isinstance(content, list) else []
        for block in blocks:
            if block.get("type") == "tool_use":
                found.setdefault(block.get("id") or len(found), block)
    return list(found.values())


def commands_of(calls: list[dict[str, Any]]) -> Counter[str]:
    """Return the shell commands of calls."""
    return Counter(call["input"]["command"] for call in calls if call["name"].lower() == "bash")


def commands_shown(steps: StepSource) -> Counter[str]:
    """Return the commands of all actions."""
    return Counter(a.command for step in iterate(steps) for a in step.actions if a.command is not None)


@pytest.fixture(params=_NAMES or [None])
def path(request: pytest.FixtureRequest) -> Path:
    """Return one sample after another."""
    return samples("claude-code", request.param or "missing.jsonl")


@pytest.fixture
def tape(path: Path) -> Tape:
    """Return that sample read."""
    return claude_code.read(path)


def test_every_session_is_known(path: Path) -> None:
    """Each sample is taken for what it is."""
    assert claude_code.detect(probe_of(path)) is not None


def test_actions_equal_a_plain_count(path: Path, tape: Tape) -> None:
    """The main thread has the calls and commands of a plain count of the file."""
    alone = path.name in _ALONE
    calls = calls_of(one for one in objects_of(path) if alone or one.get("isSidechain") is not True)
    assert tape.steps.actions == len(calls)
    assert commands_shown(tape.steps) == commands_of(calls)
    numbers = [action.n for step in iterate(tape.steps) for action in step.actions]
    assert numbers == list(range(1, len(calls) + 1))


def test_sub_agents_equal_a_plain_count(path: Path, tape: Tape) -> None:
    """Each sub-agent that progress lines carry has the calls and commands of a plain count."""
    messages: dict[str, list[dict[str, Any]]] = {}
    for one in objects_of(path):
        data = one.get("data") if one.get("type") == "progress" else None
        if isinstance(data, dict) and data.get("type") == "agent_progress":
            messages.setdefault(data["agentId"], []).append(data["message"])
    shown = {agent.id: agent.steps for agent in tape.subagents}
    for agent, own in messages.items():
        calls = calls_of(iter(own))
        assert shown[agent].actions == len(calls)
        assert commands_shown(shown[agent]) == commands_of(calls)


def test_each_step_of_a_message_is_there(path: Path, tape: Tape) -> None:
    """There is a step for each message id and for each line of a model without one."""
    alone = path.name in _ALONE
    found = [
        one.get("message", {}).get("id") or object()
        for one in objects_of(path)
        if one.get("type") in ("assistant", "tool_use") and (alone or one.get("isSidechain") is not True)
    ]
    assert sum(step.source == "agent" and not step.damaged for step in iterate(tape.steps)) == len(set(found))


def test_usage_counts_once(path: Path, tape: Tape) -> None:
    """Tokens are those of a plain sum over message ids, each with its most complete usage."""
    alone = path.name in _ALONE
    best: dict[str, dict[str, Any]] = {}
    for one in objects_of(path):
        message = one.get("message")
        if one.get("type") != "assistant" or not isinstance(message, dict) or "usage" not in message:
            continue
        if alone or one.get("isSidechain") is not True:
            usage = message["usage"]
            before = best.get(message["id"])
            if before is None or usage["output_tokens"] >= before["output_tokens"]:
                best[message["id"]] = usage
    names = ("input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens")
    assert (tape.tokens.input or 0) == sum(usage.get(name, 0) for usage in best.values() for name in names)
    assert (tape.tokens.output or 0) == sum(usage["output_tokens"] for usage in best.values())


def test_results_and_errors_equal_a_plain_count(path: Path, tape: Tape) -> None:
    """As many actions have an output, and an error, as the file has results of its calls."""
    alone = path.name in _ALONE
    blocks = [
        block
        for one in objects_of(path)
        if one.get("type") == "user" and (alone or one.get("isSidechain") is not True)
        for block in (one["message"]["content"] if isinstance(one["message"]["content"], list) else [])
        if block.get("type") == "tool_result"
    ]
    actions = [action for step in iterate(tape.steps) for action in step.actions]
    top_level = sum(one.get("type") == "tool_result" for one in objects_of(path))
    assert sum(action.output is not None for action in actions) == len(blocks) + top_level
    assert sum(action.is_error is True for action in actions) == sum(block.get("is_error") is True for block in blocks)


def test_diffs_are_those_of_the_record(path: Path, tape: Tape) -> None:
    """Edits add and remove as many lines as the hunks of the record, and their diffs hold those lines."""
    shown = {a.id: a.edits for step in iterate(tape.steps) for a in step.actions}
    for one in objects_of(path):
        detail = one.get("toolUseResult")
        if one.get("type") != "user" or not isinstance(detail, dict) or not detail.get("structuredPatch"):
            continue
        (edit,) = shown[one["message"]["content"][0]["tool_use_id"]]
        lines = [line for hunk in detail["structuredPatch"] for line in hunk["lines"]]
        assert edit.added == sum(line.startswith("+") for line in lines)
        assert edit.removed == sum(line.startswith("-") for line in lines)
        assert edit.diff is not None
        assert [line for line in edit.diff.split("\n")[2:-1] if not line.startswith("@@")] == lines
        assert edit.path == detail["filePath"]


def test_columns_are_those_of_the_steps(tape: Tape) -> None:
    """What the light pass says of all steps is what the built steps say, for sub-agents too."""
    for steps in (tape.steps, *(agent.steps for agent in tape.subagents)):
        assert steps.columns(0, len(steps)) == columns_of(list(iterate(steps)))


def test_no_picture_is_unpacked(tape: Tape) -> None:
    """No step holds the bytes of a picture."""
    for step in iterate(tape.steps):
        for text in (step.text, step.thought, *(action.output or "" for action in step.actions)):
            assert '"data": "' not in text
            assert "iVBORw0KGgo" not in text


def test_compactions_are_visible() -> None:
    """The session with three compactions shows three steps of the system with their summaries."""
    tape = claude_code.read(samples("claude-code", "entire_cd_95adddad32_0_full.jsonl"))
    summaries = [step.text for step in iterate(tape.steps) if step.source == "system"]
    assert len(summaries) == 3
    assert all(text.startswith("This session is being continued") for text in summaries)


def test_an_export_with_loglines_is_none() -> None:
    """Neither the web's export nor the metadata beside a session is taken for a session."""
    for name in ("simonw_sample_session.json", "entire_b6_9e695e7b48_0_metadata.json"):
        assert claude_code.detect(probe_of(samples("claude-code", name))) is None


def test_no_other_sample_is_taken() -> None:
    """Of all other samples none is taken for a Claude Code session."""
    others = [path for path in samples().rglob("*") if path.is_file() and "claude-code" not in path.parts]
    assert len(others) > 100
    assert [path.name for path in others if claude_code.detect(probe_of(path)) is not None] == []
