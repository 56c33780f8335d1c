"""The timeline in an application of three lines."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.reactive import var

from playhead.model import Tape
from playhead.text import clean
from tests.widgets.making import action, shop_tape, step, tape
from widgets.timeline import Timeline
from widgets.timeline_map import Place


class Shop(App[None]):
    """Owns the cursor and hears what the timeline says."""

    run: var[Tape | None] = var[Tape | None](None)
    place = var(Place())

    def __init__(self, run: Tape) -> None:
        super().__init__()
        self.told: list[str] = []
        self.set_reactive(Shop.run, run)

    def compose(self) -> ComposeResult:
        """Show the timeline alone."""
        yield Timeline().data_bind(tape=Shop.run, place=Shop.place)

    def on_timeline_moved(self, event: Timeline.Moved) -> None:
        """Own the place."""
        self.told.append(f"moved {event.place.step}")
        self.place = event.place

    def on_timeline_chosen(self, event: Timeline.Chosen) -> None:
        """Hear what is wanted."""
        self.told.append(f"chosen {event.place.step}")


def rows(app: App[None]) -> list[str]:
    """Return the rows in sight as text."""
    view = app.query_one(Timeline)
    return [view.render_line(y).text for y in range(view.size.height)]


async def test_it_shows_the_steps_of_the_run() -> None:
    """One row a step, in order, the cursor's with its mark."""
    async with Shop(shop_tape()).run_test(size=(44, 12)) as pilot:
        shown = rows(pilot.app)
        assert shown[0].startswith(" > 1 “ user:")
        assert [line[2:4] for line in shown[:9]] == [f" {n}" for n in range(1, 10)]
        assert shown[9].strip() == ""


async def test_its_owner_moves_the_cursor_without_an_echo() -> None:
    """A cursor set by the screen is followed, and not told back."""
    app = Shop(shop_tape())
    async with app.run_test(size=(44, 12)) as pilot:
        app.place = Place(4)
        await pilot.pause()
        assert rows(app)[4].startswith(" > 5 ±")
        assert rows(app)[0].startswith("   1")
        assert app.told == []


async def test_moves_of_a_person_are_told() -> None:
    """Moving a page, to the ends, and a click are told once each."""
    app = Shop(shop_tape())
    async with app.run_test(size=(44, 6)) as pilot:
        view = app.query_one(Timeline)
        view.end()
        view.half_page_up()
        await pilot.pause()
        await pilot.click(Timeline, offset=(5, 0))
        view.top()
        view.top()
        view.choose()
        await pilot.pause()
    assert app.told[:2] == ["moved 8", "moved 5"]
    assert app.told[-2:] == ["moved 0", "chosen 0"]
    assert len(app.told) == 5


async def test_dots_and_brackets_follow_what_is_set() -> None:
    """Marks and a span are drawn when they are set and go when they are taken away."""
    app = Shop(shop_tape())
    async with app.run_test(size=(44, 12)) as pilot:
        view = app.query_one(Timeline)
        view.marks = {2: "○"}
        view.span = (4, 2)
        await pilot.pause()
        shown = rows(app)
        assert shown[2].endswith("○")
        assert [line[0] for line in shown[1:6]] == [" ", "╭", "│", "╰", " "]
        view.marks = {2: "●"}
        view.span = None
        assert rows(app)[2].endswith("●")
        assert rows(app)[3][0] == " "


async def test_a_position_set_before_the_run_is_kept() -> None:
    """Opening at a step works whatever comes first, the position or the run."""
    app = Shop(shop_tape())
    run, app.run = app.run, None
    async with app.run_test(size=(44, 4)) as pilot:
        app.place = Place(7)
        app.run = run
        await pilot.pause()
        assert any(line.startswith(" > 8 ▶") for line in rows(app))


async def test_a_newer_snapshot_keeps_the_place() -> None:
    """A run that has grown goes on where it was: the same first row, the same cursor, more rows."""
    steps = [step(at, action(command=f"make {at}")) for at in range(60)]
    app = Shop(tape(steps[:40]))
    async with app.run_test(size=(44, 10)) as pilot:
        app.place = Place(20)
        await pilot.pause()
        view = app.query_one(Timeline)
        first = view.first_row
        app.run = tape(steps)
        await pilot.pause()
        assert (view.first_row, view.cursor, view.source.count) == (first, 20, 60)


async def test_hostile_text_never_reaches_a_strip() -> None:
    """Escapes, C1 and bidi controls and markup of a record stand in the rows as signs."""
    evil = "\x1b]52;c;ZXZpbA==\x07 \x9b2J \u202eabc [red]x[/red] \ud800 \x00"
    run = tape([step(0, action(command=f"echo '{evil}'", exit_code=1)), step(1, text=evil), step(2, thought=evil)])
    async with Shop(run).run_test(size=(80, 5)) as pilot:
        for line in rows(pilot.app):
            assert clean(line) == line
        assert any("[red]" in line for line in rows(pilot.app))
