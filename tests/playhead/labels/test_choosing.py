"""One more key: set, changed or taken back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from playhead.labels.choosing import RETRACT, after_press
from playhead.labels.definition import LabelDefinition, Option

OPTIONS = (Option("a", "1"), Option("b", "2"), Option("none", "0", exclusive=True))
CHOICE = LabelDefinition("outcome", "run", "choice", options=OPTIONS)
MULTI = LabelDefinition("flag", "step", "multi", options=OPTIONS)
YES = LabelDefinition("root_cause", "step", "bool")


def test_a_choice_replaces_the_one_before() -> None:
    """A choice has one value."""
    assert after_press(CHOICE, "a", "b") == "b"


def test_a_choice_pressed_again_is_taken_back() -> None:
    """The same key twice leaves nothing."""
    assert after_press(CHOICE, "a", "a") is RETRACT


def test_a_yes_label_pressed_again_is_taken_back() -> None:
    """A yes/no label goes on and off."""
    assert (after_press(YES, None, ""), after_press(YES, True, "")) == (True, RETRACT)


def test_the_first_of_several_stays_the_primary_one() -> None:
    """Another option of a multi-choice comes after those that are there."""
    assert after_press(MULTI, ["a"], "b") == ("a", "b")


def test_an_exclusive_option_stands_alone() -> None:
    """An exclusive option replaces all others and gives way to any."""
    assert (after_press(MULTI, ["a", "b"], "none"), after_press(MULTI, ["none"], "a")) == (("none",), ("a",))


@given(
    st.one_of(st.none(), st.text(), st.lists(st.one_of(st.sampled_from(["a", "b", "none"]), st.integers()))),
    st.sampled_from(["a", "b", "none"]),
)
def test_pressing_twice_never_keeps_the_option(current: object, option: str) -> None:
    """From whatever stands, an option that is pressed until it is set and once more is not set."""
    value = after_press(MULTI, current, option)
    if value is RETRACT or option not in value:
        value = after_press(MULTI, () if value is RETRACT else value, option)
    again = after_press(MULTI, value, option)
    assert again is RETRACT or option not in again
