"""All that the panes of a run draw, row by row: from a widget's source through its strips to the bytes of a frame.

Nothing is scrolled: every row there is goes the way that a row in sight goes, in one process, so that many can.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from rich.color import ColorSystem
from textual._compositor import LayoutUpdate
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip

from playhead.labels.schema import load_schema
from tests.soak.text.fields import Fields
from tests.soak.text.judged import Judged
from tests.soak.text.records import Folder, write_folder
from tests.soak.text.strings import hostile_strings
from tests.tui.conftest import ReadsHere
from tests.tui.driver import Viewer, listing, viewing
from tui.screens.page import PageScreen
from tui.settings import Settings
from tui.terminal_frames import TerminalFrames
from widgets.document_view import DocumentView
from widgets.line_source import SettlingSource
from widgets.line_view import LineView
from widgets.step_detail import StepDetail

PAGES = {
    "run page": "i", "files": "s", "patch so far": "p", "before": "b", "tests": "t", "checks": "C", "moment": "m",
    "compare": "equals_sign",
}  # fmt: skip
_ROWS_AT_ONCE = 64
_MOST_ROWS = 100_000


def rows_of(view: LineView, width: int) -> Iterator[Strip]:
    """Yield every row of a pane as it would be drawn, page by page; more may be found while it is asked for."""
    index = page = 0
    while index < min(view.source.count, _MOST_ROWS):
        if index >= page and isinstance(view.source, SettlingSource):
            index = max(index, view.source.settle(index, _ROWS_AT_ONCE, width))
            page = index + _ROWS_AT_ONCE
        yield view._painter.paint(view.source, index, width=width, sideways=0, is_cursor=index == 1).strip
        index += 1


def sent_for(strips: Sequence[Strip], width: int) -> bytes:
    """Return what is sent for rows, with their text as it is before the last stop: both are judged."""
    frames, region = TerminalFrames(), Region(0, 0, width, len(strips))
    frame = frames.frame(LayoutUpdate([[strip] for strip in strips], region), ColorSystem.TRUECOLOR)
    return "\n".join([*(strip.text for strip in strips), frame]).encode("utf-8", "surrogatepass")


def take_rows(judged: Judged, place: str, view: LineView, width: int) -> None:
    """Judge every row of a pane."""
    strips: list[Strip] = []
    for strip in rows_of(view, width):
        strips.append(strip)
        if len(strips) == _ROWS_AT_ONCE:
            judged.take(place, sent_for(strips, width))
            strips.clear()
    if strips:
        judged.take(place, sent_for(strips, width))


def take_screen(judged: Judged, place: str, screen: Screen[object]) -> None:
    """Judge the screen as it stands: what is fixed on it too."""
    width, height = screen.app.size
    update = screen._compositor.render_full_update()
    assert isinstance(update, LayoutUpdate)
    text = "\n".join(strip.text for strips in update.strips for strip in strips)
    frame = TerminalFrames().frame(update, ColorSystem.TRUECOLOR)
    judged.take(place, f"{text}\n{frame}".encode("utf-8", "surrogatepass"), (width, height))


def open_folds(view: DocumentView) -> None:
    """Open every fold of what a pane shows."""
    view._set_folds(dict.fromkeys((number for number, _ in view.document.folds()), True))


def take_detail(judged: Judged, place: str, detail: StepDetail, width: int, *, raw: bool) -> None:
    """Judge what stands in the detail, its folds open: as it is shown, and its record."""
    for shown, name in ((False, place), (True, f"{place}, raw"))[: 1 + raw]:
        detail.raw = shown
        open_folds(detail)
        take_rows(judged, name, detail, width)
    detail.raw = False


async def take_run(viewer: Viewer, judged: Judged, width: int) -> None:
    """Judge the timeline with its actions, every step and both ends of a run, the shelf, and all pages."""
    run = viewer.run
    for position in range(len(run.steps)):
        run.timeline.unfold(position)
    await viewer.pilot.pause()
    take_rows(judged, "timeline", run.timeline, width)
    rows = range(run.timeline.source.count)
    for place in dict.fromkeys(run.timeline.map.place_of(row)._replace(action=None) for row in rows):
        run.place = place
        run.show_detail_now()
        name = "detail" if place.bookend is None else "bookend"
        take_detail(judged, name, run.detail, width, raw=True)
        take_rows(judged, "shelf", run.shelf, width)
    await viewer.pilot.pause()
    take_screen(judged, "screen", viewer.app.screen)
    run.place = run.timeline.map.place_of(rows[len(rows) // 2])
    for name, key in PAGES.items():
        await _take_page(viewer, judged, width, name, key)


async def _take_page(viewer: Viewer, judged: Judged, width: int, name: str, key: str) -> None:
    await viewer.press(key)
    page = viewer.app.screen
    if isinstance(page, PageScreen):
        await viewer.until(lambda: page.detail.page is not None)
        take_detail(judged, name, page.detail, width, raw=name == "run page")
    await viewer.pilot.pause()
    take_screen(judged, name, page)
    if page is not viewer.app.screen_stack[1]:
        await viewer.press("escape")


async def take_list(folder: Path, judged: Judged, width: int) -> None:
    """Judge the rows of a list of runs."""
    async with listing(folder, size=(width, 40)) as viewer:
        take_screen(judged, "list", viewer.app.screen)
        for view in viewer.list.query(LineView):
            take_rows(judged, "list", view, width)


async def take_folder(made: Folder, judged: Judged, width: int, *, with_list: bool = True) -> None:
    """Judge all that the screen draws of a folder, at a width."""
    shelf = load_schema(made.schema)
    async with viewing(
        made.run, size=(width, 40), schema=shelf, read_only=True, settings=Settings(wrap=width < 200)
    ) as viewer:
        viewer.run.detail.split = width >= 200
        await take_run(viewer, judged, width)
    if with_list:
        await take_list(made.run.parent, judged, width)


def painted(seed: int, first: int, *, lines: int, steps: int = 14, widths: Sequence[int] = (120,)) -> Judged:
    """Return what panes of these widths draw of one folder of strings; number `first` is the first one's."""
    judged = Judged()
    with TemporaryDirectory() as home, patch("tui.run_reading.ReadingProcess", ReadsHere):
        own = {f"XDG_{name}_HOME": f"{home}/{name}" for name in ("STATE", "CACHE", "CONFIG")}
        with patch.dict(os.environ, own):
            made = write_folder(Path(home) / "runs", Fields(hostile_strings(seed, first)), steps=steps, lines=lines)
            for number, width in enumerate(widths):
                asyncio.run(take_folder(made, judged, width, with_list=number == 0))
    return judged
