"""The pane over any number of rows."""

from collections.abc import Callable

import pytest
from rich.color import ColorSystem
from textual.app import App, ComposeResult
from textual.content import Content
from textual.pilot import Pilot

from widgets.line_view import LineView
from widgets.present.palette import FAILURE, MUTED


class Numbers:
    """Rows that say their number, and count how often they were asked."""

    exact = True

    def __init__(self, count: int) -> None:
        self.count = count
        self.asked: list[int] = []

    def line(self, index: int, width: int) -> Content:
        """Return the row's number."""
        self.asked.append(index)
        return Content.assemble((f"{index:7}", MUTED), " row ", ("failed" if index % 3 == 0 else "", FAILURE))


class Stand(App[None]):
    """An app around one view that weighs what it sends."""

    CSS = "LineView { width: 44; }"

    def __init__(self, view: LineView) -> None:
        super().__init__()
        self.view = view
        self.sent = 0
        self.clicked: list[int] = []

    def compose(self) -> ComposeResult:
        """Show the view."""
        yield self.view

    def on_line_view_clicked(self, event: LineView.Clicked) -> None:
        """Remember the click."""
        self.clicked.append(event.index)

    def _display(self, screen: object, renderable: object) -> None:
        update = getattr(renderable, "render_segments", None)
        if update is not None:
            self.console._color_system = ColorSystem.EIGHT_BIT
            self.sent += len(update(self.console).encode())
        super()._display(screen, renderable)  # type: ignore[arg-type]

    async def weigh(self, pilot: Pilot[None], act: Callable[[], object]) -> int:
        """Return how many bytes an act sends."""
        await pilot.pause()
        self.sent = 0
        act()
        await pilot.pause()
        await pilot.pause()
        return self.sent


def rows_on_screen(view: LineView) -> list[str]:
    """Return the characters of every row of the pane."""
    return [view.render_line(y).text.rstrip() for y in range(view.size.height)]


async def test_a_million_rows_are_drawn_only_where_they_are_seen() -> None:
    """A view of a million rows asks its source for the rows in sight and no others."""
    source = Numbers(1_000_000)
    async with Stand(LineView(source)).run_test(size=(80, 24)) as pilot:
        assert set(source.asked) == set(range(24))
        pilot.app.query_one(LineView).end()
        await pilot.pause()
        assert set(source.asked) == {*range(24), *range(999_976, 1_000_000)}


async def test_a_move_of_the_cursor_sends_two_rows_and_an_idle_view_nothing() -> None:
    """A cursor move costs at most 400 bytes in 256 colours, a page at most 7,000, and idling none."""
    app = Stand(LineView(Numbers(10_000)))
    async with app.run_test(size=(120, 40)) as pilot:

        def down() -> None:
            app.view.cursor += 1

        await app.weigh(pilot, down)
        assert 0 < await app.weigh(pilot, down) <= 400
        assert 0 < await app.weigh(pilot, app.view.page_down) <= 7_000
        assert await app.weigh(pilot, lambda: None) == 0


async def test_the_cursor_stays_in_sight_half_a_page_further() -> None:
    """A cursor that leaves the pane scrolls it by half a page, so that the next moves send only rows."""
    async with Stand(LineView(Numbers(1_000))).run_test(size=(80, 20)) as pilot:
        view = pilot.app.query_one(LineView)
        view.cursor = 19
        assert view.first_row == 0
        view.cursor = 20
        assert view.first_row == 10
        view.cursor = 9
        assert view.first_row < 9
        assert view.cursor - view.first_row in range(20)


@pytest.mark.parametrize(("wanted", "got"), [(-5, 0), (3, 3), (99, 9)])
async def test_the_cursor_is_always_on_a_row_that_exists(wanted: int, got: int) -> None:
    """A cursor set beyond the rows goes to the nearest."""
    async with Stand(LineView(Numbers(10))).run_test(size=(80, 20)) as pilot:
        view = pilot.app.query_one(LineView)
        view.cursor = wanted
        assert view.cursor == got


