"""The base of the program's screens: where the focus goes is told by the panes, and nothing else is drawn again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from textual._compositor import Compositor
from textual.geometry import Region
from textual.reactive import Reactive
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

Result = TypeVar("Result")


class RowsCompositor(Compositor):
    """Textual's, but for a few rows it asks the panes for those rows; Textual asks them for all that they show."""

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        if crop is None:
            yield from super()._get_renders(crop)
            return
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            top, bottom = max(seen.y, crop.y), min(seen.bottom, crop.bottom)
            if seen.width and top < bottom and crop.overlaps(clip):
                band = Region(seen.x, top, seen.width, bottom - top)
                yield band, band, widget.render_lines(band.translate(-region.offset))


class QuietScreen(Screen[Result]):
    """A screen that is not sent whole when the focus moves, as Textual's own is."""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """The pane or strip that has the focus."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._compositor = RowsCompositor()
