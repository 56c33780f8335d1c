"""What the rules find in the run on the screen: when they look, when they stop, who is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from playhead import TapeWriter
from playhead.insight import insight_work
from playhead.insight.moments.values import MomentOutcome
from playhead.insight.run_insight import RunInsight
from tests.stories.runs import step
from tests.tui.driver import viewing, write_tape
from tui import insights

FAILS = "E   assert 200 == 422\n1 failed, 5 passed in 0.03s\n"


async def test_a_run_is_looked_at_by_itself(tmp_path: Path) -> None:
    """Soon after a run is shown, its feedback and moments are known, and nobody looks for more."""
    async with viewing(write_tape(tmp_path / "run.tape.jsonl")) as viewer:
        insight = viewer.run.insight
        await viewer.until(lambda: insight.found.complete)
        assert [one.position for one in insight.found.negative] == [2]
        assert [one.outcome for one in insight.found.moments] == [MomentOutcome.RECOVERED]
        await viewer.until(lambda: not insight.running)


async def test_whoever_asked_is_told_of_what_is_found(tmp_path: Path) -> None:
    """A listener is called when more has been found."""
    told: list[bool] = []
    async with viewing(write_tape(tmp_path / "run.tape.jsonl")) as viewer:
        insight = viewer.run.insight
        insight.on_change(lambda: told.append(insight.found.complete))
        await viewer.until(lambda: bool(told) and told[-1])


async def test_a_blind_sitting_looks_at_nothing(tmp_path: Path) -> None:
    """With `--blind` no rule runs and nothing is found."""
    async with viewing(write_tape(tmp_path / "run.tape.jsonl"), blind=True) as viewer:
        insight = viewer.run.insight
        insight.wanted()
        await viewer.press("l", "l")
        assert not insight.running
        assert insight.found == RunInsight(complete=False)


async def test_a_long_run_waits_until_somebody_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run of more steps than are looked at by themselves is looked at when a command wants it."""
    monkeypatch.setattr(insight_work, "BY_ITSELF", 2)
    async with viewing(write_tape(tmp_path / "run.tape.jsonl")) as viewer:
        insight = viewer.run.insight
        insight._by_itself()
        assert not insight.running
        done: list[int] = []

        def attempt(complete: bool) -> bool:
            done.append(len(insight.found.moments))
            return complete

        insight.ask(attempt)
        assert "gives up" in viewer.foot
        await viewer.until(lambda: bool(done) and done[-1] == 1)


async def test_escape_gives_up_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a command waits for in a long run is given up by escape, and the looking with it."""
    monkeypatch.setattr(insight_work, "BY_ITSELF", 2)
    monkeypatch.setattr(insights, "LOOK_EVERY", 600)
    async with viewing(write_tape(tmp_path / "run.tape.jsonl")) as viewer:
        insight = viewer.run.insight
        insight.ask(lambda complete: False)
        assert insight.running
        await viewer.press("escape")
        assert not insight.running
        assert "not waiting" in viewer.foot


async def test_a_run_that_grew_is_looked_at_again(tmp_path: Path) -> None:
    """What came since is found too; until then what was found stays."""
    path = tmp_path / "live.tape.jsonl"
    with TapeWriter(path, id="live", task={"title": "Live", "text": "Live"}) as tape:
        tape.step(step(1, "pytest -q", FAILS, 1))
        tape.step(step(2, "sed -i s/200/422/ shop/api.py", ""))
        async with viewing(path) as viewer:
            insight = viewer.run.insight
            await viewer.until(lambda: insight.found.complete)
            assert [one.outcome for one in insight.found.moments] == [MomentOutcome.UNRESOLVED_AT_END]
            tape.step(step(3, "pytest -q", "6 passed in 0.03s\n"))
            await viewer.until(lambda: insight.found.moments[0].outcome is MomentOutcome.RECOVERED)


async def test_leaving_ends_the_looking(tmp_path: Path) -> None:
    """When the screen is left, no thread goes on for it."""
    async with viewing(write_tape(tmp_path / "run.tape.jsonl")) as viewer:
        insight = viewer.run.insight
        insight.wanted()
        work = insight._work
        assert work is not None
        viewer.run.on_unmount()
        work.wait(10)
        assert not work.running
        assert not insight.running