async def test_rows_that_came_are_there_after_a_sync() -> None:
    """A source that grew is longer after `sync`, and what was on the screen has not moved."""
    source = Numbers(5)
    async with Stand(LineView(source)).run_test(size=(80, 20)) as pilot:
        view = pilot.app.query_one(LineView)
        view.cursor = 4
        source.count = 50
        view.sync()
        await pilot.pause()
        assert (view.cursor, view.first_row) == (4, 0)
        assert rows_on_screen(view)[19].strip() == "19 row"
        view.end()
        assert (view.cursor, view.first_row) == (49, 30)


async def test_a_resize_keeps_the_row_at_the_top() -> None:
    """A terminal that changes its size shows the same first row, and the cursor stays in sight."""
    async with Stand(LineView(Numbers(500))).run_test(size=(80, 24)) as pilot:
        view = pilot.app.query_one(LineView)
        view.scroll_to_row(100)
        view.set_reactive(LineView.cursor, 105)
        await pilot.resize_terminal(60, 40)
        assert view.first_row == 100
        await pilot.resize_terminal(60, 4)
        while view.size.height != 4:
            await pilot.pause()
        assert view.cursor - view.first_row in range(4)


async def test_a_click_moves_the_cursor_and_says_so() -> None:
    """The clicked row becomes the current one; a click below the last row is none."""
    app = Stand(LineView(Numbers(10)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click(LineView, offset=(3, 7))
        await pilot.click(LineView, offset=(3, 15))
        assert (app.view.cursor, app.clicked) == (7, [7])


async def test_only_rows_that_changed_are_sent() -> None:
    """Showing another source of which one row differs sends that row alone."""

    class Other(Numbers):
        def line(self, index: int, width: int) -> Content:
            return Content("another") if index == 4 else super().line(index, width)

    app = Stand(LineView(Numbers(10)))
    async with app.run_test(size=(120, 40)) as pilot:
        app.view.show_cursor = False
        await pilot.pause()
        sent = await app.weigh(pilot, lambda: app.view.show(Other(10)))
        assert 0 < sent < 100
        assert rows_on_screen(app.view)[4] == "another"


async def test_sideways_shows_later_columns() -> None:
    """A view moved sideways by seven columns begins at the eighth."""
    async with Stand(LineView(Numbers(3))).run_test(size=(80, 24)) as pilot:
        view = pilot.app.query_one(LineView)
        view.sideways = 7
        await pilot.pause()
        assert rows_on_screen(view)[1] == " row"


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark", "ansi-light"])
async def test_the_cursor_is_seen_in_every_theme(theme: str) -> None:
    """The row under the cursor differs from the others in every kind of theme."""
    async with Stand(LineView(Numbers(9))).run_test(size=(80, 24)) as pilot:
        pilot.app.theme = theme
        await pilot.pause()
        view = pilot.app.query_one(LineView)
        looks = [{(one.style.bgcolor, one.style.reverse) for one in view.render_line(y) if one.style} for y in (0, 1)]
        assert looks[0] != looks[1]


async def test_the_cursor_row_of_sixteen_colours_has_one_colour() -> None:
    """In a theme of 16 colours the cursor's row is reversed as a whole: no word of it is a block of its own colour."""
    async with Stand(LineView(Numbers(9))).run_test(size=(80, 24)) as pilot:
        pilot.app.theme = "ansi-dark"
        await pilot.pause()
        view = pilot.app.query_one(LineView)
        looks = {(one.style.color, one.style.dim, one.style.reverse) for one in view.render_line(0) if one.style}
        assert len(looks) == 1
        assert len({one.style.color for one in view.render_line(3) if one.style}) > 1


async def test_an_empty_view_is_blank_and_moves_nowhere() -> None:
    """Without rows there is nothing to draw, to move to or to click."""
    async with Stand(LineView()).run_test(size=(80, 24)) as pilot:
        view = pilot.app.query_one(LineView)
        view.page_down()
        view.end()
        await pilot.click(LineView, offset=(3, 3))
        assert (view.cursor, view.first_row) == (0, 0)
        assert set(rows_on_screen(view)) == {""}
