"""The classes of negative feedback in real runs, which are read where they are: what they see, and what they leave."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from playhead import open_tape
from playhead.insight.run_insight import RunInsight, insight_of
from tests.shared_data import labelled, samples

CLAUDE = "claude-code/entire_{}_full.jsonl"
TRIAL = "codetracer/trials/{}/agent/trajectory.json"
BC, CD, SMALL = CLAUDE.format("bc_cb77bb88fa_1"), CLAUDE.format("cd_95adddad32_0"), CLAUDE.format("20_02395c1048_0")
C0, E68, CE = (CLAUDE.format(f"{one}_0") for one in ("c0_70516b3fa9", "68_60e2316a8a", "ce_aea776cdb0"))
PI = "other/pi/pi_large-session.jsonl"
MPL = "mini-swe-agent/matplotlib__matplotlib-24570.traj.json"
DJANGO = "mini-swe-agent/django__django-16255.traj.json"
REQUESTS = "mini-swe-agent/psf__requests-1142.traj.json"
ISSUE = "mini-swe-agent/github_issue.traj.json"
PANDAS = "sweagent/pandas-dev__pandas.95280573.pr_53652.traj"
PANDAS_SQL = "sweagent/pandas-dev__pandas.95280573.pr_53856.traj"
EPS, KATY = (f"sweagent/demo__ctf__crypto__{one}.traj" for one in ("eps", "katy"))
BABY = "sweagent/demo__ctf__crypto__BabyEncryption.traj"
_SETTING = "__lcb__t-0.00__p-0.95__c-4.00__install-0"
QUIET = f"sweagent/man_thought__swe-bench-HumanEvalFix-python{_SETTING}__humanevalfix-python-0.traj"
HEAP = TRIAL.format("custom-memory-heap-crash__PonxSXG")
WINDOWS, COMPCERT = TRIAL.format("install-windows-3.11__sVtnj8d"), TRIAL.format("compile-compcert__s8VSGqn")
POLYGLOT, GIT = TRIAL.format("polyglot-c-py__3z6k7TU"), TRIAL.format("git-multibranch__jtDQTyU")

SEEN = [
    ("N1", "tool_error", SMALL, 8, "String to replace not found"),
    ("N1", "command_error", SMALL, 9, "illegal option"),
    ("N1", "not_found", HEAP, 1, "File does not exist"),
    ("N1", "permission", HEAP, 16, "EACCES"),
    ("N2", "not_found", ISSUE, 1, "No such file or directory"),
    ("N2", "command_error", ISSUE, 8, "Traceback"),
    ("N2", "command_error", MPL, 3, "Traceback"),
    ("N3", "test", BC, 62, "--- FAIL: "),
    ("N3", "test", CD, 158, "--- FAIL: "),
    ("N3", "test", CD, 161, "--- FAIL: "),
    ("N4", "lint_type", C0, 29, "hook_registry.go:203:10"),
    ("N4", "lint_type", CD, 165, "G304"),
    ("N4", "build", PI, 71, "error TS2353"),
    ("N4", "build", PI, 92, "npm error"),
    ("N5", "command_error", BABY, 4, "Traceback"),
    ("N5", "command_error", PANDAS, 14, "AttributeError"),
    ("N5", "command_error", HEAP, 8, "Segmentation fault"),
    ("N6", "tool_error", BABY, 8, "introduced new syntax error"),
    ("N6", "tool_error", REQUESTS, 28, "EXACTLY ONE action"),
    ("N6", "tool_error", E68, 32, "Web search error"),
    ("N6", "not_found", PI, 36, "No such file or directory"),
    ("N6", "command_error", PI, 96, "not balanced"),
    ("N6", "timeout", KATY, 17, "EXECUTION TIMED OUT"),
    ("N7", "not_found", BC, 107, "No files found"),
    ("N7", "not_found", PI, 33, ""),
    ("N7", "other", MPL, 24, "Alignment is INCORRECT"),
    ("N8", "no_op", COMPCERT, 1, "no output"),
    ("N8", "no_op", POLYGLOT, 2, "no output"),
    ("N8", "no_op", WINDOWS, 22, "Done"),
    ("N9", "other", EPS, 9, "Wrong flag!"),
    ("N9", "other", KATY, 15, "Wrong flag!"),
    ("N9", "person", BC, 33, "right?"),
    ("N9", "person", PI, 8, "i undid your changes"),
    ("N9", "person", BC, 183, "The user doesn't want to proceed"),
]

UNSEEN = [
    ("a check that passes", MPL, 34),
    ("an exception that was caught as expected", DJANGO, 4),
    ("a test run without failures", REQUESTS, 51),
    ("tests that pass", BC, 55),
    ("tests that pass, others with none to run", C0, 38),
    ("a linter without issues", E68, 24),
    ("a linter without issues, behind a pipe", C0, 32),
    ("a build without a word", SMALL, 12),
    ("code that raises exceptions, shown", PANDAS, 23),
    ("code that raises exceptions, shown with line numbers", REQUESTS, 3),
    ("a file with the word Traceback in its tests", TRIAL.format("break-filter-js-from-html__U92hUwr"), 2),
    ("code that holds messages of failure, read", BC, 15),
    ("code that holds messages of failure, read", CD, 26),
    ("code that holds messages of failure, read", PI, 2),
    ("an empty search that was wanted", BC, 35),
    ("a search that finds", PANDAS, 6),
    ("a metric that is called an error", HEAP, 7),
    ("a script that prints nothing and is fine", QUIET, 4),
    ("a file that was made", PANDAS, 13),
    ("a question of a person", E68, 31),
    ("a wish of a person", BC, 5),
    ("a submission that was taken", EPS, 14),
]

EXCLUDED = [
    ("answers_no", COMPCERT, 7),
    ("answers_no", PI, 160),
    ("answers_no", PI, 166),
    ("timeout_on_purpose", WINDOWS, 28),
    ("timeout_on_purpose", WINDOWS, 29),
]


@lru_cache(maxsize=8)
def _found(name: str) -> RunInsight:
    path: Path = labelled(name) if name.startswith("codetracer") else samples(name)
    return insight_of(open_tape(path))


@pytest.mark.parametrize(("rule", "kind", "name", "number", "quote"), SEEN)
def test_what_went_wrong_is_seen(rule: str, kind: str, name: str, number: int, quote: str) -> None:
    """Each class sees what a reader of the run sees: the action, its kind, and the words that say so."""
    (seen,) = [one for one in _found(name).feedback if one.number == number]
    assert (seen.feedback.rule, str(seen.feedback.kind), seen.feedback.negative) == (rule, kind, True)
    assert quote in seen.feedback.quote


@pytest.mark.parametrize(("what", "name", "number"), UNSEEN)
def test_what_only_looks_wrong_is_not_seen(what: str, name: str, number: int) -> None:
    """What shows, quotes, finds nothing by wish or is fine is no negative feedback."""
    found = _found(name)
    assert any(one.number == number for one in found.deeds), what
    assert [one.feedback for one in found.feedback if one.number == number] == [], what


@pytest.mark.parametrize(("reason", "name", "number"), EXCLUDED)
def test_what_is_excluded_says_why(reason: str, name: str, number: int) -> None:
    """A failed action that is no negative feedback is told with its reason."""
    (seen,) = [one for one in _found(name).feedback if one.number == number]
    assert (seen.feedback.excluded, seen.feedback.negative) == (reason, False)


@pytest.mark.parametrize("name", sorted({name for _, _, name, _, _ in SEEN}))
def test_every_piece_of_evidence_stands_in_the_record(name: str) -> None:
    """The quoted words are those at their place in the output, or in the message that they are said to stand in."""
    path: Path = labelled(name) if name.startswith("codetracer") else samples(name)
    tape = open_tape(path)
    for one in insight_of(tape).feedback:
        feedback = one.feedback
        if feedback.source == "output":
            text = tape.steps[one.position].actions[one.place].output or ""
            assert 0 <= feedback.start <= feedback.end <= len(text)
            assert "\x1b" in text or feedback.quote in text[feedback.start : feedback.end]
        else:
            assert one.said_at is not None
            assert feedback.quote in tape.steps[one.said_at].text[feedback.start : feedback.end]
