"""Chat messages of every shape, against counts made by plain JSON."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from playhead import open_tape
from playhead.errors import SeveralRunsError, UnreadableError
from playhead.formats import registry
from playhead.labels.fold.tape import fold_tape
from playhead.model import Status, Step, Tape, Tokens
from playhead.opening import list_runs, probe_of
from playhead.storage.json_pointer import pointed_range
from playhead.storage.source import iterate
from tests.playhead.formats.chat_record import answered, called, messages, said
from tests.playhead.labels.making import an_event
from tests.shared_data import samples

NEBIUS = "nebius_SWE-agent-trajectories__sample_raw.json"
LISTS = ("messages", "conversations", "trajectory")


def rows_of(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a sample."""
    text = path.read_text()
    return json.loads(text) if text.lstrip().startswith("[") else [json.loads(one) for one in text.splitlines()]


def data_sets() -> list[Path]:
    """Return the samples that hold rows of chat messages with calls beside their text."""
    found = [path for path in sorted(samples("hf-datasets").glob("*.json")) if path.name != NEBIUS]
    return [path for path in found if b"<function=" not in path.read_bytes()]


def opened(path: Path, value: Any, name: str = "chat.json") -> tuple[Tape, list[Step]]:
    """Write a value and return its tape and steps."""
    file = path / name
    file.write_text(value if isinstance(value, str) else json.dumps(value))
    tape = open_tape(file)
    return tape, list(iterate(tape.steps))


def test_nebius_rows_are_swe_agents() -> None:
    """The fence of each answer is an action line, exactly, and the next message its output: as in a .traj."""
    path = samples("hf-datasets", NEBIUS)
    for number, row in enumerate(rows_of(path)):
        given = row["trajectory"]
        lines = [one["text"].split("```")[1].removeprefix("\n") for one in given if one["role"] == "ai"]
        outputs = [one["text"] for one in given[3:] if one["role"] == "user"]
        tape = open_tape(path, str(number))
        steps = list(iterate(tape.steps))
        actions = [action for step in steps for action in step.actions]
        assert [action.command for action in actions] == lines
        assert [action.output for action in actions][: len(outputs)] == outputs
        assert len(steps) == 2 + len(lines)
        assert (actions[-1].kind, tape.outcome.status) == ("submit", Status.RESOLVED)
        assert any(action.edits for action in actions)
        assert all(any(mark.role == "wrapper" for mark in one.marks) for one in actions[: len(outputs)])


@pytest.mark.parametrize("path", data_sets(), ids=lambda path: path.name[:24])
def test_rows_of_data_sets_are_runs(path: Path, tmp_path: Path) -> None:
    """Every row is one run: a step for each message that answers no call, an action a call, under any name."""
    copy = tmp_path / "x"
    shutil.copyfile(path, copy)
    rows = rows_of(path)
    entries = list(list_runs(copy))
    assert [entry.format for entry in entries] == ["chat"] * len(rows)
    assert len({entry.key for entry in entries}) == len(rows)
    for row, entry in zip(rows, entries, strict=True):
        given = next(row[name] for name in LISTS if name in row)
        calls = [call for one in given for call in one.get("tool_calls") or ()]
        tape = open_tape(copy, entry.key)
        steps = list(iterate(tape.steps))
        assert len(steps) == sum(one["role"] != "tool" for one in given)
        shell = [
            json.loads(one["function"]["arguments"])["command"] for one in calls if "bash" in one["function"]["name"]
        ]
        actions = [action for step in steps for action in step.actions]
        assert (tape.steps.actions, len(actions)) == (len(calls), len(calls))
        assert [action.command for action in actions if action.command is not None] == shell
        answers = {one.get("tool_call_id"): one["content"] for one in given if one["role"] == "tool"}
        assert [action.output for action in actions] == [answers.get(call["id"]) for call in calls]
        verdict = row.get("resolved")
        expected = {True: Status.RESOLVED, False: Status.FAILED, None: Status.UNKNOWN}[verdict]
        assert tape.outcome.status is expected
        assert not tape.diagnostics


