"""The prompt: the line as a value, what is shown of it, and the widget."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.app import App, ComposeResult

from playhead.text import clean
from tests.widgets.making import FOREIGN
from widgets.line_editing import EditedLine
from widgets.present.prompt import CURSOR, prompt_content
from widgets.prompt import Prompt
from widgets.timeline import Timeline

EDITING = st.sampled_from(
    ["left", "right", "home", "end", "ctrl+left", "ctrl+right", "backspace", "delete", "ctrl+w", "ctrl+u", "ctrl+k"]
)


class Shop(App[None]):
    """Asks for a note."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[str, ...]] = []

    def compose(self) -> ComposeResult:
        """Show a pane and the prompt under it."""
        yield Timeline()
        yield Prompt()

    def on_prompt_answered(self, event: Prompt.Answered) -> None:
        """Hear the answer."""
        self.told.append((event.purpose, event.text))

    def on_prompt_dismissed(self, event: Prompt.Dismissed) -> None:
        """Hear that there is none."""
        self.told.append((event.purpose,))


@given(st.lists(EDITING | FOREIGN, max_size=20))
def test_the_cursor_never_leaves_the_line(keys: list[str]) -> None:
    """Any typing and editing keeps the cursor between the start and the end of the text."""
    line = EditedLine()
    for key in keys:
        line = line.pressed(key) or line.inserted(key)
        assert 0 <= line.cursor <= len(line.text)


def test_editing_keys_do_what_they_do_in_a_shell() -> None:
    """Words and halves of the line are deleted around the cursor, and the rest stays."""
    line = EditedLine("go to step 17", 13)
    assert line.pressed("ctrl+w") == EditedLine("go to step ", 11)
    assert EditedLine("one two ", 8).pressed("ctrl+w") == EditedLine("one ", 4)
    assert EditedLine("one two", 4).pressed("ctrl+u") == EditedLine("two", 0)
    assert EditedLine("one two", 3).pressed("ctrl+k") == EditedLine("one", 3)
    assert EditedLine("one two", 3).pressed("ctrl+left") == EditedLine("one two", 0)
    assert EditedLine("one two", 3).pressed("ctrl+right") == EditedLine("one two", 7)
    assert EditedLine("ab", 1).pressed("delete") == EditedLine("a", 1)
    assert line.pressed("f5") is None


@given(FOREIGN, FOREIGN, st.integers(0, 60), st.integers(0, 100))
def test_what_is_shown_is_printable_and_holds_the_cursor(title: str, text: str, cursor: int, width: int) -> None:
    """Whatever is typed or pasted, the line fits, hides no control, and shows where the next character goes."""
    content = prompt_content(title, EditedLine(text, min(cursor, len(text))), width)
    assert content.cell_length <= width
    assert clean(content.plain) == content.plain
    if width >= 24:
        assert any(span.style == CURSOR and span.end > span.start for span in content.spans)


def test_a_long_line_shows_the_part_being_typed() -> None:
    """What does not fit goes on the left, with a sign for it."""
    shown = prompt_content("note", EditedLine("x" * 90 + "END", 93), 30).plain
    assert shown.startswith(" note …x")
    assert shown.endswith("END ")


async def test_enter_answers_and_escape_leaves() -> None:
    """The answer names its purpose, the focus goes back to where it was, and the prompt is hidden."""
    app = Shop()
    async with app.run_test(size=(60, 6)) as pilot:
        app.query_one(Timeline).focus()
        prompt = app.query_one(Prompt)
        prompt.ask("note on step 17", purpose="note", initial="a")
        await pilot.press("b", "left", "space")
        assert prompt.render_line(0).text.rstrip() == " note on step 17  a b"
        await pilot.press("enter")
        assert not prompt.display
        assert isinstance(app.focused, Timeline)
        prompt.ask("go to", purpose="go")
        await pilot.press("escape")
        await pilot.pause()
    assert app.told == [("note", "a b"), ("go",)]


async def test_a_paste_is_kept_exactly_and_shown_clean() -> None:
    """Line feeds and escapes of a paste are in the answer and only as signs on the screen."""
    app = Shop()
    pasted = "one\ntwo\x1b[31m\u202e"
    async with app.run_test(size=(60, 6)) as pilot:
        prompt = app.query_one(Prompt)
        prompt.ask("note", purpose="note")
        prompt.post_message(events.Paste(pasted))
        await pilot.pause()
        shown = prompt.render_line(0).text
        assert "one⏎two␛[31m⟨U+202E⟩" in shown
        assert clean(shown) == shown
        await pilot.press("enter")
        await pilot.pause()
    assert app.told == [("note", pasted)]
