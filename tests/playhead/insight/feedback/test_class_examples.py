"""Each class of negative feedback in runs as they were recorded: where it speaks, and where it must be silent.

What is expected was read in the runs, not taken from the rules. Every class has three real examples of both kinds and
more; none had to be made up. Made ones beside them: `test_judging.py`.
"""

from __future__ import annotations

from collections import Counter

import pytest

from playhead.insight.feedback.values import RULES
from tests.playhead.insight import real_runs

# class, kind, run, action, words of the evidence
SPEAKS = [
    ("N1", "tool_error", "entire 20", 8, "String to replace not found"),
    ("N1", "command_error", "entire 20", 9, "illegal option"),
    ("N1", "not_found", "heap crash", 1, "File does not exist"),
    ("N1", "not_found", "entire 68", 35, "File does not exist"),
    ("N1", "permission", "heap crash", 16, "EACCES"),
    ("N1", "permission", "opencode cleanup", 1, "permission denied"),
    ("N1", "tool_error", "openhands events", 1, "Cannot execute multiple commands at once"),
    ("N1", "test", "simonw", 9, "FAILURES"),
    ("N1", "tool_error", "pi before", 33, "Could not find the exact text"),
    ("N1", "command_error", "caffe", 6, "fatal: Remote branch 1.0.0 not found"),
    ("N2", "not_found", "mini issue", 1, "No such file or directory"),
    ("N2", "command_error", "mini matplotlib", 3, "Traceback"),
    ("N2", "not_found", "gemini large", 2, "No such file or directory"),
    ("N2", "not_found", "opencode large", 1, "No such file or directory"),
    ("N2", "command_error", "inspect whois", 2, "whois: command not found"),
    ("N2", "command_error", "ponyc 4595", 16, "ponyc: command not found"),
    ("N2", "test", "shipped review", 1, "assert 490 == 1250"),
    ("N2", "not_found", "shipped same test", 15, "No such file or directory"),
    ("N3", "test", "shipped careful", 2, "assert 490 == 1250"),
    ("N3", "test", "shipped same test", 10, "1 failed, 5 deselected"),
    ("N3", "test", "entire bc", 62, "--- FAIL: "),
    ("N3", "test", "entire cd", 158, "--- FAIL: "),
    ("N3", "test", "entire cd", 161, "--- FAIL: "),
    ("N3", "test", "aider repomap", 4, "NameError: name 'GitRepo' is not defined"),
    ("N4", "lint_type", "entire c0", 29, "hook_registry.go:203:10"),
    ("N4", "lint_type", "entire cd", 165, "G304"),
    ("N4", "build", "pi large", 71, "error TS2353"),
    ("N4", "build", "pi large", 92, "npm error"),
    ("N4", "build", "pi before", 157, "error TS2304"),
    ("N5", "command_error", "ctf encryption", 4, "Traceback"),
    ("N5", "command_error", "pandas 53652", 14, "AttributeError"),
    ("N5", "command_error", "heap crash", 8, "Segmentation fault"),
    ("N5", "command_error", "oqupy 74", 7, "Traceback"),
    ("N5", "command_error", "inspect 15", 3, "Traceback"),
    ("N6", "tool_error", "ctf encryption", 8, "introduced new syntax error"),
    ("N6", "tool_error", "mini requests", 28, "EXACTLY ONE action"),
    ("N6", "tool_error", "entire 68", 32, "Web search error"),
    ("N6", "tool_error", "openhands hello", 1, "Ran into [Errno 2] No such file or directory"),
    ("N6", "tool_error", "ponyc 4593", 12, "Parameter 'command' is expected to be one of"),
    ("N6", "not_found", "pi large", 36, "No such file or directory"),
    ("N6", "command_error", "pi large", 96, "not balanced"),
    ("N6", "command_error", "inspect 56", 3, "steghide: command not found"),
    ("N6", "command_error", "caffe", 3, "E: Failed to fetch"),
    ("N6", "timeout", "ctf katy", 17, "EXECUTION TIMED OUT"),
    ("N7", "not_found", "entire bc", 107, "No files found"),
    ("N7", "not_found", "entire 68", 36, "No files found"),
    ("N7", "not_found", "pi large", 33, ""),
    ("N7", "not_found", "ponyc 4593", 4, ""),
    ("N7", "not_found", "mini django", 12, ""),
    ("N7", "not_found", "ponyc 4595", 7, "only part of this file has been shown to you"),
    ("N7", "other", "mini matplotlib", 24, "Alignment is INCORRECT"),
    ("N8", "no_op", "compcert", 1, "no output"),
    ("N8", "no_op", "polyglot", 2, "no output"),
    ("N8", "no_op", "adaptive", 3, "no output"),
    ("N8", "no_op", "git multibranch", 27, "no output"),
    ("N8", "no_op", "windows", 22, "Done"),
    ("N9", "other", "ctf eps", 9, "Wrong flag!"),
    ("N9", "other", "ctf katy", 15, "Wrong flag!"),
    ("N9", "person", "inspect 15", 5, "Your submission was incorrect"),
    ("N9", "person", "entire bc", 33, "right?"),
    ("N9", "person", "pi large", 8, "i undid your changes"),
    ("N9", "person", "entire bc", 183, "The user doesn't want to proceed"),
    ("N9", "person", "aider repomap", 5, "don't use `IgnorantTemporaryDirectory`"),
]

