"""The mini-swe-agent reader on real files: counts and commands against a plain count of the raw JSON."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from playhead.formats.mini import reader as mini
from playhead.model import Kind, Status
from playhead.opening import probe_of
from playhead.storage.source import iterate
from tests.shared_data import samples

FILES = (
    "mini-swe-agent/django__django-16255.traj.json",
    "mini-swe-agent/github_issue.traj.json",
    "mini-swe-agent/local.traj.json",
    "mini-swe-agent/matplotlib__matplotlib-24570.traj.json",
    "mini-swe-agent/psf__requests-1142.traj.json",
    "hostile/evil.traj.json",
)


def plain_commands(path: Path) -> list[str | None]:
    """Return the commands of a raw file by a few lines that know nothing of the reader."""
    root = json.loads(path.read_bytes())
    messages = root["messages"] if isinstance(root, dict) else root
    commands: list[str | None] = []
    for message in messages:
        if message["role"] != "assistant":
            continue
        if "actions" in message.get("extra", {}):
            commands += [one["command"] for one in message["extra"]["actions"]] or [None]
            continue
        blocks = re.findall(r"```(?:mswea_bash_command|bash)\s*\n(.*?)\n```", message["content"], re.DOTALL)
        commands.append("\n\n".join(block.strip() for block in blocks) or None)
    return commands


@pytest.mark.parametrize("name", FILES)
def test_actions_and_commands_equal_a_plain_count_of_the_file(name):
    """Every real file has as many actions, and the same commands, as a plain count of its JSON finds."""
    path = samples(name)
    tape = mini.read(path)
    actions = [action for step in iterate(tape.steps) for action in step.actions]
    expected = plain_commands(path)
    assert mini.detect(probe_of(path)) is not None
    assert tape.steps.actions == len(actions) == len(expected)
    assert Counter(action.command for action in actions) == Counter(expected)
    assert [action.n for action in actions] == list(range(1, len(actions) + 1))


@pytest.mark.parametrize("name", FILES)
def test_every_message_belongs_to_exactly_one_step(name):
    """No message is lost or shown twice: the native ids of the steps are the places of all messages in order."""
    path = samples(name)
    root = json.loads(path.read_bytes())
    messages = root["messages"] if isinstance(root, dict) else root
    tape = mini.read(path)
    ids = [one for step in iterate(tape.steps) for one in step.native_ids]
    assert ids == [str(place) for place in range(len(messages))]
    assert tape.steps.native_steps == len(messages)


@pytest.mark.parametrize("name", FILES)
def test_exit_codes_equal_the_returncode_tags_of_the_file(name):
    """The exit codes are those that stand in the `<returncode>` tags of the messages."""
    path = samples(name)
    root = json.loads(path.read_bytes())
    messages = root["messages"] if isinstance(root, dict) else root
    tagged = [re.match(r"<returncode>(-?\d+)</returncode>", one["content"]) for one in messages]
    expected = [int(match.group(1)) for match in tagged if match]
    found = [action.exit_code for step in iterate(mini.read(path).steps) for action in step.actions]
    assert [code for code in found if code is not None] == expected


def test_a_submitted_run_is_unknown_and_says_why():
    """A run that only handed something in is of unknown outcome, with the field that says so and a patch."""
    tape = mini.read(samples(FILES[0]))
    assert tape.outcome.status is Status.UNKNOWN
    assert tape.outcome.source == "info.exit_status"
    assert "Submitted" in (tape.outcome.reason or "")
    assert [layer.name for layer in tape.layers] == ["patch"]
    assert tape.layers[0].title == "1 file +1 -1"
    assert tape.task.startswith("Sitemaps without items raise ValueError")
    assert tape.agent.model == "google/gemini-3-pro-preview"
    assert tape.format_version == "1"
    assert tape.record == tape.path


def test_cost_of_the_calls_adds_up_to_the_cost_of_the_run():
    """The costs of the steps are those whose sum the record itself states."""
    tape = mini.read(samples(FILES[0]))
    costs = [step.cost_usd for step in iterate(tape.steps) if step.cost_usd is not None]
    assert tape.cost_usd == pytest.approx(sum(costs))


def test_a_bare_list_keeps_its_labels_outside():
    """A bare list has no place for labels, and the tape says so."""
    tape = mini.read(samples("mini-swe-agent/github_issue.traj.json"))
    assert tape.record is None
    assert "list" in (tape.record_refusal or "")
    assert tape.title == "GitHub Issue: SyntaxError: invalid syntax"
    assert tape.steps[1].source == "user"
    assert tape.steps[0].kind is Kind.MESSAGE
