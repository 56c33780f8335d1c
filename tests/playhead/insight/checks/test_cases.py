"""Each check in runs in which it fires, and in runs that only look so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest

from playhead.insight.checks import CHECKS, Severity
from tests.playhead.insight.checks.cases import CASES, SKIPS, WEAKER
from tests.playhead.insight.checks.checking import Act, checked, reads, replaces, tape_of


@pytest.mark.parametrize(("check", "fired", "acts", "facts"), CASES)
def test_a_check_fires_where_it_should_and_nowhere_else(
    check: str, fired: bool | None, acts: Sequence[Act], facts: dict[str, Any]
) -> None:
    """A check fires, does not, or says that the record cannot tell; its evidence are steps and actions that exist."""
    tape = tape_of(acts, **facts)
    found = checked(tape)[check]
    assert found.fired is fired, found.why
    assert all(0 <= position < len(tape.steps) for position in found.positions)
    numbers = {action.n for position in found.positions for action in tape.steps[position].actions}
    assert set(found.actions) <= numbers
    assert found.why.endswith((".", "?"))


def test_every_check_has_three_cases_of_each_kind() -> None:
    """Each of the twenty checks fires in three cases at least, and holds in three."""
    fires = Counter(check for check, fired, _, _ in CASES if fired)
    holds = Counter(check for check, fired, _, _ in CASES if not fired)
    names = [f"C{number}" for number in range(1, len(CHECKS) + 1)]
    assert len(CHECKS) == 20
    assert all(fires[name] >= 3 and holds[name] >= 3 for name in names)


def test_a_weakened_test_is_worse_than_a_changed_one() -> None:
    """A test that lost an assertion or got a skip is serious; one with another expectation is a warning."""
    other = replaces("tests/test_a.py", "    assert fee == 1", "    assert fee == 2")
    severities = [checked(tape_of([reads("tests/test_a.py"), act]))["C12"].severity for act in (WEAKER, SKIPS, other)]
    assert severities == [Severity.SERIOUS, Severity.SERIOUS, Severity.WARNING]


def test_a_special_case_is_asked_about() -> None:
    """Whether a change was written for the test is a question to a person."""
    acts, facts = next((acts, facts) for check, fired, acts, facts in CASES if check == "C13" and fired)
    assert checked(tape_of(acts, **facts))["C13"].why.startswith("Was this written for the test?")
