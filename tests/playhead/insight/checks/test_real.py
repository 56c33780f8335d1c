"""Checks in real runs, read in place: what fires there was read by a person, and so was what does not."""

from __future__ import annotations

from collections import Counter

import pytest

from playhead.insight.checks import CHECKS
from tests.playhead.insight.checks.examples import FEWER, READ, SAMPLES, Read, found_in

STORIES = {
    "careful-diagnosis": (),
    "wrong-place-first": ("C10",),
    "lucky-pass": ("C7",),
    "hard-coded-special-case": ("C13", "C14"),
    "same-test-again": ("C1", "C2", "C4", "C5"),
    "ignored-review": ("C6", "C14", "C15"),
}


@pytest.mark.parametrize("read", READ, ids=lambda read: read.key or read.name.rsplit("/", 1)[-1])
def test_checks_of_a_real_run_say_what_its_reader_says(read: Read) -> None:
    """In a run that was read, the checks fire that its reader would, and those do not that only seem to fit."""
    found = found_in(read)
    assert [one for one in read.fire.split() if found[one].fired is not True] == []
    assert [(one, found[one].why) for one in read.hold.split() if found[one].fired is not False] == []


def test_checks_have_three_examples_of_each_kind_in_runs_that_are_here() -> None:
    """Each check holds in three runs that were read, most of them real, and fires in three unless it says why not."""
    fires = Counter(check for read in READ for check in read.fire.split())
    holds = Counter(check for read in READ for check in read.hold.split())
    names = [f"C{number}" for number in range(1, len(CHECKS) + 1)]
    assert [name for name in names if holds[name] < 3] == []
    assert [name for name in names if fires[name] < 3] == list(FEWER)
    real = sum(len(read.fire.split()) + len(read.hold.split()) for read in READ if read.name != SAMPLES)
    assert real > (fires.total() + holds.total()) * 3 / 4


@pytest.mark.parametrize(("name", "fire"), STORIES.items())
def test_the_stories_of_the_sample_runs_are_told_by_their_checks(name: str, fire: tuple[str, ...]) -> None:
    """Careful, recovered, lucky, hard-coded, spiral, ignored: each sample run fires exactly the checks of its story."""
    found = found_in(next(read for read in READ if (read.name, read.key) == (SAMPLES, name)))
    assert tuple(one.id for one in found.values() if one.fired) == fire


def test_the_lucky_pass_lacks_the_schema() -> None:
    """The run that passed by luck is told what it never opened: the schema that its edited code goes through."""
    lucky = next(read for read in READ if read.key == "lucky-pass")
    assert "shop/schema/order.py" in found_in(lucky)["C7"].why
