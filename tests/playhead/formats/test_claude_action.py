"""What an action of Claude Code holds: its call, its result, its edits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from playhead.formats.claude_code.blocks import text_of_block, text_of_content
from playhead.model import Action, Kind
from tests.playhead.formats.claude_session import Lines, call, said, steps_of

HUNK = {
    "oldStart": 3,
    "oldLines": 3,
    "newStart": 3,
    "newLines": 4,
    "lines": [" a", "-b", "+c", "+-- d", "\\ No newline at end of file"],
}


def action_of(
    tmp_path: Path, block: dict[str, Any], content: Any = "ok", *, detail: Any = None, is_error: bool | None = None
) -> Action:
    """Return the action of one call with one result."""
    lines = Lines()
    lines.model("m1", block)
    lines.result(block["id"], content, is_error=is_error, toolUseResult=detail)
    return steps_of(lines.open(tmp_path))[0].actions[0]


def test_a_shell_call(tmp_path: Path) -> None:
    """A shell call has its command, its arguments, its output, its time and the time to its result."""
    action = action_of(tmp_path, call("c1", command="pytest -q", timeout=5), "1 passed")
    assert (action.tool, action.id, action.command, action.kind) == ("Bash", "c1", "pytest -q", Kind.TEST)
    assert action.arguments == {"command": "pytest -q", "timeout": 5}
    assert (action.output, action.is_error, action.exit_code) == ("1 passed", None, None)
    assert (action.at, action.duration_s) == ("2026-01-21T10:00:01.000Z", 1.0)


def test_other_tools_have_no_command(tmp_path: Path) -> None:
    """A tool that is no shell has no command, even where it has an argument of that name."""
    action = action_of(tmp_path, call("c1", "mcp__server__run", command="rm"), "Exit code 3")
    assert (action.command, action.exit_code) == (None, None)


def test_the_exit_code_is_in_the_text(tmp_path: Path) -> None:
    """The exit code of a failed shell call is the one its text begins with."""
    action = action_of(tmp_path, call("c1", command="false"), "Exit code 12\nno", is_error=True)
    assert (action.exit_code, action.is_error, action.failed) == (12, True, True)


def test_a_call_without_a_result(tmp_path: Path) -> None:
    """A call that was never answered has no output and did not fail."""
    lines = Lines()
    lines.model("m1", call("c1"))
    action = steps_of(lines.open(tmp_path))[0].actions[0]
    assert (action.output, action.failed, action.duration_s) == (None, False, None)


def test_a_refused_call_was_not_executed(tmp_path: Path) -> None:
    """A call that a person did not allow was not executed: an error without a duration and without edits."""
    text = "The user doesn't want to proceed with this tool use. The tool use was rejected."
    block = call("c1", "Write", file_path="/a", content="x\n")
    action = action_of(tmp_path, block, text, is_error=True, detail="Error: " + text)
    assert (action.executed, action.is_error, action.duration_s, action.edits) == (False, True, None, ())


@pytest.mark.parametrize(
    ("detail", "seconds"),
    [
        ({"durationMs": 250}, 0.25),
        ({"totalDurationMs": 90_000}, 90.0),
        ({"durationSeconds": 7.5}, 7.5),
        ({"durationMs": -1}, 1.0),
        ({"durationMs": "9"}, 1.0),
        ({"durationMs": float("nan")}, 1.0),
        ("Error", 1.0),
    ],
)
def test_the_tools_own_duration_counts(tmp_path: Path, detail: Any, seconds: float) -> None:
    """The duration is the tool's own where it says one that can be, else from call to result."""
    assert action_of(tmp_path, call("c1"), detail=detail).duration_s == seconds


def test_blocks_of_a_result_are_text(tmp_path: Path) -> None:
    """Blocks of a result stand one below the other; a picture is its type and size."""
    picture = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "A" * 16_000}}
    assert action_of(tmp_path, call("c1"), [said("one"), picture]).output == "one\n[image image/png 12 kB]"


def source(kind: str, data: str) -> dict[str, str]:
    """Return the source of a picture or document in base64."""
    return {"type": "base64", "media_type": kind, "data": data}


@pytest.mark.parametrize(
    ("block", "text"),
    [
        (said("a"), "a"),
        ("bare", "bare"),
        (None, ""),
        ({"type": "image", "source": source("image/gif", "AAA=")}, "[image image/gif 2 B]"),
        ({"type": "image", "source": {"type": "url", "url": "https://x.org/a.png"}}, "[image https://x.org/a.png]"),
        ({"type": "document", "source": source("text/pdf", "A" * 4_000_000)}, "[document text/pdf 3.0 MB]"),
        ({"type": "image"}, "[image]"),
        ({"type": "tool_reference", "tool_name": "Grep"}, "[tool Grep]"),
        ({"type": "new", "text": "t"}, "t"),
        ({"type": "new", "n": 1}, '{"type": "new", "n": 1}'),
    ],
)
def test_every_block_is_some_text(block: Any, text: str) -> None:
    """No block is left out: pictures and references are named, what is unknown is shown as it stands."""
    assert text_of_block(block) == text
    assert text_of_content([block]) == text


