"""Where JSON pointers lead in bytes."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.storage.json_pointer import pointed_range

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=25,
)


def pointers(value: Any, pointer: str = "") -> list[tuple[str, Any]]:
    """Return every pointer into a value with what it names."""
    found = [(pointer, value)]
    if isinstance(value, dict):
        for key, child in value.items():
            found += pointers(child, f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(value, list):
        for place, child in enumerate(value):
            found += pointers(child, f"{pointer}/{place}")
    return found


@given(JSON, st.sampled_from([None, 2]), st.booleans())
def test_every_pointer_leads_to_the_bytes_of_its_value(value: Any, indent: int | None, ascii_only: bool) -> None:
    """The bytes between start and end are the value, for every pointer into a document."""
    data = json.dumps(value, indent=indent, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    for pointer, named in pointers(value):
        found = pointed_range(data, pointer)
        assert found is not None
        assert json.loads(data[found[0] : found[1]].decode("utf-8", "surrogatepass")) == named


def test_literals_are_as_they_were_written() -> None:
    """Digits, escapes and inner spaces belong to the bytes that are found."""
    data = b'\xef\xbb\xbf {"a": 1, "steps" : [ {"x": 1.10 } , "\\u00e9"], "a": 1E5}'
    ranges = [pointed_range(data, pointer) for pointer in ("/steps/0", "/steps/1", "/a")]
    assert [data[found[0] : found[1]] for found in ranges if found] == [b'{"x": 1.10 }', b'"\\u00e9"', b"1E5"]


@pytest.mark.parametrize("pointer", ["/b", "/a/9", "/a/x", "/a/0/y", "/a/-1", "/a/99999999999999999999"])
def test_a_pointer_to_nothing_leads_nowhere(pointer: str) -> None:
    """A missing key, an index beyond the end and a step into a number are None."""
    assert pointed_range(b'{"a": [1, 2]}', pointer) is None


@given(st.binary(max_size=60), st.text(max_size=12))
def test_bytes_that_are_no_json_do_no_harm(data: bytes, pointer: str) -> None:
    """Whatever the bytes, the answer is a stretch of them or None."""
    found = pointed_range(data, f"/{pointer}")
    assert found is None or 0 <= found[0] <= found[1] <= len(data)


def test_deep_and_long_values_are_walked_over() -> None:
    """A value nested 900 deep and a string of 10 MB stand before the one that is asked for."""
    data = b'[{"x": ' + b"[" * 900 + b"]" * 900 + b'}, "' + b"a\\n" * 3_000_000 + b'", {"last": true}]'
    found = pointed_range(data, "/2")
    assert found is not None
    assert data[found[0] : found[1]] == b'{"last": true}'


def test_a_bracket_in_a_string_without_an_end_closes_nothing() -> None:
    """A document that was cut within a string has no value there."""
    assert pointed_range(b'[[1, "a]]]]', "/0") is None
