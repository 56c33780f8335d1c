"""Rows of the timeline and the places they show."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from widgets.timeline_map import Place, TimelineMap


@st.composite
def maps(draw: st.DrawFn) -> tuple[TimelineMap, list[Place]]:
    """Return a mapping, and its places listed one by one the slow way."""
    steps = draw(st.integers(0, 12))
    before, after = draw(st.integers(0, 2)), draw(st.integers(0, 4))
    shown = draw(st.none() | st.sets(st.integers(0, steps - 1)).map(sorted)) if steps else None
    unfolded = draw(st.dictionaries(st.integers(0, steps), st.integers(0, 4), max_size=5))
    visible = range(steps) if shown is None else shown
    first, last = (visible[0], visible[-1]) if visible else (0, max(0, steps - 1))
    listed = [Place(first, None, number) for number in range(before)]
    for step in visible:
        listed.append(Place(step))
        listed += [Place(step, action) for action in range(unfolded.get(step, 0))]
    listed += [Place(last, None, before + number) for number in range(after)]
    made = TimelineMap(range(steps), before=before, after=after, shown=shown, unfolded=unfolded)
    return made, listed


@given(maps())
def test_every_row_shows_one_place_and_every_place_has_one_row(case: tuple[TimelineMap, list[Place]]) -> None:
    """Row to place and back is the identity, in the order bookends, steps with their actions, bookends."""
    made, listed = case
    assert made.count == len(listed)
    found = [made.place_of(row) for row in range(made.count)]
    assert [(one.action, one.bookend) for one in found] == [(one.action, one.bookend) for one in listed]
    assert [one.step for one in found if one.on_step] == [one.step for one in listed if one.on_step]
    assert [made.row_of(place) for place in found] == list(range(made.count))


@given(maps(), st.integers(-2, 15), st.none() | st.integers(-1, 5), st.none() | st.integers(-1, 9))
def test_any_place_has_a_row_that_is_there(
    case: tuple[TimelineMap, list[Place]], step: int, action: int | None, bookend: int | None
) -> None:
    """A hidden step, a folded action and a bookend that is not there lead to a row near by, never outside."""
    made, _ = case
    row = made.row_of(Place(step, action, bookend))
    assert 0 <= row < max(1, made.count)
    near = made.nearest(Place(step, action, bookend))
    assert made.nearest(near) == near


@given(maps())
def test_steps_are_passed_in_order_and_come_to_an_end(case: tuple[TimelineMap, list[Place]]) -> None:
    """Going on from the top meets every bookend and every step once, no action; going back meets them in reverse."""
    made, listed = case
    if not made.count:
        return
    stops = [row for row, place in enumerate(listed) if place.action is None]
    place, met = made.place_of(0), []
    for _ in range(made.count + 1):
        met.append(made.row_of(place))
        place = made.next_stop(place, 1)
    assert list(dict.fromkeys(met)) == stops
    back = []
    for _ in range(made.count + 1):
        back.append(made.row_of(place))
        place = made.next_stop(place, -1)
    assert list(dict.fromkeys(back)) == stops[::-1]


def test_a_hidden_step_is_left_for_the_next_that_is_shown() -> None:
    """From a step that a filter hides, next and previous are the nearest shown ones on either side."""
    made = TimelineMap(range(10), shown=[2, 7])
    assert made.next_stop(Place(4), 1) == Place(7)
    assert made.next_stop(Place(4), -1) == Place(2)


def test_rows_come_with_the_steps() -> None:
    """A run that grows pushes its last bookends down without a new mapping."""
    steps = [0]
    made = TimelineMap(steps, before=1, after=1)
    last = made.place_of(2)
    steps.append(1)
    assert (last.bookend, made.row_of(last), made.count) == (1, 3, 4)


def test_a_million_steps_are_not_listed() -> None:
    """Mapping a row of a very long run looks at no step."""

    class Long:
        def __len__(self) -> int:
            return 10**15

    made = TimelineMap(Long(), before=1, after=2, unfolded={10**14: 3})
    assert made.place_of(10**14 + 3) == Place(10**14, 1)
    assert made.row_of(Place(10**15 - 1)) == 10**15 + 3
