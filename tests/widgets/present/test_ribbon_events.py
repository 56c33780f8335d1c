"""Moments and the state of tests in the ribbon."""

from __future__ import annotations

import pytest

from playhead.model import Kind, Phase
from tests.widgets.present.test_ribbon import columns
from widgets.present import ribbon
from widgets.present.outcome_looks import STYLES
from widgets.present.palette import PHASE_STYLES
from widgets.present.ribbon import ribbon_cells, ribbon_rows
from widgets.present.ribbon_events import RibbonEvents


def second_row(events: RibbonEvents, steps: int, width: int, failed: set[int] | None = None, cursor: int = 0) -> str:
    """Return what stands under the phases."""
    cells = ribbon_cells(columns([Kind.RUN] * steps, failed), {}, width, events=events)
    return ribbon_rows(cells, cursor, "", width, rows=2)[1].plain


def test_a_moment_is_a_line_heavy_where_it_was_not_solved() -> None:
    """Light lines are recovered ones, heavy ones spiralled; failures stand on them, the cursor too."""
    events = RibbonEvents(((1, 3, "recovered"), (5, 7, "spiralled")), negative=frozenset({1, 5}))
    assert second_row(events, 10, 10) == "▲✗── ✗━━  "


def test_one_row_tells_moments_by_small_letters_and_passed_tests_by_checks() -> None:
    """Where there is one row the letters within a moment are small, in the colour of the unsolved; checks stay."""
    events = RibbonEvents(((1, 3, "recovered"), (5, 7, "spiralled")), (3, 9), frozenset({1, 5}))
    cells = ribbon_cells(columns([Kind.TEST] * 10), {8: "●", 9: "●"}, 10, shown=range(1, 10), events=events)
    (only,) = ribbon_rows(cells, 4, "", 12, rows=1)
    assert only.plain == "·✗v✓V✗vvV✓  "
    styled = {cell: str(span.style) for span in only.spans for cell in range(span.start, span.end)}
    assert styled[6] == STYLES["spiralled"]
    assert styled[2] == PHASE_STYLES[Phase.VERIFICATION]
    assert [only.plain[span.start : span.end] for span in only.spans if "underline" in str(span.style)] == ["V✓"]


def test_in_ascii_a_check_is_no_small_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a check would be drawn as the letter of a verification, one row shows a plus."""
    monkeypatch.setattr(ribbon, "is_only_ascii", lambda: True)
    cells = ribbon_cells(columns([Kind.TEST] * 4), {}, 4, events=RibbonEvents(((0, 3, "recovered"),), (3,)))
    assert ribbon_rows(cells, 0, "", 4, rows=1)[0].plain == "vvv+"


def test_the_worst_moment_of_a_cell_wins() -> None:
    """Where a cell stands for many steps it shows the worst of their moments."""
    events = RibbonEvents(((0, 40, "recovered"), (10, 11, "abandoned")))
    assert second_row(events, 100, 10, cursor=99) == "─━───    ▲"


def test_passed_tests_are_told_and_harmless_failures_are_not() -> None:
    """A passing test run is a check; a failed action that counts for nothing leaves its cell as it was."""
    events = RibbonEvents(((2, 6, "recovered"),), passed=(6,), negative=frozenset({2}), quiet=frozenset({4}))
    assert second_row(events, 8, 8, failed={2, 4}) == "▲ ✗───✓ "
