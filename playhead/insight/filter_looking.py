"""Which steps may pass a filter, as columns, numbers and a look at what they are made of tell: no step is made."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from playhead.insight.candidates import candidates, may_hold
from playhead.insight.filter import Term
from playhead.insight.pattern import Pattern
from playhead.insight.prefilter import LookTest, any_of, prefilter
from playhead.storage.source import KINDS, NO_EXIT_CODE, Columns, StepSource

DENSE = 16
"""Of positions that leave out fewer than this many of as many, all lines are read side by side."""
_LARGEST = 2**31 - 1  # what a column says of a larger code, too
BY_TEXT = {"text", "command", "output"}


def by_columns(columns: Columns, start: int, stop: int, terms: Sequence[Term]) -> Sequence[int]:
    """Return the positions that the terms about kind and failure let through."""
    passed: Sequence[int] = range(start, min(stop, start + len(columns.kinds)))
    for term in terms:
        if term.key == "kind":
            wanted = bytes(place for place, kind in enumerate(KINDS) if (kind in term.values) != term.negated)
            passed = [position for position in passed if columns.kinds[position - start] in wanted]
        else:
            wanted_failed = {(value == "yes") != term.negated for value in term.values}
            passed = [position for position in passed if (columns.failed[position - start] > 0) in wanted_failed]
    return passed


def by_exit_codes(columns: Columns, start: int, positions: Sequence[int], terms: Sequence[Term]) -> Sequence[int]:
    """Return those of some positions whose steps do not have one action with another exit code than is asked for."""
    for term in (one for one in terms if one.key == "exit"):
        codes = {NO_EXIT_CODE if value.lower() == "none" else int(value) for value in term.values}
        positions = [
            position
            for position in positions
            if columns.actions[position - start] != 1
            or columns.exit_codes[position - start] == _LARGEST
            or (columns.exit_codes[position - start] in codes) != term.negated
        ]
    return positions


def may_pass(
    steps: StepSource, positions: Sequence[int], terms: Sequence[Term], told: Callable[[int], None]
) -> Iterator[int]:
    """Yield those of some positions whose steps may pass, as far as what they are made of tells in one look."""
    tests = [test for term in terms if (test := _quick_test(term)) is not None]
    if not positions:
        return
    wanted = positions
    if tests and len(positions) * DENSE > positions[-1] - positions[0]:  # lines side by side are read as one
        positions = range(positions[0], positions[-1] + 1)
    for position in candidates(steps, positions, tests[0] if tests else None, told):
        if _has(wanted, position) and all(may_hold(steps, position, test) for test in tests[1:]):
            yield position


def _has(positions: Sequence[int], position: int) -> bool:
    if isinstance(positions, range):
        return position in positions
    place = bisect_left(positions, position)
    return place < len(positions) and positions[place] == position


def _quick_test(term: Term) -> LookTest | None:
    """Return a test of what a step is made of that it must pass, None where that cannot tell."""
    if term.key not in BY_TEXT or term.negated:
        return None
    tests = [prefilter(Pattern(value, fold=value == value.lower())) for value in term.values]
    return any_of([test for test in tests if test]) if tests and all(tests) else None


def numbered(steps: StepSource, terms: Sequence[Term], low: int, high: int) -> tuple[int, int]:
    """Return the part of positions `low` to before `high` outside of which no step has a number that is asked for."""
    for term in terms:
        if term.key != "step" or term.negated:
            continue
        ends = [[int(number) for number in value.split("-")] for value in term.values]
        first = steps.position(max(1, min(one[0] for one in ends)))
        last = steps.position(max(one[-1] for one in ends))
        low = high if first is None else max(low, first)
        high = high if last is None else min(high, last + 1)
    return low, max(low, high)