def test_thoughts_are_apart(tmp_path: Path) -> None:
    """Thoughts are not text; a withheld one says so; the same paragraph of a message is shown once."""
    lines = Lines()
    lines.model("m1", {"type": "thinking", "thinking": "hm", "signature": "x" * 99})
    lines.model("m1", {"type": "redacted_thinking", "data": "A" * 2000}, said("yes"))
    lines.model("m1", said("yes"), said("no"))
    step = steps_of(lines.open(tmp_path))[0]
    assert step.thought == "hm\n\n[thought withheld by the provider, 2 kB]"
    assert step.text == "yes\n\nno"


def test_an_edit_is_its_exact_hunks(tmp_path: Path) -> None:
    """An edit is a unified diff of the hunks in the record, with their own line numbers."""
    detail = {"filePath": "/repo/a.py", "structuredPatch": [HUNK], "originalFile": "...", "userModified": False}
    (edit,) = action_of(tmp_path, call("c1", "Edit", file_path="/repo/a.py"), detail=detail).edits
    assert (edit.path, edit.added, edit.removed, edit.written, edit.derived) == ("/repo/a.py", 2, 1, None, False)
    assert edit.diff == (
        "--- a/repo/a.py\n+++ b/repo/a.py\n@@ -3,2 +3,3 @@\n a\n-b\n+c\n+-- d\n\\ No newline at end of file\n"
    )


def test_a_new_file_is_all_added(tmp_path: Path) -> None:
    """A file that was created is a diff from nothing, and what was written."""
    detail = {"type": "create", "filePath": "/a", "content": "x\ny\n", "structuredPatch": [], "originalFile": None}
    (edit,) = action_of(tmp_path, call("c1", "Write", file_path="/a", content="x\ny\n"), detail=detail).edits
    assert (edit.added, edit.removed, edit.written) == (2, 0, "x\ny\n")
    assert edit.diff is not None
    assert edit.diff.startswith("--- /dev/null\n+++ b/a\n@@ ")


def test_an_overwritten_file_is_its_hunks(tmp_path: Path) -> None:
    """A file that was overwritten is the hunks in the record, and what was written."""
    detail = {"type": "update", "filePath": "/a", "content": "c\n", "structuredPatch": [HUNK], "originalFile": "b\n"}
    (edit,) = action_of(tmp_path, call("c1", "Write", file_path="/a", content="c\n"), detail=detail).edits
    assert (edit.added, edit.removed, edit.written) == (2, 1, "c\n")


@pytest.mark.parametrize(
    "wrong",
    [
        [5],
        [{}],
        [{**HUNK, "oldStart": -1}],
        [{**HUNK, "oldStart": "x"}],
        [{**HUNK, "newStart": 2**40}],
        [{**HUNK, "lines": 7, "oldStart": None}],
        [{**HUNK, "lines": ["no sign"]}],
        [{**HUNK, "lines": [" a\n+b"]}],
        [{**HUNK, "lines": [" a", 5]}],
    ],
)
def test_hunks_that_are_none_are_left_to_the_rules(tmp_path: Path, wrong: Any) -> None:
    """Where a hunk is not as it should be the edit is read from the arguments."""
    block = call("c1", "Edit", file_path="/a", old_string="b", new_string="c")
    edits = action_of(tmp_path, block, detail={"filePath": "/a", "structuredPatch": wrong}).edits
    assert edits == action_of(tmp_path, block).edits


def test_a_failed_edit_changed_nothing(tmp_path: Path) -> None:
    """An edit that failed has no edits."""
    block = call("c1", "Edit", file_path="/a", old_string="b", new_string="c")
    text = "<tool_use_error>String to replace not found in file.</tool_use_error>"
    assert action_of(tmp_path, block, text, is_error=True, detail="Error: x").edits == ()


def test_reminders_in_an_output_are_marked(tmp_path: Path) -> None:
    """What the program put around an output is marked as its wrapping; the output is exactly what the agent saw."""
    text = "line\n<system-reminder>be careful</system-reminder>"
    action = action_of(tmp_path, call("c1"), text)
    assert action.output == text
    (mark,) = action.marks
    assert text[mark.start : mark.end].strip() == "<system-reminder>be careful</system-reminder>"
    assert mark.role == "wrapper"