def test_a_patch_and_a_report_of_a_row_are_layers() -> None:
    """What a run handed in and what tests said of it stand beside its steps."""
    tape = open_tape(samples("hf-datasets", "nebius_SWE-agent-trajectories__sample_raw.json"), "0")
    assert [layer.name for layer in tape.layers] == ["patch", "verification"]
    assert "plumbum/cli/image.py" in tape.layers[0].text
    assert (tape.agent.model, tape.outcome.reason) == ("swe-agent-llama-70b", "submitted")
    assert tape.steps[0].text.startswith("SETTING: You are an autonomous programmer")


def test_a_row_opens_by_its_id_and_by_its_number(tmp_path: Path) -> None:
    """`FILE#KEY` takes the id of a row, a repeated id with a number behind it, or the row's number from 0."""
    rows = [{"messages": messages(), "id": name} for name in ("a", "b", "a")]
    file = tmp_path / "rows.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in rows))
    assert [entry.key for entry in list_runs(file)] == ["a", "b", "a.2"]
    assert open_tape(f"{file}#a.2").steps[0].raw[0].offset > open_tape(f"{file}#1").steps[0].raw[0].offset
    with pytest.raises(SeveralRunsError):
        open_tape(file)
    with pytest.raises(UnreadableError, match=r"no run 'c' in .*begin with a, b, a\.2"):
        open_tape(file, "c")


def test_a_damaged_line_of_rows_is_a_run_that_shows_it(tmp_path: Path) -> None:
    """A row that is no JSON is listed, and opens as its bytes."""
    file = tmp_path / "rows.jsonl"
    row = json.dumps({"messages": messages(), "id": "a"})
    file.write_text(f"{row}\n{row[:50]}\n{row}\n")
    assert [entry.key for entry in list_runs(file)] == ["a", "1", "a.2"]
    (step,) = iterate(open_tape(file, "1").steps)
    assert (step.damaged, step.text) == (True, row[:50])


@pytest.mark.parametrize("lines", [True, False])
def test_raw_is_the_message_itself(tmp_path: Path, lines: bool) -> None:
    """Each step of a row refers to the bytes of its messages, in a list and in a file of lines."""
    rows = [{"id": name, "messages": messages()} for name in "ab"]
    file = tmp_path / "rows"
    file.write_text("\n".join(map(json.dumps, rows)) if lines else json.dumps(rows))
    data = file.read_bytes()
    steps = list(iterate(open_tape(file, "b").steps))
    refs = [ref for step in steps for ref in step.raw]
    ranges = [(one.offset, one.offset + one.length) if lines else pointed_range(data, one.pointer) for one in refs]
    assert [json.loads(data[start:end]) for start, end in ranges] == messages()


def test_messages_as_json_text_are_read(tmp_path: Path) -> None:
    """A column that holds its messages as text (SWE-smith on the Hub) is the same run."""
    rows = [{"messages": json.dumps(messages()), "instance_id": name, "resolved": 1} for name in "ab"]
    file = tmp_path / "rows.json"
    file.write_text(json.dumps(rows))
    tape = open_tape(file, "b")
    assert (len(tape.steps), tape.steps.actions, tape.outcome.status) == (4, 1, Status.RESOLVED)
    assert tape.steps[2].raw[0].pointer == "/1/messages"


def test_openai_messages_in_an_object(tmp_path: Path) -> None:
    """A call and its answer are one step; each message of the model is a turn; the object takes labels."""
    tape, steps = opened(tmp_path, {"messages": messages(), "model": "m-1"})
    assert [step.source for step in steps] == ["system", "user", "agent", "agent"]
    (action,) = steps[2].actions
    assert (action.tool, action.command, action.output) == ("bash", "ls", "a.py")
    assert (tape.task, tape.agent.model, tape.record) == ("the login form", "m-1", tmp_path / "chat.json")
    assert steps[2].tokens == Tokens(input=98765)


def test_two_messages_of_the_model_are_two_steps(tmp_path: Path) -> None:
    """A message of the model is a turn of its own, also without an answer between."""
    _, steps = opened(tmp_path, [said("user", "go"), said("assistant", "one"), said("assistant", "two")])
    assert [step.text for step in steps] == ["go", "one", "two"]


