"""Calls that a model writes into its text: found where the conversation explains them, with their results."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead import Tape, open_tape
from playhead.formats.rows.functions_in_text import acts, call_in, is_written, task_in
from playhead.opening import list_runs
from playhead.storage.source import iterate
from tests.shared_data import samples

EXPLAINED = "Call functions like this:\n<function=example_function_name>\n<parameter=one>value</parameter>\n</function>"


def message(role: str, text: str) -> dict[str, str]:
    return {"role": role, "content": text}


def called(tool: str, **given: str) -> str:
    inner = "".join(f"<parameter={name}>{value}</parameter>\n" for name, value in given.items())
    return f"I look at it first.\n\n<function={tool}>\n{inner}</function>"


TALK = (
    message("system", EXPLAINED),
    message("user", "Mend the shop."),
    message("assistant", called("bash", command="ls shop")),
    message("user", "OBSERVATION:\napi.py"),
    message("assistant", called("str_replace_editor", command="view", path="/shop/api.py", view_range="[1, 20]")),
    message("user", "     1 def checkout(): ..."),
    message(
        "assistant",
        called("str_replace_editor", command="str_replace", path="/shop/api.py", old_str="\n  a\n", new_str="\n  b\n"),
    ),
    message("user", "OBSERVATION:\nThe file /shop/api.py has been edited."),
    message("assistant", called("execute_bash", command="\npytest -q\necho $?\n")),
    message("user", "EXECUTION RESULT of [execute_bash]:\n1 failed\n[Command finished with exit code 1]"),
    message("assistant", "<function=submit>\n</function"),
)


@pytest.fixture
def tape(tmp_path: Path) -> Tape:
    """Return a run of such messages in a document."""
    path = tmp_path / "run.json"
    path.write_text(json.dumps({"messages": TALK, "instance_id": "shop-1"}))
    return open_tape(path)


def test_a_call_in_the_text_is_an_action_with_what_answers_it(tape: Tape) -> None:
    """Each call is an action of its step, the message behind it its output, whether or not that says so."""
    actions = [one for step in iterate(tape.steps) for one in step.actions]
    assert [one.tool for one in actions] == [
        "bash",
        "str_replace_editor",
        "str_replace_editor",
        "execute_bash",
        "submit",
    ]
    assert [one.command for one in actions] == ["ls shop", None, None, "pytest -q\necho $?", None]
    assert [str(one.kind) for one in actions] == ["read", "read", "edit", "test", "submit"]
    assert actions[1].arguments["view_range"] == [1, 20]
    assert actions[1].output == "     1 def checkout(): ..."
    assert actions[3].exit_code == 1
    assert [len(one.edits) for one in actions] == [0, 0, 1, 0, 0]
    assert len(tape.steps) == 7
    assert [step.text for step in iterate(tape.steps)][2] == "I look at it first."


def test_lines_of_messages_are_read_the_same(tape: Tape, tmp_path: Path) -> None:
    """In a file of a message a line, results that say so belong to the calls before them."""
    path = tmp_path / "run.jsonl"
    silent = message("user", "Your command ran successfully and did not produce any output.")
    said = [silent if one["content"].startswith("     1 def") else one for one in TALK]
    path.write_text("".join(json.dumps(one) + "\n" for one in said))
    found = [one for step in iterate(open_tape(path).steps) for one in step.actions]
    assert [one.tool for one in found] == ["bash", "str_replace_editor", "str_replace_editor", "execute_bash", "submit"]
    assert found[3].exit_code == 1


def test_what_nobody_explained_is_quoted(tmp_path: Path) -> None:
    """Such text in another conversation, as in a talk about agents, is what was said."""
    path = tmp_path / "run.json"
    path.write_text(json.dumps({"messages": [message("system", "You help."), *TALK[1:]]}))
    tape = open_tape(path)
    assert sum(len(step.actions) for step in iterate(tape.steps)) == 0
    assert not is_written(TALK[1:])


@pytest.mark.parametrize(
    ("text", "arguments", "said"),
    [
        ("<function=a><parameter=x>1</parameter></function>", {"x": "1"}, ""),
        (
            "before\n<function=a>\n<parameter=x>\n  two\nlines\n</parameter>\n</function>\nafter",
            {"x": "  two\nlines"},
            "before\nafter",
        ),
        ("<function=a>\n<parameter=x>cut off", {"x": "cut off"}, ""),
        ("<function=a>\n<parameter=x>1</parameter>\n</function", {"x": "1"}, ""),
        ("<function=a></function><function=b></function>", {}, "<function=b></function>"),
        ("<function=a><parameter=insert_line>12</parameter></function>", {"insert_line": 12}, ""),
        ("<function=a><parameter=view_range>[1,</parameter></function>", {"view_range": "[1,"}, ""),
    ],
)
def test_how_a_call_is_read(text: str, arguments: dict[str, Any], said: str) -> None:
    """The first call counts, its end may be missing, values of several lines stand on lines of their own."""
    found = call_in(text)
    assert found is not None
    assert (found.tool, found.arguments, found.said) == ("a", arguments, said)


def test_the_task_in_a_prompt_is_the_task() -> None:
    """A message that shows an example of the calls, or tells how to work, holds its task between two marks."""
    text = "Here's an example.\n--- NEW TASK DESCRIPTION ---\nMend it.\n--- END OF NEW TASK DESCRIPTION ---\nPlease."
    assert task_in(text) == "Mend it."
    assert task_in("Mend it.") == "Mend it."
    told = "<uploaded_files>\n/x\n</uploaded_files>\n<pr_description>\n# Broken\nMend it.\n</pr_description>\nHelp me."
    assert task_in(told) == "# Broken\nMend it."


@given(
    st.text(), st.lists(st.sampled_from(["<function=a>", "<parameter=x>", "</parameter>", "</function>", "\n", ">"]))
)
def test_any_text_is_a_call_or_none(text: str, more: list[str]) -> None:
    """No text fails to be read, and what is said never holds a call's own words twice."""
    found = call_in(text + "".join(more))
    assert found is None or found.tool
    assert acts(message("assistant", "".join(more))) == ("<function=a>" in more)


