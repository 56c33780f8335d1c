"""Heights of stacked things."""

from hypothesis import given
from hypothesis import strategies as st

from widgets.blocks.heights import Heights

HEIGHTS = st.lists(st.integers(0, 9), min_size=1, max_size=80)


@given(HEIGHTS, st.lists(st.tuples(st.integers(0, 200), st.integers(0, 9)), max_size=20))
def test_every_row_is_found_where_counting_by_hand_finds_it(heights: list[int], changes: list[tuple[int, int]]) -> None:
    """After any changes, every row falls into the thing and at the place that plain counting gives."""
    tree = Heights(heights)
    for place, height in changes:
        tree[place % len(heights)] = height
        heights[place % len(heights)] = height
    expected = [(thing, row) for thing, height in enumerate(heights) for row in range(height)]
    assert tree.total == len(expected)
    assert [tree.find(row) for row in range(tree.total)] == expected
    assert [tree.before(thing) for thing in range(len(heights))] == [
        sum(heights[:thing]) for thing in range(len(heights))
    ]
