"""Rows: what was done and what came of it, made by rule."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.formats.build import damaged_step, make_action, make_step
from playhead.formats.wrappers import marks_of
from playhead.insight.rows import row_of, row_of_action, strip_command, title_of


@pytest.mark.parametrize(
    ("command", "title"),
    [
        ("cd /repo && FOO=1 timeout 60 python -m pytest -q tests", "pytest -q tests"),
        (
            "cat > reproduce.py <<'EOF'\na\nb\nEOF\npython reproduce.py",
            "write reproduce.py 2 lines; python reproduce.py",
        ),
        ("cat >> notes.md <<EOF\na\nEOF", "append to notes.md 1 line"),
        ("sed -i 's/a b/c d/' web/app.js", "sed -i web/app.js 's/a b/c d/'"),
        ("sed -n 1,40p a.py", "sed -n 1,40p a.py"),
        ("grep -rn 'two words' src | head -3", "grep -rn 'two words' src | head -3"),
        ("# look around\nls", "ls"),
        ("", ""),
    ],
)
def test_a_command_is_told_without_what_prepares_it(command: str, title: str) -> None:
    """The row of a command is what it does, on one line."""
    assert strip_command(command) == title


@pytest.mark.parametrize(
    ("command", "output", "exit_code", "result", "failed"),
    [
        ("pytest", "...\n1 failed, 5 passed in 0.03s\n", 1, "1✗ 5✓", True),
        ("pytest | tail -3", "== 1 failed, 5 passed, 2 warnings in 0.03s ==\n", 0, "1✗ 5✓", False),
        ("python -m unittest", "Ran 7 tests in 0.001s\n\nFAILED (failures=1, errors=1)\n", 1, "2✗ 5✓", True),
        ("python x.py", "Traceback", 2, "exit 2", True),
        ("python x.py", "fine", 0, "", False),
        ("grep foo a.py", "1:foo\n2:foo\n", 0, "2 hits", False),
        ("grep foo a.py", "", 1, "nothing", True),
    ],
)
def test_a_row_tells_what_came_of_it(command: str, output: str, exit_code: int, result: str, *, failed: bool) -> None:
    """Counts of tests, hits, or the exit code stand on the right."""
    row = row_of_action(make_action(n=1, tool="bash", command=command, output=output, exit_code=exit_code))
    assert (row.result, row.failed) == (result, failed)


def test_a_command_that_does_nothing_says_so() -> None:
    """A shell call with nothing to do is told as one, with what stood there."""
    assert row_of_action(make_action(n=1, tool="bash", command=": ''")).title == "does nothing: : ''"


def test_a_read_tells_its_lines() -> None:
    """A read names the file and the lines that were asked for."""
    row = row_of_action(make_action(n=1, tool="Read", arguments={"file_path": "/a/b.py", "offset": 10, "limit": 5}))
    assert (row.title, row.path) == ("/a/b.py 10-14", "/a/b.py")


def test_an_editor_command_is_told_by_its_file() -> None:
    """A command of an editor tool names file and lines, not its text."""
    view = make_action(
        n=1,
        tool="str_replace_editor",
        command="str_replace_editor view /a.py",
        arguments={"command": "view", "path": "/a.py", "view_range": [3, 9]},
    )
    window = make_action(n=2, tool="edit", command="edit 12:14\nx = 1\nend_of_edit", arguments={"path": "/a.py"})
    assert [row_of_action(action).title for action in (view, window)] == ["/a.py 3-9", "/a.py 12-14"]


def test_what_a_search_complains_about_is_no_hit() -> None:
    """A line in which grep or find says what it could not search is not counted, though the exit code is another's."""
    lines = "a.py:1:x\ngrep: lib: Is a directory\nfind: './tmp': Permission denied\n"
    searched = make_action(n=1, tool="bash", command="grep x * | head", output=lines, exit_code=0)
    assert row_of_action(searched).result == "1 hit"
    missed = make_action(
        n=1, tool="bash", command="grep x no.py | head", output="grep: no.py: No such file\n", exit_code=0
    )
    assert row_of_action(missed).result == "nothing"


def test_hits_are_lines_of_the_search_alone() -> None:
    """What the harness put around an output is no hit; where it cut the output there are more."""
    found = "<persisted-output>\nOutput too large (42KB). Saved to: x\n\nPreview (2KB):\na:1\nb:2\n...\n"
    cut = make_action(n=1, tool="Grep", arguments={"pattern": "x"}, output=f"{found}</persisted-output>")
    marked = replace(cut, marks=marks_of("claude-code", "Grep", cut.output))
    assert row_of_action(marked).result == "2+ hits"


