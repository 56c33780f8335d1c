"""Why problems are one or several, and what settles them: one example a reason."""

from __future__ import annotations

from typing import Any

import pytest

from playhead.insight.moments.families import family_of, only_prepares
from tests.playhead.insight.moments.played import edits, fails, moments, passes, reads, told

Act = dict[str, Any]


def runs(command: str, output: str = "fine", code: int | None = 0, tool: str = "bash") -> Act:
    """Return a command with its output and exit code."""
    return {"tool": tool, "command": command, "output": output, "exit_code": code}


def refuses(path: str = "a.py", tool: str = "str_replace_editor") -> Act:
    """Return an edit that its tool refuses."""
    arguments = {"command": "str_replace", "path": path, "old_str": "x", "new_str": "y"}
    return {"tool": tool, "arguments": arguments, "output": "No replacement was performed", "is_error": True}


def submits(words: str, output: str = "") -> Act:
    """Return something handed in, with what was answered."""
    return {"tool": "submit", "command": f"submit {words}", "output": output}


NOTHING = runs(":", "", None)
LOOKS = runs("ls src", "a.py", None)
LISTS = runs("cat a.py", "text", None)
GARBLED = runs("foo) x", "bash: syntax error near unexpected token `)'", 2)
MAKE = runs("make", "make: *** [all] Error 2", 2)
CMAKE = runs("cmake -B . -S ..", "CMake Error at CMakeLists.txt:27", 1)
MADE = runs("make", "done")
MISSING = "cat: {0}: No such file or directory"


def test_a_shell_that_does_nothing_is_settled_when_it_stays_so() -> None:
    """One command that works, and nothing again: the same problem; two in a row end it."""
    assert told(moments([NOTHING, LOOKS, NOTHING, NOTHING, LOOKS, LISTS, LOOKS])) == [(1, 5, "recovered")]


def test_a_shell_that_worked_once_at_the_end_went_in_circles() -> None:
    """Three commands that did nothing and one that did, and the run is over: nobody knows whether it stays so."""
    assert told(moments([NOTHING, NOTHING, NOTHING, LOOKS])) == [(1, 4, "spiralled")]


def test_a_command_that_changes_something_settles_the_shell_at_once() -> None:
    """What was installed or written proves that the shell works; what fails later is new."""
    found = moments([NOTHING, runs("mkdir a", "", 0), NOTHING, runs("mkdir b", "", 0)])
    assert told(found) == [(1, 2, "recovered"), (3, 4, "recovered")]


def test_a_garbled_line_is_settled_by_the_next_command() -> None:
    """A syntax error of the shell is a slip: the next command that works ends it."""
    assert told(moments([GARBLED, LOOKS, LISTS, GARBLED, LOOKS])) == [(1, 2, "recovered"), (4, 5, "recovered")]


def test_what_never_ran_is_missed_by_what_comes_after() -> None:
    """A folder that was not made behind a `:` and is then not there is one problem, until a command really runs."""
    hidden = runs(": mkdir -p /git/a && cd /git/a", "bash: line 1: cd: /git/a: No such file or directory", 1)
    again = runs(": ls -la /git/a", "", None)
    real = runs("mkdir -p /git/a && git init /git/a", "Initialized", 0)
    assert [one[:2] for one in told(moments([hidden, again, hidden, real]))] == [(1, 4)]


def test_builds_that_fail_for_one_reason_after_another_are_one_problem() -> None:
    """`make`, `cmake` and `make` again build one thing; cleaning and asking settle nothing."""
    asked = runs("make -n build", "cc a.c")
    assert told(moments([MAKE, asked, CMAKE, edits("CMakeLists.txt"), MADE])) == [(1, 5, "recovered")]


def test_a_type_check_in_several_spellings_is_one() -> None:
    """Flags and scripts around a type checker make no other problem."""
    first = runs("npm run check", "a.ts(1,2): error TS2304: Cannot find name 'x'", 2)
    other = runs("npx tsc --noEmit", "a.ts(1,2): error TS2305: no member", 2)
    assert told(moments([first, other, edits("a.ts"), runs("npm run check")])) == [(1, 4, "recovered")]


def test_a_script_that_fails_again_soon_was_not_done() -> None:
    """That a script ran through proves little: another error of it after the next edit is the same problem."""
    broken = runs("python d.py", "Traceback (most recent call last):\nTypeError: no", 1)
    again = runs("python d.py", "Traceback (most recent call last):\nValueError: no", 1)
    fine = runs("python d.py", "garbage")
    assert told(moments([broken, edits("d.py"), fine, edits("d.py"), again, edits("d.py"), fine])) == [
        (1, 7, "recovered")
    ]


def test_tests_that_fail_again_after_they_passed_are_a_new_problem() -> None:
    """A passing test run is a proof; what fails some actions later is another matter."""
    found = moments([fails(), edits(), passes(), reads(), reads(), edits(), fails(), edits(), passes()])
    assert told(found) == [(1, 3, "recovered"), (7, 9, "recovered")]


