"""The first line of a page: what it is, and how far it has come while it is being made."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.reactive import var

from playhead.text import clean
from widgets.fixed_rows import FixedRows
from widgets.present.fit import cut
from widgets.present.palette import EMPHASIS


class PageHead(FixedRows):
    """One line."""

    DEFAULT_CSS = """
    PageHead { height: 1; background: $panel; }
    """

    title: var[str] = var("")
    """What is told."""

    def rows(self, width: int, height: int) -> Sequence[Content]:  # noqa: ARG002 - one row
        """Return the line."""
        return (Content.styled(f" {cut(clean(self.title[:1_000]), width - 2)}", EMPHASIS),)

    def watch_title(self) -> None:
        """Show another title."""
        self.redraw()
