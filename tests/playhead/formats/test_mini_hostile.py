"""The mini-swe-agent reader on what no healthy run writes: wrong types, damage, odd turns."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playhead.formats import json_document
from playhead.formats.mini import reader as mini
from playhead.formats.mini.messages import fenced
from playhead.formats.swe_agent import reader as swe_agent
from playhead.model import Mark, Status, Tape
from playhead.opening import probe_of
from playhead.storage.source import iterate
from tests.playhead.formats.documents import MINI, WRONG, places, with_wrong, write


def look_at_all(tape: Tape) -> None:
    """Build everything that is lazy; numbers must run on without gaps whatever the record holds."""
    steps = list(iterate(tape.steps))
    numbers = [action.n for step in steps for action in step.actions]
    assert numbers == list(range(1, tape.steps.actions + 1))
    assert len(tape.steps.columns(0, len(steps)).kinds) == len(steps)
    assert [tape.steps.find(step.id) for step in steps] == list(range(len(steps)))


@pytest.mark.parametrize("place", list(places(MINI)), ids=lambda place: "/".join(map(str, place)))
def test_a_wrong_type_in_any_field_is_never_an_error(tmp_path, place):
    """Whatever stands in a field, the run opens and every step can be shown."""
    for number, wrong in enumerate(WRONG):
        path = write(tmp_path / f"{number}.traj.json", with_wrong(MINI, place, wrong))
        look_at_all(mini.read(path))
        if place[0] not in ("messages", "info", "trajectory_format"):
            assert mini.detect(probe_of(path)) == "1.1"


def test_a_2x_record_gives_each_call_its_answer(tmp_path):
    """Parallel calls get their answers by id, JSON observations their text, times their unit, errors their turn."""
    tape = mini.read(write(tmp_path / "run.traj.json", MINI))
    steps = list(iterate(tape.steps))
    assert [step.source for step in steps] == ["system", "user", "agent", "user", "agent", "system"]
    first, second = steps[2].actions
    assert (first.command, first.output, first.exit_code, first.id) == ("ls", "a\nb\n", 0, "c1")
    assert (second.command, second.exit_code, second.failed) == ("false", 1, True)
    assert (steps[2].text, steps[2].thought) == ("Look first.", "hm")
    assert (steps[2].at, steps[2].duration_s) == ("2023-11-14T22:13:21.000Z", 2.0)
    assert (steps[2].tokens.input, steps[2].tokens.cached, steps[2].cost_usd) == (10, 3, 0.25)
    assert (steps[4].text, steps[4].thought, steps[4].actions[0].command) == ("Run it.", "thinking", "pytest")
    assert (steps[4].actions[0].duration_s, steps[4].tokens.output) == (2.0, 6)
    assert (tape.task, tape.title, tape.tokens.input) == ("the bug", "owner__repo-1", 30)
    assert (tape.duration_s, tape.format_version) == (6.0, "1.1")
    assert tape.events == ({"label": {"id": "e1"}},)
    assert steps[2].raw[1].pointer == "/messages/3"


def test_a_cut_json_observation_shows_head_and_tail_and_marks_the_cut(tmp_path):
    """What the harness left out of a long output is a marked stretch between what the agent saw of it."""
    content = json.dumps({"returncode": 2, "output_head": "HEAD", "output_tail": "TAIL", "elided_chars": 900})
    messages = [
        {"role": "assistant", "content": "```bash\nmake\n```"},
        {"role": "user", "content": content, "extra": {"raw_output": "HEAD...TAIL", "returncode": 2}},
    ]
    action = mini.read(write(tmp_path / "a.traj.json", messages)).steps[0].actions[0]
    assert action.output == "HEAD\n[900 characters left out]\nTAIL"
    assert action.marks == (Mark(4, 31, "cut"),)
    assert action.exit_code == 2


@pytest.mark.parametrize("content", ["no block at all", "```bash\na\n```\nor\n```bash\nb\n```", ""])
def test_none_or_several_blocks_are_one_action_that_was_not_executed(tmp_path, content):
    """A message without exactly one command is one action that was not executed, with the complaint as its output."""
    messages = [{"role": "assistant", "content": content}, {"role": "user", "content": "Please always provide ONE"}]
    step = mini.read(write(tmp_path / "a.traj.json", messages)).steps[0]
    (action,) = step.actions
    assert not action.executed
    assert (action.output, action.exit_code, action.failed) == ("Please always provide ONE", None, False)


def test_a_command_that_a_person_rejected_or_that_was_skipped_was_not_executed(tmp_path):
    """A rejected command and one that was never reached are shown as not executed, not as failed."""
    skipped = {"raw_output": "", "returncode": -1, "exception_info": "action was not executed"}
    messages = [
        {"role": "assistant", "content": "```bash\nrm -r x\n```"},
        {"role": "user", "content": "Command not executed. The user rejected your command"},
        {"role": "assistant", "content": "", "extra": {"actions": [{"command": "ls", "tool_call_id": "1"}]}},
        {"role": "tool", "tool_call_id": "1", "content": "{}", "extra": skipped},
    ]
    tape = mini.read(write(tmp_path / "a.traj.json", messages))
    assert [(step.actions[0].executed, step.failed) for step in iterate(tape.steps)] == [(False, False)] * 2


def test_a_timeout_is_an_error_without_an_exit_code(tmp_path):
    """A command that mini-swe-agent killed failed, though it has no exit code."""
    text = "The last command <command>sleep 99</command> timed out and has been killed.\nThe output"
    messages = [{"role": "assistant", "content": "```bash\nsleep 99\n```"}, {"role": "user", "content": text}]
    action = mini.read(write(tmp_path / "a.traj.json", messages)).steps[0].actions[0]
    assert (action.is_error, action.exit_code, action.failed) == (True, None, True)


@pytest.mark.parametrize(
    ("status", "expected"),
    [("LimitsExceeded", Status.UNKNOWN), ("CalledProcessError", Status.ERROR), ("", Status.UNKNOWN)],
)
def test_only_a_broken_harness_or_environment_is_an_error_outcome(tmp_path, status, expected):
    """An exception's name is an error, a limit is not, and a killed run says that it was cut short."""
    document = with_wrong(MINI, ("info", "exit_status"), status)
    document["messages"].pop()
    outcome = mini.read(write(tmp_path / "a.traj.json", document)).outcome
    assert outcome.status is expected
    assert outcome.reason
    assert (outcome.source is None) == (not status)


