"""The table and the chart of the benchmarks: what they say of figures that are known."""

from __future__ import annotations

import pytest

from benchmarks.chart import bar, chart
from benchmarks.family import DESIGN, LIMITS, MORE
from benchmarks.line import Line, Of, Point, interleaved, line_from, percentile
from benchmarks.readme import block, replaced
from benchmarks.table import row, table, tally


def test_a_ratio_at_its_target_holds() -> None:
    """A line holds up to its target, the target included, and falls short above it."""
    assert Line(DESIGN, "one", 1.25, 125, 100).verdict == "holds"
    assert Line(DESIGN, "one", 1.25, 126, 100).verdict == "falls short"


def test_a_figure_of_ours_alone_is_compared_as_it_stands() -> None:
    """Bytes and milliseconds that have a target of their own need nothing of theirs."""
    line = Line(LIMITS, "an idle second", 0, 0, unit="bytes", of=Of.OURS)
    assert (line.figure, line.verdict) == (0, "holds")
    assert Line(LIMITS, "an idle second", 0, 1, unit="bytes", of=Of.OURS).verdict == "falls short"


def test_memory_is_compared_above_theirs() -> None:
    """A difference is ours without theirs, however large both are."""
    assert Line(DESIGN, "memory", 40, 100, 61, "MB", Of.DIFFERENCE).verdict == "holds"
    assert Line(DESIGN, "memory", 40, 100, 59, "MB", Of.DIFFERENCE).verdict == "falls short"


def test_what_was_not_run_says_why_and_has_no_figure() -> None:
    """A missing program is told of in its line, and counts neither as held nor as short."""
    missing = Line(LIMITS, "one : lnav", 5, 3.0, None, why="not run: lnav is not installed")
    assert missing.figure is None
    assert row(missing).endswith("not run: lnav is not installed")
    assert (
        tally([missing, Line(MORE, "x", None, 1, 1)]) == "0 hold, 0 fall short, 1 have no target, 1 were not run here."
    )


def test_nothing_to_divide_by_is_no_figure() -> None:
    """A floor that took no time gives no ratio, and no verdict."""
    assert Line(DESIGN, "one", 1, 3.0, 0.0).verdict == "not run"


def test_lines_survive_the_file() -> None:
    """A line is read back from its JSON as it was."""
    line = Line(DESIGN, "one : other", 1.5, 2.0, 1.0, "MB", Of.DIFFERENCE, "")
    assert line_from(line.to_json()) == line


def test_rows_stand_in_columns() -> None:
    """Figures of all rows end in the same columns, whatever their size."""
    small, large = row(Line(DESIGN, "a", 1.5, 0.123, 4.5)), row(Line(DESIGN, "b", 1.5, 12_345.6, 99))
    assert small.index("holds") == large.index("falls short")
    assert "12,346 ms" in large
    assert "0.12 ms" in small


def test_every_section_has_its_lines_in_their_order() -> None:
    """The design's lines come first, whenever they were measured; a section without lines is not named."""
    text = table([Line(LIMITS, "second", 1, 1, 1), Line(DESIGN, "first", 1, 1, 1)])
    assert text.index("What it has to reach") < text.index("first") < text.index("sharper list") < text.index("second")
    assert "More of what" not in text


def test_measures_take_turns_and_give_their_medians() -> None:
    """Each is measured once before any is measured again; one slow turn does not move its median."""
    order: list[str] = []
    values = iter([1.0, 99.0, 2.0, 1.5, 1.2])

    def first() -> float:
        order.append("a")
        return next(values)

    def second() -> float:
        order.append("b")
        return 7.0

    assert interleaved(first, second, repeats=5) == [1.5, 7.0]
    assert "".join(order) == "ab" * 5


@pytest.mark.parametrize(("percent", "value"), [(0, 1), (50, 51), (99, 100), (100, 100)])
def test_percentiles(percent: float, value: float) -> None:
    """A percentile is one of the values; the highest is that of all."""
    assert percentile([float(one) for one in range(1, 101)], percent) == value


def test_bars_are_logarithmic() -> None:
    """The square of a cost has a bar twice as long, equal costs equal bars, and the least a bar that is seen."""
    assert len(bar(100, 10_000, 40)) == 20
    assert len(bar(10_000, 10_000, 40)) == 40
    assert len(bar(0.01, 10_000, 40)) == 1
    assert bar(0.5, 0.7) == "█"


def test_the_chart_names_each_size_of_each_series() -> None:
    """A row for every point, those of one series together; without points there is no chart."""
    points = [
        Point("bytes", series, label, value)
        for label, value in (("1 MB", 500.0), ("1 GB", 510.0))
        for series in ("first screen", "whole index")
    ]
    rows = [line for line in chart(points).splitlines() if " MB" in line or " GB" in line]
    assert [line.split("  ")[1].strip() for line in rows] == ["first screen"] * 2 + ["whole index"] * 2
    assert rows[1].endswith("510 ms")
    assert not chart([])


def test_the_table_of_a_page_is_replaced_between_its_marks() -> None:
    """What stands around the marks stays as it is, and replacing twice changes nothing."""
    page = "before\n<!-- benchmarks: begin -->\nold\n<!-- benchmarks: end -->\nafter\n"
    text = block("A day.", "one", "", "two")
    new = replaced(page, text)
    assert (
        new == "before\n<!-- benchmarks: begin -->\nA day.\n\n```\none\n\ntwo\n```\n<!-- benchmarks: end -->\nafter\n"
    )
    assert replaced(new, text) == new
    with pytest.raises(ValueError, match="no <!-- benchmarks: begin -->"):
        replaced("a page", text)
