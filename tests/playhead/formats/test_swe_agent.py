"""The SWE-agent reader on real files: counts and commands against a plain count of the raw JSON."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from playhead.formats.mini import reader as mini
from playhead.formats.swe_agent import reader as swe_agent
from playhead.model import Kind, Status
from playhead.opening import probe_of
from playhead.storage.source import iterate
from tests.shared_data import SHARED, samples

FOLDER = SHARED / "samples"
FILES = sorted([*FOLDER.glob("sweagent/*.traj"), *FOLDER.glob("hostile/*.traj")])


def one_of(part):
    """Return the sample whose name holds `part`."""
    folder = samples("sweagent")
    return next(path for path in sorted(folder.iterdir()) if part in path.name)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name[:40])
def test_actions_and_commands_equal_a_plain_count_of_the_file(path):
    """Every real file has one action a trajectory entry, with exactly the text of the file."""
    entries = json.loads(path.read_bytes())["trajectory"]
    tape = swe_agent.read(path)
    steps = list(iterate(tape.steps))
    actions = [action for step in steps for action in step.actions]
    assert mini.detect(probe_of(path)) is None
    assert swe_agent.detect(probe_of(path)) is not None
    assert len(steps) == tape.steps.actions == tape.steps.native_steps == len(entries)
    assert Counter(action.command for action in actions) == Counter(entry["action"] for entry in entries)
    assert [action.output for action in actions] == [entry["observation"] for entry in entries]
    assert [action.n for action in actions] == list(range(1, len(entries) + 1))


def test_a_1x_record_tells_version_model_commit_and_time():
    """A 1.x record, whose replay configuration is JSON in a string, gives version, model, image, task and times."""
    tape = swe_agent.read(one_of("pr_53856"))
    assert tape.format_version == "1.0.1"
    assert tape.agent.model == "claude-3-7-sonnet-20250219"
    assert tape.environment["image"] == "swesmith.x86_64.pandas-dev__pandas.95280573"
    assert tape.task.startswith("BUG: to_sql fails with arrow date column")
    assert (tape.tokens.input, tape.tokens.output, tape.cost_usd) == (157229, 797, 0.24830985)
    assert tape.steps[0].duration_s == pytest.approx(0.12489783)
    assert tape.outcome.status is Status.UNKNOWN
    assert tape.outcome.source == "info.exit_status"
    assert tape.steps[len(tape.steps) - 1].kind is Kind.SUBMIT


def test_a_0x_record_takes_its_task_from_the_history():
    """A record up to 0.7 has no replay configuration: the task is the issue in the first message to the agent."""
    tape = swe_agent.read(one_of("pydicom-1458"))
    assert tape.title == "Pixel Representation attribute should be optional for pixel data handler"
    assert tape.task.startswith("Pixel Representation attribute")
    assert tape.format_version is None
    assert tape.snapshot.commit is None


def test_the_editor_tool_is_read_with_its_arguments():
    """A `str_replace_editor` line is a read or an edit of the path that stands in it."""
    tape = swe_agent.read(one_of("pr_53856"))
    actions = [action for step in iterate(tape.steps) for action in step.actions]
    editor = [action for action in actions if action.tool == "str_replace_editor"]
    assert {action.kind for action in editor} == {Kind.READ, Kind.EDIT}
    assert all(str(action.path).startswith("/testbed/") for action in editor)


def test_the_prompts_that_1x_repeats_are_not_in_any_step():
    """What `messages` and `query` repeat of the prompt is neither text nor output of a step."""
    tape = swe_agent.read(one_of("pr_8316"))
    assert all("You are a helpful assistant" not in step.text + step.thought for step in iterate(tape.steps))
