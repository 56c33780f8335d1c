"""A person at the screen, for tests: opens a run, presses keys, reads what is shown, waits for the state."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import orjson
from textual.pilot import Pilot

from playhead import TapeWriter, open_tape
from playhead.labels.schema import load_schema
from playhead.model import Tape
from playhead.opening import RunEntry
from tui.app import PlayheadApp
from tui.screens.run import RunScreen
from tui.screens.runs import RunsScreen
from tui.session import Session
from tui.settings import Settings

STEPS: tuple[tuple[str, str, int], ...] = (
    ("rg express shop", "shop/api.py:3:express\n", 0),
    ("cat shop/api.py", "def checkout(): ...\n", 0),
    ("pytest -q", "E   assert 200 == 422\n1 failed, 5 passed in 0.03s\n", 1),
    ("sed -i s/200/422/ shop/api.py", "", 0),
    ("pytest -q", "6 passed in 0.03s\n", 0),
)


def write_tape(path: Path, steps: tuple[tuple[str, str, int], ...] = STEPS, *, ended: bool = True) -> Path:
    """Write a small run tape of shell commands and return its path."""
    with TapeWriter(
        path,
        id="small",
        task={"title": "Fix checkout", "text": "Fix checkout"},
        agent={"name": "scripted", "version": "1"},
    ) as tape:
        for number, (command, output, code) in enumerate(steps, 1):
            tape.step(
                {
                    "step_id": number,
                    "source": "agent",
                    "message": f"thought {number}",
                    "tool_calls": [
                        {"tool_call_id": f"c{number}", "function_name": "bash", "arguments": {"command": command}}
                    ],
                    "observation": {
                        "results": [{"source_call_id": f"c{number}", "content": output, "extra": {"exit_code": code}}]
                    },
                }
            )
        if ended:
            tape.outcome("resolved")
    return path


class Viewer:
    """The screen of one run, and the hands and eyes of a person in front of it."""

    def __init__(self, app: PlayheadApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def run(self) -> RunScreen:
        """The run screen that is shown."""
        assert isinstance(self.app.screen, RunScreen)
        return self.app.screen

    @property
    def tape(self) -> Tape:
        """The run that is shown."""
        assert self.run.tape is not None
        return self.run.tape

    @property
    def list(self) -> RunsScreen:
        """The list of runs that is shown."""
        assert isinstance(self.app.screen, RunsScreen)
        return self.app.screen

    @property
    def foot(self) -> str:
        """What stands at the foot of the screen, without line breaks."""
        rows = self.screen().splitlines()
        return " ".join(row.strip() for row in rows[-4:])

    async def press(self, *keys: str) -> Viewer:
        """Press keys one after another and wait until they are worked off."""
        for key in keys:
            await self.pilot.press(key)
        await self.pilot.pause()
        return self

    async def type(self, text: str) -> Viewer:
        """Type a text and press enter."""
        for character in text:
            await self.pilot.press("space" if character == " " else character)
        return await self.press("enter")

    async def until(self, holds: Callable[[], bool]) -> Viewer:
        """Wait until something holds."""
        for _ in range(2_000):
            if holds():
                return self
            await self.pilot.pause(0.01)
        raise AssertionError("it never came to hold")

    async def saved(self) -> Viewer:
        """Wait until every label is durable."""
        self.run.labels.store.flush()
        return await self.until(lambda: self.run.labels.store.waiting == 0)

    def screen(self) -> str:
        """Return the rows of the screen as text."""
        width, height = self.app.size
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text[:width] for strip in strips[:height])

    def labels(self) -> list[tuple[str, Any]]:
        """Return (key, value) of every label in force."""
        return [(one.key, one.value) for one in self.run.labels.state.in_force]


@asynccontextmanager
async def viewing(path: Path, size: tuple[int, int] = (120, 40), **choices: Any) -> AsyncIterator[Viewer]:
    """Open a run on a screen of this size; `choices` are fields of the session. Rules propose nothing unless asked."""
    choices.setdefault("author", "ana")
    choices.setdefault("settings", Settings(proposals=False))
    queue = choices.pop("queue", [RunEntry(path)])
    choices.setdefault("schema", load_schema(None))
    session = Session(queue=queue, **choices)
    app = PlayheadApp(session, tape=open_tape(path))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Viewer(app, pilot)


@asynccontextmanager
async def listing(
    *folders: Path, size: tuple[int, int] = (120, 40), read: bool = True, **choices: Any
) -> AsyncIterator[Viewer]:
    """Open the list of folders, all rows read, or with `read` off as soon as it is there."""
    choices.setdefault("author", "ana")
    choices.setdefault("settings", Settings(proposals=False))
    app = PlayheadApp(Session(schema=load_schema(None), **choices), tape=None, folders=folders)
    async with app.run_test(size=size) as pilot:
        viewer = Viewer(app, pilot)
        if read:
            await viewer.until(lambda: viewer.list.runs.complete)
        await pilot.pause()
        yield viewer


def journal_events(path: Path) -> list[dict[str, Any]]:
    """Return the events of every journal beside a run, as another program would read them."""
    folder = path.with_name(path.name + ".labels")
    return [
        orjson.loads(line)["label"]
        for journal in sorted(folder.glob("*.jsonl"))
        for line in journal.read_bytes().splitlines()
        if line
    ]