def test_a_file_torn_while_it_was_rewritten_shows_all_whole_messages_and_the_rest_as_damage(tmp_path):
    """Cut anywhere, a record still shows its complete messages, says that it is damaged and takes no fold."""
    data = json.dumps(MINI | {"info": {}}).encode()
    whole = len(MINI["messages"])
    path = tmp_path / "a.traj.json"
    for cut in range(40, len(data) - 1, 97):
        path.write_bytes(data[:cut])
        tape = mini.read(path)
        look_at_all(tape)
        assert tape.record is None
        assert tape.diagnostics[0].code == "damaged_document"
        kept = [step for step in iterate(tape.steps) if not step.damaged]
        assert sum(len(step.native_ids) for step in kept) <= whole
    path.write_bytes(data[: data.rindex(b'"exit"')])
    tape = mini.read(path)
    last = tape.steps[len(tape.steps) - 1]
    assert last.damaged
    assert last.raw[0].offset == data.rindex(b'{"role": "exit"')
    assert tape.steps.native_steps == whole


def test_one_unreadable_message_does_not_hide_the_others(tmp_path):
    """A message nested beyond any decoder, or not valid JSON, is one damaged step among the whole ones."""
    deep = '{"role": "user", "content": ' + "[" * 5000 + "]" * 5000 + "}"
    text = '{"trajectory_format": "mini-swe-agent-1", "messages": [{"role": "system", "content": "s"}, %s, %s]}'
    path = tmp_path / "a.traj.json"
    path.write_text(text % (deep, '{"role": "user", "content": "last"}'))
    tape = mini.read(path)
    assert [step.damaged for step in iterate(tape.steps)] == [False, True, False]
    path.write_text(text % ('{"role": oops}', '{"role": "user", "content": "last"}'))
    assert [step.text for step in iterate(mini.read(path).steps)] == ["s", '{"role": oops}', "last"]


def test_odd_bytes_open_with_a_diagnostic(tmp_path):
    """A byte order mark, NaN, an integer beyond 64 bits, a lone surrogate, invalid UTF-8 and NULs all open."""
    base = json.dumps(MINI).encode()
    for number, data in enumerate(
        (
            b"\xef\xbb\xbf" + base,
            base.replace(b"1700000000.0", b"NaN"),
            base.replace(b"1700000000.0", str(2**70).encode()),
            base.replace(b"be helpful", b"\\ud83d"),
            base.replace(b"be helpful", b"\xff\xfe"),
            base + b"\x00" * 4096,
        )
    ):
        path = tmp_path / f"{number}.traj.json"
        path.write_bytes(data)
        tape = mini.read(path)
        look_at_all(tape)
        assert tape.steps.actions == 3
        assert mini.detect(probe_of(path)) == "1.1"


