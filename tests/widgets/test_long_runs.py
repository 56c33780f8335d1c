"""A run of a million steps in the panes that show all of it."""

from __future__ import annotations

from pathlib import Path

from textual.app import App, ComposeResult

from playhead.model import Kind, Step, Tape
from playhead.storage.source import KINDS, Columns
from tests.widgets.making import action, step
from widgets.ribbon import Ribbon
from widgets.timeline import Timeline
from widgets.timeline_map import Place

STEPS = 1_000_000


class LongRun:
    """Steps that count how many of them were built."""

    complete = True
    revision = 0
    counted = actions = native_steps = STEPS

    def __init__(self) -> None:
        self.built = 0

    def __len__(self) -> int:
        return STEPS

    def __getitem__(self, index: int) -> Step:
        if not 0 <= index < STEPS:
            raise IndexError(index)
        self.built += 1
        return step(index, action(Kind.TEST, f"pytest {index}"))

    def columns(self, start: int, stop: int) -> Columns:
        """Return tests that all passed but the last."""
        stop = min(stop, STEPS)
        size = stop - start
        failed = bytes(size - 1) + b"\x01" if stop == STEPS else bytes(size)
        return Columns(bytes([KINDS.index(Kind.TEST)]) * size, failed, b"\x01" * size, range(0))

    def position(self, n: int) -> int | None:
        """Return the position of a number."""
        return n - 1 if 0 < n <= STEPS else None

    def find(self, native_id: str) -> int | None:
        """Find nothing: no pane looks for ids."""

    def wait(self) -> None:
        """Be complete."""


class Long(App[None]):
    """Shows timeline and ribbon of the long run."""

    def __init__(self, steps: LongRun) -> None:
        super().__init__()
        self.steps = steps

    def compose(self) -> ComposeResult:
        """Show both."""
        yield Ribbon()
        yield Timeline()

    def on_mount(self) -> None:
        """Show the run."""
        tape = Tape(path=Path("long.tape.jsonl"), format="test", steps=self.steps)
        self.query_one(Ribbon).tape = tape
        self.query_one(Timeline).tape = tape


async def test_only_what_is_seen_is_built() -> None:
    """Opening, jumping to the end and stepping there builds the steps in sight, not the million before them."""
    steps = LongRun()
    app = Long(steps)
    async with app.run_test(size=(80, 24)) as pilot:
        timeline, ribbon = app.query_one(Timeline), app.query_one(Ribbon)
        for position in (STEPS - 1, STEPS - 2, STEPS - 3):
            timeline.place, ribbon.cursor = Place(position), position
            await pilot.pause()
        ribbon.sync()
        assert any(f"> {STEPS - 2} ▶ pytest {STEPS - 3}" in timeline.render_line(y).text for y in range(22))
        assert ribbon.render_line(0).text == "V" * 78
        assert ribbon.render_line(1).text.rstrip().endswith("✗")
        assert steps.built < 300


async def test_a_step_sends_two_rows_and_little_of_the_ribbon() -> None:
    """Moving by one step in sight asks for the two rows that differ and nothing else of the timeline."""
    app = Long(LongRun())
    async with app.run_test(size=(80, 24)) as pilot:
        timeline = app.query_one(Timeline)
        timeline.place = Place(5)
        await pilot.pause()
        before = [timeline.render_line(y) for y in range(22)]
        timeline.place = Place(6)
        await pilot.pause()
        changed = [y for y in range(22) if timeline.render_line(y) != before[y]]
        assert changed == [5, 6]
        assert all(len(list(timeline.render_line(y))) <= 4 for y in range(22))
