"""Moments by keys: from one to the next and back, the page of one, the list of all, and what is said where none is."""

from __future__ import annotations

from pathlib import Path

import pytest

from playhead import TapeWriter
from playhead.insight import insight_work
from tests.stories.runs import step
from tests.tui.driver import Viewer, viewing, write_tape
from tui import insights
from tui.commands.moments import HIDDEN
from tui.screens.moments import MomentScreen

FAILS = "E   assert 200 == 422\nFAILED tests/a.py::x - assert 200 == 422\n1 failed, 5 passed in 0.03s\n"
PASSES = "6 passed in 0.03s\n"
MISSING = "cat: fees.py: No such file or directory\n"
STEPS = (
    ("ls", "shop\n", 0),
    ("pytest -q", FAILS, 1),
    ("cat fees.py", MISSING, 1),
    ("ls shop", "prices\n", 0),
    ("cat shop/fees.py", "EXPRESS = 490\n", 0),
    ("sed -i s/200/422/ shop/api.py", "", 0),
    ("pytest -q", PASSES, 0),
    ("make docs", "make: *** No rule to make target 'docs'.  Stop.\n", 2),
    ("ls", "shop\n", 0),
)


async def ruled(viewer: Viewer) -> Viewer:
    """Wait until the rules have read the run."""
    await viewer.until(lambda: viewer.run.insight.found.complete)
    return viewer


async def opened(viewer: Viewer, *keys: str) -> str:
    """Press keys that open a page of moments and return what it is called."""
    await viewer.press(*keys)
    await viewer.until(
        lambda: isinstance(viewer.app.screen, MomentScreen) and viewer.app.screen.detail.page is not None
    )
    await viewer.pilot.pause()
    screen = viewer.app.screen
    assert isinstance(screen, MomentScreen)
    return screen.head.title


async def test_without_moments_a_sentence_says_so(tmp_path: Path) -> None:
    """Where nothing failed `]` and `[` say so and stay, and `m` shows a page with the same sentence."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl", STEPS[3:5])) as viewer:
        await ruled(viewer)
        for key in ("]", "["):
            await viewer.press(key)
            assert "No moment in this run: nothing there says that something did not work." in viewer.foot
            assert viewer.run.cursor == 0
        assert await opened(viewer, "m") == "0 moments"
        assert "Nothing in this run says that something did not work." in viewer.screen()
        await viewer.press("enter")
        assert "No step stands behind this row." in viewer.foot
        await viewer.press("m", "escape")
        assert viewer.run.cursor == 0


async def test_the_first_and_the_last_moment_are_ends(tmp_path: Path) -> None:
    """Beyond the first and the last one stays and is told; from the bookends the nearest is reached."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl", STEPS)) as viewer:
        await ruled(viewer)
        await viewer.press("]", "]", "]")
        assert viewer.run.cursor == 7
        assert "moment 3 of 3 · " in viewer.foot
        await viewer.press("]")
        assert (viewer.run.cursor, "No later moment." in viewer.foot) == (7, True)
        await viewer.press("[", "[")
        assert viewer.run.cursor == 1
        await viewer.press("[")
        assert (viewer.run.cursor, "No earlier moment." in viewer.foot) == (1, True)
        await viewer.press("G", "G", "[")
        assert viewer.run.cursor == 7
        await viewer.press("g", "g", "]")
        assert viewer.run.cursor == 1


async def test_of_overlapping_moments_the_one_landed_on_is_opened(tmp_path: Path) -> None:
    """Two problems at once are two moments; `m` opens the one landed on, else the one that began last."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl", STEPS)) as viewer:
        await ruled(viewer)
        first, second = viewer.run.insight.found.moments[:2]
        assert first.trigger_position < second.trigger_position < second.end_position < first.end_position
        assert (await opened(viewer, "]", "m")).startswith("moment 1 of 3: assert 200 == 422")
        assert (await opened(viewer, "]")).startswith("moment 2 of 3: cat: fees.py")
        assert (await opened(viewer, "[")).startswith("moment 1 of 3")
        await viewer.press("escape", "l", "l")
        assert viewer.run.cursor == 3
        assert (await opened(viewer, "m")).startswith("moment 2 of 3")
        await viewer.press("escape", "l", "l")
        assert (await opened(viewer, "m")).startswith("moment 1 of 3")


async def test_from_the_list_back_to_the_step(tmp_path: Path) -> None:
    """Outside of any moment `m` lists all; a row opens its moment, its first row there leads to the step."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl", STEPS)) as viewer:
        await ruled(viewer)
        assert (await opened(viewer, "m")).startswith("3 moments: ")
        assert (await opened(viewer, "enter")).startswith("moment 1 of 3")
        assert (await opened(viewer, "m")).startswith("3 moments: ")
        assert (await opened(viewer, "j", "enter")).startswith("moment 2 of 3")
        await viewer.press("enter")
        assert (viewer.run.cursor, "▌cat: fees.py" in viewer.screen()) == (2, True)


