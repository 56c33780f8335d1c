"""The panel behind `a` in an application of three lines."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.binding import Binding

from playhead.labels.definition import LabelDefinition, Option, Schema
from playhead.text import clean
from tests.widgets.labelling import SCHEMA
from tests.widgets.making import FOREIGN
from widgets.label_keys import LabelKeys
from widgets.label_panel import LabelPanel
from widgets.present.panel import MOST_ROWS, panel_height, panel_rows
from widgets.timeline import Timeline

KEYS = LabelKeys(SCHEMA, {"outcome": "failed", "failure": ("loop", "localization")})

WHERE = {"step": "step 17", "span": "span 14-17", "run": "this run"}


class Shop(App[None]):
    """Opens the panel with `a` over a pane that has keys of its own."""

    BINDINGS = [Binding("a", "panel"), Binding("o", "fold"), Binding("escape", "leave")]  # noqa: RUF012 - Textual's form

    def __init__(self) -> None:
        super().__init__()
        self.told: list[Any] = []

    def compose(self) -> ComposeResult:
        """Show a pane and the panel under it."""
        yield Timeline()
        yield LabelPanel()

    def action_panel(self) -> None:
        """Open it."""
        self.query_one(LabelPanel).open(KEYS, where=WHERE)

    def action_fold(self) -> None:
        """Be called only while the panel is closed."""
        self.told.append("fold")

    def action_leave(self) -> None:
        """Be called only while the panel is closed."""
        self.told.append("leave")

    def on_label_panel_chosen(self, event: LabelPanel.Chosen) -> None:
        """Hear a value."""
        self.told.append((event.label_id, event.value))

    def on_label_panel_closed(self) -> None:
        """Hear that nothing is set."""
        self.told.append("closed")


def lines(app: App[None]) -> list[str]:
    """Return the panel as text."""
    panel = app.query_one(LabelPanel)
    return [panel.render_line(y).text.rstrip() for y in range(panel.size.height)]


async def test_two_keys_set_a_label() -> None:
    """`a` shows every label, a letter its options, the next key sets, and the focus is where it was."""
    app = Shop()
    async with app.run_test(size=(80, 24)) as pilot:
        app.query_one(Timeline).focus()
        await pilot.press("a")
        await pilot.pause()
        shown = lines(app)
        assert len(shown) == MOST_ROWS
        assert shown[0].startswith(" label")
        assert shown[1].startswith(" STEP 17")
        assert "SPAN 14-17" in "\n".join(shown)
        assert "o outcome failed" in "\n".join(shown)
        assert "f failure loop +1" in "\n".join(shown)
        await pilot.press("o")
        assert lines(app)[0].startswith(" outcome  this run  failed")
        assert any("1   resolved" in line for line in lines(app))
        assert any("2 ● failed" in line for line in lines(app))
        await pilot.press("1")
        await pilot.pause()
        assert not app.query_one(LabelPanel).display
        assert isinstance(app.focused, Timeline)
    assert app.told == [("outcome", "resolved")]


async def test_while_open_every_key_is_the_panels() -> None:
    """No key of the screen works while the panel is open; a key without a meaning is named and changes nothing."""
    app = Shop()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o", "a", "Z")
        assert "no label has the key Z" in lines(app)[0]
        await pilot.press("escape", "o")
        await pilot.pause()
    assert app.told == ["fold", "closed", "fold"]


async def test_it_is_drawn_anew_each_time() -> None:
    """Opened again the panel begins with all labels, whatever was left on it."""
    app = Shop()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a", "f", "escape")
        await pilot.pause()
        await pilot.press("a")
        await pilot.pause()
        assert lines(app)[0].startswith(" label")
        assert lines(app)[1].startswith(" STEP 17")


async def test_a_multi_choice_shows_what_is_picked() -> None:
    """Options toggle in sight until enter."""
    app = Shop()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a", "f", "8", "2")
        await pilot.pause()
        assert "localization, instruction ignored" in lines(app)[0]
        await pilot.press("enter")
        await pilot.pause()
    assert app.told == [("failure", ("localization", "instruction_ignored"))]


async def test_it_opens_at_a_label() -> None:
    """From the shelf the panel opens at the options of one label."""
    app = Shop()
    async with app.run_test(size=(80, 24)) as pilot:
        app.query_one(LabelPanel).open(KEYS, label_id="quality")
        await pilot.pause()
        await pilot.press("4")
        await pilot.pause()
    assert app.told == [("quality", 4)]


@given(st.integers(20, 220))
def test_every_label_is_named_in_any_width(width: int) -> None:
    """The panel takes at most eight rows, none wider than the screen, and from 60 columns on no key is left out."""
    height = panel_height(KEYS, width)
    assert height <= MOST_ROWS
    views = [KEYS, *(replace(KEYS, label=one) for one in SCHEMA.labels if one.options)]
    for view in views:
        rows = panel_rows(view, width, height, where=WHERE)
        assert len(rows) <= height
        assert all(row.cell_length <= width for row in rows)
        if width >= 60:
            text = "\n".join(row.plain for row in rows)
            assert all(f"{entry.key} " in text for entry in view.entries())
            assert "more" not in text.replace("regression", "")


@given(st.lists(FOREIGN, min_size=1, max_size=4), FOREIGN, st.integers(0, 100))
def test_a_foreign_schema_is_shown_clean(names: list[str], value: str, width: int) -> None:
    """Names and values of any schema and record are printable in the panel."""
    options = tuple(Option(name, str(place)) for place, name in enumerate(names))
    label = LabelDefinition("own", "run", "choice", "k", help=value, options=options)
    keys = LabelKeys(Schema("own", "1", "", (label,)), {"own": value})
    for view in (keys, replace(keys, label=label, picked=value)):
        for row in panel_rows(view, width, 6, where=WHERE):
            assert clean(row.plain) == row.plain
            assert row.cell_length <= width
