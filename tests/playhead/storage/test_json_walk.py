"""Walking over the bytes of a JSON document."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.storage.json_walk import JsonWalk, beginning, key_at, says, value_end

JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text()),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(), inner, max_size=4)),
)


@given(JSON, st.sampled_from([b"", b" ", b"\xef\xbb\xbf\r\n"]), st.sampled_from([b"", b" ", b",", b"]", b"}"]))
def test_a_value_ends_where_its_text_does(value: object, before: bytes, after: bytes) -> None:
    """Whatever stands before and after a value, its end is found."""
    text = json.dumps(value).encode()
    data = before + text + after
    assert beginning(data) == len(before)
    assert value_end(data, len(before)) == len(before) + len(text)


@pytest.mark.parametrize("depth", [1, 12, 13, 40])
def test_a_value_may_nest_as_deep_as_it_likes(depth: int) -> None:
    """Beyond what one expression matches its brackets are counted, and those in strings are none."""
    data = b'{"a":[' * depth + b'"]}"' + b"]}" * depth
    assert value_end(data + b" 1", 0) == len(data)
    assert value_end(data[:-1], 0) is None


def test_a_torn_string_ends_nothing() -> None:
    """A bracket that stands in a string without an end closes nothing."""
    assert value_end(b'[1, "a]', 0) is None


@given(st.text())
def test_a_key_is_known_by_what_it_says(name: str) -> None:
    """Escapes in a key do not hide its name."""
    for ascii_only in (True, False):
        member = key_at(json.dumps({name: 1}, ensure_ascii=ascii_only).encode(), 1)
        assert member is not None
        assert says(member[0], name)
        assert not says(member[0], f"{name}x")


@given(JSON, st.integers(1, 40), st.binary(max_size=3))
def test_blocks_of_any_size_end_a_value_in_the_same_place(value: object, block: int, after: bytes) -> None:
    """Walking block by block finds the end that one look at all bytes finds, also where the value is torn."""
    whole = json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
    for text in (whole, whole + b"," + after, whole[: len(whole) // 2]):
        walk = JsonWalk(lambda offset, length, text=text: text[offset : offset + length], block)
        assert (walk.offset if walk.value() else None) == value_end(text, 0)


def test_a_value_of_many_blocks_is_walked_in_the_memory_of_one() -> None:
    """No block is longer than was said, and no byte is read more than twice."""
    text = b'{"a": "' + b"\\\\x" * 50_000 + b'", "b": [' + b'"]",' * 20_000 + b'{"c": "\\""}]} '
    asked: list[int] = []

    def read(offset: int, length: int) -> bytes:
        asked.append(length)
        return text[offset : offset + length]

    walk = JsonWalk(read, 1000)
    assert walk.value()
    assert walk.offset == len(text) - 1
    assert max(asked) <= 1000
    assert sum(asked) < 2 * len(text)
    assert walk.between(0, 10) == text[:10]
