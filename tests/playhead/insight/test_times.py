"""Going to a time: what is a time, and the first step at or after it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playhead.insight import times
from playhead.insight.times import is_time, moment_of, position_at
from playhead.storage.source import StepSource
from tests.widgets.making import step, tape

MORNING = ["2025-03-01T14:00:00Z", None, "2025-03-01T14:05:10+02:00", "rubbish", "2025-03-01T14:05:30.250Z"]
NIGHT = ["2025-03-01 23:50:00", "2025-03-01 23:59:59", "2025-03-02 00:10:00"]


def steps_at(stamps: list[str | None]) -> StepSource:
    """Return steps with these times."""
    return tape([step(index, text="x", at=at) for index, at in enumerate(stamps)]).steps


@pytest.mark.parametrize(
    ("stamps", "asked", "position"),
    [
        (MORNING, "14:05", 2),
        (MORNING, "14:05:11", 4),
        (MORNING, "14:05:30.25", 4),
        (MORNING, "9:00", 0),
        (MORNING, "2025-03-01T14:05", 2),
        (MORNING, "2024-01-01 00:00", 0),
        (NIGHT, "23:55", 1),
        (NIGHT, "00:05", 2),
    ],
)
def test_a_time_is_the_first_step_at_or_after_it(stamps: list[str | None], asked: str, position: int) -> None:
    """Times stand as the record has them; midnight is crossed where the run crosses it."""
    assert position_at(steps_at(stamps), asked) == position


@pytest.mark.parametrize(
    ("stamps", "said"),
    [([None, "yesterday"], "no times"), (MORNING, "the last one with a time is at 14:05:30")],
)
def test_a_record_without_such_a_time_says_so(stamps: list[str | None], said: str) -> None:
    """No times, or none so late, is a sentence."""
    assert said in str(position_at(steps_at(stamps), "15:00"))


@pytest.mark.parametrize("text", ["24:00", "12:60", "12", "a:bc", "12:30:61", "2025-03-01", "1:2", "", ":"])
def test_what_is_no_time(text: str) -> None:
    """Other texts are not taken for times."""
    assert not is_time(text)


@given(st.text(max_size=30))
def test_no_text_raises(text: str) -> None:
    """Whatever stands in a record or is typed is a time or is none."""
    assert moment_of(text) is None or moment_of(text).tzinfo is None  # type: ignore[union-attr]
    assert isinstance(position_at(steps_at([text, *MORNING]), text), int | str)


@given(st.lists(st.none() | st.integers(0, 3_000), min_size=1, max_size=60), st.integers(0, 3_200))
@settings(deadline=None)
def test_a_long_run_is_looked_up_by_halving(offsets: list[int | None], asked: int) -> None:
    """Where times ascend, halving finds what looking through finds."""
    known = iter(sorted(offset for offset in offsets if offset is not None))
    begin = datetime(2025, 3, 1, 10)  # noqa: DTZ001 - as a record has it
    stamps = [None if offset is None else (begin + timedelta(seconds=next(known))).isoformat() for offset in offsets]
    wanted = (begin + timedelta(seconds=asked)).isoformat()
    plain = position_at(steps_at(stamps), wanted)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(times, "LOOKED_THROUGH", 0)
        assert position_at(steps_at(stamps), wanted) == plain
