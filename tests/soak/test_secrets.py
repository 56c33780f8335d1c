"""The family `secrets`: a small part of it holds, and what does not mask is seen."""

from __future__ import annotations

from tests.soak import secrets


def test_a_small_part_of_the_family_holds():
    """Every line of the table was tried and holds."""
    told = secrets.run(0.001)
    assert [one.promise for one in told if not one.holds] == []


def test_what_masks_nothing_fails():
    """A mask that leaves every text as it is breaks the promise, and one that changes every text two others."""
    assert not secrets._found(range(1, 2), str).holds
    assert not secrets._left_alone(range(1, 2), str.upper).holds
    assert not secrets._shape(range(1, 2), lambda text: f"{text}•").holds
