"""A frame is sent as the cells that differ: the terminal shows the same as if all had been sent."""

from __future__ import annotations

from unicodedata import normalize

import pyte
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from tests.terminal import forbidden
from tui.terminal_frames import TerminalFrames, cells_of
from tui.terminal_looks import PLAIN, change, look_of

WIDTH, HEIGHT = 12, 3
MANY = ColorSystem.TRUECOLOR
LOOKS = [
    Style.parse(one) for one in ("", "bold", "red", "bold red on #203040", "reverse", "italic on blue", "underline")
]
LETTERS = st.sampled_from(["a", "b", " ", " ", "é", "漢", "✗", "e\u0301"])


@st.composite
def strips(draw: st.DrawFn, width: int = WIDTH) -> Strip:
    """A strip of this width in stretches of different looks."""
    text, used = "", 0
    while used < width:
        letter = draw(LETTERS)
        letter = letter[0] if used == width - 1 else letter  # the emulator breaks the line before a combining accent
        size = 2 if letter == "漢" else 1
        text, used = (text + letter, used + size) if used + size <= width else (text + " ", used + 1)
    cut = draw(st.integers(0, len(text)))
    assert cell_len(text) == width
    looks = draw(st.lists(st.sampled_from(LOOKS), min_size=2, max_size=2))
    return Strip([Segment(text[:cut], looks[0]), Segment(text[cut:], looks[1])], width)


screens = st.lists(strips(), min_size=HEIGHT, max_size=HEIGHT)


def layout(rows: list[Strip]) -> LayoutUpdate:
    """An update of the whole screen."""
    return LayoutUpdate([[row] for row in rows], Region(0, 0, rows[0].cell_length, len(rows)))


def seen(screen: pyte.Screen) -> list[list[object]]:
    """What is on a screen, cell by cell; of a blank only what can be seen of it."""
    found: list[list[object]] = []
    for y in range(screen.lines):
        row = [screen.buffer[y][x] for x in range(screen.columns)]
        found.append(
            [
                one._replace(fg="", bold=False, italics=False) if one.data == " " and not one.reverse else one
                for one in row
            ]
        )
    return found


def shows(sent: str, size: tuple[int, int] = (WIDTH, HEIGHT)) -> list[list[object]]:
    """What a terminal shows of what was sent."""
    screen = pyte.Screen(*size)
    pyte.Stream(screen).feed(sent)
    return seen(screen)


@settings(deadline=None, max_examples=60)
@given(st.lists(screens, min_size=1, max_size=4))
def test_differences_show_what_whole_frames_show(frames: list[list[Strip]]) -> None:
    """After any frames the terminal shows the last one, wide and combined characters too."""
    terminal, sent = TerminalFrames(), ""
    for rows in frames:
        sent += terminal.frame(layout(rows), MANY)
    assert shows(sent) == shows(TerminalFrames().frame(layout(frames[-1]), MANY))


@settings(deadline=None, max_examples=60)
@given(screens)
def test_a_frame_shows_what_textual_would_have_sent(rows: list[Strip]) -> None:
    """Text, colours and attributes are those of the styles."""
    theirs = "".join(
        f"\x1b[{y + 1};1H" + "".join(Strip.render_style(style or Style(), text, MANY) for text, style, _ in row)
        for y, row in enumerate(rows)
    )
    assert shows(TerminalFrames().frame(layout(rows), MANY)) == shows(theirs)


@settings(deadline=None, max_examples=60)
@given(screens, strips(5), st.integers(0, 7), st.integers(0, HEIGHT - 1))
def test_a_stretch_put_over_a_row_leaves_no_half_of_a_character(rows: list[Strip], over: Strip, x: int, y: int) -> None:
    """A pane that opens over another one may cut its wide characters; what is left of them is a blank."""
    terminal = TerminalFrames()
    sent = terminal.frame(layout(rows), MANY)
    cuts = sorted({0, x, x + 5, WIDTH})
    chops: list[dict[int, Strip | None]] = [dict.fromkeys(cuts[:-1]) for _ in range(HEIGHT)]
    chops[y][x] = over
    sent += terminal.frame(ChopsUpdate(chops, [(y, x, x + 5)], [cuts[1:]] * HEIGHT), MANY)
    screen = pyte.Screen(WIDTH, HEIGHT)
    pyte.Stream(screen).feed(sent)
    drawn = [screen.buffer[y][column].data for column in range(x, x + 5)]
    assert drawn == [normalize("NFC", text) for text, _ in cells_of(over, MANY)]
    again = terminal.frame(layout(rows), MANY)
    assert shows(sent + again) == shows(TerminalFrames().frame(layout(rows), MANY))


def test_the_same_frame_again_sends_nothing() -> None:
    """What stands on the terminal already costs no byte."""
    rows = [Strip([Segment("some text 漢 ", Style.parse("bold red"))], 13)]
    terminal = TerminalFrames()
    assert terminal.frame(layout(rows), MANY)
    assert terminal.frame(layout(rows), MANY) == ""


def test_what_was_forgotten_is_sent_whole() -> None:
    """A terminal that was resized or written on by others is drawn from the first cell to the last."""
    rows = [Strip([Segment("some text")], 9)]
    terminal = TerminalFrames()
    first = terminal.frame(layout(rows), MANY)
    terminal.forget()
    assert not terminal.known
    assert terminal.frame(layout(rows), MANY) == first


def test_a_changed_letter_costs_a_move_and_the_letter() -> None:
    """Of a row only what differs is sent; near differences go together."""
    terminal = TerminalFrames()
    terminal.frame(layout([Strip([Segment("one two three four five")], 23)]), MANY)
    assert terminal.frame(layout([Strip([Segment("one twa three four fivE")], 23)]), MANY) == "\x1b[1;7Ha\x1b[1;23HE"
    assert terminal.frame(layout([Strip([Segment("anE twa three four fivE")], 23)]), MANY) == "\x1b[1;1HanE"


def test_a_look_changes_by_its_parts() -> None:
    """One colour costs that colour; what is shorter anew is said anew; a blank keeps the colour of letters."""
    red, bold, tinted = (look_of(Style.parse(one), MANY) for one in ("red", "bold red", "bold red on #203040"))
    assert change(PLAIN, red) == ("\x1b[31m", red)
    assert change(red, bold) == ("\x1b[1m", bold)
    assert change(bold, tinted) == ("\x1b[48;2;32;48;64m", tinted)
    assert change(tinted, PLAIN) == ("\x1b[m", PLAIN)
    assert change(tinted, tinted.on_blank) == ("", tinted)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.characters() | st.sampled_from("\x1b\x9b\x07\u202e\u3164\ud800"), max_size=12).map("".join))
def test_nothing_passes_the_last_stop(text: str) -> None:
    """Whatever a pane draws by mistake, a frame holds nothing that a terminal obeys, but the frame's own moves."""
    sent = TerminalFrames().frame(layout([Strip([Segment(text + "end")], 40)]), MANY)
    assert forbidden(sent.encode("utf-8", "surrogatepass"), (40, 1)) == []
    assert "end" in sent


def test_the_last_stop_shows_that_it_held_something() -> None:
    """For each character that was held stands one sign, and what the gate made is kept."""
    held = TerminalFrames().frame(layout([Strip([Segment("a\x1b[2Jb\u202e⚠\ufe0f")], 12)]), MANY)
    assert "a␦[2Jb␦⚠\ufe0f" in held