def test_anthropic_blocks(tmp_path: Path) -> None:
    """Thinking, text, a tool and its result in blocks; the system prompt beside the messages is the first step."""
    use = {"type": "tool_use", "id": "t1", "name": "bash", "input": {"command": "make"}}
    blocks = [{"type": "thinking", "thinking": "hm"}, {"type": "text", "text": "I build."}, use]
    result = {"type": "tool_result", "tool_use_id": "t1", "content": [{"type": "text", "text": "no"}], "is_error": True}
    also = {"type": "text", "text": "and now?"}
    chat = [said("user", "go"), {"role": "assistant", "content": blocks}, {"role": "user", "content": [result, also]}]
    _, steps = opened(tmp_path, {"system": "Help.", "messages": chat})
    assert [step.text for step in steps] == ["Help.", "go", "I build.", "and now?"]
    (action,) = steps[2].actions
    assert (steps[2].thought, action.command, action.output, action.failed) == ("hm", "make", "no", True)


def test_sharegpt(tmp_path: Path) -> None:
    """`from` and `value` are who and what; a function call and its observation are text, as they were written."""
    turns = [{"from": "human", "value": "go"}, {"from": "gpt", "value": "yes"}]
    _, steps = opened(tmp_path, {"conversations": turns})
    assert [(step.source, step.text) for step in steps] == [("user", "go"), ("agent", "yes")]


def test_function_calls_of_the_first_api(tmp_path: Path) -> None:
    """`function_call` without an id is answered by the next message of role function."""
    call = said("assistant", None, function_call={"name": "shell", "arguments": '{"command": "ls"}'})
    _, steps = opened(tmp_path, [said("user", "go"), call, said("function", "a.py", name="shell")])
    (action,) = steps[1].actions
    assert (action.command, action.output) == ("ls", "a.py")


def test_responses_items(tmp_path: Path) -> None:
    """Items of the Responses API among the messages: reasoning, a call and its output belong to the turn."""
    items = [
        said("user", "go"),
        {"type": "reasoning", "summary": [{"type": "summary_text", "text": "hm"}]},
        {"type": "function_call", "call_id": "c", "name": "shell", "arguments": '{"command": ["ls", "-l"]}'},
        {"type": "function_call_output", "call_id": "c", "output": "a.py"},
    ]
    _, steps = opened(tmp_path, items)
    assert [(step.text, step.thought) for step in steps] == [("go", ""), ("", "hm")]
    assert [(one.command, one.output) for one in steps[1].actions] == [("ls -l", "a.py")]


def test_mini_swe_agents_words_make_commands(tmp_path: Path) -> None:
    """Where the conversation is mini-swe-agent's, the fence is the command and the next message its result."""
    turn = said("assistant", "THOUGHT: look\n\n```bash\nls -l\n```")
    seen = said("user", "<returncode>2</returncode>\n<output>\nno\n</output>")
    task = said("user", "Fix it. Then: echo COMPLETE_TASK_AND_SUBMIT_FINAL_OUTPUT")
    _, steps = opened(tmp_path, {"messages": [task, turn, seen, said("assistant", "no fence")]})
    (action,) = steps[1].actions
    assert (steps[1].text, action.command, action.exit_code, action.executed) == ("look", "ls -l", 2, True)
    assert [mark.role for mark in action.marks] == ["wrapper", "wrapper"]
    assert [one.executed for one in steps[2].actions] == [False]
    _, steps = opened(tmp_path, {"messages": [said("user", "Fix it."), turn, seen]})
    assert [step.actions for step in steps] == [(), (), ()]


def test_lines_of_messages_are_one_run(tmp_path: Path) -> None:
    """A message a line is one run, with the times the messages have; a torn last line is told."""
    lines = [said("user", "go", timestamp=1767322800), said("assistant", "ok", timestamp=1767322803500)]
    tape, steps = opened(tmp_path, "".join(json.dumps(one) + "\n" for one in lines) + '{"role": "us', "a.jsonl")
    assert ([step.text for step in steps], tape.duration_s) == (["go", "ok"], 3.5)
    assert [one.code for one in tape.diagnostics] == ["torn_line"]
    assert tape.record is None
    assert next(iter(list_runs(tmp_path / "a.jsonl"))).key is None


def test_a_chat_that_grows_is_read_again(tmp_path: Path) -> None:
    """New lines are there after a refresh; without any the tape stays the same."""
    tape, _ = opened(tmp_path, json.dumps(said("user", "go")) + "\n", "a.jsonl")
    assert tape.refreshed() is tape
    with (tmp_path / "a.jsonl").open("a") as file:
        file.write(json.dumps(said("assistant", "ok")) + "\n")
    assert len(tape.refreshed().steps) == 2