def test_a_rewritten_file_is_read_again_and_an_untouched_one_is_not(tmp_path):
    """`refreshed` answers the same tape until the file changes, and the last good one when it is gone."""
    path = write(tmp_path / "a.traj.json", MINI | {"messages": MINI["messages"][:4]})
    tape = mini.read(path)
    assert tape.refreshed() is tape
    write(path, MINI)
    later = tape.refreshed()
    assert later.steps.native_steps == len(MINI["messages"])
    path.unlink()
    assert later.refreshed() is later


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="`bash \nmswea_comd\tx", max_size=120) | st.text(alphabet="`\nbash", max_size=60))
def test_fenced_blocks_are_those_of_the_pattern_that_mini_uses(content):
    """The linear search for fenced commands finds what mini-swe-agent's own regular expression finds."""
    own = [one.strip() for one in re.findall(r"```bash\s*\n(.*?)\n```", content, re.DOTALL)]
    if "```mswea_bash_command" not in content:
        assert fenced(content) == own


def test_a_hostile_wall_of_fences_costs_linear_time():
    """A megabyte of open fences and blank lines is searched, not backtracked."""
    assert fenced(("x ```bash" + "\n" * 1000) * 1000) == []
    assert fenced("```bash" * 150_000) == []


@pytest.mark.parametrize(
    ("name", "document", "expected"),
    [
        ("a.json", MINI, "1.1"),
        ("a.json", {"trajectory_format": "mini-swe-agent-1", "messages": []}, "1"),
        ("a.json", {"info": {}, "messages": [{"role": "user"}]}, ""),
        ("a.json", {"info": {}, "messages": [{"parts": []}]}, None),
        ("a.json", {"messages": [{"role": "user", "content": "x"}]}, None),
        ("a.json", [{"role": "user", "content": "x"}], None),
        ("a.traj.json", [{"role": "user", "content": "x"}], ""),
        ("a.json", [{"role": "user", "content": "echo COMPLETE_TASK_AND_SUBMIT_FINAL_OUTPUT"}], ""),
        ("a.json", {"messages": [{"content": '"trajectory_format": "mini-swe-agent-1"'}]}, None),
        ("a.json", {"schema_version": "ATIF-v1.7", "steps": []}, None),
        ("a.traj.json", [1, 2], None),
    ],
)
def test_detection_is_by_content(tmp_path, name, document, expected):
    """A record is known by its own key anywhere, by its two keys, or by its words; never by a chat's shape alone."""
    probe = probe_of(write(tmp_path / name, document))
    assert mini.detect(probe) == expected
    assert expected is None or swe_agent.detect(probe) is None


def test_the_format_key_is_found_at_the_very_end_of_a_large_file(tmp_path):
    """The key that tells the format may stand after any amount of messages."""
    document = {"messages": [{"role": "user", "content": "x" * 200_000}], "trajectory_format": "mini-swe-agent-1"}
    assert mini.detect(probe_of(write(tmp_path / "a.json", document))) == "1"


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_any_damage_to_a_record_still_opens(tmp_path_factory, data):
    """Flip, cut or repeat bytes as you like: there is a tape with whole numbers, never an error."""
    raw = bytearray(json.dumps(MINI).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=6))
    path: Path = tmp_path_factory.mktemp("damage") / "a.traj.json"
    path.write_bytes(bytes(raw))
    look_at_all(mini.read(path))


def test_a_file_that_is_rewritten_while_it_is_read_is_read_again(tmp_path, monkeypatch):
    """A reader that catches the agent in the middle of its rewrite looks again, instead of showing damage."""
    path = tmp_path / "a.traj.json"
    whole = json.dumps(MINI).encode()
    path.write_bytes(whole[:700])
    real = json_document.pread_all

    def pread_then_finish(*arguments):
        data = real(*arguments)
        path.write_bytes(whole)
        return data

    monkeypatch.setattr(json_document, "pread_all", pread_then_finish)
    tape = mini.read(path)
    assert tape.diagnostics == ()
    assert tape.steps.actions == 3
