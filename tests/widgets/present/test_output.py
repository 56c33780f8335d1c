"""How an output is laid out."""

from hypothesis import given
from hypothesis import strategies as st

from playhead.model import Mark
from widgets.present.output import HEAD_LINES, TAIL_LINES, Role, Stretch, inline_marks, lines_in, plan

LINES = st.lists(st.text(st.sampled_from("ab \t1"), max_size=12), max_size=40)
MARKS = st.lists(
    st.builds(
        lambda start, length, role: Mark(start, start + length, role),
        st.integers(-2, 300),
        st.integers(-1, 90),
        st.sampled_from(["wrapper", "cut", "other"]),
    ),
    max_size=6,
)


@given(LINES, st.integers(1, 30), MARKS, st.none() | st.tuples(st.integers(0, 900), st.integers(0, 900)))
def test_the_stretches_of_an_output_are_all_of_it(
    lines: list[str], times: int, marks: list[Mark], evidence: tuple[int, int] | None
) -> None:
    """Whatever the marks, the stretches follow each other without a gap from beginning to end."""
    text = "\n".join(lines * times)
    stretches = plan(text, marks, evidence)
    assert "".join(text[one.start : one.end] for one in stretches) == text
    assert all(one.end > one.start for one in stretches)
    inline_marks(text, marks)


def test_a_long_output_opens_as_head_and_tail() -> None:
    """Of 1,000 lines the first 40 and the last 20 stand open, and the fold between counts the rest."""
    text = "".join(f"line {number}\n" for number in range(1_000))
    head, fold, tail = plan(text, ())
    assert [lines_in(text, one.start, one.end) for one in (head, fold, tail)] == [HEAD_LINES, 940, TAIL_LINES]
    assert [one.role for one in (head, fold, tail)] == [Role.SHOWN, Role.FOLDED, Role.SHOWN]


def test_the_evidence_stands_open_in_the_middle() -> None:
    """The failure in the middle of a long output is shown with its surroundings."""
    text = "".join(f"line {number}\n" for number in range(1_000))
    start = text.index("line 500\n")
    stretches = plan(text, (), (start, start + 8))
    shown = [text[one.start : one.end] for one in stretches if one.role is Role.SHOWN]
    assert len(shown) == 3
    assert shown[1].startswith("line 494\n")
    assert shown[1].endswith("line 506\n")


def test_one_endless_line_folds_too() -> None:
    """10 MB in one line show a beginning and an end."""
    stretches = plan("x" * 10_000_000, ())
    assert [one.role for one in stretches] == [Role.SHOWN, Role.FOLDED, Role.SHOWN]
    assert stretches[1].end - stretches[1].start > 9_900_000


def test_wrapping_at_the_ends_takes_no_row_and_in_the_middle_one() -> None:
    """The tags of a harness around an output are edges; a reminder inside it is a fold."""
    text = "<returncode>0</returncode>\n<output>\nhello\n<reminder>\nbe good\n</reminder>\nworld\n</output>"
    first, last = text.index("hello"), text.index("</output>")
    inner = (text.index("<reminder>"), text.index("world"))
    marks = [Mark(0, first, "wrapper"), Mark(*inner, "wrapper"), Mark(last, len(text), "wrapper")]
    assert [one.role for one in plan(text, marks)] == [Role.EDGE, Role.SHOWN, Role.WRAPPER, Role.SHOWN, Role.EDGE]


def test_a_line_number_is_wrapping_within_its_line() -> None:
    """The number before a line is dim in its line, also where the line is empty, and never a fold."""
    text = "     1\timport os\n     2\t\n     3\tx\n"
    marks = [Mark(at, at + 7, "wrapper") for at in (0, text.index("     2"), text.index("     3"))]
    assert plan(text, marks) == [Stretch(0, len(text), Role.SHOWN)]
    assert inline_marks(text, marks) == tuple((mark.start, mark.end) for mark in marks)


def test_what_the_harness_cut_is_a_stretch_of_its_own() -> None:
    """The sentence of a harness that left lines out is set apart from the output around it."""
    text = "head\n[1204 lines truncated]\ntail\n"
    mark = Mark(text.index("[1204"), text.index("tail"), "cut")
    assert [one.role for one in plan(text, [mark])] == [Role.SHOWN, Role.CUT, Role.SHOWN]