@pytest.mark.parametrize(
    "value",
    [
        {"messages": "none"}, {"messages": []}, {"messages": [{"role": "x", "content": "y"}]}, {"role": "user"},
        [{"name": "a"}], {"messages": [{"id": 1}], "role": "user"}, [["a"]], {"history": [1]},
        {"openapi": "3", "role": "admin", "content": "x"},
    ],
)  # fmt: skip
def test_what_is_no_chat_is_not_taken_for_one(tmp_path: Path, value: Any) -> None:
    """Objects that only have a key of ours, or roles nobody speaks in, are of another kind."""
    file = tmp_path / "a.json"
    file.write_text(json.dumps(value))
    assert registry.detect(probe_of(file)) is None


def test_a_row_longer_than_the_head_is_known(tmp_path: Path) -> None:
    """A file whose first row goes beyond what detection sees is known by how it begins."""
    rows = [{"id": name, "messages": [said("user", "x" * 100_000), *messages()]} for name in "ab"]
    for text in (
        json.dumps(rows),
        "\n".join(map(json.dumps, rows)),
        json.dumps({**rows[0], "messages": rows[0]["messages"]}),
    ):
        file = tmp_path / "x"
        file.write_text(text)
        entries = list(list_runs(file))
        assert {entry.format for entry in entries} == {"chat"}
        assert [entry.key for entry in entries] == (["a", "b"] if '"id": "b"' in text else [None])
        assert len(open_tape(file, entries[0].key).steps) == 5


def test_a_call_and_its_answer_without_its_id_are_told(tmp_path: Path) -> None:
    """An answer to a call that nobody made is shown by itself, and told."""
    chat = [said("user", "go"), said("assistant", None, tool_calls=[called("c1", "ls")]), answered("c9", "a")]
    tape, steps = opened(tmp_path, chat)
    assert [one.code for one in tape.diagnostics] == ["orphan_answer"]
    assert steps[2].text == "a"


def test_what_training_sets_put_before_a_result_is_dim(tmp_path: Path) -> None:
    """`OBSERVATION:` at the head of a result is the harness's."""
    chat = [
        said("assistant", None, tool_calls=[called("c1", "ls")]),
        answered("c1", "OBSERVATION:\na.py\nOBSERVATION:"),
    ]
    _, steps = opened(tmp_path, chat)
    assert [(mark.start, mark.end, mark.role) for mark in steps[0].actions[0].marks] == [(0, 13, "wrapper")]


def test_tau_bench_results_are_runs(tmp_path: Path) -> None:
    """A conversation of tau-bench has its reward as outcome, task and trial as key, and ids that begin anew."""
    rows = [
        {"task_id": 7, "trial": trial, "reward": reward, "info": {}, "traj": [
            said("user", "book"),
            said("assistant", None, tool_calls=[called("0", "a")]), answered("0", "one"),
            said("assistant", None, tool_calls=[called("0", "b")]), answered("0", "two"),
        ]}
        for trial, reward in enumerate((1.0, 0.0, 0.5))
    ]  # fmt: skip
    file = tmp_path / "tau.json"
    file.write_text(json.dumps(rows))
    tapes = [open_tape(file, entry.key) for entry in list_runs(file)]
    assert [(tape.key, tape.outcome.status.value) for tape in tapes] == [
        ("7-0", "resolved"), ("7-1", "failed"), ("7-2", "partial")
    ]  # fmt: skip
    assert [one.output for step in iterate(tapes[0].steps) for one in step.actions] == ["one", "two"]
    assert not tapes[0].diagnostics


def test_labels_go_into_an_object_and_nothing_else_changes(tmp_path: Path) -> None:
    """A chat that is an object takes labels as a last member; without that member it is what it was, byte for byte."""
    tape, _ = opened(tmp_path, {"messages": messages()})
    before = tape.path.read_bytes()
    event = an_event()
    assert fold_tape(tape, [event]).status == "folded"
    after = tape.path.read_bytes()
    assert after.startswith(before[:-1])
    assert [one["id"] for one in open_tape(tape.path).events] == [event.id]
