"""However big a step is, what is read, coloured and compared of it is what a few screens of it take."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from playhead.edits.unified import unified_diff
from playhead.model import Action, Edit, Kind, Step
from tests.widgets.making import action, step
from widgets.blocks import diff_block, diff_code, line_reader, split_block
from widgets.blocks.long_block import LongBlock
from widgets.blocks.panning import Panning
from widgets.document import Document
from widgets.present import output
from widgets.present.code import CodeWindow
from widgets.present.detail_blocks import document_of
from widgets.present.detail_options import Options

WIDTH, ROWS = 80, 38
CHUNK = 8_192
"""Characters that a text is cut into; of one in sight all lines are measured."""

OLD = "".join(f"    value_{number} = compute({number}, 'a')\n" for number in range(20_000))
DIFF = unified_diff(OLD, OLD.replace("'a'", "'b'"), "big.py", fragment=True)
READ = "".join(f"def function_{number}(argument: int) -> str:\n    return '{number}'\n" for number in range(10_000))
STEPS: dict[str, Action] = {
    "a million lines": action(Kind.RUN, "make", output="0123456\n" * 1_000_000),
    "a failure at the end of them": action(
        Kind.RUN, "make", output="0123456\n" * 1_000_000 + "Error: x\n", exit_code=1
    ),
    "one line": action(Kind.RUN, "cat x.js", output="var a=function(b){return b+1};" * 100_000),
    "one wide line": action(Kind.RUN, "cat x", output="漢字かな交じり文" * 100_000),
    "a progress bar": action(
        Kind.RUN, "pip", output="".join(f"\r{n:07d} [==>  ]" for n in range(100_000)) + "\ndone\n"
    ),
    "colours and cursor": action(Kind.RUN, "npm", output="\x1b[31mword\x1b[0m\x1b[2K\x1b[1G" * 100_000 + "\n"),
    "marks on one letter": action(Kind.RUN, "x", output="a" + "\u0301" * 500_000),
    "blank lines": action(Kind.RUN, "x", output="\n" * 1_000_000),
    "a file": action(Kind.READ, None, tool="read", path="big.py", output=READ),
    "a diff": action(Kind.EDIT, None, tool="edit", path="big.py", edits=(Edit("big.py", diff=DIFF),)),
    "what was written": action(Kind.EDIT, None, tool="write", path="big.py", edits=(Edit("big.py", written=READ),)),
}


ROW_A_CHUNK = {"marks on one letter", "colours and cursor"}
"""Of these 8,192 characters are one row, as they are of any long line that is not wrapped."""


class Work:
    """What was done to show rows: characters through the gate, lines compared, coloured lines, chunks opened."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.characters = self.compared = self.coloured = self.opened = 0
        self._patched = monkeypatch
        self._count(line_reader, "terminal_line", self._add_characters)
        self._count(line_reader, "visible", self._add_characters)
        self._count(diff_code, "visible", self._add_characters)
        self._count(diff_block, "changed_stretches", self._add_compared)
        self._count(split_block, "changed_stretches", self._add_compared)
        self._count(CodeWindow, "_read", self._add_coloured)
        self._count(LongBlock, "_lines", self._add_opened)

    def forget(self) -> None:
        """Begin to count anew."""
        self.characters = self.compared = self.coloured = self.opened = 0

    def _count(self, owner: Any, name: str, add: Callable[..., None]) -> None:
        real = getattr(owner, name)

        def counted(*args: Any, **named: Any) -> Any:
            add(*args)
            return real(*args, **named)

        self._patched.setattr(owner, name, counted)

    def _add_characters(self, text: str, *_: object) -> None:
        self.characters += len(text)

    def _add_compared(self, *_: object) -> None:
        self.compared += 1

    def _add_coloured(self, window: CodeWindow, *_: object) -> None:
        self.coloured += len(window._code)

    def _add_opened(self, *_: object) -> None:
        self.opened += 1


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    """Count from now on."""
    return Work(monkeypatch)


def screen(document: Document, first: int, width: int = WIDTH) -> list[str]:
    """Return the rows of a screen from `first` on, as a view asks for them."""
    first = document.settle(first, ROWS, width)
    return [document.line(row, width).plain for row in range(first, min(first + ROWS, document.count))]


def journeys(document: Document, width: int) -> Iterator[tuple[str, list[str]]]:
    """Yield screens as a person comes to them: the first, a page, the end, all folds open, their middle and end."""
    yield "first", screen(document, 0, width)
    yield "page", screen(document, ROWS - 1, width)
    yield "end", screen(document, max(0, document.count - ROWS), width)
    for number, _ in list(document.folds()):
        document.set_fold(number, is_open=True)
    yield "open", screen(document, 0, width)
    yield "middle", screen(document, document.count // 2, width)
    yield "last", screen(document, max(0, document.count - ROWS), width)


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("ways", [{}, {"wrap": False}, {"split": True}], ids=["wrapped", "cut", "side by side"])
def test_no_screen_costs_more_than_a_few_screens(name: str, ways: dict[str, bool], work: Work) -> None:
    """The gate sees a few chunks, words are compared in the lines in sight, a lexer begins a few windows."""
    shown = step(0, STEPS[name])
    options = Options(panning=Panning(wrap=ways.get("wrap", True)), split=ways.get("split", False))
    document = document_of(shown, options)
    most = 6 * ROWS if name in ROW_A_CHUNK or not options.panning.wrap else 8
    for where, rows in journeys(document, 2 * WIDTH if options.split else WIDTH):
        assert rows, where
        assert work.characters <= most * CHUNK, where
        assert work.compared <= 2 * ROWS, where
        assert work.coloured <= 3 * CHUNK, where
        work.forget()


def test_a_fold_counts_what_it_hides_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """How many lines are folded is counted when its row is seen, and not again however often it is drawn."""
    counted: list[int] = []
    real = output.lines_in

    def lines_in(text: str, start: int, end: int) -> int:
        counted.append(end - start)
        return real(text, start, end)

    monkeypatch.setattr("widgets.present.detail_output.lines_in", lines_in)
    document = document_of(step(0, STEPS["a million lines"]), Options())
    for _ in range(3):
        assert any("more line" in row for row in screen(document, ROWS))
        document.redraw()
    assert len(counted) == 1


def test_a_diff_is_indexed_once_for_all_ways_to_look_at_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wrapped or cut, unified or side by side: the diff of a step is not read again."""
    made: list[int] = []
    index = "widgets.present.detail_edits.DiffIndex"
    real = diff_code.DiffIndex
    monkeypatch.setattr(index, lambda text: made.append(len(text)) or real(text))
    one = unified_diff("a\n" * 500, "b\n" * 500, "once.py", fragment=True)
    shown: Step = step(0, action(Kind.EDIT, None, tool="edit", path="once.py", edits=(Edit("once.py", diff=one),)))
    for split in (False, True, False):
        assert screen(document_of(shown, Options(split=split)), 0, 2 * WIDTH)
    assert made == [len(one)]