def test_a_plan_tells_how_far_it_has_come() -> None:
    """A list of tasks is told by how many are done and which one is at hand."""
    todos = [
        {"content": "look", "status": "completed"},
        {"content": "fix the schema", "status": "in_progress"},
        {"content": "test"},
    ]
    assert (
        row_of_action(make_action(n=1, tool="TodoWrite", arguments={"todos": todos})).title == "plan 1/3 fix the schema"
    )


@pytest.mark.parametrize("status", [[], {}, None, 5, [["done"]]])
def test_a_task_of_a_plan_with_any_status_is_a_task(status: object) -> None:
    """A status that is no text counts as not done."""
    todos = [{"content": "look", "status": status}, {"content": "test", "status": "done"}]
    assert row_of_action(make_action(n=1, tool="TodoWrite", arguments={"todos": todos})).title == "plan 1/2"


def test_several_actions_stand_in_one_row() -> None:
    """A step of several actions is told by its deciding one, with how many more and how many failed."""
    actions = [
        make_action(n=1, tool="Read", arguments={"file_path": "a"}, is_error=True),
        make_action(n=2, tool="Glob", arguments={"pattern": "*"}, output="x"),
    ]
    row = row_of(make_step(index=0, n=1, id="1", source="agent", actions=actions))
    assert (row.title, row.failed) == ('glob "*"  +1 more', True)


def test_a_thought_alone_is_told_as_one() -> None:
    """A step that only thinks says so."""
    assert row_of(make_step(index=0, n=1, id="1", source="agent", thought="\n\nwhy?\nmore")).title == "thinks: why?"


def test_a_prompt_is_told_by_what_stands_in_its_tags() -> None:
    """A line that is only a tag is passed over."""
    step = make_step(index=0, n=1, id="1", source="user", text="<pr_description>\n## Fix the sitemap\n")
    assert row_of(step).title == "user: Fix the sitemap"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("<command-name>/exit</command-name>\n", "user: /exit"),
        ("<a></a>\nwhy", "user: <a></a>"),
        (
            '<task-notification>\n<task-id>a3</task-id>\n<summary>Agent "Review" completed</summary>\n',
            'user: Agent "Review" completed',
        ),
        ("<task-notification>\n<task-id>a3</task-id>\n", "user: a3"),
    ],
)
def test_a_message_of_the_harness_is_told_by_what_its_tags_enclose(text: str, title: str) -> None:
    """A command is told by its name, and that something in the background has ended by its summary."""
    assert row_of(make_step(index=0, n=1, id="1", source="user", text=text)).title == title


def test_a_bracket_alone_says_nothing() -> None:
    """An answer in JSON is told by its first line that has a word, by the bracket where there is none."""
    texts = ('```json\n{\n  "a": 1\n}\n```', "{\n}")
    steps = [make_step(index=0, n=1, id="1", source="agent", text=text) for text in texts]
    assert [row_of(step).title for step in steps] == ['"a": 1', "{"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("## Fix it", "Fix it"),
        ("**Done.** All pass", "Done. All pass"),
        ("`DELIVERY` lists two", "`DELIVERY` lists two"),
        ("- --flag is off", "--flag is off"),
    ],
)
def test_a_message_is_told_without_its_markdown_marks(text: str, title: str) -> None:
    """Headings, bullets and bold marks say nothing in a row; names in backticks stay whole."""
    assert row_of(make_step(index=0, n=1, id="1", source="agent", text=text)).title == title


def test_a_damaged_record_is_a_row() -> None:
    """What no decoder could read is still in the list, as a failure."""
    row = row_of(damaged_step(index=0, n=1, id="1", text="{", raw=()))
    assert (row.title, row.failed) == ("damaged record", True)


@given(st.text(), st.one_of(st.none(), st.text()), st.one_of(st.none(), st.integers()))
def test_a_title_is_one_line(command: str, output: str | None, exit_code: int | None) -> None:
    """Whatever the command, its title has no line break."""
    row = row_of_action(make_action(n=1, tool="bash", command=command, output=output, exit_code=exit_code))
    assert "\n" not in row.title
    assert "\n" not in row.result


@given(st.lists(st.tuples(st.text(), st.none() | st.text()), max_size=3), st.text())
def test_the_title_alone_is_that_of_the_row(said: list[tuple[str, str | None]], text: str) -> None:
    """However many actions a step has, its title without the result is the one the row shows."""
    actions = tuple(make_action(n=1, tool="bash", command=command, output=output) for command, output in said)
    step = make_step(index=0, n=1, id="1", source="agent", text=text, actions=actions)
    assert title_of(step) == row_of(step).title


def test_a_tool_of_a_server_is_told_by_its_own_name() -> None:
    """What comes before a server's tool gives way to what it was asked: its title before its description."""
    asked = make_action(
        n=1, tool="mcp__linear-server__create_issue", arguments={"description": "long", "title": "Step"}
    )
    assert row_of_action(asked).title == "create_issue Step"
