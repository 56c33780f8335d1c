"""A scene becomes a picture: the program's own screen after some keys, as SVG."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

from textual.pilot import Pilot

from playhead import open_tape
from playhead.labels.schema import load_schema
from playhead.opening import RunEntry
from playhead.text import only_ascii
from tests.pictures.copies import shared_copy
from tests.pictures.scene import Scene
from tui.app import PlayheadApp
from tui.screens.run import RunScreen
from tui.session import Session

AFTER_A_KEY = 0.05


async def draw(scene: Scene, runs: Path) -> str | None:
    """Return a scene as SVG, drawn from a copy of its run, so that no scene sees another's labels.

    None where its run is not on this machine.
    """
    with tempfile.TemporaryDirectory() as temporary:
        if (path := _copy(scene, runs, Path(temporary))) is None:
            return None
        if scene.prepare is not None:
            scene.prepare(path)
        only_ascii(scene.ascii)
        try:
            return await _draw(scene, path)
        finally:
            only_ascii(on=False)


def _copy(scene: Scene, runs: Path, folder: Path) -> Path | None:
    if (scene.run or "").startswith("shared/"):
        return shared_copy(scene.run or "", folder)
    shutil.copytree(runs, folder / "runs")
    return folder / "runs" / (scene.run or "")


async def _draw(scene: Scene, path: Path) -> str:
    session = Session(
        schema=load_schema(None), author=scene.author, theme=scene.theme, at=scene.at, blind=scene.blind,
        read_only=scene.read_only, label_mode=scene.label_mode, first_start=scene.first_start,
    )  # fmt: skip
    tape = open_tape(path) if scene.run is not None and not _is_list(path) else None
    if tape is not None:
        session.queue = [RunEntry(path)]
    app = PlayheadApp(session, tape=tape, folders=() if tape is not None else (path,))
    async with app.run_test(size=scene.size) as pilot:
        await app.workers.wait_for_complete()
        await _until_read(app, pilot)
        await _until_ruled(app, pilot)
        for key in _presses(scene.keys):
            await pilot.press(key)
            await pilot.pause(AFTER_A_KEY)
            await app.workers.wait_for_complete()
        if isinstance(app.screen, RunScreen):
            app.screen.show_detail_now()
        await app.workers.wait_for_complete()
        await pilot.pause()
        return await _until_read(app, pilot)


def _is_list(path: Path) -> bool:
    """Return whether a shared folder is one of many runs: it is neither a file nor a run of its own."""
    return path.is_dir() and not any((path / one).exists() for one in ("agent", "trajectory.json", "base_state.json"))


def _presses(keys: str) -> list[str]:
    """Return every press of a scene: words led by `'` letter by letter."""
    return [
        press for word in keys.split() for press in (word[1:] if word.startswith("'") and len(word) > 1 else [word])
    ]


async def _until_read(app: PlayheadApp, pilot: Pilot[None]) -> str:
    """Return the screen when the rows of a list, which are read one after another, are all there."""
    for _ in range(500):
        svg = app.export_screenshot(title="playhead")
        if "to&#160;go" not in svg and "looking&#160;…" not in svg:
            break
        await pilot.pause(0.02)
    return smaller(svg)


async def _until_ruled(app: PlayheadApp, pilot: Pilot[None]) -> None:
    """Wait for what the rules find in a run, so that a picture does not depend on how fast they were."""
    run = app.screen
    for _ in range(500):
        if not isinstance(run, RunScreen) or run.insight.hidden:
            break
        if run.insight.found.complete and not run.insight.running:
            break
        await pilot.pause(0.02)


def smaller(svg: str) -> str:
    """Return the same picture without fonts from elsewhere, which pages do not load, and with shorter numbers."""
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = svg.replace("font-family: Fira Code, monospace", "font-family: Menlo, Consolas, DejaVu Sans Mono, monospace")
    svg = re.sub(r"terminal-\d+-", "t", svg)
    return re.sub(r"<[^>]*>", lambda tag: re.sub(r"(\d+\.\d{2})\d+", r"\1", tag[0]), svg)
