"""A step as one row of the timeline, as styled text."""

from __future__ import annotations

from textual.content import Content

from playhead.model import Step
from widgets.present.row_pieces import GutterMark, RowPlace, bracket, lead_pieces, row_pieces

__all__ = ["GutterMark", "RowPlace", "bracket", "lead_pieces", "row_content"]


def row_content(step: Step, width: int, place: RowPlace) -> Content:
    """Return the row in exactly `width` cells. The title gives way; number, result and dot are never cut."""
    return Content.assemble(*row_pieces(step, width, place))
