"""Syntax colours by the window."""

from hypothesis import given
from hypothesis import strategies as st

from playhead.text import clean
from widgets.present.code import LINE_LIMIT, CodeWindow, Pace, lexer_named
from widgets.present.palette import CHANGE, MUTED

CODE = ["def total(self):", '    """A', "    sum.", '    """', "    return 1  # cents"]


def window(lines: list[str], language: str = "python", pace: Pace | None = None, skip: int = 0) -> CodeWindow:
    """Return a window over these lines."""
    numbers = dict(enumerate(range(len(lines))))
    return CodeWindow(language, lines, [skip] * len(lines), numbers, pace or Pace(60))


def coloured(lines: list[str], **more: object) -> dict[str, str]:
    """Return every coloured word with its style."""
    made = window(lines, **more)  # type: ignore[arg-type]
    return {
        lines[number][span.start : span.end]: str(span.style)
        for number in range(len(lines))
        for span in made.spans(number)
    }


def test_words_have_the_colours_of_their_language() -> None:
    """Keywords and comments are told apart, and a string over lines is one on each of them."""
    found = coloured(CODE)
    assert found["def"] == CHANGE
    assert found["# cents"] == MUTED
    assert found["    sum."] == found['    """']


def test_what_stands_before_the_code_is_left_alone() -> None:
    """A line number in front shifts the colours and confuses no lexer."""
    assert coloured([f"  {number}  {line}" for number, line in enumerate(CODE)], skip=5)["def"] == CHANGE


def test_a_frame_without_time_leaves_lines_plain_and_owes_them() -> None:
    """Where the frame's time is over a line has no colours, the window says so, and the next frame brings them."""
    pace = Pace(-1)
    made = window(CODE, pace=pace)
    assert made.spans(0) == []
    assert pace.behind
    assert not made.has(0)
    pace._seconds = 60
    pace.catch_up()
    assert made.spans(0)
    assert made.has(0)
    assert not pace.behind


def test_only_the_lines_asked_for_are_read() -> None:
    """The first line of a long window is coloured without reading the last."""
    made = window(["x = 1"] * 5_000)
    assert made.spans(0)
    assert not made.has(4_000)


def test_an_endless_line_stays_plain() -> None:
    """A line beyond the limit has no colours, the one below it has."""
    made = window(["x = " + "1" * LINE_LIMIT, "x = 1"])
    assert made.spans(0) == []
    assert made.spans(1)


def test_a_language_nobody_knows_has_no_colours() -> None:
    """An unknown lexer leaves everything plain and is not asked twice."""
    assert lexer_named("no such language") is None
    assert coloured(CODE, language="no such language") == {}


@given(st.lists(st.text(max_size=40).map(clean).map(lambda one: one.replace("\n", "")), max_size=12))
def test_colours_lie_within_their_lines(lines: list[str]) -> None:
    """Whatever the code, no span leaves its line."""
    for language in ("python", "bash", "html", "json"):
        made = window(lines, language)
        for number, line in enumerate(lines):
            assert all(0 <= span.start < span.end <= len(line) for span in made.spans(number))