# class, what stands there, run, action
SILENT = [
    ("N1", "a build whose flag is false", "entire 20", 12),
    ("N1", "a test run whose flag is false", "simonw", 2),
    ("N1", "a crash was awaited, the flag is false and the program ended well", "heap crash", 7),
    ("N1", "files removed, the flag is false", "pi before", 371),
    ("N2", "a check that passes", "mini matplotlib", 34),
    ("N2", "a test run cut in its middle, code 0", "mini requests", 51),
    ("N2", "a folder made, code 0", "ponyc 4588", 39),
    ("N2", "a listing of files called error.c, code 0", "ponyc 4595", 4),
    ("N3", "tests that pass", "entire bc", 55),
    ("N3", "tests that pass, others with none to run", "entire c0", 38),
    ("N3", "271 passed, 1 skipped", "mini matplotlib", 34),
    ("N3", "a script of checks that all pass", "pydantic 8316", 18),
    ("N3", "six tests that pass", "shipped careful", 11),
    ("N4", "a linter without issues", "entire 68", 24),
    ("N4", "a linter without issues, behind a pipe", "entire c0", 32),
    ("N4", "a build without a word", "entire 20", 12),
    ("N4", "mypy without issues", "mypy 15976", 20),
    ("N4", "biome and tsc without a word", "pi before", 108),
    ("N5", "an exception that was caught as expected", "mini django", 4),
    ("N5", "a file with the word Traceback in its tests", "break filter", 2),
    ("N5", "code that raises exceptions, shown", "pandas 53652", 23),
    ("N5", "code that prints what it caught, written by an editor", "pydantic 8316", 10),
    ("N5", "a script that ends with 'no errors'", "pydicom 1458", 10),
    ("N6", "code that holds messages of failure, read", "entire bc", 15),
    ("N6", "code that holds messages of failure, read", "entire cd", 26),
    ("N6", "code that holds messages of failure, read", "pi large", 2),
    ("N6", "an echo says that a folder is not there, as was asked", "entire ec", 50),
    ("N6", "the tag of a heredoc was taken for a program, and the program ran", "heap crash", 12),
    ("N6", "a message that asked for nothing", "shipped hard-coded", 5),
    ("N6", "a message that asked for nothing", "shipped careful", 9),
    ("N7", "an empty search that was wanted", "entire bc", 35),
    ("N7", "a search that finds", "pandas 53652", 6),
    ("N7", "a search that finds one folder", "entire 68", 37),
    ("N7", "a listing of two files", "ponyc 4593", 10),
    ("N7", "a file shown in part, which was enough", "ponyc 4595", 5),
    ("N8", "a script that prints nothing and is fine", "quiet script", 4),
    ("N8", "a build without a word", "entire bc", 54),
    ("N8", "a folder made without a word", "ponyc 4588", 39),
    ("N8", "a compiler that succeeds without a word", "heap crash", 5),
    ("N9", "a question of a person", "entire 68", 31),
    ("N9", "a wish of a person", "entire bc", 5),
    ("N9", "a wish of a person, put as a question", "cline webview", 2),
    ("N9", "a person who liked it and wants more", "cline webview", 3),
    ("N9", "a person who asks how something is done", "pi before", 14),
    ("N9", "what a harness writes in a person's name", "windows", 13),
    ("N9", "a submission that was taken", "ctf eps", 14),
]


@pytest.mark.parametrize(("rule", "kind", "name", "number", "words"), SPEAKS)
def test_what_went_wrong_is_seen(rule: str, kind: str, name: str, number: int, words: str) -> None:
    """Each class sees what a reader of the run sees: the action, its kind, and the words that say so."""
    found = real_runs.feedback(name, number)
    assert found is not None
    assert (found.rule, str(found.kind), found.negative) == (rule, kind, True)
    assert words in found.quote


@pytest.mark.parametrize(("rule", "what", "name", "number"), SILENT)
def test_what_only_looks_wrong_is_not_seen(rule: str, what: str, name: str, number: int) -> None:
    """What shows, quotes, finds nothing by wish or is fine is no negative feedback of any class."""
    assert real_runs.feedback(name, number) is None, f"{rule}: {what}"


def test_every_class_has_three_examples_of_each_kind() -> None:
    """No class is held by fewer than three real examples in which it speaks and three in which it must not."""
    speaks, silent = Counter(one[0] for one in SPEAKS), Counter(one[0] for one in SILENT)
    assert all(speaks[rule] >= 3 and silent[rule] >= 3 for rule in RULES)


@pytest.mark.parametrize("name", sorted({name for _, _, name, _, _ in SPEAKS}))
def test_every_piece_of_evidence_stands_in_the_record(name: str) -> None:
    """The quoted words are those at their place in the output, or in the message that they are said to stand in."""
    tape, insight = real_runs.run(name)
    assert insight.feedback
    for one in insight.feedback:
        feedback = one.feedback
        if feedback.source == "output":
            text = tape.steps[one.position].actions[one.place].output or ""
            assert 0 <= feedback.start <= feedback.end <= len(text)
            assert "\x1b" in text or feedback.quote in text[feedback.start : feedback.end]
        else:
            assert one.said_at is not None
            assert feedback.quote in tape.steps[one.said_at].text[feedback.start : feedback.end]
