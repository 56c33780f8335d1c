"""What a JSON document is made of, part by part."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.storage.decode import UndecodableError, decode
from playhead.storage.json_parts import JsonParts, PartKind

JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)
KINDS = st.sampled_from([None, 1, 2])


def parts_of(data: bytes, block: int = 7) -> JsonParts:
    """Return a pass over some bytes."""
    return JsonParts(lambda offset, length: data[offset : offset + length], len(data), block)


def put_together(data: bytes, block: int) -> Any:
    """Return the document that the parts make."""
    parts = parts_of(data, block)
    root: Any = None
    for part in parts:
        value = None if part.kind in (PartKind.ROOT, PartKind.LIST) else decode(parts.bytes_of(part))[0]
        if part.kind is PartKind.ROOT:
            root = {} if part.key == "{" else []
        elif part.kind is PartKind.LIST:
            root[part.key] = []
        elif part.kind is PartKind.ELEMENT:
            (root if isinstance(root, list) else root[part.key]).append(value)
        else:
            root[part.key] = value
    assert parts.regular
    return root


@given(st.lists(JSON, max_size=5) | st.dictionaries(st.text(max_size=5), JSON, max_size=5), KINDS, st.integers(3, 99))
def test_the_parts_make_the_document(value: Any, indent: int | None, block: int) -> None:
    """Put together again, in whatever blocks it was read, the parts are what a decoder makes of the document."""
    for escaped in (True, False):
        data = json.dumps(value, indent=indent, ensure_ascii=escaped).encode("utf-8", "surrogatepass")
        assert json.dumps(put_together(b"\xef\xbb\xbf " + data + b"\n", block)) == json.dumps(decode(data)[0])


@given(st.dictionaries(st.text(max_size=5), JSON, max_size=4), st.data())
def test_what_is_between_the_parts_is_judged_as_a_decoder_does(value: Any, data: st.DataObject) -> None:
    """A byte taken, put in or changed makes a document irregular where its parts decode and the whole does not."""
    whole = json.dumps(value).encode()
    at = data.draw(st.integers(0, len(whole)))
    put, gone = (
        data.draw(st.sampled_from([b"", b",", b"\0", b" ", b"]", b"}", b"{", b":", b"1"])),
        at + data.draw(st.integers(0, 1)),
    )
    broken = whole[:at] + put + whole[gone:]
    parts = parts_of(broken)
    sound = True
    for part in parts:
        if part.kind in (PartKind.MEMBER, PartKind.ELEMENT):
            sound = sound and is_json(parts.bytes_of(part))
    assert (sound and parts.regular) == is_json(broken) or not broken.lstrip(b" ").startswith((b"{", b"["))


def is_json(data: bytes) -> bool:
    """Return whether a decoder takes some bytes."""
    try:
        decode(data)
    except UndecodableError:
        return False
    return True


@pytest.mark.parametrize(
    ("data", "torn"),
    [
        (b'{"a": [1, {"b"', b'{"b"'),
        (b'{"a": [1, ', b""),
        (b'{"a": 1, "b', b'"b'),
        (b'{"a": "x', b'"x'),
        (b'{"a" 1}', b'"a" 1}'),
        (b'{"a": 1} x', b" x"),
        (b"nothing", b"nothing"),
        (b"", None),
    ],
)
def test_a_torn_end_is_one_part(data: bytes, torn: bytes | None) -> None:
    """All from the last thing that is whole to the end of the document is one part, and the document irregular."""
    parts = parts_of(data)
    found = [part for part in parts if part.kind in (PartKind.TORN, PartKind.TORN_LIST)]
    assert [parts.bytes_of(part) for part in found] == ([] if torn is None else [torn])
    assert not parts.regular
