"""What became of negative feedback in runs as they were recorded: moments that readers saw, with the end they gave.

Outcomes are those of the labels beside the samples (two readers who agreed), else read in the run. Of `abandoned` the
runs at hand hold no three on which rules and readers agree; made ones stand in `test_tracking.py`.
"""

from __future__ import annotations

from collections import Counter

import pytest

from playhead.insight.moments.values import MomentOutcome
from tests.playhead.insight import real_runs

# outcome, what happened, run, trigger, end
ENDED = [
    ("recovered", "a clash of names renamed", "entire cd", 50, 57),
    ("recovered", "a missing import added", "entire cd", 99, 102),
    ("recovered", "what a sed broke is put back", "mini requests", 37, 46),
    ("recovered", "a module is installed", "pandas 53856", 8, 10),
    ("recovered", "a linter is clean again", "entire c0", 29, 32),
    ("recovered", "a path is found with ls", "mini issue", 1, 4),
    ("recovered", "a test that passes at last", "shipped lucky", 1, 6),
    ("worked_around", "another page of the documentation", "entire cd", 9, 10),
    ("worked_around", "tests are looked for elsewhere", "mini django", 12, 13),
    ("worked_around", "no web search, its own knowledge", "entire 68", 32, 34),
    ("worked_around", "a guessed file, a folder of that name", "entire 68", 35, 37),
    ("worked_around", "a globbing tool that cannot start, ls", "heap crash", 16, 17),
    ("worked_around", "an option that cat does not have", "entire 20", 9, 10),
    ("spiralled", "no command ever runs", "adaptive", 1, 22),
    ("spiralled", "a folder that is never made", "git multibranch", 31, 38),
    ("spiralled", "null commands to the end", "caffe", 7, 21),
    ("spiralled", "an edit refused ten times", "ponyc 4593", 19, 32),
    ("spiralled", "one test, again and again", "shipped same test", 5, 16),
    ("unresolved_at_end", "a payload that is no JSON", "openhands events", 2, 2),
    ("unresolved_at_end", "a plan refused again", "entire bc", 195, 195),
    ("unresolved_at_end", "a file that is not made", "openhands hello", 1, 1),
    ("not_negative", "the bug shown on purpose", "pydicom 1458", 3, 3),
    ("not_negative", "a test that has to be red first", "shipped wrong place", 2, 2),
    ("not_negative", "the bug shown on purpose", "pandas 53856", 10, 10),
    ("not_negative", "the bug shown on purpose", "pydantic 8316", 6, 6),
    ("not_negative", "the bug shown on purpose by a type checker", "mypy 15976", 7, 7),
    ("not_negative", "the bug shown by a script that ends well", "mini django", 4, 4),
    ("not_negative", "a probe that fails as expected", "mini issue", 8, 8),
]
# What looks like a failure that was wanted, and is none: what happened, run, trigger
NEGATIVE_ALL_THE_SAME = [
    ("a reproduction that lacks a module", "pandas 53856", 8),
    ("the bug is still there after the fix began", "pandas 53652", 30),
    ("a reproduction that calls the API wrongly", "mini matplotlib", 3),
    ("dependencies are missing", "pydantic 8316", 4),
]


@pytest.mark.parametrize(("outcome", "what", "name", "trigger", "end"), ENDED)
def test_a_moment_ends_as_its_readers_saw_it(outcome: str, what: str, name: str, trigger: int, end: int) -> None:
    """Trigger, end and outcome of a moment of a real run are those that a reader gives."""
    found = real_runs.moment(name, trigger)
    assert found is not None, what
    assert (str(found.outcome), found.end_action) == (outcome, end), what


@pytest.mark.parametrize(("what", "name", "trigger"), NEGATIVE_ALL_THE_SAME)
def test_what_hinders_the_agent_was_not_wanted(what: str, name: str, trigger: int) -> None:
    """A failing script of the agent's own counts where it cannot run, is wrong itself, or fails after the fix began."""
    found = real_runs.moment(name, trigger)
    assert found is not None, what
    assert (found.feedback.expected, found.outcome is not MomentOutcome.NOT_NEGATIVE) == (None, True)


def test_outcomes_have_three_examples() -> None:
    """Every outcome but abandoned is held by three moments of real runs or more."""
    counts = Counter(one[0] for one in ENDED)
    assert all(counts[str(one)] >= 3 for one in MomentOutcome if one is not MomentOutcome.ABANDONED)
