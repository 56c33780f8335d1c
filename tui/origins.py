"""Which steps wrote the hunks of the patch that a run handed in: found out when somebody looks at it, in a thread."""

# ruff: noqa: PLC0415 - the rules are imported when a patch is looked at

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from playhead.insight.bookends import layer_key, layers_in_order
from playhead.insight.verdict import row_of_layer
from playhead.model import Layer, Tape
from widgets.present.bookends import Bookend
from widgets.present.page import Page

if TYPE_CHECKING:
    from playhead.edits.origin_values import PatchOrigins
    from tui.screens.run import RunScreen

MOST_STEPS = 50_000
"""In a longer run nothing is looked for by itself: the page of the patch tells it, with progress."""


class OriginsOfRun:
    """One attribute of the screen: the page of the final patch, with its origins as soon as they are known."""

    def __init__(self, run: RunScreen) -> None:
        self._run = run
        self._tape: Tape | None = None
        self._found: PatchOrigins | None = None

    def page_of(self, bookend: Bookend | None) -> Page | None:
        """Return the page of a bookend; that of the final patch tells who wrote it, a moment later."""
        layer = self._layer_at(bookend)
        if bookend is None or layer is None or self._run.finding.search.on:
            return bookend.page if bookend is not None else None  # hits are places of the page as it is searched
        tape = self._run.tape
        assert tape is not None
        if self._tape is not tape:
            self._tape, self._found = tape, None
            if len(tape.steps) <= MOST_STEPS:
                self._run.run_worker(lambda: self._work(tape), thread=True, group="origins", exit_on_error=False)
        return bookend.page if self._found is None else self._with_origins(bookend.page, layer, tape, self._found)

    def page_here(self) -> Callable[[Callable[[int], bool]], Page] | None:
        """Return what makes a page of the final patch that leads to steps; None where the cursor is not at it."""
        bookend = self._run.timeline.bookend_at(self._run.place)
        layer, tape = self._layer_at(bookend), self._run.tape
        if bookend is None or layer is None or tape is None:
            return None
        known = self._found if self._tape is tape else None

        def make(going: Callable[[int], bool]) -> Page:
            from playhead.insight.patch_story import numbers_of, patch_origins
            from widgets.present.patch_page import patch_page

            found = known if known is not None else patch_origins(tape, going=going)
            return patch_page(layer.text, bookend.page.key, found, numbers_of(tape.steps))

        return make

    def _layer_at(self, bookend: Bookend | None) -> Layer | None:
        """Return the layer of the final patch if a bookend is that one."""
        tape = self._run.tape
        if bookend is None or bookend.name != "patch" or tape is None:
            return None
        from playhead.insight.patch_story import final_patch

        layer = final_patch(tape)
        places = (place for place, one in enumerate(layers_in_order(tape)) if one is layer)
        return layer if layer is not None and layer_key(layer, next(places)) == bookend.page.key else None

    def _work(self, tape: Tape) -> None:
        from playhead.insight.patch_story import patch_origins

        found = patch_origins(tape, going=lambda _: self._tape is tape and self._run.is_mounted)
        if found.complete and self._run.is_mounted:
            self._run.app.call_from_thread(self._show, tape, found)

    def _show(self, tape: Tape, found: PatchOrigins) -> None:
        if self._tape is not tape or not self._run.is_mounted:
            return
        self._found = found
        bookend = self._run.timeline.bookend_at(self._run.place)
        if self._layer_at(bookend) is not None and not self._run.finding.search.on:
            self._run.detail.page = self.page_of(bookend)

    def _with_origins(self, page: Page, layer: Layer, tape: Tape, found: PatchOrigins) -> Page:
        from playhead.insight.patch_story import numbers_of
        from widgets.present.patch_page import patch_page

        row = row_of_layer(layer)
        made = patch_page(layer.text, page.key, found, numbers_of(tape.steps), (row.title, row.result))
        return replace(page, parts=made.parts)
