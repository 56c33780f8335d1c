"""The strip of a pass above the footer; it takes no focus and no keys."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.reactive import var

from widgets.fixed_rows import FixedRows
from widgets.present.strip import StripFacts, strip_rows


class LabelStrip(FixedRows):
    """Shown while `facts` are there."""

    DEFAULT_CSS = """
    LabelStrip { display: none; height: 1; background: $panel; }
    """

    facts: var[StripFacts | None] = var[StripFacts | None](None)
    """What the pass is about; None while there is none."""

    def rows(self, width: int, height: int) -> Sequence[Content]:  # noqa: ARG002 - as many as it has
        """Return the strip."""
        return () if self.facts is None else strip_rows(self.facts, width)

    def watch_facts(self, facts: StripFacts | None) -> None:
        """Show how far the pass is, in as many rows as it needs."""
        self.display = facts is not None
        if facts is not None:
            self._fit(facts)
        self.redraw()

    def _fit(self, facts: StripFacts) -> None:
        needed = len(strip_rows(facts, self.screen.size.width or 80))
        # It grows and does not shrink during a pass: rows that come and go would move everything above.
        height = self.styles.height
        before = int(height.value) if height is not None and self.display else 1
        self.styles.height = max(needed, before)
