"""Which edits an action makes: tools of many agents, patches, shell."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.edits.recognize import edits_of
from playhead.model import Edit

PAIR = "--- a/x.py\n+++ b/x.py\n@@ -1 +1 @@\n-a\n+b\n"
V4A = """*** Begin Patch
*** Update File: a.py
@@ def f():
 keep
-old
+new
*** Add File: n.py
+hello
+there
*** Delete File: gone.py
*** Update File: from.py
*** Move to: to.py
-x
+y
*** End Patch"""


def of_tool(tool: str, output: str | None = None, **arguments: Any) -> tuple[Edit, ...]:
    """Return the edits of a tool call."""
    return edits_of(tool, None, arguments, output)


def of_command(command: str) -> tuple[Edit, ...]:
    """Return the edits of a shell command."""
    return edits_of("bash", command, {"command": command}, None)


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("Edit", {"file_path": "x.py", "old_string": "a", "new_string": "b", "replace_all": False}),
        ("MultiEdit", {"file_path": "x.py", "edits": [{"old_string": "a", "new_string": "b"}]}),
        ("str_replace_editor", {"command": "str_replace", "path": "x.py", "old_str": "a", "new_str": "b"}),
        ("str_replace_based_edit_tool", {"command": "str_replace", "path": "x.py", "old_str": "a", "new_str": "b"}),
        ("file_editor", {"command": "str_replace", "path": "x.py", "old_str": "a", "new_str": "b", "summary": "s"}),
        ("edit", {"path": "x.py", "oldText": "a", "newText": "b"}),
        ("edit", {"filePath": "x.py", "oldString": "a", "newString": "b"}),
        ("replace", {"file_path": "x.py", "old_string": "a", "new_string": "b"}),
        ("replace_string_in_file", {"filePath": "x.py", "oldString": "a", "newString": "b"}),
        ("mcp__filesystem__edit_file", {"path": "x.py", "edits": [{"oldText": "a", "newText": "b"}]}),
        ("StrReplaceFile", {"path": "x.py", "edit": {"old": "a", "new": "b"}}),
        ("functions.search_replace", {"file_path": "x.py", "old_string": "a", "new_string": "b"}),
        ("replace_in_file", {"path": "x.py", "diff": "------- SEARCH\na\n=======\nb\n+++++++ REPLACE"}),
        (
            "apply_diff",
            {"path": "x.py", "diff": "<<<<<<< SEARCH\n:start_line:1\n-------\na\n=======\nb\n>>>>>>> REPLACE"},
        ),
        ("apply_patch", {"input": "*** Begin Patch\n*** Update File: x.py\n@@\n-a\n+b\n*** End Patch"}),
        ("patch", {"patchText": PAIR}),
    ],
)
def test_every_agents_replacement_is_one_diff(tool: str, arguments: dict[str, Any]) -> None:
    """A replacement of `a` by `b` is the same edit, whatever the agent calls its tool and arguments."""
    assert edits_of(tool, None, arguments, None) == (Edit("x.py", diff=PAIR, added=1, removed=1),)


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("Write", {"file_path": "x.py", "content": "a\nb\n"}),
        ("str_replace_editor", {"command": "create", "path": "x.py", "file_text": "a\nb\n"}),
        ("write_file", {"path": "x.py", "content": "a\nb\n"}),
        ("write_to_file", {"path": "x.py", "content": "a\nb\n"}),
        ("create_file", {"filePath": "x.py", "content": "a\nb\n"}),
        ("Edit", {"file_path": "x.py", "old_string": "", "new_string": "a\nb\n"}),
    ],
)
def test_a_whole_file_write_keeps_what_was_written(tool: str, arguments: dict[str, Any]) -> None:
    """A file written in one go has its content and its lines; what it replaced is not known here."""
    assert edits_of(tool, None, arguments, None) == (Edit("x.py", added=2, written="a\nb\n"),)


def test_an_insertion_knows_its_line() -> None:
    """An insertion adds after the line it is given."""
    (edit,) = of_tool("str_replace_editor", command="insert", path="x", insert_line=4, new_str="a\nb")
    assert (edit.diff, edit.added, edit.removed) == ("--- a/x\n+++ b/x\n@@ -4,0 +5,2 @@\n+a\n+b\n", 2, 0)


def test_the_answer_tells_the_line() -> None:
    """Where an editor answers with numbered lines, the diff has their numbers."""
    output = (
        "The file x has been edited. Here's the result of running `cat -n` on a snippet of x:\n    41\tq\n    42\tb\n"
    )
    (edit,) = of_tool("str_replace_editor", output, command="str_replace", path="x", old_str="a", new_str="b")
    assert edit.diff is not None
    assert "@@ -42 +42 @@" in edit.diff


def test_replacing_every_place_counts_none() -> None:
    """How many lines a replacement of all places changes is not in the record."""
    (edit,) = of_tool("Edit", file_path="x", old_string="a", new_string="b", replace_all=True)
    assert (edit.added, edit.removed) == (None, None)


def test_several_files_of_one_call() -> None:
    """A list of replacements may name a file each."""
    edits = of_tool(
        "multi_replace_string_in_file",
        replacements=[{"filePath": name, "oldString": "a", "newString": "b"} for name in ("x", "y", "x")],
    )
    assert [(edit.path, edit.added) for edit in edits] == [("x", 2), ("y", 1)]


@pytest.mark.parametrize(
    ("tool", "arguments", "output"),
    [
        ("str_replace_editor", {"command": "view", "path": "x"}, None),
        ("Read", {"file_path": "x"}, None),
        (
            "str_replace_editor",
            {"command": "str_replace", "path": "x", "old_str": "a"},
            "No replacement was performed, ...",
        ),
        (
            "Edit",
            {"file_path": "x", "old_string": "a", "new_string": "b"},
            "<tool_use_error>String to replace not found",
        ),
        ("Write", {"file_path": " ", "content": "x"}, None),
        ("Write", {"file_path": 7, "content": ["x"]}, None),
    ],
)
def test_what_changed_nothing_is_no_edit(tool: str, arguments: dict[str, Any], output: str | None) -> None:
    """A view, a refusal and arguments of wrong types make no edit."""
    assert edits_of(tool, None, arguments, output) == ()


def test_a_v4a_patch() -> None:
    """A patch of several files is an edit for each: updated, added, deleted, moved."""
    edits = of_tool("apply_patch", input=V4A)
    assert [(edit.path, edit.added, edit.removed) for edit in edits] == [
        ("a.py", 1, 1),
        ("n.py", 2, 0),
        ("gone.py", 0, None),
        ("to.py", 1, 1),
    ]
    assert edits[0].diff == "--- a/a.py\n+++ b/a.py\n@@ -1,2 +1,2 @@ def f():\n keep\n-old\n+new\n"
    assert edits[1].written == "hello\nthere\n"


WRITTEN = Edit("x.py", added=2, written="a\n$b\n")


@pytest.mark.parametrize(
    "command",
    [
        "cat > x.py <<'EOF'\na\n$b\nEOF\npython x.py",
        "cat <<'EOF' > x.py\na\n$b\nEOF",
        'cat <<"EOF" | tee x.py\na\n$b\nEOF',
        "cat <<\\EOF | sudo tee x.py > /dev/null\na\n$b\nEOF",
        "tee x.py <<'EOF'\na\n$b\nEOF",
        "cat > x.py <<-'EOF'\n\ta\n\t$b\n\tEOF",
        "mkdir -p y && cat >| x.py << 'END MARK'\na\n$b\nEND MARK",
        "if true; then cat > x.py <<'EOF'\na\n$b\nEOF\nfi",
        "printf 'a\\n$b\\n' > x.py",
        "echo -e 'a\\n$b' > x.py",
        "bash -lc \"cat > x.py <<'EOF'\na\n\\$b\nEOF\"",
        "cat > x.py <<'EOF'\na\n$b\n",
    ],
)
def test_a_heredoc_is_a_whole_file_write(command: str) -> None:
    """However a shell puts a text into a file, the file holds that text."""
    assert of_command(command) == (WRITTEN,)


def test_several_heredocs_of_one_command() -> None:
    """Heredocs are read in order, each with its own file, and text that looks like shell inside them is text."""
    edits = of_command("cat > a <<'E' && cat > b <<'F'\ncat > c <<X\nE\n2\nF\ncd /w; cat >> d <<'E'\n3\nE\n")
    assert [(edit.path, edit.written, edit.added) for edit in edits] == [
        ("a", "cat > c <<X\n", 1),
        ("b", "2\n", 1),
        ("/w/d", None, 1),
    ]
    assert edits[2].diff == "--- a/w/d\n+++ b/w/d\n@@ -0,0 +1 @@\n+3\n"
    assert edits[2].removed == 0


def test_what_a_shell_would_expand_is_derived() -> None:
    """A heredoc with a variable is not exactly what the file holds, and says so."""
    (edit,) = of_command("cat > x <<EOF\n$HOME \\$5\nEOF")
    assert (edit.written, edit.derived) == ("$HOME $5\n", True)


@pytest.mark.parametrize(
    ("command", "paths"),
    [
        ("sed -i 's/a/b/' x.py y.py", ["x.py", "y.py"]),
        ("cd /w && sed -i.bak -e 's/a/b/' -e '3d' x.py && make", ["/w/x.py"]),
        ("sed -i '' 's/a/b/' x.py", ["x.py"]),
        ("sed -Ei 's/a/b/' x.py; sed -n '1,3p' y.py", ["x.py"]),
        ("sed --in-place -e s/a/b/ -- x.py", ["x.py"]),
        ("perl -pi -e 's/a/b/' x.py y.py", ["x.py", "y.py"]),
        ("perl -0777 -i -pe 's/a/b/' x.py", ["x.py"]),
        ("perl -ne 'print' x.py", []),
        ("ruby -i -pe 'gsub(/a/, \"b\")' x.py", ["x.py"]),
        ("ed -s x.py <<'EOF'\n1d\nw\nEOF", ["x.py"]),
    ],
)
def test_in_place_editing_has_no_diff(command: str, paths: list[str]) -> None:
    """A program that edits in place names the files, and the record holds no diff of them."""
    assert of_command(command) == tuple(Edit(path) for path in paths)


def test_the_same_edit_twice_is_two_edits() -> None:
    """Appending the same line twice adds two lines; a file edited in place twice is one edit without a diff."""
    assert len(of_command("echo a >> x; echo a >> x")) == 2
    assert len(of_command("sed -i s/a/b/ x; sed -i s/c/d/ x")) == 1


@pytest.mark.parametrize(
    "command",
    [
        "python - <<'EOF'\nopen('x', 'w').write('a')\nEOF",
        "python x.py > log.txt 2>&1",
        "grep -rn '> x' . | head",
        "echo 'a > b'",
        "echo hi > /dev/null; echo oops >&2",
        "git commit -m \"$(cat <<'EOF'\nfix > it\nEOF\n)\"",
        "cat a.py > b.py",
        "# cat > x <<EOF",
        "git apply --check <<'EOF'\n" + PAIR + "EOF",
        "ls",
        "",
    ],
)
def test_what_writes_no_known_text_is_no_edit(command: str) -> None:
    """Reading, logging, scripts and checks are no edits."""
    assert of_command(command) == ()


@pytest.mark.parametrize(
    "command", ["git apply <<'EOF'\n{}EOF", "patch -p1 <<'EOF'\n{}EOF", "cat <<'EOF' | git apply -\n{}EOF"]
)
def test_a_patch_on_standard_input(command: str) -> None:
    """A patch that is fed to git or patch is an edit of each of its files."""
    more = PAIR + "--- a/y.py\n+++ b/y.py\n@@ -1 +1,2 @@\n c\n+d\n"
    edits = of_command(command.format(more))
    assert [(edit.path, edit.added, edit.removed) for edit in edits] == [("x.py", 1, 1), ("y.py", 1, 0)]
    assert edits[0].diff == PAIR


def test_apply_patch_in_a_shell() -> None:
    """Codex calls apply_patch as a program, with a heredoc or an argument."""
    for command in (
        f"apply_patch <<'EOF'\n{V4A}\nEOF",
        f"apply_patch '{V4A}'",
        f"bash -lc \"apply_patch <<'E'\n{V4A}\nE\"",
    ):
        assert [edit.path for edit in of_command(command)] == ["a.py", "n.py", "gone.py", "to.py"]


@pytest.mark.parametrize(
    ("line", "output", "edits"),
    [
        (
            "str_replace_editor str_replace /t/x.py --old_str 'a' --new_str 'b'",
            "The file has been edited.",
            (Edit("/t/x.py", diff=PAIR.replace("x.py", "t/x.py"), added=1, removed=1),),
        ),
        ("str_replace_editor create /t/x.py --file_text 'a\n$b\n'", "", (Edit("/t/x.py", added=2, written="a\n$b\n"),)),
        ("str_replace_editor view /t/x.py", "", ()),
        ("str_replace_editor str_replace /t/x.py --old_str 'a' --new_str 'b'", "No replacement was performed", ()),
        ("edit 1:1\nb\nend_of_edit", "[File: /t/x.py (1 lines total)]\n1:b\nFile updated.", (Edit("/t/x.py"),)),
        ("edit 1:1\nb\nend_of_edit", "Your proposed edit has introduced new syntax error(s).", ()),
        ("edit 'a' 'b'", "Text replaced.\n[File: x.py (1 lines total)]\n1:b", (Edit("x.py", PAIR, 1, 1),)),
        ("create x.py", "[File: /t/x.py (1 lines total)]\n1:", (Edit("/t/x.py", added=1, written="\n"),)),
        ("create-react-app x", "", ()),
    ],
)
def test_swe_agents_action_lines(line: str, output: str, edits: tuple[Edit, ...]) -> None:
    """SWE-agent calls its editors like programs; the file of a windowed edit is named in the answer."""
    assert edits_of(line.split(maxsplit=1)[0], line, {}, output) == edits


SCRIPTS = st.lists(
    st.sampled_from(
        [*"'\"\\$`<>|&;()#\n \t{}", "<<", "<<-", "EOF", "cat", "> x", "sed -i", "tee", "apply_patch", "-", "é"]
    ),
    max_size=40,
).map("".join)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from(
    [
        "path",
        "file_path",
        "command",
        "old_str",
        "new_str",
        "content",
        "edits",
        "input",
        "diff",
        "insert_line",
        "replace_all",
    ]
)


@given(SCRIPTS)
def test_no_script_raises(script: str) -> None:
    """Any jumble of shell signs is read to its end."""
    for edit in of_command(script):
        assert edit.path


@given(st.sampled_from(["Edit", "str_replace_editor", "apply_patch", "x"]), st.dictionaries(NAMES, JSON), JSON)
def test_no_arguments_raise(tool: str, arguments: dict[str, Any], output: Any) -> None:
    """Arguments of any type are edits or none."""
    for edit in edits_of(tool, None, arguments, output if isinstance(output, str) else None):
        assert edit.path