async def test_moments_of_a_sub_agent(tmp_path: Path) -> None:
    """In a sub-agent `]` walks its own moments; one without any says that of the sub-agent."""
    path = tmp_path / "a.tape.jsonl"
    with TapeWriter(path, id="agents", task={"text": "Fix"}) as tape:
        tape.step(step(1, "ls", "shop\n"))
        for number, (command, output, code) in enumerate(STEPS[:3], 1):
            tape.subagent("helper", step(number, command, output, code), of_step=1)
        tape.step(step(2, "ls", "shop\n"))
        tape.subagent("calm", step(1, "ls", "shop\n"), of_step=2)
    async with viewing(path) as viewer:
        await ruled(viewer)
        await viewer.press("]")
        assert "No moment in this run" in viewer.foot
        await viewer.press("&")
        assert viewer.run.branches.agent == "helper"
        await viewer.press("]")
        await viewer.until(lambda: "moment 1 of 2" in viewer.foot)
        assert (await opened(viewer, "m")).startswith("moment 1 of 2")
        await viewer.press("escape", "]")
        await viewer.until(lambda: "moment 2 of 2" in viewer.foot)
        assert viewer.run.cursor == 2
        await viewer.press("^", "l", "&", "]")
        await viewer.until(lambda: "No moment in this sub-agent" in viewer.foot)


async def test_a_filter_and_a_blind_sitting_hide_moments(tmp_path: Path) -> None:
    """With a filter only the moments that it shows are walked; a blind sitting is told none."""
    path = write_tape(tmp_path / "a.tape.jsonl", STEPS)
    async with viewing(path) as viewer:
        await ruled(viewer)
        await viewer.press("f")
        await viewer.type("kind:read")
        await viewer.press("g", "]")
        assert viewer.run.cursor == 2
        await viewer.press("]")
        assert "No later moment." in viewer.foot
        await viewer.press("escape", "f")
        await viewer.type("kind:edit")
        await viewer.press("]")
        assert "No moment in what the filter shows" in viewer.foot
    async with viewing(path, blind=True) as viewer:
        for key in ("]", "[", "m"):
            await viewer.press(key)
            assert HIDDEN in viewer.foot
            assert viewer.run.cursor == 0


async def test_a_moment_that_is_not_over_grows_with_its_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that goes on may settle what was unresolved: what `]` and `m` say of the same moment changes."""
    monkeypatch.setattr(insights, "RESTS", 0)
    path = tmp_path / "live.tape.jsonl"
    with TapeWriter(path, id="live", task={"title": "Live", "text": "Live"}) as tape:
        tape.step(step(1, "pytest -q", FAILS, 1))
        tape.step(step(2, "sed -i s/200/422/ shop/api.py", ""))
        async with viewing(path) as viewer:
            await ruled(viewer)
            await viewer.press("[")
            assert "No earlier moment." in viewer.foot
            await viewer.press("l", "[")
            assert "moment 1 of 1 · unresolved at the end · 2 steps" in viewer.foot
            tape.step(step(3, "pytest -q", PASSES))
            await viewer.until(lambda: viewer.run.insight.found.moments[0].end_position == 2)
            await viewer.press("G", "[")
            assert "moment 1 of 1 · recovered · 3 steps" in viewer.foot
            assert (await opened(viewer, "m")).startswith("moment 1 of 1")
            assert "recovered: " in viewer.screen()


async def test_a_very_long_run_is_read_when_a_moment_is_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the rules do not look by themselves `]` sets them to work, says how far they are, and then goes there."""
    monkeypatch.setattr(insight_work, "BY_ITSELF", 2)
    steps = (*STEPS[:1], *(("cat shop/api.py", "text\n", 0),) * 200, *STEPS[1:])
    async with viewing(write_tape(tmp_path / "a.tape.jsonl", steps)) as viewer:
        await viewer.until(lambda: viewer.run.steps.complete)
        assert not viewer.run.insight.running
        await viewer.press("]")
        await viewer.until(lambda: viewer.run.cursor == 201)
        assert "moment 1 of" in viewer.foot
        assert (await opened(viewer, "]", "m")).startswith("moment 2 of 3")