def test_a_refused_edit_that_is_refused_again_right_after_one_that_was_taken() -> None:
    """An edit that went wrong between refusals settles nothing."""
    assert told(moments([refuses(), edits(), refuses(), edits(), reads(), reads()])) == [(1, 4, "recovered")]


def test_an_edit_that_is_made_with_the_shell_instead_is_a_way_around() -> None:
    """The tool refuses, sed does it."""
    assert told(moments([refuses(), runs("sed -i s/x/y/ a.py", "")])) == [(1, 2, "worked_around")]


def test_after_many_refusals_another_file_is_another_way() -> None:
    """Three refused edits, then another file is edited and that is that."""
    acts = [refuses("a.py")] * 3 + [edits("b.py"), *[reads("c.py")] * 5]
    found = moments(acts)
    assert told(found) == [(1, 4, "worked_around")]


@pytest.mark.parametrize(
    ("after", "outcome"),
    [
        ([runs("grep -n x src/lib/editor.ts", "3: x")], "recovered"),
        ([runs("cat other.md", "text")], "worked_around"),
        ([runs("ls src", "lib")], "worked_around"),
    ],
)
def test_what_was_not_there_is_found_elsewhere_or_done_without(after: list[Act], outcome: str) -> None:
    """The same file under a corrected path is recovered, another look is a way around."""
    missed = runs("cat src/editor.ts", MISSING.format("src/editor.ts"), 1)
    found = moments([missed, *after, *[runs("python x.py")] * 5])
    assert [one[2] for one in told(found)] == [outcome]


def test_a_program_that_is_not_there_is_one_problem_at_all_paths() -> None:
    """A binary guessed at several places is missing once."""
    acts = [
        runs("ponyc a", "bash: ponyc: command not found", 127),
        runs("./build/ponyc a", "bash: ./build/ponyc: No such file or directory", 127),
        runs("/opt/bin/ponyc a", "bash: /opt/bin/ponyc: No such file or directory", 127),
        runs("/usr/bin/ponyc a"),
    ]
    assert told(moments(acts)) == [(1, 4, "recovered")]


def test_a_tool_that_cannot_start_is_done_without() -> None:
    """A listing tool without permission, and the shell lists: a way around, at that action."""
    glob = {"tool": "Glob", "arguments": {"pattern": "*"}, "output": "spawn rg EACCES", "is_error": True}
    assert told(moments([glob, LOOKS, *[LISTS] * 4])) == [(1, 2, "worked_around")]


@pytest.mark.parametrize(
    ("second", "outcome"), [("'flag{people make it}'", "recovered"), ("125379498", "worked_around")]
)
def test_what_is_handed_in_again_is_the_same_or_something_else(second: str, outcome: str) -> None:
    """A refused submission that is taken in other words is recovered; something else that is taken, a way around."""
    acts = [submits("flag{people make it}", "Wrong flag!"), submits(second)]
    assert told(moments(acts)) == [(1, 2, outcome)]


def test_edits_of_other_files_keep_a_problem_open_only_for_a_while() -> None:
    """A failing check that nobody runs again ends where it was last worked on, however long the run edits on."""
    others = [act for n in range(30) for act in (reads(f"{n}.md"), edits(f"{n}.md"))]
    (found,) = moments([fails(), edits("test_a.py"), *others])
    assert (found.end_action, str(found.outcome)) == (2, "abandoned")


@pytest.mark.parametrize(
    ("check", "family"),
    [
        ("make -j2", "make"),
        ("cmake --build .", "make"),
        ("npx tsc --noEmit src/**/*.ts", "types of TypeScript"),
        ("npm run check", "types of TypeScript"),
        ("cargo clippy", "cargo build"),
        ("cargo test", None),
        ("npm run publish", None),
        ("python a.py", None),
        (None, None),
    ],
)
def test_checks_of_one_family_check_one_thing(check: str | None, family: str | None) -> None:
    """Builds, type checks and linters are known by what they build or check with."""
    assert family_of(check) == family


@pytest.mark.parametrize(
    ("check", "prepares"), [("make clean", True), ("make -n all", True), ("make", False), ("cc --version", True)]
)
def test_what_only_prepares_builds_nothing(check: str, *, prepares: bool) -> None:
    """Cleaning, configuring and asking for a version prove nothing."""
    assert only_prepares(check) is prepares


def test_paths_that_nothing_is_called_are_one_mistake() -> None:
    """Reads of garbled paths, each another, are one problem."""
    garbled = [
        {"tool": "Read", "arguments": {"file_path": path}, "output": "File does not exist.", "is_error": True}
        for path in (": 5}", '{"path": "a', "]: ")
    ]
    assert len(told(moments([*garbled, edits("b.py")]))) == 1


