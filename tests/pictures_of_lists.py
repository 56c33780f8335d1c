"""Draw the list of runs: `python -m tests.pictures_of_lists FOLDER_OF_RUNS INTO` writes one for each size and look."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from playhead.labels.schema import load_schema
from tui.app import PlayheadApp
from tui.screens.runs import RunsScreen
from tui.session import Session

SIZES = ((80, 24), (120, 40), (140, 45))
THEMES = ("playhead-dark", "playhead-light", "ansi-dark")


async def draw(folder: Path, size: tuple[int, int], theme: str, keys: list[str]) -> str:
    """Return the list of a folder as SVG, when all is read, after these keys."""
    session = Session(schema=load_schema(None), author="ana", read_only=True, theme=theme)
    app = PlayheadApp(session, tape=None, folders=(folder,))
    async with app.run_test(size=size) as pilot:
        screen = app.screen
        assert isinstance(screen, RunsScreen)
        while screen.reading.busy:
            await pilot.pause(0.05)
        await pilot.pause(0.1)
        for key in keys:
            await pilot.press(key)
        await pilot.pause()
        return app.export_screenshot(title="playhead")


def main() -> int:
    """Write the pictures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("runs", type=Path)
    parser.add_argument("into", type=Path)
    parser.add_argument("--keys", default="")
    arguments = parser.parse_args()
    arguments.into.mkdir(parents=True, exist_ok=True)
    for size in SIZES:
        for theme in THEMES:
            picture = asyncio.run(draw(arguments.runs, size, theme, arguments.keys.split()))
            (arguments.into / f"list-{size[0]}x{size[1]}-{theme}.svg").write_text(picture)
    return 0


if __name__ == "__main__":
    sys.exit(main())
