"""The rules over a run in the background, and the one pass that they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from playhead.insight import insight_work
from playhead.insight.insight_work import InsightWork
from playhead.insight.run_insight import InsightPass, RunInsight, insight_of
from playhead.model import Tape
from playhead.settings import DEFAULTS
from tests.playhead.insight.moments.played import edits, fails, passes, reads, run_of

ACTS = [reads(), fails(), "why do you read that?", edits(), fails(), edits(), passes(), reads()]
LONG = 60.0


def tape_of(acts: list[dict[str, Any] | str]) -> Tape:
    """Return a run in memory."""
    return Tape(format="test", id="t", path=Path("t"), task="fix it", steps=run_of(acts))


def test_what_is_found_in_the_background_is_what_is_found_at_once() -> None:
    """The thread ends with the same as a pass without one, and says that it is complete."""
    tape = tape_of(ACTS)
    work = InsightWork(tape)
    work.begin()
    work.wait(LONG)
    assert not work.running
    assert work.problem is None
    assert replace(work.found, decisions=None) == insight_of(tape)
    assert work.found.complete
    assert work.found.decisions is not None
    assert work.progress == (len(ACTS), len(ACTS))
    assert work.revision >= 2


def test_work_that_was_stopped_is_not_complete() -> None:
    """What was stopped before it began has found nothing and says so."""
    work = InsightWork(tape_of(ACTS))
    work.stop()
    work.begin()
    work.wait(LONG)
    assert (work.found.complete, work.found.feedback) == (False, ())


def test_a_defect_in_a_record_ends_the_work_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread has nobody above it: what went wrong is told."""

    def breaks(*_: object) -> None:
        raise ValueError("no such step")

    monkeypatch.setattr(insight_work.InsightPass, "read", breaks)
    work = InsightWork(tape_of(ACTS))
    work.begin()
    work.wait(LONG)
    assert (work.problem, work.running) == ("no such step", False)


def test_a_look_is_the_seldomer_the_longer_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two looks at what was found the work goes on twenty times as long as the last look took."""
    times: Iterator[float] = iter([100.0, 103.0])
    monkeypatch.setattr(insight_work.time, "monotonic", lambda: next(times))
    work = InsightWork(tape_of(ACTS))
    work._publish(InsightPass(""), complete=False)
    assert work._publish_next == 103.0 + insight_work.PUBLISH_RESTS * 3.0


def test_a_pass_goes_on_where_it_was() -> None:
    """Read in two parts, a run gives what it gives read at once."""
    tape = tape_of(ACTS)
    one = InsightPass(tape.task)
    assert one.read(tape.steps, 4)
    assert one.read(tape.steps, len(ACTS))
    one.finish()
    assert one.found(complete=True) == insight_of(tape)


def test_a_look_that_is_ended_early_says_so() -> None:
    """What was found up to there is kept, and is not called complete."""
    found = insight_of(tape_of(ACTS), going=lambda position: position < 4)
    assert not found.complete
    assert len(found.deeds) == 3


def test_feedback_and_moments_are_found_by_step() -> None:
    """What happened at a step, and the moments that it lies in."""
    found = insight_of(tape_of(ACTS))
    assert [one.number for one in found.at(1)] == [2]
    assert found.at(0) == ()
    assert [one.trigger_action for one in found.moments_at(5)] == [2]
    assert [one.report.bad for one in found.tests] == [1, 1, 0]
    assert found.tests is found.tests


def test_parameters_are_those_that_were_given() -> None:
    """The same run, other parameters, other outcomes."""
    tape = tape_of([fails()] * 3)
    strict = replace(DEFAULTS, spiral_repeats=2)
    assert [str(one.outcome) for one in insight_of(tape).moments] == ["unresolved_at_end"]
    assert [str(one.outcome) for one in insight_of(tape, settings=strict).moments] == ["spiralled"]


def test_an_empty_run_has_nothing() -> None:
    """No steps, no findings, and that is complete."""
    assert insight_of(tape_of([])) == RunInsight()