def test_a_missing_file_that_is_looked_for_in_vain_is_one_problem() -> None:
    """A read that finds no file and a search that finds none by its name belong together."""
    arguments = {"file_path": "src/textutil.go"}
    reads_it = {"tool": "Read", "arguments": arguments, "output": "File does not exist.", "is_error": True}
    globs = {"tool": "Glob", "arguments": {"pattern": "**/textutil*"}, "output": "No files found"}
    said = {**runs("ls src", "main.go"), "thought": "I can't find it."}
    assert [one[:1] for one in told(moments([reads_it, globs, said]))] == [(1,)]


def test_a_folder_of_that_name_is_not_the_file() -> None:
    """A listing that names only a folder called as the missing file has found something else."""
    arguments = {"file_path": "src/textutil.go"}
    missed = {"tool": "Read", "arguments": arguments, "output": "File does not exist.", "is_error": True}
    rest = [runs("python x.py")] * 5
    assert [one[2] for one in told(moments([missed, runs("ls src/textutil", "tags.go"), *rest]))] == ["worked_around"]
    found = runs("ls lib/textutil.*", "lib/textutil.go")
    assert [one[2] for one in told(moments([missed, found, *rest]))] == ["recovered"]


def test_a_look_that_was_refused_and_then_taken_is_settled_though_it_finds_nothing() -> None:
    """A parameter that is not allowed, then the same view without it: recovered; that it shows nothing is new."""
    view = {"tool": "str_replace_editor", "arguments": {"command": "view", "path": "/w/a"}}
    refused = {**view, "output": "The `view_range` parameter is not allowed when `path` points to a directory."}
    empty = {
        **view,
        "output": "Here's the files and directories up to 2 levels deep in /w/a, excluding hidden items:\n/w/a",
    }
    lists = {**runs("ls -R /w/a", "a.py"), "thought": "The view does not show any file."}
    found = told(moments([refused, empty, lists, *[runs("python x.py")] * 5]))
    assert found == [(1, 2, "recovered"), (2, 3, "worked_around")]


def test_a_program_that_fails_behind_a_file_that_was_written_is_what_failed() -> None:
    """A command writes a file and git refuses: it is settled when git works."""
    wrote = "echo a > a.txt && git add a.txt && git commit -m a"
    refused = runs(wrote, "Author identity unknown\nfatal: unable to auto-detect email address", 128)
    again = runs("git config user.email a@b.c && git commit -m a", "[main 1] a")
    assert told(moments([refused, again])) == [(1, 2, "recovered")]


def codes(code: str, output: str) -> Act:
    """Return a call of a code interpreter."""
    return {"tool": "python", "arguments": {"code": code}, "output": output}


def name_error(name: str) -> str:
    """Return what Python says of a name that is not there."""
    return f"Traceback (most recent call last):\nNameError: name {name} is not defined"


def test_a_slip_in_code_is_settled_when_the_code_runs() -> None:
    """A forgotten import, then another reason to fail: the first is recovered, the other is a problem of its own."""
    acts = [
        codes("f()", name_error("f")),
        codes("def f(): return 1 / 0\nf()", "Traceback (most recent call last):\nZeroDivisionError: division by zero"),
        codes("def f(): return 1\nprint(f())", "1"),
    ]
    assert told(moments(acts)) == [(1, 2, "recovered"), (2, 3, "recovered")]


def test_the_same_error_of_code_again_is_one_problem() -> None:
    """Code that fails in the same way twice, and then works."""
    acts = [codes("f()", name_error("f")), codes("f(1)", name_error("f")), codes("print(1)", "1")]
    assert told(moments(acts)) == [(1, 3, "recovered")]


@pytest.mark.parametrize(
    ("after", "outcome"),
    [([codes("print(2)", "2")], "unresolved_at_end"), ([codes("print(2)", "2"), submits("flag{a}")], "recovered")],
)
def test_a_submission_that_its_grader_refuses_stays_open_until_one_is_taken(after: list[Act], outcome: str) -> None:
    """What a grader says in a person's name of what was handed in is a refusal, however often it comes."""
    refusal = "Your submission was incorrect. Please proceed and attempt to find the correct answer."
    acts = [submits("flag{b}"), refusal, codes("print(1)", "1"), submits("flag{c}"), refusal, *after]
    assert [(one[0], one[2]) for one in told(moments(acts))] == [(1, outcome)]


def test_programs_that_are_not_there_for_one_file_are_one_problem() -> None:
    """One tool after another is missing; something that is there does their work: a way around."""
    missing = [runs(f"{name} flag.png", f"bash: line 1: {name}: command not found", 127) for name in ("zsteg", "xxd")]
    acts = [*missing, codes("print(open('flag.png', 'rb').read(9))", "b'PNG'"), *[runs("python x.py")] * 4]
    assert told(moments(acts)) == [(1, 3, "worked_around")]
