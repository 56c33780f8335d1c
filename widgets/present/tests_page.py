"""Tests by test run: which failed when, which step flipped them, the best state, and what the verifier said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, partial

from textual.content import Content

from playhead.insight.test_cells import Cell
from playhead.insight.test_matrix import Flip, Matrix, Row
from playhead.insight.test_runs import TestRun
from playhead.storage.source import StepSource
from playhead.text import clean
from widgets.blocks.block import Rows
from widgets.document import Part
from widgets.present.amounts import counted
from widgets.present.code import Pace
from widgets.present.detail_options import Options, blank, notice
from widgets.present.fit import cut, cut_left, cut_middle, pad, pad_left
from widgets.present.page import Page, spaced
from widgets.present.palette import CHECK, EMPHASIS, FAILURE, FAINT, MUTED, PLAIN, SUCCESS, WARNING
from widgets.present.tests_columns import Columns, columns_at, moved, short_names, spark

STYLES = {Cell.PASSED: SUCCESS, Cell.FAILED: FAILURE, Cell.ABSENT: FAINT}
LEGEND = ((Cell.PASSED, "passed"), (Cell.FAILED, "failed"), (Cell.ABSENT, "not run, or not told"))
NOTHING = "No action of this run printed a report of tests, and no verifier reported any."
_MOST_SENTENCES = 12
_BEFORE_NAME = 11

Step = Callable[[int], str]


def tests_page(matrix: Matrix, steps: StepSource) -> Page:
    """Return the page; a row of a test leads to the step that flipped it last, a test run to its step.

    Where not all test runs fit, sideways moves to earlier and later ones.
    """
    step = partial(_number, steps)
    bad = [row for row in matrix.rows if row.ever_failed]
    good = [row for row in matrix.rows if not row.ever_failed]
    flips = [(row, flip) for row in bad for flip in row.flips]
    layout = lru_cache(4)(partial(_Layout, matrix, (*bad, *good), step))

    def parts(options: Options, pace: Pace) -> Sequence[Part]:
        del pace
        if not matrix.runs and not matrix.rows and matrix.verifier is None:
            return [blank(), notice(NOTHING)]
        back = options.panning.column
        said = [*matrix.sentences(step)]
        more = len(said) - _MOST_SENTENCES
        said = said[:_MOST_SENTENCES] + ([f"{more} more tests passed, and fail at the end."] if more > 0 else [])
        return spaced(
            [notice(clean(one), WARNING) for one in said],
            [Part("", Rows(lambda width: _heads(layout(width, back)))), *_tests("test", 0, bad, layout, back)],
            [_heading("what flipped")] * bool(flips)
            + [Part(f"flip {at}", Rows(partial(_flip, row, flip, step))) for at, (row, flip) in enumerate(flips)],
            [_heading("test runs")] * bool(matrix.runs)
            + [Part(f"run {at}", Rows(partial(_run, one, step))) for at, one in enumerate(matrix.runs)],
            [_heading("never failed")] * bool(good) + _tests("good", len(bad), good, layout, back),
        )

    links = {f"run {at}": one.position for at, one in enumerate(matrix.runs)}
    links |= {f"flip {at}": flip.position for at, (_, flip) in enumerate(flips)}
    for key, rows in (("test", bad), ("good", good)):
        links |= {f"{key} {at}": to for at, row in enumerate(rows) if (to := _leads_to(row, matrix)) is not None}
    title = f"{counted(len(matrix.runs), 'test run')}, {counted(len(bad), 'test')} failed at some time"

    def sideways(back: int, direction: int, width: int) -> int:
        return moved(layout(width, back).columns, back, direction)

    return Page("tests", title, parts, links=links, sideways=sideways)


class _Layout:
    """The matrix in one width: its columns and the names of its rows."""

    def __init__(self, matrix: Matrix, rows: Sequence[Row], step: Step, width: int, back: int) -> None:
        self.matrix, self.step, self.width = matrix, step, width
        self.columns = columns_at(matrix, step, width, back)
        self.names = short_names([clean(row.name) for row in rows], self.columns.name)


def _leads_to(row: Row, matrix: Matrix) -> int | None:
    if row.flips:
        return row.flips[-1].position
    told = (one.position for one, cell in zip(matrix.runs, row.cells, strict=True) if cell is not Cell.ABSENT)
    return next(told, None)


def _heading(text: str) -> Part:
    return notice(text, EMPHASIS)


def _tests(key: str, first: int, rows: Sequence[Row], layout: Callable[[int, int], _Layout], back: int) -> list[Part]:
    return [Part(f"{key} {at}", Rows(partial(_test, row, first + at, layout, back))) for at, row in enumerate(rows)]


def _heads(layout: _Layout) -> list[Content]:
    """Return the meaning of the marks, the steps of the test runs, how many failed in each, and their curve."""
    columns, matrix = layout.columns, layout.matrix
    legend = Content.assemble(
        " ", *(part for cell, word in LEGEND for part in ((cell.glyph, STYLES[cell]), f" {word}  "))
    )
    rows = [legend.truncate(layout.width)]
    hidden = ((columns.first, "earlier"), (len(matrix.runs) - columns.stop, "later"))
    beside = [f"{count:,} {word}" for count, word in hidden if count]
    if beside:
        runs = f"test run{'s' if beside != ['1 earlier'] else ''}"
        rows.append(Content.styled(f" {' and '.join(beside)} {runs} beside these columns", FAINT))
    told = [one.report.bad for one in matrix.runs[columns.shown]]
    heads = [pad_left(layout.step(one.position), columns.cells) for one in matrix.runs[columns.shown]]
    failing = [pad_left("?" if count is None else f"{count:,}", columns.cells) for count in told]
    verifier = matrix.verifier
    said = "?" if verifier is None or verifier.bad is None else f"{verifier.bad:,}"
    rows.append(_line(columns, "step", [(head, MUTED) for head in heads], ("verifier", MUTED), MUTED))
    rows.append(
        _line(
            columns,
            "failing",
            [(text, FAILURE if count else PLAIN) for text, count in zip(failing, told, strict=True)],
            (said, FAILURE if verifier is not None and verifier.bad else PLAIN),
            PLAIN,
        )
    )
    blocks = spark(matrix.failing)[columns.shown]
    if any(matrix.failing) and len(matrix.runs) > 1:
        curve = [(pad_left(one, columns.cells), CHECK) for one in blocks]
        rows.append(_line(columns, "", curve, ("", PLAIN), PLAIN))
    return rows


def _test(row: Row, place: int, layout: Callable[[int, int], _Layout], back: int, width: int) -> list[Content]:
    here = layout(width, back)
    cells = [(pad_left(cell.glyph, here.columns.cells), STYLES[cell]) for cell in row.cells[here.columns.shown]]
    last = (row.verifier.glyph, STYLES[row.verifier])
    return [_line(here.columns, here.names[place], cells, last, PLAIN if row.ever_failed else MUTED)]


def _line(
    columns: Columns, name: str, cells: Sequence[tuple[str, str]], verifier: tuple[str, str], style: str
) -> Content:
    words = [(" ", PLAIN), (pad(name, columns.name), style), *cells]
    if columns.verifier:
        words += [("  ", PLAIN), (pad_left(verifier[0], columns.verifier), verifier[1])]
    return Content.assemble(*words)


def _flip(row: Row, flip: Flip, step: Step, width: int) -> list[Content]:
    since = ", ".join(step(position) for position in flip.at[-3:])
    said = f"after changes in {'… ' if len(flip.at) > 3 else ''}{since}" if flip.at else "nothing changed before"
    last = min(max(32, width // 3), 40)
    name = max(8, width - last - _BEFORE_NAME - 3)
    words = [(" ", PLAIN), (pad_left(step(flip.position), 6), MUTED), ("  ", PLAIN), (flip.to.glyph, STYLES[flip.to])]
    words += [(" ", PLAIN), (pad(cut_middle(clean(row.name), name), name), PLAIN), ("  ", PLAIN)]
    return [Content.assemble(*words, (cut(said, last), MUTED)).truncate(width)]


def _run(one: TestRun, step: Step, width: int) -> list[Content]:
    report = one.report
    counts = [
        (f"{count:,} {word}", style)
        for count, word, style in (
            (report.failed, "failed", FAILURE), (report.errors, "broke", FAILURE), (report.passed, "passed", SUCCESS),
        )
        if count
    ]  # fmt: skip
    none = ("none failed", SUCCESS) if report.bad == 0 else ("no count", MUTED)
    figures = [part for count in counts or [none] for part in (count, ("  ", PLAIN))]
    words = [(" ", PLAIN), (pad_left(step(one.position), 6), MUTED), ("  ", PLAIN), (pad(report.runner, 14), PLAIN)]
    words += [*figures, *([("partial  ", WARNING)] if report.partial else [])]
    room = width - 1 - sum(len(text) for text, _ in words)
    return [Content.assemble(*words, (cut_left(clean(one.check), max(0, room)), MUTED)).truncate(width)]


def _number(steps: StepSource, position: int) -> str:
    n = steps[position].n
    return "·" if n is None else str(n)
