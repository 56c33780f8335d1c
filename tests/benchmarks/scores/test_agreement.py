"""Figures of agreement, held against values worked out elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.scores.agreement import UNDEFINED, Hits, agreement, by_class, mean, number, overlap

ONE = ["rec", "rec", "spi", "aba", "unr", "rec", "spi", "spi", "rec", "unr"]
OTHER = ["rec", "spi", "spi", "aba", "unr", "rec", "spi", "aba", "rec", "rec"]


def test_kappa_is_that_of_the_textbook() -> None:
    """Ten outcomes of two readers give .5775, as scikit-learn has it (`labels.md` 6)."""
    found = agreement(list(zip(ONE, OTHER, strict=True)))
    assert found.kappa == pytest.approx(0.5775, abs=1e-4)
    assert found.accuracy == 0.7


def test_kappa_of_one_category_is_not_defined_and_says_so() -> None:
    """Where both know one category only, agreement beyond chance means nothing."""
    found = agreement([("a", "a")] * 5)
    assert (found.accuracy, found.kappa, found.kappa_text) == (1.0, None, UNDEFINED)
    assert agreement([]).kappa_text == "none"


def test_two_who_never_agree_are_below_chance() -> None:
    """Kappa goes below nought."""
    assert agreement([("a", "b"), ("b", "a")]).kappa == -1.0


def test_hits_give_precision_recall_f1_and_false_alarms() -> None:
    """Three found, one invented, two missed in fifty places."""
    hits = Hits(1, 1, 0, 20) + Hits(2, 0, 2, 30)
    assert (hits.precision, hits.recall, hits.f1, hits.invented_in_100) == (0.75, 0.6, 6 / 9, 2.0)


def test_a_share_of_nothing_is_none_and_not_nought() -> None:
    """Nothing said is no precision; nothing there is no recall."""
    assert (Hits().precision, Hits().recall, Hits().f1, Hits().invented_in_100) == (None,) * 4
    assert number(None) == "none"
    assert mean([]) is None


def test_classes_are_counted_apart() -> None:
    """Each category has its own hits, also one that was only ever said."""
    found = by_class([("a", "a"), ("a", "b"), ("b", "c")])
    assert found["a"] == Hits(1, 0, 1, 3)
    assert found["b"] == Hits(0, 1, 1, 3)
    assert found["c"] == Hits(0, 1, 0, 3)


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ((1, 4), (1, 4), 1.0),
        ((1, 4), (3, 6), 2 / 6),
        ((1, 2), (5, 6), 0.0),
        ((3, 3), (3, 3), 1.0),
        ((3, 3), (3, 5), 1 / 3),
    ],
)
def test_overlap_counts_both_ends(one: tuple[int, int], other: tuple[int, int], share: float) -> None:
    """A span of one action is as long as one action."""
    assert overlap(one, other) == pytest.approx(share)


SPANS = st.tuples(st.integers(1, 50), st.integers(0, 50)).map(lambda span: (span[0], span[0] + span[1]))


@given(SPANS, SPANS)
def test_overlap_is_the_share_of_common_actions(one: tuple[int, int], other: tuple[int, int]) -> None:
    """It is what counting the actions one by one gives, whichever span comes first."""
    ours, theirs = set(range(one[0], one[1] + 1)), set(range(other[0], other[1] + 1))
    expected = len(ours & theirs) / len(ours | theirs) if ours & theirs else 0.0
    assert overlap(one, other) == pytest.approx(overlap(other, one))
    assert expected in (0.0, pytest.approx(overlap(one, other)))
