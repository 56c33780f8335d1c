"""The scanner: finds keys in any document, however it is cut into chunks, and never judges the rest."""

from __future__ import annotations

import hashlib
import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.labels.fold import scan as scanning
from playhead.labels.fold.found import NotJsonError
from playhead.labels.fold.scan import scan
from tests.playhead.labels.fold.documents import documents, escaped, values

IN_EXTRA = ("extra", "playhead", "events")


def _scan(data, path=IN_EXTRA, chunk=1 << 20):
    return scan(lambda offset, length: data[offset : offset + length], path, chunk=chunk)


def _told(found):
    return (found.root, found.size, found.digest)


@given(documents(), st.integers(3, 11))
def test_chunks_do_not_matter(data, chunk):
    """However small the pieces in which a document is read, the same is found."""
    assert _told(_scan(data, chunk=chunk)) == _told(_scan(data))
    assert _scan(data).size == len(data)
    assert _scan(data).digest == hashlib.blake2b(data, digest_size=32).digest()


@given(documents(extra=True))
def test_the_ranges_are_those_of_the_members(data):
    """The found ranges of `extra` and of the last member are their keys and values."""
    root = _scan(data).root
    extra = root.named["extra"]
    assert json.loads(data[extra.key : extra.key_end]) == "extra"
    assert data[extra.value : extra.value + 1] == b"{"
    assert data[extra.end - 1 : extra.end] == b"}"
    assert data[extra.gap : extra.key].strip() == b""
    assert data[root.last.end :].strip() == b"}"


@given(st.lists(values, max_size=4))
def test_the_elements_of_our_list_are_found(parts):
    """Each element of the list of events is found whole."""
    raw = [one.encode("utf-8", "surrogatepass") for one in parts]
    data = b'{"extra": {"playhead": {"version": 1, "events": [ ' + b" ,\n".join(raw) + b"\t] } } }"
    elements = _scan(data).root.inner.inner.elements
    assert [data[start:end] for start, end in elements] == raw


@given(documents(), st.data())
def test_a_torn_document_is_never_taken_for_a_whole_one(data, chance):
    """A document that was cut anywhere before its last bracket is refused."""
    end = data.rindex(b"}")
    cut = chance.draw(st.integers(0, end))
    with pytest.raises(NotJsonError):
        _scan(data[:cut])


@pytest.mark.parametrize(
    "data",
    [
        b"", b" ", b"{", b"{]", b'{"a"}', b'{"a":}', b'{"a":1,}', b'{"a":1 "b":2}', b'{"a":[}', b'{"a":[1}]}', b"{1:2}",
        b'{"a":1}}', b'{"a":1} x', b'{"a":1}\x00', b"{,}", b'{"a":"\\"}', b'{"a":[1]]}', b'\xef\xbb\xbf{"a"',
        b"\xff\xfe{\x00",
    ],
)  # fmt: skip
def test_what_is_no_document_is_refused(data):
    """Unbalanced, torn and followed documents are refused."""
    with pytest.raises(NotJsonError):
        _scan(data)


@pytest.mark.parametrize("data", [b"[]", b' [{"extra": 1}] ', b'"{}"', b"12", b"null"])
def test_a_root_that_is_no_object(data):
    """A document whose root is something else is told as such."""
    assert _scan(data).root is None


def test_a_key_twice_is_found_however_it_is_written():
    """A key that stands twice is found also where one of the two is spelled in escapes."""
    assert _scan(b'{"a":1,"b":2,"a":3}').root.twice == "a"
    assert _scan(f'{{"extra":1,{escaped("extra")}:2}}'.encode()).root.twice == "extra"
    assert _scan(b'{"extra":{"x":1,"x":2}}').root.inner.twice == "x"
    assert _scan(b'{"a":{"x":1,"x":2}}').root.twice is None
    long = b'"' + b"k" * 9000 + b'"'
    assert _scan(b"{" + long + b":1," + long + b":2}").root.twice


def test_only_the_place_that_counts_is_ours():
    """A key `extra` deeper in the document, or in a string, is not the one at the root."""
    root = _scan(b'{"a":{"extra":{"playhead":1}},"b":"\\"extra\\":{","c":[{"extra":1}]}').root
    assert root.named == {}
    assert root.inner is None


def test_deep_nesting_is_no_stack():
    """A million brackets deep is as good as any other value."""
    data = b'{"a":' + b"[" * 1_000_000 + b"]" * 1_000_000 + b',"extra":{}}'
    assert "extra" in _scan(data).root.named


@pytest.mark.parametrize("piece", [b"a", b'\\"', b"\\\\", b'\\n\\u0041 {[,\\"', b'\\\\\\"'])
def test_one_huge_string_needs_no_memory(piece):
    """A string of 32 MB, plain or all escapes, is passed over with no more memory than a few chunks."""
    count = (32 << 20) // len(piece)
    head, tail = b'{"a":"', b'","extra":{}}'
    whole = len(head) + count * len(piece) + len(tail)
    repeated = piece * (scanning.CHUNK // len(piece) + 2)

    def read(offset, length):
        length = min(length, whole - offset)
        if offset == 0:
            return (head + repeated)[:length]
        middle = min(length, whole - len(tail) - offset)
        if middle <= 0:
            return tail[len(tail) - (whole - offset) :][:length]
        start = (offset - len(head)) % len(piece)
        return (repeated[start : start + middle] + tail)[:length]

    tracemalloc.start()
    found = scan(read, IN_EXTRA)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.size == whole
    assert found.root.named["extra"].value == whole - 3
    assert peak < 8 * scanning.CHUNK
