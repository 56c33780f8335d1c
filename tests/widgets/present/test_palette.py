"""The words for looks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App
from textual.style import Style

from playhead.model import Kind, Phase, Status
from playhead.text import TextStyle, terminal_line
from widgets.present import palette
from widgets.present.sgr import spans_of, style_of, without_ends

COLOURS = st.none() | st.integers(0, 255) | st.tuples(*[st.integers(0, 255)] * 3)
STYLES = [
    value
    for name, value in vars(palette).items()
    if name.isupper() and isinstance(value, str) and "GLYPH" not in name and value != palette.ON_TINT
]


def test_every_kind_phase_and_outcome_has_its_look() -> None:
    """No kind, phase or status is forgotten."""
    assert set(palette.KIND_GLYPHS) == set(palette.KIND_STYLES) == set(Kind)
    assert set(palette.PHASE_LETTERS) == set(palette.PHASE_STYLES) == set(Phase)
    assert set(palette.STATUS_STYLES) == set(Status)


def test_kinds_and_phases_are_told_apart_without_colour() -> None:
    """Glyphs and letters differ from each other and take one cell."""
    for signs in (palette.KIND_GLYPHS, palette.PHASE_LETTERS):
        assert len(set(signs.values())) == len(signs)
        assert all(cell_len(sign) == 1 for sign in signs.values())


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "nord", "ansi-dark", "ansi-light"])
async def test_every_style_means_something_in_every_theme(theme: str) -> None:
    """Each style is understood; in a theme of 16 colours none of them fills a row with a colour."""
    app: App[None] = App()
    async with app.run_test() as pilot:
        app.theme = theme
        await pilot.pause()
        ansi = app.native_ansi_color
        for style in STYLES:
            for asked in (style, palette.on_tint(style)):
                parsed = Style.parse(palette.in_theme(asked, ansi=ansi))
                assert not ansi or parsed.background is None


def test_syntax_on_a_tint_gives_way_where_there_are_no_tints() -> None:
    """In 16 colours an added line is green throughout, and the words that changed are still told."""
    assert palette.in_theme(palette.on_tint(palette.SUCCESS), ansi=True) == ""
    assert palette.in_theme(palette.on_tint(palette.ADDED_WORD), ansi=True) == "ansi_green reverse"
    assert palette.in_theme(palette.SUCCESS, ansi=True) == palette.SUCCESS


@given(COLOURS, COLOURS, st.booleans(), st.booleans())
def test_every_colour_of_a_terminal_is_a_style(
    foreground: int | tuple[int, int, int] | None,
    background: int | tuple[int, int, int] | None,
    bold: bool,
    reverse: bool,
) -> None:
    """Whatever SGR says is a style the screen understands."""
    look = TextStyle(foreground=foreground, background=background, bold=bold, reverse=reverse)
    parsed = Style.parse(style_of(look).replace(palette.MUTED, "dim"))
    assert bool(parsed.bold) == bold
    assert (parsed.background is not None) == (background is not None)


def test_black_and_white_letters_follow_the_theme() -> None:
    """Letters that would vanish on a dark or a light ground are drawn in the theme's own colours."""
    assert style_of(TextStyle(foreground=0)) == palette.MUTED
    assert style_of(TextStyle(foreground=15)) == ""
    assert style_of(TextStyle(foreground=15, background=1)) == "on ansi_red ansi_bright_white"


@given(st.integers(0, 12), st.integers(0, 12))
def test_a_line_without_its_ends_keeps_the_colours_of_the_rest(start: int, end: int) -> None:
    """Every character that is left has the style it had."""
    line, _ = terminal_line("\x1b[31mred\x1b[0m and \x1b[32mgreen\x1b[0m here  and on")
    short = without_ends(line, start, end)
    whole = {at: span.style for span in spans_of(line) for at in range(span.start, span.end)}
    left = {at: span.style for span in spans_of(short) for at in range(span.start, span.end)}
    assert short.text == line.text[start : len(line.text) - end]
    assert left == {at - start: style for at, style in whole.items() if start <= at < len(line.text) - end}
