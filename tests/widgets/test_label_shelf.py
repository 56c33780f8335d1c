"""The label shelf in an application of three lines."""

from __future__ import annotations

from textual.app import App, ComposeResult

from tests.widgets.labelling import shop_facts
from tests.widgets.making import shop_tape
from widgets.label_shelf import LabelShelf


class Shop(App[None]):
    """Shows a shelf and hears what is picked."""

    def __init__(self, **facts: object) -> None:
        super().__init__()
        self.picked: list[tuple[str, str | None, str]] = []
        self.spans: list[tuple[int, int] | None] = []
        self.facts = shop_facts(**facts)

    def compose(self) -> ComposeResult:
        """Show the shelf alone."""
        yield LabelShelf()

    def on_mount(self) -> None:
        """Show the failing test of the repair."""
        shelf = self.query_one(LabelShelf)
        shelf.tape = shop_tape()
        shelf.facts = self.facts
        shelf.focus()

    def on_label_shelf_picked(self, event: LabelShelf.Picked) -> None:
        """Hear what is picked."""
        self.picked.append((event.label_id, event.option, event.on))
        self.spans.append(event.span)


def name_at_cursor(shelf: LabelShelf) -> str:
    """Return what the cursor is on."""
    row = shelf.rows[shelf.cursor]
    return row.name if row.role != "options" else row.choices[0][1]


async def test_the_cursor_rests_on_labels_only() -> None:
    """Going down and up passes over headings and notes; it rests where something can be set or decided."""
    app = Shop()
    async with app.run_test(size=(40, 40)) as pilot:
        await pilot.pause()
        shelf = app.query_one(LabelShelf)
        seen = []
        for _ in range(8):
            seen.append(name_at_cursor(shelf))
            shelf.cursor += 1
        assert seen == ["helps", "root cause", "flag", "phase", "decision", "moment", "outcome", ""]
        down = shelf.cursor
        shelf.cursor -= 1
        assert shelf.cursor < down
        assert shelf.rows[shelf.cursor].pickable


async def test_enter_and_digits_pick() -> None:
    """Picking a flag names its option, picking a label leaves the option open, a digit takes the option at once."""
    app = Shop(label_mode=True)
    async with app.run_test(size=(40, 40)) as pilot:
        await pilot.pause()
        shelf = app.query_one(LabelShelf)
        shelf.cursor = next(place for place, row in enumerate(shelf.rows) if row.option == "output_misread")
        assert shelf.pick()
        shelf.cursor = next(place for place, row in enumerate(shelf.rows) if row.label == "outcome")
        assert shelf.pick()
        assert shelf.pick_option("2")
        assert not shelf.pick_option("x")
        await pilot.pause()
    assert app.spans == [None, None, None]
    assert app.picked == [("flag", "output_misread", "step"), ("outcome", None, "run"), ("outcome", "failed", "run")]


async def test_a_label_of_a_span_names_its_span() -> None:
    """What is picked in the section of a span is about that span, selected or not."""
    app = Shop()
    async with app.run_test(size=(40, 40)) as pilot:
        await pilot.pause()
        shelf = app.query_one(LabelShelf)
        shelf.cursor = next(place for place, row in enumerate(shelf.rows) if row.label == "moment")
        shelf.pick()
        await pilot.pause()
    assert (app.picked, app.spans) == ([("moment", None, "span")], [(4, 6)])


async def test_the_cursor_stays_on_its_label_when_the_step_changes() -> None:
    """Stepping on changes the rows, the cursor stays with the label it was on."""
    app = Shop()
    async with app.run_test(size=(40, 40)) as pilot:
        await pilot.pause()
        shelf = app.query_one(LabelShelf)
        shelf.cursor = next(place for place, row in enumerate(shelf.rows) if row.label == "outcome")
        before = shelf.cursor
        shelf.facts = shop_facts(position=2)
        await pilot.pause()
        assert shelf.rows[shelf.cursor].label == "outcome"
        assert shelf.cursor < before
        assert shelf.render_line(0).text.startswith(" STEP 3")


async def test_compact_is_two_lines() -> None:
    """In the stacked layout the shelf tells the same in two lines, until it gets more room."""
    app = Shop()
    async with app.run_test(size=(80, 3)) as pilot:
        shelf = app.query_one(LabelShelf)
        shelf.compact = True
        await pilot.pause()
        assert shelf.render_line(0).text.startswith(" 6: harms ●")
        assert shelf.render_line(2).text.strip() == ""
        assert not shelf.pick()
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert shelf.render_line(0).text.startswith(" STEP 6")
        assert shelf.pick()
