"""Fields that may hold anything, and content in parts."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.formats import values
from playhead.formats.parts import content_text

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.characters(categories=["Cs"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(ANYTHING)
def test_every_reader_takes_anything(value):
    """No value raises, and each reader answers with its own type."""
    assert isinstance(values.text_of(value), str)
    assert isinstance(values.optional_text(value), str | None)
    number = values.float_of(value)
    assert number is None or math.isfinite(number)
    assert not isinstance(values.int_of(value), bool | float)
    assert values.bool_of(value) in (True, False, None)
    assert list(values.mapping_of(value)) == (list(value) if isinstance(value, dict) else [])
    assert list(values.list_of(value)) == (list(value) if isinstance(value, list) else [])
    assert isinstance(values.time_text(value), str | None)
    assert isinstance(content_text(value), str)


@pytest.mark.parametrize(
    ("value", "whole", "real"),
    [
        (3, 3, 3.0),
        (True, None, None),
        (2**70, 2**70, float(2**70)),
        (10**400, 10**400, None),
        (2.0, 2, 2.0),
        (2.5, None, 2.5),
        (float("nan"), None, None),
        (float("inf"), None, None),
        (" 12 ", 12, 12.0),
        ("1e3", None, 1000.0),
        ("nan", None, None),
        ("9" * 5000, None, None),
        ("", None, None),
        ([1], None, None),
    ],
)
def test_numbers(value, whole, real):
    """A bool is no number, a fraction no whole one, NaN and infinity are nothing."""
    assert (values.int_of(value), values.float_of(value)) == (whole, real)


def test_nesting_beyond_all_limits_is_said_instead_of_shown():
    """A value that no encoder takes is text too."""
    deep: list = []
    for _ in range(100_000):
        deep = [deep]
    assert "nested too deeply" in values.text_of(deep)


@pytest.mark.parametrize(
    ("started", "ended", "seconds"),
    [
        ("2026-01-01T00:00:00Z", "2026-01-01T00:01:00.5Z", 60.5),
        ("2026-01-01T00:00:00", "2026-01-01T00:00:01Z", 1.0),
        ("2026-01-01T02:00:00+02:00", "2026-01-01T00:00:01Z", 1.0),
        ("2026-01-01T00:00:02Z", "2026-01-01T00:00:01Z", None),
        ("<redacted>", "2026-01-01T00:00:01Z", None),
        (None, "2026-01-01T00:00:01Z", None),
    ],
)
def test_seconds_between(started, ended, seconds):
    """Zones are compared, a missing one is taken as the other's, and time does not run backwards."""
    assert values.seconds_between(started, ended) == seconds


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("plain", "plain"),
        (None, ""),
        ([{"type": "text", "text": "a"}, "b"], "a\nb"),
        (
            [{"type": "image", "source": {"media_type": "image/png", "path": "images/a.png"}}],
            "[image image/png images/a.png]",
        ),
        (
            [{"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "A" * 400}}],
            "[image image/png 300 B]",
        ),
        ([{"type": "image_url", "image_url": {"url": "data:image/jpeg;base64,AAAA"}}], "[image image/jpeg 3 B]"),
        ([{"type": "audio", "source": {"path": "https://x/a.wav"}}], "[audio https://x/a.wav]"),
        ({"type": "text", "text": "one"}, "one"),
        ([{"type": "other", "n": 1}], '{"type": "other", "n": 1}'),
        (3.5, "3.5"),
    ],
)
def test_content_as_text(content, text):
    """Parts stand one below the other; pictures and sound are named with their place or size, never unpacked."""
    assert content_text(content) == text
