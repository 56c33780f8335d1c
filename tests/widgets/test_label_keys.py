"""What keys mean behind `a`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.errors import BadUseError
from playhead.labels.definition import LabelDefinition, Option, Schema
from tests.widgets.labelling import SCHEMA
from widgets.label_keys import Chosen, Closed, LabelKeys, Pending, Pressed, TextAsked, Unknown

KEYS = LabelKeys(SCHEMA)
EVERY_OPTION = [(label, option) for label in SCHEMA.labels for option in label.options]


def press(keys: LabelKeys, *pressed: str) -> Pressed:
    """Return what comes of several keys."""
    result: Pressed = Pending(keys)
    for key in pressed:
        assert isinstance(result, Pending), f"{key} came after the end"
        result = result.keys.press(key)
    return result


def keys_of(label: LabelDefinition, option: Option) -> list[str]:
    """Return what reaches an option of the shipped schema."""
    assert option.key is not None
    if label.key is None:
        return [option.key]
    return [label.key, option.key, *(["enter"] if label.type == "multi" else [])]


@pytest.mark.parametrize(("label", "option"), EVERY_OPTION, ids=[f"{one.id}-{two.id}" for one, two in EVERY_OPTION])
def test_every_option_of_the_shipped_schema_is_reached(label: LabelDefinition, option: Option) -> None:
    """Each option has its keys: at most two for a choice, and enter where several can be chosen."""
    value: Any = (option.id,) if label.type == "multi" else option.id
    pressed = keys_of(label, option)
    assert press(KEYS, *pressed) == Chosen(label.id, value)
    assert len(pressed) <= (3 if label.type == "multi" else 2)


@pytest.mark.parametrize("label", [one for one in SCHEMA.labels if not one.options], ids=lambda one: one.id)
def test_labels_without_options_take_at_most_two_keys(label: LabelDefinition) -> None:
    """Yes/no labels and ratings are set by two keys, a bare one by a single key."""
    if label.type == "rating":
        assert press(KEYS, label.key or "", "4") == Chosen(label.id, 4)
    elif isinstance(label.bare, str):
        assert press(KEYS, label.bare) == Chosen(label.id, True)
    else:
        assert press(KEYS, label.key or "", "y") == Chosen(label.id, True)
        assert press(KEYS, label.key or "", label.key or "") == Chosen(label.id, True)
        assert press(KEYS, label.key or "", "n") == Chosen(label.id, False)


def test_a_flag_has_a_digit_of_its_own() -> None:
    """What a digit sets in label mode it sets behind `a` as well, beside the flags that are there."""
    assert press(replace(KEYS, values={"flag": ("test_edited",)}), "1") == Chosen(
        "flag", ("test_edited", "localization_wrong")
    )


def test_a_multi_choice_stays_open_until_enter() -> None:
    """Options go on and off in the order they were pressed; enter sets them, and an empty set takes the label back."""
    open_keys = replace(KEYS, values={"failure": ("loop",)})
    toggled = press(open_keys, "f", "3")
    assert isinstance(toggled, Pending)
    assert toggled.toggled
    assert [one.option for one in toggled.keys.entries() if one.is_set] == ["localization", "loop"]
    assert press(open_keys, "f", "3", "8", "enter") == Chosen("failure", ("localization",))
    assert press(open_keys, "f", "8", "enter") == Chosen("failure", None)
    assert press(open_keys, "f", "enter") == Closed()
    assert press(open_keys, "f", "3", "escape") == Closed()


def test_an_exclusive_option_stands_alone() -> None:
    """`none seen` takes the others' place, and another takes its."""
    assert press(KEYS, "s", "1", "0", "enter") == Chosen("safety", ("none_seen",))
    assert press(KEYS, "s", "0", "1", "enter") == Chosen("safety", ("destructive_command",))


def test_the_same_again_takes_it_back() -> None:
    """Pressing what is set already takes the label back, for a choice, a rating, a yes and a no."""
    assert press(replace(KEYS, values={"outcome": "failed"}), "o", "2") == Chosen("outcome", None)
    assert press(replace(KEYS, values={"quality": 3}), "q", "3") == Chosen("quality", None)
    assert press(replace(KEYS, values={"second_look": True}), "x", "y") == Chosen("second_look", None)
    assert press(replace(KEYS, values={"second_look": False}), "x", "n") == Chosen("second_look", None)
    assert press(replace(KEYS, values={"step_value": "helps"}), "+") == Chosen("step_value", None)


def test_leaving() -> None:
    """Escape leaves from anywhere; backspace goes back to all labels, and from there leaves."""
    assert press(KEYS, "escape") == Closed()
    assert press(KEYS, "o", "escape") == Closed()
    assert press(KEYS, "o", "backspace") == Pending(KEYS)
    assert press(KEYS, "backspace") == Closed()
    assert press(KEYS, "o", "enter") == Closed()


def test_texts_and_large_numbers_are_typed() -> None:
    """A text label, and a rating that one digit cannot name, ask for typing; retired labels do not exist."""
    labels = (
        LabelDefinition("why", "run", "text", "w"),
        LabelDefinition("score", "run", "rating", "s", min=0, max=100),
        LabelDefinition("old", "run", "bool", "z", retired=True),
    )
    keys = LabelKeys(Schema("own", "1", "", labels))
    assert press(keys, "w") == TextAsked("why")
    assert press(keys, "s") == TextAsked("score")
    assert press(keys, "z") == Unknown("z")
    assert keys.opened("old") == Unknown("old")
    assert [one.key for one in keys.entries()] == ["w", "s"]


@given(
    st.lists(st.sampled_from([*"aofthmyqpvsuxd0123456789+-!yn z", "enter", "escape", "backspace", "tab"]), max_size=8)
)
def test_whatever_is_chosen_is_a_value_of_the_schema(pressed: list[str]) -> None:
    """Any keys at all end in a value that the schema itself accepts, or in none."""
    keys = KEYS
    for key in pressed:
        result = keys.press(key)
        if isinstance(result, Pending):
            keys = result.keys
        elif isinstance(result, Chosen):
            definition = SCHEMA.definition(result.label_id)
            assert definition is not None
            value = result.value
            text = ",".join(value) if isinstance(value, tuple) else str(value)
            try:
                assert value is None or SCHEMA.value_of(definition, text) == value
            except BadUseError as error:
                pytest.fail(str(error))
            return
        elif isinstance(result, Closed):
            return
