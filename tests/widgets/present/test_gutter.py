"""Brackets of moments before the rows of the timeline."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from playhead.insight.feedback.values import Feedback, FeedbackKind
from playhead.insight.moments.values import Moment, MomentOutcome
from playhead.model import Kind
from tests.widgets.making import action, step, tape
from widgets.present.gutter import Gutter
from widgets.present.outcome_looks import SIGNS, STYLES, WORDS, WORST_FIRST, coarse
from widgets.present.row import RowPlace, row_content

STEPS = tape([step(place, action(n=place + 1)) for place in range(30)]).steps


def moment(first: int, last: int, outcome: MomentOutcome = MomentOutcome.RECOVERED) -> Moment:
    """Return a moment over these positions."""
    feedback = Feedback("N2", FeedbackKind.TEST, "E   assert 1 == 2")
    return Moment(first + 1, first, last + 1, last, outcome, FeedbackKind.TEST, feedback, "check:pytest", "")


def drawn(gutter: Gutter, rows: int) -> str:
    """Return the glyphs of the first rows."""
    return "".join(mark.glyph if (mark := gutter.mark(row, STEPS)) else " " for row in range(rows))


def test_a_moment_is_a_bracket() -> None:
    """It begins and ends with a corner, each with the sign of the outcome; its weight stands on the first row."""
    gutter = Gutter((moment(1, 4, MomentOutcome.SPIRALLED),))
    assert drawn(gutter, 6) == " ╭││╰ "
    first, last = gutter.mark(1, STEPS), gutter.mark(4, STEPS)
    assert first is not None
    assert last is not None
    assert (first.sign, first.weight) == ("↻", "4 steps")
    assert (last.sign, last.weight) == ("↻", "")


def test_of_several_moments_the_innermost_is_drawn() -> None:
    """Within a moment the one that began later stands in the one column there is."""
    assert drawn(Gutter((moment(0, 6), moment(2, 4))), 8) == "╭│╭│╰│╰ "


def test_a_moment_of_one_step_is_its_sign() -> None:
    """It has no corners."""
    assert drawn(Gutter((moment(3, 3, MomentOutcome.ABANDONED),)), 5) == "   × "


def test_what_was_wanted_has_no_bracket() -> None:
    """A failure that was shown on purpose is no moment to look for."""
    assert drawn(Gutter((moment(1, 4, MomentOutcome.NOT_NEGATIVE),)), 6) == "      "


@given(st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=12))
def test_every_step_shows_a_moment_it_lies_in(spans: list[tuple[int, int]]) -> None:
    """A step has a mark exactly where a moment covers it: of these the one that began last."""
    moments = [moment(min(span), max(span)) for span in spans]
    gutter = Gutter(tuple(moments))
    for position in range(30):
        covering = [one for one in moments if one.trigger_position <= position <= one.end_position]
        shown = gutter.innermost(position)
        assert (shown is None) == (not covering)
        if shown is not None:
            assert shown.trigger_position == max(one.trigger_position for one in covering)


def test_every_outcome_has_its_sign() -> None:
    """No two outcomes look the same without colour."""
    assert set(SIGNS) == set(STYLES) == set(WORDS) == set(WORST_FIRST) == {str(one) for one in MomentOutcome}
    assert len(set(SIGNS.values())) == len(SIGNS)


def test_a_wide_row_tells_the_weight_and_a_narrow_one_keeps_its_title() -> None:
    """The weight stands in a row only where the title has room beside it."""
    one = step(1, action(Kind.TEST, "pytest -q", exit_code=1, n=2))
    place = RowPlace(mark=Gutter((moment(1, 4),)).mark(1, STEPS))
    assert row_content(one, 80, place).plain.startswith("╭✓ 2 ▶ pytest -q")
    assert "4 steps" in row_content(one, 80, place).plain
    assert "4 steps" not in row_content(one, 36, place).plain
    assert row_content(one, 36, place).cell_length == 36


def test_a_failure_that_counts_for_nothing_is_quiet() -> None:
    """Only where every failed action of a step is excluded."""
    failed = step(3, action(exit_code=1), action(exit_code=1))
    assert not Gutter((), {}, frozenset({(3, 0)})).is_quiet(failed)
    assert Gutter((), {}, frozenset({(3, 0)})).is_quiet(failed, 0)
    assert Gutter((), {}, frozenset({(3, 0), (3, 1)})).is_quiet(failed)


def test_times_are_told_coarsely() -> None:
    """Seconds below a minute, minutes below an hour, hours with minutes, then days."""
    assert [coarse(one) for one in (None, 0, 12.2, 361, 3_900, 400_000)] == ["", "", "12s", "6m", "1h05m", "4d"]