def test_openings_that_never_end_cost_their_length() -> None:
    """A hundred thousand parameters without an end are one value."""
    found = call_in("<function=a>" + "<parameter=x>" * 100_000)
    assert found is not None
    assert list(found.arguments) == ["x"]


@pytest.mark.parametrize(
    "name",
    [
        "chat-messages/ft_xml_example.jsonl",
        "hf-datasets/swe-play-trajectories__sample_raw.json",
        "hf-datasets/swe-smith__sample_raw.json",
    ],
)
def test_real_runs_have_as_many_actions_as_calls_stand_in_them(name: str) -> None:
    """Of three training sets, every call that a model wrote is an action, and all but last ones are answered."""
    path = samples(name)
    text = path.read_text()
    rows = json.loads(text) if text.startswith("[") else [json.loads(line) for line in text.splitlines()]
    for row, entry in zip(rows, list_runs(path), strict=True):
        said = row["messages"]
        calls = [
            at
            for at, one in enumerate(said)
            if one["role"] == "assistant" and re.search(r"<function=\w", one["content"])
        ]
        tape = open_tape(path, entry.key)
        actions = [one for step in iterate(tape.steps) for one in step.actions]
        assert [one.output for one in actions] == [
            said[at + 1]["content"] if at + 1 < len(said) else None for at in calls
        ]
        assert len(actions) > 10
        shell = [one.command for one in actions if "bash" in one.tool]
        written = [said[at]["content"] for at in calls if "bash>" in said[at]["content"]]
        assert all(command and command in text for command, text in zip(shell, written, strict=True))
        assert not tape.diagnostics
