"""The list of runs: its rows, and the widget."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult

from playhead.model import Status
from playhead.text import clean
from tests.widgets.making import FOREIGN
from widgets.present.run_row import RunRow, run_head_content, run_row_content
from widgets.run_list import RunList, RunListHead

READ = RunRow("shop/lucky.tape.jsonl", "express-checkout", Status.RESOLVED, 41, 3, 2, done=True)
BROKEN = RunRow("shop/torn.json", reason="It is no run: the JSON ends early.")


class Folder(App[None]):
    """Shows a list and hears what is chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.chosen: list[int] = []

    def compose(self) -> ComposeResult:
        """Show the list under its head."""
        yield RunListHead()
        yield RunList()

    def on_run_list_chosen(self, event: RunList.Chosen) -> None:
        """Hear what is wanted."""
        self.chosen.append(event.position)


def lines(app: App[None]) -> list[str]:
    """Return the list as text."""
    view = app.query_one(RunList)
    return [view.render_line(y).text.rstrip() for y in range(view.size.height)]


def test_a_row_tells_what_is_known() -> None:
    """Done, outcome, steps, failed actions, labels, title and path stand under their heads."""
    assert run_head_content(76, "1/8").plain == (
        "   outcome    steps failed labels  run                     task         1/8 "
    )
    assert run_row_content(READ, 76).plain == (
        " ✓ resolved      41     3✗     2●  shop/lucky.tape.jsonl   express-checkout "
    )


def test_a_run_that_is_not_read_yet_has_its_row() -> None:
    """A run is listed by its path before anything else is known of it."""
    assert run_row_content(RunRow("a.json"), 60).plain.split() == ["…", "a.json"]


def test_what_cannot_be_opened_says_why() -> None:
    """A run that could not be opened stays with its reason."""
    assert "shop/torn.json  It is no run: the JSON ends early." in run_row_content(BROKEN, 80).plain
    named = RunRow("torn.json", reason="/runs/shop/torn.json is of no kind that playhead knows.")
    assert "torn.json  is of no kind that playhead knows." in run_row_content(named, 80).plain


@given(
    st.builds(
        RunRow,
        path=FOREIGN,
        title=FOREIGN,
        outcome=st.none() | st.sampled_from(Status),
        steps=st.none() | st.integers(0, 10**9),
        failed=st.none() | st.integers(0, 10**9),
        labels=st.none() | st.integers(0, 10**6),
        done=st.booleans(),
        reason=st.none() | FOREIGN,
    ),
    st.integers(0, 140),
)
def test_a_row_is_as_wide_as_asked_and_printable(row: RunRow, width: int) -> None:
    """Whatever a run or its file is called, its row has the width of the list and nothing unprintable."""
    content = run_row_content(row, width)
    assert content.cell_length == width
    assert clean(content.plain) == content.plain


async def test_rows_come_as_runs_are_read() -> None:
    """Rows are added while the list is in use: the cursor stays on its run, and a row becomes fuller."""
    app = Folder()
    async with app.run_test(size=(76, 8)) as pilot:
        view = app.query_one(RunList)
        view.append(RunRow("a.json"), RunRow("b.json"))
        view.cursor = 1
        view.append(*(RunRow(f"{name}.json") for name in "cdefghij"))
        view.replace(0, READ)
        await pilot.pause()
        assert lines(app)[0].startswith(" ✓ resolved")
        assert (view.cursor, len(view.runs), view.complete) == (1, 10, False)
        view.finished()
        assert view.complete
        view.choose()
        await pilot.click(RunList, offset=(5, 3))
        await pilot.pause()
    assert app.chosen == [1, 3]


async def test_ten_thousand_runs_are_a_list_like_any_other() -> None:
    """Rows that come below what is in sight are counted, and the end of the list is one move away."""
    app = Folder()
    async with app.run_test(size=(76, 8)):
        view = app.query_one(RunList)
        for number in range(10_000):
            view.append(RunRow(f"{number}.json"))
        view.end()
        assert view.cursor == 9_999
        assert lines(app)[-1].endswith("9999.json")
