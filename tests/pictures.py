"""Draw the screen: `python -m tests.pictures` writes the README's picture, into a FOLDER one for each size and look."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from playhead import open_tape
from playhead.labels.schema import load_schema
from playhead.opening import RunEntry
from tui.app import PlayheadApp
from tui.session import Session

ROOT = Path(__file__).resolve().parents[1]
SIZES = ((80, 24), (120, 40), (200, 50))
THEMES = ("playhead-dark", "playhead-light", "ansi-dark")


async def draw(run: Path, size: tuple[int, int], theme: str, keys: list[str]) -> str:
    """Return the screen of a run as SVG, after these keys."""
    tape = open_tape(run)
    session = Session(schema=load_schema(None), author="ana", read_only=True, theme=theme, queue=[RunEntry(run)])
    app = PlayheadApp(session, tape=tape)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for key in keys:
            await pilot.press(key)
        app.screen.show_detail_now()  # type: ignore[attr-defined]  # the run screen
        await pilot.pause()
        await pilot.pause()
        return app.export_screenshot(title="playhead")


def main() -> int:
    """Write the pictures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--run", type=Path, default=ROOT / "sample_runs" / "wrong-localization.tape.jsonl")
    parser.add_argument("--keys", default="e")
    arguments = parser.parse_args()
    keys = arguments.keys.split()
    if arguments.folder is None:
        (ROOT / "docs" / "screen.svg").write_text(asyncio.run(draw(arguments.run, (120, 36), THEMES[0], keys)))
        return 0
    arguments.folder.mkdir(parents=True, exist_ok=True)
    for size in SIZES:
        for theme in THEMES:
            name = f"{size[0]}x{size[1]}-{theme}.svg"
            (arguments.folder / name).write_text(asyncio.run(draw(arguments.run, size, theme, keys)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
