"""Where the elements of a root list stand in the bytes of a document."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from playhead.formats.element_ranges import element_ranges

JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


def elements(data: bytes) -> list[Any]:
    """Return the decoded elements of `steps` at their ranges."""
    return [json.loads(data[offset : offset + length]) for offset, length in element_ranges(data, "steps")]


@given(
    st.lists(JSON, max_size=6),
    st.dictionaries(st.text(max_size=6).filter(lambda key: key != "steps"), JSON, max_size=3),
    st.sampled_from([None, 1]),
    st.booleans(),
)
def test_ranges_hold_exactly_the_elements(steps, others, indent, first):
    """Whatever stands before, after and inside, each range decodes to its element."""
    value = {"steps": steps, **others} if first else {**others, "steps": steps}
    for escaped in (True, False):
        data = json.dumps(value, indent=indent, ensure_ascii=escaped).encode("utf-8", "surrogatepass")
        assert json.dumps(elements(data)) == json.dumps(steps)


@given(st.lists(JSON, max_size=6), st.integers(min_value=0))
@example([["}0"]], 23)
def test_a_torn_document_has_the_elements_that_are_whole(steps, cut):
    """Cut anywhere, the ranges found are those of the first elements, and a number cut short may be one."""
    whole = json.dumps({"a": 1, "steps": steps}).encode()
    found = element_ranges(whole[: cut % (len(whole) + 1)], "steps")
    full = element_ranges(whole, "steps")
    assert found[:-1] == full[: max(0, len(found) - 1)]
    assert len(found) <= len(full)


@pytest.mark.parametrize("depth", [5, 11, 12, 13, 40, 1000])
def test_any_depth_is_walked(depth):
    """Elements that nest deeper than one expression reaches are found all the same."""
    deep = b"[" * depth + b'"]"' + b"]" * depth
    data = b'{"steps": [' + deep + b", 2, " + deep + b"]}"
    assert [data[o : o + n] for o, n in element_ranges(data, "steps")] == [deep, b"2", deep]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'\xef\xbb\xbf {"steps": [1]}', [1]),
        (b'{"steps": [1], "steps": [2, 3]}', [2, 3]),
        (b'{"st\\u0065ps": ["x"]}', ["x"]),
        (b'{"a": {"steps": [1]}, "b": "steps"}', []),
        (b'{"steps": {"0": 1}}', []),
        (b"[1, 2]", []),
        (b"", []),
        (b'{"steps"', []),
    ],
)
def test_only_the_list_under_the_root_key_counts(data, expected):
    """A byte order mark is passed over, an escaped key is the key, the last of two counts, nested ones do not."""
    assert elements(data) == expected


def test_a_long_string_of_escapes_costs_its_length():
    """Ten megabytes of escaped quotes are one element, found without walking quote by quote."""
    text = b'"' + b'\\"' * 5_000_000 + b'"'
    assert element_ranges(b'{"steps": [{"a": ' + text + b"}]}", "steps") == [(11, len(text) + 7)]
