from __future__ import annotations

import json
import math
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.storage.decode import UndecodableError, decode

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**80), 2**80)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_every_value_comes_back_exactly(value: Any) -> None:
    """What JSON can say comes back as it was, integers of any size included."""
    assert decode(json.dumps(value).encode())[0] == value


@given(st.binary(max_size=200))
def test_any_bytes_decode_or_are_undecodable(data: bytes) -> None:
    """Random bytes give a value or an UndecodableError, nothing else."""
    with suppress(UndecodableError):
        decode(data)


@pytest.mark.parametrize("number", [2**63, 2**64, 2**64 + 1, -(2**63) - 1, 10**4000])
def test_big_integers_stay_exact(number: int) -> None:
    """An integer beyond 64 bits is not turned into a float."""
    found, _ = decode(b'{"a": [%d]}' % number if number < 10**300 else b'{"a": [1' + b"0" * 4000 + b"]}")
    assert found == {"a": [number]}
    assert type(found["a"][0]) is int


def test_an_absurd_integer_is_its_digits() -> None:
    """An integer too long to convert comes back as its text, digit for digit."""
    assert decode(b"[" + b"7" * 5000 + b"]")[0] == ["7" * 5000]


def test_a_big_integer_behind_a_megabyte_is_seen() -> None:
    """The look for long integers covers long data, the edges of its slices too."""
    for padding in range((1 << 20) - 40, (1 << 20) + 10, 5):
        data = b'["' + b"x" * padding + b'", 18446744073709551617]'
        assert decode(data)[0][1] == 18446744073709551617


@pytest.mark.parametrize("members", [1, 40])
@pytest.mark.parametrize("number", [2**64 + 1, -(2**63) - 1, 10**400])
def test_a_big_integer_among_long_texts_is_seen(number: int, members: int) -> None:
    """The look for long integers sees them wherever they are, be the texts around long or short."""
    value = {"a": ["x" * 5000, {"b": [["y" * 5000] * members, {"c": number}]}], "z": 1.5}
    assert decode(json.dumps(value).encode())[0] == value


def test_digits_in_a_text_are_no_integer() -> None:
    """A text full of digits leaves strict JSON strict, and a float stays the float it was written as."""
    value = {"a": ["1" * 40] * 50, "b": 0.5, "c": 12345678901234567890123.0}
    found, note = decode(json.dumps(value).encode())
    assert (found, note) == (value, None)
    assert type(found["c"]) is float


def test_what_orjson_refuses_is_read_leniently() -> None:
    """A lone surrogate, NaN, and a byte order mark are taken, and the irregularity is told."""
    value, note = decode(b'\xef\xbb\xbf{"a": "\\ud800", "b": NaN}')
    assert value["a"] == "\ud800"
    assert math.isnan(value["b"])
    assert note


def test_utf16_with_a_mark_is_read() -> None:
    """A UTF-16 file with a byte order mark is text too."""
    assert decode('{"é": 1}'.encode("utf-16"))[0] == {"é": 1}


@pytest.mark.parametrize(
    ("data", "position"), [(b"", 0), (b'{"a": }', 6), (b'{"\xc3\xa9": }', 7), (b'{"a": "\xff"}', 7), (b'["\x00"]', 2)]
)
def test_a_failure_says_where(data: bytes, position: int) -> None:
    """An undecodable record names the byte at which it stops making sense."""
    with pytest.raises(UndecodableError) as caught:
        decode(data)
    assert caught.value.position == position


@pytest.mark.parametrize("depth", [1025, 2000, 100_000])
@pytest.mark.parametrize("pattern", [(b"[", b"]"), (b'{"a":', b"}")])
def test_nesting_beyond_the_limit_is_refused(depth: int, pattern: tuple[bytes, bytes]) -> None:
    """Nesting beyond 1,024 is an UndecodableError, never a crash."""
    with pytest.raises(UndecodableError):
        decode(pattern[0] * depth + b"1" + pattern[1] * depth)


def test_deep_but_legal_nesting_decodes() -> None:
    """Nesting of 1,000 decodes."""
    value, _ = decode(b"[" * 1000 + b"]" * 1000)
    assert isinstance(value, list)
